import DeconvLessons

// Poolings, resizing, normalisation, fully connected layers and losses.

extension RegistryPart {
  static let networkBuiltins =
    poolings + unpoolings + resizing + normalization + losses + reductions

  private static let poolings: [Builtin] = [1, 2].flatMap { axes in
    let inputs = axes == 1 ? "signals" : "images"
    let window =
      "_ x: Tensor, kernel: some PerAxis, stride: (some PerAxis)? = nil, padding: some PerAxis = 0"
    return [
      pooling(
        axes, "func maxPool\(axes)d(\(window), dilation: some PerAxis = 1) -> Tensor",
        "The largest element of each window over \(inputs); without a stride the windows touch."
      ) { x, settings in
        try axes == 1 ? Checked.maxPool1d(x, settings) : Checked.maxPool2d(x, settings)
      },
      pooling(
        axes,
        """
        func maxPool\(axes)dWithIndices(\(window), dilation: some PerAxis = 1) \
        -> (values: Tensor, indices: Counts)
        """,
        """
        The largest element of each window over \(inputs), and where it stood, as \
        `maxUnpool\(axes)d` wants it.
        """
      ) { x, settings in
        let (values, indices) =
          try axes == 1
          ? Checked.maxPool1dWithIndices(x, settings) : Checked.maxPool2dWithIndices(x, settings)
        return Value.tuple([values.asValue, indices.asValue], labels: ["values", "indices"])
      },
      .function(
        "func avgPool\(axes)d(\(window), countIncludePad: Bool = true) -> Tensor",
        """
        The mean of each window over \(inputs); zeros of the padding count as elements unless \
        `countIncludePad` is false.
        """,
        running: {
          (
            runtime: Runtime, x: Tensor, kernel: PerAxisArgument, stride: PerAxisArgument?,
            padding: PerAxisArgument, countIncludePad: Bool
          ) in
          let settings = PoolingSettings(
            kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
          try runtime.chargePooling(x, settings, axes: axes)
          return try axes == 1
            ? Checked.avgPool1d(x, settings, countIncludePad: countIncludePad)
            : Checked.avgPool2d(x, settings, countIncludePad: countIncludePad)
        }),
    ]
  }

  private static func pooling<Result: ValueConvertible>(
    _ axes: Int, _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (Tensor, PoolingSettings) throws -> Result
  ) -> Builtin {
    .function(
      declaration, documentation,
      running: {
        (
          runtime: Runtime, x: Tensor, kernel: PerAxisArgument, stride: PerAxisArgument?,
          padding: PerAxisArgument, dilation: PerAxisArgument
        ) in
        let settings = PoolingSettings(
          kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
          dilation: dilation.axisValues)
        try runtime.chargePooling(x, settings, axes: axes)
        return try body(x, settings)
      })
  }

  private static let unpoolings: [Builtin] = [1, 2].map { axes in
    .function(
      """
      func maxUnpool\(axes)d(_ x: Tensor, _ indices: Counts, kernel: some PerAxis, \
      stride: (some PerAxis)? = nil, padding: some PerAxis = 0, \
      outputSize: (some PerAxis)? = nil) -> Tensor
      """,
      "Puts each element back where the largest stood, and 0 elsewhere.",
      running: {
        (
          runtime: Runtime, x: Tensor, indices: Counts, kernel: PerAxisArgument,
          stride: PerAxisArgument?, padding: PerAxisArgument, outputSize: PerAxisArgument?
        ) in
        let settings = PoolingSettings(
          kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
        let step = (stride ?? kernel).axisValues
        // At most a stride and a window for each element.
        let sizes = x.shape.suffix(axes).enumerated().map { axis, size in
          saturatingSum([
            saturatingProduct([size, step.value(axis)]), kernel.axisValues.value(axis),
          ])
        }
        try runtime.reserveElements(x.shape.dropLast(axes) + sizes)
        return try axes == 1
          ? Checked.maxUnpool1d(x, indices, settings, outputSize: outputSize?.axisValues)
          : Checked.maxUnpool2d(x, indices, settings, outputSize: outputSize?.axisValues)
      })
  }

  private static let resizing: [Builtin] =
    [1, 2].flatMap { axes in
      let name = axes == 1 ? "upsample1d" : "upsample"
      let inputs = axes == 1 ? "signals" : "images"
      return [
        Builtin.function(
          """
          func \(name)(_ x: Tensor, scale: some PerAxis, mode: UpsampleMode = .nearest) -> Tensor
          """,
          "Makes \(inputs) larger by whole factors.",
          running: { (runtime: Runtime, x: Tensor, scale: PerAxisArgument, mode: UpsampleMode) in
            let scales = (0..<axes).map { scale.axisValues.value($0) }
            try runtime.reserveElements(x.shape + scales)
            return try upsampled(x, .scale(scale.axisValues), mode, axes: axes)
          }),
        .function(
          """
          func \(name)(_ x: Tensor, size: some PerAxis, mode: UpsampleMode = .nearest) -> Tensor
          """,
          "Makes \(inputs) of another size.",
          running: { (runtime: Runtime, x: Tensor, size: PerAxisArgument, mode: UpsampleMode) in
            let sizes = (0..<axes).map { size.axisValues.value($0) }
            try runtime.reserveElements(x.shape.dropLast(axes) + sizes)
            return try upsampled(x, .size(size.axisValues), mode, axes: axes)
          }),
      ]
    } + upsampleModes + shuffles

  private static func upsampled(
    _ x: Tensor, _ target: ResizeOperation.Target, _ mode: UpsampleMode, axes: Int
  ) throws -> Tensor {
    try axes == 1
      ? Checked.upsample1d(x, target, mode: mode) : Checked.upsample(x, target, mode: mode)
  }

  private static let upsampleModes: [Builtin] = [
    .member(
      of: "UpsampleMode", "static var nearest: UpsampleMode", "Repeats the nearest element."
    ) { UpsampleMode.nearest },
    .member(
      of: "UpsampleMode", "static var bilinear: UpsampleMode",
      "Mixes four neighbours of an image; elements are areas."
    ) { UpsampleMode.bilinear },
    .member(
      of: "UpsampleMode", "static var linear: UpsampleMode",
      "Mixes two neighbours of a signal; elements are intervals."
    ) { UpsampleMode.linear },
    .member(
      of: "UpsampleMode", "static func bilinear(alignCorners: Bool) -> UpsampleMode",
      "Mixes four neighbours; with `alignCorners` elements are points."
    ) { (alignCorners: Bool) in UpsampleMode.bilinear(alignCorners: alignCorners) },
    .member(
      of: "UpsampleMode", "static func linear(alignCorners: Bool) -> UpsampleMode",
      "Mixes two neighbours; with `alignCorners` elements are points."
    ) { (alignCorners: Bool) in UpsampleMode.linear(alignCorners: alignCorners) },
  ]

  private static let shuffles: [Builtin] = [
    .function(
      "func pixelShuffle(_ x: Tensor, _ factor: Int) -> Tensor",
      "Lays groups of factor² channels out as blocks of pixels: [N, C·r², H, W] → [N, C, H·r, W·r].",
      running: { (runtime: Runtime, x: Tensor, factor: Int) in
        try runtime.chargeElements(x)
        return try Checked.pixelShuffle(x, factor)
      }),
    .function(
      "func pixelUnshuffle(_ x: Tensor, _ factor: Int) -> Tensor",
      "Lays blocks of pixels out as channels: undoes `pixelShuffle`.",
      running: { (runtime: Runtime, x: Tensor, factor: Int) in
        try runtime.chargeElements(x)
        return try Checked.pixelUnshuffle(x, factor)
      }),
  ]

  private static let normalization: [Builtin] = [
    .function(
      """
      func batchNorm(_ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, \
      epsilon: Float = 1e-5) -> Tensor
      """,
      "Gives each channel the mean 0 and the variance 1 over the batch, as during training.",
      running: { (runtime: Runtime, x: Tensor, weight: Tensor?, bias: Tensor?, epsilon: Float) in
        try runtime.chargeElements(x)
        return try Checked.batchNorm(x, weight: weight, bias: bias, epsilon: epsilon)
      }),
    .function(
      """
      func batchNorm(_ x: Tensor, mean: Tensor, variance: Tensor, weight: Tensor? = nil, \
      bias: Tensor? = nil, epsilon: Float = 1e-5) -> Tensor
      """,
      "Normalises each channel by a given mean and variance, as after training.",
      running: {
        (
          runtime: Runtime, x: Tensor, mean: Tensor, variance: Tensor, weight: Tensor?,
          bias: Tensor?, epsilon: Float
        ) in
        try runtime.chargeElements(x)
        return try Checked.batchNorm(
          x, mean: mean, variance: variance, weight: weight, bias: bias, epsilon: epsilon)
      }),
    .function(
      "func batchStatistics(_ x: Tensor) -> BatchStatistics",
      "The mean and the variance of each channel over a batch.",
      running: { (runtime: Runtime, x: Tensor) in
        try runtime.chargeElements(x)
        return try Checked.batchStatistics(x)
      }),
    .member(of: "BatchStatistics", "var mean: Tensor", "The mean of each channel.") {
      (statistics: BatchStatistics) in statistics.mean
    },
    .member(of: "BatchStatistics", "var variance: Tensor", "The variance of each channel.") {
      (statistics: BatchStatistics) in statistics.variance
    },
    .member(
      of: "BatchStatistics", "var unbiasedVariance: Tensor",
      "The variance of each channel, divided by one element less."
    ) { (statistics: BatchStatistics) in statistics.unbiasedVariance },
    .function(
      "func linear(_ x: Tensor, _ w: Tensor, bias b: Tensor? = nil) -> Tensor",
      "x times the transpose of w, plus a bias: [N, in] and [out, in] → [N, out].",
      running: { (runtime: Runtime, x: Tensor, w: Tensor, bias: Tensor?) in
        try runtime.chargeProduct(x.count, w.shape.first ?? 1)
        try runtime.reserveElements(x.shape.dropLast() + w.shape.prefix(1))
        return try Checked.linear(x, w, bias: bias)
      }),
  ]

  private static let losses: [Builtin] = [
    .function(
      "func mse(_ a: Tensor, _ b: Tensor) -> Float", "The mean squared difference.",
      running: { (runtime: Runtime, a: Tensor, b: Tensor) in
        try runtime.chargeElements(a)
        return Float(try Checked.mse(a, b))
      }),
    .function(
      "func psnr(_ a: Tensor, _ b: Tensor, range: Float) -> Float",
      """
      The peak signal-to-noise ratio in decibels, 10 · log₁₀(range² / mse); `range` is the distance \
      of the largest and the smallest possible value.
      """,
      running: { (runtime: Runtime, a: Tensor, b: Tensor, range: Float) in
        try runtime.chargeElements(a)
        return try Checked.psnr(a, b, range: range)
      }),
    loss("mseLoss(_ a: Tensor, _ b: Tensor)", "The mean squared difference") {
      try Checked.mseLoss($0, $1)
    },
    loss("l1Loss(_ a: Tensor, _ b: Tensor)", "The mean absolute difference") {
      try Checked.l1Loss($0, $1)
    },
    loss(
      "bceLoss(_ probabilities: Tensor, _ targets: Tensor)",
      "The mean binary cross-entropy of probabilities"
    ) { try Checked.bceLoss($0, $1) },
    loss(
      "bceWithLogits(_ logits: Tensor, _ targets: Tensor)",
      "The mean binary cross-entropy of numbers before a sigmoid"
    ) { try Checked.bceWithLogits($0, $1) },
    .function(
      "func crossEntropy(_ logits: Tensor, _ classes: Counts) -> Tensor",
      "The mean cross-entropy of numbers before a softmax, as a tensor that can be differentiated.",
      running: { (runtime: Runtime, logits: Tensor, classes: Counts) in
        try runtime.chargeElements(logits)
        return try Checked.crossEntropy(logits, classes)
      }),
  ]

  private static func loss(
    _ declaration: String, _ what: String,
    _ body: @escaping @Sendable (Tensor, Tensor) throws -> Tensor
  ) -> Builtin {
    .function(
      "func \(declaration) -> Tensor", "\(what), as a tensor that can be differentiated.",
      running: { (runtime: Runtime, a: Tensor, b: Tensor) in
        try runtime.chargeElements(a)
        return try body(a, b)
      })
  }

  private static let reductions: [Builtin] = [
    .member(
      of: "Tensor", "func sum(axis: Int, keepingAxis: Bool = false) -> Tensor",
      "The sums along an axis, which goes away or keeps the size 1.",
      running: { (runtime: Runtime, x: Tensor, axis: Int, keeping: Bool) in
        try runtime.chargeElements(x)
        return try Checked.sum(x, axis: axis, keepingAxis: keeping)
      }),
    .member(
      of: "Tensor", "func mean(axis: Int, keepingAxis: Bool = false) -> Tensor",
      "The means along an axis, which goes away or keeps the size 1.",
      running: { (runtime: Runtime, x: Tensor, axis: Int, keeping: Bool) in
        try runtime.chargeElements(x)
        return try Checked.mean(x, axis: axis, keepingAxis: keeping)
      }),
    shapePreserving(
      "func total() -> Tensor", of: "Tensor",
      "The sum of all elements as a tensor that can be differentiated."
    ) { try Checked.total($0) },
  ]
}

extension BatchStatistics: NativeValue {
  package static let typeName = "BatchStatistics"
  package var byteCount: Int { 128 + 32 * mean.count }
}

extension UpsampleMode: NativeValue {
  package static let typeName = "UpsampleMode"
}
