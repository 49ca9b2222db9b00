import BookModel

/// The blocks of a chapter: cmark's kinds, with the exact places of their lines.
///
/// cmark says what a block is and where it starts. Where its text stands in the file is found here,
/// by going over the prefixes of its containers line by line.
struct Outline {
  struct Node {
    var kind: CMarkDocument.Node.Kind
    /// The lines, from 1; the last one is exact for paragraphs and headings alone.
    var lines: ClosedRange<Int>
    /// The first byte: of the text, the fence, the marker.
    var start: Int
    var containers: [BlockContainer]
    var parent: Int?
    var children: [Int]
  }

  let source: SourceText
  /// The bytes that cmark read.
  private let masked: [UInt8]
  private(set) var nodes: [Node] = []
  let roots: [Int]
  /// Blocks that are nested too deep to be read.
  let truncated: Set<Int>
  let isTooLarge: Bool

  /// Reads the outline of a chapter of which some bytes are masked by others that mean nothing.
  ///
  /// The source gives the prefixes of lines, `masked` the blocks; both have the same lines.
  init(of source: SourceText, masked: [UInt8]) {
    // An empty line more, so that every block ends by a line that follows it.
    let document = CMarkDocument(
      parsing: masked + [Byte.lineFeed, Byte.lineFeed], bounds: CMarkDocument.Bounds())
    self.source = source
    self.masked = masked
    roots = document.roots
    truncated = document.truncated
    isTooLarge = document.isTooLarge
    nodes.reserveCapacity(document.nodes.count)
    var innerContainers: [[BlockContainer]] = []
    innerContainers.reserveCapacity(document.nodes.count)
    var parents: [Int?] = Array(repeating: nil, count: document.nodes.count)
    for (index, node) in document.nodes.enumerated() {
      let parent = parents[index]
      for child in node.children { parents[child] = index }
      let containers = parent.map { innerContainers[$0] } ?? []
      let start = min(max(node.startLine, 1), source.lineStarts.count)
      let cursor = source.cursor(atLine: start, inside: containers).cursor
      nodes.append(
        Node(
          kind: node.kind, lines: start...Self.lastLine(of: node, from: start, in: source),
          start: cursor.firstText.offset, containers: containers, parent: parent,
          children: node.children))
      if let own = source.container(node.kind, startLine: start, inside: containers) {
        innerContainers.append(containers + [own])
      } else {
        innerContainers.append(containers)
      }
    }
  }

  /// The last line of a block; cmark counts one too many for a heading with an underline.
  private static func lastLine(
    of node: CMarkDocument.Node, from start: Int, in source: SourceText
  ) -> Int {
    let last: Int
    switch node.kind {
    case .html(let literal):
      last = start + max(0, literal.utf8.count { $0 == Byte.lineFeed } - 1)
    case .heading where node.endLine > start:
      last = node.endLine - 1
    default:
      last = node.endLine
    }
    return min(max(last, start), source.lineStarts.count)
  }
}

extension Outline {
  /// The text of a paragraph or a heading, without what cmark leaves out: the prefixes of its
  /// lines, definitions of links at its start, the marks of the heading.
  func content(of index: Int) -> InlineContent {
    let node = nodes[index]
    var content = InlineContent()
    switch node.kind {
    case .heading where isATXHeading(node):
      content.append(lineOf: source, headingText(node))
    case .paragraph, .heading:
      let lines = node.kind == .paragraph ? Array(node.lines) : node.lines.dropLast()
      for line in lines.dropFirst(definitionLines(in: lines, node.containers)) {
        content.append(lineOf: source, textRange(line, node.containers))
      }
    default:
      break
    }
    return content
  }

  /// How many of a paragraph's first lines define links.
  private func definitionLines(in lines: [Int], _ containers: [BlockContainer]) -> Int {
    guard let first = lines.first,
      masked[textRange(first, containers)].first == Byte.openBracket
    else { return 0 }
    var bytes: [UInt8] = []
    for line in lines {
      // On a line without its prefixes, cmark takes white space at the start for a text.
      let (cursor, matched) = source.cursor(atLine: line, inside: containers)
      let start = matched == containers.count ? cursor.firstText.offset : cursor.offset
      bytes += masked[start..<cursor.end] + [Byte.lineFeed]
    }
    return bytes[..<linkDefinitionsLength(in: bytes)].count { $0 == Byte.lineFeed }
  }

  /// The bytes of a line behind the prefixes and the white space at its start.
  func textRange(_ line: Int, _ containers: [BlockContainer]) -> Range<Int> {
    let cursor = source.cursor(atLine: line, inside: containers).cursor
    return cursor.firstText.offset..<cursor.end
  }

  /// Whether a heading begins with `#`, rather than standing above an underline.
  func isATXHeading(_ node: Node) -> Bool {
    let line = source.bytes[..<source.line(node.lines.lowerBound).endIndex]
    let end = line.skip(from: node.start) { $0 == Byte.hash }
    return (1...6).contains(end - node.start) && (line.at(end)?.isSpaceOrTab ?? true)
  }

  private func headingText(_ node: Node) -> Range<Int> {
    let line = source.line(node.lines.lowerBound)
    var text = line.trimmedRange(node.start..<line.endIndex)
    var end = text.upperBound
    while end > text.lowerBound, line[end - 1] == Byte.hash { end -= 1 }
    if end < text.upperBound, end > text.lowerBound, line[end - 1].isSpaceOrTab {
      text = line.trimmedRange(text.lowerBound..<end)
    }
    let start = line[..<text.upperBound].skip(from: text.lowerBound) { $0 == Byte.hash }
    return line.trimmedRange(start..<text.upperBound)
  }
}
