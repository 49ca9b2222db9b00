import DeconvFormats

/// A training as the bytes of one safetensors file, and back.
///
/// The arrays:
///
///     model.NAME      F32 or I64   the model's tensors under PyTorch's names
///     best.NAME       F32 or I64   those of the best epoch
///     optimizer.NAME  F32 or I64   the optimiser's moments and step count
///     history         F64 [E, 2]   for each finished epoch the training and validation loss
///     loss_sum        F64 []       the sum of the current epoch's losses times their images
///     steps_in_epoch  I64 []       the number of steps that the current epoch has gone through
///
/// The remarks name the format, the settings, the model, the images and the initial weights, so
/// that a training is not resumed as another one, and hold a digest of all the rest of the file.
/// The order of an epoch's images is computed again from the seed.
extension Trainer {
  /// The bytes of the training as it is now: all that is needed to resume it.
  ///
  /// - Returns: The bytes of a safetensors file, the same for equal trainings.
  public func encoded() -> [UInt8] {
    let states = [model.state, best.state, optimizer.state]
    var arrays = zip(TrainingArrays.states, states).flatMap(TrainingArrays.arrays)
    let losses = history.epochs.flatMap { [$0.trainLoss, $0.validationLoss] }
    arrays += [
      TrainingArrays.array("history", [finishedEpochs, 2], doubles: losses),
      TrainingArrays.array("loss_sum", [], doubles: [lossSum]),
      TrainingArrays.array("steps_in_epoch", [], integers: [stepsInEpoch]),
    ]
    var file = Safetensors(arrays: arrays, metadata: remarks)
    let digest = TrainingArrays.digest(of: file)
    file.metadata?[TrainingArrays.digestName] = digest
    return TrainingArrays.bytes(of: file)
  }

  /// Resumes a training.
  ///
  /// The other arguments are those with which the training was begun; the number of epochs alone
  /// may be another one.
  ///
  /// - Parameters:
  ///   - bytes: What ``encoded()`` made.
  ///   - model: The model as it was before the first step.
  ///   - train: The images that the weights are fitted to.
  ///   - validation: The images that tell which epoch is the best.
  ///   - settings: How the model is trained.
  /// - Throws: ``TrainingError`` if the bytes are no saved training, or that of another one;
  ///   everything is checked before anything is used.
  public init(
    resuming bytes: [UInt8], model: Model, train: ImageDataset, validation: ImageDataset,
    settings: TrainingSettings = TrainingSettings()
  ) throws(TrainingError) {
    try self.init(model, train: train, validation: validation, settings: settings)
    try resume(from: bytes)
  }

  /// Goes on from where a training was saved that began as this one does.
  ///
  /// - Parameter bytes: What ``encoded()`` made.
  /// - Throws: ``TrainingError`` if the bytes are no saved training, or that of another one; nothing
  ///   has changed then.
  /// - Precondition: No step was made yet.
  package mutating func resume(from bytes: [UInt8]) throws(TrainingError) {
    let file = try TrainingArrays.file(decoding: bytes)
    try checkRemarks(file.metadata ?? [:])
    try TrainingArrays.checkNames(of: file)
    let states = [model.state, model.state, optimizer.state]
    var loaded: [LayerState] = []
    for (name, state) in zip(TrainingArrays.states, states) {
      loaded.append(try TrainingArrays.state(like: state, name, in: file))
    }
    let losses = try TrainingArrays.array("history", .f64, [nil, 2], in: file).doubles ?? []
    let lossSum = try TrainingArrays.array("loss_sum", .f64, [], in: file).doubles ?? []
    let steps = try TrainingArrays.array("steps_in_epoch", .i64, [], in: file).integers ?? []
    var resumed = self
    try resumed.use(losses: losses, lossSum: lossSum[0], stepsInEpoch: steps[0])
    resumed.model.state = loaded[0]
    resumed.best.state = loaded[1]
    resumed.optimizer.state = loaded[2]
    try resumed.checkConsistency()
    self = resumed
  }

  /// What tells this training from others, by name.
  private var identity: [(name: String, text: String)] {
    settings.fields + [
      ("model", model.description), ("images to train with", trainIdentity),
      ("images to validate with", validationIdentity),
      ("initial weights with the digest", initialDigest),
    ]
  }

