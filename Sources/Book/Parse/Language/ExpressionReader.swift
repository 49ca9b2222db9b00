import BookModel
import SwiftParser
import SwiftSyntax

/// Turns syntax into nodes whose types are to be inferred; what is outside the language is refused.
struct ExpressionReader {
  let inference: Inference
  let scope: Scope
  let context: FunctionContext

  var checker: Checker { inference.checker }

  func unknown() -> InferredType { inference.state.makeUnknown() }

  func unknown(_ role: InferenceState.Role) -> InferredType { inference.state.makeUnknown(role) }

  func refuse(_ what: String, _ node: some SyntaxProtocol, hint: String? = nil) -> Node {
    checker.refuse(what, node, hint: hint)
    return .invalid(node.trimmedByteRange)
  }

  func read(_ syntax: ExprSyntax) -> Node {
    let range = syntax.trimmedByteRange
    switch syntax.as(ExprSyntaxEnum.self) {
    case .integerLiteralExpr(let literal): return readInteger(literal, isNegative: false, range)
    case .floatLiteralExpr(let literal): return readFloat(literal, isNegative: false, range)
    case .booleanLiteralExpr(let literal):
      return Node(.bool(literal.literal.text == "true"), type: .bool, range: range)
    case .nilLiteralExpr: return Node(.none, type: unknown(.none), range: range)
    case .stringLiteralExpr(let literal): return readString(literal)
    case .arrayExpr(let array): return readArray(array)
    case .tupleExpr(let tuple): return readTuple(tuple)
    case .declReferenceExpr(let reference): return readName(reference)
    case .prefixOperatorExpr(let prefix): return readPrefix(prefix)
    case .infixOperatorExpr(let infix): return readInfix(infix)
    case .ternaryExpr(let ternary): return readTernary(ternary)
    case .functionCallExpr, .memberAccessExpr, .subscriptCallExpr, .forceUnwrapExpr:
      return readPostfix(syntax)
    case .closureExpr(let closure): return readClosure(closure)
    case .tryExpr(let attempt): return readTry(attempt)
    case .genericSpecializationExpr: return readTypeAsValue(syntax)
    case .optionalChainingExpr(let chain):
      return refuse("`?` without a member behind it is", chain)
    default: return readRefused(syntax)
    }
  }

  private func readRefused(_ syntax: ExprSyntax) -> Node {
    switch syntax.as(ExprSyntaxEnum.self) {
    case .asExpr: return refuse("casts with `as` are", syntax, hint: "write the type of a `let`")
    case .isExpr: return refuse("type tests with `is` are", syntax)
    case .dictionaryExpr: return refuse("dictionaries are", syntax)
    case .keyPathExpr: return refuse("key paths are", syntax, hint: "write a closure: `{ $0.x }`")
    case .regexLiteralExpr: return refuse("regular expressions are", syntax)
    case .macroExpansionExpr: return refuse("macros are", syntax)
    case .awaitExpr: return refuse("concurrency is", syntax)
    case .inOutExpr: return refuse("`&` (inout) is", syntax)
    case .superExpr: return refuse("`super` is", syntax)
    case .postfixOperatorExpr(let postfix):
      return refuse("the postfix operator `\(postfix.operator.text)` is", syntax)
    case .discardAssignmentExpr:
      return refuse("`_` as a value is", syntax, hint: "`_` stands left of `=` only")
    case .ifExpr, .switchExpr:
      return refuse(
        "`if` and `switch` inside an expression are", syntax,
        hint: "give the value a name first: `let x = if …`")
    case .missingExpr: return .invalid(syntax.trimmedByteRange)
    default: return refuse("`\(syntax.trimmedDescription.prefix(30))` is", syntax)
    }
  }

  // Literals.

