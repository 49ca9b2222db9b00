import DeconvLessons

// The layers of which models are made.

extension RegistryPart {
  /// The types that are layers and nothing else.
  static let layerTypes: [String] = allLayers.map { $0.typeName }

  static let allLayers: [any (Layer & NativeValue).Type] = [
    Conv1d.self, Conv2d.self, ConvTranspose1d.self, ConvTranspose2d.self, Linear.self,
    BatchNorm1d.self, BatchNorm2d.self, ReLU.self, LeakyReLU.self, Tanh.self, Sigmoid.self,
    Identity.self, MaxPool2d.self, AvgPool2d.self, Upsample.self, PixelShuffle.self, Flatten.self,
    Unflatten.self, Sequential.self,
  ]

  static let layerBuiltins =
    allLayers.flatMap { layerMembers(of: $0) } + convolutionLayers + transposedLayers
    + dense + normalizations + activationLayers
    + windows + rearrangements

  private static let convolutionLayers: [Builtin] = [1, 2].map { axes in
    .member(
      of: "Conv\(axes)d",
      """
      init(_ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, \
      stride: some PerAxis = 1, padding: some ConvolutionPadding = 0, \
      dilation: some PerAxis = 1, groups: Int = 1, bias: Bool = true, seed: Int)
      """,
      "A convolution with weights of its own, drawn from the seed as PyTorch draws them.",
      running: {
        (
          runtime: Runtime, inputs: Int, outputs: Int, kernel: PerAxisArgument,
          stride: PerAxisArgument, padding: PaddingArgument, dilation: PerAxisArgument,
          groups: Int, bias: Bool, seed: Int
        ) in
        try runtime.reserveWeight(inputs, outputs, kernel, axes: axes, groups: groups)
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding, dilation: dilation.axisValues,
          groups: groups)
        return try axes == 1
          ? Checked.conv1dLayer(
            inputs, outputs, kernel: kernel.axisValues, settings, bias: bias, seed: seed
          ).asValue
          : Checked.conv2dLayer(
            inputs, outputs, kernel: kernel.axisValues, settings, bias: bias, seed: seed
          ).asValue
      })
  }

  private static let transposedLayers: [Builtin] = [1, 2].map { axes in
    .member(
      of: "ConvTranspose\(axes)d",
      """
      init(_ inputChannels: Int, _ outputChannels: Int, kernel: some PerAxis, \
      stride: some PerAxis = 1, padding: some ConvolutionPadding = 0, \
      outputPadding: some PerAxis = 0, dilation: some PerAxis = 1, groups: Int = 1, \
      bias: Bool = true, seed: Int)
      """,
      "A transposed convolution with weights of its own, drawn from the seed as PyTorch draws them.",
      running: {
        (
          runtime: Runtime, inputs: Int, outputs: Int, kernel: PerAxisArgument,
          stride: PerAxisArgument, padding: PaddingArgument, outputPadding: PerAxisArgument,
          dilation: PerAxisArgument, groups: Int, bias: Bool, seed: Int
        ) in
        try runtime.reserveWeight(inputs, outputs, kernel, axes: axes, groups: groups)
        let settings = ConvolutionSettings(
          stride: stride.axisValues, padding: padding.padding,
          outputPadding: outputPadding.axisValues, dilation: dilation.axisValues, groups: groups)
        return try axes == 1
          ? Checked.convTranspose1dLayer(
            inputs, outputs, kernel: kernel.axisValues, settings, bias: bias, seed: seed
          ).asValue
          : Checked.convTranspose2dLayer(
            inputs, outputs, kernel: kernel.axisValues, settings, bias: bias, seed: seed
          ).asValue
      })
  }

  private static let dense: [Builtin] = [
    .member(
      of: "Linear",
      "init(_ inputFeatures: Int, _ outputFeatures: Int, bias: Bool = true, seed: Int)",
      "Every output is a weighted sum of all inputs.",
      running: { (runtime: Runtime, inputs: Int, outputs: Int, bias: Bool, seed: Int) in
        try runtime.reserveElements([inputs, outputs])
        return try Checked.linearLayer(inputs, outputs, bias: bias, seed: seed)
      })
  ]

  private static let normalizations: [Builtin] = [1, 2].map { axes in
    .member(
      of: "BatchNorm\(axes)d",
      """
      init(_ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true)
      """,
      "Normalises each channel, by the batch while it is trained and by what it saw afterwards.",
      running: {
        (runtime: Runtime, channels: Int, epsilon: Float, momentum: Float, affine: Bool) in
        try runtime.reserveElements([channels, 4])
        return try axes == 1
          ? Checked.batchNorm1dLayer(
            channels, epsilon: epsilon, momentum: momentum, affine: affine
          ).asValue
          : Checked.batchNorm2dLayer(
            channels, epsilon: epsilon, momentum: momentum, affine: affine
          ).asValue
      })
  }

  private static let activationLayers: [Builtin] = [
    .member(of: "ReLU", "init()", "The function `relu` as a layer.") { ReLU() },
    .member(
      of: "LeakyReLU", "init(negativeSlope: Float = 0.01)", "The function `leakyReLU` as a layer."
    ) { (slope: Float) in try Checked.leakyReLULayer(negativeSlope: slope) },
    .member(of: "Tanh", "init()", "The function `tanh` as a layer.") { Tanh() },
    .member(of: "Sigmoid", "init()", "The function `sigmoid` as a layer.") { Sigmoid() },
    .member(of: "Identity", "init()", "A layer that changes nothing.") { Identity() },
  ]

  private static let windows: [Builtin] = [
    .member(
      of: "MaxPool2d",
      """
      init(kernel: some PerAxis, stride: (some PerAxis)? = nil, padding: some PerAxis = 0, \
      dilation: some PerAxis = 1)
      """, "The function `maxPool2d` as a layer."
    ) {
      (
        kernel: PerAxisArgument, stride: PerAxisArgument?, padding: PerAxisArgument,
        dilation: PerAxisArgument
      ) in
      try Checked.maxPool2dLayer(
        PoolingSettings(
          kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
          dilation: dilation.axisValues))
    },
    .member(
      of: "AvgPool2d",
      """
      init(kernel: some PerAxis, stride: (some PerAxis)? = nil, padding: some PerAxis = 0, \
      countIncludePad: Bool = true)
      """, "The function `avgPool2d` as a layer."
    ) {
      (
        kernel: PerAxisArgument, stride: PerAxisArgument?, padding: PerAxisArgument,
        countIncludePad: Bool
      ) in
      try Checked.avgPool2dLayer(
        PoolingSettings(
          kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues),
        countIncludePad: countIncludePad)
    },
  ]

  private static let rearrangements: [Builtin] = [
    .member(
      of: "Upsample", "init(scale: some PerAxis, mode: UpsampleMode = .nearest)",
      "The function `upsample` as a layer."
    ) { (scale: PerAxisArgument, mode: UpsampleMode) in
      try Checked.upsampleLayer(scale: scale.axisValues, mode: mode)
    },
    .member(of: "PixelShuffle", "init(_ factor: Int)", "The function `pixelShuffle` as a layer.") {
      (factor: Int) in try Checked.pixelShuffleLayer(factor)
    },
    .member(of: "Flatten", "init()", "Lays all axes but the first out as one.") { Flatten() },
    .member(
      of: "Unflatten", "init(_ sizes: Int...)", "Divides the second axis into axes of these sizes."
    ) { (sizes: [Int]) in try Unflatten(sizes: sizes) },
    .member(
      of: "Sequential", "init(_ layers: any Layer...)",
      "Layers one after another; their names are 0, 1, ….",
      running: { (runtime: Runtime, layers: [LayerArgument]) in
        try runtime.sequence(layers)
      }),
    .member(
      of: "Sequential", "init(_ layers: [any Layer])",
      "Layers one after another; their names are 0, 1, ….",
      running: { (runtime: Runtime, layers: [LayerArgument]) in
        try runtime.sequence(layers)
      }),
  ]
}

