// One line of a derivation becomes the next: the steps that a teacher would write.

extension Term.Node {
  var number: Scalar? {
    if case .number(let value) = self { return value }
    return nil
  }

  /// The formula with numbers for its symbols.
  func substituted() -> Term.Node {
    switch self {
    case .number, .oversized: self
    case .symbol(_, let value): .number(value)
    case .negated(let node): .negated(node.substituted())
    case .sum(let summands):
      .sum(
        summands.map {
          Term.Summand(isSubtracted: $0.isSubtracted, node: $0.node.substituted())
        })
    case .product(let factors): .product(factors.map { $0.substituted() })
    case .quotient(let top, let bottom): .quotient(top.substituted(), bottom.substituted())
    case .floor(let node): .floor(node.substituted())
    case .ceiling(let node): .ceiling(node.substituted())
    }
  }

  /// The formula after one step: the innermost operations are carried out, all at once.
  ///
  /// A sum waits until its terms are numbers, unless it is short: `4 + 2·1 − 3` is 3 at once, as
  /// is `⌊3/2⌋`.
  func step() throws(LessonError) -> Term.Node {
    switch self {
    case .number, .symbol, .oversized:
      return self
    case .negated(let node):
      guard let value = node.number else { return .negated(try node.step()) }
      return .number(try value.negated())
    case .sum(let summands):
      return try Term.Node.step(of: summands)
    case .product(let factors):
      if let value = try Term.Node.product(of: factors) { return .number(value) }
      var stepped: [Term.Node] = []
      for factor in factors { stepped.append(try factor.step()) }
      return .product(stepped)
    case .quotient(let top, let bottom):
      guard let a = top.number, let b = bottom.number else {
        return .quotient(try top.step(), try bottom.step())
      }
      return .number(try a.divided(by: b))
    case .floor(let node):
      guard let value = try node.fraction() else { return .floor(try node.step()) }
      return .number(value.rounded(up: false))
    case .ceiling(let node):
      guard let value = try node.fraction() else { return .ceiling(try node.step()) }
      return .number(value.rounded(up: true))
    }
  }

  /// The operations that a sum may have to be carried out in one step.
  private static let shortSum = 3

  private static func step(of summands: [Term.Summand]) throws(LessonError) -> Term.Node {
    var operations = summands.count - 1
    for case .product(let factors) in summands.map(\.node) { operations += factors.count - 1 }
    if summands.allSatisfy({ $0.node.number != nil }) || operations <= shortSum,
      let value = try total(of: summands)
    {
      return .number(value)
    }
    var stepped: [Term.Summand] = []
    for summand in summands {
      stepped.append(
        Term.Summand(isSubtracted: summand.isSubtracted, node: try summand.node.step()))
    }
    return .sum(stepped)
  }

  /// The sum of numbers and of products of numbers; nil where a term is neither.
  private static func total(of summands: [Term.Summand]) throws(LessonError) -> Scalar? {
    var total = Scalar(0)
    for (index, summand) in summands.enumerated() {
      var value = summand.node.number
      if case .product(let factors) = summand.node { value = try product(of: factors) }
      guard let value else { return nil }
      let signed = summand.isSubtracted ? try value.negated() : value
      total = index == 0 ? signed : try total.adding(signed)
    }
    return total
  }

  /// The product of numbers; nil where a factor is none.
  private static func product(of factors: [Term.Node]) throws(LessonError) -> Scalar? {
    var product: Scalar?
    for factor in factors {
      guard let value = factor.number else { return nil }
      product = try product?.multiplied(by: value) ?? value
    }
    return product
  }

  /// A number, or a quotient of two.
  private func fraction() throws(LessonError) -> Scalar? {
    if let number { return number }
    guard case .quotient(let top, let bottom) = self, let a = top.number, let b = bottom.number
    else { return nil }
    return try a.divided(by: b)
  }
}
