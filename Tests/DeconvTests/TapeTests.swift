import Testing

@testable import Deconv

@Suite struct TapeTests {
  let x = Tensor.arange(25).reshaped(1, 1, 5, 5)
  let w: Tensor = [[[[1, 2], [3, 4]]]]

  @Test func theGradientOfAConvolutionIsTheTransposedConvolution() {
    let dy: Tensor = [[[[1, 2], [3, 4]]]]
    let dx = gradient(of: { conv2d($0, w, stride: 2) }, at: x, upstream: dy)
    #expect(dx == convTranspose2d(dy, w, stride: 2).padded(top: 0, left: 0, bottom: 1, right: 1))
  }

  @Test func aTensorUsedTwiceGetsTheSumOfBothGradients() {
    let dw = gradient(of: { w in conv2d(conv2d(x, w), w) }, at: w)
    let first = gradient(of: { w in conv2d(conv2d(x, w), self.w) }, at: w)
    let second = gradient(of: { w in conv2d(conv2d(x, self.w), w) }, at: w)
    #expect(dw == first + second)
  }

  @Test func aTensorThatDoesNotMatterGetsZeros() {
    let found = gradients(of: { p in conv2d(x, p[0]) }, at: [w, Tensor.ones(3)])
    #expect(found[1] == Tensor.zeros(3))
  }

  @Test func aResultOffTheTapeIsRefused() {
    let tape = Tape()
    let watched = tape.watch(x)
    #expect(throws: TensorError.notOnTape(argument: "result")) {
      try Checked.gradients(on: tape, of: watched.detached, upstream: nil, at: [watched])
    }
  }

  @Test func inputsOnTwoTapesAreRefused() {
    let (x, w) = (Tape().watch(x), Tape().watch(w))
    #expect(throws: TensorError.differentTapes(operation: "conv2d")) {
      try Checked.conv2d(x, w)
    }
  }

  @Test func theTapeListsItsStepsInOrder() throws {
    let tape = Tape()
    let watched = tape.watch(x)
    _ = try Checked.conv2d(watched, w, .init(stride: .every(2)))
    #expect(
      tape.description == """
        %0 = watched  → [1, 1, 5, 5]
        %1 = conv2d(%0, constant [1, 1, 2, 2], stride: 2)  → [1, 1, 2, 2]
        """)
  }

  @Test func aChangeOfAnElementTakesATensorOffItsTape() {
    var watched = Tape().watch(x)
    #expect(watched.place != nil)
    watched[0, 0, 0, 0] = 7
    #expect(watched.place == nil)
  }
}
