// Array: what it has beyond other sequences. Changes are made in place.

extension RegistryPart {
  static let arrayBuiltins: [Builtin] = [
    .member(
      of: "Array<Element>", "init(repeating repeatedValue: Element, count: Int)",
      "One value, a number of times."
    ) { (runtime: Runtime, value: Value, count: Int) in
      guard count >= 0 else {
        throw BuiltinFailure("Can't construct Array with count < 0: found \(count)")
      }
      try runtime.reserveArray(count: count)
      return [Value](repeating: value, count: count)
    },
    .member(of: "Array<Element>", "init()", "An array without elements.") { [Value]() },
    .member(of: "Array<Element>", "init(_ elements: [Element])", "The array itself.") {
      (elements: Value) in elements
    },
    .member(of: "Array<Int>", "init(_ range: Range<Int>)", "The integers of a range.") {
      (runtime: Runtime, range: Elements) in try range.values(runtime)
    },
    .member(of: "Array<Int>", "init(_ range: ClosedRange<Int>)", "The integers of a range.") {
      (runtime: Runtime, range: Elements) in try range.values(runtime)
    },
    Builtin(
      "func + <T>(a: [T], b: [T]) -> [T]", "The elements of the first array, then the second's.",
      implementation: .general { arguments, runtime in
        let (a, b) = (try [Value](value: arguments[0]), try [Value](value: arguments[1]))
        try runtime.reserveArray(count: a.count + b.count)
        return .array(a + b)
      }, update: { base, more, runtime in try append(more, to: &base, runtime) }),
    Builtin(
      "subscript(index: Int) -> Element { get set }", of: "Array<Element>",
      "The element at an index, from 0.",
      implementation: .binary { base, index in
        guard case .array(let box) = base, case .int(let index) = index else {
          throw Value.mismatch(expected: "an array and an index")
        }
        return box.elements[try checkedIndex(index, in: box.elements)]
      },
      modify: { base, arguments, _, body in
        try base.mutatingArray { elements in
          let index = try checkedIndex(Int(value: arguments[0]), in: elements)
          try body(&elements[index])
        }
      }),
    .member(of: "Array<Element>", "var indices: Range<Int>", "The indices of all elements.") {
      (elements: Elements) in 0..<elements.count
    },
    .member(of: "Array<Element>", "var description: String", "The array as text.") {
      (runtime: Runtime, elements: Value) in try runtime.text(of: elements)
    },
    .member(
      of: "Array<Element> where Element: Equatable",
      "func firstIndex(of element: Element) -> Int?", "Where the value stands first, or nil."
    ) { (runtime: Runtime, elements: Elements, wanted: Value) in
      try elements.first(runtime) { index, element in
        try runtime.areEqual(element, wanted) ? index : nil
      }
    },
    .member(
      of: "Array<Element>",
      "func firstIndex(where predicate: (Element) throws -> Bool) rethrows -> Int?",
      "Where the closure is true first, or nil."
    ) { (runtime: Runtime, elements: Elements, predicate: Callable) in
      try elements.first(runtime) { try Bool(value: predicate.call([$1])) ? $0 : nil }
    },
  ]

  static func checkedIndex(_ index: Int, in elements: [Value], upTo more: Int = 0) throws -> Int {
    guard index >= 0, index < elements.count + more else {
      throw BuiltinFailure(
        "Index out of range: \(index) is not in 0..<\(elements.count + more)")
    }
    return index
  }

  private static func append(
    _ more: Value, to base: inout Value, _ runtime: Runtime
  ) throws {
    let more = try Elements(value: more)
    try base.mutatingArray { elements in
      if elements.count + more.count > elements.capacity {
        try runtime.reserveArray(count: elements.count + more.count)
      }
      elements.append(contentsOf: try more.values(runtime))
    }
  }
}

// The mutating methods.
extension RegistryPart {
  static let arrayMutationBuiltins: [Builtin] = growing + shrinking + reordering

  private static func mutating(
    _ declaration: String, of owner: String = "Array<Element>", _ documentation: String,
    _ body: @escaping @Sendable (inout [Value], [Value], Runtime) throws -> Value
  ) -> Builtin {
    Builtin(
      declaration, of: owner, documentation,
      implementation: .mutating { base, arguments, runtime in
        try base.mutatingArray { try body(&$0, arguments, runtime) }
      })
  }

