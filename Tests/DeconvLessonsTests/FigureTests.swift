import DeconvLessons
import Testing

private func expectError<Result>(
  _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(LessonError) -> Result
) {
  do {
    let result = try body()
    Issue.record("no error: \(result)", sourceLocation: sourceLocation)
  } catch {
    #expect(error.description == message, sourceLocation: sourceLocation)
  }
}

/// The recorded value of a drawing parameter.
private func parameter(_ name: String, of figure: Figure) -> String? {
  figure.parameters.first { $0.name == name }?.value
}

@Suite struct FigureTests {
  private let counts = overlapCounts(kernel: 3, stride: 2, input: [2, 2])

  @Test func heatmapTellsWhatItShows() {
    #expect(
      heatmap(counts, title: "Overlap", highlight: [cell(2, 2)]).alternativeText
        == "Overlap. Heat map, 5 rows by 5 columns, values from 1 to 4. 1 region highlighted.")
  }

  @Test func numbersAreRecordedInTheirOwnKind() {
    #expect(heatmap(counts).recordedArrays.map(\.scalarType) == ["I64"])
    #expect(heatmap(Tensor([[0.1]])).recordedArrays.map(\.scalarType) == ["F32"])
    #expect(heatmap(Matrix([[0.1]])).recordedArrays.map(\.scalarType) == ["F64"])
    #expect(
      heatmap(Tensor([[1, 0.1]])).recordedArrays[0].bytes
        == [0, 0, 0x80, 0x3f, 0xcd, 0xcc, 0xcc, 0x3d])
  }

  @Test func leadingAxesOfOneImageAreLeftOut() {
    #expect(heatmap(Tensor.zeros(1, 1, 2, 3)).recordedArrays[0].shape == [2, 3])
    #expect(heatmap(Tensor([1, 2, 3])).recordedArrays[0].shape == [1, 3])
    #expect(heatmap(Tensor(7)).recordedArrays[0].shape == [1, 1])
    expectError(
      "heatmap: expected one row or rows and columns (rank 1 or 2, leading axes of size 1 aside), "
        + "found shape [1, 2, 3, 4]; draw a slice of it"
    ) { () throws(LessonError) in try Lessons.heatmap(Tensor.zeros(1, 2, 3, 4)) }
  }

  @Test func colorsFollowTheNumbers() {
    #expect(parameter("map", of: heatmap(counts)) == "counts")
    #expect(parameter("map", of: heatmap(Tensor([1, 2]))) == "sequential")
    #expect(parameter("map", of: heatmap(Tensor([1, -2]))) == "diverging")
    #expect(parameter("map", of: heatmap(counts, colorMap: .gray)) == "gray")
    #expect(parameter("map", of: kernels(Tensor([[1, 2]]))) == "diverging")
    #expect(parameter("map", of: matrixPlot(Tensor([[1, -2]]))) == "diverging")
  }

  @Test func figureMistakesNameTheFunctionThatALessonCalls() {
    expectError(
      "heatmap: expected a colour range of two finite numbers, the lower first, found 1.0 to 1.0"
    ) { () throws(LessonError) in try Lessons.heatmap(counts, range: 1...1) }
    expectError(
      "matrixPlot: a grid of 0 × 3 has no cells to draw; expected at least 1 × 1"
    ) { () throws(LessonError) in try Lessons.matrixPlot(Tensor.zeros(0, 3)) }
    expectError(
      "heatmap: the highlighted region 2 × 2 at row 4, column 4 does not lie inside the grid of "
        + "5 × 5"
    ) { () throws(LessonError) in
      try Lessons.heatmap(counts, highlight: [cells(rows: 4..<6, columns: 4..<6)])
    }
    expectError(
      "cells: `rows and columns` must be ranges from 0, found \(Int.min)..<\(Int.max) and 0..<1"
    ) { () throws(LessonError) in try Lessons.cells(rows: Int.min..<Int.max, columns: 0..<1) }
  }

  @Test func imagesOfABatchStandInRows() {
    let batch = Tensor.random(4, 1, 3, 2, seed: 1)
    let figure = imageGrid(batch, columns: 2, range: 0...1)
    #expect(figure.recordedArrays.map(\.shape) == Array(repeating: [3, 2], count: 4))
    #expect(parameter("columns", of: figure) == "2")
    #expect(figure.alternativeText.hasPrefix("4 images of 3 by 2 pixels in 2 rows, values from "))
    #expect(parameter("columns", of: imageGrid(Tensor.zeros(2, 3, 4, 4))) == "3")
    #expect(parameter("columns", of: imageGrid(rows: [batch, batch])) == "4")
    expectError("imageGrid: the shapes must be equal, found [4, 1, 3, 2] and [2, 3, 2]") {
      () throws(LessonError) in
      try Lessons.imageGrid(rows: [batch, Tensor.zeros(2, 3, 2)])
    }
    expectError(
      "imageGrid: `shape` must be [H, W], [N, H, W] or [N, C, H, W], found [5]"
    ) { () throws(LessonError) in try Lessons.imageGrid(Tensor.zeros(5)) }
    expectError("imageGrid: more than 4096 pictures; compute a smaller case") {
      () throws(LessonError) in try Lessons.imageGrid(Tensor.zeros(5000, 1, 1))
    }
  }

  @Test func kernelsOfAWeightStandOneRowForEachOutput() {
    let figure = kernels(Tensor.random(2, 3, 5, 5, seed: 2))
    #expect(figure.recordedArrays.count == 6)
    #expect(parameter("columns", of: figure) == "3")
    #expect(parameter("values", of: kernels(Tensor([[1]]), showsValues: false)) == "hidden")
  }

  @Test func stepsShareOneScaleAndNameTheirFrames() {
    let figure = steps([
      step("x", Tensor([[1, 2]])), step("y", Tensor([[3, -4]]), lead: "→"),
    ])
    #expect(
      figure.alternativeText
        == "Strip of 2 frames of 1 by 2 cells, values from −4 to 3. x: 1, 2. y: 3, −4.")
    #expect(parameter("map", of: figure) == "diverging")
    #expect(parameter("map", of: steps([step("n", counts)])) == "counts")
    expectError("steps: a steps figure needs at least one grid, found none") {
      () throws(LessonError) in try Lessons.steps([])
    }
  }

  @Test func stampsAreDrawnFromThreeNumbers() {
    #expect(stamps(kernel: 3, stride: 2, input: 4).kind == "stamps")
    #expect(throws: LessonError.self) { try Lessons.stamps(kernel: 0, stride: 2, input: 4) }
  }
}
