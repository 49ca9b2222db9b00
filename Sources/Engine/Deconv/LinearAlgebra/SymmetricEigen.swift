/// The factors of a symmetric matrix `A = V·diag(values)·Vᵀ`: see ``eigenSymmetric(_:)``.
public struct EigenDecomposition: Equatable, Sendable {
  /// The eigenvalues, from the largest to the smallest.
  public let values: [Double]

  /// The eigenvectors as columns, in the order of the values; orthonormal.
  public let vectors: Matrix
}

/// The eigenvalues and eigenvectors of a symmetric matrix; NumPy's `linalg.eigh`, but descending.
///
/// **Numerics.** Householder's reflections make the matrix tridiagonal (Martin, Reinsch, Wilkinson
/// 1968), and the implicit QL method with Wilkinson's shifts makes that diagonal (Dubrulle, Martin,
/// Wilkinson 1968). An element beside the diagonal counts as 0 when it is at most 2⁻⁵² of the
/// largest element of the tridiagonal matrix, so small eigenvalues are exact to that part of the
/// large ones. An eigenvalue takes two iterations or so; more than 60 are an error. Sums run in the
/// order of the index, with separate multiplication and addition.
///
/// Values come in descending order, equal ones in the order in which they were found. The first
/// element of each vector that is at least half as large as its largest one is positive.
///
/// - Parameter a: The matrix, of finite numbers, equal to its transpose in every bit, as
///   `(a + a.T) / 2` is.
/// - Returns: The eigenvalues and eigenvectors.
/// - Precondition: The matrix is square, symmetric, and has an element.
/// - Complexity: About 9 n³ multiply-adds; a second or two for 784 × 784.
public func eigenSymmetric(_ a: Matrix) -> EigenDecomposition {
  orTrap { () throws(TensorError) in try Checked.eigenSymmetric(a) }
}

extension Checked {
  /// Eigenvalues and eigenvectors: see ``Deconv/eigenSymmetric(_:)``.
  package static func eigenSymmetric(_ a: Matrix) throws(TensorError) -> EigenDecomposition {
    let operation = "eigenSymmetric"
    guard a.rank == 2, a.shape[0] == a.shape[1] else {
      throw .rank(operation: operation, argument: "matrix", shape: a.shape, expected: "square")
    }
    try checkMatrix(a, operation: operation)
    try checkSymmetric(a, operation: operation)
    let size = a.shape[0]
    let scaled = MatrixColumns(a)
    var form = TridiagonalForm(scaled.columns)
    guard form.makeDiagonal() else {
      throw .linearAlgebra(
        operation: operation,
        .notConverged(what: "an eigenvalue", bound: TridiagonalForm.maximumIterations))
    }
    let order = Vectors.descending(form.diagonal)
    let vectors = order.map { index in
      let vector = form.vectors[index]
      return Vectors.isTurned(vector) ? vector.map { -$0 } : vector
    }
    return EigenDecomposition(
      values: order.map { form.diagonal[$0] * scaled.scale },
      vectors: Matrix(columns: vectors, rowCount: size))
  }

  private static func checkSymmetric(_ a: Matrix, operation: String) throws(TensorError) {
    let (size, scalars) = (a.shape[0], a.scalars)
    for row in 0..<size {
      for column in 0..<row where scalars[row * size + column] != scalars[column * size + row] {
        throw .linearAlgebra(
          operation: operation,
          .notSymmetric(
            row: column, column: row, value: scalars[column * size + row],
            mirrored: scalars[row * size + column]))
      }
    }
  }
}

/// A symmetric matrix as `Q·T·Qᵀ` with a tridiagonal `T`.
private struct TridiagonalForm {
  static let maximumIterations = 60

  /// The diagonal of `T`; the eigenvalues in the end.
  private(set) var diagonal: [Double] = []

  /// The elements beside the diagonal: that of row `i` and column `i + 1`; the last is 0.
  private var offDiagonal: [Double] = []

