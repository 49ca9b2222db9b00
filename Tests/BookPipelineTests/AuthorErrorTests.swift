import BookModel
import BookPipeline
import Foundation
import Testing

/// A chapter with one mistake, and what the author is told.
struct Mistake: CustomTestStringConvertible, Sendable {
  var name: String
  var chapter: String
  /// `line: part of the sentence`.
  var line: Int
  var message: String
  var testDescription: String { name }
}

private func block(_ code: String, options: String = "") -> String {
  "# C\n\n```swift\n//| label: lst-x\n\(options)\(code)\n```\n"
}

let mistakes: [Mistake] = [
  Mistake(name: "syntax error", chapter: block("let x = = 3"), line: 5, message: "expected"),
  Mistake(
    name: "unknown function", chapter: block("print(overlapCount(kernel: 3))"), line: 5,
    message: "overlapCount"),
  Mistake(
    name: "wrong label",
    chapter: block("print(convTranspose1d([1], [1], stride: 2, outputPading: 1))"), line: 5,
    message: "outputPading"),
  Mistake(
    name: "type error in a branch never taken",
    chapter: block("if false {\n  print(1 + \"b\")\n}\nprint(1)"), line: 6, message: "+"),
  Mistake(
    name: "shape mismatch", chapter: block("print(conv1d([1, 2], [1, 2, 3]))"), line: 5,
    message: "conv1d"),
  Mistake(
    name: "unknown option", chapter: block("print(1)", options: "//| fig-capt: x\n"), line: 5,
    message: "fig-capt"),
  Mistake(
    name: "unclosed fence", chapter: "# C\n\n```swift\nprint(1)\n", line: 3, message: "fence"),
  Mistake(
    name: "unresolved reference", chapter: "# C\n\nSee @fig-nowhere.\n", line: 3,
    message: "fig-nowhere"),
  Mistake(name: "raw HTML", chapter: "# C\n\nA <b>word</b>.\n", line: 3, message: "HTML"),
  Mistake(name: "empty file", chapter: "", line: 1, message: "empty"),
  Mistake(
    name: "unknown TeX command", chapter: "# C\n\nThis $\\frobnicate x$ is not known.\n", line: 3,
    message: "frobnicate"),
  Mistake(
    name: "result without a label", chapter: "# C\n\n```swift\nprint(1)\n```\n", line: 3,
    message: "label"),
  Mistake(
    name: "label too long for a file's name",
    chapter:
      "# C\n\n```swift\n//| label: lst-\(String(repeating: "x", count: 97))\nprint(1)\n```\n",
    line: 4, message: "100 characters"),
  Mistake(
    name: "unknown key of the front matter", chapter: "---\ntitle: C\ntitel: C\n---\n# C\n",
    line: 3, message: "titel"),
  Mistake(
    name: "key given twice", chapter: "---\r\ntitle: C\r\ntitle: D\r\n---\r\n# C\r\n", line: 3,
    message: "given twice"),
  Mistake(
    name: "missing picture", chapter: "# C\n\n![A dot.](dot.png)\n", line: 3, message: "dot.png"),
  Mistake(
    name: "file outside of the book", chapter: "# C\n\n[x](../LICENSE)\n", line: 3,
    message: "leads out"),
  Mistake(
    name: "unused value", chapter: block("1 + 2"), line: 5, message: "not used"),
]

