import BookModel

/// Reads the declarations of the registry: not Swift, but what the registry writes of it.
///
///     declaration = attribute* modifier* ( function | initializer | variable | subscript | case )
///     function    = "func" name generics? parameters effects ( "->" type )?
///     initializer = "init" "?"? generics? parameters effects
///     variable    = "var" name ":" type accessors?
///     subscript   = "subscript" generics? parameters "->" type accessors?
///     case        = "case" name
///     parameters  = "(" ( label? name ":" attribute* type "..."? ( "=" default )? ),* ")"
///     type        = ( "[" type "]" | tuple | function type | "some" name | name arguments? ) "?"*
///
/// An operator's name stands between spaces. Among an owner's arguments, `Element`, `Wrapped` and
/// `Bound` are its generic parameters; other names are types.
struct DeclarationReader {
  private let text: [Character]
  private var position = 0
  private var generics: [Signature.Generic] = []

  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  private init(_ text: String) { self.text = Array(text) }

  /// The signature that a declaration states.
  static func signature(of declaration: BuiltinDeclaration, id: Int) throws -> Signature {
    var reader = DeclarationReader(declaration.text)
    var owner: ValueType?
    if let written = declaration.owner {
      var ownerReader = DeclarationReader(written)
      ownerReader.generics = ["Element", "Wrapped", "Bound"].map {
        Signature.Generic(name: $0, constraints: [])
      }
      reader.generics = ownerReader.generics
      owner = try ownerReader.type()
    }
    return try reader.signature(of: declaration, owner: owner, id: id)
  }

  private mutating func signature(
    of declaration: BuiltinDeclaration, owner: ValueType?, id: Int
  ) throws -> Signature {
    let modifiers = self.modifiers()
    let isStatic = modifiers.contains("static")
    var kind = Signature.Kind.function
    var name = ""
    var parameters: [Signature.Parameter] = []
    var result = ValueType.void
    var canThrow = false
    switch word() {
    case "func":
      name = try functionName()
      (parameters, canThrow) = try parameterClause()
      if skip("->") { result = try type() }
      kind = Self.functionKind(name: name, modifiers: modifiers, owner: owner)
    case "init":
      (name, kind) = ("init", .initializer)
      let isFailable = skip("?")
      (parameters, canThrow) = try parameterClause()
      guard let owner else { throw malformed("an initializer belongs to a type") }
      result = isFailable ? .optional(owner) : owner
      if parameters.first?.label?.hasSuffix("Literal") == true { kind = .literal }
    case "var":
      name = word()
      try expect(":")
      result = try type()
      kind = isStatic ? .staticProperty : .property
    case "subscript":
      (name, kind) = ("subscript", .subscriptGetter)
      (parameters, canThrow) = try parameterClause()
      try expect("->")
      result = try type()
    case "case":
      (name, kind) = (word(), .enumCase)
      guard let owner else { throw malformed("a case belongs to a type") }
      result = owner
    default:
      throw malformed("func, init, var, subscript or case was expected")
    }
    try finish()
    return Signature(
      id: id, kind: kind, name: name, owner: owner, generics: generics, parameters: parameters,
      result: result, canThrow: canThrow,
      isResultDiscardable: modifiers.contains("@discardableResult"),
      declaration: declaration.text, documentation: declaration.documentation)
  }

  private static func functionKind(
    name: String, modifiers: Set<String>, owner: ValueType?
  ) -> Signature.Kind {
    if modifiers.contains("prefix") { return .prefixOperator }
    if name.first.map(isOperator) == true { return .infixOperator }
    if modifiers.contains("static") { return .staticMethod }
    if modifiers.contains("mutating") { return .mutatingMethod }
    return owner == nil ? .function : .method
  }

  private mutating func modifiers() -> Set<String> {
    let known: Set = ["static", "mutating", "prefix", "infix", "@discardableResult"]
    var found: Set<String> = []
    while let modifier = known.first(where: { peekWord() == $0 }) {
      _ = word()
      found.insert(modifier)
    }
    return found
  }

  private mutating func functionName() throws -> String {
    skipSpace()
    if let first = current, Self.isOperator(first) {
      return take { Self.isOperator($0) }
    }
    let name = word()
    if name.isEmpty { throw malformed("a name was expected") }
    return name
  }

  /// Generic parameters, parameters and effects.
  private mutating func parameterClause() throws -> ([Signature.Parameter], canThrow: Bool) {
    if skip("<") {
      repeat {
        let name = word()
        generics.append(.init(name: name, constraints: skip(":") ? [word()] : []))
      } while skip(",")
      try expect(">")
    }
    try expect("(")
    var parameters: [Signature.Parameter] = []
    if !skip(")") {
      repeat { parameters.append(try parameter()) } while skip(",")
      try expect(")")
    }
    let effect = peekWord()
    let canThrow = effect == "throws"
    if canThrow || effect == "rethrows" { _ = word() }
    return (parameters, canThrow)
  }

