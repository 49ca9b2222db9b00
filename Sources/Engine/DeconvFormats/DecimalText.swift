/// Numbers as decimal text: correctly rounded, without locale, C library or floating-point steps.
///
/// A binary floating-point number is a finite decimal number; it is expanded exactly in integer
/// arithmetic and rounded once, to nearest, ties to even. The text is therefore the same on every
/// machine. `nan`, `inf` and `-inf` stand for what is no number; a result whose digits are all zero
/// has no sign.
package enum DecimalText {
  /// The largest number of digits after the point: the expansion of no `Double` is longer.
  package static let maximumDecimals = 1074

  /// The number with a fixed count of digits after the point, as in `0.12`.
  ///
  /// - Parameters:
  ///   - number: The number to write.
  ///   - decimals: The digits after the point, clamped to `0...maximumDecimals`.
  /// - Returns: The text.
  package static func fixed(_ number: Double, _ decimals: Int) -> String {
    guard let expansion = ExactDecimal(number) else { return text(ofNonFinite: number) }
    return expansion.fixed(decimals: clamped(decimals))
  }

  /// The number as a mantissa and a power of ten, as in `1.25e-03` for 0.00125.
  ///
  /// - Parameters:
  ///   - number: The number to write.
  ///   - decimals: The digits after the mantissa's point, clamped to `0...maximumDecimals`.
  /// - Returns: The text; the exponent has a sign and two digits at least.
  package static func scientific(_ number: Double, _ decimals: Int) -> String {
    guard let expansion = ExactDecimal(number) else { return text(ofNonFinite: number) }
    return expansion.scientific(decimals: clamped(decimals))
  }

  /// The number times one hundred with a percent sign, as in `12.5%`.
  ///
  /// The point is moved in the decimal expansion: no product is rounded.
  ///
  /// - Parameters:
  ///   - number: The number to write; 1 is `100%`.
  ///   - decimals: The digits after the point, clamped to `0...maximumDecimals`.
  /// - Returns: The text.
  package static func percent(_ number: Double, _ decimals: Int) -> String {
    guard var expansion = ExactDecimal(number) else { return text(ofNonFinite: number) + "%" }
    expansion.point += 2
    return expansion.fixed(decimals: clamped(decimals)) + "%"
  }

  private static func clamped(_ decimals: Int) -> Int {
    max(0, min(maximumDecimals, decimals))
  }

  private static func text(ofNonFinite number: Double) -> String {
    if number.isNaN { return "nan" }
    return number < 0 ? "-inf" : "inf"
  }
}

/// A finite number as all its decimal digits: 0.d₀d₁d₂… × 10^point.
private struct ExactDecimal {
  var isNegative: Bool
  /// Digits from 0 to 9, the first of which is not zero; empty for zero.
  var digits: [UInt8]
  var point: Int

  /// Expands a number, or gives nil for NaN and the infinities.
  init?(_ number: Double) {
    guard number.isFinite else { return nil }
    isNegative = number.sign == .minus
    let fraction = number.significandBitPattern
    let isNormal = number.exponentBitPattern != 0
    let significand = isNormal ? fraction | 1 << 52 : fraction
    let exponent = max(1, Int(number.exponentBitPattern)) - 1075

    // significand · 2^exponent as an integer in base 10^9; for a negative exponent
    // 2^-n = 5^n / 10^n, so the digits are those of significand · 5^n.
    var integer = DecimalInteger(significand)
    integer.multiply(by: exponent < 0 ? 5 : 2, power: abs(exponent))
    digits = integer.digits
    point = digits.count + min(0, exponent)
  }

  func fixed(decimals: Int) -> String {
    let rounded = roundedDigits(keeping: point + decimals)
    // The kept digits are those of the integer |number| · 10^decimals.
    let zeros = max(0, decimals + 1 - rounded.count)
    let all = Array(repeating: UInt8(0), count: zeros) + rounded
    let whole = Self.text(all.dropLast(decimals))
    let sign = isNegative && rounded.contains { $0 != 0 } ? "-" : ""
    return sign + whole + (decimals == 0 ? "" : "." + Self.text(all.suffix(decimals)))
  }

  func scientific(decimals: Int) -> String {
    var rounded = digits.isEmpty ? [] : roundedDigits(keeping: 1 + decimals)
    var exponent = digits.isEmpty ? 0 : point - 1
    if rounded.count > 1 + decimals {
      // 9.99 became 10.0.
      rounded.removeLast()
      exponent += 1
    }
    rounded += Array(repeating: 0, count: 1 + decimals - rounded.count)
    let mantissa =
      Self.text(rounded.prefix(1)) + (decimals == 0 ? "" : "." + Self.text(rounded.dropFirst()))
    let magnitude = String(abs(exponent))
    let sign = isNegative && !digits.isEmpty ? "-" : ""
    return sign + mantissa + (exponent < 0 ? "e-" : "e+") + (magnitude.count < 2 ? "0" : "")
      + magnitude
  }

  /// The first `count` digits as an integer, rounded to nearest, ties to even.
  ///
  /// Digits beyond the expansion are zeros. A carry out of the first digit makes one digit more.
  private func roundedDigits(keeping count: Int) -> [UInt8] {
    guard count >= 0, !digits.isEmpty else { return [] }
    guard count < digits.count else {
      return digits + Array(repeating: 0, count: count - digits.count)
    }
    var kept = Array(digits[..<count])
    let dropped = digits[count...]
    let next = digits[count]
    let isOdd = (kept.last ?? 0) % 2 == 1
    let isTie = next == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
    guard isTie ? isOdd : next >= 5 else { return kept }

    var index = count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 {
      kept[index] += 1
    } else {
      kept.insert(1, at: 0)
    }
    return kept
  }

  private static func text(_ digits: some Sequence<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}

/// A natural number in base 10^9, least significant limb first.
private struct DecimalInteger {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % Self.base)
      rest /= Self.base
    }
  }

  /// Multiplies by `factor` to the power of `power`, several factors a pass.
  mutating func multiply(by factor: UInt64, power: Int) {
    var chunk: UInt64 = 1
    var chunkPower = 0
    while chunk * factor < Self.base {
      chunk *= factor
      chunkPower += 1
    }
    for _ in 0..<power / chunkPower { multiply(by: chunk) }
    for _ in 0..<power % chunkPower { multiply(by: factor) }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % Self.base
      carry = product / Self.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// The decimal digits, most significant first, without leading zeros.
  var digits: [UInt8] {
    var result: [UInt8] = []
    for limb in limbs {
      var rest = limb
      for _ in 0..<9 {
        result.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while result.last == 0 { result.removeLast() }
    return result.reversed()
  }
}
