import BookModel

/// A text that cmark reads on its own: a paragraph or a part of it, a heading, a table's cell.
struct InlineSegment {
  var content: InlineContent
  /// The masks, by where they start.
  var masks: [Int: InlineMask]
  /// The ends of the code spans by their starts, in a text of which this one is a part.
  var codeSpans: [Int: Int]
  /// Where the part begins in that text.
  var base = 0
  var isInTable = false

  /// The end of a code span that begins at a place of this text.
  func codeSpanEnd(from start: Int) -> Int? { codeSpans[start + base].map { $0 - base } }
}

/// What a paragraph or a heading turns out to be: text, mixed with what GitHub's Markdown and ours
/// have beyond CommonMark.
enum LeafPart {
  /// A text, by the index of its segment.
  case text(Int, SourceSpan)
  case math(tex: String, origin: SourceLocation, label: Located<String>?, SourceSpan)
  case table(TableDraft, SourceSpan)
  case footnote(name: Located<String>, segment: Int?, SourceSpan)
  /// `[!NOTE]` on the first line of a quotation, with what follows it on the line.
  case callout(kind: Located<String>, title: Int?)
}

struct TableDraft {
  var alignments: [MarkdownTable.Alignment]
  /// The segments of the cells; nil for an empty cell.
  var header: [Int?]
  var rows: [[Int?]]
}

/// Cuts the paragraphs and headings of a chapter into segments.
struct LeafReader {
  let outline: Outline
  private(set) var segments: [InlineSegment] = []
  private(set) var parts: [Int: [LeafPart]] = [:]
  /// Whether the task is done, by the paragraph that its item begins with.
  private(set) var tasks: [Int: Bool] = [:]
  /// The explicit ids of headings, `{#sec-name}`.
  private(set) var headingIDs: [Int: Located<String>] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  private var source: SourceText { outline.source }

  init(_ outline: Outline) {
    self.outline = outline
    for (index, node) in outline.nodes.enumerated() {
      switch node.kind {
      case .paragraph: parts[index] = readParagraph(index)
      case .heading: parts[index] = readHeading(index)
      default: break
      }
    }
  }

  private mutating func readHeading(_ index: Int) -> [LeafPart] {
    var content = outline.content(of: index)
    content = content[content.bytes.trimmedRange(0..<content.bytes.count)]
    if content.bytes.last == Byte.closeBrace,
      let brace = content.bytes.lastIndex(of: Byte.openBrace),
      content.bytes.has("{#", at: brace)
    {
      let id = brace + 2..<content.bytes.count - 1
      headingIDs[index] = Located(content.text(id), span(of: id, in: content))
      content = content[content.bytes.trimmedRange(0..<brace)]
    }
    return addSegment(content, isInTable: false).map { [.text($0, wholeSpan(content))] } ?? []
  }

  private mutating func readParagraph(_ index: Int) -> [LeafPart] {
    var content = outline.content(of: index)
    var parts: [LeafPart] = []
    if let parent = outline.nodes[index].parent, outline.nodes[parent].children.first == index {
      switch outline.nodes[parent].kind {
      case .quote:
        if let callout = readCallout(&content) { parts.append(callout) }
      case .item:
        if let isDone = readTask(&content) { tasks[index] = isDone }
      default: break
      }
    }
    return parts + readLines(content)
  }

  private mutating func readCallout(_ content: inout InlineContent) -> LeafPart? {
    guard content.bytes.has("[!", at: 0) else { return nil }
    let end = content.bytes.skip(from: 2, while: \.isASCIILetter)
    guard end > 2, content.bytes.at(end) == Byte.closeBracket,
      ![Byte.openParenthesis, Byte.openBracket, Byte.colon].contains(content.bytes.at(end + 1))
    else { return nil }
    let kind = Located(content.text(2..<end), span(of: 0..<end + 1, in: content))
    let lineEnd = content.bytes.firstIndex(of: Byte.lineFeed) ?? content.bytes.count
    let title = content[content.bytes.trimmedRange(end + 1..<lineEnd)]
    content.removeFirst(min(lineEnd + 1, content.bytes.count))
    return .callout(kind: kind, title: addSegment(title, isInTable: false))
  }

