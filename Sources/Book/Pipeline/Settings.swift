import BookModel
import Yams

/// Reads one YAML mapping (`book.yml`, the front matter, `references.yml`) key by key, and keeps
/// every complaint with its place.
///
/// Anchors and aliases are refused and sizes bounded, so that no text can grow while it is read.
struct SettingsReader {
  /// The most bytes that a settings text may have.
  static let maximumByteCount = 256 * 1024
  private static let maximumNodeCount = 20_000

  let path: String
  private let text: String
  /// The text by lines, counted from its own beginning.
  private let lines: SourceText
  /// The place of the text's first byte in its file.
  private let origin: SourceLocation
  private(set) var diagnostics: [Diagnostic] = []

  init(path: String, text: String, origin: SourceLocation) {
    self.path = path
    self.text = text
    lines = SourceText(path: path, bytes: Array(text.utf8))
    self.origin = origin
  }

  /// The entries of the text's top mapping, in order; empty where the text is not a mapping.
  mutating func entries(allowedKeys: [String]? = nil) -> [(key: Located<String>, value: Node)] {
    guard text.utf8.count <= Self.maximumByteCount else {
      report(
        "settings-too-large", "at most \(Self.maximumByteCount) bytes of YAML are read here",
        at: nil)
      return []
    }
    guard !hasAliases() else { return [] }
    do {
      guard let node = try Yams.compose(yaml: text), isPlain(node) else { return [] }
      return entries(of: node, allowedKeys: allowedKeys)
    } catch let error as YamlError {
      report(error)
    } catch {
      report("settings-syntax", "the YAML cannot be read: \(error)", at: nil)
    }
    return []
  }

