extension Elementary {
  /// The sine of an angle in radians.
  ///
  /// **Method.** The angle is reduced to [-π/4, π/4] with at least 63 bits for every finite number:
  /// below 1024 by subtracting a multiple of π/2 in three parts (Cody and Waite, "Software manual
  /// for the elementary functions", 1980), above in integers with as many bits of 2/π as it takes
  /// (Payne and Hanek, "Radian reduction for trigonometric functions", SIGNUM 18, 1983). There,
  /// sine and cosine are polynomials of degree 15 and 14, whose first terms are exact.
  ///
  /// **Special values.** sin(±0) = ±0; NaN for ±∞.
  ///
  /// - Parameter x: The angle.
  /// - Returns: The sine, within 0.65 ulp.
  package static func sin(_ x: Double) -> Double {
    if x.magnitude < 0x1p-27 { return x }
    guard x.isFinite else { return .nan }
    let angle = Angle(x)
    let value = angle.quadrant & 1 == 0 ? angle.sine : angle.cosine
    return angle.quadrant & 2 == 0 ? value : -value
  }

  /// The sine of an angle in radians: see ``sin(_:)-(Double)``.
  ///
  /// - Parameter x: The angle.
  /// - Returns: The sine, within 0.501 ulp.
  package static func sin(_ x: Float) -> Float { Float(sin(Double(x))) }

  /// The cosine of an angle in radians.
  ///
  /// **Method.** As for ``sin(_:)-(Double)``.
  ///
  /// **Special values.** cos(±0) = 1; NaN for ±∞.
  ///
  /// - Parameter x: The angle.
  /// - Returns: The cosine, within 0.65 ulp.
  package static func cos(_ x: Double) -> Double {
    guard x.isFinite else { return .nan }
    let angle = Angle(x)
    let value = angle.quadrant & 1 == 0 ? angle.cosine : angle.sine
    return (angle.quadrant + 1) & 2 == 0 ? value : -value
  }

  /// The cosine of an angle in radians: see ``cos(_:)-(Double)``.
  ///
  /// - Parameter x: The angle.
  /// - Returns: The cosine, within 0.501 ulp.
  package static func cos(_ x: Float) -> Float { Float(cos(Double(x))) }

  /// An angle of a finite number: x = quadrant · π/2 + high + low, up to whole turns.
  private struct Angle {
    /// 0…3.
    var quadrant: Int
    /// The rest, in [-π/4, π/4], as an unevaluated sum with 63 correct bits.
    var high: Double
    var low: Double

    init(_ x: Double) {
      if x.magnitude <= 0x1.921fb54442d18p-1 {
        (quadrant, high, low) = (0, x, 0)
      } else if x.magnitude < 1024 {
        (quadrant, high, low) = Self.reducedInThreeParts(x)
      } else {
        let turned = Self.reducedInIntegers(x.magnitude)
        quadrant = x < 0 ? (4 - turned.quadrant) & 3 : turned.quadrant
        high = x < 0 ? -turned.high : turned.high
        low = x < 0 ? -turned.low : turned.low
      }
    }

    /// sin(high + low): the cube of the upper 17 bits of the angle is exact.
    var sine: Double {
      let z = high * high
      let square = z * z
      let polynomial =
        (TrigonometricTable.s5 + z * TrigonometricTable.s7)
        + square
        * ((TrigonometricTable.s9 + z * TrigonometricTable.s11)
          + square * (TrigonometricTable.s13 + z * TrigonometricTable.s15))
      let upper = Double(bitPattern: high.bitPattern & ~0xF_FFFF_FFFF)
      let upperSquare = upper * upper
      let cube = (high - upper) * (z + upper * high + upperSquare)
      let first = Elementary.sum(high, TrigonometricTable.s3 * (upper * upperSquare))
      let second = TrigonometricTable.s3 * cube + square * high * polynomial
      return first.high + (first.low + (second + low * (1 - 0.5 * z)))
    }

    /// cos(high + low): half the square of the upper half of the angle is exact.
    var cosine: Double {
      let z = high * high
      let square = z * z
      let polynomial =
        (TrigonometricTable.c4 + z * TrigonometricTable.c6)
        + square
        * ((TrigonometricTable.c8 + z * TrigonometricTable.c10)
          + square * (TrigonometricTable.c12 + z * TrigonometricTable.c14))
      let upper = Elementary.upperHalf(high)
      let first = Elementary.sum(1, -0.5 * (upper * upper))
      let second = 0.5 * ((high - upper) * (high + upper)) + high * low
      return first.high + (first.low + (square * polynomial - second))
    }

