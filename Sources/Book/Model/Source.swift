/// A place in a source file: a byte offset with its line and column.
package struct SourceLocation: Hashable, Comparable, Sendable {
  /// Bytes from the start of the file.
  package var offset: Int
  /// The line, from 1.
  package var line: Int
  /// The column in UTF-8 bytes, from 1.
  package var column: Int

  package init(offset: Int, line: Int, column: Int) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  package static func < (a: SourceLocation, b: SourceLocation) -> Bool { a.offset < b.offset }
}

/// The part of a source file from `start` up to, not including, `end`.
package struct SourceSpan: Hashable, Sendable {
  package var start: SourceLocation
  package var end: SourceLocation

  package init(_ start: SourceLocation, _ end: SourceLocation) {
    self.start = start
    self.end = end
  }

  /// The bytes of the file that the span covers.
  package var bytes: Range<Int> { start.offset..<max(start.offset, end.offset) }
}

/// A text file of the book: its name as shown to people, its bytes, and where its lines begin.
package struct SourceText: Sendable {
  /// The path as diagnostics print it, relative to the book's root.
  package let path: String
  /// The bytes as they stand in the file.
  package let bytes: [UInt8]
  /// The offset of the first byte of each line; a line ends with LF, CRLF or a lone CR.
  package let lineStarts: [Int]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() {
      let endsLine =
        byte == UInt8(ascii: "\n")
        || (byte == UInt8(ascii: "\r")
          && !(index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")))
      if endsLine { starts.append(index + 1) }
    }
    self.lineStarts = starts
  }

  /// The place of a byte offset; offsets outside the file are moved to its nearest end.
  package func location(at offset: Int) -> SourceLocation {
    let offset = min(max(offset, 0), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourceLocation(offset: offset, line: low + 1, column: offset - lineStarts[low] + 1)
  }

  package func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(location(at: range.lowerBound), location(at: range.upperBound))
  }

  /// The bytes of a line (from 1) without its line end; empty for a line that is not there.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard lineStarts.indices.contains(number - 1) else { return [] }
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
    {
      end -= 1
    }
    return bytes[start..<end]
  }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
  }
}

/// Code taken out of a chapter, with the way back: the code of a block, or of a value in prose.
///
/// A block inside a quotation or a list loses the container's prefix on each line, so one offset
/// does not do: every line of the code knows where it starts in the file.
package struct CodeText: Hashable, Sendable {
  /// The code, its lines joined by `\n`.
  package let text: String
  /// The place in the file of the first byte of each line of `text`.
  package let lineOrigins: [SourceLocation]

  package init(text: String, lineOrigins: [SourceLocation]) {
    self.text = text
    self.lineOrigins = lineOrigins
  }

  /// The span in the file of a range of UTF-8 offsets in `text`.
  package func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(location(at: range.lowerBound), location(at: range.upperBound))
  }

  /// The place in the file of a UTF-8 offset in `text`.
  package func location(at offset: Int) -> SourceLocation {
    var line = 0
    var lineStart = 0
    for (index, byte) in text.utf8.enumerated() {
      if index >= offset { break }
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = index + 1
      }
    }
    guard let origin = line < lineOrigins.count ? lineOrigins[line] : lineOrigins.last else {
      return SourceLocation(offset: 0, line: 1, column: 1)
    }
    let shift = max(0, min(offset, text.utf8.count) - lineStart)
    return SourceLocation(
      offset: origin.offset + shift, line: origin.line, column: origin.column + shift)
  }
}
