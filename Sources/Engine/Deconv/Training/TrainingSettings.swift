/// How a model is trained: everything that, with the model and the images, decides the result.
public struct TrainingSettings: Hashable, Sendable {
  /// The rules by which gradients change weights.
  public enum OptimizerKind: String, Hashable, Sendable, CaseIterable {
    /// Adam, with weight decay added to the gradients as PyTorch's `Adam` does.
    case adam
    /// Adam with weight decay apart from the gradients.
    case adamW = "adamw"
    /// Stochastic gradient descent, with or without momentum.
    case sgd
  }

  /// How often all images are gone through; 0 leaves the model as it is.
  public var epochs: Int
  /// The number of images of a step; the last step of an epoch takes what is left.
  public var batchSize: Int
  /// The rule by which gradients change weights.
  public var optimizer: OptimizerKind
  /// The optimiser's learning rate.
  public var learningRate: Double
  /// The optimiser's weight decay.
  public var weightDecay: Double
  /// The momentum of ``OptimizerKind/sgd``; the others have their own moments and want 0 here.
  public var momentum: Double
  /// Chooses the order of the images.
  public var seed: Int
  /// Whether each epoch goes through the images in an order of its own.
  public var shuffles: Bool

  /// Chooses the settings of a training.
  ///
  /// - Parameters:
  ///   - epochs: How often all images are gone through.
  ///   - batchSize: The number of images of a step.
  ///   - optimizer: The rule by which gradients change weights.
  ///   - learningRate: The optimiser's learning rate.
  ///   - weightDecay: The optimiser's weight decay; left out, PyTorch's default: 0.01 for
  ///     ``OptimizerKind/adamW``, otherwise 0.
  ///   - momentum: The momentum of ``OptimizerKind/sgd``.
  ///   - seed: Chooses the order of the images.
  ///   - shuffles: Whether each epoch goes through the images in an order of its own.
  public init(
    epochs: Int = 10, batchSize: Int = 128, optimizer: OptimizerKind = .adam,
    learningRate: Double = 1e-3, weightDecay: Double? = nil, momentum: Double = 0, seed: Int = 0,
    shuffles: Bool = true
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.weightDecay = weightDecay ?? (optimizer == .adamW ? 0.01 : 0)
    self.momentum = momentum
    self.seed = seed
    self.shuffles = shuffles
  }

  /// Throws at the first setting that no training can have.
  func check() throws(TrainingError) {
    func require(
      _ holds: Bool, _ name: String, _ value: String, _ expected: String
    ) throws(TrainingError) {
      guard holds else { throw .setting(name: name, value: value, expected: expected) }
    }
    try require(epochs >= 0, "number of epochs", "\(epochs)", "at least 0")
    try require(batchSize >= 1, "batch size", "\(batchSize)", "at least 1")
    try require(
      learningRate.isFinite && learningRate > 0, "learning rate", "\(learningRate)", "above 0")
    try require(
      weightDecay.isFinite && weightDecay >= 0, "weight decay", "\(weightDecay)", "at least 0")
    try require(
      momentum >= 0 && momentum < 1, "momentum", "\(momentum)", "at least 0 and below 1")
    try require(
      momentum == 0 || optimizer == .sgd, "momentum", "\(momentum)",
      "0 for \(optimizer.rawValue), which has its own moments: use sgd")
  }

  /// The optimiser before its first step.
  func makeOptimizer() throws(TensorError) -> any Optimizer {
    switch optimizer {
    case .adam: try Checked.adam(learningRate: learningRate, weightDecay: weightDecay)
    case .adamW: try Checked.adamW(learningRate: learningRate, weightDecay: weightDecay)
    case .sgd:
      try Checked.sgd(
        learningRate: learningRate, momentum: momentum, weightDecay: weightDecay)
    }
  }

  /// The settings by name, each as text that is the same for equal values alone.
  ///
  /// The number of epochs is left out: a run may go on for longer than was planned.
  var fields: [(name: String, text: String)] {
    [
      ("batch size", "\(batchSize)"), ("optimizer", optimizer.rawValue),
      ("learning rate", "\(learningRate)"), ("weight decay", "\(weightDecay)"),
      ("momentum", "\(momentum)"), ("seed", "\(seed)"), ("shuffles", "\(shuffles)"),
    ]
  }

  /// The settings for a file that a person reads.
  package var json: JSONValue {
    .object([
      ("epochs", .integer(epochs)), ("batch_size", .integer(batchSize)),
      ("optimizer", .string(optimizer.rawValue)), ("learning_rate", .number(learningRate)),
      ("weight_decay", .number(weightDecay)), ("momentum", .number(momentum)),
      ("seed", .integer(seed)), ("shuffles", .boolean(shuffles)),
    ])
  }
}
