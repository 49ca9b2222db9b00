import Testing

@testable import Deconv

/// The padding rules of convolutions: Keras's `same` and `valid`, and ends that differ.
@Suite struct PaddingTests {
  @Test(arguments: KerasRow.all)
  func sameAndValidAreThoseOfKeras(_ row: KerasRow) {
    let x = Tensor.arange(row.input) + 1
    let w = Tensor(
      shape: [row.kernel], scalars: [1, 10, 100, 1000].prefix(row.kernel).map { Float($0) })
    func ends(_ y: Tensor) -> (Int, Float, Float) { (y.count, y[0], y[y.count - 1]) }

    let same = conv1d(x, w, stride: row.stride, padding: .same, dilation: row.dilation)
    #expect(ends(same) == row.same)
    let valid = conv1d(x, w, stride: row.stride, padding: .valid, dilation: row.dilation)
    #expect(ends(valid) == row.valid)
    for algorithm in TransposedConvolutionAlgorithm.allCases {
      let same = convTranspose1d(
        x, w, stride: row.stride, padding: .same, dilation: row.dilation, algorithm: algorithm)
      #expect(ends(same) == row.sameTransposed)
      let valid = convTranspose1d(
        x, w, stride: row.stride, padding: .valid, dilation: row.dilation, algorithm: algorithm)
      #expect(ends(valid) == row.validTransposed)
    }
  }

  @Test func sizesFollowTheRules() {
    for row in KerasRow.all {
      #expect(
        outputSize(
          input: row.input, kernel: row.kernel, stride: row.stride, padding: .same,
          dilation: row.dilation) == row.same.0)
      #expect(
        transposedOutputSize(
          input: row.input, kernel: row.kernel, stride: row.stride, padding: .same,
          dilation: row.dilation) == row.sameTransposed.0)
      #expect(
        transposedOutputSize(
          input: row.input, kernel: row.kernel, stride: row.stride, padding: .valid,
          dilation: row.dilation) == row.validTransposed.0)
    }
  }

  @Test func everyKindOfPaddingIsAnArgument() {
    let x = Tensor.arange(30).reshaped(5, 6)
    let w = Tensor.ones(3, 2)
    #expect(conv2d(x, w, padding: 1) == conv2d(x.padded(1), w))
    #expect(conv2d(x, w, padding: [1, 0]) == conv2d(x.padded([1, 0]), w))
    #expect(conv2d(x, w, padding: .valid) == conv2d(x, w))
    #expect(conv2d(x, w, padding: .same) == conv2d(x.padded(top: 1, bottom: 1, right: 1), w))
    #expect(
      conv2d(x, w, padding: .ends(start: 1, end: 2))
        == conv2d(x.padded(top: 1, left: 1, bottom: 2, right: 2), w))
    #expect(
      conv2d(x, w, padding: .ends(top: 1, bottom: 0, left: 2, right: 3))
        == conv2d(x.padded(top: 1, left: 2, right: 3), w))
    let rule: Padding = .same
    #expect(conv2d(x, w, padding: rule).shape == [5, 6])
  }

  @Test func aTransposedConvolutionCropsTheEnds() {
    let x = Tensor.arange(6).reshaped(2, 3)
    let w = Tensor.arange(9).reshaped(3, 3) + 1
    let whole = convTranspose2d(x, w, stride: 2)
    #expect(whole.shape == [5, 7])
    #expect(
      convTranspose2d(x, w, stride: 2, padding: .ends(top: 1, bottom: 2, left: 0, right: 3))
        == whole.cropped(top: 1, bottom: 2, right: 3))
    #expect(
      convTranspose2d(x, w, stride: 2, padding: .same) == whole.cropped(bottom: 1, right: 1))
  }

  @Test func sameIsWhatUnfoldingAndMatricesUseToo() {
    let x = Tensor.arange(20).reshaped(4, 5)
    let w = Tensor.arange(6).reshaped(3, 2)
    let y = conv2d(x, w, stride: 2, padding: .same)
    #expect(y.shape == [2, 3])
    let columns = unfold(x, kernel: [3, 2], stride: 2, padding: .same)
    #expect(matmul(w.flattened, columns) == y.flattened)
    let matrix = convolutionMatrix(w, input: [4, 5], stride: 2, padding: .same)
    #expect(matmul(matrix, x.flattened) == y.flattened)
    let counts = overlapCounts(kernel: 3, stride: 2, input: 3, padding: .same)
    #expect(counts == [1, 1, 2, 1, 2, 1])
  }

  @Test func impossiblePaddingsAreRefused() {
    #expect(
      sentence { () throws(TensorError) in
        try Checked.conv1d(
          .ones(5), .ones(3), ConvolutionSettings(padding: .ends(top: 1, left: 1)))
      } == "conv1d: the padding has four sides, the operation has 1 axis: use "
        + ".ends(start: …, end: …)")
    #expect(
      sentence { () throws(TensorError) in
        try Checked.conv1d(.ones(5), .ones(3), ConvolutionSettings(padding: .ends(end: -1)))
      } == "conv1d: the padding along the length is -1, it must be between 0 and 1073741824")
    #expect(
      sentence { () throws(TensorError) in
        try Checked.convTranspose1d(
          .ones(5), .ones(3),
          ConvolutionSettings(stride: .every(2), padding: .same, outputPadding: .every(1)))
      } == "convTranspose1d: the output padding is 1, it must be 0 with the padding .same or "
        + ".valid, which choose the size of the output")
    #expect(
      sentence { () throws(TensorError) in
        try Checked.outputSize(input: 5, kernel: 3, stride: 0, padding: .same)
      } == "outputSize: the stride is 0, it must be between 1 and 1073741824")
    #expect(
      sentence { () throws(TensorError) in
        try Checked.outputSize(input: 5, kernel: 1 << 30, padding: .same, dilation: 1 << 30)
      } == "outputSize: the padding is 576460751766552576, it must be between 0 and 1073741824")
  }

  @Test func theTapeShowsThePadding() throws {
    let tape = Tape()
    let x = tape.watch(Tensor.ones(4))
    _ = try Checked.conv1d(x, .ones(3), ConvolutionSettings(padding: .same))
    _ = try Checked.conv1d(x, .ones(3), ConvolutionSettings(padding: .ends(start: 2)))
    #expect(
      tape.description.split(separator: "\n").dropFirst().joined(separator: "\n") == """
        %1 = conv1d(%0, constant [3], padding: .same)  → [4]
        %2 = conv1d(%0, constant [3], padding: .ends(start: 2, end: 0))  → [4]
        """)
  }

  private func sentence<Value>(_ operation: () throws(TensorError) -> Value) -> String {
    do throws(TensorError) {
      _ = try operation()
      return "no error"
    } catch {
      return error.description
    }
  }
}
