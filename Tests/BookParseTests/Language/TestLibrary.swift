import BookModel
import BookParse

/// A small registry: enough of Swift's own operators and of an engine to check against.
enum TestLibrary {
  static let library = makeLibrary(declarations).0

  static let declarations = LibraryDeclarations(
    builtins: (numbers + operators + collections + engine).map {
      BuiltinDeclaration(owner: $0.0, text: $0.1, documentation: "")
    },
    conformances: [
      "Int: BinaryInteger", "Double: BinaryFloatingPoint", "Float: BinaryFloatingPoint",
      "String: Comparable", "Bool: Equatable", "Mode: Equatable",
      "Array: Equatable where Element: Equatable",
      "Optional: Equatable where Wrapped: Equatable",
      "Int: PerAxis", "Array: PerAxis where Element == Int",
      "Int: Scalars", "Float: Scalars", "Double: Scalars",
      "Array: Scalars where Element: Scalars",
    ],
    types: [
      "Int", "Double", "Float", "Bool", "String", "Array<Element>", "Optional<Wrapped>",
      "Range<Bound>", "ClosedRange<Bound>", "Tensor", "Figure", "Term", "Mode", "Any",
    ],
    shownTypes: ["Tensor", "Figure"])

  private static let numbers: [(String?, String)] = [
    ("Int", "init(_ x: Double)"), ("Int", "init(_ x: Float)"), ("Int", "init(_ x: Int)"),
    ("Int", "init?(_ text: String)"), ("Double", "init(_ x: Int)"),
    ("Double", "init(_ x: Float)"), ("Double", "init(_ x: Double)"),
    ("Float", "init(_ x: Int)"), ("Float", "init(_ x: Double)"),
    ("Double", "init?(_ text: String)"), ("String", "init(_ x: Int)"),
    ("String", "init(_ x: Double)"), ("Int", "func isMultiple(of other: Int) -> Bool"),
    ("Double", "func squareRoot() -> Double"), ("Double", "func rounded() -> Double"),
    ("Float", "func squareRoot() -> Float"), ("Double", "static var pi: Double"),
    ("Int", "static var max: Int"), ("Int", "var description: String"),
    (nil, "func abs<T: SignedNumeric & Comparable>(_ x: T) -> T"),
    (nil, "func max<T: Comparable>(_ a: T, _ b: T, _ rest: T...) -> T"),
    (nil, "func min<T: Comparable>(_ a: T, _ b: T, _ rest: T...) -> T"),
    (nil, #"func print(_ items: Any..., separator: String = " ", terminator: String = "\n")"#),
    (nil, "func expect(_ condition: @autoclosure () -> Bool, _ message: String)"),
    (nil, "func load(_ name: String) throws -> Tensor"),
  ]

  private static let operators: [(String?, String)] =
    ["Int", "Double", "Float"].flatMap { type in
      ["+", "-", "*", "/"].map { (nil, "func \($0) (a: \(type), b: \(type)) -> \(type)") }
        + [(nil, "prefix func - (a: \(type)) -> \(type)")]
    } + ["%", "&", "<<"].map { (nil, "func \($0) (a: Int, b: Int) -> Int") }
    + ["<", ">", "<=", ">="].map {
      (nil, "func \($0) <T: Comparable>(a: T, b: T) -> Bool")
    } + ["==", "!="].map { (nil, "func \($0) <T: Equatable>(a: T, b: T) -> Bool") } + [
      (nil, "func + (a: String, b: String) -> String"),
      (nil, "func + <Element>(a: [Element], b: [Element]) -> [Element]"),
      (nil, "prefix func ! (a: Bool) -> Bool"),
      (nil, "func ..< <Bound: Comparable>(a: Bound, b: Bound) -> Range<Bound>"),
      (nil, "func ... <Bound: Comparable>(a: Bound, b: Bound) -> ClosedRange<Bound>"),
    ]

  private static let collections: [(String?, String)] = [
    ("Array<Element>", "var count: Int"), ("Array<Element>", "var isEmpty: Bool"),
    ("Array<Element>", "var first: Element?"), ("Array<Element>", "var last: Element?"),
    ("Array<Element>", "init(repeating value: Element, count: Int)"),
    ("Array<Element>", "init()"),
    ("Array<Element>", "subscript(index: Int) -> Element { get set }"),
    ("Array<Element>", "mutating func append(_ element: Element)"),
    ("Array<Element>", "@discardableResult mutating func removeLast() -> Element"),
    (
      "Array<Element>",
      "func map<T>(_ transform: (Element) throws -> T) rethrows -> [T]"
    ),
    ("Array<Element>", "func filter(_ isIncluded: (Element) -> Bool) -> [Element]"),
    ("Array<Element>", "func forEach(_ body: (Element) -> Void)"),
    ("Array<Element>", "func reduce<R>(_ initial: R, _ next: (R, Element) -> R) -> R"),
    ("Array<Element>", "func sorted(by areInOrder: (Element, Element) -> Bool) -> [Element]"),
    ("Array<Element> where Element: Comparable", "func sorted() -> [Element]"),
    ("Array<Element> where Element: Comparable", "func max() -> Element?"),
    ("Array<Element>", "func enumerated() -> [(offset: Int, element: Element)]"),
    ("Array<Element>", "func compactMap<T>(_ transform: (Element) -> T?) -> [T]"),
    ("Array<Element> where Element == String", "func joined(separator: String = \"\") -> String"),
    ("Optional<Wrapped>", "func map<T>(_ transform: (Wrapped) -> T) -> T?"),
    ("Range<Bound> where Bound == Int", "func map<T>(_ transform: (Int) -> T) -> [T]"),
    ("Range<Bound> where Bound: Comparable", "func contains(_ element: Bound) -> Bool"),
    ("ClosedRange<Bound> where Bound: Comparable", "func contains(_ element: Bound) -> Bool"),
    ("ClosedRange<Bound> where Bound == Int", "func map<T>(_ transform: (Int) -> T) -> [T]"),
    ("String", "var count: Int"), ("String", "func hasPrefix(_ prefix: String) -> Bool"),
    (nil, "func zip<A, B>(_ a: [A], _ b: [B]) -> [(A, B)]"),
  ]

  private static let engine: [(String?, String)] =
    ["+", "-", "*", "/"].flatMap { name -> [(String?, String)] in
      [
        (nil, "func \(name) (a: Tensor, b: Tensor) -> Tensor"),
        (nil, "func \(name) (a: Tensor, b: Float) -> Tensor"),
        (nil, "func \(name) (a: Float, b: Tensor) -> Tensor"),
        (nil, "func \(name) (a: Term, b: Term) -> Term"),
      ]
    } + [
      ("Tensor", "init(_ values: some Scalars)"),
      ("Tensor", "init(arrayLiteral elements: Float...)"),
      ("Tensor", "static func zeros(_ shape: Int...) -> Tensor"),
      ("Tensor", "var shape: [Int]"), ("Tensor", "func sum() -> Float"),
      ("Tensor", "subscript(indices: Int...) -> Float { get set }"),
      (
        nil,
        "func conv2d(_ x: Tensor, _ w: Tensor, bias: Tensor? = nil, stride: some PerAxis = 1, "
          + "padding: some PerAxis = 0, outputPadding: some PerAxis = 0) -> Tensor"
      ),
      (nil, "func relu(_ x: Tensor) -> Tensor"),
      (nil, "func heatmap(_ x: Tensor, title: String? = nil) -> Figure"),
      (nil, "func upsample(_ x: Tensor, scale: Int, mode: Mode) -> Tensor"),
      (nil, "func explore(_ values: ClosedRange<Int>, _ body: (Int) -> Figure) -> Figure"),
      (
        nil,
        "func explore(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>, "
          + "_ body: (Int, Int) -> Figure) -> Figure"
      ),
      ("Mode", "case nearest"), ("Mode", "case bilinear"),
      ("Term", "init(integerLiteral value: Int)"), ("Term", "init(_ value: Int)"),
      (nil, "func symbol(_ name: String, _ value: Int) -> Term"),
    ]
}
