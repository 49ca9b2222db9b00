package import BookModel
import BookParse
package import BookRender

/// A book as it lies on the disk, read and parsed: configuration, chapters, their result files.
package struct BookFolder: Sendable {
  package let files: FileTree
  package var configuration: BookConfiguration
  package var bibliography: [BibliographyEntry]
  /// What `coverage.yml` promises; nil where there is no such file.
  package var inventory: Inventory?
  /// The chapters and, among them, the text of the front page.
  package var chapters: [BookChapter]
  /// The settings files, for the lines that diagnostics show.
  package var settingsSources: [SourceText] = []
  /// Result folders that belong to no chapter.
  package var orphanedResults: [String]

  package static let chaptersPath = "chapters"
  package static let inventoryPath = "chapters/coverage.yml"
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
  /// The chapter's number, from its file name; the front page has none.
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

  /// The text of the front page is no chapter of the list.
  package var isFrontPage: Bool { stem == Inventory.frontPage }
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
    do {
      try loadConfiguration(into: &diagnostics)
    } catch {
      diagnostics.append(error.diagnostic)
    }
    // Editors and file managers keep hidden files beside those that they open.
    let names = try files.names(in: Self.chaptersPath)
      .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") }
    if names.isEmpty {
      diagnostics.append(
        Diagnostic(
          "no-chapters", "there is no chapter in \(Self.chaptersPath)/",
          path: Self.chaptersPath, hint: "write \(Self.chaptersPath)/01-first.md"))
    }
    for name in names {
      guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else {
        diagnostics.append(
          Diagnostic(
            "chapter-name", "the name of a chapter's file holds a control character",
            path: "\(Self.chaptersPath)/\(name)", hint: "give the file another name"))
        continue
      }
      do {
        chapters.append(try loadChapter(named: name, into: &diagnostics))
      } catch {
        diagnostics.append(error.diagnostic)
      }
    }
    diagnostics += ambiguousNames()
    if !diagnostics.contains(where: { $0.path == Self.inventoryPath }) {
      diagnostics += misplacedItems()
    }
    let stems = Set(chapters.map(\.stem))
    orphanedResults = try files.names(in: Self.resultsPath).filter { !stems.contains($0) }
  }

  private mutating func loadConfiguration(into diagnostics: inout [Diagnostic])
    throws(FileAccessError)
  {
    let names = try files.names(in: Self.chaptersPath)
    if names.contains("book.yml") {
      if var reader = try settingsReader(named: "book.yml", into: &diagnostics) {
        configuration = reader.configuration()
        diagnostics += reader.diagnostics
      }
    } else {
      let path = "\(Self.chaptersPath)/book.yml"
      diagnostics.append(
        Diagnostic(
          "no-configuration", "a book has its title in \(path), and there is no such file",
          path: path,
          hint: "write \(path) with the line `title: …`, or name the book's folder"
            + " with --book"))
    }
    if names.contains("references.yml"),
      var reader = try settingsReader(named: "references.yml", into: &diagnostics)
    {
      bibliography = reader.bibliography()
      diagnostics += reader.diagnostics
    }
    if names.contains("coverage.yml") {
      inventory = Inventory(sources: [], items: [])
      if var reader = try settingsReader(named: "coverage.yml", into: &diagnostics) {
        inventory = reader.inventory(citing: bibliography.map(\.key))
        diagnostics += reader.diagnostics
      }
    }
  }

  /// A reader of a YAML file beside the chapters; nil where it is not a text.
  private mutating func settingsReader(
    named name: String, into diagnostics: inout [Diagnostic]
  ) throws(FileAccessError) -> SettingsReader? {
    let path = "\(Self.chaptersPath)/\(name)"
    let (source, faults) = readSource(path: path, bytes: try files.read(path))
    settingsSources.append(source)
    let reader = SettingsReader(
      path: path, text: source.text(0..<source.bytes.count), origin: source.location(at: 0))
    // An empty file is a mapping without keys.
    guard faults.contains(where: { $0.id != "empty-file" }) else { return reader }
    diagnostics += faults
    return nil
  }

  /// Chapters whose names would give one page, or one number, to two things.
  private func ambiguousNames() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    // The file systems of many machines take letters of either case for the same name.
    var pages = [Inventory.frontPage: "the book's front page"]
    var numbers: [Int: String] = [:]
    for chapter in chapters where !chapter.isFrontPage {
      if let owner = pages.updateValue(chapter.path, forKey: chapter.stem.lowercased()) {
        diagnostics.append(
          Diagnostic(
            "taken-name", "the page \(chapter.stem).html is already that of \(owner)",
            path: chapter.path, hint: "give the chapter's file another name"))
      }
      guard let number = chapter.number else { continue }
      if let owner = numbers.updateValue(chapter.path, forKey: number) {
        diagnostics.append(
          Diagnostic(
            "taken-number", "\(owner) is chapter \(number) already", path: chapter.path,
            hint: "begin the file's name with another number"))
      }
    }
    return diagnostics
  }

  private func loadChapter(named name: String, into diagnostics: inout [Diagnostic])
    throws(FileAccessError) -> BookChapter
  {
    let path = "\(Self.chaptersPath)/\(name)"
    let stem = String(name.dropLast(3))
    let source = SourceText(path: path, bytes: try files.read(path))
    let (chapter, parseDiagnostics) = parseChapter(source)
    var own = parseDiagnostics
    let heading = chapter.firstHeading ?? stem
    var settings = ChapterSettings(title: heading, description: "", limits: LimitSettings())
    if let front = chapter.frontMatter {
      let firstLine = source.lineStarts.count > 1 ? source.lineStarts[1] : 0
      var reader = SettingsReader(
        path: path, text: front.text, origin: source.location(at: firstLine))
      settings =
        stem == Inventory.frontPage
        ? reader.frontPageSettings(title: heading)
        : reader.chapterSettings(fallbackTitle: heading)
      own += reader.diagnostics
      if stem != Inventory.frontPage {
        own += unusedHeading(of: chapter, title: settings.title).map { [$0] } ?? []
      }
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

  /// A first heading is the page's title; where the front matter gives another one, its words are
  /// nowhere to be read.
  private func unusedHeading(of chapter: Chapter, title: String) -> Diagnostic? {
    guard let first = chapter.body.first, case .heading(1, let inlines, _) = first.kind,
      inlines.allSatisfy(\.isWords)
    else { return nil }
    let words = inlines.map(\.plainText).joined()
    guard words != title else { return nil }
    return Diagnostic(
      "unused-heading", "the page has the title “\(title)”, and this heading is not shown",
      path: chapter.source.path, span: first.span,
      hint: "give the heading and the `title` of the front matter the same words, or leave one out",
      severity: .warning)
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

extension Chapter {
  /// The words of the first heading, which is the title where the front matter gives none.
  fileprivate var firstHeading: String? {
    for block in body {
      guard case .heading(_, let inlines, _) = block.kind else { continue }
      let words = inlines.map(\.plainText).joined()
      return words.isEmpty ? nil : words
    }
    return nil
  }
}

extension MarkdownInline {
  /// Whether the plain text is all that there is to read.
  fileprivate var isWords: Bool {
    switch kind {
    case .text, .code, .softBreak, .lineBreak: true
    case .emphasis(let children), .strong(let children), .link(_, _, let children):
      children.allSatisfy(\.isWords)
    default: false
    }
  }

  /// The text without its markup; what is computed or refers elsewhere is left out.
  fileprivate var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .emphasis(let children), .strong(let children), .link(_, _, let children):
      children.map(\.plainText).joined()
    case .softBreak, .lineBreak: " "
    default: ""
    }
  }
}
