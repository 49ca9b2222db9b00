import DeconvKernels

/// The patches under a kernel as columns ("im2col").
///
/// Input: images, `[N, C, H, W]`, `[C, H, W]` or `[H, W]`. The gradient folds the columns back:
/// each pixel gets the sum of its copies, starting at +0, in the order of the columns' elements.
package struct UnfoldingOperation: Operation {
  let kernel: AxisValues
  let settings: ConvolutionSettings

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - kernel: The size of the kernel, for both axes or for each.
  ///   - settings: How the kernel moves.
  package init(kernel: AxisValues, settings: ConvolutionSettings) {
    self.kernel = kernel
    self.settings = settings
  }

  package var name: String { "unfold" }

  package var settingsText: String {
    ["kernel: \(kernel)", settings.text].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (geometry, shape) = try columns(inputs[0].shape)
    let count = try Shape.count(shape, operation: name)
    return A(
      shape: inputs[0].rank == 4 ? shape : Array(shape[1...]),
      scalars: ArrayKernels.unfold(geometry, pixels: inputs[0].scalars, count: count))
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let x = pass.inputs[0]
    let (geometry, _) = try columns(x.shape)
    return [A(shape: x.shape, scalars: Self.folded(pass.gradient, geometry))]
  }

  /// The movement of the kernel over images, and the shape of their columns.
  private func columns(_ input: [Int]) throws(TensorError) -> (ConvGeometry, [Int]) {
    guard (2...4).contains(input.count) else {
      throw .rank(
        operation: name, argument: "input", shape: input,
        expected: "[N, C, H, W], [C, H, W] or [H, W]")
    }
    let shape = Array(repeating: 1, count: 4 - input.count) + input
    let kernel = try kernel.values(2, operation: name, argument: "kernel")
    let axes = try settings.axes(
      input: Array(shape.suffix(2)), kernel: kernel, isTransposed: false, operation: name)
    let geometry = try ConvolutionCall.geometry(
      name, batch: shape[0], pixelChannels: shape[1], positionChannels: 1, groups: 1, axes)
    // Two factors at a time, so that no product is taken before it is known to fit.
    let height = try Shape.count([shape[1], kernel[0], kernel[1]], operation: name)
    let width = try Shape.count(axes.map(\.positions), operation: name)
    return (geometry, [shape[0], height, width])
  }

  /// The sums of each pixel's copies.
  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  private static func folded<A: RealArray>(
    _ columns: A, _ geometry: ConvGeometry
  ) -> [A.Scalar] {
    let (rowAxis, columnAxis) = (geometry.rows, geometry.columns)
    let scalars = columns.scalars
    var pixels = [A.Scalar](repeating: 0, count: geometry.pixelCount)
    var element = 0
    for plane in 0..<geometry.batch * geometry.pixelChannels {
      for rowTap in 0..<rowAxis.kernel {
        for columnTap in 0..<columnAxis.kernel {
          for row in 0..<rowAxis.positions {
            let y = rowAxis.pixel(position: row, tap: rowTap)
            for column in 0..<columnAxis.positions {
              if let y, let x = columnAxis.pixel(position: column, tap: columnTap) {
                pixels[(plane * rowAxis.pixels + y) * columnAxis.pixels + x] += scalars[element]
              }
              element += 1
            }
          }
        }
      }
    }
    return pixels
  }
}
