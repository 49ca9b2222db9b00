import BookModel

/// A Swift function that calls every builtin of the registry once with its defaults and once with
/// every argument written out.
///
/// It is compiled, never run: that it compiles proves that each declaration in the registry is the
/// declaration of the compiled function.
func signatureCalls(of library: Library) -> String {
  var lines = [
    "import DeconvLessons", "",
    "/// A value of any type, for calls that are compiled and never run.",
    "func sample<T>(_ type: T.Type = T.self) -> T { preconditionFailure(\"never run\") }", "",
  ]
  for (index, signature) in library.signatures.enumerated() {
    let writer = CallWriter(signature: signature, library: library)
    lines.append("// \(signature.declaration)")
    lines.append("func call\(index)() throws {")
    lines += writer.calls.map { "  " + $0 }
    lines.append("}")
  }
  return lines.joined(separator: "\n") + "\n"
}

private struct CallWriter {
  let signature: Signature
  let library: Library

  var calls: [String] {
    let required = signature.parameters.filter { $0.defaultText == nil }
    var variants = [required]
    if required.count < signature.parameters.count { variants.append(signature.parameters) }
    return variants.map(call)
  }

  private func call(_ parameters: [Signature.Parameter]) -> String {
    let arguments = parameters.map { parameter in
      (parameter.label.map { "\($0): " } ?? "") + sample(parameter.type)
    }
    let list = "(" + arguments.joined(separator: ", ") + ")"
    let attempt = signature.canThrow ? "try " : ""
    let owner = signature.owner.map { concrete($0).description } ?? ""
    switch signature.kind {
    // A static member of a protocol is found where a value that conforms is expected.
    case .staticMethod where ownerIsProtocol:
      return
        "do { func take(_: some \(owner)) {}; take(\(attempt).\(signature.name)\(list)) }"
    case .staticProperty where ownerIsProtocol:
      return "do { func take(_: some \(owner)) {}; take(.\(signature.name)) }"
    case .function: return "_ = \(attempt)\(signature.name)\(list)"
    case .method: return "_ = \(attempt)sample(\(meta(owner))).\(signature.name)\(list)"
    case .mutatingMethod:
      return "var value = sample(\(meta(owner))); _ = \(attempt)value.\(signature.name)\(list)"
    case .initializer: return "_ = \(attempt)\(owner)\(list)"
    case .property: return "_ = \(attempt)sample(\(meta(owner))).\(signature.name)"
    case .subscriptGetter:
      return "_ = sample(\(meta(owner)))[\(arguments.joined(separator: ", "))]"
    case .staticMethod: return "_ = \(attempt)\(owner).\(signature.name)\(list)"
    case .staticProperty, .enumCase: return "_ = \(owner).\(signature.name)"
    case .prefixOperator: return "_ = \(signature.name)\(sample(parameters[0].type))"
    case .infixOperator:
      return
        "_ = \(sample(parameters[0].type)) \(signature.name) \(sample(parameters[1].type))"
    case .literal: return "let _: \(owner) = \(literal)"
    }
  }

  private var ownerIsProtocol: Bool {
    library.conformances.contains { $0.conformedProtocol == signature.owner?.description }
  }

  private var literal: String {
    switch signature.parameters.first?.label {
    case "arrayLiteral": return "[1, 2]"
    case "floatLiteral": return "1.5"
    case "stringLiteral": return "\"text\""
    default: return "1"
    }
  }

  private func sample(_ type: ValueType) -> String { "sample(\(meta(concrete(type).description)))" }

  private func meta(_ name: String) -> String { "(\(name)).self" }

  /// The type with every generic parameter replaced by a type that meets its constraints.
  private func concrete(_ type: ValueType) -> ValueType {
    switch type {
    case .nominal(let name, let arguments): return .nominal(name, arguments.map(concrete))
    case .tuple(let elements):
      return .tuple(elements.map { .init(label: $0.label, type: concrete($0.type)) })
    case .function(let function):
      return .function(
        .init(
          parameters: function.parameters.map(concrete), result: concrete(function.result),
          canThrow: false))
    case .parameter(let name): return argument(for: name)
    }
  }

  private func argument(for parameter: String) -> ValueType {
    let constraints = signature.generics.first { $0.name == parameter }?.constraints ?? []
    func conforms(_ type: ValueType, to name: String) -> Bool {
      library.conformances.contains { $0.conformedProtocol == name && $0.type == type }
    }
    let candidates: [ValueType] =
      [.int, .double, .float, .string]
      + library.types.keys.sorted().map { ValueType.nominal($0, []) }
    return candidates.first { candidate in constraints.allSatisfy { conforms(candidate, to: $0) } }
      ?? .int
  }
}
