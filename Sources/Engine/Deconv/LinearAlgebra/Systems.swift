/// The factors of a matrix `A = Q·R`: see ``qr(_:)``.
public struct QRDecomposition: Equatable, Sendable {
  /// The orthonormal columns, `[m, k]`.
  public let q: Matrix

  /// The upper triangle, `[k, n]`; its diagonal is nowhere negative.
  public let r: Matrix
}

/// The factors `A = Q·R` of a matrix: orthonormal columns and an upper triangle.
///
/// By Householder's reflections, column by column. The signs are such that the diagonal of `R` is
/// nowhere negative, which makes the factors of a matrix with independent columns unique.
///
/// **Shapes.** `a [m, n] → q [m, k], r [k, n]` with `k = min(m, n)`.
///
/// **Numerics.** Sums run in the order of the index, with separate multiplication and addition.
///
/// - Parameter a: The matrix, of finite numbers.
/// - Returns: The factors.
/// - Precondition: The matrix has two axes and an element.
/// - Complexity: O(m · n · k) multiply-adds.
public func qr(_ a: Matrix) -> QRDecomposition {
  orTrap { () throws(TensorError) in try Checked.qr(a) }
}

/// The solution `x` of `a·x = b`; NumPy's `linalg.solve`.
///
/// By Householder's reflections and substitution from the last unknown to the first.
///
/// - Parameters:
///   - a: A square matrix of finite numbers with independent columns.
///   - b: The right sides: `[n]` for one, or `[n, k]` for the columns of a matrix.
/// - Returns: The solutions, with the shape of `b`.
/// - Precondition: The shapes fit. Each column is farther from the span of those before it than
///   `n · 2⁻⁵²` of its length; otherwise see ``pseudoInverse(_:tolerance:)``.
/// - Complexity: O(n² · (n + k)) multiply-adds.
public func solve(_ a: Matrix, _ b: Matrix) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.solve(a, b) }
}

/// The `x` for which `a·x` is nearest to `b`, in the sum of squares; NumPy's `linalg.lstsq`.
///
/// By Householder's reflections, which leave lengths as they are.
///
/// - Parameters:
///   - a: A matrix `[m, n]` of finite numbers with independent columns, `m ≥ n`.
///   - b: The right sides: `[m]` for one, or `[m, k]` for the columns of a matrix.
/// - Returns: The solutions, `[n]` or `[n, k]`.
/// - Precondition: The shapes fit. Each column is farther from the span of those before it than
///   `m · 2⁻⁵²` of its length; otherwise see ``pseudoInverse(_:tolerance:)``.
/// - Complexity: O(m · n · (n + k)) multiply-adds.
public func leastSquares(_ a: Matrix, _ b: Matrix) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.leastSquares(a, b) }
}

extension Checked {
  /// The factors of a matrix: see ``Deconv/qr(_:)``.
  package static func qr(_ a: Matrix) throws(TensorError) -> QRDecomposition {
    try checkMatrix(a, operation: "qr")
    let scaled = MatrixColumns(a)
    let (rows, width) = (scaled.rowCount, scaled.columns.count)
    let count = Swift.min(rows, width)
    let factors = HouseholderFactors(Array(scaled.columns.prefix(count)))
    var triangle = factors.triangle
    for column in scaled.columns.dropFirst(count) {
      var column = column
      factors.applyTransposedQ(to: &column)
      triangle.append(column)
    }
    let turned = (0..<count).map { triangle[$0][$0] < 0 }
    let q = (0..<count).map { index in
      let column = factors.columnOfQ(index, rowCount: rows)
      return turned[index] ? column.map { -$0 } : column
    }
    let r = triangle.map { column in
      (0..<count).map { (turned[$0] ? -column[$0] : column[$0]) * scaled.scale }
    }
    return QRDecomposition(
      q: Matrix(columns: q, rowCount: rows), r: Matrix(columns: r, rowCount: count))
  }

  /// The solution of a system: see ``Deconv/solve(_:_:)``.
  package static func solve(_ a: Matrix, _ b: Matrix) throws(TensorError) -> Matrix {
    guard a.rank == 2, a.shape[0] == a.shape[1] else {
      throw .rank(operation: "solve", argument: "matrix", shape: a.shape, expected: "square")
    }
    return try solution(of: a, b, operation: "solve")
  }

  /// The nearest solution: see ``Deconv/leastSquares(_:_:)``.
  package static func leastSquares(_ a: Matrix, _ b: Matrix) throws(TensorError) -> Matrix {
    try solution(of: a, b, operation: "leastSquares")
  }

  private static func solution(
    of a: Matrix, _ b: Matrix, operation: String
  ) throws(TensorError) -> Matrix {
    try checkMatrix(a, operation: operation)
    let (rows, width) = (a.shape[0], a.shape[1])
    guard rows >= width else {
      throw .linearAlgebra(
        operation: operation, .tooFewEquations(rows: rows, columns: width))
    }
    guard (1...2).contains(b.rank), b.shape[0] == rows else {
      throw .shapes(
        operation: operation, left: a.shape, right: b.shape,
        rule: "the right side must have one row for each row of the matrix")
    }
    try checkFinite(b, operation: operation, argument: "right side")
    let scaled = MatrixColumns(a)
    let factors = HouseholderFactors(scaled.columns)
    for (index, column) in scaled.columns.enumerated() {
      let rounding = Double(rows) * Double.ulpOfOne * Vectors.norm(column)
      guard factors.triangle[index][index].magnitude > rounding else {
        throw .linearAlgebra(operation: operation, .dependentColumn(index))
      }
    }
    let sides = Matrix(shape: [rows, b.count / rows], scalars: b.scalars).columns
    let solutions = sides.map { side in
      var x = side
      factors.applyTransposedQ(to: &x)
      for index in (0..<width).reversed() {
        x[index] /= factors.triangle[index][index]
        let known = x[index]
        for row in 0..<index { x[row] -= known * factors.triangle[index][row] }
      }
      return x.prefix(width).map { $0 / scaled.scale }
    }
    let x = Matrix(columns: solutions, rowCount: width)
    return Matrix(shape: [width] + b.shape.dropFirst(), scalars: x.scalars)
  }
}
