import BookModel

/// A place in a line, counted in bytes and in columns, as CommonMark advances over tabs.
struct LineCursor {
  let bytes: [UInt8]
  /// The end of the line, its line end not included.
  let end: Int
  var offset: Int
  /// Columns from the start of the line, with tab stops every four.
  var column = 0
  /// Whether a part of the tab at `offset` is already behind the cursor.
  var isInsideTab = false

  /// The byte offset and the column of the first byte that is neither space nor tab.
  var firstText: (offset: Int, column: Int) {
    var offset = offset
    var column = column
    while offset < end, bytes[offset].isSpaceOrTab {
      column += bytes[offset] == Byte.tab ? 4 - column % 4 : 1
      offset += 1
    }
    return (offset, column)
  }

  var isBlank: Bool { firstText.offset >= end }

  /// Columns of white space ahead.
  var indent: Int { firstText.column - column }

  /// How many columns of a tab that was entered are still ahead: code shows them as spaces.
  var openTabColumns: Int { isInsideTab ? 4 - column % 4 : 0 }

  mutating func advance(columns count: Int) {
    var count = count
    while count > 0, offset < end {
      if bytes[offset] == Byte.tab {
        let width = 4 - column % 4
        isInsideTab = width > count
        column += min(count, width)
        if !isInsideTab { offset += 1 }
        count -= width
      } else {
        isInsideTab = false
        offset += 1
        column += 1
        count -= 1
      }
    }
  }

  /// Goes to a byte further on.
  mutating func advance(to target: Int) {
    while offset < min(target, end) {
      advance(columns: bytes[offset] == Byte.tab ? 4 - column % 4 : 1)
    }
  }

  /// Goes to the first byte that is not white space, then over `count` more.
  mutating func advanceToText(andOver count: Int = 0) {
    (offset, column) = firstText
    isInsideTab = false
    advance(columns: count)
  }
}

/// A quotation or a list item, as far as the beginnings of its lines are concerned.
struct BlockContainer {
  enum Kind {
    case quote
    /// A list item whose later lines are indented by so many columns.
    case item(indent: Int)
  }

  var kind: Kind
  var startLine: Int
  /// Behind the marker on the first line.
  var afterMarker: LineCursor

  /// Whether it is the same quotation or item of the same chapter.
  func isSame(as other: Self) -> Bool {
    startLine == other.startLine && afterMarker.offset == other.afterMarker.offset
  }
}

extension SourceText {
  func cursor(atLine number: Int) -> LineCursor {
    let line = line(number)
    return LineCursor(bytes: bytes, end: line.endIndex, offset: line.startIndex)
  }

  /// Goes over the prefixes of the containers on a line, as far as they are there.
  func cursor(
    atLine number: Int, inside containers: [BlockContainer]
  ) -> (cursor: LineCursor, matched: Int) {
    var cursor = cursor(atLine: number)
    for (index, container) in containers.enumerated() {
      if container.startLine == number {
        cursor = container.afterMarker
      } else if !container.matchPrefix(&cursor) {
        return (cursor, index)
      }
    }
    return (cursor, containers.count)
  }

  /// The container that a node of cmark's opens on a line.
  func container(
    _ kind: CMarkDocument.Node.Kind, startLine: Int, inside containers: [BlockContainer]
  ) -> BlockContainer? {
    var (cursor, _) = cursor(atLine: startLine, inside: containers)
    switch kind {
    case .quote:
      cursor.advanceToText(andOver: 1)
      if let next = cursor.bytes.at(cursor.offset), cursor.offset < cursor.end, next.isSpaceOrTab {
        cursor.advance(columns: 1)
      }
      return BlockContainer(kind: .quote, startLine: startLine, afterMarker: cursor)
    case .item:
      let markerIndent = cursor.indent
      cursor.advanceToText()
      let digits = bytes[..<cursor.end].skip(from: cursor.offset) { $0.isASCIIDigit }
      let markerWidth = digits - cursor.offset + 1
      cursor.advance(columns: markerWidth)
      let spaces = cursor.indent
      if spaces >= 5 || spaces < 1 || cursor.isBlank {
        if spaces > 0 { cursor.advance(columns: 1) }
        return BlockContainer(
          kind: .item(indent: markerIndent + markerWidth + 1), startLine: startLine,
          afterMarker: cursor)
      }
      cursor.advance(columns: spaces)
      return BlockContainer(
        kind: .item(indent: markerIndent + markerWidth + spaces), startLine: startLine,
        afterMarker: cursor)
    default:
      return nil
    }
  }
}

extension BlockContainer {
  /// Goes over the container's prefix on a line after its first; false if the prefix is not there.
  fileprivate func matchPrefix(_ cursor: inout LineCursor) -> Bool {
    switch kind {
    case .quote:
      let text = cursor.firstText
      guard text.column - cursor.column <= 3, text.offset < cursor.end,
        cursor.bytes[text.offset] == Byte.greater
      else { return false }
      cursor.advanceToText(andOver: 1)
      if cursor.offset < cursor.end, cursor.bytes[cursor.offset].isSpaceOrTab {
        cursor.advance(columns: 1)
      }
    case .item(let indent):
      if cursor.indent >= indent {
        cursor.advance(columns: indent)
      } else if cursor.isBlank {
        cursor.advanceToText()
      } else {
        return false
      }
    }
    return true
  }
}
