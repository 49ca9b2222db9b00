import BookModel

/// Renders one chapter: its page, its figures, its sources.
struct ChapterRenderer {
  let book: BookInput
  let chapterIndex: Int
  let labels: LabelIndex
  let bibliography: [String: BibliographyEntry]

  var diagnostics: [Diagnostic] = []
  var files: [OutputFile] = []
  /// The names of the notes, in the order of their first mention.
  var notes: [String] = []
  var mentionsOfNote: [String: Int] = [:]
  var definitionsOfNotes: [String: (blocks: [MarkdownBlock], span: SourceSpan)] = [:]
  /// The keys of the cited works, in the order of their first mention.
  var citedKeys: [String] = []
  var exerciseCount = 0
  var sliderCount = 0

  init(
    _ book: BookInput, chapterIndex: Int, labels: LabelIndex,
    bibliography: [String: BibliographyEntry]
  ) {
    self.book = book
    self.chapterIndex = chapterIndex
    self.labels = labels
    self.bibliography = bibliography
  }

  var input: ChapterInput { book.chapters[chapterIndex] }
  var numbers: ChapterNumbers { labels.chapters[chapterIndex] }

  /// The page and everything that it shows or links; nothing is returned twice.
  mutating func render() -> HTMLNode {
    collectNotes(input.chapter.body)
    let (titleID, body) = bodyWithoutTitle()
    var content = render(body)
    content += renderNotes()
    content += renderReferences()
    files.append(
      OutputFile(path: "source/\(input.slug).md", bytes: input.chapter.source.bytes))
    files.append(
      OutputFile(path: "source/\(input.slug).swift", bytes: Array(input.tangledSwift.utf8)))
    return page(content, titleID: titleID)
  }

  /// A first heading of level 1 is the page's title, which the front matter already gives.
  private func bodyWithoutTitle() -> (titleID: String?, body: [MarkdownBlock]) {
    var body = input.chapter.body
    if let first = body.first, case .heading(1, _, let id) = first.kind {
      body.removeFirst()
      return (id, body)
    }
    return (nil, body)
  }

  /// What a label means in this chapter.
  func target(_ label: String) -> LabelTarget? { labels.target(label, from: chapterIndex) }

  // MARK: Problems

  mutating func report(
    _ id: String, _ message: String, at span: SourceSpan?, hint: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(id, message, path: input.chapter.source.path, span: span, hint: hint))
  }

  /// Formulas of the chapter's text: a problem is reported where it stands in the file.
  mutating func formula(_ tex: String, at origin: SourceLocation, isDisplay: Bool) -> HTMLNode {
    let (node, problems) = mathML(tex, isDisplay: isDisplay)
    for problem in problems {
      let start = location(of: problem.range.lowerBound, in: tex, from: origin)
      let end = location(of: problem.range.upperBound, in: tex, from: origin)
      report("invalid-tex", problem.message, at: SourceSpan(start, end), hint: problem.hint)
    }
    return node
  }

  /// The place in the file of an offset in a formula.
  ///
  /// Inside a quotation each further line has lost
  /// its prefix, so the line is searched for its text.
  private func location(
    of offset: Int, in tex: String, from origin: SourceLocation
  ) -> SourceLocation {
    let before = Array(tex.utf8.prefix(offset))
    let lineBreaks = before.count { $0 == UInt8(ascii: "\n") }
    guard lineBreaks > 0 else {
      return SourceLocation(
        offset: origin.offset + offset, line: origin.line, column: origin.column + offset)
    }
    let source = input.chapter.source
    let line = origin.line + lineBreaks
    let lineInTeX = tex.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[
      lineBreaks]
    let offsetInLine = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
    let bytes = Array(source.line(line))
    let shift = offsetInLine + (firstIndex(of: Array(lineInTeX), in: bytes) ?? 0)
    let start = line <= source.lineStarts.count ? source.lineStarts[line - 1] : origin.offset
    return SourceLocation(offset: start + shift, line: line, column: shift + 1)
  }

  private func firstIndex(of part: [UInt8], in whole: [UInt8]) -> Int? {
    guard part.count <= whole.count else { return nil }
    return (0...(whole.count - part.count)).first { whole[$0...].starts(with: part) }
  }
}
