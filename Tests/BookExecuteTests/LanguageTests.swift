import BookExecute
import BookModel
import Testing

/// Calls a builtin of the standard library with Swift's values; what `print` would show of it.
private func result(
  _ declaration: String, of owner: String? = nil, _ arguments: any ValueConvertible...
) -> String {
  let runtime = Runtime(options: ExecutionOptions(path: "a.md"))
  let builtin = Registry.language.builtins[builtin(declaration, of: owner)]
  do {
    return try builtin.call(arguments.map { $0.asValue }, runtime).text
  } catch {
    return "error: \(error)"
  }
}

/// A function as a builtin gets it.
private func function(_ body: @escaping ([Value]) throws -> Value) -> Value {
  .function(SwiftFunction(body))
}

private let samples: [Double] = [
  0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 2.9, 1e300, 0.1, .infinity, -.infinity, .nan,
]

@Suite struct NumberTests {
  // NaN is `nan` whatever its sign, as in `description`: the sign depends on the processor.
  @Test(arguments: samples, samples)
  func comparisonsOfNumbersAreSwifts(a: Double, b: Double) {
    #expect(result("func == <T: Equatable>(a: T, b: T) -> Bool", a, b) == "\(a == b)")
    #expect(result("func != <T: Equatable>(a: T, b: T) -> Bool", a, b) == "\(a != b)")
    #expect(result("func < <T: Comparable>(a: T, b: T) -> Bool", a, b) == "\(a < b)")
    #expect(result("func > <T: Comparable>(a: T, b: T) -> Bool", a, b) == "\(a > b)")
    #expect(result("func <= <T: Comparable>(a: T, b: T) -> Bool", a, b) == "\(a <= b)")
    #expect(result("func >= <T: Comparable>(a: T, b: T) -> Bool", a, b) == "\(a >= b)")
    #expect(result("func min<T: Comparable>(_ x: T, _ y: T) -> T", a, b) == (min(a, b)).description)
    #expect(result("func max<T: Comparable>(_ x: T, _ y: T) -> T", a, b) == (max(a, b)).description)
    #expect(
      result("func max<T: Comparable>(_ x: T, _ y: T, _ z: T, _ rest: T...) -> T", a, b, 0.0, [b])
        == (max(a, b, 0.0, b)).description)
    #expect(result("func + (a: Double, b: Double) -> Double", a, b) == (a + b).description)
    #expect(result("func / (a: Double, b: Double) -> Double", a, b) == (a / b).description)
  }

  @Test(arguments: samples)
  func roundingAndRootsAreSwifts(x: Double) {
    #expect(result("func rounded() -> Double", of: "Double", x) == (x.rounded()).description)
    let rule = "func rounded(_ rule: FloatingPointRoundingRule) -> Double"
    for choice in [FloatingPointRoundingRule.up, .down, .toNearestOrEven, .towardZero] {
      #expect(result(rule, of: "Double", x, choice) == (x.rounded(choice)).description)
    }
    #expect(result("func squareRoot() -> Double", of: "Double", x) == (x.squareRoot()).description)
    #expect(result("func abs(_ x: Double) -> Double", x) == (abs(x)).description)
    #expect(result("init(_ value: Double)", of: "Float", x) == (Float(x)).description)
    #expect(
      result("init?(exactly value: Double)", of: "Int", x)
        == (Int(exactly: x).map { "Optional(\($0))" } ?? "nil"))
  }

  @Test(arguments: [
    (2.9, "2"), (-2.9, "-2"), (0x1p62, "4611686018427387904"),
    (
      .nan,
      "error: Double value cannot be converted to Int because it is either infinite or NaN"
    ),
    (
      0x1p63,
      "error: Double value cannot be converted to Int because the result would be greater than "
        + "Int.max"
    ),
    (
      -1e300,
      "error: Double value cannot be converted to Int because the result would be less than Int.min"
    ),
  ])
  func integersAreCutFromDoublesOrRefused(x: Double, expected: String) {
    #expect(result("init(_ value: Double)", of: "Int", x) == expected)
  }

  @Test(
    arguments: [0, 1, -1, 7, -7, Int.max, Int.min], [0, 1, -1, 2, -3, 63, 64, Int.max, Int.min])
  func integerOperationsAreSwiftsWhereSwiftHasAResult(a: Int, b: Int) {
    func expect(
      _ symbol: String, _ expected: (partialValue: Int, overflow: Bool),
      isZeroDivision: Bool = false
    ) {
      let shown = result("func \(symbol) (a: Int, b: Int) -> Int", a, b)
      if isZeroDivision {
        #expect(shown.hasPrefix("error: Division by zero"))
      } else if expected.overflow {
        #expect(
          shown == "error: arithmetic overflow: \(a) \(symbol) \(b) does not fit into an Int")
      } else {
        #expect(shown == "\(expected.partialValue)")
      }
    }
    expect("+", a.addingReportingOverflow(b))
    expect("-", a.subtractingReportingOverflow(b))
    expect("*", a.multipliedReportingOverflow(by: b))
    expect("/", a.dividedReportingOverflow(by: b), isZeroDivision: b == 0)
    expect("%", a.remainderReportingOverflow(dividingBy: b), isZeroDivision: b == 0)
    expect("<<", (a << b, false))
    expect(">>", (a >> b, false))
    expect("^", (a ^ b, false))
    expect("&+", (a &+ b, false))
    #expect(
      result("func isMultiple(of other: Int) -> Bool", of: "Int", a, b) == "\(a.isMultiple(of: b))")
  }

  @Test func negationOfTheSmallestIntIsAnError() {
    let message = "error: arithmetic overflow: -(-9223372036854775808) does not fit into an Int"
    #expect(result("prefix func - (a: Int) -> Int", Int.min) == message)
    #expect(result("func abs(_ x: Int) -> Int", Int.min) == message)
    #expect(result("func abs(_ x: Int) -> Int", -4) == "4")
  }

  @Test(arguments: [
    "12", "-7", "+3", "1.5", "1e3", "inf", "nan", "0x10", "", " 1", "9223372036854775808",
  ])
  func textBecomesNumbersAsInSwift(text: String) {
    func shown(_ value: (some CustomStringConvertible)?) -> String {
      value.map { "Optional(\($0))" } ?? "nil"
    }
    let number = "init?(_ text: String)"
    #expect(
      result("init?(_ text: String, radix: Int = 10)", of: "Int", text, 10) == shown(Int(text)))
    #expect(
      result("init?(_ text: String, radix: Int = 10)", of: "Int", text, 16)
        == shown(Int(text, radix: 16)))
    #expect(result(number, of: "Double", text) == shown(Double(text)))
    #expect(result(number, of: "Float", text) == shown(Float(text)))
  }

  @Test func basesOutOfRangeAreErrors() {
    let declaration = "init(_ value: Int, radix: Int, uppercase: Bool = false)"
    #expect(result(declaration, of: "String", 255, 16, true) == "FF")
    #expect(
      result(declaration, of: "String", 255, 1, false) == "error: Radix not in range 2...36: 1")
  }
}

