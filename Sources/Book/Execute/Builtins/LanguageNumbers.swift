// Int, Double and Float: the operators and members of Swift's standard library.

/// An operation on integers that may overflow.
private typealias Overflowing = @Sendable (Int, Int) -> (partialValue: Int, overflow: Bool)

extension RegistryPart {
  static let integerBuiltins: [Builtin] =
    integerArithmetic + integerBitOperations + integerMembers

  private static func checked(
    _ symbol: String, _ documentation: String, _ operation: @escaping Overflowing
  ) -> Builtin {
    .infix("func \(symbol) (a: Int, b: Int) -> Int", documentation) { (a: Int, b: Int) in
      let (value, overflow) = operation(a, b)
      if overflow {
        throw BuiltinFailure("arithmetic overflow: \(a) \(symbol) \(b) does not fit into an Int")
      }
      return value
    }
  }

  /// `/` and `%`: zero has its own message.
  private static func division(
    _ symbol: String, _ documentation: String, _ zeroMessage: String,
    _ operation: @escaping Overflowing
  ) -> Builtin {
    .infix("func \(symbol) (a: Int, b: Int) -> Int", documentation) { (a: Int, b: Int) in
      if b == 0 { throw BuiltinFailure(zeroMessage) }
      let (value, overflow) = operation(a, b)
      if overflow {
        throw BuiltinFailure("arithmetic overflow: \(a) \(symbol) \(b) does not fit into an Int")
      }
      return value
    }
  }

  private static let integerArithmetic: [Builtin] = [
    checked("+", "The sum; it must fit into an Int.") { $0.addingReportingOverflow($1) },
    checked("-", "The difference; it must fit into an Int.") {
      $0.subtractingReportingOverflow($1)
    },
    checked("*", "The product; it must fit into an Int.") {
      $0.multipliedReportingOverflow(by: $1)
    },
    division("/", "The quotient, rounded toward zero.", "Division by zero") {
      $0.dividedReportingOverflow(by: $1)
    },
    division("%", "The remainder of `/`.", "Division by zero in remainder operation") {
      $0.remainderReportingOverflow(dividingBy: $1)
    },
    .infix("func &+ (a: Int, b: Int) -> Int", "The sum, wrapped around on overflow.") {
      (a: Int, b: Int) in a &+ b
    },
    .infix("func &- (a: Int, b: Int) -> Int", "The difference, wrapped around on overflow.") {
      (a: Int, b: Int) in a &- b
    },
    .infix("func &* (a: Int, b: Int) -> Int", "The product, wrapped around on overflow.") {
      (a: Int, b: Int) in a &* b
    },
    .prefix("prefix func - (a: Int) -> Int", "The number with the other sign.") { (a: Int) in
      try negated(a)
    },
    .prefix("prefix func + (a: Int) -> Int", "The number itself.") { (a: Int) in a },
    .function("func abs(_ x: Int) -> Int", "The number without its sign.") { (x: Int) in
      x < 0 ? try negated(x) : x
    },
  ]

  private static func negated(_ a: Int) throws -> Int {
    let (value, overflow) = (0).subtractingReportingOverflow(a)
    if overflow { throw BuiltinFailure("arithmetic overflow: -(\(a)) does not fit into an Int") }
    return value
  }

  private static let integerBitOperations: [Builtin] = [
    .infix("func & (a: Int, b: Int) -> Int", "The bits that both have.") { (a: Int, b: Int) in
      a & b
    },
    .infix("func | (a: Int, b: Int) -> Int", "The bits that either has.") { (a: Int, b: Int) in
      a | b
    },
    .infix("func ^ (a: Int, b: Int) -> Int", "The bits that one of the two has.") {
      (a: Int, b: Int) in a ^ b
    },
    .infix("func << (a: Int, b: Int) -> Int", "The bits moved up by a number of places.") {
      (a: Int, b: Int) in a << b
    },
    .infix("func >> (a: Int, b: Int) -> Int", "The bits moved down by a number of places.") {
      (a: Int, b: Int) in a >> b
    },
    .prefix("prefix func ~ (a: Int) -> Int", "All bits turned over.") { (a: Int) in ~a },
    .member(of: "Int", "var nonzeroBitCount: Int", "How many bits are 1.") { (a: Int) in
      a.nonzeroBitCount
    },
    .member(
      of: "Int", "var trailingZeroBitCount: Int", "How many bits are 0 below the lowest 1."
    ) { (a: Int) in a.trailingZeroBitCount },
    .member(
      of: "Int", "var leadingZeroBitCount: Int", "How many bits are 0 above the highest 1."
    ) { (a: Int) in a.leadingZeroBitCount },
  ]

  private static let integerMembers: [Builtin] = [
    .member(of: "Int", "static var max: Int", "The largest Int.") { Int.max },
    .member(of: "Int", "static var min: Int", "The smallest Int.") { Int.min },
    .member(
      of: "Int", "func isMultiple(of other: Int) -> Bool", "Whether a division leaves no rest."
    ) { (a: Int, other: Int) in a.isMultiple(of: other) },
    .member(of: "Int", "func signum() -> Int", "-1, 0 or 1: the sign.") { (a: Int) in a.signum() },
    .member(
      of: "Int",
      "func quotientAndRemainder(dividingBy other: Int) -> (quotient: Int, remainder: Int)",
      "Quotient and remainder of one division."
    ) { (a: Int, other: Int) in
      if other == 0 { throw BuiltinFailure("Division by zero") }
      if a == Int.min, other == -1 {
        throw BuiltinFailure("arithmetic overflow: \(a) / \(other) does not fit into an Int")
      }
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: other)
      return Value.tuple(
        [.int(quotient), .int(remainder)], labels: ["quotient", "remainder"])
    },
    .member(of: "Int", "var description: String", "The number as text.") { (a: Int) in
      a.description
    },
  ]
}

