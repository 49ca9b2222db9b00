import BookModel
import BookParse
import Testing

/// Parses a source that must have no diagnostics, and compares the dump of its tree.
func checkTree(
  _ source: String, _ expected: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let text = SourceText(path: "chapter.md", bytes: Array(source.utf8))
  let (chapter, diagnostics) = parseChapter(text)
  #expect(MarkdownTreeDump.text(chapter) == expected, sourceLocation: sourceLocation)
  let rendered = diagnostics.map { $0.rendered(source: text) }
  #expect(rendered == [], sourceLocation: sourceLocation)
}

/// Parses a source in which ❶, ❷ … mark where diagnostics must begin, and compares these.
///
/// The marks are taken out first. A diagnostic is compared as three lines: the mark, the id and
/// what the span covers; the message; the hint, if there is one.
func checkDiagnostics(
  _ marked: String, _ expected: String,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  var bytes: [UInt8] = []
  var marks: [Int: Character] = [:]
  for character in marked {
    if "❶❷❸❹❺❻❼❽❾".contains(character) {
      marks[bytes.count] = character
    } else {
      bytes += String(character).utf8
    }
  }
  let source = SourceText(path: "chapter.md", bytes: bytes)
  let found = parseChapter(source).diagnostics.map { diagnostic -> String in
    guard let span = diagnostic.span else { return "nowhere \(diagnostic.id)" }
    let start = span.start
    let place = marks[start.offset].map { String($0) } ?? "\(start.line):\(start.column)"
    let covered = source.text(span.bytes).split(separator: "\n").joined(separator: "⏎")
    let hint = diagnostic.hint.map { "\n  hint: \($0)" } ?? ""
    return "\(place) \(diagnostic.id) ‹\(covered)›\n  \(diagnostic.message)\(hint)"
  }
  #expect(found.joined(separator: "\n") == expected, sourceLocation: sourceLocation)
}

/// Parses a source that must have no diagnostics.
func parseCleanly(
  _ source: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> Chapter {
  let text = SourceText(path: "chapter.md", bytes: Array(source.utf8))
  let (chapter, diagnostics) = parseChapter(text)
  let rendered = diagnostics.map { $0.rendered(source: text) }
  #expect(rendered == [], sourceLocation: sourceLocation)
  return chapter
}
