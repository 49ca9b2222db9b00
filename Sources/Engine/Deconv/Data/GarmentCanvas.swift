/// An outline in garment coordinates: x is 0 on the middle line, y runs from 0 (top) to 28.
///
/// Curves are flattened at once; everything is sums, products and square roots of
/// single-precision numbers, so the points have the same bits on every machine.
struct GarmentPath {
  private(set) var points: [SIMD2<Float>]

  /// Starts at a point.
  init(_ x: Float, _ y: Float) { points = [SIMD2(x, y)] }

  private init(_ points: [SIMD2<Float>]) { self.points = points }

  /// The path with a straight line added.
  func line(_ x: Float, _ y: Float) -> GarmentPath { GarmentPath(points + [SIMD2(x, y)]) }

  /// The path with a quadratic Bézier curve added: control point, then end point.
  func curve(_ controlX: Float, _ controlY: Float, _ x: Float, _ y: Float) -> GarmentPath {
    let start = points[points.count - 1]
    let control = SIMD2(controlX, controlY)
    let end = SIMD2(x, y)
    let steps = 8
    let added = (1...steps).map { step in
      let t = Float(step) / Float(steps)
      return start * ((1 - t) * (1 - t)) + control * (2 * t * (1 - t)) + end * (t * t)
    }
    return GarmentPath(points + added)
  }

  /// The path on the other side of the middle line.
  var mirrored: GarmentPath { GarmentPath(points.map { SIMD2(-$0.x, $0.y) }) }

  /// The outline whose right half is this path.
  var symmetric: GarmentPath { GarmentPath(points + mirrored.points.reversed()) }

  static func box(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) -> GarmentPath {
    GarmentPath(left, top).line(right, top).line(right, bottom).line(left, bottom)
  }
}

/// What a garment is made of: how bright it is at each place.
struct GarmentCloth {
  enum Pattern {
    case plain
    case rows(period: Float)
    case columns(period: Float)
    case checks(period: Float)
    case dots(period: Float)
  }

  /// The brightness of the plain cloth, from 0 to 1.
  var tone: Float
  var pattern: Pattern = .plain
  /// How much darker the pattern is, from 0 to 1.
  var depth: Float = 0

  func brightness(x: Float, y: Float) -> Float { tone * (1 - depth * mark(x: x, y: y)) }

  /// How much of the pattern there is at a place, from 0 to 1.
  private func mark(x: Float, y: Float) -> Float {
    switch pattern {
    case .plain: 0
    case .rows(let period): Self.stripe(y, period)
    case .columns(let period): Self.stripe(x, period)
    case .checks(let period): (Self.stripe(x, period) + Self.stripe(y, period)) / 2
    case .dots(let period): Self.stripe(x, period) * Self.stripe(y, period)
    }
  }

  /// A soft-edged stripe in the middle of each period, half as wide as it.
  private static func stripe(_ position: Float, _ period: Float) -> Float {
    let turns = position / period
    let distance = abs(turns - turns.rounded(.down) - 0.5) * period
    return min(max(period / 4 - distance + 0.5, 0), 1)
  }
}

/// 28 × 28 grey pixels on which garments are drawn with soft edges.
///
/// The share of a pixel that lies inside an outline is computed exactly, by adding up signed areas
/// along its edges (the way of the font renderer of Raph Levien's font-rs), not by sampling.
struct GarmentCanvas {
  static let side = 28

  /// The brightness of each pixel, row by row.
  private(set) var light = [Float](repeating: 0, count: side * side)

  private let offset: SIMD2<Float>
  private let scale: SIMD2<Float>

  /// An empty canvas on which everything lies a little aside and is a little larger or smaller.
  init(offset: SIMD2<Float>, scale: SIMD2<Float>) {
    self.offset = offset
    self.scale = scale
  }

