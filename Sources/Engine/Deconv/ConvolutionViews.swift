import DeconvKernels

/// The matrix of a convolution: its product with a flattened input is the flattened output.
///
/// Row `o` holds the kernel at the pixels that output element `o` reads. The product with the
/// transposed matrix is the transposed convolution. For one axis and stride 1 the matrix is a
/// Toeplitz matrix, for two it is a block-Toeplitz matrix of Toeplitz blocks.
///
/// - Parameters:
///   - kernel: The kernel, `[K]` or `[Kh, Kw]`.
///   - input: The size of the input, for every axis of the kernel or for each.
///   - stride: The step of the kernel, for every axis or for each.
///   - padding: The zeros at both ends, for every axis or for each.
///   - dilation: The distance of two taps of the kernel, for every axis or for each.
/// - Returns: A tensor of one row for each output element and one column for each input element.
/// - Precondition: The kernel fits into the padded input.
/// - Complexity: O(size of the result).
public func convolutionMatrix(
  _ kernel: Tensor, input: some PerAxis, stride: some PerAxis = 1, padding: some PerAxis = 0,
  dilation: some PerAxis = 1
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding.axisValues, dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.convolutionMatrix(kernel, input: input.axisValues, settings)
  }
}

/// The tensor with `stride − 1` zeros between its elements, along its last two axes.
///
/// The convolution of the result, padded by `kernel − 1 − padding`, with the kernel turned by 180°
/// is the transposed convolution with that stride.
///
/// - Parameters:
///   - x: A tensor of rank 1, which has one axis to fill, or more.
///   - stride: The distance of two elements in the result, for both axes or for each.
/// - Returns: A tensor of the same rank; an axis of size `i` has `(i − 1) · stride + 1` elements.
/// - Precondition: The stride is at least 1.
public func zeroInserted(_ x: Tensor, stride: some PerAxis) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.zeroInserted(x, stride: stride.axisValues) }
}

/// How many input elements reach each output element of a transposed convolution.
///
/// With an array of two numbers in any argument the result has two axes, otherwise one.
///
/// - Parameters:
///   - kernel: The size of the kernel, for every axis or for each.
///   - stride: The step of the stamps, for every axis or for each.
///   - input: The size of the input, for every axis or for each.
///   - padding: The elements cropped at both ends, for every axis or for each.
///   - outputPadding: The elements kept beyond the crop, for every axis or for each.
///   - dilation: The distance of two taps of the kernel, for every axis or for each.
/// - Returns: One count for each output element; 0 where no kernel reaches.
/// - Precondition: The settings are possible and the output has an element.
public func overlapCounts(
  kernel: some PerAxis, stride: some PerAxis, input: some PerAxis, padding: some PerAxis = 0,
  outputPadding: some PerAxis = 0, dilation: some PerAxis = 1
) -> Counts {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding.axisValues,
    outputPadding: outputPadding.axisValues, dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.overlapCounts(kernel: kernel.axisValues, input: input.axisValues, settings)
  }
}

/// The size of a convolution's output along one axis.
///
/// `floor((input + 2 · padding − dilation · (kernel − 1) − 1) / stride) + 1`, as in PyTorch and in
/// Dumoulin and Visin, arXiv:1603.07285.
///
/// - Parameters:
///   - input: The size of the input.
///   - kernel: The size of the kernel.
///   - stride: The step of the kernel.
///   - padding: The zeros at both ends.
///   - dilation: The distance of two taps of the kernel.
/// - Returns: The size of the output.
/// - Precondition: The kernel fits into the padded input.
public func outputSize(
  input: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1
) -> Int {
  orTrap { () throws(TensorError) in
    try Checked.outputSize(
      input: input, kernel: kernel, stride: stride, padding: padding, dilation: dilation)
  }
}

/// The size of a transposed convolution's output along one axis.
///
/// `(input − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1`, as in
/// PyTorch's `ConvTranspose2d`.
///
/// - Parameters:
///   - input: The size of the input.
///   - kernel: The size of the kernel.
///   - stride: The step of the stamps.
///   - padding: The elements cropped at both ends.
///   - outputPadding: The elements kept beyond the crop at the end; less than the larger of
///     stride and dilation.
///   - dilation: The distance of two taps of the kernel.
/// - Returns: The size of the output.
/// - Precondition: The settings are possible and the output has an element.
public func transposedOutputSize(
  input: Int, kernel: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
  dilation: Int = 1
) -> Int {
  orTrap { () throws(TensorError) in
    try Checked.transposedOutputSize(
      input: input, kernel: kernel, stride: stride, padding: padding,
      outputPadding: outputPadding, dilation: dilation)
  }
}