  private static let growing: [Builtin] = [
    mutating("mutating func append(_ newElement: Element)", "Adds an element at the end.") {
      elements, arguments, runtime in
      if elements.count == elements.capacity {
        try runtime.reserveArray(count: 2 * elements.count)
      }
      elements.append(arguments[0])
      return .void
    },
    Builtin(
      "mutating func append(contentsOf newElements: [Element])", of: "Array<Element>",
      "Adds elements at the end.",
      implementation: .mutating { base, arguments, runtime in
        try append(arguments[0], to: &base, runtime)
        return .void
      }),
    Builtin(
      "mutating func append(contentsOf newElements: Range<Int>)", of: "Array<Int>",
      "Adds the integers of a range at the end.",
      implementation: .mutating { base, arguments, runtime in
        try append(arguments[0], to: &base, runtime)
        return .void
      }),
    mutating(
      "mutating func insert(_ newElement: Element, at i: Int)", "Puts an element before an index."
    ) { elements, arguments, runtime in
      let index = try Int(value: arguments[1])
      guard index >= 0, index <= elements.count else {
        throw BuiltinFailure(
          "Array index is out of range: \(index) is not in 0...\(elements.count)")
      }
      if elements.count == elements.capacity {
        try runtime.reserveArray(count: 2 * elements.count)
      }
      try runtime.charge(steps: (elements.count - index) >> 6)
      elements.insert(arguments[0], at: index)
      return .void
    },
    mutating(
      "mutating func reserveCapacity(_ minimumCapacity: Int)", "Makes room for so many elements."
    ) { elements, arguments, runtime in
      let count = try Int(value: arguments[0])
      try runtime.reserveArray(count: max(0, count))
      elements.reserveCapacity(count)
      return .void
    },
  ]

  private static func nonempty(_ elements: [Value], _ name: String) throws {
    if elements.isEmpty { throw BuiltinFailure("Can't \(name) from an empty collection") }
  }

  private static func checkedCount(_ value: Value, in elements: [Value]) throws -> Int {
    let count = try Int(value: value)
    guard count >= 0, count <= elements.count else {
      throw BuiltinFailure("Can't remove \(count) of \(elements.count) elements")
    }
    return count
  }

  private static let shrinking: [Builtin] = [
    mutating(
      "@discardableResult mutating func remove(at index: Int) -> Element",
      "Takes out the element at an index."
    ) { elements, arguments, runtime in
      let index = try checkedIndex(Int(value: arguments[0]), in: elements)
      try runtime.charge(steps: (elements.count - index) >> 6)
      return elements.remove(at: index)
    },
    mutating(
      "@discardableResult mutating func removeLast() -> Element", "Takes out the last element."
    ) { elements, _, _ in
      try nonempty(elements, "remove last element")
      return elements.removeLast()
    },
    mutating("mutating func removeLast(_ k: Int)", "Takes out the last elements.") {
      elements, arguments, _ in
      elements.removeLast(try checkedCount(arguments[0], in: elements))
      return .void
    },
    mutating(
      "@discardableResult mutating func removeFirst() -> Element", "Takes out the first element."
    ) { elements, _, runtime in
      try nonempty(elements, "remove first element")
      try runtime.charge(steps: elements.count >> 6)
      return elements.removeFirst()
    },
    mutating("mutating func removeFirst(_ k: Int)", "Takes out the first elements.") {
      elements, arguments, runtime in
      try runtime.charge(steps: elements.count >> 6)
      elements.removeFirst(try checkedCount(arguments[0], in: elements))
      return .void
    },
    mutating("mutating func popLast() -> Element?", "Takes out the last element, or gives nil.") {
      elements, _, _ in .optional(elements.popLast())
    },
    mutating("mutating func removeAll()", "Takes out all elements.") { elements, _, _ in
      elements = []
      return .void
    },
    mutating(
      "mutating func removeAll(where shouldBeRemoved: (Element) throws -> Bool) rethrows",
      "Takes out the elements for which the closure is true."
    ) { elements, arguments, _ in
      let shouldBeRemoved = try Callable(value: arguments[0])
      try elements.removeAll { try Bool(value: shouldBeRemoved.call([$0])) }
      return .void
    },
  ]

  private static let reordering: [Builtin] = [
    mutating("mutating func swapAt(_ i: Int, _ j: Int)", "Exchanges two elements.") {
      elements, arguments, _ in
      let first = try checkedIndex(Int(value: arguments[0]), in: elements)
      let second = try checkedIndex(Int(value: arguments[1]), in: elements)
      elements.swapAt(first, second)
      return .void
    },
    mutating("mutating func reverse()", "Turns the order around.") { elements, _, runtime in
      try runtime.charge(steps: elements.count >> 4)
      elements.reverse()
      return .void
    },
    mutating(
      "mutating func sort()", of: "Array<Element> where Element: Comparable",
      "Puts the elements in order; equal ones stay."
    ) { elements, _, runtime in
      try elements.sort { a, b in
        try runtime.isLess(a, b)
      }
      return .void
    },
    mutating(
      "mutating func sort(by areInIncreasingOrder: (Element, Element) throws -> Bool) rethrows",
      "Puts the elements in the order that the closure says; equal ones stay."
    ) { elements, arguments, _ in
      let order = try Callable(value: arguments[0])
      try elements.sort { try Bool(value: order.call([$0, $1])) }
      return .void
    },
  ]
}

extension Value {
  /// Changes an array in place; its storage is copied only where it is shared.
  mutating func mutatingArray<Result>(_ body: (inout [Value]) throws -> Result) throws -> Result {
    guard case .array(var box) = self else { throw Value.mismatch(expected: "Array") }
    self = .vacant
    defer { self = .array(box) }
    if !isKnownUniquelyReferenced(&box) { box = ArrayBox(box.elements) }
    return try body(&box.elements)
  }
}
