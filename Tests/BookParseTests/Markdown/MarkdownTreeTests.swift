import BookModel
import BookParse
import Testing

@Suite struct MarkdownTreeTests {
  @Test func placesInlinesExactly() {
    checkTree(
      """
      Plain *emphasis **and strong*** with `code`, an \\*escape\\*,
      an &amp; entity; ends hard\\
      here.
      """,
      """
      paragraph @1:1-3:6
        text ‘Plain ’ @1:1-1:7
        emphasis @1:7-1:32
          text ‘emphasis ’ @1:8-1:17
          strong @1:17-1:31
            text ‘and strong’ @1:19-1:29
        text ‘ with ’ @1:32-1:38
        code span ‘code’ @1:38-1:44
        text ‘, an *escape*,’ @1:44-1:60
        soft break @1:60-2:1
        text ‘an & entity; ends hard’ @2:1-2:27
        line break @2:27-3:1
        text ‘here.’ @3:1-3:6
      """)
  }

  @Test func placesInlinesOnIndentedAndLazyLines() {
    checkTree(
      """
      > - one *two
      three*
      >     `four`
      """,
      """
      quote @1:1-3:13
        list tight @1:3-3:13
          item
            paragraph @1:5-3:13
              text ‘one ’ @1:5-1:9
              emphasis @1:9-2:7
                text ‘two’ @1:10-1:13
                soft break @1:13-2:1
                text ‘three’ @2:1-2:6
              soft break @2:7-3:1
              code span ‘four’ @3:7-3:13
      """)
  }

  @Test func placesWhatFollowsALinkOverSeveralLines() {
    checkTree(
      """
      [text](
      /a
      "t") *b* [c][r] [r][] [r] <http://x.y>

      [r]: /r 'title'
      """,
      """
      paragraph @1:1-3:39
        link /a ‘t’ @1:1-3:5
          text ‘text’ @1:2-1:6
        text ‘ ’ @3:5-3:6
        emphasis @3:6-3:9
          text ‘b’ @3:7-3:8
        text ‘ ’ @3:9-3:10
        link /r ‘title’ @3:10-3:16
          text ‘c’ @3:11-3:12
        text ‘ ’ @3:16-3:17
        link /r ‘title’ @3:17-3:22
          text ‘r’ @3:18-3:19
        text ‘ ’ @3:22-3:23
        link /r ‘title’ @3:23-3:26
          text ‘r’ @3:24-3:25
        text ‘ ’ @3:26-3:27
        link http://x.y @3:27-3:39
          text ‘http://x.y’ @3:28-3:38
      """)
  }

  @Test func leavesOutDefinitionsAtTheStartOfAParagraph() {
    checkTree(
      """
      [a]: /a
      [b]:
      /b "two
      lines"
      text [a] [b]
      """,
      """
      paragraph @5:1-5:13
        text ‘text ’ @5:1-5:6
        link /a @5:6-5:9
          text ‘a’ @5:7-5:8
        text ‘ ’ @5:9-5:10
        link /b ‘two⏎lines’ @5:10-5:13
          text ‘b’ @5:11-5:12
      """)
  }

  @Test func givesHeadingsTheirIDs() {
    checkTree(
      """
      # Größe of the `Kernel`, 3 × 3!

      ## Same

      ## Same {#sec-same}

      Same
      ====

      ## Same ##

      # …
      """,
      """
      heading 1 #größe-of-the-kernel-3--3 @1:1-1:35
        text ‘Größe of the ’ @1:3-1:18
        code span ‘Kernel’ @1:18-1:26
        text ‘, 3 × 3!’ @1:26-1:35
      heading 2 #same @3:1-3:8
        text ‘Same’ @3:4-3:8
      heading 2 #sec-same @5:1-5:20
        text ‘Same’ @5:4-5:8
      heading 1 #same-1 @7:1-8:5
        text ‘Same’ @7:1-7:5
      heading 2 #same-2 @10:1-10:11
        text ‘Same’ @10:4-10:8
      heading 1 #section @12:1-12:6
        text ‘…’ @12:3-12:6
      """)
  }

