import BookModel
import DeconvLessons

// Training and evaluating models.

extension RegistryPart {
  static let trainingBuiltins = training + results + histories

  private static let training: [Builtin] = [
    .function(
      """
      func train<Model: Layer>(_ model: Model, on data: ImageDataset, epochs: Int = 10, \
      batchSize: Int = 128, optimizer: TrainingSettings.OptimizerKind = .adam, \
      learningRate: Double = 1e-3, weightDecay: Double? = nil, momentum: Double = 0, \
      seed: Int = 0, shuffles: Bool = true, validation: ImageDataset? = nil) \
      -> TrainingResult<Model>
      """,
      """
      Trains an autoencoder: a model whose output is to be its input. The model that is given stays \
      what it was.
      """,
      running: {
        (
          runtime: Runtime, model: LayerArgument, data: ImageDataset, epochs: Int, batchSize: Int,
          optimizer: TrainingSettings.OptimizerKind, learningRate: Double, weightDecay: Double?,
          momentum: Double, seed: Int, shuffles: Bool, validation: ImageDataset?
        ) in
        let settings = TrainingSettings(
          epochs: epochs, batchSize: batchSize, optimizer: optimizer, learningRate: learningRate,
          weightDecay: weightDecay, momentum: momentum, seed: seed, shuffles: shuffles)
        return try runtime.train(model.layer, on: data, validation: validation ?? data, settings)
      }),
    .function(
      """
      func evaluate(_ model: some Layer, on data: ImageDataset, batchSize: Int = 128) \
      -> EvaluationResult
      """,
      "Measures how well a model reconstructs images.",
      running: { (runtime: Runtime, model: LayerArgument, data: ImageDataset, batchSize: Int) in
        try runtime.chargeImages(model.layer, data, passes: 1, batchSize: batchSize)
        return try Checked.evaluate(model.layer, on: data, batchSize: batchSize)
      }),
    kind("adam", "Adam, with weight decay added to the gradients.", .adam),
    kind("adamW", "Adam, with weight decay apart from the gradients.", .adamW),
    kind("sgd", "Stochastic gradient descent, with or without momentum.", .sgd),
  ]

  private static func kind(
    _ name: String, _ documentation: String, _ kind: TrainingSettings.OptimizerKind
  ) -> Builtin {
    .member(
      of: TrainingSettings.OptimizerKind.typeName,
      "static var \(name): TrainingSettings.OptimizerKind", documentation
    ) { kind }
  }

  private static let results: [Builtin] = [
    .member(
      of: TrainedModels.owner, "var model: Model", "The model after the last step."
    ) { (result: TrainedModels) in result.model.asValue },
    .member(
      of: TrainedModels.owner, "var best: Model",
      "The model after the epoch with the lowest validation loss."
    ) { (result: TrainedModels) in result.best.asValue },
    .member(
      of: TrainedModels.owner, "var history: TrainingHistory", "What the epochs achieved."
    ) { (result: TrainedModels) in result.history },
    .member(
      of: "EvaluationResult", "var loss: Double", "The mean squared error over all images."
    ) { (result: EvaluationResult) in result.loss },
    .member(
      of: "EvaluationResult", "var losses: [Double]", "The mean squared error of each image."
    ) { (result: EvaluationResult) in result.losses },
    .member(
      of: "EvaluationResult", "var psnr: Double",
      "The peak signal-to-noise ratio in decibels, of the mean error; pixels lie in [-1, 1]."
    ) { (result: EvaluationResult) in result.psnr },
    .member(
      of: "EvaluationResult", "var psnrs: [Double]",
      "The peak signal-to-noise ratio of each image in decibels."
    ) { (result: EvaluationResult) in result.psnrs },
  ]

  private static let histories: [Builtin] = [
    .member(
      of: "TrainingHistory", "var epochs: [EpochRecord]", "The records of the epochs, in order."
    ) { (history: TrainingHistory) in history.epochs },
    .member(
      of: "TrainingHistory", "var best: EpochRecord?",
      "The epoch with the lowest validation loss, of equal ones the earliest."
    ) { (history: TrainingHistory) in history.best },
    .member(of: "TrainingHistory", "var last: EpochRecord?", "The last epoch.") {
      (history: TrainingHistory) in history.last
    },
    .member(
      of: "TrainingHistory", "var csv: String",
      "The epochs as lines of comma-separated values, under a line with their names."
    ) { (history: TrainingHistory) in history.csv },
    .member(
      of: "TrainingHistory", "var json: String",
      "The epochs as a JSON object that says what its numbers are."
    ) { (history: TrainingHistory) in history.json },
    .member(of: "EpochRecord", "var epoch: Int", "The number of the epoch; the first is 1.") {
      (record: EpochRecord) in record.epoch
    },
    .member(
      of: "EpochRecord", "var trainLoss: Double",
      "The mean squared error over the images of the epoch, each with the weights of its step."
    ) { (record: EpochRecord) in record.trainLoss },
    .member(
      of: "EpochRecord", "var validationLoss: Double",
      "The mean squared error over the images for validation, with the weights after the epoch."
    ) { (record: EpochRecord) in record.validationLoss },
    .member(
      of: "EpochRecord", "var psnr: Double",
      "The peak signal-to-noise ratio of the validation in decibels."
    ) { (record: EpochRecord) in record.psnr },
  ]
}

