import BookModel

/// A chapter's tree as text, a line for each node: its kind, what it holds, and its place.
struct MarkdownTreeDump {
  private let chapter: Chapter
  private var lines: [String] = []

  static func text(_ chapter: Chapter) -> String {
    var dump = MarkdownTreeDump(chapter: chapter)
    for block in chapter.body { dump.add(block, 0) }
    return dump.lines.joined(separator: "\n")
  }

  private init(chapter: Chapter) { self.chapter = chapter }

  private mutating func add(_ text: String, _ span: SourceSpan?, _ depth: Int) {
    let place = span.map { " @\($0.start.place)-\($0.end.place)" } ?? ""
    lines.append(String(repeating: "  ", count: depth) + text + place)
  }

  private mutating func add(_ block: MarkdownBlock, _ depth: Int) {
    switch block.kind {
    case .heading(let level, let content, let id):
      add("heading \(level) #\(id)", block.span, depth)
      add(content, depth + 1)
    case .paragraph(let content):
      add("paragraph", block.span, depth)
      add(content, depth + 1)
    case .quote(let blocks):
      add("quote", block.span, depth)
      for block in blocks { add(block, depth + 1) }
    case .callout(let kind, let title, let blocks):
      add("callout \(kind.rawValue)", block.span, depth)
      if !title.isEmpty {
        add("title", nil, depth + 1)
        add(title, depth + 2)
      }
      for block in blocks { add(block, depth + 1) }
    case .list(let list):
      let start = list.start.map { " from \($0)" } ?? ""
      add("list\(start)\(list.isTight ? " tight" : "")", block.span, depth)
      for item in list.items {
        add(item.isDone.map { $0 ? "item done" : "item open" } ?? "item", nil, depth + 1)
        for block in item.blocks { add(block, depth + 2) }
      }
    case .code(let language, let text):
      add("code \(language ?? "-") \(quoted(text))", block.span, depth)
    case .executed(let index):
      add("executed \(index)", block.span, depth)
    case .math(let tex, let origin, let label):
      let place = label.map { " {#\($0.value)}@\($0.span.start.place)" } ?? ""
      add("math \(quoted(tex))@\(origin.place)\(place)", block.span, depth)
    case .table(let table):
      let alignments = table.alignments.map(\.rawValue).joined(separator: " ")
      add("table \(alignments)", block.span, depth)
      for (index, row) in ([table.header] + table.rows).enumerated() {
        add(index == 0 ? "header" : "row", nil, depth + 1)
        for cell in row {
          add("cell", nil, depth + 2)
          add(cell, depth + 3)
        }
      }
    case .thematicBreak:
      add("rule", block.span, depth)
    case .footnoteDefinition(let name, let blocks):
      add("footnote definition \(name)", block.span, depth)
      for block in blocks { add(block, depth + 1) }
    case .generated(let part):
      add("generated \(part)", block.span, depth)
    }
  }

  private mutating func add(_ inlines: [MarkdownInline], _ depth: Int) {
    for inline in inlines { add(inline, depth) }
  }

  private mutating func add(_ inline: MarkdownInline, _ depth: Int) {
    switch inline.kind {
    case .text(let text): add("text \(quoted(text))", inline.span, depth)
    case .emphasis(let content):
      add("emphasis", inline.span, depth)
      add(content, depth + 1)
    case .strong(let content):
      add("strong", inline.span, depth)
      add(content, depth + 1)
    case .code(let text): add("code span \(quoted(text))", inline.span, depth)
    case .value(let index):
      let value = chapter.values[index]
      let recorded = value.recorded.map { " = \(quoted($0))" } ?? ""
      let place = value.code.lineOrigins.first.map { "@\($0.place)" } ?? ""
      add(
        "value \(quoted(value.code.text))\(place)\(recorded)\(value.isInTable ? " in table" : "")",
        inline.span, depth)
    case .math(let tex, let origin):
      add("inline math \(quoted(tex))@\(origin.place)", inline.span, depth)
    case .link(let destination, let title, let content):
      add("link \(visible(destination))\(title.map { " \(quoted($0))" } ?? "")", inline.span, depth)
      add(content, depth + 1)
    case .image(let source, let title, let alternative):
      add(
        "image \(source) \(quoted(alternative))\(title.map { " \(quoted($0))" } ?? "")",
        inline.span, depth)
    case .reference(let label): add("reference \(label)", inline.span, depth)
    case .citation(let keys): add("citation \(keys.joined(separator: " "))", inline.span, depth)
    case .footnote(let name): add("footnote \(name)", inline.span, depth)
    case .softBreak: add("soft break", inline.span, depth)
    case .lineBreak: add("line break", inline.span, depth)
    }
  }

  private func quoted(_ text: String) -> String {
    "‘" + visible(text) + "’"
  }

  /// Line feeds and the characters of private use, which no font shows, as signs that one can see.
  private func visible(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "⏎"
      case "\u{E000}"..."\u{F8FF}": result += "<\(String(scalar.value, radix: 16))>"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension SourceLocation {
  fileprivate var place: String { "\(line):\(column)" }
}
