/// A sheet to draw on, measured in points, two pixels to the point.
///
/// All arithmetic is integer, or IEEE +, −, ×, ÷ and square root, which are exact everywhere: the
/// same calls give the same pixels on every machine. Coordinates outside the sheet are clipped.
package struct Canvas: Sendable {
  /// The number of pixels to a point.
  package static let scale = 2

  package let pixelWidth: Int
  package let pixelHeight: Int
  private var bytes: [UInt8]
  private var clip: PixelRect

  /// A sheet of paper of a size in whole points.
  ///
  /// - Precondition: the size is one that a `Bitmap` may have; a layout makes sure of that.
  package init(width: Int, height: Int, paper: Color = Palette.paper) {
    pixelWidth = width * Self.scale
    pixelHeight = height * Self.scale
    precondition(
      Bitmap.isAllowed(width: pixelWidth, height: pixelHeight),
      "a canvas of \(width) × \(height) points is outside the limits of a bitmap")
    clip = PixelRect(left: 0, top: 0, right: pixelWidth, bottom: pixelHeight)
    bytes = [UInt8](repeating: paper.red, count: pixelWidth * pixelHeight * 3)
    if paper.green != paper.red || paper.blue != paper.red {
      for pixel in 0..<pixelWidth * pixelHeight {
        bytes[pixel * 3 + 1] = paper.green
        bytes[pixel * 3 + 2] = paper.blue
      }
    }
  }

  package var bitmap: Bitmap {
    Bitmap(trustedWidth: pixelWidth, height: pixelHeight, bytes: bytes)
  }

  /// Draws with everything outside the rectangle left as it is.
  package mutating func clipped(to rect: Rect, _ draw: (inout Canvas) -> Void) {
    let outer = clip
    clip = clip.intersection(PixelRect(rect))
    draw(&self)
    clip = outer
  }

  // MARK: Pixels

  /// Lays a colour over a pixel, `coverage` 0...255 of it.
  mutating func blend(_ color: Color, x: Int, y: Int, coverage: Int) {
    guard clip.contains(x: x, y: y) else { return }
    let alpha = (coverage * Int(color.alpha) + 127) / 255
    let at = (y * pixelWidth + x) * 3
    bytes[at] = Self.blended(bytes[at], color.red, alpha)
    bytes[at + 1] = Self.blended(bytes[at + 1], color.green, alpha)
    bytes[at + 2] = Self.blended(bytes[at + 2], color.blue, alpha)
  }

  private static func blended(_ below: UInt8, _ above: UInt8, _ alpha: Int) -> UInt8 {
    UInt8((Int(below) * (255 - alpha) + Int(above) * alpha + 127) / 255)
  }

  /// Calls a coverage function at the centre of each pixel of a box and blends the result.
  ///
  /// The function gets pixel coordinates and answers with a covered part; it is clamped to 0...1.
  mutating func shade(_ box: PixelRect, _ color: Color, coverage: (Double, Double) -> Double) {
    let box = clip.intersection(box)
    for y in box.rows {
      for x in box.columns {
        let part = coverage(Double(x) + 0.5, Double(y) + 0.5)
        if part > 0 {
          blend(color, x: x, y: y, coverage: Int((part < 1 ? part : 1) * 255 + 0.5))
        }
      }
    }
  }

  // MARK: Rectangles

  /// Fills a rectangle; its edges fall on pixel edges.
  package mutating func fill(_ rect: Rect, _ color: Color) {
    let box = clip.intersection(PixelRect(rect))
    for y in box.rows {
      for x in box.columns {
        blend(color, x: x, y: y, coverage: 255)
      }
    }
  }

  /// Draws a frame whose outer edge is the rectangle; edges and width are whole pixels.
  package mutating func frame(_ rect: Rect, width: Double = 0.5, _ color: Color) {
    let side = min(width, rect.width / 2, rect.height / 2)
    fill(Rect(rect.x, rect.y, rect.width, side), color)
    fill(Rect(rect.x, rect.bottom - side, rect.width, side), color)
    fill(Rect(rect.x, rect.y + side, side, rect.height - 2 * side), color)
    fill(Rect(rect.right - side, rect.y + side, side, rect.height - 2 * side), color)
  }

  /// Fills a rectangle with rounded corners.
  package mutating func fill(_ rect: Rect, radius: Double, _ color: Color) {
    let shape = RoundedBox(rect, radius: radius)
    shade(PixelRect(rect.inset(by: -1)), color) { x, y in 0.5 - shape.distance(x, y) }
  }

  /// Draws a line of a width along a rectangle with rounded corners, half of it on either side.
  package mutating func stroke(_ rect: Rect, radius: Double, width: Double, _ color: Color) {
    let shape = RoundedBox(rect, radius: radius)
    let half = width * Double(Self.scale) / 2
    shade(PixelRect(rect.inset(by: -width / 2 - 1)), color) { x, y in
      half + 0.5 - abs(shape.distance(x, y))
    }
  }

  /// Fills a rectangle with the hatch of cells that hold no number.
  package mutating func hatch(_ rect: Rect) {
    fill(rect, Palette.hatchGround)
    let box = clip.intersection(PixelRect(rect))
    for y in box.rows {
      // The lines run on from cell to cell: their phase is the sheet's, not the cell's.
      for x in box.columns where (x + y) % 7 < 2 {
        blend(Palette.hatchLine, x: x, y: y, coverage: 255)
      }
    }
  }

  // MARK: Circles

  package mutating func fillCircle(_ center: Point, radius: Double, _ color: Color) {
    let unit = Double(Self.scale)
    let box = Rect(center.x - radius, center.y - radius, 2 * radius, 2 * radius)
    shade(PixelRect(box.inset(by: -1)), color) { x, y in
      let dx = x - center.x * unit
      let dy = y - center.y * unit
      return radius * unit + 0.5 - (dx * dx + dy * dy).squareRoot()
    }
  }

  package mutating func strokeCircle(
    _ center: Point, radius: Double, width: Double, _ color: Color
  ) {
    let unit = Double(Self.scale)
    let reach = radius + width / 2
    let box = Rect(center.x - reach, center.y - reach, 2 * reach, 2 * reach)
    shade(PixelRect(box.inset(by: -1)), color) { x, y in
      let dx = x - center.x * unit
      let dy = y - center.y * unit
      return width * unit / 2 + 0.5 - abs((dx * dx + dy * dy).squareRoot() - radius * unit)
    }
  }
}

