import BookModel

/// What `index.md` gives to the front page; nothing, where there is none.
struct FrontPageText {
  /// The id of the text's own title, which the book's title stands for.
  var titleID: String?
  /// The picture beside the title.
  var cover: HTMLNode?
  var aboveMap: [HTMLNode] = []
  var belowMap: [HTMLNode] = []
  /// Notes, references, and where the page comes from.
  var endMatter: [HTMLNode] = []
}

extension BookInput {
  /// The front page: what the book is, its text, its chapters, and why its numbers can be relied
  /// on.
  func renderFrontPage(_ text: FrontPageText) -> HTMLNode {
    let hero = HTMLNode.element(
      .div, [.class("hero")],
      [.element(.div, [], heroWords(titleID: text.titleID)), text.cover ?? builtInCover])
    func article(_ content: [HTMLNode]) -> [HTMLNode] {
      content.isEmpty ? [] : [.element(.article, [.class("prose")], content)]
    }
    var content = [hero] + article(text.aboveMap)
    if !chapters.isEmpty { content.append(chapterMap()) }
    content += article(text.belowMap) + [guarantee()]
    if !text.endMatter.isEmpty {
      content.append(.element(.div, [.class("prose")], text.endMatter))
    }
    let main = HTMLNode.element(.main, [.id("_content"), .tabIndex(-1)], content)
    return shell(
      title: info.title, description: info.description, current: nil, bodyClass: "front",
      body: [main])
  }

  private func heroWords(titleID: String?) -> [HTMLNode] {
    let id: [HTMLAttribute] = titleID.map { [.id($0)] } ?? []
    var hero: [HTMLNode] = [.element(.h1, id, [.text(info.title)])]
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
    if !actions.isEmpty { hero.append(.element(.p, [.class("actions")], actions)) }
    return hero
  }

  private var builtInCover: HTMLNode {
    .element(
      .figure, [.class("cover")],
      [
        .void(
          .img,
          [
            .src(PageURL(path: "assets/cover.svg")),
            .alt(
              "Four by four translucent squares, each overlapping its neighbours: "
                + "where more of them overlap, the pattern is darker."),
            .width(324), .height(324),
          ]),
        .element(
          .figcaption,
          text: "Sixteen stamps of a 3 × 3 kernel, two cells apart. Nobody drew the pattern: "
            + "it is where they overlap."),
      ])
  }

  private func chapterMap() -> HTMLNode {
    let items = chapters.map { chapter in
      let number = chapter.number.map {
        [HTMLNode.element(.span, .class("number"), text: "\($0)")]
      }
      let title = HTMLNode.element(
        .a, .href(PageURL(path: chapter.pageName)), text: chapter.title)
      let words = HTMLNode.element(
        .div, [.class("words")],
        [
          .element(.h3, [], (number ?? []) + [title]),
          .element(.p, text: chapter.description),
        ])
      return HTMLNode.element(.li, [], [Self.picture(of: chapter), words])
    }
    return .element(
      .section, [.class("map"), .aria(.labelledby, "_map")],
      [.element(.h2, .id("_map"), text: "Chapters"), .element(.ol, [], items)])
  }

  /// A figure of the chapter, as it stands there: the one whose form fits the place best.
  private static func picture(of chapter: ChapterInput) -> HTMLNode {
    var best: (name: String, figure: FigureArtifact, misfit: Double)?
    func consider(_ figure: FigureArtifact, _ name: String) {
      guard figure.displayWidth > 0, figure.displayHeight > 0 else { return }
      let form = Double(figure.displayWidth) / Double(figure.displayHeight)
      let misfit = Swift.max(form / 1.8, 1.8 / form)
      if misfit < best?.misfit ?? .infinity { best = (name, figure, misfit) }
    }
    for (index, block) in chapter.chapter.blocks.enumerated() {
      let options = block.options
      guard options.output, !options.answer, chapter.outcome.blocks.indices.contains(index),
        let outcome = chapter.outcome.blocks[index]
      else { continue }
      let names = FigureNames(block: block, index: index, artifacts: outcome.artifacts)
      for (position, artifact) in outcome.artifacts.enumerated() {
        switch artifact {
        case .figure(let figure): consider(figure, names[position])
        case .explorer(let explorer) where explorer.frames.indices.contains(explorer.initialFrame):
          let frame = explorer.initialFrame
          consider(
            explorer.frames[frame].figure,
            FigureNames.frame(frame, of: explorer, name: names[position]))
        default: continue
        }
      }
    }
    guard let best else { return .element(.div, [.class("picture")], []) }
    // The title beside it says all that the picture could.
    let image = HTMLNode.void(
      .img,
      [
        .src(PageURL(path: "figures/\(chapter.slug)/\(best.name).png")), .alt(""),
        .width(best.figure.displayWidth), .height(best.figure.displayHeight), .loading("lazy"),
      ])
    return .element(.div, [.class("picture")], [image])
  }

  private func guarantee() -> HTMLNode {
    let points = [
      (
        "Computed",
        "Every figure, table and derivation, and every number with a dotted line under it, is what "
          + "the Swift code of its page yields. None is typed in by hand."
      ),
      (
        "The same bits everywhere",
        "Each sum is added in one documented order, with fused multiply-add; random numbers come "
          + "from the engine’s own generator, and its own code writes the digits. So results are "
          + "held to equality, not to a tolerance."
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
    for chapter in texts {
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
