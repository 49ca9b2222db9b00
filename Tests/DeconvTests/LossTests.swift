import Testing

@testable import Deconv

@Suite struct LossTests {
  let a = ramp(2, 3)
  let b = Tensor(shape: [2, 3], scalars: ramp(6).scalars.reversed())
  let targets: Tensor = [[0, 1, 0.25], [1, 0, 0.5]]

  @Test func differencesAreThoseOfPyTorch() throws {
    try expectPyTorch(
      { p throws(TensorError) in try Checked.mseLoss(p[0], p[1]) }, at: a, b,
      gives: [6.3893228],
      gradients: [
        [-1.1875, 0.3541667, -0.7708334, 0.7708334, -0.3541667, 1.1875],
        [1.1875, -0.3541667, 0.7708334, -0.7708334, 0.3541667, -1.1875],
      ])
    try expectPyTorch(
      { p throws(TensorError) in try Checked.l1Loss(p[0], p[1]) }, at: a, b,
      gives: [2.3125],
      gradients: [
        [-0.16666667, 0.16666667, -0.16666667, 0.16666667, -0.16666667, 0.16666667],
        [0.16666667, -0.16666667, 0.16666667, -0.16666667, 0.16666667, -0.16666667],
      ])
  }

  @Test func binaryCrossEntropiesAreThoseOfPyTorch() throws {
    try expectPyTorch(
      { p throws(TensorError) in try Checked.bceLoss(p[0], p[1]) }, at: (a + 3) / 6, targets,
      gives: [0.51373655],
      gradients: [
        [0.19999999, -0.3018868, 0.017582426, -0.25396827, 0.26666668, 0.23823708],
        [0.26823965, -0.034848616, 0.16506644, -0.10777119, 0.0851376, -0.19249423],
      ])
    try expectPyTorch(
      { p throws(TensorError) in try Checked.bceWithLogits(p[0], p[1]) }, at: a * 8, targets,
      gives: [1.5136566],
      gradients: [
        [1.8755859e-08, -0.012643029, -0.04166388, -9.213885e-05, 0.00041210384, 0.08333272],
        [2.6666667, -0.41666666, 1.8333334, -1.25, 1, -2.0833333],
      ])
  }

  @Test func crossEntropyIsThatOfPyTorch() throws {
    try expectPyTorch(
      { p throws(TensorError) in try Checked.crossEntropy(p[0], [[[0, 2]], [[1, 1]]]) },
      at: ramp(2, 3, 1, 2),
      gives: [1.2248065],
      gradients: [
        [
          -0.2106831, 0.039316896, 0.073453635, 0.073453635, 0.13722946, -0.11277054, 0.039316896,
          0.039316896, -0.17654637, -0.17654637, 0.13722946, 0.13722946,
        ]
      ])
    try expectPyTorch(
      { p throws(TensorError) in try Checked.crossEntropy(p[0], Counts(2)) }, at: ramp(4),
      gives: [2.8356135],
      gradients: [[0.031410486, 0.31723467, -0.9413175, 0.59267235]])
  }

  @Test func theNumberIsThatOfTheLoss() {
    #expect(mse(a, b) == mseLoss(a, b).scalars[0])
    #expect(mse([1, 2], [1, 4]) == 2)
    #expect(mseLoss([1, 2], [1, 4]).shape == [])
  }

  /// The sum is rounded once: in single precision the small squares would vanish beside the large.
  @Test func sumsRunInDoublePrecision() {
    let x = Tensor(shape: [4097], scalars: [4096] + Array(repeating: 1, count: 4096))
    #expect(mse(x, .zeros(4097)) == Float(16_777_216 + 4096) / 4097)
  }

  /// Nine images: two times four side by side, and one.
  @Test func sumsRunImageByImage() throws {
    // So far apart that another order rounds to another sum.
    let powers: [Float] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]
    let values = (0..<27).map { place -> Float in
      let digits = place * 37 % 29 + 1
      return Float(digits) * powers[place * 2 % 7] / 3
    }
    var total = 0.0
    for image in 0..<9 {
      var sum = 0.0
      for value in values[image * 3..<image * 3 + 3] { sum += Double(value) * Double(value) }
      total += sum
    }
    let x = Tensor(shape: [9, 3], scalars: values)
    #expect(try Checked.mse(x, .zeros(9, 3)) == total / 27)
  }

  @Test func theSignalToNoiseRatioIsInDecibels() {
    // A mean squared error of 1/100 and of 4 · 10⁻⁴.
    #expect(psnr([0, 0], [0.1, -0.1], range: 1) == 20)
    #expect(psnr([1], [1.02], range: 2) == 40.000008)
    #expect(psnr([1, 2], [1, 2], range: 1) == .infinity)
    #expect(psnr(numbers(1, .nan), [1, 2], range: 1).isNaN)
    #expect(Float(Checked.psnr(mse: 0.001, range: 1)) == 30)
  }

  @Test func certainProbabilitiesCostAtMostAHundred() {
    #expect(bceLoss([0, 1], [1, 0]).scalars == [100])
    #expect(bceLoss([0, 1], [0, 1]).scalars == [0])
    #expect(bceWithLogits([1000, -1000], [0, 0]).scalars == [500])
  }

  @Test func equalElementsHaveNoGradient() {
    #expect(gradient(of: { l1Loss($0, [1, 2]) }, at: [1, 3]) == [0, 0.5])
  }

  @Test func whatDoesNotFitIsExplained() {
    expectFailure("mseLoss: the shapes [2] and [2, 1] do not fit: they must be equal") {
      () throws(TensorError) in try Checked.mseLoss([1, 2], [[1], [2]])
    }
    expectFailure("l1Loss: an array of the shape [0, 2] has no elements") {
      () throws(TensorError) in try Checked.l1Loss(.zeros(0, 2), .zeros(0, 2))
    }
    expectFailure("bceLoss: the probability is 1.5, it must be between 0 and 1") {
      () throws(TensorError) in try Checked.bceLoss([0.5, 1.5], [0, 1])
    }
    expectFailure("crossEntropy: the class is 3, it must be between 0 and 2") {
      () throws(TensorError) in try Checked.crossEntropy(.zeros(2, 3), [0, 3])
    }
    expectFailure(
      "crossEntropy: the shapes [2, 3] and [3] do not fit: the classes must have the shape of the "
        + "logits without the axis of the classes, axis 1"
    ) { () throws(TensorError) in try Checked.crossEntropy(.zeros(2, 3), [0, 1, 1]) }
    #expect(throws: TensorError.self) {
      try Checked.crossEntropy(Tensor(shape: [], scalars: [1]), Counts(0))
    }
  }
}
