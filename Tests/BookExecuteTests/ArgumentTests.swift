import Testing

/// Numbers that no call can use are refused where they stand.
@Suite struct ArgumentTests {
  private static let most = 1_073_741_824

  @Test(arguments: [
    (
      "MaxPool2d(kernel: 0)",
      "MaxPool2d: the kernel along the height is 0, it must be between 1 and \(most)"
    ),
    (
      "MaxPool2d(kernel: 2, stride: 0)",
      "MaxPool2d: the stride along the height is 0, it must be between 1 and \(most)"
    ),
    (
      "MaxPool2d(kernel: 2, padding: 2)",
      "MaxPool2d: the padding is 2, it must be at most 1, half of what the kernel spans"
    ),
    (
      "MaxPool2d(kernel: [1, 2, 3])",
      "MaxPool2d: the kernel has 3 values [1, 2, 3], the operation has 2 axes: give one number, "
        + "or one for each axis"
    ),
    (
      "AvgPool2d(kernel: [1, -1])",
      "AvgPool2d: the kernel along the width is -1, it must be between 1 and \(most)"
    ),
    ("Upsample(scale: 0)", "Upsample: the scale is 0, it must be between 1 and \(most)"),
    ("PixelShuffle(0)", "PixelShuffle: the factor is 0, it must be between 1 and \(most)"),
    (
      "Unflatten(-3, 2)",
      "Unflatten: the size is -3, it must be at least 0, or -1 for what is left"
    ),
    (
      "LeakyReLU(negativeSlope: .nan)",
      "LeakyReLU: the negative slope is nan, it must be finite"
    ),
    (
      "leakyReLU(x, negativeSlope: -.infinity)",
      "leakyReLU: the negative slope is -inf, it must be finite"
    ),
    ("elu(x, alpha: .nan)", "elu: the alpha is nan, it must be finite"),
    ("batchNorm(x, epsilon: .nan)", "batchNorm: the epsilon is nan, it must be between 0 and 1"),
    ("batchNorm(x, epsilon: -1)", "batchNorm: the epsilon is -1.0, it must be between 0 and 1"),
    (
      "batchNorm(x, mean: [0], variance: [1], epsilon: 2)",
      "batchNorm: the epsilon is 2.0, it must be between 0 and 1"
    ),
    ("psnr(x, x, range: 0)", "psnr: the range is 0.0, it must be a number above 0"),
    ("psnr(x, x, range: -2)", "psnr: the range is -2.0, it must be a number above 0"),
    ("psnr(x, x, range: .nan)", "psnr: the range is nan, it must be a number above 0"),
    ("psnr(x, x, range: .infinity)", "psnr: the range is inf, it must be a number above 0"),
    ("x.clamped(min: 1, max: 0)", "clamped: the min is 1.0, it must be at most max, which is 0.0"),
    (
      "x.clamped(min: 0, max: .nan)",
      "clamped: the min is 0.0, it must be at most max, which is no number"
    ),
    (
      "train(Sequential(), on: data)", "train: the model has no numbers to train: Sequential"
    ),
    ("train(ReLU(), on: data)", "train: the model has no numbers to train: ReLU"),
    (
      "train(Conv2d(1, 1, kernel: 1, seed: 0), on: data, learningRate: -Double.nan)",
      "train: the learning rate is nan, it must be above 0"
    ),
    ("curve(\"a\", [1, 2], from: .nan)", "curve: `from` must be a finite number, found nan"),
    ("curve(\"a\", [1, 2], step: 0)", "curve: `step` must be a number above 0, found 0.0"),
    (
      "curves([curve(\"a\", [1, 2])], marked: 2)",
      "curves: `marked` must be the number of a value, 0 to 1, found 2"
    ),
  ])
  func whatNoCallCanUseIsRefusedAtItsPlace(code: String, message: String) {
    let run = ChapterRun(
      "let x = Tensor.ones(1, 1, 4, 4)", "let data = garments(count: 2)", "let r = \(code)")
    #expect(run.failure == "1:9: " + message)
  }

  @Test func nanHasNoSignWhereverItIsPrinted() {
    let run = ChapterRun(
      """
      let n = Double.infinity - Double.infinity
      let f = -Float.nan
      print(n, -n, f, -f, [n, -n], (n, -f), "\\(-n)", String(-f))
      print((-n).description, fixed(-n, 2), percent(-n, 1), Tensor([-f, f]), String(describing: -n))
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        nan nan nan nan [nan, nan] (nan, nan) nan nan
        nan nan nan% [nan, nan] nan

        """)
  }
}
