import BookModel
import SwiftParser
import SwiftSyntax

// Calls, members, subscripts, and what hangs on them.
extension ExpressionReader {
  /// The optional bases of `a?.b?.c` that are open while the rest of the chain is read.
  final class Chain {
    var links: [(base: Node, variable: Variable)] = []
  }

  /// Reads a chain of members, calls and subscripts as a whole, because `?` anywhere in it makes
  /// all of it optional.
  func readPostfix(_ syntax: ExprSyntax) -> Node {
    let chain = Chain()
    var node = readLink(syntax, chain)
    guard !chain.links.isEmpty else { return node }
    let result = unknown()
    let range = syntax.trimmedByteRange
    inference.state.relations.append(.flatten(body: node.type, result: result, range))
    for link in chain.links.reversed() {
      node = Node(
        .optionalChain(base: link.base, link.variable, body: node), type: result, range: range)
    }
    return node
  }

  private func readLink(_ syntax: ExprSyntax, _ chain: Chain) -> Node {
    switch syntax.as(ExprSyntaxEnum.self) {
    case .functionCallExpr(let call): return readCall(call, chain)
    case .memberAccessExpr(let member): return readMember(member, chain)
    case .subscriptCallExpr(let subscripted): return readSubscript(subscripted, chain)
    case .forceUnwrapExpr(let unwrap):
      let base = readLink(unwrap.expression, chain)
      let result = unknown()
      inference.state.relations.append(
        .unwrap(optional: base.type, result: result, unwrap.trimmedByteRange))
      inference.settle()
      return Node(.forceUnwrap(base), type: result, range: unwrap.trimmedByteRange)
    case .optionalChainingExpr(let optional):
      let base = readLink(optional.expression, chain)
      let wrapped = unknown()
      inference.state.relations.append(
        .unwrap(optional: base.type, result: wrapped, optional.trimmedByteRange))
      inference.settle()
      let variable = inference.makeVariable("", type: wrapped, in: context)
      chain.links.append((base, variable))
      return Node(.variable(variable), type: wrapped, range: optional.trimmedByteRange)
    default:
      return read(syntax)
    }
  }

  // Calls.

