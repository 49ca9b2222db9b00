import DeconvFormats

/// One line of a line chart.
public struct FigureCurve: Sendable {
  /// What stands at the line's end; nothing where it is empty.
  public let name: String
  /// The points: the first row holds their x, the second their y.
  let points: FigureGrid

  /// The most points that a line may have.
  public static let largestPointCount = 10_000

  /// Makes a line.
  ///
  /// - Parameters:
  ///   - name: What stands at the line's end.
  ///   - x: The horizontal places, as many as there are values.
  ///   - y: The values; those that are not finite leave a gap.
  /// - Throws: `FigureError` when there is no point, when there are too many, or when the counts
  ///   differ.
  public init(name: String, x: [Double], y: [Double]) throws(FigureError) {
    guard x.count == y.count else {
      throw .valueCount(rows: 2, columns: x.count, found: x.count + y.count)
    }
    guard x.count <= Self.largestPointCount else {
      throw .tooLarge(what: "points of a curve", found: x.count, limit: Self.largestPointCount)
    }
    self.name = name
    points = try FigureGrid(rows: 2, columns: x.count, values: x + y)
  }

  init(name: String, points: FigureGrid) {
    self.name = name
    self.points = points
  }

  /// The number of points.
  public var pointCount: Int { points.columns }

  var x: ArraySlice<Double> { points.values[..<points.columns] }
  var y: ArraySlice<Double> { points.values[points.columns...] }
}

/// Lines over a common pair of axes, each with its name at its end.
struct CurvesPlot: Plot {
  static let kind = "curves"
  static let mostCurves = 9
  private static let size = Size(470, 250)

  var curves: [FigureCurve]
  var title: String
  var xAxis: String
  var yAxis: String
  /// The number of a point to be marked on every curve, from 0; nil for none.
  var markedPoint: Int?

  func write(to writer: inout ParameterWriter) {
    writer.add("title", title)
    writer.add("xAxis", xAxis)
    writer.add("yAxis", yAxis)
    writer.add("names", curves.map(\.name))
    writer.add("markedPoint", markedPoint.map(String.init) ?? "none")
  }

  func arrays() throws(FigureError) -> [NumericArray] {
    var arrays: [NumericArray] = []
    for (index, curve) in curves.enumerated() {
      arrays.append(try curve.points.array(named: "curve \(index)"))
    }
    return arrays
  }

  var alternativeText: String {
    let axes = [yAxis, xAxis].filter { !$0.isEmpty }.joined(separator: " over ")
    let start = GridWords.heading(title, "Line chart") + (axes.isEmpty ? "" : " of \(axes)")
    let lines = curves.map { curve in
      let places = NumberText.decimals(for: curve.y)
      let ends = [curve.y.first, curve.y.last].compactMap { $0 }
        .map { NumberText.text($0, decimals: places) }
      let course = ends.joined(separator: " to ")
      return curve.name.isEmpty ? course : "\(curve.name) from \(course)"
    }
    return start + ": " + lines.joined(separator: "; ") + "."
  }

  func layout() throws(FigureError) -> Scene {
    let vertical = ValueAxis(curves.flatMap(\.y), steps: 5)
    let xs = curves.flatMap(\.x)
    let horizontal = ValueAxis(xs, steps: 8, wantsIntegers: xs.allSatisfy { $0 == $0.rounded() })
    let names = LabeledGrid.shortened(curves.map(\.name), width: 110)
    var scene = vertical.rules(width: Self.size.width, height: Self.size.height)
    addHorizontal(horizontal, to: &scene)
    for (index, curve) in curves.enumerated() {
      let color = FigureColorMap.category(index)
      for line in Self.lines(of: curve, horizontal, vertical) {
        scene.add(.polyline(line, width: 1.8, color))
        if line.count == 1 { Self.add(dotAt: line[0], color, to: &scene) }
      }
      if let markedPoint, markedPoint < curve.pointCount,
        let point = Self.point(markedPoint, of: curve, horizontal, vertical)
      {
        Self.add(dotAt: point, color, to: &scene)
      }
    }
    addNames(names, horizontal, vertical, to: &scene)
    addTitles(left: vertical.textWidth, to: &scene)
    return scene
  }

  private static func add(dotAt point: Point, _ color: Color, to scene: inout Scene) {
    scene.add(.box(Rect(point.x - 4.5, point.y - 4.5, 9, 9), radius: 4.5, Palette.paper))
    scene.add(.box(Rect(point.x - 3.5, point.y - 3.5, 7, 7), radius: 3.5, color))
  }

  private static func point(
    _ index: Int, of curve: FigureCurve, _ horizontal: ValueAxis, _ vertical: ValueAxis
  ) -> Point? {
    let x = curve.points.values[index]
    let y = curve.points.values[curve.pointCount + index]
    guard x.isFinite, y.isFinite else { return nil }
    return Point(horizontal.place(x) * size.width, (1 - vertical.place(y)) * size.height)
  }

