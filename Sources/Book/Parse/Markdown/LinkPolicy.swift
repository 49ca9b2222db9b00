import BookModel

extension ChapterFindings {
  /// Reports a link that leads where a page must not lead: to a script, to the reader's files, to a
  /// host by way of whatever scheme the page has.
  func check(destination: String, isImage: Bool, _ span: SourceSpan) {
    // A browser drops these before it looks at the scheme.
    guard !destination.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      report(
        "refused-link", "The address holds a control character.", span,
        hint: "Write the address without it.")
      return
    }
    let address = destination.drop { $0 == " " }
    let start = Array(address.utf8.prefix(2))
    if start.count == 2, start.allSatisfy({ $0 == UInt8(ascii: "/") || $0 == Byte.backslash }) {
      report(
        "refused-link", "The address names a host without a scheme.", span,
        hint: isImage ? Self.imageHint : "Write `https:` in front of it.")
      return
    }
    guard let scheme = Self.scheme(of: address) else { return }
    if isImage {
      report(
        "refused-link", "An image must lie in the book; found an address with `\(scheme):`.", span,
        hint: Self.imageHint)
    } else if !["http", "https", "mailto"].contains(scheme.lowercased()) {
      report(
        "refused-link",
        "A link leads to http, https, mailto or a place in the book; found `\(scheme):`.", span,
        hint: "For a file whose name has a colon, write `./` in front of it.")
    }
  }

  private static let imageHint = "Put the picture beside the chapter and write its relative path."

  private static func scheme(of address: Substring) -> String? {
    let bytes = address.utf8
    guard let colon = bytes.firstIndex(of: Byte.colon) else { return nil }
    let scheme = bytes[..<colon]
    guard let first = scheme.first, first.isASCIILetter,
      scheme.allSatisfy({
        $0.isLabelByte || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
      })
    else { return nil }
    return String(decoding: scheme, as: UTF8.self)
  }
}
