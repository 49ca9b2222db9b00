package import DeconvKernels

/// The matrix product of two tensors of rank 1 or 2.
///
/// A tensor of rank 1 is a row on the left and a column on the right; the result lacks that axis,
/// so the product of two vectors has rank 0.
///
/// **Numerics.** Each element starts at +0, adds its products in the order of the inner index by
/// fused multiply-add, and +0 last: the product with a convolution matrix or its transpose has the
/// bits of the convolution or the transposed convolution.
///
/// - Parameters:
///   - a: The left operand, `[m, n]` or `[n]`.
///   - b: The right operand, `[n, k]` or `[n]`.
/// - Returns: The product, `[m, k]` without the axes that the operands lack.
/// - Precondition: The inner sizes are equal.
/// - Complexity: O(m · n · k) multiply-adds.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.matmul(a, b) }
}

/// The matrix product of two matrices, in double precision.
///
/// - Parameters:
///   - a: The left operand, `[m, n]`.
///   - b: The right operand, `[n, k]`.
/// - Returns: The product, `[m, k]`, accumulated in the order of the inner index as for tensors.
/// - Precondition: The inner sizes are equal.
/// - Complexity: O(m · n · k) multiply-adds.
public func matmul(_ a: Matrix, _ b: Matrix) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.matmul(a, b) }
}

/// The largest absolute difference of two elements at the same place; NaN if a difference is NaN.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor, of the same shape.
/// - Returns: The difference, 0 for tensors without elements.
/// - Precondition: The shapes are equal.
public func maxAbsDifference(_ a: Tensor, _ b: Tensor) -> Float {
  orTrap { () throws(TensorError) in try Checked.maxAbsDifference(a, b) }
}

/// The largest absolute difference of two elements at the same place; NaN if a difference is NaN.
///
/// - Parameters:
///   - a: The first matrix.
///   - b: The second matrix, of the same shape.
/// - Returns: The difference, 0 for matrices without elements.
/// - Precondition: The shapes are equal.
public func maxAbsDifference(_ a: Matrix, _ b: Matrix) -> Double {
  orTrap { () throws(TensorError) in try Checked.maxAbsDifference(a, b) }
}

extension Tensor {
  /// The mean of all elements: the sum in double precision, divided, rounded once.
  ///
  /// - Returns: The mean.
  /// - Precondition: There is an element.
  public func mean() -> Float {
    orTrap { () throws(TensorError) in try Checked.mean(self) }
  }

  /// The absolute values of the elements.
  ///
  /// - Returns: A tensor of the same shape.
  public func abs() -> Tensor {
    orTrap { () throws(TensorError) in try Checked.abs(self) }
  }
}

extension Matrix {
  /// The mean of all elements: the sum divided by the count.
  ///
  /// - Returns: The mean.
  /// - Precondition: There is an element.
  public func mean() -> Double {
    orTrap { () throws(TensorError) in try Checked.mean(self) }
  }

  /// The absolute values of the elements.
  ///
  /// - Returns: A matrix of the same shape.
  public func abs() -> Matrix { map(\.magnitude) }
}

extension Checked {
  /// The matrix product: see ``Deconv/matmul(_:_:)-(Tensor,Tensor)``.
  package static func matmul<A: ShapedArray>(
    _ a: A, _ b: A
  ) throws(TensorError) -> A where A.Scalar: KernelScalar {
    let operation = MatrixProductOperation()
    return try operation.applied(to: [a, b]) { arrays throws(TensorError) in
      try operation.computed(arrays)
    }
  }

  /// The absolute values of the elements: see ``Tensor/abs()``.
  package static func abs(_ tensor: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(MagnitudeOperation(), to: [tensor])
  }

  /// The largest absolute difference: see ``Deconv/maxAbsDifference(_:_:)-(Tensor,Tensor)``.
  package static func maxAbsDifference<A: ShapedArray>(
    _ a: A, _ b: A
  ) throws(TensorError) -> A.Scalar where A.Scalar: FloatingPoint {
    guard a.shape == b.shape else {
      throw .shapes(
        operation: "maxAbsDifference", left: a.shape, right: b.shape, rule: "they must be equal")
    }
    var largest: A.Scalar = 0
    for (left, right) in zip(a.scalars, b.scalars) where left != right {
      let difference = (left - right).magnitude
      if difference.isNaN { return .nan }
      if difference > largest { largest = difference }
    }
    return largest
  }

  /// The mean of all elements: see ``Tensor/mean()``.
  package static func mean<A: ShapedArray>(_ array: A) throws(TensorError) -> A.Scalar
  where A.Scalar: BinaryFloatingPoint {
    guard array.count > 0 else { throw .empty(operation: "mean", shape: array.shape) }
    guard let sum = Double.orderedSum(array.scalars.map(\.doubleValue)) else {
      throw .overflow(operation: "mean")
    }
    return A.Scalar(sum / Double(array.count))
  }
}
