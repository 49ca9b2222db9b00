import BookModel

/// Turns inferred nodes into the program's expressions.
struct Lowering {
  let inference: Inference
  let context: FunctionContext
  /// Inside `try`: calls that throw are marked.
  var isCovered = false

  private var checker: Checker { inference.checker }

  private func span(_ range: Range<Int>) -> SourceSpan { checker.span(range) }

  /// The type of a node for the program.
  ///
  /// One that stayed open is an error by now.
  func valueType(_ type: InferredType, at range: Range<Int>) -> ValueType {
    let resolved = inference.state.deeplyResolved(type)
    if let known = resolved.valueType { return known }
    if !inference.hasErrors, !resolved.holdsMistake {
      checker.report(
        "write-type", "the type of this cannot be told here", range, hint: "write the type")
    }
    return .void
  }

  /// The node, made optional where an optional is wanted.
  func lower(_ node: Node, as type: InferredType) -> Expression {
    let wanted = valueType(type, at: node.range)
    if case .none = node.kind { return Expression(.none, type: wanted, span: span(node.range)) }
    if case .nominal("Any", _) = wanted { return lower(node) }
    var expression = lower(node)
    var missing = wanted.optionalDepth - expression.type.optionalDepth
    while missing > 0 {
      expression = Expression(
        .some(expression), type: .optional(expression.type), span: expression.span)
      missing -= 1
    }
    return expression
  }

  func lower(_ node: Node) -> Expression {
    let type = valueType(node.type, at: node.range)
    return Expression(kind(of: node, type), type: type, span: span(node.range))
  }

  private func kind(of node: Node, _ type: ValueType) -> Expression.Kind {
    switch node.kind {
    case .invalid: return .none
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .integer, .float, .string: return literal(node, type)
    case .interpolation(let parts):
      return .interpolation(
        parts.map { part in
          switch part {
          case .text(let text): .text(text)
          case .value(let node): .value(printable(node))
          }
        })
    case .variable(let variable): return .variable(slot: context.slot(of: variable))
    case .array: return array(node, type)
    case .tuple(let nodes): return .tuple(nodes.map { lower($0) })
    case .application(let application): return self.application(application, node)
    case .closure(let closure): return .closure(body(of: closure, type))
    case .conditional(let condition, let first, let second):
      return .conditional(
        lower(condition), lower(first, as: node.type), lower(second, as: node.type))
    case .and(let a, let b): return .and(lower(a), lower(b))
    case .or(let a, let b): return .or(lower(a), lower(b))
    case .coalesce(let a, let b): return .coalesce(lower(a), lower(b, as: node.type))
    case .forceUnwrap(let base): return .forceUnwrap(lower(base))
    case .optionalChain(let base, let variable, let body):
      return .optionalChain(
        base: lower(base), slot: context.slot(of: variable), body: lower(body))
    case .attempt(let inner):
      checkCanThrow(node.range)
      return covered.lower(inner).kind
    case .tryOptional(let inner): return .tryOptional(covered.lower(inner))
    }
  }

  private var covered: Lowering {
    var copy = self
    copy.isCovered = true
    return copy
  }

  private func checkCanThrow(_ range: Range<Int>) {
    guard !checker.flow.canThrow else { return }
    let name = checker.flow.functionName.map { "`\($0)`" } ?? "this closure"
    checker.report(
      "unhandled-error", "an error may leave \(name), which is not marked with `throws`", range,
      hint: "write `throws` behind its parameters, or use `try?`")
  }

  /// A value in a string.
  func printable(_ node: Node) -> Expression {
    let value = lower(node)
    if case .function = value.type, !inference.hasErrors {
      checker.report("not-printable", "a function cannot be printed", node.range)
    }
    return value
  }

  // Literals.

  private func literal(_ node: Node, _ type: ValueType) -> Expression.Kind {
    switch (node.kind, type) {
    case (.string(let text), .string): return .string(text)
    case (.integer(let literal), .int):
      guard let value = literal.intValue else { return overflow(node, type, .integer(0)) }
      return .integer(value)
    case (.integer(let literal), .double):
      guard let value = literal.floatingPoint(Double.self), value.isFinite else {
        return overflow(node, type, .double(0))
      }
      return .double(value)
    case (.integer(let literal), .float):
      guard let value = literal.floatingPoint(Float.self), value.isFinite else {
        return overflow(node, type, .float(0))
      }
      return .float(value)
    case (.float(let text), .double):
      guard let value = Double(text), value.isFinite else {
        return overflow(node, type, .double(0))
      }
      return .double(value)
    case (.float(let text), .float):
      guard let value = Float(text), value.isFinite else { return overflow(node, type, .float(0)) }
      return .float(value)
    default: return literalOfLibraryType(node, type)
    }
  }

  private func overflow(_ node: Node, _ type: ValueType, _ kind: Expression.Kind)
    -> Expression.Kind
  {
    checker.report(
      "literal-overflow", "this number does not fit into `\(type)`", node.range)
    return kind
  }

  private func literalOfLibraryType(_ node: Node, _ type: ValueType) -> Expression.Kind {
    let label =
      switch node.kind {
      case .integer: "integerLiteral"
      case .float: "floatLiteral"
      default: "stringLiteral"
      }
    guard case .nominal(let name, _) = type,
      let signature = checker.index.literals[name]?[label],
      let scalar = signature.parameters.first?.type
    else { return .none }
    let value = Expression(literal(node, scalar), type: scalar, span: span(node.range))
    return .builtin(id: signature.id, [.expression(value)])
  }

