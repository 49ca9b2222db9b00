import DeconvFormats
import Testing

@testable import DeconvFigures

@Suite struct FigureErrorTests {
  @Test func aGridHasCellsAndAValueForEach() {
    #expect(throws: FigureError.emptyGrid(rows: 0, columns: 3)) {
      try FigureGrid(rows: 0, columns: 3, values: [])
    }
    #expect(throws: FigureError.emptyGrid(rows: 2, columns: -1)) {
      try FigureGrid(rows: 2, columns: -1, values: [])
    }
    #expect(throws: FigureError.valueCount(rows: 2, columns: 2, found: 3)) {
      try FigureGrid(rows: 2, columns: 2, values: [1, 2, 3])
    }
    #expect(
      throws: FigureError.tooLarge(what: "cells", found: .max, limit: FigureGrid.largestCellCount)
    ) {
      try FigureGrid(rows: .max, columns: 2, values: [])
    }
  }

  @Test(arguments: [
    (0.5, ScalarType.i64), (1e19, .i64), (.nan, .i64), (-1, .u8), (256, .u8), (0.1, .f32),
  ])
  func aValueExistsInTheTypeOfItsGrid(value: Double, scalar: ScalarType) {
    #expect(throws: FigureError.self) {
      try FigureGrid(rows: 1, columns: 1, values: [value], scalar: scalar)
    }
  }

  @Test func whatIsTooLargeSaysItsLimit() throws {
    let wide = try FigureGrid(
      rows: 1, columns: 5_000, values: [Double](repeating: 1, count: 5_000))
    #expect(throws: FigureError.self) { try Figure.heatmap(wide) }
    #expect(throws: FigureError.self) { try Figure.matrixPlot(wide) }
    #expect(throws: FigureError.self) { try Figure.steps([FigureFrame(wide)]) }
    #expect(throws: FigureError.self) { try Figure.imageGrid([wide]) }
    #expect(throws: FigureError.self) { try Figure.kernels([wide]) }
    let tall = try FigureGrid(
      rows: 9_000, columns: 1, values: [Double](repeating: 1, count: 9_000))
    #expect(
      throws: FigureError.tooLarge(what: "points in height", found: 4_530, limit: 4_000)
    ) {
      try Figure.heatmap(tall)
    }
    #expect(throws: FigureError.self) {
      try FigureGrid(rows: 5_000, columns: 5_000, values: [])
    }
    let grid = try Samples.grid([[1]])
    #expect(throws: FigureError.tooLarge(what: "grids", found: 65, limit: 64)) {
      try Figure.steps([FigureFrame](repeating: FigureFrame(grid), count: 65))
    }
  }

  @Test func nothingToDrawIsAnError() {
    #expect(throws: FigureError.nothingToDraw(kind: "steps")) { try Figure.steps([]) }
    #expect(throws: FigureError.nothingToDraw(kind: "imageGrid")) { try Figure.imageGrid([]) }
    #expect(throws: FigureError.nothingToDraw(kind: "kernels")) { try Figure.kernels([]) }
  }

  @Test func labelsAndRegionsFitTheirGrid() throws {
    let grid = try Samples.grid([[1, 2], [3, 4]])
    #expect(throws: FigureError.labelCount(what: "rowLabels", expected: 2, found: 1)) {
      try Figure.heatmap(grid, rowLabels: ["a"])
    }
    #expect(throws: FigureError.labelCount(what: "captions", expected: 1, found: 2)) {
      try Figure.imageGrid([grid], captions: ["a", "b"])
    }
    for region in [
      FigureRegion(row: 1, column: 1, rows: 2), FigureRegion(row: -1, column: 0),
      FigureRegion(row: 0, column: 0, rows: 0), FigureRegion(row: .max, column: 0, rows: .max),
      FigureRegion(row: 0, column: .min, columns: .max),
    ] {
      #expect(throws: FigureError.self, "\(region)") {
        try Figure.heatmap(grid, highlights: [region])
      }
    }
  }

  @Test(arguments: [(0, 1, 1), (33, 1, 1), (1, 0, 1), (1, .max, 2), (1, 1, .min), (1, 1, 65)])
  func stampsHaveRanges(kernel: Int, stride: Int, input: Int) {
    #expect(throws: FigureError.self) {
      try Figure.stamps(kernel: kernel, stride: stride, input: input)
    }
  }

  @Test(arguments: [0, -1, 3, .max])
  func columnsLieBetweenOneAndTheNumberOfImages(columns: Int) throws {
    let grid = try Samples.grid([[1]])
    #expect(throws: FigureError.self) { try Figure.imageGrid([grid, grid], columns: columns) }
  }

  // MARK: Recorded figures

  @Test func anUnknownKindNamesTheKnownOnes() {
    let error = #expect(throws: FigureError.unknownKind("pie")) {
      try Figure(kind: "pie", parameters: [], data: [])
    }
    #expect(
      error?.description == """
        no figure is called “pie”; expected one of heatmap, matrixPlot, steps, imageGrid, kernels, \
        stamps, curves, bars
        """)
  }

  @Test func parametersThatAreMissingExtraOrOutOfOrderAreErrors() throws {
    for figure in try Samples.figures() {
      let parameters = figure.parameters
      for index in parameters.indices {
        var shorter = parameters
        shorter.remove(at: index)
        #expect(throws: FigureError.self) {
          try Figure(kind: figure.kind, parameters: shorter, data: figure.data)
        }
      }
      let extra = parameters + [FigureParameter(name: "x", value: "")]
      #expect(throws: FigureError.self) {
        try Figure(kind: figure.kind, parameters: extra, data: figure.data)
      }
      #expect(throws: FigureError.self) {
        try Figure(kind: figure.kind, parameters: parameters.reversed(), data: figure.data)
      }
    }
  }

  @Test(arguments: ["", "x", "-1", "99999999999999999999", "1 2", ";", "\\", "1 2 3 4;", "nan 1"])
  func anyValueOfAnyParameterIsReadOrRefused(value: String) throws {
    for figure in try Samples.figures() {
      for index in figure.parameters.indices {
        var parameters = figure.parameters
        parameters[index] = FigureParameter(name: parameters[index].name, value: value)
        do {
          let changed = try Figure(kind: figure.kind, parameters: parameters, data: figure.data)
          #expect(changed.parameters == parameters)
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }

  @Test(arguments: ["0 0 1 1", "0 0 1;", "0 x 0 1 1;", "0  0 1 1;", "0 0 1 9;"])
  func aHighlightIsFourWholeNumbersInsideTheGrid(value: String) throws {
    let figure = try Figure.heatmap(Samples.grid([[1, 2]]))
    var parameters = figure.parameters
    #expect(parameters.last?.name == "highlights")
    parameters[parameters.count - 1] = FigureParameter(name: "highlights", value: value)
    #expect(throws: FigureError.self) {
      try Figure(kind: "heatmap", parameters: parameters, data: figure.data)
    }
  }

  @Test func dataOfAnotherShapeAreErrors() throws {
    let flat = try NumericArray(name: "values", shape: [4], doubles: [1, 2, 3, 4])
    let empty = try NumericArray(name: "values", shape: [0, 4], doubles: [])
    for figure in try Samples.figures() {
      for data in [[], [flat], [empty], figure.data + figure.data] {
        #expect(throws: FigureError.self, "\(figure.kind) \(data.map(\.shape))") {
          try Figure(kind: figure.kind, parameters: figure.parameters, data: data)
        }
      }
    }
  }

  @Test func countsThatAreNotThoseOfTheStampsAreAnError() throws {
    let figure = try Figure.stamps(kernel: 3, stride: 2, input: 2)
    let wrong = try NumericArray(name: "counts", shape: [1, 5], integers: [1, 1, 1, 1, 1])
    #expect(throws: FigureError.self) {
      try Figure(kind: "stamps", parameters: figure.parameters, data: [wrong])
    }
  }

  @Test func errorsSayWhatWasExpectedAndFound() {
    #expect(
      FigureError.labelCount(what: "rowLabels", expected: 2, found: 1).description
        == "expected 2 rowLabels, one for each, found 1")
    #expect(
      FigureError.tooLarge(what: "columns", found: 5_000, limit: 1_280).description
        == "a figure has room for 1280 columns, found 5000; draw a part of it, or a smaller one")
    #expect(
      FigureError.emptyGrid(rows: 0, columns: 3).description
        == "a grid of 0 × 3 has no cells to draw; expected at least 1 × 1")
  }
}
