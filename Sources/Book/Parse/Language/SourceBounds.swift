/// How large and how deeply nested a block of code may be before a parser sees it.
///
/// swift-syntax tries brackets as types first and doubles its time with each level, and it follows
/// chains of operators by recursion: a few bytes can keep it busy for minutes, or overflow the
/// stack. These numbers keep both out of reach and are far from what a lesson needs.
enum SourceBounds {
  static let maximumBytes = 64 << 10
  static let maximumDepth = 12
  static let maximumInterpolationDepth = 3
  /// What all `[` of a block may cost together, each twice as much as the one around it.
  static let maximumArrayCost = 1 << 17
  /// Words, signs and brackets of one statement, those inside its brackets not counted.
  static let maximumStatementTokens = 400
}

/// What stops a block before it is parsed, with its place in the code.
struct BoundsViolation: Error, Equatable {
  var id: String
  var message: String
  var hint: String?
  var range: Range<Int>
}

/// Looks at code byte by byte, as the lexer would, and finds what is beyond `SourceBounds`.
///
/// Whatever could make this scanner and the lexer disagree about where a string ends is refused as
/// well: escaped identifiers, `#` outside of raw strings, raw strings over several lines, and a `/`
/// where a regular expression could begin.
struct BoundsScanner {
  private enum Opening {
    case bracket(UInt8)
    case interpolation(Literal, at: Int)
  }

  /// A string literal that is open: its kind, and how many `#` it needs.
  private struct Literal {
    var start: Int
    var isMultiline: Bool
    var poundCount: Int
  }

  /// What the last token of a statement was, as far as the question goes whether it may end there.
  private enum Last { case none, operand, name, word, sign, closing }

  private let bytes: [UInt8]
  private var index = 0
  private var openings: [Opening] = []
  /// The number of tokens of the statement at each depth.
  private var tokenCounts = [0]
  private var arrayCost = 0
  private var last = Last.none
  private var sawLineBreak = false

