import BookModel

/// A copy of a chapter for cmark, in which what is not Markdown cannot be taken for it.
///
/// Every line keeps its place and its length. Blank are: the front matter and the recorded results.
/// Letters stand for: display formulas whose lines cmark would take for lists or headings, and the
/// marks of footnotes, `[^name]:`, which it would take for definitions of links.
struct ChapterMask {
  let source: SourceText
  private(set) var bytes: [UInt8]
  private(set) var regions: [FoundRegion] = []
  private(set) var outline: Outline

  /// Each pass over the outline may uncover more: behind a broken result, or a formula that looked
  /// like a list, stands what cmark could not see before.
  private static let passLimit = 16

  init(_ source: SourceText, frontMatter: Range<Int>?) {
    self.source = source
    bytes = source.bytes
    if let frontMatter {
      for index in frontMatter where !bytes[index].isLineEnd { bytes[index] = Byte.space }
    }
    outline = Outline(of: source, masked: bytes)
    for _ in 0..<Self.passLimit {
      var isChanged = maskFootnoteMarks()
      for index in outline.nodes.indices where mask(nodeAt: index) { isChanged = true }
      if !isChanged { break }
      outline = Outline(of: source, masked: bytes)
    }
  }

  private mutating func mask(nodeAt index: Int) -> Bool {
    let node = outline.nodes[index]
    switch node.kind {
    case .html:
      let line = outline.textRange(node.lines.lowerBound, node.containers)
      guard bytes[node.start] != Byte.space,
        case .begin(let label) = RegionMarker(source.bytes[line]),
        let region = outline.region(beginningAt: index, label: label)
      else { return false }
      regions.append(region)
      for number in region.lines { blank(outline.textRange(number, region.containers)) }
      return true
    case .paragraph, .heading:
      return maskDisplayFormula(in: index)
    default:
      return false
    }
  }

  private mutating func blank(_ range: Range<Int>) {
    for index in range { bytes[index] = Byte.space }
  }

  /// Masks the lines of a display formula that goes on behind the block that it opens in.
  private mutating func maskDisplayFormula(in index: Int) -> Bool {
    let node = outline.nodes[index]
    let content = outline.content(of: index)
    guard node.kind == .paragraph || !outline.isATXHeading(node),
      content.bytes.firstIndex(of: "$$", from: 0) != nil
    else { return false }
    var scanner = InlineScanner(content.bytes)
    scanner.scan()
    guard let opening = scanner.openDisplay else { return false }
    let start = content.sourceOffset(at: opening)
    let startLine = source.location(at: start).line
    var ranges = [start..<source.line(startLine).endIndex]
    var number = startLine
    var isClosed = false
    while !isClosed {
      number += 1
      let (cursor, matched) = source.cursor(atLine: number, inside: node.containers)
      let text = cursor.firstText.offset..<cursor.end
      guard matched == node.containers.count, !text.isEmpty else { return false }

      let close = displayMark(in: source.bytes[text], from: text.lowerBound)
      ranges.append(text.lowerBound..<(close.map { $0 + 2 } ?? text.upperBound))
      isClosed = close != nil
    }
    var isChanged = false
    for index in ranges.joined() where bytes[index] != Self.letter {
      bytes[index] = Self.letter
      isChanged = true
    }
    return isChanged
  }

  private static let letter = UInt8(ascii: "x")

  /// Masks `[^name]:` wherever it may begin a line's text outside code.
  private mutating func maskFootnoteMarks() -> Bool {
    var codeLines: Set<Int> = []
    var isChanged = false
    var index = bytes.startIndex
    while let mark = bytes.firstIndex(of: "[^", from: index) {
      index = mark + 2
      guard let end = footnoteMarkEnd(in: bytes, from: mark) else { continue }
      if codeLines.isEmpty { codeLines = linesOfCode() }
      let line = source.location(at: mark).line
      guard isInFrontOfText(mark, line), !codeLines.contains(line) else { continue }
      for index in mark..<end { bytes[index] = Self.letter }
      isChanged = true
    }
    return isChanged
  }

  /// Whether nothing but marks of quotations and lists can stand before a place of a line.
  private func isInFrontOfText(_ offset: Int, _ line: Int) -> Bool {
    bytes[source.lineStarts[line - 1]..<offset].allSatisfy {
      !$0.isASCIILetter && $0 != Byte.backtick && $0 < 128
    }
  }

  private func linesOfCode() -> Set<Int> {
    // Line 0 is none: it keeps the set from being empty.
    var lines: Set<Int> = [0]
    for (index, node) in outline.nodes.enumerated() {
      guard case .code(_, let literal) = node.kind else { continue }
      let last =
        outline.fence(of: index)?.closingLine
        ?? node.lines.lowerBound + literal.utf8.count { $0 == Byte.lineFeed } - 1
      lines.formUnion(node.lines.lowerBound...max(last, node.lines.lowerBound))
    }
    return lines
  }
}

/// Behind the colon of `[^name]:`, or nil.
func footnoteMarkEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard let end = footnoteNameEnd(in: bytes, from: start), bytes.at(end + 1) == Byte.colon else {
    return nil
  }
  return end + 2
}

/// The end of the name in `[^name]`: where the bracket closes; nil where there is no such mark.
func footnoteNameEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard bytes.has("[^", at: start) else { return nil }
  var index = start + 2
  while let byte = bytes.at(index), byte.isFootnoteNameByte, index - start <= 200 { index += 1 }
  return index > start + 2 && bytes.at(index) == Byte.closeBracket ? index : nil
}

extension UInt8 {
  fileprivate var isFootnoteNameByte: Bool {
    !isMarkdownSpace && self != Byte.openBracket && self != Byte.closeBracket && self != Byte.caret
  }

  fileprivate var isLineEnd: Bool { self == Byte.lineFeed || self == Byte.carriageReturn }
}
