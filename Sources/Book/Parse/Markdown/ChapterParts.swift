package import BookModel

/// A stretch of a chapter's bytes, by what it is.
package struct ChapterPart: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case frontMatter
    case prose
    /// An executed block, by its index.
    case block(Int)
    /// The recorded result of a block, by the block's index.
    case region(Int)
    /// A value in prose, by its index.
    case value(Int)
  }

  package var kind: Kind
  package var bytes: Range<Int>
}

extension Chapter {
  /// The chapter cut into its parts: no byte is left out, and none is in two of them.
  package var parts: [ChapterPart] {
    var named: [ChapterPart] = []
    if let frontMatter {
      named.append(ChapterPart(kind: .frontMatter, bytes: frontMatter.span.bytes))
    }
    for (index, block) in blocks.enumerated() {
      named.append(ChapterPart(kind: .block(index), bytes: block.span.bytes))
      if let region = block.region {
        named.append(ChapterPart(kind: .region(index), bytes: region.span.bytes))
      }
    }
    for (index, value) in values.enumerated() {
      named.append(ChapterPart(kind: .value(index), bytes: value.span.bytes))
    }
    named.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
    var parts: [ChapterPart] = []
    var end = 0
    for part in named {
      if part.bytes.lowerBound > end {
        parts.append(ChapterPart(kind: .prose, bytes: end..<part.bytes.lowerBound))
      }
      parts.append(part)
      end = part.bytes.upperBound
    }
    if end < source.bytes.count {
      parts.append(ChapterPart(kind: .prose, bytes: end..<source.bytes.count))
    }
    return parts
  }
}
