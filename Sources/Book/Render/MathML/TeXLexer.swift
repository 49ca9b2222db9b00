/// A piece of TeX, with the UTF-8 offsets that it covers.
struct TeXToken: Equatable {
  enum Kind: Equatable {
    /// `\name`, or a backslash and one sign such as `\,`.
    case command(String)
    /// A letter, a digit, an operator sign: whatever stands for itself.
    case character(Unicode.Scalar)
    case openBrace, closeBrace
    case superscript, `subscript`
    /// `&`, between the cells of a row.
    case alignment
    /// `'`
    case prime
    /// `~`, a space that does not break.
    case tie
    case end
  }

  var kind: Kind
  var range: Range<Int>
}

/// Cuts TeX into tokens on demand; white space outside of text has no meaning and is skipped.
struct TeXLexer {
  private let scalars: [Unicode.Scalar]
  /// The UTF-8 offset of each scalar, and the length of all.
  private let offsets: [Int]
  private var position = 0

  init(_ tex: String) {
    scalars = Array(tex.unicodeScalars)
    var offsets: [Int] = []
    offsets.reserveCapacity(scalars.count + 1)
    var offset = 0
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
    self.offsets = offsets
  }

  /// The UTF-8 offset of what comes next.
  var offset: Int { offsets[position] }

  mutating func next() -> TeXToken {
    while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
    let start = position
    guard position < scalars.count else { return token(.end, from: start) }
    let scalar = scalars[position]
    position += 1
    switch scalar {
    case "{": return token(.openBrace, from: start)
    case "}": return token(.closeBrace, from: start)
    case "^": return token(.superscript, from: start)
    case "_": return token(.subscript, from: start)
    case "&": return token(.alignment, from: start)
    case "'": return token(.prime, from: start)
    case "~": return token(.tie, from: start)
    case "\\": return command(from: start)
    default: return token(.character(scalar), from: start)
    }
  }

  func peek() -> TeXToken {
    var copy = self
    return copy.next()
  }

  /// The raw text of a group in braces, which comes next; nil where there is none.
  mutating func rawGroup() -> (text: String, range: Range<Int>)? {
    var copy = self
    guard copy.next().kind == .openBrace else { return nil }
    var depth = 1
    var text = String.UnicodeScalarView()
    let start = copy.position
    while copy.position < scalars.count {
      let scalar = scalars[copy.position]
      if scalar == "\\", copy.position + 1 < scalars.count,
        "{}$%&#_ \\".unicodeScalars.contains(scalars[copy.position + 1])
      {
        text.append(scalars[copy.position + 1])
        copy.position += 2
        continue
      }
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      if depth == 0 {
        let range = offsets[start]..<offsets[copy.position]
        position = copy.position + 1
        return (String(text), range)
      }
      text.append(scalar)
      copy.position += 1
    }
    return nil
  }

  private mutating func command(from start: Int) -> TeXToken {
    guard position < scalars.count else { return token(.command(""), from: start) }
    let nameStart = position
    while position < scalars.count, Self.isLetter(scalars[position]) { position += 1 }
    if position == nameStart { position += 1 }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[nameStart..<position])
    return token(.command(String(name)), from: start)
  }

  private func token(_ kind: TeXToken.Kind, from start: Int) -> TeXToken {
    TeXToken(kind: kind, range: offsets[start]..<offsets[position])
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
