/// Printed text as a fence, and back.
///
/// The fence is longer than any run of backticks in the text. Words behind `text` say what plain
/// lines cannot: `no-newline`, that the last line is not ended; `escaped`, that backslash escapes
/// as in Swift stand for control characters, which an editor or a checkout may change, and for the
/// beginning of our own comments.
enum RecordedText {
  static func lines(_ text: String) -> [String] {
    var info = "text"
    var lines = text.feedLines
    if needsEscapes(text) {
      info += " escaped"
      lines = lines.map(escaped)
    }
    if let last = lines.last, last.utf8.isEmpty {
      lines.removeLast()
    } else {
      info += " no-newline"
    }
    let fence = String(repeating: "`", count: max(3, text.longestBacktickRun + 1))
    return [fence + info] + lines + [fence]
  }

  /// Whether a line may open a fence of ours; the rest is checked by `read`.
  static func begins(_ line: String) -> Bool { line.utf8.starts(with: "```".utf8) }

  /// Reads the fence that comes next; nil if it is not what `lines` writes.
  static func read(_ reader: inout LineReader) -> String? {
    guard let opening = reader.take() else { return nil }
    let fence = String(repeating: "`", count: opening.utf8.prefix { $0 == UInt8(ascii: "`") }.count)
    let words = opening.utf8.dropFirst(fence.utf8.count).split(separator: UInt8(ascii: " "))
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.first == "text", Set(words).count == words.count,
      words.dropFirst().allSatisfy({ ["escaped", "no-newline"].contains($0) })
    else { return nil }

    var lines: [String] = []
    while !reader.take(fence) {
      guard let line = reader.take() else { return nil }
      if words.contains("escaped") {
        guard let plain = unescaped(line) else { return nil }
        lines.append(plain)
      } else {
        lines.append(line)
      }
    }
    if !words.contains("no-newline") { lines.append("") }
    return lines.joined(separator: "\n")
  }

  private static let ownComment = "<!-- deconv:"

  private static func needsEscapes(_ text: String) -> Bool {
    text.utf8.contains(where: isControl) || text.containsBytes(of: ownComment)
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\t")) || byte == 0x7f
  }

  private static func escaped(_ line: String) -> String {
    var result = ""
    let scalars = line.unicodeScalars
    for index in scalars.indices {
      let scalar = scalars[index]
      switch scalar {
      case "\\": result += "\\\\"
      case "\r": result += "\\r"
      case "<" where scalars[index...].starts(with: ownComment.unicodeScalars): result += "\\u{3c}"
      case _ where scalar.isASCII && isControl(UInt8(scalar.value)):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func unescaped(_ line: String) -> String? {
    var result = ""
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\\": result += "\\"
      case "r": result += "\r"
      case "u":
        guard rest.popFirst() == "{", let end = rest.firstIndex(of: "}"),
          let value = UInt32(String(rest[..<end]), radix: 16), let escaped = Unicode.Scalar(value)
        else { return nil }
        result.unicodeScalars.append(escaped)
        rest = rest[rest.index(after: end)...]
      default: return nil
      }
    }
    return result
  }
}
