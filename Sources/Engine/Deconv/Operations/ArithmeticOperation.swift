/// An operator of arithmetic on elements.
package enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable {
  /// The sum.
  case add = "+"
  /// The difference.
  case subtract = "-"
  /// The product.
  case multiply = "*"
  /// The quotient.
  case divide = "/"
}

/// An operator on the elements of two arrays, with broadcasting.
///
/// Inputs: the left and the right operand. The gradient of an operand that was repeated is the sum
/// over its copies: in double precision in row-major order of the output, rounded once.
package struct ArithmeticOperation: Operation {
  let symbol: ArithmeticOperator

  /// Describes the operation.
  ///
  /// - Parameter symbol: The operator.
  package init(_ symbol: ArithmeticOperator) {
    self.symbol = symbol
  }

  package var name: String { symbol.rawValue }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    try computed(inputs)
  }

  /// Combines two arrays of any floating-point numbers.
  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  func computed<A: ShapedArray>(_ inputs: [A]) throws(TensorError) -> A
  where A.Scalar: FloatingPoint {
    let (left, right) = (inputs[0], inputs[1])
    return switch symbol {
    case .add: try A.combine(left, right, operation: name) { $0 + $1 }
    case .subtract: try A.combine(left, right, operation: name) { $0 - $1 }
    case .multiply: try A.combine(left, right, operation: name) { $0 * $1 }
    case .divide: try A.combine(left, right, operation: name) { $0 / $1 }
    }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (left, right, gradient) = (pass.inputs[0], pass.inputs[1], pass.gradient)
    let dLeft = try pass.wanted(0) { () throws(TensorError) in
      switch symbol {
      case .add, .subtract: gradient
      case .multiply: try A.combine(gradient, right, operation: name) { $0 * $1 }
      case .divide: try A.combine(gradient, right, operation: name) { $0 / $1 }
      }
    }
    let dRight = try pass.wanted(1) { () throws(TensorError) in
      switch symbol {
      case .add: return gradient
      case .subtract: return gradient.map { -$0 }
      case .multiply: return try A.combine(gradient, left, operation: name) { $0 * $1 }
      case .divide:
        // d(l / r) / dr = −(l / r) / r
        let slope = try A.combine(pass.output, right, operation: name) { -$0 / $1 }
        return try A.combine(gradient, slope, operation: name) { $0 * $1 }
      }
    }
    return [dLeft?.summed(to: left.shape), dRight?.summed(to: right.shape)]
  }
}

/// An operator on each element and one number, which is a setting and has no gradient.
///
/// Input: the array.
package struct ScalarArithmeticOperation: Operation {
  /// The side on which the number stands.
  package enum Side: Hashable, Sendable {
    /// The number is the left operand.
    case left
    /// The number is the right operand.
    case right
  }

  let symbol: ArithmeticOperator
  let number: Double
  let side: Side

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - symbol: The operator.
  ///   - number: The number.
  ///   - side: The side on which the number stands.
  package init(_ symbol: ArithmeticOperator, _ number: Double, on side: Side) {
    self.symbol = symbol
    self.number = number
    self.side = side
  }

  package var name: String { symbol.rawValue }

  package var settingsText: String { "number: \(number)" + (side == .left ? " on the left" : "") }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    computed(inputs[0], A.Scalar(number))
  }

  /// Combines an array of any floating-point numbers with a number of its type.
  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  func computed<A: ShapedArray>(_ array: A, _ number: A.Scalar) -> A
  where A.Scalar: FloatingPoint {
    switch (symbol, side) {
    case (.add, .left): array.map { number + $0 }
    case (.add, .right): array.map { $0 + number }
    case (.subtract, .left): array.map { number - $0 }
    case (.subtract, .right): array.map { $0 - number }
    case (.multiply, .left): array.map { number * $0 }
    case (.multiply, .right): array.map { $0 * number }
    case (.divide, .left): array.map { number / $0 }
    case (.divide, .right): array.map { $0 / number }
    }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let number = A.Scalar(number)
    switch (symbol, side) {
    case (.add, _), (.subtract, .right): return [pass.gradient]
    case (.subtract, .left): return [pass.gradient.map { -$0 }]
    case (.multiply, _): return [pass.gradient.map { $0 * number }]
    case (.divide, .right): return [pass.gradient.map { $0 / number }]
    case (.divide, .left):
      // d(n / x) / dx = −(n / x) / x
      let x = pass.inputs[0]
      let slope = A(
        shape: x.shape, scalars: zip(pass.output.scalars, x.scalars).map { -$0 / $1 })
      return [try A.combine(pass.gradient, slope, operation: name) { $0 * $1 }]
    }
  }
}

extension RealArray {
  /// The sums over what broadcasting repeated: the opposite of `repeated(to:)`.
  ///
  /// Each sum starts at +0 in double precision, gets its terms in row-major order, and is rounded
  /// once.
  @specialized(where Self == Tensor)
  @specialized(where Self == Matrix)
  func summed(to target: [Int]) -> Self {
    guard shape != target else { return self }
    let runs = BroadcastRuns(of: target, in: shape)
    let scalars = scalars
    var sums = [Double](repeating: 0, count: target.reduce(1, *))
    var element = 0
    guard runs.length > 0 else { return Self(shape: target, scalars: sums.map { Scalar($0) }) }
    runs.forEach { start in
      if runs.advances {
        for place in start..<start + runs.length {
          sums[place] += Double(scalars[element])
          element += 1
        }
      } else {
        for _ in 0..<runs.length {
          sums[start] += Double(scalars[element])
          element += 1
        }
      }
    }
    return Self(shape: target, scalars: sums.map { Scalar($0) })
  }
}
