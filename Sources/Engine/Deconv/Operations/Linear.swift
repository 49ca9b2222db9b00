import DeconvKernels

/// The product of each row with a weight matrix, plus a bias; PyTorch's `linear`.
///
/// **Shapes.** x `[…, in]`, w `[out, in]`, bias `[out]` → `[…, out]`.
///
/// **Numerics.** It is a convolution of images of one pixel, and has its order: each output element
/// starts at +0, adds its products in the order of the input features by fused multiply-add, and its
/// bias, or +0, last. The gradients are those of the convolution too.
///
/// - Parameters:
///   - x: The rows.
///   - w: The weights, one row for each output feature.
///   - b: One number for each output feature, added to it.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The sizes fit as above.
/// - Complexity: One multiply-add for each row and weight.
public func linear(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.linear(x, w, bias: b) }
}

extension Checked {
  /// The product with a weight matrix: see ``Deconv/linear(_:_:bias:)``.
  package static func linear(
    _ x: Tensor, _ w: Tensor, bias: Tensor? = nil
  ) throws(TensorError) -> Tensor {
    try Tape.apply(LinearOperation(), to: [x, w] + (bias.map { [$0] } ?? []))
  }
}

/// The product of each row with a weight matrix, with or without a bias.
///
/// Inputs: x, weights, and the bias if there is one. The rows are images of one pixel, the features
/// their channels.
package struct LinearOperation: Operation {
  package init() {}

  package var name: String { "linear" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (x, w) = (inputs[0], inputs[1])
    let geometry = try geometry(inputs.map(\.shape))
    return A(
      shape: x.shape.dropLast() + [geometry.positionChannels],
      scalars: ArrayKernels.convolve(
        geometry, pixels: x.scalars, weights: w.scalars,
        bias: inputs.count > 2 ? inputs[2].scalars : nil))
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (x, w) = (pass.inputs[0], pass.inputs[1])
    let geometry = try geometry(pass.inputs.map(\.shape))
    let gradient = pass.gradient.scalars
    let dx = try pass.wanted(0) { () throws(TensorError) in
      A(
        shape: x.shape,
        scalars: ArrayKernels.convolveTransposed(
          geometry, positions: gradient, weights: w.scalars))
    }
    let dw = try pass.wanted(1) { () throws(TensorError) in
      A(
        shape: w.shape,
        scalars: ArrayKernels.weightGradient(geometry, pixels: x.scalars, positions: gradient))
    }
    guard pass.inputs.count > 2 else { return [dx, dw] }
    let db = try pass.wanted(2) { () throws(TensorError) in
      A(
        shape: pass.inputs[2].shape,
        scalars: ArrayKernels.channelSums(
          gradient, batch: geometry.batch, channels: geometry.positionChannels))
    }
    return [dx, dw, db]
  }

  package func multiplyAdds(inputs: [[Int]], output: [Int]) -> Int {
    output.reduce(inputs[1].last ?? 0, *)
  }

  private func geometry(_ shapes: [[Int]]) throws(TensorError) -> ConvGeometry {
    let (x, w) = (shapes[0], shapes[1])
    guard w.count == 2 else {
      throw .rank(operation: name, argument: "weight", shape: w, expected: "[out, in]")
    }
    guard w[0] > 0, w[1] > 0 else { throw .empty(operation: name, shape: w) }
    guard x.last == w[1] else {
      throw .shapes(
        operation: name, left: x, right: w,
        rule: "the last size of the input must be the number of input features, the last of the "
          + "weight [out, in]")
    }
    if shapes.count > 2, shapes[2] != [w[0]] {
      throw .bias(operation: name, expected: w[0], shape: shapes[2])
    }
    _ = try Shape.count(x.dropLast() + [w[0]], operation: name)
    return try ConvolutionCall.geometry(
      name, batch: x.dropLast().reduce(1, *), pixelChannels: w[1], positionChannels: w[0],
      groups: 1, [.single])
  }
}
