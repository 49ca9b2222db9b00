import BookModel
import SwiftSyntax

// Expressions as statements: assignments, calls, and what is shown.
extension StatementChecker {
  func expression(_ syntax: ExprSyntax, label: String? = nil) -> [Statement] {
    switch syntax.as(ExprSyntaxEnum.self) {
    case .ifExpr(let conditional): return [self.conditional(conditional)]
    case .switchExpr(let switched): return [switchOver(switched, label: label)]
    case .tryExpr(let attempt) where attempt.expression.isStatementLike:
      if let infix = attempt.expression.as(InfixOperatorExprSyntax.self) {
        return assignment(infix, isCovered: true)
      }
      return plain(syntax)
    case .infixOperatorExpr(let infix) where syntax.isStatementLike:
      return assignment(infix, isCovered: false)
    default: return plain(syntax)
    }
  }

  /// A value that stands alone: shown at the top level when its type is, else to be left unused.
  private func plain(_ syntax: ExprSyntax) -> [Statement] {
    let inference = Inference(checker)
    let node = reader(inference).read(syntax)
    inference.solve()
    let value = Lowering(inference: inference, context: context).lower(node)
    if inference.hasErrors { return [] }
    if isTopLevel, case .nominal(let name, _) = value.type,
      checker.index.library.shownTypes.contains(name)
    {
      return [Statement(.show(value), value.span)]
    }
    Self.reportUnused(node, value, checker)
    return [Statement(.evaluate(value), value.span)]
  }

  /// Reports a value that nothing uses, as the compiler would warn.
  static func reportUnused(_ node: Node, _ value: Expression, _ checker: Checker) {
    if isDiscardable(node) || value.type == .void || value.type == .optional(.void) { return }
    let shown = checker.index.library.shownTypes
    var hint = "write `_ =` before it, or print it with `print(…)`"
    if case .nominal(let name, _) = value.type, shown.contains(name) {
      hint = "only an expression at the top level of a block is shown; here write `_ =` before it"
    }
    checker.report(
      "unused-value", "this value of type `\(value.type)` is not used", node.range, hint: hint)
  }

  private static func isDiscardable(_ node: Node) -> Bool {
    switch node.kind {
    case .invalid: return true
    case .attempt(let inner), .tryOptional(let inner): return isDiscardable(inner)
    case .optionalChain(_, _, let body): return isDiscardable(body)
    case .application(let application):
      return application.choice?.candidate.signature?.isResultDiscardable ?? false
    default: return false
    }
  }

  // Assignments.

  private func assignment(_ infix: InfixOperatorExprSyntax, isCovered: Bool) -> [Statement] {
    if let symbol = infix.compoundOperator {
      return update(infix, symbol: symbol, isCovered: isCovered)
    }
    if infix.leftOperand.is(DiscardAssignmentExprSyntax.self) {
      if isCovered {
        return [evaluated(ExprSyntax(infix.rightOperand), in: infix, isCovered: true)]
      }
      return [Statement(.evaluate(value(infix.rightOperand).expression), span(infix))]
    }
    if let tuple = infix.leftOperand.as(TupleExprSyntax.self), tuple.elements.count > 1 {
      return destructure(tuple, infix, isCovered: isCovered)
    }
    let inference = Inference(checker)
    let target = reader(inference).read(infix.leftOperand)
    inference.solve()
    let type = inference.state.deeplyResolved(target.type)
    var lowering = Lowering(inference: inference, context: context)
    let expression: Expression
    if infix.rightOperand.isConditional {
      expression = value(infix.rightOperand, as: type, purpose: "assigned").expression
    } else {
      let node = reader(inference).read(infix.rightOperand)
      inference.require(node, type, as: "assigned")
      inference.solve()
      lowering.isCovered = isCovered
      expression = lowering.lower(node, as: type)
    }
    guard !inference.hasErrors, let place = lowering.place(target, verb: "`=` changes") else {
      return []
    }
    return [Statement(.assign(place, expression), span(infix))]
  }

  private func evaluated(
    _ syntax: ExprSyntax, in statement: some SyntaxProtocol, isCovered: Bool
  ) -> Statement {
    let inference = Inference(checker)
    let node = reader(inference).read(syntax)
    inference.solve()
    let lowering = Lowering(inference: inference, context: context, isCovered: isCovered)
    return Statement(.evaluate(lowering.lower(node)), span(statement))
  }

  private func update(
    _ infix: InfixOperatorExprSyntax, symbol: String, isCovered: Bool
  ) -> [Statement] {
    let nameRange = infix.operator.trimmedByteRange
    guard let signatures = checker.index.infixOperators[symbol] else {
      checker.report(
        "unknown-operator", "there is no operator `\(symbol)=` in the chapter language", nameRange)
      return []
    }
    let inference = Inference(checker)
    let reader = reader(inference)
    let target = reader.read(infix.leftOperand)
    inference.solve()
    let type = inference.state.deeplyResolved(target.type)
    let argument = reader.read(infix.rightOperand)
    let arguments = [target, argument].map {
      ArgumentNode(label: nil, node: $0, isTrailing: false, labelRange: $0.range)
    }
    let node = inference.makeApplication(
      .overloads(signatures.map { .builtin($0) }), name: symbol, nameRange: nameRange,
      arguments: arguments, result: type, range: infix.trimmedByteRange)
    inference.solve()
    let lowering = Lowering(inference: inference, context: context, isCovered: isCovered)
    guard !inference.hasErrors, case .application(let application) = node.kind,
      let choice = application.choice, let id = choice.candidate.signature?.id,
      let place = lowering.place(target, verb: "`\(symbol)=` changes")
    else { return [] }
    let value = lowering.lower(argument, as: choice.parameterTypes[1])
    return [Statement(.update(place, operatorID: id, value), span(infix))]
  }

