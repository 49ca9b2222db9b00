/// The largest element of each window along signals; PyTorch's `max_pool1d`.
///
/// As ``maxPool2d(_:kernel:stride:padding:dilation:)`` along one axis.
///
/// **Shapes.** `[N, C, L]` → `[N, C, L′]`; the batch and channel axes may be missing.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window.
///   - stride: The step of the window; its size where left out.
///   - padding: What the window may stand out at both ends, at most half of what it spans.
///   - dilation: The distance of two elements under the window.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The window fits into the padded input.
/// - Complexity: One comparison for each output element and element of the window.
public func maxPool1d(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, dilation: some PerAxis = 1
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
    dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in try Checked.maxPool1d(x, settings) }
}

/// The largest element of each window over images; PyTorch's `max_pool2d`.
///
/// Along each axis, an input of size `i` gives
/// `floor((i + 2 · padding − dilation · (kernel − 1) − 1) / stride) + 1` elements. Padding is not
/// compared: it acts as −∞. Of equal elements the first in row-major order wins and gets the
/// gradient; NaN beats everything, a later one an earlier one.
///
/// **Shapes.** `[N, C, H, W]` → `[N, C, H′, W′]`; the batch and channel axes may be missing.
///
/// **Numerics.** Nothing is rounded. Gradients of overlapping windows are added to +0 in row-major
/// order of the windows.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window, for both axes or for each.
///   - stride: The step of the window; its size where left out.
///   - padding: What the window may stand out at both ends, at most half of what it spans.
///   - dilation: The distance of two elements under the window.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The window fits into the padded input.
/// - Complexity: One comparison for each output element and element of the window.
public func maxPool2d(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, dilation: some PerAxis = 1
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
    dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in try Checked.maxPool2d(x, settings) }
}

/// The largest element of each window along signals, and where it is; PyTorch's `max_pool1d` with
/// `return_indices`.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window.
///   - stride: The step of the window; its size where left out.
///   - padding: What the window may stand out at both ends, at most half of what it spans.
///   - dilation: The distance of two elements under the window.
/// - Returns: The output of ``maxPool1d(_:kernel:stride:padding:dilation:)``, and for each of its
///   elements the index along the signal.
/// - Precondition: The window fits into the padded input.
public func maxPool1dWithIndices(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, dilation: some PerAxis = 1
) -> (values: Tensor, indices: Counts) {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
    dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in try Checked.maxPool1dWithIndices(x, settings) }
}

/// The largest element of each window over images, and where it is; PyTorch's `max_pool2d` with
/// `return_indices`.
///
/// ``maxUnpool2d(_:_:kernel:stride:padding:outputSize:)`` takes both (SegNet: Badrinarayanan,
/// Kendall, Cipolla, arXiv:1511.00561).
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window, for both axes or for each.
///   - stride: The step of the window; its size where left out.
///   - padding: What the window may stand out at both ends, at most half of what it spans.
///   - dilation: The distance of two elements under the window.
/// - Returns: The output of ``maxPool2d(_:kernel:stride:padding:dilation:)``, and for each of its
///   elements the index in its plane of the input, row · width + column.
/// - Precondition: The window fits into the padded input.
public func maxPool2dWithIndices(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, dilation: some PerAxis = 1
) -> (values: Tensor, indices: Counts) {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
    dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in try Checked.maxPool2dWithIndices(x, settings) }
}

/// The mean of each window along signals; PyTorch's `avg_pool1d`.
///
/// As ``avgPool2d(_:kernel:stride:padding:countIncludePad:)`` along one axis.
///
/// **Shapes.** `[N, C, L]` → `[N, C, L′]`; the batch and channel axes may be missing.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window.
///   - stride: The step of the window; its size where left out.
///   - padding: The zeros at both ends, at most half of the window.
///   - countIncludePad: Whether padding counts as elements, of value 0.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The window fits into the padded input.
/// - Complexity: One addition for each output element and element of the window.
public func avgPool1d(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, countIncludePad: Bool = true
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.avgPool1d(x, settings, countIncludePad: countIncludePad)
  }
}

/// The mean of each window over images; PyTorch's `avg_pool2d`.
///
/// Along each axis, an input of size `i` gives
/// `floor((i + 2 · padding − kernel) / stride) + 1` elements.
///
/// **Shapes.** `[N, C, H, W]` → `[N, C, H′, W′]`; the batch and channel axes may be missing.
///
/// **Numerics.** Each sum starts at +0, adds its elements in row-major order, and is divided by
/// their count. Gradients of overlapping windows are added to +0 in row-major order of the windows.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the window, for both axes or for each.
///   - stride: The step of the window; its size where left out.
///   - padding: The zeros at both ends, at most half of the window.
///   - countIncludePad: Whether padding counts as elements, of value 0.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The window fits into the padded input.
/// - Complexity: One addition for each output element and element of the window.
public func avgPool2d(
  _ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = Int?.none,
  padding: some PerAxis = 0, countIncludePad: Bool = true
) -> Tensor {
  let settings = PoolingSettings(
    kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.avgPool2d(x, settings, countIncludePad: countIncludePad)
  }
}

extension Checked {
  /// The largest elements: see ``Deconv/maxPool1d(_:kernel:stride:padding:dilation:)``.
  package static func maxPool1d(
    _ x: Tensor, _ settings: PoolingSettings
  ) throws(TensorError) -> Tensor {
    try Tape.apply(MaxPoolOperation(axes: 1, settings), to: [x])
  }

  /// The largest elements: see ``Deconv/maxPool2d(_:kernel:stride:padding:dilation:)``.
  package static func maxPool2d(
    _ x: Tensor, _ settings: PoolingSettings
  ) throws(TensorError) -> Tensor {
    try Tape.apply(MaxPoolOperation(axes: 2, settings), to: [x])
  }

  /// The largest elements and their places: see
  /// ``Deconv/maxPool1dWithIndices(_:kernel:stride:padding:dilation:)``.
  package static func maxPool1dWithIndices(
    _ x: Tensor, _ settings: PoolingSettings
  ) throws(TensorError) -> (values: Tensor, indices: Counts) {
    let operation = MaxPoolOperation(axes: 1, settings)
    return (try Tape.apply(operation, to: [x]), try operation.indices(x))
  }

  /// The largest elements and their places: see
  /// ``Deconv/maxPool2dWithIndices(_:kernel:stride:padding:dilation:)``.
  package static func maxPool2dWithIndices(
    _ x: Tensor, _ settings: PoolingSettings
  ) throws(TensorError) -> (values: Tensor, indices: Counts) {
    let operation = MaxPoolOperation(axes: 2, settings)
    return (try Tape.apply(operation, to: [x]), try operation.indices(x))
  }

  /// The means of windows: see ``Deconv/avgPool1d(_:kernel:stride:padding:countIncludePad:)``.
  package static func avgPool1d(
    _ x: Tensor, _ settings: PoolingSettings, countIncludePad: Bool = true
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      AveragePoolOperation(axes: 1, settings, countIncludePad: countIncludePad), to: [x])
  }

  /// The means of windows: see ``Deconv/avgPool2d(_:kernel:stride:padding:countIncludePad:)``.
  package static func avgPool2d(
    _ x: Tensor, _ settings: PoolingSettings, countIncludePad: Bool = true
  ) throws(TensorError) -> Tensor {
    try Tape.apply(
      AveragePoolOperation(axes: 2, settings, countIncludePad: countIncludePad), to: [x])
  }
}
