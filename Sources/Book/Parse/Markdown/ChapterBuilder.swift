import BookModel

/// Joins the outline of a chapter and its texts to the tree, and its blocks to their results.
struct ChapterBuilder {
  let mask: ChapterMask
  let leaves: LeafReader
  let document: InlineDocument
  let findings: ChapterFindings
  private var blocks: [CodeBlock] = []
  /// The containers of each block, to compare with those of the recorded result behind it.
  private var blockContainers: [[BlockContainer]] = []
  private var labels: LabelTable
  private var headingIDs = HeadingIDs()
  /// Where the text of each footnote begins.
  private var notes: [String: SourceSpan] = [:]

  private var source: SourceText { mask.source }
  private var outline: Outline { mask.outline }

  init(mask: ChapterMask, leaves: LeafReader, document: InlineDocument) {
    self.mask = mask
    self.leaves = leaves
    self.document = document
    findings = ChapterFindings(path: mask.source.path)
    labels = LabelTable(findings: findings)
  }

  mutating func build() -> (Chapter, [Diagnostic]) {
    findings.diagnostics += leaves.diagnostics
    reportBounds()
    for id in leaves.headingIDs.values { headingIDs.reserve(id.value) }
    let body = outline.roots.isEmpty ? [] : read(outline.roots)
    joinRegions()
    checkNotes()
    var values = findings.values
    for index in values.indices {
      let place = values[index].span.start.offset
      values[index].blocksBefore = blocks.count { $0.span.start.offset < place }
    }
    let chapter = Chapter(
      source: source, frontMatter: nil, body: body, blocks: blocks, values: values)
    return (chapter, findings.diagnostics)
  }

  private func reportBounds() {
    for index in outline.truncated {
      findings.report(
        "nested-too-deep", "Quotations and lists are nested too deep here.",
        source.span(outline.nodes[index].start..<outline.nodes[index].start + 1),
        hint: "Write it with fewer levels.")
    }
    if outline.isTooLarge || document.tree.isTooLarge {
      findings.report(
        "chapter-too-large", "The chapter has too many parts to be read.", source.span(0..<0),
        hint: "Split it into several.")
    }
  }
}

// MARK: - Blocks

extension ChapterBuilder {
  private mutating func read(_ nodes: [Int]) -> [MarkdownBlock] {
    var result: [MarkdownBlock] = []
    for (position, index) in nodes.enumerated() {
      if position > 0 { checkBehindNote(nodes[position - 1], index) }
      read(index, into: &result)
    }
    return result
  }

  /// Reports what GitHub would take for a part of the footnote before it.
  private func checkBehindNote(_ previous: Int, _ index: Int) {
    guard case .footnote? = leaves.parts[previous]?.last, case .code = outline.nodes[index].kind,
      outline.fence(of: index) == nil
    else { return }
    findings.report(
      "long-footnote", "A footnote is one paragraph, and an indented block stands behind it.",
      firstLine(of: outline.nodes[index]),
      hint: "Join it to the paragraph, or take the indent away.")
  }

  private func firstLine(of node: Outline.Node) -> SourceSpan {
    let end = source.line(node.lines.lowerBound).endIndex
    return source.span(node.start..<max(node.start, end))
  }

  private mutating func read(_ index: Int, into result: inout [MarkdownBlock]) {
    let node = outline.nodes[index]
    switch node.kind {
    case .paragraph:
      for part in leaves.parts[index] ?? [] { read(part, into: &result) }
    case .heading(let level):
      result.append(readHeading(index, level: level))
    case .quote:
      result.append(readQuote(node))
    case .list(let start, let isTight):
      let items = node.children.map { item in
        MarkdownList.Item(
          isDone: outline.nodes[item].children.first.flatMap { leaves.tasks[$0] },
          blocks: read(outline.nodes[item].children))
      }
      let list = MarkdownList(start: start, isTight: isTight, items: items)
      result.append(MarkdownBlock(.list(list), span(of: node)))
    case .code(let info, let literal):
      readCode(index, info: info, literal: literal, into: &result)
    case .html(let literal):
      readHTML(node, literal, into: &result)
    case .thematicBreak:
      result.append(MarkdownBlock(.thematicBreak, span(of: node)))
    default:
      break
    }
  }

