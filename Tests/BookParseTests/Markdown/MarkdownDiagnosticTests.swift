import Testing

@Suite struct MarkdownDiagnosticTests {
  @Test func refusesOptionsThatDoNotExist() {
    checkDiagnostics(
      """
      ```swift
      //| ❶fig-capt: A kernel.
      //| ❷colour: red
      print(1)
      ```
      """,
      """
      ❶ unknown-option ‹fig-capt›
        There is no option `fig-capt`.
        hint: Did you mean `fig-cap`?
      ❷ unknown-option ‹colour›
        There is no option `colour`.
        hint: The options are `label`, `echo`, `eval`, `output`, `error`, `code-fold`, \
      `fig-cap`, `fig-alt`, `tbl-cap`, `parameters`, `volatile`, `covers`, `answer`.
      """)
  }

  @Test func refusesOptionValuesOfAnotherKind() {
    checkDiagnostics(
      """
      ```swift
      //| echo: ❶maybe
      //| label:❷
      //| fig-cap: ❸"open
      //| covers: ❹[004-09
      print(1)
      ```
      """,
      """
      ❶ bad-option-value ‹maybe›
        The option `echo` expects `true` or `false`, and found `maybe`.
      ❷ bad-option-value ‹›
        The option `label` expects a text, bare or between quotation marks, and found nothing.
      ❸ bad-option-value ‹"open›
        The option `fig-cap` expects a text, bare or between quotation marks, and found `"open`.
      ❹ bad-option-value ‹[004-09›
        The option `covers` expects a list such as `[004-09, 004-10]`, and found `[004-09`.
      """)
  }

  @Test func refusesOptionsThatAreNotWrittenAsOptions() {
    checkDiagnostics(
      """
      ```swift
      ❶//|echo: false
      ❷//| echo false
      //| echo: true
      //| ❸echo: false
      print(1)
      ❹//| eval: false
      ```
      """,
      """
      ❶ malformed-option ‹//|echo: false›
        Expected a space between `//|` and the option's name.
        hint: Write `//| echo: false`.
      ❷ malformed-option ‹//| echo false›
        Expected an option of the form `//| key: value`.
        hint: Write for example `//| label: fig-overlap`.
      ❸ duplicate-option ‹echo›
        The option `echo` is set twice; the first is on line 4.
        hint: Delete one of the two.
      ❹ late-option ‹//| eval: false›
        An option stands after the first line of code.
        hint: Move it to the top of the block, below the fence.
      """)
  }

  @Test func refusesLabelsThatAreMalformedOrGivenTwice() {
    checkDiagnostics(
      """
      # Size {#❶overlap}

      ```swift
      //| label: ❷fig_overlap
      ```

      ```swift
      //| label: fig-a
      ```

      $$x$$ {#❸fig-b}

      ## Size {#sec-a}

      ## Size {#❹sec-a}

      ```swift
      //| label: ❺fig-a
      ```
      """,
      """
      ❶ malformed-label ‹overlap›
        Expected a label that begins with `sec-`, found `overlap`.
        hint: Write for example `{#sec-overlap}`.
      ❷ malformed-label ‹fig_overlap›
        A label has letters of the English alphabet, digits and, between them, hyphens; found \
      `fig_overlap`.
        hint: Write for example `fig-overlap`.
      ❸ malformed-label ‹fig-b›
        Expected a label that begins with `eq-`, found `fig-b`.
        hint: Write for example `{#eq-b}`.
      ❹ duplicate-label ‹sec-a›
        The label `sec-a` is given twice; the first is on line 13.
        hint: Give one of them another label.
      ❺ duplicate-label ‹fig-a›
        The label `fig-a` is given twice; the first is on line 8.
        hint: Give one of them another label.
      """)
  }

  @Test func refusesFencesThatStayOpen() {
    checkDiagnostics(
      """
      > ❶```swift
      > print(1)

      ❷~~~
      text
      """,
      """
      ❶ open-fence ‹```swift›
        The block of code that begins here has no closing fence.
        hint: Close it with a line of as many marks, behind the same prefix.
      ❷ open-fence ‹~~~›
        The block of code that begins here has no closing fence.
        hint: Close it with a line of as many marks, behind the same prefix.
      """)
  }

  @Test func refusesWhatLooksLikeAnExecutedBlockAndIsNone() {
    checkDiagnostics(
      """
      ```swift ❶numberLines
      ```

      ❷```{swift}
      ```
      """,
      """
      ❶ words-behind-swift ‹numberLines›
        Nothing may follow `swift` on the line of a fence.
        hint: Write options as `//| key: value` on top of the code.
      ❷ braced-language ‹```{swift}›
        A block with `{swift}` is not executed.
        hint: Write `swift` without braces.
      """)
  }

