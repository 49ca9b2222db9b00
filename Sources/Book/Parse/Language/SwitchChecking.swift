import BookModel
import SwiftSyntax

// `switch`, and its patterns.
extension StatementChecker {
  /// Checks the body of a case; a `switch` that gives a value has another one.
  typealias CaseBody = (StatementChecker, CodeBlockItemListSyntax, SwitchCaseSyntax) -> [Statement]

  func switchOver(
    _ syntax: SwitchExprSyntax, label: String?,
    body: CaseBody = { inner, items, _ in inner.block(items) }
  ) -> Statement {
    let subject = value(syntax.subject)
    var coverage = SwitchCoverage()
    var cases: [SwitchCase] = []
    checker.flow.loops.append(.init(label: label, isSwitch: true))
    defer { checker.flow.loops.removeLast() }
    for element in syntax.cases {
      guard case .switchCase(let syntax) = element else {
        checker.refuse("`#if` is", element)
        continue
      }
      cases.append(switchCase(syntax, over: subject.type, &coverage, body))
    }
    if !subject.type.isMistaken { requireAll(of: subject.type, coverage, syntax) }
    return Statement(
      .switchOver(subject.expression, cases, label: label), span(syntax))
  }

  private func switchCase(
    _ syntax: SwitchCaseSyntax, over type: InferredType, _ coverage: inout SwitchCoverage,
    _ body: CaseBody
  ) -> SwitchCase {
    let inner = StatementChecker(
      checker: checker, scope: Scope(parent: scope), context: context)
    var labels: [SwitchCase.Label] = []
    var filter: Expression?
    switch syntax.label {
    case .default:
      labels = [.otherwise]
      coverage.isComplete = true
    case .case(let list):
      for item in list.caseItems {
        var tests: [Expression] = []
        if let label = inner.label(item.pattern, over: type, &tests, &coverage, item) {
          labels.append(label)
        }
        if let clause = item.whereClause {
          tests.append(inner.value(clause.condition, as: .bool, purpose: "condition's").expression)
        }
        if !tests.isEmpty, list.caseItems.count > 1 {
          checker.refuse(
            "`where`, or values inside a tuple, beside other patterns of a `case` is", item,
            hint: "write a `case` for each pattern")
        }
        filter = tests.reduce(filter) { all, test in
          all.map { Expression(.and($0, test), type: .bool, span: $0.span) } ?? test
        }
      }
    }
    if syntax.statements.isEmpty {
      checker.report(
        "empty-case", "a `case` needs at least one statement", syntax.trimmedByteRange,
        hint: "write `break`")
    }
    return SwitchCase(
      labels: labels, filter: filter, body: body(inner, syntax.statements, syntax))
  }

  private func label(
    _ pattern: PatternSyntax, over type: InferredType, _ tests: inout [Expression],
    _ coverage: inout SwitchCoverage, _ item: SwitchCaseItemSyntax
  ) -> SwitchCase.Label? {
    let isFiltered = item.whereClause != nil
    switch pattern.as(PatternSyntaxEnum.self) {
    case .wildcardPattern:
      if !isFiltered { coverage.isComplete = true }
      return .binding(.wildcard)
    case .expressionPattern(let expression):
      if expression.expression.is(TupleExprSyntax.self) {
        let bound = bind(expression.expression, type: type, isMutable: nil, &tests)
        if !isFiltered, tests.isEmpty { coverage.isComplete = true }
        return .binding(bound)
      }
      return test(expression.expression, over: type, isFiltered: isFiltered, &coverage)
    case .valueBindingPattern(let binding):
      let isMutable = binding.bindingSpecifier.text == "var"
      let bound: Pattern
      if let expression = binding.pattern.as(ExpressionPatternSyntax.self) {
        bound = bind(expression.expression, type: type, isMutable: isMutable, &tests)
      } else {
        bound = declare(binding.pattern, type: type, isMutable: isMutable)
      }
      if !isFiltered, tests.isEmpty { coverage.isComplete = true }
      return .binding(bound)
    default:
      checker.refuse("this pattern is", pattern)
      return nil
    }
  }

