// How a value in prose stands in a chapter once it is recorded: a code span with the text, and the
// expression in a comment behind it, `9` `<!--{swift} counts.max()-->`.

/// The expression of a recorded value, fit to stand in an HTML comment.
///
/// What a comment forbids (a leading `>` or `->`, `--`, a trailing `-`), line ends, `%` and, in a
/// table cell, `|` are written as `%` and two hexadecimal digits.
package func escapeValueComment(_ code: String, isInTable: Bool) -> String {
  let bytes = Array(code.utf8)
  var escaped: [UInt8] = []
  for (index, byte) in bytes.enumerated() {
    let mustBeEscaped: Bool
    switch byte {
    case UInt8(ascii: "%"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): mustBeEscaped = true
    case UInt8(ascii: "|"): mustBeEscaped = isInTable
    case UInt8(ascii: ">"): mustBeEscaped = index == 0
    case UInt8(ascii: "-"):
      let next = index + 1 < bytes.count ? bytes[index + 1] : nil
      mustBeEscaped =
        next == nil || escaped.last == byte || (index == 0 && next == UInt8(ascii: ">"))
    default: mustBeEscaped = false
    }
    escaped += mustBeEscaped ? percentEscape(byte) : [byte]
  }
  return String(decoding: escaped, as: UTF8.self)
}

/// The expression that `escapeValueComment` wrote.
///
/// A `%` that begins no escape of an ASCII character stays as it is.
package func unescapeValueComment(_ comment: String) -> String {
  let bytes = Array(comment.utf8)
  var code: [UInt8] = []
  var index = 0
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let high = hexadecimalDigit(bytes[index + 1]), high < 8,
      let low = hexadecimalDigit(bytes[index + 2])
    {
      code.append(high * 16 + low)
      index += 3
    } else {
      code.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: code, as: UTF8.self)
}

/// A recorded value as it stands in a chapter: a code span with the text, then the comment.
///
/// The parser reads the same text back if it is a single line; a line end would be read as a space.
/// The run of backticks is longer than any in the text. The text is padded with a space on either
/// side where a code span would lose its own, and a text of spaces alone, the empty one included,
/// is written with one space more.
package func recordedValue(text: String, code: String, isInTable: Bool) -> String {
  let bytes = Array(text.utf8)
  var longestRun = 0
  var run = 0
  for byte in bytes {
    run = byte == UInt8(ascii: "`") ? run + 1 : 0
    longestRun = max(longestRun, run)
  }
  let fence = String(repeating: "`", count: longestRun + 1)
  let space = UInt8(ascii: " ")
  let isBlank = bytes.allSatisfy { $0 == space }
  let touchesFence = bytes.first == UInt8(ascii: "`") || bytes.last == UInt8(ascii: "`")
  let isStripped = bytes.first == space && bytes.last == space
  var content = bytes
  if isBlank {
    content.append(space)
  } else if touchesFence || isStripped {
    content = [space] + content + [space]
  }
  var written: [UInt8] = []
  for byte in content {
    if isInTable, byte == UInt8(ascii: "|") { written.append(UInt8(ascii: "\\")) }
    written.append(byte)
  }
  let comment = escapeValueComment(code, isInTable: isInTable)
  return fence + String(decoding: written, as: UTF8.self) + fence + "<!--{swift} \(comment)-->"
}

private func percentEscape(_ byte: UInt8) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  default: nil
  }
}
