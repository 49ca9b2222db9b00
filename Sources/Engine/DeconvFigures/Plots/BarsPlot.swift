import DeconvFormats

/// One bar for each of some names, lying, with its value at its end.
struct BarsPlot: Plot {
  static let kind = "bars"
  static let mostBars = 64
  private static let pitch = 22.0
  private static let thickness = 13.0

  var values: FigureGrid
  var names: [String]
  var title: String
  var axis: String
  var decimals: Int

  func write(to writer: inout ParameterWriter) {
    writer.add("names", names)
    writer.add("title", title)
    writer.add("axis", axis)
    writer.add("decimals", decimals)
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    [try values.array(named: "values")]
  }

  var alternativeText: String {
    let start = GridWords.heading(title, "Bar chart") + (axis.isEmpty ? "" : " of \(axis)")
    let bars = zip(names, values.values).map {
      "\($0) \(text($1))"
    }
    return start + ": " + bars.joined(separator: ", ") + "."
  }

  /// A value with all its decimals: bars are compared digit by digit.
  private func text(_ value: Double) -> String {
    guard value.isFinite, value == value.rounded(), abs(value) < 1e6 else {
      return NumberText.text(value, decimals: decimals)
    }
    return (value < 0 ? "−" : "") + DecimalText.fixed(abs(value), decimals)
  }

  func layout() throws(FigureError) -> Scene {
    let scale = ValueAxis(values.values, steps: 5, includesZero: true)
    let names = LabeledGrid.shortened(names, width: 150)
    let nameWidth = names.map { StrokeFont.width(of: $0, size: Typography.caption) }.max() ?? 0
    let texts = values.values.map(text)
    let textWidth = texts.map { StrokeFont.width(of: $0, size: Typography.caption) }.max() ?? 0
    let width = min(400, Scene.contentWidth - nameWidth - textWidth - 30).rounded(.down)
    let height = Double(names.count) * Self.pitch
    let zero = scale.place(0) * width
    var scene = Scene()
    let half = StrokeFont.capHeight(size: Typography.caption) / 2
    for (index, value) in values.values.enumerated() {
      let middle = (Double(index) + 0.5) * Self.pitch
      scene.add(
        Scene.Label(
          text: names[index], point: Point(-10, middle + half), size: Typography.caption,
          color: Palette.ink, align: .right))
      let end = value.isFinite ? scale.place(value) * width : zero
      let bar = Rect(
        min(zero, end), middle - Self.thickness / 2, abs(end - zero), Self.thickness)
      scene.add(.box(bar, radius: 0, FigureColorMap.category(0)))
      scene.add(
        Scene.Label(
          text: texts[index], point: Point(max(zero, end) + 6, middle + half),
          size: Typography.caption, color: Palette.label))
    }
    scene.add(.box(Rect(zero - 0.5, 0, 1, height), radius: 0, Palette.mark))
    scene.add(
      Scene.Label(
        text: axis, point: Point(0, -8), size: Typography.axis, color: Palette.label))
    scene.add(
      Scene.Label(
        text: title,
        point: Point(
          -nameWidth - 10, -8 - (axis.isEmpty ? 0 : Typography.axis + Typography.titleGap)),
        size: Typography.title, color: Palette.ink, weight: .bold))
    return scene
  }
}

extension BarsPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    values = try reader.onlyGrid(of: data)
    guard values.rows == 1, values.columns <= Self.mostBars else {
      throw .badData(
        kind: Self.kind, expected: "one row of at most \(Self.mostBars) numbers",
        found: "\(values.rows) of \(values.columns)")
    }
    names = try reader.labels("names", count: values.columns)
    guard names.count == values.columns else {
      throw .labelCount(what: "names", expected: values.columns, found: names.count)
    }
    title = try reader.text("title")
    axis = try reader.text("axis")
    decimals = try reader.integer("decimals")
    guard 0...9 ~= decimals else {
      throw .badParameter(
        kind: Self.kind, expected: "“decimals” to be 0 to 9", found: "\(decimals)")
    }
  }
}

extension Figure {
  /// Draws one lying bar for each name, with its value at its end.
  ///
  /// - Parameters:
  ///   - values: The values, at most 64.
  ///   - names: One name for each.
  ///   - title: A title, or nothing.
  ///   - axis: What the values are.
  ///   - decimals: The decimals of the values, 0 to 9.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when there is no value, there are too many, or names are missing.
  public static func bars(
    _ values: [Double], names: [String], title: String = "", axis: String = "", decimals: Int = 2
  ) throws(FigureError) -> Figure {
    guard values.count <= BarsPlot.mostBars else {
      throw .tooLarge(what: "bars", found: values.count, limit: BarsPlot.mostBars)
    }
    return try Figure(
      BarsPlot(
        values: FigureGrid(rows: 1, columns: values.count, values: values), names: names,
        title: title, axis: axis, decimals: decimals))
  }
}
