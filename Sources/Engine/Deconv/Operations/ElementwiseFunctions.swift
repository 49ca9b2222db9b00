/// The square roots of the elements, rounded correctly; NaN for negative ones.
///
/// - Parameter x: The elements.
/// - Returns: A tensor of the same shape.
public func sqrt(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.sqrt(x) }
}

/// The squares of the elements.
///
/// - Parameter x: The elements.
/// - Returns: A tensor of the same shape.
public func square(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.square(x) }
}

/// The exponential function of the elements, by the engine's own `exp` of one number.
///
/// - Parameter x: The elements.
/// - Returns: A tensor of the same shape.
public func exp(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.exp(x) }
}

/// The natural logarithms of the elements, by the engine's own `log` of one number.
///
/// - Parameter x: The elements.
/// - Returns: A tensor of the same shape; −∞ for 0, NaN for negative elements.
public func log(_ x: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.log(x) }
}

/// The elements to a power, by the engine's own `pow` of two numbers.
///
/// No gradient flows to the exponent.
///
/// - Parameters:
///   - x: The elements.
///   - exponent: The exponent, the same for all.
/// - Returns: A tensor of the same shape; NaN where a negative element has an exponent that is not
///   an integer.
public func pow(_ x: Tensor, _ exponent: Float) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.pow(x, exponent) }
}

/// The larger of the elements at each place, with broadcasting; NaN if either is NaN.
///
/// As PyTorch's `maximum`: where both are equal, each gets half of the gradient.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
/// - Returns: The larger elements.
/// - Precondition: The shapes can be broadcast together.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.maximum(a, b) }
}

/// The smaller of the elements at each place, with broadcasting; NaN if either is NaN.
///
/// As PyTorch's `minimum`: where both are equal, each gets half of the gradient.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
/// - Returns: The smaller elements.
/// - Precondition: The shapes can be broadcast together.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
  orTrap { () throws(TensorError) in try Checked.minimum(a, b) }
}

extension Tensor {
  /// The elements, moved to the nearer end of an interval where they lie outside of it.
  ///
  /// As PyTorch's `clamp`: NaN stays NaN. The gradient passes inside and at the ends; outside it is
  /// 0.
  ///
  /// - Parameters:
  ///   - min: The lower end.
  ///   - max: The upper end.
  /// - Returns: A tensor of the same shape.
  /// - Precondition: `min` is not above `max`, and neither is NaN.
  public func clamped(min: Float = -.infinity, max: Float = .infinity) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.clamped(self, min: min, max: max) }
  }
}

extension Checked {
  /// The square roots of the elements: see ``Deconv/sqrt(_:)``.
  package static func sqrt(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(SquareRootOperation(), to: [x])
  }

  /// The squares of the elements: see ``Deconv/square(_:)``.
  package static func square(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(SquareOperation(), to: [x])
  }

  /// The exponential function of the elements: see ``Deconv/exp(_:)-(Tensor)``.
  package static func exp(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ExponentialOperation(), to: [x])
  }

  /// The natural logarithms of the elements: see ``Deconv/log(_:)-(Tensor)``.
  package static func log(_ x: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(LogarithmOperation(), to: [x])
  }

  /// The elements to a power: see ``Deconv/pow(_:_:)-(Tensor,_)``.
  package static func pow(_ x: Tensor, _ exponent: Float) throws(TensorError) -> Tensor {
    try Tape.apply(PowerOperation(Double(exponent)), to: [x])
  }

  /// The larger of the elements at each place: see ``Deconv/maximum(_:_:)``.
  package static func maximum(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ExtremumOperation(isMaximum: true), to: [a, b])
  }

  /// The smaller of the elements at each place: see ``Deconv/minimum(_:_:)``.
  package static func minimum(_ a: Tensor, _ b: Tensor) throws(TensorError) -> Tensor {
    try Tape.apply(ExtremumOperation(isMaximum: false), to: [a, b])
  }

  /// The elements inside of an interval: see ``Tensor/clamped(min:max:)``.
  package static func clamped(
    _ x: Tensor, min: Float = -.infinity, max: Float = .infinity
  ) throws(TensorError) -> Tensor {
    guard min <= max else {
      throw .setting(
        operation: "clamped", setting: "min", value: Double(min),
        expected: max.isNaN
          ? "at most max, which is no number" : "at most max, which is \(max)")
    }
    return try Tape.apply(ClampOperation(min: Double(min), max: Double(max)), to: [x])
  }
}
