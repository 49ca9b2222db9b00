import DeconvKernels

extension Checked {
  /// A one-dimensional convolution: see ``Deconv/conv1d(_:_:bias:stride:padding:dilation:groups:)``.
  package static func conv1d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    let call = try ConvolutionCall(
      "conv1d", axes: 1, isTransposed: false, x, w, bias: bias, settings)
    return call.convolution(x, w, bias: bias)
  }

  /// A two-dimensional convolution: see
  /// ``Deconv/conv2d(_:_:bias:stride:padding:dilation:groups:)``.
  package static func conv2d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    let call = try ConvolutionCall(
      "conv2d", axes: 2, isTransposed: false, x, w, bias: bias, settings)
    return call.convolution(x, w, bias: bias)
  }

  /// A one-dimensional transposed convolution: see
  /// ``Deconv/convTranspose1d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  package static func convTranspose1d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init(),
    algorithm: TransposedConvolutionAlgorithm = .gather
  ) throws(TensorError) -> Tensor {
    let call = try ConvolutionCall(
      "convTranspose1d", axes: 1, isTransposed: true, x, w, bias: bias, settings)
    return try call.transposedConvolution(x, w, bias: bias, algorithm)
  }

  /// A two-dimensional transposed convolution: see
  /// ``Deconv/convTranspose2d(_:_:bias:stride:padding:outputPadding:dilation:groups:algorithm:)``.
  package static func convTranspose2d(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil, _ settings: ConvolutionSettings = .init(),
    algorithm: TransposedConvolutionAlgorithm = .gather
  ) throws(TensorError) -> Tensor {
    let call = try ConvolutionCall(
      "convTranspose2d", axes: 2, isTransposed: true, x, w, bias: bias, settings)
    return try call.transposedConvolution(x, w, bias: bias, algorithm)
  }

  /// The patches under a kernel as columns: see
  /// ``Deconv/unfold(_:kernel:stride:padding:dilation:)``.
  package static func unfold(
    _ x: Tensor, kernel: AxisValues, _ settings: ConvolutionSettings = .init()
  ) throws(TensorError) -> Tensor {
    guard (2...4).contains(x.rank) else {
      throw .rank(
        operation: "unfold", argument: "input", shape: x.shape,
        expected: "[N, C, H, W], [C, H, W] or [H, W]")
    }
    let shape = Array(repeating: 1, count: 4 - x.rank) + x.shape
    let kernel = try kernel.values(2, operation: "unfold", argument: "kernel")
    let axes = try settings.axes(
      input: Array(shape.suffix(2)), kernel: kernel, isTransposed: false, operation: "unfold")
    let geometry = try ConvolutionCall.geometry(
      "unfold", batch: shape[0], pixelChannels: shape[1], positionChannels: 1, groups: 1, axes)
    // Two factors at a time, so that no product is taken before it is known to fit.
    let height = try Shape.count([shape[1], kernel[0], kernel[1]], operation: "unfold")
    let width = try Shape.count(axes.map(\.positions), operation: "unfold")
    let count = try Shape.count([shape[0], height, width], operation: "unfold")
    let columns = ArrayKernels.unfold(geometry, pixels: x.scalars, count: count)
    return Tensor(shape: (x.rank == 4 ? [shape[0]] : []) + [height, width], scalars: columns)
  }
}

/// One call of a convolution whose shapes have been checked against each other.
struct ConvolutionCall {
  private let operation: String
  private let geometry: ConvGeometry
  private let outputShape: [Int]

