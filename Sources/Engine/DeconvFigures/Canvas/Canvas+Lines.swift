extension Canvas {
  /// Draws lines with round ends and joins.
  ///
  /// A pixel is covered by its distance to the nearest part of the whole path, so lines that meet
  /// or cross within a path do not darken each other.
  package mutating func stroke(_ path: Path, width: Double, _ color: Color) {
    let unit = Double(Self.scale)
    let half = width * unit / 2
    let lines = path.lines.map { line in line.map { Point($0.x * unit, $0.y * unit) } }
    guard var field = DistanceField(lines, reach: half + 1, width: pixelWidth, height: pixelHeight)
    else { return }
    for line in lines {
      if line.count == 1 { field.add(from: line[0], to: line[0]) }
      for (start, end) in zip(line, line.dropFirst()) { field.add(from: start, to: end) }
    }
    for y in field.box.rows {
      for x in field.box.columns {
        let part = half + 0.5 - field.distance(x: x, y: y)
        if part > 0 {
          blend(color, x: x, y: y, coverage: Int((part < 1 ? part : 1) * 255 + 0.5))
        }
      }
    }
  }

  package mutating func line(from start: Point, to end: Point, width: Double, _ color: Color) {
    stroke(Path([start, end]), width: width, color)
  }

  /// Draws a line with an open head at its end.
  package mutating func arrow(
    from start: Point, to end: Point, head: Double = 3.5, width: Double = 1.1, _ color: Color
  ) {
    let dx = end.x - start.x
    let dy = end.y - start.y
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return }
    let (ux, uy) = (dx / length * head, dy / length * head)
    var path = Path([start, end])
    path.move(to: Point(end.x - ux - uy * 0.8, end.y - uy + ux * 0.8))
    path.line(to: end)
    path.line(to: Point(end.x - ux + uy * 0.8, end.y - uy - ux * 0.8))
    stroke(path, width: width, color)
  }

  /// Fills the inside of a closed polygon by the even-odd rule.
  ///
  /// Four scan lines to a pixel row, each with exact horizontal coverage.
  package mutating func fill(polygon: [Point], _ color: Color) {
    let unit = Double(Self.scale)
    let corners = polygon.map { Point($0.x * unit, $0.y * unit) }
    guard let lowest = corners.map(\.y).min(), let highest = corners.map(\.y).max() else { return }
    let top = max(0, Int(max(0, min(lowest, Double(pixelHeight)))))
    let bottom = min(pixelHeight, Int(max(0, min(highest, Double(pixelHeight)))) + 1)
    guard top < bottom else { return }
    var covered = [Double](repeating: 0, count: pixelWidth)
    for y in top..<bottom {
      for index in covered.indices { covered[index] = 0 }
      for part in 0..<4 {
        let level = Double(y) + (Double(part) + 0.5) / 4
        let crossings = Self.crossings(of: corners, at: level)
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          Self.add(from: crossings[pair], to: crossings[pair + 1], into: &covered)
        }
      }
      for x in 0..<pixelWidth where covered[x] > 0 {
        let part = covered[x] / 4
        blend(color, x: x, y: y, coverage: Int((part < 1 ? part : 1) * 255 + 0.5))
      }
    }
  }

  private static func crossings(of corners: [Point], at level: Double) -> [Double] {
    var found: [Double] = []
    for index in corners.indices {
      let a = corners[index]
      let b = corners[(index + 1) % corners.count]
      if (a.y <= level) != (b.y <= level) {
        found.append(a.x + (b.x - a.x) * ((level - a.y) / (b.y - a.y)))
      }
    }
    return found.sorted()
  }

  private static func add(from start: Double, to end: Double, into covered: inout [Double]) {
    let left = max(0, start)
    let right = min(Double(covered.count), end)
    guard left < right else { return }
    for x in Int(left)..<min(covered.count, Int(right) + 1) {
      let part = min(right, Double(x) + 1) - max(left, Double(x))
      if part > 0 { covered[x] += part }
    }
  }
}

/// The distance from each pixel's centre to the nearest of some segments, within reach of them.
private struct DistanceField {
  let box: PixelRect
  private let reach: Double
  private var squares: [Double]

  init?(_ lines: [[Point]], reach: Double, width: Int, height: Int) {
    var (left, top) = (Double(width), Double(height))
    var (right, bottom) = (0.0, 0.0)
    for point in lines.joined() {
      left = min(left, point.x - reach)
      right = max(right, point.x + reach)
      top = min(top, point.y - reach)
      bottom = max(bottom, point.y + reach)
    }
    box = PixelRect(
      left: Int(max(0, left)), top: Int(max(0, top)),
      right: Int(min(Double(width), right.rounded(.up))),
      bottom: Int(min(Double(height), bottom.rounded(.up))))
    guard box.left < box.right, box.top < box.bottom else { return nil }
    self.reach = reach
    squares = [Double](repeating: .infinity, count: box.rows.count * box.columns.count)
  }

  private func index(x: Int, y: Int) -> Int {
    (y - box.top) * box.columns.count + (x - box.left)
  }

  func distance(x: Int, y: Int) -> Double {
    squares[index(x: x, y: y)].squareRoot()
  }

  mutating func add(from start: Point, to end: Point) {
    let dx = end.x - start.x
    let dy = end.y - start.y
    let length = dx * dx + dy * dy
    let left = max(box.left, Self.whole(min(start.x, end.x) - reach))
    let right = min(box.right, Self.whole(max(start.x, end.x) + reach) + 1)
    let top = max(box.top, Self.whole(min(start.y, end.y) - reach))
    let bottom = min(box.bottom, Self.whole(max(start.y, end.y) + reach) + 1)
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      for x in left..<right {
        let px = Double(x) + 0.5 - start.x
        let py = Double(y) + 0.5 - start.y
        let along = length > 0 ? max(0, min(1, (px * dx + py * dy) / length)) : 0
        let ex = px - along * dx
        let ey = py - along * dy
        let square = ex * ex + ey * ey
        let at = index(x: x, y: y)
        if square < squares[at] { squares[at] = square }
      }
    }
  }

  private static func whole(_ value: Double) -> Int {
    Int(max(-1e6, min(1e6, value)).rounded(.down))
  }
}
