import BookModel

// An executed block: its code, joined to what the code printed and showed.
extension ChapterRenderer {
  mutating func renderCell(_ index: Int) -> [HTMLNode] {
    let block = input.chapter.blocks[index]
    let options = block.options
    let outcomes = input.outcome.blocks
    let outcome = outcomes.indices.contains(index) ? outcomes[index] : nil
    var content: [HTMLNode] = []
    if let label = options.label, kind(of: block) == .listing, let target = target(label.value) {
      content.append(.element(.p, .class("listing"), text: target.words))
    }
    if options.echo { content.append(code(of: block, index)) }
    var placesLabel = options.label == nil && options.covers.isEmpty
    if let outcome {
      if options.output {
        content += results(outcome.artifacts, of: block, index, placesLabel: &placesLabel)
        if let message = outcome.errorMessage { content.append(errorBox(message)) }
      }
      checkCaptions(of: block, outcome)
    } else if options.eval, options.output {
      content.append(
        .element(
          .p, .class("not-run"), text: "This block was not run, and no result of it is recorded."))
    }
    let id: [HTMLAttribute] = placesLabel ? [] : anchor(of: block, index).map { [.id($0)] } ?? []
    if content.isEmpty {
      return options.covers.isEmpty || placesLabel ? [] : [.element(.div, id, [])]
    }
    let cell = HTMLNode.element(.div, [.class("cell")] + id, content)
    guard options.answer else { return [cell] }
    let title = exerciseCount > 0 ? "Answer \(exerciseNumber), in code" : "Answer"
    let summary = HTMLNode.element(.span, .class("kind"), text: title)
    return [
      .element(
        .details, [.class("callout answer")],
        [.element(.summary, [], [summary]), .element(.div, [.class("body")], [cell])])
    ]
  }

  /// What a link to a block leads to: its label, or an anchor of its own where the inventory links
  /// it all the same.
  func anchor(of block: CodeBlock, _ index: Int) -> String? {
    block.options.label?.value ?? (block.options.covers.isEmpty ? nil : "_block-\(index + 1)")
  }

  func kind(of block: CodeBlock) -> LabelKind? {
    block.options.label.flatMap { LabelKind(label: $0.value) }
  }

  // MARK: Code

  private func code(of block: CodeBlock, _ index: Int) -> HTMLNode {
    let ranges = input.highlights.indices.contains(index) ? input.highlights[index] : []
    var node = codeBox("swift", Self.highlighted(block.code.text, ranges))
    if block.options.codeFold {
      node = .element(
        .details, [.class("fold")], [.element(.summary, text: "Show the code"), node])
    }
    return node
  }

