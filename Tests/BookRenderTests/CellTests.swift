import BookModel
import Testing

@testable import BookRender

@Suite struct CellTests {
  private func checkCell(
    _ cell: CodeBlock, _ outcome: BlockOutcome?, html: String,
    _ place: Testing.SourceLocation = #_sourceLocation
  ) {
    let result = rendered(chapter(blocks: [cell], outcomes: [outcome]))
    #expect(result.html == html, sourceLocation: place)
    #expect(result.problems == [], sourceLocation: place)
  }

  private let code =
    "<div class=\"code\" data-language=\"swift\">\n<pre><code>f()</code></pre>"
    + "<button type=\"button\" class=\"copy\" data-action=\"copy\" title=\"Copy\""
    + " aria-label=\"Copy the code\"></button></div>"

  private let text = BlockOutcome(artifacts: [.text("1 < 2\n")])

  @Test func codeAndItsTextStandTogether() {
    checkCell(
      codeBlock(label: "run"), text,
      html: "<div class=\"cell\" id=\"run\">\n\(code)\n"
        + "<pre class=\"result\"><samp>1 &lt; 2</samp></pre></div>")
  }

  @Test func echoAndOutputHideTheirHalf() {
    checkCell(
      codeBlock { $0.echo = false }, text,
      html: "<div class=\"cell\">\n<pre class=\"result\"><samp>1 &lt; 2</samp></pre></div>")
    checkCell(codeBlock { $0.output = false }, text, html: "<div class=\"cell\">\n\(code)</div>")
    checkCell(
      codeBlock {
        $0.echo = false
        $0.output = false
      }, text, html: "")
  }

  @Test func foldedCodeStaysInThePage() {
    checkCell(
      codeBlock { $0.codeFold = true }, BlockOutcome(artifacts: []),
      html: "<div class=\"cell\">\n<details class=\"fold\">\n<summary>Show the code</summary>\n"
        + "\(code)</details></div>")
  }

  @Test func anAnswerIsFolded() {
    checkCell(
      codeBlock { $0.answer = true }, BlockOutcome(artifacts: []),
      html: "<details class=\"callout answer\">\n<summary><span class=\"kind\">Answer</span>"
        + "</summary>\n<div class=\"body\">\n<div class=\"cell\">\n\(code)</div></div></details>")
  }

  @Test func aBlockThatWasNotRunSaysSoUnlessItNeverRuns() {
    checkCell(
      codeBlock(), nil,
      html: "<div class=\"cell\">\n\(code)\n<p class=\"not-run\">This block was not run, and no "
        + "result of it is recorded.</p></div>")
    checkCell(codeBlock { $0.eval = false }, nil, html: "<div class=\"cell\">\n\(code)</div>")
  }

  @Test func anExpectedErrorShowsItsMessage() {
    checkCell(
      codeBlock { $0.error = true }, BlockOutcome(artifacts: [], errorMessage: "found <0>"),
      html: "<div class=\"cell\">\n\(code)\n<div class=\"error\">\n<p class=\"kind\">This code is "
        + "refused</p>\n<pre class=\"result\"><samp>found &lt;0&gt;</samp></pre></div></div>")
  }