  /// Checks the arguments of a call.
  ///
  /// The input may lack the batch axis, and the channel axis too; the result then lacks them as
  /// well. An input of spatial axes alone also takes a kernel of spatial axes alone.
  init(
    _ operation: String, axes axisCount: Int, isTransposed: Bool, _ x: Tensor, _ w: Tensor,
    bias: Tensor?, _ settings: ConvolutionSettings
  ) throws(TensorError) {
    let layout = axisCount == 1 ? "L" : "H, W"
    guard (axisCount...axisCount + 2).contains(x.rank) else {
      throw .rank(
        operation: operation, argument: "input", shape: x.shape,
        expected: "[N, C, \(layout)], [C, \(layout)] or [\(layout)]")
    }
    let isPlain = x.rank == axisCount && w.rank == axisCount
    guard isPlain || w.rank == axisCount + 2 else {
      let channels = isTransposed ? "[in, out / groups, " : "[out, in / groups, "
      let kernel = axisCount == 1 ? "K" : "Kh, Kw"
      throw .rank(
        operation: operation, argument: "weight", shape: w.shape,
        expected: channels + kernel + "]"
          + (x.rank == axisCount ? " or [\(kernel)]" : ""))
    }
    let input = Array(repeating: 1, count: axisCount + 2 - x.rank) + x.shape
    let weight = Array(repeating: 1, count: axisCount + 2 - w.rank) + w.shape
    let groups = settings.groups
    // With this bound the products with the channels of a weight do not overflow.
    let most = AxisGeometry.maximumArgument
    guard 1...most ~= groups else {
      throw .argument(
        operation: operation, argument: "number of groups", value: groups,
        expected: "between 1 and \(most)")
    }
    let expected = isTransposed ? weight[0] : weight[1] * groups
    guard input[1] == expected else {
      throw .channels(
        operation: operation, expected: expected, weight: w.shape, groups: groups,
        found: input[1], input: x.shape)
    }
    let outputChannels = isTransposed ? weight[1] * groups : weight[0]
    let axes = try settings.axes(
      input: Array(input[2...]), kernel: Array(weight[2...]), isTransposed: isTransposed,
      operation: operation)
    if let bias, bias.shape != [outputChannels] {
      throw .bias(operation: operation, expected: outputChannels, shape: bias.shape)
    }
    self.operation = operation
    geometry = try Self.geometry(
      operation, batch: input[0], pixelChannels: isTransposed ? outputChannels : input[1],
      positionChannels: isTransposed ? input[1] : outputChannels, groups: groups, axes)
    let sizes = axes.map { isTransposed ? $0.pixels : $0.positions }
    let full = [input[0], outputChannels] + sizes
    guard x.rank > axisCount || outputChannels == 1 else {
      throw .rank(
        operation: operation, argument: "input", shape: x.shape,
        expected: "[1, \(layout)] or [N, 1, \(layout)], because the weight of shape \(w.shape) "
          + "makes \(outputChannels) channels")
    }
    _ = try Shape.count(full, operation: operation)
    outputShape = Array(full.suffix(x.rank))
  }

  /// Joins one or two axes with channels, reporting a failure under the operation's name.
  static func geometry(
    _ operation: String, batch: Int, pixelChannels: Int, positionChannels: Int, groups: Int,
    _ axes: [AxisGeometry]
  ) throws(TensorError) -> ConvGeometry {
    do throws(GeometryError) {
      return try ConvGeometry(
        batch: batch, pixelChannels: pixelChannels, positionChannels: positionChannels,
        groups: groups, rows: axes.count == 1 ? .single : axes[0], columns: axes[axes.count - 1])
    } catch {
      throw .geometry(operation: operation, error)
    }
  }

  func convolution(_ x: Tensor, _ w: Tensor, bias: Tensor?) -> Tensor {
    let output = ArrayKernels.convolve(
      geometry, pixels: x.scalars, weights: w.scalars, bias: bias?.scalars)
    return Tensor(shape: outputShape, scalars: output)
  }

  func transposedConvolution(
    _ x: Tensor, _ w: Tensor, bias: Tensor?, _ algorithm: TransposedConvolutionAlgorithm
  ) throws(TensorError) -> Tensor {
    if algorithm == .zeroInsertion, geometry.stuffedCount > Shape.maximumCount {
      throw .tooLarge(operation: "\(operation) by zero insertion", shape: geometry.stuffedShape)
    }
    let form: TransposedConvolution.Form<Float>
    switch algorithm {
    case .scatter: form = TransposedConvolution.scatter
    case .gather: form = TransposedConvolution.gather
    case .zeroInsertion: form = TransposedConvolution.zeroInsertion
    case .polyphase: form = TransposedConvolution.polyphase
    }
    let output = ArrayKernels.convolveTransposed(
      by: form, geometry, positions: x.scalars, weights: w.scalars, bias: bias?.scalars)
    return Tensor(shape: outputShape, scalars: output)
  }
}
