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

/// How an operand is repeated to a larger shape: in runs of neighbours of the larger shape, along
/// which the operand either advances element by element or stands still.
struct BroadcastRuns {
  /// The elements of the larger shape in one run.
  let length: Int
  /// Whether the operand advances along a run.
  let advances: Bool
  private let outer: [Int]
  private let steps: [Int]

  /// Finds the longest runs.
  ///
  /// - Parameters:
  ///   - shape: The operand's shape.
  ///   - target: The larger shape, which the caller has found with `Shape.broadcast`.
  init(of shape: [Int], in target: [Int]) {
    let sizes = Array(repeating: 1, count: target.count - shape.count) + shape
    let strides = Shape.strides(sizes)
    var axis = target.count
    // An axis of size 1 in both shapes goes with either kind of run.
    while axis > 0, sizes[axis - 1] == target[axis - 1] { axis -= 1 }
    advances = target[axis...].contains { $0 != 1 }
    if !advances {
      while axis > 0, sizes[axis - 1] == 1 { axis -= 1 }
    }
    length = target[axis...].reduce(1, *)
    outer = Array(target[..<axis])
    steps = outer.indices.map { sizes[$0] == 1 ? 0 : strides[$0] }
  }

  /// Calls back with the operand's place at the start of each run, in the order of the larger
  /// shape.
  @inline(__always)
  func forEach(_ body: (_ start: Int) -> Void) {
    var index = Array(repeating: 0, count: outer.count)
    var offset = 0
    for _ in 0..<outer.reduce(1, *) {
      body(offset)
      var axis = outer.count - 1
      while axis >= 0 {
        index[axis] += 1
        offset += steps[axis]
        if index[axis] < outer[axis] { break }
        offset -= steps[axis] * outer[axis]
        index[axis] = 0
        axis -= 1
      }
    }
  }
}

extension ShapedArray {
  /// The elements, repeated along the axes that the array lacks or that have the size 1.
  ///
  /// The caller has found `target` with `Shape.broadcast`.
  func repeated(to target: [Int]) -> [Scalar] {
    guard shape != target else { return scalars }
    let runs = BroadcastRuns(of: shape, in: target)
    let scalars = scalars
    var result: [Scalar] = []
    result.reserveCapacity(target.reduce(1, *))
    // Where a run is empty there may be no element to repeat.
    guard runs.length > 0 else { return result }
    runs.forEach { start in
      if runs.advances {
        result += scalars[start..<start + runs.length]
      } else {
        result += repeatElement(scalars[start], count: runs.length)
      }
    }
    return result
  }

  /// Combines the elements of two arrays, repeating them along axes of size 1.
  static func combine(
    _ left: Self, _ right: Self, operation: String, _ combine: (Scalar, Scalar) -> Scalar
  ) throws(TensorError) -> Self {
    let shape = try Shape.broadcast(left.shape, right.shape, operation: operation)
    _ = try Shape.count(shape, operation: operation)
    var result = left.repeated(to: shape)
    let other = right.repeated(to: shape)
    for index in result.indices { result[index] = combine(result[index], other[index]) }
    return Self(shape: shape, scalars: result)
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
    try arithmetic(.add, left, right)
  }

  /// The differences of elements, with broadcasting: the operator `-`.
  package static func subtract<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try arithmetic(.subtract, left, right)
  }

  /// The products of elements, with broadcasting: the operator `*`.
  package static func multiply<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try arithmetic(.multiply, left, right)
  }

  /// The quotients of elements, with broadcasting: the operator `/`.
  package static func divide<A: ShapedArray>(_ left: A, _ right: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try arithmetic(.divide, left, right)
  }

  /// An operator on the elements of two arrays, with broadcasting.
  package static func arithmetic<A: ShapedArray>(
    _ symbol: ArithmeticOperator, _ left: A, _ right: A
  ) throws(TensorError) -> A where A.Scalar: FloatingPoint {
    let operation = ArithmeticOperation(symbol)
    return try operation.applied(to: [left, right]) { arrays throws(TensorError) in
      try operation.computed(arrays)
    }
  }

  /// An operator on each element of an array and a number on the right.
  package static func arithmetic<A: ShapedArray>(
    _ symbol: ArithmeticOperator, _ left: A, _ right: A.Scalar
  ) throws(TensorError) -> A where A.Scalar: FloatingPoint {
    let operation = ScalarArithmeticOperation(symbol, right.doubleValue, on: .right)
    return try operation.applied(to: [left]) { arrays in operation.computed(arrays[0], right) }
  }

  /// An operator on a number on the left and each element of an array.
  package static func arithmetic<A: ShapedArray>(
    _ symbol: ArithmeticOperator, _ left: A.Scalar, _ right: A
  ) throws(TensorError) -> A where A.Scalar: FloatingPoint {
    let operation = ScalarArithmeticOperation(symbol, left.doubleValue, on: .left)
    return try operation.applied(to: [right]) { arrays in operation.computed(arrays[0], left) }
  }

  /// The elements with the opposite sign: the operator `-`.
  package static func negative<A: ShapedArray>(_ array: A) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    try NegationOperation().applied(to: [array]) { arrays in arrays[0].map { -$0 } }
  }
}
