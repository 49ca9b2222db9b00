import BookModel

extension ChapterRenderer {
  mutating func render(_ blocks: [MarkdownBlock]) -> [HTMLNode] {
    blocks.flatMap { render($0) }
  }

  private mutating func render(_ block: MarkdownBlock) -> [HTMLNode] {
    switch block.kind {
    case .heading(let level, let title, let id): return [heading(level, title, id)]
    case .paragraph(let inlines): return [paragraph(inlines)]
    case .quote(let blocks): return [.element(.blockquote, [], render(blocks))]
    case .callout(let kind, let title, let blocks): return [callout(kind, title, blocks)]
    case .list(let list): return [render(list)]
    case .code(let language, let code): return [codeBox(language, [.text(code)])]
    case .executed(let index): return renderCell(index)
    case .math(let tex, let origin, let label):
      let node = formula(tex, at: origin, isDisplay: true)
      return [equation(node, label: label?.value)]
    case .table(let table): return [render(table)]
    case .thematicBreak: return [.void(.hr, [])]
    case .footnoteDefinition: return []
    case .generated(let part): return generated(part, at: block.span)
    }
  }

  private mutating func heading(
    _ level: Int, _ title: [MarkdownInline], _ id: String
  ) -> HTMLNode {
    let tags: [HTMLTag] = [.h2, .h2, .h3, .h4, .h5, .h6]
    var content: [HTMLNode] = []
    if let number = numbers.headingNumbers[id] {
      content += [.element(.span, .class("number"), text: number), .text(" ")]
    }
    content += render(title)
    content.append(
      .element(
        .a,
        [
          .class("anchor"), .href(PageURL(fragment: id)),
          .aria(.label, "Link to this section: \(title.plainText)"),
        ], []))
    return .element(tags[min(max(level, 1), 6) - 1], [.id(id)], content)
  }

  /// A paragraph; an image that stands alone becomes a figure.
  private mutating func paragraph(_ inlines: [MarkdownInline]) -> HTMLNode {
    guard inlines.count == 1, case .image(_, let title, _) = inlines[0].kind else {
      return .element(.p, [], render(inlines))
    }
    var content: [HTMLNode] = [.element(.div, [.class("paper")], render(inlines))]
    if let title, !title.isEmpty { content.append(.element(.figcaption, text: title)) }
    return .element(.figure, [.class("figure")], content)
  }

  private mutating func callout(
    _ kind: CalloutKind, _ title: [MarkdownInline], _ blocks: [MarkdownBlock]
  ) -> HTMLNode {
    let className = "callout \(kind.rawValue.lowercased())"
    var name: String
    switch kind {
    case .exercise:
      exerciseCount += 1
      name = "Exercise \(exerciseNumber)"
    case .answer: name = exerciseCount > 0 ? "Answer to exercise \(exerciseNumber)" : "Answer"
    default: name = kind.rawValue.prefix(1) + kind.rawValue.dropFirst().lowercased()
    }
    var heading: [HTMLNode] = [.element(.span, .class("kind"), text: name)]
    if !title.isEmpty {
      heading += [.text(" ")] + [.element(.span, [.class("title")], render(title))]
    }
    let content = render(blocks)
    if kind == .answer {
      return .element(
        .details, [.class(className)],
        [.element(.summary, [], heading), .element(.div, [.class("body")], content)])
    }
    return .element(
      .div, [.class(className), .role("note"), .aria(.label, name)],
      [.element(.p, [.class("callout-title")], heading)] + content)
  }

  var exerciseNumber: String {
    input.number.map { "\($0).\(exerciseCount)" } ?? "\(exerciseCount)"
  }

