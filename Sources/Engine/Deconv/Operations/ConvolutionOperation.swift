import DeconvKernels

/// A convolution or a transposed convolution over one or two axes, with or without a bias.
///
/// Inputs: x, weights, and the bias if there is one. The two directions are each other's gradient
/// with respect to x, over the same geometry; the gradient of the weights pairs the larger side's
/// pixels with the smaller side's positions in both.
package struct ConvolutionOperation: Operation {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  /// Whether positions are read and pixels written.
  let isTransposed: Bool
  let settings: ConvolutionSettings
  /// The way to compute a transposed convolution.
  let algorithm: TransposedConvolutionAlgorithm

  package init(
    axes: Int, isTransposed: Bool, settings: ConvolutionSettings,
    algorithm: TransposedConvolutionAlgorithm = .gather
  ) {
    self.axes = axes
    self.isTransposed = isTransposed
    self.settings = settings
    self.algorithm = algorithm
  }

  package var name: String { "\(isTransposed ? "convTranspose" : "conv")\(axes)d" }

  package var settingsText: String { settings.text }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let call = try call(inputs)
    let bias = inputs.count > 2 ? inputs[2].scalars : nil
    return call.outputArray(
      isTransposed
        ? try call.pixels(from: inputs[0], inputs[1], bias: bias, algorithm)
        : call.positions(from: inputs[0], inputs[1], bias: bias))
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (x, w) = (pass.inputs[0], pass.inputs[1])
    let call = try call(pass.inputs)
    let dx = try pass.wanted(0) { () throws(TensorError) in
      A(
        shape: x.shape,
        scalars: isTransposed
          ? call.positions(from: pass.gradient, w, bias: nil)
          : try call.pixels(from: pass.gradient, w, bias: nil, .gather))
    }
    let dw = try pass.wanted(1) { () throws(TensorError) in
      A(
        shape: w.shape,
        scalars: ArrayKernels.weightGradient(
          call.geometry, pixels: (isTransposed ? pass.gradient : x).scalars,
          positions: (isTransposed ? x : pass.gradient).scalars))
    }
    guard pass.inputs.count > 2 else { return [dx, dw] }
    let db = try pass.wanted(2) { () throws(TensorError) in
      A(
        shape: pass.inputs[2].shape,
        scalars: ArrayKernels.channelSums(
          pass.gradient.scalars, batch: call.geometry.batch,
          channels: pass.inputs[2].count))
    }
    return [dx, dw, db]
  }

  /// Every weight of a channel, once for each of its positions: those lie in the smaller array,
  /// the output of a convolution and the input of a transposed one.
  package func multiplyAdds(inputs: [[Int]], output: [Int]) -> Int {
    let weight = inputs[1]
    let perPosition = weight.count > axes ? weight[1...].reduce(1, *) : weight.reduce(1, *)
    return (isTransposed ? inputs[0] : output).reduce(perPosition, *)
  }

  private func call<A: RealArray>(_ inputs: [A]) throws(TensorError) -> ConvolutionCall {
    try ConvolutionCall(
      name, axes: axes, isTransposed: isTransposed, input: inputs[0].shape,
      weight: inputs[1].shape, bias: inputs.count > 2 ? inputs[2].shape : nil, settings)
  }
}
