/// A laid-out figure: what is drawn where, in order.
///
/// Layout makes a scene and drawing follows it, so that a test can measure the boxes of all labels.
package struct Scene: Sendable {
  /// A line of text.
  package struct Label: Sendable {
    package var text: String
    /// The baseline's place; for text that reads upwards, the centre.
    package var point: Point
    package var size: Double
    package var color: Color
    package var weight = StrokeFont.Weight.regular
    package var align = TextAlignment.left
    package var readsUpwards = false

    /// The area that the capitals fill.
    package var box: Rect {
      let width = StrokeFont.width(of: text, size: size)
      let height = StrokeFont.capHeight(size: size)
      if readsUpwards {
        return Rect(point.x - height / 2, point.y - width / 2, height, width)
      }
      let left =
        switch align {
        case .left: point.x
        case .center: point.x - width / 2
        case .right: point.x - width
        }
      return Rect(left, point.y - height, width, height)
    }
  }

  package enum Item: Sendable {
    case label(Label)
    case cells(CellBlock, at: Point)
    case box(Rect, radius: Double, Color)
    case frame(Rect, Color)
    case line(Point, Point, width: Double, Color)
    case polyline([Point], width: Double, Color)
    case arrow(Point, Point, Color)
    case polygon([Point], Color)
  }

  package var items: [Item] = []
  /// The size of the sheet in points; zero until `sheet(margin:)` has been called.
  package private(set) var width = 0
  package private(set) var height = 0

  /// The width that a page leaves for a figure, its margins included.
  package static let largestWidth = 680.0
  /// The most that a figure may be high.
  package static let largestHeight = 4_000.0
  package static let margin = 13.0
  /// The width within the margins.
  package static let contentWidth = largestWidth - 2 * margin

  package mutating func add(_ item: Item) {
    items.append(item)
  }

  package mutating func add(_ label: Label) {
    if !label.text.isEmpty { items.append(.label(label)) }
  }

  package mutating func add(_ other: Scene, at offset: Point) {
    for item in other.items { items.append(item.moved(by: offset)) }
  }

  /// The smallest rectangle that holds everything.
  package var bounds: Rect {
    var (left, top) = (Double.infinity, Double.infinity)
    var (right, bottom) = (-Double.infinity, -Double.infinity)
    for item in items {
      let box = item.bounds
      left = min(left, box.x)
      top = min(top, box.y)
      right = max(right, box.right)
      bottom = max(bottom, box.bottom)
    }
    return left <= right ? Rect(left, top, right - left, bottom - top) : Rect(0, 0, 0, 0)
  }

  /// The scene on a sheet of its own, everything moved to lie within even margins.
  package func sheet(margin: Double = Scene.margin) throws(FigureError) -> Scene {
    let box = bounds
    let left = box.x.rounded(.down)
    let top = box.y.rounded(.down)
    let size = Size(
      (box.right - left).rounded(.up) + 2 * margin, (box.bottom - top).rounded(.up) + 2 * margin)
    guard size.width <= Self.largestWidth else {
      throw .tooLarge(
        what: "points in width", found: Int(min(size.width, 1e9)), limit: Int(Self.largestWidth))
    }
    guard size.height <= Self.largestHeight else {
      throw .tooLarge(
        what: "points in height", found: Int(min(size.height, 1e9)), limit: Int(Self.largestHeight))
    }
    var sheet = Scene()
    sheet.add(self, at: Point(margin - left, margin - top))
    sheet.width = Int(size.width)
    sheet.height = Int(size.height)
    return sheet
  }

  /// Draws the scene on a fresh sheet of paper.
  package func draw() -> Bitmap {
    var canvas = Canvas(width: max(1, width), height: max(1, height))
    for item in items { item.draw(on: &canvas) }
    return canvas.bitmap
  }
}

extension Scene.Item {
  package var bounds: Rect {
    switch self {
    case .label(let label): label.box
    case .cells(let block, let origin):
      Rect(origin.x, origin.y, block.size.width, block.size.height)
    case .box(let rect, _, _), .frame(let rect, _): rect
    case .line(let a, let b, _, _), .arrow(let a, let b, _):
      Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
    case .polyline(let points, _, _), .polygon(let points, _):
      Self.bounds(of: points)
    }
  }

  private static func bounds(of points: [Point]) -> Rect {
    guard let first = points.first else { return Rect(0, 0, 0, 0) }
    var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
    for point in points {
      left = min(left, point.x)
      right = max(right, point.x)
      top = min(top, point.y)
      bottom = max(bottom, point.y)
    }
    return Rect(left, top, right - left, bottom - top)
  }

  fileprivate func moved(by offset: Point) -> Scene.Item {
    func move(_ point: Point) -> Point { Point(point.x + offset.x, point.y + offset.y) }
    func move(_ rect: Rect) -> Rect {
      Rect(rect.x + offset.x, rect.y + offset.y, rect.width, rect.height)
    }
    switch self {
    case .label(var label):
      label.point = move(label.point)
      return .label(label)
    case .cells(let block, let origin): return .cells(block, at: move(origin))
    case .box(let rect, let radius, let color): return .box(move(rect), radius: radius, color)
    case .frame(let rect, let color): return .frame(move(rect), color)
    case .line(let a, let b, let width, let color):
      return .line(move(a), move(b), width: width, color)
    case .polyline(let points, let width, let color):
      return .polyline(points.map(move), width: width, color)
    case .arrow(let a, let b, let color): return .arrow(move(a), move(b), color)
    case .polygon(let points, let color): return .polygon(points.map(move), color)
    }
  }

  fileprivate func draw(on canvas: inout Canvas) {
    switch self {
    case .label(let label):
      if label.readsUpwards {
        canvas.textUpwards(
          label.text, center: label.point, size: label.size, label.color, weight: label.weight)
      } else {
        canvas.text(
          label.text, at: label.point, size: label.size, label.color, weight: label.weight,
          align: label.align)
      }
    case .cells(let block, let origin): block.draw(on: &canvas, at: origin)
    case .box(let rect, let radius, let color):
      if radius > 0 {
        canvas.fill(rect, radius: radius, color)
      } else {
        canvas.fill(rect, color)
      }
    case .frame(let rect, let color): canvas.frame(rect, color)
    case .line(let a, let b, let width, let color):
      canvas.line(from: a, to: b, width: width, color)
    case .polyline(let points, let width, let color):
      canvas.stroke(Path(points), width: width, color)
    case .arrow(let a, let b, let color): canvas.arrow(from: a, to: b, color)
    case .polygon(let points, let color): canvas.fill(polygon: points, color)
    }
  }
}