  private mutating func render(_ list: MarkdownList) -> HTMLNode {
    let isTaskList = list.items.contains { $0.isDone != nil }
    let items = list.items.map { item in
      var content: [HTMLNode] = []
      for block in item.blocks {
        if list.isTight, case .paragraph(let inlines) = block.kind {
          if !content.isEmpty { content.append(.text("\n")) }
          content += render(inlines)
        } else {
          content += render(block)
        }
      }
      guard let isDone = item.isDone else { return HTMLNode.element(.li, [], content) }
      let box = HTMLNode.void(
        .input,
        [.type("checkbox"), .disabled] + (isDone ? [.checked] : [])
          + [.aria(.label, isDone ? "Done" : "To do")])
      return .element(.li, [.class("task")], [box, .text(" ")] + content)
    }
    var attributes: [HTMLAttribute] = isTaskList ? [.class("tasks")] : []
    if let start = list.start, start != 1 { attributes.append(.start(start)) }
    return .element(list.start == nil ? .ul : .ol, attributes, items)
  }

  private mutating func render(_ table: MarkdownTable) -> HTMLNode {
    func attributes(_ column: Int) -> [HTMLAttribute] {
      guard table.alignments.indices.contains(column) else { return [] }
      let alignment = table.alignments[column]
      return alignment == .none ? [] : [.class(alignment.rawValue)]
    }
    let header = table.header.enumerated().map { column, cell in
      HTMLNode.element(.th, [.scope("col")] + attributes(column), render(cell))
    }
    let rows = table.rows.map { row in
      HTMLNode.element(
        .tr, [],
        row.enumerated().map { column, cell in
          .element(.td, attributes(column), render(cell))
        })
    }
    return scrollBox([Self.table(header: header, rows: rows)])
  }

  static func table(header: [HTMLNode], rows: [HTMLNode]) -> HTMLNode {
    let head = HTMLNode.element(.thead, [], [.element(.tr, [], header)])
    return .element(.table, [], [head, .element(.tbody, [], rows)])
  }

  /// What is wider than the page scrolls in a box of its own.
  func scrollBox(_ content: [HTMLNode]) -> HTMLNode {
    .element(.div, [.class("scroll")], content)
  }

  func codeBox(_ language: String?, _ code: [HTMLNode]) -> HTMLNode {
    let attributes: [HTMLAttribute] = language.map { [.data(.language, $0)] } ?? []
    return .element(
      .div, [.class("code")] + attributes,
      [
        .element(.pre, [], [.element(.code, [], code)]),
        .element(
          .button,
          [
            .type("button"), .class("copy"), .data(.action, "copy"), .title("Copy"),
            .aria(.label, "Copy the code"),
          ], []),
      ])
  }

  /// A formula on its own line, with its number where it has a label.
  func equation(_ formula: HTMLNode, label: String?) -> HTMLNode {
    guard let label, let target = target(label) else {
      return .element(.div, [.class("equation")], [scrollBox([formula])])
    }
    let number = HTMLNode.element(
      .a, [.class("number"), .href(PageURL(fragment: label)), .aria(.label, target.words)],
      [.text("(\(target.number ?? ""))")])
    return .element(
      .div, [.class("equation numbered"), .id(label)], [scrollBox([formula]), number])
  }

  // MARK: Inlines

