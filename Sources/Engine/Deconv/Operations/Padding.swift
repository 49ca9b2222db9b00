/// A padding of a convolution: one number, one for each axis, or a rule.
///
/// `padding: 1`, `padding: [1, 0]`, `padding: .same` and `padding: .ends(start: 0, end: 1)` all
/// compile: `Int`, `[Int]` and ``Padding`` conform.
public protocol ConvolutionPadding {
  /// The padding.
  var convolutionPadding: Padding { get }
}

/// What a convolution adds at the ends of its input, and a transposed convolution crops there.
///
/// The rules are found as `.valid`, `.same` and `.ends(…)` where a padding is expected.
public struct Padding: Hashable, Sendable {
  enum Rule: Hashable, Sendable {
    case symmetric(AxisValues)
    case ends(start: Int, end: Int)
    case sides(top: Int, bottom: Int, left: Int, right: Int)
    case valid
    case same
  }

  let rule: Rule
}

extension Padding: ConvolutionPadding {
  /// The padding itself.
  public var convolutionPadding: Padding { self }
}

extension PerAxis {
  /// The same number at both ends of an axis.
  public var convolutionPadding: Padding { Padding(rule: .symmetric(axisValues)) }
}

extension ConvolutionPadding where Self == Padding {
  /// Keras's `valid`: a convolution reads no padding, a transposed convolution crops nothing.
  ///
  /// Along an axis of size `i` with a kernel that spans `k̂ = dilation · (kernel − 1) + 1`, a
  /// convolution gives `floor((i − k̂) / stride) + 1` elements and a transposed convolution
  /// `i · stride + max(k̂ − stride, 0)`. Where the kernel is smaller than the stride, that is more
  /// than the stamps reach: the rest, at the end, is the bias, or 0. PyTorch with padding 0 leaves
  /// it out.
  public static var valid: Padding { Padding(rule: .valid) }

  /// Keras's `same`: a convolution gives `ceil(i / stride)` elements, a transposed one `i · stride`.
  ///
  /// A convolution adds `max((o − 1) · stride + k̂ − i, 0)` zeros, where `o` is the size of its
  /// output; a transposed convolution crops `max(k̂ − stride, 0)` elements. Half of them are at the
  /// start; if their number is odd, the one that is left is at the end. So an even kernel, or a
  /// stride that does not divide the size, shifts the output by half an element; PyTorch's paddings
  /// are symmetric and cannot say this.
  ///
  /// Where the kernel is smaller than the stride, a transposed convolution adds `stride − k̂`
  /// elements at the end, which no stamp reaches.
  public static var same: Padding { Padding(rule: .same) }

  /// Different numbers at the start and at the end of every axis.
  ///
  /// - Parameters:
  ///   - start: The elements at the top and left, or before a signal.
  ///   - end: The elements at the bottom and right, or after a signal.
  /// - Returns: The padding.
  public static func ends(start: Int = 0, end: Int = 0) -> Padding {
    Padding(rule: .ends(start: start, end: end))
  }

  /// Different numbers at the four sides of images.
  ///
  /// - Parameters:
  ///   - top: The rows at the top.
  ///   - bottom: The rows at the bottom.
  ///   - left: The columns at the left.
  ///   - right: The columns at the right.
  /// - Returns: The padding, for operations over two axes.
  public static func ends(
    top: Int = 0, bottom: Int = 0, left: Int = 0, right: Int = 0
  ) -> Padding {
    Padding(rule: .sides(top: top, bottom: bottom, left: left, right: right))
  }
}

extension Padding: CustomStringConvertible {
  /// The padding as a caller writes it: `1`, `[1, 0]` or `.same`.
  public var description: String {
    switch rule {
    case .symmetric(let values): "\(values)"
    case .ends(let start, let end): ".ends(start: \(start), end: \(end))"
    case .sides(let top, let bottom, let left, let right):
      ".ends(top: \(top), bottom: \(bottom), left: \(left), right: \(right))"
    case .valid: ".valid"
    case .same: ".same"
    }
  }
}

extension Padding {
  /// What happens at the ends of one axis.
  enum AxisRule {
    /// So many elements at the start and at the end.
    case ends(start: Int, end: Int)
    /// Keras's `valid`.
    case valid
    /// Keras's `same`.
    case same
  }

  /// One rule for each of `count` axes.
  ///
  /// - Throws: ``TensorError`` if the padding is for another number of axes.
  func axisRules(_ count: Int, operation: String) throws(TensorError) -> [AxisRule] {
    switch rule {
    case .symmetric(let values):
      return try values.values(count, operation: operation, argument: "padding")
        .map { .ends(start: $0, end: $0) }
    case .ends(let start, let end):
      return Array(repeating: .ends(start: start, end: end), count: count)
    case .sides(let top, let bottom, let left, let right):
      guard count == 2 else { throw .paddingSides(operation: operation, axes: count) }
      return [.ends(start: top, end: bottom), .ends(start: left, end: right)]
    case .valid:
      return Array(repeating: .valid, count: count)
    case .same:
      return Array(repeating: .same, count: count)
    }
  }

  /// The number of axes that the padding fixes, or nil if it fits any.
  var axisCount: Int? {
    switch rule {
    case .symmetric(let values): values.axisCount
    case .sides: 2
    case .ends, .valid, .same: nil
    }
  }
}
