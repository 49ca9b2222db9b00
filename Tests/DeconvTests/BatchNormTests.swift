import Testing

@testable import Deconv

@Suite struct BatchNormTests {
  let x = ramp(3, 2, 1, 3)
  let weight: Tensor = [0.5, -2]
  let bias: Tensor = [1, 0.25]

  @Test func trainingIsThatOfPyTorch() throws {
    try expectPyTorch(
      { p throws(TensorError) in try Checked.batchNorm(p[0], weight: p[1], bias: p[2]) },
      at: x, weight, bias,
      gives: [
        0.37162507, 1.3270992, 0.62986135, -1.1104558, 2.16272, -2.3227432, 1.1463338, 0.44909593,
        1.4045701, 3.011321, -1.474142, 1.7990338, 1.9210427, 1.2238047, 0.5265668, -0.62554085,
        2.647635, -1.8378282,
      ],
      gradients: [
        [
          -0.3859917, -0.025471736, 0.20279297, 1.7459209, 0.0035215467, -0.76967293, -0.2723498,
          -0.044085085, 0.3164349, 0.9885733, 0.21537885, -1.5270206, -0.15870789, 0.06955682,
          0.29782152, 1.2004306, -0.5419687, -1.3151633,
        ], [-0.87154734, 1.1592497], [-10.6875, 7.875],
      ])
  }

  @Test func evaluationIsThatOfPyTorch() throws {
    let (mean, variance): (Tensor, Tensor) = ([0.5, -0.25], [4, 0.75])
    try expectPyTorch(
      { p throws(TensorError) in
        try Checked.batchNorm(
          p[0], mean: mean, variance: variance, weight: p[1], bias: p[2], epsilon: 1e-3)
      }, at: x, weight, bias,
      gives: [
        0.37507808, 0.95313084, 0.53130853, -2.4905872, 1.4039315, -3.9330018, 0.84376955,
        0.42194724, 1, 2.4136217, -2.9233117, 0.9712072, 1.3124609, 0.89063865, 0.46881637,
        -1.9136215, 1.9808972, -3.356036,
      ],
      gradients: [
        [
          -0.4999375, -0.328084, -0.15623046, -0.14424144, -1.7308972, -3.317553, -0.4686914,
          -0.2968379, -0.124984376, -0.4327243, -2.01938, -3.606036, -0.4374453, -0.2655918,
          -0.09373828, -0.7212072, -2.307863, -3.8945189,
        ], [4.70449, 5.796703], [-10.6875, 7.875],
      ])
  }

  @Test func statisticsAreThoseOfPyTorch() throws {
    let batch = batchStatistics(x)
    #expect(maxAbsDifference(batch.mean, [-0.47916666, 0.2361111]) <= 1e-7)
    #expect(maxAbsDifference(batch.variance, [1.4644097, 1.0631752]) <= 2e-7)
    #expect(maxAbsDifference(batch.unbiasedVariance, [1.6474609, 1.1960721]) <= 2e-7)
    let running = try Checked.runningStatistics(mean: [1, 2], variance: [4, 9], batch: batch)
    #expect(maxAbsDifference(running.mean, [0.8520833, 1.823611]) <= 2e-7)
    #expect(maxAbsDifference(running.variance, [3.764746, 8.219606]) <= 1e-6)
  }

  @Test func theBatchIsNormalisedWithItsOwnStatistics() {
    let batch = batchStatistics(x)
    #expect(
      maxAbsDifference(
        batchNorm(x, weight: weight, bias: bias),
        batchNorm(x, mean: batch.mean, variance: batch.variance, weight: weight, bias: bias))
        <= 1e-6)
    #expect(batchNorm(x) == batchNorm(x, weight: [1, 1], bias: [0, 0]))
  }

  /// Four images are added up side by side; each image still has its own sum.
  @Test func sumsRunImageByImage() {
    let values: [Float] = [1e8, 1, 1, -1e8, 3, 0.5, 7, 1e-8, 5, 1e7]
    let batch = batchStatistics(Tensor(shape: [5, 1, 2], scalars: values))
    var sum = 0.0
    for image in 0..<5 { sum += Double(values[2 * image]) + Double(values[2 * image + 1]) }
    #expect(batch.means == [sum / 10])
  }

  @Test func aLargeMeanDoesNotHideTheVariance() {
    let far = Tensor(shape: [4, 1], scalars: [65536, 65537, 65538, 65539])
    #expect(batchStatistics(far).variance == [1.25])
  }

  @Test func theGradientReachesTheStatistics() throws {
    let found = gradients(
      of: { batchNorm(x, mean: $0[0], variance: $0[1], epsilon: 0) }, at: [[0, 0], [1, 4]])
    #expect(found[0] == [-9, -4.5])
    let sums = x.sum()
    // Each element times −1/2 · variance^(−3/2): the sums of the channels.
    #expect((found[1][0] * -2 + found[1][1] * -16 - sums).magnitude <= 1e-5)
  }

  @Test func shapesThatDoNotFitAreExplained() {
    expectFailure(
      "batchNorm: the input must be [N, C], [N, C, L] or [N, C, H, W], it has the shape [3]"
    ) { () throws(TensorError) in try Checked.batchNorm([1, 2, 3]) }
    expectFailure(
      "batchNorm: the weight must be [2], one number for each channel of the input, it has the "
        + "shape [3]"
    ) { () throws(TensorError) in try Checked.batchNorm(x, weight: [1, 2, 3]) }
    expectFailure(
      "batchNorm: the variance must be [2], one number for each channel of the input, it has the "
        + "shape [1]"
    ) { () throws(TensorError) in try Checked.batchNorm(x, mean: [1, 2], variance: [1]) }
    expectFailure(
      "batchNorm: the number of elements of each channel is 1, it must be at least 2, to have a "
        + "variance"
    ) { () throws(TensorError) in try Checked.batchNorm(.zeros(1, 4)) }
    #expect(throws: TensorError.self) { try Checked.batchStatistics(.zeros(0, 2)) }
  }
}
