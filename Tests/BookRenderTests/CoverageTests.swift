import BookModel
import Testing

@testable import BookRender

private func item(
  _ id: String, _ finding: Inventory.Finding = .holds, at place: String? = nil
) -> Inventory.Item {
  Inventory.Item(
    id: Located(id, BookRenderTests.place()), source: String(id.prefix(3)),
    claim: "claim <\(id)>", finding: finding,
    place: place.map { Located($0, BookRenderTests.place()) })
}

private func covering(_ ids: String..., label: String? = nil) -> CodeBlock {
  codeBlock(label: label) { $0.covers = ids.map { Located($0, place()) } }
}

private let marker = block(.generated(.coverage), place(9, 1))
private let shown = BlockOutcome(artifacts: [.figure(figure())])
private let guide = BibliographyEntry(key: "guide", authors: [], title: "Guide")

/// A book whose chapter 7 shows the inventory, with other chapters before it.
private func bookShowing(
  _ items: [Inventory.Item], sources: [Inventory.Source], after others: [ChapterInput] = [],
  frontPage: ChapterInput? = nil, body: [MarkdownBlock] = [marker], blocks: [CodeBlock] = [],
  outcomes: [BlockOutcome?]? = nil
) -> BookInput {
  BookInput(
    info: BookInfo(title: "Book", description: "What it is."),
    chapters: others + [chapter(body, blocks: blocks, outcomes: outcomes)], bibliography: [guide],
    frontPage: frontPage, inventory: Inventory(sources: sources, items: items))
}

/// The matrix on the page of chapter 7, its lines from the count on.
private func matrix(of book: BookInput) -> String {
  let html = page("07-overlap.html", of: book)
  guard let start = html.firstRange(of: "<p class=\"count\">")?.lowerBound,
    let end = html.ranges(of: "</table>").last?.upperBound
  else { return "" }
  return String(html[start..<end])
}

@Suite struct CoverageTests {
  @Test func eachSourceIsATableWithItsItemsAndWhereTheyAreCovered() {
    let other = chapter(
      [block(.executed(0))], blocks: [covering("001-01", "001-02", label: "fig-a")],
      outcomes: [shown], number: 3, slug: "03-transpose")
    let book = bookShowing(
      [
        item("001-01", .repaired), item("001-02", .conditional),
        item("002-01", .outOfScope, at: "index"),
      ],
      sources: [
        Inventory.Source(id: "001", title: "First & last", reference: "guide"),
        Inventory.Source(id: "002", title: "Second"), Inventory.Source(id: "003", title: "Empty"),
      ], after: [other], body: [block(.executed(0)), marker],
      blocks: [covering("001-02", "001-02", label: "lst-b")])
    let columns =
      "<tr class=\"columns\"><th scope=\"col\">Id</th><th scope=\"col\">Claim</th>"
      + "<th scope=\"col\">Finding</th><th scope=\"col\">Where</th></tr></thead>"
    let figure = "<a href=\"03-transpose.html#fig-a\">Figure\u{A0}3.1</a>"
    let rows = [
      "<p class=\"count\">3 of 3 items, 1 of them repaired</p>", "<table>", "<thead>",
      "<tr class=\"source\"><th colspan=\"4\" scope=\"colgroup\">First &amp; last "
        + "<span class=\"citation\">[<a href=\"#_work-1\" title=\"Guide\">1</a>]</span></th></tr>",
      columns, "<tbody>",
      "<tr><td>001-01</td><td>claim &lt;001-01&gt;</td><td class=\"repaired\">repaired</td>"
        + "<td>\(figure)</td></tr>",
      "<tr><td>001-02</td><td>claim &lt;001-02&gt;</td><td class=\"conditional\">conditional</td>"
        + "<td>\(figure), <a href=\"#lst-b\">Listing\u{A0}7.1</a></td></tr></tbody></table>",
      "<table>", "<thead>",
      "<tr class=\"source\"><th colspan=\"4\" scope=\"colgroup\">Second</th></tr>", columns,
      "<tbody>",
      "<tr><td>002-01</td><td>claim &lt;002-01&gt;</td><td class=\"out-of-scope\">out of scope</td>"
        + "<td><a href=\"index.html\">Front page</a></td></tr></tbody></table>",
    ]
    let flat = { (html: String) in
      html.replacing("\n", with: "").replacing("<t", with: "\n<t")
    }
    #expect(flat(matrix(of: book)) == flat(rows.joined()))
    #expect(renderBook(book).diagnostics.map(described) == [])
  }

