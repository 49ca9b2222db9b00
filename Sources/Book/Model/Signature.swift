/// One builtin as the registry declares it: all that the checker, messages and the reference need.
///
/// The registry writes a signature as the Swift declaration that it is, such as
/// `func relu(_ x: Tensor) -> Tensor`; `BookParse` reads the declarations.
package struct Signature: Sendable, Hashable {
  package enum Kind: Hashable, Sendable {
    case function
    case method
    case mutatingMethod
    case initializer
    case property
    case subscriptGetter
    case staticMethod
    case staticProperty
    case prefixOperator
    case infixOperator
    /// A case without values of an enumeration: `.nearest`.
    case enumCase
    /// `init(arrayLiteral:)` and its like: what turns a literal into the owner's type.
    case literal
  }

  package struct Parameter: Hashable, Sendable {
    /// The argument label; nil for `_`.
    package var label: String?
    package var name: String
    package var type: ValueType
    /// The default's source text, as declared; nil where an argument is required.
    package var defaultText: String?
    package var isVariadic: Bool
    /// `@autoclosure`: evaluated by the builtin, if at all.
    package var isAutoclosure: Bool

    package init(
      label: String?, name: String, type: ValueType, defaultText: String? = nil,
      isVariadic: Bool = false, isAutoclosure: Bool = false
    ) {
      self.label = label
      self.name = name
      self.type = type
      self.defaultText = defaultText
      self.isVariadic = isVariadic
      self.isAutoclosure = isAutoclosure
    }
  }

  /// A generic parameter; `some P` in a parameter list becomes one as well.
  package struct Generic: Hashable, Sendable {
    package var name: String
    /// The protocols that an argument must conform to.
    package var constraints: [String]

    package init(name: String, constraints: [String]) {
      self.name = name
      self.constraints = constraints
    }
  }

  /// The builtin's index in the registry.
  package var id: Int
  package var kind: Kind
  package var name: String
  /// The type that a member belongs to; nil for a free function or an operator.
  package var owner: ValueType?
  package var generics: [Generic]
  package var parameters: [Parameter]
  package var result: ValueType
  package var canThrow: Bool
  /// The value may be left unused.
  package var isResultDiscardable: Bool
  /// A property or subscript that a chapter may assign through: `{ get set }`.
  package var isSettable = false
  /// The declaration as the registry writes it.
  package var declaration: String
  package var documentation: String

  package init(
    id: Int, kind: Kind, name: String, owner: ValueType?, generics: [Generic],
    parameters: [Parameter], result: ValueType, canThrow: Bool, isResultDiscardable: Bool,
    declaration: String, documentation: String
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.owner = owner
    self.generics = generics
    self.parameters = parameters
    self.result = result
    self.canThrow = canThrow
    self.isResultDiscardable = isResultDiscardable
    self.declaration = declaration
    self.documentation = documentation
  }
}

/// `extension Array: PerAxis where Element == Int`: a type, or a family of types, and a protocol.
package struct Conformance: Sendable, Hashable {
  package var type: ValueType
  package var conformedProtocol: String
  /// What the generic parameters of `type` must conform to, or be.
  package var requirements: [Requirement]

  package enum Requirement: Hashable, Sendable {
    case conforms(parameter: String, to: String)
    case equals(parameter: String, ValueType)
  }

  package init(type: ValueType, conformedProtocol: String, requirements: [Requirement]) {
    self.type = type
    self.conformedProtocol = conformedProtocol
    self.requirements = requirements
  }
}

/// All that a chapter may name: what the checker works against.
package struct Library: Sendable {
  /// Signatures by index: `signatures[i].id == i`.
  package var signatures: [Signature]
  package var conformances: [Conformance]
  /// The types that a chapter may write, with the number of their arguments.
  package var types: [String: Int]
  /// The types that a top-level expression shows, such as `Figure` and `Tensor`.
  package var shownTypes: Set<String>

  package init(
    signatures: [Signature], conformances: [Conformance], types: [String: Int],
    shownTypes: Set<String>
  ) {
    self.signatures = signatures
    self.conformances = conformances
    self.types = types
    self.shownTypes = shownTypes
  }
}

/// One builtin as text, before its declaration is read.
package struct BuiltinDeclaration: Sendable, Hashable {
  /// The type that a member belongs to, with its requirements: `Tensor`, `Array<Element>`,
  /// `Array<Element> where Element: Comparable`; nil for a free function or an operator.
  package var owner: String?
  /// The Swift declaration: `func relu(_ x: Tensor) -> Tensor`, `var shape: [Int]`,
  /// `mutating func append(_ element: Element)`, `init(_ text: String)`, `static func zeros(…)`,
  /// `subscript(indices: Int...) -> Float`, `prefix func - (x: Tensor) -> Tensor`, `case nearest`.
  package var text: String
  /// A sentence or two for the reference page.
  package var documentation: String

  package init(owner: String? = nil, text: String, documentation: String) {
    self.owner = owner
    self.text = text
    self.documentation = documentation
  }
}

/// The registry as text; `BookParse` turns it into a `Library`.
package struct LibraryDeclarations: Sendable {
  package var builtins: [BuiltinDeclaration]
  /// Conformances as Swift writes them after `extension`: `Array: PerAxis where Element == Int`.
  package var conformances: [String]
  /// Types as `Tensor`, `Array<Element>`.
  package var types: [String]
  package var shownTypes: Set<String>

  package init(
    builtins: [BuiltinDeclaration], conformances: [String], types: [String],
    shownTypes: Set<String>
  ) {
    self.builtins = builtins
    self.conformances = conformances
    self.types = types
    self.shownTypes = shownTypes
  }
}
