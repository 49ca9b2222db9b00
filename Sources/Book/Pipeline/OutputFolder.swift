import BookModel
import BookRender
import BookVerify

/// Writes the built book and compares it with what stands there.
struct OutputFolder {
  let files: FileTree
  let path: String

  /// The folder that a build fills before it takes the place of the old one.
  private var freshPath: String { path + ".new" }

  /// Ends an exchange that a kill left half done.
  func repair() throws(FileAccessError) { try files.repairExchange(of: path) }

  /// Puts `pages` in the place of the whole folder.
  ///
  /// A PNG whose pixels are the old one's keeps the old bytes, so that another libpng or zlib
  /// changes no file.
  func replace(with pages: [OutputFile]) throws(FileAccessError) {
    try files.locked { () throws(FileAccessError) in try fillAndExchange(pages) }
  }

  private func fillAndExchange(_ pages: [OutputFile]) throws(FileAccessError) {
    if files.exists(freshPath) { try files.remove(freshPath) }
    for page in pages {
      var bytes = page.bytes
      let old = "\(path)/\(page.path)"
      if page.path.hasSuffix(".png"), files.exists(old) {
        let oldBytes = try files.read(old)
        if picturesAreEqual(oldBytes, bytes) { bytes = oldBytes }
      }
      try files.write(bytes, to: "\(freshPath)/\(page.path)")
    }
    try files.exchange(freshPath, with: path)
  }

  /// What differs between the folder and what a build would write there.
  func differences(from pages: [OutputFile]) throws(FileAccessError) -> [Diagnostic] {
    var left = Set(try files.files(below: path))
    var diagnostics: [Diagnostic] = []
    for page in pages {
      let place = "\(path)/\(page.path)"
      guard left.remove(page.path) != nil else {
        diagnostics.append(drift("missing-page", "the built book has no \(page.path)", place))
        continue
      }
      let bytes = try files.read(place)
      let isEqual =
        bytes == page.bytes
        || (page.path.hasSuffix(".png") && picturesAreEqual(bytes, page.bytes))
      if !isEqual {
        diagnostics.append(
          drift("stale-page", "the built file is not what its chapter builds to", place))
      }
    }
    for extra in left.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      diagnostics.append(
        drift("extra-page", "no chapter builds this file", "\(path)/\(extra)"))
    }
    return diagnostics
  }

  private func drift(_ id: String, _ message: String, _ place: String) -> Diagnostic {
    Diagnostic(id, message, path: place, hint: "run `bin/book` and commit \(path)/", kind: .drift)
  }
}
