import BookModel
import SwiftSyntax

/// Checks statements one after another, in a scope and a frame.
struct StatementChecker {
  let checker: Checker
  let scope: Scope
  let context: FunctionContext
  /// Whether values may be shown: at the top level of a chapter.
  var isTopLevel = false

  /// An expression with its type; the type is mistaken where an error was reported.
  struct Value {
    var expression: Expression
    var type: InferredType
  }

  private func inside(_ scope: Scope) -> StatementChecker {
    StatementChecker(checker: checker, scope: scope, context: context)
  }

  func reader(_ inference: Inference) -> ExpressionReader {
    ExpressionReader(inference: inference, scope: scope, context: context)
  }

  func span(_ node: some SyntaxProtocol) -> SourceSpan {
    checker.span(node.trimmedByteRange)
  }

  // Lists.

  /// Checks the statements of a block in a scope of their own.
  func block(_ items: CodeBlockItemListSyntax) -> [Statement] {
    inside(Scope(parent: scope)).list(items)
  }

  /// Checks statements in this scope.
  ///
  /// Functions that stand side by side may call each other.
  func list(_ items: CodeBlockItemListSyntax) -> [Statement] {
    var statements: [Statement] = []
    var functions: [FunctionDeclSyntax] = []
    for item in items {
      if case .decl(let declaration) = item.item,
        let function = declaration.as(FunctionDeclSyntax.self)
      {
        functions.append(function)
        continue
      }
      if !functions.isEmpty { statements += self.functions(functions) }
      functions = []
      checker.statementRange = item.trimmedByteRange
      switch item.item {
      case .decl(let declaration): statements += self.declaration(declaration)
      case .stmt(let statement): statements += self.statement(statement, label: nil)
      case .expr(let expression): statements += self.expression(expression)
      }
    }
    if !functions.isEmpty { statements += self.functions(functions) }
    return statements
  }

  // Expressions as values.

  /// Infers and lowers one expression; `type` is what it has to be, where that is known.
  func value(_ syntax: ExprSyntax, as type: InferredType? = nil, purpose: String = "") -> Value {
    if let statement = valueStatement(syntax, as: type) { return statement }
    let inference = Inference(checker)
    let node = reader(inference).read(syntax)
    if let type { inference.require(node, type, as: purpose) }
    inference.solve()
    let lowering = Lowering(inference: inference, context: context)
    let expression = type.map { lowering.lower(node, as: $0) } ?? lowering.lower(node)
    let found = inference.state.deeplyResolved(node.type)
    if inference.hasErrors {
      let known = type ?? (found.valueType == nil ? .mistaken : found)
      return Value(expression: expression, type: known)
    }
    return Value(expression: expression, type: type ?? found)
  }

  /// A condition of type `Bool`.
  private func truth(_ syntax: ExprSyntax) -> Expression {
    value(syntax, as: .bool, purpose: "condition's").expression
  }

  // Statements.

  func statement(_ statement: StmtSyntax, label: String?) -> [Statement] {
    switch statement.as(StmtSyntaxEnum.self) {
    case .expressionStmt(let wrapped): return expression(wrapped.expression, label: label)
    case .labeledStmt(let labeled): return labelled(labeled)
    case .forStmt(let loop): return forIn(loop, label: label)
    case .whileStmt(let loop): return whileLoop(loop, label: label)
    case .repeatStmt(let loop): return repeatLoop(loop, label: label)
    case .guardStmt(let syntax): return guardElse(syntax)
    case .returnStmt(let syntax): return returnValue(syntax)
    case .breakStmt(let syntax):
      return jump(syntax, label: syntax.label, isContinue: false)
    case .continueStmt(let syntax):
      return jump(syntax, label: syntax.label, isContinue: true)
    case .doStmt: checker.refuse("`do` and `catch` are", statement, hint: "use `try?`")
    case .throwStmt: checker.refuse("`throw` is", statement)
    case .deferStmt: checker.refuse("`defer` is", statement)
    case .fallThroughStmt: checker.refuse("`fallthrough` is", statement)
    default: checker.refuse("this statement is", statement)
    }
    return []
  }

