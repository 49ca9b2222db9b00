import BookModel

extension TeXParser {
  /// What a command stands for, its arguments included; the command itself has been read.
  mutating func command(
    _ name: String, _ token: TeXToken, after previous: AtomClass
  ) throws(TeXProblem) -> MathAtom {
    if let symbol = TeXVocabulary.symbols[name] { return atom(for: symbol, after: previous) }
    if let hasLimits = TeXVocabulary.functions[name] {
      let text = ["argmax": "arg max", "argmin": "arg min", "limsup": "lim sup"][name] ?? name
      return function(text, hasLimits: hasLimits)
    }
    if let width = TeXVocabulary.spaces[name] {
      return MathAtom(node: .math(.mspace, [.math(.width, width)], []), atomClass: .space)
    }
    if let alphabet = TeXVocabulary.alphabets[name] {
      return MathAtom(node: try argument(of: "\\\(name)", in: alphabet))
    }
    if let accent = TeXVocabulary.accents[name] {
      return try accented(name, accent.text, stretches: accent.stretches, below: accent.below)
    }
    if let size = TeXVocabulary.delimiterSizes[name] {
      let sign = try delimiter(of: "\\\(name)")
      let isClosing = name.hasSuffix("r") || ")]}⌋⌉⟩".contains(sign)
      return MathAtom(
        node: fence(sign, isClosing ? "postfix" : "prefix", size: size),
        atomClass: isClosing ? .closing : .opening)
    }
    return try structure(name, token, after: previous)
  }

  private mutating func structure(
    _ name: String, _ token: TeXToken, after previous: AtomClass
  ) throws(TeXProblem) -> MathAtom {
    switch name {
    case "frac", "dfrac", "tfrac", "binom": return try fraction(name)
    case "sqrt": return try root()
    case "left": return try fenced(token)
    case "begin": return try environment(token)
    case "text", "mbox", "textrm", "textbf", "textit", "texttt": return try text(name, token)
    case "operatorname": return try operatorName(token)
    case "overset", "stackrel", "underset": return try stacked(name)
    case "substack": return try substack(token)
    case "bmod":
      let space = "0.2222em"
      return MathAtom(
        node: .math(.mo, .math(.lspace, space), .math(.rspace, space), text: "mod"),
        atomClass: .binary)
    case "pmod", "mod": return try modulus(name)
    case "phantom": return MathAtom(node: .math(.mphantom, [try argument(of: "\\phantom")]))
    case "boxed":
      let content = try argument(of: "\\boxed")
      return MathAtom(node: .math(.mrow, [.class("boxed")], [content]))
    case "xrightarrow", "xleftarrow":
      let label = try argument(of: "\\\(name)")
      let arrow = HTMLNode.math(
        .mo, .math(.stretchy, "true"), text: name == "xrightarrow" ? "→" : "←")
      return MathAtom(node: .math(.mover, [arrow, padded(label)]), atomClass: .relation)
    case "not": return negated(lexer.next())
    case "vert", "Vert", "|":
      return MathAtom(node: bar(name == "vert" ? "|" : "‖"))
    case "hline":
      throw TeXProblem(
        range: token.range, message: "\\hline stands at the start of a matrix row only", hint: nil)
    default: return unknown(name, token)
    }
  }

  /// Records the command, and goes on with its name in the formula's place.
  private mutating func unknown(_ name: String, _ token: TeXToken) -> MathAtom {
    let hint: String? =
      switch name {
      case "tag", "label": "number an equation with {#eq-name} behind its closing $$"
      case "color", "textcolor": "formulas take the colour of the text; leave it out"
      case "": "write a command's name behind the backslash"
      default: nearestName(to: name, among: TeXVocabulary.commands).map { "did you mean \\\($0)?" }
      }
    problems.append(
      TeXProblem(range: token.range, message: "unknown TeX command \\\(name)", hint: hint))
    return MathAtom(node: .math(.mtext, text: "\\\(name)"))
  }

  private func atom(for symbol: TeXSymbol, after previous: AtomClass) -> MathAtom {
    switch symbol.kind {
    case .identifier: return MathAtom(node: identifier(symbol.text))
    case .bigOperator(let limits):
      return MathAtom(node: .math(.mo, text: symbol.text), limits: limits ? .inDisplay : .never)
    case .sign(let atomClass): return sign(symbol.text, atomClass, after: previous)
    }
  }

  // MARK: Signs

  func sign(_ scalar: Unicode.Scalar, after previous: AtomClass) -> MathAtom {
    let text = scalar == "-" ? "−" : scalar == "*" ? "∗" : String(scalar)
    switch scalar {
    case "+", "-", "*": return sign(text, .binary, after: previous)
    case "=", "<", ">": return sign(text, .relation, after: previous)
    case ",", ";": return sign(text, .punctuation, after: previous)
    case "(", "[": return sign(text, .opening, after: previous)
    case ")", "]": return sign(text, .closing, after: previous)
    case ":":
      let space = "0.2778em"
      return MathAtom(
        node: .math(.mo, .math(.lspace, space), .math(.rspace, space), text: text),
        atomClass: .relation)
    case "|": return MathAtom(node: bar(text))
    case "!", "?":
      return MathAtom(
        node: .math(.mo, .math(.form, "postfix"), text: text), atomClass: .closing)
    default:
      return MathAtom(node: .math(.mo, .math(.lspace, "0"), .math(.rspace, "0"), text: text))
    }
  }

