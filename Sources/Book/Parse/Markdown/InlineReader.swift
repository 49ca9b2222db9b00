import BookModel

/// Walks cmark's inline nodes and the text that they were read from side by side.
///
/// The nodes say what the text means, the text says where it stands: cmark's own positions are off
/// behind indented lines and links over several lines, so none of them is used.
struct InlineReader {
  let tree: CMarkDocument
  let segment: InlineSegment
  let source: SourceText
  /// The text with letters in the place of the masks: the syntax that cmark saw.
  private let shadow: [UInt8]
  /// Where the reader is in the text.
  var cursor = 0
  /// Whether the text could not be followed: the spans from there on are not to be trusted.
  private(set) var isAstray = false
  /// How many links the reader is inside.
  private(set) var linkDepth = 0
  private var entities: [String: [UInt8]] = [:]

  var findings: ChapterFindings

  init(
    _ segment: InlineSegment, tree: CMarkDocument, source: SourceText, findings: ChapterFindings
  ) {
    self.segment = segment
    self.tree = tree
    self.source = source
    self.findings = findings
    var shadow = segment.content.bytes
    for mask in segment.masks.values {
      for index in mask.range { shadow[index] = UInt8(ascii: "x") }
    }
    self.shadow = shadow
  }

  private var bytes: [UInt8] { segment.content.bytes }

  /// Whether every byte of the text was met in the tree.
  var hasFollowedAll: Bool { !isAstray && bytes.dropFirst(cursor).allSatisfy(\.isMarkdownSpace) }

  mutating func read(_ nodes: some Sequence<Int>) -> [MarkdownInline] {
    var inlines: [MarkdownInline] = []
    for index in nodes {
      if tree.truncated.contains(index) {
        findings.report(
          "nested-too-deep", "Emphasis and links are nested too deep here.", span(from: cursor),
          hint: "Write it with fewer levels.")
      }
      read(tree.nodes[index], into: &inlines)
    }
    return inlines
  }

  private mutating func read(_ node: CMarkDocument.Node, into inlines: inout [MarkdownInline]) {
    let start = cursor
    switch node.kind {
    case .text(let literal):
      readText(Array(literal.utf8), into: &inlines)
    case .softBreak:
      skipLineBreak()
      inlines.append(MarkdownInline(.softBreak, span(from: start)))
    case .lineBreak:
      if bytes.at(cursor) == Byte.backslash { cursor += 1 }
      skipLineBreak()
      inlines.append(MarkdownInline(.lineBreak, span(from: start)))
    case .codeSpan(let literal):
      cursor = segment.codeSpanEnd(from: cursor) ?? codeSpanEnd()
      inlines.append(MarkdownInline(.code(literal), span(from: start)))
    case .inlineHTML(let literal):
      skip(Array(literal.utf8))
      findings.reportHTML(literal, span(from: start))
    case .emphasis, .strong:
      let width = node.kind == .strong ? 2 : 1
      skipDelimiter(width)
      let content = read(node.children)
      skipDelimiter(width)
      inlines.append(
        MarkdownInline(
          node.kind == .strong ? .strong(content) : .emphasis(content), span(from: start)))
    case .link(let destination, let title):
      readLink(node, destination: destination, title: title, into: &inlines)
    case .image(let address, let title):
      readImage(node, address: address, title: title, into: &inlines)
    default:
      isAstray = true
    }
  }

  func span(from start: Int) -> SourceSpan {
    source.span(segment.content.sourceRange(start..<min(max(start, cursor), bytes.count)))
  }

  private mutating func skipDelimiter(_ width: Int) {
    for _ in 0..<width {
      if let byte = bytes.at(cursor), byte == Byte.asterisk || byte == Byte.underscore {
        cursor += 1
      } else {
        isAstray = true
      }
    }
  }

  private mutating func skipLineBreak() {
    cursor = bytes.skip(from: cursor) { $0.isMarkdownSpace && $0 != Byte.lineFeed }
    if bytes.at(cursor) == Byte.lineFeed { cursor += 1 } else { isAstray = true }
  }

  /// The end of a code span that the scanner took for something else: inside a link's destination,
  /// it may have seen another one first.
  private func codeSpanEnd() -> Int {
    let open = bytes.skip(from: cursor) { $0 == Byte.backtick }
    var index = open
    while index < bytes.count {
      let end = bytes.skip(from: index) { $0 == Byte.backtick }
      if end - index == open - cursor { return end }
      index = max(end, index + 1)
    }
    return open
  }
}

// MARK: - Text

extension InlineReader {
  private mutating func readText(_ literal: [UInt8], into inlines: inout [MarkdownInline]) {
    var text: [UInt8] = []
    var start = cursor
    var index = 0
    while index < literal.count {
      if literal.has(InlineMask.placeholder, at: index), let mask = segment.masks[cursor] {
        appendText(text, from: start, into: &inlines)
        cursor = mask.range.upperBound
        readMask(mask, into: &inlines)
        text = []
        start = cursor
        index += InlineMask.placeholder.count
      } else {
        let length = follow(literal, at: index)
        text += literal[index..<index + length]
        index += length
      }
    }
    appendText(text, from: start, into: &inlines)
  }

  private func appendText(_ text: [UInt8], from start: Int, into inlines: inout [MarkdownInline]) {
    if text.isEmpty { return }
    inlines.append(
      MarkdownInline(.text(String(decoding: text, as: UTF8.self)), span(from: start)))
  }

