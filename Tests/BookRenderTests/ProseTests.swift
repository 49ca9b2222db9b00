import BookModel
import Testing

@testable import BookRender

@Suite struct ProseTests {
  private func checkBody(
    _ blocks: MarkdownBlock..., html: String, _ place: Testing.SourceLocation = #_sourceLocation
  ) {
    let result = rendered(chapter(blocks, number: nil))
    #expect(result.html == html, sourceLocation: place)
    #expect(result.problems == [], sourceLocation: place)
  }

  @Test func inlines() {
    checkBody(
      paragraph(
        .text("a & b "), .emphasis([inline(.text("c"))]), .softBreak,
        .strong([inline(.text("d"))]), .lineBreak, .code("x<y>")),
      html: "<p>a &amp; b <em>c</em>\n<strong>d</strong><br>\n<code>x&lt;y&gt;</code></p>")
    checkBody(
      paragraph(.math(tex: "k", texOrigin: place().start)),
      html: "<p><math alttext=\"k\"><mi>k</mi></math></p>")
  }

  @Test func headings() {
    checkBody(
      heading(4, "A \"b\"", "a-b"),
      html: "<h4 id=\"a-b\">A \"b\"<a class=\"anchor\" href=\"#a-b\" "
        + "aria-label=\"Link to this section: A &quot;b&quot;\"></a></h4>")
  }

  @Test func quotesRulesAndCode() {
    checkBody(block(.quote([paragraph("q")])), html: "<blockquote>\n<p>q</p></blockquote>")
    checkBody(block(.thematicBreak), html: "<hr>")
    checkBody(
      block(.code(language: "sh", "ls <dir>\n")),
      html: "<div class=\"code\" data-language=\"sh\">\n<pre><code>ls &lt;dir&gt;\n</code></pre>"
        + "<button type=\"button\" class=\"copy\" data-action=\"copy\" title=\"Copy\""
        + " aria-label=\"Copy the code\"></button></div>")
  }

  @Test func lists() {
    func item(_ isDone: Bool?, _ blocks: MarkdownBlock...) -> MarkdownList.Item {
      MarkdownList.Item(isDone: isDone, blocks: blocks)
    }
    checkBody(
      block(
        .list(
          MarkdownList(
            start: nil, isTight: true,
            items: [
              item(nil, paragraph("a")),
              item(
                nil, paragraph("b"),
                block(
                  .list(
                    MarkdownList(
                      start: 1, isTight: true,
                      items: [
                        item(nil, paragraph("c"))
                      ])))),
            ]))),
      html: "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li></ol></li></ul>")
    checkBody(
      block(.list(MarkdownList(start: 3, isTight: false, items: [item(nil, paragraph("a"))]))),
      html: "<ol start=\"3\">\n<li>\n<p>a</p></li></ol>")
    checkBody(
      block(
        .list(
          MarkdownList(
            start: nil, isTight: true,
            items: [
              item(true, paragraph("a")), item(false, paragraph("b")),
            ]))),
      html: "<ul class=\"tasks\">\n<li class=\"task\"><input type=\"checkbox\" disabled checked "
        + "aria-label=\"Done\"> a</li>\n<li class=\"task\"><input type=\"checkbox\" disabled "
        + "aria-label=\"To do\"> b</li></ul>")
  }

  @Test func tablesKeepTheirAlignmentAndScroll() {
    checkBody(
      block(
        .table(
          MarkdownTable(
            alignments: [.none, .right], header: [[inline(.text("a"))], [inline(.text("b"))]],
            rows: [[[inline(.code("x"))], [inline(.text("1"))]]]))),
      html: "<div class=\"scroll\">\n<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n"
        + "<th scope=\"col\" class=\"right\">b</th></tr></thead>\n<tbody>\n<tr>\n"
        + "<td><code>x</code></td>\n<td class=\"right\">1</td></tr></tbody></table></div>")
  }

  @Test func aMarkAfterAFormulaStaysOnItsLine() {
    let formula = inline(.math(tex: "k", texOrigin: place().start))
    let math = "<math alttext=\"k\"><mi>k</mi></math>"
    checkBody(
      block(.paragraph([formula, inline(.text("). So "))])),
      html: "<p><span class=\"keep\">\(math)).</span> So </p>")
    checkBody(
      block(.paragraph([formula, inline(.text(" and"))])), html: "<p>\(math) and</p>")
  }

