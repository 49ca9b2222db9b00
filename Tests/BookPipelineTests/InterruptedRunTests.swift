import BookModel
import BookPipeline
import Testing

/// What is said of the blocks behind one that fails while it runs, and of records that no page can
/// show.
@Suite struct InterruptedRunTests {
  private func lines(_ result: CommandResult) -> [String] {
    result.diagnostics.map {
      "\($0.span?.start.line ?? 0) \($0.severity) \($0.id): \($0.message)"
    }
  }

  @Test func theBlocksBehindAFailureAreNotMissingData() throws {
    let book = try TemporaryBook([
      "01-one.md": """
      # One

      ```swift
      //| label: lst-first
      print(1)
      ```

      ```swift
      //| label: lst-second
      let zero = 0
      print(1 / zero)
      ```

      ```swift
      //| label: lst-third
      print(3)
      ```

      The value is `{swift} zero`.
      """
    ])
    let result = book.check()
    #expect(result.exitStatus == .invalid)
    #expect(
      lines(result) == [
        "11 error run-time-error: Division by zero",
        "3 error unrecorded-result: `lst-first` has no recorded result",
        "14 note not-run: the block of `lst-third` was not run, because the run ended in `lst-second`",
        "19 note not-run: the value `zero` was not run, because the run ended in `lst-second`",
      ])
    #expect(result.diagnostics.allSatisfy { $0.hint?.contains("data") != true })
  }

  @Test func aFailureWithoutALabelIsNamedByItsLine() throws {
    let book = try TemporaryBook([
      "01-one.md": """
      # One

      ```swift
      let zero = 0
      let one = 1 / zero
      ```

      ```swift
      //| label: lst-third
      print(3)
      ```
      """
    ])
    #expect(
      lines(book.check()).last
        == "8 note not-run: the block of `lst-third` was not run, because the run ended in the block on line 3"
    )
  }

  @Test func whatNoPageCanShowIsNotRecorded() throws {
    let book = try TemporaryBook([
      "01-one.md": "# One\n\n```swift\n//| label: fig-a\nprint(1)\n```\n"
    ])
    let before = try book.snapshot()
    #expect(
      lines(book.accept()) == [
        "4 error label-without-result: the label fig-a promises a figure, but the block shows none"
      ])
    #expect(try book.snapshot() == before)
  }

  @Test func aHeadingThatTheTitleHidesIsSaid() throws {
    let hidden = "---\ntitle: Other words\n---\n\n# One *two*\n\nText.\n"
    let book = try TemporaryBook(["01-one.md": hidden])
    let result = book.build()
    #expect(
      lines(result) == [
        "5 warning unused-heading: the page has the title “Other words”, and this heading is not "
          + "shown"
      ])
    #expect(result.exitStatus == .success)
    for text in [
      hidden.replacing("Other words", with: "One two"), hidden.replacing("# One", with: "## One"),
      hidden.replacing("title: Other words", with: "description: Other words"),
    ] {
      #expect(try TemporaryBook(["01-one.md": text]).build().diagnostics.isEmpty)
    }
  }
}
