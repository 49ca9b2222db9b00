/// An n-dimensional array of integers in row-major order.
///
/// How often something happens at each place, as ``overlapCounts(kernel:stride:input:padding:outputPadding:dilation:)``.
public struct Counts: ShapedArray {
  /// The sizes of the axes, outermost first.
  public private(set) var shape: [Int]

  private var storage: [Int]

  /// The elements in row-major order.
  ///
  /// - Precondition: A new value has as many elements as the shape.
  public var scalars: [Int] {
    get { storage }
    _modify {
      yield &storage
      precondition(storage.count == shape.reduce(1, *), "the elements must fill \(shape)")
    }
  }

  /// Makes counts of elements in row-major order.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - scalars: The elements; as many as the shape has.
  /// - Precondition: The elements fill the shape exactly.
  public init(shape: [Int], scalars: [Int]) {
    precondition(scalars.count == shape.reduce(1, *), "the elements must fill \(shape)")
    self.shape = shape
    storage = scalars
  }

  /// Makes counts of nested arrays of integers, or of one integer.
  ///
  /// - Parameter values: The integers; lists of the same depth have the same length.
  /// - Precondition: The nested arrays are not ragged.
  public init(_ values: some CountsElements) {
    self = orTrap { () throws(TensorError) in try Checked.counts(values.nestedIntegers) }
  }
}

extension Counts: ExpressibleByArrayLiteral {
  /// An element of a nested literal: an integer or a list.
  public typealias Literal = Nested<Int>

  /// Makes counts of a nested literal.
  ///
  /// - Parameter elements: Integers or lists; lists of the same depth have the same length.
  /// - Precondition: The literal is not ragged.
  public init(arrayLiteral elements: Literal...) {
    self = orTrap { () throws(TensorError) in try Checked.counts(.list(elements)) }
  }
}

extension Checked {
  /// Counts of nested integers: see ``Counts/init(_:)``.
  package static func counts(_ nested: Nested<Int>) throws(TensorError) -> Counts {
    let (shape, numbers) = try nested.flattened()
    _ = try Shape.count(shape, operation: "Counts")
    return Counts(shape: shape, scalars: numbers)
  }
}
