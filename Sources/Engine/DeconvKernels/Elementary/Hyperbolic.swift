extension Elementary {
  /// The hyperbolic tangent.
  ///
  /// **Method.** Below 1/4 in magnitude x + x³ p(x²) with a polynomial p of degree 7; above it
  /// (e²ˣ - 1) / (e²ˣ + 1), where the exponential carries 61 bits and the division rounds once
  /// (``exp(_:)-(Double)`` has the former); from 20 on, 1.
  ///
  /// **Special values.** tanh(±0) = ±0, tanh(±∞) = ±1.
  ///
  /// - Parameter x: The number.
  /// - Returns: The tangent, within 0.6 ulp.
  package static func tanh(_ x: Double) -> Double {
    let magnitude = x.magnitude
    guard magnitude < 20 else { return x.isNaN ? .nan : (x < 0 ? -1 : 1) }
    guard magnitude >= 0.25 else { return smallTangent(x) }
    let power = exponential(2 * magnitude, tail: 0).parts
    let above = sum(power.high, -1)
    let below = sum(power.high, 1)
    let tangent = quotient(
      (above.high, above.low + power.low), (below.high, below.low + power.low))
    return x < 0 ? -tangent : tangent
  }

  /// The hyperbolic tangent: see ``tanh(_:)-(Double)``.
  ///
  /// - Parameter x: The number.
  /// - Returns: The tangent, within 0.501 ulp.
  package static func tanh(_ x: Float) -> Float { Float(tanh(Double(x))) }

  /// The logistic function 1 / (1 + e⁻ˣ).
  ///
  /// **Method.** The exponential e^-|x| carries 61 bits and the division rounds once; for negative
  /// numbers it is e^-|x| / (1 + e^-|x|), which loses nothing to cancellation. From 48 on, 1; below
  /// -48, eˣ.
  ///
  /// **Special values.** sigmoid(±0) = 1/2, sigmoid(-∞) = +0, sigmoid(+∞) = 1.
  ///
  /// - Parameter x: The number.
  /// - Returns: The value, within 0.52 ulp.
  package static func sigmoid(_ x: Double) -> Double {
    let magnitude = x.magnitude
    guard magnitude < 48 else { return x > 0 ? 1 : exp(x) }
    let power = exponential(-magnitude, tail: 0).parts
    let below = sum(1, power.high)
    let divisor = (below.high, below.low + power.low)
    return x < 0 ? quotient(power, divisor) : quotient((1, 0), divisor)
  }

  /// The logistic function 1 / (1 + e⁻ˣ): see ``sigmoid(_:)-(Double)``.
  ///
  /// - Parameter x: The number.
  /// - Returns: The value, within 0.501 ulp.
  package static func sigmoid(_ x: Float) -> Float { Float(sigmoid(Double(x))) }

  private static func smallTangent(_ x: Double) -> Double {
    // So small that the tangent rounds to x; x² could vanish.
    guard x.magnitude > 0x1p-28 else { return x }
    let z = x * x
    let square = z * z
    let lower =
      (HyperbolicTable.t3 + z * HyperbolicTable.t5)
      + square * (HyperbolicTable.t7 + z * HyperbolicTable.t9)
    let upper =
      (HyperbolicTable.t11 + z * HyperbolicTable.t13)
      + square * (HyperbolicTable.t15 + z * HyperbolicTable.t17)
    return x + x * z * (lower + square * square * upper)
  }
}
