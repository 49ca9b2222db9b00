/// What is wrong with a formula, and where, as UTF-8 offsets in its TeX.
struct TeXProblem: Error, Equatable {
  var range: Range<Int>
  var message: String
  var hint: String?
}

/// A parsed piece of a formula, with what its neighbours and scripts need to know of it.
struct MathAtom {
  enum Limits { case never, inDisplay, always }

  var node: HTMLNode
  var atomClass: AtomClass = .ordinary
  /// Whether scripts stand below and above instead of behind.
  var limits = Limits.never
}

/// Parses the TeX of mathematics into presentation MathML.
///
///     row     = scripted*                          up to `}` `&` `\\` `\end` `\right` or the end
///     scripted = atom ( '_' argument | '^' argument | prime | \limits | \nolimits )*
///     atom    = letter | number | sign | '{' row '}' | command argument*
///     argument = '{' row '}' | one token
///
/// An unknown command is recorded and parsing goes on; where the structure is broken it stops.
struct TeXParser {
  static let maximumDepth = 40
  static let maximumAtoms = 5_000
  static let maximumBytes = 20_000

  var lexer: TeXLexer
  /// Display style: sums carry limits, fractions are full size.
  var isDisplay: Bool
  var alphabet: MathAlphabet?
  var problems: [TeXProblem] = []
  private var depth = 0
  private var atomCount = 0

  init(_ tex: String, isDisplay: Bool) {
    lexer = TeXLexer(tex)
    self.isDisplay = isDisplay
  }

  /// The whole formula; on a broken structure what was parsed is dropped and the problem recorded.
  mutating func parseFormula() -> [HTMLNode] {
    do throws(TeXProblem) {
      let nodes = try row()
      let token = lexer.next()
      if token.kind != .end { throw unexpected(token) }
      return nodes
    } catch {
      problems.append(error)
      return []
    }
  }

  // MARK: Rows

  mutating func row(endingAtBracket: Bool = false) throws(TeXProblem) -> [HTMLNode] {
    try enter()
    defer { depth -= 1 }
    var nodes: [HTMLNode] = []
    var previous = AtomClass.opening
    while true {
      let token = lexer.peek()
      if endsRow(token.kind) || (endingAtBracket && token.kind == .character("]")) { break }
      if case .command(let name) = token.kind, name == "displaystyle" || name == "textstyle" {
        _ = lexer.next()
        isDisplay = name == "displaystyle"
        let rest = try row(endingAtBracket: endingAtBracket)
        let value = isDisplay ? "true" : "false"
        nodes.append(.math(.mstyle, [.math(.displaystyle, value)], rest))
        break
      }
      let atom = try scripted(after: previous)
      append(atom, to: &nodes, after: previous, endingAtBracket: endingAtBracket)
      if atom.atomClass != .space { previous = atom.atomClass }
    }
    return nodes
  }

  private mutating func enter() throws(TeXProblem) {
    depth += 1
    guard depth > Self.maximumDepth else { return }
    throw TeXProblem(
      range: lexer.peek().range,
      message: "the formula is nested more than \(Self.maximumDepth) levels deep",
      hint: "split it into several formulas")
  }

  /// Appends an atom; a named function gets the thin spaces that TeX gives it.
  private func append(
    _ atom: MathAtom, to nodes: inout [HTMLNode], after previous: AtomClass, endingAtBracket: Bool
  ) {
    guard atom.atomClass == .operatorName else {
      nodes.append(atom.node)
      return
    }
    let thinSpace = HTMLNode.math(.mspace, [.math(.width, "0.1667em")], [])
    if previous == .ordinary || previous == .closing { nodes.append(thinSpace) }
    nodes += [atom.node, .math(.mo, text: "\u{2061}")]
    if startsOperand(lexer.peek().kind) { nodes.append(thinSpace) }
  }

  private func startsOperand(_ kind: TeXToken.Kind) -> Bool {
    switch kind {
    case .character(let scalar): !"([|)],;.=+-<>/!".unicodeScalars.contains(scalar)
    case .command(let name):
      if let symbol = TeXVocabulary.symbols[name] {
        switch symbol.kind {
        case .identifier, .sign(.ordinary), .bigOperator: true
        case .sign: false
        }
      } else {
        !["left", "right", "end", "\\"].contains(name) && TeXVocabulary.spaces[name] == nil
      }
    case .openBrace: true
    default: false
    }
  }

  private func endsRow(_ kind: TeXToken.Kind) -> Bool {
    switch kind {
    case .end, .closeBrace, .alignment: true
    case .command(let name): ["\\", "end", "right", "middle"].contains(name)
    default: false
    }
  }

