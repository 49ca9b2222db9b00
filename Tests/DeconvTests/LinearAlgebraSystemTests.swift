import Testing

@testable import Deconv

/// Systems of equations, and every mistake of the linear algebra.
@Suite struct LinearAlgebraSystemTests {
  @Test func factorsAreThoseOfNumPy() throws {
    let factors = try Checked.qr(LinearAlgebra.wave(4, 3))
    LinearAlgebra.expectClose(
      factors.q.scalars,
      [
        -0.656532164298613, -0.33658431471427, 0.4817406271611882, 0.26261286571944514,
        -0.16570304724394813, -0.5314686919004074, -0.26261286571944514, -0.7353072721450209,
        -0.4848486312073892, 0.6565321642986129, -0.564426004674699, 0.5003886514383953,
      ], within: LinearAlgebra.ulps(8))
    LinearAlgebra.expectClose(
      factors.r.scalars,
      [
        0.9519716382329885, -0.2133729533970492, -0.4759858191164945, 0, 0.4161994506947609,
        0.0563131449618105, 0, 0, 0.6880343957277938,
      ], within: LinearAlgebra.ulps(8))
  }

  @Test func factorsOfEveryShapeGiveTheMatrixBack() throws {
    for (rows, columns) in [(1, 1), (5, 5), (9, 4), (4, 9), (1, 6), (6, 1)] {
      let a = LinearAlgebra.wave(rows, columns)
      let factors = try Checked.qr(a)
      let count = Swift.min(rows, columns)
      #expect(factors.q.shape == [rows, count] && factors.r.shape == [count, columns])
      LinearAlgebra.expectOrthonormalColumns(factors.q, within: LinearAlgebra.ulps(16))
      LinearAlgebra.expectClose(matmul(factors.q, factors.r), a, within: LinearAlgebra.ulps(16))
      for row in 0..<count {
        #expect(factors.r[row, row] >= 0)
        for column in 0..<row { #expect(factors.r[row, column] == 0) }
      }
    }
  }

  @Test func systemsAreSolvedAsByNumPy() throws {
    let right = Matrix(shape: [4], scalars: [1, -2, 3, 0.5])
    LinearAlgebra.expectClose(
      try Checked.solve(
        LinearAlgebra.wave(4, 4) + LinearAlgebra.diagonal([2, 2, 2, 2]), right
      ).scalars,
      [-0.0059762656876974, -0.6587552292324765, 1.634764791257577, 0.10808503372321354],
      within: LinearAlgebra.ulps(16))
    LinearAlgebra.expectClose(
      try Checked.leastSquares(LinearAlgebra.wave(4, 3), right).scalars,
      [-2.8345567476002267, -6.057594579333712, 0.4946357989836274],
      within: LinearAlgebra.ulps(64))
  }

  @Test func simpleSystemsAreExact() throws {
    #expect(
      try Checked.solve([[2, 0], [0, -4]], [[6, 2], [8, 1]]) == [[3, 1], [-2, -0.25]])
    #expect(
      try Checked.solve([[0x1p900, 0], [0, 0x1p-100]], [[1], [1]]) == [[0x1p-900], [0x1p100]])
    let line = try Checked.leastSquares([[1], [1], [1], [1]], [[1], [2], [3], [6]])
    LinearAlgebra.expectClose(line, [[3]], within: LinearAlgebra.ulps(4))
  }

  @Test func severalRightSidesAreSolvedEachAlone() throws {
    let a = LinearAlgebra.random(12, 12, seed: 3)
    let x = LinearAlgebra.wave(12, 5)
    let solution = try Checked.solve(a, matmul(a, x))
    LinearAlgebra.expectClose(
      solution, x, within: LinearAlgebra.ulps(16) * (try Checked.conditionNumber(a)))
    let side = matmul(a, x).T.row(3)
    #expect(try Checked.solve(a, side).scalars == solution.T.row(3).scalars)
  }

  @Test func leastSquaresIsThePseudoInverse() throws {
    let (a, b) = (LinearAlgebra.random(15, 6, seed: 1), LinearAlgebra.random(15, 2, seed: 2))
    LinearAlgebra.expectClose(
      try Checked.leastSquares(a, b), matmul(try Checked.pseudoInverse(a), b),
      within: LinearAlgebra.ulps(512))
  }

  private func check<Value>(
    _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: () throws(TensorError) -> Value
  ) {
    do throws(TensorError) {
      _ = try operation()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }

  @Test func dependentColumnsAreNamed() {
    check(
      "solve: column 1 of the matrix is, up to rounding, a combination of the columns before it, "
        + "so there is more than one solution or none: use pseudoInverse for the shortest one"
    ) { () throws(TensorError) in try Checked.solve([[1, 2], [3, 6]], [[1], [1]]) }
    #expect(
      throws: TensorError.linearAlgebra(operation: "leastSquares", .dependentColumn(2))
    ) {
      try Checked.leastSquares(
        [[1, 2, 3], [4, 5, 9], [7, 8, 15], [1, 0, 1]], [[1], [1], [1], [1]])
    }
    #expect(throws: TensorError.linearAlgebra(operation: "solve", .dependentColumn(0))) {
      try Checked.solve([[0, 1], [0, 1]], [[1], [1]])
    }
    check(
      "leastSquares: the matrix has the shape [1, 2], so there are fewer equations than unknowns: "
        + "use pseudoInverse for the shortest solution"
    ) { () throws(TensorError) in try Checked.leastSquares([[1, 2]], [[1]]) }
  }

  @Test func numbersMustBeFinite() {
    check("svd: the matrix must hold finite numbers only, the element [1, 0] is nan") {
      () throws(TensorError) in try Checked.svd(Matrix([[1, 2], [Double.nan, 4]]))
    }
    check("solve: the right side must hold finite numbers only, the element [1] is -inf") {
      () throws(TensorError) in
      try Checked.solve([[1, 0], [0, 1]], Matrix(shape: [2], scalars: [0, -.infinity]))
    }
    check("PCA: the samples must hold finite numbers only, the element [1, 0, 1] is inf") {
      () throws(TensorError) in
      try Checked.pca(of: Tensor([[[1, 2]], [[3, Float.infinity]]]), components: 1)
    }
    let bad = Matrix([[Double.infinity, 1], [1, 1]])
    #expect(throws: TensorError.self) { try Checked.pseudoInverse(bad) }
    #expect(throws: TensorError.self) { try Checked.matrixRank(bad) }
    #expect(throws: TensorError.self) { try Checked.conditionNumber(bad) }
    #expect(throws: TensorError.self) { try Checked.nullSpace(bad) }
    #expect(throws: TensorError.self) { try Checked.eigenSymmetric(bad) }
    #expect(throws: TensorError.self) { try Checked.qr(bad) }
    #expect(throws: TensorError.self) { try Checked.fft(bad) }
    #expect(throws: TensorError.self) { try Checked.fft2(bad) }
    #expect(throws: TensorError.self) { try Checked.powerSpectrum(bad) }
  }

  @Test func shapesMustFit() {
    check("svd: the matrix must be two-dimensional, it has the shape [3]") {
      () throws(TensorError) in try Checked.svd(Matrix(shape: [3], scalars: [1, 2, 3]))
    }
    check("qr: an array of the shape [0, 3] has no elements") { () throws(TensorError) in
      try Checked.qr(Matrix(shape: [0, 3], scalars: []))
    }
    check("solve: the matrix must be square, it has the shape [1, 2]") {
      () throws(TensorError) in try Checked.solve([[1, 2]], [[1]])
    }
    check(
      "solve: the shapes [2, 2] and [3, 1] do not fit: the right side must have one row for each "
        + "row of the matrix"
    ) { () throws(TensorError) in try Checked.solve([[1, 2], [3, 4]], [[1], [2], [3]]) }
    check("eigenSymmetric: the matrix must be square, it has the shape [1, 2]") {
      () throws(TensorError) in try Checked.eigenSymmetric([[1, 2]])
    }
    check(
      "eigenSymmetric: the matrix must equal its transpose, the element [0, 1] is 2.0 and [1, 0] "
        + "is 3.0: where only rounding differs, use (a + a.T) / 2"
    ) { () throws(TensorError) in try Checked.eigenSymmetric([[1, 2], [3, 4]]) }
    check("matrixRank: the tolerance is -1.0, it must be at least 0") { () throws(TensorError) in
      try Checked.matrixRank([[1]], tolerance: -1)
    }
    #expect(throws: TensorError.self) { try Checked.pseudoInverse([[1]], tolerance: .nan) }
  }

  @Test func samplesMustFitTheirComponents() throws {
    let samples: Matrix = [[1, 2, 3], [4, 5, 6]]
    check(
      "PCA: the number of components is 3, it must be between 1 and 2, the smaller of the numbers "
        + "of samples (2) and features (3)"
    ) { () throws(TensorError) in try Checked.pca(of: samples, components: 3) }
    check("PCA: the number of samples is 1, it must be at least 2") { () throws(TensorError) in
      try Checked.pca(of: [[1, 2]] as Matrix, components: 1)
    }
    check(
      "PCA: the array of samples must be [n, d] or [n, …], one sample for each index of the first "
        + "axis, it has the shape [2]"
    ) { () throws(TensorError) in try Checked.pca(of: [1, 2] as Tensor, components: 1) }
    let wide = Tensor.zeros(2, 1 << 15)
    #expect(throws: TensorError.tooLarge(operation: "PCA", shape: [1 << 15, 1 << 15])) {
      try Checked.pca(of: wide, components: 1)
    }
    let pca = try Checked.pca(of: samples, components: 1)
    check(
      "project: the shapes [1, 2] and [1, 3] do not fit: the samples must have as many features as "
        + "the components"
    ) { () throws(TensorError) in try Checked.project([[1, 2]] as Matrix, on: pca) }
    check(
      "reconstruct: the shapes [1, 2] and [1, 3] do not fit: the codes must have one column for "
        + "each component, or fewer"
    ) { () throws(TensorError) in try Checked.reconstruct([[1, 2]], by: pca) }
  }
}
