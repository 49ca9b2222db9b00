/// The geometries of Keras's `same` and `valid`, which choose the padding from the other settings.
///
/// As in TensorFlow's `tf.nn.convolution` and Keras's `Conv2DTranspose`. In the formulas `k̂` is the
/// span of the kernel: the pixels that one position reaches.
extension AxisGeometry {
  /// The convolution with `ceil(input / stride)` positions.
  ///
  /// The padding `max((positions − 1) · stride + k̂ − input, 0)` is halved; if it is odd, the zero
  /// that is left comes after the input.
  ///
  /// - Parameters:
  ///   - input: The elements that the convolution reads, at least 1.
  ///   - kernel: The taps of the kernel, at least 1.
  ///   - stride: The step of the kernel, at least 1.
  ///   - dilation: The distance of two taps, at least 1.
  ///   - axis: The axis to name in an error.
  /// - Returns: The geometry; `positions` is the size of the output.
  /// - Throws: ``GeometryError`` if an argument is impossible.
  package static func sameConvolution(
    input: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, axis: Axis? = nil
  ) throws(GeometryError) -> AxisGeometry {
    // The arguments are checked before the division.
    _ = try transposed(
      input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis)
    let positions = (input + stride - 1) / stride
    // What the kernel spans over that many positions is what they would write as a transpose.
    let span = try transposed(
      input: positions, kernel: kernel, stride: stride, dilation: dilation, axis: axis
    ).pixels
    let padding = max(span - input, 0)
    return try convolution(
      input: input, kernel: kernel, stride: stride, paddingStart: padding / 2,
      paddingEnd: padding - padding / 2, dilation: dilation, axis: axis)
  }

  /// The transposed convolution with `input · stride` pixels.
  ///
  /// The crop `max(k̂ − stride, 0)` is halved; if it is odd, the element that is left is cropped at
  /// the end. A kernel with `k̂ < stride` leaves `stride − k̂` pixels at the end that it does not
  /// reach.
  ///
  /// - Parameters:
  ///   - input: The elements that the transposed convolution reads, at least 1.
  ///   - kernel: The taps of the kernel, at least 1.
  ///   - stride: The step of the stamped kernel, at least 1.
  ///   - dilation: The distance of two taps, at least 1.
  ///   - axis: The axis to name in an error.
  /// - Returns: The geometry; `pixels` is the size of the output.
  /// - Throws: ``GeometryError`` if an argument is impossible.
  package static func sameTransposed(
    input: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, axis: Axis? = nil
  ) throws(GeometryError) -> AxisGeometry {
    let span = try transposed(
      input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis
    ).pixels
    let crop = max(span - input * stride, 0)
    return try transposed(
      input: input, kernel: kernel, stride: stride, paddingStart: crop / 2,
      paddingEnd: crop - crop / 2, outputPadding: max(input * stride - span, 0),
      dilation: dilation, axis: axis)
  }

  /// The transposed convolution with `input · stride + max(k̂ − stride, 0)` pixels.
  ///
  /// Nothing is cropped. A kernel with `k̂ < stride` leaves `stride − k̂` pixels at the end that it
  /// does not reach.
  ///
  /// - Parameters:
  ///   - input: The elements that the transposed convolution reads, at least 1.
  ///   - kernel: The taps of the kernel, at least 1.
  ///   - stride: The step of the stamped kernel, at least 1.
  ///   - dilation: The distance of two taps, at least 1.
  ///   - axis: The axis to name in an error.
  /// - Returns: The geometry; `pixels` is the size of the output.
  /// - Throws: ``GeometryError`` if an argument is impossible.
  package static func validTransposed(
    input: Int, kernel: Int, stride: Int = 1, dilation: Int = 1, axis: Axis? = nil
  ) throws(GeometryError) -> AxisGeometry {
    let span = try transposed(
      input: input, kernel: kernel, stride: stride, dilation: dilation, axis: axis
    ).pixels
    return try transposed(
      input: input, kernel: kernel, stride: stride,
      outputPadding: max(input * stride - span, 0), dilation: dilation, axis: axis)
  }
}
