import BookModel
import Testing

@testable import BookRender

/// A book with one chapter, and a front page with a text.
private func bookWithText(
  _ body: [MarkdownBlock], blocks: [CodeBlock] = [], outcomes: [BlockOutcome?]? = nil,
  values: [ProseValue] = [], valueOutcomes: [String?] = [], chapters: [ChapterInput]? = nil
) -> BookInput {
  BookInput(
    info: BookInfo(title: "Book", description: "What it is."),
    chapters: chapters ?? [chapter([paragraph("p")])],
    bibliography: [BibliographyEntry(key: "guide", authors: ["A. Author"], title: "Guide")],
    frontPage: chapter(
      body, blocks: blocks, outcomes: outcomes, values: values, valueOutcomes: valueOutcomes,
      number: nil, slug: "index", title: "Welcome"))
}

/// Checks that some texts stand on the front page once each, in the order given.
private func checkOrder(
  _ book: BookInput, _ parts: [String], _ place: Testing.SourceLocation = #_sourceLocation
) {
  let html = page("index.html", of: book)
  var end = html.startIndex
  for part in parts {
    let ranges = html.ranges(of: part)
    #expect(ranges.count == 1, "\(part)", sourceLocation: place)
    guard let range = ranges.first else { continue }
    #expect(range.lowerBound >= end, "\(part)", sourceLocation: place)
    end = range.upperBound
  }
  #expect(renderBook(book).diagnostics.map(described) == [], sourceLocation: place)
}

private let map = "<section class=\"map\""
private let guarantee = "<section class=\"guarantee\""
private let mapMarker = block(.generated(.chapters), place(9, 1))
private let shown = BlockOutcome(artifacts: [.figure(figure())])

@Suite struct FrontPageTests {
  @Test func theTextStandsBetweenTheTitleAndTheMap() {
    checkOrder(
      bookWithText([
        heading(1, "Welcome", "sec-welcome"), paragraph("Above"), heading(2, "Part", "part"),
        paragraph(.text("Cited"), .citation(keys: ["guide"]), .footnote(name: "n")),
        block(.footnoteDefinition(name: "n", [paragraph("Noted")])),
      ]),
      [
        "<h1 id=\"sec-welcome\">Book</h1>", "<p class=\"lede\">What it is.</p>",
        "<a class=\"start\" href=\"07-overlap.html\">Start reading</a>", "assets/cover.svg",
        "<article class=\"prose\">\n<p>Above</p>\n<h2 id=\"part\">Part", "Cited", map, guarantee,
        "<section class=\"end-matter notes\"", "Noted", "<section class=\"end-matter references\"",
        "<cite>Guide</cite>", "<a href=\"source/index.md\">Markdown</a>",
        "<a href=\"source/index.swift\">one Swift file</a>",
      ])
  }

  @Test func theMapStandsWhereTheTextPutsIt() {
    checkOrder(
      bookWithText([paragraph("Above"), mapMarker, paragraph("Below")]),
      ["Above", map, "Below", guarantee])
    checkOrder(bookWithText([mapMarker, paragraph("Below")]), ["Start", map, "Below", guarantee])
  }

  @Test func theFirstTitleIsThatOfTheBookWhereverItStands() {
    let html = page(
      "index.html",
      of: bookWithText([paragraph("p"), heading(1, "Welcome", "w"), heading(1, "More", "more")]))
    #expect(!html.contains("Welcome"))
    #expect(html.contains("<h1 id=\"w\">Book</h1>"))
    #expect(html.contains("<h2 id=\"more\">More"))
    #expect(html.ranges(of: "<h1").count == 1)
  }

