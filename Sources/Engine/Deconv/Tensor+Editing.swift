/// Joins tensors along an axis.
///
/// - Parameters:
///   - tensors: The tensors, one at least; their shapes differ along the axis alone.
///   - axis: The axis along which they are put behind each other.
/// - Returns: The joined tensor.
/// - Precondition: There is a tensor, and the shapes fit.
public func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.concatenated(tensors, axis: axis) }
}

extension Tensor {
  /// The tensor with a margin of equal numbers on all sides of its last two axes.
  ///
  /// - Parameters:
  ///   - margin: The width of the margin, for both axes or for each.
  ///   - value: The numbers of the margin.
  /// - Returns: The larger tensor; a tensor of rank 1 has one axis to pad.
  /// - Precondition: The margin is not negative.
  public func padded(_ margin: some PerAxis, value: Float = 0) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.padded(self, try Checked.margins(self, margin.axisValues, "padded"), value: value)
    }
  }

  /// The tensor with a margin of equal numbers on some sides of its last two axes.
  ///
  /// - Parameters:
  ///   - top: The rows before the first.
  ///   - left: The columns before the first.
  ///   - bottom: The rows after the last.
  ///   - right: The columns after the last.
  ///   - value: The numbers of the margin.
  /// - Returns: The larger tensor; a tensor of rank 1 has only a left and a right side.
  /// - Precondition: No margin is negative.
  public func padded(
    top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0, value: Float = 0
  ) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.padded(
        self, Margins(top: top, left: left, bottom: bottom, right: right), value: value)
    }
  }

  /// The tensor without a margin on all sides of its last two axes.
  ///
  /// - Parameter margin: The width of the margin, for both axes or for each.
  /// - Returns: The smaller tensor; a tensor of rank 1 has one axis to crop.
  /// - Precondition: The margin is not negative and not larger than the tensor.
  public func cropped(_ margin: some PerAxis) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.cropped(self, try Checked.margins(self, margin.axisValues, "cropped"))
    }
  }

  /// The tensor without a margin on some sides of its last two axes.
  ///
  /// - Parameters:
  ///   - top: The rows to take away at the top.
  ///   - left: The columns to take away at the left.
  ///   - bottom: The rows to take away at the bottom.
  ///   - right: The columns to take away at the right.
  /// - Returns: The smaller tensor; a tensor of rank 1 has only a left and a right side.
  /// - Precondition: No margin is negative, and together they are not larger than the tensor.
  public func cropped(
    top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0
  ) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.cropped(self, Margins(top: top, left: left, bottom: bottom, right: right))
    }
  }

  /// The part of the tensor in these rows and columns of its last two axes.
  ///
  /// - Parameters:
  ///   - rows: The rows to keep.
  ///   - columns: The columns to keep.
  /// - Returns: The smaller tensor.
  /// - Precondition: The tensor has two axes at least, and the ranges lie inside of them.
  public func cropped(rows: Range<Int>, columns: Range<Int>) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.cropped(self, rows: rows, columns: columns)
    }
  }

  /// The tensor turned by 180° in the plane of its last two axes.
  ///
  /// - Returns: A tensor of the same shape; one of rank 1 is reversed.
  public func flipped() -> Tensor {
    orTrap { () throws(TensorError) in try Checked.flipped(self) }
  }
}

extension Checked {
  /// Joins tensors along an axis: see ``Deconv/concatenated(_:axis:)``.
  package static func concatenated(
    _ tensors: [Tensor], axis: Int = 0
  ) throws(TensorError) -> Tensor {
    try Tape.apply(ConcatenationOperation(axis: axis), to: tensors)
  }

  /// One width for each axis as widths at the four sides.
  package static func margins(
    _ tensor: Tensor, _ margin: AxisValues, _ operation: String
  ) throws(TensorError) -> Margins {
    let axes = Swift.min(tensor.rank, 2)
    let values = try margin.values(axes, operation: operation, argument: "margin")
    guard axes > 0 else { return Margins(top: 0, left: 0, bottom: 0, right: 0) }
    let (rows, columns) = (axes == 2 ? values[0] : 0, values[axes - 1])
    return Margins(top: rows, left: columns, bottom: rows, right: columns)
  }

  /// The tensor with a margin: see ``Tensor/padded(top:left:bottom:right:value:)``.
  package static func padded(
    _ tensor: Tensor, _ margins: Margins, value: Float = 0
  ) throws(TensorError) -> Tensor {
    try Tape.apply(PaddingOperation(margins, value: value), to: [tensor])
  }

  /// The tensor without a margin: see ``Tensor/cropped(top:left:bottom:right:)``.
  package static func cropped(
    _ tensor: Tensor, _ margins: Margins
  ) throws(TensorError) -> Tensor {
    try Tape.apply(CroppingOperation(margins), to: [tensor])
  }

  /// Rows and columns of a tensor: see ``Tensor/cropped(rows:columns:)``.
  package static func cropped(
    _ tensor: Tensor, rows: Range<Int>, columns: Range<Int>
  ) throws(TensorError) -> Tensor {
    let axis = tensor.rank - 1
    let band = try slice(
      tensor, axis: axis - 1, from: rows.lowerBound, to: rows.upperBound)
    return try slice(band, axis: axis, from: columns.lowerBound, to: columns.upperBound)
  }

  /// The tensor turned by 180°: see ``Tensor/flipped()``.
  package static func flipped(_ tensor: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(FlipOperation(), to: [tensor])
  }
}