  @Test func readsFormulas() {
    checkTree(
      """
      A formula $a_1 * b_1 * c$ and *one $x_*$ in emphasis*,
      over $a
      b$ lines.

      $$\\frac{a}{b}$$ {#eq-size}
      """,
      """
      paragraph @1:1-3:10
        text ‘A formula ’ @1:1-1:11
        inline math ‘a_1 * b_1 * c’@1:12 @1:11-1:26
        text ‘ and ’ @1:26-1:31
        emphasis @1:31-1:54
          text ‘one ’ @1:32-1:36
          inline math ‘x_*’@1:37 @1:36-1:41
          text ‘ in emphasis’ @1:41-1:53
        text ‘,’ @1:54-1:55
        soft break @1:55-2:1
        text ‘over ’ @2:1-2:6
        inline math ‘a⏎b’@2:7 @2:6-3:3
        text ‘ lines.’ @3:3-3:10
      math ‘\\frac{a}{b}’@5:3 {#eq-size}@5:19 @5:1-5:27
      """)
  }

  @Test func leavesMoneyAndCodeAlone() {
    checkTree(
      """
      It costs $5 and $10, or $5/$10.

      \\$x$, `$x$`, <http://a.b/$x$>, [a](b$c$d "e $f$"), \\`$y$\\`

      $2 <!-- $x$ --> and `$`$ end; $ x$
      """,
      """
      paragraph @1:1-1:32
        text ‘It costs $5 and $10, or $5/$10.’ @1:1-1:32
      paragraph @3:1-3:59
        text ‘$x$, ’ @3:1-3:7
        code span ‘$x$’ @3:7-3:12
        text ‘, ’ @3:12-3:14
        link http://a.b/$x$ @3:14-3:30
          text ‘http://a.b/$x$’ @3:15-3:29
        text ‘, ’ @3:30-3:32
        link b$c$d ‘e $f$’ @3:32-3:50
          text ‘a’ @3:33-3:34
        text ‘, `’ @3:50-3:54
        inline math ‘y’@3:55 @3:54-3:57
        text ‘`’ @3:57-3:59
      paragraph @5:1-5:35
        text ‘$2 ’ @5:1-5:4
        text ‘ and ’ @5:16-5:21
        code span ‘$’ @5:21-5:24
        text ‘$ end; $ x$’ @5:24-5:35
      """)
  }

  @Test func readsFormulasWhoseLinesLookLikeBlocks() {
    checkTree(
      """
      text
      $$
      y =
      - b
      > c
      # d
      = e
      ---
      $$ {#eq-y}
      more text

      > - $$
      >   + z
      >   $$
      """,
      """
      paragraph @1:1-1:5
        text ‘text’ @1:1-1:5
      math ‘⏎y =⏎- b⏎> c⏎# d⏎= e⏎---⏎’@2:3 {#eq-y}@9:6 @2:1-9:11
      paragraph @10:1-10:10
        text ‘more text’ @10:1-10:10
      quote @12:1-14:7
        list tight @12:3-14:7
          item
            math ‘⏎+ z⏎’@12:7 @12:5-14:7
      """)
  }

  @Test func showsAFormulaInTheMidstOfAParagraphOnItsOwn() {
    checkTree(
      "The sum $$a + b$$ is *even*.",
      """
      paragraph @1:1-1:8
        text ‘The sum’ @1:1-1:8
      math ‘a + b’@1:11 @1:9-1:18
      paragraph @1:19-1:29
        text ‘is ’ @1:19-1:22
        emphasis @1:22-1:28
          text ‘even’ @1:23-1:27
        text ‘.’ @1:28-1:29
      """)
  }

  @Test func readsReferencesCitationsAndFootnotes() {
    checkTree(
      """
      See @fig-a, (@tbl-b-c-), @lst-c.d and @eq-e; [@sec-f]. Not me@fig-a, \\@fig-a, `@fig-a`,
      @fix-a.
      As [@odena2016] and [@a:b; @c_d] say[^why].

      [^why]: Because *of* $x$.
      [^also]: And[^why] this[^also],
      on two lines.
      """,
      """
      paragraph @1:1-3:44
        text ‘See ’ @1:1-1:5
        reference fig-a @1:5-1:11
        text ‘, (’ @1:11-1:14
        reference tbl-b-c @1:14-1:22
        text ‘-), ’ @1:22-1:26
        reference lst-c @1:26-1:32
        text ‘.d and ’ @1:32-1:39
        reference eq-e @1:39-1:44
        text ‘; [’ @1:44-1:47
        reference sec-f @1:47-1:53
        text ‘]. Not me@fig-a, @fig-a, ’ @1:53-1:79
        code span ‘@fig-a’ @1:79-1:87
        text ‘,’ @1:87-1:88
        soft break @1:88-2:1
        text ‘@fix-a.’ @2:1-2:8
        soft break @2:8-3:1
        text ‘As ’ @3:1-3:4
        citation odena2016 @3:4-3:16
        text ‘ and ’ @3:16-3:21
        citation a:b c_d @3:21-3:33
        text ‘ say’ @3:33-3:37
        footnote why @3:37-3:43
        text ‘.’ @3:43-3:44
      footnote definition why @5:1-5:26
        paragraph @5:1-5:26
          text ‘Because ’ @5:9-5:17
          emphasis @5:17-5:21
            text ‘of’ @5:18-5:20
          text ‘ ’ @5:21-5:22
          inline math ‘x’@5:23 @5:22-5:25
          text ‘.’ @5:25-5:26
      footnote definition also @6:1-7:14
        paragraph @6:1-7:14
          text ‘And’ @6:10-6:13
          footnote why @6:13-6:19
          text ‘ this’ @6:19-6:24
          footnote also @6:24-6:31
          text ‘,’ @6:31-6:32
          soft break @6:32-7:1
          text ‘on two lines.’ @7:1-7:14
      """)
  }

