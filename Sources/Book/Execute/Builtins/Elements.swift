import BookModel

/// What can be walked through: the elements of an array, or the integers of a range.
///
/// A range stays a range: walking through it takes no memory.
struct Elements: ValueConvertible {
  private enum Storage {
    case values([Value])
    case integers(Range<Int>)
  }

  private let storage: Storage

  static var valueType: ValueType { Value.valueType }

  init(value: Value) throws {
    if case .array(let box) = value {
      storage = .values(box.elements)
    } else {
      storage = .integers(try value.integers)
    }
  }

  var asValue: Value {
    switch storage {
    case .values(let values): .array(values)
    case .integers(let range): range.asValue
    }
  }

  var count: Int {
    switch storage {
    case .values(let values): values.count
    case .integers(let range): range.count
    }
  }

  subscript(index: Int) -> Value {
    switch storage {
    case .values(let values): values[index]
    case .integers(let range): .int(range.lowerBound + index)
    }
  }

  /// All elements as values, within the limits.
  func values(_ runtime: Runtime) throws -> [Value] {
    switch storage {
    case .values(let values): return values
    case .integers(let range):
      try runtime.reserveArray(count: range.count)
      return range.map { .int($0) }
    }
  }

  /// Visits the elements in order until `body` gives a result; each is a step of the run.
  func first<Result>(
    _ runtime: Runtime, _ body: (Int, Value) throws -> Result?
  ) throws -> Result? {
    for index in 0..<count {
      try runtime.charge(steps: 1)
      if let result = try body(index, self[index]) { return result }
    }
    return nil
  }

  /// Visits the elements in order; each is a step of the run.
  func forEach(_ runtime: Runtime, _ body: (Value) throws -> Void) throws {
    for index in 0..<count {
      try runtime.charge(steps: 1)
      try body(self[index])
    }
  }
}

/// An array that grows within the limits of a run.
struct GrowingArray {
  private(set) var values: [Value] = []

  mutating func append(_ value: Value, _ runtime: Runtime) throws {
    if values.count == values.capacity { try runtime.reserveArray(count: 2 * values.count + 4) }
    values.append(value)
  }
}
