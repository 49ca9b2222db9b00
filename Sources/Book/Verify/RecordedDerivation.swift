import BookModel

/// A derivation as an aligned display in TeX, and back.
///
/// Where the display does not give the parts of its lines back (a matrix on the left, a relation
/// with a space), a comment above it holds them, percent-escaped.
enum RecordedDerivation {
  static func lines(_ derivation: DerivationArtifact) -> [String] {
    let display = display(derivation.lines)
    var reader = LineReader(display)
    if let plain = read(&reader), canonical(plain) == canonical(derivation) { return display }
    return [marker + encoded(derivation) + " -->"] + display
  }

  static func begins(_ line: String) -> Bool {
    line.hasSameBytes(as: "$$") || line.utf8.starts(with: marker.utf8)
  }

  /// Reads the derivation that comes next; nil if it is not what `lines` writes.
  static func read(_ reader: inout LineReader) -> DerivationArtifact? {
    var exact: DerivationArtifact?
    if let line = reader.next, line.utf8.starts(with: marker.utf8) {
      guard let decoded = decoded(line) else { return nil }
      exact = decoded
      _ = reader.take()
    }
    guard reader.take("$$"), reader.take(#"\begin{aligned}"#) else { return nil }
    var lines: [DerivationArtifact.Line] = []
    while !reader.take(#"\end{aligned}"#) {
      guard let line = reader.take(), let parts = displayLine(line) else { return nil }
      lines.append(parts)
    }
    guard reader.take("$$") else { return nil }
    return exact ?? DerivationArtifact(lines: lines)
  }

  private static let marker = "<!-- deconv:derivation "

  private static func display(_ lines: [DerivationArtifact.Line]) -> [String] {
    let shown = lines.enumerated().map { index, line in
      let left = oneLine(line.left)
      return (left.isEmpty ? "" : left + " ") + "&\(oneLine(line.relation)) \(oneLine(line.right))"
        + (index + 1 < lines.count ? #" \\"# : "")
    }
    return ["$$", #"\begin{aligned}"#] + shown + [#"\end{aligned}"#, "$$"]
  }

  /// A display's line is one line of the file, and nothing in it may end the display or begin
  /// something else: a comment, a code span, a fence.
  private static func oneLine(_ tex: String) -> String {
    let replacements = [("<!--", "< !--"), ("`", "‘"), ("$$", "＄＄"), ("~~~", "~~ ~")]
    // By scalars: a combining mark behind a sign makes another character of it.
    var scalars = tex.withoutControlCharacters.unicodeScalars
    for (sign, replacement) in replacements {
      scalars.replace(sign.unicodeScalars, with: replacement.unicodeScalars)
    }
    return String(scalars)
  }

  /// `left &relation right \\`, split at the first `&` and at the first space behind it.
  private static func displayLine(_ line: String) -> DerivationArtifact.Line? {
    var text = line[...].utf8
    if text.reversed().starts(with: #"\\ "#.utf8) { text = text.dropLast(3) }
    guard let mark = text.firstIndex(of: UInt8(ascii: "&")) else { return nil }
    var left = text[..<mark]
    if left.last == UInt8(ascii: " ") { left = left.dropLast() }
    let behind = text[text.index(after: mark)...]
    guard let space = behind.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    return DerivationArtifact.Line(
      left: String(decoding: left, as: UTF8.self),
      relation: String(decoding: behind[..<space], as: UTF8.self),
      right: String(decoding: behind[behind.index(after: space)...], as: UTF8.self))
  }

  private static func canonical(_ derivation: DerivationArtifact) -> [UInt8] {
    canonicalEncoding(of: BlockOutcome(artifacts: [.derivation(derivation)]))
  }

  /// Each line as `left,relation,right;`, letters and digits as they are, all else as `%XX`.
  private static func encoded(_ derivation: DerivationArtifact) -> String {
    derivation.lines.map { line in
      [line.left, line.relation, line.right].map(PercentText.encoded).joined(separator: ",") + ";"
    }.joined()
  }

  private static func decoded(_ line: String) -> DerivationArtifact? {
    guard line.hasSuffix("; -->") else { return nil }
    var lines: [DerivationArtifact.Line] = []
    for text in line.dropFirst(marker.count).dropLast(5).split(
      separator: ";", omittingEmptySubsequences: false)
    {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        .compactMap(PercentText.decoded)
      guard parts.count == 3 else { return nil }
      lines.append(.init(left: parts[0], relation: parts[1], right: parts[2]))
    }
    return DerivationArtifact(lines: lines)
  }
}

/// Text as ASCII letters, digits and `%XX`, and back.
enum PercentText {
  static func encoded(_ text: String) -> String {
    encoded(text, keeping: "")
  }

  /// Leaves letters, digits and the signs of `kept` as they are.
  static func encoded(_ text: String, keeping kept: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isAlphanumeric =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
      if isAlphanumeric || kept.utf8.contains(byte) {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }

  static func decoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
