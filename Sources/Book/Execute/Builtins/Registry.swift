package import BookModel

/// A part of what a chapter may name: builtins with the types that they are about.
package struct RegistryPart: Sendable {
  package typealias Show = @Sendable (Value) throws -> [Artifact]

  package var builtins: [Builtin]
  /// As Swift writes them after `extension`: `Array: PerAxis where Element == Int`.
  package var conformances: [String]
  /// As `Tensor`, `Array<Element>`.
  package var types: [String]
  /// The types that a top-level expression shows, and how.
  package var shown: [String: Show]

  package init(
    builtins: [Builtin], conformances: [String] = [], types: [String] = [],
    shown: [String: Show] = [:]
  ) {
    self.builtins = builtins
    self.conformances = conformances
    self.types = types
    self.shown = shown
  }

  /// An entry of `shown`: a type of the engine and the artifacts that its values become.
  package static func shown<Owner: NativeValue>(
    _ type: Owner.Type, _ artifacts: @escaping @Sendable (Owner) throws -> [Artifact]
  ) -> (String, Show) {
    (Owner.typeName, { value in try artifacts(Owner(value: value)) })
  }
}

/// All that a chapter may name, with what it does: the one list that the checker, the interpreter
/// and the reference page read.
package struct Registry: Sendable {
  package let builtins: [Builtin]
  package let conformances: [String]
  package let types: [String]
  let shown: [String: RegistryPart.Show]
  /// What each declaration says, by index.
  let signatures: [Signature]
  /// For each builtin, the values of the arguments that a call leaves out, by parameter.
  let defaults: [[DefaultValue?]]
  /// Where the cases of enumerations stand, by type and name.
  let enumCases: [String: [String: Int]]
  /// What is wrong with the declarations; a test demands that there is nothing.
  package let problems: [String]

  package init(_ parts: [RegistryPart]) {
    builtins = parts.flatMap(\.builtins)
    conformances = parts.flatMap(\.conformances)
    types = parts.flatMap(\.types)
    shown = parts.reduce(into: [:]) { $0.merge($1.shown) { first, _ in first } }
    var signatures: [Signature] = []
    var defaults: [[DefaultValue?]] = []
    var enumCases: [String: [String: Int]] = [:]
    var problems: [String] = []
    for (id, builtin) in builtins.enumerated() {
      do {
        let signature = try DeclarationReader.signature(of: builtin.declaration, id: id)
        if signature.kind == .enumCase, let owner = signature.owner {
          enumCases[owner.description, default: [:]][signature.name] = id
        }
        signatures.append(signature)
        defaults.append(
          try signature.parameters.map { parameter in
            try parameter.defaultText.map { try DefaultValue(parsing: $0, as: parameter.type) }
          })
        problems += builtin.mismatches(with: signature)
      } catch {
        problems.append("\(builtin.declaration.text): \(error)")
        signatures.append(Signature(unreadable: builtin.declaration, id: id))
        defaults.append([])
      }
    }
    self.signatures = signatures
    self.defaults = defaults
    self.enumCases = enumCases
    self.problems = problems
  }

  /// The registry as text, for the checker.
  package var declarations: LibraryDeclarations {
    LibraryDeclarations(
      builtins: builtins.map(\.declaration), conformances: conformances, types: types,
      shownTypes: Set(shown.keys))
  }

  /// Swift's own standard library, as far as a chapter needs it.
  package static let language = Registry([.language])

  /// The value that an omitted argument has, or nil where the parameter has no default.
  func defaultValue(of builtin: Int, parameter: Int, runtime: Runtime) throws -> Value? {
    guard builtin < defaults.count, parameter < defaults[builtin].count,
      let value = defaults[builtin][parameter]
    else { return nil }
    return try value.value { owner, name in
      guard let id = enumCases[owner]?[name] else {
        throw BuiltinFailure("the default .\(name) is not a case of \(owner)")
      }
      return try builtins[id].call([], runtime)
    }
  }
}

extension Signature {
  /// Stands for a declaration that cannot be read, so that indices agree.
  fileprivate init(unreadable declaration: BuiltinDeclaration, id: Int) {
    self.init(
      id: id, kind: .function, name: "", owner: nil, generics: [], parameters: [], result: .void,
      canThrow: false, isResultDiscardable: false, declaration: declaration.text,
      documentation: declaration.documentation)
  }
}
