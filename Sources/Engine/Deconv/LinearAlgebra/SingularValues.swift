/// The factors of a matrix `A = U·diag(values)·Vᵀ`: see ``svd(_:)``.
public struct SingularValueDecomposition: Equatable, Sendable {
  /// The left singular vectors as columns, `[m, k]`.
  public let u: Matrix

  /// The singular values, from the largest to the smallest; never negative.
  public let values: [Double]

  /// The right singular vectors as columns, `[n, k]`; the transpose of NumPy's `Vh`.
  public let v: Matrix
}

/// The singular value decomposition `A = U·diag(values)·Vᵀ`, without the vectors that no value
/// belongs to; NumPy's `linalg.svd` with `full_matrices=False`.
///
/// **Shapes.** `a [m, n] → u [m, k], values k, v [n, k]` with `k = min(m, n)`.
///
/// **Numerics.** One-sided Jacobi (Hestenes 1958) on the columns of `A`, or of its transpose where
/// that is taller: the pairs of columns are taken row by row, (0, 1), (0, 2), … (1, 2), …; in each
/// the longer column is put first (de Rijk 1989), and both are turned, by 45° at most, until they
/// are orthogonal. The end is a sweep over all pairs in which none had to be exchanged, and none
/// had a cosine above `2⁻⁵¹ · √m`. Sweeps converge quadratically at the end: about ten are usual, more
/// than 60 are an error. Sums run in the order of the index, with separate multiplication and
/// addition.
///
/// Values come in descending order, equal ones in the order of the columns that became them. The
/// first element of each column of `U` that is at least half as large as its largest one is
/// positive; `V` follows. Values under 2⁻⁴⁰⁰ of the largest element are given as 0.
///
/// - Parameter a: The matrix, of finite numbers.
/// - Returns: The factors; both `u` and `v` have orthonormal columns, also where values are 0.
/// - Precondition: The matrix has two axes and an element.
/// - Complexity: O(m · n · k) multiply-adds a sweep; a second or two for 512 × 512.
public func svd(_ a: Matrix) -> SingularValueDecomposition {
  orTrap { () throws(TensorError) in try Checked.svd(a) }
}

/// The pseudo-inverse of Moore and Penrose; NumPy's `linalg.pinv`.
///
/// Its product with `b` is, of all `x` for which `a·x` is nearest to `b`, the shortest.
///
/// - Parameters:
///   - a: The matrix, of finite numbers.
///   - tolerance: Singular values up to this part of the largest count as 0; the larger size of the
///     matrix times 2⁻⁵² where left out.
/// - Returns: The pseudo-inverse, with the shape of the transpose: `V·diag(1/values)·Uᵀ`, each
///   element added from the largest value to the smallest, by fused multiply-add.
/// - Precondition: The matrix has two axes and an element; the tolerance is at least 0.
/// - Complexity: That of ``svd(_:)``.
public func pseudoInverse(_ a: Matrix, tolerance: Double? = nil) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.pseudoInverse(a, tolerance: tolerance) }
}

/// The dimension of what the matrix reaches; NumPy's `linalg.matrix_rank`.
///
/// - Parameters:
///   - a: The matrix, of finite numbers.
///   - tolerance: Singular values up to this part of the largest count as 0; the larger size of the
///     matrix times 2⁻⁵² where left out.
/// - Returns: The number of singular values that do not count as 0.
/// - Precondition: The matrix has two axes and an element; the tolerance is at least 0.
/// - Complexity: That of ``svd(_:)``.
public func matrixRank(_ a: Matrix, tolerance: Double? = nil) -> Int {
  orTrap { () throws(TensorError) in try Checked.matrixRank(a, tolerance: tolerance) }
}

/// The largest singular value divided by the smallest; NumPy's `linalg.cond`.
///
/// How many times larger the relative error of a solution can be than that of its right side.
///
/// - Parameter a: The matrix, of finite numbers.
/// - Returns: The quotient; ∞ where the smallest value is exactly 0. Where the matrix loses a
///   dimension and rounding hides it, the quotient is about 2⁵², and only its size means something.
/// - Precondition: The matrix has two axes and an element.
/// - Complexity: That of ``svd(_:)``.
public func conditionNumber(_ a: Matrix) -> Double {
  orTrap { () throws(TensorError) in try Checked.conditionNumber(a) }
}

