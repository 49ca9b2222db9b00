extension Tensor {
  /// The sums along one axis.
  ///
  /// Each sum starts at +0 in double precision, gets its terms in the order of the axis, and is
  /// rounded once.
  ///
  /// - Parameters:
  ///   - axis: The axis, from 0.
  ///   - keepingAxis: Whether the axis stays, with the size 1, so that the result can be broadcast
  ///     against the tensor.
  /// - Returns: A tensor with one axis less, or of the same rank.
  /// - Precondition: The tensor has the axis.
  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.sum(self, axis: axis, keepingAxis: keepingAxis)
    }
  }

  /// The means along one axis.
  ///
  /// Each is a sum in double precision in the order of the axis, divided, and rounded once.
  ///
  /// - Parameters:
  ///   - axis: The axis, from 0.
  ///   - keepingAxis: Whether the axis stays, with the size 1, so that the result can be broadcast
  ///     against the tensor.
  /// - Returns: A tensor with one axis less, or of the same rank.
  /// - Precondition: The tensor has the axis, and the axis has an element.
  public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.mean(self, axis: axis, keepingAxis: keepingAxis)
    }
  }

  /// The sum of all elements as a tensor of rank 0, through which a gradient flows.
  ///
  /// The number is that of ``ShapedArray/sum()``, bit for bit.
  ///
  /// - Returns: The sum.
  public func total() -> Tensor {
    orTrap { () throws(TensorError) in try Checked.total(self) }
  }
}

extension Checked {
  /// The sums along one axis: see ``Tensor/sum(axis:keepingAxis:)``.
  package static func sum(
    _ x: Tensor, axis: Int, keepingAxis: Bool = false
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      AxisReductionOperation(axis: axis, keepsAxis: keepingAxis, isMean: false), to: [x])
  }

  /// The means along one axis: see ``Tensor/mean(axis:keepingAxis:)``.
  package static func mean(
    _ x: Tensor, axis: Int, keepingAxis: Bool = false
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      AxisReductionOperation(axis: axis, keepsAxis: keepingAxis, isMean: true), to: [x])
  }

  /// The sum of all elements as a tensor of rank 0: see ``Tensor/total()``.
  package static func total(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(TotalOperation(), to: [x])
  }
}
