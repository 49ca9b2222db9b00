/// A matrix as the list of its columns, divided by a power of two.
///
/// The largest element lies in [1, 2), so that no sum of squares overflows, and none that matters
/// vanishes. The division is exact, save for elements under 2⁻⁹⁷⁰ of the largest.
struct MatrixColumns {
  /// The columns, each as long as there are rows.
  var columns: [[Double]]

  let rowCount: Int

  /// The power of two that the elements were divided by.
  let scale: Double

  /// The columns of a matrix that was checked.
  init(_ matrix: Matrix) {
    rowCount = matrix.shape[0]
    let width = matrix.shape[1]
    let scalars = matrix.scalars
    let largest = Vectors.largestMagnitude(scalars)
    let scale = largest > 0 ? largest.binade : 1
    self.scale = scale
    columns = (0..<width).map { column in
      stride(from: column, to: scalars.count, by: width).map { scalars[$0] / scale }
    }
  }
}

extension Matrix {
  /// Makes a matrix of its columns.
  init(columns: [[Double]], rowCount: Int) {
    var scalars: [Double] = []
    scalars.reserveCapacity(rowCount * columns.count)
    for row in 0..<rowCount {
      for column in columns { scalars.append(column[row]) }
    }
    self.init(shape: [rowCount, columns.count], scalars: scalars)
  }

  /// The columns of a matrix of rank 2.
  var columns: [[Double]] {
    (0..<shape[1]).map { column in
      stride(from: column, to: count, by: shape[1]).map { scalars[$0] }
    }
  }

  /// The matrix with rows and columns exchanged, of a matrix of rank 2.
  var transposed: Matrix {
    Matrix(shape: [shape[1], shape[0]], scalars: columns.flatMap(\.self))
  }
}

extension Checked {
  /// Checks that a matrix has two axes, elements, and no infinity or NaN.
  static func checkMatrix(
    _ matrix: Matrix, operation: String, argument: String = "matrix"
  ) throws(TensorError) {
    guard matrix.rank == 2 else {
      throw .rank(
        operation: operation, argument: argument, shape: matrix.shape, expected: "two-dimensional")
    }
    guard matrix.count > 0 else { throw .empty(operation: operation, shape: matrix.shape) }
    try checkFinite(matrix, operation: operation, argument: argument)
  }

  /// Checks that an array holds no infinity and no NaN.
  static func checkFinite(
    _ array: Matrix, operation: String, argument: String
  ) throws(TensorError) {
    guard let place = array.scalars.firstIndex(where: { !$0.isFinite }) else { return }
    var index: [Int] = []
    var rest = place
    for stride in Shape.strides(array.shape) {
      index.append(rest / stride)
      rest %= stride
    }
    throw .linearAlgebra(
      operation: operation,
      .notFinite(argument: argument, index: index, value: array.scalars[place]))
  }

  /// Checks that a tolerance is a number from 0 on.
  static func checkTolerance(_ tolerance: Double, operation: String) throws(TensorError) {
    guard tolerance >= 0 else {
      throw .setting(
        operation: operation, setting: "tolerance", value: tolerance, expected: "at least 0")
    }
  }
}
