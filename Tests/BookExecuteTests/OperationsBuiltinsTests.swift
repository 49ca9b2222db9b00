import BookModel
import Testing

@testable import BookExecute

/// Operations of the engine, said as a chapter says them.
@Suite struct OperationsBuiltinsTests {
  @Test(arguments: [
    ("relu([-1, 0, 2])", "[0, 0, 2]"),
    ("leakyReLU([-1, 0, 2], negativeSlope: 0.5)", "[-0.5, 0.0, 2.0]"),
    ("elu([0, 2])", "[0, 2]"),
    ("sigmoid([0])", "[0.5]"),
    ("tanh([0])", "[0]"),
    ("fixed(softplus([0])[0], 4)", "0.6931"),
    ("softmax([[0, 0], [1, 1]], axis: 1)", "[[0.5, 0.5], [0.5, 0.5]]"),
    ("fixed(logSoftmax([0, 0], axis: 0)[1], 4)", "-0.6931"),
    ("sqrt([4, 9])", "[2, 3]"),
    ("square([-3])", "[9]"),
    ("exp([0])", "[1]"),
    ("log([1])", "[0]"),
    ("pow([2, 3], 2)", "[4, 9]"),
    ("maximum([1, 5], [[3], [4]])", "[[3, 5], [4, 5]]"),
    ("minimum([1, 5], [3, 4])", "[1, 4]"),
    ("Tensor([-2, 0.5, 2]).clamped(min: -1, max: 1)", "[-1.0, 0.5, 1.0]"),
    ("Tensor([-2, 2]).clamped(max: 1)", "[-2, 1]"),
    ("Tensor([[1, 2], [3, 4]]).sum(axis: 0)", "[4, 6]"),
    ("Tensor([[1, 2], [3, 4]]).mean(axis: 1, keepingAxis: true)", "[[1.5], [3.5]]"),
    ("Tensor([1, 2, 3]).total()", "6"),
    ("2 - Tensor([1, 2])", "[1, 0]"),
  ])
  func functionsOfElementsAndReductions(code: String, text: String) {
    let run = ChapterRun("print(\(code))")
    #expect(run.failure == nil)
    #expect(run.output == text + "\n")
  }

  @Test(arguments: [
    ("exp(0.0)", "1.0"), ("log(Float(1))", "0.0"), ("tanh(0.0)", "0.0"), ("sigmoid(0.0)", "0.5"),
    ("sin(0.0)", "0.0"), ("cos(0.0)", "1.0"), ("pow(2.0, 0.5)", "1.4142135623730951"),
    ("pow(Float(2), 3)", "8.0"),
  ])
  func functionsOfNumbers(code: String, text: String) {
    #expect(ChapterRun("print(\(code))").output == text + "\n")
  }

  @Test func aLiteralThatCouldBeOfEitherPrecisionIsRefusedAsSwiftDoes() {
    #expect(ChapterRun("print(exp(1))").failure == "1:7: this may mean more than one thing here")
  }

