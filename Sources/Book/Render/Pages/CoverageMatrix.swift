import BookModel

// The parts of a page that are made from the whole book.
extension ChapterRenderer {
  mutating func generated(_ part: GeneratedPart, at span: SourceSpan) -> [HTMLNode] {
    guard generatedParts.insert(part).inserted else {
      report(
        "duplicate-marker", "`\(part.comment)` stands on this page already", at: span,
        hint: "delete one of the two")
      return []
    }
    switch part {
    case .chapters:
      report(
        "misplaced-marker", "the map of the chapters stands on the front page alone", at: span,
        hint: input.isFrontPage
          ? "move the line out of everything that contains it"
          : "move the line to \(Inventory.frontPage).md, or delete it")
      return []
    case .coverage:
      guard let inventory = book.inventory else {
        report(
          "no-inventory", "there is no inventory that could be shown here", at: span,
          hint: "write coverage.yml beside the chapters, or delete the line")
        return []
      }
      return [coverage(of: inventory)]
    }
  }

  // MARK: The inventory

  /// A block that covers an item: a chapter and the block's place in it.
  private struct Cover: Equatable {
    var chapterIndex: Int
    var blockIndex: Int
  }

  /// A table for each source, each item with links to the blocks that cover it.
  private mutating func coverage(of inventory: Inventory) -> HTMLNode {
    let covers = coversOfItems()
    let isCovered = { (item: Inventory.Item) in item.place != nil || covers[item.id.value] != nil }
    let total = inventory.items.count
    var count =
      "\(inventory.items.count(where: isCovered)) of \(total) item\(total == 1 ? "" : "s")"
    let repaired = inventory.items.count { $0.finding == .repaired }
    if repaired > 0 { count += ", \(repaired) of them repaired" }
    var content = [HTMLNode.element(.p, .class("count"), text: count)]
    let sources = inventory.sources.filter { source in
      inventory.items.contains { $0.source == source.id }
    }
    // All works are cited before the first row, which may lead to their list.
    let headings = sources.map { heading(of: $0) }
    for (source, heading) in zip(sources, headings) {
      let items = inventory.items.filter { $0.source == source.id }
      let rows = items.map { row(of: $0, covers: covers[$0.id.value] ?? []) }
      content.append(
        .element(
          .table, [],
          [
            .element(.thead, [], [heading, Self.columnNames]), .element(.tbody, [], rows),
          ]))
    }
    return .element(.div, [.class("coverage")], content)
  }

  /// The blocks that cover each item, in the order of the book.
  private func coversOfItems() -> [String: [Cover]] {
    var covers: [String: [Cover]] = [:]
    for (chapterIndex, text) in book.texts.enumerated() {
      for (blockIndex, block) in text.chapter.blocks.enumerated() {
        let cover = Cover(chapterIndex: chapterIndex, blockIndex: blockIndex)
        for id in block.options.covers where covers[id.value]?.last != cover {
          covers[id.value, default: []].append(cover)
        }
      }
    }
    return covers
  }

  private static let columnNames = HTMLNode.element(
    .tr, [.class("columns")],
    ["Id", "Claim", "Finding", "Where"].map { .element(.th, .scope("col"), text: $0) })

  private mutating func heading(of source: Inventory.Source) -> HTMLNode {
    var title: [HTMLNode] = [.text(source.title)]
    if let key = source.reference, bibliography[key] != nil {
      title += [.text(" ")] + citation([key], at: input.chapter.source.span(0..<0))
    }
    return .element(
      .tr, [.class("source")], [.element(.th, [.columnSpan(4), .scope("colgroup")], title)])
  }

  private func row(of item: Inventory.Item, covers: [Cover]) -> HTMLNode {
    var places = covers.map { link(to: $0) }
    if let place = item.place { places.append(link(toPlace: place.value)) }
    let links = places.enumerated().flatMap { index, link in
      index == 0 ? [link] : [.text(", "), link]
    }
    let finding = item.finding == .outOfScope ? "out of scope" : item.finding.rawValue
    return .element(
      .tr, [],
      [
        .element(.td, text: item.id.value), .element(.td, text: item.claim),
        .element(.td, .class(item.finding.rawValue), text: finding), .element(.td, [], links),
      ])
  }

  /// A link to a block: by its number where it has one, else by the section that it stands in.
  private func link(to cover: Cover) -> HTMLNode {
    let text = book.texts[cover.chapterIndex]
    let block = text.chapter.blocks[cover.blockIndex]
    var words: String
    if let label = block.options.label?.value,
      let target = labels.target(label, from: cover.chapterIndex), target.number != nil
    {
      words = target.words
    } else {
      words =
        labels.chapters[cover.chapterIndex].sections[cover.blockIndex] ?? Self.words(for: text)
    }
    if text.number == nil, words != Self.words(for: text) {
      words += text.isFrontPage ? " on the front page" : " in “\(text.title)”"
    }
    return link(words, path: text.pageName, fragment: anchor(of: block, cover.blockIndex))
  }

  private func link(toPlace place: String) -> HTMLNode {
    if let text = book.texts.first(where: { $0.slug == place }) {
      return link(Self.words(for: text), path: text.pageName, fragment: nil)
    }
    switch place {
    case Inventory.frontPage: return link("Front page", path: "index.html", fragment: nil)
    // Works that a page cites stand at its end.
    case Inventory.bibliography where !citedKeys.isEmpty:
      return link("References", path: input.pageName, fragment: "_references")
    default: return .text(place)
    }
  }

  private func link(_ words: String, path: String, fragment: String?) -> HTMLNode {
    let isHere = path == input.pageName && fragment != nil
    return .element(
      .a, .href(PageURL(path: isHere ? "" : path, fragment: fragment)), text: words)
  }

  /// How a page is called where nothing on it is named.
  private static func words(for text: ChapterInput) -> String {
    if text.isFrontPage { return "Front page" }
    return text.number.map { "Chapter\u{A0}\($0)" } ?? "“\(text.title)”"
  }
}
