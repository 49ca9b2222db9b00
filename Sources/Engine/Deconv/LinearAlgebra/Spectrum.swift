/// A complex number for each frequency: what ``fft(_:)`` and ``fft2(_:)`` give.
public struct Spectrum: Equatable, Sendable {
  /// The real parts.
  public let real: Matrix

  /// The imaginary parts.
  public let imaginary: Matrix

  /// Makes a spectrum of its parts.
  ///
  /// - Parameters:
  ///   - real: The real parts.
  ///   - imaginary: The imaginary parts, of the same shape.
  /// - Precondition: The shapes are equal.
  public init(real: Matrix, imaginary: Matrix) {
    self = orTrap { () throws(TensorError) in
      try Checked.spectrum(real: real, imaginary: imaginary)
    }
  }

  /// Makes a spectrum of parts that are known to have the same shape.
  fileprivate init(unchecked real: Matrix, _ imaginary: Matrix) {
    self.real = real
    self.imaginary = imaginary
  }
}

extension Spectrum {
  /// The sizes of the axes, outermost first.
  public var shape: [Int] { real.shape }

  /// The absolute values √(real² + imaginary²).
  public var magnitude: Matrix { combined { Vectors.norm($0, $1) } }

  /// The squares of the absolute values, real² + imaginary².
  public var power: Matrix { combined { $0 * $0 + $1 * $1 } }

  /// The spectrum with the opposite imaginary parts.
  public var conjugate: Spectrum { Spectrum(unchecked: real, -imaginary) }

  /// The products of two spectra, frequency by frequency.
  ///
  /// The inverse transform of the product is the circular convolution.
  ///
  /// - Parameters:
  ///   - left: The first spectrum.
  ///   - right: The second spectrum, of the same shape.
  /// - Returns: The products.
  /// - Precondition: The shapes are equal.
  public static func * (left: Spectrum, right: Spectrum) -> Spectrum {
    orTrap { () throws(TensorError) in try Checked.multiply(left, right) }
  }

  /// The quotients of two spectra, frequency by frequency.
  ///
  /// The inverse transform of the quotient undoes a circular convolution, where the divisor is
  /// nowhere 0; there a quotient is infinite or not a number.
  ///
  /// - Parameters:
  ///   - left: The spectrum to divide.
  ///   - right: The divisor, of the same shape.
  /// - Returns: The quotients: `left · conjugate(right) / |right|²`.
  /// - Precondition: The shapes are equal.
  public static func / (left: Spectrum, right: Spectrum) -> Spectrum {
    orTrap { () throws(TensorError) in try Checked.divide(left, right) }
  }

  private func combined(_ function: (Double, Double) -> Double) -> Matrix {
    Matrix(shape: shape, scalars: zip(real.scalars, imaginary.scalars).map(function))
  }
}

/// The discrete Fourier transform along the last axis: `X[k] = Σ x[j] · exp(−2πi · j·k / n)`.
///
/// **Shapes.** `[…, n] → […, n]`; frequency `k` has `k` waves over the axis, and index `n − k` is
/// frequency `−k`.
///
/// **Numerics.** In double precision, by Cooley and Tukey's splitting, smallest prime factor first,
/// and Bluestein's convolution for prime factors above 61. Integers of length 1, 2 and 4 give exact
/// results. The relative error is a few times 2⁻⁵² for short axes and grows with the logarithm of
/// the length. Frequency `−k` has exactly the conjugate of frequency `k`.
///
/// - Parameter x: A tensor, matrix or counts, of finite numbers.
/// - Returns: The spectrum, with the shape of `x`.
/// - Precondition: There is an element; the axis has at most 1,048,576 elements.
/// - Complexity: O(n · the sum of the prime factors of n) multiply-adds a row.
public func fft(_ x: some ShapedArray) -> Spectrum {
  orTrap { () throws(TensorError) in try Checked.fft(x) }
}

/// The discrete Fourier transform along the last two axes: of images.
///
/// As ``fft(_:)``, along the rows first and the columns then.
///
/// - Parameter x: A tensor, matrix or counts, of finite numbers, `[…, h, w]`.
/// - Returns: The spectrum, with the shape of `x`.
/// - Precondition: There are two axes and an element; an axis has at most 1,048,576 elements.
/// - Complexity: That of ``fft(_:)`` for each row and each column.
public func fft2(_ x: some ShapedArray) -> Spectrum {
  orTrap { () throws(TensorError) in try Checked.fft2(x) }
}

