import Deconv
public import DeconvFigures

/// Draws a matrix as coloured cells, with the values printed where they fit.
///
/// - Parameters:
///   - values: One row, or rows and columns.
///   - title: A title above the figure; none where it is empty.
///   - rowAxis: What the rows are.
///   - columnAxis: What the columns are.
///   - rowLabels: One label for each row; empty for their numbers.
///   - columnLabels: One label for each column; empty for their numbers.
///   - colorMap: How numbers become colours.
///   - range: The values that the colours span; nil for the range of the data.
///   - showsValues: Whether values are printed where they fit.
///   - highlight: Cells to be framed: ``cell(_:_:)``, ``cells(rows:columns:)``.
/// - Returns: The figure.
/// - Precondition: Labels and highlighted cells fit the values, which are at most 1,048,576.
public func heatmap(
  _ values: some Plottable, title: String = "", rowAxis: String = "", columnAxis: String = "",
  rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .automatic,
  range: ClosedRange<Double>? = nil, showsValues: Bool = true, highlight: [FigureRegion] = []
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.heatmap(
      values, title: title, rowAxis: rowAxis, columnAxis: columnAxis, rowLabels: rowLabels,
      columnLabels: columnLabels, colorMap: colorMap, range: range, showsValues: showsValues,
      highlight: highlight)
  }
}

/// Draws a large sparse matrix: entries by their value, zeros as dots.
///
/// - Parameters:
///   - matrix: The matrix, such as a ``convolutionMatrix(_:input:stride:padding:dilation:)``.
///   - title: A title above the figure; none where it is empty.
///   - rowAxis: What the rows are.
///   - columnAxis: What the columns are.
///   - rowsPerBlock: Draws a line after every so many rows; 0 for none.
///   - columnsPerBlock: Draws a line after every so many columns; 0 for none.
///   - colorMap: How numbers become colours.
///   - range: The values that the colours span; nil for the range of the data.
///   - showsValues: Whether values are printed where they fit.
///   - highlight: Cells to be framed: ``cell(_:_:)``, ``cells(rows:columns:)``.
/// - Returns: The figure.
/// - Precondition: Highlighted cells lie inside the matrix, which is not too large to be drawn.
public func matrixPlot(
  _ matrix: some Plottable, title: String = "", rowAxis: String = "", columnAxis: String = "",
  rowsPerBlock: Int = 0, columnsPerBlock: Int = 0, colorMap: ColorMap = .automatic,
  range: ClosedRange<Double>? = nil, showsValues: Bool = true, highlight: [FigureRegion] = []
) -> Figure {
  orTrap { () throws(LessonError) in
    try Lessons.matrixPlot(
      matrix, title: title, rowAxis: rowAxis, columnAxis: columnAxis, rowsPerBlock: rowsPerBlock,
      columnsPerBlock: columnsPerBlock, colorMap: colorMap, range: range, showsValues: showsValues,
      highlight: highlight)
  }
}

extension Lessons {
  package static func heatmap(
    _ values: any Plottable, title: String = "", rowAxis: String = "", columnAxis: String = "",
    rowLabels: [String] = [], columnLabels: [String] = [], colorMap: ColorMap = .automatic,
    range: ClosedRange<Double>? = nil, showsValues: Bool = true, highlight: [FigureRegion] = []
  ) throws(LessonError) -> Figure {
    let grid = try values.grid(for: "heatmap")
    let range = try figureRange("heatmap", range)
    return try drawing("heatmap") { () throws(FigureError) in
      try Figure.heatmap(
        grid, title: title, rowAxis: rowAxis, columnAxis: columnAxis, rowLabels: rowLabels,
        columnLabels: columnLabels,
        map: colorMap.figureMap(for: [grid], isCounts: values is Counts),
        range: range, values: showsValues ? .automatic : .hidden, highlights: highlight)
    }
  }

  package static func matrixPlot(
    _ matrix: any Plottable, title: String = "", rowAxis: String = "", columnAxis: String = "",
    rowsPerBlock: Int = 0, columnsPerBlock: Int = 0, colorMap: ColorMap = .automatic,
    range: ClosedRange<Double>? = nil, showsValues: Bool = true, highlight: [FigureRegion] = []
  ) throws(LessonError) -> Figure {
    let grid = try matrix.grid(for: "matrixPlot")
    let range = try figureRange("matrixPlot", range)
    return try drawing("matrixPlot") { () throws(FigureError) in
      try Figure.matrixPlot(
        grid, title: title, rowAxis: rowAxis, columnAxis: columnAxis, rowsPerBlock: rowsPerBlock,
        columnsPerBlock: columnsPerBlock,
        map: colorMap.figureMap(for: [grid], isCounts: matrix is Counts), range: range,
        values: showsValues ? .automatic : .hidden, highlights: highlight)
    }
  }
}
