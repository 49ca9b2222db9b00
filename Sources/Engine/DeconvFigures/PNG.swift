import CDeconvPNG

/// Why a PNG could not be read or written.
public enum PNGError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes do not begin with a PNG's signature and header.
  case notPNG
  /// The file ends early, goes on after its end, or a chunk reaches beyond it.
  case malformed(offset: Int)
  /// The picture is larger than a `Bitmap` may be.
  case tooLarge(width: Int, height: Int)
  /// What libpng says about the data.
  case codec(String)

  /// What was expected and what was found, as one sentence.
  public var description: String {
    switch self {
    case .notPNG:
      "expected a PNG file, found other bytes at its start"
    case .malformed(let offset):
      "the PNG file is cut off or damaged: no whole chunk at byte \(offset); write it again"
    case .tooLarge(let width, let height):
      """
      the PNG is \(width) × \(height) pixels; at most \(Bitmap.largestSide) a side and \
      \(Bitmap.largestPixelCount) together are read
      """
    case .codec(let message):
      "libpng cannot read or write the PNG: \(message)"
    }
  }
}

/// Writes and reads PNG files; the one place that speaks to libpng.
///
/// libpng's simplified interface reports errors as values, so none of its jumps crosses Swift.
public enum PNG {
  /// Writes a bitmap as an 8-bit RGB PNG that is shown at half its pixel size.
  ///
  /// The bytes depend on the pixels and on the versions of libpng and zlib alone: filters and level
  /// are always libpng's own, and there is no time and no text.
  ///
  /// - Throws: `PNGError.codec` when libpng fails.
  public static func encode(_ bitmap: Bitmap) throws(PNGError) -> [UInt8] {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(bitmap.width)
    image.height = png_uint_32(bitmap.height)
    image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
    // No flags: the row filters that libpng chooses and zlib's level 6 make the smaller files.
    image.flags = 0
    // zlib stores what it cannot shrink, at a few bytes per block; the rest is for the chunks.
    let samples = bitmap.bytes.count + bitmap.height
    var file = [UInt8](repeating: 0, count: samples + samples / 512 + 4096)
    var length = png_alloc_size_t(file.count)
    let written = file.withUnsafeMutableBytes { target in
      bitmap.bytes.withUnsafeBytes { source in
        png_image_write_to_memory(
          &image, target.baseAddress, &length, 0, source.baseAddress, 0, nil)
      }
    }
    defer { png_image_free(&image) }
    guard written != 0, length <= file.count else {
      throw .codec(message(of: image))
    }
    // A copy, so that the file does not keep the room of the uncompressed picture.
    return file[..<headerEnd] + physicalSize + file[headerEnd..<Int(length)]
  }

  /// Reads a PNG of any kind into opaque RGB; what is transparent lies on white.
  ///
  /// The chunks are checked to fill the file exactly before libpng sees a byte.
  ///
  /// - Throws: `PNGError` for every file that is not a whole, sound PNG within the limits.
  public static func decode(_ bytes: [UInt8]) throws(PNGError) -> Bitmap {
    try checkChunks(bytes)
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    let result: Result<Bitmap, PNGError> = bytes.withUnsafeBytes { source in
      defer { png_image_free(&image) }
      guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
        return .failure(.codec(message(of: image)))
      }
      guard let (width, height) = allowedSize(of: image) else {
        return .failure(.tooLarge(width: Int(image.width), height: Int(image.height)))
      }
      image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
      // Without a word about gamma in the file, libpng would take 16-bit samples for linear light.
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      var white = png_color(red: 255, green: 255, blue: 255)
      var pixels = [UInt8](repeating: 0, count: width * height * 3)
      let read = pixels.withUnsafeMutableBytes { target in
        png_image_finish_read(&image, &white, target.baseAddress, 0, nil)
      }
      guard read != 0 else { return .failure(.codec(message(of: image))) }
      return .success(Bitmap(trustedWidth: width, height: height, bytes: pixels))
    }
    return try result.get()
  }

  private static func allowedSize(of image: png_image) -> (width: Int, height: Int)? {
    let (width, height) = (Int(image.width), Int(image.height))
    return Bitmap.isAllowed(width: width, height: height) ? (width, height) : nil
  }

  private static func message(of image: png_image) -> String {
    let text = withUnsafeBytes(of: image.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.isEmpty ? "no reason given" : text
  }

  // MARK: Chunks

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// The signature, and IHDR's length, type, 13 bytes and checksum.
  private static let headerEnd = 33

  /// The chunk that says 144 pixels to the inch, 5669 to the metre: two to the point.
  private static let physicalSize: [UInt8] = [
    0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0x16, 0x25, 0, 0, 0x16, 0x25, 1,
    0x49, 0x52, 0x24, 0xF0,
  ]

  /// Checks that IHDR is first, IEND last, and that the chunks between fill the file.
  private static func checkChunks(_ bytes: [UInt8]) throws(PNGError) {
    guard bytes.count >= headerEnd, Array(bytes.prefix(8)) == signature,
      Array(bytes[8..<16]) == [0, 0, 0, 13] + Array("IHDR".utf8)
    else {
      throw .notPNG
    }
    var offset = 8
    var isEnd = false
    while !isEnd {
      guard bytes.count - offset >= 12 else { throw .malformed(offset: offset) }
      var length = 0
      for byte in bytes[offset..<offset + 4] { length = length << 8 | Int(byte) }
      guard length <= bytes.count - offset - 12 else { throw .malformed(offset: offset) }
      isEnd = Array(bytes[offset + 4..<offset + 8]) == Array("IEND".utf8)
      offset += 12 + length
    }
    guard offset == bytes.count else { throw .malformed(offset: offset) }
  }
}
