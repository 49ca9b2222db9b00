import Deconv
import Testing

@Suite struct ForwardWorkTests {
  @Test func theAutoencoderTakesNearlyTwoMillionMultiplyAddsForAPicture() {
    let model = Autoencoder(seed: 0)
    // 14 · 14 · 32 · 9 and 7 · 7 · 64 · 32 · 9, and the same back.
    #expect(multiplyAdds(model, input: [1, 1, 28, 28]) == 2 * (56_448 + 903_168))
    #expect(multiplyAdds(model, input: [5, 1, 28, 28]) == 5 * 1_919_232)
  }

  @Test func layersOfEveryKindAreCounted() throws {
    let model = Sequential(
      Conv2d(2, 4, kernel: [3, 1], groups: 2, seed: 0), BatchNorm2d(4), ReLU(),
      Upsample(scale: 2), Flatten(), Linear(4 * 2 * 6, 5, seed: 0))
    let work = try Checked.forwardWork(of: model, input: [3, 2, 3, 3])
    // Weights of 1 · 3 · 1 at 1 · 3 places of 4 channels, and 48 · 5, for three images.
    #expect(work.multiplyAdds == 3 * (3 * 12 + 240))
    #expect(work.output == [3, 5])
    #expect(work.elements == 3 * (3 * 12 + 48 + 48 + 5))
  }

  @Test func whatDoesNotFitIsNamed() {
    #expect {
      try Checked.forwardWork(of: Autoencoder(seed: 0), input: [1, 2, 28, 28])
    } throws: { error in
      "\(error)".hasPrefix("encoder.0, Conv2d(1, 32, kernel: 3, stride: 2, padding: 1)")
    }
  }

  @Test func aTapeCountsItsOperations() throws {
    let tape = Tape()
    let x = tape.watch(Tensor.ones(1, 1, 4, 4))
    _ = matmul(conv2d(x, Tensor.ones(1, 1, 3, 3)).reshaped(2, 2), Tensor.ones(2, 3))
    #expect(tape.multiplyAdds == 4 * 9 + 2 * 2 * 3)
    #expect(tape.elements == 16 + 4 + 4 + 6)
    tape.finish()
    #expect(tape.elements == 0)
  }

  @Test func aTensorOfAFinishedTapeIsOnNone() {
    let tape = Tape()
    let x = tape.watch([1, 2])
    tape.finish()
    #expect((x * 2).place == nil)
    #expect(gradient(of: { $0 * x }, at: [3, 4]) == [1, 2])
  }
}
