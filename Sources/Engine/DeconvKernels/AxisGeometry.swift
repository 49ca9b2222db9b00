/// How a kernel moves along one axis, for a convolution and for its transpose.
///
/// A convolution reads *pixels* and writes one value for each *position* of its kernel. The
/// transposed convolution goes the other way over the same pairs: it reads positions and writes
/// pixels. Both hang on one relation, in which a tap is an index into the kernel:
///
///     pixel = position · stride − paddingStart + tap · dilation
///
/// So one geometry serves an operation, its gradient, and its matrix. This type and
/// ``ConvGeometry`` are the only place where sizes are computed. The formulas are those of
/// Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (arXiv:1603.07285),
/// with the dilation and output padding of PyTorch's `Conv2d` and `ConvTranspose2d`.
package struct AxisGeometry: Hashable, Sendable {
  /// The elements that a convolution reads and a transposed convolution writes.
  package let pixels: Int
  /// The positions of the kernel: what a convolution writes and a transposed convolution reads.
  package let positions: Int
  /// The taps of the kernel.
  package let kernel: Int
  /// The pixels from one position to the next.
  package let stride: Int
  /// The pixels before the first that are taken as zero, or cropped by a transposed convolution.
  package let paddingStart: Int
  /// The pixels after the last that are taken as zero, or cropped by a transposed convolution.
  package let paddingEnd: Int
  /// The pixels from one tap to the next.
  package let dilation: Int

  /// The largest value of every argument: no formula below overflows with it.
  package static let maximumArgument = 1 << 30

  /// The axis that a one-dimensional operation does not have: one element, one tap.
  package static let single = AxisGeometry(
    pixels: 1, positions: 1, kernel: 1, stride: 1, paddingStart: 0, paddingEnd: 0, dilation: 1)

  private init(
    pixels: Int, positions: Int, kernel: Int, stride: Int, paddingStart: Int, paddingEnd: Int,
    dilation: Int
  ) {
    self.pixels = pixels
    self.positions = positions
    self.kernel = kernel
    self.stride = stride
    self.paddingStart = paddingStart
    self.paddingEnd = paddingEnd
    self.dilation = dilation
  }

  /// The geometry of a convolution.
  ///
  /// It has `floor((input + paddingStart + paddingEnd − dilation · (kernel − 1) − 1) / stride) + 1`
  /// positions. Pixels behind the last position that fits are not read.
  ///
  /// - Parameters:
  ///   - input: The elements that the convolution reads, at least 1.
  ///   - kernel: The taps of the kernel, at least 1.
  ///   - stride: The step of the kernel, at least 1.
  ///   - paddingStart: The zeros before the input.
  ///   - paddingEnd: The zeros after the input.
  ///   - dilation: The distance of two taps, at least 1.
  ///   - axis: The axis to name in an error.
  /// - Returns: The geometry; `positions` is the size of the output.
  /// - Throws: ``GeometryError`` if an argument is impossible or the kernel does not fit.
  package static func convolution(
    input: Int, kernel: Int, stride: Int = 1, paddingStart: Int = 0, paddingEnd: Int = 0,
    dilation: Int = 1, axis: Axis? = nil
  ) throws(GeometryError) -> AxisGeometry {
    try check(
      input: input, kernel: kernel, stride: stride, paddingStart: paddingStart,
      paddingEnd: paddingEnd, dilation: dilation, axis: axis)
    let reach = dilation * (kernel - 1) + 1
    let room = input + paddingStart + paddingEnd - reach
    guard room >= 0 else {
      throw .kernelExceedsInput(
        axis: axis, input: input, padding: paddingStart + paddingEnd, reach: reach,
        kernel: kernel, dilation: dilation)
    }
    return AxisGeometry(
      pixels: input, positions: room / stride + 1, kernel: kernel, stride: stride,
      paddingStart: paddingStart, paddingEnd: paddingEnd, dilation: dilation)
  }

  /// The geometry of a transposed convolution.
  ///
  /// It writes `(input − 1) · stride − paddingStart − paddingEnd + dilation · (kernel − 1) +
  /// outputPadding + 1` pixels. A convolution with stride `s` gives the same number of positions
  /// for `s` numbers of pixels; the output padding chooses among them. It adds no zeros: it crops
  /// less at the end.
  ///
  /// - Parameters:
  ///   - input: The elements that the transposed convolution reads, at least 1.
  ///   - kernel: The taps of the kernel, at least 1.
  ///   - stride: The step of the stamped kernel, at least 1.
  ///   - paddingStart: The elements cropped at the start.
  ///   - paddingEnd: The elements cropped at the end.
  ///   - outputPadding: The elements added at the end, less than `max(stride, dilation)`.
  ///   - dilation: The distance of two taps, at least 1.
  ///   - axis: The axis to name in an error.
  /// - Returns: The geometry; `pixels` is the size of the output.
  /// - Throws: ``GeometryError`` if an argument is impossible or nothing is left of the output.
  package static func transposed(
    input: Int, kernel: Int, stride: Int = 1, paddingStart: Int = 0, paddingEnd: Int = 0,
    outputPadding: Int = 0, dilation: Int = 1, axis: Axis? = nil
  ) throws(GeometryError) -> AxisGeometry {
    try check(
      input: input, kernel: kernel, stride: stride, paddingStart: paddingStart,
      paddingEnd: paddingEnd, dilation: dilation, axis: axis)
    try check(.outputPadding, outputPadding, from: 0, axis: axis)
    guard outputPadding < max(stride, dilation) else {
      throw .outputPadding(axis: axis, value: outputPadding, stride: stride, dilation: dilation)
    }
    let uncropped = (input - 1) * stride + dilation * (kernel - 1) + outputPadding + 1
    let pixels = uncropped - paddingStart - paddingEnd
    guard pixels >= 1 else {
      throw .nothingLeft(axis: axis, uncropped: uncropped, padding: paddingStart + paddingEnd)
    }
    return AxisGeometry(
      pixels: pixels, positions: input, kernel: kernel, stride: stride,
      paddingStart: paddingStart, paddingEnd: paddingEnd, dilation: dilation)
  }

  /// The pixel under a tap of the kernel at a position, or nil where that is padding.
  package func pixel(position: Int, tap: Int) -> Int? {
    let pixel = position * stride - paddingStart + tap * dilation
    return 0 <= pixel && pixel < pixels ? pixel : nil
  }

  /// The position at which a tap lies on a pixel, or nil where there is none.
  package func position(pixel: Int, tap: Int) -> Int? {
    let offset = pixel + paddingStart - tap * dilation
    guard offset >= 0, offset % stride == 0 else { return nil }
    let position = offset / stride
    return position < positions ? position : nil
  }

  /// The taps that lie on a pixel and not on padding, for the kernel at a position.
  package func taps(position: Int) -> Range<Int> {
    let origin = position * stride - paddingStart
    let first = origin >= 0 ? 0 : (dilation - 1 - origin) / dilation
    let end = origin >= pixels ? 0 : (pixels - 1 - origin) / dilation + 1
    return min(first, kernel)..<max(min(first, kernel), min(end, kernel))
  }

  /// How many positions have a tap on each pixel.
  ///
  /// - Returns: One count for each pixel.
  /// - Complexity: O(`positions` · `kernel`).
  package func overlapCounts() -> [Int] {
    var counts = Array(repeating: 0, count: pixels)
    for position in 0..<positions {
      for tap in taps(position: position) {
        counts[position * stride - paddingStart + tap * dilation] += 1
      }
    }
    return counts
  }

  /// The size of an axis after `stride − 1` zeros were put between its elements.
  ///
  /// - Parameters:
  ///   - count: The elements before.
  ///   - stride: The distance of two elements after it.
  ///   - axis: The axis to name in an error.
  /// - Returns: `(count − 1) · stride + 1`, or 0 where there are no elements.
  /// - Throws: ``GeometryError`` if the stride is less than 1 or a number is too large.
  package static func zeroInserted(
    count: Int, stride: Int, axis: Axis? = nil
  ) throws(GeometryError) -> Int {
    try check(.input, count, from: 0, axis: axis)
    try check(.stride, stride, from: 1, axis: axis)
    return count == 0 ? 0 : (count - 1) * stride + 1
  }

  /// The convolution of stride 1 over a zero-inserted input that equals the transposed one.
  ///
  /// Its input is the transposed convolution's with zeros between, and `kernel̂ − 1 − padding` more
  /// at the ends, where `kernel̂ − 1 = dilation · (kernel − 1)`; its kernel is turned around.
  var stuffed: AxisGeometry {
    AxisGeometry(
      pixels: pixels + dilation * (kernel - 1), positions: pixels, kernel: kernel, stride: 1,
      paddingStart: 0, paddingEnd: 0, dilation: dilation)
  }

  /// The place of an input element in the input of the `stuffed` geometry, or nil where cropped.
  ///
  /// Where the padding is larger than `kernel̂ − 1`, elements lie outside: nothing reaches them.
  func stuffedPixel(position: Int) -> Int? {
    let place = position * stride + dilation * (kernel - 1) - paddingStart
    return 0 <= place && place < stuffed.pixels ? place : nil
  }

  private static func check(
    input: Int, kernel: Int, stride: Int, paddingStart: Int, paddingEnd: Int, dilation: Int,
    axis: Axis?
  ) throws(GeometryError) {
    try check(.input, input, from: 1, axis: axis)
    try check(.kernel, kernel, from: 1, axis: axis)
    try check(.stride, stride, from: 1, axis: axis)
    try check(.padding, paddingStart, from: 0, axis: axis)
    try check(.padding, paddingEnd, from: 0, axis: axis)
    try check(.dilation, dilation, from: 1, axis: axis)
  }

  private static func check(
    _ argument: GeometryError.Argument, _ value: Int, from lowest: Int, axis: Axis?
  ) throws(GeometryError) {
    let valid = lowest...maximumArgument
    guard valid.contains(value) else {
      throw .outOfRange(argument, axis: axis, value: value, valid: valid)
    }
  }
}