  @Test func refusesRecordedResultsThatBelongToNoBlock() {
    checkDiagnostics(
      """
      ❶<!-- deconv:result fig-a -->
      <!-- deconv:end sha256=00 -->

      ```swift
      //| label: fig-b
      ```

      text

      ❷<!-- deconv:result fig-b -->
      <!-- deconv:end sha256=00 -->
      ❸<!-- deconv:end sha256=00 -->
      """,
      """
      ❶ result-without-block ‹<!-- deconv:result fig-a -->›
        The recorded result `fig-a` stands behind no block.
        hint: A result stands behind its block, with nothing but empty lines between; delete it \
      if the block is gone.
      ❷ result-without-block ‹<!-- deconv:result fig-b -->›
        The recorded result `fig-b` stands behind no block.
        hint: A result stands behind its block, with nothing but empty lines between; delete it \
      if the block is gone.
      ❸ end-without-result ‹<!-- deconv:end sha256=00 -->›
        A recorded result ends here, and none has begun.
        hint: Delete the comment.
      """)
  }

  @Test func refusesASecondRecordedResult() {
    checkDiagnostics(
      """
      ```swift
      //| label: fig-a
      ```
      <!-- deconv:result fig-a -->
      <!-- deconv:end sha256=00 -->
      ❶<!-- deconv:result fig-a -->
      <!-- deconv:end sha256=00 -->
      """,
      """
      ❶ result-without-block ‹<!-- deconv:result fig-a -->›
        The recorded result `fig-a` stands behind no block.
        hint: A result stands behind its block, with nothing but empty lines between; delete it \
      if the block is gone.
      """)
  }

  @Test func refusesRecordedResultsOfAnotherLabel() {
    checkDiagnostics(
      """
      ```swift
      //| label: fig-a
      ```
      ❶<!-- deconv:result fig-b -->
      <!-- deconv:end sha256=00 -->

      ```swift
      ```
      ❷<!-- deconv:result fig-c -->
      <!-- deconv:end sha256=00 -->
      """,
      """
      ❶ result-of-another-label ‹<!-- deconv:result fig-b -->›
        The recorded result is that of `fig-b`, and the block above is labelled `fig-a`.
        hint: Give the block the label, or delete the result and run `deconv-book accept`.
      ❷ result-of-another-label ‹<!-- deconv:result fig-c -->›
        The recorded result is that of `fig-c`, and the block above has no label.
        hint: Give the block the label, or delete the result and run `deconv-book accept`.
      """)
  }

  @Test func refusesRecordedResultsWithoutAnEnd() {
    checkDiagnostics(
      """
      ```swift
      //| label: fig-a
      ```
      ❶<!-- deconv:result fig-a -->
      ❷<!-- deconv:result fig-b -->
      <!-- deconv:end sha256=00 -->

      ❸<!-- deconv:result -->
      ❹<!-- deconv:end -->
      """,
      """
      ❶ open-result ‹<!-- deconv:result fig-a -->›
        The recorded result `fig-a` has no end.
        hint: Delete what is left of it and run `deconv-book accept`.
      ❷ result-without-block ‹<!-- deconv:result fig-b -->›
        The recorded result `fig-b` stands behind no block.
        hint: A result stands behind its block, with nothing but empty lines between; delete it \
      if the block is gone.
      ❸ malformed-result ‹<!-- deconv:result -->›
        Expected `<!-- deconv:result LABEL -->` or `<!-- deconv:end sha256=DIGEST -->`.
        hint: Delete the recorded result and run `deconv-book accept`.
      ❹ malformed-result ‹<!-- deconv:end -->›
        Expected `<!-- deconv:result LABEL -->` or `<!-- deconv:end sha256=DIGEST -->`.
        hint: Delete the recorded result and run `deconv-book accept`.
      """)
  }

  @Test func refusesARecordedResultThatLeavesItsQuotation() {
    checkDiagnostics(
      """
      > ```swift
      > //| label: fig-a
      > ```
      > ❶<!-- deconv:result fig-a -->

      ❷<!-- deconv:end sha256=00 -->
      """,
      """
      ❶ open-result ‹<!-- deconv:result fig-a -->›
        The recorded result `fig-a` has no end.
        hint: Delete what is left of it and run `deconv-book accept`.
      ❷ end-without-result ‹<!-- deconv:end sha256=00 -->›
        A recorded result ends here, and none has begun.
        hint: Delete the comment.
      """)
  }

