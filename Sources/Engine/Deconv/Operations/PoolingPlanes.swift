import DeconvKernels

/// A shape, seen as planes: its spatial axes, and all others before them.
///
/// The input of a spatial operation may lack the batch axis, and the channel axis too.
struct Planes {
  /// The sizes before the spatial axes.
  let leading: [Int]
  /// The sizes of the one or two spatial axes.
  let sizes: [Int]
  /// The number of planes.
  let count: Int

  /// Divides a shape.
  init(
    _ shape: [Int], axes: Int, operation: String, argument: String = "input"
  ) throws(TensorError) {
    let layout = axes == 1 ? "L" : "H, W"
    guard (axes...axes + 2).contains(shape.count) else {
      throw .rank(
        operation: operation, argument: argument, shape: shape,
        expected: "[N, C, \(layout)], [C, \(layout)] or [\(layout)]")
    }
    leading = Array(shape.dropLast(axes))
    sizes = Array(shape.suffix(axes))
    count = leading.reduce(1, *)
  }

  /// The names of the spatial axes in errors.
  var axisNames: [Axis] { sizes.count == 1 ? [.length] : [.height, .width] }

  /// The shape with other sizes of the spatial axes.
  func shape(_ sizes: [Int], operation: String) throws(TensorError) -> [Int] {
    let shape = leading + sizes
    _ = try Shape.count(shape, operation: operation)
    return shape
  }
}

/// The settings of a pooling, as its caller gave them.
package struct PoolingSettings: Hashable, Sendable {
  package var kernel: AxisValues
  /// The step of the window; the size of the kernel where it is nil.
  package var stride: AxisValues?
  package var padding: AxisValues
  package var dilation: AxisValues

  /// Collects the settings; what is left out has its usual value.
  package init(
    kernel: AxisValues, stride: AxisValues? = nil, padding: AxisValues = .every(0),
    dilation: AxisValues = .every(1)
  ) {
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The kernel and what is not as usual, in the words of a call: `kernel: 2, stride: 1`.
  var text: String {
    let usual = PoolingSettings(kernel: kernel)
    var text = "kernel: \(kernel)"
    if let stride { text += ", stride: \(stride)" }
    if padding != usual.padding { text += ", padding: \(padding)" }
    if dilation != usual.dilation { text += ", dilation: \(dilation)" }
    return text
  }

  /// Refuses what no input can make right.
  func check(axes count: Int, operation: String) throws(TensorError) {
    // The largest input finds what is wrong with the settings themselves.
    let planes = try Planes(
      Array(repeating: AxisGeometry.maximumArgument, count: count), axes: count,
      operation: operation)
    for axis in try axes(planes, isTransposed: false, operation: operation) {
      try PoolingCall.checkSpan(axis, operation: operation)
    }
  }

  /// The movement of the window along each axis, or of what undoes it.
  func axes(
    _ planes: Planes, isTransposed: Bool, operation: String
  ) throws(TensorError) -> [AxisGeometry] {
    let count = planes.sizes.count
    let kernel = try kernel.values(count, operation: operation, argument: "kernel")
    let stride = try stride?.values(count, operation: operation, argument: "stride") ?? kernel
    let padding = try padding.values(count, operation: operation, argument: "padding")
    let dilation = try dilation.values(count, operation: operation, argument: "dilation")
    var axes: [AxisGeometry] = []
    for (index, axis) in planes.axisNames.enumerated() {
      do throws(GeometryError) {
        axes.append(
          isTransposed
            ? try .transposed(
              input: planes.sizes[index], kernel: kernel[index], stride: stride[index],
              paddingStart: padding[index], paddingEnd: padding[index], axis: axis)
            : try .convolution(
              input: planes.sizes[index], kernel: kernel[index], stride: stride[index],
              paddingStart: padding[index], paddingEnd: padding[index],
              dilation: dilation[index], axis: axis))
      } catch {
        throw .geometry(operation: operation, error)
      }
    }
    return axes
  }
}

/// One call of a pooling whose shapes have been checked: a window moves over each plane.
struct PoolingCall {
  let rows: AxisGeometry
  let columns: AxisGeometry
  let planes: Int
  let outputShape: [Int]

  /// Checks the arguments of a call.
  ///
  /// As in PyTorch the padding is at most half of what the kernel spans. A dilated kernel can still
  /// miss a small input; then there is nothing to choose from, which is an error.
  init(
    _ operation: String, axes axisCount: Int, input: [Int], _ settings: PoolingSettings
  ) throws(TensorError) {
    let shape = try Planes(input, axes: axisCount, operation: operation)
    let axes = try settings.axes(shape, isTransposed: false, operation: operation)
    for axis in axes { try Self.checkPadding(axis, operation: operation) }
    outputShape = try shape.shape(axes.map(\.positions), operation: operation)
    planes = shape.count
    rows = axes.count == 1 ? .single : axes[0]
    columns = axes[axes.count - 1]
  }

  /// Refuses a padding that is more than half of what the kernel spans.
  fileprivate static func checkSpan(
    _ axis: AxisGeometry, operation: String
  ) throws(TensorError) {
    let span: Int
    do throws(GeometryError) {
      // What one position of the kernel spans is what it would write as a transpose.
      span = try AxisGeometry.transposed(input: 1, kernel: axis.kernel, dilation: axis.dilation)
        .pixels
    } catch {
      throw .geometry(operation: operation, error)
    }
    guard axis.paddingStart <= span / 2 else {
      throw .argument(
        operation: operation, argument: "padding", value: axis.paddingStart,
        expected: "at most \(span / 2), half of what the kernel spans")
    }
  }

  private static func checkPadding(_ axis: AxisGeometry, operation: String) throws(TensorError) {
    try checkSpan(axis, operation: operation)
    guard axis.windows.count == axis.positions else {
      throw .argument(
        operation: operation, argument: "padding", value: axis.paddingStart,
        expected: "so small that no window lies in the padding alone")
    }
  }

  /// The elements of one plane of the input.
  var pixelCount: Int { rows.pixels * columns.pixels }

  /// The elements of one plane of the output.
  var positionCount: Int { rows.positions * columns.positions }
}

/// The pixels under the window at a position of an axis: from the first, in steps.
struct Window {
  let first: Int
  let count: Int
}

extension AxisGeometry {
  /// The pixels under the window at each position, without padding; nothing for a position that
  /// lies in the padding alone.
  var windows: [Window] {
    (0..<positions).compactMap { position in
      let taps = taps(position: position)
      guard let tap = taps.first, let first = pixel(position: position, tap: tap) else {
        return nil
      }
      return Window(first: first, count: taps.count)
    }
  }
}