  private func readInteger(
    _ literal: IntegerLiteralExprSyntax, isNegative: Bool, _ range: Range<Int>
  ) -> Node {
    var digits = literal.literal.text.replacing("_", with: "")
    var radix = 10
    for (prefix, base) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      digits.removeFirst(2)
      radix = base
    }
    let value = IntegerLiteral(digits: digits, radix: radix, isNegative: isNegative)
    return Node(.integer(value), type: unknown(.integer), range: range)
  }

  private func readFloat(
    _ literal: FloatLiteralExprSyntax, isNegative: Bool, _ range: Range<Int>
  ) -> Node {
    let text = (isNegative ? "-" : "") + literal.literal.text.replacing("_", with: "")
    return Node(.float(text), type: unknown(.float), range: range)
  }

  private func readString(_ literal: StringLiteralExprSyntax) -> Node {
    let range = literal.trimmedByteRange
    if let text = literal.representedLiteralValue {
      return Node(.string(text), type: unknown(.string), range: range)
    }
    guard let segments = StringSegments.read(literal) else {
      checker.report("syntax", "this string holds an escape that Swift does not know", range)
      return .invalid(range)
    }
    var parts: [InterpolationPart] = []
    for segment in segments {
      switch segment {
      case .text(let text): parts.append(.text(text))
      case .expression(let expressions):
        guard expressions.count == 1, let only = expressions.first, only.label == nil else {
          checker.refuse("more than one value in `\\(…)` is", expressions)
          return .invalid(range)
        }
        parts.append(.value(read(only.expression)))
      }
    }
    return Node(.interpolation(parts), type: .string, range: range)
  }

  private func readArray(_ array: ArrayExprSyntax) -> Node {
    let nodes = array.elements.map { read($0.expression) }
    let node = Node(.array(nodes), type: .void, range: array.trimmedByteRange)
    // One `nil` makes the elements optional.
    if nodes.contains(where: { if case .none = $0.kind { true } else { false } }) {
      let element = InferredType.optional(unknown())
      node.type = .array(element)
      for element in nodes {
        inference.require(
          element, node.type.arrayElement ?? .mistaken, as: "element")
      }
      return node
    }
    node.type = unknown(.array([node]))
    return node
  }

  private func readTuple(_ tuple: TupleExprSyntax) -> Node {
    if tuple.elements.count == 1, let only = tuple.elements.first, only.label == nil {
      return read(only.expression)
    }
    let nodes = tuple.elements.map { read($0.expression) }
    let labels = tuple.elements.map { $0.label?.text }
    return Node(
      .tuple(nodes), type: .tuple(zip(labels, nodes).map { ($0, $1.type) }),
      range: tuple.trimmedByteRange)
  }

  // Names.

  private func readName(_ reference: DeclReferenceExprSyntax) -> Node {
    let name = reference.baseName.text
    let range = reference.trimmedByteRange
    if reference.argumentNames != nil {
      return refuse("names with argument labels are", reference, hint: "write a closure")
    }
    if let variable = scope.variable(name) {
      return Node(.variable(variable), type: variable.type, range: range)
    }
    if name.hasPrefix("$") {
      checker.report("unknown-name", "`\(name)` belongs inside a closure without `in`", range)
      return .invalid(range)
    }
    let candidates = functions(named: name, operators: true)
    if !candidates.isEmpty {
      return inference.makeApplication(
        .reference(candidates), name: name, nameRange: range, arguments: nil, range: range)
    }
    if checker.typeReader.typeParameters[name] != nil {
      checker.report(
        "type-as-value", "`\(name)` is a type, not a value", range,
        hint: "make a value of it: `\(name)(…)`")
      return .invalid(range)
    }
    reportUnknown(name, range)
    return .invalid(range)
  }

  func functions(named name: String, operators: Bool) -> [Candidate] {
    let index = checker.index
    var found = index.functions[name] ?? []
    if operators { found += index.infixOperators[name] ?? [] }
    return found.map { .builtin($0) }
  }

  func reportUnknown(_ name: String, _ range: Range<Int>) {
    let names =
      scope.visibleNames + checker.index.functions.keys.sorted()
      + checker.typeReader.typeParameters.keys.sorted()
    checker.report(
      "unknown-name", "cannot find `\(name)` in scope", range,
      hint: nearestName(to: name, among: names).map { "did you mean `\($0)`?" })
  }

  // Operators.

  private func readPrefix(_ prefix: PrefixOperatorExprSyntax) -> Node {
    let name = prefix.operator.text
    let range = prefix.trimmedByteRange
    if name == "-" || name == "+" {
      // A sign directly before a number belongs to the literal.
      if let integer = prefix.expression.as(IntegerLiteralExprSyntax.self), name == "-" {
        return readInteger(integer, isNegative: true, range)
      }
      if let float = prefix.expression.as(FloatLiteralExprSyntax.self), name == "-" {
        return readFloat(float, isNegative: true, range)
      }
    }
    return readOperator(
      checker.index.prefixOperators[name], name: name, nameRange: prefix.operator.trimmedByteRange,
      operands: [prefix.expression], range)
  }

  private func readInfix(_ infix: InfixOperatorExprSyntax) -> Node {
    let range = infix.trimmedByteRange
    guard let symbol = infix.operator.as(BinaryOperatorExprSyntax.self) else {
      if infix.operator.is(AssignmentExprSyntax.self) {
        return refuse("an assignment inside an expression is", infix)
      }
      return refuse("`\(infix.operator.trimmedDescription)` as a value is", infix.operator)
    }
    let name = symbol.operator.text
    switch name {
    case "&&", "||":
      let left = read(infix.leftOperand)
      let right = read(infix.rightOperand)
      inference.require(left, .bool, as: "expected")
      inference.require(right, .bool, as: "expected")
      return Node(name == "&&" ? .and(left, right) : .or(left, right), type: .bool, range: range)
    case "??":
      let left = read(infix.leftOperand)
      let right = read(infix.rightOperand)
      let result = unknown()
      inference.state.relations.append(
        .coalesce(left: left.type, right: right.type, result: result, range))
      return Node(.coalesce(left, right), type: result, range: range)
    default:
      return readOperator(
        checker.index.infixOperators[name], name: name, nameRange: symbol.trimmedByteRange,
        operands: [infix.leftOperand, infix.rightOperand], range)
    }
  }

  private func readOperator(
    _ signatures: [Signature]?, name: String, nameRange: Range<Int>, operands: [ExprSyntax],
    _ range: Range<Int>
  ) -> Node {
    let nodes = operands.map(read)
    guard let signatures else {
      if name.count > 1, name.hasSuffix("="),
        !["==", "!=", "<=", ">=", "===", "!=="].contains(name)
      {
        return invalid("an assignment such as `\(name)` gives no value", nameRange, range)
      }
      return invalid("there is no operator `\(name)` in the chapter language", nameRange, range)
    }
    let arguments = nodes.map {
      ArgumentNode(label: nil, node: $0, isTrailing: false, labelRange: $0.range)
    }
    let node = inference.makeApplication(
      .overloads(signatures.map { .builtin($0) }), name: name, nameRange: nameRange,
      arguments: arguments, range: range)
    inference.settle()
    return node
  }

  private func invalid(_ message: String, _ place: Range<Int>, _ range: Range<Int>) -> Node {
    checker.report("unknown-operator", message, place)
    return .invalid(range)
  }

  private func readTernary(_ ternary: TernaryExprSyntax) -> Node {
    let condition = read(ternary.condition)
    inference.require(condition, .bool, as: "expected")
    let first = read(ternary.thenExpression)
    let second = read(ternary.elseExpression)
    let hasNil = [first, second].contains { if case .none = $0.kind { true } else { false } }
    let result = hasNil ? InferredType.optional(unknown()) : unknown()
    // An optional branch decides first: the other is promoted to it.
    let isSecondOptional = inference.state.resolved(second.type).wrapped != nil
    for node in isSecondOptional ? [second, first] : [first, second] {
      inference.require(node, result, as: "expected")
    }
    return Node(
      .conditional(condition, first, second), type: result, range: ternary.trimmedByteRange)
  }

  private func readTry(_ attempt: TryExprSyntax) -> Node {
    let inner = read(attempt.expression)
    let range = attempt.trimmedByteRange
    if attempt.questionOrExclamationMark?.text == "?" {
      let result = unknown()
      inference.state.relations.append(.flatten(body: inner.type, result: result, range))
      return Node(.tryOptional(inner), type: result, range: range)
    }
    return Node(.attempt(inner), type: inner.type, range: range)
  }
}

extension InferredType {
  /// The element of an array type; nil for any other type.
  var arrayElement: InferredType? {
    if case .nominal("Array", let arguments) = self { arguments.first } else { nil }
  }
}
