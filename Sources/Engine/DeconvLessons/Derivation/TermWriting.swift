private import Deconv

/// Writes terms as TeX, and notes whether a decimal was rounded.
struct TermWriter {
  /// Places after the point that a decimal number may have.
  let decimals: Int
  /// A number was written that is not the one meant, only near it.
  private(set) var hasRounded = false

  init(decimals: Int) { self.decimals = decimals }

  /// A written part, with what decides about parentheses around it and the sign before it.
  private struct Piece {
    enum Shape { case sum, negative, product, atom }

    var tex: String
    var shape: Shape
    var hasSymbol = false
    /// It may stand right behind a factor, without a point: `2p`, `s(i-1)`.
    var followsFactor = false

    var enclosed: Piece {
      Piece(
        tex: Piece.tall(tex) ? "\\left(\(tex)\\right)" : "(\(tex))", shape: .atom,
        hasSymbol: hasSymbol, followsFactor: true)
    }

    /// Brackets around it have to grow.
    static func tall(_ tex: String) -> Bool { tex.contains("\\frac") || tex.contains("\\left") }
  }

  mutating func tex(_ node: Term.Node) -> String { piece(node).tex }

  private mutating func piece(_ node: Term.Node) -> Piece {
    switch node {
    case .number(let value):
      return number(value)
    case .symbol(let name, _):
      return Piece(tex: name, shape: .atom, hasSymbol: true, followsFactor: true)
    case .oversized:
      return Piece(tex: "\\ldots", shape: .atom)
    case .negated(let node):
      var inner = piece(node)
      if inner.shape == .sum || inner.shape == .negative { inner = inner.enclosed }
      return Piece(tex: "-" + inner.tex, shape: .negative, hasSymbol: inner.hasSymbol)
    case .sum(let summands):
      return sum(summands)
    case .product(let factors):
      return product(factors)
    case .quotient(let top, let bottom):
      let (top, bottom) = (piece(top), piece(bottom))
      return Piece(
        tex: "\\frac{\(top.tex)}{\(bottom.tex)}", shape: .atom,
        hasSymbol: top.hasSymbol || bottom.hasSymbol)
    case .floor(let node):
      return rounded(piece(node), "floor")
    case .ceiling(let node):
      return rounded(piece(node), "ceil")
    }
  }

  private func rounded(_ inner: Piece, _ sign: String) -> Piece {
    let tex =
      Piece.tall(inner.tex)
      ? "\\left\\l\(sign) \(inner.tex) \\right\\r\(sign)"
      : "\\l\(sign) \(inner.tex) \\r\(sign)"
    return Piece(tex: tex, shape: .atom, hasSymbol: inner.hasSymbol, followsFactor: true)
  }

  private mutating func sum(_ summands: [Term.Summand]) -> Piece {
    var tex = ""
    var hasSymbol = false
    for (index, summand) in summands.enumerated() {
      var piece = piece(summand.node)
      if index > 0, case .product(let factors) = summand.node {
        piece = product(factors, isLeading: false)
      }
      hasSymbol = hasSymbol || piece.hasSymbol
      if index > 0, piece.shape == .sum || piece.shape == .negative { piece = piece.enclosed }
      if index > 0 { tex += summand.isSubtracted ? " - " : " + " }
      tex += piece.tex
    }
    return Piece(tex: tex, shape: .sum, hasSymbol: hasSymbol)
  }

  /// A product; behind another term its first factor too needs parentheses when it is negative.
  private mutating func product(_ factors: [Term.Node], isLeading: Bool = true) -> Piece {
    var result = Piece(tex: "", shape: .product)
    for (index, factor) in factors.enumerated() {
      var piece = piece(factor)
      let mayBeNegative = isLeading && index == 0
      if piece.shape == .sum || (piece.shape == .negative && !mayBeNegative) {
        piece = piece.enclosed
      }
      result.hasSymbol = result.hasSymbol || piece.hasSymbol
      if index == 0 {
        result.tex = piece.tex
        if piece.shape == .negative { result.shape = .negative }
      } else if result.hasSymbol, piece.followsFactor {
        result.tex += TermWriter.gap(result.tex, piece.tex) + piece.tex
      } else {
        result.tex += " \\cdot " + piece.tex
      }
    }
    return result
  }

  /// A space where a command's name would run into the next letter.
  private static func gap(_ left: String, _ right: String) -> String {
    guard right.first?.isLetter == true else { return "" }
    let name = left.reversed().prefix { $0.isLetter }
    return !name.isEmpty && left.dropLast(name.count).last == "\\" ? " " : ""
  }

  private mutating func number(_ value: Scalar) -> Piece {
    let shape: Piece.Shape = value.isNegative ? .negative : .atom
    switch value {
    case .fraction(let numerator, 1):
      return Piece(tex: String(numerator), shape: shape)
    case .fraction(let numerator, let denominator):
      let sign = numerator < 0 ? "-" : ""
      return Piece(tex: "\(sign)\\frac{\(numerator.magnitude)}{\(denominator)}", shape: shape)
    case .decimal(let value):
      let tex = decimal(value)
      return Piece(tex: tex, shape: tex.hasPrefix("-") ? .negative : .atom)
    }
  }

  /// The number with as many places as it has, and at most `decimals`.
  ///
  /// One that was a `Float` is taken for the short decimal that a `Float` prints as: 0.1 is
  /// written exactly.
  private mutating func decimal(_ value: Double) -> String {
    let single = Float(value)
    let shortest = Double(single) == value ? single.description : value.description
    if !shortest.contains("e") {
      let parts = shortest.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count == 2, parts[1] == "0" { return String(parts[0]) }
      if parts.count == 2, parts[1].count <= decimals { return shortest }
    }
    hasRounded = true
    var text = fixed(value, decimals)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return text == "-0" ? "0" : text
  }
}
