import BookModel
import SwiftDiagnostics
import SwiftOperators
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// A file of code as a tree with its operators folded, and what is wrong with its syntax.
struct ParsedCode {
  var tree: SourceFileSyntax
  var diagnostics: [BookModel.Diagnostic]
}

/// Parses code that is within bounds; `path` and `code` locate the diagnostics.
func parseSyntax(_ code: CodeText, path: String) -> ParsedCode? {
  guard BoundsScanner.violation(in: code.text) == nil else { return nil }
  let tree = parseTree(code.text)
  var diagnostics = syntaxProblems(in: tree).map { problem in
    BookModel.Diagnostic(
      "syntax", problem.message, path: path, span: code.span(problem.offset..<problem.offset + 1),
      hint: problem.hint)
  }
  if !diagnostics.isEmpty { return ParsedCode(tree: tree, diagnostics: diagnostics) }
  let folded = OperatorTable.standardOperators.foldAll(tree) { error in
    let (message, node) = describe(error)
    diagnostics.append(
      BookModel.Diagnostic(
        "unknown-operator", message, path: path,
        span: node.map { code.span($0.trimmedByteRange) }))
  }
  guard let file = folded.as(SourceFileSyntax.self) else { return nil }
  return ParsedCode(tree: file, diagnostics: diagnostics)
}

/// Parses text that the scanner let pass, or that is our own.
func parseTree(_ text: String) -> SourceFileSyntax {
  Parser.parse(source: text)
}

/// What swift-syntax has to say about a tree.
func syntaxProblems(in tree: SourceFileSyntax) -> [(offset: Int, message: String, hint: String?)] {
  ParseDiagnosticsGenerator.diagnostics(for: tree).map { diagnostic in
    (diagnostic.position.utf8Offset, diagnostic.message, diagnostic.fixIts.first?.message.message)
  }
}

private func describe(_ error: OperatorError) -> (String, Syntax?) {
  switch error {
  case .missingOperator(let name, let node):
    return ("there is no operator `\(name)` in the chapter language", Syntax(node))
  case .incomparableOperators(let left, _, let right, _):
    return (
      "`\(left.trimmedDescription)` and `\(right.trimmedDescription)` have no order between them: "
        + "write parentheses", Syntax(right)
    )
  default:
    return ("the operators of this expression cannot be ordered: write parentheses", nil)
  }
}

extension SyntaxProtocol {
  /// The UTF-8 offsets of the node without the space and comments around it.
  var trimmedByteRange: Range<Int> {
    positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
  }
}
