// The parts of a link's syntax, read as cmark reads them: needed to know where a link ends and
// where a paragraph begins behind its definitions, which cmark does not say.

/// The length of the definitions of links, `[label]: destination "title"`, that a paragraph begins
/// with.
func linkDefinitionsLength(in bytes: [UInt8]) -> Int {
  var start = 0
  while bytes.at(start) == Byte.openBracket, let end = linkDefinitionEnd(in: bytes, from: start) {
    start = end
  }
  return start
}

private func linkDefinitionEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard let label = linkLabelEnd(in: bytes, from: start),
    !bytes.trimmedRange(start + 1..<label - 1).isEmpty, bytes.at(label) == Byte.colon,
    let destination = linkDestinationEnd(in: bytes, from: skipLineBreak(in: bytes, from: label + 1))
  else { return nil }
  let titleStart = skipLineBreak(in: bytes, from: destination)
  if titleStart > destination, let title = linkTitleEnd(in: bytes, from: titleStart),
    let end = restOfLineEnd(in: bytes, from: title)
  {
    return end
  }
  return restOfLineEnd(in: bytes, from: destination)
}

/// Behind the line feed, if nothing but spaces stands before it; the end of the text counts too.
private func restOfLineEnd(in bytes: [UInt8], from start: Int) -> Int? {
  let end = bytes.skip(from: start, while: \.isSpaceOrTab)
  guard let byte = bytes.at(end) else { return end }
  return byte == Byte.lineFeed ? end + 1 : nil
}

/// Behind spaces with at most one line feed among them.
private func skipLineBreak(in bytes: [UInt8], from start: Int) -> Int {
  let end = bytes.skip(from: start, while: \.isSpaceOrTab)
  guard bytes.at(end) == Byte.lineFeed else { return end }
  return bytes.skip(from: end + 1, while: \.isSpaceOrTab)
}

/// Behind the `]` of a link label, `[…]`, of at most a thousand bytes.
func linkLabelEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard bytes.at(start) == Byte.openBracket else { return nil }
  var index = start + 1
  while let byte = bytes.at(index), byte != Byte.openBracket, byte != Byte.closeBracket {
    let isEscape = byte == Byte.backslash && (bytes.at(index + 1)?.isASCIIPunctuation ?? false)
    index += isEscape ? 2 : 1
    if index - start - 1 > 1000 { return nil }
  }
  return bytes.at(index) == Byte.closeBracket ? index + 1 : nil
}

/// Behind the destination of a link: `<…>`, or bytes without white space and with balanced
/// parentheses.
func linkDestinationEnd(in bytes: [UInt8], from start: Int) -> Int? {
  var index = start
  if bytes.at(index) == Byte.less {
    index += 1
    while let byte = bytes.at(index) {
      switch byte {
      case Byte.greater: return index + 1
      case Byte.backslash: index += 2
      case Byte.lineFeed, Byte.less: return nil
      default: index += 1
      }
    }
    return nil
  }
  var depth = 0
  scan: while let byte = bytes.at(index) {
    switch byte {
    case Byte.backslash where bytes.at(index + 1)?.isASCIIPunctuation ?? false:
      index += 2
      continue
    case Byte.openParenthesis:
      depth += 1
      if depth > 32 { return nil }
    case Byte.closeParenthesis:
      if depth == 0 { break scan }
      depth -= 1
    default:
      if byte.isMarkdownSpace { break scan }
    }
    index += 1
  }
  return index == start || depth > 0 ? nil : index
}

/// Behind the title of a link: `"…"`, `'…'` or `(…)`.
func linkTitleEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard let open = bytes.at(start) else { return nil }
  let close: UInt8
  switch open {
  case UInt8(ascii: "\""), UInt8(ascii: "'"): close = open
  case Byte.openParenthesis: close = Byte.closeParenthesis
  default: return nil
  }
  // A backslash before the last closing mark there is does not keep it from closing.
  var escapedClose: Int?
  var index = start + 1
  while let byte = bytes.at(index) {
    if byte == Byte.backslash, let next = bytes.at(index + 1), next.isASCIIPunctuation {
      if next == close { escapedClose = index + 2 }
      index += 2
    } else if byte == close {
      return index + 1
    } else if byte == open {
      return escapedClose
    } else {
      index += 1
    }
  }
  return escapedClose
}

/// Behind what follows the text of an inline link, `(destination "title")`, or nil.
func inlineLinkTailEnd(in bytes: [UInt8], from start: Int) -> Int? {
  guard bytes.at(start) == Byte.openParenthesis else { return nil }
  let destinationStart = bytes.skip(from: start + 1, while: \.isMarkdownSpace)
  let destinationEnd: Int
  if let end = linkDestinationEnd(in: bytes, from: destinationStart) {
    destinationEnd = end
  } else if bytes.at(destinationStart) == Byte.closeParenthesis {
    destinationEnd = destinationStart
  } else {
    return nil
  }
  let titleStart = bytes.skip(from: destinationEnd, while: \.isMarkdownSpace)
  var end = titleStart
  if titleStart > destinationEnd, let title = linkTitleEnd(in: bytes, from: titleStart) {
    end = title
  }
  end = bytes.skip(from: end, while: \.isMarkdownSpace)
  return bytes.at(end) == Byte.closeParenthesis ? end + 1 : nil
}
