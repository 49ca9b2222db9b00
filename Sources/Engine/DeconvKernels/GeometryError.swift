/// A direction in which a kernel moves.
public enum Axis: String, Hashable, Sendable {
  /// The only axis of a one-dimensional operation.
  case length
  /// The first axis of a two-dimensional operation.
  case height
  /// The second axis of a two-dimensional operation.
  case width
}

/// The reason why sizes and settings describe no convolution along an axis.
public enum GeometryError: Error, Hashable, Sendable {
  /// The settings of an axis, by the names of the arguments.
  public enum Argument: String, Hashable, Sendable {
    /// The size of the input.
    case input
    /// The size of the kernel.
    case kernel
    /// The step of the kernel.
    case stride
    /// What is added, or cropped, at an end.
    case padding
    /// What a transposed convolution keeps beyond the crop.
    case outputPadding = "output padding"
    /// The distance of two taps.
    case dilation
  }

  /// An argument lies outside of what is possible.
  case outOfRange(Argument, axis: Axis?, value: Int, valid: ClosedRange<Int>)
  /// The dilated kernel is longer than the padded input.
  case kernelExceedsInput(
    axis: Axis?, input: Int, padding: Int, reach: Int, kernel: Int, dilation: Int)
  /// The padding of a transposed convolution crops everything away.
  case nothingLeft(axis: Axis?, uncropped: Int, padding: Int)
  /// The output padding is not smaller than the larger of stride and dilation.
  case outputPadding(axis: Axis?, value: Int, stride: Int, dilation: Int)
  /// The channels do not divide into the groups.
  case groups(channels: Int, groups: Int)
  /// A buffer of this geometry would have more elements than an integer counts.
  case tooLarge
}

extension GeometryError: CustomStringConvertible {
  /// The error as one sentence: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .outOfRange(let argument, let axis, let value, let valid):
      "the \(argument.rawValue)\(Self.along(axis)) is \(value), it must be between "
        + "\(valid.lowerBound) and \(valid.upperBound)"
    case .kernelExceedsInput(let axis, let input, let padding, let reach, let kernel, let dilation):
      "the kernel spans \(reach) elements\(Self.along(axis)) "
        + "(kernel \(kernel), dilation \(dilation)), the padded input has \(input + padding) "
        + "(input \(input), padding \(padding) in all): use a larger input or padding, or a "
        + "smaller kernel or dilation"
    case .nothingLeft(let axis, let uncropped, let padding):
      "the padding crops \(padding) of the \(uncropped) elements\(Self.along(axis)) that the "
        + "kernel reaches, so nothing is left: use less padding, or a larger input or kernel"
    case .outputPadding(let axis, let value, let stride, let dilation):
      "the output padding\(Self.along(axis)) is \(value), it must be less than the larger of "
        + "stride (\(stride)) and dilation (\(dilation))"
    case .groups(let channels, let groups):
      "\(channels) channels do not divide into \(groups) groups: use a number of groups that "
        + "divides the channels of input and output"
    case .tooLarge:
      "the operation would need more elements than a 64-bit integer counts: use smaller sizes"
    }
  }

  private static func along(_ axis: Axis?) -> String {
    axis.map { " along the \($0.rawValue)" } ?? ""
  }
}
