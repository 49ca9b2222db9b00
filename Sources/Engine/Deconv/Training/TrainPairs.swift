/// Trains a model to make targets of inputs.
///
/// As ``train(_:on:epochs:batchSize:optimizer:learningRate:weightDecay:momentum:seed:shuffles:validation:afterStep:)``
/// does where each image is its own target: with the same order of pairs, steps and sums.
///
/// ```swift
/// let result = train(model, from: noisy, to: clean, epochs: 5, validationCount: 200)
/// ```
///
/// - Parameters:
///   - model: The model as it is before the first step.
///   - inputs: The inputs, one for each index of the first axis.
///   - targets: What the model should make of them, in the same order.
///   - epochs: How often all pairs are gone through.
///   - batchSize: The number of pairs of a step.
///   - optimizer: The rule by which gradients change weights.
///   - learningRate: The optimiser's learning rate.
///   - weightDecay: The optimiser's weight decay; left out, PyTorch's default.
///   - momentum: The momentum of ``TrainingSettings/OptimizerKind/sgd``.
///   - seed: Chooses the order of the pairs.
///   - shuffles: Whether each epoch goes through the pairs in an order of its own.
///   - validationCount: How many pairs, the last ones, are not trained with: they tell which epoch
///     is the best. With 0 all pairs do both.
/// - Returns: The last model, the best one, and the history; its signal-to-noise ratios are those
///   of pixels in [-1, 1].
/// - Precondition: The settings are possible, there are as many targets as inputs and more of them
///   than are kept to validate with, the model's output has the shape of the targets, and no loss
///   becomes infinite or NaN.
/// - Complexity: About three times the forward direction for each pair and epoch, and once for
///   each pair for validation and epoch.
public func train<Model: Layer>(
  _ model: Model, from inputs: Tensor, to targets: Tensor, epochs: Int = 10, batchSize: Int = 128,
  optimizer: TrainingSettings.OptimizerKind = .adam, learningRate: Double = 1e-3,
  weightDecay: Double? = nil, momentum: Double = 0, seed: Int = 0, shuffles: Bool = true,
  validationCount: Int = 0
) -> TrainingResult<Model> {
  let settings = TrainingSettings(
    epochs: epochs, batchSize: batchSize, optimizer: optimizer, learningRate: learningRate,
    weightDecay: weightDecay, momentum: momentum, seed: seed, shuffles: shuffles)
  return orTrap { () throws(TrainingError) in
    try Checked.train(
      model, from: inputs, to: targets, validationCount: validationCount, settings
    ) { _ in true }
  }
}

/// Measures how near a model comes to targets.
///
/// The model is used as after training; errors and sums are those of
/// ``evaluate(_:on:batchSize:)``.
///
/// - Parameters:
///   - model: The model.
///   - inputs: The inputs, one for each index of the first axis.
///   - targets: What the model should make of them, in the same order.
///   - batchSize: The number of inputs that the model is given at a time.
/// - Returns: The errors; their signal-to-noise ratios are those of pixels in [-1, 1].
/// - Precondition: There are as many targets as inputs, one at least, they fit the model, and the
///   batch size is at least 1.
public func evaluate(
  _ model: some Layer, from inputs: Tensor, to targets: Tensor, batchSize: Int = 128
) -> EvaluationResult {
  orTrap { () throws(TrainingError) in
    try Checked.evaluate(model, from: inputs, to: targets, batchSize: batchSize)
  }
}

extension Checked {
  /// Trains a model to make targets of inputs: see
  /// ``Deconv/train(_:from:to:epochs:batchSize:optimizer:learningRate:weightDecay:momentum:seed:shuffles:validationCount:)``.
  ///
  /// - Parameters:
  ///   - model: The model as it is before the first step.
  ///   - inputs: The inputs.
  ///   - targets: The targets.
  ///   - validationCount: How many of the last pairs are kept to validate with.
  ///   - settings: How the model is trained.
  ///   - afterStep: Called with each step's loss; whether to go on.
  /// - Returns: The last model, the best one, and the history.
  /// - Throws: ``TrainingError`` if the training cannot begin, or diverges.
  package static func train<Model: Layer>(
    _ model: Model, from inputs: Tensor, to targets: Tensor, validationCount: Int = 0,
    _ settings: TrainingSettings, afterStep: (Float) -> Bool
  ) throws(TrainingError) -> TrainingResult<Model> {
    try settings.check()
    let pairs = try TensorPairs(inputs, targets)
    guard 0..<pairs.count ~= validationCount else {
      throw .setting(
        name: "number of pairs to validate with", value: "\(validationCount)",
        expected: "at least 0 and below \(pairs.count), the number of pairs")
    }
    try TrainingError.wrapping { () throws(TensorError) in
      try checkOutput(
        of: model, input: [1] + inputs.shape.dropFirst(), target: [1] + targets.shape.dropFirst())
    }
    var training = try PairTraining(
      model, pairs: pairs, trainingCount: pairs.count - validationCount, settings: settings)
    while training.history.epochs.count < settings.epochs,
      try training.runEpoch(afterStep: afterStep)
    {}
    return TrainingResult(model: training.model, best: training.best, history: training.history)
  }

