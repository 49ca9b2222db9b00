import BookModel

/// A default of a parameter, read from its declaration.
///
/// A default is an integer, a floating-point number, `.infinity`, `true` or `false`, a string
/// without escapes, `nil`, a case or constant (`.nearest`), or an array of these.
indirect enum DefaultValue: Sendable, Equatable {
  case integer(Int)
  case double(Double)
  case float(Float)
  case bool(Bool)
  case string(String)
  case absent
  case present(DefaultValue)
  case array([DefaultValue])
  case enumCase(owner: String, name: String)

  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  /// Reads a default as the type of its parameter wants it: `1` is a Double for a Double.
  init(parsing text: String, as type: ValueType) throws {
    let text = text.trimmed
    if case .nominal("Optional", let arguments) = type, let wrapped = arguments.first {
      self = text == "nil" ? .absent : .present(try DefaultValue(parsing: text, as: wrapped))
      return
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      self = .array(try Self.elements(of: text, as: type))
      return
    }
    guard let value = Self.number(text, as: type) ?? Self.word(text, as: type) else {
      throw Unreadable(
        description: "the default \(text) is none of: a number, true, false, a string, nil, a case")
    }
    self = value
  }

  private static func elements(of text: String, as type: ValueType) throws -> [DefaultValue] {
    var elementType = type
    if case .nominal("Array", let arguments) = type, let element = arguments.first {
      elementType = element
    }
    let inner = String(text.dropFirst().dropLast()).trimmed
    if inner.isEmpty { return [] }
    return try inner.split(separator: ",").map {
      try DefaultValue(parsing: String($0), as: elementType)
    }
  }

  private static func number(_ text: String, as type: ValueType) -> DefaultValue? {
    switch type {
    case .double: return (text == ".infinity" ? .infinity : Double(text)).map { .double($0) }
    case .float:
      if text == "-.infinity" { return .float(-.infinity) }
      return (text == ".infinity" ? .infinity : Float(text)).map { .float($0) }
    default:
      if let integer = Int(text) { return .integer(integer) }
      return Double(text).map { .double($0) }
    }
  }

  private static func word(_ text: String, as type: ValueType) -> DefaultValue? {
    if text == "true" || text == "false" { return .bool(text == "true") }
    if text.hasPrefix("."), case .nominal(let owner, _) = type {
      return .enumCase(owner: owner, name: String(text.dropFirst()))
    }
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
      let content = text.dropFirst().dropLast()
      if content == "\\n" { return .string("\n") }
      return content.contains("\\") ? nil : .string(String(content))
    }
    return nil
  }

  /// The value; `caseNamed` finds the cases of enumerations.
  func value(caseNamed: (_ owner: String, _ name: String) throws -> Value) rethrows -> Value {
    switch self {
    case .integer(let number): return .int(number)
    case .double(let number): return .double(number)
    case .float(let number): return .float(number)
    case .bool(let truth): return .bool(truth)
    case .string(let text): return .string(text)
    case .absent: return .absent
    case .present(let wrapped): return .present(try wrapped.value(caseNamed: caseNamed))
    case .array(let elements):
      return .array(try elements.map { try $0.value(caseNamed: caseNamed) })
    case .enumCase(let owner, let name): return try caseNamed(owner, name)
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
