import DeconvLessons

// The numbers of layers, set by hand.

extension RegistryPart {
  static let parameterBuiltins: [Builtin] =
    weights(of: Conv1d.self, \.weight, \.bias) + weights(of: Conv2d.self, \.weight, \.bias)
    + weights(of: ConvTranspose1d.self, \.weight, \.bias)
    + weights(of: ConvTranspose2d.self, \.weight, \.bias)
    + weights(of: Linear.self, \.weight, \.bias)
    + normalizations(of: BatchNorm1d.self, \.weight, \.bias, \.runningMean, \.runningVariance)
    + normalizations(of: BatchNorm2d.self, \.weight, \.bias, \.runningMean, \.runningVariance)
    + parameterMembers(of: Autoencoder.self) + parameterMembers(of: BatchNormAutoencoder.self)
    + allLayers.flatMap { parameterMembers(of: $0) }

  private static func weights<L: Layer & NativeValue>(
    of type: L.Type, _ weight: any KeyPath<L, Tensor> & Sendable,
    _ bias: any KeyPath<L, Tensor?> & Sendable
  ) -> [Builtin] {
    [
      .settable(
        of: type, "var weight: Tensor { get set }",
        "The weight; a new one has the same shape.",
        get: { $0[keyPath: weight] },
        set: { (layer: inout L, tensor: Tensor) in
          try Lessons.setParameter("weight", of: &layer, to: tensor)
        }),
      optionalParameter("bias", "The bias, nil where there is none.", bias),
    ]
  }

  private static func normalizations<L: Layer & NativeValue>(
    of type: L.Type, _ weight: any KeyPath<L, Tensor?> & Sendable,
    _ bias: any KeyPath<L, Tensor?> & Sendable, _ mean: any KeyPath<L, Tensor> & Sendable,
    _ variance: any KeyPath<L, Tensor> & Sendable
  ) -> [Builtin] {
    [
      optionalParameter("weight", "The factor of each channel, nil where there is none.", weight),
      optionalParameter("bias", "What is added to each channel, nil where there is none.", bias),
      .member(
        of: L.typeName, "var runningMean: Tensor", "The mean of each channel, as training saw it."
      ) { (layer: L) in layer[keyPath: mean] },
      .member(
        of: L.typeName, "var runningVariance: Tensor",
        "The variance of each channel, as training saw it."
      ) { (layer: L) in layer[keyPath: variance] },
    ]
  }

  private static func optionalParameter<L: Layer & NativeValue>(
    _ name: String, _ documentation: String, _ path: any KeyPath<L, Tensor?> & Sendable
  ) -> Builtin {
    .settable(
      of: L.self, "var \(name): Tensor? { get set }", documentation,
      get: { $0[keyPath: path] },
      set: { (layer: inout L, tensor: Tensor?) in
        switch (layer[keyPath: path], tensor) {
        case (nil, nil): return
        case (_, let tensor?): try Lessons.setParameter(name, of: &layer, to: tensor)
        case (.some, nil):
          throw BuiltinFailure(
            "a layer with a \(name) keeps one: to have no effect it may be zeros")
        }
      })
  }

  /// What every layer has for setting its numbers, bound for one type.
  private static func parameterMembers<L: Layer & NativeValue>(of type: L.Type) -> [Builtin] {
    [
      .settable(
        of: type, "var parameters: [Tensor] { get set }",
        "The trained tensors, in the order of `state.parameterNames`.",
        get: { $0.state.parameters },
        set: { (layer: inout L, tensors: [Tensor]) in
          try Lessons.setParameters(of: &layer, to: tensors)
        }),
      .mutatingMethod(
        of: type, "mutating func trainingForward(_ x: Tensor) throws -> Tensor",
        "The output as during training; running statistics move towards those of the batch.",
        running: { (runtime: Runtime, layer: inout L, x: Tensor) in
          try runtime.chargeForward(layer, x.shape)
          return try layer.trainingForward(x)
        }),
      .mutatingMethod(
        of: type, "mutating func setParameter(_ name: String, to tensor: Tensor)",
        "Gives one tensor new numbers: `model.setParameter(\"decoder.2.bias\", to: [0])`."
      ) { (layer: inout L, name: String, tensor: Tensor) in
        try Lessons.setParameter(name, of: &layer, to: tensor)
        return Value.void
      },
    ]
  }
}
