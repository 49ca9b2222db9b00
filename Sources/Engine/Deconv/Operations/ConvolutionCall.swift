import DeconvKernels

/// One call of a convolution whose shapes have been checked against each other.
struct ConvolutionCall {
  private let operation: String
  let geometry: ConvGeometry
  /// The shape of the output, with as many axes as the input has.
  let outputShape: [Int]

  /// Checks the arguments of a call.
  ///
  /// The input may lack the batch axis, and the channel axis too; the result then lacks them as
  /// well. An input of spatial axes alone also takes a kernel of spatial axes alone.
  init(
    _ operation: String, axes axisCount: Int, isTransposed: Bool, input inputShape: [Int],
    weight weightShape: [Int], bias: [Int]?, _ settings: ConvolutionSettings
  ) throws(TensorError) {
    let layout = axisCount == 1 ? "L" : "H, W"
    guard (axisCount...axisCount + 2).contains(inputShape.count) else {
      throw .rank(
        operation: operation, argument: "input", shape: inputShape,
        expected: "[N, C, \(layout)], [C, \(layout)] or [\(layout)]")
    }
    let isPlain = inputShape.count == axisCount && weightShape.count == axisCount
    guard isPlain || weightShape.count == axisCount + 2 else {
      let channels = isTransposed ? "[in, out / groups, " : "[out, in / groups, "
      let kernel = axisCount == 1 ? "K" : "Kh, Kw"
      throw .rank(
        operation: operation, argument: "weight", shape: weightShape,
        expected: channels + kernel + "]"
          + (inputShape.count == axisCount ? " or [\(kernel)]" : ""))
    }
    let input = Array(repeating: 1, count: axisCount + 2 - inputShape.count) + inputShape
    let weight = Array(repeating: 1, count: axisCount + 2 - weightShape.count) + weightShape
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
        operation: operation, expected: expected, weight: weightShape, groups: groups,
        found: input[1], input: inputShape)
    }
    let outputChannels = isTransposed ? weight[1] * groups : weight[0]
    let axes = try settings.axes(
      input: Array(input[2...]), kernel: Array(weight[2...]), isTransposed: isTransposed,
      operation: operation)
    if let bias, bias != [outputChannels] {
      throw .bias(operation: operation, expected: outputChannels, shape: bias)
    }
    self.operation = operation
    geometry = try Self.geometry(
      operation, batch: input[0], pixelChannels: isTransposed ? outputChannels : input[1],
      positionChannels: isTransposed ? input[1] : outputChannels, groups: groups, axes)
    let sizes = axes.map { isTransposed ? $0.pixels : $0.positions }
    let full = [input[0], outputChannels] + sizes
    guard inputShape.count > axisCount || outputChannels == 1 else {
      throw .rank(
        operation: operation, argument: "input", shape: inputShape,
        expected: "[1, \(layout)] or [N, 1, \(layout)], because the weight of shape \(weightShape) "
          + "makes \(outputChannels) channels")
    }
    _ = try Shape.count(full, operation: operation)
    outputShape = Array(full.suffix(inputShape.count))
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

  /// The output's elements in its shape.
  func outputArray<A: RealArray>(_ scalars: [A.Scalar]) -> A {
    A(shape: outputShape, scalars: scalars)
  }

  /// Convolves pixels into positions.
  func positions<A: RealArray>(from pixels: A, _ weights: A, bias: [A.Scalar]?) -> [A.Scalar] {
    ArrayKernels.convolve(geometry, pixels: pixels.scalars, weights: weights.scalars, bias: bias)
  }

  /// Convolves positions into pixels, in the way that is asked for.
  func pixels<A: RealArray>(
    from positions: A, _ weights: A, bias: [A.Scalar]?, _ algorithm: TransposedConvolutionAlgorithm
  ) throws(TensorError) -> [A.Scalar] {
    let (positions, weights) = (positions.scalars, weights.scalars)
    let form: TransposedConvolution.Form<A.Scalar>
    switch algorithm {
    case .gather:
      return ArrayKernels.convolveTransposed(
        geometry, positions: positions, weights: weights, bias: bias)
    case .scatter: form = TransposedConvolution.scatter
    case .zeroInsertion:
      guard geometry.stuffedCount <= Shape.maximumCount else {
        throw .tooLarge(operation: "\(operation) by zero insertion", shape: geometry.stuffedShape)
      }
      form = TransposedConvolution.zeroInsertion
    case .polyphase: form = TransposedConvolution.polyphase
    }
    return ArrayKernels.convolveTransposed(
      by: form, geometry, positions: positions, weights: weights, bias: bias)
  }
}
