import DeconvFormats
import Testing

@Suite struct IDXTests {
  static let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]
  static let images: [UInt8] = [
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6,
  ]

  @Test func labelsAndImagesAreRead() throws {
    let labels = try IDX(decoding: Self.labels, axes: 1)
    #expect(labels.shape == [3])
    #expect(labels.elements == [7, 8, 9])
    let images = try IDX(decoding: Self.images, axes: 3)
    #expect(images.shape == [2, 1, 3])
    #expect(images.elements == [1, 2, 3, 4, 5, 6])
    #expect(try IDX(decoding: [0, 0, 8, 1, 0, 0, 0, 0], axes: 1).elements == [])
  }

  @Test func packedFilesAreUnpacked() throws {
    // `labels` as one stored block of deflate.
    let packed: [UInt8] =
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 1, 11, 0, 0xF4, 0xFF] + Self.labels
      + [0xAD, 0x98, 0x0A, 0xBA, 11, 0, 0, 0]
    #expect(try IDX(decoding: packed, axes: 1).elements == [7, 8, 9])
    check(
      packed.dropLast(), axes: 1,
      "expected a whole gzip file, found that it breaks off after 33 bytes")
    check(
      packed, axes: 1, limit: 2, "expected at most 10 bytes when unpacked, found more")
  }

  @Test func cutsAndAdditionsAreNoticed() {
    check([], axes: 3, "expected an IDX header of 16 bytes, found 0 bytes")
    check(Self.images.prefix(3), axes: 3, "expected an IDX header of 16 bytes, found 3 bytes")
    check(Self.images.prefix(15), axes: 3, "expected an IDX header of 16 bytes, found 15 bytes")
    check(
      Self.images.dropLast(), axes: 3,
      "expected 22 bytes for the shape [2, 1, 3] of its header, found 21 bytes")
    check(
      Self.images + [0], axes: 3,
      "expected 22 bytes for the shape [2, 1, 3] of its header, found 23 bytes")
  }

  @Test func otherFilesAreRefused() {
    check(
      Self.labels, axes: 3,
      "expected an IDX file of images, which begins with 0x00000803, "
        + "found 0x00000801 (unsigned bytes with 1 axis)")
    check(
      Self.images, axes: 1,
      "expected an IDX file of labels, which begins with 0x00000801, "
        + "found 0x00000803 (unsigned bytes with 3 axes)")
    check(
      [0, 0, 0x0D, 3] + Self.images.dropFirst(4), axes: 3,
      "expected an IDX file of images, which begins with 0x00000803, "
        + "found 0x00000D03 (single-precision numbers with 3 axes)")
    check(
      Array("\u{89}PNG".unicodeScalars.map { UInt8($0.value) }), axes: 3,
      "expected an IDX file of images, which begins with 0x00000803, found 0x89504E47")
  }

  @Test func hugeSizesAreRefusedBeforeAnythingIsRead() {
    check(
      [0, 0, 8, 3] + [UInt8](repeating: 0xFF, count: 12), axes: 3,
      "expected an IDX file of at most 268435456 elements, "
        + "found the shape [4294967295, 4294967295, 4294967295]")
    check(
      Self.images, axes: 3, limit: 5,
      "expected an IDX file of at most 5 elements, found the shape [2, 1, 3]")
  }

  private func check(
    _ bytes: some Collection<UInt8>, axes: Int, limit: Int = 1 << 28, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do throws(IDXError) {
      _ = try IDX(decoding: Array(bytes), axes: axes, limit: limit)
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }
}
