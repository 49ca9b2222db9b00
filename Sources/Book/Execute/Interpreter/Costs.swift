import BookModel

// What calls, comparisons and texts cost. A step is at most a fifth of a microsecond, so that the
// limit of steps is a limit of time too: whatever takes longer is charged before it is done.
extension Runtime {
  /// Counts a call of a builtin: what it costs at least, and what it takes to read the arguments.
  @inline(__always)
  func charge(calling builtin: Builtin, _ arguments: [Value]) throws {
    var count = builtin.steps
    for argument in arguments {
      switch argument {
      case .string(let box): count += box.text.utf8.count >> 3
      case .native(let box) where builtin.steps > 1 && !builtin.isLookup:
        count = saturatingSum([count, box.payload.readingSteps])
      case .array where builtin.steps > 1:
        count += argument.partCount(upTo: countingLimit) >> 2
      default: break
      }
    }
    try charge(steps: count)
  }

  /// Counts the work of going through a value.
  func charge(reading value: Value) throws {
    try charge(steps: value.partCount(upTo: countingLimit) >> 2)
  }

  /// Counts the work of comparing two values: what the smaller one is made of, or one of two equal
  /// size.
  func charge(comparing a: Value, _ b: Value) throws {
    let count = a.partCount(upTo: countingLimit)
    try charge(steps: min(count, b.partCount(upTo: count)) >> 2)
  }

  /// As many parts as are too many, four to a step.
  private var countingLimit: Int { saturatingProduct([limits.steps, 4]) }

  /// Swift's `==` within the limits.
  func areEqual(_ a: Value, _ b: Value) throws -> Bool {
    try charge(comparing: a, b)
    return try Value.areEqual(a, b)
  }

  /// Swift's `<` within the limits; a comparison is a step.
  func isLess(_ a: Value, _ b: Value) throws -> Bool {
    try charge(steps: 1)
    try charge(comparing: a, b)
    return try Value.isLess(a, b)
  }

  /// A value as `print` shows it, within the limits: an array may stand in another a million times
  /// and take no memory, but its text does.
  func text(of value: Value) throws -> String {
    if case .string(let box) = value { return box.text }
    let count = value.partCount(upTo: limits.steps)
    // To write a number takes about as long as a step.
    try charge(steps: count)
    try reserve(bytes: saturatingProduct([count, 16]))
    return value.text
  }
}

extension Value {
  /// Roughly how many numbers a value is made of, whatever they share.
  ///
  /// A string counts for its bytes. Counting ends soon after a limit.
  func partCount(upTo limit: Int) -> Int {
    switch self {
    case .vacant, .void, .bool, .int, .double, .float, .absent, .variable, .function: return 1
    case .range, .closedRange: return 2
    case .string(let box): return 1 + box.text.utf8.count >> 3
    case .present(let wrapped): return wrapped.partCount(upTo: limit)
    case .native(let box):
      return saturatingSum([
        1, saturatingProduct([box.payload.readingSteps, 32]), box.payload.byteCount >> 5,
      ])
    case .tuple(let elements, _): return Self.partCount(of: elements, upTo: limit)
    case .array(let box):
      guard let first = box.elements.first, !first.isScalar else { return 1 + box.elements.count }
      return Self.partCount(of: box.elements, upTo: limit)
    }
  }

  private static func partCount(of elements: [Value], upTo limit: Int) -> Int {
    var count = 1
    for element in elements where count <= limit {
      count = saturatingSum([count, element.partCount(upTo: limit - count)])
    }
    return count
  }
}
