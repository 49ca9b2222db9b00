/// Blocks of cells in rows and columns, with names for both and a caption under each.
struct PanelTable {
  var blocks: [CellBlock]
  var columns: Int
  var title = ""
  /// One for each block; empty for none.
  var captions: [String] = []
  /// One for each row of the table; empty for none.
  var rowLabels: [String] = []
  var columnLabels: [String] = []
  var legend: Legend?
  var gap = 8.0

  static func rows(count: Int, columns: Int) -> Int {
    (count + columns - 1) / columns
  }

  /// The width that the names of rows take, at most a fifth of the page.
  static func labelWidth(_ labels: [String]) -> Double {
    let widest = labels.map { StrokeFont.width(of: $0, size: Typography.caption) }.max() ?? 0
    return widest > 0 ? min(widest, Scene.contentWidth / 5) + 2 * Typography.labelGap : 0
  }

  func scene() -> Scene {
    var scene = Scene()
    let panel = Size(
      blocks.map(\.size.width).max() ?? 0, blocks.map(\.size.height).max() ?? 0)
    let capHeight = StrokeFont.capHeight(size: Typography.caption)
    // Whole points, so that all cells fall on pixels.
    let captionHeight =
      captions.isEmpty ? 0 : (Typography.labelGap + 2 + capHeight).rounded(.up)
    let pitch = Size(panel.width + gap, panel.height + captionHeight + gap)
    for (index, block) in blocks.enumerated() {
      let corner = Point(
        Double(index % columns) * pitch.width, Double(index / columns) * pitch.height)
      scene.add(
        .cells(
          block,
          at: Point(
            corner.x + CellSizing.wholePixels((panel.width - block.size.width) / 2),
            corner.y + CellSizing.wholePixels((panel.height - block.size.height) / 2))))
      if !captions.isEmpty {
        scene.add(
          label(
            captions[index], width: pitch.width - 4,
            at: Point(corner.x + panel.width / 2, corner.y + panel.height + captionHeight),
            align: .center))
      }
    }
    for (row, text) in rowLabels.enumerated() {
      let middle = Double(row) * pitch.height + panel.height / 2
      scene.add(
        label(
          text, width: Scene.contentWidth / 5,
          at: Point(-2 * Typography.labelGap, middle + capHeight / 2), align: .right))
    }
    for (column, text) in columnLabels.enumerated() {
      let middle = Double(column) * pitch.width + panel.width / 2
      scene.add(
        label(
          text, width: pitch.width - 4, at: Point(middle, -Typography.labelGap - 2),
          align: .center))
    }
    addLegendAndTitle(to: &scene)
    return scene
  }

  private func addLegendAndTitle(to scene: inout Scene) {
    let box = scene.bounds
    if let legend {
      let key = legend.scene(height: box.bottom)
      scene.add(key, at: Point(box.right + Typography.legendGap, 0))
    }
    guard !title.isEmpty else { return }
    scene.add(
      Scene.Label(
        text: StrokeFont.fitted(title, size: Typography.title, width: Scene.contentWidth),
        point: Point(box.x, box.y - Typography.titleGap - 2), size: Typography.title,
        color: Palette.ink, weight: .bold))
  }

  private func label(
    _ text: String, width: Double, at point: Point, align: TextAlignment
  ) -> Scene.Label {
    Scene.Label(
      text: StrokeFont.fitted(text, size: Typography.caption, width: width), point: point,
      size: Typography.caption, color: Palette.label, align: align)
  }
}

/// The names in a table of pictures, as a figure records them.
struct PanelNames {
  var title: String
  var columns: Int
  var captions: [String]
  var rowLabels: [String]
  var columnLabels: [String]

  func write(to writer: inout ParameterWriter) {
    writer.add("title", title)
    writer.add("columns", columns)
    writer.add("captions", captions)
    writer.add("rowLabels", rowLabels)
    writer.add("columnLabels", columnLabels)
  }

  init(
    title: String, columns: Int, captions: [String], rowLabels: [String], columnLabels: [String]
  ) {
    self.title = title
    self.columns = columns
    self.captions = captions
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
  }

  init(_ reader: inout ParameterReader, count: Int) throws(FigureError) {
    title = try reader.text("title")
    columns = try reader.integer("columns")
    guard (1...count).contains(columns) else {
      throw .outOfRange(name: "columns", found: columns, expected: "to lie between 1 and \(count)")
    }
    captions = try reader.labels("captions", count: count)
    rowLabels = try reader.labels(
      "rowLabels", count: PanelTable.rows(count: count, columns: columns))
    columnLabels = try reader.labels("columnLabels", count: columns)
  }

  func table(of blocks: [CellBlock]) -> PanelTable {
    var table = PanelTable(blocks: blocks, columns: columns, title: title)
    table.captions = captions
    table.rowLabels = rowLabels
    table.columnLabels = columnLabels
    return table
  }
}
