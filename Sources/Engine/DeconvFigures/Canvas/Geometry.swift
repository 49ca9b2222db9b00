/// A place on a canvas, in points from the top left corner.
package struct Point: Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A width and a height in points.
package struct Size: Hashable, Sendable {
  package var width: Double
  package var height: Double

  package init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// An upright rectangle on a canvas, in points.
package struct Rect: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var right: Double { x + width }
  package var bottom: Double { y + height }
  package var midX: Double { x + width / 2 }
  package var midY: Double { y + height / 2 }

  /// The rectangle with each edge moved inwards, or outwards when the distance is negative.
  package func inset(by distance: Double) -> Rect {
    Rect(x + distance, y + distance, width - 2 * distance, height - 2 * distance)
  }

  /// Whether the two share more than an edge.
  package func overlaps(_ other: Rect) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  /// Whether the other lies inside or on the edge of this one.
  package func contains(_ other: Rect) -> Bool {
    other.x >= x && other.right <= right && other.y >= y && other.bottom <= bottom
  }
}

/// Lines to be drawn, each a list of the points that it joins.
///
/// Curves are flattened into a fixed number of pieces when they are added, so a path draws the same
/// pixels everywhere.
package struct Path: Sendable {
  package private(set) var lines: [[Point]] = []

  package init() {}

  /// The path that joins these points.
  package init(_ points: [Point]) {
    lines = [points]
  }

  private var end: Point? { lines.last?.last }

  package mutating func move(to point: Point) {
    lines.append([point])
  }

  package mutating func line(to point: Point) {
    if lines.isEmpty { lines.append([]) }
    lines[lines.count - 1].append(point)
  }

  /// Adds a quadratic Bézier curve from the path's end.
  package mutating func quadratic(_ control: Point, to point: Point) {
    guard let start = end else { return move(to: point) }
    curve(
      Point(
        start.x + (control.x - start.x) * 2 / 3, start.y + (control.y - start.y) * 2 / 3),
      Point(
        point.x + (control.x - point.x) * 2 / 3, point.y + (control.y - point.y) * 2 / 3),
      to: point)
  }

  /// Adds a cubic Bézier curve from the path's end, as straight pieces; ten do for a letter.
  package mutating func curve(
    _ first: Point, _ second: Point, to point: Point, pieces: Int = 10
  ) {
    guard let start = end else { return move(to: point) }
    for piece in 1...max(1, pieces) {
      let t = Double(piece) / Double(max(1, pieces))
      let s = 1 - t
      let a = s * s * s
      let b = 3 * s * s * t
      let c = 3 * s * t * t
      let d = t * t * t
      line(
        to: Point(
          a * start.x + b * first.x + c * second.x + d * point.x,
          a * start.y + b * first.y + c * second.y + d * point.y))
    }
  }

  /// The path with each point replaced.
  package func mapped(_ place: (Point) -> Point) -> Path {
    var path = Path()
    path.lines = lines.map { $0.map(place) }
    return path
  }
}
