/// The indices of `count` things in a random order: what an epoch of training goes through.
///
/// A pure function of its arguments, so a run that goes on after a stop computes the order of its
/// epoch again. Every order is equally likely, as far as the generator goes: Fisher and Yates's
/// shuffle from the end, with unbiased integers (see ``Philox``).
///
/// - Parameters:
///   - count: How many indices.
///   - seed: The seed of the run.
///   - epoch: Chooses one of the independent orders of the seed.
/// - Returns: The numbers from 0 to `count - 1`.
/// - Precondition: The count is not negative, and not larger than an array may be.
/// - Complexity: O(count)
public func shuffledIndices(count: Int, seed: Int, epoch: Int = 0) -> [Int] {
  orTrap { () throws(TensorError) in
    try Checked.shuffledIndices(count: count, seed: seed, epoch: epoch)
  }
}

extension Checked {
  /// A random order: see ``shuffledIndices(count:seed:epoch:)``.
  package static func shuffledIndices(
    count: Int, seed: Int, epoch: Int = 0
  ) throws(TensorError) -> [Int] {
    let count = try Shape.count([count], operation: "shuffledIndices")
    let stream = ShuffleStream.epochs ^ UInt64(bitPattern: Int64(epoch))
    return Philox(seed: seed, stream: stream).permutation(count)
  }
}

/// The streams of random orders: words in ASCII, far away from streams that are counted from 0.
enum ShuffleStream {
  /// "SHUFFLE" and a zero byte; an epoch is combined with it by exclusive or.
  static let epochs: UInt64 = 0x5348_5546_464C_4500
  /// "SPLIT" and three zero bytes.
  static let split: UInt64 = 0x5350_4C49_5400_0000
}

extension Philox {
  /// The numbers below `count` in a random order.
  ///
  /// For `i` from `count - 1` down to 1, element `i` changes places with element `j`, an unbiased
  /// random integer in `0...i`. To draw it, 64 random bits are multiplied by `i + 1`: `j` is the
  /// upper half of the product, unless its lower half falls below `2^64 mod (i + 1)`; then the next
  /// 64 bits are drawn (Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019).
  /// Draw `n` is word 0 (low) and 1 (high) of block `n / 2` if `n` is even, otherwise words 2 and 3.
  ///
  /// - Parameter count: How many numbers; not negative.
  /// - Returns: The numbers.
  package func permutation(_ count: Int) -> [Int] {
    var numbers = Array(0..<count)
    var draws: UInt64 = 0
    var words = SIMD4<UInt32>.zero
    func draw() -> UInt64 {
      if draws % 2 == 0 { words = block(draws / 2) }
      let half = draws % 2 == 0 ? words.lowHalf : words.highHalf
      draws += 1
      return UInt64(half[1]) << 32 | UInt64(half[0])
    }
    for last in stride(from: count - 1, to: 0, by: -1) {
      let bound = UInt64(last + 1)
      var product = bound.multipliedFullWidth(by: draw())
      // Only a lower half below the bound can be below the threshold, which takes a division.
      if product.low < bound {
        let threshold = (0 &- bound) % bound
        while product.low < threshold { product = bound.multipliedFullWidth(by: draw()) }
      }
      numbers.swapAt(last, Int(product.high))
    }
    return numbers
  }
}
