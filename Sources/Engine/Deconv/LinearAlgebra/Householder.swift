/// A reflection `I − v·vᵀ` that maps a vector to a multiple of a unit vector.
///
/// Householder, "Unitary triangularization of a nonsymmetric matrix" (1958); `v` has the length √2.
struct Reflection {
  /// The vector `v`; zero before `start`.
  let vector: [Double]

  /// The index of the unit vector.
  let start: Int

  /// What the reflected vector has at `start`, where everything behind becomes zero.
  let image: Double

  /// The reflection for a vector, or nil where it is zero behind `start` already.
  ///
  /// What lies before `start` is not touched.
  init?(_ x: [Double], start: Int) {
    var vector = x
    for index in 0..<start { vector[index] = 0 }
    let first = vector[start]
    guard vector.dropFirst(start + 1).contains(where: { $0 != 0 }) else { return nil }
    // The reflection does not depend on the length of the vector, and division by a power of two
    // is exact.
    let scale = Vectors.largestMagnitude(vector).binade
    for index in start..<vector.count { vector[index] /= scale }
    let norm = Vectors.dot(vector, vector, from: start).squareRoot()
    // The sign keeps the first element from being a difference of two close numbers.
    let sign: Double = first < 0 ? -1 : 1
    let length = (norm * (norm + vector[start].magnitude)).squareRoot()
    vector[start] += sign * norm
    for index in start..<vector.count { vector[index] /= length }
    self.vector = vector
    self.start = start
    image = -sign * norm * scale
  }

  /// Reflects a vector.
  func apply(to x: inout [Double]) {
    let factor = Vectors.dot(vector, x, from: start)
    Vectors.add(-factor, times: vector, to: &x, from: start)
  }
}

/// The factors of a tall matrix `A = Q·R`, with `Q` as a product of reflections.
struct HouseholderFactors {
  /// One reflection for each column, or nil where none was needed.
  private(set) var reflections: [Reflection?] = []

  /// The columns of `Qᵀ·A`: `R` in the first rows, zeros below.
  private(set) var triangle: [[Double]]

  /// Factors a matrix of at least as many rows as columns.
  init(_ columns: [[Double]]) {
    triangle = columns
    for index in columns.indices {
      guard let reflection = Reflection(triangle[index], start: index) else {
        reflections.append(nil)
        continue
      }
      for other in (index + 1)..<columns.count { reflection.apply(to: &triangle[other]) }
      triangle[index][index] = reflection.image
      for row in (index + 1)..<triangle[index].count { triangle[index][row] = 0 }
      reflections.append(reflection)
    }
  }

  /// The product of `Q` and a vector.
  func applyQ(to x: inout [Double]) {
    for reflection in reflections.reversed() { reflection?.apply(to: &x) }
  }

  /// The product of `Qᵀ` and a vector.
  func applyTransposedQ(to x: inout [Double]) {
    for reflection in reflections { reflection?.apply(to: &x) }
  }

  /// A column of `Q`, also one that belongs to no column of the matrix.
  func columnOfQ(_ index: Int, rowCount: Int) -> [Double] {
    var column = [Double](repeating: 0, count: rowCount)
    column[index] = 1
    applyQ(to: &column)
    return column
  }

  /// Vectors that, with the given orthonormal ones, make an orthonormal basis.
  ///
  /// - Parameters:
  ///   - vectors: Orthonormal vectors of the length `size`, or none.
  ///   - size: The dimension of the space.
  ///   - count: How many vectors are wanted, at most `size − vectors.count`.
  /// - Returns: The vectors, each with the sign of ``Vectors/isTurned(_:)``'s rule.
  static func completion(of vectors: [[Double]], size: Int, count: Int) -> [[Double]] {
    let factors = HouseholderFactors(vectors)
    return (vectors.count..<vectors.count + count).map { index in
      let column = factors.columnOfQ(index, rowCount: size)
      return Vectors.isTurned(column) ? column.map { -$0 } : column
    }
  }
}