/// A rectangle of whole pixels; right and bottom are the first that it does not hold.
struct PixelRect: Hashable, Sendable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  init(left: Int, top: Int, right: Int, bottom: Int) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The pixels whose edges are nearest to the rectangle's.
  init(_ rect: Rect) {
    self.init(
      left: Self.pixel(rect.x), top: Self.pixel(rect.y), right: Self.pixel(rect.right),
      bottom: Self.pixel(rect.bottom))
  }

  /// The pixel edge nearest to a coordinate; what is not a number lies at zero.
  static func pixel(_ points: Double) -> Int {
    let far = 1e6
    let pixels = (points * Double(Canvas.scale)).rounded()
    guard pixels > -far else { return pixels.isNaN ? 0 : Int(-far) }
    return Int(pixels < far ? pixels : far)
  }

  var rows: Range<Int> { top..<max(top, bottom) }
  var columns: Range<Int> { left..<max(left, right) }

  func contains(x: Int, y: Int) -> Bool {
    x >= left && x < right && y >= top && y < bottom
  }

  func intersection(_ other: PixelRect) -> PixelRect {
    PixelRect(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }
}

/// The signed distance, in pixels, to the edge of a rectangle with rounded corners.
private struct RoundedBox {
  let midX: Double
  let midY: Double
  let halfWidth: Double
  let halfHeight: Double
  let radius: Double

  init(_ rect: Rect, radius: Double) {
    let unit = Double(Canvas.scale)
    midX = rect.midX * unit
    midY = rect.midY * unit
    let rounding = min(radius, rect.width / 2, rect.height / 2) * unit
    self.radius = rounding
    halfWidth = rect.width * unit / 2 - rounding
    halfHeight = rect.height * unit / 2 - rounding
  }

  func distance(_ x: Double, _ y: Double) -> Double {
    let dx = abs(x - midX) - halfWidth
    let dy = abs(y - midY) - halfHeight
    let outX = max(dx, 0)
    let outY = max(dy, 0)
    return (outX * outX + outY * outY).squareRoot() + min(max(dx, dy), 0) - radius
  }
}
