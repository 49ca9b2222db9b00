import CDeconvZlib

/// Unpacks gzip files (RFC 1952); the one place that speaks to zlib.
public enum Gzip {
  /// Whether bytes begin as every gzip file does.
  ///
  /// - Parameter bytes: The beginning of a file.
  /// - Returns: Whether the first two bytes are `1F 8B`.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { isMember(bytes, at: 0) }

  /// Unpacks a whole gzip file: one member, or several whose contents follow each other.
  ///
  /// zlib compares the contents of each member with the checksum and the length stored behind it.
  /// A file that would unpack to more than the limit is given up there, so it takes no more memory
  /// than the limit says, whatever it claims.
  ///
  /// - Parameters:
  ///   - bytes: The whole file; nothing may follow its last member.
  ///   - limit: The most bytes that may come out.
  /// - Returns: The contents.
  /// - Throws: ``GzipError`` if the file is not gzip, cut off, damaged, too large, or goes on.
  public static func decompress(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    guard isGzip(bytes) else { throw .notGzip(start: Array(bytes.prefix(2))) }
    var contents: [UInt8] = []
    var position = 0
    repeat {
      guard isMember(bytes, at: position) else {
        throw .trailingBytes(offset: position, count: bytes.count - position)
      }
      position = try unpackMember(of: bytes, from: position, into: &contents, limit: limit)
    } while position < bytes.count
    return contents
  }

  private static func isMember(_ bytes: [UInt8], at position: Int) -> Bool {
    bytes.count - position >= 2 && bytes[position] == 0x1F && bytes[position + 1] == 0x8B
  }

  /// Appends the contents of one member and returns where it ends.
  private static func unpackMember(
    of bytes: [UInt8], from start: Int, into contents: inout [UInt8], limit: Int
  ) throws(GzipError) -> Int {
    var stream = z_stream()
    // 15 bits of window, and 16 for "gzip and nothing else".
    guard
      inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .damaged("zlib cannot start") }
    defer { inflateEnd(&stream) }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var position = start
    while true {
      let inputCount = min(bytes.count - position, 1 << 20)
      let (status, taken, made) = bytes.withUnsafeBytes { source in
        piece.withUnsafeMutableBytes { target in
          step(
            &stream,
            source: UnsafeRawBufferPointer(rebasing: source[position...].prefix(inputCount)),
            target: target)
        }
      }
      position += taken
      guard made <= limit - contents.count else { throw .tooLarge(limit: limit) }
      contents += piece[..<made]
      switch status {
      case Z_STREAM_END: return position
      case Z_OK, Z_BUF_ERROR:
        // All input is used up, there was room for more output, and the member has not ended.
        if position == bytes.count, made < piece.count { throw .truncated(byteCount: bytes.count) }
      default: throw failure(stream)
      }
    }
  }

  /// One call of `inflate`: how it ended, and how many bytes it took and made.
  private static func step(
    _ stream: inout z_stream, source: UnsafeRawBufferPointer,
    target: UnsafeMutableRawBufferPointer
  ) -> (status: Int32, taken: Int, made: Int) {
    // zlib's interface has no const there; it does not write to its input.
    stream.next_in = UnsafeMutablePointer(
      mutating: source.bindMemory(to: UInt8.self).baseAddress)
    stream.avail_in = UInt32(source.count)
    stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
    stream.avail_out = UInt32(target.count)
    let status = inflate(&stream, Z_NO_FLUSH)
    return (
      status, source.count - Int(stream.avail_in), target.count - Int(stream.avail_out)
    )
  }

  private static func failure(_ stream: z_stream) -> GzipError {
    switch stream.msg.map({ String(cString: $0) }) {
    case "incorrect data check": .wrongChecksum
    case "incorrect length check": .wrongLength
    case let message: .damaged(message ?? "no reason given")
    }
  }
}

/// The reason why bytes are no gzip file that can be unpacked.
public enum GzipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file begins with other bytes.
  case notGzip(start: [UInt8])
  /// The file ends before its contents do.
  case truncated(byteCount: Int)
  /// The contents do not agree with the checksum that is stored behind them.
  case wrongChecksum
  /// The contents do not have the length that is stored behind them.
  case wrongLength
  /// What zlib says about the compressed data.
  case damaged(String)
  /// There are bytes behind the last member.
  case trailingBytes(offset: Int, count: Int)
  /// The contents are larger than allowed.
  case tooLarge(limit: Int)

  /// What the file should have been.
  public var expectation: String {
    switch self {
    case .notGzip: "a gzip file, which begins with the bytes 1F 8B"
    case .truncated: "a whole gzip file"
    case .wrongChecksum: "contents that agree with the stored CRC-32"
    case .wrongLength: "contents of the stored length"
    case .damaged: "sound gzip data"
    case .trailingBytes(let offset, _): "the end of the gzip file at byte \(offset)"
    case .tooLarge(let limit): "at most \(limit) bytes when unpacked"
    }
  }

  /// What the file is instead.
  public var finding: String {
    switch self {
    case .notGzip(let start):
      start.isEmpty
        ? "an empty file" : "the bytes " + start.map(Self.hexadecimal).joined(separator: " ")
    case .truncated(let count): "that it breaks off after \(count) bytes"
    case .wrongChecksum, .wrongLength: "that they do not: the file is damaged"
    case .damaged(let message): "that zlib refuses it: \(message)"
    case .trailingBytes(_, let count): "\(count) more byte\(count == 1 ? "" : "s")"
    case .tooLarge: "more"
    }
  }

  /// The error as one sentence.
  public var description: String { "expected \(expectation), found \(finding)" }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
