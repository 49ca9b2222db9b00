import DeconvKernels

/// Puts the elements of signals back to where a max pooling found them, zeros elsewhere; PyTorch's
/// `max_unpool1d`.
///
/// As ``maxUnpool2d(_:_:kernel:stride:padding:outputSize:)`` along one axis.
///
/// - Parameters:
///   - x: The elements, `[N, C, L]`; the batch and channel axes may be missing.
///   - indices: For each element its index along the output, from
///     ``maxPool1dWithIndices(_:kernel:stride:padding:dilation:)``.
///   - kernel: The size of the pooling's window.
///   - stride: The step of the window; its size where left out.
///   - padding: The padding of the pooling.
///   - outputSize: The size before the pooling, where the settings leave it open.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: Each index lies inside of the output.
/// - Complexity: O(size of the output).
public func maxUnpool1d(
  _ x: Tensor, _ indices: Counts, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, outputSize: (some PerAxis)? = Int?.none
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.maxUnpool1d(x, indices, settings, outputSize: outputSize?.axisValues)
  }
}

/// Puts the elements of images back to where a max pooling found them, zeros elsewhere; PyTorch's
/// `max_unpool2d`.
///
/// Along each axis, an input of size `i` gives `(i − 1) · stride − 2 · padding + kernel` elements,
/// unless an output size is given: since several inputs of a pooling have outputs of the same size,
/// it may be up to one stride away. Where two elements have the same index, as they can after a
/// pooling with overlapping windows, the last in row-major order stays and it alone gets the
/// gradient (PyTorch gives the gradient to each).
///
/// **Shapes.** x and indices `[N, C, H, W]` → `[N, C, H′, W′]`; the batch and channel axes may be
/// missing.
///
/// - Parameters:
///   - x: The elements.
///   - indices: For each element its index in its plane of the output, row · width + column, from
///     ``maxPool2dWithIndices(_:kernel:stride:padding:dilation:)``.
///   - kernel: The size of the pooling's window, for both axes or for each.
///   - stride: The step of the window; its size where left out.
///   - padding: The padding of the pooling.
///   - outputSize: The size before the pooling, where the settings leave it open.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: Each index lies inside of a plane of the output.
/// - Complexity: O(size of the output).
public func maxUnpool2d(
  _ x: Tensor, _ indices: Counts, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, outputSize: (some PerAxis)? = Int?.none
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.maxUnpool2d(x, indices, settings, outputSize: outputSize?.axisValues)
  }
}

extension Checked {
  /// Undoes a max pooling: see ``Deconv/maxUnpool1d(_:_:kernel:stride:padding:outputSize:)``.
  package static func maxUnpool1d(
    _ x: Tensor, _ indices: Counts, _ settings: PoolingSettings, outputSize: AxisValues? = nil
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      MaxUnpoolOperation(axes: 1, indices, settings, outputSize: outputSize), to: [x])
  }

  /// Undoes a max pooling: see ``Deconv/maxUnpool2d(_:_:kernel:stride:padding:outputSize:)``.
  package static func maxUnpool2d(
    _ x: Tensor, _ indices: Counts, _ settings: PoolingSettings, outputSize: AxisValues? = nil
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      MaxUnpoolOperation(axes: 2, indices, settings, outputSize: outputSize), to: [x])
  }
}

/// The elements at given places of larger planes, zeros elsewhere.
///
/// Input: x. The indices are a setting: they have no gradient.
package struct MaxUnpoolOperation: Operation {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let indices: Counts
  let settings: PoolingSettings
  let outputSize: AxisValues?

  package init(
    axes: Int, _ indices: Counts, _ settings: PoolingSettings, outputSize: AxisValues? = nil
  ) {
    self.axes = axes
    self.indices = indices
    self.settings = settings
    self.outputSize = outputSize
  }

  package var name: String { "maxUnpool\(axes)d" }

  package var settingsText: String {
    settings.text + (outputSize.map { ", outputSize: \($0)" } ?? "")
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let shape = try outputShape(inputs[0].shape)
    var result = [A.Scalar](repeating: 0, count: try Shape.count(shape, operation: name))
    for (place, x) in zip(try places(shape), inputs[0].scalars) { result[place] = x }
    return A(shape: shape, scalars: result)
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let places = try places(pass.output.shape)
    let gradient = pass.gradient.scalars
    var owner = [Int](repeating: 0, count: gradient.count)
    for (element, place) in places.enumerated() { owner[place] = element }
    let result = places.enumerated().map { owner[$1] == $0 ? gradient[$1] : 0 }
    return [A(shape: pass.inputs[0].shape, scalars: result)]
  }

  /// The place in the output's storage of each element.
  private func places(_ outputShape: [Int]) throws(TensorError) -> [Int] {
    let plane = outputShape.suffix(axes).reduce(1, *)
    let small = indices.shape.suffix(axes).reduce(1, *)
    var places = indices.scalars
    for (element, index) in places.enumerated() {
      guard 0 <= index, index < plane else {
        throw .argument(
          operation: name, argument: "index", value: index, expected: "between 0 and \(plane - 1)")
      }
      places[element] = element / small * plane + index
    }
    return places
  }

  private func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    guard indices.shape == input else {
      throw .shapes(
        operation: name, left: input, right: indices.shape,
        rule: "there must be one index for each element")
    }
    let planes = try Planes(input, axes: axes, operation: name)
    let geometry = try settings.axes(planes, isTransposed: true, operation: name)
    let usual = geometry.map(\.pixels)
    let sizes =
      try outputSize?.values(axes, operation: name, argument: "output size") ?? usual
    for (axis, size) in zip(geometry, sizes) {
      let (least, most) = (max(1, axis.pixels - axis.stride + 1), axis.pixels + axis.stride - 1)
      guard least <= size, size <= most else {
        throw .argument(
          operation: name, argument: "output size", value: size,
          expected: "between \(least) and \(most)")
      }
    }
    return try planes.shape(sizes, operation: name)
  }
}
