import Deconv
import DeconvKernels
import Testing

@testable import deconv_book

@Suite struct TrainProgressTests {
  private let state = TrainingProgress.State(
    epoch: 2, epochs: 10, imagesInEpoch: 15_000, imagesPerEpoch: 60_000, loss: 0.0125)

  @Test func lineHasRateAndTimeLeft() {
    #expect(
      TrainingProgress.line(state, imageCount: 75_000, seconds: 30, hasBar: true)
        == "epoch 2/10  [#####···············]  25%  loss 0.01250  2500 images/s  4 min left")
    #expect(
      TrainingProgress.line(state, imageCount: 75_000, seconds: 300, hasBar: false)
        == "epoch 2/10  25%  loss 0.01250  250 images/s  35 min left")
    #expect(
      TrainingProgress.line(state, imageCount: 0, seconds: 0, hasBar: false)
        == "epoch 2/10  25%  loss 0.01250")
  }

  @Test func barMovesTenTimesASecondAndLinesEveryHalfMinute() throws {
    #expect(try written(.bar, secondsPerStep: 0.0625).filter { $0.contains("#") }.count == 2)
    #expect(try written(.lines, secondsPerStep: 9).filter { $0.contains("images/s") }.count == 1)
    #expect(try written(.lines, secondsPerStep: 0.05).count == 2)
    #expect(try written(.silent, secondsPerStep: 40) == [])
  }

  /// What is written about an epoch of five steps.
  private func written(
    _ style: TrainingProgress.Style, secondsPerStep: Double
  ) throws -> [String] {
    let data = ImageDataset(
      name: "five", rows: 4, columns: 4, pixels: Array(repeating: 9, count: 80),
      labels: Array(repeating: 0, count: 5), classNames: ["all"])
    var trainer = try Trainer(
      Autoencoder(channels: [1, 1, 1], seed: 0), train: data, validation: data,
      settings: TrainingSettings(epochs: 1, batchSize: 1))
    var seconds = 0.0
    var texts: [String] = []
    let progress = TrainingProgress(
      style: style, now: { seconds }, write: { texts.append($0) })
    progress.start("begins")
    while let step = try trainer.step() {
      seconds += secondsPerStep
      progress.report(
        step,
        TrainingProgress.State(
          epoch: 1, epochs: 1, imagesInEpoch: step.stepInEpoch, imagesPerEpoch: 5, loss: step.loss))
    }
    progress.finish()
    return texts
  }

  @Test func linesAreForAPipeAndABarForATerminal() {
    #expect(ProgressStyle.auto.resolved(isTerminal: true) == .bar)
    #expect(ProgressStyle.auto.resolved(isTerminal: false) == .lines)
    #expect(ProgressStyle.plain.resolved(isTerminal: true) == .lines)
    #expect(ProgressStyle.none.resolved(isTerminal: true) == .silent)
  }

  @Test func selectionIsOfRangesWithBothEnds() throws {
    let selection = try #require(ImageSelection(argument: "0-2,7,4-4"))
    #expect(try selection.indices(below: 8).get() == [0, 1, 2, 7, 4])
    #expect(throws: ImageSelection.OutOfRange.self) { try selection.indices(below: 7).get() }
    for text in ["", "-", "1-", "-1", "2-1", "a", "1,", "1-2-3", " 1", "99999999999999999999"] {
      #expect(ImageSelection(argument: text) == nil, "\(text)")
    }
  }

  @Test func threadsComeFromTheCommandLineBeforeTheEnvironment() throws {
    let environment = ["DECONV_THREADS": "3", "DECONV_ISA": "avx2"]
    let both = try ComputeSettings(environment: environment, threads: 2)
    #expect(both.threads == 2)
    #expect(both.instructionSet == .avx2)
    #expect(try ComputeSettings(environment: environment, threads: nil).threads == 3)
    let none = try ComputeSettings(environment: ["DECONV_ISA": ""], threads: nil)
    #expect(none.threads == nil)
    #expect(none.instructionSet == nil)
    for environment in [["DECONV_THREADS": "0"], ["DECONV_THREADS": "x"], ["DECONV_ISA": "mmx"]] {
      #expect(throws: (any Error).self) {
        try ComputeSettings(environment: environment, threads: nil)
      }
    }
  }

  @Test func coloursBecomeGreyByRec601() {
    #expect(ReconstructionInput.luma(255, 255, 255) == 255)
    #expect(ReconstructionInput.luma(255, 0, 0) == 76)
    #expect(ReconstructionInput.luma(0, 255, 0) == 150)
    #expect(ReconstructionInput.luma(0, 0, 255) == 29)
    for level in UInt8.min...UInt8.max {
      #expect(ReconstructionInput.luma(level, level, level) == level)
    }
  }
}