  private mutating func parameter() throws -> Signature.Parameter {
    let first = word()
    let second = peekWord().isEmpty ? first : word()
    try expect(":")
    var isAutoclosure = false
    while peekWord().hasPrefix("@") { isAutoclosure = word() == "@autoclosure" || isAutoclosure }
    var type = try type()
    if isAutoclosure, case .function(let function) = type { type = function.result }
    let isVariadic = skip("...")
    let defaultText = skip("=") ? try self.defaultText() : nil
    return Signature.Parameter(
      label: first == "_" ? nil : first, name: second, type: type, defaultText: defaultText,
      isVariadic: isVariadic, isAutoclosure: isAutoclosure)
  }

  /// Everything up to the comma or bracket that ends the parameter.
  private mutating func defaultText() throws -> String {
    skipSpace()
    let start = position
    var depth = 0
    var isInString = false
    while let character = current {
      if character == "\"" { isInString.toggle() }
      if !isInString {
        if "([".contains(character) { depth += 1 }
        if depth == 0, ",)".contains(character) { break }
        if ")]".contains(character) { depth -= 1 }
      }
      position += 1
    }
    guard position > start else { throw malformed("a default was expected") }
    return String(text[start..<position])
  }
}

// Types.
extension DeclarationReader {
  private mutating func type() throws -> ValueType {
    var type = try baseType()
    while skip("?") { type = .optional(type) }
    return type
  }

  private mutating func baseType() throws -> ValueType {
    if skip("[") {
      let element = try type()
      try expect("]")
      return .array(element)
    }
    if skip("(") { return try tupleOrFunction() }
    let name = word()
    if name.isEmpty { throw malformed("a type was expected") }
    if name == "some" {
      // As Swift does, one generic parameter for each `some`.
      let parameter = "some \(word())"
      generics.append(.init(name: parameter, constraints: [String(parameter.dropFirst(5))]))
      return .parameter(parameter)
    }
    if generics.contains(where: { $0.name == name }) { return .parameter(name) }
    if name == "Void" { return .void }
    var arguments: [ValueType] = []
    if skip("<") {
      repeat { arguments.append(try type()) } while skip(",")
      try expect(">")
    }
    return .nominal(name, arguments)
  }

  private mutating func tupleOrFunction() throws -> ValueType {
    var elements: [ValueType.TupleElement] = []
    if !skip(")") {
      repeat {
        let start = position
        let label = word()
        let isLabelled = !label.isEmpty && skip(":")
        if !isLabelled { position = start }
        elements.append(.init(label: isLabelled ? label : nil, type: try type()))
      } while skip(",")
      try expect(")")
    }
    let canThrow = peekWord() == "throws"
    if canThrow { _ = word() }
    if skip("->") {
      return .function(
        .init(parameters: elements.map(\.type), result: try type(), canThrow: canThrow))
    }
    if elements.count == 1 { return elements[0].type }
    return .tuple(elements)
  }
}

// Characters.
extension DeclarationReader {
  private var current: Character? { position < text.count ? text[position] : nil }

  private static func isOperator(_ character: Character) -> Bool {
    "+-*/%<>=!&|^~.?".contains(character)
  }

  private mutating func skipSpace() {
    while let character = current, character.isWhitespace { position += 1 }
  }

  private mutating func take(while condition: (Character) -> Bool) -> String {
    let start = position
    while let character = current, condition(character) { position += 1 }
    return String(text[start..<position])
  }

  /// A name, keyword or attribute; empty where none stands here.
  private mutating func word() -> String {
    skipSpace()
    let isAttribute = current == "@"
    if isAttribute { position += 1 }
    return (isAttribute ? "@" : "") + take { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  private mutating func peekWord() -> String {
    let start = position
    defer { position = start }
    return word()
  }

  private mutating func skip(_ symbol: String) -> Bool {
    skipSpace()
    guard text[position...].starts(with: symbol) else { return false }
    position += symbol.count
    return true
  }

  private mutating func expect(_ symbol: String) throws {
    if !skip(symbol) { throw malformed("\(symbol) was expected") }
  }

  /// Accessors and requirements may follow; nothing else.
  private mutating func finish() throws {
    skipSpace()
    guard current == nil || current == "{" || peekWord() == "where" else {
      throw malformed("the end was expected")
    }
  }

  private func malformed(_ message: String) -> Malformed {
    Malformed(description: "\(message), before “\(String(text[min(position, text.count)...]))”")
  }
}
