/// A number or a list of such: the elements of a nested array literal.
///
/// `let x: Tensor = [[1, 2], [3, 4]]` is a list of two lists of two numbers.
public indirect enum Nested<Number: Sendable>: Sendable {
  /// A single number.
  case number(Number)
  /// A list of numbers or lists.
  case list([Nested])
}

extension Nested: ExpressibleByArrayLiteral {
  /// Makes a list.
  ///
  /// - Parameter elements: The elements of the list.
  public init(arrayLiteral elements: Nested...) { self = .list(elements) }
}

extension Nested: ExpressibleByIntegerLiteral where Number: ExpressibleByIntegerLiteral {
  /// Makes a number.
  ///
  /// - Parameter value: The number.
  public init(integerLiteral value: Number.IntegerLiteralType) {
    self = .number(Number(integerLiteral: value))
  }
}

extension Nested: ExpressibleByFloatLiteral where Number: ExpressibleByFloatLiteral {
  /// Makes a number.
  ///
  /// - Parameter value: The number.
  public init(floatLiteral value: Number.FloatLiteralType) {
    self = .number(Number(floatLiteral: value))
  }
}

/// Numbers and nested arrays of numbers, from which a ``Tensor`` or a ``Matrix`` can be made.
public protocol TensorElements {
  /// The numbers as a nested list.
  var nestedNumbers: Nested<Double> { get }
}

/// Integers and nested arrays of integers, from which ``Counts`` can be made.
public protocol CountsElements {
  /// The integers as a nested list.
  var nestedIntegers: Nested<Int> { get }
}

extension Int: TensorElements, CountsElements {
  /// The number, rounded to double precision beyond 2^53.
  public var nestedNumbers: Nested<Double> { .number(Double(self)) }

  /// The number itself.
  public var nestedIntegers: Nested<Int> { .number(self) }
}

extension Float: TensorElements {
  /// The number, exactly.
  public var nestedNumbers: Nested<Double> { .number(Double(self)) }
}

extension Double: TensorElements {
  /// The number itself.
  public var nestedNumbers: Nested<Double> { .number(self) }
}

extension Array: TensorElements where Element: TensorElements {
  /// The elements as a list.
  public var nestedNumbers: Nested<Double> { .list(map(\.nestedNumbers)) }
}

extension Array: CountsElements where Element: CountsElements {
  /// The elements as a list.
  public var nestedIntegers: Nested<Int> { .list(map(\.nestedIntegers)) }
}

extension Nested {
  /// The shape of the list and its numbers in row-major order.
  ///
  /// - Throws: ``TensorError`` if two elements of a list have different shapes.
  func flattened() throws(TensorError) -> (shape: [Int], numbers: [Number]) {
    switch self {
    case .number(let number):
      return ([], [number])
    case .list(let elements):
      var inner: [Int]?
      var numbers: [Number] = []
      for element in elements {
        let (shape, more) = try element.flattened()
        if let inner, inner != shape { throw .ragged(first: inner, other: shape) }
        inner = shape
        numbers += more
      }
      return ([elements.count] + (inner ?? []), numbers)
    }
  }
}
