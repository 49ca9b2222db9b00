import DeconvFormats

/// A grid of coloured cells, with values where they fit.
struct HeatmapPlot: Plot {
  static let kind = "heatmap"

  var grid: FigureGrid
  var title: String
  var rowAxis: String
  var columnAxis: String
  var rowLabels: [String]
  var columnLabels: [String]
  var indices: FigureVisibility
  var map: FigureColorMap
  var range: FigureRange?
  var values: FigureVisibility
  var legend: FigureVisibility
  var highlights: [FigureRegion]

  func write(to writer: inout ParameterWriter) {
    writer.add("title", title)
    writer.add("rowAxis", rowAxis)
    writer.add("columnAxis", columnAxis)
    writer.add("rowLabels", rowLabels)
    writer.add("columnLabels", columnLabels)
    writer.add("indices", indices)
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
    let marked =
      highlights.isEmpty ? "" : " \(GridWords.count(highlights.count, "region")) highlighted."
    return GridWords.heading(title, "Heat map") + ", " + GridWords.description(of: grid) + "."
      + marked
  }

  func layout() throws(FigureError) -> Scene {
    let scale = ColorScale(map, values: grid.values, range: range)
    let key = Legend(scale: scale, values: grid.values)
    let keyWidth =
      legend == .hidden
      ? 0 : Typography.legendGap + key.scene(height: 100).bounds.width.rounded(.up)
    let widestIndex = indices == .hidden ? [] : [String(grid.rows - 1)]
    let rowNames = LabeledGrid.shortened(rowLabels, width: 170)
    let columnNames = LabeledGrid.shortened(columnLabels, width: 110)
    let left = LabeledGrid.leftWidth(
      labels: rowNames.isEmpty ? widestIndex : rowNames, axis: rowAxis)
    let width = Scene.contentWidth - keyWidth - left
    guard
      let sizing = CellSizing(
        grids: [grid], columns: grid.columns, rows: grid.rows, width: width, values: values,
        preferred: Self.preferredSide(of: grid),
        narrowest: Self.widthForLabels(columnNames, room: width))
    else {
      throw .tooLarge(
        what: "columns", found: grid.columns, limit: Int(width / CellSizing.smallest))
    }
    var block = CellBlock(grid: grid, scale: scale, cell: sizing.cell)
    block.texts = sizing.texts.first ?? []
    block.textSize = sizing.textSize
    block.highlights = highlights
    block.isFramed = block.cell.height < 16
    var labeled = LabeledGrid(block: block, title: title)
    labeled.rowAxis = rowAxis
    labeled.columnAxis = columnAxis
    // The only row or column needs no number.
    let showsRows = indices == .shown || (indices == .automatic && grid.rows > 1)
    let showsColumns = indices == .shown || (indices == .automatic && grid.columns > 1)
    labeled.rowLabels =
      rowLabels.isEmpty && showsRows
      ? LabeledGrid.indices(count: grid.rows, pitch: block.cell.height) : rowNames
    labeled.columnLabels =
      columnLabels.isEmpty && showsColumns
      ? LabeledGrid.indices(count: grid.columns, pitch: block.cell.width) : columnNames
    // Printed values make a key superfluous, and so does a single value.
    let needsKey = block.texts.isEmpty && (scale.low < scale.high)
    if legend == .shown || (legend == .automatic && needsKey) { labeled.legend = key }
    return labeled.scene()
  }

  /// What cells must be wide for labels to stand level; zero when that takes too much room.
  private static func widthForLabels(_ labels: [String], room: Double) -> Double {
    let widest = labels.map { StrokeFont.width(of: $0, size: Typography.index) }.max() ?? 0
    let needed = widest + 6
    return needed <= 60 && needed * Double(labels.count) <= room ? needed : 0
  }

  /// Small grids get large cells; from 28 cells on a side they shrink to a picture.
  static func preferredSide(of grid: FigureGrid) -> Double {
    let side = CellSizing.wholePixels(460 / Double(max(grid.rows, grid.columns)))
    return max(min(22, side), 1)
  }
}

extension HeatmapPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    grid = try reader.onlyGrid(of: data)
    title = try reader.text("title")
    rowAxis = try reader.text("rowAxis")
    columnAxis = try reader.text("columnAxis")
    rowLabels = try reader.labels("rowLabels", count: grid.rows)
    columnLabels = try reader.labels("columnLabels", count: grid.columns)
    indices = try reader.choice("indices")
    map = try reader.choice("map")
    range = try reader.range("range")
    values = try reader.choice("values")
    legend = try reader.choice("legend")
    highlights = try reader.regions("highlights")
    for region in highlights { try region.check(inside: grid) }
  }
}

extension ParameterReader {
  /// The grid of a figure that draws one.
  func onlyGrid(of data: [NumericArray]) throws(FigureError) -> FigureGrid {
    guard let array = data.first, data.count == 1 else {
      throw .badData(kind: kind, expected: "one array", found: "\(data.count)")
    }
    return try FigureGrid(array, kind: kind)
  }

  /// The grids of a figure that draws several.
  func grids(of data: [NumericArray], atMost limit: Int) throws(FigureError) -> [FigureGrid] {
    guard !data.isEmpty else { throw .nothingToDraw(kind: kind) }
    guard data.count <= limit else {
      throw .tooLarge(what: "grids", found: data.count, limit: limit)
    }
    var grids: [FigureGrid] = []
    for array in data { grids.append(try FigureGrid(array, kind: kind)) }
    return grids
  }

  /// A list of labels that is empty or has an entry for each.
  mutating func labels(_ name: String, count: Int) throws(FigureError) -> [String] {
    let labels = try list(name)
    guard labels.isEmpty || labels.count == count else {
      throw .labelCount(what: name, expected: count, found: labels.count)
    }
    return labels
  }
}

extension Figure {
  /// Draws a matrix as coloured cells, with the values printed where they fit.
  ///
  /// - Parameters:
  ///   - grid: The values.
  ///   - title: A title, or nothing.
  ///   - rowAxis: What the rows are, written upwards at the left.
  ///   - columnAxis: What the columns are, written above them.
  ///   - rowLabels: One label for each row; empty for indices.
  ///   - columnLabels: One label for each column; empty for indices.
  ///   - indices: Whether rows and columns without labels are numbered from 0.
  ///   - map: The colour map.
  ///   - range: The values that the colour map spans; nil for the range of the data.
  ///   - values: Whether values are printed; automatically where they fit.
  ///   - legend: Whether there is a colour key; automatically where no values are printed.
  ///   - highlights: Regions to be framed.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when labels or regions do not fit the grid, or the grid is too large.
  public static func heatmap(
    _ grid: FigureGrid, title: String = "", rowAxis: String = "", columnAxis: String = "",
    rowLabels: [String] = [], columnLabels: [String] = [],
    indices: FigureVisibility = .automatic, map: FigureColorMap = .sequential,
    range: FigureRange? = nil, values: FigureVisibility = .automatic,
    legend: FigureVisibility = .automatic, highlights: [FigureRegion] = []
  ) throws(FigureError) -> Figure {
    try Figure(
      HeatmapPlot(
        grid: grid, title: title, rowAxis: rowAxis, columnAxis: columnAxis, rowLabels: rowLabels,
        columnLabels: columnLabels, indices: indices, map: map, range: range, values: values,
        legend: legend, highlights: highlights))
  }
}
