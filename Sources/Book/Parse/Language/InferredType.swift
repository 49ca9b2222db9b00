import BookModel

/// A type while it is being inferred: a `ValueType` that may hold unknowns.
indirect enum InferredType: Sendable {
  /// An unknown, by its index in `InferenceState`.
  case unknown(Int)
  case nominal(String, [InferredType])
  case tuple([(label: String?, type: InferredType)])
  case function([InferredType], InferredType, canThrow: Bool)
  /// The type of something that an error was reported for: equal to everything, so that one
  /// mistake is reported once.
  case mistaken

  static let void = InferredType.tuple([])
  static let bool = InferredType.nominal("Bool", [])
  static let int = InferredType.nominal("Int", [])
  static let double = InferredType.nominal("Double", [])
  static let string = InferredType.nominal("String", [])
  static func array(_ element: InferredType) -> InferredType { .nominal("Array", [element]) }
  static func optional(_ wrapped: InferredType) -> InferredType { .nominal("Optional", [wrapped]) }

  /// A type of the registry or of a variable, its generic parameters replaced.
  init(_ type: ValueType, _ substitution: [String: InferredType] = [:]) {
    switch type {
    case .nominal(let name, let arguments):
      self = .nominal(name, arguments.map { InferredType($0, substitution) })
    case .tuple(let elements):
      self = .tuple(elements.map { ($0.label, InferredType($0.type, substitution)) })
    case .function(let function):
      self = .function(
        function.parameters.map { InferredType($0, substitution) },
        InferredType(function.result, substitution), canThrow: function.canThrow)
    case .parameter(let name):
      self = substitution[name] ?? .mistaken
    }
  }

  /// The protocol of `any P`, nil for another type.
  var existentialProtocol: String? {
    guard case .nominal(let name, _) = self, name.hasPrefix("any ") else { return nil }
    return String(name.dropFirst(4))
  }

  var isMistaken: Bool { if case .mistaken = self { true } else { false } }

  /// Whether an error was reported for the type or a part of it.
  var holdsMistake: Bool {
    switch self {
    case .mistaken: true
    case .unknown: false
    case .nominal(_, let arguments): arguments.contains(where: \.holdsMistake)
    case .tuple(let elements): elements.contains { $0.type.holdsMistake }
    case .function(let parameters, let result, _):
      parameters.contains(where: \.holdsMistake) || result.holdsMistake
    }
  }

  var isVoid: Bool { if case .tuple(let elements) = self { elements.isEmpty } else { false } }

  var nominalName: String? { if case .nominal(let name, _) = self { name } else { nil } }

  /// What an optional wraps; nil for any other type.
  var wrapped: InferredType? {
    if case .nominal("Optional", let arguments) = self { arguments.first } else { nil }
  }
}
