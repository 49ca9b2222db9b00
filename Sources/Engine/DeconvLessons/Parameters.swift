public import Deconv

// Layers whose numbers a lesson sets by hand.

extension Layer {
  /// The tensors that are trained, in the order of ``LayerState/parameterNames``.
  ///
  /// - Precondition: A new value has as many tensors, of the same shapes in the same order.
  public var parameters: [Tensor] {
    get { state.parameters }
    set { orTrap { () throws(LessonError) in try Lessons.setParameters(of: &self, to: newValue) } }
  }

  /// Gives one tensor of the layer new numbers.
  ///
  /// ```swift
  /// model.setParameter("decoder.2.bias", to: [0])
  /// ```
  ///
  /// - Parameters:
  ///   - name: The name, as `decoder.2.weight`.
  ///   - tensor: The new tensor, of the same shape.
  /// - Precondition: The layer has a tensor of this name and shape.
  public mutating func setParameter(_ name: String, to tensor: Tensor) {
    orTrap { () throws(LessonError) in
      try Lessons.setParameter(name, of: &self, to: tensor)
    }
  }
}

extension Lessons {
  /// Gives a tensor of a layer new numbers: see ``Layer/setParameter(_:to:)``.
  package static func setParameter(
    _ name: String, of layer: inout some Layer, to tensor: Tensor
  ) throws(LessonError) {
    let old = try parameter(name, of: layer)
    guard old.shape == tensor.shape else {
      throw .argument(
        "setParameter", name, expected: "of the shape \(old.shape)", found: "\(tensor.shape)")
    }
    var state = layer.state
    for (index, entry) in state.entries.enumerated() where entry.name == name {
      switch entry.value {
      case .parameter: state.entries[index].value = .parameter(tensor)
      case .buffer: state.entries[index].value = .buffer(tensor)
      case .counter: continue
      }
    }
    layer.state = state
  }

  /// Gives all trained tensors new numbers: see ``Layer/parameters``.
  package static func setParameters(
    of layer: inout some Layer, to tensors: [Tensor]
  ) throws(LessonError) {
    var state = layer.state
    let names = state.parameterNames
    guard tensors.count == names.count else {
      throw .argument(
        "parameters", "tensors", expected: "\(names.count), one for each trained tensor",
        found: "\(tensors.count)")
    }
    for (name, (old, new)) in zip(names, zip(state.parameters, tensors))
    where old.shape != new.shape {
      throw .argument(
        "parameters", name, expected: "of the shape \(old.shape)", found: "\(new.shape)")
    }
    state.parameters = tensors
    layer.state = state
  }
}

/// How much each trained tensor of a model moves the sum of a loss's elements.
///
/// For training steps that a lesson writes itself:
///
/// ```swift
/// let slopes = parameterGradients(of: { m in mseLoss(m(x), y) }, at: model)
/// model.parameters = optimizer.update(model.parameters, gradients: slopes)
/// ```
///
/// - Parameters:
///   - loss: Computes a tensor with the model, by operations of this library.
///   - model: The model; it stays what it is.
/// - Returns: One gradient for each of ``Layer/parameters``, with its shape.
/// - Throws: What the loss throws.
/// - Precondition: The loss depends on a trained tensor.
public func parameterGradients<Model: Layer, Failure: Error>(
  of loss: (Model) throws(Failure) -> Tensor, at model: Model
) throws(Failure) -> [Tensor] {
  try gradients(
    of: { (watched: [Tensor]) throws(Failure) -> Tensor in
      var model = model
      model.parameters = watched
      return try loss(model)
    }, at: model.parameters)
}

extension Optimizer {
  /// The parameters after one step; the optimiser remembers what it needs for the next one.
  ///
  /// - Parameters:
  ///   - parameters: The parameters, the same ones in the same order at every step.
  ///   - gradients: For each parameter its gradient.
  /// - Returns: The new parameters.
  /// - Precondition: The shapes fit.
  public mutating func update(_ parameters: [Tensor], gradients: [Tensor]) -> [Tensor] {
    orTrap { () throws(TensorError) in
      try Lessons.updated(parameters, by: &self, gradients: gradients)
    }
  }

  /// The only parameter after one step; the optimiser remembers what it needs for the next one.
  ///
  /// - Parameters:
  ///   - parameter: The parameter, the same one at every step.
  ///   - gradient: Its gradient.
  /// - Returns: The new parameter.
  /// - Precondition: The shapes fit.
  public mutating func update(_ parameter: Tensor, gradient: Tensor) -> Tensor {
    update([parameter], gradients: [gradient])[0]
  }
}

extension Lessons {
  /// The parameters after one step: see ``Deconv/Optimizer/update(_:gradients:)``.
  package static func updated(
    _ parameters: [Tensor], by optimizer: inout some Optimizer, gradients: [Tensor]
  ) throws(TensorError) -> [Tensor] {
    var parameters = parameters
    try optimizer.step(&parameters, gradients)
    return parameters
  }
}

extension Initializer: CustomStringConvertible {
  /// The rule as one writes it.
  public var description: String {
    switch self {
    case .constant(let value): "constant(\(value))"
    case .uniform(let low, let high): "uniform(from: \(low), to: \(high))"
    case .normal(let mean, let deviation): "normal(mean: \(mean), deviation: \(deviation))"
    case .standard: "standard"
    case .xavierUniform(let gain): "xavierUniform(gain: \(gain))"
    case .xavierNormal(let gain): "xavierNormal(gain: \(gain))"
    case .kaimingUniform(let next, let fan): "kaimingUniform(\(next), fan: \(fan))"
    case .kaimingNormal(let next, let fan): "kaimingNormal(\(next), fan: \(fan))"
    case .bilinear: "bilinear"
    case .identity: "identity"
    case .icnr(let scale, let rule): "icnr(scale: \(scale), \(rule))"
    }
  }
}
