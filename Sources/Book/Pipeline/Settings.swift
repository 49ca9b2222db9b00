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
  /// The place of the text's first byte in its file.
  private let origin: SourceLocation
  private(set) var diagnostics: [Diagnostic] = []

  init(path: String, text: String, origin: SourceLocation) {
    self.path = path
    self.text = text
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
    do {
      guard let node = try Yams.compose(yaml: text) else { return [] }
      guard isPlain(node) else { return [] }
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
      guard let key = keyNode.string else { continue }
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

  // MARK: Inside

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
          "yaml-anchor", "YAML anchors and aliases are not read: write the value out", at: node.mark
        )
        return false
      }
      switch node {
      case .scalar: break
      case .alias:
        report(
          "yaml-anchor", "YAML anchors and aliases are not read: write the value out", at: node.mark
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
    default:
      report("settings-syntax", "the YAML cannot be read: \(error)", at: nil)
    }
  }

  /// Yams counts lines from 1 and columns in Unicode scalars from 1, within the text.
  private func span(_ mark: Mark?, length: Int) -> SourceSpan {
    guard let mark else { return SourceSpan(origin, origin) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = max(0, min(mark.line - 1, lines.count - 1))
    let offsetOfLine = lines[..<line].reduce(0) { $0 + $1.utf8.count + 1 }
    let column = String(
      String.UnicodeScalarView(lines[line].unicodeScalars.prefix(max(0, mark.column - 1)))
    ).utf8.count
    let start = SourceLocation(
      offset: origin.offset + offsetOfLine + column, line: origin.line + line,
      column: (line == 0 ? origin.column : 1) + column)
    return SourceSpan(
      start,
      SourceLocation(
        offset: start.offset + length, line: start.line, column: start.column + length))
  }
}
