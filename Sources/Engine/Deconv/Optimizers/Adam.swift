import DeconvKernels

/// Kingma and Ba's optimiser, as PyTorch's `Adam`: "Adam: a method for stochastic optimization"
/// (arXiv:1412.6980).
///
/// At step t, in the order of the computation, with the gradient g and the parameter p:
///
///     g ← g + weightDecay · p
///     m ← m + (1 − beta1) · (g − m)
///     v ← beta2 · v + ((1 − beta2) · g) · g
///     p ← p + (−learningRate / (1 − beta1ᵗ) · m) / (√v / √(1 − beta2ᵗ) + epsilon)
///
/// The powers are taken afresh at every step, with the engine's own function in double precision, so
/// the number of steps and the two moments are all that there is to remember.
public struct Adam: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The part of the mean gradient that a step keeps.
  public var beta1: Double { rule.beta1 }
  /// The part of the mean squared gradient that a step keeps.
  public var beta2: Double { rule.beta2 }
  /// What keeps the divisor away from 0.
  public var epsilon: Double { rule.epsilon }
  /// The factor of the squared parameters that is in effect added to half of the loss.
  public let weightDecay: Double
  /// The counter `step`, and each parameter's `exp_avg` and `exp_avg_sq`.
  public var state: LayerState {
    get { memory.state }
    set { memory.state = newValue }
  }

  private let rule: AdamRule
  private var memory = OptimizerMemory(AdamRule.momentNames)

  /// Makes an optimiser before its first step.
  ///
  /// - Parameters:
  ///   - learningRate: The size of a step.
  ///   - beta1: The part of the mean gradient that a step keeps.
  ///   - beta2: The part of the mean squared gradient that a step keeps.
  ///   - epsilon: What keeps the divisor away from 0.
  ///   - weightDecay: The factor of the squared parameters.
  /// - Precondition: No number is negative or infinite, and both betas are below 1.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) {
    self = orTrap { () throws(TensorError) in
      try Checked.adam(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: weightDecay)
    }
  }

  fileprivate init(_ rule: AdamRule, learningRate: Double, weightDecay: Double) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// The optimiser as one writes it.
  public var description: String {
    rule.description("Adam", learningRate, weightDecay == 0 ? nil : weightDecay)
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
    var moments = try memory.begin("Adam", parameters, gradients)
    let update = rule.update(
      step: memory.stepCount, learningRate: learningRate, shrink: 1, decay: weightDecay)
    update.apply(to: &parameters, gradients, &moments)
    memory.end(moments)
  }
}

/// Adam with a weight decay of its own, as PyTorch's `AdamW`: Loshchilov and Hutter, "Decoupled
/// weight decay regularization" (arXiv:1711.05101).
///
/// First `p ← p · (1 − learningRate · weightDecay)`, then the step of ``Adam`` without its weight
/// decay.
public struct AdamW: Optimizer {
  /// The size of a step.
  public var learningRate: Double
  /// The part of the mean gradient that a step keeps.
  public var beta1: Double { rule.beta1 }
  /// The part of the mean squared gradient that a step keeps.
  public var beta2: Double { rule.beta2 }
  /// What keeps the divisor away from 0.
  public var epsilon: Double { rule.epsilon }
  /// The part of a parameter, in units of the learning rate, that a step takes away.
  public let weightDecay: Double
  /// The counter `step`, and each parameter's `exp_avg` and `exp_avg_sq`.
  public var state: LayerState {
    get { memory.state }
    set { memory.state = newValue }
  }

  private let rule: AdamRule
  private var memory = OptimizerMemory(AdamRule.momentNames)

  /// Makes an optimiser before its first step.
  ///
  /// - Parameters:
  ///   - learningRate: The size of a step.
  ///   - beta1: The part of the mean gradient that a step keeps.
  ///   - beta2: The part of the mean squared gradient that a step keeps.
  ///   - epsilon: What keeps the divisor away from 0.
  ///   - weightDecay: The part of a parameter that a step takes away.
  /// - Precondition: No number is negative or infinite, and both betas are below 1.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2
  ) {
    self = orTrap { () throws(TensorError) in
      try Checked.adamW(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: weightDecay)
    }
  }

  fileprivate init(_ rule: AdamRule, learningRate: Double, weightDecay: Double) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// The optimiser as one writes it.
  public var description: String { rule.description("AdamW", learningRate, weightDecay) }

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
    var moments = try memory.begin("AdamW", parameters, gradients)
    let update = rule.update(
      step: memory.stepCount, learningRate: learningRate,
      shrink: 1 - learningRate * weightDecay, decay: 0)
    update.apply(to: &parameters, gradients, &moments)
    memory.end(moments)
  }
}

