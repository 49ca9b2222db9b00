extension Checked {
  /// A one-dimensional convolution: see ``Deconv/conv1d(_:_:bias:stride:padding:dilation:groups:)``.
  package static func conv1d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      ConvolutionOperation(axes: 1, isTransposed: false, settings: settings),
      to: operands(x, w, bias))
  }

  /// A two-dimensional convolution: see
  /// ``Deconv/conv2d(_:_:bias:stride:padding:dilation:groups:)``.
  package static func conv2d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      ConvolutionOperation(axes: 2, isTransposed: false, settings: settings),
      to: operands(x, w, bias))
  }

  /// A one-dimensional transposed convolution: see
  /// ``Deconv/convTranspose1d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  package static func convTranspose1d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init(),
    algorithm: TransposedConvolutionAlgorithm = .gather
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      ConvolutionOperation(
        axes: 1, isTransposed: true, settings: settings, algorithm: algorithm),
      to: operands(x, w, bias))
  }

  /// A two-dimensional transposed convolution: see
  /// ``Deconv/convTranspose2d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  package static func convTranspose2d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init(),
    algorithm: TransposedConvolutionAlgorithm = .gather
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      ConvolutionOperation(
        axes: 2, isTransposed: true, settings: settings, algorithm: algorithm),
      to: operands(x, w, bias))
  }

  /// The patches under a kernel as columns: see
  /// ``Deconv/unfold(_:kernel:stride:padding:dilation:)``.
  package static func unfold(
    _ x: Tensor, kernel: AxisValues, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    try Tape.apply(UnfoldingOperation(kernel: kernel, settings: settings), to: [x])
  }

  private static func operands(_ x: Tensor, _ w: Tensor, _ bias: Tensor?) -> [Tensor] {
    if let bias { [x, w, bias] } else { [x, w] }
  }
}