  @Test func doesNotTakeACitationForTheLabelOfALink() {
    checkTree(
      "[a][@k] [a][^n]\n\n[a]: /a\n\n[^n]: text",
      """
      paragraph @1:1-1:16
        link /a @1:1-1:4
          text ‘a’ @1:2-1:3
        citation k @1:4-1:8
        text ‘ ’ @1:8-1:9
        link /a @1:9-1:12
          text ‘a’ @1:10-1:11
        footnote n @1:12-1:16
      footnote definition n @5:1-5:11
        paragraph @5:1-5:11
          text ‘text’ @5:7-5:11
      """)
  }

  @Test func readsNothingElseInsideAFormula() {
    checkTree(
      "$$\n[^n]: x\n|a|\n|-|\n@fig-a <x>\n$$",
      """
      math ‘⏎[^n]: x⏎|a|⏎|-|⏎@fig-a <x>⏎’@1:3 @1:1-6:3
      """)
  }

  @Test func readsTables() {
    checkTree(
      """
      A line of text
      | Left | Centre | Right |
      |:-----|:------:|------:|
      | `a \\| b` | $x \\mid y$ | **1** |
      two | @tbl-a
      | | `7`<!--{swift} a %7C%7C b--> | |
      """,
      """
      paragraph @1:1-1:15
        text ‘A line of text’ @1:1-1:15
      table left center right @2:1-6:37
        header
          cell
            text ‘Left’ @2:3-2:7
          cell
            text ‘Centre’ @2:10-2:16
          cell
            text ‘Right’ @2:19-2:24
        row
          cell
            code span ‘a | b’ @4:3-4:11
          cell
            inline math ‘x \\mid y’@4:15 @4:14-4:24
          cell
            strong @4:27-4:32
              text ‘1’ @4:29-4:30
        row
          cell
            text ‘two’ @5:1-5:4
          cell
            reference tbl-a @5:7-5:13
          cell
        row
          cell
          cell
            value ‘a || b’@6:20 = ‘7’ in table @6:5-6:33
          cell
      """)
  }

  @Test func doesNotLetOneCellReachIntoAnother() {
    checkTree(
      """
      | *a | b* |
      |---|---|
      | `c | d` |
      | # e | - f |
      """,
      """
      table none none @1:1-4:14
        header
          cell
            text ‘*a’ @1:3-1:5
          cell
            text ‘b*’ @1:8-1:10
        row
          cell
            text ‘`c’ @3:3-3:5
          cell
            text ‘d`’ @3:8-3:10
        row
          cell
            text ‘# e’ @4:3-4:6
          cell
            text ‘- f’ @4:9-4:12
      """)
  }

  @Test func readsATableInsideAListAndAQuotation() {
    checkTree(
      """
      - > a | b
        > --|--
        > 1 | 2
      """,
      """
      list tight @1:1-3:10
        item
          quote @1:3-3:10
            table none none @1:5-3:10
              header
                cell
                  text ‘a’ @1:5-1:6
                cell
                  text ‘b’ @1:9-1:10
              row
                cell
                  text ‘1’ @3:5-3:6
                cell
                  text ‘2’ @3:9-3:10
      """)
  }

  @Test func readsTasks() {
    checkTree(
      """
      1. [ ] open
      2. [x] done *well*

         more
      3. [X]: no task
      4. [-] neither
      """,
      """
      list from 1 @1:1-6:15
        item open
          paragraph @1:8-1:12
            text ‘open’ @1:8-1:12
        item done
          paragraph @2:8-2:19
            text ‘done ’ @2:8-2:13
            emphasis @2:13-2:19
              text ‘well’ @2:14-2:18
          paragraph @4:4-4:8
            text ‘more’ @4:4-4:8
        item
          paragraph @5:4-5:16
            text ‘[X]: no task’ @5:4-5:16
        item
          paragraph @6:4-6:15
            text ‘[-] neither’ @6:4-6:15
      """)
  }

