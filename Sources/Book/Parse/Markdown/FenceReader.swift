import BookModel

/// A fenced block of code as it stands in the file.
struct Fence {
  /// From the first byte of the opening fence to the end of the last line.
  var range: Range<Int>
  /// What follows the opening fence, without white space at both ends.
  var info: Range<Int>
  /// The lines of code without the prefixes of the containers.
  var lines: [CodeLine]
  /// The containers' prefix on the closing line; nil where the fence is not closed.
  var closingPrefix: String?
  var closingLine: Int
}

/// A line of code taken out of its containers.
struct CodeLine {
  var text: String
  var origin: SourceLocation
}

extension Outline {
  /// The fence of a block of code; nil if the block is indented code.
  func fence(of index: Int) -> Fence? {
    let node = nodes[index]
    let opening = source.cursor(atLine: node.lines.lowerBound, inside: node.containers).cursor
    guard opening.indent < 4, let mark = source.bytes.at(node.start),
      mark == Byte.backtick || mark == Byte.tilde
    else { return nil }
    let line = source.bytes[..<opening.end]
    let markEnd = line.skip(from: node.start) { $0 == mark }
    // cmark keeps the length in a byte.
    let length = min(markEnd - node.start, 255)
    var fence = Fence(
      range: node.start..<opening.end,
      info: line.trimmedRange(markEnd..<opening.end), lines: [],
      closingPrefix: nil, closingLine: node.lines.lowerBound)
    let fenceIndent = node.start - opening.offset
    var number = node.lines.lowerBound + 1
    while number <= source.lineStarts.count {
      var (cursor, matched) = source.cursor(atLine: number, inside: node.containers)
      // The empty line behind the last line feed of the file is no line.
      guard matched == node.containers.count, cursor.offset < source.bytes.count else { break }
      fence.closingLine = number
      fence.range = node.start..<cursor.end
      if closes(cursor, mark: mark, length: length) {
        fence.closingPrefix = prefix(before: cursor, line: number)
        return fence
      }
      var indent = fenceIndent
      while indent > 0, cursor.offset < cursor.end, source.bytes[cursor.offset].isSpaceOrTab {
        cursor.advance(columns: 1)
        indent -= 1
      }
      fence.lines.append(codeLine(from: cursor))
      number += 1
    }
    return fence
  }

  /// What stands before a place of a line; columns of a tab that was entered become spaces.
  private func prefix(before cursor: LineCursor, line: Int) -> String {
    var start = source.cursor(atLine: line)
    let written = source.text(start.offset..<cursor.offset)
    start.advance(to: cursor.offset)
    return written + String(repeating: " ", count: max(0, cursor.column - start.column))
  }

  private func closes(_ cursor: LineCursor, mark: UInt8, length: Int) -> Bool {
    let start = cursor.firstText.offset
    let line = source.bytes[..<cursor.end]
    let end = line.skip(from: start) { $0 == mark }
    return cursor.indent <= 3 && end - start >= max(3, length)
      && line.skip(from: end, while: \.isSpaceOrTab) == cursor.end
  }

  /// The rest of a line as code.
  ///
  /// Columns of a tab that was entered stand in front of it as spaces, and its origin is moved so
  /// that every byte after these has its own place.
  func codeLine(from cursor: LineCursor) -> CodeLine {
    var start = cursor.offset
    let spaces = cursor.openTabColumns
    if spaces > 0 { start += 1 }
    let text = String(repeating: " ", count: spaces) + source.text(start..<cursor.end)
    return CodeLine(text: text, origin: source.location(at: start - spaces))
  }
}
