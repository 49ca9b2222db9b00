import DeconvFormats
import Testing

@Suite struct GzipTests {
  /// "overlap overlap overlap", packed by Python's gzip: see Reference/npy.py.
  static let packed: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xCB, 0x2F, 0x4B, 0x2D, 0xCA, 0x49, 0x2C, 0x50, 0xC8, 0x47,
    0xA5, 1, 0, 0x51, 0xCE, 0x6E, 0x17, 0, 0, 0,
  ]
  static let contents = Array("overlap overlap overlap".utf8)

  /// A mebibyte of zeros in 1051 bytes.
  static let bomb: [UInt8] =
    [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0xED, 0xC1, 0x31, 1, 0, 0, 0, 0xC2, 0xA0, 0xF5, 0x4F,
      0x6D, 8, 0x5F, 0xA0,
    ] + [UInt8](repeating: 0, count: 1016) + [0x3E, 3, 0x1C, 0xEA, 0x38, 0xA7, 0, 0, 0x10, 0]

  @Test func contentsComeBack() throws {
    #expect(try Gzip.decompress(Self.packed, limit: 23) == Self.contents)
    let zeros = try Gzip.decompress(Self.bomb, limit: 1 << 20)
    #expect(zeros.count == 1 << 20)
    #expect(zeros.allSatisfy { $0 == 0 })
  }

  @Test func membersFollowEachOther() throws {
    #expect(
      try Gzip.decompress(Self.packed + Self.packed, limit: 100) == Self.contents + Self.contents)
  }

  @Test func otherFilesAreRefused() {
    check([], "expected a gzip file, which begins with the bytes 1F 8B, found an empty file")
    check(
      Array("PK\u{3}\u{4}".utf8),
      "expected a gzip file, which begins with the bytes 1F 8B, found the bytes 50 4B")
    check([0x1F], "expected a gzip file, which begins with the bytes 1F 8B, found the bytes 1F")
  }

  @Test func everyCutIsNoticed() {
    for length in 2..<Self.packed.count {
      check(
        Array(Self.packed[..<length]),
        "expected a whole gzip file, found that it breaks off after \(length) bytes")
    }
    check(
      Self.packed + Self.packed.dropLast(),
      "expected a whole gzip file, found that it breaks off after 59 bytes")
    check(
      Array(Self.bomb.dropLast()),
      "expected a whole gzip file, found that it breaks off after 1050 bytes", limit: 1 << 20)
  }

  @Test func whatFollowsIsRefused() {
    check(
      Self.packed + [0], "expected the end of the gzip file at byte 30, found 1 more byte")
    check(
      Self.packed + Self.packed + [0x1F, 0x8C, 1],
      "expected the end of the gzip file at byte 60, found 3 more bytes")
  }

  @Test func damageIsNoticed() {
    check(
      changed(at: 22),
      "expected contents that agree with the stored CRC-32, "
        + "found that they do not: the file is damaged")
    check(
      changed(at: 26),
      "expected contents of the stored length, "
        + "found that they do not: the file is damaged")
    check(
      changed(at: 12),
      "expected contents that agree with the stored CRC-32, "
        + "found that they do not: the file is damaged")
    check(
      changed(at: 10, to: 0xFF),
      "expected sound gzip data, found that zlib refuses it: invalid block type")
    check(
      changed(at: 2, to: 7),
      "expected sound gzip data, found that zlib refuses it: unknown compression method")
  }

  @Test func theLimitHoldsWhateverTheFileClaims() {
    check(Self.packed, "expected at most 22 bytes when unpacked, found more", limit: 22)
    check(
      Self.packed + Self.packed, "expected at most 40 bytes when unpacked, found more", limit: 40)
    check(
      Self.bomb, "expected at most 65536 bytes when unpacked, found more", limit: 65_536)
    check(Self.bomb, "expected at most 0 bytes when unpacked, found more", limit: 0)
  }

  private func changed(at place: Int, to byte: UInt8? = nil) -> [UInt8] {
    var bytes = Self.packed
    bytes[place] = byte ?? bytes[place] ^ 1
    return bytes
  }

  private func check(
    _ bytes: [UInt8], _ sentence: String, limit: Int = 1000,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do throws(GzipError) {
      _ = try Gzip.decompress(bytes, limit: limit)
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description == sentence, sourceLocation: sourceLocation)
    }
  }
}