  /// The code with its coloured ranges as elements; ranges that overlap or cut a character are
  /// left out.
  static func highlighted(_ code: String, _ ranges: [HighlightedRange]) -> [HTMLNode] {
    let bytes = Array(code.utf8)
    func isBoundary(_ offset: Int) -> Bool { offset == bytes.count || bytes[offset] & 0xC0 != 0x80 }
    var nodes: [HTMLNode] = []
    var position = 0
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    for highlight in ranges.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let range = highlight.range
      guard range.lowerBound >= position, range.upperBound <= bytes.count, !range.isEmpty,
        isBoundary(range.lowerBound), isBoundary(range.upperBound)
      else { continue }
      if range.lowerBound > position { nodes.append(.text(text(position..<range.lowerBound))) }
      nodes.append(
        .element(.span, .class("t-\(highlight.highlightClass.rawValue)"), text: text(range)))
      position = range.upperBound
    }
    if position < bytes.count { nodes.append(.text(text(position..<bytes.count))) }
    return nodes
  }

  // MARK: Results

  private mutating func results(
    _ artifacts: [Artifact], of block: CodeBlock, _ index: Int, placesLabel: inout Bool
  ) -> [HTMLNode] {
    let rendered = render(artifacts, of: block, index)
    if kind(of: block) == .equation, artifacts.contains(where: { $0.isShown(as: .equation) }) {
      placesLabel = true
    }
    let primary = primaryKind(of: block)
    let isPrimary: (Artifact) -> Bool = { primary.map($0.isShown(as:)) ?? false }
    guard let primary, let first = artifacts.firstIndex(where: isPrimary),
      let last = artifacts.lastIndex(where: isPrimary)
    else { return rendered.flatMap(\.nodes) }
    var content = rendered[first...last].flatMap(\.nodes)
    let label = kind(of: block) == primary ? block.options.label?.value : nil
    let options = block.options
    let caption = caption(
      primary == .figure ? options.figureCaption : options.tableCaption, label: label)
    // A table's caption stands above it, a figure's below.
    content = primary == .figure ? content + caption : caption + content
    let isCover = input.isFrontPage && label == Self.coverLabel
    let className = isCover ? "cover" : primary == .figure ? "figure" : "table"
    let id: [HTMLAttribute] = label.map { [.id($0)] } ?? []
    content = [.element(.figure, [.class(className)] + id, content)]
    if isCover {
      cover = content[0]
      content = []
    }
    if label != nil { placesLabel = true }
    return rendered[..<first].flatMap(\.nodes) + content
      + rendered[(last + 1)...].flatMap(\.nodes)
  }

  /// The kind of result that carries the block's number, or else its caption.
  private func primaryKind(of block: CodeBlock) -> LabelKind? {
    switch kind(of: block) {
    case .figure: .figure
    case .table: .table
    default:
      block.options.figureCaption != nil
        ? .figure : block.options.tableCaption != nil ? .table : nil
    }
  }

  private mutating func caption(_ caption: Located<String>?, label: String?) -> [HTMLNode] {
    var content: [HTMLNode] = []
    if let label, let target = target(label), target.number != nil {
      content.append(.element(.b, text: target.words))
    }
    if let caption {
      if !content.isEmpty { content.append(.text(" ")) }
      content += render(CaptionParser.parse(caption, in: input.chapter.source))
    }
    return content.isEmpty ? [] : [.element(.figcaption, [], content)]
  }

  /// Each result as nodes; neighbouring figures stand side by side in one panel.
  private mutating func render(
    _ artifacts: [Artifact], of block: CodeBlock, _ index: Int
  ) -> [(artifact: Artifact, nodes: [HTMLNode])] {
    let names = FigureNames(block: block, index: index, artifacts: artifacts)
    let figureCount = artifacts.count { if case .figure = $0 { true } else { false } }
    var result: [(artifact: Artifact, nodes: [HTMLNode])] = []
    var equationLabel = kind(of: block) == .equation ? block.options.label?.value : nil
    var figureIndex = 0
    var position = 0
    while position < artifacts.count {
      let artifact = artifacts[position]
      guard case .figure = artifact else {
        let nodes = render(
          artifact, of: block, name: names[position], equationLabel: equationLabel)
        // The first derivation carries the number.
        if artifact.isShown(as: .equation) { equationLabel = nil }
        result.append((artifact, nodes))
        position += 1
        continue
      }
      var panels: [HTMLNode] = []
      var run: [Artifact] = []
      while position < artifacts.count, case .figure(let figure) = artifacts[position] {
        let letter = figureCount > 1 ? Self.letter(figureIndex) : nil
        let alternative = figureCount == 1 ? block.options.figureAlternative?.value : nil
        let image = image(figure, name: names[position], alternative: alternative)
        panels.append(Self.panel(image, letter: letter))
        run.append(artifacts[position])
        figureIndex += 1
        position += 1
      }
      let group: [HTMLAttribute] =
        figureCount > 1
        ? block.options.figureAlternative.map { [.role("group"), .aria(.label, $0.value)] } ?? []
        : []
      result.append((artifact, [.element(.div, [.class("panels")] + group, panels)]))
      // The other figures of the run stand in the same panel.
      result += run.dropFirst().map { ($0, []) }
    }
    return result
  }

  private mutating func render(
    _ artifact: Artifact, of block: CodeBlock, name: String, equationLabel: String?
  ) -> [HTMLNode] {
    switch artifact {
    case .text(let text):
      let samp = HTMLNode.element(
        .samp, text: text.hasSuffix("\n") ? String(text.dropLast()) : text)
      return [.element(.pre, [.class("result")], [samp])]
    case .table(let table): return [scrollBox([Self.render(table)])]
    case .derivation(let derivation):
      let (node, problems) = mathML(derivation)
      for problem in problems {
        report(
          "invalid-tex", "a derivation of this block: \(problem.message)", at: block.span,
          hint: problem.hint)
      }
      return [equation(node, label: equationLabel)]
    case .explorer(let explorer):
      return [render(explorer, name: name, block: block)]
    case .figure(let figure):
      return [image(figure, name: name, alternative: block.options.figureAlternative?.value)]
    }
  }

  static func render(_ table: TableArtifact) -> HTMLNode {
    let isNumeric = table.header.indices.map { column in
      let cells = table.rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
      let filled = cells.filter { !$0.isEmpty && $0 != "–" && $0 != "—" && $0 != "-" }
      return !filled.isEmpty && filled.allSatisfy(isNumberLike)
    }
    func attributes(_ column: Int) -> [HTMLAttribute] {
      isNumeric.indices.contains(column) && isNumeric[column] ? [.class("right")] : []
    }
    let header = table.header.enumerated().map { column, cell in
      HTMLNode.element(.th, [.scope("col")] + attributes(column), [.text(cell)])
    }
    let rows = table.rows.map { row in
      HTMLNode.element(
        .tr, [],
        row.enumerated().map { .element(.td, attributes($0), [.text($1)]) })
    }
    return Self.table(header: header, rows: rows)
  }

  /// A number with its sign, unit or exponent, or two of them as a range: what a reader compares
  /// digit below digit.
  static func isNumberLike(_ text: String) -> Bool {
    let ends = text.split(separator: " to ", omittingEmptySubsequences: false)
    if ends.count == 2 { return ends.allSatisfy { isNumberLike(String($0)) } }
    var hasDigit = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9": hasDigit = true
      case "+", "-", "−", ".", ",", "%", "e", "E", "×", "^", " ", "\u{A0}", "\u{202F}", "±", "∞",
        "⁻", "⁰", "¹", "²", "³", "⁴"..."⁹":
        continue
      default: return false
      }
    }
    return hasDigit
  }

  private func errorBox(_ message: String) -> HTMLNode {
    .element(
      .div, [.class("error")],
      [
        .element(.p, .class("kind"), text: "This code is refused"),
        .element(.pre, [.class("result")], [.element(.samp, text: message)]),
      ])
  }

  /// A label or a caption for something that the block does not show would lead nowhere.
  private mutating func checkCaptions(of block: CodeBlock, _ outcome: BlockOutcome) {
    guard outcome.errorMessage == nil else { return }
    let options = block.options
    func shows(_ kind: LabelKind) -> Bool { outcome.artifacts.contains { $0.isShown(as: kind) } }
    if let label = options.label, let kind = LabelKind(label: label.value),
      [.figure, .table, .equation].contains(kind), !(options.output && shows(kind))
    {
      report(
        "label-without-result",
        "the label \(label.value) promises \(kind.promise), but the block shows none",
        at: label.span, hint: "give the block a label with another prefix, or none of the prefixes")
    }
    for (caption, kind) in [
      (options.figureCaption, LabelKind.figure), (options.figureAlternative, .figure),
      (options.tableCaption, .table),
    ] {
      guard let caption, !(options.output && shows(kind)) else { continue }
      report(
        "caption-without-result",
        "the block has a caption or a text for \(kind.promise), but shows none", at: caption.span,
        hint: "remove the option, or show what it describes")
    }
  }
}

extension Artifact {
  /// Whether the result is what a label of a kind numbers.
  func isShown(as kind: LabelKind) -> Bool {
    switch (self, kind) {
    case (.figure, .figure), (.explorer, .figure), (.table, .table), (.derivation, .equation): true
    default: false
    }
  }
}

extension LabelKind {
  fileprivate var promise: String {
    switch self {
    case .figure: "a figure"
    case .table: "a table"
    case .listing: "code"
    case .equation: "a derivation"
    case .section: "a section"
    }
  }
}
