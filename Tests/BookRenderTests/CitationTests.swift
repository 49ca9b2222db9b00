import BookModel
import Testing

@testable import BookRender

/// The key of a work in the text, `@key` without brackets.
@Suite struct CitationTests {
  private static let works = [
    BibliographyEntry(
      key: "odena2016", authors: ["Augustus Odena", "Vincent Dumoulin", "Chris Olah"],
      title: "Checkerboards", year: 2016),
    BibliographyEntry(key: "two_2010", authors: ["Zeiler, Matthew", "Rob Fergus"], title: "Two"),
    BibliographyEntry(key: "site", authors: [], title: "A site", year: 2020),
  ]

  /// The first paragraph's content, with a work's link as `⟨number words⟩`.
  private func prose(_ text: String, source: String = "source\n") -> String {
    let span = SourceSpan(
      SourceLocation(offset: 0, line: 1, column: 1),
      SourceLocation(offset: source.utf8.count, line: 1, column: source.utf8.count + 1))
    let result = rendered(
      chapter([block(.paragraph([inline(.text(text), span)]))], number: nil, source: source),
      bibliography: Self.works)
    #expect(result.problems == [])
    let paragraph = result.html.split(separator: "</p>").first ?? ""
    return String(paragraph.dropFirst("<p>".count))
      .replacing(/<a class="reference" href="#_work-(\d)" title="[^"]*">([^<]*)<\/a>/) {
        "⟨\($0.output.1) \($0.output.2)⟩"
      }
  }

  @Test(arguments: [
    ("See @odena2016.", "See ⟨1 Odena et al.\u{A0}(2016)⟩."),
    (
      "@two_2010, @site and @two_2010",
      "⟨1 Zeiler and Fergus⟩, ⟨2 A site\u{A0}(2020)⟩ and ⟨1 Zeiler and Fergus⟩"
    ),
    ("a (@odena2016)", "a (⟨1 Odena et al.\u{A0}(2016)⟩)"),
  ])
  func theKeyOfAWorkBecomesItsAuthors(text: String, expected: String) {
    #expect(prose(text) == expected)
  }

  @Test(arguments: [
    "me@odena2016", "@odena2016b", "@odena", "@Odena2016", "@ odena2016", "@", "a @@odena2016",
  ])
  func whateverElseStandsBehindTheSignStaysText(text: String) {
    #expect(prose(text) == text)
  }

  @Test func aBackslashKeepsTheTextAsItIs() {
    #expect(prose("See @odena2016.", source: "See \\@odena2016.") == "See @odena2016.")
  }

  @Test func theWorkJoinsTheListAndNoLinkStandsInsideAnother() {
    let result = rendered(
      chapter(
        [
          paragraph(
            .text("@site"),
            .link(
              destination: "https://example.org", title: nil, [inline(.text("see @odena2016"))]))
        ], number: nil), bibliography: Self.works)
    #expect(result.html.contains(">see @odena2016</a>"))
    #expect(result.html.contains("<cite>A site</cite>"))
    #expect(!result.html.contains("Checkerboards"))
  }
}
