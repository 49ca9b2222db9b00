// What arrays and ranges have in common. Results are arrays, where Swift gives arrays or views of
// the same elements.

extension RegistryPart {
  /// The methods of `[Element]`, `Range<Int>` or `ClosedRange<Int>`.
  static func sequenceBuiltins(of owner: String) -> [Builtin] {
    let element = owner.hasPrefix("Array") ? "Element" : "Int"
    return transformations(owner, element) + searches(owner, element) + parts(owner, element)
      + orders(owner, element)
  }

  private static func transformations(_ owner: String, _ element: String) -> [Builtin] {
    [
      .member(
        of: owner, "func map<T>(_ transform: (\(element)) throws -> T) rethrows -> [T]",
        "Each element, transformed."
      ) { (runtime: Runtime, elements: Elements, transform: Callable) in
        var result = GrowingArray()
        try elements.forEach(runtime) { try result.append(transform.call([$0]), runtime) }
        return result.values
      },
      .member(
        of: owner,
        "func filter(_ isIncluded: (\(element)) throws -> Bool) rethrows -> [\(element)]",
        "The elements for which the closure is true."
      ) { (runtime: Runtime, elements: Elements, isIncluded: Callable) in
        var result = GrowingArray()
        try elements.forEach(runtime) { element in
          if try Bool(value: isIncluded.call([element])) { try result.append(element, runtime) }
        }
        return result.values
      },
      .member(
        of: owner,
        "func reduce<R>(_ initial: R, _ next: (R, \(element)) throws -> R) rethrows -> R",
        "Combines the elements, from the first to the last."
      ) { (runtime: Runtime, elements: Elements, initial: Value, next: Callable) in
        var result = initial
        try elements.forEach(runtime) { result = try next.call([result, $0]) }
        return result
      },
      .member(
        of: owner, "func forEach(_ body: (\(element)) throws -> Void) rethrows",
        "Calls the closure for each element."
      ) { (runtime: Runtime, elements: Elements, body: Callable) in
        try elements.forEach(runtime) { _ = try body.call([$0]) }
      },
      .member(
        of: owner, "func flatMap<T>(_ transform: (\(element)) throws -> [T]) rethrows -> [T]",
        "The arrays that the elements become, one behind the other."
      ) { (runtime: Runtime, elements: Elements, transform: Callable) in
        var result = GrowingArray()
        try elements.forEach(runtime) { element in
          for part in try [Value](value: transform.call([element])) {
            try result.append(part, runtime)
          }
        }
        return result.values
      },
      .member(
        of: owner, "func compactMap<T>(_ transform: (\(element)) throws -> T?) rethrows -> [T]",
        "What the elements become, where that is not nil."
      ) { (runtime: Runtime, elements: Elements, transform: Callable) in
        var result = GrowingArray()
        try elements.forEach(runtime) { element in
          if case .present(let value) = try transform.call([element]) {
            try result.append(value, runtime)
          }
        }
        return result.values
      },
    ]
  }

  private static func searches(_ owner: String, _ element: String) -> [Builtin] {
    let equatable = owner.hasPrefix("Array") ? owner + " where Element: Equatable" : owner
    return [
      .member(
        of: equatable, "func contains(_ element: \(element)) -> Bool",
        "Whether an element equals the value."
      ) { (runtime: Runtime, elements: Elements, wanted: Value) in
        try elements.first(runtime) { try runtime.areEqual($1, wanted) ? true : nil } ?? false
      },
      .member(
        of: owner, "func contains(where predicate: (\(element)) throws -> Bool) rethrows -> Bool",
        "Whether the closure is true for an element."
      ) { (runtime: Runtime, elements: Elements, predicate: Callable) in
        try elements.first(runtime) { try Bool(value: predicate.call([$1])) ? true : nil } ?? false
      },
      .member(
        of: owner, "func allSatisfy(_ predicate: (\(element)) throws -> Bool) rethrows -> Bool",
        "Whether the closure is true for every element."
      ) { (runtime: Runtime, elements: Elements, predicate: Callable) in
        try elements.first(runtime) { try Bool(value: predicate.call([$1])) ? nil : false } ?? true
      },
      .member(
        of: owner,
        "func first(where predicate: (\(element)) throws -> Bool) rethrows -> \(element)?",
        "The first element for which the closure is true."
      ) { (runtime: Runtime, elements: Elements, predicate: Callable) in
        try elements.first(runtime) { try Bool(value: predicate.call([$1])) ? $1 : nil }
      },
      .member(of: owner, "var first: \(element)?", "The first element, or nil.") {
        (elements: Elements) in elements.count > 0 ? elements[0] : nil
      },
      .member(of: owner, "var last: \(element)?", "The last element, or nil.") {
        (elements: Elements) in elements.count > 0 ? elements[elements.count - 1] : nil
      },
      .member(of: owner, "var count: Int", "How many elements there are.") { (elements: Elements) in
        elements.count
      },
      .member(of: owner, "var isEmpty: Bool", "Whether there is no element.") {
        (elements: Elements) in elements.count == 0
      },
    ]
  }

