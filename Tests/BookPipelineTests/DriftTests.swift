import BookModel
import BookPipeline
import Foundation
import Testing

private let chapter = """
  ---
  title: One
  ---
  # One

  ```swift
  //| label: fig-map
  //| fig-cap: A map.
  let map = overlapCounts(kernel: 3, stride: 2, input: [2, 2])
  print(map)
  heatmap(map)
  ```

  At most `{swift} map.max()` stamps, see @fig-map.
  """

@Suite struct DriftTests {
  @Test func acceptedBookIsGreenAndBuildsTheSameFilesAgain() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    #expect(book.check().exitStatus == .drift)
    #expect(book.accept().exitStatus == .success)
    #expect(book.build().exitStatus == .success)
    #expect(book.check().places == [])
    let built = try book.snapshot()
    #expect(book.build().exitStatus == .success)
    #expect(try book.snapshot() == built)
    #expect(book.accept().exitStatus == .success)
    #expect(try book.snapshot() == built)
  }

  @Test func frozenBuildWritesTheSamePagesWithoutRunningAnything() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    let built = try book.snapshot()
    #expect(book.build(isFrozen: true).places == [])
    #expect(try book.snapshot() == built)
  }

  @Test(arguments: [
    ("[1, 1, 2, 1, 1]", "[1, 1, 3, 1, 1]"),
    ("`4`<!--", "`5`<!--"),
    ("kernel: 3", "kernel: 4"),
    ("sha256=", "sha256=0"),
    ("![", "![altered "),
  ])
  func changeOfOneDigitIsDriftAtItsLineAndAcceptMendsIt(original: String, changed: String) throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    let green = try book.read("chapters/01-one.md")
    #expect(green.contains(original))
    let red = green.replacing(original, with: changed, maxReplacements: 1)
    try book.write(red, to: "chapters/01-one.md")

    let result = book.check()
    #expect(result.exitStatus == .drift)
    #expect(
      result.diagnostics.contains { $0.path == "chapters/01-one.md" && $0.span != nil },
      "\(result.places)")

    #expect(book.accept().exitStatus == .success)
    #expect(book.build().exitStatus == .success)
    #expect(book.check().places == [])
    if !changed.contains("kernel") { #expect(try book.read("chapters/01-one.md") == green) }
  }

  @Test(arguments: [
    "chapters/results/01-one/fig-map.png", "chapters/results/01-one/fig-map.safetensors",
    "output/01-one.html", "output/index.html",
  ])
  func damagedOrMissingFileIsDrift(path: String) throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    let bytes = try Data(contentsOf: book.root.appending(path: path))
    try book.write(Array(bytes.dropLast(40)), to: path)
    #expect(book.check().exitStatus == .drift)
    try FileManager.default.removeItem(at: book.root.appending(path: path))
    #expect(book.check().exitStatus == .drift)
  }

  @Test(arguments: [
    "chapters/results/01-one/old.png", "chapters/results/09-gone/x.png", "output/x",
  ])
  func fileThatNothingRefersToIsDrift(path: String) throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    try book.write("x", to: path)
    let result = book.check()
    #expect(result.exitStatus == .drift)
    #expect(result.places.count == 1)
  }

  @Test func picturesAndFilesOfTheProseStandBesideThePages() throws {
    let book = try TemporaryBook([
      "01-one.md": "# One\n\n![A dot.](img/dot.png) and [data](data.csv) and [more](data.csv).\n"
    ])
    try book.write("dot", to: "chapters/img/dot.png")
    try book.write("1,2", to: "chapters/data.csv")
    #expect(book.build().places == [])
    #expect(try book.read("output/img/dot.png") == "dot")
    #expect(try book.read("output/data.csv") == "1,2")
    #expect(book.check().places == [])
  }

  @Test func linesOfWindowsStayLinesOfWindows() throws {
    let windows = chapter.replacing("\n", with: "\r\n")
    let book = try TemporaryBook(["01-one.md": windows])
    #expect(book.accept().exitStatus == .success)
    let text = try book.read("chapters/01-one.md")
    #expect(!text.replacing("\r\n", with: "").contains("\n"))
    #expect(book.build().exitStatus == .success)
    #expect(book.check().places == [])
  }

  @Test func titleIsTheFirstHeadingWhereTheFrontMatterGivesNone() throws {
    let book = try TemporaryBook(["01-one.md": "# How *many* stamps?\n"])
    #expect(book.build().places == [])
    #expect(try book.read("output/index.html").contains("How many stamps?"))
  }

  @Test func onlyAcceptWritesIntoTheChapters() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    let before = try book.snapshot()
    _ = book.check()
    #expect(try book.snapshot() == before)
    _ = book.build()
    let after = try book.snapshot()
    #expect(after.filter { !$0.key.hasPrefix("output/") } == before)
    #expect(after.keys.contains("output/01-one.html"))
  }

  @Test(arguments: ["output.old", "output.new"])
  func buildThatWasKilledIsCompletedByTheNext(leftover: String) throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    let built = try book.snapshot()
    try FileManager.default.moveItem(
      at: book.root.appending(path: "output"), to: book.root.appending(path: leftover))
    #expect(book.build().exitStatus == .success)
    #expect(try book.snapshot() == built)
  }

  @Test func exchangeThatWasKilledIsMendedEvenByABuildThatFails() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.build()
    let built = try book.snapshot()
    try FileManager.default.moveItem(
      at: book.root.appending(path: "output"), to: book.root.appending(path: "output.old"))
    try book.write("<b>", to: "chapters/02-wrong.md")
    #expect(book.build().exitStatus == .invalid)
    let after = try book.snapshot().filter { $0.key != "chapters/02-wrong.md" }
    #expect(after == built)
  }

  @Test func acceptThatWasKilledIsCompletedByTheNext() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    let unrecorded = try book.read("chapters/01-one.md")
    _ = book.accept()
    let recorded = try book.snapshot()
    // Result files are written first, the chapter last.
    try book.write(unrecorded, to: "chapters/01-one.md")
    #expect(book.accept().exitStatus == .success)
    #expect(try book.snapshot() == recorded)
  }

  @Test func acceptingOneLabelLeavesTheOthers() throws {
    let two = """
      # Two

      ```swift
      //| label: lst-a
      print(1)
      ```

      ```swift
      //| label: lst-b
      print(2)
      ```
      """
    let book = try TemporaryBook(["02-two.md": two])
    #expect(book.accept("02-two#lst-b").exitStatus == .success)
    let text = try book.read("chapters/02-two.md")
    #expect(text.contains("deconv:result lst-b"))
    #expect(!text.contains("deconv:result lst-a"))
  }
}
