import DeconvLessons

// Decompositions, systems and principal components, in double precision.

extension RegistryPart {
  static let linearAlgebraBuiltins =
    matrices + decompositions + factors + systems + rankings + principalComponents

  static let linearAlgebraTypes = [
    "SingularValueDecomposition", "QRDecomposition", "EigenDecomposition", "PCA", "Spectrum",
  ]

  static let linearAlgebraConformances =
    ["Tensor", "Matrix", "Counts"].map { "\($0): ShapedArray" }
    + linearAlgebraTypes.map { "\($0): Equatable" }

  private static let matrices: [Builtin] = [
    .member(
      of: "Matrix", "init(shape: [Int], scalars: [Double])",
      "A matrix of elements in row-major order, as many as the shape has."
    ) { (shape: [Int], scalars: [Double]) in
      guard shape.allSatisfy({ $0 >= 0 }), saturatingProduct(shape) == scalars.count else {
        throw TensorError.elementCount(operation: "Matrix", found: scalars.count, shape: shape)
      }
      return Matrix(shape: shape, scalars: scalars)
    }
  ]

  private static let decompositions: [Builtin] = [
    .function(
      "func svd(_ a: Matrix) -> SingularValueDecomposition",
      """
      The singular values of a matrix and the directions that belong to them: \
      a = u · diag(values) · v.T.
      """,
      running: { (runtime: Runtime, a: Matrix) in
        try runtime.chargeSingularValues(a)
        return try Checked.svd(a)
      }),
    .function(
      "func qr(_ a: Matrix) -> QRDecomposition",
      "Orthonormal columns and an upper triangle whose product is the matrix.",
      running: { (runtime: Runtime, a: Matrix) in
        try runtime.chargeDecomposition(a, rounds: 4)
        return try Checked.qr(a)
      }),
    .function(
      "func eigenSymmetric(_ a: Matrix) -> EigenDecomposition",
      "The eigenvalues of a symmetric matrix, the largest first, and their vectors.",
      running: { (runtime: Runtime, a: Matrix) in
        try runtime.chargeDecomposition(a, rounds: 9)
        return try Checked.eigenSymmetric(a)
      }),
  ]

  private static let factors: [Builtin] = [
    .member(
      of: "SingularValueDecomposition", "var u: Matrix", "The left singular vectors, as columns."
    ) { (factors: SingularValueDecomposition) in factors.u },
    .member(
      of: "SingularValueDecomposition", "var values: [Double]",
      "The singular values, the largest first."
    ) { (factors: SingularValueDecomposition) in factors.values },
    .member(
      of: "SingularValueDecomposition", "var v: Matrix", "The right singular vectors, as columns."
    ) { (factors: SingularValueDecomposition) in factors.v },
    .member(of: "QRDecomposition", "var q: Matrix", "The orthonormal columns.") {
      (factors: QRDecomposition) in factors.q
    },
    .member(of: "QRDecomposition", "var r: Matrix", "The upper triangle.") {
      (factors: QRDecomposition) in factors.r
    },
    .member(
      of: "EigenDecomposition", "var values: [Double]", "The eigenvalues, the largest first."
    ) { (factors: EigenDecomposition) in factors.values },
    .member(of: "EigenDecomposition", "var vectors: Matrix", "The eigenvectors, as columns.") {
      (factors: EigenDecomposition) in factors.vectors
    },
  ]

  private static let systems: [Builtin] = [
    .function(
      "func solve(_ a: Matrix, _ b: Matrix) -> Matrix",
      "The x for which matmul(a, x) is b; `a` is square and loses no dimension.",
      running: { (runtime: Runtime, a: Matrix, b: Matrix) in
        try runtime.chargeSystem(a, b)
        return try Checked.solve(a, b)
      }),
    .function(
      "func leastSquares(_ a: Matrix, _ b: Matrix) -> Matrix",
      "The x for which matmul(a, x) is nearest to b, in the sum of squares.",
      running: { (runtime: Runtime, a: Matrix, b: Matrix) in
        try runtime.chargeSystem(a, b)
        return try Checked.leastSquares(a, b)
      }),
    .function(
      "func pseudoInverse(_ a: Matrix, tolerance: Double? = nil) -> Matrix",
      "The pseudo-inverse: its product with b is the shortest of the nearest solutions.",
      running: { (runtime: Runtime, a: Matrix, tolerance: Double?) in
        try runtime.chargeSingularValues(a)
        return try Checked.pseudoInverse(a, tolerance: tolerance)
      }),
  ]

  private static let rankings: [Builtin] = [
    .function(
      "func matrixRank(_ a: Matrix, tolerance: Double? = nil) -> Int",
      "The number of singular values above a part of the largest: how many dimensions survive.",
      running: { (runtime: Runtime, a: Matrix, tolerance: Double?) in
        try runtime.chargeSingularValues(a)
        return try Checked.matrixRank(a, tolerance: tolerance)
      }),
    .function(
      "func conditionNumber(_ a: Matrix) -> Double",
      "The largest singular value divided by the smallest; infinite where that is 0.",
      running: { (runtime: Runtime, a: Matrix) in
        try runtime.chargeSingularValues(a)
        return try Checked.conditionNumber(a)
      }),
    .function(
      "func nullSpace(_ a: Matrix, tolerance: Double? = nil) -> Matrix",
      "An orthonormal basis, as columns, of what the matrix maps to zero.",
      running: { (runtime: Runtime, a: Matrix, tolerance: Double?) in
        try runtime.chargeSingularValues(a)
        if let columns = a.shape.last {
          try runtime.reserve(bytes: saturatingProduct([columns, columns, 16]))
          try runtime.charge(multiplyAdds: saturatingProduct([columns, columns, columns, 4]))
        }
        return try Checked.nullSpace(a, tolerance: tolerance)
      }),
  ]

