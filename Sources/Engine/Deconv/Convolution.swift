/// The ways to compute a transposed convolution: they give the same bits.
public enum TransposedConvolutionAlgorithm: String, Hashable, Sendable, CaseIterable {
  /// Stamp the kernel, scaled by each input element, onto the output.
  case scatter
  /// Collect for each output element the input elements that reach it: the fast way.
  case gather
  /// Put zeros between the input elements and convolve with the kernel turned by 180°.
  ///
  /// Weights that are infinite or NaN meet inserted zeros here and make NaN.
  case zeroInsertion
  /// One small dense convolution for each phase of the stride, interleaved.
  case polyphase
}

/// Slides a kernel along signals: a one-dimensional convolution, as in PyTorch's `conv1d`.
///
/// As everywhere in deep learning this is a cross-correlation: the kernel is not turned around.
/// Along the axis, an input of size `i` gives
/// `floor((i + 2 · padding − dilation · (kernel − 1) − 1) / stride) + 1` elements
/// (Dumoulin and Visin, arXiv:1603.07285).
///
/// **Shapes.** x `[N, C, L]`, w `[out, C / groups, K]` → `[N, out, L′]`. Without the batch axis
/// `[C, L]` → `[out, L′]`; for `[L]`, which also takes w `[K]` and makes one channel → `[L′]`.
///
/// **Numerics.** Each output element starts at +0, adds its products in the input's row-major
/// order (channel, then position) by fused multiply-add, and its bias, or +0, last.
///
/// - Parameters:
///   - x: The input.
///   - w: The kernels.
///   - b: One number for each output channel, added to it.
///   - stride: The step of the kernel.
///   - padding: The zeros at both ends, or a rule: see ``Padding``.
///   - dilation: The distance of two taps of the kernel.
///   - groups: The number of groups into which the channels are divided.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The shapes fit as above, and the kernel fits into the padded input.
/// - Complexity: One multiply-add for each output element and weight of its channel.
public func conv1d(
  _ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding, dilation: dilation.axisValues,
    groups: groups)
  return orTrap { () throws(TensorError) in try Checked.conv1d(x, w, bias: b, settings) }
}

/// Slides a kernel over images: a two-dimensional convolution, as in PyTorch's `conv2d`.
///
/// As everywhere in deep learning this is a cross-correlation: the kernel is not turned by 180°.
/// Along each axis, an input of size `i` gives
/// `floor((i + 2 · padding − dilation · (kernel − 1) − 1) / stride) + 1` elements
/// (Dumoulin and Visin, arXiv:1603.07285).
///
/// **Shapes.** x `[N, C, H, W]`, w `[out, C / groups, Kh, Kw]` → `[N, out, H′, W′]`. Without the
/// batch axis `[C, H, W]` → `[out, H′, W′]`; for `[H, W]`, which also takes w `[Kh, Kw]` and makes
/// one channel → `[H′, W′]`.
///
/// **Numerics.** Each output element starts at +0, adds its products in the input's row-major
/// order (channel, row, column) by fused multiply-add, and its bias, or +0, last. The product of
/// the weights with ``unfold(_:kernel:stride:padding:dilation:)`` has the same bits.
///
/// - Parameters:
///   - x: The input.
///   - w: The kernels.
///   - b: One number for each output channel, added to it.
///   - stride: The step of the kernel, for both axes or for each.
///   - padding: The zeros at both ends, for both axes or for each, or a rule: see ``Padding``.
///   - dilation: The distance of two taps of the kernel, for both axes or for each.
///   - groups: The number of groups into which the channels are divided.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The shapes fit as above, and the kernel fits into the padded input.
/// - Complexity: One multiply-add for each output element and weight of its channel.
public func conv2d(
  _ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding, dilation: dilation.axisValues,
    groups: groups)
  return orTrap { () throws(TensorError) in try Checked.conv2d(x, w, bias: b, settings) }
}

