import Testing

@testable import Deconv

/// The singular value decomposition and what is made of it.
@Suite struct LinearAlgebraSingularValueTests {
  /// Decomposes a matrix and checks all that must hold of the factors.
  @discardableResult
  private func check(
    _ a: Matrix, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SingularValueDecomposition {
    let factors = try Checked.svd(a)
    let count = Swift.min(a.shape[0], a.shape[1])
    #expect(factors.u.shape == [a.shape[0], count], sourceLocation: sourceLocation)
    #expect(factors.v.shape == [a.shape[1], count], sourceLocation: sourceLocation)
    let values = factors.values
    #expect(values.count == count && values.allSatisfy { $0 >= 0 }, sourceLocation: sourceLocation)
    #expect(
      zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }, sourceLocation: sourceLocation)
    let bound = LinearAlgebra.ulps(8 * Double(a.shape.max() ?? 0))
    LinearAlgebra.expectOrthonormalColumns(
      factors.u, within: bound, sourceLocation: sourceLocation)
    LinearAlgebra.expectOrthonormalColumns(
      factors.v, within: bound, sourceLocation: sourceLocation)
    LinearAlgebra.expectRuleOfSigns(factors.u, sourceLocation: sourceLocation)
    let product = matmul(factors.u * Matrix([values]), factors.v.T)
    LinearAlgebra.expectClose(
      product, a, within: bound * values[0], sourceLocation: sourceLocation)
    return factors
  }

  @Test func factorsAreThoseOfNumPy() throws {
    let tall = try check(LinearAlgebra.wave(4, 3))
    LinearAlgebra.expectClose(
      tall.values, [1.1488986724748909, 0.5873163271505463, 0.40400046070249107],
      within: LinearAlgebra.ulps(8))
    LinearAlgebra.expectClose(
      tall.u.scalars,
      [
        0.7470123300244644, -0.22291410505744688, 0.4107059727905222, -0.45357254189019325,
        0.3946896567386775, 0.13181051431662635, -0.010730287751029466, 0.5218823874084193,
        0.7564681959818794, -0.4859314652906007, -0.7226120330736483, 0.4916324447162723,
      ], within: LinearAlgebra.ulps(16))
    let wide = try check(LinearAlgebra.wave(3, 5))
    LinearAlgebra.expectClose(
      wide.values, [1.1588942423743824, 0.6386288800476859, 0.44971356279363484],
      within: LinearAlgebra.ulps(8))
    LinearAlgebra.expectClose(
      wide.u.scalars,
      [
        0.8485956386025798, 0.33541118826597605, 0.4091268469933079, -0.5271049541476474,
        0.602154007052125, 0.5996423259778072, -0.045230625218831894, -0.7245066504712528,
        0.6877821631630461,
      ], within: LinearAlgebra.ulps(16))
    let square = try check(LinearAlgebra.wave(6, 6))
    LinearAlgebra.expectClose(
      square.values,
      [
        1.496333390708053, 1.1463868139144708, 0.6719795837463445, 0.6569418719125655,
        0.5866737828164578, 0.2514325858895415,
      ], within: LinearAlgebra.ulps(16))
  }

  @Test func simpleMatricesAreExact() throws {
    let diagonal = try check([[0, 3, 0], [0, 0, -5], [2, 0, 0]])
    #expect(diagonal.values == [5, 3, 2])
    #expect(diagonal.u == [[0, 1, 0], [1, 0, 0], [0, 0, 1]])
    #expect(diagonal.v == [[0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    #expect(try check([[-3, 4]]).values == [5])
    #expect(try check([[-7]]).v == [[-1]])
  }

  @Test func equalValuesKeepTheOrderOfTheirColumns() throws {
    let identity = LinearAlgebra.diagonal([1, 1, 1, 1])
    let factors = try check(identity)
    #expect(factors.values == [1, 1, 1, 1])
    #expect(factors.u == identity && factors.v == identity)
  }

  @Test func largerMatricesAreReconstructed() throws {
    for (rows, columns) in [(1, 9), (9, 1), (24, 24), (40, 12), (12, 40), (48, 48)] {
      try check(LinearAlgebra.random(rows, columns, seed: rows))
      try check(LinearAlgebra.random(rows, columns, seed: columns) - 0.5)
    }
  }

  @Test func tinyAndHugeElementsKeepTheirPrecision() throws {
    let a = LinearAlgebra.wave(4, 3)
    let values = try check(a).values
    for scale in [0x1p1000, 0x1p-1000] {
      #expect(try check(a * scale).values == values.map { $0 * scale })
    }
    // One-sided Jacobi finds small values to as many digits as large ones.
    #expect(
      try check(LinearAlgebra.diagonal([1, 0x1p-100, 0x1p-300])).values == [1, 0x1p-100, 0x1p-300])
    #expect(try check(LinearAlgebra.diagonal([1, 0x1p-401])).values == [1, 0])
    #expect(try check(Matrix([[Double.leastNonzeroMagnitude]])).values == [.leastNonzeroMagnitude])
  }

  @Test func matricesOfLowRankHaveOrthonormalFactorsAllTheSame() throws {
    let zero = Matrix(shape: [3, 2], scalars: Array(repeating: 0, count: 6))
    #expect(try check(zero).values == [0, 0])
    #expect(try Checked.matrixRank(zero) == 0)
    let equalColumns: Matrix = [[1, 1, 2], [1, 1, 2], [1, 1, 2], [1, 1, 2]]
    let values = try check(equalColumns).values
    LinearAlgebra.expectClose(values, [(24.0).squareRoot(), 0, 0], within: LinearAlgebra.ulps(8))
    #expect(try Checked.matrixRank(equalColumns) == 1)
    let product = matmul(LinearAlgebra.random(20, 3, seed: 1), LinearAlgebra.random(3, 15, seed: 2))
    try check(product)
    #expect(try Checked.matrixRank(product) == 3)
    #expect(try Checked.matrixRank(product.T) == 3)
    #expect(try Checked.matrixRank(LinearAlgebra.wave(6, 6)) == 6)
  }

  @Test func exchangedColumnsAreComparedAgain() throws {
    // A sweep that only exchanges columns here passes by a pair that it would have to turn.
    try check([
      [-1, 1, 1, -1, -1], [-1, -1, -1, 1, -1], [1, -1, -1, -1, -1], [1, 1, 1, 1, -1],
      [1, 1, 1, -1, 1], [1, -1, -1, -1, -1],
    ])
  }

  @Test func toleranceDecidesWhatCountsAsZero() throws {
    let a = LinearAlgebra.diagonal([8, 2, 1])
    #expect(try Checked.matrixRank(a) == 3)
    #expect(try Checked.matrixRank(a, tolerance: 0.125) == 2)
    #expect(try Checked.matrixRank(a, tolerance: 0.25) == 1)
    #expect(try Checked.matrixRank(a, tolerance: 1) == 0)
    #expect(
      try Checked.pseudoInverse(a, tolerance: 0.125) == LinearAlgebra.diagonal([0.125, 0.5, 0]))
    #expect(try Checked.pseudoInverse(a, tolerance: 1) == LinearAlgebra.diagonal([0, 0, 0]))
    #expect(try Checked.nullSpace(a, tolerance: 0.125) == [[0], [0], [1]])
  }

  @Test func pseudoInverseIsThatOfNumPy() throws {
    LinearAlgebra.expectClose(
      try Checked.pseudoInverse(LinearAlgebra.wave(4, 3)).scalars,
      [
        -0.5420666290231506, -0.17617165443252428, -1.0028232636928296, 0.7272727272727283,
        -0.9034443817052514, -0.2936194240542069, -1.6713721061547155, -1.4545454545454541,
        0.7001693958215702, -0.77244494635799, -0.7046866177300967, 0.7272727272727276,
      ], within: LinearAlgebra.ulps(32))
    LinearAlgebra.expectClose(
      try Checked.pseudoInverse(LinearAlgebra.wave(3, 5)).scalars,
      [
        -0.8727272727272726, -0.3878787878787873, -1.139393939393939, -0.36363636363636354,
        -0.6060606060606055, -1.0303030303030303, 0.14545454545454567, -0.8242424242424236,
        -0.9212121212121211, 0.2909090909090905, 1.0181818181818172, -0.5090909090909088,
        0.7999999999999998, 0.7999999999999995, -0.39999999999999974,
      ], within: LinearAlgebra.ulps(32))
  }

  @Test func pseudoInverseMeetsPenrosesConditions() throws {
    let a = matmul(LinearAlgebra.random(9, 3, seed: 4), LinearAlgebra.random(3, 7, seed: 5))
    let inverse = try Checked.pseudoInverse(a)
    let bound = LinearAlgebra.ulps(512)
    let (left, right) = (matmul(a, inverse), matmul(inverse, a))
    LinearAlgebra.expectClose(matmul(left, a), a, within: bound)
    LinearAlgebra.expectClose(matmul(right, inverse), inverse, within: bound)
    LinearAlgebra.expectClose(left.T, left, within: bound)
    LinearAlgebra.expectClose(right.T, right, within: bound)
  }

  @Test func conditionNumberIsTheQuotientOfTheExtremes() throws {
    #expect(try Checked.conditionNumber(LinearAlgebra.diagonal([2, -8, 4])) == 4)
    #expect(try Checked.conditionNumber([[1, 1], [1, 1]]) > 0x1p50)
    #expect(try Checked.conditionNumber([[0, 0], [0, 1]]) == .infinity)
    #expect(try Checked.conditionNumber([[0]]) == .infinity)
    let condition = try Checked.conditionNumber(LinearAlgebra.wave(6, 6))
    #expect((condition - 5.951230964809853).magnitude < LinearAlgebra.ulps(64))
  }

  @Test func nullSpaceOfABlurIsTheCheckerboard() throws {
    // Sums of two neighbours lose exactly the signal that alternates.
    let line = Matrix(Checked.convolution([1, 1], input: [8]))
    let basis = try Checked.nullSpace(line)
    let part = 1 / 8.0.squareRoot()
    LinearAlgebra.expectClose(
      basis, Matrix(shape: [8, 1], scalars: (0..<8).map { $0 % 2 == 0 ? part : -part }),
      within: LinearAlgebra.ulps(8))

    // Sums of 2 × 2 pixels lose what alternates along rows or columns: 4 + 4 − 1 dimensions.
    let image = Matrix(Checked.convolution([[1, 1], [1, 1]], input: [4, 4]))
    let lost = try Checked.nullSpace(image)
    #expect(lost.shape == [16, 7])
    LinearAlgebra.expectOrthonormalColumns(lost, within: LinearAlgebra.ulps(64))
    LinearAlgebra.expectRuleOfSigns(lost)
    LinearAlgebra.expectClose(
      matmul(image, lost), Matrix(shape: [9, 7], scalars: Array(repeating: 0, count: 63)),
      within: LinearAlgebra.ulps(64))
    let checkerboard = Matrix(
      shape: [16, 1], scalars: (0..<16).map { ($0 / 4 + $0 % 4) % 2 == 0 ? 0.25 : -0.25 })
    LinearAlgebra.expectClose(
      matmul(lost, matmul(lost.T, checkerboard)), checkerboard, within: LinearAlgebra.ulps(64))
  }

  @Test func transposeOfAConvolutionIsNotItsInverse() throws {
    // The 3 × 3 kernel of the lessons over 4 × 4 pixels: 4 of 16 dimensions are left.
    let kernel: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    let matrix = Matrix(Checked.convolution(kernel, input: [4, 4]))
    try check(matrix)
    #expect(try Checked.matrixRank(matrix) == 4)
    #expect(try Checked.nullSpace(matrix).shape == [16, 12])
    // The pseudo-inverse gives back what the convolution kept: it projects.
    let kept = matmul(try Checked.pseudoInverse(matrix), matrix)
    LinearAlgebra.expectClose(matmul(kept, kept), kept, within: LinearAlgebra.ulps(256))
    #expect((0..<16).map { kept[$0, $0] }.reduce(0, +).rounded() == 4)
  }

  @Test func emptyNullSpaceHasNoColumns() throws {
    #expect(try Checked.nullSpace(LinearAlgebra.wave(4, 3)).shape == [3, 0])
  }
}

extension Checked {
  /// The matrix of a convolution with stride 1 and no padding.
  fileprivate static func convolution(_ kernel: Tensor, input: [Int]) -> Tensor {
    Deconv.convolutionMatrix(kernel, input: input)
  }
}
