package import BookModel
import SwiftSyntax

/// Reads the registry's declarations; what cannot be read is left out and reported.
package func makeLibrary(_ declarations: LibraryDeclarations) -> (Library, [Diagnostic]) {
  var reader = DeclarationReader()
  reader.readTypes(declarations.types)
  reader.readBuiltins(declarations.builtins)
  reader.readConformances(declarations.conformances)
  let library = Library(
    signatures: reader.signatures, conformances: reader.conformances,
    types: reader.typeParameters.mapValues(\.count), shownTypes: declarations.shownTypes)
  return (library, reader.diagnostics)
}

/// Turns declaration texts into signatures.
///
/// All texts are joined, one a line, and parsed at once.
private struct DeclarationReader {
  var typeParameters: [String: [String]] = [:]
  var signatures: [Signature] = []
  var conformances: [Conformance] = []
  var diagnostics: [Diagnostic] = []

  mutating func readTypes(_ types: [String]) {
    for text in types {
      let parts = text.split { "<>, ".contains($0) }.map(String.init)
      if let name = parts.first { typeParameters[name] = Array(parts.dropFirst()) }
    }
  }

  private mutating func report(_ message: String, in text: String) {
    diagnostics.append(
      Diagnostic("registry", "the declaration `\(text)` cannot be read: \(message)"))
  }

  /// Parses one text a line and returns the declarations of each line that has no error.
  private mutating func parseLines(_ lines: [String], texts: [String]) -> [DeclSyntax?] {
    let source = lines.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
    var lineStarts = [0]
    for line in source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      lineStarts.append((lineStarts.last ?? 0) + line.count + 1)
    }
    func line(at offset: Int) -> Int {
      (lineStarts.partitioningIndex { $0 > offset } - 1).clamped(to: 0..<max(1, texts.count))
    }
    let tree = parseTree(source)
    var found = [DeclSyntax?](repeating: nil, count: texts.count)
    for item in tree.statements {
      guard case .decl(let declaration) = item.item else { continue }
      found[line(at: item.positionAfterSkippingLeadingTrivia.utf8Offset)] = declaration
    }
    for problem in syntaxProblems(in: tree) {
      let index = line(at: problem.offset)
      if index < texts.count {
        report(problem.message, in: texts[index])
        found[index] = nil
      }
    }
    return found
  }

  mutating func readBuiltins(_ builtins: [BuiltinDeclaration]) {
    let lines = builtins.map { builtin in
      guard let owner = builtin.owner else { return builtin.text }
      let keyword = builtin.text.hasPrefix("case ") ? "enum" : "extension"
      return "\(keyword) \(owner) { \(builtin.text) }"
    }
    let parsed = parseLines(lines, texts: builtins.map(\.text))
    for (index, builtin) in builtins.enumerated() {
      var reading = SignatureReading(
        id: index, typeParameters: typeParameters, text: builtin.text,
        documentation: builtin.documentation)
      do throws(DeclarationError) {
        guard let declaration = parsed[index] else {
          throw DeclarationError("no declaration was found")
        }
        signatures.append(try reading.read(declaration))
      } catch {
        report(error.message, in: builtin.text)
        // An entry that no chapter can name keeps `signatures[i].id == i`.
        signatures.append(reading.placeholder)
      }
    }
  }

  mutating func readConformances(_ texts: [String]) {
    let parsed = parseLines(texts.map { "extension \($0) {}" }, texts: texts)
    for (text, declaration) in zip(texts, parsed) {
      guard let declaration = declaration?.as(ExtensionDeclSyntax.self) else {
        report("write it as `Array: PerAxis where Element == Int`", in: text)
        continue
      }
      do throws(DeclarationError) {
        try readConformance(declaration)
      } catch {
        report(error.message, in: text)
      }
    }
  }

  private mutating func readConformance(_ declaration: ExtensionDeclSyntax) throws(DeclarationError)
  {
    let typeName = declaration.extendedType.trimmedDescription
    guard let parameters = typeParameters[typeName] else {
      throw DeclarationError("there is no type `\(typeName)`")
    }
    let reader = TypeReader(typeParameters: typeParameters, generics: Set(parameters))
    var requirements: [Conformance.Requirement] = []
    for requirement in declaration.genericWhereClause?.requirements ?? [] {
      switch requirement.requirement {
      case .conformanceRequirement(let conformance):
        for name in conformance.rightType.protocolNames {
          requirements.append(
            .conforms(parameter: conformance.leftType.trimmedDescription, to: name))
        }
      case .sameTypeRequirement(let same):
        guard case .type(let right) = same.rightType else { break }
        requirements.append(
          .equals(parameter: same.leftType.trimmedDescription, try reader.read(right)))
      default:
        throw DeclarationError("the requirement `\(requirement.trimmedDescription)` is unknown")
      }
    }
    for inherited in declaration.inheritanceClause?.inheritedTypes ?? [] {
      for name in inherited.type.protocolNames {
        conformances.append(
          Conformance(
            type: .nominal(typeName, parameters.map { .parameter($0) }),
            conformedProtocol: name, requirements: requirements))
      }
    }
  }
}

