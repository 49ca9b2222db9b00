import Testing

@testable import Deconv

@Suite struct GarmentsTests {
  @Test func classesComeInTurn() {
    let data = garments(count: 25, seed: 3)
    #expect(data.count == 25)
    #expect((data.rows, data.columns) == (28, 28))
    #expect(data.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    #expect(data.classNames == FashionMNIST.classNames)
    #expect(data.name == "garments")
    #expect(garments(count: 0).count == 0)
  }

  /// A drawing that changes changes what is computed from it: a recorded result, or a test.
  @Test func pixelsAreTheSameEverywhere() {
    #expect(Self.digest(garments(count: 100, seed: 0)) == 3_218_467_917_585_184_031)
    #expect(Self.digest(garments(count: 20, seed: -7)) == 15_813_154_818_387_215_028)
  }

  @Test func moreImagesContinueFewer() {
    let data = garments(count: 30, seed: 5)
    #expect(garments(count: 12, seed: 5) == data.prefix(12))
    #expect(garments(count: 12, seed: 6).pixels != data.prefix(12).pixels)
    #expect(data.pixels.prefix(784) != data.pixels[7840..<8624])
  }

  /// Bright on black: the frame is nearly empty, and every garment has room and light.
  @Test(arguments: [0, 1]) func garmentsAreBrightOnBlack(seed: Int) {
    let data = garments(count: 100, seed: seed)
    for index in 0..<data.count {
      let pixels = Array(data.pixels[index * 784..<(index + 1) * 784])
      let covered = pixels.filter { $0 > 20 }.count
      #expect((70...560).contains(covered), "image \(index) covers \(covered) pixels")
      #expect(pixels.max() ?? 0 > 70, "image \(index) is dark")
      #expect([0, 27, 756, 783].allSatisfy { pixels[$0] == 0 }, "a corner of image \(index)")
    }
  }

  /// Most images of another seed are nearest to the mean image of their own class.
  @Test func classesDiffer() {
    let known = garments(count: 200, seed: 0)
    var sums = [[Int]](repeating: [Int](repeating: 0, count: 784), count: 10)
    for index in 0..<known.count {
      for pixel in 0..<784 { sums[index % 10][pixel] += Int(known.pixels[index * 784 + pixel]) }
    }
    let others = garments(count: 50, seed: 1)
    let hits = (0..<others.count).count { index in
      let distances = sums.map { sum in
        (0..<784).reduce(0) { total, pixel in
          let difference = Int(others.pixels[index * 784 + pixel]) * 20 - sum[pixel]
          return total + difference * difference
        }
      }
      return distances.firstIndex(of: distances.min() ?? 0) == index % 10
    }
    #expect(hits >= 40, "\(hits) of 50")
  }

  @Test func countsAreBounded() {
    for count in [-1, 100_001, Int.max] {
      #expect(
        throws: TensorError.argument(
          operation: "garments", argument: "count", value: count,
          expected: "between 0 and 100000")
      ) { try Checked.garments(count: count) }
    }
  }

  /// FNV-1a over all pixels.
  private static func digest(_ data: ImageDataset) -> UInt64 {
    data.pixels.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
