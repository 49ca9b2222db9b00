import DeconvKernels

/// The bits of every kernel over many geometries, as one number.
enum KernelDigest {
  /// Runs all kernels and digests their bits (FNV-1a).
  static func bits(geometries: Int) throws -> UInt64 {
    var random = Generator()
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ values: [Float]) {
      for value in values { digest = (digest ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
    }
    for number in 0..<geometries {
      let geometry = try ConvGeometry(
        batch: [1, 2, 9, 16, 33][number % 5], pixelChannels: 1 + number % 4 * 4,
        positionChannels: 1 + number % 3 * 5,
        rows: .transposed(input: 3 + number % 3, kernel: 3, stride: 2, paddingStart: 1),
        columns: .transposed(
          input: 2 + number % 17, kernel: 1 + number % 4, stride: 1 + number % 3,
          dilation: 1 + number % 2))
      let pixels = random.numbers(geometry.pixelCount)
      let positions = random.numbers(geometry.positionCount)
      let weights = random.numbers(geometry.weightCount)
      add(ArrayKernels.convolve(geometry, pixels: pixels, weights: weights))
      add(ArrayKernels.convolveTransposed(geometry, positions: positions, weights: weights))
      add(ArrayKernels.weightGradient(geometry, pixels: pixels, positions: positions))
      add(
        ArrayKernels.channelSums(
          pixels, batch: geometry.batch, channels: geometry.pixelChannels))
    }
    return digest
  }
}

/// A linear congruential generator: the same numbers everywhere.
struct Generator {
  private var state: UInt32 = 1

  /// Numbers of magnitude below 2 whose products and sums round.
  mutating func numbers(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state) >> 8) / 4_194_304
    }
  }
}