/// Why a declaration of the registry, or a type in a chapter, cannot be read.
struct DeclarationError: Error {
  var message: String
  var hint: String?
  /// The bytes of the part that is meant.
  var range: Range<Int>?

  init(_ message: String, hint: String? = nil, range: Range<Int>? = nil) {
    self.message = message
    self.hint = hint
    self.range = range
  }
}

extension TypeSyntax {
  /// The names in `P` or `P & Q`.
  fileprivate var protocolNames: [String] {
    if let composition = self.as(CompositionTypeSyntax.self) {
      return composition.elements.flatMap { $0.type.protocolNames }
    }
    return [trimmedDescription]
  }
}

/// The state of reading one declaration into a `Signature`.
private struct SignatureReading {
  let id: Int
  let typeParameters: [String: [String]]
  let text: String
  let documentation: String
  var owner: ValueType?
  var generics: [Signature.Generic] = []
  /// What `Element` is, where a requirement says `Element == Int`.
  var sameTypes: [String: ValueType] = [:]

  init(
    id: Int, typeParameters: [String: [String]], text: String, documentation: String
  ) {
    self.id = id
    self.typeParameters = typeParameters
    self.text = text
    self.documentation = documentation
  }

  var placeholder: Signature {
    signature(.function, name: "", parameters: [], result: .void)
  }

  private func signature(
    _ kind: Signature.Kind, name: String, parameters: [Signature.Parameter], result: ValueType,
    canThrow: Bool = false, isResultDiscardable: Bool = false, isSettable: Bool = false
  ) -> Signature {
    var signature = Signature(
      id: id, kind: kind, name: name, owner: owner, generics: generics, parameters: parameters,
      result: result, canThrow: canThrow, isResultDiscardable: isResultDiscardable,
      declaration: text, documentation: documentation)
    signature.isSettable = isSettable
    return signature
  }

  private var typeReader: TypeReader {
    TypeReader(
      typeParameters: typeParameters, generics: Set(generics.map(\.name)), sameTypes: sameTypes,
      owner: owner)
  }

  mutating func read(_ declaration: DeclSyntax) throws(DeclarationError) -> Signature {
    if let extended = declaration.as(ExtensionDeclSyntax.self) {
      try readOwner(extended.extendedType, where: extended.genericWhereClause)
      guard let member = extended.memberBlock.members.first?.decl else {
        throw DeclarationError("no member was found")
      }
      return try readMember(member)
    }
    if let enumeration = declaration.as(EnumDeclSyntax.self) {
      owner = .nominal(enumeration.name.text, [])
      guard typeParameters[enumeration.name.text] != nil,
        let member = enumeration.memberBlock.members.first?.decl.as(EnumCaseDeclSyntax.self),
        let element = member.elements.first, let owner
      else { throw DeclarationError("a case of a known type was expected") }
      return signature(.enumCase, name: element.name.text, parameters: [], result: owner)
    }
    return try readMember(declaration)
  }

  private mutating func readOwner(
    _ type: TypeSyntax, where clause: GenericWhereClauseSyntax?
  ) throws(DeclarationError) {
    if let identifier = type.as(IdentifierTypeSyntax.self) {
      for argument in identifier.genericArgumentClause?.arguments ?? [] {
        let name = argument.argument.trimmedDescription
        if typeParameters[name] == nil { generics.append(.init(name: name, constraints: [])) }
      }
    }
    try readRequirements(clause)
    owner = try typeReader.read(type)
  }