/// An orthonormal basis of the vectors that the matrix maps to zero; SciPy's `null_space`.
///
/// - Parameters:
///   - a: The matrix, of finite numbers.
///   - tolerance: Singular values up to this part of the largest count as 0; the larger size of the
///     matrix times 2⁻⁵² where left out.
/// - Returns: The basis as columns, `[n, n − rank]`. The basis of a space is not unique; this one
///   completes the right singular vectors by Householder's reflections, with their rule of signs.
/// - Precondition: The matrix has two axes and an element; the tolerance is at least 0.
/// - Complexity: That of ``svd(_:)``, and O(n² · rank) multiply-adds.
public func nullSpace(_ a: Matrix, tolerance: Double? = nil) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.nullSpace(a, tolerance: tolerance) }
}

extension SingularValueDecomposition {
  /// How many values are above a part of the largest.
  fileprivate func rank(_ tolerance: Double?) -> Int {
    let size = Swift.max(u.shape[0], v.shape[0])
    let bound = (tolerance ?? Double(size) * Double.ulpOfOne) * values[0]
    return values.prefix { $0 > bound }.count
  }
}

extension Checked {
  /// The singular value decomposition: see ``Deconv/svd(_:)``.
  package static func svd(_ a: Matrix) throws(TensorError) -> SingularValueDecomposition {
    try decomposed(a, operation: "svd")
  }

  /// The pseudo-inverse: see ``Deconv/pseudoInverse(_:tolerance:)``.
  package static func pseudoInverse(
    _ a: Matrix, tolerance: Double? = nil
  ) throws(TensorError) -> Matrix {
    let (factors, rank) = try ranked(a, tolerance: tolerance, operation: "pseudoInverse")
    guard rank > 0 else {
      return Matrix(
        shape: [a.shape[1], a.shape[0]], scalars: Array(repeating: 0, count: a.count))
    }
    let inverted = zip(factors.v.columns, factors.values).prefix(rank).map { column, value in
      column.map { $0 / value }
    }
    let left = Matrix(columns: inverted, rowCount: a.shape[1])
    let right = Matrix(
      shape: [rank, a.shape[0]], scalars: factors.u.columns.prefix(rank).flatMap(\.self))
    return try matmul(left, right)
  }

  /// The rank of a matrix: see ``Deconv/matrixRank(_:tolerance:)``.
  package static func matrixRank(
    _ a: Matrix, tolerance: Double? = nil
  ) throws(TensorError) -> Int {
    try ranked(a, tolerance: tolerance, operation: "matrixRank").rank
  }

  /// The condition number: see ``Deconv/conditionNumber(_:)``.
  package static func conditionNumber(_ a: Matrix) throws(TensorError) -> Double {
    let values = try decomposed(a, operation: "conditionNumber").values
    let smallest = values[values.count - 1]
    return smallest == 0 ? .infinity : values[0] / smallest
  }

  /// A basis of the null space: see ``Deconv/nullSpace(_:tolerance:)``.
  package static func nullSpace(
    _ a: Matrix, tolerance: Double? = nil
  ) throws(TensorError) -> Matrix {
    let (factors, rank) = try ranked(a, tolerance: tolerance, operation: "nullSpace")
    let size = a.shape[1]
    let basis = HouseholderFactors.completion(
      of: Array(factors.v.columns.prefix(rank)), size: size, count: size - rank)
    return Matrix(columns: basis, rowCount: size)
  }

  private static func ranked(
    _ a: Matrix, tolerance: Double?, operation: String
  ) throws(TensorError) -> (SingularValueDecomposition, rank: Int) {
    if let tolerance { try checkTolerance(tolerance, operation: operation) }
    let factors = try decomposed(a, operation: operation)
    return (factors, factors.rank(tolerance))
  }

