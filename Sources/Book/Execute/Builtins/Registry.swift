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

  /// Joins builtins; a call of one costs at least `callSteps`, a lookup a sixth of it.
  package init(
    builtins: [Builtin], conformances: [String] = [], types: [String] = [],
    shown: [String: Show] = [:], callSteps: Int = 1
  ) {
    self.builtins = builtins.map { builtin in
      var builtin = builtin
      builtin.steps = max(1, builtin.isLookup ? callSteps / 6 : callSteps)
      return builtin
    }
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
  /// The declarations as read: what the checker works against.
  package let library: Library
  /// For each builtin, the values of the arguments that a call leaves out, by parameter.
  private let defaults: [[DefaultValue?]]
  /// Where the cases and constants of types stand, by type and name.
  private let enumCases: [String: [String: Int]]
  /// What is wrong with the declarations; a test demands that there is nothing.
  package let problems: [String]

  /// What each declaration says, by index.
  var signatures: [Signature] { library.signatures }

  /// Joins the parts.
  ///
  /// - Parameters:
  ///   - parts: What a chapter may name, in order.
  ///   - read: Reads the declarations, which are Swift. That is the parser's work: what executes
  ///     programs does not know how they are written.
  package init(
    _ parts: [RegistryPart], reading read: (LibraryDeclarations) -> (Library, [Diagnostic])
  ) {
    builtins = parts.flatMap(\.builtins)
    conformances = parts.flatMap(\.conformances)
    types = parts.flatMap(\.types)
    shown = parts.reduce(into: [:]) { $0.merge($1.shown) { first, _ in first } }
    let (library, diagnostics) = read(
      LibraryDeclarations(
        builtins: builtins.map(\.declaration), conformances: conformances, types: types,
        shownTypes: Set(shown.keys)))
    self.library = library
    var defaults: [[DefaultValue?]] = []
    var enumCases: [String: [String: Int]] = [:]
    var problems = diagnostics.map(\.message)
    for (builtin, signature) in zip(builtins, library.signatures) {
      if [.enumCase, .staticProperty].contains(signature.kind), let owner = signature.owner {
        enumCases[owner.description, default: [:]][signature.name] = signature.id
      }
      do {
        defaults.append(
          try signature.parameters.map { parameter in
            try parameter.defaultText.map { try DefaultValue(parsing: $0, as: parameter.type) }
          })
      } catch {
        problems.append("\(builtin.declaration.text): \(error)")
        defaults.append([])
      }
      problems += builtin.mismatches(with: signature)
    }
    self.defaults = defaults
    self.enumCases = enumCases
    self.problems = problems
  }

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
