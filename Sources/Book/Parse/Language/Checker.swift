import BookModel
import SwiftSyntax

/// The state of checking one chapter: its names, and what is wrong so far.
final class Checker {
  let index: LibraryIndex
  let path: String
  let typeReader: TypeReader
  /// The unit that is being checked, and what was found in it.
  var code = CodeText(text: "", lineOrigins: []) {
    didSet {
      lineStarts = [0] + code.text.utf8.enumerated().filter { $1 == 10 }.map { $0.offset + 1 }
    }
  }
  private var lineStarts: [Int] = [0]
  var unitIndex = 0
  var expectsError = false
  var diagnostics: [Diagnostic] = []
  /// What is wrong even where an error is expected.
  var unexpected: [Diagnostic] = []
  /// The statement that is being checked, for what has no better place.
  var statementRange = 0..<0
  /// The functions and loops around the statement.
  var flow = ControlFlow()

  init(library: Library, path: String) {
    self.index = LibraryIndex(library)
    self.path = path
    self.typeReader = TypeReader(
      typeParameters: library.types.mapValues { Array(repeating: "_", count: $0) })
  }

  var hasErrors: Bool { diagnostics.hasErrors }

  /// The place in the chapter of a range of UTF-8 offsets in the unit's code.
  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(location(at: range.lowerBound), location(at: range.upperBound))
  }

  private func location(at offset: Int) -> BookModel.SourceLocation {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    guard code.lineOrigins.indices.contains(low) else { return code.location(at: offset) }
    let origin = code.lineOrigins[low]
    let shift = max(0, offset - lineStarts[low])
    return .init(
      offset: origin.offset + shift, line: origin.line, column: origin.column + shift)
  }

  func report(_ id: String, _ message: String, _ range: Range<Int>, hint: String? = nil) {
    let diagnostic = Diagnostic(id, message, path: path, span: span(range), hint: hint)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  func refuse(_ what: String, _ node: some SyntaxProtocol, hint: String? = nil) {
    report(
      "unsupported-syntax", "\(what) not part of the chapter language", node.trimmedByteRange,
      hint: hint)
  }

  /// A type as written; an error is reported and answered by nil.
  func readType(_ type: TypeSyntax) -> ValueType? {
    do throws(DeclarationError) {
      return try typeReader.read(type)
    } catch {
      report("unknown-type", error.message, error.range ?? type.trimmedByteRange, hint: error.hint)
      return nil
    }
  }
}

/// What `return`, `break`, `continue` and `try` may mean at a place.
struct ControlFlow {
  /// How a `return` is to be understood.
  enum Result {
    /// At the top level there is nothing to return from.
    case none
    /// A function, or a closure with a known result.
    case known(InferredType)
    /// A closure whose first `return` says what it gives.
    case inferred
  }

  struct Loop {
    var label: String?
    /// A `switch` can be left, not continued.
    var isSwitch: Bool
  }

  var result = Result.none
  var loops: [Loop] = []
  /// Whether an error may leave the function around this place.
  var canThrow = true
  /// The name of that function, for messages.
  var functionName: String?
}

extension Checker {
  /// Reports something that is wrong even in a unit that is expected to fail.
  func reportUnexpected(_ id: String, _ message: String, _ range: Range<Int>, hint: String) {
    unexpected.append(
      Diagnostic(id, message, path: path, span: span(range), hint: hint))
  }
}
