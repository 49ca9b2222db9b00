import BookModel

/// Reads the options on top of an executed block, one a line.
///
///     option = "//| " key ":" value
///     value  = "true" | "false" | text | list
///     text   = bare | "\"" … "\"" | "'" … "'"
///     list   = "[" text { "," text } "]" | text
struct BlockOptionReader {
  let path: String
  private(set) var options = BlockOptions()
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: [String: SourceSpan] = [:]

  init(path: String) { self.path = path }

  /// The options of a block and the lines of code without them.
  static func read(
    _ lines: [CodeLine], path: String
  ) -> (options: BlockOptions, code: [CodeLine], diagnostics: [Diagnostic]) {
    var reader = BlockOptionReader(path: path)
    var code: [CodeLine] = []
    var isBehindCode = false
    for line in lines {
      let text = Array(line.text.utf8)
      let start = text.skip(from: 0, while: \.isSpaceOrTab)
      if text.has("//|", at: start) {
        let option = OptionLine(bytes: text, origin: line.origin, start: start)
        if isBehindCode {
          reader.report(
            "late-option", "An option stands after the first line of code.",
            option.span(start..<text.count),
            hint: "Move it to the top of the block, below the fence.")
        } else {
          reader.read(option)
          continue
        }
      }
      if start < text.count { isBehindCode = true }
      code.append(line)
    }
    return (reader.options, code, reader.diagnostics)
  }

  private mutating func read(_ line: OptionLine) {
    let bytes = line.bytes
    let keyStart = bytes.skip(from: line.start + 3, while: \.isSpaceOrTab)
    let keyEnd = bytes.skip(from: keyStart) { $0.isLabelByte || $0 == Byte.underscore }
    let whole = line.span(bytes.trimmedRange(line.start..<bytes.count))
    guard keyEnd > keyStart, bytes.at(keyEnd) == Byte.colon else {
      report(
        "malformed-option", "Expected an option of the form `//| key: value`.", whole,
        hint: "Write for example `//| label: fig-overlap`.")
      return
    }
    let key = String(decoding: bytes[keyStart..<keyEnd], as: UTF8.self)
    let value = bytes.trimmedRange(keyEnd + 1..<bytes.count)
    guard keyStart > line.start + 3 else {
      let written = String(decoding: bytes[value], as: UTF8.self)
      report(
        "malformed-option", "Expected a space between `//|` and the option's name.", whole,
        hint: "Write `//| \(key): \(written)`.")
      return
    }
    let keySpan = line.span(keyStart..<keyEnd)
    if let first = seen.updateValue(keySpan, forKey: key) {
      report(
        "duplicate-option",
        "The option `\(key)` is set twice; the first is on line \(first.start.line).", keySpan,
        hint: "Delete one of the two.")
      return
    }
    guard let option = BlockOptionName(rawValue: key) else {
      let names = BlockOptionName.allCases.map(\.rawValue)
      report(
        "unknown-option", "There is no option `\(key)`.", keySpan,
        hint: nearestName(to: key, among: names).map { "Did you mean `\($0)`?" }
          ?? "The options are \(names.map { "`\($0)`" }.joined(separator: ", ")).")
      return
    }
    set(option, to: OptionValue(line: line, range: value))
  }

  private mutating func set(_ option: BlockOptionName, to value: OptionValue) {
    switch option {
    case .label: options.label = label(value)
    case .echo: setFlag(\.echo, option, value)
    case .eval: setFlag(\.eval, option, value)
    case .output: setFlag(\.output, option, value)
    case .error: setFlag(\.error, option, value)
    case .codeFold: setFlag(\.codeFold, option, value)
    case .figureCaption: options.figureCaption = text(option, value)
    case .figureAlternative: options.figureAlternative = text(option, value)
    case .tableCaption: options.tableCaption = text(option, value)
    case .parameters: setFlag(\.parameters, option, value)
    case .volatile: setFlag(\.volatile, option, value)
    case .covers: options.covers = list(option, value)
    case .answer: setFlag(\.answer, option, value)
    }
  }

  private mutating func setFlag(
    _ flag: WritableKeyPath<BlockOptions, Bool>, _ option: BlockOptionName, _ value: OptionValue
  ) {
    switch value.text {
    case "true": options[keyPath: flag] = true
    case "false": options[keyPath: flag] = false
    default:
      reportValue(option, "`true` or `false`", value)
    }
  }

  private mutating func text(_ option: BlockOptionName, _ value: OptionValue) -> Located<String>? {
    guard let text = value.unquoted, !text.isEmpty else {
      reportValue(option, "a text, bare or between quotation marks", value)
      return nil
    }
    return Located(text, value.span)
  }

  private mutating func label(_ value: OptionValue) -> Located<String>? {
    guard let label = text(.label, value) else { return nil }
    if let diagnostic = malformedLabel(label, path: path) {
      diagnostics.append(diagnostic)
      return nil
    }
    return label
  }

