import BookModel
import BookRender
import Yams

// `coverage.yml`: the documents that the book covers, and each of their claims.
extension SettingsReader {
  /// The inventory; a source may cite a work by one of `keys`.
  ///
  /// An item of which something is wrong is kept, so that a block that names it is not wrong too.
  mutating func inventory(citing keys: [String]) -> Inventory {
    var inventory = Inventory(sources: [], items: [])
    var items: [(key: Located<String>, value: Node)] = []
    for (key, value) in entries(allowedKeys: ["sources", "items"]) {
      if key.value == "items" {
        items = entries(of: value)
      } else {
        for (id, fields) in entries(of: value) {
          inventory.sources.append(source(id, fields, citing: keys))
        }
      }
    }
    for (id, fields) in items {
      inventory.items.append(item(id, fields, of: inventory.sources.map(\.id)))
    }
    return inventory
  }

  private mutating func source(
    _ id: Located<String>, _ fields: Node, citing keys: [String]
  ) -> Inventory.Source {
    var source = Inventory.Source(id: id.value, title: "")
    var hasTitle = false
    for (field, value) in entries(of: fields, allowedKeys: ["title", "reference"]) {
      if field.value == "title" {
        hasTitle = true
        source.title = string(value, field.value) ?? ""
      } else if let key = locatedString(value, field.value) {
        source.reference = key.value
        if !keys.contains(key.value) {
          report(
            "unknown-citation", "references.yml has no entry with the key \(key.value)",
            at: key.span,
            hint: nearestName(to: key.value, among: keys).map { "did you mean `\($0)`?" })
        }
      }
    }
    if !hasTitle {
      report(
        "missing-key", "the source `\(id.value)` has no title", at: id.span,
        hint: "write `title: …`")
    }
    return source
  }

  private mutating func item(
    _ id: Located<String>, _ fields: Node, of sources: [String]
  ) -> Inventory.Item {
    var item = Inventory.Item(id: id, source: "", claim: "", finding: .holds)
    var missing = ["claim", "finding"]
    for (field, value) in entries(of: fields, allowedKeys: ["claim", "finding", "at"]) {
      missing.removeAll { $0 == field.value }
      switch field.value {
      case "claim": item.claim = string(value, field.value) ?? ""
      case "finding": item.finding = finding(value) ?? .holds
      default: item.place = locatedString(value, field.value)
      }
    }
    for key in missing {
      let example = key == "finding" ? Inventory.Finding.holds.rawValue : "…"
      report(
        "missing-key", "the item `\(id.value)` has no \(key)", at: id.span,
        hint: "write `\(key): \(example)`")
    }
    item.source = id.value.lastIndex(of: "-").map { String(id.value[..<$0]) } ?? id.value
    if !sources.contains(item.source) {
      report(
        "unknown-source",
        "`\(id.value)` belongs to the source `\(item.source)`, which is not listed",
        at: id.span,
        hint: nearestName(to: item.source, among: sources).map { "did you mean `\($0)`?" }
          ?? "an id is that of its source, a hyphen and a number; list the source under `sources`")
    }
    return item
  }

  private mutating func finding(_ node: Node) -> Inventory.Finding? {
    guard let name = locatedString(node, "finding") else { return nil }
    if let finding = Inventory.Finding(rawValue: name.value) { return finding }
    let names = Inventory.Finding.allCases.map(\.rawValue)
    report(
      "unknown-finding", "there is no finding `\(name.value)`", at: name.span,
      hint: nearestName(to: name.value, among: names).map { "did you mean `\($0)`?" }
        ?? "the findings are \(names.joined(separator: ", "))")
    return nil
  }
}

// What the chapters must say of the inventory, and the inventory of the chapters.
extension BookFolder {
  /// The ids in `covers` options that the inventory does not know, and the places in the inventory
  /// that the book does not have.
  func misplacedItems() -> [Diagnostic] {
    guard let inventory else { return [] }
    let ids = Set(inventory.items.map(\.id.value))
    var diagnostics: [Diagnostic] = []
    for chapter in chapters {
      for id in chapter.chapter.blocks.flatMap(\.options.covers) where !ids.contains(id.value) {
        let nearest = nearestName(to: id.value, among: inventory.items.map(\.id.value))
        diagnostics.append(
          Diagnostic(
            "unknown-item", "the inventory has no item `\(id.value)`", path: chapter.path,
            span: id.span,
            hint: nearest.map { "did you mean `\($0)`?" }
              ?? "the items are listed in \(Self.inventoryPath)"))
      }
    }
    let places =
      chapters.map(\.stem).filter { $0 != Inventory.frontPage }
      + [Inventory.frontPage, Inventory.bibliography]
    for place in inventory.items.compactMap(\.place) where !places.contains(place.value) {
      diagnostics.append(
        Diagnostic(
          "unknown-place", "there is no chapter `\(place.value)`", path: Self.inventoryPath,
          span: place.span,
          hint: nearestName(to: place.value, among: places).map { "did you mean `\($0)`?" }
            ?? "the places are \(places.joined(separator: ", "))"))
    }
    return diagnostics
  }

  /// The items of the inventory that no block covers and that have no place of their own.
  ///
  /// A chapter that could not be read may cover them.
  func uncoveredItems() -> [Diagnostic] {
    guard let inventory, !chapters.contains(where: \.isBroken) else { return [] }
    let covered = Set(
      chapters.flatMap { $0.chapter.blocks.flatMap { $0.options.covers.map(\.value) } })
    return inventory.items.compactMap { item in
      guard item.place == nil, !covered.contains(item.id.value) else { return nil }
      return Diagnostic(
        "uncovered-item", "no block covers `\(item.id.value)`", path: Self.inventoryPath,
        span: item.id.span,
        hint: "write `//| covers: [\(item.id.value)]` on top of the block that shows it, or "
          + "`at: CHAPTER` here where no block can")
    }
  }
}
