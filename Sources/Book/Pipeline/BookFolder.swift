package import BookModel
import BookParse
package import BookRender

/// A book as it lies on the disk, read and parsed: configuration, chapters, their result files.
package struct BookFolder: Sendable {
  package let files: FileTree
  package var configuration: BookConfiguration
  package var bibliography: [BibliographyEntry]
  package var chapters: [BookChapter]
  /// Result folders that belong to no chapter.
  package var orphanedResults: [String]

  package static let chaptersPath = "chapters"
  package static let resultsPath = "chapters/results"
  package static let outputPath = "output"
}

/// A chapter with all that lies beside it.
package struct BookChapter: Sendable {
  package var chapter: Chapter
  package var settings: ChapterSettings
  /// The file's name without its ending, such as `07-overlap`.
  ///
  /// It names the page and the folder of results.
  package var stem: String
  /// The chapter's number, from its file name.
  package var number: Int?
  /// The recorded result files, by name.
  package var resultFiles: [String: [UInt8]]
  /// The files that the prose shows or links, by the path that it names them by.
  package var linkedFiles: [OutputFile]
  /// The colours of each block's code.
  package var highlights: [[HighlightedRange]]
  /// The file is not fit to be run: a diagnostic says why.
  package var isBroken: Bool

  package var path: String { chapter.source.path }
}

extension BookFolder {
  /// Reads and parses the book below `root`.
  package static func load(root: String) -> (book: BookFolder, diagnostics: [Diagnostic]) {
    var book = BookFolder(
      files: FileTree(root: root),
      configuration: BookConfiguration(
        info: BookInfo(title: "", description: ""), limits: LimitSettings()),
      bibliography: [], chapters: [], orphanedResults: [])
    var diagnostics: [Diagnostic] = []
    do {
      try book.load(into: &diagnostics)
    } catch {
      diagnostics.append(error.diagnostic)
    }
    return (book, diagnostics)
  }

  private mutating func load(into diagnostics: inout [Diagnostic]) throws(FileAccessError) {
    try loadConfiguration(into: &diagnostics)
    let names = try files.names(in: Self.chaptersPath).filter { $0.hasSuffix(".md") }
    if names.isEmpty {
      diagnostics.append(
        Diagnostic(
          "no-chapters", "there is no chapter in \(Self.chaptersPath)/",
          path: Self.chaptersPath, hint: "write \(Self.chaptersPath)/01-first.md"))
    }
    for name in names {
      do {
        chapters.append(try loadChapter(named: name, into: &diagnostics))
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
    let stems = Set(chapters.map(\.stem))
    orphanedResults = try files.names(in: Self.resultsPath).filter { !stems.contains($0) }
  }

  private mutating func loadConfiguration(into diagnostics: inout [Diagnostic])
    throws(FileAccessError)
  {
    let start = SourceLocation(offset: 0, line: 1, column: 1)
    let bookPath = "\(Self.chaptersPath)/book.yml"
    let text = String(decoding: try files.read(bookPath), as: UTF8.self)
    var reader = SettingsReader(path: bookPath, text: text, origin: start)
    configuration = reader.configuration()
    diagnostics += reader.diagnostics

    let referencesPath = "\(Self.chaptersPath)/references.yml"
    guard files.exists(referencesPath) else { return }
    let references = String(decoding: try files.read(referencesPath), as: UTF8.self)
    reader = SettingsReader(path: referencesPath, text: references, origin: start)
    bibliography = reader.bibliography()
    diagnostics += reader.diagnostics
  }

  private func loadChapter(named name: String, into diagnostics: inout [Diagnostic])
    throws(FileAccessError) -> BookChapter
  {
    let path = "\(Self.chaptersPath)/\(name)"
    let stem = String(name.dropLast(3))
    let (source, encodingDiagnostics) = readSource(path: path, bytes: try files.read(path))
    let (chapter, parseDiagnostics) = parseChapter(source)
    var own = encodingDiagnostics + parseDiagnostics
    var settings = ChapterSettings(title: stem, description: "", limits: LimitSettings())
    if let front = chapter.frontMatter {
      var reader = SettingsReader(path: path, text: front.text, origin: front.span.start)
      settings = reader.chapterSettings(fallbackTitle: stem)
      own += reader.diagnostics
    }
    let linked = linkedFiles(of: chapter, into: &own)
    diagnostics += own
    var results: [String: [UInt8]] = [:]
    let folder = "\(Self.resultsPath)/\(stem)"
    for file in try files.names(in: folder) { results[file] = try files.read("\(folder)/\(file)") }
    return BookChapter(
      chapter: chapter, settings: settings, stem: stem,
      number: Int(stem.prefix { $0.isASCII && $0.isNumber }), resultFiles: results,
      linkedFiles: linked,
      highlights: chapter.blocks.map { highlight($0.code.text) }, isBroken: own.hasErrors)
  }

  /// Reads the pictures and files that a chapter shows or links; they stand beside the pages.
  private func linkedFiles(of chapter: Chapter, into diagnostics: inout [Diagnostic])
    -> [OutputFile]
  {
    let folder = FileTree(root: "\(files.root)/\(Self.chaptersPath)")
    var found: [OutputFile] = []
    for file in localFiles(of: chapter) where !found.contains(where: { $0.path == file.value }) {
      do throws(FileAccessError) {
        let bytes = try folder.read(file.value)
        found.append(OutputFile(path: file.value, bytes: bytes))
      } catch {
        diagnostics.append(
          Diagnostic(
            "missing-file", "\(error)", path: chapter.source.path, span: file.span,
            hint: "paths are relative to \(Self.chaptersPath)/ and stay inside of it"))
      }
    }
    return found
  }
}