  @Test(arguments: [
    ("conv2d(x, w)", "[1, 1, 4, 4]"), ("conv2d(x, w, padding: 1)", "[1, 1, 6, 6]"),
    ("conv2d(x, w, padding: [0, 1])", "[1, 1, 4, 6]"),
    ("conv2d(x, w, padding: .same)", "[1, 1, 6, 6]"),
    ("conv2d(x, w, stride: 2, padding: Padding.same)", "[1, 1, 3, 3]"),
    ("conv2d(x, w, padding: .valid)", "[1, 1, 4, 4]"),
    ("conv2d(x, w, padding: .ends(start: 0, end: 1))", "[1, 1, 5, 5]"),
    ("conv2d(x, w, padding: .ends(top: 0, bottom: 0, left: 1, right: 1))", "[1, 1, 4, 6]"),
    ("convTranspose2d(x, w, stride: 2, padding: .same)", "[1, 1, 12, 12]"),
    ("conv1d(x.reshaped(1, 1, 36), Tensor.ones(1, 1, 2), padding: .same)", "[1, 1, 36]"),
    ("unfold(x, kernel: 3, padding: .same)", "[1, 9, 36]"),
    ("maxPool2d(x, kernel: 2)", "[1, 1, 3, 3]"),
    ("maxPool2d(x, kernel: 3, stride: 1, padding: 1)", "[1, 1, 6, 6]"),
    ("maxPool2d(x, kernel: 2, stride: [1, 2], dilation: 2)", "[1, 1, 4, 2]"),
    ("maxPool1d(x.reshaped(1, 1, 36), kernel: 4)", "[1, 1, 9]"),
    ("avgPool2d(x, kernel: 2, countIncludePad: false)", "[1, 1, 3, 3]"),
    ("avgPool1d(x.reshaped(1, 1, 36), kernel: 4, stride: 2)", "[1, 1, 17]"),
    ("upsample(x, scale: 2)", "[1, 1, 12, 12]"),
    ("upsample(x, scale: [1, 3], mode: .bilinear)", "[1, 1, 6, 18]"),
    ("upsample(x, size: 7, mode: .bilinear(alignCorners: true))", "[1, 1, 7, 7]"),
    ("upsample1d(x.reshaped(1, 1, 36), scale: 2, mode: .linear)", "[1, 1, 72]"),
    ("pixelUnshuffle(x, 2)", "[1, 4, 3, 3]"),
    ("pixelShuffle(pixelUnshuffle(x, 2), 2)", "[1, 1, 6, 6]"),
    ("batchNorm(x)", "[1, 1, 6, 6]"),
    ("batchNorm(x, mean: [0], variance: [1], weight: [2])", "[1, 1, 6, 6]"),
    ("linear(x.reshaped(6, 6), Tensor.ones(2, 6), bias: [0, 1])", "[6, 2]"),
  ])
  func settingsOfNetworksAreSaidAsInSwift(code: String, shape: String) {
    let run = ChapterRun(
      "let x = Tensor.arange(36).reshaped(1, 1, 6, 6)\nlet w = Tensor.ones(1, 1, 3, 3)",
      "print(\(code).shape)")
    #expect(run.failure == nil)
    #expect(run.output == shape + "\n")
  }

  @Test(arguments: [
    ("conv2d(x, x, padding: .sane)", "1:24: `ConvolutionPadding` has no member `sane`"),
    ("conv2d(x, x, padding: .max)", "1:24: `ConvolutionPadding` has no member `max`"),
    (
      "conv2d(x, x, padding: ConvolutionPadding.same)",
      "1:42: type `ConvolutionPadding` has no member `same`"
    ),
    ("conv2d(x, x, stride: .same)", "1:23: the type of `same` cannot be told here"),
    ("x(x)", "1:1: cannot call a value of type `Tensor`"),
  ])
  func whatSwiftRefusesIsRefused(code: String, failure: String) {
    #expect(ChapterRun("let x = Tensor.ones(3, 3)", code).failure == failure)
  }

  @Test func sizesTakeAPaddingRule() {
    let run = ChapterRun(
      """
      print(outputSize(input: 28, kernel: 3, stride: 2, padding: .same))
      print(transposedOutputSize(input: 7, kernel: 3, stride: 2, padding: 1, outputPadding: 1))
      """)
    #expect(run.output == "14\n14\n")
  }

  @Test func theLargestElementsGoBackToWhereTheyStood() {
    let run = ChapterRun(
      """
      let x: Tensor = [[[[1, 2, 0, 0], [3, 0, 0, 4]]]]
      let pooled = maxPool2dWithIndices(x, kernel: 2)
      print(pooled.values, pooled.indices)
      print(maxUnpool2d(pooled.values, pooled.indices, kernel: 2))
      """)
    #expect(run.output == "[[[[3, 4]]]] [[[[4, 7]]]]\n[[[[0, 0, 0, 0], [3, 0, 0, 4]]]]\n")
  }

