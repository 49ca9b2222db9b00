import DeconvFormats

/// A sparse matrix: what is not zero is coloured, zeros are dots on bare paper.
struct MatrixPlot: Plot {
  static let kind = "matrixPlot"

  var grid: FigureGrid
  var title: String
  var rowAxis: String
  var columnAxis: String
  var rowsPerBlock: Int
  var columnsPerBlock: Int
  var map: FigureColorMap
  var range: FigureRange?
  var values: FigureVisibility
  var legend: FigureVisibility
  var highlights: [FigureRegion]

  func write(to writer: inout ParameterWriter) {
    writer.add("title", title)
    writer.add("rowAxis", rowAxis)
    writer.add("columnAxis", columnAxis)
    writer.add("rowsPerBlock", rowsPerBlock)
    writer.add("columnsPerBlock", columnsPerBlock)
    writer.add("map", map)
    writer.add("range", range)
    writer.add("values", values)
    writer.add("legend", legend)
    writer.add("highlights", highlights)
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    [try grid.array(named: "values")]
  }

  var alternativeText: String {
    let occupied = grid.values.count { $0 != 0 }
    return GridWords.heading(title, "Matrix plot") + ", " + GridWords.description(of: grid)
      + "; \(occupied) of \(GridWords.count(grid.values.count, "entry", plural: "entries"))"
      + " not zero."
  }

  func layout() throws(FigureError) -> Scene {
    var scale = ColorScale(map, values: grid.values, range: range)
    scale.skipped = 0.14
    let key = Legend(scale: scale, values: grid.values)
    let keyWidth =
      legend == .hidden
      ? 0 : Typography.legendGap + key.scene(height: 100).bounds.width.rounded(.up)
    let left = LabeledGrid.leftWidth(labels: [String(grid.rows - 1)], axis: rowAxis)
    let width = Scene.contentWidth - keyWidth - left
    guard
      let sizing = CellSizing(
        grids: [grid], columns: grid.columns, rows: grid.rows, width: width, values: values,
        preferred: HeatmapPlot.preferredSide(of: grid))
    else {
      throw .tooLarge(
        what: "columns", found: grid.columns, limit: Int(width / CellSizing.smallest))
    }
    var block = CellBlock(grid: grid, scale: scale, cell: sizing.cell)
    block.texts = sizing.texts.first ?? []
    block.textSize = sizing.textSize
    block.zeros = .dots
    block.rowsPerBlock = rowsPerBlock
    block.columnsPerBlock = columnsPerBlock
    block.highlights = highlights
    block.isFramed = true
    var labeled = LabeledGrid(block: block, title: title)
    labeled.rowAxis = rowAxis
    labeled.columnAxis = columnAxis
    labeled.rowLabels = LabeledGrid.indices(
      count: grid.rows, pitch: block.cell.height, period: rowsPerBlock)
    labeled.columnLabels = LabeledGrid.indices(
      count: grid.columns, pitch: block.cell.width, period: columnsPerBlock)
    let needsKey = block.texts.isEmpty && scale.low < scale.high
    if legend == .shown || (legend == .automatic && needsKey) { labeled.legend = key }
    return labeled.scene()
  }
}

extension MatrixPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    grid = try reader.onlyGrid(of: data)
    title = try reader.text("title")
    rowAxis = try reader.text("rowAxis")
    columnAxis = try reader.text("columnAxis")
    rowsPerBlock = try reader.size("rowsPerBlock")
    columnsPerBlock = try reader.size("columnsPerBlock")
    map = try reader.choice("map")
    range = try reader.range("range")
    values = try reader.choice("values")
    legend = try reader.choice("legend")
    highlights = try reader.regions("highlights")
    for region in highlights { try region.check(inside: grid) }
  }
}

extension ParameterReader {
  /// A whole number that is not negative.
  mutating func size(_ name: String) throws(FigureError) -> Int {
    let number = try integer(name)
    guard number >= 0 else {
      throw .outOfRange(name: name, found: number, expected: "to be 0 or more")
    }
    return number
  }
}

extension Figure {
  /// Draws a sparse matrix: entries by their value, zeros as dots.
  ///
  /// - Parameters:
  ///   - grid: The matrix.
  ///   - title: A title, or nothing.
  ///   - rowAxis: What the rows are.
  ///   - columnAxis: What the columns are.
  ///   - rowsPerBlock: Draws a line after every so many rows; 0 for none.
  ///   - columnsPerBlock: Draws a line after every so many columns; 0 for none.
  ///   - map: The colour map; nil chooses the diverging one when a value is negative.
  ///   - range: The values that the colour map spans; nil for the range of the data.
  ///   - values: Whether values are printed; automatically where they fit.
  ///   - legend: Whether there is a colour key; automatically where no values are printed.
  ///   - highlights: Regions to be framed.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when a region lies outside, or the matrix is too large.
  public static func matrixPlot(
    _ grid: FigureGrid, title: String = "", rowAxis: String = "", columnAxis: String = "",
    rowsPerBlock: Int = 0, columnsPerBlock: Int = 0, map: FigureColorMap? = nil,
    range: FigureRange? = nil, values: FigureVisibility = .automatic,
    legend: FigureVisibility = .automatic, highlights: [FigureRegion] = []
  ) throws(FigureError) -> Figure {
    let isSigned = grid.values.contains { $0 < 0 }
    return try Figure(
      MatrixPlot(
        grid: grid, title: title, rowAxis: rowAxis, columnAxis: columnAxis,
        rowsPerBlock: rowsPerBlock, columnsPerBlock: columnsPerBlock,
        map: map ?? (isSigned ? .diverging : .sequential), range: range, values: values,
        legend: legend, highlights: highlights))
  }
}