/// What has the given spectrum along its last axis: the inverse of ``fft(_:)``.
///
/// - Parameter spectrum: The spectrum, of finite numbers.
/// - Returns: `x[j] = Σ X[k] · exp(2πi · j·k / n) / n`. What was real has imaginary parts of the
///   size of rounding: take `real`.
/// - Precondition: There is an element; the axis has at most 1,048,576 elements.
/// - Complexity: That of ``fft(_:)``.
public func ifft(_ spectrum: Spectrum) -> Spectrum {
  orTrap { () throws(TensorError) in try Checked.ifft(spectrum) }
}

/// What has the given spectrum along its last two axes: the inverse of ``fft2(_:)``.
///
/// - Parameter spectrum: The spectrum, of finite numbers, `[…, h, w]`.
/// - Returns: The image; what was real has imaginary parts of the size of rounding: take `real`.
/// - Precondition: There are two axes and an element; an axis has at most 1,048,576 elements.
/// - Complexity: That of ``fft2(_:)``.
public func ifft2(_ spectrum: Spectrum) -> Spectrum {
  orTrap { () throws(TensorError) in try Checked.ifft2(spectrum) }
}

/// Moves frequency zero to the middle of the last two axes, or of the only one.
///
/// - Parameter x: An array as a spectrum has it, with frequency zero at index 0.
/// - Returns: The array turned by half of each axis: frequency zero stands at index `size / 2`.
public func fftShift(_ x: Matrix) -> Matrix {
  Checked.shifted(x)
}

/// How much of each frequency is in an array: |X|², with frequency zero in the middle.
///
/// Along the last two axes, or the only one: `fftShift(fft2(x).power)`. The sum over all
/// frequencies is the sum of the squares of `x` times their number (Parseval).
///
/// - Parameter x: A tensor, matrix or counts, of finite numbers.
/// - Returns: The squared magnitudes, with the shape of `x`; frequency zero at index `size / 2`.
/// - Precondition: There is an element; an axis has at most 1,048,576 elements.
/// - Complexity: That of ``fft2(_:)``.
public func powerSpectrum(_ x: some ShapedArray) -> Matrix {
  orTrap { () throws(TensorError) in try Checked.powerSpectrum(x) }
}

extension Checked {
  /// A spectrum of its parts: see ``Spectrum/init(real:imaginary:)``.
  package static func spectrum(
    real: Matrix, imaginary: Matrix
  ) throws(TensorError) -> Spectrum {
    try checkShapes(real.shape, imaginary.shape, operation: "Spectrum")
    return Spectrum(unchecked: real, imaginary)
  }

