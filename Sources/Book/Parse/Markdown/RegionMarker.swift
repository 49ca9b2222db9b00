import BookModel

/// A comment that the tool reads, alone on its line: it begins or ends a recorded result
/// (`<!-- deconv:result LABEL -->`, `<!-- deconv:end sha256=DIGEST -->`), or stands for a part that
/// is generated (`<!-- deconv:coverage -->`).
enum RegionMarker: Equatable {
  case begin(label: String)
  case end(digest: String)
  case generated(GeneratedPart)
  /// The beginning or the end of a result, but not as written above.
  case malformed
  /// The comment of a generated part, with more in it or behind it.
  case malformedPart(GeneratedPart)
  /// A comment whose word behind `deconv:` means nothing.
  case unknown(name: String)

  /// The words that may stand behind `deconv:`.
  static let names = ["result", "end"] + GeneratedPart.allCases.map(\.rawValue)

  /// The marker on a line, or nil where the line has none.
  init?(_ line: some RandomAccessCollection<UInt8>) {
    let bytes = Array(line)
    var range = bytes.trimmedRange(0..<bytes.count)
    guard bytes.has("<!--", at: range.lowerBound) else { return nil }
    range = bytes.trimmedRange(range.lowerBound + 4..<max(range.upperBound, range.lowerBound + 4))
    guard bytes.has("deconv:", at: range.lowerBound) else { return nil }
    let nameStart = range.lowerBound + "deconv:".utf8.count
    var nameEnd = nameStart
    while nameEnd < range.upperBound, !bytes[nameEnd].isMarkdownSpace,
      !bytes.has("-->", at: nameEnd)
    {
      nameEnd += 1
    }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
    let isClosed = bytes.has("-->", at: range.upperBound - 3)
    let rest = bytes[nameEnd..<max(nameEnd, range.upperBound - (isClosed ? 3 : 0))]
      .split(whereSeparator: \.isMarkdownSpace).map { String(decoding: $0, as: UTF8.self) }
    if let part = GeneratedPart(rawValue: name) {
      self = isClosed && rest.isEmpty ? .generated(part) : .malformedPart(part)
    } else if name == "result" {
      self = isClosed && rest.count == 1 ? .begin(label: rest[0]) : .malformed
    } else if name == "end" {
      guard isClosed, rest.count == 1, rest[0].hasPrefix("sha256=") else {
        self = .malformed
        return
      }
      self = .end(digest: String(rest[0].dropFirst("sha256=".count)))
    } else {
      self = .unknown(name: name)
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
        case .generated, .malformed, .malformedPart, .unknown: break
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