  /// A pattern written as an expression: names where `let` stands before it, values elsewhere.
  private func bind(
    _ syntax: ExprSyntax, type: InferredType, isMutable: Bool?, _ tests: inout [Expression]
  ) -> Pattern {
    switch syntax.as(ExprSyntaxEnum.self) {
    case .tupleExpr(let tuple):
      let types = elements(of: type, count: tuple.elements.count, at: syntax.trimmedByteRange)
      var parts: [Pattern] = []
      for (element, type) in zip(tuple.elements, types) {
        parts.append(bind(element.expression, type: type, isMutable: isMutable, &tests))
      }
      return .tuple(parts)
    case .discardAssignmentExpr: return .wildcard
    case .declReferenceExpr(let reference):
      if let isMutable {
        let variable = declare(
          reference.baseName.text, type: type, isMutable: isMutable,
          at: reference.trimmedByteRange)
        return .variable(slot: variable.slot)
      }
    case .patternExpr(let pattern):
      if let binding = pattern.pattern.as(ValueBindingPatternSyntax.self) {
        return declare(
          binding.pattern, type: type, isMutable: binding.bindingSpecifier.text == "var")
      }
      if pattern.pattern.is(WildcardPatternSyntax.self) { return .wildcard }
      if isMutable != nil {
        return declare(pattern.pattern, type: type, isMutable: isMutable ?? false)
      }
      checker.refuse("this pattern is", pattern)
      return .wildcard
    default: break
    }
    // A value: the part is kept in a variable and compared.
    let part = Variable("", type: type, isMutable: false, in: context, unit: checker.unitIndex)
    if let (pattern, id) = comparison(syntax, with: type) {
      let read = Expression(
        .variable(slot: part.slot), type: type.valueType ?? .void, span: span(syntax))
      tests.append(
        Expression(
          .builtin(id: id, [.expression(pattern), .expression(read)]), type: .bool,
          span: span(syntax)))
    }
    return .variable(slot: part.slot)
  }

  private func test(
    _ syntax: ExprSyntax, over type: InferredType, isFiltered: Bool,
    _ coverage: inout SwitchCoverage
  ) -> SwitchCase.Label? {
    if type.wrapped != nil {
      checker.refuse(
        "a `switch` over the values of an optional is", syntax, hint: "unwrap it with `if let`")
      return nil
    }
    guard let (pattern, id) = comparison(syntax, with: type) else { return nil }
    if !isFiltered {
      if case .bool(let value) = pattern.kind { coverage.truths.insert(value) }
      if let member = syntax.as(MemberAccessExprSyntax.self) {
        coverage.members.insert(member.declName.baseName.text)
      }
    }
    return syntax.isRange
      ? .contains(pattern, operatorID: id) : .equals(pattern, operatorID: id)
  }

  /// The value of a pattern, and the builtin that compares it with a subject of a type.
  private func comparison(
    _ syntax: ExprSyntax, with type: InferredType
  ) -> (pattern: Expression, id: Int)? {
    if type.isMistaken { return nil }
    let inference = Inference(checker)
    let pattern = reader(inference).read(syntax)
    let range = syntax.trimmedByteRange
    let stand = Variable(
      "", type: type, isMutable: false, in: FunctionContext(parent: nil), unit: 0)
    let subject = Node(.variable(stand), type: type, range: range)
    func argument(_ node: Node) -> ArgumentNode {
      ArgumentNode(label: nil, node: node, isTrailing: false, labelRange: range)
    }
    let node: Node
    if syntax.isRange {
      node = inference.makeApplication(
        .member(pattern), name: "contains", nameRange: range, arguments: [argument(subject)],
        range: range)
    } else {
      inference.require(pattern, type, as: "the subject's")
      if inference.hasErrors { return nil }
      node = inference.makeApplication(
        .overloads((checker.index.infixOperators["=="] ?? []).map { .builtin($0) }), name: "==",
        nameRange: range, arguments: [argument(pattern), argument(subject)], range: range)
    }
    inference.require(node, .bool, as: "expected")
    inference.solve()
    guard !inference.hasErrors, case .application(let application) = node.kind,
      let id = application.choice?.candidate.signature?.id
    else { return nil }
    let lowering = Lowering(inference: inference, context: context)
    return (lowering.lower(pattern), id)
  }

  private func requireAll(
    of type: InferredType, _ coverage: SwitchCoverage, _ syntax: SwitchExprSyntax
  ) {
    if coverage.isComplete { return }
    let cases = type.nominalName.map { checker.index.enumerationCases(of: $0) } ?? []
    let missing = cases.map(\.name).filter { !coverage.members.contains($0) }
    if !cases.isEmpty, missing.isEmpty { return }
    if case .nominal("Bool", _) = type, coverage.truths.count == 2 { return }
    let named =
      missing.isEmpty ? "" : ": \(missing.map { "`.\($0)`" }.joined(separator: ", ")) is missing"
    checker.report(
      "switch-incomplete", "this `switch` does not cover every value\(named)",
      syntax.switchKeyword.trimmedByteRange, hint: "add `default:`")
  }
}

/// What the cases of a `switch` cover.
struct SwitchCoverage {
  var isComplete = false
  var truths: Set<Bool> = []
  var members: Set<String> = []
}

extension ExprSyntax {
  /// `a..<b` or `a...b`.
  fileprivate var isRange: Bool {
    let text = self.as(InfixOperatorExprSyntax.self)?.operator.trimmedDescription
    return text == "..<" || text == "..."
  }
}
