/// Normalises each channel with known statistics, as after training; PyTorch's `batch_norm`.
///
/// y = (x − mean) · weight / √(variance + ε) + bias for each channel (Ioffe, Szegedy,
/// arXiv:1502.03167).
///
/// **Shapes.** x `[N, C]`, `[N, C, L]` or `[N, C, H, W]`, all others `[C]` → the shape of x.
///
/// **Numerics.** weight / √(variance + ε) is computed in double precision and rounded once; the rest
/// in single precision, in the order of the formula.
///
/// - Parameters:
///   - x: The input.
///   - mean: The mean of each channel.
///   - variance: The variance of each channel.
///   - weight: The factor of each channel; 1 where left out.
///   - bias: What is added to each channel; 0 where left out.
///   - epsilon: What keeps the divisor from 0.
/// - Returns: The output.
/// - Precondition: The shapes fit as above.
/// - Complexity: O(size of x).
public func batchNorm(
  _ x: Tensor, mean: Tensor, variance: Tensor, weight: Tensor? = nil, bias: Tensor? = nil,
  epsilon: Float = 1e-5
) -> Tensor {
  orTrap { () throws(TensorError) in
    try Checked.batchNorm(
      x, mean: mean, variance: variance, weight: weight, bias: bias, epsilon: epsilon)
  }
}

/// Normalises each channel with the statistics of the batch, as in training; PyTorch's `batch_norm`
/// with `training`.
///
/// y = (x − mean) · weight / √(variance + ε) + bias, where mean and variance are those of
/// ``batchStatistics(_:)``, which the gradient flows through.
///
/// **Shapes.** x `[N, C]`, `[N, C, L]` or `[N, C, H, W]`, weight and bias `[C]` → the shape of x.
///
/// **Numerics.** As with known statistics, which are not rounded before their use here except for
/// the subtracted mean. The sums of the gradients run in double precision as those of the
/// statistics.
///
/// - Parameters:
///   - x: The input.
///   - weight: The factor of each channel; 1 where left out.
///   - bias: What is added to each channel; 0 where left out.
///   - epsilon: What keeps the divisor from 0.
/// - Returns: The output.
/// - Precondition: The shapes fit as above, and each channel has at least two elements.
/// - Complexity: O(size of x).
public func batchNorm(
  _ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5
) -> Tensor {
  orTrap { () throws(TensorError) in
    try Checked.batchNorm(x, weight: weight, bias: bias, epsilon: epsilon)
  }
}

/// The mean and variance of each channel over batch and positions.
///
/// **Numerics.** Two passes in double precision: the sum of the elements, divided by their count n;
/// then the sum of the squared differences from that mean, divided by n, or by n − 1. An image's
/// terms are added to +0 in row-major order, the images' sums to +0 in the order of the batch.
///
/// - Parameter x: An array `[N, C]`, `[N, C, L]` or `[N, C, H, W]`.
/// - Returns: The statistics.
/// - Precondition: The shape is as above, and each channel has at least two elements.
/// - Complexity: O(size of x).
public func batchStatistics(_ x: Tensor) -> BatchStatistics {
  orTrap { () throws(TensorError) in try Checked.batchStatistics(x) }
}

/// What ``batchStatistics(_:)`` finds in a batch.
public struct BatchStatistics: Equatable, Sendable {
  let means: [Double]
  let variances: [Double]
  /// The elements of a channel, at least 2.
  let count: Int

  /// The mean of each channel.
  public var mean: Tensor { Self.tensor(means) }

  /// The variance of each channel, the sum divided by the count: what normalises.
  public var variance: Tensor { Self.tensor(variances) }

  /// The variance of each channel, the sum divided by the count less one: what is remembered.
  public var unbiasedVariance: Tensor { Self.tensor(unbiasedVariances) }

  /// The unbiased variances in double precision.
  var unbiasedVariances: [Double] {
    variances.map { $0 * Double(count) / Double(count - 1) }
  }

  private static func tensor(_ numbers: [Double]) -> Tensor {
    Tensor(shape: [numbers.count], scalars: numbers.map { Float($0) })
  }
}

extension Checked {
  /// Running statistics, moved towards those of a batch, as PyTorch does it.
  ///
  /// (1 − momentum) · old + momentum · new in double precision, rounded once; the new variance is
  /// the unbiased one.
  ///
  /// - Parameters:
  ///   - mean: The running means.
  ///   - variance: The running variances.
  ///   - batch: The statistics of a batch.
  ///   - momentum: The weight of the new ones.
  /// - Returns: The new running means and variances.
  /// - Throws: ``TensorError`` if the numbers of channels differ.
  package static func runningStatistics(
    mean: Tensor, variance: Tensor, batch: BatchStatistics, momentum: Float = 0.1
  ) throws(TensorError) -> (mean: Tensor, variance: Tensor) {
    for (name, tensor) in [("mean", mean), ("variance", variance)] {
      guard tensor.shape == [batch.means.count] else {
        throw .shapes(
          operation: "batchNorm", left: tensor.shape, right: [batch.means.count],
          rule: "the running \(name) must have one number for each channel")
      }
    }
    let new = Double(momentum)
    func moved(_ old: Tensor, _ towards: [Double]) -> Tensor {
      Tensor(
        shape: old.shape,
        scalars: zip(old.scalars, towards).map { Float((1 - new) * Double($0) + new * $1) })
    }
    return (moved(mean, batch.means), moved(variance, batch.unbiasedVariances))
  }

  /// Normalisation with known statistics: see
  /// ``Deconv/batchNorm(_:mean:variance:weight:bias:epsilon:)``.
  package static func batchNorm(
    _ x: Tensor, mean: Tensor, variance: Tensor, weight: Tensor? = nil, bias: Tensor? = nil,
    epsilon: Float = 1e-5
  ) throws(TensorError) -> Tensor {
    try checkEpsilon(epsilon)
    let channels = try ChannelPlanes(x.shape, operation: "batchNorm").channels
    return try Tape.apply(
      BatchNormOperation(epsilon: Double(epsilon)),
      to: [
        x, mean, variance, weight ?? constant(1, channels), bias ?? constant(0, channels),
      ])
  }

  /// Normalisation with the batch's statistics: see ``Deconv/batchNorm(_:weight:bias:epsilon:)``.
  package static func batchNorm(
    _ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Float = 1e-5
  ) throws(TensorError) -> Tensor {
    try checkEpsilon(epsilon)
    let channels = try ChannelPlanes(x.shape, operation: "batchNorm").channels
    return try Tape.apply(
      BatchNormTrainingOperation(epsilon: Double(epsilon)),
      to: [x, weight ?? constant(1, channels), bias ?? constant(0, channels)])
  }

  /// The statistics of a batch: see ``Deconv/batchStatistics(_:)``.
  package static func batchStatistics(_ x: Tensor) throws(TensorError) -> BatchStatistics {
    let planes = try ChannelPlanes(x.shape, operation: "batchStatistics")
    try planes.requireVariance(operation: "batchStatistics")
    return planes.statistics(x.scalars)
  }

  /// As the layers want it; NaN is in no range.
  private static func checkEpsilon(_ epsilon: Float) throws(TensorError) {
    guard 0...1 ~= epsilon else {
      throw .setting(
        operation: "batchNorm", setting: "epsilon", value: Double(epsilon),
        expected: "between 0 and 1")
    }
  }

  private static func constant(_ value: Float, _ channels: Int) -> Tensor {
    Tensor(shape: [channels], scalars: Array(repeating: value, count: channels))
  }
}
