import BookModel

/// Writes a chapter's tree as cmark writes its own, to compare the two.
///
/// What CommonMark does not have is counted and left out.
struct MarkdownHTMLWriter {
  private(set) var html = ""
  private(set) var extensionCount = 0

  init(_ chapter: Chapter) {
    if chapter.frontMatter != nil { extensionCount += 1 }
    write(chapter.body, isTight: false)
  }

  private mutating func startLine() {
    if let last = html.utf8.last, last != UInt8(ascii: "\n") { html += "\n" }
  }

  private mutating func write(_ blocks: [MarkdownBlock], isTight: Bool) {
    for block in blocks { write(block, isTight: isTight) }
  }

  private mutating func write(_ block: MarkdownBlock, isTight: Bool) {
    switch block.kind {
    case .heading(let level, let content, _):
      startLine()
      html += "<h\(level)>"
      write(content)
      html += "</h\(level)>\n"
    case .paragraph(let content):
      if !isTight {
        startLine()
        html += "<p>"
      }
      write(content)
      if !isTight { html += "</p>\n" }
    case .quote(let blocks):
      startLine()
      html += "<blockquote>\n"
      write(blocks, isTight: false)
      startLine()
      html += "</blockquote>\n"
    case .list(let list): write(list)
    case .code(let language, let text):
      startLine()
      let attribute = language.map { " class=\"language-\(escaped($0))\"" } ?? ""
      html += "<pre><code\(attribute)>\(escaped(text))</code></pre>\n"
    case .thematicBreak:
      startLine()
      html += "<hr />\n"
    case .callout, .executed, .math, .table, .footnoteDefinition, .generated:
      extensionCount += 1
    }
  }

  private mutating func write(_ list: MarkdownList) {
    startLine()
    switch list.start {
    case nil: html += "<ul>\n"
    case 1: html += "<ol>\n"
    case let start?: html += "<ol start=\"\(start)\">\n"
    }
    for item in list.items {
      if item.isDone != nil { extensionCount += 1 }
      startLine()
      html += "<li>"
      write(item.blocks, isTight: list.isTight)
      html += "</li>\n"
    }
    html += list.start == nil ? "</ul>\n" : "</ol>\n"
  }

  private mutating func write(_ inlines: [MarkdownInline]) {
    for inline in inlines {
      switch inline.kind {
      case .text(let text): html += escaped(text)
      case .emphasis(let content): write(content, in: "em")
      case .strong(let content): write(content, in: "strong")
      case .code(let text): html += "<code>\(escaped(text))</code>"
      case .link(let destination, let title, let content):
        html += "<a href=\"\(addressEscaped(destination))\"\(attribute(title))>"
        write(content)
        html += "</a>"
      case .image(let source, let title, let alternative):
        html += "<img src=\"\(addressEscaped(source))\" alt=\"\(escaped(alternative))\""
        html += "\(attribute(title)) />"
      case .softBreak: html += "\n"
      case .lineBreak: html += "<br />\n"
      case .value, .math, .reference, .citation, .footnote: extensionCount += 1
      }
    }
  }

  private mutating func write(_ content: [MarkdownInline], in tag: String) {
    html += "<\(tag)>"
    write(content)
    html += "</\(tag)>"
  }

  private func attribute(_ title: String?) -> String {
    title.map { " title=\"\(escaped($0))\"" } ?? ""
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private func addressEscaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      if byte == UInt8(ascii: "&") {
        result += "&amp;"
      } else if byte == UInt8(ascii: "'") {
        result += "&#x27;"
      } else if byte < 128, scalar.isSafeInAddress {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isSafeInAddress: Bool {
    properties.isAlphabetic || ("0"..."9").contains(self)
      || "-_.+!*(),%#@?=;:/$~".unicodeScalars.contains(self)
  }
}
