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
  public var flattened: Self { Self(shape: [count], scalars: scalars) }

  /// The array with its axes in reverse order; the transpose of a matrix.
  public var T: Self {
    guard rank > 1 else { return self }
    let reversed = Array(shape.reversed())
    let strides = Array(Shape.strides(shape).reversed())
    var result: [Scalar] = []
    result.reserveCapacity(count)
    var index = Array(repeating: 0, count: rank)
    var offset = 0
    for _ in 0..<count {
      result.append(scalars[offset])
      var axis = rank - 1
      while axis >= 0 {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < reversed[axis] { break }
        offset -= strides[axis] * reversed[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return Self(shape: reversed, scalars: result)
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
    var shape = shape
    if let free = shape.firstIndex(of: -1) {
      shape[free] = 1
      let known = try Shape.count(shape, operation: "reshaped")
      shape[free] = known == 0 ? 0 : array.count / known
    }
    guard try Shape.count(shape, operation: "reshaped") == array.count else {
      throw .elementCount(operation: "reshaped", found: array.count, shape: shape)
    }
    return A(shape: shape, scalars: array.scalars)
  }

  /// The part at one index of the first axis: see ``ShapedArray/row(_:)``.
  package static func row<A: ShapedArray>(_ array: A, _ index: Int) throws(TensorError) -> A {
    let (_, size, inner) = try Shape.split(array.shape, axis: 0, operation: "row")
    guard 0 <= index, index < size else {
      throw .index(operation: "row", index: index, axis: 0, shape: array.shape)
    }
    let elements = array.scalars[index * inner..<(index + 1) * inner]
    return A(shape: Array(array.shape.dropFirst()), scalars: Array(elements))
  }

  /// A range of one axis: see ``ShapedArray/slice(axis:from:to:)``.
  package static func slice<A: ShapedArray>(
    _ array: A, axis: Int, from: Int, to: Int
  ) throws(TensorError) -> A {
    let (outer, size, inner) = try Shape.split(array.shape, axis: axis, operation: "slice")
    guard 0 <= from, from <= to, to <= size else {
      throw .range(operation: "slice", from: from, to: to, axis: axis, shape: array.shape)
    }
    var shape = array.shape
    shape[axis] = to - from
    var result: [A.Scalar] = []
    result.reserveCapacity(outer * (to - from) * inner)
    for block in 0..<outer {
      let start = block * size * inner
      result += array.scalars[start + from * inner..<start + to * inner]
    }
    return A(shape: shape, scalars: result)
  }
}
