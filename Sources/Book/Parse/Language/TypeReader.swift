import BookModel
import SwiftSyntax

/// Reads types as they are written, in the registry and in chapters.
struct TypeReader {
  /// The known types with the names of their parameters.
  var typeParameters: [String: [String]]
  /// The generic parameters that may be named here.
  var generics: Set<String> = []
  /// What a generic parameter was said to be equal to.
  var sameTypes: [String: ValueType] = [:]
  /// What `Self` means.
  var owner: ValueType?

  func read(_ type: TypeSyntax) throws(DeclarationError) -> ValueType {
    switch type.as(TypeSyntaxEnum.self) {
    case .identifierType(let identifier):
      return try readNamed(
        identifier.name.text, identifier.genericArgumentClause, at: identifier.trimmedByteRange)
    case .memberType(let member):
      return try readNamed(
        "\(member.baseType.trimmedDescription).\(member.name.text)", member.genericArgumentClause,
        at: member.trimmedByteRange)
    case .arrayType(let array):
      return .array(try read(array.element))
    case .optionalType(let optional):
      return .optional(try read(optional.wrappedType))
    case .tupleType(let tuple):
      return try readTuple(tuple)
    case .functionType(let function):
      return try readFunction(function)
    case .attributedType(let attributed):
      let isEscaping = attributed.attributes.allSatisfy { $0.trimmedDescription == "@escaping" }
      guard attributed.specifiers.isEmpty, isEscaping else {
        throw unsupported("`\(attributed.trimmedDescription)`", type)
      }
      return try read(attributed.baseType)
    case .dictionaryType: throw unsupported("dictionaries", type)
    case .someOrAnyType: throw unsupported("`some` and `any`", type)
    case .metatypeType: throw unsupported("metatypes", type)
    case .implicitlyUnwrappedOptionalType:
      throw unsupported("implicitly unwrapped optionals", type)
    default: throw unsupported("the type `\(type.trimmedDescription)`", type)
    }
  }

  private func unsupported(_ what: String, _ type: TypeSyntax) -> DeclarationError {
    let verb = what.hasPrefix("`") || what.hasPrefix("the ") ? "is" : "are"
    return DeclarationError(
      "\(what) \(verb) not part of the chapter language", range: type.trimmedByteRange)
  }

  private func readNamed(
    _ name: String, _ clause: GenericArgumentClauseSyntax?, at range: Range<Int>
  ) throws(DeclarationError) -> ValueType {
    if clause == nil {
      if name == "Void" { return .void }
      if name == "Self", let owner { return owner }
      if let known = sameTypes[name] { return known }
      if generics.contains(name) { return .parameter(name) }
    }
    var arguments: [ValueType] = []
    for argument in clause?.arguments ?? [] {
      guard case .type(let type) = argument.argument else {
        throw DeclarationError("values as type arguments are not supported", range: range)
      }
      arguments.append(try read(type))
    }
    guard let parameters = typeParameters[name] else {
      throw DeclarationError(
        "cannot find type `\(name)`",
        hint: nearestName(to: name, among: typeParameters.keys.sorted()).map {
          "did you mean `\($0)`?"
        }, range: range)
    }
    guard parameters.count == arguments.count else {
      throw DeclarationError(
        "`\(name)` takes \(parameters.count) type arguments, not \(arguments.count)", range: range)
    }
    return .nominal(name, arguments)
  }

  private func readTuple(_ tuple: TupleTypeSyntax) throws(DeclarationError) -> ValueType {
    if tuple.elements.count == 1, let only = tuple.elements.first, only.firstName == nil {
      return try read(only.type)
    }
    var elements: [ValueType.TupleElement] = []
    for element in tuple.elements {
      let label = element.firstName?.text
      elements.append(.init(label: label == "_" ? nil : label, type: try read(element.type)))
    }
    return .tuple(elements)
  }

  private func readFunction(_ function: FunctionTypeSyntax) throws(DeclarationError) -> ValueType {
    if function.effectSpecifiers?.asyncSpecifier != nil {
      throw DeclarationError(
        "`async` is not part of the chapter language", range: function.trimmedByteRange)
    }
    var parameters: [ValueType] = []
    for parameter in function.parameters { parameters.append(try read(parameter.type)) }
    return .function(
      .init(
        parameters: parameters, result: try read(function.returnClause.type),
        canThrow: function.effectSpecifiers?.throwsClause != nil))
  }
}
