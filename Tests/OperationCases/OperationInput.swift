package import Deconv

/// An input of an operation: a shape and a rule for its elements.
///
/// Floats hold all elements exactly, so that both precisions compute from the same numbers.
package struct OperationInput: Sendable {
  /// How the elements are chosen.
  package enum Elements: Sendable {
    /// Anywhere in [−1, 1).
    case uniform
    /// Anywhere in [1/2, 5/2): for logarithms, roots and divisors.
    case positive
    /// Anywhere in [−1, 1), but a sixteenth away from these numbers: where a function has a kink,
    /// a central difference is not a gradient.
    case away(from: [Double])
    /// No two alike, in random order in [−1, 1): for functions that choose the largest.
    case distinct
    /// Multiples of 1/8 in [−1, 1), moved by an offset times 1/8: inputs with the offsets 0 and 1/2
    /// are never equal or close to each other.
    case stepped(offset: Double)
    /// Integers from 0 up to a number, without it: indices and classes.
    case integers(below: Int)
    /// These numbers, in row-major order.
    case given([Double])
  }

  package let shape: [Int]
  package let rule: Elements
  /// Whether the gradient with respect to this input is checked: indices have none.
  package let isDifferentiable: Bool

  /// Describes an input.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes.
  ///   - rule: How the elements are chosen.
  ///   - isDifferentiable: Whether the gradient with respect to it is checked.
  package init(_ shape: [Int], _ rule: Elements = .uniform, isDifferentiable: Bool = true) {
    self.shape = shape
    self.rule = rule
    self.isDifferentiable = isDifferentiable
  }

  /// The input in double precision.
  ///
  /// - Parameter seed: Chooses the elements.
  /// - Returns: An array of the input's shape, of any rank.
  /// - Throws: ``TensorError`` if the shape is too large.
  package func matrix(seed: Int) throws -> Matrix {
    Matrix(shape: shape, scalars: try elements(seed: seed))
  }

  /// The elements in row-major order.
  private func elements(seed: Int) throws -> [Double] {
    let uniform = try Checked.random(shape: shape, seed: seed).scalars.map { number in
      (Double(number) * 2048).rounded(.down) / 1024
    }
    switch rule {
    case .uniform: return uniform.map { $0 - 1 }
    case .positive: return uniform.map { $0 + 0.5 }
    case .away(let kinks): return uniform.map { Self.pushed($0 - 1, from: kinks) }
    case .distinct: return Self.ranks(uniform)
    case .stepped(let offset): return uniform.map { (($0 * 8).rounded(.down) + offset) / 8 - 1 }
    case .integers(let count): return uniform.map { ($0 / 2 * Double(count)).rounded(.down) }
    case .given(let numbers): return numbers
    }
  }

  /// A number, moved to a sixteenth beside a kink that it is too close to.
  private static func pushed(_ number: Double, from kinks: [Double]) -> Double {
    for kink in kinks where (number - kink).magnitude < 1.0 / 16 {
      return number < kink ? kink - 1.0 / 16 : kink + 1.0 / 16
    }
    return number
  }

  /// The places of numbers in their order, spread over [−1, 1); equal ones keep their order.
  private static func ranks(_ numbers: [Double]) -> [Double] {
    var steps = 1
    while steps < numbers.count { steps *= 2 }
    var ranks = numbers
    let order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    for (rank, index) in order.enumerated() {
      ranks[index] = Double(2 * rank) / Double(steps) - 1
    }
    return ranks
  }
}