  private static func decomposed(
    _ a: Matrix, operation: String
  ) throws(TensorError) -> SingularValueDecomposition {
    try checkMatrix(a, operation: operation)
    let isWide = a.shape[0] < a.shape[1]
    let scaled = MatrixColumns(isWide ? a.transposed : a)
    var iteration = JacobiIteration(columns: scaled.columns)
    guard iteration.run() else {
      throw .linearAlgebra(
        operation: operation,
        .notConverged(
          what: "the singular value decomposition", bound: JacobiIteration.maximumSweeps))
    }
    var (left, values, right) = iteration.factors(rowCount: scaled.rowCount)
    if isWide { swap(&left, &right) }
    for index in left.indices where Vectors.isTurned(left[index]) {
      left[index] = left[index].map { -$0 }
      right[index] = right[index].map { -$0 }
    }
    return SingularValueDecomposition(
      u: Matrix(columns: left, rowCount: a.shape[0]), values: values.map { $0 * scaled.scale },
      v: Matrix(columns: right, rowCount: a.shape[1]))
  }
}

/// Turns the columns of a matrix until they are orthogonal: see ``svd(_:)``.
private struct JacobiIteration {
  static let maximumSweeps = 60

  /// Shorter columns count as zero: their squares would vanish.
  private static let shortest = 0x1p-400

  /// The columns `A·V` of a tall matrix, which become `U·diag(values)`.
  private var columns: [[Double]]

  /// The columns of `V`.
  private var turns: [[Double]]

  private let largestCosine: Double

  init(columns: [[Double]]) {
    self.columns = columns
    turns = columns.indices.map { index in
      var unit = [Double](repeating: 0, count: columns.count)
      unit[index] = 1
      return unit
    }
    largestCosine = 0x1p-51 * Double(columns.first?.count ?? 0).squareRoot()
  }

  /// Sweeps until all columns are orthogonal.
  ///
  /// - Returns: Whether they are; not where the bound of sweeps was reached.
  mutating func run() -> Bool {
    for _ in 0..<Self.maximumSweeps {
      var isOrthogonal = true
      for first in columns.indices {
        for second in (first + 1)..<columns.count where change(first, second) {
          isOrthogonal = false
        }
      }
      if isOrthogonal { return true }
    }
    return false
  }

  /// Puts the longer of two columns first and turns them until they are orthogonal.
  ///
  /// - Returns: Whether anything had to be done. An exchange counts: a sweep with one has not met
  ///   every pair of columns.
  private mutating func change(_ first: Int, _ second: Int) -> Bool {
    var (aa, bb, ab) = Vectors.products(columns[first], columns[second])
    let isExchanged = aa < bb
    if isExchanged {
      columns.swapAt(first, second)
      turns.swapAt(first, second)
      swap(&aa, &bb)
    }
    let shortest = Self.shortest * Self.shortest
    guard bb >= shortest, ab.magnitude > largestCosine * aa.squareRoot() * bb.squareRoot()
    else { return isExchanged }
    // The smaller root t of t² + 2·ratio·t = 1 is the tangent of an angle up to 45°.
    let ratio = (bb - aa) / (2 * ab)
    let sign: Double = ratio < 0 ? -1 : 1
    let tangent = sign / (ratio.magnitude + (1 + ratio * ratio).squareRoot())
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    let sine = tangent * cosine
    Vectors.rotate(&columns, first, second, cosine: cosine, sine: sine)
    Vectors.rotate(&turns, first, second, cosine: cosine, sine: sine)
    return true
  }

  /// The factors, in the order of the values, signs as they came.
  func factors(rowCount: Int) -> (left: [[Double]], values: [Double], right: [[Double]]) {
    // Thousands of rotations leave the columns of V a little longer or shorter than 1, and those of
    // A·V with them.
    let stretches = turns.map { Vectors.norm($0) }
    let lengths = columns.map { Vectors.norm($0) }
    let found = zip(lengths, stretches).map { length, stretch in
      length < Self.shortest ? 0 : length / stretch
    }
    let order = Vectors.descending(found)
    var left = order.prefix { found[$0] > 0 }.map { index in
      columns[index].map { $0 / lengths[index] }
    }
    left += HouseholderFactors.completion(
      of: left, size: rowCount, count: columns.count - left.count)
    let right = order.map { index in turns[index].map { $0 / stretches[index] } }
    return (left, order.map { found[$0] }, right)
  }
}
