extension Value {
  /// The value as `print` and interpolation show it: what Swift shows.
  ///
  /// One exception: NaN is `nan`, where Swift shows its sign, which depends on the processor.
  package var text: String {
    switch self {
    case .string(let box): return box.text
    case .range(let lower, let upper): return "\(lower.text)..<\(upper.text)"
    case .closedRange(let lower, let upper): return "\(lower.text)...\(upper.text)"
    default: return elementText
    }
  }

  /// The value as it stands inside an array, a tuple or an optional: strings are quoted there,
  /// and ranges say that they are some.
  var elementText: String {
    switch self {
    case .vacant, .variable: return ""
    case .void: return "()"
    case .bool(let truth): return truth.description
    case .int(let number): return number.description
    case .double(let number): return number.textWithoutSignOfNaN
    case .float(let number): return number.textWithoutSignOfNaN
    case .string(let box): return box.text.debugDescription
    case .array(let box):
      return "[" + box.elements.map(\.elementText).joined(separator: ", ") + "]"
    case .tuple(let elements, let labels):
      let parts = elements.enumerated().map { index, element in
        guard index < labels.count, let label = labels[index] else { return element.elementText }
        return "\(label): \(element.elementText)"
      }
      return "(" + parts.joined(separator: ", ") + ")"
    case .absent: return "nil"
    case .present(let wrapped): return "Optional(\(wrapped.elementText))"
    case .range(let lower, let upper):
      return "Range(\(lower.elementText)..<\(upper.elementText))"
    case .closedRange(let lower, let upper):
      return "ClosedRange(\(lower.elementText)...\(upper.elementText))"
    case .function: return "(Function)"
    case .native(let box): return String(describing: box.payload)
    }
  }
}

extension BinaryFloatingPoint where Self: CustomStringConvertible {
  /// What Swift shows, but for the sign of NaN.
  package var textWithoutSignOfNaN: String { isNaN ? "nan" : description }
}
