package import BookModel

// String and Substring, without anything of Foundation.

extension Substring: ValueConvertible {
  package static var valueType: ValueType { .nominal("Substring", []) }
  package init(value: Value) throws { self = Substring(try String(value: value)) }
  package var asValue: Value { .string(String(self)) }
}

extension RegistryPart {
  static let stringBuiltins: [Builtin] =
    textMembers(of: "String") + stringOperators
    + [
      .member(
        of: "String", "init(repeating text: String, count: Int)", "A text, a number of times."
      ) { (runtime: Runtime, text: String, count: Int) in
        guard count >= 0 else { throw BuiltinFailure("Negative count not allowed: \(count)") }
        let (bytes, overflow) = text.utf8.count.multipliedReportingOverflow(by: count)
        try runtime.reserve(bytes: overflow ? Int.max : bytes)
        return String(repeating: text, count: count)
      },
      .member(of: "String", "var description: String", "The text itself.") { (text: String) in
        text
      },
      .member(
        of: "String", "func replacing(_ other: String, with replacement: String) -> String",
        "The text with every place of another text replaced."
      ) { (runtime: Runtime, text: String, other: String, replacement: String) in
        let places = text.ranges(of: other).count
        let (bytes, overflow) = places.multipliedReportingOverflow(by: replacement.utf8.count)
        try runtime.reserve(bytes: overflow ? Int.max : bytes)
        return text.replacing(other, with: replacement)
      },
      .member(
        of: "Array<String>", "func joined(separator: String = \"\") -> String",
        "The texts, one behind the other."
      ) { (runtime: Runtime, texts: [String], separator: String) in
        try joined(texts, separator, runtime)
      },
    ]

  static let substringBuiltins: [Builtin] =
    textMembers(of: "Substring")
    + [
      .member(
        of: "Array<Substring>", "func joined(separator: String = \"\") -> String",
        "The texts, one behind the other."
      ) { (runtime: Runtime, texts: [Substring], separator: String) in
        try joined(texts.map(String.init), separator, runtime)
      }
    ]

  private static func joined(
    _ texts: [String], _ separator: String, _ runtime: Runtime
  ) throws -> String {
    let bytes = texts.reduce(0) { $0 + $1.utf8.count }
    let (more, overflow) = separator.utf8.count.multipliedReportingOverflow(by: texts.count)
    try runtime.reserve(bytes: overflow ? Int.max : bytes)
    try runtime.reserve(bytes: more)
    return texts.joined(separator: separator)
  }

  private static let stringOperators: [Builtin] = [
    Builtin(
      "func + (a: String, b: String) -> String", "The first text, then the second.",
      implementation: .general { arguments, runtime in
        let (a, b) = (try String(value: arguments[0]), try String(value: arguments[1]))
        try runtime.reserve(bytes: a.utf8.count + b.utf8.count)
        return .string(a + b)
      }, bound: .init(parameters: [.string, .string], result: .string),
      update: { base, more, runtime in
        let more = try String(value: more)
        guard case .string(var box) = base else { throw Value.mismatch(expected: "String") }
        try runtime.reserve(bytes: more.utf8.count)
        base = .vacant
        if !isKnownUniquelyReferenced(&box) { box = StringBox(box.text) }
        box.text += more
        base = .string(box)
      })
  ]

  /// What String and Substring have in common.
  private static func textMembers(of owner: String) -> [Builtin] {
    var members = questions(of: owner) + textParts(of: owner)
    // A Substring is a text at run time; only its declared type differs.
    for index in members.indices where owner == "Substring" {
      members[index].bound?.parameters[0] = Substring.valueType
    }
    return members
  }

  private static func questions(of owner: String) -> [Builtin] {
    [
      .member(of: owner, "var count: Int", "How many characters there are.") { (text: String) in
        text.count
      },
      .member(of: owner, "var isEmpty: Bool", "Whether there is no character.") { (text: String) in
        text.isEmpty
      },
      .member(of: owner, "func uppercased() -> String", "The text in capitals.") {
        (text: String) in text.uppercased()
      },
      .member(of: owner, "func lowercased() -> String", "The text in small letters.") {
        (text: String) in text.lowercased()
      },
      .member(of: owner, "func hasPrefix(_ prefix: String) -> Bool", "Whether it begins so.") {
        (text: String, prefix: String) in text.hasPrefix(prefix)
      },
      .member(of: owner, "func hasSuffix(_ suffix: String) -> Bool", "Whether it ends so.") {
        (text: String, suffix: String) in text.hasSuffix(suffix)
      },
      .member(of: owner, "func contains(_ other: String) -> Bool", "Whether another text is in it.")
      {
        (text: String, other: String) in text.contains(other)
      },
    ]
  }

  private static func textParts(of owner: String) -> [Builtin] {
    [
      .member(
        of: owner,
        "func split(separator: String, omittingEmptySubsequences: Bool = true) -> [Substring]",
        "The parts between the separators."
      ) { (text: String, separator: String, omitting: Bool) in
        text.split(separator: separator, omittingEmptySubsequences: omitting)
      },
      .member(of: owner, "func prefix(_ maxLength: Int) -> Substring", "The first characters.") {
        (text: String, count: Int) in text.prefix(try checkedLength(count, "prefix"))
      },
      .member(of: owner, "func suffix(_ maxLength: Int) -> Substring", "The last characters.") {
        (text: String, count: Int) in text.suffix(try checkedLength(count, "suffix"))
      },
      .member(of: owner, "func dropFirst(_ k: Int = 1) -> Substring", "All but the first.") {
        (text: String, count: Int) in text.dropFirst(try checkedLength(count, "dropFirst"))
      },
      .member(of: owner, "func dropLast(_ k: Int = 1) -> Substring", "All but the last.") {
        (text: String, count: Int) in text.dropLast(try checkedLength(count, "dropLast"))
      },
    ]
  }

  static func checkedLength(_ count: Int, _ name: String) throws -> Int {
    guard count >= 0 else {
      throw BuiltinFailure("\(name): a length is not negative; found \(count)")
    }
    return count
  }
}
