package import BookModel
import SwiftIDEUtils
import SwiftSyntax

/// The parts of a block that a page colours, in order; code that is out of bounds gets no colours.
package func highlight(_ code: String) -> [HighlightedRange] {
  guard BoundsScanner.violation(in: code) == nil else { return [] }
  return withLargeStack {
    let tree = parseTree(code)
    return tree.classifications.flatMap { range -> [HighlightedRange] in
      let bytes = range.range.lowerBound.utf8Offset..<range.range.upperBound.utf8Offset
      guard let found = highlightClass(range.kind, at: bytes.lowerBound, in: tree) else {
        return []
      }
      return [HighlightedRange(range: bytes, highlightClass: found)]
    }
  }
}

private func highlightClass(
  _ kind: SyntaxClassification, at offset: Int, in tree: SourceFileSyntax
) -> HighlightedRange.Class? {
  switch kind {
  case .attribute, .ifConfigDirective: return .attribute
  case .blockComment, .docBlockComment, .lineComment, .docLineComment: return .comment
  case .floatLiteral, .integerLiteral: return .number
  case .keyword: return .keyword
  case .operator: return .operatorSign
  case .regexLiteral, .stringLiteral: return .string
  case .type: return .type
  case .argumentLabel: return .label
  case .identifier: return nameClass(at: offset, in: tree)
  case .dollarIdentifier, .editorPlaceholder, .none: return nil
  }
}

/// A name is coloured by what it does: call a function or name a type.
///
/// Other names keep the colour of the text.
private func nameClass(at offset: Int, in tree: SourceFileSyntax) -> HighlightedRange.Class? {
  guard let token = tree.token(at: AbsolutePosition(utf8Offset: offset)) else {
    return nil
  }
  if token.text.first?.isUppercase == true { return .type }
  if let parent = token.parent?.as(DeclReferenceExprSyntax.self) {
    var callee = Syntax(parent)
    if let member = parent.parent?.as(MemberAccessExprSyntax.self), member.declName == parent {
      callee = Syntax(member)
    }
    if callee.parent?.as(FunctionCallExprSyntax.self)?.calledExpression.id == callee.id {
      return .call
    }
  }
  return nil
}