  /// From the first byte of a block to the end of its last line.
  private func span(of node: Outline.Node) -> SourceSpan {
    var last = node
    while let child = last.children.last { last = outline.nodes[child] }
    let end = max(node.start, source.line(last.lines.upperBound).endIndex)
    return source.span(node.start..<end)
  }

  private mutating func readHeading(_ index: Int, level: Int) -> MarkdownBlock {
    let node = outline.nodes[index]
    var content: [MarkdownInline] = []
    if case .text(let segment, _)? = leaves.parts[index]?.first { content = inlines(segment) }
    let id: String
    if let explicit = leaves.headingIDs[index] {
      labels.add(explicit, prefix: "sec-")
      id = explicit.value
    } else {
      id = headingIDs.make(for: plainText(content, source: source))
    }
    return MarkdownBlock(.heading(level: level, content, id: id), span(of: node))
  }

  private mutating func readQuote(_ node: Outline.Node) -> MarkdownBlock {
    let span = span(of: node)
    guard let first = node.children.first,
      case .callout(let marker, let titleSegment)? = leaves.parts[first]?.first
    else { return MarkdownBlock(.quote(read(node.children)), span) }
    let title = cell(titleSegment)
    let blocks = read(node.children)
    guard let kind = CalloutKind(rawValue: marker.value.uppercased()) else {
      let names = CalloutKind.allCases.map(\.rawValue)
      findings.report(
        "unknown-callout", "There is no callout `[!\(marker.value)]`.", marker.span,
        hint: nearestName(to: marker.value, among: names).map { "Did you mean `[!\($0)]`?" }
          ?? "The kinds are \(names.joined(separator: ", ")).")
      return MarkdownBlock(.quote(blocks), span)
    }
    return MarkdownBlock(.callout(kind, title: title, blocks), span)
  }

  private mutating func read(_ part: LeafPart, into result: inout [MarkdownBlock]) {
    switch part {
    case .text(let segment, let span):
      result.append(MarkdownBlock(.paragraph(inlines(segment)), span))
    case .math(let tex, let origin, let label, let span):
      if let label { labels.add(label, prefix: "eq-") }
      result.append(MarkdownBlock(.math(tex: tex, texOrigin: origin, label: label), span))
    case .table(let draft, let span):
      let table = MarkdownTable(
        alignments: draft.alignments, header: draft.header.map { cell($0) },
        rows: draft.rows.map { row in row.map { cell($0) } })
      result.append(MarkdownBlock(.table(table), span))
    case .footnote(let name, let segment, let span):
      addNote(name)
      let text = segment.map { [MarkdownBlock(.paragraph(inlines($0)), span)] } ?? []
      result.append(MarkdownBlock(.footnoteDefinition(name: name.value, text), span))
    case .callout:
      break
    }
  }

  private mutating func cell(_ segment: Int?) -> [MarkdownInline] {
    segment.map { inlines($0) } ?? []
  }

  private func inlines(_ index: Int) -> [MarkdownInline] {
    let segment = leaves.segments[index]
    var reader = InlineReader(
      segment, tree: document.tree, source: source, findings: findings)
    let nodes = document.nodes(ofSegment: index)
    let inlines = reader.read(nodes ?? [])
    let isWhole = document.tree.truncated.isEmpty && !document.tree.isTooLarge
    if isWhole, nodes == nil || !reader.hasFollowedAll {
      findings.report(
        "unreadable-text", "The text from here on could not be followed through cmark's tree.",
        source.span(segment.content.sourceRange(0..<segment.content.bytes.count)),
        hint: "Write it in simpler Markdown, and please report it.")
    }
    return inlines
  }

