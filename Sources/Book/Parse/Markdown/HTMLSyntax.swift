/// Finds where a piece of inline HTML or an autolink ends, by CommonMark's grammar: what stands
/// inside is neither a formula nor a reference.
struct HTMLScanner {
  let bytes: [UInt8]
  /// Searches that have failed once: what is not there from an earlier place on is not there later.
  private var failed: Set<String> = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Behind the `>` of what begins with the `<` at an index, or nil if the `<` is a text.
  mutating func end(from start: Int) -> Int? {
    if let end = autolinkEnd(from: start) { return end }
    switch bytes.at(start + 1) {
    case Byte.bang:
      if bytes.has("--", at: start + 2) { return commentEnd(from: start) }
      if bytes.has("[CDATA[", at: start + 2) { return search("]]>", from: start + 9) }
      guard let name = bytes.at(start + 2), name.isASCIILetter else { return nil }
      return search(">", from: start + 3)
    case UInt8(ascii: "?"):
      return search("?>", from: start + 2)
    case UInt8(ascii: "/"):
      guard let name = tagNameEnd(from: start + 2) else { return nil }
      let end = bytes.skip(from: name, while: \.isMarkdownSpace)
      return bytes.at(end) == Byte.greater ? end + 1 : nil
    default:
      return openTagEnd(from: start + 1)
    }
  }

  private mutating func search(_ text: StaticString, from start: Int) -> Int? {
    let name = text.description
    guard !failed.contains(name) else { return nil }
    guard let index = bytes.firstIndex(of: text, from: start) else {
      failed.insert(name)
      return nil
    }
    return index + text.utf8CodeUnitCount
  }

  /// A comment's text begins neither with `>` nor with `->`, and holds no `--`.
  private mutating func commentEnd(from start: Int) -> Int? {
    let text = start + 4
    if bytes.has(">", at: text) || bytes.has("->", at: text) { return nil }
    guard let hyphens = search("--", from: text) else { return nil }
    return bytes.at(hyphens) == Byte.greater ? hyphens + 1 : nil
  }

  private func autolinkEnd(from start: Int) -> Int? {
    let schemeEnd = bytes.skip(from: start + 1) {
      $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
        || $0 == Byte.hyphen
    }
    if (2...32).contains(schemeEnd - start - 1), bytes[start + 1].isASCIILetter,
      bytes.at(schemeEnd) == Byte.colon
    {
      let end = bytes.skip(from: schemeEnd) {
        $0 > Byte.space && $0 != Byte.less && $0 != Byte.greater
      }
      return bytes.at(end) == Byte.greater ? end + 1 : nil
    }
    let localEnd = bytes.skip(from: start + 1) { byte in
      byte.isASCIIAlphanumeric || ".!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
    }
    guard localEnd > start + 1, bytes.at(localEnd) == Byte.at else { return nil }
    let end = bytes.skip(from: localEnd + 1) {
      $0.isLabelByte || $0 == UInt8(ascii: ".")
    }
    return end > localEnd + 1 && bytes.at(end) == Byte.greater ? end + 1 : nil
  }

  private func tagNameEnd(from start: Int) -> Int? {
    guard let first = bytes.at(start), first.isASCIILetter else { return nil }
    return bytes.skip(from: start, while: \.isLabelByte)
  }

  private func openTagEnd(from start: Int) -> Int? {
    guard var index = tagNameEnd(from: start) else { return nil }
    while true {
      let next = bytes.skip(from: index, while: \.isMarkdownSpace)
      if bytes.at(next) == Byte.greater { return next + 1 }
      if bytes.has("/>", at: next) { return next + 2 }
      guard next > index, let end = attributeEnd(from: next) else { return nil }
      index = end
    }
  }

  private func attributeEnd(from start: Int) -> Int? {
    guard let first = bytes.at(start),
      first.isASCIILetter || first == Byte.underscore || first == Byte.colon
    else { return nil }
    let nameEnd = bytes.skip(from: start) {
      $0.isLabelByte || $0 == Byte.underscore || $0 == Byte.colon || $0 == UInt8(ascii: ".")
    }
    let sign = bytes.skip(from: nameEnd, while: \.isMarkdownSpace)
    guard bytes.at(sign) == UInt8(ascii: "=") else { return nameEnd }
    let value = bytes.skip(from: sign + 1, while: \.isMarkdownSpace)
    switch bytes.at(value) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let end = bytes.skip(from: value + 1) { $0 != bytes[value] }
      return end < bytes.count ? end + 1 : nil
    default:
      let end = bytes.skip(from: value) {
        !$0.isMarkdownSpace && !"\"'=<>`".utf8.contains($0)
      }
      return end > value ? end : nil
    }
  }
}
