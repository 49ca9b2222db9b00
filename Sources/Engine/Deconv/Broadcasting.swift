extension Shape {
  /// The common shape of two operands.
  ///
  /// Shapes are aligned at their last axes; two sizes fit if they are equal or one of them is 1.
  static func broadcast(
    _ left: [Int], _ right: [Int], operation: String
  ) throws(TensorError) -> [Int] {
    let rank = max(left.count, right.count)
    let a = Array(repeating: 1, count: rank - left.count) + left
    let b = Array(repeating: 1, count: rank - right.count) + right
    guard zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
      throw .shapes(
        operation: operation, left: left, right: right,
        rule: "aligned at their last axes, two sizes must be equal or one of them 1")
    }
    return zip(a, b).map { $0 == 1 ? $1 : $0 }
  }
}

extension ShapedArray {
  /// The array with the operand's elements repeated along the axes that it lacks.
  ///
  /// The caller has found `target` with `Shape.broadcast`.
  func repeated(to target: [Int]) -> Self {
    guard shape != target else { return self }
    let sizes = Array(repeating: 1, count: target.count - rank) + shape
    let strides = Shape.strides(sizes)
    let steps = target.indices.map { sizes[$0] == 1 ? 0 : strides[$0] }
    var offsets = [0]
    for axis in target.indices {
      offsets = offsets.flatMap { start in
        (0..<target[axis]).map { start + $0 * steps[axis] }
      }
    }
    return Self(shape: target, scalars: offsets.map { scalars[$0] })
  }

  /// Combines the elements of two arrays, repeating them along axes of size 1.
  static func combine(
    _ left: Self, _ right: Self, operation: String, _ combine: (Scalar, Scalar) -> Scalar
  ) throws(TensorError) -> Self {
    let shape = try Shape.broadcast(left.shape, right.shape, operation: operation)
    _ = try Shape.count(shape, operation: operation)
    let a = left.repeated(to: shape).scalars
    let b = right.repeated(to: shape).scalars
    return Self(shape: shape, scalars: zip(a, b).map(combine))
  }

  /// Replaces each element.
  func map(_ transform: (Scalar) -> Scalar) -> Self {
    Self(shape: shape, scalars: scalars.map(transform))
  }
}

extension Checked {
  /// The sums of elements, with broadcasting: the operator `+`.
  package static func add<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try A.combine(left, right, operation: "+") { $0 + $1 }
  }

  /// The differences of elements, with broadcasting: the operator `-`.
  package static func subtract<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try A.combine(left, right, operation: "-") { $0 - $1 }
  }

  /// The products of elements, with broadcasting: the operator `*`.
  package static func multiply<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try A.combine(left, right, operation: "*") { $0 * $1 }
  }

  /// The quotients of elements, with broadcasting: the operator `/`.
  package static func divide<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try A.combine(left, right, operation: "/") { $0 / $1 }
  }
}