  func sign(_ text: String, _ atomClass: AtomClass, after previous: AtomClass) -> MathAtom {
    switch atomClass {
    case .binary:
      // Behind another operator or at the start it is a sign of its operand, set without space.
      if [.opening, .binary, .relation, .punctuation, .operatorName].contains(previous) {
        return MathAtom(node: .math(.mo, .math(.form, "prefix"), text: text))
      }
      return MathAtom(node: .math(.mo, text: text), atomClass: .binary)
    case .relation:
      let node: HTMLNode =
        "↑↓↕".contains(text)
        ? .math(.mo, .math(.stretchy, "false"), text: text) : .math(.mo, text: text)
      return MathAtom(node: node, atomClass: .relation)
    case .opening, .closing:
      let form = atomClass == .opening ? "prefix" : "postfix"
      return MathAtom(
        node: .math(.mo, .math(.form, form), .math(.stretchy, "false"), text: text),
        atomClass: atomClass)
    case .punctuation:
      let node: HTMLNode =
        text == ":"
        ? .math(.mo, .math(.lspace, "0"), .math(.rspace, "0.2222em"), text: text)
        : .math(.mo, text: text)
      return MathAtom(node: node, atomClass: .punctuation)
    default: return MathAtom(node: .math(.mi, text: text))
    }
  }

  private func bar(_ text: String) -> HTMLNode {
    .math(
      .mo, .math(.lspace, "0"), .math(.rspace, "0"), .math(.stretchy, "false"), text: text)
  }

  private mutating func negated(_ token: TeXToken) -> MathAtom {
    let sign =
      switch token.kind {
      case .character(let scalar): String(scalar)
      case .command(let name): TeXVocabulary.symbols[name]?.text ?? ""
      default: ""
      }
    if sign.isEmpty {
      problems.append(
        TeXProblem(
          range: token.range, message: "\\not needs a relation, but \(described(token)) follows",
          hint: nil))
    }
    let known = ["=": "≠", "∈": "∉", "<": "≮", ">": "≯", "≡": "≢", "⊂": "⊄", "⊆": "⊈", "∼": "≁"]
    return MathAtom(
      node: .math(.mo, text: known[sign] ?? sign + "\u{338}"), atomClass: .relation)
  }

  // MARK: Named functions, text, alphabets

  private func function(_ text: String, hasLimits: Bool) -> MathAtom {
    // One letter alone would be slanted; names of several letters are upright by themselves.
    MathAtom(
      node: .math(.mi, text: text), atomClass: .operatorName,
      limits: hasLimits ? .inDisplay : .never)
  }

  private mutating func operatorName(_ token: TeXToken) throws(TeXProblem) -> MathAtom {
    var hasLimits = false
    if lexer.peek().kind == .character("*") {
      _ = lexer.next()
      hasLimits = true
    }
    let name = try rawArgument(of: "\\operatorname", token)
    var result = function(name, hasLimits: hasLimits)
    if name.unicodeScalars.count == 1 {
      result.node = .math(.mi, .math(.mathvariant, "normal"), text: name)
    }
    return result
  }

  private mutating func text(_ name: String, _ token: TeXToken) throws(TeXProblem) -> MathAtom {
    var text = try rawArgument(of: "\\\(name)", token)
    let alphabets: [String: MathAlphabet] = [
      "textbf": .bold, "textit": .italic, "texttt": .monospace,
    ]
    if let alphabet = alphabets[name] { text = alphabet.mapped(text) }
    // White space at the ends of a text element is dropped; a no-break space is not.
    if text.hasPrefix(" ") { text = "\u{A0}" + text.dropFirst() }
    if text.hasSuffix(" ") { text = text.dropLast() + "\u{A0}" }
    return MathAtom(node: .math(.mtext, text: text))
  }

  private mutating func rawArgument(
    of command: String, _ token: TeXToken
  ) throws(TeXProblem) -> String {
    guard let (text, range) = lexer.rawGroup() else {
      throw TeXProblem(
        range: token.range, message: "\(command) needs its text in braces: \(command){…}",
        hint: nil)
    }
    if text.contains("\\") {
      problems.append(
        TeXProblem(
          range: range, message: "\(command) takes plain text, and a command stands in it",
          hint: "end the text before the command"))
    }
    return text
  }

  private mutating func argument(
    of command: String, in newAlphabet: MathAlphabet
  ) throws(TeXProblem) -> HTMLNode {
    let outer = alphabet
    alphabet = newAlphabet
    defer { alphabet = outer }
    return try argument(of: command)
  }
}
