import BookModel
import BookParse
import Testing

@Suite struct MarkdownBlockTests {
  @Test func readsEveryOption() throws {
    let chapter = parseCleanly(
      """
      ```swift
      //| label: fig-a
      //| echo: false
      //| eval: true
      //| output: false
      //| error: true
      //| code-fold: true
      //| fig-cap: "A \\"kernel\\": 3 × 3"
      //| fig-alt: 'It''s a heat map'
      //| tbl-cap: bare: with a colon
      //| parameters: true
      //| volatile: true
      //| covers: [004-09, "004-10"]
      //| answer: true

      let a = 1
      ```
      """)
    let options = try #require(chapter.blocks.first).options
    #expect(options.label?.value == "fig-a")
    #expect(options.label.map { $0.span.start.line } == 2)
    #expect(options.label.map { $0.span.start.column } == 12)
    #expect(!options.echo && options.eval && !options.output && options.error)
    #expect(options.codeFold && options.parameters && options.volatile && options.answer)
    #expect(options.figureCaption?.value == "A \"kernel\": 3 × 3")
    #expect(options.figureAlternative?.value == "It's a heat map")
    #expect(options.tableCaption?.value == "bare: with a colon")
    #expect(options.covers.map(\.value) == ["004-09", "004-10"])
    #expect(chapter.blocks[0].code.text == "\nlet a = 1")
  }

  @Test func givesABlockWithoutOptionsTheDefaults() throws {
    let options = try #require(parseCleanly("```swift\nprint(1)\n```").blocks.first).options
    #expect(options.label == nil && options.covers.isEmpty)
    #expect(options.echo && options.eval && options.output)
    #expect(!options.error && !options.codeFold && !options.parameters)
    #expect(!options.volatile && !options.answer)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func takesCodeOutOfContainersAndKnowsTheWayBack(lineEnd: String) throws {
    let text = """
      > 1. text
      >
      >    ```swift
      >    //| echo: false
      >    let a = "é"
      >      print(a)
      >
      >    print(2)
      >    ```
      """
    let source = text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineEnd)
    let chapter = parseCleanly(source)
    let block = try #require(chapter.blocks.first)
    #expect(block.code.text == "let a = \"é\"\n  print(a)\n\nprint(2)")
    #expect(block.linePrefix == ">    ")
    let lines = block.code.text.split(separator: "\n", omittingEmptySubsequences: false)
    for (line, origin) in zip(lines, block.code.lineOrigins) {
      let end = origin.offset + line.utf8.count
      #expect(chapter.source.text(origin.offset..<end) == line)
      #expect(chapter.source.location(at: origin.offset) == origin)
    }
    #expect(block.span.start.line == 3 && block.span.start.column == 6)
    #expect(block.span.end == chapter.source.location(at: block.insertionOffset))
    #expect(block.insertionOffset == chapter.source.bytes.count)
  }

  @Test(arguments: [
    ("-\n  ```swift\n  a\n  ```", "  "), ("1.\n   ```swift\n   a\n   ```", "   "),
    ("-  a\n\n   ```swift\n   a\n   ```", "   "), ("> ```swift\n>a\n>```", ">"),
    ("- > ```swift\n  > a\n  >  ```", "  > "), ("```swift\na\n   ```", ""),
  ])
  func knowsThePrefixOfTheLinesBehindABlock(source: String, prefix: String) {
    let chapter = parseCleanly(source)
    #expect(chapter.blocks.map(\.linePrefix) == [prefix])
    #expect(chapter.blocks.map(\.code.text) == ["a"])
  }

  @Test func keepsTheIndentBehindATabThatAContainerEnds() throws {
    let chapter = parseCleanly("- a\n\n\t```swift\n\t\tprint(1)\n\t```")
    #expect(chapter.blocks.map(\.linePrefix) == ["  "])
    let code = try #require(chapter.blocks.first).code
    // Two columns of the first tab are the item's and one the fence's, as cmark counts.
    #expect(code.text == " \tprint(1)")
    let print = code.location(at: 2)
    #expect(chapter.source.text(print.offset..<print.offset + 5) == "print")
  }

  @Test func joinsARecordedResultToItsBlock() throws {
    let text = """
      ```swift
      //| label: fig-a
      ```


      <!-- deconv:result fig-a -->

      ````text
      ```
      <!-- deconv:end sha256=11 -->
      ````

      <!-- deconv:end sha256=0a1b -->
      after
      """
    let chapter = parseCleanly(text)
    let region = try #require(chapter.blocks.first?.region)
    #expect(region.label == "fig-a")
    #expect(region.digest == "0a1b")
    #expect(region.content == "\n````text\n```\n<!-- deconv:end sha256=11 -->\n````\n")
    let whole = chapter.source.text(region.span.bytes)
    #expect(whole.hasPrefix("<!-- deconv:result") && whole.hasSuffix("0a1b -->"))
  }

  @Test func takesARecordedResultOutOfItsContainers() throws {
    let chapter = parseCleanly(
      """
      > - ```swift
      >   //| label: fig-a
      >   ```
      >
      >   <!-- deconv:result fig-a -->
      >
      >   ```text
      >   a
      >     b
      >   ```
      >
      >   <!-- deconv:end sha256=00 -->
      """)
    let block = try #require(chapter.blocks.first)
    #expect(block.linePrefix == ">   ")
    let region = try #require(block.region)
    #expect(region.content == "\n```text\na\n  b\n```\n")
    #expect(region.span.start.column == 1)
  }

  @Test func findsTheEndOfAResultThatSomebodyBroke() throws {
    let chapter = parseCleanly(
      """
      ```swift
      //| label: fig-a
      ```
      <!-- deconv:result fig-a -->
      ```text
      open

      <!-- deconv:end sha256=00 -->

      ```swift
      //| label: fig-b
      ```
      <!-- deconv:result fig-b -->
      > ~~~
      <!-- deconv:end sha256=01 -->
      last
      """)
    #expect(chapter.blocks.map { $0.region?.content } == ["```text\nopen\n", "> ~~~"])
    #expect(chapter.body.count == 3)
  }

  @Test func leavesResultsInsideFencesAlone() {
    let chapter = parseCleanly(
      """
      ````markdown
      ```swift
      print(1)
      ```

      <!-- deconv:result fig-a -->
      <!-- deconv:end sha256=00 -->
      ````
      """)
    #expect(chapter.blocks.isEmpty && chapter.body.count == 1)
  }

  @Test func givesTwoEqualBlocksTheirOwnResults() {
    let block = """
      ```swift
      //| label: LABEL
      print(1)
      ```

      <!-- deconv:result LABEL -->
      1
      <!-- deconv:end sha256=00 -->

      """
    let chapter = parseCleanly(
      replacing("LABEL", in: block, by: "a") + replacing("LABEL", in: block, by: "b"))
    #expect(chapter.blocks.map { $0.region?.label } == ["a", "b"])
    #expect(chapter.blocks.map { $0.region?.span.start.line } == [6, 14])
  }

  private func replacing(_ name: String, in text: String, by new: String) -> String {
    text.split(separator: name, omittingEmptySubsequences: false).joined(separator: new)
  }
}