  private func labelled(_ labeled: LabeledStmtSyntax) -> [Statement] {
    let inner = labeled.statement
    let isLoop =
      inner.is(ForStmtSyntax.self) || inner.is(WhileStmtSyntax.self)
      || inner.is(RepeatStmtSyntax.self)
    let isSwitch = inner.as(ExpressionStmtSyntax.self)?.expression.is(SwitchExprSyntax.self) == true
    if !isLoop, !isSwitch {
      checker.refuse("a label before anything but a loop or `switch` is", labeled.label)
    }
    return statement(inner, label: labeled.label.text)
  }

  private func loopBody(
    _ body: CodeBlockSyntax, label: String?, in scope: Scope
  ) -> [Statement] {
    checker.flow.loops.append(.init(label: label, isSwitch: false))
    defer { checker.flow.loops.removeLast() }
    return inside(scope).block(body.statements)
  }

  private func forIn(_ loop: ForStmtSyntax, label: String?) -> [Statement] {
    if loop.tryKeyword != nil || loop.awaitKeyword != nil || loop.caseKeyword != nil {
      checker.refuse("`for` with `try`, `await` or `case` is", loop)
      return []
    }
    let sequence = value(loop.sequence)
    let element = elementType(of: sequence.type, at: loop.sequence.trimmedByteRange)
    let inner = Scope(parent: scope)
    let body = inside(inner)
    let pattern = body.declare(
      loop.pattern,
      type: loop.typeAnnotation.flatMap { checker.readType($0.type) }
        .map { InferredType($0) } ?? element, isMutable: false)
    let filter = loop.whereClause.map { body.truth($0.condition) }
    let statements = loopBody(loop.body, label: label, in: inner)
    return [
      Statement(
        .forIn(pattern, sequence.expression, filter: filter, body: statements, label: label),
        span(loop))
    ]
  }

  private func elementType(of type: InferredType, at range: Range<Int>) -> InferredType {
    switch type {
    case .mistaken: return .mistaken
    case .nominal("Array", let arguments): return arguments.first ?? .mistaken
    case .nominal("Range", let arguments), .nominal("ClosedRange", let arguments):
      if case .nominal("Int", _)? = arguments.first { return .int }
    default: break
    }
    checker.report(
      "not-a-sequence",
      "`for` needs an array or a range of integers, not a `\(type.valueType ?? .void)`", range)
    return .mistaken
  }

  private func whileLoop(_ loop: WhileStmtSyntax, label: String?) -> [Statement] {
    let inner = Scope(parent: scope)
    let conditions = inside(inner).conditions(loop.conditions)
    let statements = loopBody(loop.body, label: label, in: inner)
    return [Statement(.whileLoop(conditions, body: statements, label: label), span(loop))]
  }

  private func repeatLoop(_ loop: RepeatStmtSyntax, label: String?) -> [Statement] {
    let statements = loopBody(loop.body, label: label, in: scope)
    let condition = truth(loop.condition)
    return [Statement(.repeatWhile(body: statements, condition, label: label), span(loop))]
  }

  /// Conditions of `if`, `guard` and `while`; what they bind is declared in this scope.
  func conditions(_ list: ConditionElementListSyntax) -> [Condition] {
    list.compactMap { element in
      switch element.condition {
      case .expression(let expression): return .isTrue(truth(expression))
      case .optionalBinding(let binding): return optionalBinding(binding)
      case .matchingPattern(let pattern):
        checker.refuse("`case` in a condition is", pattern, hint: "use `switch`")
      case .availability(let availability): checker.refuse("`#available` is", availability)
      }
      return nil
    }
  }

