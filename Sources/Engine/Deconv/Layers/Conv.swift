/// A convolution along signals with a trained weight and bias, as PyTorch's `Conv1d`.
///
/// **Shapes.** `[N, in, L]` → `[N, out, L′]`, or both without the batch axis. The sizes
/// are those of ``conv1d(_:_:bias:stride:padding:dilation:groups:)``.
/// The weight is `[out, in / groups, K]`, the bias `[out]`.
///
/// **First values.** Both are uniform within ±1/√(`weight.shape[1]` · kernel elements), PyTorch's
/// default, from streams 0 and 1 of the seed.
public struct Conv1d: ConvolutionLayer {
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
  ///   - stride: The step of the kernel.
  ///   - padding: The zeros at both ends.
  ///   - dilation: The distance of two taps of the kernel.
  ///   - groups: The number of groups into which the channels are divided.
  ///   - bias: Whether there is a bias.
  ///   - seed: Chooses the first values; see ``layerSeed(_:_:)``.
  /// - Precondition: The settings are possible, and the groups divide both numbers of channels.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, stride: some PerAxis = 1,
    padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1,
    bias: Bool = true, seed: Int
  ) {
    let settings = ConvolutionSettings(
      stride: stride.axisValues, padding: padding, dilation: dilation.axisValues, groups: groups)
    self = orTrap { () throws(TensorError) in
      try Checked.conv1dLayer(
        inputChannels, outputChannels, kernel: kernel.axisValues, settings, bias: bias, seed: seed)
    }
  }

  /// The kernels, `[out, in / groups, K]`.
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

  /// Computes the output: see ``conv1d(_:_:bias:stride:padding:dilation:groups:)``.
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
  /// A layer: see ``Conv1d``.
  package static func conv1dLayer(
    _ inputChannels: Int, _ outputChannels: Int, kernel: AxisValues,
    _ settings: ConvolutionSettings = .init(), bias: Bool = true, seed: Int
  ) throws(TensorError) -> Conv1d {
    Conv1d(
      try ConvolutionCore(
        axes: 1, isTransposed: false, inputChannels, outputChannels, kernel: kernel, settings,
        bias: bias, seed: seed))
  }
}

/// A convolution over images with a trained weight and bias, as PyTorch's `Conv2d`.
///
/// **Shapes.** `[N, in, H, W]` → `[N, out, H′, W′]`, or both without the batch axis. The sizes
/// are those of ``conv2d(_:_:bias:stride:padding:dilation:groups:)``.
/// The weight is `[out, in / groups, Kh, Kw]`, the bias `[out]`.
///
/// **First values.** Both are uniform within ±1/√(`weight.shape[1]` · kernel elements), PyTorch's
/// default, from streams 0 and 1 of the seed.
public struct Conv2d: ConvolutionLayer {
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
  ///   - stride: The step of the kernel, for both axes or for each.
  ///   - padding: The zeros at both ends, for both axes or for each.
  ///   - dilation: The distance of two taps of the kernel, for both axes or for each.
  ///   - groups: The number of groups into which the channels are divided.
  ///   - bias: Whether there is a bias.
  ///   - seed: Chooses the first values; see ``layerSeed(_:_:)``.
  /// - Precondition: The settings are possible, and the groups divide both numbers of channels.
  public init(
    _ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, stride: some PerAxis = 1,
    padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1,
    bias: Bool = true, seed: Int
  ) {
    let settings = ConvolutionSettings(
      stride: stride.axisValues, padding: padding, dilation: dilation.axisValues, groups: groups)
    self = orTrap { () throws(TensorError) in
      try Checked.conv2dLayer(
        inputChannels, outputChannels, kernel: kernel.axisValues, settings, bias: bias, seed: seed)
    }
  }

  /// The kernels, `[out, in / groups, Kh, Kw]`.
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

  /// Computes the output: see ``conv2d(_:_:bias:stride:padding:dilation:groups:)``.
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
  /// A layer: see ``Conv2d``.
  package static func conv2dLayer(
    _ inputChannels: Int, _ outputChannels: Int, kernel: AxisValues,
    _ settings: ConvolutionSettings = .init(), bias: Bool = true, seed: Int
  ) throws(TensorError) -> Conv2d {
    Conv2d(
      try ConvolutionCore(
        axes: 2, isTransposed: false, inputChannels, outputChannels, kernel: kernel, settings,
        bias: bias, seed: seed))
  }
}
