import Foundation
import Testing

@testable import DeconvFigures

/// The perceived lightness L* of CIE, 0 to 100.
private func lightness(_ color: Color) -> Double {
  func linear(_ sample: UInt8) -> Double {
    let value = Double(sample) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
  let y =
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
  return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
}

/// The contrast of two colours by the formula of WCAG 2.
private func contrast(_ one: Color, _ other: Color) -> Double {
  func luminance(_ color: Color) -> Double {
    let level = (lightness(color) + 16) / 116
    return level * level * level
  }
  let (a, b) = (luminance(one), luminance(other))
  return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

@Suite struct ColorTests {
  @Test func theSequentialMapDarkensInEvenSteps() {
    let steps = (0...16).map {
      lightness(FigureColorMap.sequential.color(at: Double($0) / 16))
    }
    let falls = zip(steps, steps.dropFirst()).map { $0 - $1 }
    #expect(falls.allSatisfy { $0 > 2 && $0 < 7 }, "\(falls)")
    #expect(steps[0] > 96)
    #expect(steps[16] < 30)
  }

  @Test func theDivergingMapIsWhiteAtZeroAndEquallyDarkOnBothSides() throws {
    let scale = ColorScale(.diverging, values: [-1, 4])
    #expect(scale.color(of: 0) == Palette.white)
    #expect((scale.low, scale.high) == (-4, 4))
    for size in [0.5, 1, 2, 3, 4] {
      let below = try #require(scale.color(of: -size))
      let above = try #require(scale.color(of: size))
      #expect(below.blue > below.red)
      #expect(above.red > above.blue)
      #expect(abs(lightness(below) - lightness(above)) < 6)
    }
  }

  @Test func theEndsOfAScaleAreTheEndsOfItsMap() {
    let scale = ColorScale(.gray, values: [3, -5, .nan, .infinity])
    #expect(scale.color(of: -5) == Color(0, 0, 0))
    #expect(scale.color(of: 3) == Color(255, 255, 255))
    #expect(scale.color(of: 9) == Color(255, 255, 255))
    #expect(scale.color(of: -1) == Color(128, 128, 128))
    #expect(scale.color(of: .nan) == nil)
    #expect(scale.color(of: .infinity) == nil)
  }

  @Test func extremeAndEqualValuesHaveColours() {
    let huge = ColorScale(.gray, values: [-1.7e308, 1.7e308])
    #expect(huge.color(of: 0) == Color(128, 128, 128))
    for map in FigureColorMap.allCases {
      #expect(ColorScale(map, values: [2, 2]).color(of: 2) != nil)
      #expect(ColorScale(map, values: [.nan]).color(of: 0.5) != nil)
      #expect(ColorScale(map, values: []).color(of: -1e300) != nil)
    }
  }

  @Test func anEmptyCountIsWhiteAndOneIsNot() {
    let scale = ColorScale(.counts, values: [0, 1, 4])
    #expect(scale.color(of: 0) == Palette.white)
    #expect(scale.color(of: 1) != Palette.white)
    // One is one colour, whether or not there are empty cells beside it.
    #expect(scale.color(of: 1) == ColorScale(.counts, values: [1, 4]).color(of: 1))
  }

  @Test func theSmallestEntryOfASparseMatrixDiffersFromZero() throws {
    var scale = ColorScale(.diverging, values: [-1, 1])
    scale.skipped = 0.14
    let least = try #require(scale.color(of: 1e-9))
    #expect(lightness(Palette.white) - lightness(least) > 2)
    #expect(scale.color(of: 0) == Palette.white)
    #expect(scale.color(of: 1) == ColorScale(.diverging, values: [1]).color(of: 1))
  }

  @Test(arguments: FigureColorMap.allCases)
  func textOnEveryColourOfAMapIsReadable(map: FigureColorMap) {
    for step in 0...255 {
      let color =
        map == .categorical
        ? FigureColorMap.category(step) : map.color(at: Double(step) / 255)
      #expect(contrast(color, color.readableText) > 3, "\(map) \(step)")
    }
  }

  @Test func aRangeIsTwoFiniteNumbersInOrder() throws {
    #expect(throws: FigureError.badRange(low: 1, high: 1)) { try FigureRange(low: 1, high: 1) }
    #expect(throws: FigureError.self) { try FigureRange(low: .nan, high: 1) }
    #expect(throws: FigureError.self) { try FigureRange(low: 0, high: .infinity) }
    let scale = ColorScale(.gray, values: [5], range: try FigureRange(low: 0, high: 2))
    #expect(scale.color(of: 1) == Color(128, 128, 128))
  }
}