  /// What an element beside the diagonal must exceed to count.
  private var smallest = 0.0

  /// The columns of `Q`; the eigenvectors in the end.
  private(set) var vectors: [[Double]] = []

  /// Reflects the matrix, column by column, until it is tridiagonal.
  init(_ matrix: [[Double]]) {
    let size = matrix.count
    var rows = matrix
    var reflections: [Reflection?] = []
    for index in 0..<size {
      diagonal.append(rows[index][index])
      let next = index + 1
      guard next < size else { break }
      let reflection = Reflection(rows[index], start: next)
      offDiagonal.append(reflection?.image ?? rows[index][next])
      if let reflection { Self.reflect(&rows, by: reflection) }
      reflections.append(reflection)
    }
    offDiagonal.append(0)
    smallest =
      Double.ulpOfOne
      * Swift.max(Vectors.largestMagnitude(diagonal), Vectors.largestMagnitude(offDiagonal))
    vectors = (0..<size).map { index in
      var vector = [Double](repeating: 0, count: size)
      vector[index] = 1
      // Later reflections do not touch this unit vector.
      for reflection in reflections.prefix(index).reversed() { reflection?.apply(to: &vector) }
      return vector
    }
  }

  /// Reflects rows and columns from the reflection's start on: `A − v·wᵀ − w·vᵀ`.
  private static func reflect(_ rows: inout [[Double]], by reflection: Reflection) {
    let (v, start) = (reflection.vector, reflection.start)
    var w = [Double](repeating: 0, count: v.count)
    for row in start..<rows.count { Vectors.add(v[row], times: rows[row], to: &w, from: start) }
    let half = Vectors.dot(v, w, from: start) / 2
    Vectors.add(-half, times: v, to: &w, from: start)
    for row in start..<rows.count {
      Vectors.subtract(v[row], times: w, and: w[row], times: v, from: &rows[row], start: start)
    }
  }

  /// Turns the matrix until it is diagonal.
  ///
  /// - Returns: Whether it is; not where an eigenvalue needed too many iterations.
  mutating func makeDiagonal() -> Bool {
    for index in diagonal.indices {
      var iterations = 0
      while case let end = blockEnd(from: index), end > index {
        guard iterations < Self.maximumIterations else { return false }
        iterations += 1
        chase(from: index, to: end)
      }
    }
    return true
  }

  /// The last index of the block that begins at an index and is not yet split.
  private func blockEnd(from index: Int) -> Int {
    var end = index
    while end < diagonal.count - 1, offDiagonal[end].magnitude > smallest { end += 1 }
    return end
  }

  /// One implicit QL step on a block: rotations from its end to its beginning.
  private mutating func chase(from first: Int, to last: Int) {
    // Wilkinson's shift: the eigenvalue of the first two rows that is nearer to the first.
    let slope = (diagonal[first + 1] - diagonal[first]) / (2 * offDiagonal[first])
    let root = Vectors.norm(slope, 1)
    var g =
      diagonal[last] - diagonal[first]
      + offDiagonal[first] / (slope + (slope < 0 ? -root : root))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for index in (first..<last).reversed() {
      let f = sine * offDiagonal[index]
      let b = cosine * offDiagonal[index]
      let r = Vectors.norm(f, g)
      offDiagonal[index + 1] = r
      // Both vanish only where a product of small sines does: then nothing is left to turn.
      (sine, cosine) = r > 0 ? (f / r, g / r) : (0, 1)
      g = diagonal[index + 1] - shift
      let turned = (diagonal[index] - g) * sine + 2 * cosine * b
      shift = sine * turned
      diagonal[index + 1] = g + shift
      g = cosine * turned - b
      Vectors.rotate(&vectors, index, index + 1, cosine: cosine, sine: sine)
    }
    diagonal[first] -= shift
    offDiagonal[first] = g
    offDiagonal[last] = 0
  }
}
