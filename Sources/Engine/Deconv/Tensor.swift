/// An n-dimensional array of single-precision numbers in row-major order.
///
/// Images are `[N, C, H, W]`: batch, channels, rows, columns. Tensors are values.
///
/// ```swift
/// let x: Tensor = [[1, 2], [3, 4]]
/// print(x.T)                      // [[1, 3], [2, 4]]
/// print(x[0, 1], x.sum())         // 2.0 10.0
/// ```
public struct Tensor: ShapedArray {
  /// The sizes of the axes, outermost first.
  public private(set) var shape: [Int]

  private var storage: [Float]

  /// The place on a tape, or nil where no gradient is being recorded.
  package private(set) var place: Tape.Place?

  /// The elements in row-major order; new ones take the tensor off its tape.
  ///
  /// - Precondition: A new value has as many elements as the shape.
  public var scalars: [Float] {
    get { storage }
    _modify {
      place = nil
      yield &storage
      precondition(storage.count == shape.reduce(1, *), "the elements must fill \(shape)")
    }
  }

  /// Makes a tensor of elements in row-major order.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - scalars: The elements; as many as the shape has.
  /// - Precondition: The elements fill the shape exactly.
  public init(shape: [Int], scalars: [Float]) {
    precondition(scalars.count == shape.reduce(1, *), "the elements must fill \(shape)")
    self.shape = shape
    storage = scalars
  }

  /// Makes a tensor of nested arrays of numbers, or of one number.
  ///
  /// - Parameter values: The numbers; lists of the same depth have the same length.
  /// - Precondition: The nested arrays are not ragged.
  public init(_ values: some TensorElements) {
    self = orTrap { () throws(TensorError) in try Checked.tensor(values.nestedNumbers) }
  }

  /// Makes a tensor of counts, each rounded to single precision.
  ///
  /// - Parameter counts: The counts.
  public init(_ counts: Counts) {
    self.init(shape: counts.shape, scalars: counts.scalars.map { Float($0) })
  }

  /// Makes a tensor of a matrix, each element rounded to single precision.
  ///
  /// - Parameter matrix: The matrix.
  public init(_ matrix: Matrix) {
    self.init(shape: matrix.shape, scalars: matrix.scalars.map { Float($0) })
  }
}

extension Tensor {
  /// Whether two tensors have the same shape and equal elements.
  ///
  /// - Parameters:
  ///   - left: A tensor.
  ///   - right: Another tensor.
  /// - Returns: Whether they are equal; never where an element is not a number.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    left.shape == right.shape && left.storage == right.storage
  }

  /// The same numbers, on no tape: no gradient flows through them.
  public var detached: Tensor { placed(nil) }

  /// The same numbers at a place on a tape.
  func placed(_ place: Tape.Place?) -> Tensor {
    var tensor = self
    tensor.place = place
    return tensor
  }

  /// A tensor of zeros with the same shape.
  var zeros: Tensor { Tensor(shape: shape, scalars: Array(repeating: 0, count: count)) }
}

extension Tensor: ExpressibleByArrayLiteral {
  /// An element of a nested literal: a number or a list.
  public typealias Literal = Nested<Double>

  /// Makes a tensor of a nested literal.
  ///
  /// - Parameter elements: Numbers or lists; lists of the same depth have the same length.
  /// - Precondition: The literal is not ragged.
  public init(arrayLiteral elements: Literal...) {
    self = orTrap { () throws(TensorError) in try Checked.tensor(.list(elements)) }
  }
}

extension Checked {
  /// A tensor of nested numbers: see ``Tensor/init(_:)``.
  package static func tensor(_ nested: Nested<Double>) throws(TensorError) -> Tensor {
    let (shape, numbers) = try nested.flattened()
    _ = try Shape.count(shape, operation: "Tensor")
    return Tensor(shape: shape, scalars: numbers.map { Float($0) })
  }

  /// A tensor of elements in row-major order: see ``Tensor/init(shape:scalars:)``.
  package static func tensor(shape: [Int], scalars: [Float]) throws(TensorError) -> Tensor {
    guard try Shape.count(shape, operation: "Tensor") == scalars.count else {
      throw .elementCount(operation: "Tensor", found: scalars.count, shape: shape)
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
