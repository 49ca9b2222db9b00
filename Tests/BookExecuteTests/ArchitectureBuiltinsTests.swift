import BookExecute
import BookModel
import Testing

/// The networks of the last chapters, and arrangements of tensors.
@Suite struct ArchitectureBuiltinsTests {
  @Test func aDecoderBlockJoinsItsInputWithASkipOfAnotherSize() {
    let run = ChapterRun(
      """
      let x = Tensor.ones(1, 4, 3, 3)
      let skip = Tensor.ones(1, 2, 7, 7)
      let block = UNetDecoderBlock(4, skip: 2, 3, seed: 0)
      print(block(x, skip: skip).shape, block.state.parameterCount, block.up, block.conv.parameterCount)
      let repairs: [UNetDecoderBlock.SizeRepair] =
        [.crop, .pad, .outputPadding, .resize(.bilinear)]
      for repair in repairs {
        print(UNetDecoderBlock(4, skip: 2, 3, repair: repair, seed: 0)(x, skip: skip).shape)
      }
      """,
      "print(UNetDecoderBlock(4, skip: 2, 3, repair: .none, seed: 0)(x, skip: skip))")
    #expect(
      run.output == """
        [1, 3, 7, 7] 337 ConvTranspose2d(4, 2, kernel: 4, stride: 2, padding: 1) 207
        [1, 3, 6, 6]
        [1, 3, 7, 7]
        [1, 3, 7, 7]
        [1, 3, 7, 7]

        """)
    #expect(run.failure?.contains("the same height and width") == true)
  }

  @Test func headsAndGeneratorsAreSequences() {
    let run = ChapterRun(
      """
      let head = Sequential.fcnHead(2, classes: 3, scale: 4, seed: 0)
      print(head(Tensor.ones(1, 2, 2, 3)).shape)
      let generator = Sequential.dcganGenerator(
        latent: 3, features: 2, channels: 1, doublings: 2, seed: 0)
      for layer in generator.outputShapes(input: [1, 3, 1, 1]) where layer.layer != "ReLU()" {
        print(layer.shape)
      }
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        [1, 3, 8, 12]
        [1, 4, 4, 4]
        [1, 4, 4, 4]
        [1, 2, 8, 8]
        [1, 2, 8, 8]
        [1, 1, 16, 16]
        [1, 1, 16, 16]

        """)
  }

  @Test(arguments: [
    ("x.gathered([2, 0, 0, 1], axis: 0).row(1)", "[0, 1, 2, 3]"),
    ("x.gathered([3, 1], axis: 1)", "[[3, 1], [7, 5], [11, 9]]"),
    ("x.gathered([], axis: 0).shape", "[0, 4]"),
    ("x.strided(2, from: 1, axis: 1)", "[[1, 3], [5, 7], [9, 11]]"),
    ("x.strided(3, axis: 0)", "[[0, 1, 2, 3]]"),
    ("x.permuted([1, 0]) == x.T", "true"),
    ("x.reshaped(2, 3, 2).permuted([1, 0, 2]).row(2)", "[[4, 5], [10, 11]]"),
    ("x.reshaped(2, 3, 2).permuted([2, 0, 1])[1, 0, 2]", "5.0"),
    ("Tensor.zeros(0, 2).permuted([1, 0]).shape", "[2, 0]"),
    ("stacked([[1, 2], [3, 4]])", "[[1, 2], [3, 4]]"),
    ("Tensor([[1, 5, 5], [7, 2, 0]]).argmax(axis: 1)", "[1, 0]"),
    ("Tensor([[1, 5], [7, 2]]).argmax(axis: 0)", "[1, 0]"),
    ("Tensor([1, 2, 3]).padded(4, border: .reflect)", "[1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3]"),
    ("Tensor([1, 2, 3]).padded(2, border: .replicate)", "[1, 1, 1, 2, 3, 3, 3]"),
    ("Tensor([1, 2, 3]).padded(2, border: .circular)", "[2, 3, 1, 2, 3, 1, 2]"),
    (
      "Tensor([[1, 2], [3, 4]]).padded([1, 0], border: .circular)",
      "[[3, 4], [1, 2], [3, 4], [1, 2]]"
    ),
    ("Tensor([7]).padded(1, border: .reflect)", "[7, 7, 7]"),
    ("Border.allCases.map { $0.rawValue }", "[\"reflect\", \"replicate\", \"circular\"]"),
    ("phaseMeans([[1, 2, 1, 2], [3, 4, 5, 4]], period: 2)", "[[1, 2], [4, 4]]"),
    ("histogram([-1, 0, 0.25, 0.5, 1, 2], bins: 2, from: 0, to: 1)", "[2, 2]"),
    ("psnr(mse: 0.01, range: 1)", "20.0"),
    ("psnr(mse: 0, range: 2)", "inf"),
    ("gradient(of: { x in square(x.padded(1, border: .reflect)) }, at: [1, 2, 3])", "[2, 12, 6]"),
    (
      "gradient(of: { x in square(x.permuted([1, 0])) * Tensor([[1, 10]]) }, at: [[1, 2], [3, 4]])",
      "[[2, 4], [60, 80]]"
    ),
  ])
  func tensorsAreArrangedAndMeasured(code: String, text: String) {
    let run = ChapterRun("let x = Tensor.arange(12).reshaped(3, 4)", "print(\(code))")
    #expect(run.failure == nil)
    #expect(run.output == text + "\n")
  }

  @Test(arguments: [
    ("x.gathered([3], axis: 0)", "gathered: `indices` must be between 0 and 2, found 3"),
    ("x.gathered([0], axis: 2)", "gathered: `axis` must be between 0 and 1, found 2"),
    ("x.strided(0, axis: 0)", "strided: `step` must be at least 1, found 0"),
    (
      "x.strided(1, from: 3, axis: 0)",
      "strided: `start` must be a place of the axis of size 3, found 3"
    ),
    (
      "x.permuted([0, 0])",
      "permuted: `order` must be every axis of [3, 4] once, from 0 to 1, found [0, 0]"
    ),
    ("x.padded(-1, border: .reflect)", "padded: `margin` must be at least 0, found -1"),
    (
      "Tensor.zeros(0).padded(1, border: .reflect)",
      "padded: `tensor` must be one with elements along an axis, found [0]"
    ),
    ("(0 / (0 * x)).argmax(axis: 0)", "argmax: `tensor` must be numbers, found nan"),
    (
      "phaseMeans(x, period: 4)",
      "phaseMeans: `period` must be between 1 and 3, for the shape [3, 4], found 4"
    ),
    (
      "histogram(x, bins: 0, from: 0, to: 1)",
      "histogram: `bins` must be between 1 and 4096, found 0"
    ),
    (
      "histogram(x, bins: 1, from: 1, to: 1)",
      "histogram: `from, to` must be two numbers, the second above the first, found 1.0, 1.0"
    ),
    ("psnr(mse: -1, range: 1)", "psnr: `mse` must be at least 0, found -1.0"),
    ("psnr(mse: 1, range: 0)", "psnr: `range` must be above 0, found 0.0"),
  ])
  func whatDoesNotFitIsRefused(code: String, message: String) {
    let run = ChapterRun("let x = Tensor.arange(12).reshaped(3, 4)", "print(\(code))")
    #expect(run.failure?.hasSuffix(": " + message) == true, "\(run.failure ?? "no failure")")
  }

  @Test(arguments: [
    "UNetDecoderBlock(100000, skip: 1, 1, seed: 0)",
    "Sequential.fcnHead(1, classes: 100000, seed: 0)",
    "Sequential.dcganGenerator(features: 1000000, doublings: 8, seed: 0)",
    "Initializer.zeros.tensor([100000, 100000])",
    "Tensor.randomNormal(100000, 100000, seed: 0)",
    "Tensor.ones(9).padded(1000000000, border: .circular)",
  ])
  func whatDoesNotFitIntoMemoryIsNotMade(code: String) {
    #expect(ChapterRun("let made = \(code)").diagnosticID == "limit-memory")
  }
}
