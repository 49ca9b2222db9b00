extension ShapedArray {
  /// The number of elements.
  public var count: Int { scalars.count }

  /// The number of axes.
  public var rank: Int { shape.count }

  /// The element at an index with one number for each axis.
  ///
  /// - Parameter indices: One index for each axis, from 0.
  /// - Precondition: Every index lies inside of its axis.
  public subscript(indices: Int...) -> Scalar {
    get { orTrap { () throws(TensorError) in try Checked.element(of: self, at: indices) } }
    set {
      orTrap { () throws(TensorError) in
        try Checked.setElement(of: &self, at: indices, to: newValue)
      }
    }
  }

  /// The same elements in another shape.
  ///
  /// - Parameter shape: The new sizes; one may be −1 and is then found from the count.
  /// - Returns: The array with the new shape.
  /// - Precondition: The elements fill the new shape exactly.
  public func reshaped(_ shape: Int...) -> Self {
    orTrap { () throws(TensorError) in try Checked.reshaped(self, shape) }
  }

  /// The same elements in another shape.
  ///
  /// - Parameter shape: The new sizes; one may be −1 and is then found from the count.
  /// - Returns: The array with the new shape.
  /// - Precondition: The elements fill the new shape exactly.
  public func reshaped(_ shape: [Int]) -> Self {
    orTrap { () throws(TensorError) in try Checked.reshaped(self, shape) }
  }

  /// All elements along one axis, in row-major order.
  public var flattened: Self {
    orTrap { () throws(TensorError) in try Checked.reshaped(self, [-1]) }
  }

  /// The array with its axes in reverse order; the transpose of a matrix.
  public var T: Self {
    orTrap { () throws(TensorError) in try TransposeOperation().applied(to: self) }
  }

  /// The part of the array at one index of the first axis, without that axis.
  ///
  /// - Parameter index: The index, from 0.
  /// - Returns: An array with one axis less.
  /// - Precondition: The index lies inside of the first axis.
  public func row(_ index: Int) -> Self {
    orTrap { () throws(TensorError) in try Checked.row(self, index) }
  }

  /// A range of one axis; the other axes stay whole.
  ///
  /// - Parameters:
  ///   - axis: The axis, from 0.
  ///   - from: The first index of the range.
  ///   - to: The index behind the range.
  /// - Returns: An array of the same rank.
  /// - Precondition: `0 <= from <= to <=` the size of the axis.
  public func slice(axis: Int, from: Int, to: Int) -> Self {
    orTrap { () throws(TensorError) in try Checked.slice(self, axis: axis, from: from, to: to) }
  }
}

extension Checked {
  /// The element at an index: see ``ShapedArray/subscript(_:)``.
  package static func element<A: ShapedArray>(
    of array: A, at indices: [Int]
  ) throws(TensorError) -> A.Scalar {
    array.scalars[try Shape.offset(indices, in: array.shape)]
  }

  /// Replaces the element at an index: see ``ShapedArray/subscript(_:)``.
  package static func setElement<A: ShapedArray>(
    of array: inout A, at indices: [Int], to value: A.Scalar
  ) throws(TensorError) {
    array.scalars[try Shape.offset(indices, in: array.shape)] = value
  }

  /// The same elements in another shape: see ``ShapedArray/reshaped(_:)``.
  package static func reshaped<A: ShapedArray>(
    _ array: A, _ shape: [Int]
  ) throws(TensorError) -> A {
    try ReshapeOperation(shape: shape).applied(to: array)
  }

  /// The part at one index of the first axis: see ``ShapedArray/row(_:)``.
  package static func row<A: ShapedArray>(_ array: A, _ index: Int) throws(TensorError) -> A {
    try RowOperation(index).applied(to: array)
  }

  /// A range of one axis: see ``ShapedArray/slice(axis:from:to:)``.
  package static func slice<A: ShapedArray>(
    _ array: A, axis: Int, from: Int, to: Int
  ) throws(TensorError) -> A {
    try SliceOperation(axis: axis, from: from, to: to).applied(to: array)
  }
}
