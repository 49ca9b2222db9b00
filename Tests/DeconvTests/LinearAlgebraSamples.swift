import Testing

@testable import Deconv

/// Matrices and comparisons of the tests of linear algebra.
enum LinearAlgebra {
  /// The sample matrix of Reference/linalg.py.
  static func wave(_ rows: Int, _ columns: Int) -> Matrix {
    var scalars: [Double] = []
    for i in 0..<rows {
      for j in 0..<columns {
        let number = (7 * i + 5 * j + 3 * i * j) % 11 - 5
        scalars.append(Double(number) / 8)
      }
    }
    return Matrix(shape: [rows, columns], scalars: scalars)
  }

  /// Numbers from 0 to 1 in double precision.
  static func random(_ rows: Int, _ columns: Int, seed: Int) -> Matrix {
    Matrix(Tensor.random(rows, columns, seed: seed))
  }

  static func diagonal(_ values: [Double]) -> Matrix {
    var matrix = Matrix(
      shape: [values.count, values.count],
      scalars: Array(repeating: 0, count: values.count * values.count))
    for (index, value) in values.enumerated() { matrix[index, index] = value }
    return matrix
  }

  /// `2⁻⁵²` times a factor.
  static func ulps(_ factor: Double) -> Double { factor * Double.ulpOfOne }

  static func expectClose(
    _ found: [Double], _ expected: [Double], within bound: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    for (index, (left, right)) in zip(found, expected).enumerated()
    where !((left - right).magnitude <= bound) {
      Issue.record(
        "element \(index) is \(left), not \(right)", sourceLocation: sourceLocation)
    }
  }

  static func expectClose(
    _ found: Matrix, _ expected: Matrix, within bound: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
    expectClose(found.scalars, expected.scalars, within: bound, sourceLocation: sourceLocation)
  }

  /// The columns have the length 1 and are at right angles.
  static func expectOrthonormalColumns(
    _ matrix: Matrix, within bound: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectClose(
      matmul(matrix.T, matrix), diagonal(Array(repeating: 1, count: matrix.shape[1])),
      within: bound, sourceLocation: sourceLocation)
  }

  /// Each column has the sign of the rule: its first element of half the largest is positive.
  static func expectRuleOfSigns(
    _ matrix: Matrix, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for index in 0..<matrix.shape[1] {
      let column = (0..<matrix.shape[0]).map { matrix[$0, index] }
      let half = column.reduce(0) { Swift.max($0, $1.magnitude) } / 2
      let leading = column.first { $0.magnitude >= half } ?? 0
      #expect(leading > 0, "column \(index)", sourceLocation: sourceLocation)
    }
  }
}
