import DeconvKernels

/// Probabilities along an axis: eˣ divided by the sum of these; PyTorch's `softmax`.
///
/// **Numerics.** In double precision: the largest element of a line is subtracted first, so that
/// nothing overflows; the powers are added from 0 in the order of the axis; each quotient is rounded
/// once. A line with a NaN, with +∞, or of −∞ alone becomes NaN, as in PyTorch.
///
/// - Parameters:
///   - x: A tensor with at least one axis.
///   - axis: The axis along which the results add up to 1, from 0.
/// - Returns: A tensor of the same shape.
/// - Precondition: The axis exists.
/// - Complexity: One elementary function for each element.
public func softmax(_ x: Tensor, axis: Int) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.softmax(x, axis: axis) }
}

/// The logarithms of ``softmax(_:axis:)``, accurate where the probabilities vanish; PyTorch's
/// `log_softmax`.
///
/// **Numerics.** In double precision: x − largest − log(sum of the powers), rounded once; the sum is
/// that of ``softmax(_:axis:)``.
///
/// - Parameters:
///   - x: A tensor with at least one axis.
///   - axis: The axis along which the probabilities add up to 1, from 0.
/// - Returns: A tensor of the same shape.
/// - Precondition: The axis exists.
/// - Complexity: One elementary function for each element.
public func logSoftmax(_ x: Tensor, axis: Int) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.logSoftmax(x, axis: axis) }
}

extension Checked {
  /// Probabilities along an axis: see ``Deconv/softmax(_:axis:)``.
  package static func softmax(_ x: Tensor, axis: Int) throws(TensorError) -> Tensor {
    try Tape.apply(SoftmaxOperation(axis: axis, isLogarithmic: false), to: [x])
  }

  /// Logarithms of probabilities along an axis: see ``Deconv/logSoftmax(_:axis:)``.
  package static func logSoftmax(_ x: Tensor, axis: Int) throws(TensorError) -> Tensor {
    try Tape.apply(SoftmaxOperation(axis: axis, isLogarithmic: true), to: [x])
  }
}

/// Probabilities along an axis, or their logarithms.
///
/// Input: x. The sums of the gradient run in double precision in the order of the axis.
package struct SoftmaxOperation: Operation {
  let axis: Int
  let isLogarithmic: Bool

  package init(axis: Int, isLogarithmic: Bool) {
    self.axis = axis
    self.isLogarithmic = isLogarithmic
  }

  package var name: String { isLogarithmic ? "logSoftmax" : "softmax" }

  package var settingsText: String { "axis: \(axis)" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (outer, size, inner) = try Shape.split(inputs[0].shape, axis: axis, operation: name)
    var result = inputs[0].scalars
    for line in AxisLines(outer: outer, size: size, inner: inner) {
      let normalizer = SoftmaxNormalizer(result, line)
      for index in line {
        let shifted = result[index].doubleValue - normalizer.largest
        result[index] = A.Scalar(
          isLogarithmic
            ? shifted - Elementary.log(normalizer.sum) : Elementary.exp(shifted) / normalizer.sum)
      }
    }
    return A(shape: inputs[0].shape, scalars: result)
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (outer, size, inner) = try Shape.split(pass.output.shape, axis: axis, operation: name)
    let output = pass.output.scalars
    var result = pass.gradient.scalars
    for line in AxisLines(outer: outer, size: size, inner: inner) {
      var sum = 0.0
      for index in line {
        let factor = isLogarithmic ? 1 : output[index].doubleValue
        sum += result[index].doubleValue * factor
      }
      for index in line {
        let (gradient, y) = (result[index].doubleValue, output[index].doubleValue)
        result[index] = A.Scalar(
          isLogarithmic ? gradient - Elementary.exp(y) * sum : y * (gradient - sum))
      }
    }
    return [A(shape: pass.output.shape, scalars: result)]
  }
}

/// What turns the numbers of a line into probabilities.
struct SoftmaxNormalizer {
  /// The largest number of the line, or NaN if there is one.
  let largest: Double
  /// The sum of the powers of e, to what each number is below the largest; from 1 to their count.
  let sum: Double

  /// Looks through a line, in its order.
  @inline(__always)
  init<Scalar: KernelScalar & ShapedScalar>(
    _ scalars: [Scalar], _ line: StrideTo<Int>
  ) {
    var largest = -Double.infinity
    for index in line where !(scalars[index].doubleValue <= largest) {
      largest = scalars[index].doubleValue
      if largest.isNaN { break }
    }
    var sum = 0.0
    for index in line { sum += Elementary.exp(scalars[index].doubleValue - largest) }
    self.largest = largest
    self.sum = sum
  }
}

/// The places in storage of the lines along an axis, of storage `[outer, size, inner]`.
struct AxisLines: Sequence, IteratorProtocol {
  private let size: Int
  private let inner: Int
  private let count: Int
  private var line = 0

  init(outer: Int, size: Int, inner: Int) {
    self.size = size
    self.inner = inner
    count = outer * inner
  }

  mutating func next() -> StrideTo<Int>? {
    guard line < count else { return nil }
    let start = line / inner * size * inner + line % inner
    line += 1
    return stride(from: start, to: start + size * inner, by: inner)
  }
}
