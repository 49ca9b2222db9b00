import DeconvKernels

extension Philox {
  /// Random numbers of the standard normal distribution.
  ///
  /// Box and Muller, "A note on the generation of random normal deviates" (1958), with the
  /// engine's own logarithm, sine and cosine. Numbers `2n` and `2n + 1` come from a pair of words
  /// `(a, b)`, words 0 and 1 of block `n / 2` if `n` is even, otherwise words 2 and 3: they are
  /// `√(−2 ln u) · cos(2π v)` and `√(−2 ln u) · sin(2π v)` with `u = (a + 1) · 2^-32` and
  /// `v = b · 2^-32`, computed in double precision and rounded once. The largest is 6.66.
  ///
  /// - Parameter count: How many numbers.
  /// - Returns: The numbers.
  package func normal(_ count: Int) -> [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(count)
    for start in stride(from: 0, to: count, by: 4) {
      let words = block(UInt64(start / 4))
      for half in [words.lowHalf, words.highHalf] {
        let radius = (-2 * Elementary.log((Double(half[0]) + 1) * 0x1p-32)).squareRoot()
        let angle = 2 * Double.pi * (Double(half[1]) * 0x1p-32)
        numbers.append(Float(radius * Elementary.cos(angle)))
        numbers.append(Float(radius * Elementary.sin(angle)))
      }
    }
    numbers.removeLast(numbers.count - count)
    return numbers
  }
}

extension Tensor {
  /// Random numbers of the standard normal distribution: mean 0, deviation 1.
  ///
  /// Number `i` of a seed is the same on every machine and for every shape. The numbers are Box and
  /// Muller's from the words of Philox 4×32-10.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - seed: Chooses the numbers.
  /// - Returns: The tensor.
  public static func randomNormal(_ shape: Int..., seed: Int) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.randomNormal(shape: shape, seed: seed) }
  }
}

extension Checked {
  /// Random numbers of the normal distribution: see ``Tensor/randomNormal(_:seed:)``.
  package static func randomNormal(shape: [Int], seed: Int) throws(TensorError) -> Tensor {
    let count = try Shape.count(shape, operation: "randomNormal")
    return Tensor(shape: shape, scalars: Philox(seed: seed).normal(count))
  }
}
