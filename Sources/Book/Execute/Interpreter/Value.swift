/// A value of the chapter language while it runs.
///
/// The checker has proved every type, so a value carries no more of its type than printing needs.
package enum Value {
  /// No value: a variable before its first value, or while it is modified in place.
  case vacant
  case void
  case bool(Bool)
  case int(Int)
  case double(Double)
  case float(Float)
  case string(StringBox)
  case array(ArrayBox)
  /// A tuple; `labels` is empty where no element has one.
  case tuple([Value], labels: [String?])
  /// `nil`.
  case absent
  /// An optional that holds a value.
  indirect case present(Value)
  indirect case range(lower: Value, upper: Value)
  indirect case closedRange(lower: Value, upper: Value)
  case function(FunctionValue)
  /// A value of the engine.
  case native(NativeBox)
  /// A variable that closures share; stands in frames only.
  case variable(SharedVariable)
}

/// The storage of a string, shared until one of its holders changes it.
package final class StringBox: Counted {
  package var text: String

  package init(_ text: String) { self.text = text }
}

/// The storage of an array, shared until one of its holders changes it.
package final class ArrayBox: Counted {
  package var elements: [Value]

  package init(_ elements: [Value]) { self.elements = elements }
}

/// The storage of an engine's value.
package final class NativeBox: Counted {
  package var payload: any NativeValue

  package init(_ payload: any NativeValue) { self.payload = payload }
}

/// A function as a value: a closure of the chapter or a builtin.
package class FunctionValue: Counted {
  /// Calls the function; `arguments` are as many as its type says.
  package func call(_ arguments: [Value]) throws -> Value {
    throw BuiltinFailure("the function has no body")
  }
}

extension Value {
  package static func string(_ text: String) -> Value { .string(StringBox(text)) }
  package static func array(_ elements: [Value]) -> Value { .array(ArrayBox(elements)) }
  package static func native(_ payload: any NativeValue) -> Value { .native(NativeBox(payload)) }

  /// An optional as a value.
  package static func optional(_ value: Value?) -> Value { value.map { .present($0) } ?? .absent }

  /// A tuple without labels.
  package static func tuple(_ elements: Value...) -> Value { .tuple(elements, labels: []) }
}
