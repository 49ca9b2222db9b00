import Foundation

/// A Swift file of the repository, as the architecture rules read it.
struct SourceFile {
  /// The path from the repository's root.
  var path: String
  var lines: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The modules that the file imports, with the line of each.
  var imports: [(module: String, line: Int)] {
    lines.enumerated().compactMap { index, line in
      // Code in a string, such as a manifest that is written, is indented; an import never is.
      guard !line.hasPrefix(" ") else { return nil }
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"),
        words[..<position].allSatisfy({ Self.importPrefixes.contains(String($0)) }),
        position + 1 < words.count
      else { return nil }
      // `import struct Module.Name` and `import Module.Submodule` both name the module first.
      let name = words[position...].dropFirst().first { !Self.importKinds.contains(String($0)) }
      return name.map { (String($0.prefix { $0 != "." }), index + 1) }
    }
  }

  private static let importPrefixes: Set = [
    "package", "public", "internal", "private", "fileprivate", "@testable", "@_exported",
    "@preconcurrency",
  ]
  private static let importKinds: Set = ["struct", "class", "enum", "func", "let", "var"]

  /// The lines that are code, numbered: comments are left out, strings are kept.
  var code: [(number: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let trimmed = line.drop { $0 == " " }
      return trimmed.hasPrefix("//") ? nil : (index + 1, line)
    }
  }
}

/// The Swift files below `Sources/`.
func repositorySources() throws -> [SourceFile] {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let paths = try FileManager.default.subpathsOfDirectory(
    atPath: root.appending(path: "Sources").path)
  return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { path in
    let url = root.appending(path: "Sources/" + path)
    return SourceFile(path: "Sources/" + path, text: try String(contentsOf: url, encoding: .utf8))
  }
}