  @Test func readsCallouts() {
    checkTree(
      """
      > [!NOTE]
      > A note.

      > [!exercise] Count *them*
      >
      > - one

      > [!TIP](x) is a link.

      > [!WARNING]
      """,
      """
      callout NOTE @1:1-2:10
        paragraph @2:3-2:10
          text ‘A note.’ @2:3-2:10
      callout EXERCISE @4:1-6:8
        title
          text ‘Count ’ @4:15-4:21
          emphasis @4:21-4:27
            text ‘them’ @4:22-4:26
        list tight @6:3-6:8
          item
            paragraph @6:5-6:8
              text ‘one’ @6:5-6:8
      quote @8:1-8:23
        paragraph @8:3-8:23
          link x @8:3-8:12
            text ‘!TIP’ @8:4-8:8
          text ‘ is a link.’ @8:12-8:23
      callout WARNING @10:1-10:13
      """)
  }

  @Test func readsExecutedBlocksAndOthersInContainers() {
    checkTree(
      """
      - item

        ~~~ swift
        print(1)
        ~~~

      > ```json {x}
      > {}
      > ```
      >
      >     indented

      ```Swift
      ```
      """,
      """
      list @1:1-5:6
        item
          paragraph @1:3-1:7
            text ‘item’ @1:3-1:7
          executed 0 @3:3-5:6
      quote @7:1-11:15
        code json ‘{}⏎’ @7:3-9:6
        code - ‘indented⏎’ @11:7-11:15
      code Swift ‘’ @13:1-14:4
      """)
  }

  @Test func leavesRecordedResultsAndCommentsOut() {
    checkTree(
      """
      ```swift
      //| label: fig-a
      ```

      <!-- deconv:result fig-a -->

      ```text
      # heading
      ```

      | a |
      |---|

      <!-- deconv:end sha256=0a -->
      Text <!-- with a comment --> goes on.
      <!--
      # Not a heading
      -->
      """,
      """
      executed 0 @1:1-3:4
      paragraph @15:1-15:38
        text ‘Text ’ @15:1-15:6
        text ‘ goes on.’ @15:29-15:38
      """)
  }

  @Test func keepsTheFrontMatterOut() {
    let chapter = parseCleanly("---\ntitle: A\n# no heading\n---\n\ntext")
    #expect(chapter.frontMatter?.text == "title: A\n# no heading\n")
    #expect(chapter.frontMatter?.span.bytes == 0..<29)
    #expect(MarkdownTreeDump.text(chapter) == "paragraph @6:1-6:5\n  text ‘text’ @6:1-6:5")
  }

  @Test func readsImagesWithPlainDescriptions() {
    checkTree(
      "![a *b* `c` $d$ @fig-e](f.png \"t\")",
      """
      paragraph @1:1-1:35
        image f.png ‘a b c d @fig-e’ ‘t’ @1:1-1:35
      """)
  }

  @Test func readsTheMarkersOfGeneratedParts() {
    checkTree(
      """
      text
      <!-- deconv:chapters -->
      more

        <!--deconv:coverage-->

      <!-- a note about deconv:coverage -->
      """,
      """
      paragraph @1:1-1:5
        text ‘text’ @1:1-1:5
      generated chapters @2:1-2:25
      paragraph @3:1-3:5
        text ‘more’ @3:1-3:5
      generated coverage @5:3-5:25
      """)
  }

  @Test func leavesThePlaceholdersOfTheParserToTheAuthor() {
    checkTree(
      "\u{E000} *\u{E000}* $x$ `\u{E000}` \u{E001} [a\u{E000}](b\u{E000}$c$)",
      """
      paragraph @1:1-1:40
        text ‘<e000>’ @1:1-1:4
        text ‘ ’ @1:4-1:5
        emphasis @1:5-1:10
          text ‘<e000>’ @1:6-1:9
        text ‘ ’ @1:10-1:11
        inline math ‘x’@1:12 @1:11-1:14
        text ‘ ’ @1:14-1:15
        code span ‘<e000>’ @1:15-1:20
        text ‘ <e001> ’ @1:20-1:25
        link b<e000>$c$ @1:25-1:40
          text ‘a’ @1:26-1:27
          text ‘<e000>’ @1:27-1:30
      """)
  }
}