  /// Negative lengths fail, as in Swift; lengths beyond the end give what is there.
  private static func parts(_ owner: String, _ element: String) -> [Builtin] {
    [
      .member(
        of: owner, "func enumerated() -> [(offset: Int, element: \(element))]",
        "Each element with its number, from 0."
      ) { (runtime: Runtime, elements: Elements) in
        try runtime.reserveArray(count: 4 * elements.count)
        return (0..<elements.count).map { index in
          Value.tuple([.int(index), elements[index]], labels: ["offset", "element"])
        }
      },
      .member(
        of: owner, "func prefix(_ maxLength: Int) -> [\(element)]", "The first elements."
      ) { (runtime: Runtime, elements: Elements, count: Int) in
        Array(try elements.values(runtime).prefix(checkedLength(count, "prefix")))
      },
      .member(
        of: owner, "func suffix(_ maxLength: Int) -> [\(element)]", "The last elements."
      ) { (runtime: Runtime, elements: Elements, count: Int) in
        Array(try elements.values(runtime).suffix(checkedLength(count, "suffix")))
      },
      .member(
        of: owner, "func dropFirst(_ k: Int = 1) -> [\(element)]", "All but the first elements."
      ) { (runtime: Runtime, elements: Elements, count: Int) in
        Array(try elements.values(runtime).dropFirst(checkedLength(count, "dropFirst")))
      },
      .member(
        of: owner, "func dropLast(_ k: Int = 1) -> [\(element)]", "All but the last elements."
      ) { (runtime: Runtime, elements: Elements, count: Int) in
        Array(try elements.values(runtime).dropLast(checkedLength(count, "dropLast")))
      },
      .member(of: owner, "func reversed() -> [\(element)]", "The elements from the last.") {
        (runtime: Runtime, elements: Elements) in
        try runtime.reserveArray(count: elements.count)
        return Array(try elements.values(runtime).reversed())
      },
    ]
  }

  private static func orders(_ owner: String, _ element: String) -> [Builtin] {
    let comparable = owner.hasPrefix("Array") ? owner + " where Element: Comparable" : owner
    let order = "(\(element), \(element)) throws -> Bool"
    return [
      .member(
        of: comparable, "func sorted() -> [\(element)]", "The elements in order; equal ones stay."
      ) {
        (runtime: Runtime, elements: Elements) in
        try elements.values(runtime).sorted { a, b in
          try runtime.isLess(a, b)
        }
      },
      .member(
        of: owner,
        "func sorted(by areInIncreasingOrder: \(order)) rethrows -> [\(element)]",
        "The elements in the order that the closure says; equal ones stay."
      ) { (runtime: Runtime, elements: Elements, order: Callable) in
        try elements.values(runtime).sorted { try Bool(value: order.call([$0, $1])) }
      },
      .member(of: comparable, "func min() -> \(element)?", "The smallest element, or nil.") {
        (runtime: Runtime, elements: Elements) in
        try elements.values(runtime).min(by: runtime.isLess)
      },
      .member(of: comparable, "func max() -> \(element)?", "The largest element, or nil.") {
        (runtime: Runtime, elements: Elements) in
        try elements.values(runtime).max(by: runtime.isLess)
      },
      .member(
        of: owner,
        "func min(by areInIncreasingOrder: \(order)) rethrows -> \(element)?",
        "The element that the closure says comes first, or nil."
      ) { (runtime: Runtime, elements: Elements, order: Callable) in
        try elements.values(runtime).min { try Bool(value: order.call([$0, $1])) }
      },
      .member(
        of: owner,
        "func max(by areInIncreasingOrder: \(order)) rethrows -> \(element)?",
        "The element that the closure says comes last, or nil."
      ) { (runtime: Runtime, elements: Elements, order: Callable) in
        try elements.values(runtime).max { try Bool(value: order.call([$0, $1])) }
      },
    ]
  }
}

// `zip` and `stride`: free functions.
extension RegistryPart {
  static let sequenceFunctionBuiltins: [Builtin] =
    zips + strides(Int.self, "Int") + strides(Double.self, "Double")

  private static let zips: [Builtin] = [
    ("[A]", "[B]", "<A, B>", "(A, B)"), ("[A]", "Range<Int>", "<A>", "(A, Int)"),
    ("Range<Int>", "[B]", "<B>", "(Int, B)"),
  ].map { first, second, generics, pair in
    .function(
      "func zip\(generics)(_ first: \(first), _ second: \(second)) -> [\(pair)]",
      "The elements of two sequences in pairs, as far as both reach."
    ) { (runtime: Runtime, first: Elements, second: Elements) in
      let count = min(first.count, second.count)
      try runtime.reserveArray(count: 4 * count)
      return (0..<count).map { Value.tuple(first[$0], second[$0]) }
    }
  }

  private static func strides<N>(_ type: N.Type, _ name: String) -> [Builtin]
  where N: Strideable & ValueConvertible & Sendable, N.Stride: ValueConvertible & SignedNumeric {
    [
      .function(
        "func stride(from start: \(name), to end: \(name), by stride: \(name)) -> [\(name)]",
        "The numbers from `start` in equal steps, before `end`."
      ) { (runtime: Runtime, start: N, end: N, step: N.Stride) in
        guard step != 0 else { throw BuiltinFailure("Stride size must not be zero") }
        return try collect(Swift.stride(from: start, to: end, by: step), runtime)
      },
      .function(
        "func stride(from start: \(name), through end: \(name), by stride: \(name)) -> [\(name)]",
        "The numbers from `start` in equal steps, up to `end` itself."
      ) { (runtime: Runtime, start: N, end: N, step: N.Stride) in
        guard step != 0 else { throw BuiltinFailure("Stride size must not be zero") }
        return try collect(Swift.stride(from: start, through: end, by: step), runtime)
      },
    ]
  }

  private static func collect(
    _ numbers: some Sequence<some ValueConvertible>, _ runtime: Runtime
  ) throws -> [Value] {
    var result = GrowingArray()
    for number in numbers {
      try runtime.charge(steps: 1)
      try result.append(number.asValue, runtime)
    }
    return result.values
  }
}
