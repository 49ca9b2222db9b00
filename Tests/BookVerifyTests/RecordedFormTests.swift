import BookModel
import DeconvFormats
import Testing

@testable import BookVerify

/// Checks what is written for an outcome, and that it reads back as the same outcome.
private func checkMarkdown(
  _ outcome: BlockOutcome, _ expected: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let content = recordedContent(of: outcome, label: "fig-a", chapterStem: "07-overlap")
  #expect(content.markdown == "\n" + expected, sourceLocation: sourceLocation)
  checkRoundTrip(outcome, sourceLocation: sourceLocation)
}

private func checkRoundTrip(
  _ outcome: BlockOutcome, sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let content = recordedContent(of: outcome, label: "fig-a", chapterStem: "07-overlap")
  let files = Dictionary(uniqueKeysWithValues: content.files.map { ($0.name, $0.bytes) })
  let (parsed, faults) = parseRecorded(
    content.markdown, files: files, label: "fig-a", chapterStem: "07-overlap")
  #expect(faults == [], sourceLocation: sourceLocation)
  let isSame = parsed.map(canonicalEncoding) == canonicalEncoding(of: outcome)
  #expect(isSame, "\(content.markdown)", sourceLocation: sourceLocation)
  // The digest leaves the pictures out.
  let again = parsed.map { recordedContent(of: $0, label: "fig-a", chapterStem: "07-overlap") }
  let isSameAgain = again == content
  #expect(isSameAgain, "\(content.markdown)", sourceLocation: sourceLocation)
}

@Suite struct RecordedFormTests {
  @Test func textStandsInAFence() {
    checkMarkdown(outcome(.text("1 2\n\n3\n")), "```text\n1 2\n\n3\n```\n")
  }

  @Test func emptyTextAndAnEmptyLineDiffer() {
    checkMarkdown(outcome(.text("")), "```text\n```\n")
    checkMarkdown(outcome(.text("\n")), "```text\n\n```\n")
  }

  @Test func aMissingLineEndIsSaid() {
    checkMarkdown(outcome(.text("a\nb")), "```text no-newline\na\nb\n```\n")
  }

  @Test func theFenceIsLongerThanBackticksInside() {
    checkMarkdown(outcome(.text("a ```` b\n")), "`````text\na ```` b\n`````\n")
  }

  @Test func controlCharactersAndOwnCommentsAreEscaped() {
    checkMarkdown(
      outcome(.text("a\\\r\u{1b}\n<!-- deconv:end sha256=0 -->\n")),
      "```text escaped\na\\\\\\r\\u{1b}\n\\u{3c}!-- deconv:end sha256=0 -->\n```\n")
  }

  @Test func twoTextsStayTwo() {
    checkMarkdown(
      outcome(.text("a\n"), .text("b\n")), "```text\na\n```\n\n```text\nb\n```\n")
  }

