import BookModel

extension BookInput {
  /// The front page: what the book is, its chapters, and why its numbers can be relied on.
  func frontPage() -> HTMLNode {
    var hero: [HTMLNode] = [.element(.h1, text: info.title)]
    if !info.description.isEmpty {
      hero.append(.element(.p, .class("lede"), text: info.description))
    }
    if !info.authors.isEmpty {
      hero.append(.element(.p, .class("authors"), text: ChapterRenderer.list(info.authors)))
    }
    var actions: [HTMLNode] = []
    if let first = chapters.first {
      actions.append(
        .element(
          .a, .class("start"), .href(PageURL(path: first.pageName)), text: "Start reading"))
    }
    if let repository = info.repository.flatMap(PageURL.init(authored:)), repository.isExternal {
      actions.append(
        .element(.a, [.href(repository), .rel("noopener")], [.text("Source and chapters")]))
    }
    hero.append(.element(.p, [.class("actions")], actions))
    let cover = HTMLNode.void(
      .img,
      [
        .class("cover"), .src(PageURL(path: "assets/cover.svg")),
        .alt(
          "Four by four translucent squares, each overlapping its neighbours: "
            + "where more of them overlap, the pattern is darker."),
        .width(360), .height(360),
      ])
    let main = HTMLNode.element(
      .main, [.id("_content"), .tabIndex(-1)],
      [
        .element(.div, [.class("hero")], [.element(.div, [], hero), cover]),
        chapterMap(), guarantee(),
      ])
    return shell(
      title: info.title, description: info.description, current: nil, bodyClass: "front",
      body: [main])
  }

  private func chapterMap() -> HTMLNode {
    let items = chapters.map { chapter in
      HTMLNode.element(
        .li, [],
        [
          .element(.span, .class("number"), text: chapter.number.map { "\($0)" } ?? ""),
          .element(
            .div, [],
            [
              .element(
                .h3, [],
                [.element(.a, .href(PageURL(path: chapter.pageName)), text: chapter.title)]),
              .element(.p, text: chapter.description),
            ]),
        ])
    }
    return .element(
      .section, [.class("map"), .aria(.labelledby, "_map")],
      [.element(.h2, .id("_map"), text: "Chapters"), .element(.ol, [], items)])
  }

  private func guarantee() -> HTMLNode {
    let points = [
      (
        "Computed",
        "Every number, table and figure is what the Swift code beside it yields. None is typed in "
          + "by hand, those inside a sentence included."
      ),
      (
        "The same bits everywhere",
        "Each sum is added in one documented order; exponentials, logarithms and random numbers "
          + "are the engine’s own. Machines and thread counts change nothing."
      ),
      (
        "Checked, not trusted",
        "Each result is recorded in the chapter’s text. One command runs everything afresh and "
          + "compares bit by bit: text, the numbers under every figure, and these pages."
      ),
    ]
    let items = points.flatMap { title, text in
      [HTMLNode.element(.dt, text: title), .element(.dd, text: text)]
    }
    return .element(
      .section, [.class("guarantee"), .aria(.labelledby, "_guarantee")],
      [
        .element(.h2, .id("_guarantee"), text: "Why the numbers can be relied on"),
        .element(.dl, [], Self.pairs(items)), .element(.p, .class("counts"), text: counts),
      ])
  }

  /// Wraps each term with its description, so that they can stand in columns.
  private static func pairs(_ items: [HTMLNode]) -> [HTMLNode] {
    stride(from: 0, to: items.count - 1, by: 2).map {
      .element(.div, [], [items[$0], items[$0 + 1]])
    }
  }

  /// How much of the book is computed.
  private var counts: String {
    var blocks = 0
    var figures = 0
    var values = 0
    for chapter in chapters {
      blocks += chapter.chapter.blocks.count
      values += chapter.chapter.values.count
      for outcome in chapter.outcome.blocks {
        for artifact in outcome?.artifacts ?? [] {
          switch artifact {
          case .figure: figures += 1
          case .explorer(let explorer): figures += explorer.frames.count
          case .text, .table, .derivation: continue
          }
        }
      }
    }
    func count(_ number: Int, _ word: String) -> String {
      "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    let parts = [
      count(chapters.count, "chapter"), count(blocks, "executed block"), count(figures, "figure"),
      count(values, "computed number") + " in prose",
    ]
    return parts.joined(separator: " · ")
  }
}