  /// Reports HTML, unless it is a comment and nothing else; reads the comments that are the tool's.
  private func readHTML(
    _ node: Outline.Node, _ literal: String, into result: inout [MarkdownBlock]
  ) {
    let place = firstLine(of: node)
    // cmark keeps the spaces in front of it.
    let literal = String(literal.drop { $0 == " " })
    guard literal.hasPrefix("<!--"), !literal.hasPrefix("<!--{swift}") else {
      findings.reportHTML(literal, place)
      return
    }
    if let marker = RegionMarker(source.bytes[place.bytes]) {
      if case .generated(let part) = marker, node.containers.isEmpty {
        result.append(MarkdownBlock(.generated(part), place))
      } else {
        report(marker, place)
      }
      return
    }
    let bytes = Array(literal.utf8)
    guard let end = bytes.firstIndex(of: "-->", from: 2) else {
      findings.report(
        "open-comment", "The comment that begins here has no closing `-->`.", place,
        hint: "Close it.")
      return
    }
    if !bytes[(end + 3)...].allSatisfy(\.isMarkdownSpace) {
      findings.report(
        "text-behind-comment", "The text behind a comment at the start of a line is not shown.",
        place, hint: "Write the comment on a line of its own.")
    }
  }

  private func report(_ marker: RegionMarker, _ span: SourceSpan) {
    switch marker {
    case .begin(let label):
      findings.report(
        "open-result", "The recorded result `\(label)` has no end.", span,
        hint: "Delete what is left of it and run `deconv-book accept`.")
    case .end:
      findings.report(
        "end-without-result", "A recorded result ends here, and none has begun.", span,
        hint: "Delete the comment.")
    case .malformed:
      findings.report(
        "malformed-result",
        "Expected `<!-- deconv:result LABEL -->` or `<!-- deconv:end sha256=DIGEST -->`.", span,
        hint: "Delete the recorded result and run `deconv-book accept`.")
    case .generated(let part), .malformedPart(let part):
      findings.report(
        "malformed-marker", "Expected `\(part.comment)` and nothing else on the line.", span,
        hint: "It stands outside of quotations and lists, in a paragraph of its own.")
    case .unknown(let name):
      findings.reportUnknownMarker(name, span)
    }
  }
}

// MARK: - Code

extension ChapterBuilder {
  private mutating func readCode(
    _ index: Int, info: String, literal: String, into result: inout [MarkdownBlock]
  ) {
    let node = outline.nodes[index]
    guard let fence = outline.fence(of: index) else {
      result.append(MarkdownBlock(.code(language: nil, literal), span(of: node)))
      return
    }
    let opening = firstLine(of: node)
    guard let prefix = fence.closingPrefix else {
      findings.report(
        "open-fence", "The block of code that begins here has no closing fence.", opening,
        hint: "Close it with a line of as many marks, behind the same prefix.")
      return
    }
    let word = source.bytes[fence.info].prefix { !$0.isMarkdownSpace }
    if word.elementsEqual("swift".utf8) {
      reportExtraWords(fence, word)
      addBlock(fence, node: node, prefix: prefix)
      result.append(MarkdownBlock(.executed(blocks.count - 1), blocks[blocks.count - 1].span))
      return
    }
    if word.elementsEqual("{swift}".utf8) {
      findings.report(
        "braced-language", "A block with `{swift}` is not executed.", opening,
        hint: "Write `swift` without braces.")
    }
    let language = info.split(whereSeparator: \.isWhitespace).first.map(String.init)
    let text = fence.lines.map { $0.text + "\n" }.joined()
    result.append(MarkdownBlock(.code(language: language, text), source.span(fence.range)))
  }

