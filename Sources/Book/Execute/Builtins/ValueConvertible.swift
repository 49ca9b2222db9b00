package import BookModel

/// A Swift type that builtins take and give: the bridge between the chapter's values and Swift's.
package protocol ValueConvertible: SendableMetatype {
  /// The type as a declaration spells it; ``Value`` itself stands for any type.
  static var valueType: ValueType { get }

  init(value: Value) throws
  var asValue: Value { get }
}

/// A type of the engine that a chapter can hold: `extension Tensor: NativeValue { … }`.
package protocol NativeValue: ValueConvertible {
  /// The name as a chapter writes it.
  static var typeName: String { get }
  /// The memory that the value holds, roughly.
  var byteCount: Int { get }
  /// What it costs to go through the value once, in steps.
  var readingSteps: Int { get }
  /// What it took to make the value, where that is more than filling its memory.
  var creationSteps: Int { get }
  /// Equality for arrays and optionals of the type; false where the type has none.
  func isEqual(to other: any NativeValue) -> Bool
}

extension NativeValue {
  package static var valueType: ValueType { .nominal(typeName, []) }
  package var byteCount: Int { 128 }
  package var readingSteps: Int { 0 }
  package var creationSteps: Int { 0 }

  package init(value: Value) throws {
    guard case .native(let box) = value, let payload = box.payload as? Self else {
      throw Value.mismatch(expected: Self.typeName)
    }
    self = payload
  }

  package var asValue: Value { .native(self) }
  package func isEqual(to other: any NativeValue) -> Bool { false }
}

extension NativeValue where Self: Equatable {
  package func isEqual(to other: any NativeValue) -> Bool { other as? Self == self }
}

extension Value {
  /// The error for a value of another type than the checker promised.
  static func mismatch(expected: String) -> any Error {
    BuiltinFailure("a value of type \(expected) was expected here")
  }
}

/// A function that a chapter hands to a builtin.
package struct Callable: ValueConvertible {
  package let function: FunctionValue

  package static var valueType: ValueType { .function(.init(parameters: [], result: .void)) }

  package init(value: Value) throws {
    guard case .function(let function) = value else { throw Value.mismatch(expected: "function") }
    self.function = function
  }

  package var asValue: Value { .function(function) }

  package func call(_ arguments: [Value]) throws -> Value { try function.call(arguments) }

  /// Calls with Swift's values, and takes the result as one.
  package func callAsFunction<each Argument: ValueConvertible, Result: ValueConvertible>(
    _ arguments: repeat each Argument
  ) throws -> Result {
    var values: [Value] = []
    repeat values.append((each arguments).asValue)
    return try Result(value: function.call(values))
  }
}

extension Value: ValueConvertible {
  package static var valueType: ValueType { .parameter("_") }
  package init(value: Value) { self = value }
  package var asValue: Value { self }
}

extension Int: ValueConvertible {
  package static var valueType: ValueType { .int }
  package init(value: Value) throws {
    guard case .int(let number) = value else { throw Value.mismatch(expected: "Int") }
    self = number
  }
  package var asValue: Value { .int(self) }
}

extension Double: ValueConvertible {
  package static var valueType: ValueType { .double }
  package init(value: Value) throws {
    guard case .double(let number) = value else { throw Value.mismatch(expected: "Double") }
    // The sign of NaN depends on the processor, and messages would show it.
    self = number.isNaN ? .nan : number
  }
  package var asValue: Value { .double(self) }
}

extension Float: ValueConvertible {
  package static var valueType: ValueType { .float }
  package init(value: Value) throws {
    guard case .float(let number) = value else { throw Value.mismatch(expected: "Float") }
    // The sign of NaN depends on the processor, and messages would show it.
    self = number.isNaN ? .nan : number
  }
  package var asValue: Value { .float(self) }
}

extension Bool: ValueConvertible {
  package static var valueType: ValueType { .bool }
  package init(value: Value) throws {
    guard case .bool(let truth) = value else { throw Value.mismatch(expected: "Bool") }
    self = truth
  }
  package var asValue: Value { .bool(self) }
}

extension String: ValueConvertible {
  package static var valueType: ValueType { .string }
  package init(value: Value) throws {
    guard case .string(let box) = value else { throw Value.mismatch(expected: "String") }
    self = box.text
  }
  package var asValue: Value { .string(self) }
}

extension Array: ValueConvertible where Element: ValueConvertible {
  package static var valueType: ValueType { .array(Element.valueType) }
  package init(value: Value) throws {
    guard case .array(let box) = value else { throw Value.mismatch(expected: "Array") }
    // For values themselves the cast is free, and the storage stays shared.
    if Element.self == Value.self, let elements = box.elements as? [Element] {
      self = elements
    } else {
      self = try box.elements.map { try Element(value: $0) }
    }
  }
  package var asValue: Value {
    if Element.self == Value.self, let elements = self as? [Value] { return .array(elements) }
    return .array(map(\.asValue))
  }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  package static var valueType: ValueType { .optional(Wrapped.valueType) }
  package init(value: Value) throws {
    switch value {
    case .absent: self = nil
    case .present(let wrapped): self = try Wrapped(value: wrapped)
    default: throw Value.mismatch(expected: "Optional")
    }
  }
  package var asValue: Value { map { .present($0.asValue) } ?? .absent }
}

extension Range: ValueConvertible where Bound: ValueConvertible {
  package static var valueType: ValueType { .range(Bound.valueType) }
  package init(value: Value) throws {
    guard case .range(let lower, let upper) = value else {
      throw Value.mismatch(expected: "Range")
    }
    let (low, high) = (try Bound(value: lower), try Bound(value: upper))
    guard low <= high else { throw BuiltinFailure("Range requires lowerBound <= upperBound") }
    self = low..<high
  }
  package var asValue: Value { .range(lower: lowerBound.asValue, upper: upperBound.asValue) }
}

extension ClosedRange: ValueConvertible where Bound: ValueConvertible {
  package static var valueType: ValueType { .closedRange(Bound.valueType) }
  package init(value: Value) throws {
    guard case .closedRange(let lower, let upper) = value else {
      throw Value.mismatch(expected: "ClosedRange")
    }
    let (low, high) = (try Bound(value: lower), try Bound(value: upper))
    guard low <= high else { throw BuiltinFailure("Range requires lowerBound <= upperBound") }
    self = low...high
  }
  package var asValue: Value {
    .closedRange(lower: lowerBound.asValue, upper: upperBound.asValue)
  }
}
