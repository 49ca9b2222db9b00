/// A training of an autoencoder that is gone through step by step: each image is its own target.
///
/// A trainer is a value and holds all that the result depends on. It touches no file, clock or
/// signal; whoever steps it decides when to stop, and may save it with ``encoded()`` and resume it
/// with ``init(resuming:model:train:validation:settings:)``: a training that was stopped after any
/// step and resumed ends in the same bits as one that was not.
///
/// ```swift
/// var trainer = try Trainer(model, train: data.train, validation: data.test)
/// while let step = try trainer.step() {
///   if let record = step.record { print(record.epoch, record.psnr) }
/// }
/// try trainer.best.save(to: "best.safetensors")
/// ```
///
/// A step takes the next ``TrainingSettings/batchSize`` images of the epoch's order, which is
/// ``shuffledIndices(count:seed:epoch:)`` of the settings' seed and the number of finished epochs.
/// It computes the outputs as they are during training, their ``mseLoss(_:_:)`` against the images,
/// the gradients, and changes the weights. The last step of an epoch also evaluates all images for
/// validation.
///
/// **Numerics.** The training loss of an epoch adds each step's loss times its number of images, in
/// order, in double precision, and divides by the number of images; for the validation loss see
/// ``evaluate(_:on:batchSize:)``.
public struct Trainer<Model: Layer>: Sendable {
  /// How the model is trained.
  public let settings: TrainingSettings
  /// The images that the weights are fitted to.
  public let train: ImageDataset
  /// The images that tell which epoch is the best.
  public let validation: ImageDataset
  /// The model as it is now.
  public internal(set) var model: Model
  /// The model after the epoch with the lowest validation loss, of equal ones the earliest; before
  /// the end of the first epoch, the model as it was given.
  public internal(set) var best: Model
  /// What the finished epochs achieved.
  public internal(set) var history = TrainingHistory()
  /// The number of steps that the current epoch has gone through.
  public internal(set) var stepsInEpoch = 0

  /// The rule that changes the weights, and its moments.
  var optimizer: any Optimizer
  /// The sum of the current epoch's losses, each times the number of its images.
  var lossSum = 0.0
  /// A digest of the weights that the training began with.
  let initialDigest: String
  /// What the images are, with a digest of them.
  let trainIdentity: String
  let validationIdentity: String
  /// The order of the current epoch's images; empty until a step needs it.
  private var order: [Int] = []

  /// Begins a training.
  ///
  /// - Parameters:
  ///   - model: The model as it is before the first step.
  ///   - train: The images that the weights are fitted to.
  ///   - validation: The images that tell which epoch is the best.
  ///   - settings: How the model is trained.
  /// - Throws: ``TrainingError`` if a setting is none, there are no images, or the model does not
  ///   make outputs of the images' shape.
  public init(
    _ model: Model, train: ImageDataset, validation: ImageDataset,
    settings: TrainingSettings = TrainingSettings()
  ) throws(TrainingError) {
    try settings.check()
    for (purpose, data) in [("train", train), ("validate", validation)] where data.count == 0 {
      throw .noImages(purpose: purpose, name: data.name)
    }
    for data in [train, validation] {
      try TrainingError.wrapping { () throws(TensorError) in
        try Checked.checkOutput(
          of: model, input: [1, 1, data.rows, data.columns],
          target: [1, 1, data.rows, data.columns])
      }
    }
    self.settings = settings
    self.train = train
    self.validation = validation
    self.model = model
    best = model
    optimizer = try TrainingError.wrapping { () throws(TensorError) in
      try settings.makeOptimizer().begun(for: model.state.parameters)
    }
    initialDigest = model.state.digest
    trainIdentity = train.identity
    validationIdentity = validation.identity
  }

  /// The number of finished epochs.
  public var finishedEpochs: Int { history.epochs.count }

  /// The number of steps of every epoch.
  public var stepsPerEpoch: Int { (train.count - 1) / settings.batchSize + 1 }

  /// The number of steps so far.
  public var stepCount: Int { finishedEpochs * stepsPerEpoch + stepsInEpoch }

  /// Whether all epochs are finished.
  public var isFinished: Bool { finishedEpochs >= settings.epochs }

