import DeconvKernels

/// The elements with the opposite sign.
///
/// Input: the array.
package struct NegationOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "-" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { -$0 }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.gradient.map { -$0 }]
  }
}

/// The absolute values of the elements.
///
/// Input: the array. The gradient at 0 and at NaN is 0, as in PyTorch.
package struct MagnitudeOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "abs" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { $0.magnitude }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.carried { x, _, g in x > 0 ? g : x < 0 ? -g : 0 }]
  }
}

/// The square roots of the elements, rounded correctly.
///
/// Input: the array.
package struct SquareRootOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "sqrt" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { $0.squareRoot() }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.carried { _, y, g in g / (2 * y) }]
  }
}

/// The squares of the elements.
///
/// Input: the array.
package struct SquareOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "square" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { $0 * $0 }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.carried { x, _, g in g * (2 * x) }]
  }
}

/// The exponential function of the elements.
///
/// Input: the array.
package struct ExponentialOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "exp" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { A.Scalar.exp($0) }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.carried { _, y, g in g * y }]
  }
}

/// The natural logarithms of the elements.
///
/// Input: the array.
package struct LogarithmOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "log" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { A.Scalar.log($0) }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    [pass.carried { x, _, g in g / x }]
  }
}

/// The elements to a power that is a setting and has no gradient.
///
/// Input: the array. With exponent 0 the gradient is 0, also at 0.
package struct PowerOperation: Operation {
  let exponent: Double

  /// Describes the operation.
  ///
  /// - Parameter exponent: The exponent.
  package init(_ exponent: Double) {
    self.exponent = exponent
  }

  package var name: String { "pow" }

  package var settingsText: String { "\(exponent)" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    inputs[0].map { A.Scalar(Elementary.pow(Double($0), exponent)) }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    guard exponent != 0 else { return [pass.gradient.map { _ in 0 }] }
    return [
      pass.carried { x, _, g in
        g * A.Scalar(exponent * Elementary.pow(Double(x), exponent - 1))
      }
    ]
  }
}

/// The elements, moved to the nearer end of an interval where they lie outside of it.
///
/// Input: the array. The gradient is that of the output inside and at the ends, and 0 outside and
/// at NaN, as in PyTorch.
package struct ClampOperation: Operation {
  let lowest: Double
  let highest: Double

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - lowest: The lower end; −∞ for none.
  ///   - highest: The upper end; ∞ for none.
  package init(min lowest: Double, max highest: Double) {
    self.lowest = lowest
    self.highest = highest
  }

  package var name: String { "clamped" }

  package var settingsText: String {
    [lowest == -.infinity ? "" : "min: \(lowest)", highest == .infinity ? "" : "max: \(highest)"]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (lowest, highest) = (A.Scalar(lowest), A.Scalar(highest))
    return inputs[0].map { x in
      let bounded = x < lowest ? lowest : x
      return bounded > highest ? highest : bounded
    }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (lowest, highest) = (A.Scalar(lowest), A.Scalar(highest))
    return [pass.carried { x, _, g in x >= lowest ? (x <= highest ? g : 0) : 0 }]
  }
}

/// The larger, or the smaller, of the elements of two arrays, with broadcasting.
///
/// Inputs: the two operands. NaN beats everything. Where both are equal, each gets half of the
/// gradient, as in PyTorch; what broadcasting repeated gets the sum over its copies, in double
/// precision in row-major order of the output, rounded once.
package struct ExtremumOperation: Operation {
  /// Whether the larger element is taken.
  let isMaximum: Bool

  /// Describes the operation.
  ///
  /// - Parameter isMaximum: Whether the larger element is taken.
  package init(isMaximum: Bool) {
    self.isMaximum = isMaximum
  }

  package var name: String { isMaximum ? "maximum" : "minimum" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    isMaximum
      ? try A.combine(inputs[0], inputs[1], operation: name) { a, b in
        a > b || a.isNaN ? a : b
      }
      : try A.combine(inputs[0], inputs[1], operation: name) { a, b in
        a < b || a.isNaN ? a : b
      }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    // The part of the gradient that goes to the left operand.
    let share = try A.combine(pass.inputs[0], pass.inputs[1], operation: name) { a, b in
      a == b ? 0.5 : (isMaximum ? a > b : a < b) || a.isNaN ? 1 : 0
    }
    let left = try pass.wanted(0) { () throws(TensorError) in
      try A.combine(pass.gradient, share, operation: name) { $0 * $1 }
    }
    let right = try pass.wanted(1) { () throws(TensorError) in
      try A.combine(pass.gradient, share, operation: name) { $0 * (1 - $1) }
    }
    return [left?.summed(to: pass.inputs[0].shape), right?.summed(to: pass.inputs[1].shape)]
  }
}

extension BackwardPass {
  /// The gradient of a function of each element by itself.
  ///
  /// - Parameter transform: Makes an element of the input, the output's and the gradient's element
  ///   at the same place into the gradient of the input.
  /// - Returns: The gradient of the only input.
  @inline(__always)
  func carried(_ transform: (_ x: A.Scalar, _ y: A.Scalar, _ g: A.Scalar) -> A.Scalar) -> A {
    let (x, y) = (inputs[0].scalars, output.scalars)
    var result = gradient.scalars
    for index in result.indices { result[index] = transform(x[index], y[index], result[index]) }
    return A(shape: inputs[0].shape, scalars: result)
  }
}