  private mutating func readTask(_ content: inout InlineContent) -> Bool? {
    guard content.bytes.at(0) == Byte.openBracket, content.bytes.at(2) == Byte.closeBracket,
      content.bytes.at(3)?.isMarkdownSpace ?? false
    else { return nil }
    let mark = content.bytes[1]
    guard mark == Byte.space || mark == UInt8(ascii: "x") || mark == UInt8(ascii: "X") else {
      return nil
    }
    content.removeFirst(content.bytes.skip(from: 3, while: \.isMarkdownSpace))
    return mark != Byte.space
  }
}

// MARK: - Lines

extension LeafReader {
  /// Cuts a paragraph before every footnote's text, and finds the tables in what is left.
  private mutating func readLines(_ content: InlineContent) -> [LeafPart] {
    let formulaLines = linesInsideFormulas(content)
    let lines = content.lines
    var cuts = lines.indices.filter { index in
      index == 0
        || !formulaLines.contains(lines[index].lowerBound)
          && footnoteMarkEnd(in: content.bytes, from: lines[index].lowerBound) != nil
    }
    cuts.append(lines.count)
    var parts: [LeafPart] = []
    for (first, next) in zip(cuts, cuts.dropFirst()) {
      let range = lines[first].lowerBound..<lines[next - 1].upperBound
      if let mark = footnoteMarkEnd(in: content.bytes, from: range.lowerBound) {
        parts.append(readFootnote(content, range, markEnd: mark))
        continue
      }
      let table = (first..<next).dropLast().first { line in
        !formulaLines.contains(lines[line + 1].lowerBound)
          && TableSyntax.begins(at: lines[line], delimiter: lines[line + 1], in: content.bytes)
      }
      guard let table else {
        parts += readText(content[range])
        continue
      }
      if table > first {
        parts += readText(content[range.lowerBound..<lines[table - 1].upperBound])
      }
      parts.append(readTable(content, Array(lines[table..<next])))
    }
    return parts
  }

  /// The starts of lines inside display formulas: nothing else begins there.
  private func linesInsideFormulas(_ content: InlineContent) -> Set<Int> {
    guard content.bytes.firstIndex(of: "$$", from: 0) != nil else { return [] }
    var scanner = InlineScanner(content.bytes)
    scanner.scan()
    var lines: Set<Int> = []
    for mask in scanner.masks {
      guard case .display = mask.kind else { continue }
      for index in mask.range where content.bytes[index] == Byte.lineFeed {
        lines.insert(index + 1)
      }
    }
    return lines
  }

  private mutating func readFootnote(
    _ content: InlineContent, _ range: Range<Int>, markEnd: Int
  ) -> LeafPart {
    let name = range.lowerBound + 2..<markEnd - 2
    let text = content[content.bytes.trimmedRange(markEnd..<range.upperBound)]
    return .footnote(
      name: Located(content.text(name), span(of: range.lowerBound..<markEnd - 1, in: content)),
      segment: addSegment(text, isInTable: false), span(of: range, in: content))
  }

  /// Short rows are filled up with empty cells: a few lines must not make millions.
  private static let cellLimit = 100_000

