import DeconvFormats

/// How the stamps of a one-dimensional transposed convolution overlap.
///
/// Every input sends a ribbon down to its stamp of the kernel, the stamps lie staggered in lanes,
/// and under them stands how many of them cover each output.
struct StampsPlot: Plot {
  static let kind = "stamps"
  static let mostInputs = 64
  static let longestKernel = 32
  static let longestStride = 32
  static let mostOutputs = 256

  let kernel: Int
  let stride: Int
  let input: Int
  let title: String
  let counts: FigureGrid

  init(kernel: Int, stride: Int, input: Int, title: String) throws(FigureError) {
    for (name, value, limit) in [
      ("kernel", kernel, Self.longestKernel), ("stride", stride, Self.longestStride),
      ("input", input, Self.mostInputs),
    ] where !(1...limit).contains(value) {
      throw .outOfRange(name: name, found: value, expected: "to lie between 1 and \(limit)")
    }
    self.kernel = kernel
    self.stride = stride
    self.input = input
    self.title = title
    // The stamps themselves say how long the output is: it ends with the last tap.
    var counts: [Double] = []
    for index in 0..<input {
      for tap in 0..<kernel {
        let output = index * stride + tap
        while counts.count <= output { counts.append(0) }
        counts[output] += 1
      }
    }
    guard counts.count <= Self.mostOutputs else {
      throw .tooLarge(what: "outputs", found: counts.count, limit: Self.mostOutputs)
    }
    self.counts = try FigureGrid(rows: 1, columns: counts.count, values: counts, scalar: .i64)
  }

  func write(to writer: inout ParameterWriter) {
    writer.add("kernel", kernel)
    writer.add("stride", stride)
    writer.add("input", input)
    writer.add("title", title)
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    [try counts.array(named: "counts")]
  }

  var alternativeText: String {
    let overlap =
      counts.columns <= GridWords.mostValues
      ? NumberText.cells(counts.values).joined(separator: ", ") : GridWords.range(of: [counts])
    return GridWords.heading(title, "Overlap diagram")
      + ": \(GridWords.count(input, "input")) stamp a kernel of \(kernel) with stride \(stride)"
      + " onto \(GridWords.count(counts.columns, "output"));"
      + " stamps on each output: \(overlap)."
  }

  // MARK: Layout

  private static let inputHeight = 23.0
  private static let ribbonHeight = 54.0
  private static let laneHeight = 13.0
  private static let lanePitch = 16.5
  private static let leftWidth = 60.0

  /// The lane of each stamp: the first that is free where the stamp begins.
  private var lanes: [Int] {
    var ends: [Int] = []
    return (0..<input).map { index in
      let start = index * stride
      if let free = ends.firstIndex(where: { $0 <= start }) {
        ends[free] = start + kernel
        return free
      }
      ends.append(start + kernel)
      return ends.count - 1
    }
  }

  func layout() throws(FigureError) -> Scene {
    let unit = min(
      36, CellSizing.wholePixels((Scene.contentWidth - Self.leftWidth) / Double(counts.columns)))
    let lanes = self.lanes
    let laneCount = (lanes.max() ?? 0) + 1
    let laneTop = Self.inputHeight + Self.ribbonHeight + 3
    let countTop = laneTop + Double(laneCount) * Self.lanePitch + 6
    var scene = Scene()
    addGuides(unit: unit, from: laneTop, to: countTop, &scene)
    for index in 0..<input {
      let color = FigureColorMap.category(lanes[index])
      addRibbon(index, unit: unit, color, &scene)
      addStamp(
        index, unit: unit, top: laneTop + Double(lanes[index]) * Self.lanePitch, color, &scene)
    }
    for index in 0..<input {
      addInput(index, unit: unit, FigureColorMap.category(lanes[index]), &scene)
    }
    let countBottom = addCounts(unit: unit, top: countTop, &scene)
    addNames(laneTop: laneTop, laneCount: laneCount, countTop: countTop, countBottom, &scene)
    return scene
  }

  /// Where a stamp lies.
  private func span(of index: Int, unit: Double) -> (left: Double, right: Double) {
    (Double(index * stride) * unit, Double(index * stride + kernel) * unit)
  }

  /// An input stands over the middle of its stamp.
  private func inputRect(_ index: Int, unit: Double) -> Rect {
    let stamp = span(of: index, unit: unit)
    let middle = (stamp.left + stamp.right) / 2
    return Rect(CellSizing.wholePixels(middle - unit / 2), 0, unit, Self.inputHeight)
  }

  private func addGuides(unit: Double, from top: Double, to bottom: Double, _ scene: inout Scene) {
    guard unit >= 6 else { return }
    for edge in 0...counts.columns {
      let x = Double(edge) * unit
      scene.add(.box(Rect(x - 0.25, top, 0.5, bottom - top), radius: 0, Palette.faint))
    }
  }

