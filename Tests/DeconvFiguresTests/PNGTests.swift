import DeconvFigures
import Foundation
import Testing

@Suite struct PNGTests {
  private let bitmap: Bitmap

  init() throws {
    let bytes = (0..<5 * 3 * 3).map { UInt8(truncatingIfNeeded: $0 * 37) }
    bitmap = try #require(Bitmap(width: 5, height: 3, bytes: bytes))
  }

  private func decoded(_ base64: String) throws -> Bitmap {
    let data = try #require(Data(base64Encoded: base64))
    return try PNG.decode([UInt8](data))
  }

  @Test func whatIsWrittenIsReadBackAndWrittenAgainAsTheSameBytes() throws {
    let file = try PNG.encode(bitmap)
    #expect(try PNG.decode(file) == bitmap)
    #expect(try PNG.encode(PNG.decode(file)) == file)
  }

  @Test func aFileTakesNoMoreMemoryThanItsBytes() throws {
    let white = [UInt8](repeating: 255, count: 400 * 300 * 3)
    let file = try PNG.encode(try #require(Bitmap(width: 400, height: 300, bytes: white)))
    #expect(file.capacity < file.count + 1024)
  }

  @Test func aFileHoldsTheResolutionAndNeitherTimeNorText() throws {
    let file = try PNG.encode(bitmap)
    var types: [String] = []
    var offset = 8
    while offset + 12 <= file.count {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      types.append(String(decoding: file[offset + 4..<offset + 8], as: UTF8.self))
      if types.last == "pHYs" {
        #expect(Array(file[offset + 8..<offset + 17]) == [0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1])
      }
      offset += 12 + length
    }
    #expect(types == ["IHDR", "pHYs", "sRGB", "IDAT", "IEND"])
  }

  @Test func noiseThatCannotBeCompressedIsWritten() throws {
    var state: UInt32 = 7
    let bytes = (0..<300 * 200 * 3).map { _ -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(truncatingIfNeeded: state >> 24)
    }
    let noise = try #require(Bitmap(width: 300, height: 200, bytes: bytes))
    #expect(try PNG.decode(PNG.encode(noise)) == noise)
  }

  @Test func transparencyIsLaidOnWhite() throws {
    let image = try decoded(
      """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR42mPgEpH7f4KBgQ\
      EACbQCBPlgTL8AAAAASUVORK5CYII=
      """
    )
    #expect(image.bytes == [10, 20, 30, 255, 255, 255])
  }

  @Test func aFileCutOffAnywhereIsAnError() throws {
    let file = try PNG.encode(bitmap)
    for length in 0..<file.count {
      #expect(throws: PNGError.self, "\(length) of \(file.count) bytes") {
        try PNG.decode(Array(file.prefix(length)))
      }
    }
  }

  @Test func aChangedByteIsAnErrorOrAPictureButNeverACrash() throws {
    let file = try PNG.encode(bitmap)
    var errors = 0
    for index in file.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var damaged = file
        damaged[index] ^= mask
        do {
          _ = try PNG.decode(damaged)
        } catch {
          errors += 1
          #expect(!error.description.isEmpty)
        }
      }
    }
    #expect(errors > file.count)
  }

  @Test func bytesAfterTheEndAreAnError() throws {
    let file = try PNG.encode(bitmap)
    #expect(throws: PNGError.malformed(offset: file.count)) { try PNG.decode(file + [0]) }
  }

  @Test func otherFilesAreNotPNG() {
    #expect(throws: PNGError.notPNG) { try PNG.decode([]) }
    #expect(throws: PNGError.notPNG) { try PNG.decode(Array("GIF89a".utf8)) }
    #expect(throws: PNGError.notPNG) { try PNG.decode([UInt8](repeating: 0x89, count: 200)) }
  }

  @Test func grayOfOneBitAndOfSixteenBecomesRGB() throws {
    let bits = try decoded(
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABAQAAAAAzmykZAAAACklEQVR42mNYAAAAogChcQXLQQAAAABJRU5ErkJggg=="
    )
    #expect(bits.bytes == [255, 255, 255, 0, 0, 0, 255, 255, 255])
    let deep = try decoded(
      """
      iVBORw0KGgoAAAANSUhEUgAAAAEAAAACEAAAAADsejW4AAAADklEQVR42mNoaGD4/x8AB4\
      MC/8OBM7kAAAAASUVORK5CYII=
      """
    )
    #expect(deep.bytes == [128, 128, 128, 255, 255, 255])
  }

  @Test func fewerRowsThanPromisedAreAnError() throws {
    #expect(throws: PNGError.self) {
      try decoded(
        """
        iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAC0lEQVR42mNgAAMAAAcAAS\
        Ei2xMAAAAASUVORK5CYII=
        """
      )
    }
  }

  @Test func aPictureThatWouldFillTheMemoryIsRefusedBeforeItIsUnpacked() throws {
    #expect(throws: PNGError.tooLarge(width: 100_000, height: 100_000)) {
      try decoded(
        "iVBORw0KGgoAAAANSUhEUgABhqAAAYagCAIAAAAnMJyfAAAACUlEQVR42mMAAAABAAGxDbaTAAAAAElFTkSuQmCC"
      )
    }
  }
}
