import DeconvFormats

/// Small kernels side by side on one signed colour scale.
struct KernelsPlot: Plot {
  static let kind = "kernels"
  static let mostKernels = 1_024

  var kernels: [FigureGrid]
  var names: PanelNames
  var map: FigureColorMap
  var range: FigureRange?
  var values: FigureVisibility
  var legend: FigureVisibility

  func write(to writer: inout ParameterWriter) {
    names.write(to: &writer)
    writer.add("map", map)
    writer.add("range", range)
    writer.add("values", values)
    writer.add("legend", legend)
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    var arrays: [NumericArray] = []
    for (index, kernel) in kernels.enumerated() {
      arrays.append(try kernel.array(named: "kernel \(index)"))
    }
    return arrays
  }

  var alternativeText: String {
    GridWords.heading(names.title, GridWords.count(kernels.count, "kernel"))
      + GridWords.description(of: kernels, names: names.captions, unit: "weights")
  }

  func layout() throws(FigureError) -> Scene {
    let all = kernels.lazy.flatMap(\.values)
    let scale = ColorScale(map, values: all, range: range)
    let key = Legend(scale: scale, values: all)
    let keyWidth =
      legend == .hidden
      ? 0 : Typography.legendGap + key.scene(height: 100).bounds.width.rounded(.up)
    let gap = names.columns > 10 ? 7.0 : 14.0
    let widest = kernels.map(\.columns).max() ?? 1
    let tallest = kernels.map(\.rows).max() ?? 1
    let columns = widest * names.columns
    let width =
      Scene.contentWidth - keyWidth - PanelTable.labelWidth(names.rowLabels)
      - Double(names.columns) * gap
    // Values make a few kernels readable and many kernels noisy.
    let printing: FigureVisibility =
      values == .automatic && kernels.count > 8 ? .hidden : values
    guard
      let sizing = CellSizing(
        grids: kernels, columns: columns, rows: tallest, width: width, values: printing,
        preferred: min(16, max(1, CellSizing.wholePixels(110 / Double(max(widest, tallest))))))
    else {
      throw .tooLarge(
        what: "weights in a row of kernels", found: columns,
        limit: max(0, Int(width / CellSizing.smallest)))
    }
    let blocks = kernels.enumerated().map { index, kernel in
      var block = CellBlock(grid: kernel, scale: scale, cell: sizing.cell)
      block.texts = sizing.texts.isEmpty ? [] : sizing.texts[index]
      block.textSize = sizing.textSize
      block.isFramed = sizing.texts.isEmpty
      block.hasGaps = !sizing.texts.isEmpty
      return block
    }
    var table = names.table(of: blocks)
    table.gap = gap
    let needsKey = sizing.texts.isEmpty && scale.low < scale.high
    if legend == .shown || (legend == .automatic && needsKey) { table.legend = key }
    return table.scene()
  }
}

extension KernelsPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    kernels = try reader.grids(of: data, atMost: Self.mostKernels)
    names = try PanelNames(&reader, count: kernels.count)
    map = try reader.choice("map")
    range = try reader.range("range")
    values = try reader.choice("values")
    legend = try reader.choice("legend")
  }
}

extension Figure {
  /// Draws small kernels in rows and columns on one colour scale, white at zero.
  ///
  /// - Parameters:
  ///   - kernels: The kernels, row after row.
  ///   - columns: The number of kernels in a row; nil for one row, or rows of eight.
  ///   - title: A title, or nothing.
  ///   - captions: One for each kernel; empty for none.
  ///   - rowLabels: One for each row of kernels; empty for none.
  ///   - columnLabels: One for each column of kernels; empty for none.
  ///   - map: The colour map.
  ///   - range: The values that the colour map spans; nil for the range of all kernels together.
  ///   - values: Whether weights are printed; automatically for up to eight kernels, if they fit.
  ///   - legend: Whether there is a colour key; automatically where no weights are printed.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when there is no kernel, labels do not fit, or there is too much.
  public static func kernels(
    _ kernels: [FigureGrid], columns: Int? = nil, title: String = "", captions: [String] = [],
    rowLabels: [String] = [], columnLabels: [String] = [], map: FigureColorMap = .diverging,
    range: FigureRange? = nil, values: FigureVisibility = .automatic,
    legend: FigureVisibility = .automatic
  ) throws(FigureError) -> Figure {
    let names = PanelNames(
      title: title, columns: columns ?? max(1, min(kernels.count, 8)), captions: captions,
      rowLabels: rowLabels, columnLabels: columnLabels)
    return try Figure(
      KernelsPlot(
        kernels: kernels, names: names, map: map, range: range, values: values, legend: legend))
  }
}