  private func optionalBinding(_ binding: OptionalBindingConditionSyntax) -> Condition? {
    let isMutable = binding.bindingSpecifier.text == "var"
    guard let pattern = binding.pattern.as(IdentifierPatternSyntax.self) else {
      checker.refuse("anything but a name in `if let` is", binding.pattern)
      return nil
    }
    if let annotation = binding.typeAnnotation {
      checker.refuse("a type in `if let` is", annotation)
    }
    let syntax =
      binding.initializer?.value
      ?? ExprSyntax(DeclReferenceExprSyntax(baseName: pattern.identifier))
    let name = pattern.identifier.text
    if binding.initializer == nil {
      guard let variable = scope.variable(name) else {
        checker.report(
          "unknown-name", "cannot find `\(name)` in scope", pattern.trimmedByteRange,
          hint: nearestName(to: name, among: scope.visibleNames).map { "did you mean `\($0)`?" })
        declare(name, type: .mistaken, isMutable: isMutable, at: pattern.trimmedByteRange)
        return nil
      }
      let wrapped = unwrapped(variable.type, at: pattern.trimmedByteRange)
      let optional = Expression(
        .variable(slot: context.slot(of: variable)), type: variable.type.valueType ?? .void,
        span: span(pattern))
      let inner = declare(
        name, type: wrapped, isMutable: isMutable, at: pattern.trimmedByteRange)
      return .binding(.variable(slot: inner.slot), optional)
    }
    let optional = value(syntax)
    let wrapped = unwrapped(optional.type, at: syntax.trimmedByteRange)
    let variable = declare(
      name, type: wrapped, isMutable: isMutable, at: pattern.trimmedByteRange)
    return .binding(.variable(slot: variable.slot), optional.expression)
  }

  private func unwrapped(_ type: InferredType, at range: Range<Int>) -> InferredType {
    if type.isMistaken { return .mistaken }
    if let wrapped = type.wrapped { return wrapped }
    checker.report(
      "type-mismatch",
      "`if let` needs an optional, not a `\(type.valueType ?? .void)`, which cannot be nil", range)
    return .mistaken
  }

  func conditional(_ syntax: IfExprSyntax) -> Statement {
    let inner = Scope(parent: scope)
    let conditions = inside(inner).conditions(syntax.conditions)
    let then = inside(inner).block(syntax.body.statements)
    var otherwise: [Statement] = []
    switch syntax.elseBody {
    case .codeBlock(let body): otherwise = block(body.statements)
    case .ifExpr(let next): otherwise = [conditional(next)]
    case nil: break
    }
    return Statement(
      .conditional(conditions, then: then, otherwise: otherwise), span(syntax))
  }

  private func guardElse(_ syntax: GuardStmtSyntax) -> [Statement] {
    // What the guard binds is not visible in its `else`, so that is checked first.
    let otherwise = block(syntax.body.statements)
    let conditions = self.conditions(syntax.conditions)
    if !otherwise.alwaysExits(countingJumps: true), !checker.hasErrors {
      checker.report(
        "guard-falls-through", "the `else` of `guard` must leave the scope",
        syntax.body.trimmedByteRange, hint: "end it with `return`, `break` or `continue`")
    }
    return [Statement(.guardElse(conditions, otherwise: otherwise), span(syntax))]
  }

  private func jump(
    _ syntax: some SyntaxProtocol, label: TokenSyntax?, isContinue: Bool
  ) -> [Statement] {
    let word = isContinue ? "continue" : "break"
    let targets = checker.flow.loops.filter { !isContinue || !$0.isSwitch }
    if let label {
      if !targets.contains(where: { $0.label == label.text }) {
        checker.report(
          "unknown-label",
          "there is no \(isContinue ? "loop" : "statement") labelled "
            + "`\(label.text)` around this", label.trimmedByteRange,
          hint: nearestName(to: label.text, among: targets.compactMap(\.label)).map {
            "did you mean `\($0)`?"
          })
      }
    } else if targets.isEmpty {
      checker.report(
        "misplaced-jump",
        "`\(word)` stands outside of a loop\(isContinue ? "" : " or `switch`")",
        syntax.trimmedByteRange)
    }
    return [
      Statement(
        isContinue ? .continueLoop(label: label?.text) : .breakLoop(label: label?.text),
        span(syntax))
    ]
  }

  private func returnValue(_ syntax: ReturnStmtSyntax) -> [Statement] {
    switch checker.flow.result {
    case .none:
      checker.report(
        "misplaced-return", "`return` stands outside of a function", syntax.trimmedByteRange)
      return []
    case .known(let type):
      guard let expression = syntax.expression else {
        if !type.isVoid, !type.isMistaken {
          checker.report(
            "type-mismatch", "`return` needs a value of type `\(type.valueType ?? .void)` here",
            syntax.trimmedByteRange)
        }
        return [Statement(.returnValue(nil), span(syntax))]
      }
      if type.isVoid {
        let value = value(expression)
        if !value.type.isVoid, !value.type.isMistaken {
          checker.report(
            "type-mismatch", "this function returns nothing, not a `\(value.expression.type)`",
            expression.trimmedByteRange, hint: "write `-> \(value.expression.type)` in its head")
        }
        return [
          Statement(.evaluate(value.expression), span(syntax)),
          Statement(.returnValue(nil), span(syntax)),
        ]
      }
      let value = value(expression, as: type, purpose: "return")
      return [Statement(.returnValue(value.expression), span(syntax))]
    case .inferred:
      let value = syntax.expression.map { self.value($0) }
      checker.flow.result = .known(value?.type ?? .void)
      return [Statement(.returnValue(value?.expression), span(syntax))]
    }
  }

