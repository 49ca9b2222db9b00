/// How bad a diagnostic is.
package enum Severity: String, Sendable { case error, warning, note }

/// What a diagnostic is about, as far as the exit code is concerned.
package enum DiagnosticKind: String, Sendable {
  /// A chapter, a configuration or a data file is wrong.
  case invalid
  /// An embedded result is not what the code computes.
  case drift
  /// A result could not be verified here, for want of data.
  case unverified
}

/// One thing to say to the author, at its place.
package struct Diagnostic: Hashable, Sendable {
  package var severity: Severity
  package var kind: DiagnosticKind
  /// A stable name, such as `unknown-option`; tools may filter by it.
  package var id: String
  /// The file as shown to people; nil when no file is concerned.
  package var path: String?
  package var span: SourceSpan?
  /// One sentence: what was expected and what was found.
  package var message: String
  /// What to do, when that is known.
  package var hint: String?
  /// More lines to print below, such as a unified diff.
  package var details: String?

  package init(
    _ id: String, _ message: String, path: String? = nil, span: SourceSpan? = nil,
    hint: String? = nil, details: String? = nil, severity: Severity = .error,
    kind: DiagnosticKind = .invalid
  ) {
    self.severity = severity
    self.kind = kind
    self.id = id
    self.path = path
    self.span = span
    self.message = message
    self.hint = hint
    self.details = details
  }
}

extension Diagnostic {
  /// The diagnostic as a person reads it: `path:line:column: error: sentence`, the source line with
  /// a caret below it, the hint, and the details.
  package func rendered(source: SourceText?) -> String {
    var place = path ?? ""
    if let span { place += ":\(span.start.line):\(span.start.column)" }
    var lines = [(place.isEmpty ? "" : place + ": ") + "\(severity.rawValue): \(message)"]
    if let span, let source, source.path == path {
      lines += Self.excerpt(of: span, in: source)
    }
    if let hint { lines.append("  hint: \(hint)") }
    if let details { lines.append(details) }
    return lines.joined(separator: "\n").withVisibleControls
  }

  /// The line that a span begins in, and a caret line; long lines are cut around the caret.
  ///
  /// Only the bytes around the caret are looked at: a line may have millions.
  private static func excerpt(of span: SourceSpan, in source: SourceText) -> [String] {
    let line = source.line(span.start.line)
    let margin = 60
    // The most bytes that so many characters are expected to have.
    let reach = 4 * margin
    let caret = line.startIndex + min(max(0, span.start.column - 1), line.count)
    let cutBytes = max(0, caret - line.startIndex - reach)
    let before = String(decoding: line[(line.startIndex + cutBytes)..<caret], as: UTF8.self)
    let after = String(decoding: line[caret...].prefix(2 * reach), as: UTF8.self)
    let sameLine = span.end.line == span.start.line
    let markedBytes = sameLine ? max(0, span.end.column - span.start.column) : 2 * reach
    let marked = String(decoding: line[caret...].prefix(markedBytes), as: UTF8.self)
    let shownBefore = before.suffix(margin)
    let isCut = cutBytes > 0 || shownBefore.count < before.count
    let shownAfter = after.prefix(2 * margin - shownBefore.count)
    let caretIndent = String(repeating: " ", count: shownBefore.count + (isCut ? 1 : 0))
    let tildes = String(repeating: "~", count: max(0, min(marked.count, shownAfter.count) - 1))
    return [
      "  " + (isCut ? "…" : "") + shownBefore.replacingTabs + shownAfter.replacingTabs,
      "  " + caretIndent + "^" + tildes,
    ]
  }
}

extension StringProtocol {
  /// Each tab as one space, so that a caret below keeps its column.
  fileprivate var replacingTabs: String { String(map { $0 == "\t" ? " " : $0 }) }
}

extension String {
  /// The text without what a terminal would obey: a chapter may not move the reader's cursor.
  package var withVisibleControls: String {
    guard
      utf8.contains(where: { ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) || $0 == 0x7F || $0 == 0xC2 })
    else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A: result.append(scalar)
      case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
      case 0x7F: result.append("\u{2421}")
      case 0x80..<0xA0: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text in one line of such characters: for a path or a message that quotes a file.
  package var onOneLine: String {
    withVisibleControls.replacing("\n", with: "\u{240A}").replacing("\t", with: "\u{2409}")
  }
}

extension [Diagnostic] {
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