  @Test func codeIsColouredByItsRanges() {
    func html(_ code: String, _ ranges: [(Range<Int>, HighlightedRange.Class)]) -> String {
      HTMLFormatter.text(
        ChapterRenderer.highlighted(
          code, ranges.map { HighlightedRange(range: $0.0, highlightClass: $0.1) }))
    }
    #expect(
      html("let é = \"<\"", [(9..<12, .string), (0..<3, .keyword)])
        == "<span class=\"t-keyword\">let</span> é = <span class=\"t-string\">\"&lt;\"</span>")
    // Ranges that overlap, cut a character, are empty or end behind the code leave the code whole.
    #expect(
      html(
        "let é",
        [(0..<3, .keyword), (1..<2, .number), (4..<5, .call), (6..<6, .call), (5..<9, .call)])
        == "<span class=\"t-keyword\">let</span> é")
  }

  @Test func aFigureHasItsNumberCaptionAndText() {
    let cell = codeBlock(label: "fig-a") {
      $0.echo = false
      $0.figureCaption = Located("Kernel $k$, `f<x>` and *so*, see @fig-a.", place())
      $0.figureAlternative = Located("A \"map\"", place())
    }
    let result = rendered(
      chapter(blocks: [cell], outcomes: [BlockOutcome(artifacts: [.figure(figure())])]))
    #expect(
      result.html
        == "<div class=\"cell\">\n<figure class=\"figure\" id=\"fig-a\">\n<div class=\"panels\">\n"
        + "<div class=\"panel\">\n<div class=\"paper\">"
        + "<img src=\"figures/07-overlap/fig-a.png\" alt=\"A &quot;map&quot;\" width=\"200\" "
        + "height=\"100\" loading=\"lazy\"></div></div></div>\n<figcaption><b>Figure\u{A0}7.1</b> "
        + "Kernel <span class=\"keep\"><math alttext=\"k\"><mi>k</mi></math>,</span> <code>f&lt;x&gt;</code> and <em>so</em>, see "
        + "<a class=\"reference\" href=\"#fig-a\">Figure\u{A0}7.1</a>.</figcaption></figure></div>")
    #expect(result.files == [OutputFile(path: "figures/07-overlap/fig-a.png", bytes: [1, 2, 3])])
    #expect(result.problems == [])
  }

  @Test func aFigureWithoutCaptionKeepsItsNumberAndGeneratedText() {
    let result = rendered(
      chapter(
        blocks: [codeBlock(label: "fig-a")],
        outcomes: [BlockOutcome(artifacts: [.figure(figure("Counts from 1 to 4"))])]))
    #expect(result.html.contains("alt=\"Counts from 1 to 4\""))
    #expect(result.html.contains("<figcaption><b>Figure\u{A0}7.1</b></figcaption>"))
  }

  @Test func severalFiguresShareANumberAndHaveLetters() {
    let cell = codeBlock(label: "fig-a") { $0.figureAlternative = Located("Both", place()) }
    let outcome = BlockOutcome(artifacts: [
      .text("before\n"), .figure(figure("one")), .figure(figure("two")), .text("between\n"),
      .figure(figure("three")), .text("after\n"),
    ])
    let result = rendered(chapter(blocks: [cell], outcomes: [outcome]))
    #expect(result.files.map(\.path) == (1...3).map { "figures/07-overlap/fig-a-\($0).png" })
    let pieces = [
      "before", "<figure class=\"figure\" id=\"fig-a\">", "role=\"group\" aria-label=\"Both\"",
      "alt=\"one\"", "(a)", "alt=\"two\"", "(b)", "between", "alt=\"three\"", "(c)",
      "<figcaption><b>Figure\u{A0}7.1</b></figcaption></figure>", "after",
    ]
    var rest = result.html[...]
    for piece in pieces {
      let range = rest.firstRange(of: piece)
      #expect(range != nil, "\(piece)")
      if let range { rest = rest[range.upperBound...] }
    }
    #expect(ChapterRenderer.letter(25) == "z" && ChapterRenderer.letter(26) == "aa")
  }

  @Test func aTableHasItsCaptionAboveAndNumbersAtTheRight() {
    let cell = codeBlock(label: "tbl-a") {
      $0.echo = false
      $0.tableCaption = Located("Sizes", place())
    }
    let table = TableArtifact(
      header: ["name", "n <"], rows: [["a", "-1.5 %"], ["2b", "3 × 10^4"], ["", "–"]])
    checkCell(
      cell, BlockOutcome(artifacts: [.table(table)]),
      html: "<div class=\"cell\">\n<figure class=\"table\" id=\"tbl-a\">\n<figcaption>"
        + "<b>Table\u{A0}7.1</b> Sizes</figcaption>\n<div class=\"scroll\">\n<table>\n<thead>\n<tr>\n"
        + "<th scope=\"col\">name</th>\n<th scope=\"col\" class=\"right\">n &lt;</th></tr></thead>\n"
        + "<tbody>\n<tr>\n<td>a</td>\n<td class=\"right\">-1.5 %</td></tr>\n<tr>\n<td>2b</td>\n"
        + "<td class=\"right\">3 × 10^4</td></tr>\n<tr>\n<td></td>\n<td class=\"right\">–</td></tr>"
        + "</tbody></table></div></figure></div>")
  }

  @Test(arguments: [
    ("12", true), ("-0.5", true), ("1,234", true), ("48.9 %", true), ("1e-5", true),
    ("7×7", true), ("−3", true), ("a1", false), ("", false), ("e", false), ("-", false),
    ("k = 3", false),
  ])
  func numbersAreRecognised(text: String, isNumber: Bool) {
    #expect(ChapterRenderer.isNumberLike(text) == isNumber)
  }

  @Test func theFirstDerivationCarriesTheNumber() {
    let derivation = Artifact.derivation(
      DerivationArtifact(lines: [.init(left: "o", relation: "=", right: "1")]))
    let html = rendered(
      chapter(
        blocks: [codeBlock(label: "eq-o")],
        outcomes: [BlockOutcome(artifacts: [derivation, derivation])])
    ).html
    #expect(html.ranges(of: "id=\"eq-o\"").count == 1)
    #expect(html.contains("<div class=\"cell\">"))
    #expect(
      html.contains("<div class=\"equation numbered\" id=\"eq-o\">\n<div class=\"scroll\"><math"))
    #expect(html.contains("<div class=\"equation\">\n<div class=\"scroll\"><math"))
  }

  @Test func aBrokenDerivationIsReportedAtItsBlock() {
    let derivation = DerivationArtifact(lines: [.init(left: "o", relation: "=", right: "\\fraq12")])
    let result = rendered(
      chapter(
        blocks: [codeBlock()], outcomes: [BlockOutcome(artifacts: [.derivation(derivation)])]))
    #expect(
      result.problems == [
        "invalid-tex 2:1 a derivation of this block: unknown TeX command \\fraq in \"\\fraq12\" "
          + "(did you mean \\frac?)"
      ])
  }

  @Test func aListingNamesItsCodeWithoutPartingItFromItsResult() {
    checkCell(
      codeBlock(label: "lst-a"), text,
      html:
        "<div class=\"cell\" id=\"lst-a\">\n<p class=\"listing\">Listing\u{A0}7.1</p>\n\(code)\n"
        + "<pre class=\"result\"><samp>1 &lt; 2</samp></pre></div>")
  }

  @Test func aCaptionIsWrongAtItsPlace() {
    let source = "//| fig-cap: \"k is $\\nonsens$\""
    let cell = codeBlock(label: "fig-a") {
      $0.figureCaption = Located("k is $\\nonsens$", place(1, 14))
    }
    let input = chapter(
      blocks: [cell], outcomes: [BlockOutcome(artifacts: [.figure(figure())])], source: source)
    #expect(rendered(input).problems == ["invalid-tex 1:21 unknown TeX command \\nonsens"])
  }

  // MARK: Explorers

  private func explorer(_ counts: Int...) -> ExplorerArtifact {
    let frames = counts.reduce(1, *)
    return ExplorerArtifact(
      sliders: counts.enumerated().map { index, count in
        .init(name: "s<\(index)>", values: (0..<count).map { "v\($0)" }, initial: count - 1)
      },
      frames: (0..<frames).map { .init(figure: figure("frame \($0)"), note: "note & \($0)") })
  }

  @Test func anExplorerShowsItsFirstFrameAndHoldsTheOthers() {
    let result = rendered(
      chapter(
        blocks: [codeBlock(label: "fig-e")],
        outcomes: [BlockOutcome(artifacts: [.explorer(explorer(2, 6))])]))
    #expect(result.problems == [])
    #expect(
      result.files.map(\.path)
        == ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"].map {
          "figures/07-overlap/fig-e/\($0).png"
        })
    #expect(
      result.html.contains(
        "<p class=\"note\" aria-live=\"polite\">note &amp; 11</p>\n<div class=\"stage\">\n"
          + "<div class=\"paper\"><img src=\"figures/07-overlap/fig-e/11.png\" "
          + "alt=\"frame 11\" width=\"200\" height=\"100\"></div></div>\n"
          + "<p class=\"still\">Shown for s&lt;0&gt; v1 and s&lt;1&gt; v5.</p>\n<template>"))
    #expect(result.html.ranges(of: "<template>").count == 12)
    #expect(
      result.html.contains(
        "<label for=\"_slider-2\">s&lt;1&gt;</label>"
          + "<output for=\"_slider-2\" aria-live=\"off\">v5</output>\n"
          + "<div class=\"track\"><input type=\"range\" id=\"_slider-2\" min=\"0\" max=\"5\" "
          + "step=\"1\" value=\"5\" aria-valuetext=\"v5\">"))
  }

  @Test func anExplorerIsAGroupWithAName() {
    for (alternative, name) in [(nil, "Explorer: s&lt;0&gt; and s&lt;1&gt;"), ("Text", "Text")] {
      let cell = codeBlock(label: "fig-e") {
        $0.figureAlternative = alternative.map { Located($0, place()) }
      }
      let result = rendered(
        chapter(
          blocks: [cell],
          outcomes: [BlockOutcome(artifacts: [.explorer(explorer(2, 2))])]))
      #expect(
        result.html.contains("data-action=\"explore\" role=\"group\" aria-label=\"\(name)\">"))
    }
  }

  @Test func onlyAFigureTooWideToShrinkIsMarked() {
    for (width, className) in [(480, "paper"), (481, "paper wide")] {
      var drawn = figure()
      drawn.displayWidth = width
      let result = rendered(
        chapter(
          blocks: [codeBlock(label: "fig-a")],
          outcomes: [BlockOutcome(artifacts: [.figure(drawn)])]))
      #expect(result.html.contains("<div class=\"\(className)\"><img"))
    }
  }

  @Test func anExplorerWithMissingFramesIsReported() {
    var broken = explorer(2, 3)
    broken.frames.removeLast()
    var outside = explorer(2)
    outside.sliders[0].initial = 2
    for (explorer, counts) in [(broken, "5 frames for 6"), (outside, "2 frames for 2")] {
      let result = rendered(
        chapter(
          blocks: [codeBlock(label: "fig-e")],
          outcomes: [BlockOutcome(artifacts: [.explorer(explorer)])]))
      #expect(
        result.problems == [
          "invalid-explorer 2:1 the explorer has \(counts) combinations of slider positions"
        ])
    }
  }

  @Test func aLabelCannotLeaveItsFolder() {
    let result = rendered(
      chapter(
        blocks: [codeBlock(label: "../a b")],
        outcomes: [BlockOutcome(artifacts: [.figure(figure())])]))
    #expect(result.files.map(\.path) == ["figures/07-overlap/~2e~2e~2fa~20b.png"])
  }
}
