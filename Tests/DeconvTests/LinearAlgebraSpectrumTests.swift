import Testing

@testable import Deconv

/// Fourier transforms and power spectra.
@Suite struct LinearAlgebraSpectrumTests {
  private func vector(_ scalars: [Double]) -> Matrix {
    Matrix(shape: [scalars.count], scalars: scalars)
  }

  private func check(
    _ spectrum: Spectrum, _ real: [Double], _ imaginary: [Double], within factor: Double = 8,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bound = LinearAlgebra.ulps(factor)
    LinearAlgebra.expectClose(
      spectrum.real.scalars, real, within: bound, sourceLocation: sourceLocation)
    LinearAlgebra.expectClose(
      spectrum.imaginary.scalars, imaginary, within: bound, sourceLocation: sourceLocation)
  }

  @Test func shortTransformsOfIntegersAreExact() throws {
    check(try Checked.fft(vector([5])), [5], [0], within: 0)
    check(try Checked.fft(vector([3, 4])), [7, -1], [0, 0], within: 0)
    check(try Checked.fft(vector([1, 2, 3, 4])), [10, -2, -2, -2], [0, 2, 0, -2], within: 0)
    check(try Checked.fft([1, 0, 0, 0] as Counts), [1, 1, 1, 1], [0, 0, 0, 0], within: 0)
    check(
      try Checked.fft2([[1, 2], [3, 4]] as Tensor), [10, -2, -4, 0], [0, 0, 0, 0], within: 0)
    let eighth = 0.5.squareRoot()
    check(
      try Checked.fft(vector([0, 1, 0, 0, 0, 0, 0, 0])),
      [1, eighth, 0, -eighth, -1, -eighth, 0, eighth],
      [0, -eighth, -1, -eighth, 0, eighth, 1, eighth], within: 0)
  }

  @Test func rootsAreMirroredToTheBit() throws {
    // The transform of a unit at 1 are the roots themselves.
    let unit = vector((0..<24).map { $0 == 1 ? 1 : 0 })
    let roots = try Checked.fft(unit)
    for index in 0...6 {
      let sine = -roots.imaginary[6 - index]
      #expect(roots.real[index] == sine)
      #expect(roots.real[12 - index] == -sine)
      #expect(roots.real[(24 - index) % 24] == sine)
    }
  }

  @Test func transformsAreThoseOfNumPy() throws {
    func wave(_ count: Int) -> Matrix { LinearAlgebra.wave(1, count) }
    check(
      try Checked.fft(wave(3)), [0, -0.9375, -0.9375],
      [0, 0.5412658773652741, -0.5412658773652741])
    check(
      try Checked.fft(wave(5)), [0.375, -0.875, -0.875, -0.875, -0.875],
      [0, 0.03468931892822191, 1.0071850133676017, -1.0071850133676017, -0.03468931892822191])
    check(
      try Checked.fft(wave(6)), [0.125, -1.1875, -1.1875, 0.875, -1.1875, -1.1875],
      [0, -0.3247595264191645, -0.10825317547305482, 0, 0.10825317547305482, 0.3247595264191645])
    check(
      try Checked.fft(wave(7)), [0.5] + Array(repeating: -0.8125, count: 6),
      [
        0, -0.2886977802851107, 0.2566015622535286, 1.4561388944422502, -1.4561388944422502,
        -0.2566015622535286, 0.2886977802851107,
      ])
    check(
      try Checked.fft(wave(12)), [-0.625, -1, -1, -1, -1, -1, 3.125, -1, -1, -1, -1, -1],
      [
        0, -1.399519052838329, -0.649519052838329, -0.375, -0.21650635094610965, -0.100480947161671,
        0, 0.100480947161671, 0.21650635094610965, 0.375, 0.649519052838329, 1.399519052838329,
      ], within: 16)
  }

  @Test func imagesAreTransformedAsByNumPy() throws {
    let wave = LinearAlgebra.wave(3, 4)
    check(
      try Checked.fft2(wave),
      [
        -1, -0.5, -0.5, -0.5, 0.3125, -1.083734122634726, 0.4375, -2.166265877365274, 0.3125,
        -2.166265877365274, 0.4375, -1.083734122634726,
      ],
      [
        0, 0.5, 0, -0.5, -0.9742785792574934, -1.087019052838329, 0.5412658773652741,
        -0.212019052838329, 0.9742785792574934, 0.212019052838329, -0.5412658773652741,
        1.087019052838329,
      ])
    LinearAlgebra.expectClose(
      try Checked.powerSpectrum(wave),
      [
        [0.48437499999999994, 2.356090069796397, 1.0468749999999996, 4.737659930203602],
        [0.25, 0.5000000000000001, 1.0, 0.5000000000000001],
        [0.48437499999999994, 4.737659930203602, 1.0468749999999996, 2.356090069796397],
      ], within: LinearAlgebra.ulps(16))
  }

