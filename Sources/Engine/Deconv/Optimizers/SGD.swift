/// Stochastic gradient descent with momentum, as PyTorch's `SGD`.
///
/// In the order of the computation, with the gradient g, the parameter p and its buffer b:
///
///     g ← g + weightDecay · p
///     b ← momentum · b + (1 − dampening) · g        (at the first step b ← g)
///     g ← b,  or  g + momentum · b  with Nesterov's rule
///     p ← p − learningRate · g
///
/// Lines whose setting is 0 are left out.
public struct SGD: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The part of the last step that a step repeats.
  public let momentum: Double
  /// The part of the gradient that does not enter the momentum.
  public let dampening: Double
  /// The factor of the squared parameters that is in effect added to half of the loss.
  public let weightDecay: Double
  /// Whether the gradient is taken, in effect, where the momentum leads.
  public let nesterov: Bool
  /// The counter `step` and, with a momentum, each parameter's `momentum_buffer`.
  public var state: LayerState {
    get { memory.state }
    set { memory.state = newValue }
  }

  private var memory: OptimizerMemory

  /// Makes an optimiser before its first step.
  ///
  /// - Parameters:
  ///   - learningRate: The size of a step.
  ///   - momentum: The part of the last step that a step repeats.
  ///   - dampening: The part of the gradient that does not enter the momentum.
  ///   - weightDecay: The factor of the squared parameters.
  ///   - nesterov: Whether the gradient is taken where the momentum leads.
  /// - Precondition: No number is negative or infinite; Nesterov's rule has a momentum and no
  ///   dampening.
  public init(
    learningRate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
    nesterov: Bool = false
  ) {
    self = orTrap { () throws(TensorError) in
      try SGD(
        checked: learningRate, momentum: momentum, dampening: dampening,
        weightDecay: weightDecay, nesterov: nesterov)
    }
  }

  fileprivate init(
    checked learningRate: Double, momentum: Double, dampening: Double, weightDecay: Double,
    nesterov: Bool
  ) throws(TensorError) {
    try Self.check("learning rate", learningRate, in: 0..., "at least 0")
    try Self.check("momentum", momentum, in: 0..., "at least 0")
    try Self.check("dampening", dampening, in: ...Double.infinity, "a finite number")
    try Self.check("weight decay", weightDecay, in: 0..., "at least 0")
    if nesterov {
      let rule = "with Nesterov's rule"
      try Self.check("momentum", momentum, in: Double.leastNonzeroMagnitude..., "above 0 \(rule)")
      try Self.check("dampening", dampening, in: 0...0, "0 \(rule)")
    }
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.nesterov = nesterov
    memory = OptimizerMemory(momentum == 0 ? [] : ["momentum_buffer"])
  }

  /// The optimiser as one writes it.
  public var description: String {
    var text = "SGD(learningRate: \(learningRate)"
    if momentum != 0 { text += ", momentum: \(momentum)" }
    if dampening != 0 { text += ", dampening: \(dampening)" }
    if weightDecay != 0 { text += ", weightDecay: \(weightDecay)" }
    return text + (nesterov ? ", nesterov: true)" : ")")
  }

  /// The optimiser with zeros in its state where it remembers nothing yet.
  ///
  /// - Parameter parameters: The parameters in their order.
  /// - Returns: The optimiser.
  public func begun(for parameters: [Tensor]) -> Self {
    var optimizer = self
    optimizer.memory = memory.begun(for: parameters)
    return optimizer
  }

  /// Changes the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: The parameters, the same ones in the same order at every step.
  ///   - gradients: For each parameter its gradient.
  /// - Throws: ``TensorError`` if a shape does not fit; then nothing has changed.
  public mutating func step(
    _ parameters: inout [Tensor], _ gradients: [Tensor]
  ) throws(TensorError) {
    var moments = try memory.begin("SGD", parameters, gradients)
    var rule = Rule(
      rate: Float(-learningRate), momentum: Float(momentum), fresh: Float(1 - dampening),
      decay: Float(weightDecay), isNesterov: nesterov)
    if memory.stepCount == 1 {
      // The buffer begins as the whole gradient, whatever the dampening.
      rule.fresh = 1
    }
    for index in parameters.indices {
      let gradient = gradients[index].scalars
      if moments.isEmpty {
        rule.update(&parameters[index].scalars, gradient)
      } else {
        rule.update(&parameters[index].scalars, gradient, buffer: &moments[0][index].scalars)
      }
    }
    memory.end(moments)
  }
}

extension SGD {
  /// The coefficients of one step in single precision.
  private struct Rule {
    let rate: Float
    let momentum: Float
    var fresh: Float
    let decay: Float
    let isNesterov: Bool

    func update(_ parameters: inout [Float], _ gradients: [Float]) {
      for index in 0..<min(parameters.count, gradients.count) {
        let parameter = parameters[index]
        let gradient = decay == 0 ? gradients[index] : gradients[index] + decay * parameter
        parameters[index] = parameter + rate * gradient
      }
    }

    func update(
      _ parameters: inout [Float], _ gradients: [Float], buffer: inout [Float]
    ) {
      for index in 0..<min(parameters.count, gradients.count, buffer.count) {
        let parameter = parameters[index]
        let gradient = decay == 0 ? gradients[index] : gradients[index] + decay * parameter
        let moment = momentum * buffer[index] + fresh * gradient
        buffer[index] = moment
        let direction = isNesterov ? gradient + momentum * moment : moment
        parameters[index] = parameter + rate * direction
      }
    }
  }
}

extension Checked {
  /// Stochastic gradient descent: see ``SGD``.
  package static func sgd(
    learningRate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
    nesterov: Bool = false
  ) throws(TensorError) -> SGD {
    try SGD(
      checked: learningRate, momentum: momentum, dampening: dampening, weightDecay: weightDecay,
      nesterov: nesterov)
  }
}
