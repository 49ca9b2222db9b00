/// A JSON value to be written: its text is a function of the value alone.
///
/// Keys keep the order in which they are given. Numbers are the shortest text that reads back as
/// the same number; JSON has no infinity and no NaN, they become `null`.
package indirect enum JSONValue {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  /// The whole file: indented by two spaces, with a line end at its end.
  ///
  /// An object or array inside of an array takes one line if it holds no other.
  package var text: String { text(indent: "", isElement: false) + "\n" }

  private func text(indent: String, isElement: Bool) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value): return value.isFinite ? "\(value)" : "null"
    case .string(let value): return Self.quoted(value)
    case .array(let values):
      let items = values.map { ("", $0) }
      return Self.container(items, "[", "]", indent: indent, isElement: isElement)
    case .object(let members):
      let items = members.map { (Self.quoted($0.0) + ": ", $0.1) }
      return Self.container(items, "{", "}", indent: indent, isElement: isElement)
    }
  }

  private var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  private static func container(
    _ items: [(prefix: String, value: JSONValue)], _ open: String, _ close: String,
    indent: String, isElement: Bool
  ) -> String {
    if items.isEmpty { return open + close }
    let isArray = open == "["
    let isFlat = !items.contains { $0.value.isContainer }
    if isFlat, isElement || isArray {
      let line = items.map { $0.prefix + $0.value.text(indent: "", isElement: true) }
      return open + line.joined(separator: ", ") + close
    }
    let inner = indent + "  "
    let lines = items.map {
      inner + $0.prefix + $0.value.text(indent: inner, isElement: isArray)
    }
    return "\(open)\n\(lines.joined(separator: ",\n"))\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