  /// Fills an outline with cloth that darkens towards the edge, as rounded bodies do.
  mutating func fill(_ outline: GarmentPath, _ cloth: GarmentCloth) {
    let area = coverage(outline)
    let inner = Self.softened(area)
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let place = row * Self.side + column
        guard area[place] > 0 else { continue }
        let x = (Float(column) + 0.5 - 14 - offset.x) / scale.x
        let y = (Float(row) + 0.5 - 14 - offset.y) / scale.y + 14
        let shade = cloth.brightness(x: x, y: y) * (0.7 + 0.3 * inner[place])
        light[place] += (shade - light[place]) * area[place]
      }
    }
  }

  /// Fills an outline with one brightness.
  mutating func fill(_ outline: GarmentPath, tone: Float) {
    cover(coverage(outline), tone: tone)
  }

  /// Draws a line of one brightness; where `strength` is below 1, what is under it shows through.
  ///
  /// A pixel's share falls from 1 to 0 within one pixel around the line's edge, by the distance of
  /// its middle from the line.
  mutating func stroke(_ line: GarmentPath, width: Float, tone: Float, strength: Float = 1) {
    var area = [Float](repeating: 0, count: light.count)
    let points = line.points.map(placed)
    let reach = width / 2 + 0.5
    func pixels(_ first: Float, _ second: Float) -> Range<Int> {
      let low = max(min(first, second) - reach, 0).rounded(.down)
      let high = min(max(first, second) + reach, Float(Self.side)).rounded(.up)
      return Int(low)..<max(Int(low), Int(high))
    }
    for (start, end) in zip(points, points.dropFirst()) {
      let along = end - start
      let square = along.x * along.x + along.y * along.y
      for row in pixels(start.y, end.y) {
        for column in pixels(start.x, end.x) {
          let toPixel = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - start
          let projection = toPixel.x * along.x + toPixel.y * along.y
          let gap = toPixel - along * (square > 0 ? min(max(projection / square, 0), 1) : 0)
          let distance = (gap.x * gap.x + gap.y * gap.y).squareRoot()
          let place = row * Self.side + column
          area[place] = max(area[place], min(max(reach - distance, 0), min(width, 1)))
        }
      }
    }
    cover(area.map { $0 * strength }, tone: tone)
  }

  /// Takes light away inside an outline: a hole through which the background shows.
  mutating func erase(_ outline: GarmentPath) { fill(outline, tone: 0) }

  private mutating func cover(_ area: [Float], tone: Float) {
    for place in light.indices { light[place] += (tone - light[place]) * area[place] }
  }

  /// Where a point of a garment lies among the pixels.
  private func placed(_ point: SIMD2<Float>) -> SIMD2<Float> {
    (point - SIMD2(0, 14)) * scale + offset + 14
  }

  // MARK: Areas

  /// Room on both sides, so that what sticks out is cut off and not folded back.
  private static let margin = 4
  private static let width = side + 2 * margin

  /// The share of each pixel that lies inside an outline, which is closed and may not cross itself.
  private func coverage(_ outline: GarmentPath) -> [Float] {
    let corners = outline.points.map { point in
      let place = placed(point) + SIMD2(Float(Self.margin), 0)
      return SIMD2(
        min(max(place.x, 0), Float(Self.width - 2)), min(max(place.y, 0), Float(Self.side)))
    }
    var areas = [Float](repeating: 0, count: Self.width * Self.side)
    var previous = corners[corners.count - 1]
    for corner in corners {
      Self.addEdge(from: previous, to: corner, areas: &areas)
      previous = corner
    }
    var shares = [Float](repeating: 0, count: light.count)
    for row in 0..<Self.side {
      var sum: Float = 0
      for column in 0..<Self.side + Self.margin {
        sum += areas[row * Self.width + column]
        if column >= Self.margin {
          shares[row * Self.side + column - Self.margin] = min(abs(sum), 1)
        }
      }
    }
    return shares
  }

  /// Adds, for each pixel, how much the area right of an edge changes from the pixel before.
  private static func addEdge(
    from start: SIMD2<Float>, to end: SIMD2<Float>, areas: inout [Float]
  ) {
    guard start.y != end.y else { return }
    let direction: Float = start.y < end.y ? 1 : -1
    let (top, bottom) = start.y < end.y ? (start, end) : (end, start)
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    for row in Int(top.y)..<Int(bottom.y.rounded(.up)) {
      let upper = max(Float(row), top.y)
      let lower = min(Float(row + 1), bottom.y)
      let first = top.x + slope * (upper - top.y)
      let last = top.x + slope * (lower - top.y)
      let (left, right) = first < last ? (first, last) : (last, first)
      let height = (lower - upper) * direction
      // Of each column that the edge passes, the part of the height in it, and where it lies.
      var column = Int(left)
      var from = left
      repeat {
        let to = min(right, Float(column + 1))
        let share = right > left ? height * ((to - from) / (right - left)) : height
        let inside = Float(column + 1) - (from + to) / 2
        areas[row * width + column] += share * inside
        areas[row * width + column + 1] += share * (1 - inside)
        from = to
        column += 1
      } while Float(column) < right
    }
  }

  /// The mean of each pixel and its neighbours, twice.
  private static func softened(_ area: [Float]) -> [Float] {
    var current = area
    for _ in 0..<2 {
      let source = current
      func value(_ row: Int, _ column: Int) -> Float {
        (0..<side).contains(row) && (0..<side).contains(column) ? source[row * side + column] : 0
      }
      for row in 0..<side {
        for column in 0..<side where area[row * side + column] > 0 {
          var sum: Float = 0
          for down in -1...1 {
            for across in -1...1 { sum += value(row + down, column + across) }
          }
          current[row * side + column] = sum / 9
        }
      }
    }
    return current
  }
}

/// Random choices of one garment: the numbers of one stream of ``Philox``, in order.
struct GarmentDice {
  private let numbers: [Float]
  private var position = 0

  /// More than any garment asks for, and then one for each pixel.
  private static let choices = 48

  init(seed: Int, index: Int) {
    // "GARMENT" and a zero byte, combined with the number of the image.
    let stream = 0x4741_524D_454E_5400 ^ UInt64(bitPattern: Int64(index))
    numbers = Philox(seed: seed, stream: stream)
      .uniform(Self.choices + GarmentCanvas.side * GarmentCanvas.side)
  }

  /// The next number, evenly spread between two.
  mutating func between(_ low: Float, _ high: Float) -> Float {
    defer { position += 1 }
    return low + (high - low) * numbers[position]
  }

  /// The next choice, true with a probability.
  mutating func chance(_ probability: Float) -> Bool { between(0, 1) < probability }

  /// One of a few things, all equally likely.
  mutating func pick<Element>(_ first: Element, _ others: Element...) -> Element {
    let index = Int(between(0, Float(others.count + 1)))
    return index == 0 ? first : others[min(index, others.count) - 1]
  }

  /// A number in [0, 1) for a pixel, whatever was chosen before.
  func grain(_ pixel: Int) -> Float { numbers[Self.choices + pixel] }
}