  private mutating func readRequirements(
    _ clause: GenericWhereClauseSyntax?
  ) throws(DeclarationError) {
    for requirement in clause?.requirements ?? [] {
      switch requirement.requirement {
      case .conformanceRequirement(let conformance):
        let name = conformance.leftType.trimmedDescription
        guard let index = generics.firstIndex(where: { $0.name == name }) else {
          throw DeclarationError("`\(name)` is not a generic parameter")
        }
        generics[index].constraints += conformance.rightType.protocolNames
      case .sameTypeRequirement(let same):
        guard case .type(let left) = same.leftType, case .type(let right) = same.rightType else {
          throw DeclarationError("`\(same.trimmedDescription)` is not supported")
        }
        sameTypes[left.trimmedDescription] = try typeReader.read(right)
        generics.removeAll { $0.name == left.trimmedDescription }
      default:
        throw DeclarationError("the requirement `\(requirement.trimmedDescription)` is unknown")
      }
    }
  }

  private mutating func readGenerics(
    _ clause: GenericParameterClauseSyntax?
  ) {
    for parameter in clause?.parameters ?? [] {
      generics.append(
        .init(
          name: parameter.name.text, constraints: parameter.inheritedType?.protocolNames ?? []))
    }
  }

  private mutating func readMember(_ declaration: DeclSyntax) throws(DeclarationError) -> Signature
  {
    if let function = declaration.as(FunctionDeclSyntax.self) {
      return try readFunction(function)
    }
    if let initializer = declaration.as(InitializerDeclSyntax.self) {
      return try readInitializer(initializer)
    }
    if let variable = declaration.as(VariableDeclSyntax.self) {
      return try readVariable(variable)
    }
    if let subscripted = declaration.as(SubscriptDeclSyntax.self) {
      readGenerics(subscripted.genericParameterClause)
      try readRequirements(subscripted.genericWhereClause)
      let parameters = try readParameters(
        subscripted.parameterClause.parameters, namesAreLabels: false)
      return signature(
        .subscriptGetter, name: "subscript", parameters: parameters,
        result: try typeReader.read(subscripted.returnClause.type),
        isSettable: subscripted.accessorBlock?.hasSetter ?? false)
    }
    throw DeclarationError("a function, property, initializer, subscript or case was expected")
  }

  private mutating func readFunction(
    _ function: FunctionDeclSyntax
  ) throws(DeclarationError) -> Signature {
    readGenerics(function.genericParameterClause)
    try readRequirements(function.genericWhereClause)
    let modifiers = Set(function.modifiers.map(\.name.text))
    let isOperator = function.name.tokenKind.isOperator
    var parameters = try readParameters(
      function.signature.parameterClause.parameters, namesAreLabels: !isOperator)
    let kind: Signature.Kind
    if isOperator {
      kind = parameters.count == 1 ? .prefixOperator : .infixOperator
      for index in parameters.indices { parameters[index].label = nil }
    } else if owner == nil {
      kind = .function
    } else if modifiers.contains("static") {
      kind = .staticMethod
    } else {
      kind = modifiers.contains("mutating") ? .mutatingMethod : .method
    }
    let throwsKeyword = function.signature.effectSpecifiers?.throwsClause?.throwsSpecifier.text
    return signature(
      kind, name: function.name.text, parameters: parameters,
      result: try function.signature.returnClause.map { clause throws(DeclarationError) in
        try typeReader.read(clause.type)
      } ?? .void,
      canThrow: throwsKeyword == "throws",
      isResultDiscardable: function.attributes.contains {
        $0.trimmedDescription == "@discardableResult"
      })
  }

  private mutating func readInitializer(
    _ initializer: InitializerDeclSyntax
  ) throws(DeclarationError) -> Signature {
    guard let owner else { throw DeclarationError("an initializer needs an owner") }
    readGenerics(initializer.genericParameterClause)
    try readRequirements(initializer.genericWhereClause)
    let parameters = try readParameters(
      initializer.signature.parameterClause.parameters, namesAreLabels: true)
    let literalLabels = [
      "arrayLiteral", "integerLiteral", "floatLiteral", "stringLiteral", "booleanLiteral",
    ]
    if parameters.count == 1, let label = parameters[0].label, literalLabels.contains(label) {
      return signature(.literal, name: label, parameters: parameters, result: owner)
    }
    return signature(
      .initializer, name: "init", parameters: parameters,
      result: initializer.optionalMark == nil ? owner : .optional(owner),
      canThrow: initializer.signature.effectSpecifiers?.throwsClause?.throwsSpecifier.text
        == "throws")
  }

