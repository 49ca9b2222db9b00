import BookModel
import SwiftSyntax

// Closures: what can be told before their types are known, and how they are read afterwards.
extension ExpressionReader {
  func readClosure(_ closure: ClosureExprSyntax) -> Node {
    let range = closure.trimmedByteRange
    let signature = closure.signature
    if signature?.capture != nil { return refuse("capture lists are", closure) }
    if signature?.attributes.isEmpty == false { return refuse("attributes are", closure) }
    if signature?.effectSpecifiers?.asyncSpecifier != nil {
      return refuse("concurrency is", closure)
    }
    var names: [(name: String?, range: Range<Int>)] = []
    var types: [ValueType?] = []
    switch signature?.parameterClause {
    case .simpleInput(let list):
      for parameter in list {
        let name = parameter.name.text
        names.append((name == "_" ? nil : name, parameter.name.trimmedByteRange))
        types.append(nil)
      }
    case .parameterClause(let clause):
      for parameter in clause.parameters {
        let name = (parameter.secondName ?? parameter.firstName).text
        names.append((name == "_" ? nil : name, parameter.trimmedByteRange))
        types.append(parameter.type.flatMap { checker.readType($0) })
      }
    case nil:
      let scan = ClosureScan(closure)
      names = (0..<(scan.highestAnonymous + 1)).map { ("$\($0)", range) }
      types = names.map { _ in nil }
    }
    let result = signature?.returnClause.flatMap { checker.readType($0.type) }
    let throwsClause = signature?.effectSpecifiers?.throwsClause
    let node = ClosureNode(
      syntax: closure, body: Self.body(of: closure), parameterNames: names, parameterTypes: types,
      resultType: result, canThrow: throwsClause != nil || ClosureScan(closure).containsTry,
      scope: scope, context: context, type: .void)
    node.type = unknown(.closure(node))
    inference.add(node)
    return Node(.closure(node), type: node.type, range: range)
  }

  private static func body(of closure: ClosureExprSyntax) -> ClosureNode.Body {
    guard closure.statements.count == 1, let only = closure.statements.first else {
      return .statements(closure.statements)
    }
    var expression: ExprSyntax?
    switch only.item {
    case .expr(let value): expression = value
    case .stmt(let statement):
      expression = statement.as(ReturnStmtSyntax.self)?.expression
    default: break
    }
    guard let expression, !expression.isStatementLike else {
      return .statements(closure.statements)
    }
    return .expression(expression)
  }

  /// Reads a closure's one expression, its parameters known.
  func open(_ closure: ClosureNode, parameters: [InferredType], result: InferredType) {
    guard case .expression(let syntax) = closure.body else { return }
    let inner = Scope(parent: closure.scope)
    guard declareParameters(of: closure, as: parameters, in: inner) else {
      inference.silence(result)
      return
    }
    let reader = ExpressionReader(
      inference: inference, scope: inner, context: closure.bodyContext)
    let node = reader.read(syntax)
    closure.expression = node
    if inference.state.resolved(result).isVoid {
      closure.resultIsDiscarded = true
    } else {
      inference.require(node, result, as: "result")
    }
  }

  /// Checks a closure's statements, its parameters known.
  func open(
    _ closure: ClosureNode, _ statements: CodeBlockItemListSyntax, parameters: [InferredType],
    result: InferredType
  ) {
    let inner = Scope(parent: closure.scope)
    let types = parameters.map { inference.state.deeplyResolved($0) }
    guard declareParameters(of: closure, as: types, in: inner) else {
      inference.silence(result)
      return
    }
    let wanted = inference.state.deeplyResolved(result)
    let isKnown = inference.state.openUnknowns(in: wanted).isEmpty
    let saved = checker.flow
    checker.flow = ControlFlow(
      result: isKnown ? .known(wanted) : .inferred, loops: [], canThrow: closure.canThrow,
      functionName: nil)
    let body = StatementChecker(checker: checker, scope: inner, context: closure.bodyContext)
      .functionBody(statements, range: closure.syntax.trimmedByteRange)
    checker.flow = saved
    closure.statements = body.statements
    if !isKnown, !inference.state.unify(result, body.result) {
      inference.reportConversion(
        from: body.result, to: result, range: closure.syntax.trimmedByteRange, purpose: "result")
    }
  }

  private func declareParameters(
    of closure: ClosureNode, as parameters: [InferredType], in scope: Scope
  ) -> Bool {
    let names = closure.parameterNames
    var types = parameters
    var isSplat = false
    if names.count != parameters.count {
      guard parameters.count == 1,
        case .tuple(let elements) = inference.state.resolved(parameters[0]),
        elements.count == names.count
      else {
        checker.report(
          "closure-parameters",
          "this closure gets \(count(parameters.count, "argument")), but it takes \(names.count)",
          closure.syntax.trimmedByteRange,
          hint: "name them: `{ \(names.isEmpty ? "_" : "a, b") in … }`")
        return false
      }
      types = elements.map(\.type)
      isSplat = true
    }
    var patterns: [Pattern] = []
    for (name, type) in zip(names, types) {
      guard let name = name.name else {
        patterns.append(.wildcard)
        continue
      }
      let variable = inference.makeVariable(name, type: type, in: closure.bodyContext)
      scope.declare(variable)
      patterns.append(.variable(slot: variable.slot))
    }
    closure.patterns = isSplat ? [.tuple(patterns)] : patterns
    return true
  }
}

extension ExprSyntax {
  /// An assignment, or an `if` or `switch`: not something to infer a value's type of.
  var isStatementLike: Bool {
    if self.is(IfExprSyntax.self) || self.is(SwitchExprSyntax.self) { return true }
    if let attempt = self.as(TryExprSyntax.self) { return attempt.expression.isStatementLike }
    guard let infix = self.as(InfixOperatorExprSyntax.self) else { return false }
    if infix.operator.is(AssignmentExprSyntax.self) { return true }
    return infix.compoundOperator != nil
  }
}

extension InfixOperatorExprSyntax {
  /// The `+` of `+=`; nil where the operator does not assign.
  var compoundOperator: String? {
    guard let text = self.operator.as(BinaryOperatorExprSyntax.self)?.operator.text,
      text.count > 1, text.hasSuffix("="),
      !["==", "!=", "<=", ">=", "===", "!==", "~="].contains(text)
    else { return nil }
    return String(text.dropLast())
  }
}

/// What a closure's own words say: its `$0`s, and whether it holds a `try`.
private final class ClosureScan: SyntaxVisitor {
  private(set) var highestAnonymous = -1
  private(set) var containsTry = false
  private let closure: ClosureExprSyntax

  init(_ closure: ClosureExprSyntax) {
    self.closure = closure
    super.init(viewMode: .sourceAccurate)
    walk(closure)
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    node.id == closure.id ? .visitChildren : .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let name = node.baseName.text
    if name.hasPrefix("$"), let number = Int(name.dropFirst()), number < 100 {
      highestAnonymous = max(highestAnonymous, number)
    }
    return .visitChildren
  }

  override func visit(_ node: TryExprSyntax) -> SyntaxVisitorContinueKind {
    if node.questionOrExclamationMark == nil { containsTry = true }
    return .visitChildren
  }
}
