import BookModel

// What every page has around its content.
extension BookInput {
  func shell(title: String, description: String, current: Int?, bodyClass: String, body: [HTMLNode])
    -> HTMLNode
  {
    var head: [HTMLNode] = [
      .void(.meta, [.charsetUTF8]),
      .void(
        .meta, [.name("viewport"), .content("width=device-width, initial-scale=1")]),
      .element(.title, text: title),
      .void(.meta, [.name("description"), .content(description)]),
      .void(.meta, [.name("color-scheme"), .content("light dark")]),
    ]
    if !info.authors.isEmpty {
      head.append(.void(.meta, [.name("author"), .content(ChapterRenderer.list(info.authors))]))
    }
    head += [
      .void(
        .link,
        [
          .rel("icon"), .type("image/svg+xml"), .href(PageURL(path: "assets/favicon.svg")),
        ]),
      .void(.link, [.rel("stylesheet"), .href(PageURL(path: "assets/book.css"))]),
      // In the head, so that a remembered theme is set before anything is drawn.
      .element(.script, [.src(PageURL(path: "assets/book.js"))], []),
    ]
    let skip = HTMLNode.element(
      .a, .class("skip"), .href(PageURL(fragment: "_content")), text: "Skip to the text")
    let page = HTMLNode.element(
      .body, [.class(bodyClass)], [skip, topBar(hasMenu: current != nil)] + body)
    return .element(.html, [.lang(info.language)], [.element(.head, [], head), page])
  }

  private func topBar(hasMenu: Bool) -> HTMLNode {
    var items: [HTMLNode] = []
    if hasMenu {
      items.append(
        .element(
          .a,
          [.class("menu"), .href(PageURL(fragment: "_chapters")), .aria(.label, "Chapters")], []))
    }
    items += [
      .element(.a, .class("home"), .href(PageURL(path: "index.html")), text: info.title),
      .element(
        .button,
        [.type("button"), .class("theme"), .data(.action, "theme"), .aria(.label, "Dark theme")],
        []),
    ]
    return .element(.header, [.class("top")], items)
  }

  /// The list of the chapters at a page's side.
  func sidebar(current: Int) -> HTMLNode {
    let items = chapters.enumerated().map { index, chapter in
      let link = HTMLNode.element(
        .a,
        [.href(PageURL(path: chapter.pageName))]
          + (index == current ? [.aria(.current, "page")] : []),
        [
          .element(.span, .class("number"), text: chapter.number.map { "\($0)" } ?? ""),
          .element(.span, text: chapter.title),
        ])
      return HTMLNode.element(.li, [], [link])
    }
    return .element(
      .nav, [.class("chapters"), .id("_chapters"), .aria(.label, "Chapters")],
      [
        .element(.a, .class("close"), .href(PageURL(fragment: "_content")), text: "Close"),
        .element(.p, [.class("nav-title")], [.text("Chapters")]),
        .element(.ol, [], items),
      ])
  }

  /// The links to the chapters before and after.
  func pager(current: Int) -> HTMLNode {
    func link(_ index: Int, _ direction: String, _ className: String) -> [HTMLNode] {
      guard chapters.indices.contains(index) else { return [] }
      let chapter = chapters[index]
      let number = chapter.number.map { "\($0)\u{2002}" } ?? ""
      return [
        .element(
          .a, [.class(className), .href(PageURL(path: chapter.pageName)), .rel(className)],
          [
            .element(.span, .class("direction"), text: direction),
            .element(.span, .class("title"), text: number + chapter.title),
          ])
      ]
    }
    return .element(
      .nav, [.class("pager"), .aria(.label, "Previous and next chapter")],
      link(current - 1, "Previous", "prev") + link(current + 1, "Next", "next"))
  }
}

extension ChapterRenderer {
  func page(_ content: [HTMLNode], titleID: String?) -> HTMLNode {
    let prefix = input.number.map { "\($0) · " } ?? ""
    return book.shell(
      title: "\(prefix)\(input.title) — \(book.info.title)", description: input.description,
      current: chapterIndex, bodyClass: "chapter",
      body: [
        .element(
          .div, [.class("layout")],
          [
            book.sidebar(current: chapterIndex),
            .element(
              .main, [.id("_content"), .tabIndex(-1)],
              [
                .element(.article, [], [titleBlock(titleID)] + outline(isInline: true) + content),
                footer(),
              ]),
          ] + outline(isInline: false))
      ])
  }

  private func titleBlock(_ titleID: String?) -> HTMLNode {
    var nodes: [HTMLNode] = []
    if let number = input.number {
      nodes.append(.element(.p, .class("eyebrow"), text: "Chapter \(number)"))
    }
    let id: [HTMLAttribute] = titleID.map { [.id($0)] } ?? []
    nodes.append(.element(.h1, id, [.text(input.title)]))
    if !input.description.isEmpty {
      nodes.append(.element(.p, .class("lede"), text: input.description))
    }
    return .element(.header, [.class("title-block")], nodes)
  }

  /// The page's sections: at its side where there is room, else folded below the title.
  private func outline(isInline: Bool) -> [HTMLNode] {
    if numbers.outline.isEmpty { return [] }
    let items = numbers.outline.map { entry in
      var content: [HTMLNode] = []
      if let number = entry.number {
        content += [.element(.span, .class("number"), text: number), .text(" ")]
      }
      content += outlineNodes(entry.title)
      return HTMLNode.element(
        .li, [.class("level-\(entry.level)")],
        [.element(.a, [.href(PageURL(fragment: entry.id))], content)])
    }
    let list = HTMLNode.element(.ol, [], items)
    let title = "On this page"
    if isInline {
      return [
        .element(
          .details, [.class("outline-fold")],
          [
            .element(.summary, text: title),
            .element(.nav, [.aria(.label, title)], [list]),
          ])
      ]
    }
    return [
      .element(
        .nav, [.class("outline"), .aria(.label, title)],
        [.element(.p, [.class("nav-title")], [.text(title)]), list])
    ]
  }

  /// A heading without its links and notes, which may not stand inside a link.
  private func outlineNodes(_ title: [MarkdownInline]) -> [HTMLNode] {
    title.flatMap { inline -> [HTMLNode] in
      switch inline.kind {
      case .text(let text): [.text(text)]
      case .code(let code): [.element(.code, text: code)]
      case .emphasis(let children): [.element(.em, [], outlineNodes(children))]
      case .strong(let children): [.element(.strong, [], outlineNodes(children))]
      case .link(_, _, let children): outlineNodes(children)
      case .math(let tex, _): [mathML(tex, isDisplay: false).node]
      case .reference(let label): [.text(target(label)?.words ?? label)]
      case .softBreak, .lineBreak: [.text(" ")]
      case .value, .image, .citation, .footnote: []
      }
    }
  }

  /// The links to the chapters before and after, and to the sources of the page.
  func footer() -> HTMLNode {
    let sources: [HTMLNode] = [
      .text("This page is written in "),
      .element(.a, .href(PageURL(path: "source/\(input.slug).md")), text: "Markdown"),
      .text("; its code is also "),
      .element(.a, .href(PageURL(path: "source/\(input.slug).swift")), text: "one Swift file"),
      .text(". Every number and figure was computed by that code."),
    ]
    return .element(
      .footer, [.class("page-end")],
      (input.isFrontPage ? [] : [book.pager(current: chapterIndex)])
        + [.element(.p, [.class("sources")], sources)])
  }
}
