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
    return lines.joined(separator: "\n")
  }

  /// The line that a span begins in, and a caret line; long lines are cut around the caret.
  private static func excerpt(of span: SourceSpan, in source: SourceText) -> [String] {
    let line = String(decoding: source.line(span.start.line), as: UTF8.self)
    let before = String(decoding: line.utf8.prefix(span.start.column - 1), as: UTF8.self)
    let sameLine = span.end.line == span.start.line
    let marked = String(
      decoding: line.utf8.dropFirst(span.start.column - 1)
        .prefix(sameLine ? max(0, span.end.column - span.start.column) : Int.max), as: UTF8.self)
    let margin = 60
    let cut = max(0, before.count - margin)
    let shownLine = (cut > 0 ? "…" : "") + line.dropFirst(cut).prefix(2 * margin)
    let caretIndent = String(repeating: " ", count: before.count - cut + (cut > 0 ? 1 : 0))
    let tildes = String(repeating: "~", count: max(0, min(marked.count, 2 * margin) - 1))
    return ["  " + shownLine.replacingTabs, "  " + caretIndent + "^" + tildes]
  }
}

extension String {
  /// Each tab as one space, so that a caret below keeps its column.
  fileprivate var replacingTabs: String { String(map { $0 == "\t" ? " " : $0 }) }
}

extension [Diagnostic] {
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