  @Test func refusesMarkersOfGeneratedPartsThatDoNotStandAlone() {
    checkDiagnostics(
      """
      ❶<!-- deconv:coverage all -->

      ❷<!-- deconv:chapters --> text

      > ❸<!-- deconv:coverage -->

      - ❹<!-- deconv:chapters -->

      A line with ❺<!-- deconv:coverage --> in it, and ❻<!-- deconv:result fig-a -->.

      ❼<!-- deconv:chapters
      -->
      """,
      """
      ❶ malformed-marker ‹<!-- deconv:coverage all -->›
        Expected `<!-- deconv:coverage -->` and nothing else on the line.
        hint: It stands outside of quotations and lists, in a paragraph of its own.
      ❷ malformed-marker ‹<!-- deconv:chapters --> text›
        Expected `<!-- deconv:chapters -->` and nothing else on the line.
        hint: It stands outside of quotations and lists, in a paragraph of its own.
      ❸ malformed-marker ‹<!-- deconv:coverage -->›
        Expected `<!-- deconv:coverage -->` and nothing else on the line.
        hint: It stands outside of quotations and lists, in a paragraph of its own.
      ❹ malformed-marker ‹<!-- deconv:chapters -->›
        Expected `<!-- deconv:chapters -->` and nothing else on the line.
        hint: It stands outside of quotations and lists, in a paragraph of its own.
      ❺ marker-in-text ‹<!-- deconv:coverage -->›
        This comment counts only where it stands alone on its line.
        hint: Give it a line of its own, between empty lines.
      ❻ marker-in-text ‹<!-- deconv:result fig-a -->›
        This comment counts only where it stands alone on its line.
        hint: Give it a line of its own, between empty lines.
      ❼ malformed-marker ‹<!-- deconv:chapters›
        Expected `<!-- deconv:chapters -->` and nothing else on the line.
        hint: It stands outside of quotations and lists, in a paragraph of its own.
      """)
  }

  @Test func refusesMarkersThatDoNotExist() {
    checkDiagnostics(
      """
      ❶<!-- deconv:chapter -->

      ❷<!-- deconv:result-of fig-a -->

      ❸<!--deconv:-->

      text ❹<!-- deconv:figures -->
      """,
      """
      ❶ unknown-marker ‹<!-- deconv:chapter -->›
        There is no comment `deconv:chapter`.
        hint: Did you mean `deconv:chapters`?
      ❷ unknown-marker ‹<!-- deconv:result-of fig-a -->›
        There is no comment `deconv:result-of`.
        hint: Did you mean `deconv:result`?
      ❸ unknown-marker ‹<!--deconv:-->›
        There is no comment `deconv:`.
        hint: The comments are `deconv:result`, `deconv:end`, `deconv:chapters`, `deconv:coverage`.
      ❹ unknown-marker ‹<!-- deconv:figures -->›
        There is no comment `deconv:figures`.
        hint: The comments are `deconv:result`, `deconv:end`, `deconv:chapters`, `deconv:coverage`.
      """)
  }

  @Test func refusesHTMLAndSaysWhatToWrite() {
    checkDiagnostics(
      """
      a❶<br>b ❷<b>c❸</b> x❹<sup>2❺</sup>

      ❻<div class="a">
      text
      </div>

      ❼<!-- comment --> text

      a <!-- comment --> b
      """,
      """
      ❶ raw-html ‹<br>›
        HTML is not shown, apart from comments; found `<br>`.
        hint: End the line with a backslash.
      ❷ raw-html ‹<b>›
        HTML is not shown, apart from comments; found `<b>`.
        hint: Write `**text**`.
      ❸ raw-html ‹</b>›
        HTML is not shown, apart from comments; found `</b>`.
        hint: Write `**text**`.
      ❹ raw-html ‹<sup>›
        HTML is not shown, apart from comments; found `<sup>`.
        hint: Write a formula, `$x_1$` or `$x^2$`.
      ❺ raw-html ‹</sup>›
        HTML is not shown, apart from comments; found `</sup>`.
        hint: Write a formula, `$x_1$` or `$x^2$`.
      ❻ raw-html ‹<div class="a">›
        HTML is not shown, apart from comments; found `<div class="a">`.
        hint: Write it in Markdown; for the sign itself write `\\<`.
      ❼ text-behind-comment ‹<!-- comment --> text›
        The text behind a comment at the start of a line is not shown.
        hint: Write the comment on a line of its own.
      """)
  }

  @Test func refusesACommentThatStaysOpen() {
    checkDiagnostics(
      "text\n\n❶<!-- open\n\n# not a heading\n",
      """
      ❶ open-comment ‹<!-- open›
        The comment that begins here has no closing `-->`.
        hint: Close it.
      """)
  }