  private func array(_ node: Node, _ type: ValueType) -> Expression.Kind {
    guard case .array(let nodes) = node.kind else { return .none }
    if case .nominal("Array", let arguments) = type, let element = arguments.first {
      return .array(nodes.map { lower($0, as: InferredType(element)) })
    }
    guard case .nominal(let name, _) = type,
      let signature = checker.index.literals[name]?["arrayLiteral"],
      let scalar = signature.parameters.first?.type
    else { return .none }
    return .builtin(id: signature.id, [.expression(nested(nodes, scalar, node.range))])
  }

  private func nested(_ nodes: [Node], _ scalar: ValueType, _ range: Range<Int>) -> Expression {
    let elements = nodes.map { node -> Expression in
      if case .array(let inner) = node.kind { return nested(inner, scalar, node.range) }
      return Expression(literal(node, scalar), type: scalar, span: span(node.range))
    }
    return Expression(
      .array(elements), type: .array(elements.first?.type ?? scalar), span: span(range))
  }

  // Calls.

  private func application(_ application: Application, _ node: Node) -> Expression.Kind {
    if case .value(let callee) = application.callee { return call(of: callee, application) }
    guard let choice = application.choice else { return .none }
    switch choice.candidate {
    case .tupleElement(let position):
      guard case .member(let base) = application.callee else { return .none }
      return .tupleElement(lower(base), position)
    case .function(let variable, _):
      if case .function(_, _, true) = variable.type { requireTry(application) }
      let callee = Expression(
        .variable(slot: context.slot(of: variable)),
        type: valueType(variable.type, at: application.nameRange),
        span: span(application.nameRange))
      let arguments = zip(application.arguments ?? [], choice.parameterTypes).map {
        lower($0.node, as: $1)
      }
      return .call(callee, arguments)
    case .builtin(let signature):
      return builtin(signature, choice, application)
    }
  }

  private func call(of callee: Node, _ application: Application) -> Expression.Kind {
    guard case .function(let parameters, _, let canThrow) = inference.state.resolved(callee.type)
    else { return .none }
    if canThrow { requireTry(application) }
    let arguments = zip(application.arguments ?? [], parameters).map { lower($0.node, as: $1) }
    return .call(lower(callee), arguments)
  }

  private func requireTry(_ application: Application) {
    if isCovered { return }
    checker.report(
      "missing-try", "`\(application.name)` can throw, but it is not marked with `try`",
      application.range, hint: "write `try` before the call")
  }

  private func builtin(
    _ signature: Signature, _ choice: Choice, _ application: Application
  ) -> Expression.Kind {
    if case .reference = application.callee { return .builtinReference(id: signature.id) }
    if signature.canThrow || passesErrorOn(signature, choice, application) {
      requireTry(application)
    }
    let arguments = self.arguments(choice, application)
    guard case .member(let base) = application.callee else {
      return .builtin(id: signature.id, arguments)
    }
    if signature.kind == .mutatingMethod {
      guard let place = place(base, verb: "`\(signature.name)` changes") else { return .none }
      return .mutating(place, id: signature.id, arguments)
    }
    return .builtin(id: signature.id, [.expression(lower(base))] + arguments)
  }

  /// A declaration with `rethrows` throws when a closure that it is given does.
  private func passesErrorOn(
    _ signature: Signature, _ choice: Choice, _ application: Application
  ) -> Bool {
    zip(signature.parameters, choice.fillings).contains { parameter, filling in
      guard case .function(let function) = parameter.type.unwrapped, function.canThrow,
        case .argument(let index) = filling, let node = application.arguments?[index].node
      else { return false }
      if case .closure(let closure) = node.kind { return closure.canThrow }
      if case .function(_, _, let canThrow) = inference.state.resolved(node.type) {
        if case .application(let reference) = node.kind, case .reference = reference.callee {
          return reference.choice?.candidate.signature?.canThrow ?? false
        }
        return canThrow
      }
      return false
    }
  }

  func arguments(_ choice: Choice, _ application: Application) -> [Argument] {
    let nodes = (application.arguments ?? []).map(\.node)
    return zip(choice.fillings, choice.parameterTypes).map { filling, type in
      switch filling {
      case .omitted: .omitted
      case .argument(let index): .expression(lower(nodes[index], as: type))
      case .variadic(let indices): .variadic(indices.map { lower(nodes[$0], as: type) })
      }
    }
  }

  // Closures.

  private func body(of closure: ClosureNode, _ type: ValueType) -> FunctionBody {
    let function: ValueType.FunctionType
    if case .function(let known) = type {
      function = known
    } else {
      function = .init(parameters: [], result: .void)
    }
    var statements = closure.statements
    if let node = closure.expression {
      let saved = checker.flow
      checker.flow.canThrow = closure.canThrow
      checker.flow.functionName = nil
      let inner = Lowering(inference: inference, context: closure.bodyContext)
      let value =
        closure.resultIsDiscarded
        ? inner.lower(node) : inner.lower(node, as: InferredType(function.result))
      if closure.resultIsDiscarded { StatementChecker.reportUnused(node, value, checker) }
      checker.flow = saved
      let kind: Statement.Kind =
        closure.resultIsDiscarded || function.result == .void
        ? .evaluate(value) : .returnValue(value)
      statements = [Statement(kind, value.span)]
    }
    return FunctionBody(
      name: nil, parameters: closure.patterns, captures: closure.bodyContext.captures,
      frame: closure.bodyContext.layout, statements: statements, type: function)
  }
}

extension ValueType {
  fileprivate var optionalDepth: Int {
    if case .nominal("Optional", let arguments) = self, let wrapped = arguments.first {
      return wrapped.optionalDepth + 1
    }
    return 0
  }
}
