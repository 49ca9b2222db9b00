/// The directions in which samples differ most: principal component analysis.
///
/// The eigenvectors of the samples' covariance, with the largest eigenvalues. No other linear code
/// of the same length loses less of the samples, in the mean of squares: what an autoencoder has to
/// beat. Names as in scikit-learn.
public struct PCA: Equatable, Sendable {
  /// The mean of the samples, `d` numbers.
  public let mean: [Double]

  /// The directions as rows, `[k, d]`: orthonormal, the one of the largest variance first.
  public let components: Matrix

  /// The variance along each component: the sum of squares divided by the number of samples less
  /// one; from the largest to the smallest.
  public let explainedVariance: [Double]

  /// The variance of all features together, of which the components explain a part.
  public let totalVariance: Double

  /// Finds the components of samples.
  ///
  /// **Numerics.** In double precision: means, then the covariance of the differences from them,
  /// each element added in the order of the samples with separate multiplication and addition, then
  /// ``eigenSymmetric(_:)``, whose rule gives the components their signs.
  ///
  /// - Parameters:
  ///   - samples: One sample for each index of the first axis: `[n, d]`, or `[n, …]` with the
  ///     further axes taken as one, as in images `[n, 1, 28, 28]`. Finite numbers.
  ///   - components: How many components to keep.
  /// - Precondition: There are at least two samples; the components are at most as many as samples
  ///   and as features.
  /// - Complexity: n · d² / 2 multiply-adds, and those of ``eigenSymmetric(_:)`` for d × d; a few
  ///   seconds for images of 28 × 28.
  public init(of samples: some ShapedArray, components: Int) {
    self = orTrap { () throws(TensorError) in
      try Checked.pca(of: samples, components: components)
    }
  }

  fileprivate init(
    mean: [Double], components: Matrix, explainedVariance: [Double], totalVariance: Double
  ) {
    self.mean = mean
    self.components = components
    self.explainedVariance = explainedVariance
    self.totalVariance = totalVariance
  }
}

extension PCA {
  /// The part of all variance along each component, from 0 to 1; 0 where nothing varies.
  public var explainedVarianceRatio: [Double] {
    explainedVariance.map { totalVariance > 0 ? $0 / totalVariance : 0 }
  }

  /// The codes of samples: how far each lies from the mean along each component.
  ///
  /// - Parameter samples: Samples with as many features as those that the components were found of.
  /// - Returns: One row for each sample and one column for each component, `[n, k]`.
  /// - Precondition: The features fit.
  /// - Complexity: n · d · k multiply-adds.
  public func project(_ samples: some ShapedArray) -> Matrix {
    orTrap { () throws(TensorError) in try Checked.project(samples, on: self) }
  }

  /// The samples that have the given codes, as near as the components come.
  ///
  /// - Parameter codes: Codes as of ``project(_:)``, `[n, j]`; where `j` is less than the number of
  ///   components, the first `j` are used.
  /// - Returns: One row for each sample, `[n, d]`.
  /// - Precondition: There are at most as many columns as components.
  /// - Complexity: n · d · j multiply-adds.
  public func reconstruct(_ codes: Matrix) -> Matrix {
    orTrap { () throws(TensorError) in try Checked.reconstruct(codes, by: self) }
  }
}

extension Checked {
  /// The principal components: see ``PCA/init(of:components:)``.
  package static func pca(
    of samples: some ShapedArray, components: Int
  ) throws(TensorError) -> PCA {
    let operation = "PCA"
    let matrix = try sampleRows(samples, operation: operation)
    let (count, width) = (matrix.shape[0], matrix.shape[1])
    guard count >= 2 else {
      throw .argument(
        operation: operation, argument: "number of samples", value: count, expected: "at least 2")
    }
    guard (1...Swift.min(count, width)).contains(components) else {
      throw .argument(
        operation: operation, argument: "number of components", value: components,
        expected: "between 1 and \(Swift.min(count, width)), the smaller of the numbers of samples "
          + "(\(count)) and features (\(width))")
    }
    _ = try Shape.count([width, width], operation: operation)
    let mean = meanRow(matrix)
    let covariance = covariance(differences(of: matrix, from: mean), width: width)
    let eigen = try eigenSymmetric(covariance)
    // Rounding may leave an eigenvalue below zero, which no variance is.
    let variances = eigen.values.map { Swift.max($0, 0) }
    var total = 0.0
    for feature in 0..<width { total += covariance.scalars[feature * (width + 1)] }
    return PCA(
      mean: mean,
      components: Matrix(
        shape: [components, width],
        scalars: eigen.vectors.columns.prefix(components).flatMap(\.self)),
      explainedVariance: Array(variances.prefix(components)), totalVariance: total)
  }