  /// The parts of a curve between its gaps.
  private static func lines(
    of curve: FigureCurve, _ horizontal: ValueAxis, _ vertical: ValueAxis
  ) -> [[Point]] {
    var lines: [[Point]] = [[]]
    for index in 0..<curve.pointCount {
      if let point = point(index, of: curve, horizontal, vertical) {
        lines[lines.count - 1].append(point)
      } else {
        lines.append([])
      }
    }
    return lines.filter { !$0.isEmpty }
  }

  private func addHorizontal(_ axis: ValueAxis, to scene: inout Scene) {
    let base = Self.size.height
    scene.add(.box(Rect(0, base - 0.5, Self.size.width, 1), radius: 0, Palette.mark))
    for (tick, text) in zip(axis.ticks, axis.texts) {
      let x = (axis.place(tick) * Self.size.width).rounded()
      scene.add(.box(Rect(x - 0.25, base, 0.5, 4), radius: 0, Palette.mark))
      scene.add(
        Scene.Label(
          text: text,
          point: Point(x, base + 8 + StrokeFont.capHeight(size: Typography.index)),
          size: Typography.index, color: Palette.label, align: .center))
    }
  }

  /// Writes each name at the height of its curve's end, moved down where two would touch.
  private func addNames(
    _ names: [String], _ horizontal: ValueAxis, _ vertical: ValueAxis, to scene: inout Scene
  ) {
    let pitch = 14.0
    let places = curves.enumerated().compactMap { index, curve -> (index: Int, y: Double)? in
      guard !names[index].isEmpty,
        let point = Self.lines(of: curve, horizontal, vertical).last?.last
      else { return nil }
      return (index, point.y)
    }
    .sorted { ($0.y, $0.index) < ($1.y, $1.index) }
    var lowest = -Double.infinity
    for (index, y) in places {
      let y = max(y, lowest + pitch)
      lowest = y
      scene.add(
        Scene.Label(
          text: names[index],
          point: Point(
            Self.size.width + 8, y + StrokeFont.capHeight(size: Typography.caption) / 2),
          size: Typography.caption,
          color: FigureColorMap.category(index).mixed(with: Palette.ink, part: 1, of: 3),
          weight: .bold))
    }
  }

  private func addTitles(left: Double, to scene: inout Scene) {
    scene.add(
      Scene.Label(
        text: xAxis,
        point: Point(
          Self.size.width / 2,
          Self.size.height + 26 + StrokeFont.capHeight(size: Typography.axis)),
        size: Typography.axis, color: Palette.label, align: .center))
    // The vertical axis is named above it: nobody has to turn the head.
    let top = -12.0
    scene.add(
      Scene.Label(
        text: yAxis, point: Point(-left, top), size: Typography.axis, color: Palette.label))
    scene.add(
      Scene.Label(
        text: title,
        point: Point(
          -left, top - (yAxis.isEmpty ? 0 : Typography.axis + Typography.titleGap)),
        size: Typography.title, color: Palette.ink, weight: .bold))
  }
}

extension CurvesPlot {
  init(_ reader: inout ParameterReader, data: [NumericArray]) throws(FigureError) {
    let grids = try reader.grids(of: data, atMost: Self.mostCurves)
    title = try reader.text("title")
    xAxis = try reader.text("xAxis")
    yAxis = try reader.text("yAxis")
    let names = try reader.labels("names", count: grids.count)
    guard names.count == grids.count else {
      throw .labelCount(what: "names", expected: grids.count, found: names.count)
    }
    var curves: [FigureCurve] = []
    for (grid, name) in zip(grids, names) {
      guard grid.rows == 2, grid.columns <= FigureCurve.largestPointCount else {
        throw .badData(
          kind: Self.kind,
          expected: "two rows of at most \(FigureCurve.largestPointCount) numbers",
          found: "\(grid.rows) of \(grid.columns)")
      }
      curves.append(FigureCurve(name: name, points: grid))
    }
    self.curves = curves
    markedPoint = try reader.optionalIndex("markedPoint")
  }
}

extension ParameterReader {
  /// A whole number from 0, or nil for `none`.
  mutating func optionalIndex(_ name: String) throws(FigureError) -> Int? {
    let value = try text(name)
    if value == "none" { return nil }
    guard let number = Int(value), number >= 0, String(number) == value else {
      throw .badParameter(
        kind: kind, expected: "“\(name)” to be none or a whole number from 0", found: "“\(value)”")
    }
    return number
  }
}

extension Figure {
  /// Draws lines over a common pair of axes, each with its name at its end.
  ///
  /// - Parameters:
  ///   - curves: The lines, at most nine.
  ///   - title: A title, or nothing.
  ///   - xAxis: What runs to the right.
  ///   - yAxis: What runs upwards.
  ///   - markedPoint: The number of a point to be marked on every line, from 0; nil for none.
  /// - Returns: The figure.
  /// - Throws: `FigureError` when there is no line, or there are too many.
  public static func curves(
    _ curves: [FigureCurve], title: String = "", xAxis: String = "", yAxis: String = "",
    markedPoint: Int? = nil
  ) throws(FigureError) -> Figure {
    try Figure(
      CurvesPlot(
        curves: curves, title: title, xAxis: xAxis, yAxis: yAxis, markedPoint: markedPoint))
  }
}