/// What Adam and AdamW have in common.
private struct AdamRule: Sendable {
  static let momentNames = ["exp_avg", "exp_avg_sq"]

  let beta1: Double
  let beta2: Double
  let epsilon: Double

  /// The coefficients of one step in single precision.
  struct Update {
    let shrink: Float
    let decay: Float
    let fresh1: Float
    let beta2: Float
    let fresh2: Float
    /// −learningRate / (1 − beta1ᵗ).
    let rate: Float
    /// √(1 − beta2ᵗ).
    let correction: Float
    let epsilon: Float
  }

  func update(step: Int, learningRate: Double, shrink: Double, decay: Double) -> Update {
    let correction1 = 1 - Elementary.pow(beta1, Double(step))
    let correction2 = 1 - Elementary.pow(beta2, Double(step))
    return Update(
      shrink: Float(shrink), decay: Float(decay), fresh1: Float(1 - beta1), beta2: Float(beta2),
      fresh2: Float(1 - beta2), rate: Float(-(learningRate / correction1)),
      correction: Float(correction2.squareRoot()), epsilon: Float(epsilon))
  }

  func description(_ name: String, _ learningRate: Double, _ weightDecay: Double?) -> String {
    var text = "\(name)(learningRate: \(learningRate)"
    if beta1 != 0.9 { text += ", beta1: \(beta1)" }
    if beta2 != 0.999 { text += ", beta2: \(beta2)" }
    if epsilon != 1e-8 { text += ", epsilon: \(epsilon)" }
    if let weightDecay { text += ", weightDecay: \(weightDecay)" }
    return text + ")"
  }
}

extension AdamRule.Update {
  func apply(to parameters: inout [Tensor], _ gradients: [Tensor], _ moments: inout [[Tensor]]) {
    // Each in a variable of its own, so that both can be changed at once.
    var (first, second) = (moments[0], moments[1])
    moments = []
    for index in parameters.indices {
      apply(
        to: &parameters[index].scalars, gradients[index].scalars, &first[index].scalars,
        &second[index].scalars)
    }
    moments = [first, second]
  }

  private func apply(
    to parameters: inout [Float], _ gradients: [Float], _ first: inout [Float],
    _ second: inout [Float]
  ) {
    for index in 0..<min(parameters.count, gradients.count, first.count, second.count) {
      let parameter = parameters[index] * shrink
      let gradient = decay == 0 ? gradients[index] : gradients[index] + decay * parameter
      let m = first[index] + fresh1 * (gradient - first[index])
      let v = beta2 * second[index] + fresh2 * gradient * gradient
      first[index] = m
      second[index] = v
      parameters[index] = parameter + rate * m / (v.squareRoot() / correction + epsilon)
    }
  }
}

extension Checked {
  /// An optimiser: see ``Adam``.
  package static func adam(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0
  ) throws(TensorError) -> Adam {
    let rule = try rule(Adam.self, learningRate, beta1, beta2, epsilon, weightDecay)
    return Adam(rule, learningRate: learningRate, weightDecay: weightDecay)
  }

  /// An optimiser: see ``AdamW``.
  package static func adamW(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2
  ) throws(TensorError) -> AdamW {
    let rule = try rule(AdamW.self, learningRate, beta1, beta2, epsilon, weightDecay)
    return AdamW(rule, learningRate: learningRate, weightDecay: weightDecay)
  }

  private static func rule<Kind: Optimizer>(
    _: Kind.Type, _ learningRate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double,
    _ weightDecay: Double
  ) throws(TensorError) -> AdamRule {
    try Kind.check("learning rate", learningRate, in: 0..., "at least 0")
    try Kind.check("beta1", beta1, in: 0..<1, "at least 0 and below 1")
    try Kind.check("beta2", beta2, in: 0..<1, "at least 0 and below 1")
    try Kind.check("epsilon", epsilon, in: 0..., "at least 0")
    try Kind.check("weight decay", weightDecay, in: 0..., "at least 0")
    return AdamRule(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }
}