  @Test func refusesLinksToScriptsFilesAndHosts() {
    checkDiagnostics(
      """
      ❶[a](javascript:alert) ❷[a](JaVaScRiPt&colon;alert) ❸[a](java&Tab;script:alert)
      ❹[a](//host/x) ❺[a](file:///etc) ❻[a](/\\host) ❼<data:text/html,x>
      ❽![a](http://a.b/c.png) ❾[a][r]
      [a](https://a.b) [a](mailto:a@b.c) [a](other.md#x) [a](#x) [a](a/b:c)

      [r]: vbscript:x
      """,
      """
      ❶ refused-link ‹[a](javascript:alert)›
        A link leads to http, https, mailto or a place in the book; found `javascript:`.
        hint: For a file whose name has a colon, write `./` in front of it.
      ❷ refused-link ‹[a](JaVaScRiPt&colon;alert)›
        A link leads to http, https, mailto or a place in the book; found `JaVaScRiPt:`.
        hint: For a file whose name has a colon, write `./` in front of it.
      ❸ refused-link ‹[a](java&Tab;script:alert)›
        The address holds a control character.
        hint: Write the address without it.
      ❹ refused-link ‹[a](//host/x)›
        The address names a host without a scheme.
        hint: Write `https:` in front of it.
      ❺ refused-link ‹[a](file:///etc)›
        A link leads to http, https, mailto or a place in the book; found `file:`.
        hint: For a file whose name has a colon, write `./` in front of it.
      ❻ refused-link ‹[a](/\\host)›
        The address names a host without a scheme.
        hint: Write `https:` in front of it.
      ❼ refused-link ‹<data:text/html,x>›
        A link leads to http, https, mailto or a place in the book; found `data:`.
        hint: For a file whose name has a colon, write `./` in front of it.
      ❽ refused-link ‹![a](http://a.b/c.png)›
        An image must lie in the book; found an address with `http:`.
        hint: Put the picture beside the chapter and write its relative path.
      ❾ refused-link ‹[a][r]›
        A link leads to http, https, mailto or a place in the book; found `vbscript:`.
        hint: For a file whose name has a colon, write `./` in front of it.
      """)
  }

  @Test func refusesValuesWithoutAnExpression() {
    checkDiagnostics(
      """
      ❶`{swift} ` and ❷`9`<!--{swift} --> and ❸`{swift} a
      b` and 9❹<!--{swift} a -->
      """,
      """
      ❶ empty-value ‹`{swift} `›
        A value in prose has no expression.
        hint: Write for example `{swift} counts.max()` between the backticks.
      ❷ empty-value ‹`9`<!--{swift} -->›
        A value in prose has no expression.
        hint: Write for example `{swift} counts.max()` between the backticks.
      ❸ value-over-lines ‹`{swift} a⏎b`›
        A value in prose must stand on one line.
        hint: Join the lines, with the comment behind the value.
      ❹ value-without-text ‹<!--{swift} a -->›
        An expression in a comment has no value in front of it.
        hint: Write the expression as `{swift} …` between backticks, and `accept` records it.
      """)
  }

  @Test func refusesFormulasThatAreOpenEmptyOrMisplaced() {
    checkDiagnostics(
      """
      a ❶$$ x

      ❷$$ $$

      # ❸$$x$$

      | ❹$$x$$ |
      |--------|
      """,
      """
      ❶ open-formula ‹$$›
        The display formula that begins here has no closing `$$`.
        hint: Close it in the same paragraph, with no backtick in between; to write dollar \
      signs, put a backslash before each.
      ❷ empty-formula ‹$$ $$›
        The formula is empty.
      ❸ misplaced-formula ‹$$x$$›
        A display formula stands inside a heading, a title, a note or a cell.
        hint: Write it between single dollar signs, or in a paragraph of its own.
      ❹ misplaced-formula ‹$$x$$›
        A display formula stands inside a heading, a title, a note or a cell.
        hint: Write it between single dollar signs, or in a paragraph of its own.
      """)
  }

  @Test func refusesMalformedCitations() {
    checkDiagnostics(
      "[@key❶, p. 3] and [@key; ❷other] and [@a](x) and \\[@b c]",
      """
      ❶ malformed-citation ‹,›
        Expected `;` or `]` in a citation.
        hint: Citations are written `[@key]` or `[@key; @other]`; for a bracket that is none, \
      write `\\[`.
      ❷ malformed-citation ‹o›
        Expected `;` or `]` in a citation.
        hint: Citations are written `[@key]` or `[@key; @other]`; for a bracket that is none, \
      write `\\[`.
      """)
  }

