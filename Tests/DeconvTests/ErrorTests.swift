import Testing

@testable import Deconv

/// Every mistake is an error with a sentence, never a trap.
@Suite struct ErrorTests {
  let matrix: Tensor = [[1, 2, 3], [4, 5, 6]]

  private func check<Value>(
    _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: () throws(TensorError) -> Value
  ) {
    do throws(TensorError) {
      _ = try operation()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }

  @Test func channelsMustAgree() {
    check(
      "conv2d: the weight expects 3 input channels (shape [8, 3, 3, 3]), the input has 1 "
        + "(shape [1, 1, 28, 28])"
    ) { () throws(TensorError) in
      try Checked.conv2d(.zeros(1, 1, 28, 28), .zeros(8, 3, 3, 3))
    }
    check(
      "conv1d: the weight expects 4 input channels (shape [4, 2, 3], 2 groups), the input has 2 "
        + "(shape [1, 2, 9])"
    ) { () throws(TensorError) in
      try Checked.conv1d(.zeros(1, 2, 9), .zeros(4, 2, 3), ConvolutionSettings(groups: 2))
    }
    check(
      "convTranspose2d: the weight expects 1 input channel (shape [1, 2, 3, 3]), the input has 2 "
        + "(shape [2, 4, 4])"
    ) { () throws(TensorError) in
      try Checked.convTranspose2d(.zeros(2, 4, 4), .zeros(1, 2, 3, 3))
    }
    check(
      "convTranspose2d: 3 channels do not divide into 2 groups: use a number of groups that "
        + "divides the channels of input and output"
    ) { () throws(TensorError) in
      try Checked.convTranspose2d(
        .zeros(3, 4, 4), .zeros(3, 2, 3, 3), ConvolutionSettings(groups: 2))
    }
    check("conv2d: the number of groups is 0, it must be between 1 and 1073741824") {
      () throws(TensorError) in
      try Checked.conv2d(matrix, matrix, ConvolutionSettings(groups: 0))
    }
    check(
      "conv2d: the bias must have one number for each output channel (shape [8]), it has the "
        + "shape [3]"
    ) { () throws(TensorError) in
      try Checked.conv2d(.zeros(1, 1, 9, 9), .zeros(8, 1, 3, 3), bias: [1, 2, 3])
    }
  }

  @Test func hugeGroupsDoNotOverflow() {
    #expect(throws: TensorError.self) {
      try Checked.conv2d(
        .zeros(1, 2, 4, 4), .zeros(2, 2, 1, 1), ConvolutionSettings(groups: .max))
    }
    #expect(throws: TensorError.self) {
      try Checked.convTranspose2d(
        .zeros(1, 2, 4, 4), .zeros(2, 2, 1, 1), ConvolutionSettings(groups: 1 << 30))
    }
  }

  @Test func ranksMustFit() {
    check(
      "conv2d: the input must be [N, C, H, W], [C, H, W] or [H, W], it has the shape [5]"
    ) { () throws(TensorError) in try Checked.conv2d(.zeros(5), matrix) }
    check(
      "conv2d: the weight must be [out, in / groups, Kh, Kw], it has the shape [2, 3]"
    ) { () throws(TensorError) in try Checked.conv2d(.zeros(1, 5, 5), matrix) }
    check(
      "convTranspose1d: the weight must be [in, out / groups, K] or [K], it has the shape [2, 3]"
    ) { () throws(TensorError) in try Checked.convTranspose1d(.zeros(5), matrix) }
    check(
      "conv2d: the input must be [1, H, W] or [N, 1, H, W], because the weight of shape "
        + "[2, 1, 1, 1] makes 2 channels, it has the shape [2, 3]"
    ) { () throws(TensorError) in try Checked.conv2d(matrix, .zeros(2, 1, 1, 1)) }
    check("convolutionMatrix: the kernel must be [K] or [Kh, Kw], it has the shape [1, 1, 2, 2]") {
      () throws(TensorError) in
      try Checked.convolutionMatrix(.zeros(1, 1, 2, 2), input: .every(4))
    }
    check("Matrix: the tensor must be two-dimensional, it has the shape [3]") {
      () throws(TensorError) in try Checked.matrix([1, 2, 3] as Tensor)
    }
  }

  @Test func settingsMustBePossible() {
    check(
      "conv2d: the kernel spans 5 elements along the width (kernel 3, dilation 2), the padded "
        + "input has 3 (input 3, padding 0 in all): use a larger input or padding, or a smaller "
        + "kernel or dilation"
    ) { () throws(TensorError) in
      try Checked.conv2d(matrix, [[1, 2, 3]], ConvolutionSettings(dilation: .each([1, 2])))
    }
    check(
      "conv2d: the stride has 3 values [1, 2, 3], the operation has 2 axes: give one number, or "
        + "one for each axis"
    ) { () throws(TensorError) in
      try Checked.conv2d(matrix, [[1]], ConvolutionSettings(stride: .each([1, 2, 3])))
    }
    check("outputSize: the stride is 0, it must be between 1 and 1073741824") {
      () throws(TensorError) in try Checked.outputSize(input: 4, kernel: 3, stride: 0)
    }
    check(
      "transposedOutputSize: the output padding is 2, it must be less than the larger of stride "
        + "(2) and dilation (1)"
    ) { () throws(TensorError) in
      try Checked.transposedOutputSize(input: 4, kernel: 3, stride: 2, outputPadding: 2)
    }
    check("overlapCounts: the number of axes is 3, it must be 1 or 2") {
      () throws(TensorError) in
      try Checked.overlapCounts(kernel: .every(3), input: .each([1, 2, 3]))
    }
    check("zeroInserted: the stride along the width is 0, it must be between 1 and 1073741824") {
      () throws(TensorError) in try Checked.zeroInserted(matrix, stride: .each([1, 0]))
    }
    check("fixed: the number of decimals is -1, it must be between 0 and 1074") {
      () throws(TensorError) in try Checked.fixed(1, -1)
    }
  }

  @Test func sizesAreBounded() {
    check(
      "Tensor: the shape [4611686018427387904, 8] has more than 268435456 elements, the most that "
        + "an array may have: use smaller sizes"
    ) { () throws(TensorError) in try Checked.full(shape: [1 << 62, 8], value: 0) }
    check("reshaped: a shape has 8 axes at most, this one has 9") { () throws(TensorError) in
      try Checked.reshaped([1] as Tensor, Array(repeating: 1, count: 9))
    }
    check("Tensor: a shape has 8 axes at most, this one has 9") { () throws(TensorError) in
      try Checked.tensor([[[[[[[[[1]]]]]]]]])
    }
    let most = 1 << 30
    let huge = ConvolutionSettings(stride: .every(most))
    #expect(throws: TensorError.self) { try Checked.convTranspose2d(matrix, matrix, huge) }
    #expect(throws: TensorError.self) { try Checked.zeroInserted(matrix, stride: .every(most)) }
    #expect(throws: TensorError.self) {
      try Checked.overlapCounts(kernel: .every(3), input: .every(most), huge)
    }
    #expect(throws: TensorError.self) {
      try Checked.conv2d(matrix, [[1]], ConvolutionSettings(padding: .every(most)))
    }
    #expect(throws: TensorError.self) {
      try Checked.unfold(
        matrix, kernel: .every(most), ConvolutionSettings(padding: .every(most)))
    }
    #expect(throws: TensorError.self) {
      try Checked.convolutionMatrix([1], input: .every(most))
    }
    #expect(throws: TensorError.self) { try Checked.arange(-1) }
    #expect(throws: TensorError.self) { try Checked.random(shape: [0, most, most], seed: 0) }
    #expect(throws: TensorError.self) { try Checked.add(Tensor.zeros(1 << 20, 1), .zeros(1 << 20)) }
    let margins = Margins(top: 0, left: 1 << 28, bottom: 0, right: 1 << 28)
    #expect(throws: TensorError.self) { try Checked.padded(matrix, margins) }
  }

  /// The crop hides how large the zero-inserted input is: the form itself has to refuse.
  @Test func zeroInsertionRefusesWhatTheOthersCompute() throws {
    let settings = ConvolutionSettings(
      stride: .every(1), padding: .every(1 << 29), dilation: .every(1 << 29))
    let x: Tensor = [1, 2]
    let w: Tensor = [1, 2, 3]
    for algorithm in TransposedConvolutionAlgorithm.allCases {
      let result = Result { () throws(TensorError) in
        try Checked.convTranspose1d(x, w, settings, algorithm: algorithm)
      }
      switch (algorithm, result) {
      case (.zeroInsertion, .failure(.tooLarge)): break
      case (.zeroInsertion, _): Issue.record("zero insertion must refuse")
      case (_, let result): #expect(try result.get() == [2, 4])
      }
    }
  }

  @Test func indicesMustLieInside() {
    check(
      "subscript: the index [1] has 1 number, the shape [2, 3] has 2 axes: give one number for "
        + "each axis"
    ) { () throws(TensorError) in try Checked.element(of: matrix, at: [1]) }
    check("subscript: the index 3 is outside of axis 1 of the shape [2, 3]: use 0 to 2") {
      () throws(TensorError) in try Checked.element(of: matrix, at: [1, 3])
    }
    check("row: the index -1 is outside of axis 0 of the shape [2, 3]: use 0 to 1") {
      () throws(TensorError) in try Checked.row(matrix, -1)
    }
    check("row: there is no axis 0 in the shape []: it is empty") {
      () throws(TensorError) in try Checked.row(Tensor(1), 0)
    }
    check(
      "slice: the range from 2 to 1 does not lie in axis 1 of the shape [2, 3]: use 0 <= from <= "
        + "to <= 3"
    ) { () throws(TensorError) in try Checked.slice(matrix, axis: 1, from: 2, to: 1) }
    check("slice: there is no axis 2 in the shape [2, 3]: use 0 to 1") {
      () throws(TensorError) in try Checked.slice(matrix, axis: 2, from: 0, to: 1)
    }
    check(
      "cropped: the range from 2 to 1 does not lie in axis 1 of the shape [2, 3]: use 0 <= from "
        + "<= to <= 3"
    ) { () throws(TensorError) in
      try Checked.cropped(matrix, Margins(top: 0, left: 2, bottom: 0, right: 2))
    }
  }

  @Test func shapesMustFit() {
    check(
      "+: the shapes [2, 3] and [2] do not fit: aligned at their last axes, two sizes must be "
        + "equal or one of them 1"
    ) { () throws(TensorError) in try Checked.add(matrix, [1, 2]) }
    check(
      "matmul: the shapes [2, 3] and [2, 3] do not fit: the last size of the left must equal the "
        + "first of the right"
    ) { () throws(TensorError) in try Checked.matmul(matrix, matrix) }
    check("reshaped: 6 elements cannot fill the shape [4, 2]") {
      () throws(TensorError) in try Checked.reshaped(matrix, [4, 2])
    }
    check("reshaped: 6 elements cannot fill the shape [4, 1]") {
      () throws(TensorError) in try Checked.reshaped(matrix, [4, -1])
    }
    check("[-1, -2] is no shape: every size must be at least 0") {
      () throws(TensorError) in try Checked.full(shape: [-1, -2], value: 0)
    }
    check(
      "the rows of a nested list must have equal shapes: one is a list of shape [2], another a "
        + "list of shape [1]"
    ) { () throws(TensorError) in try Checked.tensor([[1, 2], [3]]) }
    check(
      "the rows of a nested list must have equal shapes: one is a number, another a list of shape "
        + "[1]"
    ) { () throws(TensorError) in try Checked.counts([1, [2]]) }
    check(
      "concatenated: the shapes [2, 3] and [3] do not fit: all sizes but that of axis 0 must be "
        + "equal"
    ) { () throws(TensorError) in try Checked.concatenated([matrix, [1, 2, 3]]) }
    check("maxAbsDifference: the shapes [2, 3] and [3, 2] do not fit: they must be equal") {
      () throws(TensorError) in try Checked.maxAbsDifference(matrix, matrix.T)
    }
  }

  @Test func reductionsNeedAnElement() {
    check("max: an array of the shape [0] has no elements") {
      () throws(TensorError) in try Checked.max([] as Tensor)
    }
    check("mean: an array of the shape [2, 0] has no elements") {
      () throws(TensorError) in try Checked.mean(Tensor.zeros(2, 0))
    }
    check("sum: the result does not fit a 64-bit integer") {
      () throws(TensorError) in try Checked.sum(Counts([Int.max, 1]))
    }
  }
}
