import DeconvKernels

/// A row of complex numbers.
struct ComplexRow {
  var real: [Double]
  var imaginary: [Double]

  var count: Int { real.count }

  /// Zeros.
  init(count: Int) {
    real = [Double](repeating: 0, count: count)
    imaginary = real
  }

  init(real: [Double], imaginary: [Double]) {
    self.real = real
    self.imaginary = imaginary
  }

  /// Adds the product of two numbers to an element.
  mutating func add(
    _ a: (real: Double, imaginary: Double), times b: (real: Double, imaginary: Double),
    at index: Int
  ) {
    real[index] += a.real * b.real - a.imaginary * b.imaginary
    imaginary[index] += a.real * b.imaginary + a.imaginary * b.real
  }

  subscript(index: Int) -> (real: Double, imaginary: Double) { (real[index], imaginary[index]) }
}

/// The discrete Fourier transform of one length: `X[k] = Σ x[j] · exp(−2πi · j·k / n)`.
///
/// Cooley and Tukey's splitting, smallest prime factor first. A length that is a prime is summed as
/// it is written, in the order of `j`; if it is larger than ``largestSum``, Bluestein's convolution
/// of the next fitting power of two takes its place. So every length is fast, and short ones are
/// exact where their roots are: a transform of integers of length 1, 2 or 4 has no rounding.
///
/// Each product is rounded before it is added.
struct FourierTransform {
  /// The longest transform: its tables stay small.
  static let maximumCount = 1 << 20

  /// The longest sum of prime length that is taken as it is written.
  private static let largestSum = 61

  let count: Int

  /// `exp(−2πi · k / count)`.
  private let roots: ComplexRow

  init(count: Int) {
    self.count = count
    roots = Self.roots(of: count)
  }

  /// The transform of a row of `count` numbers.
  func forward(_ x: ComplexRow) -> ComplexRow {
    transform(x, start: 0, step: 1, count: count)
  }

  /// The row whose transform is given.
  ///
  /// The conjugate of the transform of the conjugate, divided by the length.
  func inverse(_ x: ComplexRow) -> ComplexRow {
    let turned = forward(ComplexRow(real: x.real, imaginary: x.imaginary.map { -$0 }))
    let length = Double(count)
    return ComplexRow(
      real: turned.real.map { $0 / length }, imaginary: turned.imaginary.map { -$0 / length })
  }

  /// The transform of every `step`-th element.
  private func transform(_ x: ComplexRow, start: Int, step: Int, count: Int) -> ComplexRow {
    let factor = Self.smallestFactor(of: count)
    if factor == count && factor > Self.largestSum {
      return bluestein(x, start: start, step: step, count: count)
    }
    var result = ComplexRow(count: count)
    let length = count / factor
    for part in 0..<factor {
      let piece =
        length == 1
        ? ComplexRow(
          real: [x.real[start + part * step]], imaginary: [x.imaginary[start + part * step]])
        : transform(x, start: start + part * step, step: step * factor, count: length)
      var (place, turn) = (0, 0)
      for index in 0..<count {
        result.add(piece[place], times: roots[turn * (self.count / count)], at: index)
        place = place + 1 == length ? 0 : place + 1
        turn = (turn + part) % count
      }
    }
    return result
  }

  /// The transform of prime length as a convolution with `exp(πi · j² / count)`.
  ///
  /// Bluestein, "A linear filtering approach to the computation of discrete Fourier transform"
  /// (1970): j·k = (j² + k² − (k − j)²) / 2.
  private func bluestein(_ x: ComplexRow, start: Int, step: Int, count: Int) -> ComplexRow {
    let all = Self.roots(of: 2 * count)
    let chirp = (0..<count).map { all[$0 * $0 % (2 * count)] }
    var size = 1
    while size < 2 * count - 1 { size *= 2 }
    var (signal, filter) = (ComplexRow(count: size), ComplexRow(count: size))
    for index in 0..<count {
      let place = start + index * step
      signal.add((x.real[place], x.imaginary[place]), times: chirp[index], at: index)
      for mirrored in [index, (size - index) % size] {
        filter.real[mirrored] = chirp[index].real
        filter.imaginary[mirrored] = -chirp[index].imaginary
      }
    }
    let transform = FourierTransform(count: size)
    let (left, right) = (transform.forward(signal), transform.forward(filter))
    var product = ComplexRow(count: size)
    for index in 0..<size { product.add(left[index], times: right[index], at: index) }
    let convolved = transform.inverse(product)
    var result = ComplexRow(count: count)
    for index in 0..<count { result.add(convolved[index], times: chirp[index], at: index) }
    return result
  }

  private static func smallestFactor(of count: Int) -> Int {
    var factor = 2
    while factor * factor <= count {
      if count % factor == 0 { return factor }
      factor += 1
    }
    return count
  }

  /// `exp(−2πi · k / count)` for every k.
  ///
  /// The angles are taken in the first eighth of the circle and mirrored to the others, so that
  /// quarters are exact, and mirrored roots have the same bits.
  private static func roots(of count: Int) -> ComplexRow {
    var roots = ComplexRow(count: count)
    for index in 0..<count {
      let (cosine, sine) = cosineAndSine(turns: index, of: count)
      roots.real[index] = cosine
      roots.imaginary[index] = -sine
    }
    return roots
  }

  /// Cosine and sine of `2π · turns / count`, for turns from 0 to below the count.
  private static func cosineAndSine(turns: Int, of count: Int) -> (Double, Double) {
    if 2 * turns > count {
      let (cosine, sine) = cosineAndSine(turns: count - turns, of: count)
      return (cosine, -sine)
    }
    if 4 * turns > count {
      let (cosine, sine) = firstQuarter(count - 2 * turns, of: 2 * count)
      return (-cosine, sine)
    }
    return firstQuarter(2 * turns, of: 2 * count)
  }

  /// Cosine and sine of `2π · turns / count`, up to a quarter.
  private static func firstQuarter(_ turns: Int, of count: Int) -> (Double, Double) {
    if 8 * turns > count {
      let (cosine, sine) = firstEighth(count - 4 * turns, of: 4 * count)
      return (sine, cosine)
    }
    return firstEighth(4 * turns, of: 4 * count)
  }

  private static func firstEighth(_ turns: Int, of count: Int) -> (Double, Double) {
    // The sine of the rounded angle would be one bit from its cosine.
    if 8 * turns == count { return ((0.5).squareRoot(), (0.5).squareRoot()) }
    let angle = 2 * Double.pi * Double(turns) / Double(count)
    return (Elementary.cos(angle), Elementary.sin(angle))
  }
}