  private static let principalComponents: [Builtin] = [
    .member(
      of: "PCA", "init(of samples: some ShapedArray, components: Int)",
      """
      The directions in which samples differ most; the first axis counts the samples, all others \
      are features.
      """,
      running: { (runtime: Runtime, samples: ShapedArgument, components: Int) in
        try runtime.chargeComponents(samples.array)
        return try samples.pca(components: components)
      }),
    .member(of: "PCA", "var mean: [Double]", "The mean of the samples.") { (pca: PCA) in pca.mean },
    .member(
      of: "PCA", "var components: Matrix", "The directions as rows, orthonormal, the first first."
    ) { (pca: PCA) in pca.components },
    .member(
      of: "PCA", "var explainedVariance: [Double]", "The variance along each component."
    ) { (pca: PCA) in pca.explainedVariance },
    .member(
      of: "PCA", "var explainedVarianceRatio: [Double]",
      "The part of all variance along each component, from 0 to 1."
    ) { (pca: PCA) in pca.explainedVarianceRatio },
    .member(of: "PCA", "var totalVariance: Double", "The variance of all features together.") {
      (pca: PCA) in pca.totalVariance
    },
    .member(
      of: "PCA", "func project(_ samples: some ShapedArray) -> Matrix",
      "The codes of samples: one row for each, one column for each component.",
      running: { (runtime: Runtime, pca: PCA, samples: ShapedArgument) in
        try runtime.reserve(bytes: saturatingProduct([samples.array.shapedCount, 24]))
        try runtime.chargeProduct(samples.array.shapedCount, pca.components.shape[0], 8)
        return try samples.projected(on: pca)
      }),
    .member(
      of: "PCA", "func reconstruct(_ codes: Matrix) -> Matrix",
      "The samples, one a row, that come nearest to having these codes.",
      running: { (runtime: Runtime, pca: PCA, codes: Matrix) in
        try runtime.reserve(
          bytes: saturatingProduct([codes.shape.first ?? 1, pca.mean.count, 16]))
        try runtime.chargeProduct(codes.count, pca.mean.count, 8)
        return try Checked.reconstruct(codes, by: pca)
      }),
  ]
}

extension Runtime {
  /// The work of a decomposition of m × n numbers, `rounds` times m · n · min(m, n), and the copies
  /// that it makes.
  fileprivate func chargeDecomposition(_ a: Matrix, rounds: Int) throws {
    guard let rows = a.shape.first, let columns = a.shape.last else { return }
    try reserve(bytes: saturatingProduct([rows + columns, max(rows, columns), 24]))
    try charge(
      multiplyAdds: saturatingProduct([rows, columns, min(rows, columns), rounds, Self.slowness]))
  }

  /// Some ten sweeps of turning every pair of columns, by angles that take a root each.
  fileprivate func chargeSingularValues(_ a: Matrix) throws {
    try chargeDecomposition(a, rounds: 20)
  }

  fileprivate func chargeSystem(_ a: Matrix, _ b: Matrix) throws {
    try chargeDecomposition(a, rounds: 2)
    try reserve(bytes: saturatingProduct([b.count, 16]))
    try charge(multiplyAdds: saturatingProduct([b.count, a.shape.last ?? 1, 2, Self.slowness]))
  }

  /// The covariance of the features, and its eigenvectors.
  fileprivate func chargeComponents(_ samples: any ShapedArray) throws {
    let count = samples.shapedCount
    let features = count / max(samples.shape.first ?? 1, 1)
    try reserve(
      bytes: saturatingSum([
        saturatingProduct([count, 24]), saturatingProduct([features, features, 32]),
      ]))
    try charge(
      multiplyAdds: saturatingSum([
        saturatingProduct([count, features, Self.slowness]) / 2,
        saturatingProduct([features, features, features, 9, Self.slowness]),
      ]))
  }

  /// How many multiply-adds of a convolution take as long as one of these, which are added one
  /// after another in double precision.
  private static let slowness = 2
}

extension ShapedArray {
  /// The number of elements.
  fileprivate var shapedCount: Int { scalars.count }
}

/// `some ShapedArray`: a tensor, a matrix or counts.
struct ShapedArgument: OpenArgument {
  let array: any ShapedArray

  init(value: Value) throws {
    guard case .native(let box) = value, let array = box.payload as? any ShapedArray else {
      throw Value.mismatch(expected: "ShapedArray")
    }
    self.array = array
  }

  var asValue: Value { .absent }

  fileprivate func pca(components: Int) throws -> PCA {
    try Checked.pca(of: array, components: components)
  }

  fileprivate func projected(on pca: PCA) throws -> Matrix {
    try Checked.project(array, on: pca)
  }
}

extension SingularValueDecomposition: NativeValue {
  package static let typeName = "SingularValueDecomposition"
  package var byteCount: Int { u.byteCount + v.byteCount + values.count * 8 }
}

extension QRDecomposition: NativeValue {
  package static let typeName = "QRDecomposition"
  package var byteCount: Int { q.byteCount + r.byteCount }
}

extension EigenDecomposition: NativeValue {
  package static let typeName = "EigenDecomposition"
  package var byteCount: Int { vectors.byteCount + values.count * 8 }
}

extension PCA: NativeValue {
  package static let typeName = "PCA"
  package var byteCount: Int { components.byteCount + mean.count * 8 }
}