  @Test func callouts() {
    checkBody(
      block(.callout(.warning, title: [inline(.text("Mind"))], [paragraph("p")])),
      html:
        "<div class=\"callout warning\" role=\"note\" aria-label=\"Warning\">\n<p class=\"callout-title\">"
        + "<span class=\"kind\">Warning</span> <span class=\"title\">Mind</span></p>\n<p>p</p></div>"
    )
    for kind in CalloutKind.allCases {
      let html = rendered(chapter([block(.callout(kind, title: [], [paragraph("p")]))])).html
      #expect(html.contains("class=\"callout \(kind.rawValue.lowercased())\""))
    }
  }

  @Test func exercisesAreCountedAndAnswersAreFolded() {
    func callout(_ kind: CalloutKind) -> MarkdownBlock {
      block(.callout(kind, title: [], [paragraph("p")]))
    }
    let html = rendered(
      chapter([callout(.exercise), callout(.answer), callout(.exercise), callout(.answer)])
    ).html
    for text in [
      "Exercise 7.1", "Answer to exercise 7.1", "Exercise 7.2", "Answer to exercise 7.2",
    ] {
      #expect(html.contains("<span class=\"kind\">\(text)</span>"))
    }
    #expect(html.contains("<details class=\"callout answer\">\n<summary>"))
  }

