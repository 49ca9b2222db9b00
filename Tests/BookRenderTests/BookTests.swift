import BookModel
import Testing

@testable import BookRender

@Suite struct BookTests {
  private func sample() -> BookInput {
    book(
      chapter(
        [heading(1, "Overlap", "overlap"), heading(2, "Part", "part"), block(.executed(0))],
        blocks: [codeBlock(label: "fig-a")],
        outcomes: [BlockOutcome(artifacts: [.figure(figure())])]),
      chapter([paragraph("p")], number: nil, slug: "appendix", title: "Notes"))
  }

  @Test func allFilesOfTheBookAreThere() {
    let (files, diagnostics) = renderBook(sample())
    #expect(diagnostics.isEmpty)
    #expect(
      files.map(\.path) == [
        "index.html", "07-overlap.html", "figures/07-overlap/fig-a.png", "source/07-overlap.md",
        "source/07-overlap.swift", "appendix.html", "source/appendix.md", "source/appendix.swift",
        "assets/book.css", "assets/book.js", "assets/cover.svg", "assets/favicon.svg",
      ])
    #expect(files.first { $0.path == "source/07-overlap.md" }?.bytes == Array("source\n".utf8))
    #expect(files.allSatisfy { !$0.bytes.isEmpty })
  }

  @Test func theSameInputGivesTheSameBytes() {
    #expect(renderBook(sample()).files == renderBook(sample()).files)
  }

  @Test func everyLinkOfEveryPageIsRelativeAndLeadsToAFileOfTheBook() {
    let files = renderBook(sample()).files
    let paths = Set(files.map(\.path))
    for file in files where file.path.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      for attribute in ["href=\"", "src=\""] {
        for part in html.split(separator: attribute, omittingEmptySubsequences: false).dropFirst() {
          let path = String(part.prefix { $0 != "\"" && $0 != "#" })
          #expect(path.isEmpty || paths.contains(path), "\(file.path): \(path)")
        }
      }
    }
  }

  @Test func nothingIsFetchedFromAnywhere() {
    for file in renderBook(sample()).files where file.path.hasPrefix("assets/") {
      let text = String(decoding: file.bytes, as: UTF8.self)
        .split(separator: "xmlns=\"http://www.w3.org/2000/svg\"").joined()
      for sign in [
        "http:", "https:", "//cdn", "url(", "@import", "fetch(", "XMLHttpRequest", "eval(",
      ] {
        #expect(!text.contains(sign), "\(file.path) \(sign)")
      }
    }
  }

  @Test func theStyleSheetIsBalancedAndKnowsTheClassesOfThePages() {
    var depth = 0
    for character in styleSheet {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      #expect(depth >= 0)
    }
    #expect(depth == 0)
    for kind in CalloutKind.allCases where kind != .note {
      #expect(styleSheet.contains(".\(kind.rawValue.lowercased()) {"))
    }
  }

  @Test func aPageHasOneTitleAndAWayThroughTheBook() {
    let html = page("07-overlap.html", of: sample())
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"))
    #expect(html.contains("<title>7 · Overlap — Book</title>"))
    #expect(html.ranges(of: "<h1").count == 1)
    #expect(html.contains("<h1 id=\"overlap\">Overlap</h1>"))
    #expect(html.contains("<a class=\"skip\" href=\"#_content\">"))
    #expect(
      html.contains(
        "<a href=\"07-overlap.html\" aria-current=\"page\"><span class=\"number\">7</span>"))
    #expect(
      html.contains(
        "<a class=\"next\" href=\"appendix.html\" rel=\"next\"><span class=\"direction\">Next</span>"
      ))
    #expect(!html.contains("class=\"prev\""))
    #expect(html.contains("<a href=\"source/07-overlap.md\">Markdown</a>"))
    #expect(
      html.contains(
        "<li class=\"level-2\"><a href=\"#part\"><span class=\"number\">7.1</span> Part</a></li>"))
  }

  @Test func noIdentifierStandsTwiceInAPage() {
    let html = page("07-overlap.html", of: sample())
    let ids = html.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count == Set(ids).count)
  }

  @Test func theFrontPageMapsTheChaptersAndCountsWhatIsComputed() {
    let html = page("index.html", of: sample())
    #expect(
      html.contains(
        "<h3><span class=\"number\">7</span><a href=\"07-overlap.html\">Overlap</a></h3>\n"
          + "<p>About Overlap.</p>"))
    #expect(html.contains("<a class=\"start\" href=\"07-overlap.html\">Start reading</a>"))
    #expect(
      html.contains("2 chapters · 1 executed block · 1 figure · 0 computed numbers in prose"))
  }

  @Test func theFrontPageShowsOfAChapterTheFigureThatFitsBest() {
    func drawn(_ width: Int, _ height: Int) -> Artifact {
      var figure = figure()
      (figure.displayWidth, figure.displayHeight) = (width, height)
      return .figure(figure)
    }
    let answer = codeBlock(label: "fig-answer") { $0.answer = true }
    let html = page(
      "index.html",
      of: book(
        chapter(
          [block(.executed(0)), block(.executed(1)), block(.executed(2))],
          blocks: [codeBlock(label: "fig-tall"), codeBlock(label: "fig-good"), answer],
          outcomes: [
            BlockOutcome(artifacts: [drawn(100, 400)]), BlockOutcome(artifacts: [drawn(400, 200)]),
            BlockOutcome(artifacts: [drawn(180, 100)]),
          ])))
    #expect(
      html.contains(
        "<div class=\"picture\"><img src=\"figures/07-overlap/fig-good.png\" alt=\"\" "
          + "width=\"400\" height=\"200\" loading=\"lazy\"></div>"))
  }

  @Test func anEmptyBookStillHasAFrontPage() {
    #expect(page("index.html", of: book()).contains("<h1>Book</h1>"))
  }

  @Test func whatIsHostileIsText() {
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>"
    let cell = codeBlock(hostile, label: hostile) {
      $0.figureCaption = Located(hostile, place())
      $0.figureAlternative = Located(hostile, place())
      $0.tableCaption = Located(hostile, place())
    }
    let outcome = BlockOutcome(
      artifacts: [
        .text(hostile), .figure(figure(hostile)),
        .table(TableArtifact(header: [hostile], rows: [[hostile]])),
        .derivation(DerivationArtifact(lines: [.init(left: hostile, relation: "=", right: "x")])),
      ], errorMessage: hostile)
    var book = book(
      chapter(
        [
          heading(2, hostile, hostile), block(.code(language: hostile, hostile)),
          paragraph(
            .text(hostile), .code(hostile), .math(tex: hostile, texOrigin: place().start),
            .link(destination: hostile, title: hostile, []),
            .image(source: hostile, title: hostile, alternative: hostile),
            .reference(label: hostile), .citation(keys: [hostile]), .footnote(name: hostile)),
          block(.footnoteDefinition(name: hostile, [paragraph(hostile)])), block(.executed(0)),
        ], blocks: [cell], outcomes: [outcome], slug: "01-a", title: hostile),
      bibliography: [
        BibliographyEntry(
          key: hostile, authors: [hostile], title: hostile, venue: hostile,
          url: "javascript:alert(1)")
      ])
    book.info.title = hostile
    book.info.description = hostile
    book.info.authors = [hostile]
    book.info.language = hostile
    book.info.repository = "javascript:alert(1)"
    for name in ["index.html", "01-a.html"] {
      let html = page(name, of: book)
      #expect(html.ranges(of: "<script").count == 1)
      #expect(!html.contains("<img src=x"))
      #expect(!html.contains("javascript:"))
      #expect(!html.isEmpty)
    }
  }

  @Test func aPageThatIsTooLargeIsReported() {
    let book = book(chapter([paragraph(String(repeating: "word ", count: 70_000))]))
    let diagnostics = renderBook(book).diagnostics
    #expect(diagnostics.map(\.id) == ["page-too-large"])
    #expect(diagnostics.map(\.path) == ["chapters/07-overlap.md"])
  }

  @Test func filesThatAChapterNeedsAreNamed() {
    let input = chapter([
      paragraph(
        .image(source: "images/a.png", title: nil, alternative: ""),
        .link(destination: "08-next.md#part", title: nil, []),
        .link(destination: "https://example.org", title: nil, []),
        .link(
          destination: "data/x.csv#rows", title: nil,
          [inline(.image(source: "b.png", title: nil, alternative: ""))]),
        .link(destination: "#part", title: nil, [])),
      block(
        .table(
          MarkdownTable(
            alignments: [],
            header: [[inline(.image(source: "c.png", title: nil, alternative: ""))]], rows: []))),
    ])
    #expect(
      localFiles(of: input.chapter).map(\.value) == [
        "images/a.png", "data/x.csv", "b.png", "c.png",
      ])
  }
}
