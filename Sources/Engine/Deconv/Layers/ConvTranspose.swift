/// A transposed convolution along signals with a trained weight and bias, as PyTorch's `ConvTranspose1d`.
///
/// **Shapes.** `[N, in, L]` → `[N, out, L′]`, or both without the batch axis. The sizes
/// are those of ``convTranspose1d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
/// The weight is `[in, out / groups, K]`, the bias `[out]`.
///
/// **First values.** Both are uniform within ±1/√(`weight.shape[1]` · kernel elements), PyTorch's
/// default, from streams 0 and 1 of the seed.
public struct ConvTranspose1d: ConvolutionLayer {
  var core: ConvolutionCore

  init(_ core: ConvolutionCore) {
    self.core = core
  }

  /// Makes the layer with its first values.
  ///
  /// - Parameters:
  ///   - inputChannels: The channels that come in.
  ///   - outputChannels: The channels that go out.
  ///   - kernel: The size of the kernel.
  ///   - stride: The step of the stamps.
  ///   - padding: The elements cropped at both ends.
  ///   - outputPadding: What is kept beyond the crop at the end; less than the larger of
  ///     stride and dilation.
  ///   - dilation: The distance of two taps of the kernel.
  ///   - groups: The number of groups into which the channels are divided.
  ///   - bias: Whether there is a bias.
  ///   - seed: Chooses the first values; see ``layerSeed(_:_:)``.
  /// - Precondition: The settings are possible, and the groups divide both numbers of channels.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, stride: some PerAxis = 1,
    padding: some ConvolutionPadding = 0, outputPadding: some PerAxis = 0,
    dilation: some PerAxis = 1, groups: Int = 1, bias: Bool = true, seed: Int
  ) {
    let settings = ConvolutionSettings(
      stride: stride.axisValues, padding: padding, outputPadding: outputPadding.axisValues,
      dilation: dilation.axisValues, groups: groups)
    self = orTrap { () throws(TensorError) in
      try Checked.convTranspose1dLayer(
        inputChannels, outputChannels, kernel: kernel.axisValues, settings, bias: bias, seed: seed)
    }
  }

  /// The kernels, `[in, out / groups, K]`.
  ///
  /// - Precondition: A new value has the same shape.
  public var weight: Tensor {
    get { core.weight }
    set { orTrap { () throws(TensorError) in try core.setWeight(newValue) } }
  }

  /// One number for each output channel, or nil for a layer without a bias.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var bias: Tensor? {
    get { core.bias }
    set { orTrap { () throws(TensorError) in try core.setBias(newValue) } }
  }

  /// The layer as one writes it, without the seed.
  public var description: String { core.description }

  /// Computes the output: see ``convTranspose1d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try core.forward(x) }

  /// The tensors `weight` and `bias`.
  public var state: LayerState {
    get { core.state }
    set { core.state = newValue }
  }
}

extension Checked {
  /// A layer: see ``ConvTranspose1d``.
  package static func convTranspose1dLayer(
    _ inputChannels: Int, _ outputChannels: Int, kernel: AxisValues,
    _ settings: ConvolutionSettings = .init(), bias: Bool = true, seed: Int
  ) throws(TensorError) -> ConvTranspose1d {
    ConvTranspose1d(
      try ConvolutionCore(
        axes: 1, isTransposed: true, inputChannels, outputChannels, kernel: kernel, settings,
        bias: bias, seed: seed))
  }
}

/// A transposed convolution over images with a trained weight and bias, as PyTorch's `ConvTranspose2d`.
///
/// **Shapes.** `[N, in, H, W]` → `[N, out, H′, W′]`, or both without the batch axis. The sizes
/// are those of ``convTranspose2d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
/// The weight is `[in, out / groups, Kh, Kw]`, the bias `[out]`.
///
/// **First values.** Both are uniform within ±1/√(`weight.shape[1]` · kernel elements), PyTorch's
/// default, from streams 0 and 1 of the seed.
public struct ConvTranspose2d: ConvolutionLayer {
  var core: ConvolutionCore

  init(_ core: ConvolutionCore) {
    self.core = core
  }

  /// Makes the layer with its first values.
  ///
  /// - Parameters:
  ///   - inputChannels: The channels that come in.
  ///   - outputChannels: The channels that go out.
  ///   - kernel: The size of the kernel, for both axes or for each.
  ///   - stride: The step of the stamps, for both axes or for each.
  ///   - padding: The rows and columns cropped at both ends, for both axes or for each.
  ///   - outputPadding: What is kept beyond the crop at the end, for both axes or for each; less than the larger of
  ///     stride and dilation.
  ///   - dilation: The distance of two taps of the kernel, for both axes or for each.
  ///   - groups: The number of groups into which the channels are divided.
  ///   - bias: Whether there is a bias.
  ///   - seed: Chooses the first values; see ``layerSeed(_:_:)``.
  /// - Precondition: The settings are possible, and the groups divide both numbers of channels.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, stride: some PerAxis = 1,
    padding: some ConvolutionPadding = 0, outputPadding: some PerAxis = 0,
    dilation: some PerAxis = 1, groups: Int = 1, bias: Bool = true, seed: Int
  ) {
    let settings = ConvolutionSettings(
      stride: stride.axisValues, padding: padding, outputPadding: outputPadding.axisValues,
      dilation: dilation.axisValues, groups: groups)
    self = orTrap { () throws(TensorError) in
      try Checked.convTranspose2dLayer(
        inputChannels, outputChannels, kernel: kernel.axisValues, settings, bias: bias, seed: seed)
    }
  }

  /// The kernels, `[in, out / groups, Kh, Kw]`.
  ///
  /// - Precondition: A new value has the same shape.
  public var weight: Tensor {
    get { core.weight }
    set { orTrap { () throws(TensorError) in try core.setWeight(newValue) } }
  }

  /// One number for each output channel, or nil for a layer without a bias.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var bias: Tensor? {
    get { core.bias }
    set { orTrap { () throws(TensorError) in try core.setBias(newValue) } }
  }

  /// The layer as one writes it, without the seed.
  public var description: String { core.description }

  /// Computes the output: see ``convTranspose2d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try core.forward(x) }

  /// The tensors `weight` and `bias`.
  public var state: LayerState {
    get { core.state }
    set { core.state = newValue }
  }
}

extension Checked {
  /// A layer: see ``ConvTranspose2d``.
  package static func convTranspose2dLayer(
    _ inputChannels: Int, _ outputChannels: Int, kernel: AxisValues,
    _ settings: ConvolutionSettings = .init(), bias: Bool = true, seed: Int
  ) throws(TensorError) -> ConvTranspose2d {
    ConvTranspose2d(
      try ConvolutionCore(
        axes: 2, isTransposed: true, inputChannels, outputChannels, kernel: kernel, settings,
        bias: bias, seed: seed))
  }
}
