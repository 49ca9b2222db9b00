import BookModel

/// The segments of a chapter as cmark reads them: all in one document, each a paragraph of its own.
///
/// A paragraph begins with a guard, and every line of the segment is indented by four, so that
/// nothing in it can begin a block. One letter stands for each mask. Behind the segments comes the
/// chapter itself, for the definitions of its links.
struct InlineDocument {
  let tree: CMarkDocument

  /// A line that no chapter has a reason to hold. (U+E001, in private use.)
  private static let guardLine: [UInt8] = [0xEE, 0x80, 0x81]

  init(_ segments: [InlineSegment], chapter: [UInt8]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * chapter.count)
    for segment in segments {
      bytes += Self.guardLine + Self.lineBreak
      Self.append(segment, to: &bytes)
      bytes += [Byte.lineFeed, Byte.lineFeed]
    }
    bytes += chapter
    var bounds = CMarkDocument.Bounds()
    bounds.includesInlines = true
    bounds.rootCount = segments.count
    tree = CMarkDocument(parsing: bytes, bounds: bounds)
  }

  private static let lineBreak: [UInt8] = [Byte.lineFeed] + Array(repeating: Byte.space, count: 4)

  private static func append(_ segment: InlineSegment, to bytes: inout [UInt8]) {
    let content = segment.content.bytes
    var index = 0
    while index < content.count {
      if let mask = segment.masks[index] {
        bytes += InlineMask.placeholder
        index = mask.range.upperBound
      } else {
        if content[index] == Byte.lineFeed {
          bytes += lineBreak
        } else {
          bytes.append(content[index])
        }
        index += 1
      }
    }
  }

  /// The nodes of a segment, in order; nil if cmark did not read it as one paragraph.
  func nodes(ofSegment index: Int) -> ArraySlice<Int>? {
    guard index < tree.roots.count else { return nil }
    let root = tree.nodes[tree.roots[index]]
    guard root.kind == .paragraph, root.children.count >= 2,
      tree.nodes[root.children[1]].kind == .softBreak,
      case .text(let text) = tree.nodes[root.children[0]].kind,
      text.utf8.elementsEqual(Self.guardLine)
    else { return nil }
    return root.children.dropFirst(2)
  }
}