  private var remarks: [String: String] {
    Dictionary(
      identity.map { ($0.name, $0.text) }
        + [("format", TrainingArrays.format), ("version", TrainingArrays.version)],
      uniquingKeysWith: { first, _ in first })
  }

  /// Checks that a file is of this training.
  private func checkRemarks(_ remarks: [String: String]) throws(TrainingError) {
    var differences: [TrainingDifference] = []
    for (name, text) in identity {
      guard let saved = remarks[name] else {
        throw .state(expectation: "the remark '\(name)'", finding: "none")
      }
      if saved != text {
        differences.append(TrainingDifference(name: name, saved: saved, given: text))
      }
    }
    guard differences.isEmpty else { throw .otherTraining(differences) }
  }

  /// Takes over how far the training has come.
  private mutating func use(
    losses: [Double], lossSum: Double, stepsInEpoch: Int
  ) throws(TrainingError) {
    for (index, loss) in losses.enumerated() where !(loss >= 0 && loss.isFinite) {
      throw .state(
        expectation: "losses of at least 0 in 'history'",
        finding: "\(loss.isNaN ? "nan" : "\(loss)") in epoch \(index / 2 + 1)")
    }
    guard (0..<stepsPerEpoch).contains(stepsInEpoch) else {
      throw .state(
        expectation: "'steps_in_epoch' in 0..<\(stepsPerEpoch)", finding: "\(stepsInEpoch)")
    }
    guard lossSum >= 0, lossSum.isFinite, stepsInEpoch > 0 || lossSum == 0 else {
      throw .state(
        expectation: "a 'loss_sum' of \(stepsInEpoch > 0 ? "at least 0" : "0 before a step")",
        finding: lossSum.isNaN ? "nan" : "\(lossSum)")
    }
    let begunEpochs = losses.count / 2 + (stepsInEpoch > 0 ? 1 : 0)
    guard begunEpochs <= settings.epochs else {
      throw .otherTraining([
        TrainingDifference(
          name: "epochs", saved: "\(begunEpochs) at least", given: "\(settings.epochs)")
      ])
    }
    history = TrainingHistory(
      (0..<losses.count / 2).map {
        EpochRecord(
          epoch: $0 + 1, trainLoss: losses[2 * $0], validationLoss: losses[2 * $0 + 1],
          psnr: EvaluationResult.psnr(losses[2 * $0 + 1]))
      })
    self.lossSum = lossSum
    self.stepsInEpoch = stepsInEpoch
  }
  /// Checks that the parts of a saved training are of one moment.
  private func checkConsistency() throws(TrainingError) {
    for entry in optimizer.state.entries {
      switch entry.value {
      case .counter(let count) where count != stepCount:
        throw .state(
          expectation: "the count \(stepCount) of all steps in 'optimizer.\(entry.name)'",
          finding: "\(count)")
      case .buffer(let tensor), .parameter(let tensor):
        try check(moment: tensor, named: entry.name)
      case .counter: continue
      }
    }
    if stepCount == 0, model.state.digest != initialDigest {
      throw .state(
        expectation: "the initial weights as the model before the first step", finding: "others")
    }
    if finishedEpochs == 0, best.state.digest != initialDigest {
      throw .state(
        expectation: "the initial weights as the best before the end of an epoch",
        finding: "others")
    }
    if stepsInEpoch == 0, let last = history.last, history.best == last,
      best.state.digest != model.state.digest
    {
      throw .state(
        expectation: "the weights of the model as the best, for its last epoch is the best",
        finding: "others")
    }
  }

  /// Checks what a moment of the optimiser may be.
  private func check(moment: Tensor, named name: String) throws(TrainingError) {
    if stepCount == 0, let value = moment.scalars.first(where: { $0 != 0 }) {
      throw .state(
        expectation: "zeros in 'optimizer.\(name)' before the first step", finding: "\(value)")
    }
    // A mean of squares, whose root a step takes.
    if name.hasPrefix("exp_avg_sq."), let value = moment.scalars.first(where: { $0 < 0 }) {
      throw .state(
        expectation: "squares of at least 0 in 'optimizer.\(name)'", finding: "\(value)")
    }
  }
}
