import BookModel
import Testing

@testable import BookRender

@Suite struct LabelTests {
  private func reference(_ label: String, _ column: Int = 1) -> MarkdownBlock {
    block(.paragraph([inline(.reference(label: label), place(9, column))]))
  }

  private let shown = BlockOutcome(artifacts: [.figure(figure())])
  private let tabled = BlockOutcome(artifacts: [.table(TableArtifact(header: ["n"], rows: [["1"]]))]
  )

  @Test func eachKindCountsForItself() {
    let blocks = [
      codeBlock(label: "fig-a"), codeBlock(label: "tbl-a"), codeBlock(label: "fig-b"),
      codeBlock(label: "lst-a"), codeBlock(label: "plain"),
    ]
    let body = [
      heading(1, "Whole", "sec-whole"), heading(2, "First", "first"),
      heading(2, "Second", "sec-second"), heading(3, "Inner", "sec-inner"),
      displayMath("x", label: "eq-x"),
      displayMath("y", label: "eq-y"), block(.quote([block(.executed(0))])),
      block(.callout(.note, title: [], [block(.executed(1))])), block(.executed(2)),
      block(
        .list(
          MarkdownList(
            start: nil, isTight: false,
            items: [
              .init(isDone: nil, blocks: [block(.executed(3))])
            ]))), block(.executed(4)),
    ]
    checkWords(
      chapter(body, blocks: blocks),
      [
        "fig-a": "Figure\u{A0}7.1", "fig-b": "Figure\u{A0}7.2", "tbl-a": "Table\u{A0}7.1",
        "lst-a": "Listing\u{A0}7.1", "eq-x": "Equation\u{A0}7.1", "eq-y": "Equation\u{A0}7.2",
        "sec-whole": "Chapter\u{A0}7", "sec-second": "Section\u{A0}7.2",
        "sec-inner": "Section\u{A0}7.2.1", "plain": nil,
      ])
  }

  private func checkWords(
    _ chapter: ChapterInput, _ words: [String: String?],
    _ place: Testing.SourceLocation = #_sourceLocation
  ) {
    let index = LabelIndex([chapter])
    for (label, words) in words {
      #expect(index.target(label, from: 0)?.words == words, sourceLocation: place)
    }
    #expect(index.diagnostics.isEmpty, sourceLocation: place)
  }

  @Test func aChapterOutsideTheCountHasPlainNumbersAndNamesItsSections() {
    checkWords(
      chapter(
        [
          heading(1, "Preface", "sec-preface"), heading(2, "How to read", "sec-read"),
          displayMath("x", label: "eq-x"),
        ], number: nil),
      [
        "sec-preface": "“Preface”", "sec-read": "“How to read”", "eq-x": "Equation\u{A0}1",
      ])
  }

  @Test func aReferenceLinksWithinThePageAndAcrossPages() {
    let first = chapter(
      [reference("eq-here"), reference("fig-there"), displayMath("x", label: "eq-here")],
      number: 1, slug: "01-a")
    let second = chapter(
      blocks: [codeBlock(label: "fig-there")], outcomes: [shown], number: 2, slug: "02-b")
    let book = book(first, second)
    #expect(renderBook(book).diagnostics.isEmpty)
    let html = page("01-a.html", of: book)
    #expect(
      html.contains("<p><a class=\"reference\" href=\"#eq-here\">Equation\u{A0}1.1</a></p>"))
    #expect(
      html.contains(
        "<p><a class=\"reference\" href=\"02-b.html#fig-there\">Figure\u{A0}2.1</a></p>"))
    #expect(html.contains("<div class=\"equation numbered\" id=\"eq-here\">"))
    #expect(page("02-b.html", of: book).contains("<figure class=\"figure\" id=\"fig-there\">"))
  }

  @Test func anUnresolvedReferenceIsReportedAtItsPlaceWithTheNearestLabel() {
    let input = chapter(
      [reference("fig-overlpa", 14), reference("tbl-none", 3), block(.executed(0))],
      blocks: [codeBlock(label: "fig-overlap")], outcomes: [shown])
    #expect(
      rendered(input).problems == [
        "unresolved-reference 9:14 no block, equation or section of the book has the label "
          + "fig-overlpa (did you mean @fig-overlap?)",
        "unresolved-reference 9:3 no block, equation or section of the book has the label tbl-none",
      ])
  }

  @Test func aLabelMeansWhatItsOwnChapterMeans() {
    func equation(_ number: Int, _ more: MarkdownBlock...) -> ChapterInput {
      chapter(
        [displayMath("x", label: "eq-x")] + more, number: number, slug: "0\(number)-a")
    }
    let both = book(
      equation(1, reference("eq-x")), equation(2, reference("eq-x")),
      chapter([reference("eq-x", 4)], number: 3, slug: "03-a"))
    #expect(page("01-a.html", of: both).contains("href=\"#eq-x\">Equation\u{A0}1.1</a></p>"))
    #expect(page("02-a.html", of: both).contains("href=\"#eq-x\">Equation\u{A0}2.1</a></p>"))
    #expect(
      renderBook(both).diagnostics.map(described) == [
        "unresolved-reference 9:4 the label eq-x stands in several other chapters: "
          + "chapters/01-a.md, chapters/02-a.md (give the one that is meant a label of its own)"
      ])
  }

  @Test func aLabelStandsOnceInItsChapter() {
    let input = chapter([displayMath("x", label: "eq-x"), displayMath("y", label: "eq-x")])
    #expect(
      renderBook(book(input)).diagnostics.map(described) == [
        "duplicate-label 1:1 the label eq-x is used a second time; it first stands at 1:1 "
          + "(give one of the two another label)"
      ])
  }

  @Test func headingsShowTheNumbersThatReferencesName() {
    let html = rendered(
      chapter([
        heading(2, "One", "one"), heading(3, "First", "first"), heading(2, "Two", "two"),
        heading(3, "In", "in"),
      ])
    ).html
    #expect(html.contains("<h2 id=\"two\"><span class=\"number\">7.2</span> Two"))
    #expect(html.contains("<h3 id=\"in\"><span class=\"number\">7.2.1</span> In"))
  }

  @Test func aLabelMustBeKeptByWhatTheBlockShows() {
    let input = chapter(
      blocks: [
        codeBlock(label: "fig-none"), codeBlock(label: "tbl-shown"),
        codeBlock { $0.figureCaption = Located("Lost", place(4, 14)) },
        codeBlock(label: "fig-not-run"),
      ],
      outcomes: [BlockOutcome(artifacts: [.text("1\n")]), tabled, tabled, nil])
    #expect(
      rendered(input).problems == [
        "label-without-result 3:5 the label fig-none promises a figure, but the block shows none "
          + "(give the block a label with another prefix, or none of the prefixes)",
        "caption-without-result 4:14 the block has a caption or a text for a figure, but shows none "
          + "(remove the option, or show what it describes)",
      ])
  }
}
