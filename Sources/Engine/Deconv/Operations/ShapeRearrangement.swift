/// An operation that puts elements elsewhere and computes nothing.
///
/// So it works on arrays of any numbers, ``Counts`` too, through which no gradient flows.
package protocol Rearrangement: Operation {
  /// Puts the elements into their new places.
  ///
  /// - Parameter inputs: The inputs.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the inputs do not fit the operation.
  func rearranged<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A
}

extension Rearrangement {
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    try rearranged(inputs)
  }

  /// Applies the rearrangement to an array of any kind, a tensor by way of its tape.
  func applied<A: ShapedArray>(to array: A) throws(TensorError) -> A {
    try applied(to: [array]) { arrays throws(TensorError) in try rearranged(arrays) }
  }
}

extension Operation {
  /// Applies the operation to arrays of any kind.
  ///
  /// What is written once for tensors, matrices and counts does not know statically that it has
  /// tensors; a tape may be recording them all the same.
  ///
  /// - Parameters:
  ///   - arrays: The inputs.
  ///   - compute: The operation for arrays that no tape records.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the inputs do not fit the operation.
  func applied<A: ShapedArray>(
    to arrays: [A], _ compute: ([A]) throws(TensorError) -> A
  ) throws(TensorError) -> A {
    if let tensors = arrays as? [Tensor], let output = try Tape.apply(self, to: tensors) as? A {
      return output
    }
    return try compute(arrays)
  }
}