  /// `(a, b) = (b, a)`: the values first, into variables of their own, then the places in order.
  private func destructure(
    _ tuple: TupleExprSyntax, _ infix: InfixOperatorExprSyntax, isCovered: Bool
  ) -> [Statement] {
    let inference = Inference(checker)
    let reader = reader(inference)
    var targets: [Node?] = []
    for element in tuple.elements {
      let isDiscarded = element.expression.is(DiscardAssignmentExprSyntax.self)
      targets.append(isDiscarded ? nil : reader.read(element.expression))
    }
    inference.solve()
    let types = targets.map { target in
      target.map { inference.state.deeplyResolved($0.type) } ?? inference.state.makeUnknown()
    }
    let node = reader.read(infix.rightOperand)
    inference.require(node, .tuple(types.map { (nil, $0) }), as: "assigned")
    inference.solve()
    let lowering = Lowering(inference: inference, context: context, isCovered: isCovered)
    let value = lowering.lower(node)
    if inference.hasErrors { return [] }
    var patterns: [Pattern] = []
    var assignments: [Statement] = []
    for (target, type) in zip(targets, types) {
      guard let target else {
        patterns.append(.wildcard)
        continue
      }
      guard let place = lowering.place(target, verb: "`=` changes") else { return [] }
      let part = Variable(
        "", type: type, isMutable: false, in: context, unit: checker.unitIndex)
      patterns.append(.variable(slot: part.slot))
      let expression = Expression(
        .variable(slot: part.slot), type: lowering.valueType(type, at: target.range),
        span: place.span)
      assignments.append(Statement(.assign(place, expression), span(infix)))
    }
    return [Statement(.declare(.tuple(patterns), value), span(infix))] + assignments
  }

  // `if` and `switch` that give a value.

  /// The value of an `if` or `switch`; nil for any other expression.
  func valueStatement(_ syntax: ExprSyntax, as type: InferredType?) -> Value? {
    guard syntax.isConditional else { return nil }
    var wanted = type
    let statement: Statement
    if let conditional = syntax.as(IfExprSyntax.self) {
      statement = valueIf(conditional, as: type, &wanted)
    } else if let switched = syntax.as(SwitchExprSyntax.self) {
      statement = valueSwitch(switched, as: type, &wanted)
    } else {
      return nil
    }
    let result = wanted ?? .mistaken
    return Value(
      expression: Expression(
        .statementExpression(statement), type: result.valueType ?? .void, span: span(syntax)),
      type: result)
  }

  private func valueIf(
    _ syntax: IfExprSyntax, as type: InferredType?, _ found: inout InferredType?
  ) -> Statement {
    let inner = StatementChecker(
      checker: checker, scope: Scope(parent: scope), context: context)
    let conditions = inner.conditions(syntax.conditions)
    let then = inner.branch(syntax.body.statements, in: syntax.body, as: type, &found)
    let otherwise: [Statement]
    switch syntax.elseBody {
    case .codeBlock(let body):
      otherwise = branch(body.statements, in: body, as: type, &found)
    case .ifExpr(let next): otherwise = [valueIf(next, as: type, &found)]
    case nil:
      checker.report(
        "missing-else", "an `if` that gives a value needs an `else`", syntax.trimmedByteRange)
      otherwise = []
    }
    return Statement(.conditional(conditions, then: then, otherwise: otherwise), span(syntax))
  }

  private func valueSwitch(
    _ syntax: SwitchExprSyntax, as type: InferredType?, _ found: inout InferredType?
  ) -> Statement {
    var result = found
    let statement = switchOver(syntax, label: nil) { inner, items, place in
      inner.branch(items, in: place, as: type, &result)
    }
    found = result
    return statement
  }

  /// A branch that ends in the value.
  ///
  /// Without a wanted type, the first branch sets it.
  private func branch(
    _ items: CodeBlockItemListSyntax, in place: some SyntaxProtocol, as type: InferredType?,
    _ found: inout InferredType?
  ) -> [Statement] {
    let inner = StatementChecker(
      checker: checker, scope: Scope(parent: scope), context: context)
    guard items.count == 1, let only = items.first, let expression = only.soleExpression else {
      checker.report(
        "branch-value", "each branch of an `if` or `switch` that gives a value is one expression",
        place.trimmedByteRange)
      return []
    }
    let value = inner.value(expression, as: type, purpose: "expected")
    if type == nil {
      if let other = found?.valueType, let own = value.type.valueType, other != own {
        checker.report(
          "type-mismatch", "this branch gives a `\(own)`, the first one a `\(other)`",
          expression.trimmedByteRange, hint: "write the type: `let x: \(other) = …`")
      }
      if found == nil { found = value.type }
    }
    return [Statement(.evaluate(value.expression), value.expression.span)]
  }
}
