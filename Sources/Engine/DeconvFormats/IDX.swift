/// The contents of an IDX file: unsigned bytes in an array of one or more axes.
///
/// The format of MNIST and Fashion-MNIST: two zero bytes, the type of the elements, the number of
/// axes, the size of each axis as a big-endian 32-bit integer, and the elements in row-major order.
/// Images are `[N, H, W]`, labels `[N]`, both of unsigned bytes (type 8). A file packed with gzip
/// is unpacked.
public struct IDX: Hashable, Sendable {
  /// The sizes of the axes, outermost first.
  public let shape: [Int]
  /// The elements in row-major order.
  public let elements: [UInt8]

  /// Reads the bytes of a file; all of it is checked before anything is returned.
  ///
  /// - Parameters:
  ///   - file: The whole file, as it is or packed with gzip.
  ///   - axes: How many axes the array must have: 3 for images, 1 for labels.
  ///   - limit: The most elements that the array may have.
  /// - Throws: ``IDXError`` if the bytes are not exactly such a file.
  public init(decoding file: [UInt8], axes: Int, limit: Int = 1 << 28) throws(IDXError) {
    let headerBytes = 4 + 4 * axes
    let bytes = try Self.unpacked(file, limit: headerBytes + limit)
    guard bytes.count >= 4 else {
      throw .truncatedHeader(expectedBytes: headerBytes, foundBytes: bytes.count)
    }
    let magic = Self.word(bytes, at: 0)
    guard magic == Self.magic(axes: axes) else { throw .wrongMagic(axes: axes, found: magic) }
    guard bytes.count >= headerBytes else {
      throw .truncatedHeader(expectedBytes: headerBytes, foundBytes: bytes.count)
    }
    shape = (1...axes).map { Int(Self.word(bytes, at: 4 * $0)) }
    guard let count = NumericArray.byteCount(shape: shape, scalar: .u8), count <= limit else {
      throw .tooLarge(shape: shape, limit: limit)
    }
    guard bytes.count - headerBytes == count else {
      throw .wrongLength(
        shape: shape, expectedBytes: headerBytes + count, foundBytes: bytes.count)
    }
    elements = Array(bytes[headerBytes...])
  }

  /// The first four bytes of a file of unsigned bytes.
  static func magic(axes: Int) -> UInt32 { 0x0800 | UInt32(axes) }

  private static func unpacked(_ file: [UInt8], limit: Int) throws(IDXError) -> [UInt8] {
    guard Gzip.isGzip(file) else { return file }
    do throws(GzipError) {
      return try Gzip.decompress(file, limit: limit)
    } catch {
      throw .gzip(error)
    }
  }

  private static func word(_ bytes: [UInt8], at start: Int) -> UInt32 {
    bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// The reason why bytes are not the IDX file that was expected.
public enum IDXError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is packed, and cannot be unpacked.
  case gzip(GzipError)
  /// The file ends before its header does.
  case truncatedHeader(expectedBytes: Int, foundBytes: Int)
  /// The file does not begin as one of unsigned bytes with so many axes does.
  case wrongMagic(axes: Int, found: UInt32)
  /// The array is larger than allowed.
  case tooLarge(shape: [Int], limit: Int)
  /// The file is longer or shorter than its header says.
  case wrongLength(shape: [Int], expectedBytes: Int, foundBytes: Int)

  /// What the file should have been.
  public var expectation: String {
    switch self {
    case .gzip(let error): error.expectation
    case .truncatedHeader(let expected, _): "an IDX header of \(expected) bytes"
    case .wrongMagic(let axes, _):
      "an IDX file of \(axes == 1 ? "labels" : "images"), which begins with "
        + Self.hexadecimal(IDX.magic(axes: axes))
    case .tooLarge(_, let limit): "an IDX file of at most \(limit) elements"
    case .wrongLength(let shape, let expected, _):
      "\(expected) bytes for the shape \(shape) of its header"
    }
  }

  /// What the file is instead.
  public var finding: String {
    switch self {
    case .gzip(let error): error.finding
    case .truncatedHeader(_, let found), .wrongLength(_, _, let found): "\(found) bytes"
    case .wrongMagic(_, let found): Self.hexadecimal(found) + Self.meaning(of: found)
    case .tooLarge(let shape, _): "the shape \(shape)"
    }
  }

  /// The error as one sentence.
  public var description: String { "expected \(expectation), found \(finding)" }

  private static func hexadecimal(_ word: UInt32) -> String {
    let digits = String(word, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// What another magic number says, where it is one of the format.
  private static func meaning(of magic: UInt32) -> String {
    let types: [UInt32: String] = [
      0x08: "unsigned bytes", 0x09: "signed bytes", 0x0B: "16-bit integers",
      0x0C: "32-bit integers", 0x0D: "single-precision numbers", 0x0E: "double-precision numbers",
    ]
    guard let type = types[magic >> 8] else { return "" }
    let axes = magic & 0xFF
    return " (\(type) with \(axes) \(axes == 1 ? "axis" : "axes"))"
  }
}
