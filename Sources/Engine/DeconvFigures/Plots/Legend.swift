/// The key to a colour scale, to stand right of the cells.
struct Legend {
  let scale: ColorScale
  /// The whole numbers that occur, for maps of whole numbers.
  let levels: [Int]

  private static let mostLevels = 12
  private static let barWidth = 11.0

  init(scale: ColorScale, values: some Sequence<Double>) {
    self.scale = scale
    guard scale.map == .counts || scale.map == .categorical else {
      levels = []
      return
    }
    var found: Set<Int> = []
    for value in values {
      guard found.count <= Self.mostLevels else { break }
      if let level = Int(exactly: value) { found.insert(level) }
    }
    levels = found.count <= Self.mostLevels ? found.sorted() : []
  }

  /// The legend with its top left corner at the origin, beside a block of a height.
  func scene(height blockHeight: Double) -> Scene {
    levels.isEmpty ? bar(height: max(56, min(150, blockHeight))) : swatches()
  }

  private func swatches() -> Scene {
    var scene = Scene()
    let side = 13.0
    let pitch = 18.0
    for (index, level) in levels.enumerated() {
      let y = Double(index) * pitch
      let color = scale.color(of: Double(level)) ?? Palette.hatchGround
      let rect = Rect(0, y, side, side)
      scene.add(.box(rect, radius: 0, color))
      if color.luminance > 9_000 { scene.add(.frame(rect, Palette.hairline)) }
      scene.add(
        label(NumberText.text(Double(level), decimals: 0), x: side + 6, middle: rect.midY))
    }
    return scene
  }

  private func bar(height: Double) -> Scene {
    var scene = Scene()
    let height = height.rounded()
    let steps = Int(height * Double(Canvas.scale))
    for step in 0..<steps {
      let place = 1 - (Double(step) + 0.5) / Double(steps)
      let value = scale.low + (scale.high - scale.low) * place
      let y = Double(step) / Double(Canvas.scale)
      let color = scale.color(of: value) ?? Palette.hatchGround
      scene.add(.box(Rect(0, y, Self.barWidth, 0.5), radius: 0, color))
    }
    scene.add(.frame(Rect(0, 0, Self.barWidth, height), Palette.hairline))
    let middle = scale.low / 2 + scale.high / 2
    let ticks = [scale.high, middle, scale.low]
    let places = NumberText.decimals(for: ticks)
    for (index, value) in ticks.enumerated() {
      let y = height * Double(index) / 2
      // The ticks at the ends lie in the frame.
      let tick = min(max(y - 0.25, 0), height - 0.5)
      scene.add(.box(Rect(Self.barWidth, tick, 2.5, 0.5), radius: 0, Palette.hairline))
      scene.add(
        label(NumberText.text(value, decimals: places), x: Self.barWidth + 6, middle: y))
    }
    return scene
  }

  private func label(_ text: String, x: Double, middle: Double) -> Scene.Label {
    let half = StrokeFont.capHeight(size: Typography.index + 0.5) / 2
    return Scene.Label(
      text: text, point: Point(x, middle + half), size: Typography.index + 0.5,
      color: Palette.label)
  }
}