  private func readVariable(_ variable: VariableDeclSyntax) throws(DeclarationError) -> Signature {
    guard let binding = variable.bindings.first, variable.bindings.count == 1,
      let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text,
      let type = binding.typeAnnotation?.type
    else { throw DeclarationError("write a property as `var name: Type`") }
    let isStatic = variable.modifiers.contains { $0.name.text == "static" }
    if owner == nil { throw DeclarationError("a property needs an owner") }
    return signature(
      isStatic ? .staticProperty : .property, name: name, parameters: [],
      result: try typeReader.read(type), isSettable: binding.accessorBlock?.hasSetter ?? false)
  }

  private mutating func readParameters(
    _ list: FunctionParameterListSyntax, namesAreLabels: Bool
  ) throws(DeclarationError) -> [Signature.Parameter] {
    var parameters: [Signature.Parameter] = []
    for parameter in list {
      var type = parameter.type
      var isAutoclosure = false
      if let attributed = type.as(AttributedTypeSyntax.self) {
        isAutoclosure = attributed.attributes.contains {
          $0.trimmedDescription == "@autoclosure"
        }
        guard attributed.specifiers.isEmpty else {
          throw DeclarationError("`\(attributed.specifiers.trimmedDescription)` is not supported")
        }
        type = attributed.baseType
      }
      let first = parameter.firstName.text
      let label =
        parameter.secondName != nil || namesAreLabels ? (first == "_" ? nil : first) : nil
      var value = try readParameterType(type)
      if isAutoclosure {
        guard case .function(let function) = value, function.parameters.isEmpty else {
          throw DeclarationError("`@autoclosure` belongs to a type like `() -> Bool`")
        }
        value = function.result
      }
      parameters.append(
        Signature.Parameter(
          label: label, name: parameter.secondName?.text ?? first, type: value,
          defaultText: parameter.defaultValue?.value.trimmedDescription,
          isVariadic: parameter.ellipsis != nil, isAutoclosure: isAutoclosure))
    }
    return parameters
  }

  /// `some P`, also inside an array, becomes a generic parameter of its own; `any P` is a type to
  /// which every value of a type that conforms converts.
  private mutating func readParameterType(_ type: TypeSyntax) throws(DeclarationError) -> ValueType
  {
    var wrapped = type
    if let tuple = type.as(TupleTypeSyntax.self), tuple.elements.count == 1,
      let inner = tuple.elements.first?.type, inner.is(SomeOrAnyTypeSyntax.self)
    {
      wrapped = inner
    }
    if let some = wrapped.as(SomeOrAnyTypeSyntax.self), some.someOrAnySpecifier.text == "some" {
      let count = generics.count { $0.name.hasPrefix("some ") }
      let name = "some \(some.constraint.trimmedDescription)" + String(repeating: "'", count: count)
      generics.append(.init(name: name, constraints: some.constraint.protocolNames))
      return .parameter(name)
    }
    if let any = wrapped.as(SomeOrAnyTypeSyntax.self) {
      return .nominal("any \(any.constraint.trimmedDescription)", [])
    }
    if let array = type.as(ArrayTypeSyntax.self) {
      return .array(try readParameterType(array.element))
    }
    if let optional = type.as(OptionalTypeSyntax.self) {
      return .optional(try readParameterType(optional.wrappedType))
    }
    return try typeReader.read(type)
  }
}

extension TokenKind {
  fileprivate var isOperator: Bool {
    switch self {
    case .binaryOperator, .prefixOperator, .postfixOperator: true
    default: false
    }
  }
}

extension AccessorBlockSyntax {
  fileprivate var hasSetter: Bool {
    guard case .accessors(let accessors) = accessors else { return false }
    return accessors.contains { $0.accessorSpecifier.text == "set" }
  }
}

extension [Int] {
  /// The first index whose element satisfies a condition that holds from there on.
  fileprivate func partitioningIndex(where condition: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension Int {
  fileprivate func clamped(to range: Range<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound - 1)
  }
}
