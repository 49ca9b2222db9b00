import BookModel

extension InlineReader {
  /// Adds what stands in the place of a mask.
  mutating func readMask(_ mask: InlineMask, into inlines: inout [MarkdownInline]) {
    let content = segment.content
    let span = source.span(content.sourceRange(mask.range))
    let kind: MarkdownInline.Kind
    switch mask.kind {
    case .character:
      kind = .text(content.text(mask.range))
    case .math(let tex):
      kind = math(tex)
    case .display(let tex, _):
      findings.report(
        "misplaced-formula",
        "A display formula stands inside a heading, a title, a note or a cell.",
        span, hint: "Write it between single dollar signs, or in a paragraph of its own.")
      kind = math(tex)
    case .value(let code, let recorded):
      kind = .value(findings.values.count)
      findings.values.append(value(code, recorded: recorded, span))
    case .reference(let label):
      reportInsideLink("A reference", span)
      kind = .reference(label: content.text(label))
    case .citation(let keys):
      reportInsideLink("A citation", span)
      kind = .citation(keys: keys.map { content.text($0) })
    case .footnote(let name):
      reportInsideLink("A footnote", span)
      findings.noteReferences.append(Located(content.text(name), span))
      kind = .footnote(name: content.text(name))
    }
    inlines.append(MarkdownInline(kind, span))
  }

  private func math(_ tex: Range<Int>) -> MarkdownInline.Kind {
    let origin = source.location(at: segment.content.sourceOffset(at: tex.lowerBound))
    return .math(tex: segment.content.text(tex), texOrigin: origin)
  }

  private func value(
    _ code: Range<Int>, recorded: Range<Int>?, _ span: SourceSpan
  ) -> ProseValue {
    let content = segment.content
    let written = content.text(code)
    let text = CodeText(
      text: recorded == nil ? written : unescapeValueComment(written),
      lineOrigins: [source.location(at: content.sourceOffset(at: code.lowerBound))])
    return ProseValue(
      span: span, code: text, recorded: recorded.map { content.text($0) },
      isInTable: segment.isInTable, blocksBefore: 0)
  }

  private func reportInsideLink(_ what: String, _ span: SourceSpan) {
    guard linkDepth > 0 else { return }
    findings.report(
      "link-inside-link", "\(what) becomes a link, and stands inside another one.", span,
      hint: "Move it out of the square brackets.")
  }
}
