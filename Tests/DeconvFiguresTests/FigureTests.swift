import DeconvFormats
import Testing

@testable import DeconvFigures

/// FNV-1a over the pixels.
private func digest(_ bitmap: Bitmap) -> UInt64 {
  bitmap.bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}

@Suite struct FigureTests {
  @Test func everyKindIsAmongTheSamples() throws {
    #expect(Set(try Samples.figures().map(\.kind)) == Set(Figure.kinds))
  }

  @Test func twoRendersAreEqual() throws {
    for figure in try Samples.figures() {
      #expect(figure.render() == figure.render())
    }
  }

  @Test func aBitmapIsTwiceTheDisplaySize() throws {
    for figure in try Samples.figures() {
      let bitmap = figure.render()
      #expect(bitmap.width == 2 * figure.width)
      #expect(bitmap.height == 2 * figure.height)
      #expect(figure.width <= 680)
    }
  }

  @Test func aRecordedFigureDrawsTheSamePixels() throws {
    for figure in try Samples.figures() {
      let again = try Figure(
        kind: figure.kind, parameters: figure.parameters, data: figure.data)
      #expect(again == figure)
      #expect(again.alternativeText == figure.alternativeText)
      #expect(again.render() == figure.render())
    }
  }

  @Test func aFigureThroughPNGIsTheSamePicture() throws {
    for figure in try Samples.figures() {
      let bitmap = figure.render()
      #expect(try PNG.decode(PNG.encode(bitmap)) == bitmap)
    }
  }

  /// The pixels of a figure are the same on every machine.
  ///
  /// A deliberate change of the drawing changes this number; look at the figures, then write down
  /// the new one.
  @Test func pixelsAreTheSameOnEveryMachine() throws {
    let digests = try Samples.figures().map { digest($0.render()) }
    let together = digests.reduce(0) { ($0 &* 31) ^ $1 }
    #expect(together == 17_816_618_969_272_973_491)
  }

  @Test func figuresDifferByAnyBitOfTheirData() throws {
    let one = try Figure.heatmap(Samples.grid([[1, 0]]))
    let other = try Figure.heatmap(Samples.grid([[1, Double.leastNonzeroMagnitude]]))
    #expect(one != other)
    #expect(one == (try Figure.heatmap(Samples.grid([[1, 0]]))))
    #expect(one != (try Figure.heatmap(Samples.grid([[1, 0]]), title: "x")))
  }

  @Test func dataKeepTheirTypeAndShape() throws {
    for (scalar, bytes) in [(ScalarType.f64, 16), (.f32, 8), (.i64, 16), (.u8, 2)] {
      let grid = try FigureGrid(rows: 1, columns: 2, values: [3, 200], scalar: scalar)
      let figure = try Figure.heatmap(grid)
      #expect(figure.data.map(\.scalar) == [scalar])
      #expect(figure.data.map(\.shape) == [[1, 2]])
      #expect(figure.data[0].bytes.count == bytes)
    }
  }

  @Test func allNaNsAreOne() throws {
    let quiet = try Figure.heatmap(Samples.grid([[.nan]]))
    let signed = try Figure.heatmap(Samples.grid([[-Double.nan]]))
    #expect(quiet == signed)
    #expect(quiet.render() == signed.render())
  }

