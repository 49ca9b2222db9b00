import DeconvLessons

// Convolutions, and what the lessons compute about them.

extension RegistryPart {
  static let operationBuiltins = convolutions + views + sizes + products + algorithms + paddings

  private static let convolutions: [Builtin] = [
    .function(
      """
      func conv1d(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1, \
      padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1) -> Tensor
      """,
      """
      Slides a kernel along signals, as PyTorch's `conv1d`: a cross-correlation. \
      x is [N, C, L], [C, L] or [L], w is [out, C / groups, K].
      """,
      running: {
        (
          runtime: Runtime, x: Tensor, w: Tensor, bias: Tensor?, stride: PerAxisArgument,
          padding: PaddingArgument, dilation: PerAxisArgument, groups: Int
        ) in
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding, dilation: dilation.axisValues,
          groups: groups)
        try runtime.chargeConvolution(x, w, axes: 1, isTransposed: false, settings)
        return try Checked.conv1d(x, w, bias: bias, settings)
      }),
    .function(
      """
      func conv2d(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, stride: some PerAxis = 1, \
      padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1, groups: Int = 1) -> Tensor
      """,
      """
      Slides a kernel over images, as PyTorch's `conv2d`: a cross-correlation. x is \
      [N, C, H, W], [C, H, W] or [H, W], w is [out, C / groups, Kh, Kw], or [Kh, Kw] for [H, W].
      """,
      running: {
        (
          runtime: Runtime, x: Tensor, w: Tensor, bias: Tensor?, stride: PerAxisArgument,
          padding: PaddingArgument, dilation: PerAxisArgument, groups: Int
        ) in
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding, dilation: dilation.axisValues,
          groups: groups)
        try runtime.chargeConvolution(x, w, axes: 2, isTransposed: false, settings)
        return try Checked.conv2d(x, w, bias: bias, settings)
      }),
    .function(
      """
      func convTranspose1d(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, \
      stride: some PerAxis = 1, padding: some ConvolutionPadding = 0, \
      outputPadding: some PerAxis = 0, dilation: some PerAxis = 1, groups: Int = 1, \
      algorithm: TransposedConvolutionAlgorithm = .gather) -> Tensor
      """,
      """
      Stamps kernels along signals: the transpose of `conv1d`, as PyTorch's \
      `conv_transpose1d`. x is [N, C, L], [C, L] or [L], w is [C, out / groups, K].
      """,
      running: {
        (
          runtime: Runtime, x: Tensor, w: Tensor, bias: Tensor?, stride: PerAxisArgument,
          padding: PaddingArgument, outputPadding: PerAxisArgument, dilation: PerAxisArgument,
          groups: Int, algorithm: TransposedConvolutionAlgorithm
        ) in
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding,
          outputPadding: outputPadding.axisValues, dilation: dilation.axisValues, groups: groups)
        try runtime.chargeConvolution(
          x, w, axes: 1, isTransposed: true, settings, algorithm)
        return try Checked.convTranspose1d(x, w, bias: bias, settings, algorithm: algorithm)
      }),
    .function(
      """
      func convTranspose2d(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil, \
      stride: some PerAxis = 1, padding: some ConvolutionPadding = 0, \
      outputPadding: some PerAxis = 0, dilation: some PerAxis = 1, groups: Int = 1, \
      algorithm: TransposedConvolutionAlgorithm = .gather) -> Tensor
      """,
      """
      Stamps kernels onto images: the transpose of `conv2d`, as PyTorch's `conv_transpose2d`. x \
      is [N, C, H, W], [C, H, W] or [H, W], w is [C, out / groups, Kh, Kw], or [Kh, Kw] for [H, W].
      """,
      running: {
        (
          runtime: Runtime, x: Tensor, w: Tensor, bias: Tensor?, stride: PerAxisArgument,
          padding: PaddingArgument, outputPadding: PerAxisArgument, dilation: PerAxisArgument,
          groups: Int, algorithm: TransposedConvolutionAlgorithm
        ) in
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding,
          outputPadding: outputPadding.axisValues, dilation: dilation.axisValues, groups: groups)
        try runtime.chargeConvolution(
          x, w, axes: 2, isTransposed: true, settings, algorithm)
        return try Checked.convTranspose2d(x, w, bias: bias, settings, algorithm: algorithm)
      }),
  ]

  private static let views: [Builtin] = [
    .function(
      """
      func unfold(_ x: Tensor, kernel: some PerAxis, stride: some PerAxis = 1, \
      padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1) -> Tensor
      """,
      "Lays the patches under a kernel into columns (im2col), as PyTorch's `unfold`."
    ) {
      (
        x: Tensor, kernel: PerAxisArgument, stride: PerAxisArgument, padding: PaddingArgument,
        dilation: PerAxisArgument
      ) in
      try Checked.unfold(
        x, kernel: kernel.axisValues,
        ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding, dilation: dilation.axisValues))
    },
    .function(
      """
      func convolutionMatrix(_ kernel: Tensor, input: some PerAxis, stride: some PerAxis = 1, \
      padding: some ConvolutionPadding = 0, dilation: some PerAxis = 1) -> Tensor
      """,
      """
      The matrix whose product with a flattened input is the flattened output of the \
      convolution; its transpose makes the transposed convolution.
      """
    ) {
      (
        kernel: Tensor, input: PerAxisArgument, stride: PerAxisArgument, padding: PaddingArgument,
        dilation: PerAxisArgument
      ) in
      try Checked.convolutionMatrix(
        kernel, input: input.axisValues,
        ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding, dilation: dilation.axisValues))
    },
    .function(
      "func zeroInserted(_ x: Tensor, stride: some PerAxis) -> Tensor",
      "The tensor with `stride - 1` zeros between its elements, along its last two axes."
    ) { (x: Tensor, stride: PerAxisArgument) in
      try Checked.zeroInserted(x, stride: stride.axisValues)
    },
    .function(
      """
      func overlapCounts(kernel: some PerAxis, stride: some PerAxis, input: some PerAxis, \
      padding: some ConvolutionPadding = 0, outputPadding: some PerAxis = 0, \
      dilation: some PerAxis = 1) -> Counts
      """,
      """
      How many input elements reach each output element of a transposed convolution. With an \
      array of two numbers in any argument the result has two axes, otherwise one.
      """
    ) {
      (
        kernel: PerAxisArgument, stride: PerAxisArgument, input: PerAxisArgument,
        padding: PaddingArgument, outputPadding: PerAxisArgument, dilation: PerAxisArgument
      ) in
      try Checked.overlapCounts(
        kernel: kernel.axisValues, input: input.axisValues,
        ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding,
          outputPadding: outputPadding.axisValues, dilation: dilation.axisValues))
    },
  ]

  private static let sizes: [Builtin] = [
    .function(
      """
      func outputSize(input: Int, kernel: Int, stride: Int = 1, \
      padding: some ConvolutionPadding = 0, dilation: Int = 1) -> Int
      """,
      "The size of a convolution's output along one axis."
    ) { (input: Int, kernel: Int, stride: Int, padding: PaddingArgument, dilation: Int) in
      try Checked.outputSize(
        input: input, kernel: kernel, stride: stride, padding: padding.padding, dilation: dilation)
    },
    .function(
      """
      func transposedOutputSize(input: Int, kernel: Int, stride: Int = 1, \
      padding: some ConvolutionPadding = 0, outputPadding: Int = 0, dilation: Int = 1) -> Int
      """,
      "The size of a transposed convolution's output along one axis."
    ) {
      (
        input: Int, kernel: Int, stride: Int, padding: PaddingArgument, outputPadding: Int,
        dilation: Int
      ) in
      try Checked.transposedOutputSize(
        input: input, kernel: kernel, stride: stride, padding: padding.padding,
        outputPadding: outputPadding, dilation: dilation)
    },
  ]

  private static let products: [Builtin] = [
    .function(
      "func matmul(_ a: Tensor, _ b: Tensor) -> Tensor",
      "The matrix product of two tensors of rank 1 or 2; a tensor of rank 1 is a row or a column.",
      running: { (runtime: Runtime, a: Tensor, b: Tensor) in
        try runtime.chargeProduct(a.count, b.shape.last ?? 1)
        return try Checked.matmul(a, b)
      }),
    .function(
      "func matmul(_ a: Matrix, _ b: Matrix) -> Matrix",
      "The matrix product in double precision.",
      running: { (runtime: Runtime, a: Matrix, b: Matrix) in
        // Twice: double precision has no kernel of its own.
        try runtime.chargeProduct(2, a.count, b.shape.last ?? 1)
        return try Checked.matmul(a, b)
      }),
    .function(
      "func maxAbsDifference(_ a: Tensor, _ b: Tensor) -> Float",
      "The largest absolute difference of two elements at the same place."
    ) { (a: Tensor, b: Tensor) in try Checked.maxAbsDifference(a, b) },
    .function(
      "func maxAbsDifference(_ a: Matrix, _ b: Matrix) -> Double",
      "The largest absolute difference of two elements at the same place."
    ) { (a: Matrix, b: Matrix) in try Checked.maxAbsDifference(a, b) },
    .function(
      "func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor",
      "Joins tensors along an axis; their other sizes are equal."
    ) { (tensors: [Tensor], axis: Int) in try Checked.concatenated(tensors, axis: axis) },
  ]

  /// The rules belong to every argument that takes a padding, and to the type itself.
  ///
  /// Every side is written out: Swift could not tell two calls of `ends` apart that name none.
  private static let paddings: [Builtin] = ["ConvolutionPadding", "Padding"].flatMap { owner in
    [
      .member(
        of: owner, "static var valid: Padding",
        "Keras's `valid`: no zeros are added, and nothing is cropped."
      ) { Padding.valid },
      .member(
        of: owner, "static var same: Padding",
        """
        Keras's `same`: a convolution of stride 1 keeps the size, one of stride s divides it by s, \
        rounded up; a transposed one multiplies it by s.
        """
      ) { Padding.same },
      .member(
        of: owner, "static func ends(start: Int, end: Int) -> Padding",
        "Different numbers at the start and at the end of every axis."
      ) { (start: Int, end: Int) in Padding.ends(start: start, end: end) },
      .member(
        of: owner,
        "static func ends(top: Int, bottom: Int, left: Int, right: Int) -> Padding",
        "Different numbers at the four sides of images."
      ) { (top: Int, bottom: Int, left: Int, right: Int) in
        Padding.ends(top: top, bottom: bottom, left: left, right: right)
      },
    ]
  }

  private static let algorithms: [Builtin] = [
    .enumCase(
      "scatter", "Stamp the kernel, scaled by each input element, onto the output.",
      TransposedConvolutionAlgorithm.scatter),
    .enumCase(
      "gather", "Collect for each output element the input elements that reach it.",
      TransposedConvolutionAlgorithm.gather),
    .enumCase(
      "zeroInsertion",
      "Put zeros between the input elements and convolve with the kernel turned by 180°.",
      TransposedConvolutionAlgorithm.zeroInsertion),
    .enumCase(
      "polyphase", "One small dense convolution for each phase of the stride, interleaved.",
      TransposedConvolutionAlgorithm.polyphase),
    .member(
      of: "TransposedConvolutionAlgorithm",
      "static var allCases: [TransposedConvolutionAlgorithm]", "All algorithms."
    ) { TransposedConvolutionAlgorithm.allCases },
    .member(
      of: "TransposedConvolutionAlgorithm", "var rawValue: String", "The algorithm's name."
    ) { (algorithm: TransposedConvolutionAlgorithm) in algorithm.rawValue },
    .function(
      """
      func == (left: TransposedConvolutionAlgorithm, right: TransposedConvolutionAlgorithm) \
      -> Bool
      """, "Whether two algorithms are the same."
    ) { (a: TransposedConvolutionAlgorithm, b: TransposedConvolutionAlgorithm) in a == b },
  ]

  static let formattingBuiltins: [Builtin] = [
    .function(
      "func fixed(_ number: some ShapedScalar, _ decimals: Int) -> String",
      "A number with a fixed count of digits after the point: `fixed(0.125, 2)` is `0.12`."
    ) { (number: ScalarArgument, decimals: Int) in try Checked.fixed(number.value, decimals) },
    .function(
      "func scientific(_ number: some ShapedScalar, _ decimals: Int) -> String",
      "A number as a mantissa and a power of ten: `scientific(0.00125, 1)` is `1.3e-03`."
    ) { (number: ScalarArgument, decimals: Int) in
      try Checked.scientific(number.value, decimals)
    },
    .function(
      "func percent(_ number: some ShapedScalar, _ decimals: Int) -> String",
      "A number times one hundred with a percent sign: `percent(0.125, 1)` is `12.5%`."
    ) { (number: ScalarArgument, decimals: Int) in try Checked.percent(number.value, decimals) },
  ]
}
