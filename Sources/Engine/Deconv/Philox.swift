/// The random number generator of the engine: Philox 4×32 with ten rounds.
///
/// A counter-based generator: block `n` of a stream is a pure function of seed, stream and `n`, so
/// numbers can be drawn in any order and by any number of threads. It is the generator of Salmon,
/// Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
package struct Philox: Sendable {
  private let key: SIMD2<UInt32>
  private let stream: SIMD2<UInt32>

  /// Chooses a sequence of numbers.
  ///
  /// - Parameters:
  ///   - seed: The seed that the caller of an operation gives.
  ///   - stream: One of the independent sequences of the seed.
  package init(seed: Int, stream: UInt64 = 0) {
    key = Self.words(UInt64(bitPattern: Int64(seed)))
    self.stream = Self.words(stream)
  }

  /// Four words of 32 random bits.
  ///
  /// - Parameter index: The number of the block.
  /// - Returns: The words.
  package func block(_ index: UInt64) -> SIMD4<UInt32> {
    Self.block(counter: SIMD4(lowHalf: Self.words(index), highHalf: stream), key: key)
  }

  /// Random numbers in `[0, 1)`, each a multiple of 2^-24.
  ///
  /// Number `i` is the upper 24 bits of word `i mod 4` of block `i / 4`.
  ///
  /// - Parameter count: How many numbers.
  /// - Returns: The numbers.
  package func uniform(_ count: Int) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: 4) {
      let words = block(UInt64(start / 4))
      for lane in 0..<min(4, count - start) {
        numbers.append(Float(words[lane] >> 8) * 0x1p-24)
      }
    }
    return numbers
  }

  /// The generator itself: ten rounds of multiplication and exchange.
  static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let first = UInt32(0xD251_1F53).multipliedFullWidth(by: counter[0])
      let second = UInt32(0xCD9E_8D57).multipliedFullWidth(by: counter[2])
      counter = SIMD4(
        second.high ^ counter[1] ^ key[0], second.low, first.high ^ counter[3] ^ key[1], first.low)
      key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return counter
  }

  private static func words(_ value: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
  }
}