  /// The codes of samples: see ``PCA/project(_:)``.
  package static func project(
    _ samples: some ShapedArray, on pca: PCA
  ) throws(TensorError) -> Matrix {
    let matrix = try sampleRows(samples, operation: "project")
    guard matrix.shape[1] == pca.mean.count else {
      throw .shapes(
        operation: "project", left: samples.shape, right: pca.components.shape,
        rule: "the samples must have as many features as the components")
    }
    let rows = differences(of: matrix, from: pca.mean)
    let centred = Matrix(shape: matrix.shape, scalars: rows.flatMap(\.self))
    return try matmul(centred, pca.components.transposed)
  }

  /// The samples of codes: see ``PCA/reconstruct(_:)``.
  package static func reconstruct(_ codes: Matrix, by pca: PCA) throws(TensorError) -> Matrix {
    guard codes.rank == 2, codes.shape[1] <= pca.components.shape[0] else {
      throw .shapes(
        operation: "reconstruct", left: codes.shape, right: pca.components.shape,
        rule: "the codes must have one column for each component, or fewer")
    }
    let used = codes.shape[1]
    let components = Matrix(
      shape: [used, pca.mean.count],
      scalars: Array(pca.components.scalars.prefix(used * pca.mean.count)))
    return try add(
      matmul(codes, components), Matrix(shape: [1, pca.mean.count], scalars: pca.mean))
  }

  /// Samples as a matrix with one row for each, of finite numbers.
  private static func sampleRows(
    _ samples: some ShapedArray, operation: String
  ) throws(TensorError) -> Matrix {
    guard samples.rank >= 2 else {
      throw .rank(
        operation: operation, argument: "array of samples", shape: samples.shape,
        expected: "[n, d] or [n, …], one sample for each index of the first axis")
    }
    guard samples.count > 0 else { throw .empty(operation: operation, shape: samples.shape) }
    let array = Matrix(shape: samples.shape, scalars: samples.scalars.map(\.doubleValue))
    try checkFinite(array, operation: operation, argument: "samples")
    return Matrix(
      shape: [samples.shape[0], samples.count / samples.shape[0]], scalars: array.scalars)
  }

  private static func meanRow(_ matrix: Matrix) -> [Double] {
    let (count, width) = (matrix.shape[0], matrix.shape[1])
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in matrix.scalars.enumerated() { sums[index % width] += value }
    return sums.map { $0 / Double(count) }
  }

  /// The rows less the mean.
  private static func differences(of matrix: Matrix, from mean: [Double]) -> [[Double]] {
    let width = mean.count
    return (0..<matrix.shape[0]).map { row in
      zip(matrix.scalars[row * width..<(row + 1) * width], mean).map { $0 - $1 }
    }
  }

  /// The sums over the samples of products of two features, divided by their number less one.
  private static func covariance(_ rows: [[Double]], width: Int) -> Matrix {
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
    for row in rows {
      for feature in 0..<width {
        Vectors.add(row[feature], times: row, to: &sums[feature], from: feature)
      }
    }
    let divisor = Double(rows.count - 1)
    var scalars = [Double](repeating: 0, count: width * width)
    for first in 0..<width {
      for second in first..<width {
        let value = sums[first][second] / divisor
        scalars[first * width + second] = value
        scalars[second * width + first] = value
      }
    }
    return Matrix(shape: [width, width], scalars: scalars)
  }
}
