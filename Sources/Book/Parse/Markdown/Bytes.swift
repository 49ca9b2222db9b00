/// The bytes that Markdown gives a meaning, by name.
enum Byte {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let backslash = UInt8(ascii: "\\")
  static let backtick = UInt8(ascii: "`")
  static let tilde = UInt8(ascii: "~")
  static let dollar = UInt8(ascii: "$")
  static let hash = UInt8(ascii: "#")
  static let pipe = UInt8(ascii: "|")
  static let colon = UInt8(ascii: ":")
  static let hyphen = UInt8(ascii: "-")
  static let underscore = UInt8(ascii: "_")
  static let asterisk = UInt8(ascii: "*")
  static let at = UInt8(ascii: "@")
  static let caret = UInt8(ascii: "^")
  static let bang = UInt8(ascii: "!")
  static let ampersand = UInt8(ascii: "&")
  static let semicolon = UInt8(ascii: ";")
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")
}

extension UInt8 {
  var isSpaceOrTab: Bool { self == Byte.space || self == Byte.tab }

  /// What cmark counts as white space: space, tab, line feed, vertical tab, form feed, return.
  var isMarkdownSpace: Bool { self == Byte.space || (9...13).contains(self) }

  var isASCIIPunctuation: Bool {
    (33...47).contains(self) || (58...64).contains(self) || (91...96).contains(self)
      || (123...126).contains(self)
  }

  var isASCIIDigit: Bool { (48...57).contains(self) }

  var isASCIILetter: Bool { (65...90).contains(self) || (97...122).contains(self) }

  var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

  /// A byte of a label: a letter, a digit or a hyphen.
  var isLabelByte: Bool { isASCIIAlphanumeric || self == Byte.hyphen }
}

extension RandomAccessCollection<UInt8> where Index == Int {
  /// The byte at an index, or nil outside.
  func at(_ index: Int) -> UInt8? {
    index >= startIndex && index < endIndex ? self[index] : nil
  }

  /// Whether the bytes of a text stand at an index.
  func has(_ text: StaticString, at index: Int) -> Bool {
    guard index >= startIndex, index + text.utf8CodeUnitCount <= endIndex else { return false }
    return text.withUTF8Buffer { buffer in
      buffer.indices.allSatisfy { self[index + $0] == buffer[$0] }
    }
  }

  /// The first index from `start` on where a text stands.
  func firstIndex(of text: StaticString, from start: Int) -> Int? {
    guard text.utf8CodeUnitCount > 0 else { return start <= endIndex ? start : nil }
    let first = text.withUTF8Buffer { $0[0] }
    var index = Swift.max(start, startIndex)
    while index + text.utf8CodeUnitCount <= endIndex {
      if self[index] == first, has(text, at: index) { return index }
      index += 1
    }
    return nil
  }

  /// The first index from `start` on that does not satisfy a condition; the end if there is none.
  func skip(from start: Int, while condition: (UInt8) -> Bool) -> Int {
    var index = start
    while index < endIndex, condition(self[index]) { index += 1 }
    return index
  }

  /// The range of the bytes without the spaces and tabs at both ends.
  func trimmedRange(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isMarkdownSpace { start += 1 }
    while end > start, self[end - 1].isMarkdownSpace { end -= 1 }
    return start..<end
  }

  /// Whether other bytes stand at an index.
  func has(_ other: [UInt8], at index: Int) -> Bool {
    guard index >= startIndex, index + other.count <= endIndex else { return false }
    return self[index..<index + other.count].elementsEqual(other)
  }
}