  mutating func render(_ inlines: [MarkdownInline]) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    for inline in inlines {
      // A browser would let the full stop after a formula begin the next line.
      if case .text(let text) = inline.kind, case .math? = nodes.last {
        let marks = text.prefix { ".,;:!?)]’”".contains($0) }
        if !marks.isEmpty {
          nodes.append(
            .element(.span, [.class("keep")], [nodes.removeLast(), .text(String(marks))]))
          if marks.count < text.count { nodes.append(.text(String(text.dropFirst(marks.count)))) }
          continue
        }
      }
      nodes += render(inline)
    }
    return nodes
  }

  private mutating func render(_ inline: MarkdownInline) -> [HTMLNode] {
    switch inline.kind {
    case .text(let text): return renderText(text, at: inline.span)
    case .emphasis(let children): return [.element(.em, [], render(children))]
    case .strong(let children): return [.element(.strong, [], render(children))]
    case .code(let code): return [.element(.code, text: code)]
    case .value(let index): return [value(index)]
    case .math(let tex, let origin): return [formula(tex, at: origin, isDisplay: false)]
    case .link(let destination, let title, let children):
      // A link inside of a link is none.
      let outer = citesInProse
      citesInProse = false
      let content = render(children)
      citesInProse = outer
      guard let url = link(to: destination, at: inline.span) else { return content }
      var attributes: [HTMLAttribute] = [.href(url)]
      if let title { attributes.append(.title(title)) }
      if url.isExternal { attributes.append(.rel("noopener")) }
      return [.element(.a, attributes, content)]
    case .image(let source, _, let alternative):
      guard let url = PageURL(authored: source), !url.isExternal else {
        report(
          "invalid-image", "an image must be a file of the book, and \"\(source)\" is none",
          at: inline.span, hint: "put the file beside the chapter and name its relative path")
        return []
      }
      return [.void(.img, [.src(url), .alt(alternative), .loading("lazy")])]
    case .reference(let label): return reference(label, at: inline.span)
    case .citation(let keys): return citation(keys, at: inline.span)
    case .footnote(let name): return noteMark(name, at: inline.span)
    case .softBreak: return [.text("\n")]
    case .lineBreak: return [.void(.br, []), .text("\n")]
    }
  }

  private func value(_ index: Int) -> HTMLNode {
    let value = input.chapter.values[index]
    let outcomes = input.outcome.values
    let text = (outcomes.indices.contains(index) ? outcomes[index] : nil) ?? value.recorded
    guard let text else {
      return .element(.span, .class("value missing"), .title(value.code.text), text: "not run")
    }
    return .element(.span, .class("value"), .title(value.code.text), text: text)
  }

  private mutating func reference(_ label: String, at span: SourceSpan) -> [HTMLNode] {
    guard let target = target(label) else {
      let (message, hint) = labels.problem(with: label)
      report("unresolved-reference", message, at: span, hint: hint)
      return [.text("@\(label)")]
    }
    let page = target.page == input.pageName ? "" : target.page
    return [
      .element(
        .a, .class("reference"), .href(PageURL(path: page, fragment: label)), text: target.words)
    ]
  }

  private mutating func link(to destination: String, at span: SourceSpan) -> PageURL? {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = parts.count > 1 ? String(parts[1]) : nil
    var path = String(parts.first ?? "")
    while path.hasPrefix("./") { path.removeFirst(2) }
    if path.isEmpty, let fragment {
      checkAnchor(fragment, of: chapterIndex, at: span)
      return PageURL(fragment: fragment)
    }
    if path.hasSuffix(".md"), !path.contains(":") {
      guard let index = book.texts.firstIndex(where: { $0.slug + ".md" == path }) else {
        let slugs = book.texts.map { $0.slug + ".md" }
        report(
          "unresolved-link", "the link leads to \(path), which is no chapter of the book",
          at: span, hint: nearestName(to: path, among: slugs).map { "did you mean \($0)?" })
        return nil
      }
      if let fragment { checkAnchor(fragment, of: index, at: span) }
      return PageURL(path: book.texts[index].pageName, fragment: fragment)
    }
    guard let url = PageURL(authored: destination) else {
      report(
        "invalid-link",
        "a link must be http, https, mailto or a relative path, and \"\(destination)\" is none",
        at: span)
      return nil
    }
    return url
  }

  private mutating func checkAnchor(_ anchor: String, of index: Int, at span: SourceSpan) {
    let anchors = labels.chapters[index].anchors
    guard !anchors.contains(anchor), !anchor.isEmpty else { return }
    report(
      "unresolved-link",
      "the link leads to #\(anchor), which \(book.texts[index].slug) does not have", at: span,
      hint: nearestName(to: anchor, among: anchors.sorted()).map { "did you mean #\($0)?" })
  }
}