  @Test func refusesFootnotesWithoutTextOrReference() {
    checkDiagnostics(
      """
      a[^one] b❶[^tow]

      [^one]: text
      ❷[^two]: text
      ❸[^one]: again
      """,
      """
      ❶ undefined-footnote ‹[^tow]›
        The footnote `[^tow]` has no text.
        hint: Did you mean `[^two]`?
      ❷ unused-footnote ‹[^two]›
        Nothing refers to the footnote `[^two]`.
        hint: Refer to it with `[^two]`, or delete it.
      ❸ duplicate-footnote ‹[^one]›
        The footnote `[^one]` has two texts; the first is on line 3.
        hint: Give one of them another name.
      """)
  }

  @Test func refusesWhatIsIndentedBehindAFootnote() {
    checkDiagnostics(
      "a[^n]\n\n[^n]: text\n\n    ❶more\n    lines\n",
      """
      ❶ long-footnote ‹more›
        A footnote is one paragraph, and an indented block stands behind it.
        hint: Join it to the paragraph, or take the indent away.
      """)
  }

  @Test func refusesAnExpressionInACommentOnItsOwn() {
    checkDiagnostics(
      "text\n❶<!--{swift} a -->\n",
      """
      ❶ value-without-text ‹<!--{swift} a -->›
        An expression in a comment has no value in front of it.
        hint: Write the expression as `{swift} …` between backticks, and `accept` records it.
      """)
  }

  @Test func refusesLinksInsideLinks() {
    checkDiagnostics(
      "[a ❶@fig-a b](x) [c❷[^n]](y) [❸[@k]](z)\n\n[^n]: text",
      """
      ❶ link-inside-link ‹@fig-a›
        A reference becomes a link, and stands inside another one.
        hint: Move it out of the square brackets.
      ❷ link-inside-link ‹[^n]›
        A footnote becomes a link, and stands inside another one.
        hint: Move it out of the square brackets.
      ❸ link-inside-link ‹[@k]›
        A citation becomes a link, and stands inside another one.
        hint: Move it out of the square brackets.
      """)
  }

  @Test func refusesCalloutsThatDoNotExist() {
    checkDiagnostics(
      """
      > ❶[!NOTES]
      > text

      > ❷[!SPOILER] title
      """,
      """
      ❶ unknown-callout ‹[!NOTES]›
        There is no callout `[!NOTES]`.
        hint: Did you mean `[!NOTE]`?
      ❷ unknown-callout ‹[!SPOILER]›
        There is no callout `[!SPOILER]`.
        hint: The kinds are NOTE, TIP, IMPORTANT, WARNING, CAUTION, EXERCISE, ANSWER.
      """)
  }

  @Test func refusesCellsWithoutAColumn() {
    checkDiagnostics(
      """
      | a | b |
      |---|---|
      | 1 | 2 | ❶3 |
      | `x || ❷y` | 2 |
      """,
      """
      ❶ too-many-cells ‹3 |›
        The row has 3 cells, and the table 2 columns.
        hint: To write `|` inside a cell, in code and formulas too, write `\\|`.
      ❷ too-many-cells ‹y` | 2 |›
        The row has 4 cells, and the table 2 columns.
        hint: To write `|` inside a cell, in code and formulas too, write `\\|`.
      """)
  }

  @Test func refusesFrontMatterThatStaysOpen() {
    checkDiagnostics(
      "❶---\ntitle: a\n\n# Heading\n",
      """
      ❶ open-front-matter ‹---›
        The front matter that begins here has no closing `---`.
        hint: Write `---` on a line of its own below the front matter; for a rule, write `***`.
      """)
  }

  @Test func reportsInTheOrderOfTheChapter() {
    checkDiagnostics(
      """
      ❶<br>

      ```swift
      //| ❷ecko: true
      ```

      a ❸$$

      ❹<br>
      """,
      """
      ❶ raw-html ‹<br>›
        HTML is not shown, apart from comments; found `<br>`.
        hint: End the line with a backslash.
      ❷ unknown-option ‹ecko›
        There is no option `ecko`.
        hint: Did you mean `echo`?
      ❸ open-formula ‹$$›
        The display formula that begins here has no closing `$$`.
        hint: Close it in the same paragraph, with no backtick in between; to write dollar \
      signs, put a backslash before each.
      ❹ raw-html ‹<br>›
        HTML is not shown, apart from comments; found `<br>`.
        hint: End the line with a backslash.
      """)
  }
}