/// Stamps kernels along signals: the transpose of ``conv1d(_:_:bias:stride:padding:dilation:groups:)``.
///
/// Along the axis, an input of size `i` gives
/// `(i − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1` elements, as in
/// PyTorch's `conv_transpose1d`.
///
/// **Shapes.** x `[N, C, L]`, w `[C, out / groups, K]` → `[N, out, L′]`. Without the batch axis
/// `[C, L]` → `[out, L′]`; for `[L]`, which also takes w `[K]` and makes one channel → `[L′]`.
///
/// **Numerics.** Each output element starts at +0, adds its products in the input's row-major
/// order (channel, then position) by fused multiply-add, and its bias, or +0, last.
///
/// - Parameters:
///   - x: The input.
///   - w: The kernels.
///   - b: One number for each output channel, added to it.
///   - stride: The step of the stamps.
///   - padding: The elements cropped at both ends, or a rule: see ``Padding``.
///   - outputPadding: The elements kept beyond the crop at the end; less than the larger of
///     stride and dilation.
///   - dilation: The distance of two taps of the kernel.
///   - groups: The number of groups into which the channels are divided.
///   - algorithm: The way to compute it; all give the same bits.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The shapes fit as above, and the output has an element.
/// - Complexity: One multiply-add for each input element and weight of its channel.
public func convTranspose1d(
  _ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0, outputPadding: some PerAxis = 0,
  dilation: some PerAxis = 1, groups: Int = 1, algorithm: TransposedConvolutionAlgorithm = .gather
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding,
    outputPadding: outputPadding.axisValues, dilation: dilation.axisValues, groups: groups)
  return orTrap { () throws(TensorError) in
    try Checked.convTranspose1d(x, w, bias: b, settings, algorithm: algorithm)
  }
}

/// Stamps kernels onto images: the transpose of ``conv2d(_:_:bias:stride:padding:dilation:groups:)``.
///
/// The linear map is that of the transposed ``convolutionMatrix(_:input:stride:padding:dilation:)``.
/// Along each axis, an input of size `i` gives
/// `(i − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1` elements, as in
/// PyTorch's `conv_transpose2d`; see Dumoulin and Visin, arXiv:1603.07285, chapter 4.
///
/// **Shapes.** x `[N, C, H, W]`, w `[C, out / groups, Kh, Kw]` → `[N, out, H′, W′]`. Without the
/// batch axis `[C, H, W]` → `[out, H′, W′]`; for `[H, W]`, which also takes w `[Kh, Kw]` and makes
/// one channel → `[H′, W′]`.
///
/// **Numerics.** Each output element starts at +0, adds its products in the input's row-major
/// order (channel, row, column) by fused multiply-add, and its bias, or +0, last.
///
/// - Parameters:
///   - x: The input.
///   - w: The kernels.
///   - b: One number for each output channel, added to it.
///   - stride: The step of the stamps, for both axes or for each.
///   - padding: The rows and columns cropped at both ends, for both axes or for each, or a rule:
///     see ``Padding``.
///   - outputPadding: The rows and columns kept beyond the crop at the bottom and right, for both
///     axes or for each; less than the larger of stride and dilation.
///   - dilation: The distance of two taps of the kernel, for both axes or for each.
///   - groups: The number of groups into which the channels are divided.
///   - algorithm: The way to compute it; all give the same bits.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The shapes fit as above, and the output has an element.
/// - Complexity: One multiply-add for each input element and weight of its channel.
public func convTranspose2d(
  _ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0, outputPadding: some PerAxis = 0,
  dilation: some PerAxis = 1, groups: Int = 1, algorithm: TransposedConvolutionAlgorithm = .gather
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding,
    outputPadding: outputPadding.axisValues, dilation: dilation.axisValues, groups: groups)
  return orTrap { () throws(TensorError) in
    try Checked.convTranspose2d(x, w, bias: b, settings, algorithm: algorithm)
  }
}

/// Lays the patches under a kernel into columns ("im2col"), as PyTorch's `unfold`.
///
/// A convolution is the product of the weights, reshaped to `[out, C · Kh · Kw]`, with the
/// columns, and has the same bits.
///
/// **Shapes.** x `[N, C, H, W]` → `[N, C · Kh · Kw, H′ · W′]`; x `[C, H, W]` or `[H, W]` →
/// `[C · Kh · Kw, H′ · W′]`.
///
/// - Parameters:
///   - x: The input.
///   - kernel: The size of the kernel, for both axes or for each.
///   - stride: The step of the kernel, for both axes or for each.
///   - padding: The zeros at both ends, for both axes or for each, or a rule: see ``Padding``.
///   - dilation: The distance of two taps of the kernel, for both axes or for each.
/// - Returns: The columns.
/// - Precondition: The kernel fits into the padded input.
/// - Complexity: O(size of the result).
public func unfold(
  _ x: Tensor, kernel: some PerAxis, stride: some PerAxis = 1,
  padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1
) -> Tensor {
  let settings = ConvolutionSettings(
    stride: stride.axisValues, padding: padding, dilation: dilation.axisValues)
  return orTrap { () throws(TensorError) in
    try Checked.unfold(x, kernel: kernel.axisValues, settings)
  }
}
