import Testing

@testable import DeconvFigures

@Suite struct LayoutTests {
  /// Laid out once for all tests: the largest takes a second.
  private static let samples = Result { try strained() }

  private func figures() throws -> [Figure] {
    try Self.samples.get()
  }

  /// The samples, and figures that strain the layout.
  private static func strained() throws -> [Figure] {
    let long = String(repeating: "long ", count: 60)
    let grid = try Samples.grid([[1, 2, 3], [4, 5, 6]])
    return try Samples.figures() + [
      .heatmap(
        grid, title: long, rowAxis: long, columnAxis: long, rowLabels: [long, long],
        columnLabels: [long, long, long], legend: .shown),
      .heatmap(Samples.noise(rows: 1, columns: 600), title: "Flat"),
      .heatmap(Samples.noise(rows: 600, columns: 1), title: "Thin"),
      .heatmap(Samples.noise(rows: 19, columns: 19), values: .shown),
      .matrixPlot(Samples.noise(rows: 576, columns: 784), rowsPerBlock: 24, columnsPerBlock: 28),
      .steps(
        [FigureFrame(grid, title: long, lead: long), FigureFrame(grid, title: long, lead: long)],
        title: long),
      .imageGrid([grid, grid], title: long, captions: [long, long], rowLabels: [long]),
      .imageGrid(
        [Samples.noise(rows: 28, columns: 28), Samples.noise(rows: 7, columns: 14), grid],
        captions: ["28", "7", "2"]),
      .kernels([FigureGrid](repeating: grid, count: 12), columns: 12),
      .stamps(kernel: 32, stride: 4, input: 56, title: long),
      .stamps(kernel: 32, stride: 1, input: 64),
    ]
  }

  private func labels(of figure: Figure) -> [Scene.Label] {
    figure.layout.items.compactMap { item in
      if case .label(let label) = item { label } else { nil }
    }
  }

