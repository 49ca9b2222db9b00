extension ShapedArray {
  /// The largest element; NaN if any element is NaN.
  ///
  /// - Returns: The element.
  /// - Precondition: There is an element.
  public func max() -> Scalar {
    orTrap { () throws(TensorError) in try Checked.max(self) }
  }

  /// The smallest element; NaN if any element is NaN.
  ///
  /// - Returns: The element.
  /// - Precondition: There is an element.
  public func min() -> Scalar {
    orTrap { () throws(TensorError) in try Checked.min(self) }
  }

  /// The sum of all elements, 0 if there are none.
  ///
  /// Floating-point elements are added in double precision in a fixed order, and the sum is
  /// rounded once: element `i` goes to lane `i mod 8`, and lane `l` then gets lane `l + 4`,
  /// `l + 2` and `l + 1`.
  ///
  /// - Returns: The sum.
  /// - Precondition: A sum of integers fits a 64-bit integer.
  public func sum() -> Scalar {
    orTrap { () throws(TensorError) in try Checked.sum(self) }
  }
}

extension Checked {
  /// The largest element: see ``ShapedArray/max()``.
  package static func max<A: ShapedArray>(_ array: A) throws(TensorError) -> A.Scalar {
    try extreme(of: array, operation: "max") { $0 > $1 }
  }

  /// The smallest element: see ``ShapedArray/min()``.
  package static func min<A: ShapedArray>(_ array: A) throws(TensorError) -> A.Scalar {
    try extreme(of: array, operation: "min") { $0 < $1 }
  }

  /// The sum of all elements: see ``ShapedArray/sum()``.
  package static func sum<A: ShapedArray>(_ array: A) throws(TensorError) -> A.Scalar {
    guard let sum = A.Scalar.orderedSum(array.scalars) else { throw .overflow(operation: "sum") }
    return sum
  }

  /// The first element that no other beats; defined by comparison, so that ±0 are equal.
  private static func extreme<A: ShapedArray>(
    of array: A, operation: String, _ beats: (A.Scalar, A.Scalar) -> Bool
  ) throws(TensorError) -> A.Scalar {
    guard var best = array.scalars.first else {
      throw .empty(operation: operation, shape: array.shape)
    }
    for scalar in array.scalars {
      if scalar.isNotANumber { return scalar }
      if beats(scalar, best) { best = scalar }
    }
    return best
  }
}