@Suite struct TextTests {
  @Test func printJoinsItsValues() {
    let values: [Value] = [
      .int(1), .double(1), .string("a"), .present(.string("b")), .absent, .void,
      .range(lower: .int(0), upper: .int(3)), .array([.float(0.1)]),
    ]
    #expect(
      run(print(array())) == "[]\n")
    #expect(
      values.map(\.text) == ["1", "1.0", "a", "Optional(\"b\")", "nil", "()", "0..<3", "[0.1]"])
  }

  @Test func stringsAreCutAndJoinedAsInSwift() {
    let split =
      "func split(separator: String, omittingEmptySubsequences: Bool = true) -> [Substring]"
    #expect(result(split, of: "String", "a,,b", ",", true) == "[\"a\", \"b\"]")
    #expect(result(split, of: "String", "a,,b", ",", false) == "[\"a\", \"\", \"b\"]")
    #expect(
      result(
        "func joined(separator: String = \"\") -> String", of: "Array<String>", ["a", "b"], "-")
        == "a-b")
    #expect(result("func prefix(_ maxLength: Int) -> Substring", of: "String", "häß", 2) == "hä")
    #expect(
      result("func prefix(_ maxLength: Int) -> Substring", of: "String", "a", -1)
        == "error: prefix: a length is not negative; found -1")
    #expect(result("func uppercased() -> String", of: "String", "straße") == "STRASSE")
    #expect(result("var count: Int", of: "String", "e\u{301}") == "1")
    #expect(
      result(
        "func replacing(_ other: String, with replacement: String) -> String", of: "String", "aXbX",
        "X", "--")
        == "a--b--")
    #expect(
      result("init(repeating text: String, count: Int)", of: "String", "ab", -1)
        == "error: Negative count not allowed: -1")
  }

  @Test func expectFailsWithItsMessage() {
    let declaration = "func expect(_ condition: Bool, _ message: String)"
    #expect(result(declaration, true, "m") == "()")
    #expect(result(declaration, false, "sizes agree") == "error: expectation failed: sizes agree")
  }
}

@Suite struct SequenceTests {
  private let isEven = function { .bool(try Int(value: $0[0]).isMultiple(of: 2)) }
  private let descending = function { .bool(try Int(value: $0[0]) > Int(value: $0[1])) }

