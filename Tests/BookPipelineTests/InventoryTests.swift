import BookModel
import BookPipeline
import Testing

private func covering(_ ids: String) -> String {
  "# C\n\n```swift\n//| covers: [\(ids)]\nlet a = 1\n```\n"
}

private let inventory = """
  sources:
    "001": {title: First, reference: guide}
  items:
    001-01: {claim: "right", finding: holds}
    001-02: {claim: "wrong", finding: repaired}
    001-03: {claim: "house-keeping", finding: out-of-scope, at: index}
    001-04: {claim: "works", finding: conditional, at: bibliography}

  """

/// A mistake in `coverage.yml`: the place and the message of what is said, and its hint.
struct InventoryMistake: CustomTestStringConvertible, Sendable {
  var original: String
  var mistaken: String
  var line: Int
  var column: Int
  var message: String
  var hint: String?
  var testDescription: String { mistaken }
}

private let inventoryMistakes: [InventoryMistake] = [
  InventoryMistake(
    original: "finding: holds", mistaken: "finding: hold", line: 4, column: 37,
    message: "there is no finding `hold`", hint: "did you mean `holds`?"),
  InventoryMistake(
    original: "finding: holds", mistaken: "finding: true", line: 4, column: 37,
    message: "there is no finding `true`",
    hint: "the findings are holds, conditional, repaired, out-of-scope"),
  InventoryMistake(
    original: "{claim: \"right\", finding: holds}", mistaken: "{claim: \"right\"}", line: 4,
    column: 3, message: "the item `001-01` has no finding", hint: "write `finding: holds`"),
  InventoryMistake(
    original: "claim: \"wrong\", ", mistaken: "", line: 5, column: 3,
    message: "the item `001-02` has no claim", hint: "write `claim: …`"),
  InventoryMistake(
    original: "claim: \"wrong\"", mistaken: "clam: \"wrong\", claim: x", line: 5, column: 12,
    message: "unknown key `clam`", hint: "did you mean `claim`?"),
  InventoryMistake(
    original: "at: index", mistaken: "at: indx", line: 6, column: 63,
    message: "there is no chapter `indx`", hint: "did you mean `index`?"),
  InventoryMistake(
    original: "at: index", mistaken: "at: appendix", line: 6, column: 63,
    message: "there is no chapter `appendix`", hint: "the places are 01-one, index, bibliography"),
  InventoryMistake(
    original: "  001-04:", mistaken: "  002-04:", line: 7, column: 3,
    message: "`002-04` belongs to the source `002`, which is not listed",
    hint: "did you mean `001`?"),
  InventoryMistake(
    original: "  001-04:", mistaken: "  works:", line: 7, column: 3,
    message: "`works` belongs to the source `works`, which is not listed",
    hint: "an id is that of its source, a hyphen and a number; list the source under `sources`"),
  InventoryMistake(
    original: "reference: guide", mistaken: "reference: guid", line: 2, column: 36,
    message: "references.yml has no entry with the key guid", hint: "did you mean `guide`?"),
  InventoryMistake(
    original: "title: First, ", mistaken: "", line: 2, column: 3,
    message: "the source `001` has no title", hint: "write `title: …`"),
  InventoryMistake(
    original: "items:", mistaken: "item:", line: 3, column: 1, message: "unknown key `item`",
    hint: "did you mean `items`?"),
  InventoryMistake(
    original: "001-02:", mistaken: "001-01:", line: 5, column: 3,
    message: "the key `001-01` is given twice", hint: "delete one of the two"),
]

@Suite struct InventoryTests {
  private func book(
    _ chapters: [String: String], _ inventory: String = inventory
  ) throws -> TemporaryBook {
    let book = try TemporaryBook(chapters)
    try book.write("guide:\n  title: A Guide\n", to: "chapters/references.yml")
    try book.write(inventory, to: "chapters/coverage.yml")
    return book
  }

  @Test func inventoryWhoseItemsAreAllCoveredIsGreenAndIsShown() throws {
    let book = try book([
      "01-one.md": covering("001-02"), "index.md": covering("001-01"),
      "02-end.md": "# End\n\n<!-- deconv:coverage -->\n",
    ])
    #expect(book.build().places == [])
    #expect(book.check().places == [])
    let html = try book.read("output/02-end.html")
    for part in [
      "<p class=\"count\">4 of 4 items, 1 of them repaired</p>",
      "<td>001-01</td><td>right</td><td class=\"holds\">holds</td>"
        + "<td><a href=\"index.html#_block-1\">Front page</a></td>",
      "<td class=\"repaired\">repaired</td><td><a href=\"01-one.html#_block-1\">Chapter\u{A0}1</a>",
      "<td class=\"out-of-scope\">out of scope</td><td><a href=\"index.html\">Front page</a></td>",
      "<td class=\"conditional\">conditional</td><td><a href=\"#_references\">References</a></td>",
    ] {
      #expect(html.replacing("\n", with: "").contains(part), "\(part)")
    }
    #expect(try book.read("output/01-one.html").contains("<div class=\"cell\" id=\"_block-1\">"))
  }