  private func reportExtraWords(_ fence: Fence, _ word: ArraySlice<UInt8>) {
    let rest = source.bytes.trimmedRange(word.endIndex..<fence.info.upperBound)
    if rest.isEmpty { return }
    findings.report(
      "words-behind-swift", "Nothing may follow `swift` on the line of a fence.",
      source.span(rest), hint: "Write options as `//| key: value` on top of the code.")
  }

  private mutating func addBlock(_ fence: Fence, node: Outline.Node, prefix: String) {
    let (options, code, diagnostics) = BlockOptionReader.read(fence.lines, path: source.path)
    findings.diagnostics += diagnostics
    if let label = options.label { labels.add(label, prefix: nil) }
    let text = CodeText(
      text: code.map(\.text).joined(separator: "\n"), lineOrigins: code.map(\.origin))
    blocks.append(
      CodeBlock(
        span: source.span(fence.range), options: options, code: text, region: nil,
        insertionOffset: fence.range.upperBound, linePrefix: prefix))
    blockContainers.append(node.containers)
  }

  /// Gives each recorded result to the block that it stands behind.
  private mutating func joinRegions() {
    for region in mask.regions.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
      guard let index = block(before: region) else {
        findings.report(
          "result-without-block", "The recorded result `\(region.label)` stands behind no block.",
          region.marker,
          hint: "A result stands behind its block, with nothing but empty lines between; delete it "
            + "if the block is gone.")
        continue
      }
      blocks[index].region = outline.recorded(region)
      let label = blocks[index].options.label?.value
      if label != region.label {
        let found = label.map { "is labelled `\($0)`" } ?? "has no label"
        findings.report(
          "result-of-another-label",
          "The recorded result is that of `\(region.label)`, and the block above \(found).",
          region.marker,
          hint: "Give the block the label, or delete the result and run `deconv-book accept`.")
      }
    }
  }

  /// The block in the same containers that nothing but empty lines part from a result.
  private func block(before region: FoundRegion) -> Int? {
    let start = source.line(region.lines.lowerBound).startIndex
    guard let index = blocks.lastIndex(where: { $0.span.start.offset < start }),
      blocks[index].region == nil
    else { return nil }
    let containers = blockContainers[index]
    guard containers.count == region.containers.count,
      zip(containers, region.containers).allSatisfy({ $0.isSame(as: $1) })
    else { return nil }
    let end = source.location(at: blocks[index].span.end.offset).line
    let between = (end + 1)..<max(end + 1, region.lines.lowerBound)
    let isAdjacent = between.allSatisfy { outline.textRange($0, containers).isEmpty }
    return isAdjacent ? index : nil
  }
}

// MARK: - Footnotes

extension ChapterBuilder {
  /// How many names are looked at for a suggestion: each reference looks at all of them.
  private static let suggestionLimit = 200

  private mutating func addNote(_ name: Located<String>) {
    if let first = notes[name.value] {
      findings.report(
        "duplicate-footnote",
        "The footnote `[^\(name.value)]` has two texts; the first is on line "
          + "\(first.start.line).", name.span, hint: "Give one of them another name.")
    } else {
      notes[name.value] = name.span
    }
  }

  private func checkNotes() {
    let names = notes.keys.sorted()
    let used = Set(findings.noteReferences.map(\.value))
    for reference in findings.noteReferences where notes[reference.value] == nil {
      findings.report(
        "undefined-footnote", "The footnote `[^\(reference.value)]` has no text.", reference.span,
        hint: nearestName(to: reference.value, among: names.prefix(Self.suggestionLimit))
          .map { "Did you mean `[^\($0)]`?" }
          ?? "Write `[^\(reference.value)]: …` in a paragraph of its own.")
    }
    for name in names where !used.contains(name) {
      guard let span = notes[name] else { continue }
      findings.report(
        "unused-footnote", "Nothing refers to the footnote `[^\(name)]`.", span,
        hint: "Refer to it with `[^\(name)]`, or delete it.")
    }
  }
}
