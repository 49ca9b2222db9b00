// Ranges of anything comparable; ranges of Int are sequences besides.

extension RegistryPart {
  static let rangeBuiltins: [Builtin] =
    [
      rangeOperator("..<", "Range", "The values from the first up to, not including, the last.") {
        .range(lower: $0, upper: $1)
      },
      rangeOperator("...", "ClosedRange", "The values from the first to the last.") {
        .closedRange(lower: $0, upper: $1)
      },
    ] + ["Range", "ClosedRange"].flatMap(rangeMembers)

  private static func rangeOperator(
    _ symbol: String, _ type: String, _ documentation: String,
    _ make: @escaping @Sendable (Value, Value) -> Value
  ) -> Builtin {
    Builtin(
      "func \(symbol) <Bound: Comparable>(minimum: Bound, maximum: Bound) -> \(type)<Bound>",
      documentation,
      implementation: .binary { lower, upper in
        guard try Value.isAtMost(lower, upper) else {
          throw BuiltinFailure(
            "Range requires lowerBound <= upperBound: found \(lower.text)\(symbol)\(upper.text)")
        }
        return make(lower, upper)
      })
  }

  private static func rangeMembers(_ type: String) -> [Builtin] {
    let owner = "\(type)<Bound>"
    return [
      .member(of: owner, "var lowerBound: Bound", "The first value.") { (range: Value) in
        try range.bounds.lower
      },
      .member(of: owner, "var upperBound: Bound", "The value at the end.") { (range: Value) in
        try range.bounds.upper
      },
      .member(
        of: "\(owner) where Bound: Comparable", "func contains(_ element: Bound) -> Bool",
        "Whether a value lies in the range."
      ) { (range: Value, value: Value) in try range.covers(value) },
      .infix(
        "func ~= <Bound: Comparable>(pattern: \(owner), value: Bound) -> Bool",
        "Whether a value fits a case of a `switch`: whether it lies in the range."
      ) { try $0.covers($1) },
    ]
  }
}

extension Value {
  fileprivate var bounds: (lower: Value, upper: Value) {
    get throws {
      switch self {
      case .range(let lower, let upper), .closedRange(let lower, let upper): (lower, upper)
      default: throw Value.mismatch(expected: "a range")
      }
    }
  }

  fileprivate func covers(_ value: Value) throws -> Bool {
    let (lower, upper) = try bounds
    guard try Value.isAtMost(lower, value) else { return false }
    if case .closedRange = self { return try Value.isAtMost(value, upper) }
    return try Value.isLess(value, upper)
  }
}