  /// One node of many.
  func group(_ nodes: [HTMLNode]) -> HTMLNode {
    nodes.count == 1 ? nodes[0] : .math(.mrow, nodes)
  }

  // MARK: Scripts

  private mutating func scripted(after previous: AtomClass) throws(TeXProblem) -> MathAtom {
    var base: MathAtom
    switch lexer.peek().kind {
    case .superscript, .subscript, .prime: base = MathAtom(node: .math(.mrow))
    default: base = try atom(after: previous)
    }
    var below: HTMLNode?
    var above: [HTMLNode] = []
    var hasSuperscript = false
    while true {
      let token = lexer.peek()
      switch token.kind {
      case .subscript:
        _ = lexer.next()
        if below != nil { throw doubled("subscript", token) }
        below = try script()
      case .superscript:
        _ = lexer.next()
        if hasSuperscript { throw doubled("superscript", token) }
        hasSuperscript = true
        above.append(try script())
      case .prime: above.insert(primes(), at: 0)
      case .command("limits"):
        _ = lexer.next()
        base.limits = .always
      case .command("nolimits"):
        _ = lexer.next()
        base.limits = .never
      default: return attach(below, above.isEmpty ? nil : group(above), to: base)
      }
    }
  }

  private mutating func primes() -> HTMLNode {
    var count = 0
    while lexer.peek().kind == .prime {
      _ = lexer.next()
      count += 1
    }
    let signs = ["′", "″", "‴", "⁗"]
    let text = count <= 4 ? signs[count - 1] : String(repeating: "′", count: count)
    return .math(.mo, text: text)
  }

  private func doubled(_ what: String, _ token: TeXToken) -> TeXProblem {
    TeXProblem(
      range: token.range, message: "a second \(what) on the same base",
      hint: "put what belongs together in braces")
  }

  private mutating func script() throws(TeXProblem) -> HTMLNode {
    let outer = isDisplay
    isDisplay = false
    defer { isDisplay = outer }
    return try argument(of: "a script")
  }

  private func attach(_ below: HTMLNode?, _ above: HTMLNode?, to base: MathAtom) -> MathAtom {
    let isStacked =
      switch base.limits {
      case .never: false
      case .inDisplay: isDisplay
      case .always: true
      }
    var result = base
    switch (below, above) {
    case (nil, nil): break
    case (let below?, nil): result.node = .math(isStacked ? .munder : .msub, [base.node, below])
    case (nil, let above?): result.node = .math(isStacked ? .mover : .msup, [base.node, above])
    case (let below?, let above?):
      result.node = .math(isStacked ? .munderover : .msubsup, [base.node, below, above])
    }
    return result
  }

  // MARK: Arguments

  /// A group in braces or one token, as an argument.
  mutating func argument(of command: String) throws(TeXProblem) -> HTMLNode {
    let token = lexer.peek()
    switch token.kind {
    case .openBrace: return try braced()
    case .character(let digit) where ("0"..."9").contains(digit):
      _ = lexer.next()
      return number(String(digit))
    case .superscript, .subscript, .prime: throw missingArgument(of: command, token)
    default:
      if endsRow(token.kind) { throw missingArgument(of: command, token) }
      // A command may take a command that takes a command.
      try enter()
      defer { depth -= 1 }
      return try atom(after: .opening).node
    }
  }

  private func missingArgument(of command: String, _ token: TeXToken) -> TeXProblem {
    TeXProblem(
      range: token.range,
      message: "\(command) needs an argument, but \(described(token)) follows", hint: nil)
  }

  mutating func braced() throws(TeXProblem) -> HTMLNode {
    let open = lexer.next()
    let outerStyle = isDisplay
    let outerAlphabet = alphabet
    defer {
      isDisplay = outerStyle
      alphabet = outerAlphabet
    }
    let nodes = try row()
    let close = lexer.next()
    switch close.kind {
    case .closeBrace: return group(nodes)
    case .end: throw TeXProblem(range: open.range, message: "this { is never closed", hint: nil)
    default: throw unexpected(close)
    }
  }

  // MARK: Atoms

  mutating func atom(after previous: AtomClass) throws(TeXProblem) -> MathAtom {
    let token = lexer.peek()
    atomCount += 1
    if atomCount > Self.maximumAtoms {
      throw TeXProblem(
        range: token.range, message: "the formula has more than \(Self.maximumAtoms) parts",
        hint: "split it into several formulas")
    }
    switch token.kind {
    case .openBrace: return MathAtom(node: try braced())
    case .tie:
      _ = lexer.next()
      return MathAtom(node: .math(.mspace, [.math(.width, "0.25em")], []), atomClass: .space)
    case .command(let name):
      _ = lexer.next()
      return try command(name, token, after: previous)
    case .character(let scalar):
      _ = lexer.next()
      return try character(scalar, token, after: previous)
    default: throw unexpected(lexer.next())
    }
  }

