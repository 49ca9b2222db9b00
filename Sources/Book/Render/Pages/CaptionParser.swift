import BookModel

/// Captions are plain strings in a block's options.
///
/// They may hold formulas in `$…$`, code in
/// back ticks, emphasis in stars and references; everything else is text.
struct CaptionParser {
  private let caption: Located<String>
  private let bytes: [UInt8]
  private var inlines: [MarkdownInline] = []
  private var text: [UInt8] = []

  static func parse(_ caption: Located<String>, in source: SourceText) -> [MarkdownInline] {
    var caption = caption
    let start = caption.span.start
    if start.offset < source.bytes.count, "\"'".utf8.contains(source.bytes[start.offset]) {
      // The span covers the quotation marks, the value does not.
      caption.span.start = SourceLocation(
        offset: start.offset + 1, line: start.line, column: start.column + 1)
    }
    var parser = CaptionParser(caption)
    parser.run()
    return parser.inlines
  }

  private init(_ caption: Located<String>) {
    self.caption = caption
    bytes = Array(caption.value.utf8)
  }

  private mutating func run() {
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let next = position + 1 < bytes.count ? bytes[position + 1] : 0
      switch byte {
      case UInt8(ascii: "\\") where "$`*@\\".utf8.contains(next):
        text.append(next)
        position += 2
        continue
      case UInt8(ascii: "`"), UInt8(ascii: "$"), UInt8(ascii: "*"):
        if let end = delimited(at: position) {
          position = end
          continue
        }
      case UInt8(ascii: "@"):
        if let end = reference(at: position) {
          position = end
          continue
        }
      default: break
      }
      text.append(byte)
      position += 1
    }
    flush()
  }

  /// A stretch between two equal signs; returns where it ends, nil where it is only text.
  private mutating func delimited(at start: Int) -> Int? {
    let sign = bytes[start]
    let isStrong =
      sign == UInt8(ascii: "*") && start + 1 < bytes.count && bytes[start + 1] == sign
    let width = isStrong ? 2 : 1
    let from = start + width
    guard from < bytes.count, sign == UInt8(ascii: "`") || bytes[from] != UInt8(ascii: " ") else {
      return nil
    }
    var end = from
    while end < bytes.count {
      let closes =
        bytes[end] == sign && (!isStrong || (end + 1 < bytes.count && bytes[end + 1] == sign))
      if closes, bytes[end - 1] != UInt8(ascii: "\\") { break }
      end += 1
    }
    guard end < bytes.count, end > from else { return nil }
    let content = String(decoding: bytes[from..<end], as: UTF8.self)
    switch sign {
    case UInt8(ascii: "`"): append(.code(content))
    case UInt8(ascii: "$"): append(.math(tex: content, texOrigin: location(from)))
    default:
      let inner = MarkdownInline(.text(content), caption.span)
      append(isStrong ? .strong([inner]) : .emphasis([inner]))
    }
    return end + width
  }

  private mutating func reference(at start: Int) -> Int? {
    if let before = text.last, isWordByte(before) { return nil }
    var end = start + 1
    while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
    while end > start + 1, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    let label = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    guard LabelKind(label: label) != nil else { return nil }
    append(.reference(label: label))
    return end
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private mutating func append(_ kind: MarkdownInline.Kind) {
    flush()
    inlines.append(MarkdownInline(kind, caption.span))
  }

  private mutating func flush() {
    guard !text.isEmpty else { return }
    inlines.append(MarkdownInline(.text(String(decoding: text, as: UTF8.self)), caption.span))
    text = []
  }

  private func location(_ offset: Int) -> SourceLocation {
    let start = caption.span.start
    return SourceLocation(
      offset: start.offset + offset, line: start.line, column: start.column + offset)
  }
}
