import DeconvLessons

// Models, their layers, and their numbers as a checkpoint.

extension RegistryPart {
  static let modelBuiltins =
    layerMembers(of: Autoencoder.self) + halves(of: Autoencoder.self)
    + layerMembers(of: BatchNormAutoencoder.self) + halves(of: BatchNormAutoencoder.self)
    + models + sequences + states + checkpoints

  /// What every layer has, bound for one type.
  static func layerMembers<L: Layer & NativeValue>(of type: L.Type) -> [Builtin] {
    let name = L.typeName
    return [
      .member(
        of: name, "func callAsFunction(_ x: Tensor) -> Tensor",
        "The output for an input, as after training: `model(x)`.",
        running: { (runtime: Runtime, layer: L, x: Tensor) in
          try runtime.chargeForward(layer, x.shape)
          return try layer.forward(x)
        }),
      .member(of: name, "var parameterCount: Int", "The number of trained numbers.") {
        (layer: L) in layer.parameterCount
      },
      .member(of: name, "var state: LayerState", "All numbers of the layer under their names.") {
        (layer: L) in layer.state
      },
      .member(of: name, "var description: String", "The layers, one a line.") {
        (layer: L) in layer.description
      },
      .member(
        of: name, "func parameter(_ name: String) -> Tensor",
        "One tensor of the layer: `model.parameter(\"decoder.2.weight\")`."
      ) { (layer: L, name: String) in try Lessons.parameter(name, of: layer) },
      .member(
        of: name, "func outputShapes(input: [Int]) -> [LayerShape]",
        "The shapes of the outputs of all layers inside, in order, for an input of a shape.",
        running: { (runtime: Runtime, layer: L, input: [Int]) in
          try runtime.chargeShapes(of: layer, input)
          return try Checked.outputShapes(of: layer, input: input)
        }),
      .mutatingMethod(
        of: L.self, "mutating func load(_ checkpoint: Checkpoint) throws",
        "Takes the numbers of a saved model that has the same layers."
      ) { (layer: inout L, checkpoint: Checkpoint) in
        try layer.load(checkpoint)
        return Value.void
      },
    ]
  }

  private static func halves<Model: EncoderDecoder & NativeValue>(of type: Model.Type) -> [Builtin]
  {
    [
      .member(
        of: Model.typeName, "var encoder: Sequential", "The half that makes a code of a picture."
      ) { (model: Model) in model.encoder },
      .member(
        of: Model.typeName, "var decoder: Sequential", "The half that makes a picture of a code."
      ) { (model: Model) in model.decoder },
    ]
  }

  private static let models: [Builtin] = [
    .member(
      of: "Autoencoder",
      """
      init(channels: [Int] = [1, 32, 64], outputPadding: [Int] = [1, 1], seed: Int)
      """,
      "The convolutional autoencoder of the lessons: two convolutions, two transposed ones.",
      running: { (runtime: Runtime, channels: [Int], outputPadding: [Int], seed: Int) in
        try runtime.reserveWeights(channels, kernel: 9)
        return try Checked.autoencoder(
          channels: channels, outputPadding: outputPadding, seed: seed)
      }),
    .member(
      of: "BatchNormAutoencoder", "init(channels: [Int] = [3, 64, 128, 256], seed: Int)",
      "An autoencoder with a batch normalisation behind each convolution but the last.",
      running: { (runtime: Runtime, channels: [Int], seed: Int) in
        try runtime.reserveWeights(channels, kernel: 16)
        return try Checked.batchNormAutoencoder(channels: channels, seed: seed)
      }),
    .function(
      "func multiplyAdds(_ model: some Layer, input: [Int]) -> Int",
      "The multiply-adds of a model's convolutions and products for an input of a shape.",
      running: { (runtime: Runtime, model: LayerArgument, input: [Int]) in
        try runtime.chargeShapes(of: model.layer, input).multiplyAdds
      }),
  ]

  private static let sequences: [Builtin] = [
    .member(
      of: "Sequential", "func activations(_ x: Tensor) -> [Tensor]",
      "The outputs of all layers in order; the last is that of the whole.",
      running: { (runtime: Runtime, layers: Sequential, x: Tensor) in
        try runtime.chargeForward(layers, x.shape)
        return try layers.checkedActivations(x)
      }),
    .member(of: "LayerShape", "var path: String", "The path of the layer, as `decoder.0`.") {
      (shape: LayerShape) in shape.path
    },
    .member(of: "LayerShape", "var layer: String", "The layer as one writes it.") {
      (shape: LayerShape) in shape.layer
    },
    .member(of: "LayerShape", "var shape: [Int]", "The shape of its output.") {
      (shape: LayerShape) in shape.shape
    },
  ]

  private static let states: [Builtin] = [
    .member(
      of: "LayerState", "var parameterNames: [String]",
      "The names of the trained tensors, in order."
    ) { (state: LayerState) in state.parameterNames },
    .member(of: "LayerState", "var parameters: [Tensor]", "The trained tensors, in order.") {
      (state: LayerState) in state.parameters
    },
    .member(of: "LayerState", "var parameterCount: Int", "The number of trained numbers.") {
      (state: LayerState) in state.parameterCount
    },
  ]

  private static let checkpoints: [Builtin] = [
    .function(
      "func checkpoint(_ model: some Layer) -> Checkpoint",
      "Saves a model's numbers as the bytes of a safetensors file, in memory.",
      running: { (runtime: Runtime, model: LayerArgument) in
        try runtime.reserve(bytes: model.layer.stateByteCount)
        return try Lessons.checkpoint(model.layer)
      }),
    .member(of: "Checkpoint", "var byteCount: Int", "The number of bytes of the file.") {
      (checkpoint: Checkpoint) in checkpoint.byteCount
    },
    .member(
      of: "Checkpoint", "var description: String",
      "The arrays of the file, one a line: name, type and shape."
    ) { (checkpoint: Checkpoint) in checkpoint.description },
  ]
}

extension Runtime {
  /// Memory for the weights of a model with these numbers of channels, in both of its halves.
  fileprivate func reserveWeights(_ channels: [Int], kernel: Int) throws {
    for (one, other) in zip(channels, channels.dropFirst()) {
      try reserve(bytes: saturatingProduct([one, other, kernel, 2, 4]))
    }
  }
}

/// `some Layer`.
struct LayerArgument: OpenArgument {
  let layer: any Layer & NativeValue

  init(value: Value) throws {
    guard case .native(let box) = value, let layer = box.payload as? any Layer & NativeValue else {
      throw Value.mismatch(expected: "Layer")
    }
    self.layer = layer
  }

  var asValue: Value { .absent }
}

extension Layer {
  /// The memory of all numbers of a layer.
  var stateByteCount: Int {
    state.entries.reduce(256) { sum, entry in
      switch entry.value {
      case .parameter(let tensor), .buffer(let tensor): sum + 64 + tensor.count * 4
      case .counter: sum + 64
      }
    }
  }

}

extension Autoencoder: NativeValue {
  package static let typeName = "Autoencoder"
  package var byteCount: Int { stateByteCount }
}

extension BatchNormAutoencoder: NativeValue {
  package static let typeName = "BatchNormAutoencoder"
  package var byteCount: Int { stateByteCount }
}

extension LayerShape: NativeValue {
  package static let typeName = "LayerShape"
}

extension LayerState: NativeValue {
  package static let typeName = "LayerState"
  package var byteCount: Int { parameterCount * 4 + entries.count * 64 }
}

extension Checkpoint: NativeValue {
  package static let typeName = "Checkpoint"
}