  /// Goes over what stands for the next bytes of a literal, and returns how many these are.
  private mutating func follow(_ literal: [UInt8], at index: Int) -> Int {
    let byte = literal[index]
    guard let found = bytes.at(cursor) else {
      isAstray = true
      return 1
    }
    if found == Byte.backslash, let next = bytes.at(cursor + 1), next == byte,
      next.isASCIIPunctuation
    {
      cursor += 2
    } else if found == Byte.ampersand, let entity = entity(at: cursor),
      literal.has(entity.text, at: index)
    {
      cursor = entity.end
      return entity.text.count
    } else if found == byte {
      cursor += 1
    } else {
      isAstray = true
    }
    return 1
  }

  /// The characters that the entity at a place stands for, and its end.
  private mutating func entity(at start: Int) -> (text: [UInt8], end: Int)? {
    var end = start + 1
    while let byte = bytes.at(end), byte.isASCIIAlphanumeric || byte == Byte.hash, end - start < 40
    {
      end += 1
    }
    guard end > start + 1, bytes.at(end) == Byte.semicolon else { return nil }
    let name = String(decoding: bytes[start...end], as: UTF8.self)
    if entities[name] == nil {
      entities[name] = Array(CMarkDocument.decoded(entity: bytes[start...end]).utf8)
    }
    guard let text = entities[name], text.count > 0 else { return nil }
    // A name that stands for nothing is read as itself.
    return text.elementsEqual(bytes[start...end]) ? nil : (text, end + 1)
  }

  /// Goes over text that is repeated byte by byte, masks apart.
  private mutating func skip(_ literal: [UInt8]) {
    var index = 0
    while index < literal.count {
      if literal.has(InlineMask.placeholder, at: index), let mask = segment.masks[cursor] {
        cursor = mask.range.upperBound
        index += InlineMask.placeholder.count
      } else {
        if bytes.at(cursor) != literal[index] { isAstray = true }
        cursor += 1
        index += 1
      }
    }
  }

  /// Replaces the placeholders in a text by what the masks of a range stand for, which the search
  /// for them moves past.
  private func unmasked(_ text: String, in range: inout Range<Int>) -> String {
    let masked = Array(text.utf8)
    guard masked.contains(InlineMask.placeholder[0]) else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < masked.count {
      if masked.has(InlineMask.placeholder, at: index) {
        let place = range.first { segment.masks[$0] != nil }
        // Without a mask the sign is the chapter's own, out of a definition elsewhere.
        guard let place, let mask = segment.masks[place] else { return text }
        result += bytes[mask.range]
        range = mask.range.upperBound..<range.upperBound
        index += InlineMask.placeholder.count
      } else {
        result.append(masked[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

// MARK: - Links and images

extension InlineReader {
  private mutating func readLink(
    _ node: CMarkDocument.Node, destination: String, title: String,
    into inlines: inout [MarkdownInline]
  ) {
    let start = cursor
    linkDepth += 1
    defer { linkDepth -= 1 }
    if bytes.at(cursor) == Byte.less {
      let address = shadow.skip(from: cursor) { $0 != Byte.greater }
      let text = unescapedText(cursor + 1..<address, children: node.children)
      cursor = min(address + 1, bytes.count)
      let span = span(from: start)
      findings.check(destination: destination, isImage: false, span)
      inlines.append(
        MarkdownInline(.link(destination: destination, title: nil, [text]), span))
      return
    }
    if bytes.at(cursor) == Byte.openBracket { cursor += 1 } else { isAstray = true }
    let content = read(node.children)
    var tail = skipLinkTail()
    let destination = unmasked(destination, in: &tail)
    let title = unmasked(title, in: &tail)
    let span = span(from: start)
    findings.check(destination: destination, isImage: false, span)
    inlines.append(
      MarkdownInline(
        .link(destination: destination, title: title.isEmpty ? nil : title, content), span))
  }

  private mutating func readImage(
    _ node: CMarkDocument.Node, address: String, title: String,
    into inlines: inout [MarkdownInline]
  ) {
    let start = cursor
    if bytes.has("![", at: cursor) { cursor += 2 } else { isAstray = true }
    // What the text of an image holds is shown as plain text: nothing in it counts as used.
    let outer = findings
    findings = ChapterFindings(path: outer.path)
    let content = read(node.children)
    outer.diagnostics += findings.diagnostics
    findings = outer
    var tail = skipLinkTail()
    let address = unmasked(address, in: &tail)
    let title = unmasked(title, in: &tail)
    let span = span(from: start)
    findings.check(destination: address, isImage: true, span)
    inlines.append(
      MarkdownInline(
        .image(
          source: address, title: title.isEmpty ? nil : title,
          alternative: plainText(content, source: source)), span))
  }

  /// The text of an autolink: it has entities, but no escapes.
  private func unescapedText(_ range: Range<Int>, children: [Int]) -> MarkdownInline {
    var text = ""
    for child in children {
      if case .text(let literal) = tree.nodes[child].kind { text += literal }
    }
    return MarkdownInline(.text(text), source.span(segment.content.sourceRange(range)))
  }

  /// Goes over what follows the text of a link: `](destination "title")`, `][label]` or `]`.
  private mutating func skipLinkTail() -> Range<Int> {
    let start = cursor
    guard bytes.at(cursor) == Byte.closeBracket else {
      isAstray = true
      return start..<start
    }
    cursor += 1
    cursor =
      inlineLinkTailEnd(in: shadow, from: cursor) ?? linkLabelEnd(in: shadow, from: cursor)
      ?? cursor
    return start..<cursor
  }
}