  @Test func labelsDoNotOverlapEachOther() throws {
    for figure in try figures() {
      let labels = labels(of: figure)
      for (index, label) in labels.enumerated() {
        for other in labels[..<index] {
          #expect(
            !label.box.overlaps(other.box),
            "\(figure.kind): “\(label.text)” and “\(other.text)”")
        }
      }
    }
  }

  @Test func labelsDoNotLieOnCells() throws {
    for figure in try figures() {
      for case .cells(let block, let origin) in figure.layout.items {
        let cells = Rect(origin.x, origin.y, block.size.width, block.size.height)
        for label in labels(of: figure) {
          #expect(!label.box.overlaps(cells), "\(figure.kind): “\(label.text)”")
        }
      }
    }
  }

  @Test func everythingLiesOnTheSheetWithAMargin() throws {
    for figure in try figures() {
      let sheet = Rect(0, 0, Double(figure.width), Double(figure.height)).inset(by: 12.9)
      for item in figure.layout.items {
        #expect(sheet.contains(item.bounds), "\(figure.kind)")
      }
      #expect(figure.width <= 680, "\(figure.kind) is \(figure.width) points wide")
    }
  }

  @Test func blocksOfCellsDoNotOverlap() throws {
    for figure in try figures() {
      var rects: [Rect] = []
      for case .cells(let block, let origin) in figure.layout.items {
        let rect = Rect(origin.x, origin.y, block.size.width, block.size.height)
        #expect(rects.allSatisfy { !$0.overlaps(rect) }, "\(figure.kind)")
        rects.append(rect)
      }
    }
  }

  @Test func printedValuesFitTheirCells() throws {
    for figure in try figures() {
      for case .cells(let block, _) in figure.layout.items {
        for text in block.texts {
          let width = StrokeFont.width(of: text, size: block.textSize)
          #expect(width + 2 <= block.cell.width, "\(figure.kind): \(text)")
        }
      }
    }
  }

  @Test func cellsFallOnWholePixels() throws {
    for figure in try figures() {
      for case .cells(let block, let origin) in figure.layout.items {
        for length in [block.cell.width, block.cell.height, origin.x, origin.y] {
          #expect(length * 2 == (length * 2).rounded(), "\(figure.kind): \(length)")
        }
      }
    }
  }

  @Test func valuesAreLeftOutWhereTheyDoNotFit() throws {
    func isPrinted(_ figure: Figure) -> Bool {
      figure.layout.items.contains { item in
        if case .cells(let block, _) = item { !block.texts.isEmpty } else { false }
      }
    }
    #expect(isPrinted(try .heatmap(Samples.noise(rows: 7, columns: 7))))
    #expect(isPrinted(try .matrixPlot(Samples.noise(rows: 4, columns: 16))))
    #expect(!isPrinted(try .heatmap(Samples.noise(rows: 28, columns: 28))))
    #expect(!isPrinted(try .heatmap(Samples.noise(rows: 4, columns: 60), values: .shown)))
    #expect(!isPrinted(try .heatmap(Samples.noise(rows: 2, columns: 2), values: .hidden)))
  }

  @Test func theOnlyRowHasNoNumberAndIsABand() throws {
    let figure = try Figure.heatmap(Samples.noise(rows: 1, columns: 300))
    #expect(labels(of: figure).allSatisfy { $0.align != .right })
    #expect(
      figure.layout.items.contains { item in
        if case .cells(let block, _) = item { block.cell == Size(1.5, 14) } else { false }
      })
  }

  @Test func indicesAreThinnedUntilTheyHaveRoom() {
    #expect(LabeledGrid.indices(count: 4, pitch: 24) == ["0", "1", "2", "3"])
    let thinned = LabeledGrid.indices(count: 28, pitch: 15)
    #expect(thinned[0] == "0" && thinned[1] == "" && thinned[2] == "2")
    let blocks = LabeledGrid.indices(count: 196, pitch: 1.75, period: 14)
    #expect(blocks[14] == "14" && blocks[7] == "")
  }

  @Test func aStripBreaksIntoLinesWithTheLeadFirst() throws {
    let grid = try Samples.noise(rows: 5, columns: 4)
    let frames = (0..<6).map { FigureFrame(grid, title: "\($0)", lead: $0 == 0 ? "" : "+") }
    let figure = try Figure.steps(frames)
    let blocks = figure.layout.items.compactMap { item -> Point? in
      if case .cells(_, let origin) = item { origin } else { nil }
    }
    #expect(Set(blocks.map(\.y)).count == 2)
    let second = blocks.filter { $0.y > blocks[0].y }
    let leads = labels(of: figure).filter { $0.text == "+" && $0.point.y > second[0].y }
    #expect(leads.count == second.count)
    #expect((leads.first?.box.right ?? .infinity) < second[0].x)
  }

  @Test func theLinesOfAStripAreBalanced() throws {
    let grid = try Samples.noise(rows: 3, columns: 4)
    for (count, lengths) in [(3, [3]), (4, [2, 2]), (5, [3, 2]), (6, [3, 3]), (9, [3, 3, 3])] {
      let figure = try Figure.steps(Array(repeating: FigureFrame(grid), count: count))
      let tops = figure.layout.items.compactMap { item -> Double? in
        if case .cells(_, let origin) = item { origin.y } else { nil }
      }
      #expect(Set(tops).sorted().map { top in tops.count { $0 == top } } == lengths)
    }
  }

  @Test func printedGridsStayWithinAScreenWhereTheirTextCanBeSmaller() throws {
    func cell(rows: Int) throws -> Size? {
      let counts = try Samples.grid(Array(repeating: [1, 2], count: rows))
      for case .cells(let block, _) in try Figure.heatmap(counts).layout.items
      where !block.texts.isEmpty {
        return block.cell
      }
      return nil
    }
    #expect(try cell(rows: 17) == Size(30, 30))
    #expect(try cell(rows: 18) == Size(24, 24))
    #expect(try cell(rows: 27) == Size(19, 19))
    #expect(try cell(rows: 60) == Size(19, 19))
  }

  @Test func picturesOfDifferentSizeShareTheSizeOfAPixel() throws {
    let figure = try Figure.imageGrid([
      Samples.noise(rows: 28, columns: 28), Samples.noise(rows: 14, columns: 14),
    ])
    let pixels = figure.layout.items.compactMap { item -> Size? in
      if case .cells(let block, _) = item { block.cell } else { nil }
    }
    #expect(pixels == [Size(4, 4), Size(4, 4)])
  }
}
