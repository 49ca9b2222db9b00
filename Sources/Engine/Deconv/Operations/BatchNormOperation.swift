import DeconvKernels

/// The normalisation of each channel with given statistics.
///
/// Inputs: x, mean, variance, weight, bias. The statistics have gradients too, so that nothing is
/// lost where they were computed on a tape.
package struct BatchNormOperation: Operation {
  let epsilon: Double

  package init(epsilon: Double) {
    self.epsilon = epsilon
  }

  package var name: String { "batchNorm" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let planes = try ChannelPlanes(inputs[0].shape, operation: name)
    for (index, argument) in ["mean", "variance", "weight", "bias"].enumerated() {
      try planes.requireChannels(inputs[index + 1].shape, argument, operation: name)
    }
    let normalizers = planes.normalizers(
      mean: inputs[1].doubles, variance: inputs[2].doubles, epsilon, weight: inputs[3].doubles)
    return A(
      shape: inputs[0].shape,
      scalars: planes.normalized(inputs[0].scalars, normalizers, bias: inputs[4].scalars))
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let inputs = pass.inputs
    let planes = try ChannelPlanes(inputs[0].shape, operation: name)
    let normalizers = planes.normalizers(
      mean: inputs[1].doubles, variance: inputs[2].doubles, epsilon, weight: inputs[3].doubles)
    let sums = planes.gradientSums(pass.gradient.scalars, inputs[0].scalars, normalizers)
    let dx = pass.isWanted[0] ? planes.scaled(pass.gradient, normalizers) : nil
    let perChannel: [(Normalizer, GradientSums) -> Double] = [
      { normalizer, sums in -sums.plain * normalizer.scale },
      { normalizer, sums in
        -0.5 * sums.centered * normalizer.scale * normalizer.inverse * normalizer.inverse
      },
      { normalizer, sums in sums.centered * normalizer.inverse },
      { _, sums in sums.plain },
    ]
    let others = perChannel.enumerated().map { index, gradient in
      pass.isWanted[index + 1]
        ? A(shape: [planes.channels], doubles: zip(normalizers, sums).map(gradient)) : nil
    }
    return [dx] + others
  }
}

/// The normalisation of each channel with the statistics of the batch.
///
/// Inputs: x, weight, bias.
package struct BatchNormTrainingOperation: Operation {
  let epsilon: Double

  package init(epsilon: Double) {
    self.epsilon = epsilon
  }

  package var name: String { "batchNorm" }

  package var settingsText: String { "training: true" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let planes = try ChannelPlanes(inputs[0].shape, operation: name)
    try planes.requireVariance(operation: name)
    for (index, argument) in ["weight", "bias"].enumerated() {
      try planes.requireChannels(inputs[index + 1].shape, argument, operation: name)
    }
    let statistics = planes.statistics(inputs[0].scalars)
    let normalizers = planes.normalizers(
      mean: statistics.means, variance: statistics.variances, epsilon, weight: inputs[1].doubles)
    return A(
      shape: inputs[0].shape,
      scalars: planes.normalized(inputs[0].scalars, normalizers, bias: inputs[2].scalars))
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let inputs = pass.inputs
    let planes = try ChannelPlanes(inputs[0].shape, operation: name)
    let statistics = planes.statistics(inputs[0].scalars)
    let normalizers = planes.normalizers(
      mean: statistics.means, variance: statistics.variances, epsilon, weight: inputs[1].doubles)
    let sums = planes.gradientSums(pass.gradient.scalars, inputs[0].scalars, normalizers)
    return [
      pass.isWanted[0] ? planes.centered(pass.gradient, inputs[0], normalizers, sums) : nil,
      pass.isWanted[1]
        ? A(
          shape: [planes.channels],
          doubles: zip(normalizers, sums).map { $1.centered * $0.inverse }) : nil,
      pass.isWanted[2] ? A(shape: [planes.channels], doubles: sums.map(\.plain)) : nil,
    ]
  }
}

extension RealArray {
  fileprivate var doubles: [Double] { scalars.map(\.doubleValue) }

  fileprivate init(shape: [Int], doubles: [Double]) {
    self.init(shape: shape, scalars: doubles.map { Scalar($0) })
  }
}