  @Test func aTableIsGitHubs() {
    let table = TableArtifact(
      header: ["k", "a|b"], rows: [["1", #"\|"#], [" x ", "l\nm"], ["", "<!-- deconv:end"]])
    checkMarkdown(
      outcome(.table(table)),
      #"""
      | k | a\|b |
      | --- | --- |
      | 1 | \\\| |
      | &#32;x&#32; | l<br>m |
      |  | \<!-- deconv:end |

      """#)
  }

  @Test func aTableOfUnevenRowsSaysTheirLengths() {
    let table = TableArtifact(header: ["a"], rows: [["1", "2"], []])
    checkMarkdown(
      outcome(.table(table)),
      """
      <!-- deconv:table 1 2 0 -->
      | a |  |
      | --- | --- |
      | 1 | 2 |
      |  |  |

      """)
  }

  @Test func aDerivationIsAnAlignedDisplay() {
    let lines: [DerivationArtifact.Line] = [
      .init(left: "o", relation: "=", right: #"\lfloor i/s \rfloor"#),
      .init(left: "", relation: #"\approx"#, right: "2"),
    ]
    checkMarkdown(
      outcome(.derivation(DerivationArtifact(lines: lines))),
      #"""
      $$
      \begin{aligned}
      o &= \lfloor i/s \rfloor \\
      &\approx 2
      \end{aligned}
      $$

      """#)
  }

  @Test func aMatrixLeftOfTheSignReadsBack() {
    let line = DerivationArtifact.Line(
      left: #"\begin{bmatrix} 1 & 2 \end{bmatrix}"#, relation: "=", right: #"a \\"#)
    let content = recordedContent(
      of: outcome(.derivation(DerivationArtifact(lines: [line]))), label: "a", chapterStem: "b")
    #expect(content.markdown.contains("<!-- deconv:derivation %5Cbegin%7Bbmatrix%7D%201%20%26"))
    #expect(content.markdown.contains("\n\(line.left) &= \(line.right)\n"))
    checkRoundTrip(outcome(.derivation(DerivationArtifact(lines: [line]))))
  }

  @Test func aDisplayHoldsNothingThatWouldEndIt() {
    let line = DerivationArtifact.Line(left: "`\u{301}$$\n", relation: "=", right: "<!--\u{301}")
    checkMarkdown(
      outcome(.derivation(DerivationArtifact(lines: [line]))),
      #"""
      <!-- deconv:derivation %60%CC%81%24%24%0A,%3D,%3C%21%2D%2D%CC%81; -->
      $$
      \begin{aligned}
      ‘\#u{301}＄＄  &= < !--\#u{301}
      \end{aligned}
      $$

      """#)
  }

  @Test func figuresAreImagesWithTheirNumbersBeside() throws {
    let first = try heatmap([1, 2])
    var second = try heatmap([3])
    second.alternativeText = "a [b]\nc"
    let result = outcome(.figure(first), .figure(second))
    checkMarkdown(
      result,
      #"""
      ![Heat map of 2 numbers.](results/07-overlap/fig-a.png)

      ![a \[b\] c](results/07-overlap/fig-a.2.png)

      """#)
    let files = recordedContent(of: result, label: "fig-a", chapterStem: "07-overlap").files
    #expect(
      files.map(\.name) == [
        "fig-a.png", "fig-a.safetensors", "fig-a.2.png", "fig-a.2.safetensors",
      ])
    #expect(files[0].bytes == first.png)
  }

  @Test func anExplorerShowsItsFirstFrame() throws {
    let result = outcome(.explorer(try explorer([1, 2, 3], grays: [10, 20, 30])))
    checkMarkdown(
      result,
      """
      <!-- deconv:explorer results/07-overlap/fig-a.safetensors -->
      ![Heat map of 1 numbers.](results/07-overlap/fig-a.frame-2.png)

      """)
    let files = recordedContent(of: result, label: "fig-a", chapterStem: "07-overlap").files
    #expect(
      files.map(\.name) == [
        "fig-a.frame-1.png", "fig-a.frame-2.png", "fig-a.frame-3.png", "fig-a.safetensors",
      ])
  }

  @Test func anErrorMessageComesLast() {
    checkMarkdown(
      outcome(.text("a\n"), error: "conv2d: too\nlarge"),
      "```text\na\n```\n\n<!-- deconv:error -->\n```text\nconv2d: too\nlarge\n```\n")
  }

  @Test func aStemIsEscapedInLinksAndComments() throws {
    let content = recordedContent(
      of: outcome(.explorer(try explorer([1, 2]))), label: "fig-a", chapterStem: "a (b)--ü")
    #expect(
      content.markdown.contains(
        "<!-- deconv:explorer results/a%20%28b%29-%2D%C3%BC/fig-a.safetensors -->"))
  }

  @Test(arguments: 0..<400)
  func randomOutcomesReadBack(seed: Int) throws {
    var random = RandomOutcome(seed: UInt64(seed))
    let outcome = try random.outcome()
    checkRoundTrip(outcome)
    let content = recordedContent(of: outcome, label: "fig-a", chapterStem: "07-overlap")
    for line in content.markdown.feedLines {
      // Neither a reader of lines nor the scanner for regions may stumble.
      #expect(!line.utf8.contains { $0 < 0x20 && $0 != 0x09 })
      #expect(!line.utf8.starts(with: "<!-- deconv:end".utf8))
      #expect(!line.utf8.starts(with: "<!-- deconv:result".utf8))
    }
  }

  @Test(arguments: [
    "prose", "```swift\na\n```", "```text\na", "```text loud\na\n```", "| a |\n| b |",
    "|a|\n| --- |", "| a |\n| --- |\n| b | c |", "$$\nx\n$$", "![a](results/07-overlap/fig-b.png)",
    "![a](https://example.com/fig-a.png)", "<!-- deconv:explorer results/x -->",
    "<!-- deconv:error -->", "<!-- deconv:error -->\n```text\na\n```\n\n```text\nb\n```",
    "<!-- deconv:table 1 -->\n| a | b |\n| --- | --- |", "```text escaped\n\\q\n```",
    "| &x; |\n| --- |", "| <hr> |\n| --- |", "<!-- deconv:derivation a,b; -->\n$$",
  ])
  func anythingElseIsMalformed(content: String) {
    let (outcome, faults) = parseRecorded(
      content, files: [:], label: "fig-a", chapterStem: "07-overlap")
    #expect(outcome == nil)
    #expect(faults.last?.reason == .malformed)
  }

  @Test func aMissingFileIsNamed() throws {
    let content = recordedContent(
      of: outcome(.figure(try heatmap([1]))), label: "fig-a", chapterStem: "07-overlap")
    let (outcome, faults) = parseRecorded(
      content.markdown, files: ["fig-a.png": []], label: "fig-a", chapterStem: "07-overlap")
    #expect(outcome == nil)
    #expect(
      faults == [
        RecordFault(
          reason: .missingFile,
          message: "the recorded file `results/07-overlap/fig-a.safetensors` is missing", line: 1)
      ])
  }

  @Test func anExplorerWithoutFramesReadsBack() {
    checkRoundTrip(outcome(.explorer(ExplorerArtifact(sliders: [], frames: []))))
  }

  @Test func aFileOfOtherNumbersIsDamage() throws {
    let content = recordedContent(
      of: outcome(.figure(try heatmap([1]))), label: "a", chapterStem: "b")
    func fault(_ bytes: [UInt8]) -> String? {
      let files = ["a.png": content.files[0].bytes, "a.safetensors": bytes]
      let faults = parseRecorded(content.markdown, files: files, label: "a", chapterStem: "b")
        .faults
      #expect(faults.map(\.reason) == [.damagedFile])
      return faults.first?.message
    }
    func changed(_ change: (inout Safetensors) throws -> Void) throws -> [UInt8] {
      var file = try Safetensors(decoding: content.files[1].bytes)
      try change(&file)
      return try file.encoded()
    }
    #expect(
      fault(encodedExplorer(try explorer([1])))
        == "`a.safetensors` holds an explorer, not a figure")
    let place = "`results/b/a.safetensors` cannot be read: "
    #expect(
      fault(try changed { $0.metadata?["other"] = "" })
        == place + "the metadata hold `other`, which means nothing here")
    #expect(
      fault(try changed { $0.metadata?["width"] = "wide" })
        == place + "`width` should be an integer, found `wide`")
    #expect(
      fault(try changed { $0.metadata?["kind"] = nil }) == place + "the metadata lack `kind`")
    #expect(
      fault(try changed { $0.arrays.append(try NumericArray(name: "x", shape: [], floats: [1])) })
        == place + "the array `x` belongs to nothing")
    #expect(fault(try changed { $0.arrays = [] }) == place + "the array `values` is missing")
  }
}