  /// How near a model comes to targets: see ``Deconv/evaluate(_:from:to:batchSize:)``.
  package static func evaluate(
    _ model: some Layer, from inputs: Tensor, to targets: Tensor, batchSize: Int = 128
  ) throws(TrainingError) -> EvaluationResult {
    guard batchSize >= 1 else {
      throw .setting(name: "batch size", value: "\(batchSize)", expected: "at least 1")
    }
    let pairs = try TensorPairs(inputs, targets)
    return try pairs.evaluation(of: model, 0..<pairs.count, batchSize: batchSize)
  }
}

/// Inputs and targets, one of each for each index of the first axis.
private struct TensorPairs {
  let inputs: Tensor
  let targets: Tensor

  var count: Int { inputs.shape[0] }

  init(_ inputs: Tensor, _ targets: Tensor) throws(TrainingError) {
    guard inputs.rank > 1, targets.rank > 1, inputs.shape[0] == targets.shape[0] else {
      throw .tensor(
        .shapes(
          operation: "train", left: inputs.shape, right: targets.shape,
          rule: "there must be one target for each input along the first axis"))
    }
    guard inputs.shape[0] > 0 else { throw .noImages(purpose: "train", name: "the inputs") }
    self.inputs = inputs.detached
    self.targets = targets.detached
  }

  /// Some pairs, in the order of the indices.
  func batch(_ indices: some Collection<Int>) -> (inputs: Tensor, targets: Tensor) {
    (Self.rows(of: inputs, indices), Self.rows(of: targets, indices))
  }

  private static func rows(of tensor: Tensor, _ indices: some Collection<Int>) -> Tensor {
    let size = tensor.count / tensor.shape[0]
    var scalars: [Float] = []
    scalars.reserveCapacity(indices.count * size)
    for index in indices { scalars += tensor.scalars[index * size..<(index + 1) * size] }
    return Tensor(shape: [indices.count] + tensor.shape.dropFirst(), scalars: scalars)
  }

  /// The errors of a model on a range of pairs.
  func evaluation(
    of model: some Layer, _ range: Range<Int>, batchSize: Int
  ) throws(TrainingError) -> EvaluationResult {
    var losses: [Double] = []
    losses.reserveCapacity(range.count)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = start + min(batchSize, range.upperBound - start)
      let (inputs, targets) = batch(start..<end)
      losses += try TrainingError.wrapping { () throws(TensorError) in
        try Checked.meanSquaredErrors(of: try model.forward(inputs), targets)
      }
      start = end
    }
    return EvaluationResult(losses: losses)
  }
}

/// A training between two tensors as it goes on.
private struct PairTraining<Model: Layer> {
  private(set) var model: Model
  private(set) var best: Model
  private(set) var history = TrainingHistory()
  private let pairs: TensorPairs
  private let trainingCount: Int
  private let settings: TrainingSettings
  private var optimizer: any Optimizer
  private var stepCount = 0

  init(
    _ model: Model, pairs: TensorPairs, trainingCount: Int, settings: TrainingSettings
  ) throws(TrainingError) {
    self.model = model
    best = model
    self.pairs = pairs
    self.trainingCount = trainingCount
    self.settings = settings
    optimizer = try TrainingError.wrapping { () throws(TensorError) in
      try settings.makeOptimizer().begun(for: model.state.parameters)
    }
  }

  private var epoch: Int { history.epochs.count + 1 }

  /// Goes through all pairs once.
  ///
  /// - Returns: Whether to go on.
  mutating func runEpoch(afterStep: (Float) -> Bool) throws(TrainingError) -> Bool {
    let order = try epochOrder()
    var sum = 0.0
    for start in stride(from: 0, to: trainingCount, by: settings.batchSize) {
      let batch = order[start..<start + min(settings.batchSize, trainingCount - start)]
      stepCount += 1
      let loss = try TrainingError.wrapping { () throws(TensorError) in
        let (inputs, targets) = pairs.batch(batch)
        return try model.descend(from: inputs, to: targets, with: &optimizer)
      }
      try requireFinite("training loss", Double(loss))
      for state in [model.state, optimizer.state] {
        guard let (name, value) = state.firstNotFinite else { continue }
        try requireFinite("number '\(name)'", Double(value))
      }
      sum += Double(loss) * Double(batch.count)
      guard afterStep(loss) else { return false }
    }
    let validation = trainingCount < pairs.count ? trainingCount..<pairs.count : 0..<pairs.count
    let result = try pairs.evaluation(of: model, validation, batchSize: settings.batchSize)
    try requireFinite("validation loss", result.loss)
    let record = EpochRecord(
      epoch: epoch, trainLoss: sum / Double(trainingCount), validationLoss: result.loss,
      psnr: result.psnr)
    history.epochs.append(record)
    if history.best == record { best = model }
    return true
  }

  private func epochOrder() throws(TrainingError) -> [Int] {
    guard settings.shuffles else { return Array(0..<trainingCount) }
    return try TrainingError.wrapping { () throws(TensorError) in
      try Checked.shuffledIndices(count: trainingCount, seed: settings.seed, epoch: epoch - 1)
    }
  }

  private func requireFinite(_ quantity: String, _ value: Double) throws(TrainingError) {
    guard !value.isFinite else { return }
    throw .notFinite(
      quantity: quantity, value: TrainingError.text(ofNotFinite: value), step: stepCount,
      epoch: epoch, learningRate: settings.learningRate)
  }
}