    /// The reduction of a number of magnitude π/4…1024, by Cody and Waite.
    ///
    /// Two parts of π/2 have 43 bits, so that their multiples are exact, as is the first difference;
    /// what the third part rounds is below 2⁻¹²⁸.
    private static func reducedInThreeParts(
      _ x: Double
    ) -> (quadrant: Int, high: Double, low: Double) {
      // Adding 1.5 · 2⁵² leaves the nearest integer in the lower bits.
      let shifted = x * TrigonometricTable.quadrantsPerUnit + 0x1.8p52
      let count = shifted - 0x1.8p52
      let first = x - count * TrigonometricTable.halfPi1
      let second = -count * TrigonometricTable.halfPi2
      // Either of the two can be the larger one: Knuth's sum, not Dekker's.
      let high = first + second
      let added = high - first
      let lost = (first - (high - added)) + (second - added)
      let angle = Elementary.sum(high, lost - count * TrigonometricTable.halfPi3)
      return (Int(truncatingIfNeeded: shifted.bitPattern & 3), angle.high, angle.low)
    }

    /// The reduction of a large number, by Payne and Hanek.
    ///
    /// With x = m · 2ᵉ for an integer m below 2⁵³, the bits of 2/π whose products with x are
    /// multiples of 4 are left out; the next 192 times m are x · 2/π modulo 4, off by less than
    /// 2⁻¹³⁷. No number of `Double` is closer to a multiple of π/2 than 2⁻⁶¹, so that of the 128
    /// bits of the fraction at least 65 count.
    private static func reducedInIntegers(_ x: Double) -> (quadrant: Int, high: Double, low: Double)
    {
      let integer = x.significandBitPattern | 1 << 52
      let start = Int(x.exponentBitPattern) - 1075 + 62
      let (word, shift) = (start >> 6, UInt64(start & 63))
      func window(_ index: Int) -> UInt64 {
        let bits = TrigonometricTable.twoOverPi[index + 1]
        return TrigonometricTable.twoOverPi[index] << shift | bits >> (64 - shift)
      }
      let third = integer.multipliedFullWidth(by: window(word + 2))
      let second = integer.multipliedFullWidth(by: window(word + 1))
      let (middle, carry) = second.low.addingReportingOverflow(third.high)
      let top = integer &* window(word) &+ second.high &+ (carry ? 1 : 0)

      // Two bits of quadrants, then the fraction, which is rounded to the nearest quadrant.
      // The complement of its bits negates it, but for 2⁻¹²⁸.
      let isNegative = top >> 61 & 1 == 1
      let mask: UInt64 = isNegative ? .max : 0
      let upper = (top << 2 | middle >> 62) ^ mask
      let lower = (middle << 2 | third.low >> 62) ^ mask
      let quadrant = Int(top >> 62) + (isNegative ? 1 : 0)
      let angle = timesHalfPi(upper, lower)
      return (
        quadrant & 3, isNegative ? -angle.high : angle.high, isNegative ? -angle.low : angle.low
      )
    }

    /// A fraction of 128 bits times π/2, as an unevaluated sum with 63 correct bits.
    private static func timesHalfPi(
      _ upper: UInt64, _ lower: UInt64
    ) -> (high: Double, low: Double) {
      let zeros = UInt64(upper.leadingZeroBitCount)
      let first = (upper << zeros | lower >> (64 - zeros))
        .multipliedFullWidth(by: TrigonometricTable.quarterPi)
      let second = (lower << zeros).multipliedFullWidth(by: TrigonometricTable.quarterPi)
      let (rest, carry) = first.low.addingReportingOverflow(second.high)
      let top = first.high &+ (carry ? 1 : 0)
      // The product is (top · 2⁶⁴ + rest) · 2^(-127 - zeros): 53 bits, then the next 64.
      let scale = Elementary.powerOfTwo(-52 - Int(zeros))
      let next = (top & 0x7FF) << 53 | rest >> 11
      return (Double(top >> 11) * scale, Double(next) * 0x1p-64 * scale)
    }
  }
}
