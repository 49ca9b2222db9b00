import DeconvLessons

// Fourier transforms, and what a spectrum shows.

extension RegistryPart {
  static let spectrumBuiltins = transforms + spectra + spectrumOperators

  private static let transforms: [Builtin] = [
    transform(
      "func fft(_ x: some ShapedArray) -> Spectrum",
      "The discrete Fourier transform along the last axis.", axes: 1
    ) { try Checked.fft($0) },
    transform(
      "func fft2(_ x: some ShapedArray) -> Spectrum",
      "The discrete Fourier transform along the last two axes: of images.", axes: 2
    ) { try Checked.fft2($0) },
    transform(
      "func powerSpectrum(_ x: some ShapedArray) -> Matrix",
      """
      How much of each frequency is in an array: the squared magnitudes along the last two axes, or \
      the only one, with frequency zero in the middle.
      """, axes: 2
    ) { try Checked.powerSpectrum($0) },
    .function(
      "func ifft(_ spectrum: Spectrum) -> Spectrum",
      "What has this spectrum along the last axis: undoes `fft`; take its `real`.",
      running: { (runtime: Runtime, spectrum: Spectrum) in
        try runtime.chargeTransform(spectrum.shape, axes: 1)
        return try Checked.ifft(spectrum)
      }),
    .function(
      "func ifft2(_ spectrum: Spectrum) -> Spectrum",
      "What has this spectrum along the last two axes: undoes `fft2`; take its `real`.",
      running: { (runtime: Runtime, spectrum: Spectrum) in
        try runtime.chargeTransform(spectrum.shape, axes: 2)
        return try Checked.ifft2(spectrum)
      }),
    .function(
      "func fftShift(_ x: Matrix) -> Matrix",
      "Moves frequency zero to the middle of the last two axes, or of the only one.",
      running: { (runtime: Runtime, x: Matrix) in
        try runtime.reserve(bytes: saturatingProduct([x.count, 8]))
        return fftShift(x)
      }),
  ]

  private static func transform<Result: ValueConvertible>(
    _ declaration: String, _ documentation: String, axes: Int,
    _ body: @escaping @Sendable (any ShapedArray) throws -> Result
  ) -> Builtin {
    .function(
      declaration, documentation,
      running: { (runtime: Runtime, x: ShapedArgument) in
        try runtime.chargeTransform(x.array.shape, axes: axes)
        return try body(x.array)
      })
  }

  private static let spectra: [Builtin] = [
    .member(
      of: "Spectrum", "init(real: Matrix, imaginary: Matrix)",
      "A spectrum of its real and its imaginary parts.",
      running: { (runtime: Runtime, real: Matrix, imaginary: Matrix) in
        try runtime.reserve(bytes: saturatingProduct([real.count, 16]))
        return try Checked.spectrum(real: real, imaginary: imaginary)
      }),
    .member(of: "Spectrum", "var shape: [Int]", "The sizes of the axes, outermost first.") {
      (spectrum: Spectrum) in spectrum.shape
    },
    .member(of: "Spectrum", "var real: Matrix", "The real parts.") {
      (spectrum: Spectrum) in spectrum.real
    },
    .member(of: "Spectrum", "var imaginary: Matrix", "The imaginary parts.") {
      (spectrum: Spectrum) in spectrum.imaginary
    },
    .member(
      of: "Spectrum", "var magnitude: Matrix",
      "The absolute values: how strong each frequency is.",
      running: { (runtime: Runtime, spectrum: Spectrum) in
        try runtime.reserve(bytes: saturatingProduct(spectrum.shape + [8]))
        return spectrum.magnitude
      }),
    .member(
      of: "Spectrum", "var power: Matrix", "The squares of the absolute values.",
      running: { (runtime: Runtime, spectrum: Spectrum) in
        try runtime.reserve(bytes: saturatingProduct(spectrum.shape + [8]))
        return spectrum.power
      }),
    .member(
      of: "Spectrum", "var conjugate: Spectrum", "The spectrum with opposite imaginary parts.",
      running: { (runtime: Runtime, spectrum: Spectrum) in
        try runtime.reserve(bytes: saturatingProduct(spectrum.shape + [16]))
        return spectrum.conjugate
      }),
    .member(
      of: "Spectrum", "var description: String", "The complex numbers in nested brackets."
    ) { (spectrum: Spectrum) in spectrum.description },
  ]

  private static let spectrumOperators: [Builtin] = [
    .function(
      "func * (left: Spectrum, right: Spectrum) -> Spectrum",
      "The products of frequencies: the spectrum of the circular convolution.",
      running: { (runtime: Runtime, left: Spectrum, right: Spectrum) in
        try runtime.reserve(bytes: saturatingProduct(left.shape + [48]))
        return try Checked.multiply(left, right)
      }),
    .function(
      "func / (left: Spectrum, right: Spectrum) -> Spectrum",
      "The quotients of frequencies: undoes a circular convolution where no divisor is 0.",
      running: { (runtime: Runtime, left: Spectrum, right: Spectrum) in
        try runtime.reserve(bytes: saturatingProduct(left.shape + [64]))
        return try Checked.divide(left, right)
      }),
  ]
}

extension Runtime {
  /// The work of transforming every line along the last axes, and the copies of it.
  fileprivate func chargeTransform(_ shape: [Int], axes: Int) throws {
    try reserve(bytes: saturatingProduct(shape + [64]))
    for size in shape.suffix(axes) {
      try charge(
        multiplyAdds: saturatingProduct(shape + [Self.factorSum(size), Self.transformSlowness]))
    }
  }

  /// How many multiply-adds of a convolution take as long as one of a transform.
  private static let transformSlowness = 64

  /// About the number of products that a transform takes for each element of a line.
  private static func factorSum(_ size: Int) -> Int {
    var (rest, factor, sum) = (size, 2, 1)
    while factor * factor <= rest {
      if rest % factor == 0 {
        rest /= factor
        sum += factor
      } else {
        factor += 1
      }
    }
    // The transform of a large prime is made of three longer ones.
    return sum + (rest > 61 ? 512 : rest)
  }
}

extension Spectrum: NativeValue {
  package static let typeName = "Spectrum"
  package var byteCount: Int { real.byteCount + imaginary.byteCount }
}
