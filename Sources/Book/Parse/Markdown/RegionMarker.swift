import BookModel

/// A comment that begins or ends a recorded result: `<!-- deconv:result LABEL -->` and
/// `<!-- deconv:end sha256=DIGEST -->`, alone on its line.
enum RegionMarker: Equatable {
  case begin(label: String)
  case end(digest: String)
  /// A comment that begins with `deconv:` and is neither.
  case malformed

  /// The marker on a line, or nil where the line has none.
  init?(_ line: some RandomAccessCollection<UInt8>) {
    let bytes = Array(line)
    var range = bytes.trimmedRange(0..<bytes.count)
    guard bytes.has("<!--", at: range.lowerBound) else { return nil }
    range = bytes.trimmedRange(range.lowerBound + 4..<max(range.upperBound, range.lowerBound + 4))
    guard bytes.has("deconv:", at: range.lowerBound) else { return nil }
    guard range.count >= 3, bytes.has("-->", at: range.upperBound - 3) else {
      self = .malformed
      return
    }
    let words = bytes[range.lowerBound..<range.upperBound - 3]
      .split(whereSeparator: \.isMarkdownSpace).map { String(decoding: $0, as: UTF8.self) }
    if words.count == 2, words[0] == "deconv:result" {
      self = .begin(label: words[1])
    } else if words.count == 2, words[0] == "deconv:end", words[1].hasPrefix("sha256=") {
      self = .end(digest: String(words[1].dropFirst("sha256=".count)))
    } else if words.first == "deconv:result" || words.first == "deconv:end" {
      self = .malformed
    } else {
      return nil
    }
  }
}

/// A recorded result as it was found, before it is joined to its block.
struct FoundRegion {
  var label: String
  var digest: String
  var lines: ClosedRange<Int>
  var containers: [BlockContainer]
  /// The opening comment.
  var marker: SourceSpan
}

extension Outline {
  /// The recorded result that begins with an HTML block; nil where it has no end.
  ///
  /// What a result prints may hold the closing comment: a comment inside a fence does not count,
  /// unless there is no other.
  func region(beginningAt index: Int, label: String) -> FoundRegion? {
    let node = nodes[index]
    let line = node.lines.lowerBound
    guard
      let end = regionEnd(after: line, node.containers, passesFences: true)
        ?? regionEnd(after: line, node.containers, passesFences: false)
    else { return nil }
    return FoundRegion(
      label: label, digest: end.digest, lines: line...end.line, containers: node.containers,
      marker: source.span(textRange(line, node.containers)))
  }

  private func regionEnd(
    after line: Int, _ containers: [BlockContainer], passesFences: Bool
  ) -> (line: Int, digest: String)? {
    var openFence: (mark: UInt8, length: Int)?
    var number = line + 1
    while number <= source.lineStarts.count {
      let (cursor, matched) = source.cursor(atLine: number, inside: containers)
      guard matched == containers.count else { return nil }
      let text = source.bytes[cursor.firstText.offset..<cursor.end]
      if let fence = openFence {
        let run = text.prefix { $0 == fence.mark }.count
        if run >= fence.length, text.dropFirst(run).allSatisfy(\.isMarkdownSpace) {
          openFence = nil
        }
      } else if let marker = RegionMarker(text) {
        switch marker {
        case .end(let digest): return (number, digest)
        case .begin: return nil
        case .malformed: break
        }
      } else if passesFences, let mark = text.first, mark == Byte.backtick || mark == Byte.tilde {
        let run = text.prefix { $0 == mark }.count
        if run >= 3, mark == Byte.tilde || !text.dropFirst(run).contains(mark) {
          openFence = (mark, run)
        }
      }
      number += 1
    }
    return nil
  }

  /// The model's form of a recorded result.
  func recorded(_ region: FoundRegion) -> RecordedRegion {
    let content = region.lines.dropFirst().dropLast().map { number in
      codeLine(from: source.cursor(atLine: number, inside: region.containers).cursor).text
    }
    let start = source.line(region.lines.lowerBound).startIndex
    let end = source.line(region.lines.upperBound).endIndex
    return RecordedRegion(
      label: region.label, digest: region.digest, span: source.span(start..<end),
      content: content.joined(separator: "\n"))
  }
}
