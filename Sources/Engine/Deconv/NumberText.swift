import DeconvFormats

/// A number with a fixed count of digits after the point: `fixed(0.125, 2)` is `0.12`.
///
/// The exact binary value is rounded once, ties to even, without locale. `nan`, `inf` and `-inf`
/// stand for what is no number; a result whose digits are all zero has no sign.
///
/// - Parameters:
///   - number: The number to write; an integer counts as the nearest double-precision number.
///   - decimals: The digits after the point.
/// - Returns: The text.
/// - Precondition: `decimals` is between 0 and 1074.
public func fixed(_ number: some ShapedScalar, _ decimals: Int) -> String {
  orTrap { () throws(TensorError) in try Checked.fixed(number, decimals) }
}

/// A number as a mantissa and a power of ten: `scientific(0.00125, 1)` is `1.3e-03`.
///
/// The exact binary value is rounded once, ties to even.
///
/// - Parameters:
///   - number: The number to write; an integer counts as the nearest double-precision number.
///   - decimals: The digits after the mantissa's point.
/// - Returns: The text; the exponent has a sign and two digits at least.
/// - Precondition: `decimals` is between 0 and 1074.
public func scientific(_ number: some ShapedScalar, _ decimals: Int) -> String {
  orTrap { () throws(TensorError) in try Checked.scientific(number, decimals) }
}

/// A number times one hundred with a percent sign: `percent(0.125, 1)` is `12.5%`.
///
/// A hundred times the exact binary value is rounded once, ties to even.
///
/// - Parameters:
///   - number: The number to write; an integer counts as the nearest double-precision number.
///   - decimals: The digits after the point.
/// - Returns: The text.
/// - Precondition: `decimals` is between 0 and 1074.
public func percent(_ number: some ShapedScalar, _ decimals: Int) -> String {
  orTrap { () throws(TensorError) in try Checked.percent(number, decimals) }
}

extension Checked {
  /// A number with a fixed count of decimals: see ``Deconv/fixed(_:_:)``.
  package static func fixed(
    _ number: some ShapedScalar, _ decimals: Int
  ) throws(TensorError) -> String {
    DecimalText.fixed(number.doubleValue, try checkedDecimals(decimals, "fixed"))
  }

  /// A mantissa and a power of ten: see ``Deconv/scientific(_:_:)``.
  package static func scientific(
    _ number: some ShapedScalar, _ decimals: Int
  ) throws(TensorError) -> String {
    DecimalText.scientific(number.doubleValue, try checkedDecimals(decimals, "scientific"))
  }

  /// A number of hundredths: see ``Deconv/percent(_:_:)``.
  package static func percent(
    _ number: some ShapedScalar, _ decimals: Int
  ) throws(TensorError) -> String {
    DecimalText.percent(number.doubleValue, try checkedDecimals(decimals, "percent"))
  }

  private static func checkedDecimals(
    _ decimals: Int, _ operation: String
  ) throws(TensorError) -> Int {
    guard 0...DecimalText.maximumDecimals ~= decimals else {
      throw .argument(
        operation: operation, argument: "number of decimals", value: decimals,
        expected: "between 0 and \(DecimalText.maximumDecimals)")
    }
    return decimals
  }
}