  @Test func lossesAreNumbersOrTensors() {
    let run = ChapterRun(
      """
      let a: Tensor = [[0, 1], [1, 0]]
      let b: Tensor = [[0, 0.5], [1, 0]]
      print(mse(a, b), psnr(a, b, range: 1), mseLoss(a, b), l1Loss(a, b))
      print(bceLoss([0.5], [1]), bceWithLogits([0], [1]), crossEntropy([[0, 0]], [1]))
      let statistics = batchStatistics(Tensor([[[[1, 3]]]]))
      print(statistics.mean, statistics.variance, statistics.unbiasedVariance)
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        0.0625 12.0412 0.0625 0.125
        0.6931 0.6931 0.6931
        [2] [1] [2]

        """)
  }
}

/// Gradients of functions that the chapter writes.
@Suite struct OperationsBuiltinsGradientTests {
  @Test func theGradientOfAConvolutionIsATransposedConvolution() {
    let run = ChapterRun(
      """
      let x = Tensor.random(1, 1, 6, 6, seed: 1)
      let w = Tensor.random(1, 1, 3, 3, seed: 2)
      let dy = Tensor.random(1, 1, 4, 4, seed: 3)
      let dx = gradient(of: { x in conv2d(x, w) }, at: x, upstream: dy)
      print(dx == convTranspose2d(dy, w))
      let both = gradients(of: { p in conv2d(p[0], p[1]) }, at: [x, w])
      print(both.map { $0.shape })
      func loss(_ x: Tensor) -> Tensor { mseLoss(x, [3, 1]) }
      print(gradient(of: loss, at: [1, 1]))
      """)
    #expect(run.failure == nil)
    #expect(run.output == "true\n[[1, 1, 6, 6], [1, 1, 3, 3]]\n[-2, 0]\n")
  }

  private static let differentiable = [
    "x + 1", "1 - x", "2 * x", "x / 3", "-x", "x * x", "x.abs()", "x.T", "x.flattened",
    "x.reshaped(4)", "x.reshaped([4])", "x.row(0)", "x.slice(axis: 0, from: 0, to: 1)",
    "x.flipped()", "x.padded(1)", "x.padded(top: 1)", "x.cropped(bottom: 1)",
    "x.cropped(rows: 0..<1, columns: 0..<2)", "x.clamped(min: 0)", "x.sum(axis: 0)",
    "x.mean(axis: 1)", "x.total()", "matmul(x, x)", "concatenated([x, x])", "relu(x)",
    "leakyReLU(x)", "elu(x)", "sigmoid(x)", "tanh(x)", "softplus(x)", "softmax(x, axis: 0)",
    "logSoftmax(x, axis: 0)", "sqrt(x)", "square(x)", "exp(x)", "log(x)", "pow(x, 2)",
    "maximum(x, x)", "minimum(x, x)", "conv2d(x, x)", "convTranspose2d(x, x)",
    "conv1d(x.row(0), x.row(1))", "convTranspose1d(x.row(0), x.row(1))", "unfold(x, kernel: 2)",
    "convolutionMatrix(x, input: [3, 3])", "zeroInserted(x, stride: 2)", "maxPool2d(x, kernel: 2)",
    "maxPool2dWithIndices(x, kernel: 2).values", "avgPool2d(x, kernel: 2)",
    "maxPool1d(x.row(0), kernel: 2)", "avgPool1d(x.row(0), kernel: 2)",
    "maxUnpool2d(maxPool2d(x, kernel: 2), [[0]], kernel: 2)",
    "maxUnpool1d(maxPool1d(x.row(0), kernel: 2), [0], kernel: 2)", "upsample(x, scale: 2)",
    "upsample(x, size: 3)", "upsample1d(x.row(0), scale: 2)", "upsample1d(x.row(0), size: 3)",
    "pixelUnshuffle(x.reshaped(1, 2, 2), 2)", "pixelShuffle(x.reshaped(4, 1, 1), 2)",
    "batchNorm(x.reshaped(2, 2, 1, 1))",
    "batchNorm(x.reshaped(2, 2, 1, 1), mean: [0, 0], variance: [1, 1])", "linear(x, x)",
    "mseLoss(x, x)", "l1Loss(x, x)", "bceLoss(sigmoid(x), x)", "bceWithLogits(x, x)",
    "crossEntropy(x, [0, 1])", "x.gathered([1, 0, 0], axis: 1)", "x.strided(2, axis: 0)",
    "x.permuted([1, 0])", "x.padded(1, border: .reflect)", "stacked([x, x])",
  ]