extension Checked {
  /// The matrix of a convolution: see
  /// ``Deconv/convolutionMatrix(_:input:stride:padding:dilation:)``.
  package static func convolutionMatrix(
    _ kernel: Tensor, input: AxisValues, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    let operation = "convolutionMatrix"
    guard (1...2).contains(kernel.rank) else {
      throw .rank(
        operation: operation, argument: "kernel", shape: kernel.shape,
        expected: "[K] or [Kh, Kw]")
    }
    let input = try input.values(kernel.rank, operation: operation, argument: "input")
    let axes = try settings.axes(
      input: input, kernel: kernel.shape, isTransposed: false, operation: operation)
    let (rows, columns) = (axes.count == 1 ? .single : axes[0], axes[axes.count - 1])
    let outputs = try Shape.count(axes.map(\.positions), operation: operation)
    let inputs = try Shape.count(input, operation: operation)
    let count = try Shape.count([outputs, inputs], operation: operation)
    var matrix = Array(repeating: Float(0), count: count)
    for row in 0..<rows.positions {
      for column in 0..<columns.positions {
        let line = (row * columns.positions + column) * inputs
        for rowTap in 0..<rows.kernel {
          guard let y = rows.pixel(position: row, tap: rowTap) else { continue }
          for columnTap in 0..<columns.kernel {
            guard let x = columns.pixel(position: column, tap: columnTap) else { continue }
            matrix[line + y * columns.pixels + x] =
              kernel.scalars[rowTap * columns.kernel + columnTap]
          }
        }
      }
    }
    return Tensor(shape: [outputs, inputs], scalars: matrix)
  }

  /// The tensor with zeros between its elements: see ``Deconv/zeroInserted(_:stride:)``.
  package static func zeroInserted(
    _ x: Tensor, stride: AxisValues
  ) throws(TensorError) -> Tensor {
    guard x.rank >= 1 else {
      throw .rank(
        operation: "zeroInserted", argument: "tensor", shape: x.shape,
        expected: "of rank 1 at least")
    }
    let axisCount = Swift.min(x.rank, 2)
    let strides = try stride.values(axisCount, operation: "zeroInserted", argument: "stride")
    let names: [Axis] = axisCount == 1 ? [.length] : [.height, .width]
    var shape = x.shape
    for (index, axis) in names.enumerated() {
      let place = x.rank - axisCount + index
      do throws(GeometryError) {
        shape[place] = try AxisGeometry.zeroInserted(
          count: x.shape[place], stride: strides[index], axis: axis)
      } catch {
        throw .geometry(operation: "zeroInserted", error)
      }
    }
    let count = try Shape.count(shape, operation: "zeroInserted")
    var result = Array(repeating: Float(0), count: count)
    let (columns, newColumns) = (x.shape[x.rank - 1], shape[x.rank - 1])
    let rows = axisCount == 1 ? 1 : x.shape[x.rank - 2]
    let newPlane = (axisCount == 1 ? 1 : shape[x.rank - 2]) * newColumns
    for (index, scalar) in x.scalars.enumerated() {
      let (line, column) = index.quotientAndRemainder(dividingBy: columns)
      let (plane, row) = line.quotientAndRemainder(dividingBy: rows)
      let y = axisCount == 1 ? 0 : row * strides[0]
      result[plane * newPlane + y * newColumns + column * strides[axisCount - 1]] = scalar
    }
    return Tensor(shape: shape, scalars: result)
  }

  /// How many input elements reach each output element: see
  /// ``Deconv/overlapCounts(kernel:stride:input:padding:outputPadding:dilation:)``.
  package static func overlapCounts(
    kernel: AxisValues, input: AxisValues, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Counts {
    let operation = "overlapCounts"
    let arguments = [
      input, kernel, settings.stride, settings.padding, settings.outputPadding, settings.dilation,
    ]
    let axisCount = arguments.lazy.compactMap(\.axisCount).first ?? 1
    guard (1...2).contains(axisCount) else {
      throw .argument(
        operation: operation, argument: "number of axes", value: axisCount, expected: "1 or 2")
    }
    let axes = try settings.axes(
      input: try input.values(axisCount, operation: operation, argument: "input"),
      kernel: try kernel.values(axisCount, operation: operation, argument: "kernel"),
      isTransposed: true, operation: operation)
    let shape = axes.map(\.pixels)
    _ = try Shape.count(shape, operation: operation)
    let columns = axes[axes.count - 1].overlapCounts()
    guard axisCount == 2 else { return Counts(shape: shape, scalars: columns) }
    // An output element is reached by every pair of a row that reaches it and a column.
    let counts = axes[0].overlapCounts().flatMap { row in columns.map { row * $0 } }
    return Counts(shape: shape, scalars: counts)
  }

  /// The size of a convolution's output: see
  /// ``Deconv/outputSize(input:kernel:stride:padding:dilation:)``.
  package static func outputSize(
    input: Int, kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1
  ) throws(TensorError) -> Int {
    do throws(GeometryError) {
      return try AxisGeometry.convolution(
        input: input, kernel: kernel, stride: stride, paddingStart: padding, paddingEnd: padding,
        dilation: dilation
      ).positions
    } catch {
      throw .geometry(operation: "outputSize", error)
    }
  }

  /// The size of a transposed convolution's output: see
  /// ``Deconv/transposedOutputSize(input:kernel:stride:padding:outputPadding:dilation:)``.
  package static func transposedOutputSize(
    input: Int, kernel: Int, stride: Int = 1, padding: Int = 0, outputPadding: Int = 0,
    dilation: Int = 1
  ) throws(TensorError) -> Int {
    do throws(GeometryError) {
      return try AxisGeometry.transposed(
        input: input, kernel: kernel, stride: stride, paddingStart: padding, paddingEnd: padding,
        outputPadding: outputPadding, dilation: dilation
      ).pixels
    } catch {
      throw .geometry(operation: "transposedOutputSize", error)
    }
  }
}