  @Test(arguments: [[], [3], [3, 1, 2, 3]])
  func arraysAnswerAsSwiftsDo(numbers: [Int]) {
    let owner = "Array<Element>"
    let comparable = owner + " where Element: Comparable"
    #expect(result("func sorted() -> [Element]", of: comparable, numbers) == "\(numbers.sorted())")
    #expect(result("func min() -> Element?", of: comparable, numbers) == "\(numbers.min() as Any)")
    #expect(result("func max() -> Element?", of: comparable, numbers) == "\(numbers.max() as Any)")
    #expect(
      result(
        "func sorted(by areInIncreasingOrder: (Element, Element) throws -> Bool) rethrows "
          + "-> [Element]",
        of: owner,
        numbers, descending)
        == "\(numbers.sorted(by: >))")
    #expect(
      result(
        "func filter(_ isIncluded: (Element) throws -> Bool) rethrows -> [Element]", of: owner,
        numbers, isEven)
        == "\(numbers.filter { $0.isMultiple(of: 2) })")
    #expect(
      result(
        "func allSatisfy(_ predicate: (Element) throws -> Bool) rethrows -> Bool", of: owner,
        numbers, isEven)
        == "\(numbers.allSatisfy { $0.isMultiple(of: 2) })")
    #expect(result("var first: Element?", of: owner, numbers) == "\(numbers.first as Any)")
    #expect(result("var last: Element?", of: owner, numbers) == "\(numbers.last as Any)")
    #expect(
      result("func reversed() -> [Element]", of: owner, numbers) == "\(Array(numbers.reversed()))")
    #expect(
      result("func dropFirst(_ k: Int = 1) -> [Element]", of: owner, numbers, 1)
        == "\(Array(numbers.dropFirst()))")
    #expect(
      result("func suffix(_ maxLength: Int) -> [Element]", of: owner, numbers, 2)
        == "\(Array(numbers.suffix(2)))")
    #expect(
      result(
        "func firstIndex(of element: Element) -> Int?", of: owner + " where Element: Equatable",
        numbers, 2)
        == "\(numbers.firstIndex(of: 2) as Any)")
    #expect(
      result(
        "func contains(_ element: Element) -> Bool", of: owner + " where Element: Equatable",
        numbers, 1)
        == "\(numbers.contains(1))")
    #expect(result("var indices: Range<Int>", of: owner, numbers) == "\(numbers.indices)")
  }

  @Test func enumeratedAndZippedPairsAreSwifts() {
    #expect(
      result("func enumerated() -> [(offset: Int, element: Element)]", of: "Array<Element>", ["a"])
        == "[(offset: 0, element: \"a\")]")
    #expect(
      result("func zip<A>(_ first: [A], _ second: Range<Int>) -> [(A, Int)]", ["a", "b"], 5..<9)
        == "[(\"a\", 5), (\"b\", 6)]")
  }

  @Test func stridesAreSwifts() {
    let to = "func stride(from start: Int, to end: Int, by stride: Int) -> [Int]"
    let through =
      "func stride(from start: Double, through end: Double, by stride: Double) -> [Double]"
    #expect(result(to, 10, 0, -3) == "\(Array(stride(from: 10, to: 0, by: -3)))")
    #expect(result(through, 0.0, 1.0, 0.1) == "\(Array(stride(from: 0.0, through: 1.0, by: 0.1)))")
    #expect(result(to, 0, 1, 0) == "error: Stride size must not be zero")
  }

  @Test func hugeRangesAreWalkedThroughWithoutBeingMade() {
    #expect(result("var count: Int", of: "Range<Int>", 0..<Int.max) == "\(Int.max)")
    #expect(
      result(
        "func contains(where predicate: (Int) throws -> Bool) rethrows -> Bool", of: "Range<Int>",
        1..<Int.max,
        isEven) == "true")
    #expect(
      result("func reversed() -> [Int]", of: "Range<Int>", 1..<Int.max)
        == "error: the chapter's values need more than 1073741824 bytes of memory")
  }

  @Test func rangesContainTheirBoundsAsInSwift() {
    let contains = "func contains(_ element: Bound) -> Bool"
    #expect(result(contains, of: "Range<Bound> where Bound: Comparable", 0.0..<1.0, 1.0) == "false")
    #expect(
      result(contains, of: "ClosedRange<Bound> where Bound: Comparable", 0.0...1.0, 1.0) == "true")
    #expect(
      result(contains, of: "ClosedRange<Bound> where Bound: Comparable", 0.0...1.0, Double.nan)
        == "false")
  }

  @Test(arguments: [
    (
      "mutating func remove(at index: Int) -> Element", [3],
      "error: Index out of range: 3 is not in 0..<2"
    ),
    ("mutating func removeLast(_ k: Int)", [3], "error: Can't remove 3 of 2 elements"),
    (
      "mutating func insert(_ newElement: Element, at i: Int)", [0, 3],
      "error: Array index is out of range: 3 is not in 0...2"
    ),
    ("mutating func insert(_ newElement: Element, at i: Int)", [9, 1], "[7, 9, 8]"),
    ("mutating func swapAt(_ i: Int, _ j: Int)", [0, 1], "[8, 7]"),
    ("mutating func removeFirst() -> Element", [], "[8]"),
  ])
  func arraysAreChangedInPlaceOrRefuse(declaration: String, arguments: [Int], expected: String) {
    let discardable = "@discardableResult " + declaration
    let id = Registry.language.builtins.firstIndex {
      [declaration, discardable].contains($0.declaration.text)
    }
    guard let id, case .mutating(let body) = Registry.language.builtins[id].implementation else {
      Issue.record("no mutating method is declared \(declaration)")
      return
    }
    var base = [7, 8].asValue
    do {
      _ = try body(
        &base, arguments.map(\.asValue), Runtime(options: ExecutionOptions(path: "a.md")))
      #expect(base.text == expected)
    } catch {
      #expect("error: \(error)" == expected)
    }
  }
}
