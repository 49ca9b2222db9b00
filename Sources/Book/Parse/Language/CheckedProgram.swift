package import BookModel
import SwiftSyntax

/// The code of a block, or of a value in prose, to be checked.
package struct UnitSource: Sendable {
  package var origin: ProgramUnit.Origin
  package var code: CodeText
  /// The block is there to show an error: one that does not check is no mistake.
  package var expectsError: Bool

  package init(origin: ProgramUnit.Origin, code: CodeText, expectsError: Bool = false) {
    self.origin = origin
    self.code = code
    self.expectsError = expectsError
  }
}

/// A chapter's code after checking: what can run, and what is wrong.
package struct CheckedProgram: Sendable {
  /// Complete when `diagnostics` holds no error.
  package var program: Program
  /// What is wrong with units that are there to show an error.
  package var expectedErrors: [ProgramUnit.Origin: Diagnostic]
  package var diagnostics: [Diagnostic]
}

/// Parses and checks a chapter's code as a whole; all units share one scope, in order.
///
/// What a unit that expects an error declares is visible in that unit alone, so that the chapter
/// means the same without it.
package func checkProgram(
  _ units: [UnitSource], library: Library, path: String
) -> CheckedProgram {
  withLargeStack {
    var check = ProgramCheck(library: library, path: path)
    for (index, unit) in units.enumerated() { check.check(unit, index) }
    return check.result
  }
}

private struct ProgramCheck {
  private let checker: Checker
  private let scope = Scope(parent: nil)
  private let context = FunctionContext(parent: nil)
  private var units: [ProgramUnit] = []
  private var expectedErrors: [ProgramUnit.Origin: Diagnostic] = [:]
  private var diagnostics: [Diagnostic] = []

  init(library: Library, path: String) {
    checker = Checker(library: library, path: path)
  }

  var result: CheckedProgram {
    CheckedProgram(
      program: Program(frame: context.layout, units: units), expectedErrors: expectedErrors,
      diagnostics: diagnostics)
  }

  mutating func check(_ unit: UnitSource, _ index: Int) {
    checker.code = unit.code
    checker.unitIndex = index
    checker.expectsError = unit.expectsError
    checker.diagnostics = []
    checker.unexpected = []
    checker.flow = ControlFlow()
    let statements = self.statements(of: unit)
    diagnostics += checker.unexpected
    guard let first = checker.diagnostics.first else {
      units.append(ProgramUnit(origin: unit.origin, statements: statements))
      return
    }
    if unit.expectsError {
      expectedErrors[unit.origin] = first
    } else {
      diagnostics += checker.diagnostics
    }
  }

  private func statements(of unit: UnitSource) -> [Statement] {
    if let violation = BoundsScanner.violation(in: unit.code.text) {
      checker.report(violation.id, violation.message, violation.range, hint: violation.hint)
      return []
    }
    guard let parsed = parseSyntax(unit.code, path: checker.path) else { return [] }
    if !parsed.diagnostics.isEmpty {
      checker.diagnostics = parsed.diagnostics
      return []
    }
    let inner = unit.expectsError ? Scope(parent: scope) : scope
    var statements = StatementChecker(checker: checker, scope: inner, context: context)
    statements.isTopLevel = true
    if case .value = unit.origin { return statements.proseValue(parsed.tree.statements) }
    return statements.list(parsed.tree.statements)
  }
}

extension StatementChecker {
  /// The one expression of a value in prose, which must be something to read.
  fileprivate func proseValue(_ items: CodeBlockItemListSyntax) -> [Statement] {
    guard items.count == 1, let only = items.first, case .expr(let syntax) = only.item,
      !syntax.isStatementLike
    else {
      checker.report(
        "not-an-expression", "a value in prose is one expression",
        items.isEmpty ? 0..<1 : items.trimmedByteRange)
      return []
    }
    let value = value(syntax)
    if checker.hasErrors { return [] }
    let type = value.expression.type
    if let problem = unprintable(type) {
      checker.report(
        "not-printable", "a value of type `\(type)` cannot stand in prose", syntax.trimmedByteRange,
        hint: problem)
      return []
    }
    return [Statement(.show(value.expression), value.expression.span)]
  }

  private func unprintable(_ type: ValueType) -> String? {
    switch type {
    case .function: return "call it"
    case .tuple(let elements):
      return elements.isEmpty
        ? "it gives no value" : elements.lazy.compactMap { unprintable($0.type) }.first
    case .nominal("Optional", _): return "unwrap it: `… ?? 0`, or `(…)!`"
    case .nominal(let name, let arguments):
      if let problem = arguments.lazy.compactMap({ unprintable($0) }).first { return problem }
      let isText =
        checker.index.members[name]?["description"] != nil
        || !checker.index.conformances(of: name, to: "CustomStringConvertible").isEmpty
      return checker.index.library.shownTypes.contains(name) && !isText
        ? "show it in a block of its own" : nil
    case .parameter: return nil
    }
  }
}
