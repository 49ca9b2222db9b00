package import BookModel

/// One builtin: its Swift declaration, a sentence for the reference, and what it does.
///
/// The declaration states the signature once; the closure states the same types again as Swift
/// types, and a test compares the two. What kind of builtin it is (method, initializer, operator)
/// is read from the declaration alone.
package struct Builtin: Sendable {
  package var declaration: BuiltinDeclaration
  package var implementation: Implementation
  /// The types that the closure takes and gives; nil where it takes values as they are.
  package var bound: BoundTypes?
  /// Changes what a settable subscript or property yields, in place.
  package var modify: Modify?
  /// The infix operator as `place op= value`, where that can be done in place.
  package var update: Update?
  /// The data set that a call reads from the disk: it may not be there.
  package var dataSet: String?
  /// What a call costs however small its arguments are; a registry's part says how much.
  package var steps = 1

  package struct BoundTypes: Sendable {
    package var parameters: [ValueType]
    package var result: ValueType
  }

  package enum Implementation: Sendable {
    case unary(@Sendable (Value) throws -> Value)
    case binary(@Sendable (Value, Value) throws -> Value)
    case general(@Sendable ([Value], Runtime) throws -> Value)
    /// A mutating method; the arguments are without the base.
    case mutating(@Sendable (inout Value, [Value], Runtime) throws -> Value)
  }

  /// Base, arguments, and what to do with the part of the base that they name.
  package typealias Modify =
    @Sendable (
      inout Value, [Value], Runtime, (inout Value) throws -> Void
    ) throws -> Void

  package typealias Update = @Sendable (inout Value, Value, Runtime) throws -> Void

  package init(
    _ declaration: String, of owner: String? = nil, _ documentation: String,
    implementation: Implementation, bound: BoundTypes? = nil, modify: Modify? = nil,
    update: Update? = nil, dataSet: String? = nil
  ) {
    self.declaration = BuiltinDeclaration(
      owner: owner, text: declaration, documentation: documentation)
    self.implementation = implementation
    self.bound = bound
    self.modify = modify
    self.update = update
    self.dataSet = dataSet
  }
}

extension Builtin {
  /// Whether a call looks something up, and does not go through the elements of what it is given:
  /// a property, a subscript or a case.
  var isLookup: Bool {
    let text = declaration.text
    let words = text.hasPrefix("static ") ? text.dropFirst("static ".count) : text[...]
    return ["var ", "subscript", "case "].contains { words.hasPrefix($0) }
  }

  /// Calls the builtin with an argument for every parameter; a member's base is the first.
  package func call(_ arguments: [Value], _ runtime: Runtime) throws -> Value {
    switch implementation {
    case .unary(let body):
      guard arguments.count == 1 else { throw Value.mismatch(expected: "one argument") }
      return try body(arguments[0])
    case .binary(let body):
      guard arguments.count == 2 else { throw Value.mismatch(expected: "two arguments") }
      return try body(arguments[0], arguments[1])
    case .general(let body):
      return try body(arguments, runtime)
    case .mutating:
      throw BuiltinFailure("a mutating method needs a variable")
    }
  }
}
