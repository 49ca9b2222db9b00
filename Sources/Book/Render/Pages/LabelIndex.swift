import BookModel

/// What a label stands for, and so the word in front of its number.
enum LabelKind: String, CaseIterable {
  case figure = "fig"
  case table = "tbl"
  case listing = "lst"
  case equation = "eq"
  case section = "sec"

  /// The kind that a label's prefix names; nil for a label that has none of them.
  init?(label: String) {
    guard let dash = label.firstIndex(of: "-") else { return nil }
    self.init(rawValue: String(label[..<dash]))
  }

  var word: String {
    switch self {
    case .figure: "Figure"
    case .table: "Table"
    case .listing: "Listing"
    case .equation: "Equation"
    case .section: "Section"
    }
  }
}

/// Where a label stands, and how it is called there.
struct LabelTarget {
  /// What stands in front of the number: the kind's word, or `Chapter`.
  var word: String
  /// Nil for a section of a chapter that has no number, and for the cover.
  var number: String?
  /// The heading of a section without a number.
  var title: String
  var chapterIndex: Int
  var page: String
  var path: String
  var span: SourceSpan

  /// The words of a reference, held together by no-break spaces.
  var words: String {
    number.map { "\(word)\u{A0}\($0)" } ?? (title.isEmpty ? word : "“\(title)”")
  }
}

/// A heading in a page's outline.
struct OutlineEntry {
  var level: Int
  var id: String
  var number: String?
  var title: [MarkdownInline]
}

/// What the first pass over a chapter finds: its numbers, its outline, its anchors.
struct ChapterNumbers {
  var outline: [OutlineEntry] = []
  var headingNumbers: [String: String] = [:]
  var anchors: Set<String> = []
  /// The section of each executed block, as a reader would name it; nil above the first one.
  var sections: [Int: String] = [:]
}

/// All labels of the book with their numbers.
///
/// They are found before any page is written, so that a page can refer to what stands in another
/// one. Two chapters may use the same label: each then means its own.
struct LabelIndex {
  private var targets: [String: [LabelTarget]] = [:]
  private(set) var chapters: [ChapterNumbers] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ chapters: [ChapterInput]) {
    for (index, chapter) in chapters.enumerated() {
      var collector = LabelCollector(chapter, index)
      collector.visit(chapter.chapter.body)
      self.chapters.append(collector.numbers)
      for (label, target) in collector.targets { add(label, target) }
    }
  }

  private mutating func add(_ label: String, _ target: LabelTarget) {
    guard
      let first = targets[label]?.first(where: { $0.chapterIndex == target.chapterIndex })
    else {
      targets[label, default: []].append(target)
      return
    }
    diagnostics.append(
      Diagnostic(
        "duplicate-label",
        "the label \(label) is used a second time; it first stands at "
          + "\(first.span.start.line):\(first.span.start.column)",
        path: target.path, span: target.span, hint: "give one of the two another label"))
  }

  /// What a label means in a chapter: the chapter's own target, else the only one of the others.
  func target(_ label: String, from chapterIndex: Int) -> LabelTarget? {
    let candidates = targets[label] ?? []
    if let own = candidates.first(where: { $0.chapterIndex == chapterIndex }) { return own }
    return candidates.count == 1 ? candidates[0] : nil
  }

  /// Why a reference has no target, and what to do.
  func problem(with label: String) -> (message: String, hint: String?) {
    if let candidates = targets[label] {
      let paths = candidates.map(\.path).joined(separator: ", ")
      return (
        "the label \(label) stands in several other chapters: \(paths)",
        "give the one that is meant a label of its own"
      )
    }
    return (
      "no block, equation or section of the book has the label \(label)",
      nearestName(to: label, among: targets.keys.sorted()).map { "did you mean @\($0)?" }
    )
  }
}

