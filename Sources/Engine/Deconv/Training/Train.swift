/// What a training made of a model.
public struct TrainingResult<Model: Layer>: Sendable {
  /// The model after the last step.
  public let model: Model
  /// The model after the epoch with the lowest validation loss, of equal ones the earliest; the
  /// model as it was given, where there was no epoch.
  public let best: Model
  /// What the epochs achieved.
  public let history: TrainingHistory
}

/// Trains an autoencoder: a model whose output is to be its input.
///
/// ```swift
/// let data = garments(count: 1000, seed: 0).split(validation: 200, seed: 0)
/// let result = train(
///   Autoencoder(seed: 0), on: data.train, epochs: 5, batchSize: 32, validation: data.validation)
/// print(result.history.best?.psnr ?? 0)
/// ```
///
/// The model that is given stays what it was. To stop, save or resume a training, step a
/// ``Trainer``; there is also said what a step computes, in which order.
///
/// - Parameters:
///   - model: The model as it is before the first step.
///   - data: The images that the weights are fitted to.
///   - epochs: How often all images are gone through.
///   - batchSize: The number of images of a step.
///   - optimizer: The rule by which gradients change weights.
///   - learningRate: The optimiser's learning rate.
///   - weightDecay: The optimiser's weight decay; left out, PyTorch's default.
///   - momentum: The momentum of ``TrainingSettings/OptimizerKind/sgd``.
///   - seed: Chooses the order of the images.
///   - shuffles: Whether each epoch goes through the images in an order of its own.
///   - validation: The images that tell which epoch is the best; `data` itself where they are left
///     out, which tells nothing about images that the model has not seen.
///   - afterStep: Called after each step.
/// - Returns: The last model, the best one, and the history.
/// - Precondition: The settings are possible, there are images, the model's output has their shape,
///   and no loss becomes infinite or NaN.
/// - Complexity: About three times the forward direction for each image and epoch, and once for
///   each image for validation and epoch.
public func train<Model: Layer>(
  _ model: Model, on data: ImageDataset, epochs: Int = 10, batchSize: Int = 128,
  optimizer: TrainingSettings.OptimizerKind = .adam, learningRate: Double = 1e-3,
  weightDecay: Double? = nil, momentum: Double = 0, seed: Int = 0, shuffles: Bool = true,
  validation: ImageDataset? = nil, afterStep: (StepReport) -> Void = { _ in }
) -> TrainingResult<Model> {
  let settings = TrainingSettings(
    epochs: epochs, batchSize: batchSize, optimizer: optimizer, learningRate: learningRate,
    weightDecay: weightDecay, momentum: momentum, seed: seed, shuffles: shuffles)
  return orTrap { () throws(TrainingError) in
    try Checked.train(model, on: data, validation: validation, settings) { report in
      afterStep(report)
      return true
    }
  }
}

extension Checked {
  /// Trains an autoencoder: see
  /// ``Deconv/train(_:on:epochs:batchSize:optimizer:learningRate:weightDecay:momentum:seed:shuffles:validation:afterStep:)``.
  ///
  /// - Parameters:
  ///   - model: The model as it is before the first step.
  ///   - data: The images that the weights are fitted to.
  ///   - validation: The images that tell which epoch is the best; `data` itself if nil.
  ///   - settings: How the model is trained.
  ///   - afterStep: Called after each step; whether to go on.
  /// - Returns: The last model, the best one, and the history.
  /// - Throws: ``TrainingError`` if the training cannot begin, or diverges.
  package static func train<Model: Layer>(
    _ model: Model, on data: ImageDataset, validation: ImageDataset? = nil,
    _ settings: TrainingSettings, afterStep: (StepReport) -> Bool
  ) throws(TrainingError) -> TrainingResult<Model> {
    var trainer = try Trainer(
      model, train: data, validation: validation ?? data, settings: settings)
    while let report = try trainer.step(), afterStep(report) {}
    return TrainingResult(model: trainer.model, best: trainer.best, history: trainer.history)
  }
}