extension RegistryPart {
  static func floatingPointBuiltins<F: BinaryFloatingPoint & ValueConvertible & Sendable>(
    _ type: F.Type
  ) -> [Builtin] where F: CustomStringConvertible {
    let name = "\(F.valueType)"
    return floatingPointOperators(F.self, name) + floatingPointMembers(F.self, name)
      + floatingPointConstants(F.self, name)
  }

  private static func floatingPointOperators<F: BinaryFloatingPoint & ValueConvertible & Sendable>(
    _ type: F.Type, _ name: String
  ) -> [Builtin] {
    [
      .infix("func + (a: \(name), b: \(name)) -> \(name)", "The sum.") { (a: F, b: F) in a + b },
      .infix("func - (a: \(name), b: \(name)) -> \(name)", "The difference.") { (a: F, b: F) in
        a - b
      },
      .infix("func * (a: \(name), b: \(name)) -> \(name)", "The product.") { (a: F, b: F) in
        a * b
      },
      .infix("func / (a: \(name), b: \(name)) -> \(name)", "The quotient.") { (a: F, b: F) in
        a / b
      },
      .prefix("prefix func - (a: \(name)) -> \(name)", "The number with the other sign.") {
        (a: F) in -a
      },
      .prefix("prefix func + (a: \(name)) -> \(name)", "The number itself.") { (a: F) in a },
      .function("func abs(_ x: \(name)) -> \(name)", "The number without its sign.") { (x: F) in
        x.magnitude
      },
    ]
  }

  private static func floatingPointMembers<F: BinaryFloatingPoint & ValueConvertible & Sendable>(
    _ type: F.Type, _ name: String
  ) -> [Builtin] where F: CustomStringConvertible {
    [
      .member(
        of: name, "func rounded() -> \(name)", "The nearest integer; halves away from zero."
      ) { (a: F) in a.rounded() },
      .member(
        of: name, "func rounded(_ rule: FloatingPointRoundingRule) -> \(name)",
        "The number, rounded to an integer by a rule."
      ) { (a: F, rule: FloatingPointRoundingRule) in a.rounded(rule) },
      .member(of: name, "func squareRoot() -> \(name)", "The square root.") { (a: F) in
        a.squareRoot()
      },
      .member(
        of: name, "func truncatingRemainder(dividingBy other: \(name)) -> \(name)",
        "What a division leaves when its quotient is cut to an integer."
      ) { (a: F, other: F) in a.truncatingRemainder(dividingBy: other) },
      .member(of: name, "var magnitude: \(name)", "The number without its sign.") { (a: F) in
        a.magnitude
      },
      .member(of: name, "var isNaN: Bool", "Whether it is not a number.") { (a: F) in a.isNaN },
      .member(of: name, "var isFinite: Bool", "Whether it is neither infinite nor NaN.") {
        (a: F) in a.isFinite
      },
      .member(of: name, "var isInfinite: Bool", "Whether it is infinite.") { (a: F) in
        a.isInfinite
      },
      .member(of: name, "var ulp: \(name)", "The distance to the next number of the type.") {
        (a: F) in a.ulp
      },
      .member(of: name, "var description: String", "The number as text.") { (a: F) in
        a.textWithoutSignOfNaN
      },
    ]
  }

  private static func floatingPointConstants<F: BinaryFloatingPoint & ValueConvertible & Sendable>(
    _ type: F.Type, _ name: String
  ) -> [Builtin] {
    [
      .member(of: name, "static var pi: \(name)", "The circle's number, rounded toward zero.") {
        F.pi
      },
      .member(of: name, "static var infinity: \(name)", "Larger than every number.") {
        F.infinity
      },
      .member(of: name, "static var nan: \(name)", "Not a number.") { F.nan },
      .member(of: name, "static var ulpOfOne: \(name)", "The distance from 1 to the next number.") {
        F.ulpOfOne
      },
      .member(
        of: name, "static var greatestFiniteMagnitude: \(name)", "The largest finite number."
      ) { F.greatestFiniteMagnitude },
    ]
  }
}

extension FloatingPointRoundingRule: NativeValue {
  package static let typeName = "FloatingPointRoundingRule"
}

extension RegistryPart {
  static let roundingRuleBuiltins: [Builtin] = [
    .enumCase(
      "toNearestOrAwayFromZero", "The nearest integer; halves away from zero.",
      FloatingPointRoundingRule.toNearestOrAwayFromZero),
    .enumCase(
      "toNearestOrEven", "The nearest integer; halves to the even one.",
      FloatingPointRoundingRule.toNearestOrEven),
    .enumCase("up", "The next integer above.", FloatingPointRoundingRule.up),
    .enumCase("down", "The next integer below.", FloatingPointRoundingRule.down),
    .enumCase("towardZero", "The next integer toward zero.", FloatingPointRoundingRule.towardZero),
    .enumCase(
      "awayFromZero", "The next integer away from zero.", FloatingPointRoundingRule.awayFromZero),
  ]
}
