/// Files of NumPy's `.npy` format: one array of numbers without a name.
///
/// The format of NEP 1: the bytes `93 4E 55 4D 50 59` ("\u{93}NUMPY"), two bytes of version, the
/// little-endian size of the header (two bytes in version 1.0, four in 2.0 and 3.0), the header as
/// a Python dictionary, and the numbers. Versions 1.0, 2.0 and 3.0 are read and 1.0 is written; the
/// types are `<f4`, `<f8`, `<i8` and `|u1`, in C order.
public enum Npy {
  /// The largest header that is read, in bytes; it is NumPy's own default too.
  public static let maximumHeaderBytes = 10_000

  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]

  /// Reads the bytes of a file; all of it is checked before anything is returned.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: The name that the array gets; the file has none.
  /// - Returns: The array.
  /// - Throws: ``NpyError`` if the bytes are not exactly such a file.
  public static func decode(_ bytes: [UInt8], name: String) throws(NpyError) -> NumericArray {
    guard bytes.starts(with: magic) else { throw .notNpy(start: Array(bytes.prefix(6))) }
    guard bytes.count >= 8 else {
      throw .truncated(part: "the header", expectedBytes: 10, foundBytes: bytes.count)
    }
    let version = (major: Int(bytes[6]), minor: Int(bytes[7]))
    guard (1...3).contains(version.major), version.minor == 0 else {
      throw .unknownVersion(major: version.major, minor: version.minor)
    }
    let headerStart = version.major == 1 ? 10 : 12
    guard bytes.count >= headerStart else {
      throw .truncated(part: "the header", expectedBytes: headerStart, foundBytes: bytes.count)
    }
    let headerBytes = bytes[8..<headerStart].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard headerBytes <= maximumHeaderBytes else { throw .headerTooLong(bytes: headerBytes) }
    let dataStart = headerStart + headerBytes
    guard bytes.count >= dataStart else {
      throw .truncated(part: "the header", expectedBytes: dataStart, foundBytes: bytes.count)
    }
    var reader = NpyHeader(Array(bytes[headerStart..<dataStart]))
    let (shape, scalar) = try reader.header()
    guard let count = NumericArray.byteCount(shape: shape, scalar: scalar),
      count <= Int.max - dataStart
    else { throw .tooLarge(shape: shape) }
    guard bytes.count >= dataStart + count else {
      throw .truncated(
        part: "the numbers of the shape \(shape)", expectedBytes: dataStart + count,
        foundBytes: bytes.count)
    }
    guard bytes.count == dataStart + count else {
      throw .trailingBytes(shape: shape, count: bytes.count - dataStart - count)
    }
    return NumericArray(
      checkedName: name, shape: shape, scalar: scalar, bytes: Array(bytes[dataStart...]))
  }

  /// The bytes of a file of version 1.0, as NumPy writes them.
  ///
  /// - Parameter array: The array; its name is not written.
  /// - Returns: The bytes; the numbers begin at a multiple of 64.
  /// - Throws: ``NpyError`` if the shape has so many axes that the header would be too long.
  public static func encode(_ array: NumericArray) throws(NpyError) -> [UInt8] {
    let sizes = array.shape.map(String.init).joined(separator: ", ")
    let shape = array.shape.count == 1 ? "(\(sizes),)" : "(\(sizes))"
    var header = Array(
      "{'descr': '\(array.scalar.npyName)', 'fortran_order': False, 'shape': \(shape), }".utf8)
    // Spaces and a line feed fill up the header, so that the numbers are aligned.
    header += Array(repeating: UInt8(ascii: " "), count: 63 - (10 + header.count) % 64)
    header.append(UInt8(ascii: "\n"))
    guard header.count <= maximumHeaderBytes else { throw .headerTooLong(bytes: header.count) }
    let size = [UInt8(header.count & 0xFF), UInt8(header.count >> 8)]
    return magic + [1, 0] + size + header + array.bytes
  }
}

extension ScalarType {
  /// The type as NumPy's array protocol writes it: byte order, kind and size.
  var npyName: String {
    switch self {
    case .f32: "<f4"
    case .f64: "<f8"
    case .i64: "<i8"
    case .u8: "|u1"
    }
  }
}

/// The reason why bytes are no `.npy` file that the engine reads, or an array makes none.
public enum NpyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file begins with other bytes.
  case notNpy(start: [UInt8])
  /// The file has a version that is not read.
  case unknownVersion(major: Int, minor: Int)
  /// The file ends before its header or its numbers do.
  case truncated(part: String, expectedBytes: Int, foundBytes: Int)
  /// The header is longer than any header of an array of numbers.
  case headerTooLong(bytes: Int)
  /// The header is not the dictionary that the format prescribes, at a byte of the header.
  case malformedHeader(offset: Int, expected: String, found: UInt8?)
  /// The type of the numbers is none of those that the engine reads.
  case unsupportedType(String)
  /// The numbers lie column by column.
  case fortranOrder(shape: [Int])
  /// The number of bytes of the shape does not fit an integer.
  case tooLarge(shape: [Int])
  /// There are bytes behind the numbers.
  case trailingBytes(shape: [Int], count: Int)

  /// What the file should have been.
  public var expectation: String {
    switch self {
    case .notNpy: "an .npy file, which begins with the bytes 93 4E 55 4D 50 59"
    case .unknownVersion: "an .npy file of version 1.0, 2.0 or 3.0"
    case .truncated(let part, let expected, _): "\(expected) bytes at least with \(part)"
    case .headerTooLong: "an .npy header of at most \(Npy.maximumHeaderBytes) bytes"
    case .malformedHeader(let offset, let expected, _):
      "\(expected) at byte \(offset) of the .npy header"
    case .unsupportedType:
      "numbers of the type " + ScalarType.allCases.map { "'\($0.npyName)'" }.joined(separator: ", ")
    case .fortranOrder: "numbers in C order"
    case .tooLarge: "a shape whose bytes can be counted"
    case .trailingBytes(let shape, _): "the end of the file behind the numbers of shape \(shape)"
    }
  }

  /// What the file is instead, and what to do about it where something can be done.
  public var finding: String {
    switch self {
    case .notNpy(let start):
      start.isEmpty
        ? "an empty file"
        : "the bytes " + start.map { Self.hexadecimal($0) }.joined(separator: " ")
    case .unknownVersion(let major, let minor): "version \(major).\(minor)"
    case .truncated(_, _, let found): "\(found): the file was cut off"
    case .headerTooLong(let bytes): "\(bytes)"
    case .malformedHeader(_, _, nil): "its end"
    case .malformedHeader(_, _, let byte?):
      (0x20..<0x7F).contains(byte)
        ? "'\(Unicode.Scalar(byte))'" : "the byte \(Self.hexadecimal(byte))"
    case .unsupportedType(let type):
      "'\(type)': save the array as array.astype('<f4')"
    case .fortranOrder(let shape):
      "Fortran order for the shape \(shape): save the array as numpy.ascontiguousarray(array)"
    case .tooLarge(let shape): "\(shape)"
    case .trailingBytes(_, let count): "\(count) more byte\(count == 1 ? "" : "s")"
    }
  }

  /// The error as one sentence.
  public var description: String { "expected \(expectation), found \(finding)" }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