  private mutating func list(
    _ option: BlockOptionName, _ value: OptionValue
  ) -> [Located<String>] {
    guard let elements = value.elements else {
      reportValue(option, "a list such as `[004-09, 004-10]`", value)
      return []
    }
    return elements.compactMap { element in
      guard let text = element.unquoted, !text.isEmpty else {
        reportValue(option, "a text in each place of the list", element)
        return nil
      }
      return Located(text, element.span)
    }
  }

  private mutating func reportValue(
    _ option: BlockOptionName, _ expected: String, _ value: OptionValue
  ) {
    let found = value.text.isEmpty ? "nothing" : "`\(value.text)`"
    report(
      "bad-option-value",
      "The option `\(option.rawValue)` expects \(expected), and found \(found).", value.span)
  }

  private mutating func report(
    _ id: String, _ message: String, _ span: SourceSpan, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(id, message, path: path, span: span, hint: hint))
  }
}

/// The options, as chapters spell them.
enum BlockOptionName: String, CaseIterable {
  case label, echo, eval, output, error
  case codeFold = "code-fold"
  case figureCaption = "fig-cap"
  case figureAlternative = "fig-alt"
  case tableCaption = "tbl-cap"
  case parameters, volatile, covers, answer
}

/// A line `//| …`, with its place.
private struct OptionLine {
  let bytes: [UInt8]
  let origin: SourceLocation
  /// Where `//|` begins.
  let start: Int

  func span(_ range: Range<Int>) -> SourceSpan {
    SourceSpan(location(range.lowerBound), location(range.upperBound))
  }

  private func location(_ offset: Int) -> SourceLocation {
    SourceLocation(
      offset: origin.offset + offset, line: origin.line, column: origin.column + offset)
  }
}

/// What stands behind the colon of an option, or in one place of its list.
private struct OptionValue {
  let line: OptionLine
  let range: Range<Int>

  var span: SourceSpan { line.span(range) }

  var text: String { String(decoding: line.bytes[range], as: UTF8.self) }

  /// The text without its quotation marks; nil if these do not match.
  var unquoted: String? {
    let bytes = line.bytes[range]
    guard let mark = bytes.first, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else {
      return text
    }
    var content: [UInt8] = []
    var index = range.lowerBound + 1
    while index < range.upperBound {
      let byte = line.bytes[index]
      let next = index + 1 < range.upperBound ? line.bytes[index + 1] : nil
      if byte == Byte.backslash, mark == UInt8(ascii: "\""), let next,
        next == mark || next == Byte.backslash
      {
        content.append(next)
        index += 2
      } else if byte == mark, mark == UInt8(ascii: "'"), next == mark {
        content.append(mark)
        index += 2
      } else if byte == mark {
        return next == nil ? String(decoding: content, as: UTF8.self) : nil
      } else {
        content.append(byte)
        index += 1
      }
    }
    return nil
  }

  /// The places of a list; a value without brackets is a list of one.
  var elements: [OptionValue]? {
    let bytes = line.bytes
    guard bytes.at(range.lowerBound) == Byte.openBracket else {
      return range.isEmpty ? nil : [self]
    }
    guard range.count >= 2, bytes[range.upperBound - 1] == Byte.closeBracket else { return nil }
    let inner = bytes.trimmedRange(range.lowerBound + 1..<range.upperBound - 1)
    if inner.isEmpty { return [] }
    var elements: [OptionValue] = []
    var start = inner.lowerBound
    for index in inner.lowerBound...inner.upperBound
    where index == inner.upperBound || bytes[index] == UInt8(ascii: ",") {
      elements.append(OptionValue(line: line, range: bytes.trimmedRange(start..<index)))
      start = index + 1
    }
    return elements
  }
}

/// The most bytes of a label: with an ending behind it, it has to be a file's name.
private let maximumLabelByteCount = 100

/// What is wrong with a label, or nil.
func malformedLabel(_ label: Located<String>, path: String) -> Diagnostic? {
  let bytes = Array(label.value.utf8)
  let isWellFormed =
    bytes.allSatisfy(\.isLabelByte) && (bytes.first?.isASCIIAlphanumeric ?? false)
    && (bytes.last?.isASCIIAlphanumeric ?? false)
  if isWellFormed, bytes.count > maximumLabelByteCount {
    return Diagnostic(
      "malformed-label",
      "A label may have \(maximumLabelByteCount) characters, and this one has \(bytes.count).",
      path: path, span: label.span, hint: "It names files: write a shorter one.")
  }
  if isWellFormed { return nil }
  return Diagnostic(
    "malformed-label",
    "A label has letters of the English alphabet, digits and, between them, hyphens; "
      + "found `\(label.value)`.", path: path, span: label.span,
    hint: "Write for example `fig-overlap`.")
}
