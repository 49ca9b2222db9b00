import DeconvLessons

// Training steps that a chapter writes itself, and training between two different tensors.

extension RegistryPart {
  static let optimizerTypes = ["SGD", "Adam", "AdamW"]

  static let optimizerBuiltins =
    rules + optimizerMembers(of: SGD.self) + optimizerMembers(of: Adam.self)
    + optimizerMembers(of: AdamW.self) + modelGradients + pairs

  private static let rules: [Builtin] =
    [
      .member(
        of: "SGD",
        """
        init(learningRate: Double, momentum: Double = 0, dampening: Double = 0, \
        weightDecay: Double = 0, nesterov: Bool = false)
        """, "Gradient descent, with or without momentum, as PyTorch's `SGD`."
      ) {
        (
          rate: Double, momentum: Double, dampening: Double, weightDecay: Double, nesterov: Bool
        ) in
        try Checked.sgd(
          learningRate: rate, momentum: momentum, dampening: dampening, weightDecay: weightDecay,
          nesterov: nesterov)
      },
      adaptive("Adam", weightDecay: "0", "Steps scaled by moving means, as PyTorch's `Adam`.") {
        try Checked.adam(
          learningRate: $0, beta1: $1, beta2: $2, epsilon: $3, weightDecay: $4)
      },
      adaptive(
        "AdamW", weightDecay: "1e-2", "Adam with a weight decay apart, as PyTorch's `AdamW`."
      ) {
        try Checked.adamW(
          learningRate: $0, beta1: $1, beta2: $2, epsilon: $3, weightDecay: $4)
      },
    ]

  private static func adaptive<Rule: ValueConvertible>(
    _ name: String, weightDecay: String, _ documentation: String,
    _ make: @escaping @Sendable (Double, Double, Double, Double, Double) throws -> Rule
  ) -> Builtin {
    .member(
      of: name,
      """
      init(learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, \
      epsilon: Double = 1e-8, weightDecay: Double = \(weightDecay))
      """, documentation
    ) { (rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double) in
      try make(rate, beta1, beta2, epsilon, weightDecay)
    }
  }

  private static func optimizerMembers<Rule: Optimizer & NativeValue>(
    of type: Rule.Type
  ) -> [Builtin] {
    [
      .settable(
        of: type, "var learningRate: Double { get set }", "The size of a step.",
        get: { $0.learningRate },
        set: { (rule: inout Rule, rate: Double) in
          guard rate.isFinite, rate >= 0 else {
            throw TensorError.setting(
              operation: Rule.typeName, setting: "learning rate", value: rate,
              expected: "at least 0")
          }
          rule.learningRate = rate
        }),
      .member(of: Rule.typeName, "var description: String", "The optimiser as one writes it.") {
        (rule: Rule) in rule.description
      },
      .mutatingMethod(
        of: type,
        "mutating func update(_ parameters: [Tensor], gradients: [Tensor]) -> [Tensor]",
        "The parameters after one step: `p = optimizer.update(p, gradients: g)`.",
        running: {
          (runtime: Runtime, rule: inout Rule, parameters: [Tensor], gradients: [Tensor]) in
          for parameter in parameters { try runtime.chargeUpdate(parameter) }
          return try Lessons.updated(parameters, by: &rule, gradients: gradients)
        }),
      .mutatingMethod(
        of: type, "mutating func update(_ parameter: Tensor, gradient: Tensor) -> Tensor",
        "The only parameter after one step: `w = optimizer.update(w, gradient: g)`.",
        running: { (runtime: Runtime, rule: inout Rule, parameter: Tensor, gradient: Tensor) in
          try runtime.chargeUpdate(parameter)
          return try Lessons.updated([parameter], by: &rule, gradients: [gradient])[0]
        }),
    ]
  }

  private static let modelGradients: [Builtin] = [
    .function(
      """
      func parameterGradients<Model: Layer>(of loss: (Model) -> Tensor, at model: Model) -> [Tensor]
      """,
      """
      How much each trained tensor moves a loss: \
      `parameterGradients(of: { m in mseLoss(m(x), y) }, at: model)`.
      """,
      running: { (runtime: Runtime, loss: Callable, model: LayerArgument) in
        try runtime.gradients(at: model.layer.state.parameters, upstream: nil) { watched in
          try loss(model.withParameters(watched))
        }
      })
  ]

