/// Normalises each channel, as PyTorch's `BatchNorm1d`: Ioffe and Szegedy, "Batch normalization"
/// (arXiv:1502.03167).
///
/// During training with the mean and variance of the batch, and the running ones move towards them;
/// after training with the running ones. See
/// ``batchNorm(_:mean:variance:weight:bias:epsilon:)`` and ``batchNorm(_:weight:bias:epsilon:)``.
///
/// **Shapes.** `[N, C, L]` or `[N, C]` → the same.
///
/// **First values.** The weight and the running variance are 1, the bias and the running mean 0.
public struct BatchNorm1d: ShapePreserving {
  private var core: BatchNormCore

  init(_ core: BatchNormCore) {
    self.core = core
  }

  /// Makes the layer with its first values.
  ///
  /// - Parameters:
  ///   - channels: The number of channels.
  ///   - epsilon: What is added to a variance, so that nothing is divided by 0.
  ///   - momentum: How far the running statistics move towards those of a batch, from 0 to 1.
  ///   - affine: Whether there is a weight and a bias.
  /// - Precondition: There is a channel; the numbers are between 0 and 1.
  public init(_ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    self = orTrap { () throws(TensorError) in
      try Checked.batchNorm1dLayer(channels, epsilon: epsilon, momentum: momentum, affine: affine)
    }
  }

  /// The factor of each channel, or nil without one.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var weight: Tensor? {
    get { core.weight }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: core.weight, name: "weight", of: description)
      }
      core.weight = newValue
    }
  }

  /// What is added to each channel, or nil without it.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var bias: Tensor? {
    get { core.bias }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: core.bias, name: "bias", of: description)
      }
      core.bias = newValue
    }
  }

  /// The mean of each channel that is used after training.
  public var runningMean: Tensor { core.runningMean }

  /// The variance of each channel that is used after training.
  public var runningVariance: Tensor { core.runningVariance }

  /// The number of batches of which the running statistics know.
  public var batchCount: Int { core.batchCount }

  /// The layer as one writes it.
  public var description: String { core.description }

  /// Normalises with the running statistics.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output, with the shape of the input.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try core.forward(x) }

  /// Normalises with the statistics of the batch, and moves the running ones towards them.
  ///
  /// - Parameter x: The input, with two elements of each channel at least.
  /// - Returns: The output, with the shape of the input.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    try core.trainingForward(x)
  }

  /// The tensors `weight`, `bias`, `running_mean` and `running_var`, and the count
  /// `num_batches_tracked`.
  public var state: LayerState {
    get { core.state }
    set { core.state = newValue }
  }
}

extension Checked {
  /// A layer: see ``BatchNorm1d``.
  package static func batchNorm1dLayer(
    _ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true
  ) throws(TensorError) -> BatchNorm1d {
    BatchNorm1d(
      try BatchNormCore(
        axes: 1, channels, epsilon: epsilon, momentum: momentum, isAffine: affine))
  }
}

/// Normalises each channel, as PyTorch's `BatchNorm2d`: Ioffe and Szegedy, "Batch normalization"
/// (arXiv:1502.03167).
///
/// During training with the mean and variance of the batch, and the running ones move towards them;
/// after training with the running ones. See
/// ``batchNorm(_:mean:variance:weight:bias:epsilon:)`` and ``batchNorm(_:weight:bias:epsilon:)``.
///
/// **Shapes.** `[N, C, H, W]` → the same.
///
/// **First values.** The weight and the running variance are 1, the bias and the running mean 0.
public struct BatchNorm2d: ShapePreserving {
  private var core: BatchNormCore

  init(_ core: BatchNormCore) {
    self.core = core
  }

  /// Makes the layer with its first values.
  ///
  /// - Parameters:
  ///   - channels: The number of channels.
  ///   - epsilon: What is added to a variance, so that nothing is divided by 0.
  ///   - momentum: How far the running statistics move towards those of a batch, from 0 to 1.
  ///   - affine: Whether there is a weight and a bias.
  /// - Precondition: There is a channel; the numbers are between 0 and 1.
  public init(_ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true) {
    self = orTrap { () throws(TensorError) in
      try Checked.batchNorm2dLayer(channels, epsilon: epsilon, momentum: momentum, affine: affine)
    }
  }

  /// The factor of each channel, or nil without one.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var weight: Tensor? {
    get { core.weight }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: core.weight, name: "weight", of: description)
      }
      core.weight = newValue
    }
  }

  /// What is added to each channel, or nil without it.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var bias: Tensor? {
    get { core.bias }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: core.bias, name: "bias", of: description)
      }
      core.bias = newValue
    }
  }

  /// The mean of each channel that is used after training.
  public var runningMean: Tensor { core.runningMean }

  /// The variance of each channel that is used after training.
  public var runningVariance: Tensor { core.runningVariance }

  /// The number of batches of which the running statistics know.
  public var batchCount: Int { core.batchCount }

  /// The layer as one writes it.
  public var description: String { core.description }

  /// Normalises with the running statistics.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output, with the shape of the input.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try core.forward(x) }

  /// Normalises with the statistics of the batch, and moves the running ones towards them.
  ///
  /// - Parameter x: The input, with two elements of each channel at least.
  /// - Returns: The output, with the shape of the input.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    try core.trainingForward(x)
  }

  /// The tensors `weight`, `bias`, `running_mean` and `running_var`, and the count
  /// `num_batches_tracked`.
  public var state: LayerState {
    get { core.state }
    set { core.state = newValue }
  }
}

extension Checked {
  /// A layer: see ``BatchNorm2d``.
  package static func batchNorm2dLayer(
    _ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = true
  ) throws(TensorError) -> BatchNorm2d {
    BatchNorm2d(
      try BatchNormCore(
        axes: 2, channels, epsilon: epsilon, momentum: momentum, isAffine: affine))
  }
}
