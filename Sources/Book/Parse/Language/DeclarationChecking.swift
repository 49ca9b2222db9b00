import BookModel
import SwiftSyntax

// Variables and functions.
extension StatementChecker {
  func declaration(_ declaration: DeclSyntax) -> [Statement] {
    switch declaration.as(DeclSyntaxEnum.self) {
    case .variableDecl(let variable): return variables(variable)
    case .importDecl:
      checker.refuse("imports are", declaration, hint: "all that a chapter may use is there")
    case .classDecl: checker.refuse("classes are", declaration)
    case .structDecl: checker.refuse("structures are", declaration, hint: "use a tuple")
    case .enumDecl: checker.refuse("enumerations are", declaration)
    case .protocolDecl: checker.refuse("protocols are", declaration)
    case .extensionDecl: checker.refuse("extensions are", declaration)
    case .actorDecl: checker.refuse("concurrency is", declaration)
    case .typeAliasDecl: checker.refuse("type aliases are", declaration)
    case .operatorDecl, .precedenceGroupDecl:
      checker.refuse("operator declarations are", declaration)
    case .macroDecl, .macroExpansionDecl: checker.refuse("macros are", declaration)
    case .missingDecl: break
    default: checker.refuse("this declaration is", declaration)
    }
    return []
  }

  /// Declares a name in this scope.
  @discardableResult
  func declare(
    _ name: String, type: InferredType, isMutable: Bool, at range: Range<Int>
  ) -> Variable {
    if scope.ownVariable(name) != nil {
      checker.report(
        "redeclaration", "`\(name)` is declared already in this scope", range,
        hint: "all blocks of a chapter share one scope: take another name, or assign to it")
    }
    let variable = Variable(
      name, type: type, isMutable: isMutable, in: context, unit: checker.unitIndex)
    scope.declare(variable)
    return variable
  }

  /// Declares the names of a pattern.
  func declare(_ pattern: PatternSyntax, type: InferredType, isMutable: Bool) -> Pattern {
    switch pattern.as(PatternSyntaxEnum.self) {
    case .identifierPattern(let identifier):
      let variable = declare(
        identifier.identifier.text, type: type, isMutable: isMutable,
        at: identifier.trimmedByteRange)
      return .variable(slot: variable.slot)
    case .wildcardPattern: return .wildcard
    case .tuplePattern(let tuple):
      if tuple.elements.count == 1, let only = tuple.elements.first {
        return declare(only.pattern, type: type, isMutable: isMutable)
      }
      let parts = elements(of: type, count: tuple.elements.count, at: pattern.trimmedByteRange)
      return .tuple(
        zip(tuple.elements, parts).map {
          declare($0.pattern, type: $1, isMutable: isMutable)
        })
    default:
      checker.refuse("this pattern is", pattern)
      return .wildcard
    }
  }

  /// The types of a tuple's elements; a wrong number is reported, and answered by mistaken types.
  func elements(of type: InferredType, count number: Int, at range: Range<Int>) -> [InferredType] {
    if case .tuple(let elements) = type, elements.count == number { return elements.map(\.type) }
    if !type.isMistaken {
      checker.report(
        "type-mismatch",
        "a tuple of \(number) values is wanted here, not a `\(type.valueType ?? .void)`", range)
    }
    return Array(repeating: .mistaken, count: number)
  }

  private func variables(_ declaration: VariableDeclSyntax) -> [Statement] {
    if !declaration.attributes.isEmpty {
      checker.refuse("attributes are", declaration.attributes)
    }
    if !declaration.modifiers.isEmpty {
      checker.refuse("`\(declaration.modifiers.trimmedDescription)` is", declaration.modifiers)
    }
    let isMutable = declaration.bindingSpecifier.text == "var"
    return declaration.bindings.compactMap { binding in
      if let accessors = binding.accessorBlock {
        checker.refuse("computed properties are", accessors, hint: "write a function")
        return nil
      }
      return variable(binding, isMutable: isMutable)
    }
  }

  private func variable(_ binding: PatternBindingSyntax, isMutable: Bool) -> Statement? {
    var annotation: InferredType?
    if let syntax = binding.typeAnnotation {
      annotation = checker.readType(syntax.type).map { InferredType($0) } ?? .mistaken
    }
    guard let initializer = binding.initializer else {
      return uninitialized(binding, annotation, isMutable: isMutable)
    }
    let value = value(initializer.value, as: annotation, purpose: "specified")
    let pattern = declare(binding.pattern, type: annotation ?? value.type, isMutable: isMutable)
    return Statement(.declare(pattern, value.expression), span(binding))
  }

  private func uninitialized(
    _ binding: PatternBindingSyntax, _ annotation: InferredType?, isMutable: Bool
  ) -> Statement? {
    let type = annotation ?? .mistaken
    let pattern = declare(binding.pattern, type: type, isMutable: isMutable)
    if isMutable, type.wrapped != nil, let optional = type.valueType {
      let value = Expression(.none, type: optional, span: span(binding))
      return Statement(.declare(pattern, value), span(binding))
    }
    checker.report(
      "missing-value", "`\(binding.pattern.trimmedDescription)` needs a value where it is declared",
      binding.trimmedByteRange,
      hint: "`if` and `switch` may stand to the right of `=`: `let x = if a { 1 } else { 2 }`")
    return nil
  }

