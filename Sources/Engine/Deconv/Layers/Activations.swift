/// The positive part of each element, as PyTorch's `ReLU`: see ``relu(_:)``.
public struct ReLU: StatelessLayer, ShapePreserving {
  /// Makes the layer.
  public init() {}

  /// The layer as one writes it.
  public var description: String { "ReLU()" }

  /// Computes the output.
  ///
  /// - Parameter x: A tensor of any shape.
  /// - Returns: A tensor of the same shape.
  /// - Throws: ``TensorError`` if the input is on another tape.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try Checked.relu(x) }
}

/// Each positive element, and the others times a slope, as PyTorch's `LeakyReLU`: see
/// ``leakyReLU(_:negativeSlope:)``.
public struct LeakyReLU: StatelessLayer, ShapePreserving {
  /// The factor of the elements that are not positive.
  public var negativeSlope: Float

  /// Makes the layer.
  ///
  /// - Parameter negativeSlope: The factor of the elements that are not positive.
  public init(negativeSlope: Float = 0.01) {
    self.negativeSlope = negativeSlope
  }

  /// The layer as one writes it.
  public var description: String { "LeakyReLU(negativeSlope: \(negativeSlope))" }

  /// Computes the output.
  ///
  /// - Parameter x: A tensor of any shape.
  /// - Returns: A tensor of the same shape.
  /// - Throws: ``TensorError`` if the input is on another tape.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try Checked.leakyReLU(x, negativeSlope: negativeSlope)
  }
}

/// The hyperbolic tangent of each element, as PyTorch's `Tanh`: see ``tanh(_:)-(Tensor)``.
public struct Tanh: StatelessLayer, ShapePreserving {
  /// Makes the layer.
  public init() {}

  /// The layer as one writes it.
  public var description: String { "Tanh()" }

  /// Computes the output.
  ///
  /// - Parameter x: A tensor of any shape.
  /// - Returns: A tensor of the same shape.
  /// - Throws: ``TensorError`` if the input is on another tape.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try Checked.tanh(x) }
}

/// The logistic function of each element, as PyTorch's `Sigmoid`: see ``sigmoid(_:)-(Tensor)``.
public struct Sigmoid: StatelessLayer, ShapePreserving {
  /// Makes the layer.
  public init() {}

  /// The layer as one writes it.
  public var description: String { "Sigmoid()" }

  /// Computes the output.
  ///
  /// - Parameter x: A tensor of any shape.
  /// - Returns: A tensor of the same shape.
  /// - Throws: ``TensorError`` if the input is on another tape.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { try Checked.sigmoid(x) }
}

/// A layer that does nothing, as PyTorch's `Identity`.
public struct Identity: StatelessLayer, ShapePreserving {
  /// Makes the layer.
  public init() {}

  /// The layer as one writes it.
  public var description: String { "Identity()" }

  /// Returns the input.
  ///
  /// - Parameter x: A tensor of any shape.
  /// - Returns: The same tensor.
  /// - Throws: Nothing.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor { x }
}

extension Checked {
  /// A layer: see ``LeakyReLU``.
  package static func leakyReLULayer(negativeSlope: Float) throws(TensorError) -> LeakyReLU {
    try checkFinite(negativeSlope, "negative slope", of: "LeakyReLU")
    return LeakyReLU(negativeSlope: negativeSlope)
  }
}
