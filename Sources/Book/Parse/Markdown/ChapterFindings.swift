import BookModel

/// What is collected while the texts of a chapter are read.
final class ChapterFindings {
  let path: String
  var diagnostics: [Diagnostic] = []
  var values: [ProseValue] = []
  var noteReferences: [Located<String>] = []

  init(path: String) { self.path = path }

  func report(_ id: String, _ message: String, _ span: SourceSpan, hint: String? = nil) {
    diagnostics.append(Diagnostic(id, message, path: path, span: span, hint: hint))
  }

  /// Reports HTML, with what to write instead; comments are left out of the page without a word.
  func reportHTML(_ literal: String, _ span: SourceSpan) {
    if literal.hasPrefix("<!--{swift}") {
      report(
        "value-without-text", "An expression in a comment has no value in front of it.", span,
        hint: "Write the expression as `{swift} …` between backticks, and `accept` records it.")
      return
    }
    if literal.hasPrefix("<!--") {
      reportMarker(literal, span)
      return
    }
    let name = String(
      decoding: literal.utf8.dropFirst().drop { $0 == UInt8(ascii: "/") }
        .prefix { $0.isASCIIAlphanumeric }, as: UTF8.self
    ).lowercased()
    let hint =
      switch name {
      case "br": "End the line with a backslash."
      case "img": "Write `![what is shown](file.png)`."
      case "a": "Write `[text](address)`; a heading's address is `{#sec-name}` behind it."
      case "sub", "sup": "Write a formula, `$x_1$` or `$x^2$`."
      case "b", "strong": "Write `**text**`."
      case "i", "em": "Write `*text*`."
      case "code", "tt", "kbd", "pre": "Write it between backticks."
      case "details", "summary": "Write a quotation that begins with `[!ANSWER]`: it is folded."
      case "table", "tr", "td", "th": "Write a table with `|` between the cells."
      default: "Write it in Markdown; for the sign itself write `\\<`."
      }
    report(
      "raw-html", "HTML is not shown, apart from comments; found `\(literal.firstLine)`.",
      span, hint: hint)
  }

  /// Reports a comment that the tool would read if it stood alone on its line.
  private func reportMarker(_ literal: String, _ span: SourceSpan) {
    switch RegionMarker(Array(literal.utf8)) {
    case nil: return
    case .unknown(let name): reportUnknownMarker(name, span)
    default:
      report(
        "marker-in-text", "This comment counts only where it stands alone on its line.", span,
        hint: "Give it a line of its own, between empty lines.")
    }
  }

  func reportUnknownMarker(_ name: String, _ span: SourceSpan) {
    report(
      "unknown-marker", "There is no comment `deconv:\(name)`.", span,
      hint: nearestName(to: name, among: RegionMarker.names).map { "Did you mean `deconv:\($0)`?" }
        ?? "The comments are \(RegionMarker.names.map { "`deconv:\($0)`" }.joined(separator: ", "))."
    )
  }
}

extension String {
  /// The first line, cut to a length that a message can hold.
  fileprivate var firstLine: String {
    let line = prefix { !$0.isNewline }
    return line.count > 40 ? line.prefix(40) + "…" : String(line)
  }
}

/// The text of inlines without its marks, for the description of an image or the id of a heading.
///
/// A value adds nothing: neither of the two may change when a result is recorded.
func plainText(_ inlines: [MarkdownInline], source: SourceText) -> String {
  var text = ""
  for inline in inlines {
    switch inline.kind {
    case .text(let literal), .code(let literal): text += literal
    case .emphasis(let content), .strong(let content), .link(_, _, let content):
      text += plainText(content, source: source)
    case .image(_, _, let alternative): text += alternative
    case .math(let tex, _): text += tex
    case .softBreak, .lineBreak: text += " "
    case .value: break
    case .reference, .citation, .footnote: text += source.text(inline.span.bytes)
    }
  }
  return text
}
