import BookModel
import BookPipeline
import Foundation
import Testing

private let front = """
  # Welcome

  ```swift
  //| label: fig-cover
  //| fig-cap: Counted.
  let counts = overlapCounts(kernel: 3, stride: 2, input: [2, 2])
  heatmap(counts)
  ```

  At most `{swift} counts.max()` stamps meet in @fig-cover[^note]; @fig-map shows more [@guide].

  <!-- deconv:chapters -->

  ```swift
  //| label: lst-sum
  print(1 + 1)
  ```

  [^note]: It was counted.
  """

private let chapter = """
  # One

  ```swift
  //| label: fig-map
  //| fig-cap: A map.
  heatmap(overlapCounts(kernel: 3, stride: 1, input: [2, 2]))
  ```

  Beside @fig-cover and [the front page](index.md).
  """

@Suite struct FrontPageTests {
  private func bookWithFrontPage() throws -> TemporaryBook {
    let book = try TemporaryBook(["index.md": front, "01-one.md": chapter])
    try book.write("guide:\n  title: A Guide\n", to: "chapters/references.yml")
    return book
  }

  @Test func frontPageIsExecutedRecordedAndCheckedLikeAChapter() throws {
    let book = try bookWithFrontPage()
    #expect(book.check("index").exitStatus == .drift)
    #expect(book.accept("index").summary == "recorded: chapters/index.md")
    #expect(try book.read("chapters/index.md").contains("At most `4`<!--{swift} counts.max()-->"))
    #expect(
      try book.snapshot().keys.filter { $0.hasPrefix("chapters/results") }.sorted() == [
        "chapters/results/index/fig-cover.png", "chapters/results/index/fig-cover.safetensors",
      ])
    #expect(book.accept().summary == "recorded: chapters/01-one.md")
    #expect(book.build().places == [])
    #expect(book.check().places == [])
    let built = try book.snapshot()
    #expect(book.build(isFrozen: true).places == [])
    #expect(try book.snapshot() == built)
  }

  @Test func itsPageIsTheIndexAndLinksItsSources() throws {
    let book = try bookWithFrontPage()
    _ = book.accept()
    #expect(book.build().places == [])
    let html = try book.read("output/index.html")
    for part in [
      "<h1 id=\"welcome\">Test</h1>", "<figure class=\"cover\" id=\"fig-cover\">",
      "<span class=\"value\" title=\"counts.max()\">4</span>", "href=\"#fig-cover\">the cover</a>",
      "href=\"01-one.html#fig-map\">Figure\u{A0}1.1</a>", "It was counted.", "A Guide",
      "href=\"source/index.md\"", "href=\"source/index.swift\"",
    ] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(!html.contains("Welcome"))
    #expect(try book.read("output/source/index.md") == book.read("chapters/index.md"))
    #expect(try book.read("output/source/index.swift").contains("func chapterindex() throws {"))
    let one = try book.read("output/01-one.html")
    #expect(one.contains("href=\"index.html#fig-cover\">the cover</a>"))
    #expect(one.contains("<a href=\"index.html\">the front page</a>"))
    #expect(!one.contains("Welcome"))
  }

  @Test func wrongDigitOnTheFrontPageIsDriftAtItsLine() throws {
    let book = try bookWithFrontPage()
    _ = book.accept()
    _ = book.build()
    let green = try book.read("chapters/index.md")
    let line =
      1
      + green.prefix(upTo: try #require(green.firstRange(of: "`4`<!--")).lowerBound)
      .count { $0 == "\n" }
    try book.write(green.replacing("`4`<!--", with: "`5`<!--"), to: "chapters/index.md")
    let result = book.check("index")
    #expect(result.exitStatus == .drift)
    #expect(result.diagnostics.map(\.path) == ["chapters/index.md"])
    #expect(result.diagnostics.map(\.span?.start.line) == [line])
    #expect(book.check("01-one").exitStatus == .success)
    #expect(book.accept("index.md").exitStatus == .success)
    #expect(try book.read("chapters/index.md") == green)
  }

  @Test func selectorNamesOneResultOfTheFrontPage() throws {
    let book = try bookWithFrontPage()
    #expect(book.accept("index#lst-sum").exitStatus == .success)
    let text = try book.read("chapters/index.md")
    #expect(text.contains("<!-- deconv:result lst-sum -->"))
    #expect(!text.contains("<!-- deconv:result fig-cover -->"))
    #expect(
      book.check("index#lst-sun").diagnostics.map(\.hint) == ["did you mean `lst-sum`?"])
  }

  @Test func itsCodeIsTangledWithThatOfTheChapters() throws {
    let book = try bookWithFrontPage()
    #expect(book.tangle(into: "tangled").places == [])
    let main = try book.read("tangled/Sources/lessons/main.swift")
    #expect(main.contains("  try chapter01_one()\n  try chapterindex()\n"))
    #expect(
      try book.read("tangled/Sources/lessons/chapterindex.swift").contains(
        "print(\"== fig-cover\")\nlet counts = "))
    #expect(try book.read("tangled/expected.txt").contains("== lst-sum\n2\n"))
  }

  @Test func mistakesOnTheFrontPageAreToldAtTheirLines() throws {
    let book = try TemporaryBook([
      "index.md": "---\ntitle: Mine\n---\n# W\n\nSee @fig-nowhere.\n", "01-one.md": "# One\n",
    ])
    let result = book.build()
    #expect(
      result.places == [
        "chapters/index.md:2: the front page shows the title of the book",
        "chapters/index.md:6: no block, equation or section of the book has the label fig-nowhere",
      ])
    #expect(
      result.diagnostics[0].hint == "delete the line, and write `title: …` in chapters/book.yml")
  }

  @Test func limitsOfTheFrontPageHold() throws {
    let book = try TemporaryBook([
      "index.md":
        "---\nlimits:\n  steps: 10\n---\n```swift\nvar i = 0\nwhile i < 100 { i += 1 }\n```\n",
      "01-one.md": "# One\n",
    ])
    #expect(book.build().diagnostics.map(\.id) == ["limit-steps"])
  }

  @Test func markerOfTheMapIsRefusedInAChapter() throws {
    let book = try TemporaryBook(["01-one.md": "# One\n\n<!-- deconv:chapters -->\n"])
    #expect(
      book.build().places == [
        "chapters/01-one.md:3: the map of the chapters stands on the front page alone"
      ])
  }

  @Test func linkToAFrontPageWithoutATextIsRefused() throws {
    let book = try TemporaryBook(["01-one.md": "# One\n\n[up](index.md)\n"])
    #expect(book.build().diagnostics.map(\.id) == ["unresolved-link"])
  }
}
