import BookModel
import Testing

@testable import BookVerify

/// Accepts a fixture and checks the chapter that comes out: as expected, clean, and the same again.
@discardableResult
private func checkAccept(
  _ fixture: Fixture, _ expected: String, _ selection: AcceptSelection = .all,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> Fixture {
  let accepted = fixture.accepted(selection)
  #expect(accepted.text == expected, sourceLocation: sourceLocation)
  #expect(Array(accepted.text.utf8) == Array(expected.utf8), sourceLocation: sourceLocation)
  if selection == .all {
    #expect(accepted.verification().diagnostics == [], sourceLocation: sourceLocation)
  }
  let again = accepted.acceptance(selection)
  #expect(!again.isChanged, sourceLocation: sourceLocation)
  #expect(again.writes == [], sourceLocation: sourceLocation)
  #expect(again.chapterBytes == Array(expected.utf8), sourceLocation: sourceLocation)
  return accepted
}

private let one = outcome(.text("1\n"))
private let two = outcome(.text("2\n"))

@Suite struct AcceptTests {
  @Test func aRegionIsInsertedBehindItsBlock() {
    checkAccept(
      Fixture(
        text: """
          # Overlap

          ```swift
          //| label: lst-a
          print(1)
          ```
          Prose.
          """, blocks: [one]),
      """
      # Overlap

      ```swift
      //| label: lst-a
      print(1)
      ```

      <!-- deconv:result lst-a -->

      ```text
      1
      ```

      <!-- deconv:end sha256=\(testDigest(one)) -->

      Prose.
      """)
  }

  @Test func aBlankLineThatIsThereIsUsed() {
    let block = "```swift\n//| label: lst-a\nprint(1)\n```"
    let region =
      "<!-- deconv:result lst-a -->\n\n```text\n1\n```\n\n"
      + "<!-- deconv:end sha256=\(testDigest(one)) -->"
    checkAccept(
      Fixture(text: block + "\n\nProse.\n", blocks: [one]), block + "\n\n" + region + "\n\nProse.\n"
    )
    checkAccept(Fixture(text: block + "\n", blocks: [one]), block + "\n\n" + region + "\n")
    checkAccept(Fixture(text: block, blocks: [one]), block + "\n\n" + region)
  }

  @Test func aStaleRegionIsReplaced() {
    let stale = Fixture(text: "```swift\n//| label: lst-a\n```\n\nEnd\n", blocks: [one]).accepted()
    var fixture = stale
    fixture.blocks = [outcome(.text("2\n3\n"))]
    checkAccept(
      fixture,
      """
      ```swift
      //| label: lst-a
      ```

      <!-- deconv:result lst-a -->

      ```text
      2
      3
      ```

      <!-- deconv:end sha256=\(testDigest(outcome(.text("2\n3\n")))) -->

      End

      """)
  }

  @Test func aRegionOfABlockThatShowsNothingIsRemoved() {
    let text = "A\n\n```swift\n//| label: lst-a\n```\n\nEnd\n"
    var fixture = Fixture(text: text, blocks: [one]).accepted()
    fixture.blocks = [outcome()]
    checkAccept(fixture, text)
    var unevaluated = Fixture(text: text, blocks: [one]).accepted()
    unevaluated.text.replace("lst-a\n```", with: "lst-a\n//| eval: false\n```", maxReplacements: 1)
    unevaluated.blocks = [nil]
    checkAccept(unevaluated, text.replacing("lst-a\n", with: "lst-a\n//| eval: false\n"))
  }

  @Test func carriageReturnsStay() {
    let text = "A\r\n\r\n```swift\r\n//| label: lst-a\r\n```\r\nB `{swift} n`\r\n"
    var fixture = Fixture(text: text, blocks: [one], values: ["9"])
    let expected =
      "A\r\n\r\n```swift\r\n//| label: lst-a\r\n```\r\n\r\n<!-- deconv:result lst-a -->\r\n\r\n"
      + "```text\r\n1\r\n```\r\n\r\n<!-- deconv:end sha256=\(testDigest(one)) -->\r\n\r\n"
      + "B `9`<!--{swift} n-->\r\n"
    fixture = checkAccept(fixture, expected)
    fixture.blocks = [two]
    checkAccept(
      fixture,
      expected.replacing("\r\n1\r\n", with: "\r\n2\r\n")
        .replacing(testDigest(one), with: testDigest(two)))
  }

  @Test func aRegionInAQuotationCarriesItsMarks() {
    var fixture = checkAccept(
      Fixture(
        text: """
          > [!NOTE]
          > ```swift
          > //| label: lst-a
          > ```
          > More.

          """, blocks: [outcome(.text("1\n\n2\n"))]),
      """
      > [!NOTE]
      > ```swift
      > //| label: lst-a
      > ```
      >
      > <!-- deconv:result lst-a -->
      >
      > ```text
      > 1
      >
      > 2
      > ```
      >
      > <!-- deconv:end sha256=\(testDigest(outcome(.text("1\n\n2\n")))) -->
      >
      > More.

      """)
    fixture.blocks = [outcome()]
    checkAccept(
      fixture, "> [!NOTE]\n> ```swift\n> //| label: lst-a\n> ```\n>\n> More.\n")
  }

  @Test func aMarkWithoutASpaceTakesNoneFromALine() {
    let accepted = Fixture(
      text: ">```swift\n>//| label: lst-a\n>```\n", blocks: [outcome(.text(" 1\n"))]
    ).accepted()
    #expect(accepted.text.contains("\n> ```text\n>  1\n> ```\n>\n> <!-- deconv:end"))
  }

  @Test func aRegionInAListIsIndented() {
    checkAccept(
      Fixture(text: "1. Item\n\n   ```swift\n   //| label: lst-a\n   ```\n", blocks: [one]),
      "1. Item\n\n   ```swift\n   //| label: lst-a\n   ```\n\n   <!-- deconv:result lst-a -->\n\n"
        + "   ```text\n   1\n   ```\n\n   <!-- deconv:end sha256=\(testDigest(one)) -->\n")
  }

  @Test func equalResultsAreToldApart() {
    let block = "```swift\n//| label: lst-%\nprint(n)\n```\n\n"
    let text = ["a", "b", "c"].map { block.replacing("%", with: $0) }.joined()
    var fixture = Fixture(text: text, blocks: [one, one, one]).accepted()
    #expect(fixture.ids == [])
    fixture.blocks = [one, two, one]
    let accepted = fixture.accepted()
    #expect(accepted.ids == [])
    let contents = accepted.chapter.blocks.map { $0.region?.content }
    #expect(contents == ["\n```text\n1\n```\n", "\n```text\n2\n```\n", "\n```text\n1\n```\n"])
  }

  @Test func valuesAreRecorded() {
    let text = "A `{swift} a` and `8`<!--{swift} b-->, `c`.\n\n| `{swift} d` |\n| --- |\n"
    checkAccept(
      Fixture(text: text, values: ["1", "9", "x|y"]),
      "A `1`<!--{swift} a--> and `9`<!--{swift} b-->, `c`.\n\n"
        + "| `x\\|y`<!--{swift} d--> |\n| --- |\n"
    )
    checkAccept(
      Fixture(text: "`{swift} a`", values: ["one\r\ntwo"]), "`one two`<!--{swift} a-->")
  }

  @Test func aValueThatWasNotComputedStays() {
    let text = "`8`<!--{swift} b--> `{swift} a`\n"
    checkAccept(Fixture(text: text, values: ["8", nil]), text)
  }

  @Test func labelsSelectBlocksAndNothingElse() throws {
    let text = "```swift\n//| label: lst-a\n```\n\n```swift\n//| label: lst-b\n```\n\n`{swift} n`\n"
    let fixture = Fixture(
      text: text, files: ["fig-x.png": []], blocks: [one, two], values: ["3"])
    let accepted = fixture.accepted(.labels(["lst-b"]))
    #expect(accepted.chapter.blocks.map { $0.region?.label } == [nil, "lst-b"])
    #expect(accepted.chapter.values.map(\.recorded) == [nil])
    #expect(accepted.files.keys.sorted() == ["fig-x.png"])
    #expect(accepted.ids == ["unrecorded-result", "unrecorded-value", "unused-result-file"])
  }

  @Test func whatWasNotRunKeepsItsRecord() throws {
    let figure = outcome(.figure(try heatmap([1])), .explorer(try explorer([1, 2])))
    let text = "```swift\n//| label: fig-a\n```\n\n```swift\n//| label: fig-b\n```\n"
    var fixture = Fixture(text: text, blocks: [figure, figure]).accepted()
    fixture.blocks = [nil, figure]
    checkAccept(fixture, fixture.text)
    // Even when it cannot be read: its other files are still its own.
    fixture.files["fig-a.2.safetensors"] = [1]
    #expect(!fixture.acceptance().isChanged)
  }

  @Test func filesAreWrittenAndOrphansDeleted() throws {
    let text = "```swift\n//| label: fig-a\n```\n"
    var fixture = Fixture(
      text: text, files: ["old.png": [1], "fig-a.2.png": [2]],
      blocks: [outcome(.figure(try heatmap([1])))])
    let acceptance = fixture.acceptance()
    #expect(acceptance.writes.map(\.name) == ["fig-a.png", "fig-a.safetensors"])
    #expect(acceptance.deletions == ["fig-a.2.png", "old.png"])
    #expect(acceptance.isChanged)
    fixture = fixture.accepted()
    #expect(fixture.ids == [])
    fixture.blocks = [outcome(.text("1\n"))]
    #expect(fixture.acceptance().deletions == ["fig-a.png", "fig-a.safetensors"])
  }

  @Test func aPictureWithEqualPixelsIsNotWritten() throws {
    let text = "```swift\n//| label: fig-a\n```\n"
    var fixture = Fixture(text: text, blocks: [outcome(.figure(try heatmap([1])))]).accepted()
    let other = recompressed(try #require(fixture.files["fig-a.png"]))
    fixture.files["fig-a.png"] = other
    checkAccept(fixture, fixture.text)
    #expect(fixture.accepted().files["fig-a.png"] == other)
    fixture.blocks = [outcome(.figure(try heatmap([1], gray: 7)))]
    #expect(fixture.acceptance().writes.map(\.name) == ["fig-a.png"])
  }

  @Test func aVolatileRecordStaysUnlessSelected() {
    let text = "```swift\n//| label: lst-a\n//| volatile: true\n```\n"
    var fixture = Fixture(text: text, blocks: [one]).accepted()
    fixture.blocks = [two]
    #expect(!fixture.acceptance().isChanged)
    #expect(fixture.accepted(.labels(["lst-a"])).text.contains("\n2\n"))
    fixture.text.replace("\n1\n", with: "\nedited\n")
    #expect(fixture.ids == ["edited-result"])
    #expect(fixture.accepted().text.contains("\n2\n"))
  }

  @Test func aBlockWithoutALabelIsLeftAlone() {
    let text = "```swift\nprint(1)\n```\n"
    let fixture = Fixture(text: text, blocks: [one])
    #expect(!fixture.acceptance().isChanged)
    #expect(fixture.ids == ["missing-label"])
  }

  @Test(arguments: 0..<60)
  func randomChaptersAreCleanAfterwards(seed: Int) throws {
    var random = RandomOutcome(seed: UInt64(seed))
    let endOfLine = seed % 2 == 0 ? "\n" : "\r\n"
    let prefix = ["", "> ", "  ", "> > "][seed % 4]
    var fixture = Fixture(
      text: (0..<3).flatMap { ["```swift", "//| label: fig-\($0)", "```", "Prose."] }
        .map { prefix + $0 }.joined(separator: endOfLine),
      blocks: try (0..<3).map { _ in try random.outcome() })
    fixture = fixture.accepted()
    #expect(fixture.verification().diagnostics == [])
    #expect(!fixture.acceptance().isChanged)
    #expect(
      fixture.text.utf8.count { $0 == 0x0d }
        == (seed % 2 == 0 ? 0 : fixture.chapter.source.lineStarts.count - 1))
    let recorded = recordedOutcome(
      chapter: fixture.chapter, resultFiles: fixture.files, stem: Fixture.stem)
    #expect(recorded.diagnostics == [])
    let isRecorded =
      recorded.outcome.blocks.map { $0.map(canonicalEncoding) }
      == fixture.blocks.map { $0.map(canonicalEncoding) }
    #expect(isRecorded)
    fixture.blocks = try (0..<3).map { _ in try random.outcome() }
    fixture = fixture.accepted()
    #expect(fixture.verification().diagnostics == [])
  }
}
