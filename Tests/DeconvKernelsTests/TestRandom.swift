/// A small seeded generator (SplitMix64), so that every sweep meets the same cases everywhere.
struct TestRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func integer(in range: ClosedRange<Int>) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return range.lowerBound + Int(bits % UInt64(range.count))
  }

  /// A number of magnitude below 4 whose products and sums round.
  mutating func scalar<Scalar: BinaryFloatingPoint>(_: Scalar.Type) -> Scalar {
    Scalar(integer(in: -4_194_304...4_194_303)) / 1_048_576
  }

  mutating func scalars<Scalar: BinaryFloatingPoint>(_ count: Int, _ type: Scalar.Type) -> [Scalar]
  {
    (0..<count).map { _ in scalar(type) }
  }
}