  /// The sum as it is written, with angles reduced by integers.
  private func definition(_ x: [Double]) -> (real: [Double], imaginary: [Double]) {
    let angles = x.indices.map { 2 * Double.pi * Double($0) / Double(x.count) }
    let sums = x.indices.map { k in
      x.indices.reduce(into: (0.0, 0.0)) { sum, j in
        let angle = angles[j * k % x.count]
        sum.0 += x[j] * Deconv.cos(angle)
        sum.1 -= x[j] * Deconv.sin(angle)
      }
    }
    return (sums.map { $0.0 }, sums.map { $0.1 })
  }

  @Test(arguments: [1, 2, 8, 13, 28, 30, 49, 61, 64, 67, 71, 100, 101, 134, 201])
  func everyLengthHasTheSumOfTheDefinition(count: Int) throws {
    // 67, 71, 101 are primes for Bluestein's way; 134 and 201 have one as a factor.
    let x = LinearAlgebra.random(1, count, seed: count).scalars.map { $0 - 0.5 }
    let (real, imaginary) = definition(x)
    check(try Checked.fft(vector(x)), real, imaginary, within: 4 * Double(count))
  }

  @Test(arguments: [[1, 1], [4, 6], [28, 28], [3, 67], [2, 5, 7]])
  func inverseGivesTheImageBackAndParsevalHolds(shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let x = Matrix(
      shape: shape, scalars: LinearAlgebra.random(1, count, seed: 4).scalars.map { $0 - 0.5 })
    let spectrum = try Checked.fft2(x)
    let back = try Checked.ifft2(spectrum)
    LinearAlgebra.expectClose(back.real, x, within: LinearAlgebra.ulps(8))
    LinearAlgebra.expectClose(back.imaginary, x * 0, within: LinearAlgebra.ulps(8))
    LinearAlgebra.expectClose(
      try Checked.ifft(Checked.fft(x)).real, x, within: LinearAlgebra.ulps(8))

    let plane = Double(shape.suffix(2).reduce(1, *))
    let energy = (x * x).sum() * plane
    LinearAlgebra.expectClose(
      [spectrum.power.sum()], [energy], within: LinearAlgebra.ulps(16) * energy)
    LinearAlgebra.expectClose(
      [try Checked.powerSpectrum(x).sum()], [energy], within: LinearAlgebra.ulps(16) * energy)
  }

