/// Turns nodes into text: the one place where anything is escaped.
package struct HTMLFormatter {
  private var output: [UInt8] = []
  /// Inside `pre` and `math` no white space may be added.
  private var keepsSpace = false

  private init() {}

  /// The bytes of a whole page: the document type, the tree, a final line end.
  package static func page(_ root: HTMLNode) -> [UInt8] {
    var formatter = HTMLFormatter()
    formatter.output += "<!DOCTYPE html>".utf8
    formatter.write(root)
    formatter.output.append(UInt8(ascii: "\n"))
    return formatter.output
  }

  /// The text of some nodes.
  package static func text(_ nodes: [HTMLNode]) -> String {
    var formatter = HTMLFormatter()
    for node in nodes { formatter.write(node) }
    return String(decoding: formatter.output, as: UTF8.self)
  }

  private mutating func write(_ node: HTMLNode) {
    switch node {
    case .text(let text): escape(text, inAttribute: false)
    case .void(let tag, let attributes):
      if !keepsSpace, tag == .link || tag == .meta || tag == .hr { breakLine() }
      open(tag.rawValue, attributes)
    case .math(let tag, let attributes, let children):
      write(tag.rawValue, attributes, children, keepingSpace: true)
    case .element(let tag, let attributes, let children):
      if tag.isBlock, !keepsSpace { breakLine() }
      write(tag.rawValue, attributes, children, keepingSpace: keepsSpace || tag == .pre)
    }
  }

  private mutating func write(
    _ name: String, _ attributes: [HTMLAttribute], _ children: [HTMLNode], keepingSpace: Bool
  ) {
    open(name, attributes)
    let outer = keepsSpace
    keepsSpace = keepingSpace
    for child in children { write(child) }
    keepsSpace = outer
    output += "</".utf8
    output += name.utf8
    output.append(UInt8(ascii: ">"))
  }

  private mutating func open(_ name: String, _ attributes: [HTMLAttribute]) {
    output.append(UInt8(ascii: "<"))
    output += name.utf8
    for attribute in attributes {
      output.append(UInt8(ascii: " "))
      output += attribute.name.utf8
      guard let value = attribute.value else { continue }
      output += "=\"".utf8
      escape(value, inAttribute: true)
      output.append(UInt8(ascii: "\""))
    }
    output.append(UInt8(ascii: ">"))
  }

  private mutating func breakLine() {
    if let last = output.last, last != UInt8(ascii: "\n") { output.append(UInt8(ascii: "\n")) }
  }

  /// Writes text so that it can neither end its element or attribute nor be altered by a parser:
  /// control characters become U+FFFD, a carriage return stays one.
  private mutating func escape(_ text: String, inAttribute: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      case UInt8(ascii: ">"): output += "&gt;".utf8
      case UInt8(ascii: "\"") where inAttribute: output += "&quot;".utf8
      case UInt8(ascii: "\n") where inAttribute: output += "&#10;".utf8
      case UInt8(ascii: "\r"): output += "&#13;".utf8
      case UInt8(ascii: "\n"), UInt8(ascii: "\t"): output.append(byte)
      case 0..<0x20, 0x7F: output += "\u{FFFD}".utf8
      default: output.append(byte)
      }
    }
  }
}