  /// The first violation in the code; nil when it may be parsed.
  static func violation(in code: String) -> BoundsViolation? {
    var scanner = BoundsScanner(bytes: Array(code.utf8))
    do throws(BoundsViolation) {
      try scanner.scan()
      return nil
    } catch {
      return error
    }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func matches(_ text: StaticString, at position: Int) -> Bool {
    guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { $0.elementsEqual(bytes[position..<position + $0.count]) }
  }

  private mutating func scan() throws(BoundsViolation) {
    if bytes.count > SourceBounds.maximumBytes {
      throw BoundsViolation(
        id: "code-too-long",
        message: "a block may hold \(SourceBounds.maximumBytes) bytes of code; this one holds "
          + "\(bytes.count)",
        hint: "divide the block", range: 0..<1)
    }
    while index < bytes.count { try scanToken() }
  }

  private mutating func scanToken() throws(BoundsViolation) {
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      sawLineBreak = true
      try refuseLineBreakInsideInterpolation()
      index += 1
    case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0B, 0x0C, 0:
      index += 1
    case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "/"):
      while index < bytes.count, !isLineBreak(bytes[index]) { index += 1 }
    case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "*"):
      try skipBlockComment()
    case UInt8(ascii: "\""):
      try count(.operand, at: start)
      try scanLiteral(poundCount: 0)
    case UInt8(ascii: "#"):
      try scanPound()
    case UInt8(ascii: "`"):
      throw BoundsViolation(
        id: "unsupported-syntax",
        message: "names in backticks are not part of the chapter language", hint: nil,
        range: index..<index + 1)
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      try open()
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      try close()
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      index += 1
      tokenCounts[tokenCounts.count - 1] = 0
      last = .none
      sawLineBreak = false
    default:
      if isWordByte(bytes[index]) {
        try scanWord()
      } else {
        try scanSigns()
      }
    }
  }

  private func isLineBreak(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      return true
    default: return false
    }
  }

  private func isSignByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
      UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "?"),
      UInt8(ascii: "^"), UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "\\"):
      return true
    default: return false
    }
  }

  private func startsComment(at position: Int) -> Bool {
    byte(position) == UInt8(ascii: "/")
      && (byte(position + 1) == UInt8(ascii: "/") || byte(position + 1) == UInt8(ascii: "*"))
  }

  /// A line break ends a statement when neither side of it asks for more; only then the count of
  /// tokens starts again.
  private mutating func count(_ kind: Last, at start: Int, word: Substring = "")
    throws(BoundsViolation)
  {
    let continues =
      last == .sign || last == .word || kind == .sign || word == "else" || word == "while"
      || word == "as" || word == "is"
    if sawLineBreak, !continues { tokenCounts[tokenCounts.count - 1] = 0 }
    sawLineBreak = false
    // A run of signs is one token to the lexer, yet `!!!!` and `????` nest once for each.
    tokenCounts[tokenCounts.count - 1] += kind == .sign ? max(1, index - start) : 1
    last = kind
    if tokenCounts[tokenCounts.count - 1] > SourceBounds.maximumStatementTokens {
      throw BoundsViolation(
        id: "code-too-complex",
        message: "a statement may hold \(SourceBounds.maximumStatementTokens) words and signs",
        hint: "divide it with `let`", range: start..<start + 1)
    }
  }

  private mutating func scanWord() throws(BoundsViolation) {
    let start = index
    while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
    let word = Substring(decoding: bytes[start..<index], as: UTF8.self)
    guard word.unicodeScalars.allSatisfy({ $0.isASCII || $0.properties.isAlphabetic }) else {
      throw BoundsViolation(
        id: "unsupported-syntax",
        message: "names are made of letters, digits and `_` in the chapter language", hint: nil,
        range: start..<index)
    }
    let kind: Last =
      Self.words.contains(word) ? .word : Self.contextualWords.contains(word) ? .word : .name
    try count(kind, at: start, word: word)
  }

  /// Words of the language after which a statement cannot be at its end, and an expression begins.
  private static let words: Set<Substring> = [
    "as", "associatedtype", "case", "catch", "class", "default", "defer", "deinit", "do", "else",
    "enum", "extension", "fileprivate", "for", "func", "guard", "if", "import", "in", "init",
    "inout", "internal", "is", "let", "operator", "precedencegroup", "private", "protocol",
    "public", "repeat", "rethrows", "return", "static", "struct", "subscript", "switch", "throw",
    "throws", "try", "typealias", "var", "where", "while", "break", "continue", "fallthrough",
  ]

  /// Words that are names elsewhere, and may pile up before a declaration or an expression.
  private static let contextualWords: Set<Substring> = [
    "await", "any", "some", "each", "unsafe", "consume", "copy", "borrow", "discard", "yield",
    "then", "nonisolated", "isolated", "sending", "borrowing", "consuming", "mutating",
    "nonmutating", "final", "lazy", "weak", "unowned", "package", "open", "dynamic", "optional",
    "override", "required", "convenience", "indirect", "async", "actor", "distributed", "infix",
    "prefix", "postfix", "repeat", "macro", "reasync",
  ]

  private mutating func scanSigns() throws(BoundsViolation) {
    let start = index
    while index < bytes.count, isSignByte(bytes[index]), !startsComment(at: index) { index += 1 }
    if index == start { index += 1 }
    let run = bytes[start..<index]
    if run.contains(UInt8(ascii: "/")) { try refuseRegularExpression(start..<index) }
    // `!` and `?` directly behind a value belong to it.
    let isPostfix =
      run.allSatisfy { $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") }
      && isLeftBound(start) && (last == .name || last == .closing || last == .operand)
    try count(.sign, at: start)
    if isPostfix { last = .closing }
  }

  /// Division stands between two values, with space on both sides or on neither.
  private func refuseRegularExpression(_ run: Range<Int>) throws(BoundsViolation) {
    if isLeftBound(run.lowerBound) { return }
    let isOperand = last == .name || last == .closing || last == .operand
    let isRightBound =
      run.upperBound < bytes.count
      && !" \r\n\t)]},;:".utf8.contains(bytes[run.upperBound])
    if isOperand, !isRightBound { return }
    throw BoundsViolation(
      id: "unsupported-syntax",
      message: "a regular expression could begin here; these are not part of the chapter language",
      hint: "write a division with a space on both sides of `/`", range: run)
  }

  /// Whether a sign stands directly behind something, as the lexer sees it.
  private func isLeftBound(_ position: Int) -> Bool {
    guard position > 0 else { return false }
    let before = bytes[position - 1]
    if " \r\n\t([{,;:\0".utf8.contains(before) { return false }
    let endsComment =
      before == UInt8(ascii: "/") && position > 1 && bytes[position - 2] == UInt8(ascii: "*")
    return !endsComment
  }

  private mutating func open() throws(BoundsViolation) {
    try count(.sign, at: index)
    let bracket = bytes[index]
    openings.append(.bracket(bracket))
    index += 1
    try enter(at: index - 1)
    guard bracket == UInt8(ascii: "[") else { return }
    arrayCost += 1 << openings.count { if case .bracket(bracket) = $0 { true } else { false } }
    if arrayCost > SourceBounds.maximumArrayCost {
      throw BoundsViolation(
        id: "code-too-complex", message: "this block nests too many arrays in each other",
        hint: "divide it into several blocks", range: index - 1..<index)
    }
  }

  private mutating func enter(at position: Int) throws(BoundsViolation) {
    tokenCounts.append(0)
    last = .none
    sawLineBreak = false
    if openings.count > SourceBounds.maximumDepth {
      throw BoundsViolation(
        id: "code-too-deep",
        message: "brackets may be nested \(SourceBounds.maximumDepth) deep; "
          + "this one is number \(openings.count)",
        hint: "divide the expression with `let`, or the statement with a function",
        range: position..<position + 1)
    }
  }

  /// Leaves a bracket.
  ///
  /// One that closes nothing is the parser's to report.
  private mutating func close() throws(BoundsViolation) {
    switch openings.last {
    case .interpolation(let literal, _) where bytes[index] == UInt8(ascii: ")"):
      leave()
      index += 1
      try scanLiteralRest(literal)
      last = .closing
    case .bracket:
      leave()
      index += 1
      last = .closing
    default:
      try count(.sign, at: index)
      index += 1
      last = .closing
    }
  }

  private mutating func leave() {
    openings.removeLast()
    tokenCounts.removeLast()
    sawLineBreak = false
  }

  private mutating func skipBlockComment() throws(BoundsViolation) {
    let start = index
    var depth = 0
    repeat {
      if index >= bytes.count {
        throw BoundsViolation(
          id: "syntax", message: "this comment does not end", hint: "write `*/` where it ends",
          range: start..<start + 2)
      }
      if matches("/*", at: index) {
        depth += 1
        index += 2
      } else if matches("*/", at: index) {
        depth -= 1
        index += 2
      } else {
        if isLineBreak(bytes[index]) { try refuseLineBreakInsideInterpolation() }
        index += 1
      }
    } while depth > 0
  }

  private func refuseLineBreakInsideInterpolation() throws(BoundsViolation) {
    for case .interpolation(let literal, let start) in openings where !literal.isMultiline {
      throw BoundsViolation(
        id: "syntax", message: "a string in one line cannot hold a line break",
        hint: "compute the value with `let` above", range: start..<start + 1)
    }
  }

  private mutating func scanPound() throws(BoundsViolation) {
    let start = index
    while byte(index) == UInt8(ascii: "#") { index += 1 }
    guard byte(index) == UInt8(ascii: "\"") else {
      throw BoundsViolation(
        id: "unsupported-syntax",
        message: "`#` begins a macro or a compiler directive; neither is part of the chapter "
          + "language", hint: nil, range: start..<index)
    }
    if matches("\"\"", at: index) {
      throw BoundsViolation(
        id: "unsupported-syntax",
        message: "raw strings over several lines are not part of the chapter language",
        hint: "write `\"\"\"` without `#`", range: start..<index)
    }
    let pounds = index - start
    try count(.operand, at: start)
    try scanLiteral(poundCount: pounds)
  }

  /// Reads a string literal from its first quote.
  private mutating func scanLiteral(poundCount: Int) throws(BoundsViolation) {
    let isMultiline = poundCount == 0 && matches("\"\"\"", at: index)
    let literal = Literal(start: index, isMultiline: isMultiline, poundCount: poundCount)
    index += isMultiline ? 3 : 1
    try scanLiteralRest(literal)
    last = .operand
  }

  /// Reads on inside a string literal: to its end, or to the next interpolation.
  private mutating func scanLiteralRest(_ literal: Literal) throws(BoundsViolation) {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if !literal.isMultiline { return }
        try refuseLineBreakInsideInterpolation()
        index += 1
      case UInt8(ascii: "\""):
        if endsLiteral(literal) {
          index += (literal.isMultiline ? 3 : 1) + literal.poundCount
          return
        }
        index += 1
      case UInt8(ascii: "\\"):
        guard hasPounds(literal.poundCount, at: index + 1) else {
          index += 1
          continue
        }
        index += 1 + literal.poundCount
        if byte(index) == UInt8(ascii: "(") {
          try openInterpolation(literal)
          return
        }
        // The escaped byte is passed over, but never a line's end, which closes the literal.
        if index < bytes.count, !isLineBreak(bytes[index]) { index += 1 }
      default:
        index += 1
      }
    }
    if literal.isMultiline {
      throw BoundsViolation(
        id: "syntax", message: "this string does not end", hint: "write `\"\"\"` where it ends",
        range: literal.start..<literal.start + 3)
    }
  }

  private func endsLiteral(_ literal: Literal) -> Bool {
    let quotes = literal.isMultiline ? 3 : 1
    if literal.isMultiline, !matches("\"\"\"", at: index) { return false }
    return hasPounds(literal.poundCount, at: index + quotes)
  }

  private func hasPounds(_ count: Int, at position: Int) -> Bool {
    (0..<count).allSatisfy { byte(position + $0) == UInt8(ascii: "#") }
  }

  private mutating func openInterpolation(_ literal: Literal) throws(BoundsViolation) {
    openings.append(.interpolation(literal, at: index))
    index += 1
    try enter(at: index - 1)
    let depth = openings.count { if case .interpolation = $0 { true } else { false } }
    if depth > SourceBounds.maximumInterpolationDepth {
      throw BoundsViolation(
        id: "code-too-deep",
        message: "values in strings may be nested \(SourceBounds.maximumInterpolationDepth) deep",
        hint: "compute the inner string with `let` above", range: index - 1..<index)
    }
  }
}