  // Functions.

  /// Checks functions that stand side by side: first all heads, then all bodies.
  func functions(_ declarations: [FunctionDeclSyntax]) -> [Statement] {
    let heads = declarations.map { declaration -> (FunctionDeclSyntax, Variable)? in
      guard let type = functionType(declaration) else {
        declare(
          declaration.name.text, type: .mistaken, isMutable: false,
          at: declaration.name.trimmedByteRange)
        return nil
      }
      let variable = declare(
        declaration.name.text, type: InferredType(.function(type)), isMutable: false,
        at: declaration.name.trimmedByteRange)
      variable.labels = declaration.signature.parameterClause.parameters.map {
        $0.firstName.text == "_" ? nil : $0.firstName.text
      }
      return (declaration, variable)
    }
    let bodies = heads.compactMap { head -> (slot: Int, body: FunctionBody)? in
      guard let (declaration, variable) = head, let body = functionBody(declaration, variable)
      else { return nil }
      return (variable.slot, body)
    }
    guard let first = declarations.first, let last = declarations.last else { return [] }
    let range = first.trimmedByteRange.lowerBound..<last.trimmedByteRange.upperBound
    return [Statement(.functions(bodies), checker.span(range))]
  }

  private func functionType(_ declaration: FunctionDeclSyntax) -> ValueType.FunctionType? {
    var isValid = true
    func refuse(_ what: String, _ node: some SyntaxProtocol, hint: String? = nil) {
      checker.refuse(what, node, hint: hint)
      isValid = false
    }
    if !declaration.attributes.isEmpty { refuse("attributes are", declaration.attributes) }
    if !declaration.modifiers.isEmpty {
      refuse("`\(declaration.modifiers.trimmedDescription)` is", declaration.modifiers)
    }
    if let generics = declaration.genericParameterClause {
      refuse("generic functions are", generics, hint: "write the types")
      return nil
    }
    let effects = declaration.signature.effectSpecifiers
    if let async = effects?.asyncSpecifier { refuse("concurrency is", async) }
    if let typed = effects?.throwsClause?.leftParen { refuse("typed `throws` is", typed) }
    if effects?.throwsClause?.throwsSpecifier.text == "rethrows" {
      refuse("`rethrows` is", declaration.signature, hint: "write `throws`")
    }
    var parameters: [ValueType] = []
    for parameter in declaration.signature.parameterClause.parameters {
      if let value = parameter.defaultValue {
        refuse("default values of parameters are", value)
      }
      if let ellipsis = parameter.ellipsis {
        refuse("a variable number of arguments is", ellipsis, hint: "take an array")
      }
      if let attributed = parameter.type.as(AttributedTypeSyntax.self),
        !attributed.specifiers.isEmpty
      {
        refuse(
          "`\(attributed.specifiers.trimmedDescription)` is", attributed.specifiers,
          hint: "return the changed value")
        continue
      }
      if let type = checker.readType(parameter.type) {
        parameters.append(type)
      } else {
        isValid = false
      }
    }
    var result = ValueType.void
    if let clause = declaration.signature.returnClause {
      if let type = checker.readType(clause.type) { result = type } else { isValid = false }
    }
    return isValid
      ? .init(parameters: parameters, result: result, canThrow: effects?.throwsClause != nil) : nil
  }

  private func functionBody(
    _ declaration: FunctionDeclSyntax, _ variable: Variable
  ) -> FunctionBody? {
    guard case .function(let type)? = variable.type.valueType, let body = declaration.body else {
      if declaration.body == nil {
        checker.report(
          "syntax", "the function `\(variable.name)` has no body", declaration.trimmedByteRange)
      }
      return nil
    }
    let inner = StatementChecker(
      checker: checker, scope: Scope(parent: scope), context: FunctionContext(parent: context))
    var patterns: [Pattern] = []
    for (parameter, type) in zip(
      declaration.signature.parameterClause.parameters, type.parameters)
    {
      let name = parameter.secondName ?? parameter.firstName
      if name.text == "_" {
        patterns.append(.wildcard)
      } else {
        let variable = inner.declare(
          name.text, type: InferredType(type), isMutable: false, at: name.trimmedByteRange)
        patterns.append(.variable(slot: variable.slot))
      }
    }
    let saved = checker.flow
    checker.flow = ControlFlow(
      result: .known(InferredType(type.result)), loops: [], canThrow: type.canThrow,
      functionName: variable.name)
    defer { checker.flow = saved }
    let statements = inner.functionBody(body.statements, range: body.trimmedByteRange).statements
    return FunctionBody(
      name: variable.name, parameters: patterns, captures: inner.context.captures,
      frame: inner.context.layout, statements: statements, type: type)
  }
}
