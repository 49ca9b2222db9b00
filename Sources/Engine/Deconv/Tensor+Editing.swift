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
    let plane = shape.suffix(2).reduce(1, *)
    guard count > 0, plane > 1 else { return self }
    var result: [Float] = []
    result.reserveCapacity(count)
    for start in Swift.stride(from: 0, to: count, by: plane) {
      result += scalars[start..<start + plane].reversed()
    }
    return Tensor(shape: shape, scalars: result)
  }
}

/// Widths at the four sides of the last two axes of a tensor.
package struct Margins: Hashable, Sendable {
  package var top: Int
  package var left: Int
  package var bottom: Int
  package var right: Int

  /// Names the four widths.
  package init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }
}

extension Checked {
  /// Joins tensors along an axis: see ``Deconv/concatenated(_:axis:)``.
  package static func concatenated(
    _ tensors: [Tensor], axis: Int = 0
  ) throws(TensorError) -> Tensor {
    guard let first = tensors.first else { throw .empty(operation: "concatenated", shape: [0]) }
    let (outer, _, _) = try Shape.split(first.shape, axis: axis, operation: "concatenated")
    var shape = first.shape
    for tensor in tensors.dropFirst() {
      var other = tensor.shape
      if other.indices.contains(axis) { other[axis] = first.shape[axis] }
      guard other == first.shape else {
        throw .shapes(
          operation: "concatenated", left: first.shape, right: tensor.shape,
          rule: "all sizes but that of axis \(axis) must be equal")
      }
      shape[axis] += tensor.shape[axis]
    }
    let count = try Shape.count(shape, operation: "concatenated")
    var result: [Float] = []
    result.reserveCapacity(count)
    for block in 0..<outer {
      for tensor in tensors {
        let size = tensor.count / outer
        result += tensor.scalars[block * size..<(block + 1) * size]
      }
    }
    return Tensor(shape: shape, scalars: result)
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
    let plane = try Plane(tensor, margins, operation: "padded")
    let shape = try plane.shape(of: tensor, growing: 1, operation: "padded")
    let count = try Shape.count(shape, operation: "padded")
    var result = Array(repeating: value, count: count)
    let width = shape[tensor.rank - 1]
    let height = tensor.rank == 1 ? 1 : shape[tensor.rank - 2]
    for line in 0..<plane.planes * plane.rows {
      let (image, row) = line.quotientAndRemainder(dividingBy: plane.rows)
      let start = (image * height + margins.top + row) * width + margins.left
      let source = line * plane.columns
      result.replaceSubrange(
        start..<start + plane.columns, with: tensor.scalars[source..<source + plane.columns])
    }
    return Tensor(shape: shape, scalars: result)
  }

  /// The tensor without a margin: see ``Tensor/cropped(top:left:bottom:right:)``.
  package static func cropped(
    _ tensor: Tensor, _ margins: Margins
  ) throws(TensorError) -> Tensor {
    let plane = try Plane(tensor, margins, operation: "cropped")
    let shape = try plane.shape(of: tensor, growing: -1, operation: "cropped")
    var result: [Float] = []
    result.reserveCapacity(try Shape.count(shape, operation: "cropped"))
    for image in 0..<plane.planes {
      for row in margins.top..<plane.rows - margins.bottom {
        let start = (image * plane.rows + row) * plane.columns
        result += tensor.scalars[start + margins.left..<start + plane.columns - margins.right]
      }
    }
    return Tensor(shape: shape, scalars: result)
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

  /// The last two axes of a tensor that has margins there.
  private struct Plane {
    let planes: Int
    let rows: Int
    let columns: Int
    let margins: Margins

    init(_ tensor: Tensor, _ margins: Margins, operation: String) throws(TensorError) {
      guard tensor.rank >= 1 else {
        throw .rank(
          operation: operation, argument: "tensor", shape: tensor.shape,
          expected: "of rank 1 at least")
      }
      let sides = [
        ("top margin", margins.top), ("left margin", margins.left),
        ("bottom margin", margins.bottom), ("right margin", margins.right),
      ]
      for (side, width) in sides {
        let isMissing = tensor.rank == 1 && (side == "top margin" || side == "bottom margin")
        guard 0...(isMissing ? 0 : Shape.maximumCount) ~= width else {
          throw .argument(
            operation: operation, argument: side, value: width,
            expected: isMissing
              ? "0 for a tensor of rank 1" : "between 0 and \(Shape.maximumCount)")
        }
      }
      columns = tensor.shape[tensor.rank - 1]
      rows = tensor.rank == 1 ? 1 : tensor.shape[tensor.rank - 2]
      planes = tensor.shape.dropLast(2).reduce(1, *)
      self.margins = margins
    }

    func shape(
      of tensor: Tensor, growing sign: Int, operation: String
    ) throws(TensorError) -> [Int] {
      var shape = tensor.shape
      shape[tensor.rank - 1] += sign * (margins.left + margins.right)
      if tensor.rank > 1 { shape[tensor.rank - 2] += sign * (margins.top + margins.bottom) }
      for (axis, size) in shape.enumerated() where size < 0 {
        let isColumn = axis == tensor.rank - 1
        throw .range(
          operation: operation, from: isColumn ? margins.left : margins.top,
          to: tensor.shape[axis] - (isColumn ? margins.right : margins.bottom), axis: axis,
          shape: tensor.shape)
      }
      return shape
    }
  }
}
