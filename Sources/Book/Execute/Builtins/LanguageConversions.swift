// Initializers from one type to another. A failable one gives nil, as in Swift.

extension RegistryPart {
  static let conversionBuiltins: [Builtin] =
    integerConversions + floatConversions(Double.self) + floatConversions(Float.self)
    + textConversions

  private static let integerConversions: [Builtin] = [
    .member(of: "Int", "init(_ value: Int)", "The number itself.") { (value: Int) in value },
    .member(
      of: "Int", "init(_ value: Double)", "The integer part; the number must fit into an Int."
    ) { (value: Double) in try integer(value, "Double") },
    .member(
      of: "Int", "init(_ value: Float)", "The integer part; the number must fit into an Int."
    ) { (value: Float) in try integer(value, "Float") },
    .member(
      of: "Int", "init?(exactly value: Double)", "The integer, or nil where there is a fraction."
    ) { (value: Double) in Int(exactly: value) },
    .member(
      of: "Int", "init?(exactly value: Float)", "The integer, or nil where there is a fraction."
    ) { (value: Float) in Int(exactly: value) },
    .member(
      of: "Int", "init?(_ text: String, radix: Int = 10)", "The number that a text says, or nil."
    ) { (text: String, radix: Int) in Int(text, radix: try checkedRadix(radix)) },
    .member(
      of: "Int", "init?(_ text: Substring, radix: Int = 10)", "The number that a text says, or nil."
    ) { (text: Substring, radix: Int) in Int(text, radix: try checkedRadix(radix)) },
  ]

  private static func integer<F: BinaryFloatingPoint>(_ value: F, _ name: String) throws -> Int {
    guard value.isFinite else {
      throw BuiltinFailure(
        "\(name) value cannot be converted to Int because it is either infinite or NaN")
    }
    guard let integer = Int(exactly: value.rounded(.towardZero)) else {
      let bound = value < 0 ? "less than Int.min" : "greater than Int.max"
      throw BuiltinFailure(
        "\(name) value cannot be converted to Int because the result would be \(bound)")
    }
    return integer
  }

  private static func checkedRadix(_ radix: Int) throws -> Int {
    guard (2...36).contains(radix) else {
      throw BuiltinFailure("Radix not in range 2...36: \(radix)")
    }
    return radix
  }

  private static func floatConversions<F>(_ type: F.Type) -> [Builtin]
  where F: BinaryFloatingPoint & ValueConvertible & LosslessStringConvertible {
    let name = "\(F.valueType)"
    return [
      .member(of: name, "init(_ value: Int)", "The nearest number of the type.") { (value: Int) in
        F(value)
      },
      .member(of: name, "init(_ value: Double)", "The nearest number of the type.") {
        (value: Double) in F(value)
      },
      .member(of: name, "init(_ value: Float)", "The nearest number of the type.") {
        (value: Float) in F(value)
      },
      .member(of: name, "init?(_ text: String)", "The number that a text says, or nil.") {
        (text: String) in F(text)
      },
      .member(of: name, "init?(_ text: Substring)", "The number that a text says, or nil.") {
        (text: Substring) in F(String(text))
      },
    ]
  }

  private static let textConversions: [Builtin] = [
    .member(of: "String", "init(_ value: String)", "The text itself.") { (value: String) in value },
    .member(of: "String", "init(_ value: Substring)", "The part of a text as a text of its own.") {
      (value: Substring) in String(value)
    },
    .member(of: "String", "init(_ value: Int)", "The number as text.") { (value: Int) in
      value.description
    },
    .member(of: "String", "init(_ value: Double)", "The number as text.") { (value: Double) in
      value.textWithoutSignOfNaN
    },
    .member(of: "String", "init(_ value: Float)", "The number as text.") { (value: Float) in
      value.textWithoutSignOfNaN
    },
    .member(of: "String", "init(_ value: Bool)", "The truth as text.") { (value: Bool) in
      value.description
    },
    .member(
      of: "String", "init(_ value: Int, radix: Int, uppercase: Bool = false)",
      "The number in another base: `String(10, radix: 2)` is `1010`."
    ) { (value: Int, radix: Int, uppercase: Bool) in
      String(value, radix: try checkedRadix(radix), uppercase: uppercase)
    },
    .member(
      of: "String", "init(describing value: Any)", "Any value as `print` shows it."
    ) { (runtime: Runtime, value: Value) in try runtime.text(of: value) },
  ]
}
