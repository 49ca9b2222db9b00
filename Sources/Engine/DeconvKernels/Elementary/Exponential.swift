extension Elementary {
  /// The exponential function eˣ.
  ///
  /// **Method.** Tang, "Table-driven implementation of the exponential function in IEEE
  /// floating-point arithmetic" (ACM TOMS 15, 1989), with 128 steps in an octave: for
  /// x = (128 k + i) ln 2 / 128 + r, eˣ = 2ᵏ · 2^(i/128) · eʳ; the power is a table's entry with its
  /// rounding error, eʳ a polynomial of degree 5. The multiple of ln 2 / 128 is subtracted in two
  /// parts, the first exactly (Cody and Waite, "Software manual for the elementary functions",
  /// 1980). Results below 2⁻¹⁰²² are rounded once.
  ///
  /// **Special values.** exp(±0) = 1, exp(-∞) = +0, exp(+∞) = +∞.
  ///
  /// - Parameter x: The exponent.
  /// - Returns: The power, within 0.52 ulp.
  package static func exp(_ x: Double) -> Double {
    guard x < exponentialOverflow else { return x.isNaN ? .nan : .infinity }
    guard x > exponentialUnderflow else { return x.isNaN ? .nan : 0 }
    return exponential(x, tail: 0).value
  }

  /// The exponential function eˣ: see ``exp(_:)-(Double)``.
  ///
  /// - Parameter x: The exponent.
  /// - Returns: The power, within 0.501 ulp.
  package static func exp(_ x: Float) -> Float { Float(exp(Double(x))) }

  /// The first multiple of 2⁻¹⁰ whose power lies above all finite numbers.
  static let exponentialOverflow = 709.783203125

  /// The last multiple of 2⁻¹⁰ whose power is below half of the smallest number.
  static let exponentialUnderflow = -745.1337890625

  /// The number 2ᵏ (high + low), where high is in [1, 2) and low is below its 300th part.
  ///
  /// The sum has about 61 correct bits, as `tanh` and `sigmoid` need them.
  struct Power {
    var high: Double
    var low: Double
    var exponent: Int

    /// The number without its rounding to `Double`, for exponents in -1022…1022.
    var parts: (high: Double, low: Double) {
      let scale = Elementary.powerOfTwo(exponent)
      return (high * scale, low * scale)
    }

    /// The number, rounded once.
    var value: Double {
      if exponent > -1022, exponent < 1024 {
        return (high + low) * Elementary.powerOfTwo(exponent)
      }
      if exponent >= 1024 {
        return (high + low) * Elementary.powerOfTwo(1023) * Elementary.powerOfTwo(exponent - 1023)
      }
      // Scaled so that the spacing of subnormal results is that of the numbers in [1, 2): adding 1
      // then rounds where the result must be rounded.
      let scale = Elementary.powerOfTwo(exponent + 1022)
      let (sum, rest) = Elementary.sum(high * scale, low * scale)
      guard sum < 1 else { return sum * 0x1p-1022 }
      let (rounded, lost) = Elementary.sum(1, sum)
      return ((rounded + (lost + rest)) - 1) * 0x1p-1022
    }
  }

  /// The exponential of an unevaluated sum, for arguments that neither overflow nor vanish.
  ///
  /// - Parameters:
  ///   - x: The larger part, between the bounds of `exp`.
  ///   - tail: The rest, below 2⁻¹⁵.
  /// - Returns: The power, with about 61 correct bits.
  @inline(__always)
  static func exponential(_ x: Double, tail: Double) -> Power {
    // Adding 1.5 · 2⁵² leaves the nearest integer in the lower bits.
    let shifted = x * ExponentialTable.stepsPerUnit + 0x1.8p52
    let steps = shifted - 0x1.8p52
    let index = Int(Int32(truncatingIfNeeded: shifted.bitPattern))
    let r = (x - steps * ExponentialTable.stepHigh) - steps * ExponentialTable.stepLow + tail
    let square = r * r
    let polynomial =
      (ExponentialTable.c2 + r * ExponentialTable.c3)
      + square * (ExponentialTable.c4 + r * ExponentialTable.c5)
    let entry = 2 * (index & 127)
    let high = ExponentialTable.powers[entry]
    let low = high * (ExponentialTable.powers[entry + 1] + r + square * polynomial)
    return Power(high: high, low: low, exponent: index >> 7)
  }

  /// The number 2ⁿ, for n in -1022…1023.
  @inline(__always)
  static func powerOfTwo(_ n: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: n &+ 1023) << 52)
  }
}