  @Test(arguments: [[9, 14], [4, 67], [67, 2]])
  func realImagesHaveSymmetricSpectraToTheBit(sizes: [Int]) throws {
    let (height, width) = (sizes[0], sizes[1])
    let images = LinearAlgebra.random(2 * height, width, seed: 6).reshaped(2, height, width)
    let spectrum = try Checked.fft2(images)
    for plane in 0..<2 {
      for row in 0..<height {
        for column in 0..<width {
          let (mirrorRow, mirrorColumn) = ((height - row) % height, (width - column) % width)
          #expect(
            spectrum.real[plane, row, column] == spectrum.real[plane, mirrorRow, mirrorColumn])
          #expect(
            spectrum.imaginary[plane, row, column]
              == -spectrum.imaginary[plane, mirrorRow, mirrorColumn])
        }
      }
    }
  }

  @Test func leadingAxesAreTransformedEachAlone() throws {
    let images = Tensor.random(3, 1, 6, 4, seed: 9)
    let all = try Checked.powerSpectrum(images)
    #expect(all.shape == [3, 1, 6, 4])
    for index in 0..<3 {
      #expect(all.row(index).row(0) == (try Checked.powerSpectrum(images.row(index).row(0))))
    }
    let lines = try Checked.fft(images)
    #expect(lines.real.row(2).row(0).row(5) == (try Checked.fft(images.row(2).row(0).row(5)).real))
  }

  @Test func theCheckerboardStandsInTheCorner() throws {
    // 28 × 28: frequency zero at [14, 14], the highest of both axes at [0, 0].
    let board = Tensor(
      shape: [28, 28], scalars: (0..<784).map { ($0 / 28 + $0 % 28) % 2 == 0 ? 3 : 1 })
    let power = try Checked.powerSpectrum(board)
    #expect(power[14, 14] == 1568 * 1568)
    #expect(power[0, 0] == 784 * 784)
    #expect(power.sum() - power[14, 14] - power[0, 0] < 1e-18)
    // Counts of kernel 3 and stride 2: a stripe of period 2 along the one axis.
    let counts = try Checked.powerSpectrum([1, 2, 1, 2, 1, 2, 1, 2] as Counts)
    LinearAlgebra.expectClose(counts, vector([16, 0, 0, 0, 144, 0, 0, 0]), within: 1e-28)
  }

  @Test func frequencyZeroMovesToTheMiddle() {
    #expect(fftShift(vector([0, 1, 2, 3])) == vector([2, 3, 0, 1]))
    #expect(fftShift(vector([0, 1, 2, 3, 4])) == vector([3, 4, 0, 1, 2]))
    #expect(fftShift([[0, 1, 2], [3, 4, 5]]) == [[5, 3, 4], [2, 0, 1]])
    #expect(fftShift(Matrix(shape: [0, 3], scalars: [])).shape == [0, 3])
  }

  @Test func productsAreCircularConvolutionsAndQuotientsUndoThem() throws {
    let x = vector([1, -2, 3, 0, 5, 1])
    let kernel = vector([2, 1, 0, 0, 0, 0.5])
    let blurred = try Checked.ifft(Checked.multiply(Checked.fft(x), Checked.fft(kernel)))
    LinearAlgebra.expectClose(
      blurred.real, vector([2, -1.5, 4, 5.5, 10.5, 7.5]), within: LinearAlgebra.ulps(32))
    let sharp = try Checked.ifft(Checked.divide(Checked.fft(blurred.real), Checked.fft(kernel)))
    LinearAlgebra.expectClose(sharp.real, x, within: LinearAlgebra.ulps(64))
  }

  @Test func partsOfASpectrum() throws {
    let spectrum = Spectrum(real: [[3, -5, 0]], imaginary: [[4, 12, -2]])
    #expect(spectrum.shape == [1, 3])
    #expect(spectrum.magnitude == [[5, 13, 2]])
    #expect(spectrum.power == [[25, 169, 4]])
    #expect(spectrum.conjugate == Spectrum(real: [[3, -5, 0]], imaginary: [[-4, -12, 2]]))
    let scales = vector([0x1p1000, 0x1p-1000])
    #expect(
      Spectrum(real: scales * 3, imaginary: scales * 4).magnitude == scales * 5)
  }

  @Test func inputsMustFit() {
    func check(
      _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
      _ operation: () throws(TensorError) -> Void
    ) {
      do throws(TensorError) {
        try operation()
        Issue.record("no error", sourceLocation: sourceLocation)
      } catch {
        #expect(error.description == sentence, sourceLocation: sourceLocation)
      }
    }
    check("fft2: the input must be of rank 2 or more, it has the shape [3]") {
      () throws(TensorError) in _ = try Checked.fft2([1, 2, 3] as Tensor)
    }
    check("powerSpectrum: the input must be of rank 1 or more, it has the shape []") {
      () throws(TensorError) in _ = try Checked.powerSpectrum(Tensor(2))
    }
    check("fft: an array of the shape [2, 0] has no elements") { () throws(TensorError) in
      _ = try Checked.fft(Tensor.zeros(2, 0))
    }
    check("fft: the size of an axis is 1048577, it must be at most 1048576") {
      () throws(TensorError) in _ = try Checked.fft(Tensor.zeros((1 << 20) + 1))
    }
    check("Spectrum: the shapes [1, 1] and [1, 2] do not fit: they must be equal") {
      () throws(TensorError) in _ = try Checked.spectrum(real: [[1]], imaginary: [[1, 2]])
    }
    check("fft: the input must hold finite numbers only, the element [0, 1] is nan") {
      () throws(TensorError) in _ = try Checked.fft(Tensor([[1, Float.nan]]))
    }
    check(
      "ifft: the spectrum's imaginary part must hold finite numbers only, the element [0, 0] is inf"
    ) {
      () throws(TensorError) in
      _ = try Checked.ifft(Checked.spectrum(real: [[1]], imaginary: Matrix([[Double.infinity]])))
    }
  }
}
