import BookPipeline
import Testing

/// A book on a machine that has no Fashion-MNIST.
@Suite struct MissingDataSetTests {
  /// The second block and the value were recorded where the data set was.
  private func book() throws -> TemporaryBook {
    let chapter = """
      # One

      ```swift
      //| label: lst-small
      print(1 + 1)
      ```

      ```swift
      //| label: lst-count
      let count = 60_000
      print(count)
      ```

      There are `{swift} count` images.
      """
    let book = try TemporaryBook(["01-one.md": chapter])
    #expect(book.accept().places == [])
    let recorded = try book.read("chapters/01-one.md")
    try book.write(
      recorded.replacing("let count = 60_000", with: "let count = try fashionMNIST().train.count"),
      to: "chapters/01-one.md")
    return book
  }

  @Test func aBuildShowsWhatIsRecordedAndSaysSo() throws {
    let book = try book()
    let result = book.build()
    #expect(result.exitStatus == .success)
    #expect(
      result.summary.hasSuffix(
        "; 1 block stands as recorded, because a data set is not here: "
          + "`deconv-book data list` says which"))
    let page = try book.read("output/01-one.html")
    #expect(page.contains("60000"))
  }

  @Test func aCheckCountsWhatItCouldNotVerify() throws {
    let book = try book()
    _ = book.build()
    let result = book.check()
    #expect(result.exitStatus == .unverified)
    #expect(
      result.places == [
        "chapters/01-one.md:16: the result of `lst-count` was not verified: its block was not run",
        "chapters/01-one.md:30: the value `count` was not verified: it was not computed",
      ])
    #expect(book.check(allowsUnverified: true).exitStatus == .success)
  }

  @Test func driftElsewhereOutranksWhatWasNotVerified() throws {
    let book = try book()
    let drifted = try book.read("chapters/01-one.md").replacing("1 + 1", with: "1 + 2")
    try book.write(drifted, to: "chapters/01-one.md")
    #expect(book.check(allowsUnverified: true).exitStatus == .drift)
    #expect(book.check().exitStatus == .drift)
  }

  @Test func acceptLeavesTheRecordAlone() throws {
    let book = try book()
    let before = try book.snapshot()
    let result = book.accept()
    #expect(result.exitStatus == .success)
    #expect(try book.snapshot() == before)
  }
}