  @Test func itemThatNoBlockCoversFailsBuildAndCheckAtItsLine() throws {
    let book = try book(["01-one.md": covering("001-01")])
    for result in [book.build(), book.build(isFrozen: true), book.build("01-one"), book.check()] {
      #expect(result.exitStatus == .invalid)
      #expect(result.places == ["chapters/coverage.yml:5: no block covers `001-02`"])
      let found = result.diagnostics.first
      #expect(found?.span?.start.column == 3 && found?.span?.end.column == 9)
      #expect(
        found?.hint
          == "write `//| covers: [001-02]` on top of the block that shows it, or "
          + "`at: CHAPTER` here where no block can")
      #expect(result.sources["chapters/coverage.yml"] != nil)
    }
  }

  @Test func oneChapterIsCheckedWhileItemsAreStillUncovered() throws {
    let book = try book(["01-one.md": covering("001-01")])
    #expect(book.check("01-one").places == [])
  }

  @Test func resultsAreRecordedWhileItemsAreStillUncovered() throws {
    let book = try book([
      "01-one.md": "# C\n\n```swift\n//| label: lst-a\n//| covers: [001-01]\nprint(1)\n```\n"
    ])
    #expect(book.accept().summary == "recorded: chapters/01-one.md")
    #expect(book.tangle(into: "tangled").exitStatus == .success)
  }

  @Test func idThatTheInventoryDoesNotKnowIsToldAtItsPlace() throws {
    let book = try book(["01-one.md": covering("001-01, 001-02, 001-2, elsewhere")])
    for result in [book.build(), book.check(), book.accept()] {
      #expect(result.exitStatus == .invalid)
      #expect(
        result.places == [
          "chapters/01-one.md:4: the inventory has no item `001-2`",
          "chapters/01-one.md:4: the inventory has no item `elsewhere`",
        ])
      #expect(result.diagnostics.map(\.span?.start.column) == [30, 37])
      #expect(
        result.diagnostics.map(\.hint) == [
          "did you mean `001-02`?", "the items are listed in chapters/coverage.yml",
        ])
    }
  }

  @Test func withoutAnInventoryAnyIdMayBeCovered() throws {
    let book = try TemporaryBook(["01-one.md": covering("anything, 9")])
    #expect(book.build().places == [])
    #expect(book.check().places == [])
  }

  @Test func markerWithoutAnInventoryIsTold() throws {
    let book = try TemporaryBook(["01-one.md": "# C\n\n<!-- deconv:coverage -->\n"])
    #expect(
      book.build().places == [
        "chapters/01-one.md:3: there is no inventory that could be shown here"
      ])
  }

  @Test(arguments: inventoryMistakes)
  func mistakeInTheInventoryIsToldAtItsPlaceAlone(_ mistake: InventoryMistake) throws {
    let text = inventory.replacing(mistake.original, with: mistake.mistaken)
    let book = try book(
      ["01-one.md": covering("001-01, 001-02") + "\n<!-- deconv:coverage -->\n"], text)
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(result.places == ["chapters/coverage.yml:\(mistake.line): \(mistake.message)"])
    #expect(result.diagnostics.map(\.span?.start.column) == [mistake.column])
    #expect(result.diagnostics.map(\.hint) == [mistake.hint])
  }

  @Test(arguments: ["a: [\n", "- a\n", "\u{0}"])
  func inventoryThatCannotBeReadIsTheOnlyMistake(text: String) throws {
    let book = try book(
      ["01-one.md": covering("001-01") + "\n<!-- deconv:coverage -->\n"], text)
    let result = book.build()
    #expect(result.exitStatus == .invalid)
    #expect(result.diagnostics.map(\.path) == ["chapters/coverage.yml"])
  }

  @Test func chapterThatCannotBeReadMayCoverTheItems() throws {
    let book = try book(["01-one.md": "A <b>word</b>.\n\n" + covering("001-01")])
    #expect(
      book.build().diagnostics.allSatisfy { $0.path == "chapters/01-one.md" })
  }

  @Test func inventoryOfManySourcesIsReadInItsOrder() throws {
    let text = """
      items:
        b-2: {claim: "second", finding: holds, at: 01-one}
        a-1: {claim: "first", finding: holds, at: 01-one}
      sources:
        b: {title: B}
        a: {title: A}

      """
    let book = try book(["01-one.md": "# C\n\n<!-- deconv:coverage -->\n"], text)
    #expect(book.build().places == [])
    let html = try book.read("output/01-one.html")
    let order = [">B</th>", ">b-2<", ">A</th>", ">a-1<"].map { html.firstRange(of: $0)?.lowerBound }
    #expect(!order.contains(nil))
    #expect(order.compactMap { $0 } == order.compactMap { $0 }.sorted())
  }
}
