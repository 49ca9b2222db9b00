import SwiftParser
import SwiftSyntax

/// The parts of a string literal with interpolations, its escapes and indentation resolved.
enum StringSegments {
  enum Segment {
    case text(String)
    case expression(LabeledExprListSyntax)
  }

  /// The segments; nil where an escape is unknown.
  ///
  /// swift-syntax resolves escapes for literals without interpolation only, so each stretch of text
  /// is made a literal of its own.
  static func read(_ literal: StringLiteralExprSyntax) -> [Segment]? {
    var segments: [Segment] = []
    for segment in literal.segments {
      switch segment {
      case .expressionSegment(let interpolation):
        segments.append(.expression(interpolation.expressions))
      case .stringSegment(let text):
        let alone = literal.with(\.segments, [.stringSegment(text)])
        guard let value = alone.representedLiteralValue else { return nil }
        segments.append(.text(value))
      }
    }
    return segments
  }
}
