/// How losses and statistics are added up: image by image, in double precision.
///
/// Each image's terms are added to +0 in row-major order; the images' sums are added to +0 in the
/// order of the batch. So threads and vectors can work on several images at once without changing a
/// bit.
enum ImageSum {
  /// The sum over a batch.
  ///
  /// Four images at a time: an addition waits for the one before it, but not for those of others.
  ///
  /// - Parameters:
  ///   - images: The number of images.
  ///   - first: The place of the first image's first term.
  ///   - step: The distance of two images.
  ///   - count: The terms of an image, in consecutive places.
  ///   - term: The term at a place.
  /// - Returns: The sum.
  @inline(__always)
  static func total(
    images: Int, first: Int = 0, step: Int, count: Int, _ term: (Int) -> Double
  ) -> Double {
    var total = 0.0
    var image = 0
    while image + 4 <= images {
      var (sum0, sum1, sum2, sum3) = (0.0, 0.0, 0.0, 0.0)
      let start = first + image * step
      for place in start..<start + count {
        sum0 += term(place)
        sum1 += term(place + step)
        sum2 += term(place + 2 * step)
        sum3 += term(place + 3 * step)
      }
      total += sum0
      total += sum1
      total += sum2
      total += sum3
      image += 4
    }
    while image < images {
      var sum = 0.0
      let start = first + image * step
      for place in start..<start + count { sum += term(place) }
      total += sum
      image += 1
    }
    return total
  }
}

extension ImageSum {
  /// The images of two arrays that are compared, and the elements of one: an image is one index of
  /// the first axis.
  ///
  /// - Throws: ``TensorError`` if the shapes differ or there are no elements.
  static func sizes(
    _ left: [Int], _ right: [Int], operation: String
  ) throws(TensorError) -> (images: Int, count: Int) {
    guard left == right else {
      throw .shapes(operation: operation, left: left, right: right, rule: "they must be equal")
    }
    let count = left.dropFirst().reduce(1, *)
    guard count > 0, left.first != 0 else { throw .empty(operation: operation, shape: left) }
    return (left.first ?? 1, count)
  }
}