  private mutating func readTable(_ content: InlineContent, _ lines: [Range<Int>]) -> LeafPart {
    let header = TableSyntax.cells(in: content.bytes, lines[0])
    let alignments = TableSyntax.alignments(in: content.bytes, lines[1]) ?? []
    let headerCells = header.map { addSegment(content.cell($0), isInTable: true) }
    let whole = lines[0].lowerBound..<lines[lines.count - 1].upperBound
    var rows: [[Int?]] = []
    let isTooLarge = header.count * lines.count > Self.cellLimit
    if isTooLarge {
      diagnostics.append(
        Diagnostic(
          "table-too-large", "A table may have \(Self.cellLimit) cells at most.",
          path: source.path, span: span(of: lines[0], in: content), hint: "Split it."))
    }
    for line in isTooLarge ? [] : lines.dropFirst(2) {
      var cells = TableSyntax.cells(in: content.bytes, line)
      if cells.count > header.count {
        let excess = cells[header.count].lowerBound..<line.upperBound
        diagnostics.append(
          Diagnostic(
            "too-many-cells",
            "The row has \(cells.count) cells, and the table \(header.count) columns.",
            path: source.path, span: span(of: excess, in: content),
            hint: "To write `|` inside a cell, in code and formulas too, write `\\|`."))
        cells = Array(cells.prefix(header.count))
      }
      let row = cells.map { addSegment(content.cell($0), isInTable: true) }
      rows.append(row + Array(repeating: nil, count: header.count - row.count))
    }
    let draft = TableDraft(alignments: alignments, header: headerCells, rows: rows)
    return .table(draft, span(of: whole, in: content))
  }
}

// MARK: - Texts

extension LeafReader {
  /// Cuts a text at its display formulas.
  private mutating func readText(_ content: InlineContent) -> [LeafPart] {
    var scanner = InlineScanner(content.bytes)
    scanner.scan()
    report(scanner.problems, in: content)
    var parts: [LeafPart] = []
    var start = 0
    var masks: [InlineMask] = []
    func flush(upTo end: Int, into reader: inout LeafReader) {
      let range = content.bytes.trimmedRange(start..<end)
      guard !range.isEmpty else { return }
      let text = content[range]
      parts.append(.text(reader.segments.count, reader.wholeSpan(text)))
      reader.segments.append(
        InlineSegment(
          content: text, masks: Self.indexed(masks, from: range.lowerBound),
          codeSpans: scanner.codeSpans, base: range.lowerBound))
    }
    for mask in scanner.masks {
      guard case .display(let tex, let label) = mask.kind else {
        masks.append(mask)
        continue
      }
      flush(upTo: mask.range.lowerBound, into: &self)
      let location = source.location(at: content.sourceOffset(at: tex.lowerBound))
      parts.append(
        .math(
          tex: content.text(tex), origin: location,
          label: label.map { Located(content.text($0), span(of: $0, in: content)) },
          span(of: mask.range, in: content)))
      start = mask.range.upperBound
      masks = []
    }
    flush(upTo: content.bytes.count, into: &self)
    return parts
  }

  /// Adds a text that is not cut, unless there is nothing in it.
  private mutating func addSegment(_ content: InlineContent, isInTable: Bool) -> Int? {
    guard !content.isBlank else { return nil }
    var scanner = InlineScanner(content.bytes)
    scanner.scan()
    report(scanner.problems, in: content)
    segments.append(
      InlineSegment(
        content: content, masks: Self.indexed(scanner.masks, from: 0),
        codeSpans: scanner.codeSpans, isInTable: isInTable))
    return segments.count - 1
  }

  private static func indexed(_ masks: [InlineMask], from start: Int) -> [Int: InlineMask] {
    var indexed: [Int: InlineMask] = [:]
    for mask in masks {
      let shifted = mask.shifted(by: -start)
      indexed[shifted.range.lowerBound] = shifted
    }
    return indexed
  }

  private mutating func report(_ problems: [InlineProblem], in content: InlineContent) {
    for problem in problems {
      diagnostics.append(
        Diagnostic(
          problem.id, problem.message, path: source.path,
          span: span(of: problem.range, in: content),
          hint: problem.hint))
    }
  }

  private func span(of range: Range<Int>, in content: InlineContent) -> SourceSpan {
    source.span(content.sourceRange(range))
  }

  private func wholeSpan(_ content: InlineContent) -> SourceSpan {
    span(of: 0..<content.bytes.count, in: content)
  }
}
