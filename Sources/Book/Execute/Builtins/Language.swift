import BookModel

extension RegistryPart {
  /// Swift's own standard library, as far as a chapter needs it, with exactly Swift's results.
  package static let language = RegistryPart(
    builtins: outputBuiltins + comparisonBuiltins + integerBuiltins
      + floatingPointBuiltins(Double.self) + floatingPointBuiltins(Float.self)
      + conversionBuiltins + roundingRuleBuiltins + stringBuiltins + substringBuiltins
      + rangeBuiltins + arrayBuiltins + arrayMutationBuiltins
      + ["Array<Element>", "Range<Int>", "ClosedRange<Int>"].flatMap(sequenceBuiltins)
      + sequenceFunctionBuiltins + optionalBuiltins,
    conformances: languageConformances,
    types: [
      "Any", "Bool", "Int", "Double", "Float", "String", "Substring", "Array<Element>",
      "Optional<Wrapped>", "Range<Bound>", "ClosedRange<Bound>", "FloatingPointRoundingRule",
    ])

  private static let languageConformances = [
    "Int: BinaryInteger", "Int: SignedNumeric", "Double: BinaryFloatingPoint",
    "Float: BinaryFloatingPoint", "Bool: Hashable", "String: Comparable", "String: Hashable",
    "Substring: Comparable", "Substring: Hashable", "FloatingPointRoundingRule: Hashable",
    "Array: Equatable where Element: Equatable", "Optional: Equatable where Wrapped: Equatable",
    "Range: Equatable where Bound: Equatable", "ClosedRange: Equatable where Bound: Equatable",
  ]

  private static let outputBuiltins: [Builtin] = [
    .function(
      "func print(_ items: Any..., separator: String = \" \", terminator: String = \"\\n\")",
      "Prints the values as text below the block."
    ) { (runtime: Runtime, items: [Value], separator: String, terminator: String) in
      var text = ""
      for (index, item) in items.enumerated() {
        if index > 0 { text += separator }
        text += try runtime.text(of: item)
        try runtime.reserve(bytes: text.utf8.count)
      }
      try runtime.print(text + terminator)
    },
    .function(
      "func expect(_ condition: Bool, _ message: String)",
      "Stops the chapter with the message unless the condition holds."
    ) { (condition: Bool, message: String) in
      if !condition { throw BuiltinFailure("expectation failed: \(message)") }
    },
  ]

  private static let comparisonBuiltins: [Builtin] = [
    .infix("func == <T: Equatable>(a: T, b: T) -> Bool", "Whether two values are equal.") {
      try Value.areEqual($0, $1)
    },
    .infix("func != <T: Equatable>(a: T, b: T) -> Bool", "Whether two values differ.") {
      try !Value.areEqual($0, $1)
    },
    .infix("func < <T: Comparable>(a: T, b: T) -> Bool", "Whether the first is the smaller one.") {
      try Value.isLess($0, $1)
    },
    .infix("func > <T: Comparable>(a: T, b: T) -> Bool", "Whether the first is the larger one.") {
      try Value.isLess($1, $0)
    },
    .infix("func <= <T: Comparable>(a: T, b: T) -> Bool", "Whether the first is not larger.") {
      try Value.isAtMost($0, $1)
    },
    .infix("func >= <T: Comparable>(a: T, b: T) -> Bool", "Whether the first is not smaller.") {
      try Value.isAtMost($1, $0)
    },
    .infix(
      "func == <A: Equatable, B: Equatable>(a: (A, B), b: (A, B)) -> Bool",
      "Whether two pairs are equal."
    ) { try Value.areEqual($0, $1) },
    .infix(
      "func != <A: Equatable, B: Equatable>(a: (A, B), b: (A, B)) -> Bool",
      "Whether two pairs differ."
    ) { try !Value.areEqual($0, $1) },
    .infix(
      "func < <A: Comparable, B: Comparable>(a: (A, B), b: (A, B)) -> Bool",
      "Whether the first pair comes before the second, the first elements deciding first."
    ) { try Value.isLess($0, $1) },
    .infix(
      "func ~= <T: Equatable>(pattern: T, value: T) -> Bool",
      "Whether a value fits a case of a `switch`: whether the two are equal."
    ) { try Value.areEqual($0, $1) },
    .function(
      "func min<T: Comparable>(_ x: T, _ y: T) -> T", "The smaller of two values."
    ) { (x: Value, y: Value) in try Value.isLess(y, x) ? y : x },
    .function(
      "func max<T: Comparable>(_ x: T, _ y: T) -> T", "The larger of two values."
    ) { (x: Value, y: Value) in try Value.isAtMost(x, y) ? y : x },
    .function(
      "func min<T: Comparable>(_ x: T, _ y: T, _ z: T, _ rest: T...) -> T",
      "The smallest of the values."
    ) { (x: Value, y: Value, z: Value, rest: [Value]) in
      try ([y, z] + rest).reduce(x) { try Value.isLess($1, $0) ? $1 : $0 }
    },
    .function(
      "func max<T: Comparable>(_ x: T, _ y: T, _ z: T, _ rest: T...) -> T",
      "The largest of the values."
    ) { (x: Value, y: Value, z: Value, rest: [Value]) in
      try ([y, z] + rest).reduce(x) { try Value.isAtMost($0, $1) ? $1 : $0 }
    },
    .prefix("prefix func ! (a: Bool) -> Bool", "The opposite truth.") { (a: Bool) in !a },
    .member(of: "Bool", "var description: String", "The truth as text.") { (a: Bool) in
      a.description
    },
    Builtin(
      "mutating func toggle()", of: "Bool", "Turns true into false and back.",
      implementation: .mutating { base, _, _ in
        base = .bool(try !Bool(value: base))
        return .void
      }),
  ]

  private static let optionalBuiltins: [Builtin] = [
    .member(
      of: "Optional<Wrapped>", "func map<T>(_ transform: (Wrapped) throws -> T) rethrows -> T?",
      "The wrapped value, transformed; nil stays nil."
    ) { (value: Value?, transform: Callable) in try value.map { try transform.call([$0]) } },
    .member(
      of: "Optional<Wrapped>",
      "func flatMap<T>(_ transform: (Wrapped) throws -> T?) rethrows -> T?",
      "The wrapped value, transformed to an optional; nil stays nil."
    ) { (value: Value?, transform: Callable) in
      guard let value else { return Value.absent }
      return try transform.call([value])
    },
  ]
}

extension Builtin {
  /// An operator between two values, on the shortest way.
  static func infix<A: ValueConvertible, B: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (A, B) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, documentation,
      implementation: .binary { try body(A(value: $0), B(value: $1)).asValue },
      bound: .init(parameters: [A.valueType, B.valueType], result: R.valueType))
  }

  /// A comparison, whatever the type.
  static func infix(
    _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (Value, Value) throws -> Bool
  ) -> Builtin {
    Builtin(
      declaration, documentation, implementation: .binary { .bool(try body($0, $1)) },
      bound: .init(parameters: [Value.valueType, Value.valueType], result: .bool))
  }

  /// An operator before a value, on the shortest way.
  static func prefix<A: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, _ documentation: String, _ body: @escaping @Sendable (A) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, documentation,
      implementation: .unary { try body(A(value: $0)).asValue },
      bound: .init(parameters: [A.valueType], result: R.valueType))
  }
}
