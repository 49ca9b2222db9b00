import BookExecute
import BookModel
import BookPipeline
import Foundation

/// A book in a temporary folder, for one test.
final class TemporaryBook: Sendable {
  let root: URL
  private var files: FileManager { .default }

  /// Writes the chapters, by file name, and a `book.yml`.
  init(_ chapters: [String: String]) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "book-" + UUID().uuidString)
    try write("title: Test\n", to: "chapters/book.yml")
    for (name, text) in chapters { try write(text, to: "chapters/" + name) }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

  func write(_ bytes: [UInt8], to path: String) throws {
    let url = root.appending(path: path)
    try files.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Every file of the book, by path.
  func snapshot() throws -> [String: Data] {
    var found: [String: Data] = [:]
    for path in try files.subpathsOfDirectory(atPath: root.path) {
      let url = root.appending(path: path)
      if (try url.resourceValues(forKeys: [.isRegularFileKey])).isRegularFile == true {
        found[path] = try Data(contentsOf: url)
      }
    }
    return found
  }

  private var environment: RunEnvironment {
    RunEnvironment(
      limits: ExecutionLimits(), elapsedSeconds: { 0 }, isCancelled: { false }, progress: { _ in })
  }

  func build(_ selectors: String..., isFrozen: Bool = false) -> CommandResult {
    Command.build(
      root: root.path, selectors: selectors.map(Selector.init), isFrozen: isFrozen,
      environment: environment)
  }

  func check(_ selectors: String..., allowsUnverified: Bool = false) -> CommandResult {
    Command.check(
      root: root.path, selectors: selectors.map(Selector.init),
      allowsUnverified: allowsUnverified, environment: environment)
  }

  func tangle(into folder: String, isFrozen: Bool = false) -> CommandResult {
    Command.tangle(
      root: root.path, output: root.appending(path: folder).path, packagePath: root.path,
      isFrozen: isFrozen, environment: environment)
  }

  func accept(_ selectors: String...) -> CommandResult {
    Command.accept(
      root: root.path, selectors: selectors.map(Selector.init), environment: environment)
  }
}

extension CommandResult {
  /// Each diagnostic as `path:line: message`.
  var places: [String] {
    diagnostics.map { diagnostic in
      let place = [diagnostic.path, diagnostic.span.map { "\($0.start.line)" }].compactMap { $0 }
      return place.joined(separator: ":") + ": " + diagnostic.message
    }
  }
}
