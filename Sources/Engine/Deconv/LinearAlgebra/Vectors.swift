/// Loops over rows of numbers: what the decompositions are made of.
///
/// Every sum starts at its first term's place with +0 and adds its terms in the order of the index,
/// each product rounded before it is added. There is no fused multiply-add here: without hardware
/// for it, it is a call for every term.
enum Vectors {
  /// The scalar product of two vectors of equal length, from an index on.
  static func dot(_ a: [Double], _ b: [Double], from start: Int = 0) -> Double {
    precondition(a.count == b.count)
    var sum = 0.0
    for index in start..<a.count { sum += a[index] * b[index] }
    return sum
  }

  /// The scalar products of two vectors with themselves and with each other.
  static func products(
    _ a: [Double], _ b: [Double]
  ) -> (aa: Double, bb: Double, ab: Double) {
    precondition(a.count == b.count)
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for index in 0..<a.count {
      let (x, y) = (a[index], b[index])
      aa += x * x
      bb += y * y
      ab += x * y
    }
    return (aa, bb, ab)
  }

  /// Adds a multiple of a vector to another, from an index on.
  static func add(
    _ factor: Double, times vector: [Double], to sum: inout [Double], from start: Int = 0
  ) {
    precondition(sum.count == vector.count)
    for index in start..<sum.count { sum[index] += factor * vector[index] }
  }

  /// Subtracts multiples of two vectors from a third, from an index on.
  ///
  /// The two products are added first: a symmetric matrix stays symmetric.
  static func subtract(
    _ factor: Double, times a: [Double], and other: Double, times b: [Double],
    from difference: inout [Double], start: Int
  ) {
    precondition(difference.count == a.count && difference.count == b.count)
    for index in start..<difference.count {
      difference[index] -= factor * a[index] + other * b[index]
    }
  }

  /// Turns two vectors into `cosine · a − sine · b` and `sine · a + cosine · b`.
  static func rotate(_ a: inout [Double], _ b: inout [Double], cosine: Double, sine: Double) {
    precondition(a.count == b.count)
    for index in 0..<a.count {
      let (x, y) = (a[index], b[index])
      a[index] = cosine * x - sine * y
      b[index] = sine * x + cosine * y
    }
  }

  /// Turns two rows: see ``rotate(_:_:cosine:sine:)-(_,[Double],_,_)``.
  static func rotate(
    _ rows: inout [[Double]], _ first: Int, _ second: Int, cosine: Double, sine: Double
  ) {
    // Taken out, so that each is held once and changed in place.
    var (a, b): ([Double], [Double]) = ([], [])
    swap(&a, &rows[first])
    swap(&b, &rows[second])
    rotate(&a, &b, cosine: cosine, sine: sine)
    swap(&a, &rows[first])
    swap(&b, &rows[second])
  }

  /// The length of a vector, also where the squares of its elements overflow or vanish.
  static func norm(_ vector: [Double]) -> Double {
    let scale = largestMagnitude(vector).binade
    guard scale > 0 else { return 0 }
    var sum = 0.0
    for element in vector {
      let scaled = element / scale
      sum += scaled * scaled
    }
    return sum.squareRoot() * scale
  }

  /// The length of the vector of two numbers: `hypot` of other libraries.
  ///
  /// The squares are taken as they are where they neither overflow nor vanish, so that lengths like
  /// that of 3 and 4 are exact.
  static func norm(_ a: Double, _ b: Double) -> Double {
    let larger = Swift.max(a.magnitude, b.magnitude)
    guard larger > 0, larger.isFinite else { return larger }
    if larger > 0x1p-400, larger < 0x1p400 { return (a * a + b * b).squareRoot() }
    let scale = larger.binade
    let (x, y) = (a / scale, b / scale)
    return (x * x + y * y).squareRoot() * scale
  }

  /// The largest magnitude of the elements, 0 if there are none.
  static func largestMagnitude(_ vector: [Double]) -> Double {
    var largest = 0.0
    for element in vector where element.magnitude > largest { largest = element.magnitude }
    return largest
  }

  /// Whether a vector has to change its sign for the rule that makes decompositions unique.
  ///
  /// The first element that is at least half as large as the largest is positive. The half keeps
  /// rounding from choosing among elements that are equal but for their last bits.
  static func isTurned(_ vector: [Double]) -> Bool {
    let half = largestMagnitude(vector) / 2
    guard let leading = vector.first(where: { $0.magnitude >= half }) else { return false }
    return leading < 0
  }

  /// The indices of numbers in descending order; of equal ones the first comes first.
  static func descending(_ values: [Double]) -> [Int] {
    values.indices.sorted { left, right in
      values[left] == values[right] ? left < right : values[left] > values[right]
    }
  }
}
