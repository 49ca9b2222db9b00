/// A type of the chapter language.
package indirect enum ValueType: Hashable, Sendable {
  /// A named type with its arguments: `Int`, `Array<Int>`, `Optional<Double>`, `Tensor`.
  case nominal(String, [ValueType])
  case tuple([TupleElement])
  case function(FunctionType)
  /// A generic parameter of a signature: `Element`, `T`.
  case parameter(String)

  package struct TupleElement: Hashable, Sendable {
    package var label: String?
    package var type: ValueType

    package init(label: String?, type: ValueType) {
      self.label = label
      self.type = type
    }
  }

  package struct FunctionType: Hashable, Sendable {
    package var parameters: [ValueType]
    package var result: ValueType
    package var canThrow: Bool

    package init(parameters: [ValueType], result: ValueType, canThrow: Bool = false) {
      self.parameters = parameters
      self.result = result
      self.canThrow = canThrow
    }
  }

  package static let void = ValueType.tuple([])
  package static let bool = ValueType.nominal("Bool", [])
  package static let int = ValueType.nominal("Int", [])
  package static let double = ValueType.nominal("Double", [])
  package static let float = ValueType.nominal("Float", [])
  package static let string = ValueType.nominal("String", [])
  package static func array(_ element: ValueType) -> ValueType { .nominal("Array", [element]) }
  package static func optional(_ wrapped: ValueType) -> ValueType {
    .nominal("Optional", [wrapped])
  }
  package static func range(_ bound: ValueType) -> ValueType { .nominal("Range", [bound]) }
  package static func closedRange(_ bound: ValueType) -> ValueType {
    .nominal("ClosedRange", [bound])
  }
}

extension ValueType: CustomStringConvertible {
  /// The type as Swift writes it: `[Int]`, `Double?`, `(Int, Int) -> Figure`.
  package var description: String {
    switch self {
    case .nominal("Array", let arguments) where arguments.count == 1:
      return "[\(arguments[0])]"
    case .nominal("Optional", let arguments) where arguments.count == 1:
      if case .function = arguments[0] { return "(\(arguments[0]))?" }
      return "\(arguments[0])?"
    case .nominal(let name, let arguments):
      if arguments.isEmpty { return name }
      return "\(name)<\(arguments.map(\.description).joined(separator: ", "))>"
    case .tuple(let elements):
      if elements.isEmpty { return "Void" }
      let parts = elements.map { ($0.label.map { "\($0): " } ?? "") + $0.type.description }
      return "(\(parts.joined(separator: ", ")))"
    case .function(let type):
      let parameters = type.parameters.map(\.description).joined(separator: ", ")
      return "(\(parameters))\(type.canThrow ? " throws" : "") -> \(type.result)"
    case .parameter(let name):
      return name
    }
  }
}
