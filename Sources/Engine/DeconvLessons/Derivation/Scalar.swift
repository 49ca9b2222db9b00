/// A number in a derivation: an exact fraction as long as only whole numbers went in.
enum Scalar: Hashable, Sendable {
  /// A fraction in lowest terms with a denominator above zero.
  case fraction(Int, Int)
  case decimal(Double)

  init(_ value: Int) { self = .fraction(value, 1) }

  /// A whole number where the value is one that an `Int` and a `Double` both hold exactly.
  init(_ value: Double) {
    if let whole = Int(exactly: value), whole.magnitude <= 1 << 53 {
      self = .fraction(whole, 1)
    } else {
      self = .decimal(value)
    }
  }

  /// The fraction in lowest terms.
  static func reduced(_ numerator: Int, _ denominator: Int) throws(LessonError) -> Scalar {
    guard denominator != 0 else { throw .divisionByZero }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let isNegative = (numerator < 0) != (denominator < 0) && numerator != 0
    let top = numerator.magnitude / divisor
    let bottom = denominator.magnitude / divisor
    guard let top = Int(exactly: top), let bottom = Int(exactly: bottom) else {
      throw .derivationOverflow
    }
    return .fraction(isNegative ? -top : top, bottom)
  }

  private static func greatestCommonDivisor(_ a: UInt, _ b: UInt) -> UInt {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  var value: Double {
    switch self {
    case .fraction(let numerator, let denominator): Double(numerator) / Double(denominator)
    case .decimal(let value): value
    }
  }

  var isNegative: Bool {
    switch self {
    case .fraction(let numerator, _): numerator < 0
    case .decimal(let value): value < 0
    }
  }

  func negated() throws(LessonError) -> Scalar {
    switch self {
    case .fraction(let numerator, let denominator):
      let (result, overflows) = (0).subtractingReportingOverflow(numerator)
      guard !overflows else { throw .derivationOverflow }
      return .fraction(result, denominator)
    case .decimal(let value): return .decimal(-value)
    }
  }

  func adding(_ other: Scalar) throws(LessonError) -> Scalar {
    guard case .fraction(let a, let b) = self, case .fraction(let c, let d) = other else {
      return try .finite(value + other.value)
    }
    let left = try Scalar.product(a, d)
    let right = try Scalar.product(c, b)
    let (top, overflows) = left.addingReportingOverflow(right)
    guard !overflows else { throw .derivationOverflow }
    return try .reduced(top, Scalar.product(b, d))
  }

  func multiplied(by other: Scalar) throws(LessonError) -> Scalar {
    guard case .fraction(let a, let b) = self, case .fraction(let c, let d) = other else {
      return try .finite(value * other.value)
    }
    return try .reduced(Scalar.product(a, c), Scalar.product(b, d))
  }

  func divided(by other: Scalar) throws(LessonError) -> Scalar {
    guard case .fraction(let a, let b) = self, case .fraction(let c, let d) = other else {
      guard other.value != 0 else { throw .divisionByZero }
      return try .finite(value / other.value)
    }
    return try .reduced(Scalar.product(a, d), Scalar.product(b, c))
  }

  /// The next whole number down, or up.
  func rounded(up: Bool) -> Scalar {
    switch self {
    case .fraction(let numerator, let denominator):
      let quotient = numerator / denominator
      let remainder = numerator % denominator
      if up { return Scalar(remainder > 0 ? quotient + 1 : quotient) }
      return Scalar(remainder < 0 ? quotient - 1 : quotient)
    case .decimal(let value):
      return Scalar(value.rounded(up ? .up : .down))
    }
  }

  private static func finite(_ value: Double) throws(LessonError) -> Scalar {
    guard value.isFinite else { throw .derivationOverflow }
    return .decimal(value)
  }

  private static func product(_ a: Int, _ b: Int) throws(LessonError) -> Int {
    let (result, overflows) = a.multipliedReportingOverflow(by: b)
    guard !overflows else { throw .derivationOverflow }
    return result
  }
}