  private func addRibbon(_ index: Int, unit: Double, _ color: Color, _ scene: inout Scene) {
    let source = inputRect(index, unit: unit)
    let target = span(of: index, unit: unit)
    let top = Self.inputHeight - 1
    let bottom = Self.inputHeight + Self.ribbonHeight
    let bend = Self.ribbonHeight / 2
    var outline = Path()
    outline.move(to: Point(source.x + 1, top))
    outline.curve(
      Point(source.x + 1, top + bend), Point(target.left + 0.5, bottom - bend),
      to: Point(target.left + 0.5, bottom), pieces: 40)
    outline.line(to: Point(target.right - 0.5, bottom))
    outline.curve(
      Point(target.right - 0.5, bottom - bend), Point(source.right - 1, top + bend),
      to: Point(source.right - 1, top), pieces: 40)
    scene.add(.polygon(outline.lines[0], color.opacity(105)))
  }

  private func addInput(_ index: Int, unit: Double, _ color: Color, _ scene: inout Scene) {
    let rect = inputRect(index, unit: unit)
    scene.add(.box(rect.inset(by: unit >= 9 ? 0.5 : 0), radius: unit >= 9 ? 2 : 0, color))
    if StrokeFont.width(of: String(input - 1), size: Typography.cellText) + 3 <= unit {
      scene.add(cellLabel(String(index), rect, color.readableText))
    }
  }

  private func addStamp(
    _ index: Int, unit: Double, top: Double, _ color: Color, _ scene: inout Scene
  ) {
    for tap in 0..<kernel {
      let rect = Rect(Double(index * stride + tap) * unit, top, unit, Self.laneHeight)
      let gap = unit >= 6 ? 0.5 : 0
      scene.add(
        .box(
          Rect(rect.x + gap, rect.y, rect.width - 2 * gap, rect.height),
          radius: unit >= 9 ? 1.5 : 0, color))
    }
  }

  /// Adds the row of counts; answers with its bottom.
  private func addCounts(unit: Double, top: Double, _ scene: inout Scene) -> Double {
    let height = 28.0
    var block = CellBlock(
      grid: counts, scale: ColorScale(.counts, values: counts.values), cell: Size(unit, height))
    let texts = NumberText.cells(counts.values)
    let widest = texts.map { StrokeFont.width(of: $0, size: Typography.cellText) }.max() ?? 0
    if widest + 2 <= unit { block.texts = texts }
    block.textSize = Typography.cellText
    scene.add(.cells(block, at: Point(0, top)))
    let capHeight = StrokeFont.capHeight(size: Typography.index)
    let baseline = top + height + Typography.labelGap + capHeight
    for (index, text) in LabeledGrid.indices(count: counts.columns, pitch: unit).enumerated() {
      scene.add(
        Scene.Label(
          text: text, point: Point((Double(index) + 0.5) * unit, baseline),
          size: Typography.index, color: Palette.label, align: .center))
    }
    return top + height
  }

  private func addNames(
    laneTop: Double, laneCount: Int, countTop: Double, _ countBottom: Double,
    _ scene: inout Scene
  ) {
    let lanesMiddle =
      laneTop + (Double(laneCount - 1) * Self.lanePitch + Self.laneHeight) / 2
    for (name, middle) in [
      ("input", Self.inputHeight / 2), ("stamps", lanesMiddle),
      ("overlap", (countTop + countBottom) / 2),
    ] {
      let half = StrokeFont.capHeight(size: Typography.caption) / 2
      scene.add(
        Scene.Label(
          text: name, point: Point(-10, middle + half), size: Typography.caption,
          color: Palette.label, align: .right))
    }
    guard !title.isEmpty else { return }
    scene.add(
      Scene.Label(
        text: StrokeFont.fitted(title, size: Typography.title, width: Scene.contentWidth),
        point: Point(scene.bounds.x, -Typography.titleGap - 2), size: Typography.title,
        color: Palette.ink, weight: .bold))
  }

  private func cellLabel(_ text: String, _ rect: Rect, _ color: Color) -> Scene.Label {
    let half = StrokeFont.capHeight(size: Typography.cellText) / 2
    return Scene.Label(
      text: text, point: Point(rect.midX, rect.midY + half), size: Typography.cellText,
      color: color, align: .center)
  }
}

extension StampsPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    let kernel = try reader.integer("kernel")
    let stride = try reader.integer("stride")
    let input = try reader.integer("input")
    try self.init(kernel: kernel, stride: stride, input: input, title: try reader.text("title"))
    guard data == (try arrays()) else {
      throw .badData(
        kind: Self.kind, expected: "the overlap counts of these parameters",
        found: "other numbers")
    }
  }
}

extension Figure {
  /// Draws how the stamps of a one-dimensional transposed convolution overlap.
  ///
  /// - Parameters:
  ///   - kernel: The length of the kernel, at most 32.
  ///   - stride: The distance between stamps, at most 32.
  ///   - input: The number of inputs, at most 64.
  ///   - title: A title, or nothing.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when a number is out of range or the output is longer than 256.
  public static func stamps(
    kernel: Int, stride: Int, input: Int, title: String = ""
  ) throws(FigureError) -> Figure {
    try Figure(StampsPlot(kernel: kernel, stride: stride, input: input, title: title))
  }
}
