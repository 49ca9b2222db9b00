import DeconvFormats

/// Numbers as they stand in cells and beside colour bars: short, with a true minus.
package enum NumberText {
  /// The texts of all values of a grid, with one number of decimals for those that need some.
  ///
  /// Whole numbers are printed plain, so that `1` says that the value is exact where `1.00` says
  /// that it is rounded.
  package static func cells(_ values: [Double]) -> [String] {
    let places = decimals(for: values)
    return values.map { text($0, decimals: places) }
  }

  /// As many decimals, up to three, as three significant digits of the largest value need, and no
  /// more than the values have.
  package static func decimals(for values: some Sequence<Double>) -> Int {
    var largest = 0.0
    var needed = 0
    for value in values where value.isFinite && abs(value) < largestPlain {
      largest = max(largest, abs(value))
      while needed < 3, !isWhole(value, times: powersOfTen[needed]) { needed += 1 }
    }
    let useful = largest >= 100 ? 0 : largest >= 10 ? 1 : largest >= 0.1 ? 2 : 3
    // A half or a tenth keeps its decimal beside a hundred: it is short, and all there is.
    return min(needed, needed == 1 ? 1 : useful)
  }

  /// A value with a number of decimals, or plain when it is whole.
  package static func text(_ value: Double, decimals: Int) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    let size = abs(value)
    let sign = value < 0 ? "−" : ""
    if size >= largestPlain || (size > 0 && size < smallestPlain) {
      return sign + scientific(size)
    }
    let digits = DecimalText.fixed(size, size == size.rounded() ? 0 : decimals)
    // What is rounded to nothing has no sign.
    return digits.contains { "123456789".contains($0) } ? sign + digits : digits
  }

  private static let powersOfTen: [Double] = [1, 10, 100, 1000]
  private static let largestPlain = 1e6
  /// What would be printed as zero at three decimals.
  private static let smallestPlain = 5e-4

  private static func isWhole(_ value: Double, times power: Double) -> Bool {
    let scaled = abs(value) * power
    // No binary number is a tenth; what a Float leaves over is not a further decimal.
    return abs(scaled - scaled.rounded()) <= scaled * 1e-7
  }

  /// Two digits and a power of ten, as in `1.2e−5`.
  private static func scientific(_ size: Double) -> String {
    let parts = DecimalText.scientific(size, 1).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "∞" }
    let mantissa = parts[0].hasSuffix(".0") ? parts[0].dropLast(2) : parts[0]
    return mantissa + "e" + (exponent < 0 ? "−\(-exponent)" : "\(exponent)")
  }
}
