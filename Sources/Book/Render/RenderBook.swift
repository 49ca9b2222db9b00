package import BookModel

/// The most bytes that a page may have, so that it opens at once on a telephone.
private let maximumPageBytes = 300_000

/// Renders the whole book: its pages, its figures, its sources, the style sheet and the script.
///
/// The same input gives the same bytes. No page may be published while a diagnostic is an error.
package func renderBook(
  _ book: BookInput
) -> (files: [OutputFile], diagnostics: [Diagnostic]) {
  let labels = LabelIndex(book.texts)
  var diagnostics = labels.diagnostics
  var bibliography: [String: BibliographyEntry] = [:]
  for entry in book.bibliography where bibliography[entry.key] == nil {
    bibliography[entry.key] = entry
  }
  var files: [OutputFile] = []
  func add(_ index: Int) {
    var renderer = ChapterRenderer(
      book, chapterIndex: index, labels: labels, bibliography: bibliography)
    let page = HTMLFormatter.page(renderer.render())
    diagnostics += renderer.diagnostics
    if page.count > maximumPageBytes {
      diagnostics.append(
        Diagnostic(
          "page-too-large",
          "the page has \(page.count) bytes of HTML; a page may have \(maximumPageBytes)",
          path: renderer.input.chapter.source.path, hint: "print less, or split the chapter"))
    }
    files.append(OutputFile(path: renderer.input.pageName, bytes: page))
    files += renderer.files
  }
  if book.frontPage == nil {
    let page = HTMLFormatter.page(book.renderFrontPage(FrontPageText()))
    files.append(OutputFile(path: "index.html", bytes: page))
  } else {
    add(book.chapters.count)
  }
  for index in book.chapters.indices { add(index) }
  files += assets.map { OutputFile(path: "assets/\($0.name)", bytes: Array($0.text.utf8)) }
  return (files, diagnostics)
}

private let assets: [(name: String, text: String)] = [
  ("book.css", styleSheet), ("book.js", script), ("cover.svg", coverSVG),
  ("favicon.svg", faviconSVG),
]

/// The files of the book that a chapter shows or links by a relative path, chapters excepted: they
/// have to stand beside the page.
package func localFiles(of chapter: Chapter) -> [Located<String>] {
  var files: [Located<String>] = []
  func visit(_ inlines: [MarkdownInline]) {
    for inline in inlines {
      switch inline.kind {
      case .image(let source, _, _): add(source, inline.span)
      case .link(let destination, _, let children):
        add(destination, inline.span)
        visit(children)
      case .emphasis(let children), .strong(let children): visit(children)
      default: continue
      }
    }
  }
  func add(_ destination: String, _ span: SourceSpan) {
    let path = String(destination.prefix { $0 != "#" && $0 != "?" })
    guard !path.isEmpty, !path.hasSuffix(".md"), let url = PageURL(authored: path),
      !url.isExternal
    else { return }
    files.append(Located(path, span))
  }
  func visit(_ blocks: [MarkdownBlock]) {
    for block in blocks {
      switch block.kind {
      case .heading(_, let inlines, _), .paragraph(let inlines): visit(inlines)
      case .callout(_, let title, let blocks):
        visit(title)
        visit(blocks)
      case .quote(let blocks), .footnoteDefinition(_, let blocks): visit(blocks)
      case .list(let list):
        for item in list.items { visit(item.blocks) }
      case .table(let table):
        for cell in table.header + table.rows.flatMap(\.self) { visit(cell) }
      case .code, .executed, .math, .thematicBreak, .generated: continue
      }
    }
  }
  visit(chapter.body)
  return files
}