  private func readCall(_ call: FunctionCallExprSyntax, _ chain: Chain) -> Node {
    let range = call.trimmedByteRange
    if let node = readLiteralConversion(call) { return node }
    switch call.calledExpression.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let reference) where scope.variable(reference.baseName.text) == nil:
      return readNamedCall(reference, call)
    case .declReferenceExpr(let reference):
      return readFunctionCall(reference, call, chain)
    case .memberAccessExpr(let member):
      return readMember(member, chain, call: call)
    default:
      if let type = typeNamed(by: call.calledExpression) {
        return readInitializer(
          type, call.calledExpression.trimmedByteRange, readArguments(call), range)
      }
      if call.calledExpression.is(ArrayExprSyntax.self) { return .invalid(range) }
      return callValue(readLink(call.calledExpression, chain), call)
    }
  }

  private func callValue(_ callee: Node, _ call: FunctionCallExprSyntax) -> Node {
    inference.settle()
    if let name = inference.state.resolved(callee.type).nominalName,
      checker.index.members[name]?["callAsFunction"] != nil
    {
      let node = inference.makeApplication(
        .member(callee), name: "callAsFunction", nameRange: callee.range,
        arguments: readArguments(call), range: call.trimmedByteRange)
      inference.settle()
      return node
    }
    return inference.makeApplication(
      .value(callee), name: "call", nameRange: callee.range, arguments: readArguments(call),
      range: call.trimmedByteRange)
  }

  /// A call of something declared in the chapter.
  private func readFunctionCall(
    _ reference: DeclReferenceExprSyntax, _ call: FunctionCallExprSyntax, _ chain: Chain
  ) -> Node {
    let name = reference.baseName.text
    guard let variable = scope.variable(name), let labels = variable.labels,
      !variable.type.isMistaken
    else { return callValue(readLink(call.calledExpression, chain), call) }
    let node = inference.makeApplication(
      .overloads([.function(variable, labels: labels)]), name: name,
      nameRange: reference.trimmedByteRange, arguments: readArguments(call),
      range: call.trimmedByteRange)
    inference.settle()
    return node
  }

  /// A call of a builtin function or of a type's initializer.
  private func readNamedCall(
    _ reference: DeclReferenceExprSyntax, _ call: FunctionCallExprSyntax
  ) -> Node {
    let name = reference.baseName.text
    let nameRange = reference.trimmedByteRange
    let range = call.trimmedByteRange
    if let parameters = checker.typeReader.typeParameters[name] {
      let type = InferredType.nominal(name, parameters.map { _ in unknown() })
      return readInitializer(type, nameRange, readArguments(call), range)
    }
    let candidates = functions(named: name, operators: false)
    let arguments = readArguments(call)
    if candidates.isEmpty {
      if let wording = Self.refusedFunctions[name] {
        return refuse("\(wording)", reference)
      }
      reportUnknown(name, nameRange)
      return .invalid(range)
    }
    let node = inference.makeApplication(
      .overloads(candidates), name: name, nameRange: nameRange, arguments: arguments, range: range)
    inference.settle()
    return node
  }

  private static let refusedFunctions = [
    "fatalError": "`fatalError` is", "precondition": "`precondition` is", "assert": "`assert` is",
    "readLine": "`readLine` is", "type": "`type(of:)` is", "withUnsafeBytes": "unsafe code is",
    "exit": "`exit` is", "swap": "`swap` is", "debugPrint": "`debugPrint` is", "dump": "`dump` is",
  ]

  private func readInitializer(
    _ type: InferredType, _ nameRange: Range<Int>, _ arguments: [ArgumentNode], _ range: Range<Int>
  ) -> Node {
    readStatic("init", of: type, nameRange, arguments, range)
  }

  /// `Float(0.1)`, `Double(1)`: a literal as the only argument is a literal of that type.
  private func readLiteralConversion(_ call: FunctionCallExprSyntax) -> Node? {
    guard let name = call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text,
      scope.variable(name) == nil, checker.typeReader.typeParameters[name] == [],
      call.trailingClosure == nil, call.arguments.count == 1, let only = call.arguments.first,
      only.label == nil
    else { return nil }
    var literal = only.expression
    if let prefix = literal.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "-" {
      literal = prefix.expression
    }
    let label: String
    switch literal.as(ExprSyntaxEnum.self) {
    case .integerLiteralExpr: label = "integerLiteral"
    case .floatLiteralExpr: label = "floatLiteral"
    case .stringLiteralExpr(let string) where string.representedLiteralValue != nil:
      label = "stringLiteral"
    default: return nil
    }
    guard checker.index.accepts(label, name) else { return nil }
    let node = read(only.expression)
    inference.require(node, .nominal(name, []), as: "")
    return node
  }

  private func readArguments(_ call: FunctionCallExprSyntax) -> [ArgumentNode] {
    var arguments = readArguments(call.arguments)
    if let trailing = call.trailingClosure {
      let node = readClosure(trailing)
      arguments.append(
        ArgumentNode(label: nil, node: node, isTrailing: true, labelRange: node.range))
    }
    for trailing in call.additionalTrailingClosures {
      let label = trailing.label.text
      arguments.append(
        ArgumentNode(
          label: label == "_" ? nil : label, node: readClosure(trailing.closure), isTrailing: true,
          labelRange: trailing.label.trimmedByteRange))
    }
    return arguments
  }

  private func readArguments(_ list: LabeledExprListSyntax) -> [ArgumentNode] {
    list.map { argument in
      let node = read(argument.expression)
      return ArgumentNode(
        label: argument.label?.text, node: node, isTrailing: false,
        labelRange: argument.label?.trimmedByteRange ?? node.range)
    }
  }

  // Members.

  private func readMember(
    _ member: MemberAccessExprSyntax, _ chain: Chain, call: FunctionCallExprSyntax? = nil
  ) -> Node {
    let name = member.declName.baseName.text
    let nameRange = member.declName.trimmedByteRange
    let range = call?.trimmedByteRange ?? member.trimmedByteRange
    if member.declName.argumentNames != nil {
      return refuse("names with argument labels are", member.declName)
    }
    guard let base = member.base else {
      let node = inference.makeApplication(
        .implicitMember, name: name, nameRange: nameRange,
        arguments: call.map { readArguments($0) }, result: unknown(.implicitMember), range: range)
      return node
    }
    if let type = typeNamed(by: base) {
      if name == "self" { return refuse("metatypes are", member) }
      return readStatic(name, of: type, nameRange, call.map { readArguments($0) }, range)
    }
    let node = readLink(base, chain)
    if name == "self" { return node }
    inference.settle()
    // A stored function is called through the property.
    if let call, isProperty(name, of: node) {
      let property = inference.makeApplication(
        .member(node), name: name, nameRange: nameRange, arguments: nil,
        range: member.trimmedByteRange)
      inference.settle()
      return callValue(property, call)
    }
    let result = inference.makeApplication(
      .member(node), name: name, nameRange: nameRange, arguments: call.map { readArguments($0) },
      range: range)
    inference.settle()
    return result
  }

  /// Whether a name is an element of the tuple, or only a property of the type.
  private func isProperty(_ name: String, of base: Node) -> Bool {
    switch inference.state.resolved(base.type) {
    case .tuple(let elements):
      return Int(name) != nil || elements.contains { $0.label == name }
    case .nominal(let owner, _):
      let found = checker.index.members[owner]?[name] ?? []
      return !found.isEmpty
        && found.allSatisfy {
          if case .function = $0.result { $0.kind == .property } else { false }
        }
    default: return false
    }
  }

  private func readStatic(
    _ name: String, of type: InferredType, _ nameRange: Range<Int>, _ arguments: [ArgumentNode]?,
    _ range: Range<Int>
  ) -> Node {
    let owner = type.nominalName ?? ""
    let all = checker.index.staticMembers[owner]?[name] ?? []
    let isReference = name == "init" && arguments == nil
    let fitting = all.filter { signature in
      switch signature.kind {
      case .staticProperty, .enumCase: arguments == nil
      default: arguments != nil || isReference
      }
    }
    guard !fitting.isEmpty else {
      reportMissingStatic(name, of: type, all, nameRange)
      return .invalid(range)
    }
    let candidates = fitting.map { Candidate.builtin($0) }
    let node = inference.makeApplication(
      isReference ? .reference(candidates) : .overloads(candidates), owner: type, name: name,
      nameRange: nameRange, arguments: arguments, range: range)
    inference.settle()
    return node
  }

  private func reportMissingStatic(
    _ name: String, of type: InferredType, _ all: [Signature], _ range: Range<Int>
  ) {
    let shown = inference.describe(type)
    let owner = type.nominalName ?? ""
    if let first = all.first {
      checker.report(
        "wrong-use", "`\(shown).\(name)` is not used like this", range,
        hint: "it is declared as `\(first.declaration)`")
      return
    }
    if name == "init" {
      checker.report("unknown-member", "values of `\(shown)` are not made by a chapter", range)
      return
    }
    let names = (checker.index.staticMembers[owner] ?? [:]).keys.filter { $0 != "init" }.sorted()
    var hint = nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
    if hint == nil, checker.index.members[owner]?[name] != nil {
      hint = "`\(name)` belongs to a value of the type, not to the type"
    }
    checker.report(
      "unknown-member", "type `\(shown)` has no member `\(name)`", range, hint: hint)
  }

  private func readSubscript(_ subscripted: SubscriptCallExprSyntax, _ chain: Chain) -> Node {
    let base = readLink(subscripted.calledExpression, chain)
    var arguments = readArguments(subscripted.arguments)
    if let trailing = subscripted.trailingClosure {
      let node = readClosure(trailing)
      arguments.append(
        ArgumentNode(label: nil, node: node, isTrailing: true, labelRange: node.range))
    }
    let node = inference.makeApplication(
      .member(base), name: "subscript",
      nameRange: subscripted.leftSquare.trimmedByteRange
        .lowerBound..<subscripted.rightSquare.trimmedByteRange.upperBound, arguments: arguments,
      range: subscripted.trimmedByteRange)
    inference.settle()
    return node
  }

  // Types in the place of values.

  /// The type that an expression names: `Tensor`, `[Float]`, `Array<Int>`, `Outer.Inner`.
  func typeNamed(by syntax: ExprSyntax) -> InferredType? {
    switch syntax.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let reference):
      let name = reference.baseName.text
      guard scope.variable(name) == nil, reference.argumentNames == nil,
        let parameters = checker.typeReader.typeParameters[name]
      else { return nil }
      return .nominal(name, parameters.map { _ in unknown() })
    case .memberAccessExpr(let member):
      guard let base = member.base?.as(DeclReferenceExprSyntax.self) else { return nil }
      let name = "\(base.baseName.text).\(member.declName.baseName.text)"
      guard scope.variable(base.baseName.text) == nil,
        let parameters = checker.typeReader.typeParameters[name]
      else { return nil }
      return .nominal(name, parameters.map { _ in unknown() })
    case .arrayExpr(let array):
      guard array.elements.count == 1, let only = array.elements.first,
        let element = typeNamed(by: only.expression)
      else { return nil }
      return .array(element)
    case .genericSpecializationExpr(let generic):
      guard let name = generic.expression.as(DeclReferenceExprSyntax.self)?.baseName.text,
        let parameters = checker.typeReader.typeParameters[name]
      else { return nil }
      var arguments: [InferredType] = []
      for argument in generic.genericArgumentClause.arguments {
        guard case .type(let type) = argument.argument else { return nil }
        arguments.append(checker.readType(type).map { InferredType($0) } ?? .mistaken)
      }
      return arguments.count == parameters.count ? .nominal(name, arguments) : nil
    default: return nil
    }
  }

  func readTypeAsValue(_ syntax: ExprSyntax) -> Node {
    checker.report(
      "type-as-value", "`\(syntax.trimmedDescription)` is a type, not a value",
      syntax.trimmedByteRange, hint: "make a value of it with `(…)`")
    return .invalid(syntax.trimmedByteRange)
  }
}