  @Test func aBlockWithoutANumberIsNamedByItsSectionAndHasAnAnchor() {
    let blocks = [
      covering("001-01"), covering("001-02"), covering("001-03", label: "plain"),
      covering("001-04"),
    ]
    let hidden = codeBlock {
      $0.covers = [Located("001-05", place())]
      $0.echo = false
      $0.output = false
    }
    let body = [
      block(.executed(0)), heading(2, "One", "one"), block(.executed(1)),
      heading(3, "In", "in"), block(.executed(2)), heading(4, "Deep", "deep"),
      block(.executed(3)), block(.executed(4)), marker,
    ]
    let book = bookShowing(
      (1...5).map { item("001-0\($0)") }, sources: [Inventory.Source(id: "001", title: "S")],
      body: body, blocks: blocks + [hidden])
    let html = page("07-overlap.html", of: book)
    for (anchor, words) in [
      ("_block-1", "Chapter\u{A0}7"), ("_block-2", "Section\u{A0}7.1"),
      ("plain", "Section\u{A0}7.1.1"), ("_block-4", "Section\u{A0}7.1.1"),
      ("_block-5", "Section\u{A0}7.1.1"),
    ] {
      #expect(html.contains("<td><a href=\"#\(anchor)\">\(words)</a></td>"), "\(anchor)")
      #expect(html.ranges(of: " id=\"\(anchor)\"").count == 1, "\(anchor)")
    }
    #expect(html.contains("<div id=\"_block-5\"></div>"))
  }

  @Test func aPageWithoutANumberIsNamed() {
    let front = chapter(
      blocks: [covering("001-01"), covering("001-02", label: "fig-a")], outcomes: [nil, shown],
      number: nil, slug: "index", title: "Welcome")
    let notes = chapter(
      [heading(2, "Part", "part"), block(.executed(0))], blocks: [covering("001-03")],
      number: nil, slug: "notes", title: "Notes")
    let text = matrix(
      of: bookShowing(
        (1...3).map { item("001-0\($0)") } + [item("001-04", at: "notes")],
        sources: [Inventory.Source(id: "001", title: "S")], after: [notes], frontPage: front))
    for link in [
      "<a href=\"index.html#_block-1\">Front page</a>",
      "<a href=\"index.html#fig-a\">Figure\u{A0}1 on the front page</a>",
      "<a href=\"notes.html#_block-1\">“Part” in “Notes”</a>", "<a href=\"notes.html\">“Notes”</a>",
    ] {
      #expect(text.contains("<td>\(link)</td>"), "\(link)")
    }
  }

  @Test func theBibliographyIsTheListAtThePagesEnd() {
    let items = [item("001-01", at: "bibliography")]
    let cited = bookShowing(
      items, sources: [Inventory.Source(id: "001", title: "S", reference: "guide")])
    #expect(matrix(of: cited).contains("<td><a href=\"#_references\">References</a></td>"))
    #expect(page("07-overlap.html", of: cited).contains("<h2 id=\"_references\">"))
    let uncited = bookShowing(items, sources: [Inventory.Source(id: "001", title: "S")])
    #expect(matrix(of: uncited).contains("<td>bibliography</td>"))
  }

  @Test func whatIsNotCoveredIsNotCounted() {
    let text = matrix(
      of: bookShowing(
        [item("001-01", at: "index"), item("001-02")],
        sources: [Inventory.Source(id: "001", title: "S")]))
    #expect(text.hasPrefix("<p class=\"count\">1 of 2 items</p>"))
  }

  @Test func aLargeInventoryIsASmallPage() {
    let items = (0..<131).map { index in
      Inventory.Item(
        id: Located("00\(index / 30)-\(100 + index)", place()), source: "00\(index / 30)",
        claim: String(repeating: "word ", count: 16), finding: .conditional)
    }
    let blocks = items.map {
      covering($0.id.value, label: "fig-a-label-as-long-as-they-are-\($0.id.value)")
    }
    let book = bookShowing(
      items, sources: (0..<5).map { Inventory.Source(id: "00\($0)", title: "Source \($0)") },
      after: [
        chapter(
          blocks: blocks, outcomes: Array(repeating: shown, count: 131), number: 3,
          slug: "03-transposed-convolution")
      ])
    let text = matrix(of: book)
    #expect(text.hasPrefix("<p class=\"count\">131 of 131 items</p>"))
    #expect(text.ranges(of: "<table>").count == 5)
    #expect(text.utf8.count < 60_000)
  }

  @Test func theMarkerNeedsAnInventoryAndStandsOnceOnAPage() {
    #expect(
      rendered(chapter([marker])).problems == [
        "no-inventory 9:1 there is no inventory that could be shown here "
          + "(write coverage.yml beside the chapters, or delete the line)"
      ])
    let twice = bookShowing(
      [], sources: [], body: [marker, block(.generated(.coverage), place(11))])
    #expect(
      renderBook(twice).diagnostics.map(described) == [
        "duplicate-marker 11:1 `<!-- deconv:coverage -->` stands on this page already "
          + "(delete one of the two)"
      ])
  }

  @Test func withoutAnInventoryItsIdsAreNotShown() {
    let html = rendered(chapter(blocks: [covering("anything")])).html
    #expect(!html.contains("anything"))
  }

  @Test func whatIsHostileInAnInventoryIsText() {
    let hostile = "\"><script>alert(1)</script>"
    let book = bookShowing(
      [
        Inventory.Item(
          id: Located(hostile, place()), source: "s", claim: hostile, finding: .holds,
          place: Located(hostile, place()))
      ], sources: [Inventory.Source(id: "s", title: hostile, reference: hostile)])
    #expect(page("07-overlap.html", of: book).ranges(of: "<script").count == 1)
  }
}
