/// A formula with the numbers that stand for its symbols, such as `(i + 2 * p - k) / s`.
///
/// A term is written with the operators of arithmetic, with numbers and with ``symbol(_:_:)-(_,Int)``;
/// ``derivation(_:_:decimals:)`` computes it line by line. Whole numbers and their fractions are
/// exact; a decimal number makes the rest of the computation `Double`.
public struct Term: Sendable, Equatable {
  /// A part of a formula.
  ///
  /// Sums and products are flat, so that they are written without needless parentheses.
  indirect enum Node: Hashable, Sendable {
    case number(Scalar)
    case symbol(String, Scalar)
    case negated(Node)
    case sum([Summand])
    case product([Node])
    case quotient(Node, Node)
    case floor(Node)
    case ceiling(Node)
    /// What stands for a formula of more than ``Term/largestCount`` parts.
    case oversized
  }

  struct Summand: Hashable, Sendable {
    var isSubtracted: Bool
    var node: Node
  }

  /// The number of parts that a term may have; it bounds every recursion over one.
  static let largestCount = 1000

  let node: Node
  /// The number of parts: numbers, symbols and operations.
  package let count: Int

  init(_ node: Node, count: Int) {
    let fits = count <= Term.largestCount
    self.node = fits ? node : .oversized
    self.count = fits ? count : Term.largestCount + 1
  }

  /// Makes a term of a whole number.
  public init(_ value: Int) { self.init(.number(Scalar(value)), count: 1) }

  /// Makes a term of a number.
  public init(_ value: Double) { self.init(.number(Scalar(value)), count: 1) }

  /// Makes a term of a number, such as an element of a tensor.
  public init(_ value: Float) { self.init(Double(value)) }

  /// The terms of a sum; a term that is none is a sum of one.
  fileprivate var summands: [Summand] {
    if case .sum(let summands) = node { return summands }
    return [Summand(isSubtracted: false, node: node)]
  }

  private var factors: [Node] {
    if case .product(let factors) = node { return factors }
    return [node]
  }

  /// Adds two terms.
  public static func + (a: Term, b: Term) -> Term {
    Term(.sum(a.summands + b.summands), count: a.count + b.count + 1)
  }

  /// Subtracts a term.
  public static func - (a: Term, b: Term) -> Term {
    Term(
      .sum(a.summands + [Summand(isSubtracted: true, node: b.node)]), count: a.count + b.count + 1)
  }

  /// Multiplies two terms.
  public static func * (a: Term, b: Term) -> Term {
    Term(.product(a.factors + b.factors), count: a.count + b.count + 1)
  }

  /// Divides by a term; written as a fraction.
  public static func / (a: Term, b: Term) -> Term {
    Term(.quotient(a.node, b.node), count: a.count + b.count + 1)
  }

  /// Changes the sign of a term.
  public static prefix func - (a: Term) -> Term {
    Term(.negated(a.node), count: a.count + 1)
  }
}

extension Term: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// Makes a term of a whole number written out.
  public init(integerLiteral value: Int) { self.init(value) }

  /// Makes a term of a number written out.
  public init(floatLiteral value: Double) { self.init(value) }
}

extension Term: CustomStringConvertible {
  /// The formula as TeX.
  public var description: String {
    var writer = TermWriter(decimals: 4)
    return writer.tex(node)
  }
}

/// A symbol of a formula and the number that is put in for it.
///
/// - Parameters:
///   - name: The symbol as TeX: `i`, `k_h`, `\alpha`.
///   - value: The whole number that it stands for.
/// - Returns: The symbol as a term.
public func symbol(_ name: String, _ value: Int) -> Term {
  Term(.symbol(name, Scalar(value)), count: 1)
}

/// A symbol of a formula and the decimal number that is put in for it.
///
/// - Parameters:
///   - name: The symbol as TeX: `x`, `\sigma`.
///   - value: The number that it stands for.
/// - Returns: The symbol as a term.
public func symbol(_ name: String, _ value: Double) -> Term {
  Term(.symbol(name, Scalar(value)), count: 1)
}

/// The largest whole number that is not above the term, written ⌊…⌋.
public func floor(_ term: Term) -> Term {
  Term(.floor(term.node), count: term.count + 1)
}

/// The smallest whole number that is not below the term, written ⌈…⌉.
public func ceil(_ term: Term) -> Term {
  Term(.ceiling(term.node), count: term.count + 1)
}

/// The sum of terms, in order; 0 where there is none.
public func sum(_ terms: [Term]) -> Term {
  guard terms.count > 1 else { return terms.first ?? 0 }
  var summands: [Term.Summand] = []
  var count = terms.count - 1
  for term in terms {
    count += term.count
    guard count <= Term.largestCount else { return Term(.oversized, count: count) }
    summands += term.summands
  }
  return Term(.sum(summands), count: count)
}
