/// Arithmetic on shapes: sizes of axes, outermost first.
enum Shape {
  /// The largest number of elements of one array: one gibibyte of single-precision numbers.
  static let maximumCount = 1 << 28

  /// The largest number of axes: what recurses over axes stays shallow.
  static let maximumRank = 8

  /// The number of elements of a shape.
  ///
  /// - Throws: ``TensorError`` if there are too many axes or elements, or a size is negative.
  static func count(_ shape: [Int], operation: String) throws(TensorError) -> Int {
    guard shape.count <= maximumRank else {
      throw .tooManyAxes(operation: operation, found: shape.count)
    }
    guard shape.allSatisfy({ $0 >= 0 }) else { throw .negativeSize(shape: shape) }
    // An axis of size 0 does not excuse the others: products of some of them are computed too.
    var total = 1
    for size in shape where size > 0 {
      let (product, overflows) = total.multipliedReportingOverflow(by: size)
      guard !overflows, product <= maximumCount else {
        throw .tooLarge(operation: operation, shape: shape)
      }
      total = product
    }
    return shape.contains(0) ? 0 : total
  }

  /// The distance in storage of two neighbours along each axis.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = shape
    var stride = 1
    for axis in shape.indices.reversed() {
      strides[axis] = stride
      stride *= shape[axis]
    }
    return strides
  }

  /// The place in storage of an index with one number for each axis.
  static func offset(_ indices: [Int], in shape: [Int]) throws(TensorError) -> Int {
    guard indices.count == shape.count else {
      throw .indexCount(indices: indices, shape: shape)
    }
    var offset = 0
    for (axis, index) in indices.enumerated() {
      guard 0 <= index, index < shape[axis] else {
        throw .index(operation: "subscript", index: index, axis: axis, shape: shape)
      }
      offset = offset * shape[axis] + index
    }
    return offset
  }

  /// The elements before, along, and behind an axis: storage is `[outer, size, inner]`.
  static func split(
    _ shape: [Int], axis: Int, operation: String
  ) throws(TensorError) -> (outer: Int, size: Int, inner: Int) {
    guard shape.indices.contains(axis) else {
      throw .axis(operation: operation, axis: axis, shape: shape)
    }
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    return (outer, shape[axis], inner)
  }
}