extension Runtime {
  /// The most layers that a sequence may hold, those inside of its parts included.
  ///
  /// A sequence of copies of itself would double with each line of a chapter, and whatever walks
  /// through nested layers takes stack for each level.
  private static let largestLayerCount = 250

  fileprivate func sequence(_ layers: [LayerArgument]) throws -> Sequential {
    var room = Self.largestLayerCount
    for layer in layers where room >= 0 { layer.layer.subtractCount(from: &room) }
    guard room >= 0 else {
      throw BuiltinFailure(
        "Sequential: more than \(Self.largestLayerCount) layers, nested ones included; make a "
          + "smaller model")
    }
    for layer in layers { try reserve(bytes: layer.layer.byteCount) }
    return Sequential(layers.map(\.layer))
  }

  /// Memory for the weight of a convolution layer.
  fileprivate func reserveWeight(
    _ inputs: Int, _ outputs: Int, _ kernel: PerAxisArgument, axes: Int, groups: Int
  ) throws {
    let weights = saturatingProduct([inputs, outputs] + (0..<axes).map(kernel.axisValues.value))
    try reserveElements([weights / max(groups, 1)])
  }
}

extension Layer {
  /// Takes the number of layers, this one and those inside, from what is left; stops below zero.
  fileprivate func subtractCount(from room: inout Int) {
    room -= 1
    for part in parts where room >= 0 { part.layer.subtractCount(from: &room) }
  }
}

extension Conv1d: NativeValue {
  package static let typeName = "Conv1d"
  package var byteCount: Int { stateByteCount }
}

extension Conv2d: NativeValue {
  package static let typeName = "Conv2d"
  package var byteCount: Int { stateByteCount }
}

extension ConvTranspose1d: NativeValue {
  package static let typeName = "ConvTranspose1d"
  package var byteCount: Int { stateByteCount }
}

extension ConvTranspose2d: NativeValue {
  package static let typeName = "ConvTranspose2d"
  package var byteCount: Int { stateByteCount }
}

extension Linear: NativeValue {
  package static let typeName = "Linear"
  package var byteCount: Int { stateByteCount }
}

extension BatchNorm1d: NativeValue {
  package static let typeName = "BatchNorm1d"
  package var byteCount: Int { stateByteCount }
}

extension BatchNorm2d: NativeValue {
  package static let typeName = "BatchNorm2d"
  package var byteCount: Int { stateByteCount }
}

extension ReLU: NativeValue {
  package static let typeName = "ReLU"
}

extension LeakyReLU: NativeValue {
  package static let typeName = "LeakyReLU"
}

extension Tanh: NativeValue {
  package static let typeName = "Tanh"
}

extension Sigmoid: NativeValue {
  package static let typeName = "Sigmoid"
}

extension Identity: NativeValue {
  package static let typeName = "Identity"
}

extension MaxPool2d: NativeValue {
  package static let typeName = "MaxPool2d"
}

extension AvgPool2d: NativeValue {
  package static let typeName = "AvgPool2d"
}

extension Upsample: NativeValue {
  package static let typeName = "Upsample"
}

extension PixelShuffle: NativeValue {
  package static let typeName = "PixelShuffle"
}

extension Flatten: NativeValue {
  package static let typeName = "Flatten"
}

extension Unflatten: NativeValue {
  package static let typeName = "Unflatten"
}

extension Sequential: NativeValue {
  package static let typeName = "Sequential"
  package var byteCount: Int { stateByteCount }
}