/// The first line of a model's text: a sequence has a line for each of its layers.
private func describedType(of model: some Layer) -> String {
  String(model.description.prefix { $0 != "\n" && $0 != "(" })
}

extension Runtime {
  /// The multiply-adds in the time that one number takes which is read, changed and written.
  private static let multiplyAddsPerElement = 64

  /// Counts the multiply-adds of going through all images so many times forwards, and asks for the
  /// memory of one batch.
  ///
  /// Where the model does not fit the images the call itself says why.
  fileprivate func chargeImages(
    _ model: some Layer, _ data: ImageDataset, passes: Int, batchSize: Int
  ) throws {
    guard let work = try? Checked.forwardWork(of: model, input: [1, 1, data.rows, data.columns])
    else { return }
    // Forwards and backwards, with the gradients of all of it.
    try reserve(
      bytes: saturatingProduct([min(batchSize, data.count), work.elements, passes > 1 ? 12 : 4]))
    // Elements count as well: a model may be made of activations alone.
    let elements = saturatingSum([work.elements, work.reads, data.rows * data.columns])
    let each = max(work.multiplyAdds, saturatingProduct([elements, Self.multiplyAddsPerElement]))
    try charge(trainingMultiplyAdds: saturatingProduct([passes, data.count, each]))
    // Batches may be many and small: then they take longer than their multiply-adds do.
    let batches = data.count / max(batchSize, 1) + 1
    try chargeOperations(
      saturatingProduct([passes, batches]), of: model,
      trainingMultiplyAdds: saturatingProduct([min(batchSize, data.count), each]))
  }

  /// Trains a model within the limits: its work is counted before it begins, and after each step
  /// the clock and the cancellation are looked at.
  fileprivate func train<Model: Layer & NativeValue>(
    _ model: Model, on data: ImageDataset, validation: ImageDataset, _ settings: TrainingSettings
  ) throws -> TrainedModels {
    guard model.parameterCount > 0 else {
      throw BuiltinFailure(
        "train: the model has no numbers to train: \(describedType(of: model))",
        hint: "give it a layer with weights, as Conv2d or Linear")
    }
    if settings.epochs > 0, settings.batchSize > 0 {
      // Backwards is twice as much as forwards.
      try chargeImages(
        model, data, passes: saturatingProduct([settings.epochs, 3]),
        batchSize: settings.batchSize)
      try chargeImages(
        model, validation, passes: settings.epochs, batchSize: settings.batchSize)
      // An optimiser's rule is some ten operations for each parameter and step.
      let steps = data.count / settings.batchSize + 1
      try charge(
        trainingMultiplyAdds: saturatingProduct(
          [settings.epochs, steps, model.parameterCount, 10]))
      // The gradients, both moments, and the best model.
      try reserve(bytes: saturatingProduct([model.byteCount, 6]))
    }
    var interruption: (any Error)?
    let result = try Checked.train(model, on: data, validation: validation, settings) { _ in
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

/// `TrainingResult<Model>`, of any model.
struct TrainedModels: NativeValue, CustomStringConvertible {
  static let typeName = "TrainingResult"
  static let owner = "TrainingResult<Model> where Model: Layer"
  static var valueType: ValueType { .nominal(typeName, [.parameter("Model")]) }

  let model: any Layer & NativeValue
  let best: any Layer & NativeValue
  let history: TrainingHistory

  var byteCount: Int { model.byteCount + best.byteCount + history.byteCount }
  var description: String { trainingText(history) }
}

extension TrainingSettings.OptimizerKind: NativeValue {
  package static let typeName = "TrainingSettings.OptimizerKind"
}

extension TrainingHistory: NativeValue {
  package static let typeName = "TrainingHistory"
  package var byteCount: Int { 64 + 32 * epochs.count }
}

extension EpochRecord: NativeValue {
  package static let typeName = "EpochRecord"
}

extension EvaluationResult: NativeValue {
  package static let typeName = "EvaluationResult"
  package var byteCount: Int { 64 + 8 * losses.count }
}
