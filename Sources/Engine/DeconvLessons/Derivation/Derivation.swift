import Deconv
/// A formula, the numbers put in, and the result, every line of it computed.
public struct Derivation: Sendable, Equatable {
  /// One line: what stands left of the sign, the sign, and what stands right of it, as TeX.
  public struct Line: Sendable, Equatable {
    /// The name on the first line; empty on the others.
    public let left: String
    /// `=`, or `\approx` where a decimal was rounded for print.
    public let relation: String
    /// The formula, or what has become of it.
    public let right: String
  }

  /// The lines in order.
  public let lines: [Line]
  /// The result.
  public let value: Double
}

/// Computes a formula line by line: the formula, the numbers put in, each step, the result.
///
/// ```swift
/// let (i, k, s) = (symbol("i", 4), symbol("k", 3), symbol("s", 2))
/// derivation("o", floor((i - k) / s) + 1)
/// ```
///
/// - Parameters:
///   - name: What is derived, as TeX.
///   - term: The formula.
///   - decimals: The places after the point that a decimal number is written with at most; a line
///     in which one was rounded begins with ≈. From 0 to 17.
/// - Returns: The lines and the result.
/// - Precondition: No step divides by zero or leaves the range of numbers, names are well-formed
///   TeX, and the formula has at most 1000 parts.
public func derivation(_ name: String, _ term: Term, decimals: Int = 4) -> Derivation {
  orTrap { () throws(LessonError) in try Lessons.derivation(name, term, decimals: decimals) }
}

/// The sum of the products of two tensors' elements: what one output of a convolution is.
///
/// - Precondition: The shapes are equal and hold at most 200 elements.
public func dot(_ a: Tensor, _ b: Tensor) -> Term {
  orTrap { () throws(LessonError) in try Lessons.dot(a, b) }
}

extension Lessons {
  package static func derivation(_ name: String, _ term: Term, decimals: Int) throws(LessonError)
    -> Derivation
  {
    guard case 0...17 = decimals else {
      throw .argument("derivation", "decimals", expected: "0 to 17", found: String(decimals))
    }
    guard term.count <= Term.largestCount else {
      throw .tooLarge("derivation", "parts of the formula", limit: Term.largestCount)
    }
    try checkName(name)
    try checkSymbols(term.node)

    var formula = TermWriter(decimals: decimals)
    var lines = [Derivation.Line(left: name, relation: "=", right: formula.tex(term.node))]
    var node = term.node.substituted()
    while true {
      var writer = TermWriter(decimals: decimals)
      let right = writer.tex(node)
      if right != lines.last?.right {
        lines.append(.init(left: "", relation: writer.hasRounded ? "\\approx" : "=", right: right))
      }
      if let number = node.number {
        return Derivation(lines: lines, value: number.value)
      }
      node = try node.step()
    }
  }

  package static func dot(_ a: Tensor, _ b: Tensor) throws(LessonError) -> Term {
    guard a.shape == b.shape else { throw .shapes("dot", a.shape, b.shape) }
    guard a.count <= 200 else { throw .tooLarge("dot", "products", limit: 200) }
    return sum(zip(a.scalars, b.scalars).map { Term($0) * Term($1) })
  }

  private static func checkSymbols(_ node: Term.Node) throws(LessonError) {
    switch node {
    case .number(let value):
      guard value.value.isFinite else { throw .derivationOverflow }
    case .symbol(let name, let value):
      try checkName(name)
      guard value.value.isFinite else { throw .derivationOverflow }
    case .oversized: break
    case .negated(let node), .floor(let node), .ceiling(let node): try checkSymbols(node)
    case .sum(let summands): for summand in summands { try checkSymbols(summand.node) }
    case .product(let factors): for factor in factors { try checkSymbols(factor) }
    case .quotient(let top, let bottom):
      try checkSymbols(top)
      try checkSymbols(bottom)
    }
  }

  /// A name is set inside an aligned display: it must not end the group, the line or the column.
  private static func checkName(_ name: String) throws(LessonError) {
    var depth = 0
    var isEscaped = false
    var isWellFormed = !name.isEmpty && name.utf8.count <= 200
    for character in name {
      defer { isEscaped = character == "\\" && !isEscaped }
      switch character {
      case "\\": if isEscaped { isWellFormed = false }
      case "{": if !isEscaped { depth += 1 }
      case "}": if !isEscaped { depth -= 1 }
      case "$", "&", "%", "#": if !isEscaped { isWellFormed = false }
      default: if character.isNewline { isWellFormed = false }
      }
      if depth < 0 { isWellFormed = false }
    }
    guard isWellFormed, depth == 0, !isEscaped else {
      throw .argument(
        "derivation", "symbol", expected: "a name in TeX, such as k_h or \\alpha",
        found: "\"\(name)\"")
    }
  }
}
