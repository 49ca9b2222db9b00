/// Reads the text of a paragraph from left to right and finds what cmark must not read.
///
/// That is formulas, values, references, citations, footnotes. Code spans, autolinks and HTML are
/// passed over as cmark does it; a backslash takes the meaning from what follows it.
struct InlineScanner {
  let bytes: [UInt8]
  private(set) var masks: [InlineMask] = []
  private(set) var problems: [InlineProblem] = []
  /// The ends of the code spans, by their starts.
  private(set) var codeSpans: [Int: Int] = [:]
  /// Where a display formula opens that has no end, if there is one.
  private(set) var openDisplay: Int?

  private var position = 0
  private var backticks: BacktickRuns
  private var html: HTMLScanner
  private var dollars: DollarSigns
  /// Whether a search for `-->` has failed: there is none further on either.
  private var lacksCommentEnd = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    backticks = BacktickRuns(bytes)
    html = HTMLScanner(bytes)
    dollars = DollarSigns(bytes)
  }

  mutating func scan() {
    while position < bytes.count {
      switch bytes[position] {
      case Byte.backslash:
        position += bytes.at(position + 1)?.isASCIIPunctuation ?? false ? 2 : 1
      case Byte.backtick: scanBackticks()
      case Byte.less: scanLess()
      case Byte.dollar: scanDollar()
      case Byte.openBracket: scanBracket()
      case Byte.at: scanAt()
      case 0xEE where bytes[position...].starts(with: InlineMask.placeholder):
        add(.character, upTo: position + InlineMask.placeholder.count)
      default: position += 1
      }
    }
  }

  private mutating func add(_ kind: InlineMask.Kind, upTo end: Int) {
    masks.append(InlineMask(kind: kind, range: position..<end))
    position = end
  }

  private mutating func report(
    _ id: String, _ message: String, _ range: Range<Int>, hint: String? = nil
  ) {
    problems.append(InlineProblem(id: id, message: message, hint: hint, range: range))
  }

  /// Whether a `<` begins the destination of a link, `](<…>`.
  private func opensDestination(_ index: Int) -> Bool {
    var before = index - 1
    while before > 0, bytes[before].isMarkdownSpace { before -= 1 }
    return before > 0 && bytes[before] == Byte.openParenthesis
      && bytes[before - 1] == Byte.closeBracket
  }

  private mutating func scanLess() {
    if !opensDestination(position), let end = html.end(from: position) {
      position = end
    } else {
      position += 1
    }
  }
}

// MARK: - Code spans and values

extension InlineScanner {
  private mutating func scanBackticks() {
    let start = position
    let open = bytes.skip(from: start) { $0 == Byte.backtick }
    guard let close = backticks.close(for: open - start, from: open) else {
      position = open
      return
    }
    let end = close + open - start
    codeSpans[start] = end
    if !scanValue(start..<end, content: open..<close) { position = end }
  }

  /// Reads a code span as a value in prose; false if it is none.
  private mutating func scanValue(_ span: Range<Int>, content: Range<Int>) -> Bool {
    let text = bytes.trimmedRange(content)
    if bytes.has("<!--{swift}", at: span.upperBound) {
      let code = span.upperBound + 11
      guard !lacksCommentEnd, let close = bytes.firstIndex(of: "-->", from: code) else {
        lacksCommentEnd = true
        return false
      }
      addValue(
        code: bytes.trimmedRange(code..<close), recorded: strippedCodeSpan(content),
        upTo: close + 3)
      return true
    }
    guard bytes.has("{swift}", at: text.lowerBound),
      text.count == 7 || bytes[text.lowerBound + 7].isMarkdownSpace
    else { return false }
    addValue(
      code: bytes.trimmedRange(text.lowerBound + 7..<text.upperBound), recorded: nil,
      upTo: span.upperBound)
    return true
  }

  private mutating func addValue(code: Range<Int>, recorded: Range<Int>?, upTo end: Int) {
    let whole = position..<end
    if code.isEmpty {
      report(
        "empty-value", "A value in prose has no expression.", whole,
        hint: "Write for example `{swift} counts.max()` between the backticks.")
    }
    if bytes[whole].contains(Byte.lineFeed) {
      report(
        "value-over-lines", "A value in prose must stand on one line.", whole,
        hint: "Join the lines, with the comment behind the value.")
    }
    add(.value(code: code, recorded: recorded), upTo: end)
  }

  /// The text of a code span that holds a recorded value: without one space on either side, if it
  /// has both; a text of spaces alone loses one (see `recordedValue`).
  private func strippedCodeSpan(_ content: Range<Int>) -> Range<Int> {
    if bytes[content].allSatisfy({ $0 == Byte.space }) { return content.dropFirst() }
    guard bytes[content.lowerBound] == Byte.space, bytes[content.upperBound - 1] == Byte.space
    else { return content }
    return content.dropFirst().dropLast()
  }
}

