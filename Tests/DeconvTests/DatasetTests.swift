import Testing

@testable import Deconv

/// The expected orders and pixels are those of Reference/data.py.
@Suite struct DatasetTests {
  /// Four images of 1 × 2 pixels.
  let data = ImageDataset(
    name: "tiny", rows: 1, columns: 2, pixels: [0, 255, 10, 20, 30, 40, 50, 60],
    labels: [0, 1, 2, 1], classNames: ["a", "b", "c"])

  @Test func imagesAreNormalisedAsTorchvisionDoes() {
    let images = data.images([3, 0])
    #expect(images.shape == [2, 1, 1, 2])
    #expect(
      images.scalars == [
        (Float(50) / 255 - 0.5) / 0.5, (Float(60) / 255 - 0.5) / 0.5, -1, 1,
      ])
    #expect(data.images().shape == [4, 1, 1, 2])
    #expect(data.images([]).shape == [0, 1, 1, 2])
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for level in ImageDataset.levels {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        digest = (digest ^ UInt64(level.bitPattern >> shift & 0xFF)) &* 0x100_0000_01B3
      }
    }
    #expect(digest == 0x6858_3D38_4CFE_ACCE)
  }

  @Test func subsetsKeepLabelsAndClasses() {
    let subset = data.subset([2, 2, 0])
    #expect(subset.pixels == [30, 40, 30, 40, 0, 255])
    #expect(subset.labels == [2, 2, 0])
    #expect(subset.classNames == ["a", "b", "c"])
    #expect(data.prefix(2) == data.subset(0..<2))
    #expect(data.prefix(0).count == 0)
    #expect(data.prefix(4) == data)
    #expect(data.label(2) == 2)
  }

  @Test func splitsPartTheImages() {
    let all = ImageDataset(
      name: "ten", rows: 1, columns: 1, pixels: Array(0..<10),
      labels: Array(repeating: 0, count: 10), classNames: ["a"])
    let parts = all.split(validation: 3, seed: 3)
    #expect(parts.validation.pixels == [1, 6, 7])
    #expect(parts.train.pixels == [0, 2, 3, 4, 5, 8, 9])
    #expect(all.split(validation: 0, seed: 3).train == all)
    #expect(all.split(validation: 10, seed: 3).validation == all)
  }

  @Test func ordersAreThoseOfTheReference() {
    #expect(shuffledIndices(count: 10, seed: 0) == [8, 0, 1, 4, 7, 5, 2, 9, 3, 6])
    #expect(shuffledIndices(count: 10, seed: 0, epoch: 1) == [4, 1, 0, 6, 3, 8, 2, 5, 9, 7])
    #expect(shuffledIndices(count: 10, seed: 7) == [0, 6, 8, 7, 3, 5, 2, 9, 1, 4])
    #expect(shuffledIndices(count: 10, seed: -1, epoch: -1) == [2, 7, 0, 4, 3, 1, 9, 8, 6, 5])
    let long = shuffledIndices(count: 60_000, seed: 3, epoch: 5)
    #expect(long.prefix(5) == [40579, 28900, 22308, 519, 38513])
    #expect(long.suffix(5) == [42146, 41608, 58345, 51181, 22065])
    #expect(long.sorted() == Array(0..<60_000))
    #expect(shuffledIndices(count: 0, seed: 1) == [])
    #expect(shuffledIndices(count: 1, seed: 1) == [0])
  }

  /// Each of the six orders of three things, in 6000 epochs, about a thousand times: the standard
  /// deviation is 29.
  @Test func ordersAreEquallyLikely() {
    var counts: [[Int]: Int] = [:]
    for epoch in 0..<6000 {
      counts[shuffledIndices(count: 3, seed: 1, epoch: epoch), default: 0] += 1
    }
    #expect(counts.count == 6)
    #expect(counts.values.allSatisfy { (885...1115).contains($0) })
  }

  @Test func mistakesAreSentences() {
    check("images: the index of an image is 4, it must be between 0 and 3, as tiny has 4 images") {
      () throws(TensorError) in try Checked.images(of: data, [0, 4])
    }
    check("subset: the index of an image is -1, it must be between 0 and 3, as tiny has 4 images") {
      () throws(TensorError) in try Checked.subset(of: data, [-1])
    }
    check("label: the index of an image is 0, it must be left out: tiny has no images") {
      () throws(TensorError) in try Checked.label(data.prefix(0), 0)
    }
    check(
      "prefix: the number of images is 5, it must be between 0 and 4, the number of images in tiny"
    ) { () throws(TensorError) in try Checked.prefix(of: data, 5) }
    check(
      "split: the number of images for validation is -1, it must be between 0 and 4, the number "
        + "of images in tiny"
    ) { () throws(TensorError) in try Checked.split(data, validation: -1, seed: 0) }
    check("[-1] is no shape: every size must be at least 0") { () throws(TensorError) in
      try Checked.shuffledIndices(count: -1, seed: 0)
    }
    check(
      "shuffledIndices: the shape [\(Int.max)] has more than 268435456 elements, the most that an "
        + "array may have: use smaller sizes"
    ) { () throws(TensorError) in try Checked.shuffledIndices(count: .max, seed: 0) }
  }

  @Test func partsOfADataSetMustFit() {
    func make(
      rows: Int = 1, columns: Int = 2, pixels: Int = 4, labels: [UInt8] = [0, 1]
    ) throws(TensorError) -> ImageDataset {
      try Checked.imageDataset(
        name: "x", rows: rows, columns: columns, pixels: Array(repeating: 0, count: pixels),
        labels: labels, classNames: ["a", "b"])
    }
    check("ImageDataset: the number of rows is 0, it must be at least 1") {
      () throws(TensorError) in try make(rows: 0)
    }
    check("ImageDataset: the number of columns is -3, it must be at least 1") {
      () throws(TensorError) in try make(columns: -3)
    }
    check("ImageDataset: 5 elements cannot fill the shape [2, 1, 2]") { () throws(TensorError) in
      try make(pixels: 5)
    }
    check(
      "ImageDataset: the label of image 1 is 2, it must be less than the number of classes, 2"
    ) { () throws(TensorError) in try make(labels: [0, 2]) }
    check(
      "ImageDataset: the shape [2, \(Int.max), 2] has more than 268435456 elements, the most that "
        + "an array may have: use smaller sizes"
    ) { () throws(TensorError) in try make(rows: .max) }
  }

  private func check<Value>(
    _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ operation: () throws(TensorError) -> Value
  ) {
    do throws(TensorError) {
      _ = try operation()
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }
}
