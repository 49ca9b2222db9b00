/// Where a text stands against its point.
package enum TextAlignment: Sendable {
  case left
  case center
  case right
}

extension Canvas {
  /// Draws a line of text whose baseline goes through a point.
  package mutating func text(
    _ text: String, at point: Point, size: Double, _ color: Color,
    weight: StrokeFont.Weight = .regular, align: TextAlignment = .left
  ) {
    // Baselines lie on pixel edges: the level strokes of all letters get equally crisp.
    let baseline = Point(Self.snapped(start(point.x, text, size, align)), Self.snapped(point.y))
    draw(text, size: size, weight: weight, color) { x, y in
      Point(baseline.x + x, baseline.y - y)
    }
  }

  /// Draws a line of text that reads upwards, centred on a point at half its capitals' height.
  package mutating func textUpwards(
    _ text: String, center: Point, size: Double, _ color: Color,
    weight: StrokeFont.Weight = .regular
  ) {
    let half = StrokeFont.width(of: text, size: size) / 2
    let baseline = Self.snapped(center.x + StrokeFont.capHeight(size: size) / 2)
    draw(text, size: size, weight: weight, color) { x, y in
      Point(baseline - y, center.y + half - x)
    }
  }

  /// Draws a line of text centred in a rectangle, by its capitals' height.
  package mutating func text(
    _ text: String, centeredIn rect: Rect, size: Double, _ color: Color,
    weight: StrokeFont.Weight = .regular
  ) {
    let baseline = rect.midY + StrokeFont.capHeight(size: size) / 2
    self.text(
      text, at: Point(rect.midX, baseline), size: size, color, weight: weight, align: .center)
  }

  private func start(
    _ x: Double, _ text: String, _ size: Double, _ align: TextAlignment
  ) -> Double {
    switch align {
    case .left: x
    case .center: x - StrokeFont.width(of: text, size: size) / 2
    case .right: x - StrokeFont.width(of: text, size: size)
    }
  }

  private static func snapped(_ points: Double) -> Double {
    Double(PixelRect.pixel(points)) / Double(scale)
  }

  private mutating func draw(
    _ text: String, size: Double, weight: StrokeFont.Weight, _ color: Color,
    place: (Double, Double) -> Point
  ) {
    let unit = size / StrokeFont.unitsPerEm
    let width = StrokeFont.strokeWidth(size: size, weight: weight)
    var pen = 0.0
    for character in text {
      let glyph = StrokeFont.glyphs[character] ?? StrokeFont.missing
      stroke(
        glyph.path.mapped { place(pen + $0.x * unit, $0.y * unit) }, width: width, color)
      pen += glyph.advance * unit
    }
  }
}