  // Functions and closures.

  /// Checks a body whose parameters are declared in this scope, against `checker.flow`.
  func functionBody(
    _ items: CodeBlockItemListSyntax, range: Range<Int>
  ) -> (statements: [Statement], result: InferredType) {
    if case .known(let type) = checker.flow.result, !type.isVoid, items.count == 1,
      let only = items.first, let expression = only.soleExpression, expression.isValue
    {
      let value = value(expression, as: type, purpose: "return")
      return ([Statement(.returnValue(value.expression), value.expression.span)], type)
    }
    let statements = block(items)
    var result = InferredType.void
    if case .known(let type) = checker.flow.result { result = type }
    if !result.isVoid, !result.isMistaken, !statements.alwaysExits(countingJumps: false) {
      checker.report(
        "missing-return",
        "not every way through this function returns a `\(result.valueType ?? .void)`",
        (range.upperBound - 1)..<range.upperBound, hint: "end each way with `return`")
    }
    return (statements, result)
  }
}

extension CodeBlockItemSyntax {
  /// The expression that the item is, if it is nothing else.
  var soleExpression: ExprSyntax? {
    switch item {
    case .expr(let expression):
      let isAssignment = expression.isStatementLike && !expression.isConditional
      return isAssignment ? nil : expression
    case .stmt(let statement): return statement.as(ExpressionStmtSyntax.self)?.expression
    case .decl: return nil
    }
  }
}

extension ExprSyntax {
  /// An `if` or a `switch`.
  var isConditional: Bool { self.is(IfExprSyntax.self) || self.is(SwitchExprSyntax.self) }

  /// Not an `if` or `switch` whose branches are statements.
  fileprivate var isValue: Bool {
    if let conditional = self.as(IfExprSyntax.self) {
      guard conditional.body.statements.isValue else { return false }
      switch conditional.elseBody {
      case .codeBlock(let body): return body.statements.isValue
      case .ifExpr(let next): return ExprSyntax(next).isValue
      case nil: return false
      }
    }
    guard let switched = self.as(SwitchExprSyntax.self) else { return true }
    return switched.cases.allSatisfy {
      if case .switchCase(let branch) = $0 { branch.statements.isValue } else { false }
    }
  }
}

extension CodeBlockItemListSyntax {
  fileprivate var isValue: Bool { count == 1 && first?.soleExpression?.isValue == true }
}

extension [Statement] {
  /// Whether control never reaches the end: by `return`, or also by `break` and `continue`.
  func alwaysExits(countingJumps: Bool) -> Bool {
    contains { statement in
      switch statement.kind {
      case .returnValue: return true
      case .breakLoop, .continueLoop: return countingJumps
      case .conditional(_, let then, let otherwise):
        return then.alwaysExits(countingJumps: countingJumps)
          && otherwise.alwaysExits(countingJumps: countingJumps)
      case .switchOver(_, let cases, _):
        return cases.allSatisfy { $0.body.alwaysExits(countingJumps: false) }
      case .whileLoop(let conditions, let body, _):
        guard conditions.count == 1, case .isTrue(let value) = conditions[0],
          case .bool(true) = value.kind
        else { return false }
        return !body.containsBreak
      default: return false
      }
    }
  }

  private var containsBreak: Bool {
    contains { statement in
      switch statement.kind {
      case .breakLoop: true
      case .conditional(_, let then, let otherwise): then.containsBreak || otherwise.containsBreak
      case .guardElse(_, let otherwise): otherwise.containsBreak
      case .switchOver(_, let cases, _): cases.contains { $0.body.containsBreak }
      case .forIn(_, _, _, let body, _), .whileLoop(_, let body, _), .repeatWhile(let body, _, _):
        body.containsBreak
      default: false
      }
    }
  }
}
