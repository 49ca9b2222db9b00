import Testing

@testable import Deconv

/// Eigenvalues of symmetric matrices, and principal components.
@Suite struct LinearAlgebraEigenTests {
  @discardableResult
  private func check(
    _ a: Matrix, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> EigenDecomposition {
    let eigen = try Checked.eigenSymmetric(a)
    let values = eigen.values
    #expect(
      values.count == a.shape[0] && eigen.vectors.shape == a.shape, sourceLocation: sourceLocation)
    #expect(
      zip(values, values.dropFirst()).allSatisfy { $0 >= $1 }, sourceLocation: sourceLocation)
    let bound = LinearAlgebra.ulps(8 * Double(a.shape[0]))
    LinearAlgebra.expectOrthonormalColumns(
      eigen.vectors, within: bound, sourceLocation: sourceLocation)
    LinearAlgebra.expectRuleOfSigns(eigen.vectors, sourceLocation: sourceLocation)
    let largest = values.reduce(0) { Swift.max($0, $1.magnitude) }
    let product = matmul(eigen.vectors * Matrix([values]), eigen.vectors.T)
    LinearAlgebra.expectClose(
      product, a, within: bound * largest, sourceLocation: sourceLocation)
    return eigen
  }

  @Test func factorsAreThoseOfNumPy() throws {
    let wave = LinearAlgebra.wave(5, 5)
    let eigen = try check(wave + wave.T)
    LinearAlgebra.expectClose(
      eigen.values,
      [
        1.8563797336636687, 0.29428033575568535, 0.1790523802796183, -0.8310937133964752,
        -1.9986187363024972,
      ], within: LinearAlgebra.ulps(16))
    LinearAlgebra.expectClose(
      eigen.vectors.scalars,
      [
        -0.03241937089807381, -0.14471231980369723, 0.4598776812953097, 0.44959628017295566,
        0.7512543058037648, 0.21090309996484707, 0.6938950886346685, 0.2068434238460165,
        0.5704808511971158, -0.32526433069578065, -0.14342931398782796, -0.6146569495027174,
        -0.18317235706916102, 0.6411803553659768, -0.39618241482362915, 0.6705573585351471,
        -0.34591403270721605, 0.5668207506818829, -0.18788499407194353, -0.27223110860004657,
        -0.6958805411988026, 0.01040513671043522, 0.6252123163056383, -0.16125062532406031,
        -0.314244810431671,
      ], within: LinearAlgebra.ulps(64))
  }

  @Test func simpleMatricesAreExact() throws {
    let diagonal = try check(LinearAlgebra.diagonal([3, -1, 7, 0]))
    #expect(diagonal.values == [7, 3, 0, -1])
    #expect(
      diagonal.vectors == [[0, 1, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 0, 1, 0]])
    #expect(try check([[-4]]).values == [-4])
    #expect(
      try check(LinearAlgebra.diagonal([1, 1, 1])).vectors == LinearAlgebra.diagonal([1, 1, 1]))
    #expect(try check(LinearAlgebra.diagonal([0, 0])).values == [0, 0])
  }

  @Test func eigenvaluesOfAPathAreCosines() throws {
    // The second difference of 20 points: 2 − 2 cos(kπ / 21).
    let size = 20
    var matrix = LinearAlgebra.diagonal(Array(repeating: 2, count: size))
    for index in 1..<size {
      matrix[index, index - 1] = -1
      matrix[index - 1, index] = -1
    }
    let expected = (1...size).reversed().map { 2 - 2 * cos(Double($0) * .pi / 21) }
    LinearAlgebra.expectClose(
      try check(matrix).values, expected, within: LinearAlgebra.ulps(32))
  }

  @Test func eigenvaluesOfACircularConvolutionAreItsSpectrum() throws {
    let size = 12
    var matrix = LinearAlgebra.diagonal(Array(repeating: 0.5, count: size))
    for index in 0..<size {
      matrix[index, (index + 1) % size] = 0.25
      matrix[(index + 1) % size, index] = 0.25
    }
    let eigen = try check(matrix)
    let kernel = try Checked.fft(matrix.row(0)).magnitude.scalars
    LinearAlgebra.expectClose(
      eigen.values, kernel.sorted { $0 > $1 }, within: LinearAlgebra.ulps(16))
    // [1, 2, 1] / 4 takes the highest frequency away: the one vector that alternates.
    #expect(eigen.values[size - 1].magnitude < LinearAlgebra.ulps(4))
    let part = 1 / 12.0.squareRoot()
    LinearAlgebra.expectClose(
      (0..<size).map { eigen.vectors[$0, size - 1] },
      (0..<size).map { $0 % 2 == 0 ? part : -part }, within: LinearAlgebra.ulps(16))
  }

  @Test func largerMatricesAreReconstructed() throws {
    for size in [2, 3, 17, 48] {
      let a = LinearAlgebra.random(size, size, seed: size) - 0.5
      try check(a + a.T)
      try check(matmul(a.T, a))
    }
    let thin = LinearAlgebra.random(30, 4, seed: 3)
    let values = try check(matmul(thin, thin.T)).values
    #expect(values[3] > 0.1 && values[4].magnitude < LinearAlgebra.ulps(300))
  }

  @Test func elementsOfAllSizesAreReconstructed() throws {
    let wave = LinearAlgebra.wave(5, 5) + LinearAlgebra.wave(5, 5).T
    let values = try check(wave).values
    for scale in [0x1p1000, 0x1p-1000] {
      #expect(try check(wave * scale).values == values.map { $0 * scale })
    }
    let graded = Matrix(
      shape: [6, 6], scalars: (0..<36).map { Deconv.pow(10, -Double(60 * ($0 / 6 + $0 % 6))) })
    try check(graded)
  }

  @Test func componentsAreThoseOfNumPy() throws {
    let pca = try Checked.pca(of: LinearAlgebra.wave(9, 4), components: 4)
    LinearAlgebra.expectClose(
      pca.mean,
      [-0.027777777777777776, -0.041666666666666664, -0.05555555555555555, -0.06944444444444445],
      within: 0)
    LinearAlgebra.expectClose(
      pca.explainedVariance,
      [0.3667667956737783, 0.2623296327446795, 0.08343965234868592, 0.0374639192328563],
      within: LinearAlgebra.ulps(4))
    LinearAlgebra.expectClose(
      pca.components.scalars,
      [
        0.41840487367025725, 0.5906180074706905, -0.6735472633437063, -0.1498059243906299,
        0.6241943396277695, -0.4387046314179107, -0.13743885696719083, 0.63168839893153,
        0.504893926995197, -0.40422754104387687, 0.12646259994102615, -0.7521232800287105,
        0.42473628353249665, 0.5434231414702981, 0.7151586225823696, 0.11330720767737264,
      ], within: LinearAlgebra.ulps(32))
    LinearAlgebra.expectClose(
      [pca.explainedVarianceRatio.reduce(0, +)], [1], within: LinearAlgebra.ulps(4))
  }

  @Test func componentsFollowAPlane() throws {
    // Points of a plane in four dimensions: two components give them back, one does not.
    let plane: Matrix = [[1, 0, 1, 0], [0, 2, 0, -2]]
    let places = LinearAlgebra.random(12, 2, seed: 8)
    let samples = matmul(places, plane) + Matrix([[1, 2, 3, 4]])
    let pca = try Checked.pca(of: samples, components: 2)
    let codes = try Checked.project(samples, on: pca)
    #expect(codes.shape == [12, 2])
    LinearAlgebra.expectClose(
      try Checked.reconstruct(codes, by: pca), samples, within: LinearAlgebra.ulps(64))
    LinearAlgebra.expectClose(
      [pca.explainedVariance[0] + pca.explainedVariance[1]], [pca.totalVariance],
      within: LinearAlgebra.ulps(16))

    // What the first component alone loses is the variance of the second.
    let rough = try Checked.reconstruct(codes.slice(axis: 1, from: 0, to: 1), by: pca)
    let lost = (rough - samples).scalars.reduce(0) { $0 + $1 * $1 } / 11
    LinearAlgebra.expectClose([lost], [pca.explainedVariance[1]], within: LinearAlgebra.ulps(16))
    let mean = try Checked.reconstruct(codes.slice(axis: 1, from: 0, to: 0), by: pca)
    #expect(mean.row(5).scalars == pca.mean)
  }

  @Test func noVarianceIsNegative() throws {
    for seed in 0..<8 {
      let samples = matmul(
        LinearAlgebra.random(9, 2, seed: seed), LinearAlgebra.random(2, 6, seed: seed + 8))
      let variances = try Checked.pca(of: samples, components: 6).explainedVariance
      #expect(variances.allSatisfy { $0 >= 0 })
      #expect(variances[1] > 0.001 && variances[2] < LinearAlgebra.ulps(16))
    }
  }

  @Test func imagesAreTakenAsRows() throws {
    let images = Tensor.random(6, 1, 3, 2, seed: 5)
    let pca = try Checked.pca(of: images, components: 3)
    #expect(pca == (try Checked.pca(of: Matrix(images.reshaped(6, 6)), components: 3)))
    #expect(try Checked.project(images, on: pca).shape == [6, 3])
  }

  @Test func whatDoesNotVaryHasNoComponents() throws {
    let pca = try Checked.pca(of: [[2, 3], [2, 3], [2, 3]] as Matrix, components: 2)
    #expect(pca.mean == [2, 3])
    #expect(pca.explainedVariance == [0, 0])
    #expect(pca.explainedVarianceRatio == [0, 0])
    // Four points on a line that is given exactly.
    let line = try Checked.pca(of: [[1, 1], [2, 2], [3, 3], [4, 4]] as Tensor, components: 1)
    LinearAlgebra.expectClose(line.explainedVariance, [10 / 3.0], within: LinearAlgebra.ulps(4))
    LinearAlgebra.expectClose(
      line.components, Matrix([[(0.5).squareRoot(), (0.5).squareRoot()]]),
      within: LinearAlgebra.ulps(1))
  }
}