@Suite struct AuthorErrorTests {
  @Test(arguments: mistakes)
  func mistakeIsToldAtItsLineAndNothingIsOverwritten(_ mistake: Mistake) throws {
    let book = try TemporaryBook(["01-one.md": mistake.chapter])
    try book.write("old", to: "output/index.html")
    let before = try book.snapshot()
    for result in [book.build(), book.check()] {
      #expect(result.exitStatus == .invalid)
      let found = result.diagnostics.filter { $0.kind == .invalid }
      #expect(
        found.contains {
          $0.path == "chapters/01-one.md" && $0.span?.start.line == mistake.line
            && $0.message.contains(mistake.message)
        }, "\(result.places)")
    }
    #expect(try book.snapshot() == before)
  }

  @Test func invalidUTF8IsToldAtItsPlace() throws {
    let book = try TemporaryBook([:])
    try book.write(Array("# C\n\nbad: ".utf8) + [0xff, 0x0a], to: "chapters/01-one.md")
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(result.places.count == 1)
    #expect(result.places.contains { $0.hasPrefix("chapters/01-one.md:3: ") }, "\(result.places)")
  }

  @Test func allErrorsOfAChapterComeInOneRun() throws {
    let chapter = """
      # C

      A <b>word</b>, and @fig-nowhere with $\\frobnicate$.

      ```swift
      //| label: lst-a
      print(nothing)
      ```

      ```swift
      //| label: lst-b
      print(1 + "b")
      ```
      """
    let result = try TemporaryBook(["01-one.md": chapter]).check()
    let lines = Set(result.diagnostics.compactMap { $0.span?.start.line })
    #expect(lines.isSuperset(of: [3, 7, 12]), "\(result.places)")
    for word in ["<b>", "fig-nowhere", "frobnicate"] {
      #expect(result.places.filter { $0.contains(word) }.count == 1, "\(result.places)")
    }
  }

  @Test(arguments: [
    ("titel: Test\n", "did you mean `title`?"), ("title: [\n", nil), ("title: &a b\nx: *a\n", nil),
    ("title: T\n? [a]\n: b\n", nil), ("title: T\ntitle: U\n", "delete one of the two"),
  ])
  func mistakeInTheConfigurationIsTold(yaml: String, hint: String?) throws {
    let book = try TemporaryBook(["01-one.md": "# C\n"])
    try book.write(yaml, to: "chapters/book.yml")
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    let found = result.diagnostics.first { $0.path == "chapters/book.yml" }
    #expect(found != nil)
    if let hint { #expect(found?.hint == hint) }
  }

  /// Yams compares whole keys: aliases of aliases would keep it busy for ever.
  @Test func aliasesOfAliasesAreRefusedBeforeTheyGrow() throws {
    var yaml = "a: &a [x, x, x, x, x, x, x, x]\n"
    for (name, last) in zip("bcdefghijkl", "abcdefghijk") {
      yaml += "\(name): &\(name) [*\(last), *\(last), *\(last), *\(last), *\(last)]\n"
    }
    let book = try TemporaryBook(["01-one.md": "# C\n"])
    try book.write(yaml + "? *l\n: 1\n", to: "chapters/book.yml")
    let result = book.build()
    #expect(result.diagnostics.map(\.id) == ["yaml-anchor"])
    #expect(result.diagnostics.first?.span?.start.line == 2)
    #expect(result.diagnostics.first?.span?.start.column == 8)
  }

  @Test func configurationThatIsNotUTF8IsToldAtItsPlace() throws {
    let book = try TemporaryBook(["01-one.md": "# C\n"])
    try book.write(Array("title: ".utf8) + [0xff, 0x0a], to: "chapters/book.yml")
    let result = book.build()
    #expect(result.diagnostics.map(\.id) == ["not-utf8"])
    #expect(result.sources["chapters/book.yml"] != nil)
  }

  @Test func missingConfigurationDoesNotHideTheMistakesOfChapters() throws {
    let book = try TemporaryBook(["01-one.md": "A <b>word</b>.\n"])
    try FileManager.default.removeItem(at: book.root.appending(path: "chapters/book.yml"))
    let result = book.build()
    #expect(result.diagnostics.first?.id == "no-configuration")
    #expect(result.places.contains { $0.hasPrefix("chapters/01-one.md:1: ") })
  }

  @Test(arguments: [
    ["01-a.md", "01-b.md"], ["Index.md"],
  ])
  func namesThatWouldBeOnePageOrOneNumberAreTold(names: [String]) throws {
    let book = try TemporaryBook(Dictionary(uniqueKeysWithValues: names.map { ($0, "# C\n") }))
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(result.diagnostics.count == 1)
  }

  @Test func markThatGoesOnBeyondItsLineIsShownToTheLineEnd() {
    let source = SourceText(path: "a.md", bytes: Array("let a = f {\n  1\n}\n".utf8))
    let diagnostic = Diagnostic("x", "wrong", path: "a.md", span: source.span(8..<17))
    #expect(
      diagnostic.rendered(source: source) == "a.md:1:9: error: wrong\n  let a = f {\n          ^~~")
  }

  @Test func longLineIsCutAroundTheMark() {
    let line = String(repeating: "é", count: 500) + "!" + String(repeating: "é", count: 500)
    let source = SourceText(path: "a.md", bytes: Array(line.utf8))
    let diagnostic = Diagnostic("x", "wrong", path: "a.md", span: source.span(1000..<1001))
    let shown = diagnostic.rendered(source: source).split(separator: "\n")
    #expect(
      shown[1] == "  …" + String(repeating: "é", count: 60) + "!"
        + String(repeating: "é", count: 59))
    #expect(shown[2] == String(repeating: " ", count: 63) + "^")
  }

  @Test func whatATerminalWouldObeyIsShownAsAPicture() {
    let source = SourceText(path: "a.md", bytes: Array("x\u{1B}[2J\n".utf8))
    let diagnostic = Diagnostic("x", "found \u{7}", path: "a.md", span: source.span(0..<1))
    #expect(
      diagnostic.rendered(source: source) == "a.md:1:1: error: found \u{2407}\n  x\u{241B}[2J\n  ^")
  }
}
