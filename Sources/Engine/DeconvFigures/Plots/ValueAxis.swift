/// The ticks of an axis of numbers: round values, few, evenly apart.
struct ValueAxis {
  /// The value at the axis' beginning: the first tick.
  let low: Double
  /// The value at the axis' end: the last tick.
  let high: Double
  let ticks: [Double]
  let texts: [String]

  /// The axis that holds all values, with about `count` steps of 1, 2 or 5 times a power of ten.
  ///
  /// - Parameters:
  ///   - values: The values; those that are not finite do not count.
  ///   - count: How many steps there should be about.
  ///   - includesZero: Whether the axis reaches zero.
  ///   - wantsIntegers: Whether only whole numbers are ticks.
  init(
    _ values: [Double], steps count: Int, includesZero: Bool = false, wantsIntegers: Bool = false
  ) {
    var finite = values.filter(\.isFinite)
    if includesZero || finite.isEmpty { finite.append(0) }
    var (least, most) = ColorScale.extent(of: finite)
    if least == most { (least, most) = (least - abs(least) / 2 - 0.5, most + abs(most) / 2 + 0.5) }
    // Halves, so that the span of the largest numbers is still finite.
    let span = max(most / 2 - least / 2, .leastNormalMagnitude) * 2
    let step = Self.step(about: span / Double(count), wantsIntegers: wantsIntegers)
    let first = (least / step).rounded(.down)
    let last = (most / step).rounded(.up)
    let tickCount = max(1, min(Int(min(last - first, 1_000)), 1_000))
    ticks = (0...tickCount).map { (first + Double($0)) * step }
    low = ticks[0]
    high = ticks[tickCount]
    let places = Self.decimals(of: step)
    texts = ticks.map { NumberText.text($0, decimals: places) }
  }

  /// Where a value lies: 0 at the beginning of the axis, 1 at its end.
  func place(_ value: Double) -> Double {
    (value / 2 - low / 2) / (high / 2 - low / 2)
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is not less than `least`.
  private static func step(about least: Double, wantsIntegers: Bool) -> Double {
    var power = 1.0
    while power > least, power > 1e-300 { power /= 10 }
    while power * 10 <= least, power < 1e300 { power *= 10 }
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999 } ?? power * 10
    return wantsIntegers ? max(1, step.rounded()) : step
  }

  /// As many decimals as the ticks need to be told apart.
  private static func decimals(of step: Double) -> Int {
    var places = 0
    var scaled = step
    while places < 6, abs(scaled - scaled.rounded()) > 1e-6 * scaled {
      scaled *= 10
      places += 1
    }
    return places
  }
}

extension ValueAxis {
  /// The ticks' numbers beside a plot of a height, and rules across its width.
  func rules(width: Double, height: Double) -> Scene {
    var scene = Scene()
    let half = StrokeFont.capHeight(size: Typography.index) / 2
    for (tick, text) in zip(ticks, texts) {
      let y = ((1 - place(tick)) * height).rounded()
      scene.add(.box(Rect(0, y - 0.25, width, 0.5), radius: 0, Palette.faint))
      scene.add(
        Scene.Label(
          text: text, point: Point(-Typography.labelGap - 2, y + half), size: Typography.index,
          color: Palette.label, align: .right))
    }
    return scene
  }

  /// The width that the numbers take left of a plot.
  var textWidth: Double {
    (texts.map { StrokeFont.width(of: $0, size: Typography.index) }.max() ?? 0)
      + Typography.labelGap + 2
  }
}