  @Test(arguments: differentiable)
  func whatMakesATensorOfTensorsStaysOnTheTape(code: String) {
    let run = ChapterRun(
      """
      let at: Tensor = [[0.1, 0.9], [0.8, 0.7]]
      print(gradient(of: { x in \(code) }, at: at).shape)
      """)
    #expect(run.failure == nil)
    #expect(run.output == "[2, 2]\n")
  }

  @Test func everyBuiltinThatMakesATensorOfTensorsIsTriedAbove() {
    for signature in Registry.standard.signatures where signature.result.description == "Tensor" {
      let types = signature.parameters.map(\.type.description) + [signature.owner?.description]
      guard types.contains("Tensor"),
        ![.staticMethod, .initializer, .literal, .mutatingMethod].contains(signature.kind),
        !["callAsFunction", "gradient"].contains(signature.name)
      else { continue }
      #expect(
        Self.differentiable.contains { $0.contains(signature.name) }, "\(signature.declaration)")
    }
  }

  @Test func theTapeIsShownAsItIsReadBackwards() {
    let run = ChapterRun(
      """
      let w = Tensor.ones(1, 1, 2, 2)
      print(tape(of: { x in relu(conv2d(x, w, stride: 2)).total() }, at: Tensor.ones(1, 1, 4, 4)))
      """)
    #expect(
      run.output == """
        %0 = watched  → [1, 1, 4, 4]
        %1 = conv2d(%0, constant [1, 1, 2, 2], stride: 2)  → [1, 1, 2, 2]
        %2 = relu(%1)  → [1, 1, 2, 2]
        %3 = total(%2)  → []

        """)
  }

  @Test(arguments: [
    (
      "gradient(of: { x in conv2d(x, w) }, at: Tensor.ones(2, 2))",
      "1:21: conv2d: the kernel"
    ),
    (
      "gradient(of: { x in w }, at: w)",
      "1:1: gradient: the result is not on the tape: compute it from the watched tensors by "
        + "operations on tensors (a number that was taken out of a tensor leaves the tape)"
    ),
    (
      "gradient(of: { x in x }, at: w, upstream: [1])",
      "1:1: gradient: the shapes [1] and [3, 3] do not fit: the upstream gradient must have the "
        + "shape of the result"
    ),
  ])
  func whatGoesWrongIsSaidAtItsPlace(code: String, failure: String) {
    let run = ChapterRun("let w = Tensor.ones(3, 3)", code)
    #expect(run.failure?.hasPrefix(failure) == true, "\(run.failure ?? "it runs")")
  }

  @Test func aWatchedTensorThatLeavesTheFunctionIsAnOrdinaryOne() {
    let run = ChapterRun(
      """
      var kept = Tensor([1, 2])
      print(gradient(of: { x in kept = x * 2; return kept }, at: kept))
      print(kept, gradient(of: { x in x * kept }, at: kept))
      """)
    #expect(run.failure == nil)
    #expect(run.output == "[2, 2]\n[2, 4] [2, 4]\n")
  }

  @Test(arguments: ["gradient", "tape"])
  func whatATapeKeepsCountsAsMemory(function: String) {
    let run = ChapterRun(
      """
      let x = Tensor.ones(1000)
      let result = \(function)(of: { x in
        var y = x
        for _ in 0..<1000 { y = y + 1 }
        return y
      }, at: x)
      """, limits: ExecutionLimits(memoryBytes: 1 << 20))
    #expect(run.diagnosticID == "limit-memory")
  }
}
