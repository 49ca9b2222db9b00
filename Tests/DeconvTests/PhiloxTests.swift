import Testing

@testable import Deconv

@Suite struct PhiloxTests {
  /// The known answers of Random123 (kat_vectors, philox4x32 with ten rounds).
  @Test func knownAnswers() {
    #expect(
      Philox.block(counter: .zero, key: .zero)
        == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
    #expect(
      Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
        == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
    #expect(
      Philox.block(
        counter: SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        key: SIMD2(0xA409_3822, 0x299F_31D0))
        == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
  }

  @Test func seedAndStreamAreKeyAndCounter() {
    #expect(Philox(seed: 0).block(0)[0] == 0x6627_E8D5)
    #expect(Philox(seed: -1, stream: .max).block(.max)[0] == 0x408F_276D)
  }

  @Test func uniformNumbersAreTheUpperBits() {
    #expect(Tensor.random(1, seed: 0)[0] == Float(0x6627_E8) / 16_777_216)
    #expect(Tensor.random(4, seed: 0)[3] == Float(0x9B_00DB) / 16_777_216)
  }

  @Test func aNumberDoesNotDependOnTheShape() {
    let long = Tensor.random(1001, seed: 7)
    #expect(Tensor.random(2, 3, seed: 7).flattened == long.slice(axis: 0, from: 0, to: 6))
    #expect(Tensor.random(6, seed: 8) != long.slice(axis: 0, from: 0, to: 6))
    #expect(long.min() >= 0)
    #expect(long.max() < 1)
    #expect(long.mean() > 0.45)
    #expect(long.mean() < 0.55)
  }
}
