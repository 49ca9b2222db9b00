import BookModel

@testable import BookRender

/// A place on a line, for nodes whose place does not matter and for those whose place is expected.
func place(_ line: Int = 1, _ column: Int = 1) -> SourceSpan {
  let start = SourceLocation(offset: column - 1, line: line, column: column)
  return SourceSpan(start, start)
}

func block(_ kind: MarkdownBlock.Kind, _ span: SourceSpan = place()) -> MarkdownBlock {
  MarkdownBlock(kind, span)
}

func inline(_ kind: MarkdownInline.Kind, _ span: SourceSpan = place()) -> MarkdownInline {
  MarkdownInline(kind, span)
}

func paragraph(_ text: String) -> MarkdownBlock { block(.paragraph([inline(.text(text))])) }

func paragraph(_ inlines: MarkdownInline.Kind...) -> MarkdownBlock {
  block(.paragraph(inlines.map { inline($0) }))
}

func heading(_ level: Int, _ text: String, _ id: String) -> MarkdownBlock {
  block(.heading(level: level, [inline(.text(text))], id: id))
}

func displayMath(_ tex: String, label: String? = nil) -> MarkdownBlock {
  block(.math(tex: tex, texOrigin: place().start, label: label.map { Located($0, place()) }))
}

func codeBlock(
  _ code: String = "f()", label: String? = nil, _ change: (inout BlockOptions) -> Void = { _ in }
) -> CodeBlock {
  var options = BlockOptions()
  options.label = label.map { Located($0, place(3, 5)) }
  change(&options)
  return CodeBlock(
    span: place(2), options: options, code: CodeText(text: code, lineOrigins: [place().start]),
    region: nil, insertionOffset: 0, linePrefix: "")
}

func figure(_ alternative: String = "Drawn", bytes: [UInt8] = [1, 2, 3]) -> FigureArtifact {
  FigureArtifact(
    kind: "heatmap", parameters: [], data: [], png: bytes, displayWidth: 200, displayHeight: 100,
    alternativeText: alternative)
}

/// A chapter with some content; the body shows the code blocks in order unless it is given.
func chapter(
  _ body: [MarkdownBlock]? = nil, blocks: [CodeBlock] = [], outcomes: [BlockOutcome?]? = nil,
  values: [ProseValue] = [], valueOutcomes: [String?] = [], number: Int? = 7,
  slug: String = "07-overlap", title: String = "Overlap", source: String = "source\n"
) -> ChapterInput {
  ChapterInput(
    chapter: Chapter(
      source: SourceText(path: "chapters/\(slug).md", bytes: Array(source.utf8)),
      frontMatter: nil, body: body ?? blocks.indices.map { block(.executed($0)) },
      blocks: blocks, values: values),
    outcome: ChapterOutcome(
      blocks: outcomes ?? Array(repeating: nil, count: blocks.count), values: valueOutcomes),
    title: title, description: "About \(title).", number: number, slug: slug, highlights: [],
    tangledSwift: "func chapter() {}\n")
}

func book(_ chapters: ChapterInput..., bibliography: [BibliographyEntry] = []) -> BookInput {
  BookInput(
    info: BookInfo(title: "Book", description: "What it is."), chapters: chapters,
    bibliography: bibliography)
}

/// The HTML of one chapter's content, and its diagnostics as `id line:column message (hint)`.
func rendered(
  _ input: ChapterInput, bibliography: [BibliographyEntry] = []
) -> (html: String, problems: [String], files: [OutputFile]) {
  let book = book(input, bibliography: bibliography)
  var renderer = ChapterRenderer(
    book, chapterIndex: 0, labels: LabelIndex(book.chapters),
    bibliography: Dictionary(bibliography.map { ($0.key, $0) }) { first, _ in first })
  renderer.collectNotes(input.chapter.body)
  var nodes = renderer.render(input.chapter.body)
  nodes += renderer.renderNotes()
  nodes += renderer.renderReferences()
  return (HTMLFormatter.text(nodes), renderer.diagnostics.map(described), renderer.files)
}

func described(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.span.map { " \($0.start.line):\($0.start.column)" } ?? ""
  let hint = diagnostic.hint.map { " (\($0))" } ?? ""
  return "\(diagnostic.id)\(place) \(diagnostic.message)\(hint)"
}

func page(_ name: String, of book: BookInput) -> String {
  let file = renderBook(book).files.first { $0.path == name }
  return String(decoding: file?.bytes ?? [], as: UTF8.self)
}
