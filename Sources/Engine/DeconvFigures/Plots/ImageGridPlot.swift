import DeconvFormats

/// Images in rows and columns, each pixel a square of whole device pixels.
struct ImageGridPlot: Plot {
  static let kind = "imageGrid"
  static let mostImages = 1_024

  var images: [FigureGrid]
  var names: PanelNames
  var map: FigureColorMap
  var range: FigureRange?
  var legend: FigureVisibility

  func write(to writer: inout ParameterWriter) {
    names.write(to: &writer)
    writer.add("map", map)
    writer.add("range", range)
    writer.add("legend", legend)
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    var arrays: [NumericArray] = []
    for (index, image) in images.enumerated() {
      arrays.append(try image.array(named: "image \(index)"))
    }
    return arrays
  }

  var alternativeText: String {
    let first = images[0]
    let isUniform = images.allSatisfy { $0.rows == first.rows && $0.columns == first.columns }
    let size = isUniform ? " of \(first.rows) by \(first.columns) pixels" : ""
    let rows = PanelTable.rows(count: images.count, columns: names.columns)
    let start = GridWords.heading(names.title, GridWords.count(images.count, "image"))
    let place = rows > 1 ? " in \(rows) rows" : ""
    let labels = (names.rowLabels + names.columnLabels + names.captions).filter { !$0.isEmpty }
    let listed =
      labels.isEmpty || labels.count > GridWords.mostValues
      ? "" : " " + labels.joined(separator: ", ") + "."
    return start + size + place + ", " + GridWords.range(of: images) + "." + listed
  }

  func layout() throws(FigureError) -> Scene {
    let scale = ColorScale(map, values: images.lazy.flatMap(\.values), range: range)
    let key = Legend(scale: scale, values: images.lazy.flatMap(\.values))
    let keyWidth =
      legend == .shown ? Typography.legendGap + key.scene(height: 100).bounds.width.rounded(.up) : 0
    let columns = Double(names.columns)
    let side = Double(images.map { max($0.rows, $0.columns) }.max() ?? 1)
    let widest = Double(images.map(\.columns).max() ?? 1)
    let gap = names.columns > 16 ? 3.0 : 8.0
    let width =
      Scene.contentWidth - keyWidth - PanelTable.labelWidth(names.rowLabels) - columns * gap
    let pixel = min(
      CellSizing.wholePixels(width / columns / widest),
      max(CellSizing.smallest, CellSizing.wholePixels(112 / side)))
    guard pixel >= CellSizing.smallest else {
      throw .tooLarge(
        what: "pixels in a row of images", found: Int(widest) * names.columns,
        limit: max(0, Int(width / CellSizing.smallest)))
    }
    let blocks = images.map { image in
      var block = CellBlock(grid: image, scale: scale, cell: Size(pixel, pixel))
      block.hasGaps = false
      block.isFramed = map != .gray
      return block
    }
    var table = names.table(of: blocks)
    table.gap = gap
    if legend == .shown { table.legend = key }
    return table.scene()
  }
}

extension ImageGridPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    images = try reader.grids(of: data, atMost: Self.mostImages)
    names = try PanelNames(&reader, count: images.count)
    map = try reader.choice("map")
    range = try reader.range("range")
    legend = try reader.choice("legend")
  }
}

extension Figure {
  /// Draws images in rows and columns, all with the same size of pixel and range of values.
  ///
  /// - Parameters:
  ///   - images: The images, row after row.
  ///   - columns: The number of images in a row; nil for one row, or rows of ten.
  ///   - title: A title, or nothing.
  ///   - captions: One for each image; empty for none.
  ///   - rowLabels: One for each row of images; empty for none.
  ///   - columnLabels: One for each column of images; empty for none.
  ///   - map: The colour map.
  ///   - range: The values from the map's beginning to its end; nil for the range of the data.
  ///   - legend: Whether there is a colour key; automatically none.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when there is no image, labels do not fit, or there is too much.
  public static func imageGrid(
    _ images: [FigureGrid], columns: Int? = nil, title: String = "", captions: [String] = [],
    rowLabels: [String] = [], columnLabels: [String] = [], map: FigureColorMap = .gray,
    range: FigureRange? = nil, legend: FigureVisibility = .automatic
  ) throws(FigureError) -> Figure {
    let names = PanelNames(
      title: title, columns: columns ?? max(1, min(images.count, 10)), captions: captions,
      rowLabels: rowLabels, columnLabels: columnLabels)
    return try Figure(
      ImageGridPlot(images: images, names: names, map: map, range: range, legend: legend))
  }
}
