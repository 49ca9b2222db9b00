import DeconvKernels

/// The matrix product of two arrays of rank 1 or 2.
///
/// Inputs: the left and the right operand; one of rank 1 is a row on the left and a column on the
/// right. The gradients are matrix products with the transposed other operand, accumulated as the
/// product itself: in the order of the inner index by fused multiply-add.
package struct MatrixProductOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "matmul" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    try computed(inputs)
  }

  /// Multiplies two arrays of any numbers that the kernels know.
  func computed<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A
  where A.Scalar: KernelScalar {
    let (a, b) = (inputs[0], inputs[1])
    let (rows, inner, columns) = try Self.sizes(a.shape, b.shape)
    let product = ArrayKernels.multiply(
      a.scalars, b.scalars, rows: rows, inner: inner, columns: columns)
    return A(shape: Array(a.shape.dropLast() + b.shape.dropFirst()), scalars: product)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (a, b) = (pass.inputs[0], pass.inputs[1])
    let (rows, inner, columns) = try Self.sizes(a.shape, b.shape)
    let gradient = pass.gradient.scalars
    let left = try pass.wanted(0) { () throws(TensorError) in
      let turned = try Self.transposed(b, rows: inner, columns: columns)
      return A(
        shape: a.shape,
        scalars: ArrayKernels.multiply(
          gradient, turned, rows: rows, inner: columns, columns: inner))
    }
    let right = try pass.wanted(1) { () throws(TensorError) in
      let turned = try Self.transposed(a, rows: rows, columns: inner)
      return A(
        shape: b.shape,
        scalars: ArrayKernels.multiply(
          turned, gradient, rows: inner, inner: rows, columns: columns))
    }
    return [left, right]
  }

  package func multiplyAdds(inputs: [[Int]], output: [Int]) -> Int {
    output.reduce(inputs[0].last ?? 0, *)
  }

  private static func transposed<A: RealArray>(
    _ array: A, rows: Int, columns: Int
  ) throws(TensorError) -> [A.Scalar] {
    let matrix = A(shape: [rows, columns], scalars: array.scalars)
    return try TransposeOperation().rearranged([matrix]).scalars
  }

  /// The sizes of the operands as matrices.
  private static func sizes(
    _ a: [Int], _ b: [Int]
  ) throws(TensorError) -> (rows: Int, inner: Int, columns: Int) {
    for (argument, shape) in [("left operand", a), ("right operand", b)] {
      guard (1...2).contains(shape.count) else {
        throw .rank(
          operation: "matmul", argument: argument, shape: shape, expected: "of rank 1 or 2")
      }
    }
    let inner = a[a.count - 1]
    guard inner == b[0] else {
      throw .shapes(
        operation: "matmul", left: a, right: b,
        rule: "the last size of the left must equal the first of the right")
    }
    let (rows, columns) = (a.count == 2 ? a[0] : 1, b.count == 2 ? b[1] : 1)
    _ = try Shape.count([rows, columns], operation: "matmul")
    return (rows, inner, columns)
  }
}