  private mutating func character(
    _ scalar: Unicode.Scalar, _ token: TeXToken, after previous: AtomClass
  ) throws(TeXProblem) -> MathAtom {
    switch scalar {
    case "0"..."9": return MathAtom(node: number(digits(after: token, first: scalar)))
    case "+", "*", "=", "<", ">", ",", ";", "(", "[", ")", "]", "!", "?", "-", "/", ":", "|", ".":
      return sign(scalar, after: previous)
    case "$", "#", "%":
      throw TeXProblem(
        range: token.range, message: "\(scalar) has no meaning inside a formula",
        hint: "write \\\(scalar) for the sign itself")
    default:
      if scalar.properties.isAlphabetic { return MathAtom(node: letters(after: token, scalar)) }
      let text = String(scalar)
      let isSign = scalar.properties.isMath
      return MathAtom(node: .math(isSign ? .mo : .mtext, text: text))
    }
  }

  /// The rest of a number: digits, and points between digits.
  private mutating func digits(after token: TeXToken, first: Unicode.Scalar) -> String {
    var text = String(first)
    var end = token.range.upperBound
    while true {
      var ahead = lexer
      let next = ahead.next()
      guard next.range.lowerBound == end, case .character(let scalar) = next.kind else { break }
      if scalar == "." {
        let afterPoint = ahead.peek()
        guard afterPoint.range.lowerBound == next.range.upperBound,
          case .character(let digit) = afterPoint.kind, ("0"..."9").contains(digit)
        else { break }
      } else if !("0"..."9").contains(scalar) {
        break
      }
      lexer = ahead
      text.unicodeScalars.append(scalar)
      end = next.range.upperBound
    }
    return text
  }

  func number(_ text: String) -> HTMLNode { .math(.mn, text: alphabet?.mapped(text) ?? text) }

  /// A letter; in an alphabet that makes words, such as `\mathrm`, the letters and digits behind
  /// it too.
  private mutating func letters(after token: TeXToken, _ first: Unicode.Scalar) -> HTMLNode {
    guard let alphabet else { return identifier(String(first)) }
    var text = String(alphabet.mapped(first))
    var isWord = false
    while alphabet != .boldItalic, case .character(let scalar) = lexer.peek().kind,
      TeXLexer.isLetter(scalar) || ("0"..."9").contains(scalar)
    {
      _ = lexer.next()
      text.unicodeScalars.append(alphabet.mapped(scalar))
      isWord = true
    }
    return alphabet == .upright && !isWord
      ? .math(.mi, .math(.mathvariant, "normal"), text: text) : .math(.mi, text: text)
  }

  /// A letter as TeX sets it: slanted, but capital Greek and the nabla upright.
  func identifier(_ text: String) -> HTMLNode {
    let text = alphabet?.mapped(text) ?? text
    let isUpright = text.unicodeScalars.allSatisfy { ("Α"..."Ω").contains($0) || $0 == "∇" }
    return isUpright
      ? .math(.mi, .math(.mathvariant, "normal"), text: text) : .math(.mi, text: text)
  }

  // MARK: Problems

  func unexpected(_ token: TeXToken) -> TeXProblem {
    let (message, hint): (String, String?) =
      switch token.kind {
      case .closeBrace: ("this } closes no {", nil)
      case .alignment:
        ("& stands outside of a matrix or an aligned display", "write \\& for the sign itself")
      case .command("\\"):
        (
          "\\\\ stands outside of a matrix or an aligned display",
          "put the lines between \\begin{aligned} and \\end{aligned}"
        )
      case .command("right"): ("this \\right has no \\left", nil)
      case .command("middle"): ("this \\middle stands outside of \\left … \\right", nil)
      case .command("end"): ("this \\end has no \\begin", nil)
      case .end: ("the formula ends too early", nil)
      default: ("\(described(token)) is not expected here", nil)
      }
    return TeXProblem(range: token.range, message: message, hint: hint)
  }

  func described(_ token: TeXToken) -> String {
    switch token.kind {
    case .command(let name): "\\\(name)"
    case .character(let scalar): String(scalar)
    case .openBrace: "{"
    case .closeBrace: "}"
    case .superscript: "^"
    case .subscript: "_"
    case .alignment: "&"
    case .prime: "'"
    case .tie: "~"
    case .end: "the end of the formula"
    }
  }
}