  @Test func equationsScrollAndCarryTheirNumber() {
    #expect(
      rendered(chapter([displayMath("x", label: "eq-x")])).html
        == "<div class=\"equation numbered\" id=\"eq-x\">\n<div class=\"scroll\">"
        + "<math display=\"block\" alttext=\"x\"><mi>x</mi></math></div>"
        + "<a class=\"number\" href=\"#eq-x\" aria-label=\"Equation\u{A0}7.1\">(7.1)</a></div>")
  }

  @Test func aFormulaIsWrongAtItsPlaceOnItsLine() {
    let source = "text\n> $$\n> a + b\n> + \\nonsens\n> $$\n"
    let tex = "\na + b\n+ \\nonsens\n"
    let origin = SourceText(path: "", bytes: Array(source.utf8)).location(at: 9)
    let input = chapter(
      [
        paragraph(.math(tex: "x + \\fraq{}", texOrigin: place(3, 20).start)),
        block(.math(tex: tex, texOrigin: origin, label: nil)),
      ], source: source)
    #expect(
      rendered(input).problems == [
        "invalid-tex 3:24 unknown TeX command \\fraq (did you mean \\frac?)",
        "invalid-tex 4:5 unknown TeX command \\nonsens",
      ])
  }

  @Test func linksLeadToChaptersAnchorsAndTheWeb() {
    func link(_ destination: String, title: String? = nil) -> MarkdownBlock {
      block(
        .paragraph([
          inline(.link(destination: destination, title: title, [inline(.text("t"))]), place(2, 4))
        ]))
    }
    checkBody(
      heading(4, "H", "h"), link("#h"), link("./07-overlap.md#h"),
      link("https://example.org/?a&b", title: "T"), link("data/x.csv"),
      html: "<h4 id=\"h\">H<a class=\"anchor\" href=\"#h\" aria-label=\"Link to this section: H\">"
        + "</a></h4>\n<p><a href=\"#h\">t</a></p>\n<p><a href=\"07-overlap.html#h\">t</a></p>\n"
        + "<p><a href=\"https://example.org/?a&amp;b\" title=\"T\" rel=\"noopener\">t</a></p>\n"
        + "<p><a href=\"data/x.csv\">t</a></p>")
    #expect(
      rendered(
        chapter([link("07-overlpa.md"), link("#g"), link("javascript:x"), heading(2, "H", "h")])
      )
      .problems == [
        "unresolved-link 2:4 the link leads to 07-overlpa.md, which is no chapter of the book "
          + "(did you mean 07-overlap.md?)",
        "unresolved-link 2:4 the link leads to #g, which 07-overlap does not have (did you mean #h?)",
        "invalid-link 2:4 a link must be http, https, mailto or a relative path, and "
          + "\"javascript:x\" is none",
      ])
  }

  @Test func anImageAloneIsAFigureWithItsTitleAsCaption() {
    checkBody(
      paragraph(.image(source: "a.png", title: "T", alternative: "A \"b\"")),
      html: "<figure class=\"figure\">\n<div class=\"paper\"><img src=\"a.png\" "
        + "alt=\"A &quot;b&quot;\" loading=\"lazy\"></div>\n<figcaption>T</figcaption></figure>")
    #expect(
      rendered(
        chapter([
          paragraph(.image(source: "https://example.org/a.png", title: nil, alternative: ""))
        ])
      )
      .problems.count == 1)
  }

  @Test func valuesInProseAreTheirTextWithTheirCode() {
    let values = ["counts.max()", "\"<b>\""].map {
      ProseValue(
        span: place(), code: CodeText(text: $0, lineOrigins: [place().start]), recorded: nil,
        isInTable: false, blocksBefore: 0)
    }
    let input = chapter(
      [paragraph(.value(0), .value(1))], values: values, valueOutcomes: ["4 < 5", nil])
    #expect(
      rendered(input).html
        == "<p><span class=\"value\" title=\"counts.max()\">4 &lt; 5</span>"
        + "<span class=\"value missing\" title=\"&quot;&lt;b&gt;&quot;\">not run</span></p>")
  }

  @Test func notesAreCollectedInOrderOfMentionWithWaysBack() {
    let result = rendered(
      chapter([
        paragraph(.footnote(name: "z")), paragraph(.footnote(name: "a"), .footnote(name: "z")),
        block(.footnoteDefinition(name: "a", [paragraph("A")])),
        block(.footnoteDefinition(name: "z", [paragraph(.text("Z"), .footnote(name: "deep"))])),
        block(.footnoteDefinition(name: "deep", [displayMath("x")])),
      ]))
    #expect(result.problems == [])
    #expect(
      result.html.contains(
        "<sup class=\"note-mark\"><a href=\"#_note-1\" id=\"_mention-1\" aria-label=\"Note 1\">1</a></sup>"
      ))
    #expect(
      result.html.contains(
        "<li id=\"_note-2\">\n<p>A <a class=\"back\" href=\"#_mention-2\" "
          + "aria-label=\"Back to note 2 in the text\">↩\u{FE0E}</a></p></li>"))
    #expect(
      result.html.contains("href=\"#_mention-1-2\" aria-label=\"Back to mention 2 of note 1\""))
    #expect(result.html.contains("<li id=\"_note-3\">"))
  }

  @Test func aNoteThatIsNotThereIsReported() {
    let input = chapter([block(.paragraph([inline(.footnote(name: "x"), place(5, 6))]))])
    #expect(
      rendered(input).problems == [
        "unresolved-footnote 5:6 no footnote is named x "
          + "(write [^x]: and the note's text on a line of its own)"
      ])
  }

  @Test func citationsAreNumberedAndListed() {
    let bibliography = [
      BibliographyEntry(
        key: "a2016", authors: ["A. One", "B. Two", "C. Three"], title: "First <work>",
        year: 2016, venue: "Journal", url: "https://example.org/a"),
      BibliographyEntry(key: "b", authors: [], title: "Second"),
      BibliographyEntry(key: "unused", authors: [], title: "Third"),
    ]
    let result = rendered(
      chapter([
        paragraph(.citation(keys: ["b", "a2016"])), paragraph(.citation(keys: ["a2016"])),
        block(.paragraph([inline(.citation(keys: ["a2061"]), place(8, 2))])),
      ]), bibliography: bibliography)
    #expect(
      result.html.hasPrefix(
        "<p><span class=\"citation\">[<a href=\"#_work-1\" title=\"Second\">1</a>, "
          + "<a href=\"#_work-2\" title=\"A. One, B. Two, C. Three, 2016, First &lt;work&gt;\">2</a>]"
          + "</span></p>\n<p><span class=\"citation\">[<a href=\"#_work-2\""))
    #expect(
      result.html.hasSuffix(
        "<ol>\n<li id=\"_work-1\"><cite>Second</cite>.</li>\n<li id=\"_work-2\">A. One, B. Two and "
          + "C. Three. <a href=\"https://example.org/a\" rel=\"noopener\"><cite>First &lt;work&gt;"
          + "</cite></a>. Journal, 2016.</li></ol></section>"))
    #expect(
      result.problems == [
        "unknown-citation 8:2 references.yml has no entry with the key a2061 (did you mean [@a2016]?)"
      ])
  }
}
