import BookModel

/// The library, arranged for the questions that the checker asks.
struct LibraryIndex {
  let library: Library
  private(set) var functions: [String: [Signature]] = [:]
  private(set) var infixOperators: [String: [Signature]] = [:]
  private(set) var prefixOperators: [String: [Signature]] = [:]
  /// Properties, methods and subscripts by the owner's name, then their own.
  private(set) var members: [String: [String: [Signature]]] = [:]
  /// Initializers, static members and cases by the owner's name, then their own.
  private(set) var staticMembers: [String: [String: [Signature]]] = [:]
  /// Static members of protocols, by the protocol's name, then their own.
  private(set) var protocolMembers: [String: [String: [Signature]]] = [:]
  /// `init(integerLiteral:)` and its like, by the owner's name, then the label.
  private(set) var literals: [String: [String: Signature]] = [:]
  private var conformances: [String: [Conformance]] = [:]
  private let protocols: Set<String>

  init(_ library: Library) {
    self.library = library
    protocols = Set(library.conformances.map(\.conformedProtocol))
    for signature in library.signatures where !signature.name.isEmpty { add(signature) }
    for conformance in library.conformances {
      guard case .nominal(let name, _) = conformance.type else { continue }
      conformances[name, default: []].append(conformance)
    }
  }

  private mutating func add(_ signature: Signature) {
    let name = signature.name
    var owner = ""
    if case .nominal(let name, _) = signature.owner { owner = name }
    switch signature.kind {
    case .function: functions[name, default: []].append(signature)
    case .infixOperator: infixOperators[name, default: []].append(signature)
    case .prefixOperator: prefixOperators[name, default: []].append(signature)
    case .method, .mutatingMethod, .property, .subscriptGetter:
      members[owner, default: [:]][name, default: []].append(signature)
    case .staticMethod where protocols.contains(owner),
      .staticProperty where protocols.contains(owner):
      protocolMembers[owner, default: [:]][name, default: []].append(signature)
    case .initializer, .staticMethod, .staticProperty, .enumCase:
      staticMembers[owner, default: [:]][name, default: []].append(signature)
    case .literal: literals[owner, default: [:]][name] = signature
    }
  }

  /// What the standard library's protocols refine.
  private static let refinements: [String: Set<String>] = [
    "Comparable": ["Equatable"],
    "Hashable": ["Equatable"],
    "AdditiveArithmetic": ["Equatable"],
    "Numeric": ["AdditiveArithmetic", "Equatable"],
    "SignedNumeric": ["Numeric", "AdditiveArithmetic", "Equatable"],
    "BinaryInteger": [
      "Numeric", "AdditiveArithmetic", "Comparable", "Equatable", "Hashable", "Strideable",
    ],
    "FloatingPoint": [
      "SignedNumeric", "Numeric", "AdditiveArithmetic", "Comparable", "Equatable", "Hashable",
      "Strideable",
    ],
    "BinaryFloatingPoint": [
      "FloatingPoint", "SignedNumeric", "Numeric", "AdditiveArithmetic", "Comparable", "Equatable",
      "Hashable", "Strideable",
    ],
    "Collection": ["Sequence"],
    "RandomAccessCollection": ["Collection", "Sequence"],
  ]

  /// The ways in which a named type may conform to a protocol.
  func conformances(of type: String, to protocolName: String) -> [Conformance] {
    (conformances[type] ?? []).filter {
      $0.conformedProtocol == protocolName
        || Self.refinements[$0.conformedProtocol]?.contains(protocolName) == true
    }
  }

  /// Whether a literal, by its label, can be a value of a named type.
  func accepts(_ label: String, _ type: String) -> Bool {
    switch (label, type) {
    case ("integerLiteral", "Int"), ("integerLiteral", "Double"), ("integerLiteral", "Float"),
      ("floatLiteral", "Double"), ("floatLiteral", "Float"), ("stringLiteral", "String"):
      return true
    default: return literals[type]?[label] != nil
    }
  }

  /// The cases of an enumeration; empty for any other type.
  func enumerationCases(of type: String) -> [Signature] {
    (staticMembers[type] ?? [:]).values.joined().filter { $0.kind == .enumCase }
      .sorted { $0.id < $1.id }
  }
}
