import BookModel
import BookParse
import Testing

/// Checks a program of one block; a marker such as ❶ in the source is where an error must begin.
///
/// An expectation is the marker, a space, and the message; a second line is the hint.
func check(
  _ source: String, expects: [String] = [],
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let marked = MarkedSource(source)
  let checked = checkProgram(
    [UnitSource(origin: .block(0), code: marked.code)], library: TestLibrary.library,
    path: "test.md")
  let found = checked.diagnostics.map { diagnostic in
    let marker = diagnostic.span.flatMap { marked.markers[$0.start.offset] } ?? "?"
    let place = marker == "?" ? "?@\(diagnostic.span?.start.offset ?? -1)" : String(marker)
    return "\(place) \(diagnostic.message)" + (diagnostic.hint.map { "\n\($0)" } ?? "")
  }
  // An expectation without a second line does not look at the hint.
  let compared = zip(found, expects).map { found, expected in
    expected.contains("\n") ? found : String(found.prefix { $0 != "\n" })
  }
  #expect(
    compared + found.dropFirst(compared.count) == expects, sourceLocation: sourceLocation)
}

/// The types of the values that a program's top-level declarations hold, in order.
func types(
  _ source: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [String] {
  statements(source, sourceLocation: sourceLocation).compactMap { statement in
    if case .declare(_, let value?) = statement.kind { return value.type.description }
    return nil
  }
}

/// A program as text: every expression, with builtins by name.
func dump(
  _ source: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> String {
  statements(source, sourceLocation: sourceLocation).map(\.dumped).joined(separator: "\n")
}

func statements(
  _ source: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> [Statement] {
  let checked = checkProgram(
    [UnitSource(origin: .block(0), code: MarkedSource(source).code)],
    library: TestLibrary.library, path: "test.md")
  #expect(
    checked.diagnostics.map { $0.rendered(source: nil) } == [], sourceLocation: sourceLocation)
  return checked.program.units.flatMap(\.statements)
}

/// Source text whose markers are taken out and remembered by offset.
struct MarkedSource {
  let code: CodeText
  let markers: [Int: Character]

  init(_ source: String) {
    var text = ""
    var markers: [Int: Character] = [:]
    for character in source {
      if "❶❷❸❹❺".contains(character) {
        markers[text.utf8.count] = character
      } else {
        text.append(character)
      }
    }
    self.markers = markers
    let file = SourceText(path: "test.md", bytes: Array(text.utf8))
    code = CodeText(text: text, lineOrigins: file.lineStarts.map { file.location(at: $0) })
  }
}

extension Statement {
  var dumped: String {
    switch kind {
    case .declare(let pattern, let value):
      return "\(pattern.dumped) = \(value.map(\.dumped) ?? "?")"
    case .assign(let place, let value): return "\(place.dumped) := \(value.dumped)"
    case .update(let place, let id, let value):
      return "\(place.dumped) \(name(id))= \(value.dumped)"
    case .evaluate(let value): return "do \(value.dumped)"
    case .show(let value): return "show \(value.dumped)"
    case .returnValue(let value): return "return \(value?.dumped ?? "")"
    case .conditional(_, let then, let otherwise):
      return "if {\(then.dumped)} else {\(otherwise.dumped)}"
    case .guardElse(_, let otherwise): return "guard {\(otherwise.dumped)}"
    case .forIn(let pattern, let sequence, _, let body, _):
      return "for \(pattern.dumped) in \(sequence.dumped) {\(body.dumped)}"
    case .whileLoop(_, let body, _): return "while {\(body.dumped)}"
    case .repeatWhile(let body, let condition, _):
      return "repeat {\(body.dumped)} \(condition.dumped)"
    case .switchOver(let value, let cases, _):
      return "switch \(value.dumped) {\(cases.map(\.body.dumped).joined(separator: " | "))}"
    case .breakLoop(let label): return "break \(label ?? "")"
    case .continueLoop(let label): return "continue \(label ?? "")"
    case .functions(let functions):
      return functions.map { "func s\($0.slot)\($0.body.dumped)" }.joined(separator: "; ")
    }
  }
}

extension [Statement] {
  var dumped: String { map(\.dumped).joined(separator: "; ") }
}

extension Pattern {
  var dumped: String {
    switch self {
    case .variable(let slot): "s\(slot)"
    case .wildcard: "_"
    case .tuple(let parts): "(\(parts.map(\.dumped).joined(separator: ", ")))"
    }
  }
}

extension FunctionBody {
  var dumped: String {
    let captured = captures.map { "\($0.outer)>\($0.inner)" }.joined(separator: ",")
    let names = parameters.map(\.dumped).joined(separator: ", ")
    return "(\(names))[\(captured)]{\(statements.dumped)}"
  }
}

extension Place {
  var dumped: String {
    "s\(slot)"
      + steps.map { step in
        switch step {
        case .subscripted(_, let arguments): "[\(arguments.dumped)]"
        case .property(let id): ".\(name(id))"
        case .tupleElement(let index): ".\(index)"
        case .unwrap: "!"
        }
      }.joined()
  }
}

private func name(_ id: Int) -> String { TestLibrary.library.signatures[id].name }

extension [Argument] {
  var dumped: String {
    map { argument in
      switch argument {
      case .expression(let value): value.dumped
      case .variadic(let values): "\(values.map(\.dumped).joined(separator: " "))..."
      case .omitted: "-"
      }
    }.joined(separator: ", ")
  }
}

extension Expression {
  var dumped: String {
    switch kind {
    case .integer(let value): return "\(value)"
    case .double(let value): return "\(value)d"
    case .float(let value): return "\(value)f"
    case .bool(let value): return "\(value)"
    case .string(let value): return "\"\(value)\""
    case .interpolation(let segments):
      return "\""
        + segments.map { segment in
          switch segment {
          case .text(let text): text
          case .value(let value): "{\(value.dumped)}"
          }
        }.joined() + "\""
    case .variable(let slot): return "s\(slot)"
    case .array(let values): return "[\(values.map(\.dumped).joined(separator: ", "))]"
    case .tuple(let values): return "(\(values.map(\.dumped).joined(separator: ", ")))"
    case .tupleElement(let base, let index): return "\(base.dumped).\(index)"
    case .builtin(let id, let arguments): return "\(name(id))(\(arguments.dumped))"
    case .mutating(let place, let id, let arguments):
      return "\(place.dumped).\(name(id))!(\(arguments.dumped))"
    case .call(let callee, let values):
      return "\(callee.dumped)(\(values.map(\.dumped).joined(separator: ", ")))"
    case .closure(let body): return body.dumped
    case .builtinReference(let id): return "&\(name(id))"
    case .conditional(let a, let b, let c): return "(\(a.dumped) ? \(b.dumped) : \(c.dumped))"
    case .statementExpression(let statement): return "<\(statement.dumped)>"
    case .and(let a, let b): return "(\(a.dumped) && \(b.dumped))"
    case .or(let a, let b): return "(\(a.dumped) || \(b.dumped))"
    case .none: return "nil"
    case .some(let value): return "some(\(value.dumped))"
    case .forceUnwrap(let value): return "\(value.dumped)!"
    case .coalesce(let a, let b): return "(\(a.dumped) ?? \(b.dumped))"
    case .optionalChain(let base, let slot, let body):
      return "chain(\(base.dumped), s\(slot), \(body.dumped))"
    case .tryOptional(let value): return "try?(\(value.dumped))"
    }
  }
}
