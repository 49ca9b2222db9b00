/// The same elements in another shape.
///
/// Input: the array. One size of the shape may be −1 and is then found from the count.
package struct ReshapeOperation: Rearrangement {
  let shape: [Int]

  /// Describes the operation.
  ///
  /// - Parameter shape: The new sizes.
  package init(shape: [Int]) {
    self.shape = shape
  }

  package var name: String { shape == [-1] ? "flattened" : "reshaped" }

  package var settingsText: String { shape == [-1] ? "" : "\(shape)" }

  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    let array = inputs[0]
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

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [A(shape: pass.inputs[0].shape, scalars: pass.gradient.scalars)]
  }
}

/// The axes in reverse order.
///
/// Input: the array. It is its own gradient.
package struct TransposeOperation: Rearrangement {
  /// Describes the operation.
  package init() {}

  package var name: String { "T" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    let array = inputs[0]
    guard array.rank > 1 else { return array }
    let reversed = Array(array.shape.reversed())
    let strides = Array(Shape.strides(array.shape).reversed())
    let scalars = array.scalars
    var result: [A.Scalar] = []
    result.reserveCapacity(scalars.count)
    var index = Array(repeating: 0, count: reversed.count)
    var offset = 0
    for _ in 0..<scalars.count {
      result.append(scalars[offset])
      var axis = reversed.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < reversed[axis] { break }
        offset -= strides[axis] * reversed[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return A(shape: reversed, scalars: result)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [try rearranged([pass.gradient])]
  }
}

/// The part at one index of the first axis, without that axis.
///
/// Input: the array. The gradient is zero everywhere else.
package struct RowOperation: Rearrangement {
  let index: Int

  /// Describes the operation.
  ///
  /// - Parameter index: The index, from 0.
  package init(_ index: Int) {
    self.index = index
  }

  package var name: String { "row" }

  package var settingsText: String { "\(index)" }

  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    let array = inputs[0]
    let (_, size, inner) = try Shape.split(array.shape, axis: 0, operation: "row")
    guard 0 <= index, index < size else {
      throw .index(operation: "row", index: index, axis: 0, shape: array.shape)
    }
    let elements = array.scalars[index * inner..<(index + 1) * inner]
    return A(shape: Array(array.shape.dropFirst()), scalars: Array(elements))
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (shape, row) = (pass.inputs[0].shape, pass.gradient)
    let before = [A.Scalar](repeating: 0, count: index * row.count)
    let after = [A.Scalar](repeating: 0, count: (shape[0] - 1 - index) * row.count)
    return [A(shape: shape, scalars: before + row.scalars + after)]
  }
}

/// A range of one axis; the other axes stay whole.
///
/// Input: the array. The gradient is zero outside of the range.
package struct SliceOperation: Rearrangement {
  let axis: Int
  let from: Int
  let to: Int

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - axis: The axis, from 0.
  ///   - from: The first index of the range.
  ///   - to: The index behind the range.
  package init(axis: Int, from: Int, to: Int) {
    self.axis = axis
    self.from = from
    self.to = to
  }

  package var name: String { "slice" }

  package var settingsText: String { "axis: \(axis), from: \(from), to: \(to)" }

  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    let array = inputs[0]
    let (outer, size, inner) = try Shape.split(array.shape, axis: axis, operation: "slice")
    guard 0 <= from, from <= to, to <= size else {
      throw .range(operation: "slice", from: from, to: to, axis: axis, shape: array.shape)
    }
    var shape = array.shape
    shape[axis] = to - from
    let scalars = array.scalars
    var result: [A.Scalar] = []
    result.reserveCapacity(outer * (to - from) * inner)
    for block in 0..<outer {
      let start = block * size * inner
      result += scalars[start + from * inner..<start + to * inner]
    }
    return A(shape: shape, scalars: result)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let shape = pass.inputs[0].shape
    let (outer, size, inner) = try Shape.split(shape, axis: axis, operation: "slice")
    let before = [A.Scalar](repeating: 0, count: from * inner)
    let after = [A.Scalar](repeating: 0, count: (size - to) * inner)
    let (part, scalars) = ((to - from) * inner, pass.gradient.scalars)
    var result: [A.Scalar] = []
    result.reserveCapacity(outer * size * inner)
    for block in 0..<outer {
      result += before
      result += scalars[block * part..<(block + 1) * part]
      result += after
    }
    return [A(shape: shape, scalars: result)]
  }
}

/// The array turned by 180° in the plane of its last two axes.
///
/// Input: the array. It is its own gradient.
package struct FlipOperation: Rearrangement {
  /// Describes the operation.
  package init() {}

  package var name: String { "flipped" }

  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    let array = inputs[0]
    let plane = array.shape.suffix(2).reduce(1, *)
    guard array.count > 0, plane > 1 else { return array }
    let scalars = array.scalars
    var result: [A.Scalar] = []
    result.reserveCapacity(scalars.count)
    for start in stride(from: 0, to: scalars.count, by: plane) {
      result += scalars[start..<start + plane].reversed()
    }
    return A(shape: array.shape, scalars: result)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [try rearranged([pass.gradient])]
  }
}

/// Arrays behind each other along an axis.
///
/// Inputs: the arrays, one at least. Each gets its part of the gradient.
package struct ConcatenationOperation: Rearrangement {
  let axis: Int

  /// Describes the operation.
  ///
  /// - Parameter axis: The axis along which the arrays are put behind each other.
  package init(axis: Int) {
    self.axis = axis
  }

  package var name: String { "concatenated" }

  package var settingsText: String { axis == 0 ? "" : "axis: \(axis)" }

  package func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A {
    guard let first = inputs.first else { throw .empty(operation: "concatenated", shape: [0]) }
    let (outer, _, _) = try Shape.split(first.shape, axis: axis, operation: "concatenated")
    var shape = first.shape
    for array in inputs.dropFirst() {
      var other = array.shape
      if other.indices.contains(axis) { other[axis] = first.shape[axis] }
      guard other == first.shape else {
        throw .shapes(
          operation: "concatenated", left: first.shape, right: array.shape,
          rule: "all sizes but that of axis \(axis) must be equal")
      }
      shape[axis] += array.shape[axis]
    }
    let count = try Shape.count(shape, operation: "concatenated")
    var result: [A.Scalar] = []
    result.reserveCapacity(count)
    for block in 0..<outer {
      for array in inputs {
        let size = array.count / outer
        result += array.scalars[block * size..<(block + 1) * size]
      }
    }
    return A(shape: shape, scalars: result)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    var gradients: [A?] = []
    var start = 0
    for (index, input) in pass.inputs.enumerated() {
      let part = SliceOperation(axis: axis, from: start, to: start + input.shape[axis])
      gradients.append(
        try pass.wanted(index) { () throws(TensorError) in try part.rearranged([pass.gradient]) })
      start += input.shape[axis]
    }
    return gradients
  }
}
