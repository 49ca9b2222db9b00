import BookModel
import BookParse
import Testing

@Suite struct MarkdownRobustnessTests {
  /// What a chapter of many equal pieces must not make slow: the whole suite would stand still.
  @Test(arguments: [
    "[", "*", "`", "|", "$", ">", "<!--", "a<!--", "<?", "a<!A ", "a<![CDATA[", "![", "[a](",
    "[a](<", "a_b*c", "*a _b ", "&", "&amp;", "\\", "<a ", "<a b='", "`a``b", "- ", "> a\n", "a\n",
    "[a]: b\n", "![[]()", "a**b", "x [a][b]", "1. ", "[^a]: x\n", "x [^a] ", "``` \n", "<!--\n",
    "$a ", "$$", "$$\n", "$$a\n\n", "`a`<!--{swift} ", "| a\n", "|a|\n|-|\n", "@fig-a ", "[@k; ",
    "# a\n", "```swift\n", "```swift\n```\n", "<!-- deconv:result a -->\n", "x$$a$$", "\u{E000}",
    "[a](b \"", "a\n\n$$\n- b\n\n", "> [!NOTE]\n\n", "- [ ] a\n", "http://a <a:", "{#eq-a}",
  ])
  func finishesOnManyEqualPieces(piece: String) {
    var bytes: [UInt8] = []
    while bytes.count < 200_000 { bytes += piece.utf8 }
    let chapter = parseChapter(SourceText(path: "chapter.md", bytes: bytes)).chapter
    #expect(rebuilt(chapter) == bytes)
  }

  @Test func finishesOnDeepNesting() {
    let quotes = String(repeating: ">", count: 50_000) + "a"
    #expect(ids(quotes) == ["nested-too-deep"])
    let lists = String(repeating: "- ", count: 50_000) + "a"
    #expect(ids(lists) == ["nested-too-deep"])
    let half = 20_000
    let emphasis = String(repeating: "*a ", count: half) + String(repeating: "b* ", count: half)
    #expect(Set(ids(emphasis)) == ["nested-too-deep"])
  }

  @Test func takesWhatIsNestedAsDeepAsPeopleWrite() {
    let quotes = String(repeating: "> ", count: 60) + "*a* `{swift} b`"
    #expect(ids(quotes) == [])
  }

  @Test func refusesAParagraphOfImageMarks() {
    #expect(ids(String(repeating: "![a](b)\n", count: 4001)) == ["too-many-images"])
    #expect(ids(String(repeating: "![a](b)\n", count: 2001)) == [])
    #expect(ids(String(repeating: "![a](b)\n\n", count: 4001)) == [])
  }

  @Test func refusesATableThatFillsMemoryWithEmptyCells() {
    let header = String(repeating: "|a", count: 1000) + "\n" + String(repeating: "|-", count: 1000)
    #expect(ids(header + String(repeating: "\n|b", count: 200)) == ["table-too-large"])
  }

  @Test(arguments: 0..<8)
  func readsRandomMarkdownAsCMarkReadsIt(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var compared = 0
    for _ in 0..<300 {
      let bytes = RandomMarkdown.text(of: RandomMarkdown.commonMark, upTo: 30, using: &generator)
      let expected = htmlByCMark(bytes)
      let (chapter, diagnostics) = parseChapter(SourceText(path: "chapter.md", bytes: bytes))
      guard diagnostics.isEmpty, !expected.contains("<!-- raw HTML omitted -->") else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(withoutSpaces(MarkdownHTMLWriter(chapter).html) == withoutSpaces(expected), "\(text)")
      compared += 1
    }
    #expect(compared > 150)
  }

  @Test(arguments: 0..<8)
  func losesNothingOfRandomChapters(seed: UInt64) {
    var generator = SeededGenerator(seed: 100 + seed)
    let pieces = RandomMarkdown.commonMark + RandomMarkdown.ours + RandomMarkdown.ours
    for _ in 0..<300 {
      let bytes = RandomMarkdown.text(of: pieces, upTo: 40, using: &generator)
      let (chapter, diagnostics) = parseChapter(SourceText(path: "chapter.md", bytes: bytes))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(rebuilt(chapter) == bytes, "\(text)")
      #expect(!diagnostics.contains { $0.id == "unreadable-text" }, "\(text)")
    }
  }

  @Test(arguments: ["\n", "\r\n"])
  func losesNothingOfARealChapterUnderRandomEdits(lineEnd: String) {
    let original = Self.chapter.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineEnd)
    var generator = SeededGenerator(seed: 7)
    let parts = parseChapter(SourceText(path: "chapter.md", bytes: Array(original.utf8)))
    #expect(parts.diagnostics.isEmpty)
    #expect(
      parts.chapter.parts.map(\.kind) == [
        .frontMatter, .prose, .value(0), .prose, .block(0), .prose, .region(0), .prose, .value(1),
        .prose, .block(1),
      ])
    for _ in 0..<400 {
      var bytes = Array(original.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...6, using: &generator))
        let insertion = RandomMarkdown.text(of: RandomMarkdown.ours, upTo: 1, using: &generator)
        bytes.replaceSubrange(start..<end, with: Bool.random(using: &generator) ? insertion : [])
      }
      let chapter = parseChapter(SourceText(path: "chapter.md", bytes: bytes)).chapter
      #expect(rebuilt(chapter) == bytes)
    }
  }

  private static let chapter = """
    ---
    title: A
    ---
    # Overlap {#sec-overlap}

    The largest count is `{swift} counts.max()`, see @fig-a and $k \\% s$.

    > [!NOTE]
    > Quoted.
    >
    > ```swift
    > //| label: fig-a
    > print(1)
    > ```
    >
    > <!-- deconv:result fig-a -->
    >
    > ```text
    > 1
    > ```
    >
    > <!-- deconv:end sha256=00 -->

    | a | `9`<!--{swift} a %7C b--> |
    |---|---|

    ~~~swift
    print(2)
    ~~~
    """

  private func ids(_ text: String) -> [String] {
    parseChapter(SourceText(path: "chapter.md", bytes: Array(text.utf8))).diagnostics.map(\.id)
  }

  /// The chapter put together again from its parts.
  private func rebuilt(_ chapter: Chapter) -> [UInt8] {
    chapter.parts.flatMap { chapter.source.bytes[$0.bytes] }
  }

  /// cmark keeps white space at the start of some lines that lack the prefix of their container,
  /// against the specification, and so that cannot be compared.
  private func withoutSpaces(_ html: String) -> [UInt8] {
    html.replacing(" title=\"\"", with: "").utf8.filter { !" \t\n".utf8.contains($0) }
  }
}
