import DeconvKernels

/// What the four convolution layers have in common: their settings, their tensors, their words.
struct ConvolutionCore: Sendable {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let isTransposed: Bool
  let inputChannels: Int
  let outputChannels: Int
  /// The size of the kernel, one for each axis.
  let kernel: [Int]
  var settings: ConvolutionSettings
  private(set) var weight: Tensor
  private(set) var bias: Tensor?

  /// Checks the settings, and draws the weight and the bias as PyTorch does.
  ///
  /// Both are uniform within ±1/√fan, where the fan is `weight.shape[1]` times the kernel's elements:
  /// for a transposed convolution that is not the number of terms of an output, but it is what
  /// PyTorch takes.
  init(
    axes: Int, isTransposed: Bool, _ inputChannels: Int, _ outputChannels: Int,
    kernel: AxisValues, _ settings: ConvolutionSettings, bias: Bool, seed: Int
  ) throws(TensorError) {
    let name = Self.name(axes: axes, isTransposed: isTransposed)
    let most = AxisGeometry.maximumArgument
    for (argument, value) in [
      ("number of input channels", inputChannels), ("number of output channels", outputChannels),
      ("number of groups", settings.groups),
    ] where !(1...most ~= value) {
      throw .argument(
        operation: name, argument: argument, value: value, expected: "between 1 and \(most)")
    }
    for channels in [inputChannels, outputChannels] where channels % settings.groups != 0 {
      throw .geometry(
        operation: name, .groups(channels: channels, groups: settings.groups))
    }
    let kernel = try kernel.values(axes, operation: name, argument: "kernel")
    // The largest input finds what is wrong with the settings themselves.
    _ = try settings.axes(
      input: Array(repeating: most, count: axes), kernel: kernel, isTransposed: isTransposed,
      operation: name)
    let (rows, columns) =
      isTransposed ? (inputChannels, outputChannels) : (outputChannels, inputChannels)
    let shape = [rows, columns / settings.groups] + kernel
    _ = try Shape.count(shape, operation: name)
    self.axes = axes
    self.isTransposed = isTransposed
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernel = kernel
    self.settings = settings
    weight = try Checked.initial(
      .standard, shape: shape, InitialNumbers(seed: seed, parameter: 0))
    self.bias = bias ? try Checked.standardBias(outputChannels, weight: shape, seed: seed) : nil
  }

  private static func name(axes: Int, isTransposed: Bool) -> String {
    "\(isTransposed ? "ConvTranspose" : "Conv")\(axes)d"
  }

  /// The layer as one writes it, without the seed.
  var description: String { description(inputChannels: inputChannels) }

  /// The layer as one would write it with another number of input channels.
  private func description(inputChannels: Int) -> String {
    var parts = ["\(inputChannels)", "\(outputChannels)"]
    let size = kernel.allSatisfy { $0 == kernel[0] } ? "\(kernel[0])" : "\(kernel)"
    parts.append("kernel: \(size)")
    if !settings.text.isEmpty { parts.append(settings.text) }
    if bias == nil { parts.append("bias: false") }
    let name = Self.name(axes: axes, isTransposed: isTransposed)
    return "\(name)(\(parts.joined(separator: ", ")))"
  }

  func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    do throws(TensorError) {
      _ = try checkedChannels(x.shape)
      let operation = ConvolutionOperation(
        axes: axes, isTransposed: isTransposed, settings: settings)
      return try Tape.apply(operation, to: [x, weight] + (bias.map { [$0] } ?? []))
    } catch {
      throw .layer(path: "", layer: description, error)
    }
  }

  /// The shape of the output for an input of a shape.
  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    do throws(TensorError) {
      let leading = try checkedChannels(input)
      let axes = try settings.axes(
        input: Array(input.suffix(axes)), kernel: kernel, isTransposed: isTransposed,
        operation: Self.name(axes: axes, isTransposed: isTransposed))
      let shape = leading + axes.map { isTransposed ? $0.pixels : $0.positions }
      _ = try Shape.count(shape, operation: Self.name(axes: self.axes, isTransposed: isTransposed))
      return shape
    } catch {
      throw .layer(path: "", layer: description, error)
    }
  }

  /// The axes of the output before the spatial ones, if the channels of the input are the layer's.
  private func checkedChannels(_ input: [Int]) throws(TensorError) -> [Int] {
    switch input.count - axes {
    case 1 where input[0] == inputChannels: return [outputChannels]
    case 2 where input[1] == inputChannels: return [input[0], outputChannels]
    case 0 where inputChannels == 1 && outputChannels == 1: return []
    case 1, 2:
      let found = input[input.count - axes - 1]
      throw .layerInput(
        what: "channel", expected: inputChannels, found: found, input: input,
        suggestion: description(inputChannels: found))
    default:
      let layout = axes == 1 ? "L" : "H, W"
      throw .rank(
        operation: Self.name(axes: axes, isTransposed: isTransposed), argument: "input",
        shape: input, expected: "[N, \(inputChannels), \(layout)] or [\(inputChannels), \(layout)]")
    }
  }

  mutating func setWeight(_ tensor: Tensor) throws(TensorError) {
    try Checked.sameShape(tensor, as: weight, name: "weight", of: description)
    weight = tensor
  }

  mutating func setBias(_ tensor: Tensor?) throws(TensorError) {
    try Checked.sameShape(tensor, as: bias, name: "bias", of: description)
    bias = tensor
  }

  var state: LayerState {
    get { LayerState(weight: weight, bias: bias) }
    set { newValue.take(weight: &weight, bias: &bias) }
  }
}

/// A layer that is a convolution or a transposed one.
protocol ConvolutionLayer: Layer {
  var core: ConvolutionCore { get set }
}

extension Checked {
  /// The bias as PyTorch begins it: uniform within ±1/√fan of the weight.
  static func standardBias(
    _ count: Int, weight: [Int], seed: Int
  ) throws(TensorError) -> Tensor {
    let bound = Float(1 / Double(weight[1...].reduce(1, *)).squareRoot())
    let numbers = InitialNumbers(seed: seed, parameter: 1)
    return Tensor(
      shape: [count], scalars: numbers.generator.uniform(count).map { (2 * $0 - 1) * bound })
  }
}
