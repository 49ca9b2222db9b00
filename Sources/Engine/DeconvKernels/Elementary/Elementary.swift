/// The elementary functions of the engine, computed without the system's math library.
///
/// Every result has the same bits on every machine, because each function is one fixed sequence of
/// additions, subtractions, multiplications, divisions and integer operations, which IEEE 754
/// defines exactly. There is no fused multiply-add in them: without hardware for it, it is slow.
///
/// **Accuracy.** The functions of `Double` are off by less than the bound that each states, in units
/// in the last place (ulp) of the exact value. The functions of `Float` evaluate those of `Double`
/// and round once, so all are within 0.501 ulp: they are correctly rounded, save where the exact
/// value lies within about 2⁻²⁸ ulp of the middle of two floats.
///
/// **Special values.** As IEEE 754-2019, section 9.2, and annex F of C99 say. Every NaN that comes
/// out is the one canonical quiet NaN, whatever came in: processors differ in the sign and the
/// payload that they would give it.
///
/// The functions are in the module `DeconvKernels`, so that its loops can call them; `Deconv` has
/// the public spellings.
package enum Elementary {
  /// The number without the lower 27 bits of its significand.
  ///
  /// The product of two such numbers is exact, and the product of one with the rest of another.
  static func upperHalf(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & ~0x7FF_FFFF)
  }

  /// The sum of two numbers, and exactly what its rounding lost.
  ///
  /// Dekker's, "A floating-point technique for extending the available precision" (1971).
  ///
  /// - Parameters:
  ///   - a: The number of larger magnitude, or zero.
  ///   - b: The other number.
  /// - Returns: The rounded sum and the rest.
  static func sum(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
    let high = a + b
    return (high, b - (high - a))
  }

  /// The quotient of two unevaluated sums, within 0.5 + 2⁻²⁰ ulp.
  ///
  /// The upper half of an approximate quotient meets the two halves of the divisor in exact
  /// products, so that the remainder is known as well as if a division went on after 26 bits.
  static func quotient(
    _ a: (high: Double, low: Double), _ b: (high: Double, low: Double)
  ) -> Double {
    // What is left of the divisor must be so small that only its first power counts.
    let b = sum(b.high, b.low)
    let reciprocal = 1 / b.high
    let first = upperHalf(a.high * reciprocal)
    let divisor = upperHalf(b.high)
    let remainder =
      ((a.high - first * divisor) - first * (b.high - divisor)) + (a.low - first * b.low)
    return first + remainder * reciprocal
  }
}
