import BookModel

// What stands at the end of a page, and the marks in the text that lead there and back.
extension ChapterRenderer {
  mutating func collectNotes(_ blocks: [MarkdownBlock]) {
    for block in blocks {
      switch block.kind {
      case .footnoteDefinition(let name, let content):
        definitionsOfNotes[name] = (content, block.span)
      case .quote(let content), .callout(_, _, let content): collectNotes(content)
      case .list(let list):
        for item in list.items { collectNotes(item.blocks) }
      default: continue
      }
    }
  }

  mutating func noteMark(_ name: String, at span: SourceSpan) -> [HTMLNode] {
    guard definitionsOfNotes[name] != nil else {
      report(
        "unresolved-footnote", "no footnote is named \(name)", at: span,
        hint: nearestName(to: name, among: definitionsOfNotes.keys.sorted()).map {
          "did you mean [^\($0)]?"
        } ?? "write [^\(name)]: and the note's text on a line of its own")
      return []
    }
    if !notes.contains(name) { notes.append(name) }
    mentionsOfNote[name, default: 0] += 1
    let number = notes.firstIndex(of: name).map { $0 + 1 } ?? 0
    let link = HTMLNode.element(
      .a,
      [
        .href(PageURL(fragment: "_note-\(number)")),
        .id(Self.mentionID(note: number, mention: mentionsOfNote[name, default: 1])),
        .aria(.label, "Note \(number)"),
      ], [.text("\(number)")])
    return [.element(.sup, [.class("note-mark")], [link])]
  }

  private static func mentionID(note: Int, mention: Int) -> String {
    mention == 1 ? "_mention-\(note)" : "_mention-\(note)-\(mention)"
  }

  /// The notes; one may mention a further one, which then follows.
  mutating func renderNotes() -> [HTMLNode] {
    var contents: [[HTMLNode]] = []
    while contents.count < notes.count {
      let blocks = definitionsOfNotes[notes[contents.count]]?.blocks ?? []
      contents.append(render(blocks))
    }
    if contents.isEmpty { return [] }
    let items = contents.enumerated().map { index, content in
      let number = index + 1
      let mentions = mentionsOfNote[notes[index], default: 1]
      let backLinks: [HTMLNode] = (1...max(1, mentions)).flatMap { mention -> [HTMLNode] in
        let url = PageURL(fragment: Self.mentionID(note: number, mention: mention))
        let label =
          mentions > 1
          ? "Back to mention \(mention) of note \(number)" : "Back to note \(number) in the text"
        return [
          .text(" "),
          .element(.a, .class("back"), .href(url), .aria(.label, label), text: "↩\u{FE0E}"),
        ]
      }
      return HTMLNode.element(
        .li, [.id("_note-\(number)")], Self.appending(backLinks, to: content))
    }
    return [endSection("notes", "Notes", [.element(.ol, [], items)])]
  }

  /// Puts nodes at the end of a last paragraph, else behind everything.
  private static func appending(_ nodes: [HTMLNode], to content: [HTMLNode]) -> [HTMLNode] {
    if case .element(.p, let attributes, let children) = content.last {
      return content.dropLast() + [.element(.p, attributes, children + nodes)]
    }
    return content + nodes
  }

  mutating func citation(_ keys: [String], at span: SourceSpan) -> [HTMLNode] {
    var links: [HTMLNode] = []
    for key in keys {
      guard let entry = bibliography[key] else {
        report(
          "unknown-citation", "references.yml has no entry with the key \(key)", at: span,
          hint: nearestName(to: key, among: bibliography.keys.sorted()).map {
            "did you mean [@\($0)]?"
          })
        continue
      }
      let number = number(ofCited: key)
      if !links.isEmpty { links.append(.text(", ")) }
      links.append(
        .element(
          .a, .href(PageURL(fragment: "_work-\(number)")), .title(Self.shortTitle(of: entry)),
          text: "\(number)"))
    }
    return [.element(.span, [.class("citation")], [.text("[")] + links + [.text("]")])]
  }

  /// The place of a work in the list below the page, which it joins when it is first cited.
  private mutating func number(ofCited key: String) -> Int {
    if let index = citedKeys.firstIndex(of: key) { return index + 1 }
    citedKeys.append(key)
    return citedKeys.count
  }