// MARK: - Formulas

extension InlineScanner {
  private mutating func scanDollar() {
    if bytes.at(position + 1) == Byte.dollar {
      scanDisplay()
    } else if let next = bytes.at(position + 1), !next.isMarkdownSpace,
      let close = dollars.close(from: position + 1)
    {
      add(.math(position + 1..<close), upTo: close + 1)
    } else {
      position += 1
    }
  }

  private mutating func scanDisplay() {
    let start = position + 2
    guard let close = dollars.displayClose(from: start) else {
      report(
        "open-formula", "The display formula that begins here has no closing `$$`.",
        position..<start,
        hint: "Close it in the same paragraph, with no backtick in between; to write dollar signs, "
          + "put a backslash before each.")
      openDisplay = openDisplay ?? position
      position = start
      return
    }
    let tex = start..<close
    if bytes.trimmedRange(tex).isEmpty {
      report("empty-formula", "The formula is empty.", position..<close + 2)
    }
    let end = close + 2
    let brace = bytes.skip(from: end, while: \.isSpaceOrTab)
    guard bytes.has("{#", at: brace),
      case let labelEnd = bytes.skip(
        from: brace + 2, while: { $0 != Byte.closeBrace && !$0.isMarkdownSpace }),
      bytes.at(labelEnd) == Byte.closeBrace
    else {
      add(.display(tex, label: nil), upTo: end)
      return
    }
    add(.display(tex, label: brace + 2..<labelEnd), upTo: labelEnd + 1)
  }
}

// MARK: - References, citations, footnotes

extension InlineScanner {
  private mutating func scanAt() {
    guard let end = referenceEnd(from: position + 1), !continuesWord(position) else {
      position += 1
      return
    }
    add(.reference(position + 1..<end), upTo: end)
  }

  /// Whether a sign stands inside a word, as in an address.
  private func continuesWord(_ index: Int) -> Bool {
    guard let before = bytes.prefix(index).last else { return false }
    return before.isASCIIAlphanumeric || before >= 128 || "_.-+@/".utf8.contains(before)
  }

  /// The end of a label with one of the known prefixes.
  private func referenceEnd(from start: Int) -> Int? {
    let end = labelEnd(from: start)
    let label = bytes[start..<end]
    let hasPrefix = referencePrefixes.contains {
      label.starts(with: $0.utf8) && label.count > $0.utf8.count
    }
    return hasPrefix ? end : nil
  }

  private func labelEnd(from start: Int) -> Int {
    var end = bytes.skip(from: start, while: \.isLabelByte)
    while end > start, bytes[end - 1] == Byte.hyphen { end -= 1 }
    return end
  }

  private mutating func scanBracket() {
    if let name = footnoteNameEnd(in: bytes, from: position) {
      add(.footnote(position + 2..<name), upTo: name + 1)
    } else if bytes.at(position + 1) == Byte.at, let first = bytes.at(position + 2),
      first.isASCIIAlphanumeric, referenceEnd(from: position + 2) == nil
    {
      scanCitation()
    } else {
      position += 1
    }
  }

  private mutating func scanCitation() {
    var keys: [Range<Int>] = []
    var index = position + 1
    while bytes.at(index) == Byte.at {
      let end = citationKeyEnd(from: index + 1)
      guard end > index + 1 else { break }
      keys.append(index + 1..<end)
      index = bytes.skip(from: end, while: \.isMarkdownSpace)
      guard bytes.at(index) == Byte.semicolon else { break }
      index = bytes.skip(from: index + 1, while: \.isMarkdownSpace)
    }
    let next = bytes.at(index + 1)
    if bytes.at(index) == Byte.closeBracket, next != Byte.openParenthesis,
      next != Byte.openBracket
    {
      add(.citation(keys), upTo: index + 1)
      return
    }
    if bytes.at(index) != Byte.closeBracket {
      report(
        "malformed-citation", "Expected `;` or `]` in a citation.",
        min(index, bytes.count)..<min(index + 1, bytes.count),
        hint: "Citations are written `[@key]` or `[@key; @other]`; for a bracket that is none, "
          + "write `\\[`.")
    }
    position += 1
  }

  private func citationKeyEnd(from start: Int) -> Int {
    var end = bytes.skip(from: start) {
      $0.isLabelByte || $0 == Byte.underscore || $0 == Byte.colon || $0 == UInt8(ascii: ".")
    }
    while end > start, !bytes[end - 1].isASCIIAlphanumeric { end -= 1 }
    return end
  }
}
