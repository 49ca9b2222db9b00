import Deconv
import Testing

/// Values that were worked out by hand or with another program.
@Suite struct ConvolutionTests {
  let image: Tensor = [[3, 3, 2, 1], [0, 0, 1, 3], [3, 1, 2, 0], [3, 2, 1, 2]]
  let kernel: Tensor = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
  /// The kernel 1…9 shows every turn and shift in its results.
  let nine = (Tensor.arange(9) + 1).reshaped(3, 3)

  @Test func slidingMultiplyingAndUnfoldingAgree() {
    #expect(conv2d(image, kernel) == [[12, 8], [14, 18]])
    let matrix = convolutionMatrix(kernel, input: [4, 4])
    #expect(
      matrix == [
        [0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0],
        [0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2, 0],
        [0, 0, 0, 0, 0, 0, 1, 2, 0, 2, 2, 0, 0, 0, 1, 2],
      ])
    #expect(matmul(matrix, image.flattened) == [12, 8, 14, 18])
    #expect(matmul(kernel.flattened, unfold(image, kernel: 3)) == [12, 8, 14, 18])
  }

  @Test func thePrintedMatrixOfThePopularNoteGivesAnotherResult() {
    // Its rows hold a patch of the image with one digit changed, in place of the kernel.
    let printed = convolutionMatrix([[3, 3, 2], [0, 0, 1], [2, 1, 2]], input: 4)
    #expect(printed.row(0).reshaped(4, 4).row(2) == [2, 1, 2, 0])
    #expect(matmul(printed, image.flattened).reshaped(2, 2) == [[34, 24], [14, 18]])
    #expect(
      matmul(printed.T, [12, 12, 10, 17]).reshaped(4, 4) == [
        [36, 72, 60, 24], [30, 81, 83, 46], [24, 36, 46, 41], [20, 44, 37, 34],
      ])
  }

  @Test func theTransposedMatrixIsTheTransposedConvolution() {
    let transposed = convolutionMatrix(kernel, input: 4).T
    let claimed: Tensor = [12, 12, 10, 17]
    let consistent: Tensor = [12, 8, 14, 18]
    #expect(
      matmul(transposed, claimed).reshaped(4, 4) == [
        [0, 12, 36, 24], [24, 58, 61, 34], [20, 66, 70, 24], [0, 10, 37, 34],
      ])
    let result: Tensor = [[0, 12, 32, 16], [24, 54, 62, 36], [28, 76, 68, 16], [0, 14, 46, 36]]
    #expect(matmul(transposed, consistent).reshaped(4, 4) == result)
    #expect(convTranspose2d(consistent.reshaped(2, 2), kernel) == result)
  }

  @Test func theWorkedExampleOfDumoulinAndVisin() {
    let input: Tensor = [
      [3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1],
    ]
    #expect(conv2d(input, kernel) == [[12, 12, 17], [10, 17, 19], [9, 6, 14]])
    #expect(conv2d(input.cropped(bottom: 1, right: 1), kernel) == [[12, 12], [10, 17]])
  }

  @Test(arguments: TransposedConvolutionAlgorithm.allCases)
  func paddingAndOutputPaddingOfATwoByTwoInput(algorithm: TransposedConvolutionAlgorithm) {
    let x: Tensor = [[1, 2], [3, 4]]
    #expect(
      convTranspose2d(x, nine, stride: 2, padding: 1, algorithm: algorithm)
        == [[5, 14, 10], [14, 36, 24], [15, 34, 20]])
    #expect(
      convTranspose2d(x, nine, stride: 2, padding: 1, outputPadding: 1, algorithm: algorithm)
        == [[5, 14, 10, 12], [14, 36, 24, 30], [15, 34, 20, 24], [24, 55, 32, 36]])
    #expect(
      convTranspose2d(x, nine, stride: 2, algorithm: algorithm) == [
        [1, 2, 5, 4, 6], [4, 5, 14, 10, 12], [10, 14, 36, 24, 30], [12, 15, 34, 20, 24],
        [21, 24, 55, 32, 36],
      ])
  }

  @Test(arguments: TransposedConvolutionAlgorithm.allCases)
  func nestedLiteralsAreArguments(algorithm: TransposedConvolutionAlgorithm) {
    let result = convTranspose2d(
      [[[[2, -1], [0, 3]]]], [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]], stride: 2, padding: 1,
      outputPadding: 1, algorithm: algorithm)
    #expect(result.shape == [1, 1, 4, 4])
    // By hand; for the second line [7, 8, 9] times 2 and −1 meets [1, 2, 3] times 0 and 3.
    #expect(
      result.reshaped(4, 4) == [
        [10, 8, -5, -6], [16, 14, -2, 0], [0, 12, 15, 18], [0, 21, 24, 27],
      ])
  }

  @Test func zeroInsertionNeedsTheTurnedKernel() {
    let x: Tensor = [[1, 2], [3, 4]]
    let stuffed = zeroInserted(x, stride: 2)
    #expect(stuffed == [[1, 0, 2], [0, 0, 0], [3, 0, 4]])
    #expect(
      conv2d(stuffed, nine.flipped(), padding: 1) == [[5, 14, 10], [14, 36, 24], [15, 34, 20]])
    #expect(conv2d(stuffed, nine, padding: 1) == [[5, 16, 10], [26, 64, 36], [15, 36, 20]])
    #expect(
      conv2d(stuffed.padded(top: 1, left: 1, bottom: 2, right: 2), nine.flipped())
        == convTranspose2d(x, nine, stride: 2, padding: 1, outputPadding: 1))
    #expect(zeroInserted([1, 2, 3], stride: 3) == [1, 0, 0, 2, 0, 0, 3])
    #expect(zeroInserted(Tensor.ones(2, 2, 3), stride: [1, 2]).shape == [2, 2, 5])
  }

  @Test func theTransposeIsATrueConvolution() {
    #expect(convTranspose1d([3, -1, 4], [1, 2, 5]) == [3, 5, 17, 3, 20])
    #expect(convTranspose1d([3, -1, 4], [1, 2, 5], stride: 2) == [3, 6, 14, -2, -1, 8, 20])
    #expect(
      convTranspose2d([[0, 1], [2, 3]], [[0, 1], [2, 3]]) == [[0, 0, 1], [0, 4, 6], [4, 12, 9]])
  }

  @Test func oneDimensionIsARowOfTwo() {
    let x = Tensor.random(2, 4, 11, seed: 1)
    let w = Tensor.random(6, 2, 3, seed: 2)
    let b = Tensor.random(6, seed: 3)
    let one = conv1d(x, w, bias: b, stride: 2, padding: 1, dilation: 2, groups: 2)
    let two = conv2d(
      x.reshaped(2, 4, 1, 11), w.reshaped(6, 2, 1, 3), bias: b, stride: [1, 2], padding: [0, 1],
      dilation: [1, 2], groups: 2)
    #expect(one == two.reshaped(2, 6, -1))
    let v = Tensor.random(4, 3, 3, seed: 4)
    #expect(
      convTranspose1d(x, v, stride: 3, outputPadding: 2, groups: 2)
        == convTranspose2d(
          x.reshaped(2, 4, 1, 11), v.reshaped(4, 3, 1, 3), stride: [1, 3], outputPadding: [0, 2],
          groups: 2
        ).reshaped(2, 6, 35))
  }

  @Test func theResultHasTheRankOfTheInput() {
    let w = Tensor.ones(4, 3, 2, 2)
    #expect(conv2d(Tensor.ones(5, 3, 6, 7), w).shape == [5, 4, 5, 6])
    #expect(conv2d(Tensor.ones(3, 6, 7), w).shape == [4, 5, 6])
    #expect(convTranspose2d(Tensor.ones(4, 6, 7), w).shape == [3, 7, 8])
    #expect(conv2d(Tensor.ones(6, 7), Tensor.ones(1, 1, 2, 2)).shape == [5, 6])
    #expect(conv1d(Tensor.ones(3, 6), Tensor.ones(4, 3, 2)).shape == [4, 5])
    #expect(conv1d([1, 2, 4], [1, -1]) == [-1, -2])
  }

  @Test func biasIsAddedToItsChannel() {
    let x = Tensor.ones(1, 2, 2)
    #expect(
      conv2d(x, Tensor.ones(2, 1, 1, 1), bias: [1, -3])
        == [[[2, 2], [2, 2]], [[-2, -2], [-2, -2]]])
    #expect(
      convTranspose2d(x, Tensor.ones(1, 2, 1, 1), bias: [1, -3])
        == [[[2, 2], [2, 2]], [[-2, -2], [-2, -2]]])
  }

  @Test func matrixProductsHaveTheBitsOfConvolutions() {
    let x = Tensor.random(7, 9, seed: 5) - 0.5
    let k = Tensor.random(3, 2, seed: 6) - 0.5
    let matrix = convolutionMatrix(
      k, input: [7, 9], stride: [2, 1], padding: [1, 0], dilation: [1, 2])
    let y = conv2d(x, k, stride: [2, 1], padding: [1, 0], dilation: [1, 2])
    #expect(matmul(matrix, x.flattened) == y.flattened)
    let back = convTranspose2d(
      y, k, stride: [2, 1], padding: [1, 0], dilation: [1, 2])
    #expect(back.shape == [7, 9])
    #expect(matmul(matrix.T, y.flattened) == back.flattened)
  }

  @Test func unfoldedWeightsHaveTheBitsOfConvolution() {
    let x = Tensor.random(2, 3, 6, 5, seed: 7)
    let w = Tensor.random(4, 3, 3, 2, seed: 8)
    let columns = unfold(x, kernel: [3, 2], stride: 2, padding: [1, 0])
    #expect(columns.shape == [2, 18, 6])
    let y = conv2d(x, w, stride: 2, padding: [1, 0])
    for image in 0..<2 {
      #expect(
        matmul(w.reshaped(4, 18), columns.row(image)).flattened == y.row(image).flattened)
    }
  }

  @Test func overlapCountsAreTheTransposeOfOnes() {
    #expect(overlapCounts(kernel: 3, stride: 2, input: 3) == [1, 1, 2, 1, 2, 1, 1])
    #expect(
      overlapCounts(kernel: 3, stride: 2, input: 3, padding: 1, outputPadding: 1)
        == [1, 2, 1, 2, 1, 1])
    #expect(overlapCounts(kernel: 3, stride: 2, input: 4).shape == [9])
    #expect(
      overlapCounts(kernel: 4, stride: 2, input: 5, padding: 1) == [1, 2, 2, 2, 2, 2, 2, 2, 2, 1])
    let plane = overlapCounts(kernel: [3, 2], stride: [2, 3], input: [4, 3], dilation: [1, 2])
    let ones = convTranspose2d(
      Tensor.ones(4, 3), Tensor.ones(3, 2), stride: [2, 3], dilation: [1, 2])
    #expect(Tensor(plane) == ones)
    #expect(overlapCounts(kernel: 3, stride: 2, input: [4, 4]).max() == 4)
    // Output padding beyond the kernel's reach: no kernel gets there.
    #expect(
      overlapCounts(kernel: 2, stride: 3, input: 2, outputPadding: 2) == [1, 1, 0, 1, 1, 0, 0])
  }

  @Test func sizesAreThoseOfTheFormulas() {
    #expect(outputSize(input: 28, kernel: 3, stride: 2, padding: 1) == 14)
    #expect(outputSize(input: 10, kernel: 3, stride: 2) == 4)
    #expect(outputSize(input: 9, kernel: 3, dilation: 3) == 3)
    #expect(
      transposedOutputSize(input: 14, kernel: 3, stride: 2, padding: 1, outputPadding: 1) == 28)
    #expect(transposedOutputSize(input: 14, kernel: 4, stride: 2, padding: 1) == 28)
    #expect(transposedOutputSize(input: 5, kernel: 3, padding: 2) == 3)
    #expect(transposedOutputSize(input: 4, kernel: 3, dilation: 2) == 8)
  }
}
