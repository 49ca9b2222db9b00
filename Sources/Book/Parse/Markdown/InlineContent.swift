import BookModel

/// The text of a paragraph, a heading or a table's cell, taken out of its lines, with the way back.
struct InlineContent {
  /// The text; its lines are joined by `\n` and have no white space at their start.
  private(set) var bytes: [UInt8] = []
  /// Where stretches of the text begin, in the text and in the file, in order.
  private var pieces: [(content: Int, source: Int)] = []
  /// The offset in the file behind the last byte.
  private(set) var sourceEnd = 0

  var isBlank: Bool { bytes.allSatisfy(\.isMarkdownSpace) }

  /// Adds bytes of the file.
  mutating func append(_ source: SourceText, _ range: Range<Int>) {
    pieces.append((bytes.count, range.lowerBound))
    bytes += source.bytes[range]
    sourceEnd = range.upperBound
  }

  /// Adds a line of the file, after a line feed if there are lines already.
  mutating func append(lineOf source: SourceText, _ range: Range<Int>) {
    if !pieces.isEmpty {
      pieces.append((bytes.count, sourceEnd))
      bytes.append(Byte.lineFeed)
    }
    append(source, range)
  }

  /// The offset in the file of a byte of the text; behind the last byte for the end.
  func sourceOffset(at offset: Int) -> Int {
    guard offset < bytes.count else { return sourceEnd }
    let piece = pieces[pieceIndex(at: offset)]
    return piece.source + offset - piece.content
  }

  /// The last piece that begins at or before an offset.
  private func pieceIndex(at offset: Int) -> Int {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].content <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The range in the file from the first to behind the last byte of a range of the text.
  func sourceRange(_ range: Range<Int>) -> Range<Int> {
    let start = sourceOffset(at: range.lowerBound)
    guard !range.isEmpty else { return start..<start }
    return start..<max(start, sourceOffset(at: range.upperBound - 1) + 1)
  }

  /// A part of the text as a text of its own.
  subscript(range: Range<Int>) -> InlineContent {
    var part = InlineContent()
    part.bytes = Array(bytes[range])
    part.pieces = [(0, sourceOffset(at: range.lowerBound))]
    if !range.isEmpty {
      for piece in pieces[(pieceIndex(at: range.lowerBound) + 1)...]
        .prefix(while: { $0.content < range.upperBound })
      {
        part.pieces.append((piece.content - range.lowerBound, piece.source))
      }
    }
    part.sourceEnd = range.isEmpty ? part.pieces[0].source : sourceRange(range).upperBound
    return part
  }

  /// The text of a table's cell: a part in which `\\|` stands for `|`.
  func cell(_ range: Range<Int>) -> InlineContent {
    var cell = self[range]
    var index = range.lowerBound
    var start = range.lowerBound
    var parts: [Range<Int>] = []
    while index < range.upperBound {
      if bytes[index] == Byte.backslash, index + 1 < range.upperBound {
        if bytes[index + 1] == Byte.pipe {
          parts.append(start..<index)
          start = index + 1
        }
        index += 1
      }
      index += 1
    }
    if parts.isEmpty { return cell }
    parts.append(start..<range.upperBound)
    cell.bytes = []
    cell.pieces = []
    for part in parts where !part.isEmpty {
      cell.pieces.append((cell.bytes.count, sourceOffset(at: part.lowerBound)))
      cell.bytes += bytes[part]
    }
    return cell
  }

  mutating func removeFirst(_ count: Int) {
    if count > 0 { self = self[min(count, bytes.count)..<bytes.count] }
  }

  /// The ranges of the lines, line feeds not included.
  var lines: [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == Byte.lineFeed {
      lines.append(start..<index)
      start = index + 1
    }
    lines.append(start..<bytes.count)
    return lines
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