  /// The products of two spectra: see ``Spectrum/*(_:_:)``.
  package static func multiply(
    _ left: Spectrum, _ right: Spectrum
  ) throws(TensorError) -> Spectrum {
    try checkShapes(left.shape, right.shape, operation: "*")
    return Spectrum(
      unchecked: left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }

  /// The quotients of two spectra: see ``Spectrum//(_:_:)``.
  package static func divide(
    _ left: Spectrum, _ right: Spectrum
  ) throws(TensorError) -> Spectrum {
    try checkShapes(left.shape, right.shape, operation: "/")
    let product = try multiply(left, right.conjugate)
    let power = right.power
    return Spectrum(unchecked: product.real / power, product.imaginary / power)
  }

  /// The transform along the last axis: see ``Deconv/fft(_:)``.
  package static func fft(_ x: some ShapedArray) throws(TensorError) -> Spectrum {
    mirrored(try transformed(real(x), axes: 1, operation: "fft"), axes: 1)
  }

  /// The transform along the last two axes: see ``Deconv/fft2(_:)``.
  package static func fft2(_ x: some ShapedArray) throws(TensorError) -> Spectrum {
    mirrored(try transformed(real(x), axes: 2, operation: "fft2"), axes: 2)
  }

  /// The inverse transform along the last axis: see ``Deconv/ifft(_:)``.
  package static func ifft(_ spectrum: Spectrum) throws(TensorError) -> Spectrum {
    try transformed(spectrum, axes: 1, isInverse: true, operation: "ifft")
  }

  /// The inverse transform along the last two axes: see ``Deconv/ifft2(_:)``.
  package static func ifft2(_ spectrum: Spectrum) throws(TensorError) -> Spectrum {
    try transformed(spectrum, axes: 2, isInverse: true, operation: "ifft2")
  }

  /// The shifted squares of magnitudes: see ``Deconv/powerSpectrum(_:)``.
  package static func powerSpectrum(_ x: some ShapedArray) throws(TensorError) -> Matrix {
    let axes = Swift.min(x.rank, 2)
    let spectrum = try transformed(
      real(x), axes: Swift.max(axes, 1), operation: "powerSpectrum")
    return shifted(mirrored(spectrum, axes: axes).power)
  }

  /// An array with frequency zero in the middle: see ``Deconv/fftShift(_:)``.
  static func shifted(_ x: Matrix) -> Matrix {
    let (height, width) = Spectrum.lastSizes(x.shape, axes: Swift.min(x.rank, 2))
    var scalars = x.scalars
    for (index, value) in x.scalars.enumerated() {
      let (plane, place) = index.quotientAndRemainder(dividingBy: height * width)
      let row = (place / width + height / 2) % height
      let column = (place % width + width / 2) % width
      scalars[(plane * height + row) * width + column] = value
    }
    return Matrix(shape: x.shape, scalars: scalars)
  }

  private static func checkShapes(
    _ left: [Int], _ right: [Int], operation: String
  ) throws(TensorError) {
    guard left == right else {
      throw .shapes(operation: operation, left: left, right: right, rule: "they must be equal")
    }
  }

  private static func real(_ x: some ShapedArray) -> Spectrum {
    Spectrum(
      unchecked: Matrix(shape: x.shape, scalars: x.scalars.map(\.doubleValue)),
      Matrix(shape: x.shape, scalars: Array(repeating: 0, count: x.count)))
  }

  private static func transformed(
    _ x: Spectrum, axes: Int, isInverse: Bool = false, operation: String
  ) throws(TensorError) -> Spectrum {
    let shape = x.shape
    guard shape.count >= axes else {
      throw .rank(
        operation: operation, argument: "input", shape: shape,
        expected: axes == 1 ? "of rank 1 or more" : "of rank 2 or more")
    }
    guard x.real.count > 0 else { throw .empty(operation: operation, shape: shape) }
    for size in shape.suffix(axes) where size > FourierTransform.maximumCount {
      throw .argument(
        operation: operation, argument: "size of an axis", value: size,
        expected: "at most \(FourierTransform.maximumCount)")
    }
    try checkFinite(
      x.real, operation: operation, argument: isInverse ? "spectrum's real part" : "input")
    try checkFinite(x.imaginary, operation: operation, argument: "spectrum's imaginary part")
    var values = ComplexRow(real: x.real.scalars, imaginary: x.imaginary.scalars)
    for axis in ((shape.count - axes)..<shape.count).reversed() {
      transform(&values, shape: shape, axis: axis, isInverse: isInverse)
    }
    return Spectrum(
      unchecked: Matrix(shape: shape, scalars: values.real),
      Matrix(shape: shape, scalars: values.imaginary))
  }

  /// Transforms every line along an axis.
  private static func transform(
    _ values: inout ComplexRow, shape: [Int], axis: Int, isInverse: Bool
  ) {
    let transform = FourierTransform(count: shape[axis])
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    for start in 0..<outer {
      for offset in 0..<inner {
        let places = (0..<shape[axis]).map { (start * shape[axis] + $0) * inner + offset }
        let line = ComplexRow(
          real: places.map { values.real[$0] }, imaginary: places.map { values.imaginary[$0] })
        let result = isInverse ? transform.inverse(line) : transform.forward(line)
        for (index, place) in places.enumerated() {
          values.real[place] = result.real[index]
          values.imaginary[place] = result.imaginary[index]
        }
      }
    }
  }

  /// The spectrum of real numbers with its symmetry, which Bluestein's way disturbs by rounding.
  ///
  /// Of two mirrored frequencies the first in row-major order is kept; one that is its own mirror
  /// image is real.
  private static func mirrored(_ spectrum: Spectrum, axes: Int) -> Spectrum {
    let (height, width) = Spectrum.lastSizes(spectrum.shape, axes: axes)
    var (real, imaginary) = (spectrum.real.scalars, spectrum.imaginary.scalars)
    for index in real.indices {
      let (plane, place) = index.quotientAndRemainder(dividingBy: height * width)
      let row = (height - place / width) % height
      let column = (width - place % width) % width
      let mirror = (plane * height + row) * width + column
      if mirror == index { imaginary[index] = 0 }
      guard mirror > index else { continue }
      real[mirror] = real[index]
      imaginary[mirror] = -imaginary[index]
    }
    return Spectrum(
      unchecked: Matrix(shape: spectrum.shape, scalars: real),
      Matrix(shape: spectrum.shape, scalars: imaginary))
  }
}

extension Spectrum {
  /// The sizes of the last two axes, the first of them 1 where there is one axis only.
  fileprivate static func lastSizes(_ shape: [Int], axes: Int) -> (height: Int, width: Int) {
    let sizes = [1, 1] + shape.suffix(axes)
    return (sizes[sizes.count - 2], sizes[sizes.count - 1])
  }
}
