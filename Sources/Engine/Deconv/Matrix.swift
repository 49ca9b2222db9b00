/// A two-dimensional array of double-precision numbers in row-major order.
///
/// For the small linear algebra of the lessons, where single precision is not enough.
public struct Matrix: ShapedArray {
  /// The sizes of the axes, outermost first.
  ///
  /// A row or a slice may have another rank than two; operations of linear algebra want two.
  public private(set) var shape: [Int]

  private var storage: [Double]

  /// The elements in row-major order.
  ///
  /// - Precondition: A new value has as many elements as the shape.
  public var scalars: [Double] {
    get { storage }
    _modify {
      yield &storage
      precondition(storage.count == shape.reduce(1, *), "the elements must fill \(shape)")
    }
  }

  /// Makes a matrix of elements in row-major order.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - scalars: The elements; as many as the shape has.
  /// - Precondition: The elements fill the shape exactly.
  public init(shape: [Int], scalars: [Double]) {
    precondition(scalars.count == shape.reduce(1, *), "the elements must fill \(shape)")
    self.shape = shape
    storage = scalars
  }

  /// Makes a matrix of nested arrays of numbers.
  ///
  /// - Parameter values: The numbers, row by row.
  /// - Precondition: All rows have the same length.
  public init(_ values: some TensorElements) {
    self = orTrap { () throws(TensorError) in try Checked.matrix(values.nestedNumbers) }
  }

  /// Makes a matrix of the elements of a tensor, exactly.
  ///
  /// - Parameter tensor: A tensor of rank 2.
  /// - Precondition: The tensor has two axes.
  public init(_ tensor: Tensor) {
    self = orTrap { () throws(TensorError) in try Checked.matrix(tensor) }
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// An element of a nested literal: a number or a list.
  public typealias Literal = Nested<Double>

  /// Makes a matrix of a nested literal.
  ///
  /// - Parameter elements: The rows.
  /// - Precondition: All rows have the same length.
  public init(arrayLiteral elements: Literal...) {
    self = orTrap { () throws(TensorError) in try Checked.matrix(.list(elements)) }
  }
}

extension Checked {
  /// A matrix of nested numbers: see ``Matrix/init(_:)``.
  package static func matrix(_ nested: Nested<Double>) throws(TensorError) -> Matrix {
    let (shape, numbers) = try nested.flattened()
    guard shape.count == 2 else {
      throw .rank(
        operation: "Matrix", argument: "list", shape: shape, expected: "a list of rows")
    }
    return Matrix(shape: shape, scalars: numbers)
  }

  /// A matrix of the elements of a tensor: see ``Matrix/init(_:)``.
  package static func matrix(_ tensor: Tensor) throws(TensorError) -> Matrix {
    guard tensor.rank == 2 else {
      throw .rank(
        operation: "Matrix", argument: "tensor", shape: tensor.shape,
        expected: "two-dimensional")
    }
    return Matrix(shape: tensor.shape, scalars: tensor.scalars.map { Double($0) })
  }
}