  /// The entries of a nested mapping, in order.
  mutating func entries(of node: Node, allowedKeys: [String]? = nil)
    -> [(key: Located<String>, value: Node)]
  {
    guard case .mapping(let mapping) = node else {
      report("settings-type", "`key: value` lines were expected here", at: node.mark)
      return []
    }
    var entries: [(key: Located<String>, value: Node)] = []
    for (keyNode, value) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        report("settings-type", "a key must be a text", at: keyNode.mark)
        continue
      }
      let key = scalar.string
      if let allowedKeys, !allowedKeys.contains(key) {
        let hint =
          nearestName(to: key, among: allowedKeys).map { "did you mean `\($0)`?" }
          ?? "known keys: \(allowedKeys.joined(separator: ", "))"
        report(
          "unknown-key", "unknown key `\(key)`", at: keyNode.mark, length: key.utf8.count,
          hint: hint)
        continue
      }
      entries.append((Located(key, span(keyNode.mark, length: key.utf8.count)), value))
    }
    return entries
  }

  mutating func string(_ node: Node, _ key: String) -> String? {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      report("settings-type", "`\(key)` must be a text", at: node.mark)
      return nil
    }
    return scalar.string
  }

  mutating func strings(_ node: Node, _ key: String) -> [String] {
    guard case .sequence(let sequence) = node else {
      report("settings-type", "`\(key)` must be a list: `[first, second]`", at: node.mark)
      return []
    }
    return sequence.compactMap { string($0, key) }
  }

  /// A positive whole number; `1_000_000` reads as in Swift.
  mutating func count(_ node: Node, _ key: String) -> Int? {
    guard case .scalar(let scalar) = node,
      let number = Int(scalar.string.filter { $0 != "_" }), number > 0
    else {
      report("settings-type", "`\(key)` must be a whole number above zero", at: node.mark)
      return nil
    }
    return number
  }

  mutating func report(
    _ id: String, _ message: String, at mark: Mark?, length: Int = 1, hint: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(id, message, path: path, span: span(mark, length: length), hint: hint))
  }

  mutating func report(
    _ id: String, _ message: String, at span: SourceSpan, hint: String? = nil
  ) {
    diagnostics.append(Diagnostic(id, message, path: path, span: span, hint: hint))
  }

  /// A text with its place.
  mutating func locatedString(_ node: Node, _ key: String) -> Located<String>? {
    string(node, key).map { Located($0, span(node.mark, length: $0.utf8.count)) }
  }

  // MARK: Inside

  /// Finds an alias (`*name`) of an anchor (`&name`) before Yams sees it: it compares whole keys,
  /// and aliases of aliases make these larger than it could ever read.
  private mutating func hasAliases() -> Bool {
    let bytes = lines.bytes
    func names(behind sign: UInt8) -> [(name: ArraySlice<UInt8>, offset: Int)] {
      bytes.indices.compactMap { index in
        guard bytes[index] == sign, index == 0 || !Self.isNameByte(bytes[index - 1]) else {
          return nil
        }
        let name = bytes[(index + 1)...].prefix(while: Self.isNameByte)
        return name.isEmpty ? nil : (name, index)
      }
    }
    let anchors = Set(names(behind: UInt8(ascii: "&")).map(\.name))
    guard let alias = names(behind: UInt8(ascii: "*")).first(where: { anchors.contains($0.name) })
    else { return false }
    let place = lines.location(at: alias.offset)
    diagnostics.append(
      Diagnostic(
        "yaml-anchor", Self.anchorMessage, path: path,
        span: span(line: place.line, columnBytes: place.column - 1, length: alias.name.count + 1)))
    return true
  }

  private static let anchorMessage =
    "YAML anchors and aliases are not read: write the value out"

  /// What the names of anchors consist of.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private mutating func isPlain(_ root: Node) -> Bool {
    var pending = [root]
    var count = 0
    while let node = pending.popLast() {
      count += 1
      if count > Self.maximumNodeCount {
        report(
          "settings-too-large", "the YAML has more than \(Self.maximumNodeCount) values",
          at: root.mark)
        return false
      }
      if node.anchor != nil {
        report(
          "yaml-anchor", Self.anchorMessage, at: node.mark
        )
        return false
      }
      switch node {
      case .scalar: break
      case .alias:
        report(
          "yaml-anchor", Self.anchorMessage, at: node.mark
        )
        return false
      case .mapping(let mapping):
        for (key, value) in mapping { pending += [key, value] }
      case .sequence(let sequence): pending += Array(sequence)
      }
    }
    return true
  }

  private mutating func report(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      report("settings-syntax", "this is not YAML: \(problem)", at: mark)
    case .duplicatedKeysInMapping(let keys, _):
      for key in keys { reportDuplicate(key) }
    default:
      report("settings-syntax", "the YAML cannot be read: \(error)", at: nil)
    }
  }

  /// Points at the last line that gives the key: Yams does not say where it stands.
  private mutating func reportDuplicate(_ key: String) {
    let line = (1...lines.lineStarts.count).last {
      lines.line($0).drop { $0 == UInt8(ascii: " ") }.starts(with: (key + ":").utf8)
    }
    let indent = lines.line(line ?? 1).prefix { $0 == UInt8(ascii: " ") }.count
    diagnostics.append(
      Diagnostic(
        "duplicate-key", "the key `\(key)` is given twice", path: path,
        span: span(line: line ?? 1, columnBytes: indent, length: key.utf8.count),
        hint: "delete one of the two"))
  }

  /// Yams counts lines from 1 and columns in Unicode scalars from 1, within the text.
  private func span(_ mark: Mark?, length: Int) -> SourceSpan {
    guard let mark else { return SourceSpan(origin, origin) }
    let line = max(1, min(mark.line, lines.lineStarts.count))
    let scalars = String(decoding: lines.line(line), as: UTF8.self).unicodeScalars
      .prefix(max(0, mark.column - 1))
    let columnBytes = String(String.UnicodeScalarView(scalars)).utf8.count
    return span(line: line, columnBytes: columnBytes, length: length)
  }

  /// The place in the file of a line of the text (from 1) and the bytes before it in that line.
  private func span(line: Int, columnBytes: Int, length: Int) -> SourceSpan {
    let start = SourceLocation(
      offset: origin.offset + lines.lineStarts[line - 1] + columnBytes,
      line: origin.line + line - 1, column: (line == 1 ? origin.column : 1) + columnBytes)
    return SourceSpan(
      start,
      SourceLocation(
        offset: start.offset + length, line: start.line, column: start.column + length))
  }
}
