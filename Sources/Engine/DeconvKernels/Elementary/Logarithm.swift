extension Elementary {
  /// The natural logarithm.
  ///
  /// **Method.** Tang, "Table-driven implementation of the logarithm function in IEEE floating-point
  /// arithmetic" (ACM TOMS 16, 1990), with 128 intervals: for x = 2ᵏ z with z in [11/16, 11/8),
  /// log x = k ln 2 - log c + log(1 + r), where c, a multiple of 2⁻¹⁰, approximates 1/z and
  /// r = z c - 1 is below 2⁻⁷; log(1 + r) is a polynomial of degree 9. In the two intervals beside 1,
  /// c is 1 and r exact, so that the relative error stays small there too.
  ///
  /// **Special values.** log(1) = +0, log(±0) = -∞, log(+∞) = +∞; NaN for negative numbers.
  ///
  /// - Parameter x: The number.
  /// - Returns: The logarithm, within 0.52 ulp.
  package static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return specialLogarithm(x) }
    let reduction = LogarithmReduction(x)
    let r = reduction.high + reduction.low
    let lost = reduction.low - (r - reduction.high)
    let square = r * r
    let (high, low) = sum(reduction.logHigh, r)
    return high + ((low + (reduction.logLow + lost)) + square * (r * rest(r, square) - 0.5))
  }

  /// The natural logarithm: see ``log(_:)-(Double)``.
  ///
  /// - Parameter x: The number.
  /// - Returns: The logarithm, within 0.501 ulp.
  package static func log(_ x: Float) -> Float { Float(log(Double(x))) }

  private static func specialLogarithm(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    return x == .infinity ? x : .nan
  }

  /// The logarithm of a positive finite number with about 66 correct bits, for `pow`.
  ///
  /// The square of r's upper half is exact, and the sums keep what they lose; only r³ and beyond are
  /// rounded.
  static func extendedLogarithm(_ x: Double) -> (high: Double, low: Double) {
    let reduction = LogarithmReduction(x)
    let r = reduction.high + reduction.low
    let lost = reduction.low - (r - reduction.high)
    let upper = upperHalf(r)
    let lower = (r - upper) + lost
    let square = r * r
    let first = sum(reduction.logHigh, upper)
    let second = sum(first.high, -0.5 * (upper * upper))
    let low =
      (first.low + second.low) + reduction.logLow + (lower - 0.5 * (lower * (r + upper)))
      + r * square * rest(r, square)
    return sum(second.high, low)
  }

  /// The polynomial (log(1 + r) - r + r²/2) / r³.
  private static func rest(_ r: Double, _ square: Double) -> Double {
    let middle = LogarithmTable.c4 + r * LogarithmTable.c5
    let upper =
      (LogarithmTable.c6 + r * LogarithmTable.c7)
      + square * (LogarithmTable.c8 + r * LogarithmTable.c9)
    return LogarithmTable.c3 + r * (middle + square * upper)
  }

  /// The reduced argument of a logarithm: log x = logHigh + logLow + log(1 + high + low).
  private struct LogarithmReduction {
    /// The parts of r: exact, the second below 2⁻³⁰.
    var high: Double
    var low: Double
    /// The parts of k ln 2 - log c: the first is an exact multiple of 2⁻⁴², zero or larger than r.
    var logHigh: Double
    var logLow: Double

    init(_ x: Double) {
      var bits = x.bitPattern
      var exponent = 0.0
      if x < .leastNormalMagnitude {
        bits = (x * 0x1p52).bitPattern
        exponent = -52
      }
      let distance = bits &- 0x3FE6_0000_0000_0000
      let octave = Int64(bitPattern: distance) >> 52
      exponent += Double(octave)
      let z = Double(bitPattern: bits &- UInt64(bitPattern: octave) << 52)
      let row = 3 * Int(distance >> 45 & 127)
      let reciprocal = LogarithmTable.rows[row]
      // The reciprocal has 11 bits and the upper part 32: both products are exact.
      let upper = Double(bitPattern: z.bitPattern & ~0x1F_FFFF)
      high = upper * reciprocal - 1
      low = (z - upper) * reciprocal
      logHigh = exponent * LogarithmTable.ln2High + LogarithmTable.rows[row + 1]
      logLow = exponent * LogarithmTable.ln2Low + LogarithmTable.rows[row + 2]
    }
  }
}
