extension Value {
  /// Swift's `==`: element by element, and no NaN equals anything.
  package static func areEqual(_ a: Value, _ b: Value) throws -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a == b
    case (.double(let a), .double(let b)): return a == b
    case (.float(let a), .float(let b)): return a == b
    case (.bool(let a), .bool(let b)): return a == b
    case (.string(let a), .string(let b)): return a.text == b.text
    case (.array(let a), .array(let b)): return try areEqual(a.elements, b.elements)
    case (.tuple(let a, _), .tuple(let b, _)): return try areEqual(a, b)
    case (.void, .void), (.absent, .absent): return true
    case (.present, .absent), (.absent, .present): return false
    case (.present(let a), .present(let b)): return try areEqual(a, b)
    case (.range(let lowerA, let upperA), .range(let lowerB, let upperB)),
      (.closedRange(let lowerA, let upperA), .closedRange(let lowerB, let upperB)):
      return try areEqual(lowerA, lowerB) && areEqual(upperA, upperB)
    case (.native(let a), .native(let b)): return a.payload.isEqual(to: b.payload)
    default: throw mismatch(expected: "two values of one type")
    }
  }

  static func areEqual(_ a: [Value], _ b: [Value]) throws -> Bool {
    guard a.count == b.count else { return false }
    for index in a.indices where try !areEqual(a[index], b[index]) { return false }
    return true
  }

  /// Swift's `<` for what is comparable.
  package static func isLess(_ a: Value, _ b: Value) throws -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a < b
    case (.double(let a), .double(let b)): return a < b
    case (.float(let a), .float(let b)): return a < b
    case (.string(let a), .string(let b)): return a.text < b.text
    case (.tuple(let a, _), .tuple(let b, _)):
      for (a, b) in zip(a, b) where try !areEqual(a, b) { return try isLess(a, b) }
      return false
    default: throw mismatch(expected: "two comparable values of one type")
    }
  }

  /// Swift's `<=`: false where either is NaN.
  package static func isAtMost(_ a: Value, _ b: Value) throws -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): return a <= b
    case (.double(let a), .double(let b)): return a <= b
    case (.float(let a), .float(let b)): return a <= b
    default: return try !isLess(b, a)
    }
  }
}
