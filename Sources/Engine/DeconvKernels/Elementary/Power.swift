extension Elementary {
  /// The power xʸ.
  ///
  /// **Method.** e^(y log x), where the logarithm carries 66 bits, its product with y is kept in two
  /// parts, and the second goes into the polynomial of the exponential: see ``exp(_:)-(Double)``
  /// and ``log(_:)-(Double)``. Powers that are numbers of `Double` themselves are exact.
  ///
  /// **Special values.** All of IEEE 754's: pow(x, ±0) and pow(1, y) are 1 even for NaN,
  /// pow(-1, ±∞) is 1, odd integers y keep the sign of ±0 and -∞; NaN for a negative x with a y that
  /// is no integer.
  ///
  /// - Parameters:
  ///   - x: The base.
  ///   - y: The exponent.
  /// - Returns: The power, within 0.58 ulp.
  package static func pow(_ x: Double, _ y: Double) -> Double {
    if x == 1 || y == 0 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let isOdd = isOddInteger(y)
    let sign: Double = x.sign == .minus && isOdd ? -1 : 1
    let magnitude = x.magnitude
    guard magnitude > 0, magnitude < .infinity else {
      return sign * (magnitude == 0 ? (y < 0 ? .infinity : 0) : (y < 0 ? 0 : .infinity))
    }
    if x < 0, !isInteger(y) { return .nan }
    if magnitude == 1 { return sign }
    return sign * positivePower(magnitude, y)
  }

  /// The power xʸ: see ``pow(_:_:)-(Double,Double)``.
  ///
  /// - Parameters:
  ///   - x: The base.
  ///   - y: The exponent.
  /// - Returns: The power, within 0.501 ulp.
  package static func pow(_ x: Float, _ y: Float) -> Float { Float(pow(Double(x), Double(y))) }

  /// The power of a positive finite base other than 1.
  private static func positivePower(_ x: Double, _ y: Double) -> Double {
    // Beyond these the result is certain, and the halves below would overflow or vanish.
    let isGrowing = (x > 1) == (y > 0)
    if y.magnitude > 0x1p64 { return isGrowing ? .infinity : 0 }
    if y.magnitude < 0x1p-65 { return 1 }
    let log = extendedLogarithm(x)
    let upperY = upperHalf(y)
    let upperLog = upperHalf(log.high)
    let product = upperY * upperLog
    let rest = (y - upperY) * upperLog + y * ((log.high - upperLog) + log.low)
    guard product < exponentialOverflow + 1 else { return .infinity }
    guard product > exponentialUnderflow - 1 else { return 0 }
    return exponential(product, tail: rest).value
  }

  /// Whether a number has no fraction; infinities have none.
  private static func isInteger(_ y: Double) -> Bool {
    y.magnitude >= 0x1p52 || Double(Int64(y)) == y
  }

  /// Whether a number is an odd integer; from 2⁵³ on all numbers are even.
  private static func isOddInteger(_ y: Double) -> Bool {
    y.magnitude < 0x1p53 && isInteger(y) && Int64(y) & 1 == 1
  }
}
