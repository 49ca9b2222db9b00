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
  /// Whether the key of a work in the text is a citation.
  var citesInProse = true
  var exerciseCount = 0
  var sliderCount = 0
  /// The front page's figure of the label ``coverLabel``, taken out of the text.
  var cover: HTMLNode?
  /// The generated parts that stand on the page already.
  var generatedParts: Set<GeneratedPart> = []

  /// The figure of the front page that stands beside the book's title.
  static let coverLabel = "fig-cover"

  init(
    _ book: BookInput, chapterIndex: Int, labels: LabelIndex,
    bibliography: [String: BibliographyEntry]
  ) {
    self.book = book
    self.chapterIndex = chapterIndex
    self.labels = labels
    self.bibliography = bibliography
  }

  var input: ChapterInput { book.texts[chapterIndex] }
  var numbers: ChapterNumbers { labels.chapters[chapterIndex] }

  /// The page and everything that it shows or links; nothing is returned twice.
  mutating func render() -> HTMLNode {
    collectNotes(input.chapter.body)
    let (titleID, body) = bodyWithoutTitle()
    let page = input.isFrontPage ? frontPage(body, titleID: titleID) : page(body, titleID: titleID)
    files.append(
      OutputFile(path: "source/\(input.slug).md", bytes: input.chapter.source.bytes))
    files.append(
      OutputFile(path: "source/\(input.slug).swift", bytes: Array(input.tangledSwift.utf8)))
    return page
  }

  private mutating func page(_ body: [MarkdownBlock], titleID: String?) -> HTMLNode {
    var content = render(body)
    content += renderNotes()
    content += renderReferences()
    return page(content, titleID: titleID)
  }

  /// The front page, its text cut in two where the map of the chapters stands.
  private mutating func frontPage(_ body: [MarkdownBlock], titleID: String?) -> HTMLNode {
    let place = body.firstIndex {
      if case .generated(.chapters) = $0.kind { true } else { false }
    }
    let end = place ?? body.endIndex
    var text = FrontPageText(titleID: titleID)
    text.aboveMap = render(Array(body[..<end]))
    if let place {
      generatedParts.insert(.chapters)
      text.belowMap = render(Array(body[(place + 1)...]))
    }
    text.cover = cover
    text.endMatter = renderNotes()
    text.endMatter += renderReferences()
    text.endMatter.append(footer())
    return book.renderFrontPage(text)
  }

  /// A first heading of level 1 is the page's title, which the front matter already gives; that of
  /// the front page is the book's, wherever it stands.
  private func bodyWithoutTitle() -> (titleID: String?, body: [MarkdownBlock]) {
    var body = input.chapter.body
    let place = body.firstIndex { if case .heading(1, _, _) = $0.kind { true } else { false } }
    guard let place, place == 0 || input.isFrontPage,
      case .heading(_, _, let id) = body.remove(at: place).kind
    else { return (nil, body) }
    return (id, body)
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
