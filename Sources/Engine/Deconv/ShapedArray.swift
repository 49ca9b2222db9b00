/// An n-dimensional array of numbers in row-major order: ``Tensor``, ``Matrix`` or ``Counts``.
///
/// All three are values: a copy is independent, and costs nothing until it is changed. What they
/// share is defined here: shape, indexing, reshaping, slicing, reductions and printing.
public protocol ShapedArray: Equatable, Sendable, CustomStringConvertible {
  /// The type of one element.
  associatedtype Scalar: ShapedScalar

  /// The sizes of the axes, outermost first.
  var shape: [Int] { get }

  /// The elements in row-major order.
  var scalars: [Scalar] { get set }

  /// Makes an array of elements in row-major order.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - scalars: The elements; as many as the shape has.
  /// - Precondition: The elements fill the shape exactly.
  init(shape: [Int], scalars: [Scalar])
}

/// A number that a ``ShapedArray`` can hold: `Float`, `Double` or `Int`.
public protocol ShapedScalar: Comparable, SignedNumeric, Sendable {
  /// Whether the value is not a number.
  var isNotANumber: Bool { get }

  /// The value as the nearest double-precision number, for printing.
  var doubleValue: Double { get }

  /// The sum of numbers in a documented order, or nil where it does not fit the type.
  ///
  /// - Parameter numbers: The numbers to add.
  /// - Returns: The sum.
  static func orderedSum(_ numbers: [Self]) -> Self?
}

extension Float: ShapedScalar {
  /// Whether the value is not a number.
  public var isNotANumber: Bool { isNaN }

  /// The value in double precision, exactly.
  public var doubleValue: Double { Double(self) }

  /// The sum, accumulated as ``Swift/Double/orderedSum(_:)`` and rounded once.
  ///
  /// - Parameter numbers: The numbers to add.
  /// - Returns: The sum.
  public static func orderedSum(_ numbers: [Float]) -> Float? {
    Float(laneSum(numbers))
  }
}

extension Double: ShapedScalar {
  /// Whether the value is not a number.
  public var isNotANumber: Bool { isNaN }

  /// The value itself.
  public var doubleValue: Double { self }

  /// The sum in double precision.
  ///
  /// Element `i` is added to lane `i mod 8`; lane `l` then gets lane `l + 4`, `l + 2` and `l + 1`.
  ///
  /// - Parameter numbers: The numbers to add.
  /// - Returns: The sum.
  public static func orderedSum(_ numbers: [Double]) -> Double? {
    laneSum(numbers)
  }
}

extension Int: ShapedScalar {
  /// Whether the value is not a number: never.
  public var isNotANumber: Bool { false }

  /// The value as the nearest double-precision number.
  public var doubleValue: Double { Double(self) }

  /// The sum, or nil if a partial sum overflows.
  ///
  /// - Parameter numbers: The numbers to add.
  /// - Returns: The sum.
  public static func orderedSum(_ numbers: [Int]) -> Int? {
    var total = 0
    for number in numbers {
      let (sum, overflows) = total.addingReportingOverflow(number)
      if overflows { return nil }
      total = sum
    }
    return total
  }
}

/// Adds numbers in eight lanes: an order that does not depend on the width of a vector unit.
private func laneSum<Number: BinaryFloatingPoint>(_ numbers: [Number]) -> Double {
  var lanes = SIMD8<Double>.zero
  let full = numbers.count / 8 * 8
  for start in stride(from: 0, to: full, by: 8) {
    for lane in 0..<8 { lanes[lane] += Double(numbers[start + lane]) }
  }
  for index in full..<numbers.count { lanes[index - full] += Double(numbers[index]) }
  let four = lanes.lowHalf + lanes.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}
