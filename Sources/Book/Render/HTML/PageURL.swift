/// An address that a page may carry: `http`, `https`, `mailto`, or relative to the page.
package struct PageURL: Hashable, Sendable {
  package let text: String

  private init(text: String) { self.text = text }

  /// A file of the book and a place in it; both are percent-encoded.
  init(path: String, fragment: String? = nil) {
    // A colon before the first slash would read as a scheme.
    let path = Self.encoded(path, keeping: Self.pathBytes)
    let fragment = fragment.map { "#" + Self.encoded($0, keeping: Self.pathBytes) } ?? ""
    text = path + fragment
  }

  /// A place in the same page.
  init(fragment: String) { self.init(path: "", fragment: fragment) }

  /// An address as an author wrote it, or nil where a page must not carry it: another scheme, a
  /// host without one, a path from the root (which would leave the book when opened from a disk).
  package init?(authored: String) {
    guard !authored.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    if let colon = authored.utf8.firstIndex(of: UInt8(ascii: ":")),
      !authored[..<colon].utf8.contains(where: { "/?#".utf8.contains($0) })
    {
      let scheme = authored[..<colon].lowercased()
      guard ["http", "https", "mailto"].contains(scheme) else { return nil }
    } else if let first = authored.utf8.first {
      // Browsers read a backslash as a slash.
      guard first != UInt8(ascii: "/"), first != UInt8(ascii: "\\") else { return nil }
    }
    text = Self.encoded(authored, keeping: Self.authoredBytes)
  }

  /// Whether the address leaves the book.
  var isExternal: Bool {
    ["http:", "https:", "mailto:"].contains { text.lowercased().hasPrefix($0) }
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let pathBytes = Set((letters + "-._~/+,=@").utf8)
  private static let authoredBytes = Set((letters + "-._~:/?#[]@!$&'()*+,;=%").utf8)

  private static func encoded(_ text: String, keeping kept: Set<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if kept.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