  /// Text in which the key of a work behind an `@` is a citation in words.
  ///
  /// As in Quarto, `@odena2016` becomes “Odena et al. (2016)”. Whatever else stands behind an `@` stays text, and so
  /// does a key with a backslash before it.
  mutating func renderText(_ text: String, at span: SourceSpan) -> [HTMLNode] {
    guard citesInProse, text.contains("@") else { return [.text(text)] }
    let source = input.chapter.source.text(span.bytes)
    var nodes: [HTMLNode] = []
    var plain = ""
    var rest = text[...]
    while let sign = rest.firstIndex(of: "@") {
      let isWord = (sign == text.startIndex ? nil : text[text.index(before: sign)]).map {
        $0.isLetter || $0.isNumber || "_.-+@/".contains($0)
      }
      let run = rest[rest.index(after: sign)...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber || "_-:.".contains($0))
      }
      let key = String(
        run[
          ..<(run.lastIndex { $0.isLetter || $0.isNumber }.map { run.index(after: $0) }
            ?? run.startIndex)])
      guard isWord != true, let entry = bibliography[key], !source.contains("\\@\(key)") else {
        plain += rest[...sign]
        rest = rest[rest.index(after: sign)...]
        continue
      }
      plain += rest[..<sign]
      if !plain.isEmpty { nodes.append(.text(plain)) }
      plain = ""
      nodes.append(
        .element(
          .a, .class("reference"), .href(PageURL(fragment: "_work-\(number(ofCited: key))")),
          .title(Self.shortTitle(of: entry)), text: Self.words(for: entry)))
      rest = rest[rest.index(sign, offsetBy: key.count + 1)...]
    }
    plain += rest
    if !plain.isEmpty { nodes.append(.text(plain)) }
    return nodes
  }

  /// A work in a sentence, by its authors and its year.
  private static func words(for entry: BibliographyEntry) -> String {
    let names = entry.authors.map { author in
      author.contains(",") ? author.prefix { $0 != "," } : author.split(separator: " ").last ?? ""
    }
    let authors =
      switch names.count {
      case 0: entry.title
      case 1: String(names[0])
      case 2: "\(names[0]) and \(names[1])"
      default: "\(names[0]) et al."
      }
    return entry.year.map { "\(authors)\u{A0}(\($0))" } ?? authors
  }

  private static func shortTitle(of entry: BibliographyEntry) -> String {
    let parts = [
      entry.authors.joined(separator: ", "), entry.year.map { "\($0)" } ?? "", entry.title,
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  mutating func renderReferences() -> [HTMLNode] {
    if citedKeys.isEmpty { return [] }
    var items: [HTMLNode] = []
    for (index, key) in citedKeys.enumerated() {
      guard let entry = bibliography[key] else { continue }
      items.append(.element(.li, [.id("_work-\(index + 1)")], describe(entry)))
    }
    return [endSection("references", "References", [.element(.ol, [], items)])]
  }

  private mutating func describe(_ entry: BibliographyEntry) -> [HTMLNode] {
    var title: HTMLNode = .element(.cite, text: entry.title)
    if let address = entry.url {
      if let url = PageURL(authored: address), url.isExternal {
        title = .element(.a, [.href(url), .rel("noopener")], [title])
      } else {
        report(
          "invalid-link",
          "the reference \(entry.key) has the address \"\(address)\"; expected http or https",
          at: nil)
      }
    }
    var nodes: [HTMLNode] = []
    if !entry.authors.isEmpty { nodes.append(.text(Self.list(entry.authors) + ". ")) }
    nodes.append(title)
    let tail = [entry.venue, entry.year.map { "\($0)" }].compactMap(\.self)
    nodes.append(.text(tail.isEmpty ? "." : ". " + tail.joined(separator: ", ") + "."))
    return nodes
  }

  /// “A”, “A and B”, “A, B and C”.
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  private func endSection(_ name: String, _ title: String, _ content: [HTMLNode]) -> HTMLNode {
    .element(
      .section, [.class("end-matter \(name)"), .aria(.labelledby, "_\(name)")],
      [.element(.h2, .id("_\(name)"), text: title)] + content)
  }
}
