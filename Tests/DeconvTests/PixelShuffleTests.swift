import Testing

@testable import Deconv

@Suite struct PixelShuffleTests {
  /// PyTorch's result for the numbers 0…15 as `[1, 4, 2, 2]`.
  @Test func channelsBecomeTheSmallSquares() {
    let x = Tensor.arange(16).reshaped(1, 4, 2, 2)
    #expect(
      pixelShuffle(x, 2) == [[[[0, 4, 1, 5], [8, 12, 9, 13], [2, 6, 3, 7], [10, 14, 11, 15]]]])
  }

  @Test(arguments: [([2, 18, 2, 4], 3), ([4, 1, 3], 2), ([2, 3, 8, 1, 2], 2), ([5, 2, 2], 1)])
  func unshufflingUndoesShuffling(shape: [Int], factor: Int) {
    let x = Tensor.arange(shape.reduce(1, *)).reshaped(shape)
    let shuffled = pixelShuffle(x, factor)
    #expect(
      shuffled.shape.suffix(2) == [
        shape[shape.count - 2] * factor, shape[shape.count - 1] * factor,
      ])
    #expect(pixelUnshuffle(shuffled, factor) == x)
  }

  @Test func theGradientIsTheOtherDirection() {
    let x = Tensor.arange(32).reshaped(2, 4, 2, 2)
    let upstream = Tensor.arange(32).reshaped(2, 1, 4, 4) * 3
    #expect(
      gradient(of: { pixelShuffle($0, 2) }, at: x, upstream: upstream)
        == pixelUnshuffle(upstream, 2))
  }

  @Test func shapesThatDoNotDivideAreExplained() {
    expectFailure(
      "pixelShuffle: the input must be […, C, H, W] with C a multiple of 4, the square of the "
        + "factor, it has the shape [6, 2, 2]"
    ) { () throws(TensorError) in try Checked.pixelShuffle(.zeros(6, 2, 2), 2) }
    expectFailure(
      "pixelUnshuffle: the input must be […, C, H, W] with H and W multiples of 2, it has the "
        + "shape [1, 4, 3]"
    ) { () throws(TensorError) in try Checked.pixelUnshuffle(.zeros(1, 4, 3), 2) }
    expectFailure("pixelShuffle: the factor is 0, it must be between 1 and 1073741824") {
      () throws(TensorError) in try Checked.pixelShuffle(.zeros(4, 2, 2), 0)
    }
    expectFailure("pixelShuffle: the input must be […, C, H, W], it has the shape [4, 2]") {
      () throws(TensorError) in try Checked.pixelShuffle(.zeros(4, 2), 2)
    }
    #expect(throws: TensorError.self) { try Checked.pixelUnshuffle(.zeros(16, 0, 0), 1 << 30) }
    #expect(throws: TensorError.self) { try Checked.pixelShuffle(.zeros(0, 9, 9), 1 << 30) }
  }
}
