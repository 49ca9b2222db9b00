import BookExecute
import BookModel
import BookPipeline
import Foundation
import Synchronization
import Testing

private let chapter = """
  # One

  ```swift
  //| label: fig-map
  //| fig-cap: A map.
  heatmap(overlapCounts(kernel: 3, stride: 2, input: [2, 2]))
  ```

  """

/// Files that are not what the book expects, and others who write at the same time.
@Suite struct HostileFilesTests {
  private func greenBook() throws -> TemporaryBook {
    let book = try TemporaryBook(["01-one.md": chapter])
    _ = book.accept()
    _ = book.build()
    return book
  }

  private func link(_ path: String, to destination: String, in book: TemporaryBook) throws {
    try FileManager.default.createSymbolicLink(
      atPath: book.root.appending(path: path).path, withDestinationPath: destination)
  }

  @Test func linksThatLeadInCirclesAreFilesThatNothingBuilds() throws {
    let book = try greenBook()
    try link("output/a", to: ".", in: book)
    try link("output/b", to: ".", in: book)
    let result = book.check()
    #expect(result.exitStatus == .drift)
    #expect(result.diagnostics.map(\.path) == ["output/a", "output/b"])
    #expect(book.build().exitStatus == .success)
    #expect(book.check().places == [])
  }

  @Test func acceptRemovesALinkAndNotWhatItLeadsTo() throws {
    let book = try greenBook()
    let other = try TemporaryBook(["01-other.md": "# Other\n"])
    try link("chapters/results/09-gone", to: other.root.path, in: book)
    #expect(book.check().exitStatus == .drift)
    #expect(book.accept().exitStatus == .success)
    #expect(book.check().places == [])
    #expect(try other.read("chapters/01-other.md") == "# Other\n")
  }

  @Test func referencesOutsideOfTheBookAreRefused() throws {
    let book = try greenBook()
    try link("chapters/references.yml", to: "/etc/hostname", in: book)
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(result.diagnostics.map(\.path) == ["chapters/references.yml"])
  }

  /// `...md` would have its results in `results/..`, among the chapters.
  @Test func hiddenFilesAreNoChapters() throws {
    let book = try greenBook()
    try book.write("A <b>draft</b>.\n", to: "chapters/...md")
    try link("chapters/.#01-one.md", to: "nowhere", in: book)
    #expect(book.check().places == [])
  }

  @Test func nameWithAControlCharacterIsRefused() throws {
    let book = try greenBook()
    try book.write("# Two\n", to: "chapters/02\n::error::.md")
    #expect(book.build().diagnostics.map(\.id) == ["chapter-name"])
  }

  @Test func drawingCountsAsWork() throws {
    let code =
      "explore(slider(\"k\", 1...200, initial: 1)) { _ in frame(heatmap(Counts([[1]]))) }\n"
    let book = try TemporaryBook([
      "01-one.md":
        "---\nlimits:\n  steps: 100_000\n---\n# C\n\n```swift\n//| label: fig-a\n\(code)```\n"
    ])
    #expect(book.build().diagnostics.map(\.id) == ["limit-steps"])
  }

  @Test func fileInThePlaceOfTheOutputFolderIsKept() throws {
    let book = try TemporaryBook(["01-one.md": "# One\n"])
    try book.write("mine", to: "output")
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(
      result.places == ["output: cannot replace output: a folder was expected, and it is a file"])
    #expect(try book.read("output") == "mine")
  }

  @Test func buildsAtTheSameTimeDoNotMixTheirFiles() throws {
    let book = try greenBook()
    let built = try book.snapshot()
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let places = book.build().places
      failures.withLock { $0 += places }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try book.snapshot() == built)
  }

  @Test func chapterThatIsEditedWhileItsCodeRunsIsNotOverwritten() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    let edited = chapter + "A new sentence.\n"
    let environment = RunEnvironment(
      limits: ExecutionLimits(), elapsedSeconds: { 0 }, isCancelled: { false },
      progress: { _ in try? book.write(edited, to: "chapters/01-one.md") })
    let result = Command.accept(root: book.root.path, environment: environment)
    #expect(result.exitStatus == .invalid)
    #expect(try book.read("chapters/01-one.md") == edited)
    #expect(book.accept().exitStatus == .success)
  }

  @Test func whatAKilledWriteLeavesIsUsedUpByTheNext() throws {
    let book = try TemporaryBook(["01-one.md": chapter])
    try book.write("half", to: "chapters/.01-one.md.new")
    #expect(book.accept().exitStatus == .success)
    let hidden = try book.snapshot().keys.filter { $0.contains("/.") }
    #expect(hidden.isEmpty)
  }

  @Test func secondsOfAChapterBeginWhenItBegins() throws {
    let book = try TemporaryBook([
      "01-one.md": "---\nlimits:\n  seconds: 10\n---\n" + chapter
    ])
    let environment = RunEnvironment(
      limits: ExecutionLimits(), elapsedSeconds: { 100 }, isCancelled: { false },
      progress: { _ in })
    #expect(Command.build(root: book.root.path, environment: environment).places == [])
  }

  @Test func limitBeyondWhatAnIntHoldsIsNone() throws {
    let limits = "  memory-megabytes: 8796093022208\n  output-kilobytes: 9007199254740992\n"
    let book = try TemporaryBook(["01-one.md": "---\nlimits:\n\(limits)---\n" + chapter])
    #expect(book.build().places == [])
  }
}
