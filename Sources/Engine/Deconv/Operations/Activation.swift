/// The positive part of each element: x for x > 0, otherwise 0; PyTorch's `relu`.
///
/// Defined by comparison, so that the result of −0 is +0 and NaN stays NaN. The gradient at 0 is 0.
///
/// - Parameter x: A tensor of any shape.
/// - Returns: A tensor of the same shape.
/// - Complexity: One comparison for each element.
public func relu(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.relu(x) }
}

/// Each positive element, and the others times a small slope; PyTorch's `leaky_relu`.
///
/// The gradient at 0 is the slope, as in PyTorch. (Maas, Hannun, Ng, "Rectifier nonlinearities
/// improve neural network acoustic models", 2013.)
///
/// - Parameters:
///   - x: A tensor of any shape.
///   - negativeSlope: The factor of the elements that are not positive.
/// - Returns: A tensor of the same shape.
/// - Complexity: One comparison and multiplication for each element.
public func leakyReLU(_ x: Tensor, negativeSlope: Float = 0.01) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.leakyReLU(x, negativeSlope: negativeSlope) }
}

/// Each positive element, and alpha · (eˣ − 1) of the others; PyTorch's `elu`.
///
/// Clevert, Unterthiner, Hochreiter, arXiv:1511.07289. eˣ − 1 is computed as
/// tanh(x / 2) · (eˣ + 1) in double precision, which loses nothing near 0, and rounded once.
///
/// - Parameters:
///   - x: A tensor of any shape.
///   - alpha: The negative of the limit for x → −∞.
/// - Returns: A tensor of the same shape.
/// - Complexity: Two elementary functions for each element that is not positive.
public func elu(_ x: Tensor, alpha: Float = 1) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.elu(x, alpha: alpha) }
}

/// The logistic function 1 / (1 + e⁻ˣ) of each element; PyTorch's `sigmoid`.
///
/// - Parameter x: A tensor of any shape.
/// - Returns: A tensor of the same shape, each element within 0.501 ulp.
/// - Complexity: One elementary function for each element.
public func sigmoid(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.sigmoid(x) }
}

/// The hyperbolic tangent of each element; PyTorch's `tanh`.
///
/// - Parameter x: A tensor of any shape.
/// - Returns: A tensor of the same shape, each element within 0.501 ulp.
/// - Complexity: One elementary function for each element.
public func tanh(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.tanh(x) }
}

/// The smooth rectifier log(1 + eˣ) of each element; PyTorch's `softplus` with β = 1.
///
/// Computed as max(x, 0) + log(1 + e^−|x|) in double precision and rounded once, so that nothing
/// overflows; there is no threshold as in PyTorch, whose results for x > 20 are x, and so are these
/// in single precision.
///
/// - Parameter x: A tensor of any shape.
/// - Returns: A tensor of the same shape.
/// - Complexity: Two elementary functions for each element.
public func softplus(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.softplus(x) }
}

extension Checked {
  /// The positive part of each element: see ``Deconv/relu(_:)``.
  package static func relu(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ActivationOperation(.relu), to: [x])
  }

  /// A rectifier that leaks: see ``Deconv/leakyReLU(_:negativeSlope:)``.
  package static func leakyReLU(
    _ x: Tensor, negativeSlope: Float = 0.01
  ) throws(TensorError) -> Tensor {
    try checkFinite(negativeSlope, "negative slope", of: "leakyReLU")
    return try Tape.apply(ActivationOperation(.leakyReLU(negativeSlope: negativeSlope)), to: [x])
  }

  /// Refuses a factor that no output is finite with.
  static func checkFinite(
    _ factor: Float, _ setting: String, of operation: String
  ) throws(TensorError) {
    guard factor.isFinite else {
      throw .setting(
        operation: operation, setting: setting, value: Double(factor), expected: "finite")
    }
  }

  /// An exponential linear unit: see ``Deconv/elu(_:alpha:)``.
  package static func elu(_ x: Tensor, alpha: Float = 1) throws(TensorError) -> Tensor {
    try checkFinite(alpha, "alpha", of: "elu")
    return try Tape.apply(ActivationOperation(.elu(alpha: alpha)), to: [x])
  }

  /// The logistic function of each element: see ``Deconv/sigmoid(_:)-(Tensor)``.
  package static func sigmoid(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ActivationOperation(.sigmoid), to: [x])
  }

  /// The hyperbolic tangent of each element: see ``Deconv/tanh(_:)-(Tensor)``.
  package static func tanh(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ActivationOperation(.tanh), to: [x])
  }

  /// The smooth rectifier: see ``Deconv/softplus(_:)``.
  package static func softplus(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ActivationOperation(.softplus), to: [x])
  }
}