  private static let pairs: [Builtin] = [
    .function(
      """
      func train<Model: Layer>(_ model: Model, from inputs: Tensor, to targets: Tensor, \
      epochs: Int = 10, batchSize: Int = 128, \
      optimizer: TrainingSettings.OptimizerKind = .adam, learningRate: Double = 1e-3, \
      weightDecay: Double? = nil, momentum: Double = 0, seed: Int = 0, shuffles: Bool = true, \
      validationCount: Int = 0) -> TrainingResult<Model>
      """,
      """
      Trains a model to make targets of inputs, one for each index of the first axis; the last \
      `validationCount` pairs are kept to validate with.
      """,
      running: {
        (
          runtime: Runtime, model: LayerArgument, inputs: Tensor, targets: Tensor, epochs: Int,
          batchSize: Int, optimizer: TrainingSettings.OptimizerKind, learningRate: Double,
          weightDecay: Double?, momentum: Double, seed: Int, shuffles: Bool, validationCount: Int
        ) in
        let settings = TrainingSettings(
          epochs: epochs, batchSize: batchSize, optimizer: optimizer, learningRate: learningRate,
          weightDecay: weightDecay, momentum: momentum, seed: seed, shuffles: shuffles)
        return try runtime.train(
          model.layer, from: inputs, to: targets, validationCount: validationCount, settings)
      }),
    .function(
      """
      func evaluate(_ model: some Layer, from inputs: Tensor, to targets: Tensor, \
      batchSize: Int = 128) -> EvaluationResult
      """,
      "Measures how near a model comes to targets, of pixels in [-1, 1].",
      running: {
        (runtime: Runtime, model: LayerArgument, inputs: Tensor, targets: Tensor, batchSize: Int) in
        try runtime.chargePairs(model.layer, inputs, passes: 1, batchSize: batchSize)
        return try Checked.evaluate(
          model.layer, from: inputs, to: targets, batchSize: batchSize)
      }),
  ]
}

extension LayerArgument {
  /// The model with other trained tensors, on their tape.
  fileprivate func withParameters(_ tensors: [Tensor]) throws -> Value {
    func changed(_ layer: some Layer & NativeValue) throws -> Value {
      var layer = layer
      try Lessons.setParameters(of: &layer, to: tensors)
      return layer.asValue
    }
    return try changed(layer)
  }
}

extension Runtime {
  /// The work of an optimiser's rule, and memory for the new numbers and two moments of each.
  fileprivate func chargeUpdate(_ parameter: Tensor) throws {
    try reserveElements([parameter.count, 3])
    try charge(multiplyAdds: saturatingProduct([parameter.count, 16]))
  }

  /// Counts the work of going through all inputs so many times forwards, and asks for the memory of
  /// one batch.
  ///
  /// Where the model does not fit the inputs the call itself says why.
  fileprivate func chargePairs(
    _ model: some Layer, _ inputs: Tensor, passes: Int, batchSize: Int
  ) throws {
    guard inputs.rank > 1, let count = inputs.shape.first,
      let work = try? Checked.forwardWork(of: model, input: [1] + inputs.shape.dropFirst())
    else { return }
    try reserve(
      bytes: saturatingProduct([min(batchSize, count), work.elements, passes > 1 ? 12 : 4]))
    let each = saturatingSum([work.multiplyAdds, work.elements, inputs.count / max(count, 1)])
    try charge(trainingMultiplyAdds: saturatingProduct([passes, count, each]))
  }

  /// Trains a model between two tensors within the limits, as on images.
  fileprivate func train<Model: Layer & NativeValue>(
    _ model: Model, from inputs: Tensor, to targets: Tensor, validationCount: Int,
    _ settings: TrainingSettings
  ) throws -> TrainedModels {
    if settings.epochs > 0, settings.batchSize > 0 {
      // Forwards, backwards, which is twice as much, and for validation.
      try chargePairs(
        model, inputs, passes: saturatingProduct([settings.epochs, 4]),
        batchSize: settings.batchSize)
      // An optimiser's rule is some ten operations for each parameter and step; a step of its own
      // takes as long as some thousand.
      let steps = (inputs.shape.first ?? 0) / settings.batchSize + 1
      try charge(
        trainingMultiplyAdds: saturatingProduct(
          [settings.epochs, steps, max(model.parameterCount, 1), 10]))
      try charge(steps: saturatingProduct([settings.epochs, steps, 100]))
      // The gradients, both moments, and the best model; the pairs for validation.
      try reserve(
        bytes: saturatingSum([
          saturatingProduct([model.byteCount, 6]), inputs.byteCount, targets.byteCount,
        ]))
    }
    var interruption: (any Error)?
    let result = try Checked.train(
      model, from: inputs, to: targets, validationCount: validationCount, settings
    ) { _ in
      do {
        try poll()
        return true
      } catch {
        interruption = error
        return false
      }
    }
    if let interruption { throw interruption }
    return TrainedModels(model: result.model, best: result.best, history: result.history)
  }
}

extension SGD: NativeValue {
  package static let typeName = "SGD"
  package var byteCount: Int { state.memory }
}

extension Adam: NativeValue {
  package static let typeName = "Adam"
  package var byteCount: Int { state.memory }
}

extension AdamW: NativeValue {
  package static let typeName = "AdamW"
  package var byteCount: Int { state.memory }
}

extension LayerState {
  /// The memory of all tensors, the observed ones too.
  fileprivate var memory: Int {
    entries.reduce(128) { sum, entry in
      switch entry.value {
      case .parameter(let tensor), .buffer(let tensor): sum + 64 + tensor.count * 4
      case .counter: sum + 64
      }
    }
  }
}
