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
///   - padding: The zeros at both ends, for every axis or for each, or a rule: see ``Padding``.
///   - dilation: The distance of two taps of the kernel, for every axis or for each.
/// - Returns: A tensor of one row for each output element and one column for each input element.
/// - Precondition: The kernel fits into the padded input.
/// - Complexity: O(size of the result).
public func convolutionMatrix(
  _ kernel: Tensor, input: some PerAxis, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0,
  dilation: some PerAxis = 1
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding, dilation: dilation.axisValues)
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
///   - padding: The elements cropped at both ends, for every axis or for each, or a rule: see
///     ``Padding``.
///   - outputPadding: The elements kept beyond the crop, for every axis or for each.
///   - dilation: The distance of two taps of the kernel, for every axis or for each.
/// - Returns: One count for each output element; 0 where no kernel reaches.
/// - Precondition: The settings are possible and the output has an element.
public func overlapCounts(
  kernel: some PerAxis, stride: some PerAxis, input: some PerAxis,
  padding: some ConvolutionPadding = 0,
  outputPadding: some PerAxis = 0, dilation: some PerAxis = 1
) -> Counts {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding,
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
///   - padding: The zeros at both ends, or a rule: see ``Padding``.
///   - dilation: The distance of two taps of the kernel.
/// - Returns: The size of the output.
/// - Precondition: The kernel fits into the padded input.
public func outputSize(
  input: Int, kernel: Int, stride: Int = 1, padding: some ConvolutionPadding = 0,
  dilation: Int = 1
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
///   - padding: The elements cropped at both ends, or a rule: see ``Padding``.
///   - outputPadding: The elements kept beyond the crop at the end; less than the larger of
///     stride and dilation.
///   - dilation: The distance of two taps of the kernel.
/// - Returns: The size of the output.
/// - Precondition: The settings are possible and the output has an element.
public func transposedOutputSize(
  input: Int, kernel: Int, stride: Int = 1, padding: some ConvolutionPadding = 0,
  outputPadding: Int = 0, dilation: Int = 1
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
    try Tape.apply(ConvolutionMatrixOperation(input: input, settings: settings), to: [kernel])
  }

  /// The tensor with zeros between its elements: see ``Deconv/zeroInserted(_:stride:)``.
  package static func zeroInserted(
    _ x: Tensor, stride: AxisValues
  ) throws(TensorError) -> Tensor {
    try Tape.apply(ZeroInsertionOperation(stride: stride), to: [x])
  }

  /// How many input elements reach each output element: see
  /// ``Deconv/overlapCounts(kernel:stride:input:padding:outputPadding:dilation:)``.
  package static func overlapCounts(
    kernel: AxisValues, input: AxisValues, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Counts {
    let operation = "overlapCounts"
    let arguments = [
      input, kernel, settings.stride, settings.outputPadding, settings.dilation,
    ]
    let axisCount =
      (arguments.map(\.axisCount) + [settings.padding.axisCount]).lazy.compactMap { $0 }.first
      ?? 1
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
    input: Int, kernel: Int, stride: Int = 1, padding: some ConvolutionPadding = 0,
    dilation: Int = 1
  ) throws(TensorError) -> Int {
    let settings = ConvolutionSettings(
      stride: .every(stride), padding: padding, dilation: .every(dilation))
    return try settings.axis(
      input: input, kernel: kernel, isTransposed: false, operation: "outputSize"
    ).positions
  }

  /// The size of a transposed convolution's output: see
  /// ``Deconv/transposedOutputSize(input:kernel:stride:padding:outputPadding:dilation:)``.
  package static func transposedOutputSize(
    input: Int, kernel: Int, stride: Int = 1, padding: some ConvolutionPadding = 0,
    outputPadding: Int = 0, dilation: Int = 1
  ) throws(TensorError) -> Int {
    let settings = ConvolutionSettings(
      stride: .every(stride), padding: padding, outputPadding: .every(outputPadding),
      dilation: .every(dilation))
    return try settings.axis(
      input: input, kernel: kernel, isTransposed: true, operation: "transposedOutputSize"
    ).pixels
  }
}