  @Test func parametersAreAllThereInOrder() throws {
    let figure = try Figure.heatmap(
      Samples.grid([[1, 2]]), title: "T", rowLabels: ["a;b\\"],
      range: FigureRange(low: 0, high: 0.1), highlights: [FigureRegion(row: 0, column: 1)])
    #expect(
      figure.parameters.map { "\($0.name)=\($0.value)" } == [
        "title=T", "rowAxis=", "columnAxis=", "rowLabels=a\\;b\\\\;", "columnLabels=",
        "indices=automatic", "map=sequential", "range=0.0 0.1", "values=automatic",
        "legend=automatic", "highlights=0 1 1 1;",
      ])
  }

  // MARK: Alternative texts

  @Test func alternativeTextsSayKindShapeAndRange() throws {
    let grid = try Samples.grid([[1, 2], [3, -4.5]])
    #expect(
      try Figure.heatmap(grid, title: "Title").alternativeText
        == "Title. Heat map, 2 rows by 2 columns, values from −4.5 to 3: 1, 2; 3, −4.5.")
    #expect(
      try Figure.heatmap(Samples.noise(rows: 6, columns: 5)).alternativeText
        .hasPrefix("Heat map, 6 rows by 5 columns, values from −0."))
    #expect(
      try Figure.matrixPlot(Samples.grid([[0, 1], [1, 0]])).alternativeText
        == """
        Matrix plot, 2 rows by 2 columns, values from 0 to 1: 0, 1; 1, 0; \
        2 of 4 entries not zero.
        """
    )
    #expect(
      try Figure.heatmap(Samples.grid([[.nan]])).alternativeText
        == "Heat map, 1 row by 1 column, no finite value; 1 cell not finite: nan.")
    #expect(
      try Figure.stamps(kernel: 3, stride: 2, input: 2).alternativeText
        == """
        Overlap diagram: 2 inputs stamp a kernel of 3 with stride 2 onto 5 outputs; \
        stamps on each output: 1, 1, 2, 1, 1.
        """)
    #expect(
      try Figure.imageGrid([grid, grid], captions: ["one", "two"]).alternativeText
        == "2 images of 2 by 2 pixels, values from −4.5 to 3. one, two.")
  }

  @Test func alternativeTextsListNumbersOnlyWhereTheyAreFew() throws {
    let pair = try Samples.grid([[1, 2]])
    let square = try Samples.grid([[1, 2], [3, 4]])
    let large = try Samples.grid([[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 9]])
    #expect(
      try Figure.heatmap(large).alternativeText.hasSuffix("0, 0, 0, 9."))
    #expect(
      try Figure.heatmap(Samples.grid([Array(repeating: 1, count: 17)])).alternativeText
        == "Heat map, 1 row by 17 columns, all values 1.")
    #expect(
      try Figure.steps([FigureFrame(pair, title: "in"), FigureFrame(square)]).alternativeText
        == "Strip of 2 frames, values from 1 to 4. in: 1, 2. 2: 1, 2; 3, 4.")
    #expect(
      try Figure.steps([FigureFrame(large, title: "a"), FigureFrame(large, title: "b")])
        .alternativeText == "Strip of 2 frames of 4 by 4 cells, values from 0 to 9: a; b.")
    #expect(
      try Figure.steps([FigureFrame(large, title: "a"), FigureFrame(pair)]).alternativeText
        == "Strip of 2 frames, values from 0 to 9: a, 4 by 4; 2, 1 by 2.")
    #expect(
      try Figure.kernels([large, large]).alternativeText
        == "2 kernels of 4 by 4 weights, values from 0 to 9.")
    #expect(
      try Figure.stamps(kernel: 2, stride: 2, input: 9).alternativeText.hasSuffix(
        "stamps on each output: all values 1."))
  }

  // MARK: What is drawn

  /// The colour in the middle of a cell of the figure's first block.
  private func color(of figure: Figure, row: Int, column: Int, above: Double = 0.2) -> Color? {
    for case .cells(let block, let origin) in figure.layout.items {
      let x = origin.x + (Double(column) + 0.5) * block.cell.width
      let y = origin.y + (Double(row) + above) * block.cell.height
      return figure.render().color(x: Int(x * 2), y: Int(y * 2))
    }
    return nil
  }

  @Test func cellsHaveTheColoursOfTheScale() throws {
    let figure = try Figure.heatmap(Samples.grid([[-2, 0, 2]]), map: .diverging)
    #expect(color(of: figure, row: 0, column: 0) == FigureColorMap.diverging.color(at: 0))
    #expect(color(of: figure, row: 0, column: 1) == Palette.white)
    #expect(color(of: figure, row: 0, column: 2) == FigureColorMap.diverging.color(at: 1))
  }

  @Test func aCellWithoutANumberIsHatched() throws {
    let figure = try Figure.heatmap(
      Samples.grid([[1, .nan], [.infinity, 2]]), values: .hidden)
    for (row, column) in [(0, 1), (1, 0)] {
      let found = try #require(color(of: figure, row: row, column: column))
      #expect([Palette.hatchGround, Palette.hatchLine].contains(found))
    }
  }

  @Test func zerosOfASparseMatrixAreBare() throws {
    let figure = try Figure.matrixPlot(Samples.grid([[0, 5]]))
    #expect(color(of: figure, row: 0, column: 0) == Palette.paper)
    #expect(color(of: figure, row: 0, column: 1) != Palette.paper)
  }

  @Test func aSingleCellIsDrawn() throws {
    let figure = try Figure.heatmap(Samples.grid([[5]]))
    #expect((figure.width, figure.height) == (56, 56))
    for plot in [
      try Figure.matrixPlot(Samples.grid([[5]])), try .imageGrid([Samples.grid([[5]])]),
      try .kernels([Samples.grid([[5]])]), try .steps([FigureFrame(Samples.grid([[5]]))]),
      try .stamps(kernel: 1, stride: 1, input: 1),
    ] {
      #expect(plot.render().width > 26)
    }
  }

  @Test func aHighlightIsDrawnInTheAccentAroundItsCells() throws {
    let grid = try Samples.noise(rows: 4, columns: 4)
    let plain = try Figure.heatmap(grid).render()
    let marked = try Figure.heatmap(
      grid, highlights: [FigureRegion(row: 1, column: 1, rows: 2, columns: 2)]
    ).render()
    func accents(_ bitmap: Bitmap) -> Int {
      (0..<bitmap.height).reduce(0) { sum, y in
        sum + (0..<bitmap.width).count { bitmap.color(x: $0, y: y) == Palette.accent }
      }
    }
    #expect(accents(plain) == 0)
    #expect(accents(marked) > 300)
  }

  @Test func stampsCountTheOverlap() throws {
    let figure = try Figure.stamps(kernel: 4, stride: 3, input: 3)
    #expect(figure.data.map(\.integers) == [[1, 1, 1, 2, 1, 1, 2, 1, 1, 1]])
    let holes = try Figure.stamps(kernel: 1, stride: 3, input: 2)
    #expect(holes.data.map(\.integers) == [[1, 0, 0, 1]])
  }
}
