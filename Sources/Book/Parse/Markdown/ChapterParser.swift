package import BookModel

/// Parses a chapter: the tree of its prose, its blocks, its values, its recorded results.
///
/// The bytes are expected to be what `readSource` found no fault with; its diagnostics are repeated
/// here, and such a chapter comes back empty.
package func parseChapter(_ source: SourceText) -> (chapter: Chapter, diagnostics: [Diagnostic]) {
  let faults = sourceFaults(source) + ChapterBounds.faults(source)
  if faults.hasErrors {
    let empty = Chapter(source: source, frontMatter: nil, body: [], blocks: [], values: [])
    return (empty, faults)
  }
  let (frontMatter, frontMatterFaults) = readFrontMatter(source)
  let mask = ChapterMask(source, frontMatter: frontMatter?.span.bytes)
  let leaves = LeafReader(mask.outline)
  let document = InlineDocument(leaves.segments, chapter: mask.bytes)
  var builder = ChapterBuilder(mask: mask, leaves: leaves, document: document)
  var (chapter, diagnostics) = builder.build()
  chapter.frontMatter = frontMatter
  diagnostics += frontMatterFaults
  return (chapter, diagnostics.inOrderOfPlace)
}

/// Reads the front matter: what stands between `---` on the first line and the next `---`.
private func readFrontMatter(
  _ source: SourceText
) -> (frontMatter: FrontMatterText?, diagnostics: [Diagnostic]) {
  func isFence(_ line: Int) -> Bool {
    let bytes = source.line(line)
    return bytes.starts(with: "---".utf8) && bytes.dropFirst(3).allSatisfy(\.isSpaceOrTab)
  }
  guard isFence(1) else { return (nil, []) }
  var line = 2
  while line <= source.lineStarts.count {
    if isFence(line) {
      let text = source.lineStarts[1]..<source.lineStarts[line - 1]
      let whole = 0..<source.line(line).endIndex
      return (FrontMatterText(text: source.text(text), span: source.span(whole)), [])
    }
    line += 1
  }
  let diagnostic = Diagnostic(
    "open-front-matter", "The front matter that begins here has no closing `---`.",
    path: source.path, span: source.span(0..<3),
    hint: "Write `---` on a line of its own below the front matter; for a rule, write `***`.")
  return (nil, [diagnostic])
}

/// What a chapter may be at most, so that a stranger's chapter cannot keep the parser busy.
enum ChapterBounds {
  static let byteCount = 4 << 20
  /// `![` between two empty lines: libcmark's time grows with the square of their number.
  static let imageMarks = 4000

  static func faults(_ source: SourceText) -> [Diagnostic] {
    if source.bytes.count > byteCount {
      return [
        Diagnostic(
          "chapter-too-large",
          "A chapter may have \(byteCount) bytes, and this one has \(source.bytes.count).",
          path: source.path, span: source.span(0..<0), hint: "Split it into several.")
      ]
    }
    var count = 0
    for number in 1...source.lineStarts.count {
      let line = source.line(number)
      if line.allSatisfy(\.isMarkdownSpace) { count = 0 }
      var index = line.startIndex
      while let mark = line.firstIndex(of: "![", from: index) {
        count += 1
        index = mark + 2
        guard count > imageMarks else { continue }
        return [
          Diagnostic(
            "too-many-images", "A paragraph may hold \(imageMarks) times `![` at most.",
            path: source.path, span: source.span(mark..<mark + 2),
            hint: "Split it with empty lines.")
        ]
      }
    }
    return []
  }
}

extension [Diagnostic] {
  /// In the order of the chapter; those at one place in the order in which they were found.
  fileprivate var inOrderOfPlace: [Diagnostic] {
    enumerated().sorted { a, b in
      let left = a.element.span?.start.offset ?? 0
      let right = b.element.span?.start.offset ?? 0
      return left != right ? left < right : a.offset < b.offset
    }.map(\.element)
  }
}