  /// Goes through the next images, and, at the end of an epoch, through those for validation.
  ///
  /// - Returns: What happened, or nil where the training is finished already.
  /// - Throws: ``TrainingError`` if a loss, a weight or a moment becomes infinite or not a number,
  ///   or the model does not fit the images; the trainer is then as it was before the step.
  public mutating func step() throws(TrainingError) -> StepReport? {
    guard !isFinished else { return nil }
    if order.isEmpty { order = try epochOrder() }
    let start = stepsInEpoch * settings.batchSize
    let batch = order[start..<start + min(settings.batchSize, train.count - start)]
    var next = self
    let loss = try TrainingError.wrapping { () throws(TensorError) in
      let images = try Checked.images(of: train, batch)
      return try next.model.descend(from: images, to: images, with: &next.optimizer)
    }
    guard loss.isFinite else {
      throw notFinite("training loss", Double(loss))
    }
    for state in [next.model.state, next.optimizer.state] {
      guard let (name, value) = state.firstNotFinite else { continue }
      throw notFinite("number '\(name)'", Double(value))
    }
    next.lossSum += Double(loss) * Double(batch.count)
    next.stepsInEpoch += 1
    let record = next.stepsInEpoch == stepsPerEpoch ? try next.finishEpoch(after: self) : nil
    let report = StepReport(
      step: stepCount + 1, epoch: finishedEpochs + 1, stepInEpoch: stepsInEpoch + 1,
      imageCount: batch.count, loss: loss, record: record,
      isBest: record != nil && next.history.best == record)
    self = next
    return report
  }

  /// The error of the step that this training could not go through.
  private func notFinite(_ quantity: String, _ value: Double) -> TrainingError {
    .notFinite(
      quantity: quantity, value: TrainingError.text(ofNotFinite: value), step: stepCount + 1,
      epoch: finishedEpochs + 1, learningRate: settings.learningRate)
  }

  /// The order of the current epoch's images.
  private func epochOrder() throws(TrainingError) -> [Int] {
    guard settings.shuffles else { return Array(0..<train.count) }
    return try TrainingError.wrapping { () throws(TensorError) in
      try Checked.shuffledIndices(
        count: train.count, seed: settings.seed, epoch: finishedEpochs)
    }
  }

  /// Records the epoch whose last step was just made.
  private mutating func finishEpoch(after last: Trainer) throws(TrainingError) -> EpochRecord {
    let result = try Checked.evaluate(model, on: validation, batchSize: settings.batchSize)
    let epoch = finishedEpochs + 1
    guard result.loss.isFinite else { throw last.notFinite("validation loss", result.loss) }
    let record = EpochRecord(
      epoch: epoch, trainLoss: lossSum / Double(train.count), validationLoss: result.loss,
      psnr: result.psnr)
    history.epochs.append(record)
    if history.best == record { best = model }
    stepsInEpoch = 0
    lossSum = 0
    order = []
    return record
  }
}

/// What a step of a training did.
public struct StepReport: Hashable, Sendable {
  /// The number of the step in the training; the first is 1.
  public let step: Int
  /// The number of its epoch; the first is 1.
  public let epoch: Int
  /// The number of the step in its epoch; the first is 1.
  public let stepInEpoch: Int
  /// The number of images that it went through.
  public let imageCount: Int
  /// The mean squared error over them, before the weights were changed.
  public let loss: Float
  /// What the epoch achieved, if this step was its last.
  public let record: EpochRecord?
  /// Whether the epoch that this step ended is the best so far.
  public let isBest: Bool
}

extension LayerState {
  /// The first number that is infinite or none, with the name of its tensor.
  var firstNotFinite: (name: String, value: Float)? {
    for entry in entries {
      switch entry.value {
      case .parameter(let tensor), .buffer(let tensor):
        if let value = tensor.scalars.first(where: { !$0.isFinite }) { return (entry.name, value) }
      case .counter: continue
      }
    }
    return nil
  }

  /// The same numbers, on no tape.
  var detached: LayerState {
    LayerState(
      entries.map { entry in
        switch entry.value {
        case .parameter(let tensor): Entry(entry.name, .parameter(tensor.detached))
        case .buffer(let tensor): Entry(entry.name, .buffer(tensor.detached))
        case .counter: entry
        }
      })
  }
}
