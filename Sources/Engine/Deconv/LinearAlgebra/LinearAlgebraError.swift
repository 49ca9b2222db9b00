/// The reason why a matrix cannot be decomposed, or a system not be solved.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// An element is infinite or not a number.
  case notFinite(argument: String, index: [Int], value: Double)
  /// Two elements that mirror each other are not equal.
  case notSymmetric(row: Int, column: Int, value: Double, mirrored: Double)
  /// A column is a combination of those before it, up to rounding.
  case dependentColumn(Int)
  /// A system with fewer equations than unknowns.
  case tooFewEquations(rows: Int, columns: Int)
  /// An iteration did not reach its end within its bound.
  case notConverged(what: String, bound: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// The error as one sentence: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .notFinite(let argument, let index, let value):
      "the \(argument) must hold finite numbers only, the element \(index) is \(value)"
    case .notSymmetric(let row, let column, let value, let mirrored):
      "the matrix must equal its transpose, the element \([row, column]) is \(value) and "
        + "\([column, row]) is \(mirrored): where only rounding differs, use (a + a.T) / 2"
    case .dependentColumn(let column):
      "column \(column) of the matrix is, up to rounding, a combination of the columns before it, "
        + "so there is more than one solution or none: use pseudoInverse for the shortest one"
    case .tooFewEquations(let rows, let columns):
      "the matrix has the shape \([rows, columns]), so there are fewer equations than unknowns: "
        + "use pseudoInverse for the shortest solution"
    case .notConverged(let what, let bound):
      "\(what) did not converge within \(bound) iterations: scale the rows or columns to similar "
        + "sizes"
    }
  }
}
