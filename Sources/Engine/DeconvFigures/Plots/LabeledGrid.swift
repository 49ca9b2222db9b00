/// A block of cells with everything that names its rows and columns around it.
struct LabeledGrid {
  var block: CellBlock
  var title = ""
  var rowAxis = ""
  var columnAxis = ""
  /// One for each row; empty for none.
  var rowLabels: [String] = []
  var columnLabels: [String] = []
  var legend: Legend?

  /// The labels "0", "1", … of a side, thinned so that they do not touch.
  ///
  /// Where not every index fits and a period is given, the length of a block of rows or columns,
  /// the beginnings of blocks are numbered.
  static func indices(count: Int, pitch: Double, period: Int = 0) -> [String] {
    let widest = StrokeFont.width(of: String(count - 1), size: Typography.index)
    let room = max(widest + 6, 10)
    var step = 1
    for candidate in [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] {
      step = candidate
      if Double(candidate) * pitch >= room { break }
    }
    if step > 1, period > 0, period < count {
      step = period
      while Double(step) * pitch < room { step += period }
    }
    return (0..<count).map { $0 % step == 0 ? String($0) : "" }
  }

  /// The labels, each cut to a width.
  static func shortened(_ labels: [String], width: Double) -> [String] {
    labels.map { StrokeFont.fitted($0, size: Typography.index, width: width) }
  }

  /// The width that labels and axis title take left of the cells.
  static func leftWidth(labels: [String], axis: String) -> Double {
    let widest = labels.map { StrokeFont.width(of: $0, size: Typography.index) }.max() ?? 0
    let labelWidth = widest > 0 ? widest + Typography.labelGap : 0
    let axisWidth = axis.isEmpty ? 0 : StrokeFont.capHeight(size: Typography.axis) + 7
    return labelWidth + axisWidth
  }

  /// Everything, with the top left corner of the cells at the origin.
  func scene() -> Scene {
    var scene = Scene()
    let size = block.size
    var left = 0.0
    var top = 0.0
    scene.add(.cells(block, at: Point(0, 0)))
    addRowLabels(to: &scene, left: &left)
    addColumnLabels(to: &scene, top: &top)
    if !rowAxis.isEmpty {
      let half = StrokeFont.capHeight(size: Typography.axis) / 2
      let text = StrokeFont.fitted(rowAxis, size: Typography.axis, width: max(size.height, 80))
      scene.add(
        Scene.Label(
          text: text, point: Point(left - 7 - half, size.height / 2), size: Typography.axis,
          color: Palette.label, align: .center, readsUpwards: true))
    }
    if !columnAxis.isEmpty {
      let text = StrokeFont.fitted(columnAxis, size: Typography.axis, width: max(size.width, 120))
      scene.add(
        Scene.Label(
          text: text, point: Point(size.width / 2, top - 7), size: Typography.axis,
          color: Palette.label, align: .center))
      top -= 7 + StrokeFont.capHeight(size: Typography.axis)
    }
    if let legend {
      scene.add(
        legend.scene(height: size.height), at: Point(size.width + Typography.legendGap, 0))
    }
    addTitle(to: &scene, top: top)
    return scene
  }

  private func addTitle(to scene: inout Scene, top: Double) {
    guard !title.isEmpty else { return }
    let left = scene.bounds.x
    scene.add(
      Scene.Label(
        text: StrokeFont.fitted(title, size: Typography.title, width: Scene.contentWidth),
        point: Point(left, top - Typography.titleGap), size: Typography.title,
        color: Palette.ink, weight: .bold))
  }

  private func addRowLabels(to scene: inout Scene, left: inout Double) {
    let half = StrokeFont.capHeight(size: Typography.index) / 2
    var widest = 0.0
    for (row, text) in rowLabels.enumerated() where !text.isEmpty {
      widest = max(widest, StrokeFont.width(of: text, size: Typography.index))
      scene.add(
        Scene.Label(
          text: text,
          point: Point(-Typography.labelGap, (Double(row) + 0.5) * block.cell.height + half),
          size: Typography.index, color: Palette.label, align: .right))
    }
    if widest > 0 { left -= widest + Typography.labelGap }
  }

  private func addColumnLabels(to scene: inout Scene, top: inout Double) {
    let widest = columnLabels.map { StrokeFont.width(of: $0, size: Typography.index) }.max() ?? 0
    guard widest > 0 else { return }
    let height = StrokeFont.capHeight(size: Typography.index)
    // Thinned indices have empty neighbours and may be wider than their cell; names may not.
    let isIndex = columnLabels.contains("")
    let readsUpwards = widest > block.cell.width - 3 && !isIndex
    for (column, text) in columnLabels.enumerated() {
      let x = (Double(column) + 0.5) * block.cell.width
      if readsUpwards {
        let length = StrokeFont.width(of: text, size: Typography.index)
        scene.add(
          Scene.Label(
            text: text, point: Point(x, -Typography.labelGap - length / 2),
            size: Typography.index, color: Palette.label, align: .center, readsUpwards: true))
      } else {
        scene.add(
          Scene.Label(
            text: text, point: Point(x, -Typography.labelGap), size: Typography.index,
            color: Palette.label, align: .center))
      }
    }
    top -= Typography.labelGap + (readsUpwards ? widest : height)
  }
}