  @Test func theFrontPageIsNoChapter() {
    let book = bookWithText([paragraph("p")])
    #expect(
      renderBook(book).files.map(\.path).prefix(4) == [
        "index.html", "source/index.md", "source/index.swift", "07-overlap.html",
      ])
    #expect(renderBook(book).files.count { $0.path == "index.html" } == 1)
    #expect(!page("07-overlap.html", of: book).contains("Welcome"))
    let html = page("index.html", of: book)
    #expect(html.contains("<title>Book</title>"))
    #expect(!html.contains("Welcome") && !html.contains("class=\"pager\""))
    #expect(html.contains("1 chapter · 0 executed blocks"))
  }

  @Test func whatTheFrontPageComputesIsCounted() {
    let value = ProseValue(
      span: place(), code: CodeText(text: "1 + 1", lineOrigins: [place().start]), recorded: nil,
      isInTable: false, blocksBefore: 0)
    let html = page(
      "index.html",
      of: bookWithText(
        [paragraph(.value(0)), block(.executed(0))], blocks: [codeBlock(label: "fig-a")],
        outcomes: [shown], values: [value], valueOutcomes: ["2"]))
    #expect(html.contains("<span class=\"value\" title=\"1 + 1\">2</span>"))
    #expect(html.contains("1 chapter · 1 executed block · 1 figure · 1 computed number in prose"))
    #expect(html.contains("<figure class=\"figure\" id=\"fig-a\">"))
    #expect(html.contains("<figcaption><b>Figure\u{A0}1</b></figcaption>"))
  }

  @Test func theCoverIsTheFigureOfItsLabelAndIsNotCounted() {
    let cover = codeBlock("draw()", label: "fig-cover") {
      $0.figureCaption = Located("A *cover*.", place())
    }
    let body = [
      paragraph(.reference(label: "fig-cover"), .reference(label: "fig-a")), block(.executed(0)),
      block(.executed(1)),
    ]
    let book = bookWithText(
      body, blocks: [cover, codeBlock(label: "fig-a")], outcomes: [shown, shown],
      chapters: [chapter([paragraph(.reference(label: "fig-cover"))])])
    let html = page("index.html", of: book)
    #expect(
      html.contains(
        "<figure class=\"cover\" id=\"fig-cover\">\n<div class=\"panels\">\n<div class=\"panel\">\n"
          + "<div class=\"paper\"><img src=\"figures/index/fig-cover.png\" alt=\"Drawn\" "
          + "width=\"200\" height=\"100\" loading=\"lazy\"></div></div></div>\n"
          + "<figcaption>A <em>cover</em>.</figcaption></figure>"))
    #expect(!html.contains("assets/cover.svg"))
    #expect(html.contains("draw()"))
    #expect(
      html.contains(
        "<p><a class=\"reference\" href=\"#fig-cover\">the cover</a>"
          + "<a class=\"reference\" href=\"#fig-a\">Figure\u{A0}1</a></p>"))
    #expect(
      page("07-overlap.html", of: book).contains(
        "<a class=\"reference\" href=\"index.html#fig-cover\">the cover</a>"))
    #expect(renderBook(book).diagnostics.isEmpty)
  }

  @Test func aCoverWithoutItsCodeLeavesNothingInTheText() {
    let cover = codeBlock(label: "fig-cover") { $0.echo = false }
    let html = page(
      "index.html", of: bookWithText([block(.executed(0))], blocks: [cover], outcomes: [shown]))
    #expect(html.contains("<figure class=\"cover\" id=\"fig-cover\">"))
    #expect(!html.contains("class=\"cell\"") && !html.contains("<article"))
  }

  @Test func aCoverThatWasNotRunLeavesTheBuiltInOne() {
    let html = page(
      "index.html",
      of: bookWithText([block(.executed(0))], blocks: [codeBlock(label: "fig-cover")]))
    #expect(html.contains("assets/cover.svg"))
  }

  @Test func aCoverOfAnotherPageIsAFigure() {
    let html = page(
      "07-overlap.html",
      of: book(chapter(blocks: [codeBlock(label: "fig-cover")], outcomes: [shown])))
    #expect(html.contains("<figure class=\"figure\" id=\"fig-cover\">"))
    #expect(html.contains("<b>Figure\u{A0}7.1</b>"))
  }

  @Test func linksAndReferencesLeadToTheFrontPageAndFromIt() {
    let book = bookWithText(
      [heading(2, "Part", "sec-part"), paragraph(.reference(label: "eq-there"))],
      chapters: [
        chapter([
          displayMath("x", label: "eq-there"),
          paragraph(
            .reference(label: "sec-part"),
            .link(destination: "index.md#sec-part", title: nil, [inline(.text("there"))])),
        ])
      ])
    #expect(renderBook(book).diagnostics.isEmpty)
    #expect(
      page("index.html", of: book).contains(
        "<a class=\"reference\" href=\"07-overlap.html#eq-there\">Equation\u{A0}7.1</a>"))
    #expect(
      page("07-overlap.html", of: book).contains(
        "<a class=\"reference\" href=\"index.html#sec-part\">“Part”</a>"
          + "<a href=\"index.html#sec-part\">there</a>"))
  }

  @Test func aMarkerThatHasNoPlaceIsReported() {
    #expect(
      renderBook(bookWithText([mapMarker, block(.generated(.chapters), place(12, 1))])).diagnostics
        .map(described) == [
          "duplicate-marker 12:1 `<!-- deconv:chapters -->` stands on this page already "
            + "(delete one of the two)"
        ])
    #expect(
      rendered(chapter([mapMarker])).problems == [
        "misplaced-marker 9:1 the map of the chapters stands on the front page alone "
          + "(move the line to index.md, or delete it)"
      ])
  }

  @Test func aBookOfOnePageHasNoMapAndNothingToStart() {
    let html = page("index.html", of: bookWithText([paragraph("All of it")], chapters: []))
    #expect(html.contains("All of it"))
    #expect(!html.contains(map) && !html.contains("Start reading"))
  }

  @Test func aFrontPageThatIsTooLargeIsReported() {
    let diagnostics = renderBook(
      bookWithText([paragraph(String(repeating: "word ", count: 70_000))])
    ).diagnostics
    #expect(diagnostics.map(\.id) == ["page-too-large"])
    #expect(diagnostics.map(\.path) == ["chapters/index.md"])
  }
}
