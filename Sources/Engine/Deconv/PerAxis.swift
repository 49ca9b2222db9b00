/// A setting of a convolution: one number for every axis, or one for each.
///
/// `stride: 2` and `stride: [2, 1]` both compile: `Int` and `[Int]` conform.
public protocol PerAxis: ConvolutionPadding {
  /// The setting.
  var axisValues: AxisValues { get }
}

/// The value of a ``PerAxis`` setting.
public enum AxisValues: Hashable, Sendable {
  /// The same number for every axis.
  case every(Int)
  /// One number for each axis, outermost first.
  case each([Int])
}

extension AxisValues: PerAxis {
  /// The setting itself.
  public var axisValues: AxisValues { self }
}

extension AxisValues: CustomStringConvertible {
  /// The setting as a caller writes it: `2` or `[2, 1]`.
  public var description: String {
    switch self {
    case .every(let value): "\(value)"
    case .each(let values): "\(values)"
    }
  }
}

extension Int: PerAxis {
  /// The number, for every axis.
  public var axisValues: AxisValues { .every(self) }
}

extension Array: PerAxis, ConvolutionPadding where Element == Int {
  /// The numbers, one for each axis.
  public var axisValues: AxisValues { .each(self) }
}

extension AxisValues {
  /// One number for each of `count` axes.
  ///
  /// - Throws: ``TensorError`` if there is another number of values.
  func values(
    _ count: Int, operation: String, argument: String
  ) throws(TensorError) -> [Int] {
    switch self {
    case .every(let value):
      return Array(repeating: value, count: count)
    case .each(let values):
      guard values.count == count else {
        throw .axisValues(
          operation: operation, argument: argument, expected: count, found: values)
      }
      return values
    }
  }

  /// The number of axes that the setting fixes, or nil if it fits any.
  var axisCount: Int? {
    switch self {
    case .every: nil
    case .each(let values): values.count
    }
  }
}