/// Walks through one chapter in reading order and counts.
private struct LabelCollector {
  let chapter: ChapterInput
  let chapterIndex: Int
  var numbers = ChapterNumbers()
  var targets: [(label: String, target: LabelTarget)] = []
  private var counts: [LabelKind: Int] = [:]
  private var section = 0
  private var subsection = 0
  private var sectionWords: String?

  init(_ chapter: ChapterInput, _ chapterIndex: Int) {
    self.chapter = chapter
    self.chapterIndex = chapterIndex
  }

  mutating func visit(_ blocks: [MarkdownBlock]) {
    for block in blocks {
      switch block.kind {
      case .heading(let level, let title, let id): heading(level, title, id, block.span)
      case .executed(let index):
        numbers.sections[index] = sectionWords
        guard let label = chapter.chapter.blocks[index].options.label else { continue }
        numbers.anchors.insert(label.value)
        count(label)
      case .math(_, _, let label):
        guard let label else { continue }
        numbers.anchors.insert(label.value)
        count(label)
      case .quote(let blocks), .callout(_, _, let blocks), .footnoteDefinition(_, let blocks):
        visit(blocks)
      case .list(let list):
        for item in list.items { visit(item.blocks) }
      case .paragraph, .code, .table, .thematicBreak, .generated: continue
      }
    }
  }

  private mutating func count(_ label: Located<String>) {
    guard let kind = LabelKind(label: label.value), kind != .section else { return }
    if chapter.isFrontPage, label.value == ChapterRenderer.coverLabel {
      // The cover stands above the text and is not counted with its figures.
      add(label.value, "the cover", nil, "", label.span)
      return
    }
    counts[kind, default: 0] += 1
    let count = counts[kind, default: 0]
    let number = chapter.number.map { "\($0).\(count)" } ?? "\(count)"
    add(label.value, kind.word, number, "", label.span)
  }

  private mutating func heading(
    _ level: Int, _ title: [MarkdownInline], _ id: String, _ span: SourceSpan
  ) {
    numbers.anchors.insert(id)
    var number: String?
    if let chapter = chapter.number {
      switch level {
      case 1: number = "\(chapter)"
      case 2:
        section += 1
        subsection = 0
        number = "\(chapter).\(section)"
      case 3 where section > 0:
        subsection += 1
        number = "\(chapter).\(section).\(subsection)"
      default: break
      }
    }
    // The page shows the chapter's number above its title.
    if let number, level > 1 { numbers.headingNumbers[id] = number }
    if level == 2 || level == 3 {
      numbers.outline.append(OutlineEntry(level: level, id: id, number: number, title: title))
      sectionWords =
        number.map { "\(LabelKind.section.word)\u{A0}\($0)" } ?? "“\(title.plainText)”"
    }
    if LabelKind(label: id) == .section {
      let word = level == 1 ? "Chapter" : LabelKind.section.word
      add(id, word, number, title.plainText, span)
    }
  }

  private mutating func add(
    _ label: String, _ word: String, _ number: String?, _ title: String, _ span: SourceSpan
  ) {
    let target = LabelTarget(
      word: word, number: number, title: title, chapterIndex: chapterIndex,
      page: chapter.pageName, path: chapter.chapter.source.path, span: span)
    targets.append((label, target))
  }
}

extension ChapterInput {
  var pageName: String { slug + ".html" }

  /// The front page's text has the name that its page has anyhow.
  var isFrontPage: Bool { slug == Inventory.frontPage }
}

extension [MarkdownInline] {
  /// The text alone, for places that carry no elements.
  var plainText: String {
    map { inline in
      switch inline.kind {
      case .text(let text), .code(let text): text
      case .emphasis(let children), .strong(let children), .link(_, _, let children):
        children.plainText
      case .math(let tex, _): tex
      case .image(_, _, let alternative): alternative
      case .reference(let label): label
      case .softBreak, .lineBreak: " "
      case .value, .citation, .footnote: ""
      }
    }.joined()
  }
}
