import BookModel
import BookParse
import Testing

@Suite struct MarkdownValueTests {
  @Test func knowsTheWayFromTheExpressionBackToTheChapter() throws {
    let chapter = parseCleanly("> text\n> is `{swift} counts.max()`, *so `9`<!--{swift} a + b-->*")
    #expect(chapter.values.count == 2)
    let first = try #require(chapter.values.first)
    #expect(first.recorded == nil && first.code.text == "counts.max()")
    let span = first.code.span(7..<10)
    #expect(chapter.source.text(span.bytes) == "max")
    #expect(span.start.line == 2 && span.start.column == 22)
    let second = try #require(chapter.values.last)
    #expect(second.recorded == "9" && second.code.text == "a + b")
    #expect(chapter.source.text(second.span.bytes) == "`9`<!--{swift} a + b-->")
  }

  @Test func countsTheBlocksBeforeAValue() {
    let chapter = parseCleanly(
      """
      `{swift} a` `{swift} b`

      ```swift
      ```

      | `{swift} c` |
      |-------------|

      ```swift
      ```
      # `{swift} d`
      """)
    #expect(chapter.values.map(\.code.text) == ["a", "b", "c", "d"])
    #expect(chapter.values.map(\.blocksBefore) == [0, 0, 1, 2])
    #expect(chapter.values.map(\.isInTable) == [false, false, true, false])
  }

  @Test func leavesOtherCodeSpansAlone() {
    let chapter = parseCleanly("`swift x` `{swift}x` `x {swift} y` `9` <!--{other} x-->")
    #expect(chapter.values.isEmpty)
  }

  @Test func escapesWhatACommentForbids() {
    #expect(escapeValueComment("a % b", isInTable: false) == "a %25 b")
    #expect(escapeValueComment("a --> b", isInTable: false) == "a -%2D> b")
    #expect(escapeValueComment("a---", isInTable: false) == "a-%2D%2D")
    #expect(escapeValueComment("-", isInTable: false) == "%2D")
    #expect(escapeValueComment("> a", isInTable: false) == "%3E a")
    #expect(escapeValueComment("-> a > b", isInTable: false) == "%2D> a > b")
    #expect(escapeValueComment("a || b", isInTable: false) == "a || b")
    #expect(escapeValueComment("a || b", isInTable: true) == "a %7C%7C b")
    #expect(unescapeValueComment("%41%ff %4 100%") == "A%ff %4 100%")
  }

  @Test func readsBackEveryRecordedValue() {
    let texts = [
      "", " ", "  ", "9", "`", "``", "a`b", "`a", "a`", " a ", " a", "a ", "$x$", "-->", "<!--",
      "|", "a | b", "\\", "*a*", "[a](b)", "é", "&amp;", "@fig-a", "```swift",
    ]
    let codes = [
      "x", "a % b", "a -- b", "a-->b", "x - -y", "f(-)", "\"<!-- `` -->\"", "a || b", "%2D", ">x",
      "->x", "\"é\"",
    ]
    for text in texts {
      for code in codes {
        check(text, code, isInTable: false)
        // In a cell, a backslash before `|` cannot be told from the one that keeps it in the cell.
        check(text, code, isInTable: true)
      }
    }
  }

  private func check(
    _ text: String, _ code: String, isInTable: Bool,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    let written = recordedValue(text: text, code: code, isInTable: isInTable)
    let source = isInTable ? "| a |\n|---|\n| *b* \(written) |" : "*b* \(written)c"
    let chapter = parseCleanly(source, sourceLocation: sourceLocation)
    #expect(chapter.values.map(\.recorded) == [text], "\(written)", sourceLocation: sourceLocation)
    #expect(chapter.values.map(\.code.text) == [code], "\(written)", sourceLocation: sourceLocation)
    #expect(
      chapter.values.map { chapter.source.text($0.span.bytes) } == [written],
      sourceLocation: sourceLocation)
  }

  @Test func readsBackRandomExpressions() {
    var generator = SeededGenerator(seed: 11)
    let pieces = ["-", "--", ">", "<", "%", "2D", "|", "`", "a", " ", "!", "\"", "\\", "\n", "\r"]
    for _ in 0..<2000 {
      let code = String(
        decoding: RandomMarkdown.text(of: pieces, upTo: 8, using: &generator), as: UTF8.self)
      let comment = escapeValueComment(code, isInTable: true)
      #expect(unescapeValueComment(comment).utf8.elementsEqual(code.utf8))
      #expect(!comment.utf8.contains { "|\n\r".utf8.contains($0) })
      #expect(!("{swift} " + comment + "-->").dropLast(3).contains("--"))
    }
  }
}
