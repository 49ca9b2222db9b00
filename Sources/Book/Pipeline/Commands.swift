import BookExecute
import BookModel
import BookParse
import BookVerify

/// The commands: what `deconv-book build`, `check`, `accept`, `tangle` and `run` do.
///
/// Each reads as the pipeline does: parse → execute → verify → render. Nothing is written while an
/// error stands.
package enum Command {
  /// Builds the pages into `output/`; frozen, from the recorded results alone, running nothing.
  package static func build(
    root: String, selectors: [Selector] = [], isFrozen: Bool = false,
    environment: RunEnvironment
  ) -> CommandResult {
    var work = Workspace(root: root)
    let output = OutputFolder(files: work.book.files, path: BookFolder.outputPath)
    do throws(FileAccessError) {
      try work.book.files.locked { () throws(FileAccessError) in try output.repair() }
    } catch {
      work.diagnostics.append(error.diagnostic)
    }
    let stems = work.selected(selectors)
    work.diagnostics += work.book.uncoveredItems()
    guard !work.diagnostics.hasErrors else { return work.result() }

    let executed = work.execute(isFrozen ? [] : stems, environment: environment)
    guard !work.diagnostics.hasErrors else { return work.result() }

    let (pages, renderDiagnostics) = Stage.render(work.book, executed)
    let findings = executed.flatMap { verified($0) }
    work.diagnostics += renderDiagnostics + findings.filter { $0.kind == .invalid }
    guard !work.diagnostics.hasErrors else { return work.result() }

    do { try output.replace(with: pages) } catch { return work.result([error.diagnostic]) }
    let drifted = findings.filter { $0.kind == .drift }.count
    let note =
      drifted == 0
      ? "" : "; \(drifted) results are not as recorded: `deconv-book check` shows them"
    return work.result(
      summary: "built \(pages.count) files into \(output.path)/\(note)\(withoutDataNote(executed))")
  }

  /// Executes afresh and compares everything: results, values in prose, and the built pages.
  package static func check(
    root: String, selectors: [Selector] = [], allowsUnverified: Bool = false,
    environment: RunEnvironment
  ) -> CommandResult {
    var work = Workspace(root: root)
    let stems = work.selected(selectors)
    if selectors.isEmpty { work.diagnostics += work.book.uncoveredItems() }
    guard !work.diagnostics.hasErrors else { return work.result() }

    let executed = work.execute(stems, environment: environment)
    var found: [Diagnostic] = []
    var resultCount = 0
    for chapter in executed where stems.contains(chapter.source.source.stem) {
      found += verified(chapter, labels: labels(selectors, of: chapter))
      resultCount += chapter.chapter.blocks.filter { $0.region != nil }.count
      resultCount += chapter.chapter.values.count
    }
    if selectors.isEmpty { found += orphans(in: work.book) }
    let isSound = !work.diagnostics.hasErrors && !found.hasErrors
    let unverified = found.filter { $0.kind == .unverified }.count
    if !allowsUnverified { found = found.map(\.failingUnverified) }
    guard isSound else { return work.result(found) }

    let (pages, renderDiagnostics) = Stage.render(work.book, executed)
    found += renderDiagnostics
    if selectors.isEmpty, !renderDiagnostics.hasErrors {
      do {
        found += try OutputFolder(files: work.book.files, path: BookFolder.outputPath)
          .differences(from: pages)
      } catch {
        found.append(error.diagnostic)
      }
    }
    return work.result(
      found,
      summary: "every result \(unverified == 0 ? "" : "that was run ")is what its code computes"
        + " (results: \(resultCount - unverified), chapters: \(stems.count))"
        + (unverified == 0 ? "" : "; not verified: \(unverified)\(withoutDataNote(executed))"))
  }

  /// Records what the code computes: the only command that writes into `chapters/`.
  package static func accept(
    root: String, selectors: [Selector] = [], environment: RunEnvironment
  ) -> CommandResult {
    var work = Workspace(root: root)
    let stems = work.selected(selectors)
    guard !work.diagnostics.hasErrors else { return work.result() }

    let executed = work.execute(stems, environment: environment)
    for chapter in executed where stems.contains(chapter.source.source.stem) {
      let labels = labels(selectors, of: chapter)
      work.diagnostics += verified(chapter, labels: labels).filter { $0.kind == .invalid }
    }
    guard !work.diagnostics.hasErrors else { return work.result() }
    // What no page can show is not recorded: a label that promises a figure where there is none.
    let paths = executed.map(\.source.source).filter { stems.contains($0.stem) }.map(\.path)
    work.diagnostics += Stage.render(work.book, executed).diagnostics.filter { diagnostic in
      diagnostic.path.map(paths.contains) ?? false
    }
    guard !work.diagnostics.hasErrors else { return work.result() }

    var changed: [String] = []
    do {
      for chapter in executed where stems.contains(chapter.source.source.stem) {
        let labels = labels(selectors, of: chapter)
        let files = work.book.files
        let isChanged = try files.locked {
          try record(chapter, selection: labels.isEmpty ? .all : .labels(labels), files: files)
        }
        if isChanged {
          changed.append(chapter.source.source.path)
        }
      }
      if selectors.isEmpty {
        for name in work.book.orphanedResults {
          try work.book.files.remove("\(BookFolder.resultsPath)/\(name)")
        }
      }
    } catch let error as FileAccessError {
      return work.result([error.diagnostic])
    } catch {
      return work.result([Diagnostic("accept", "\(error)")])
    }
    let summary =
      changed.isEmpty
      ? "every result stands as recorded" : "recorded: \(changed.joined(separator: ", "))"
    return work.result(summary: summary + withoutDataNote(executed))
  }

  /// Writes the chapters' code as a Swift package, with the text that it must print; frozen, with
  /// the text that is recorded.
  package static func tangle(
    root: String, output: String, packagePath: String, isFrozen: Bool = false,
    environment: RunEnvironment
  ) -> CommandResult {
    var work = Workspace(root: root)
    guard !work.diagnostics.hasErrors else { return work.result() }
    let stems = Set(work.chapters.map(\.source.stem))
    let executed = work.execute(isFrozen ? [] : stems, environment: environment)
    guard !work.diagnostics.hasErrors else { return work.result() }

    let files = FileTree(root: output)
    do {
      for file in tangledPackage(
        executed, library: work.registry.library, packagePath: FileTree(root: packagePath).root)
      {
        try files.write(Array(file.text.utf8), to: file.path)
      }
    } catch {
      return work.result([error.diagnostic])
    }
    return work.result(summary: "wrote \(executed.count) chapters as Swift into \(output)")
  }

  /// Runs a file of directives outside a chapter; its text is the output, its figures are written
  /// below `figureFolder` where one is given.
  package static func run(
    path: String, bytes: [UInt8], figures: FileTree?, environment: RunEnvironment
  ) -> CommandResult {
    let (source, encodingDiagnostics) = readSource(path: path, bytes: bytes)
    guard !encodingDiagnostics.hasErrors else {
      return CommandResult(diagnostics: encodingDiagnostics, sources: [source])
    }
    let registry = Registry.standard
    let code = CodeText(
      text: source.text(0..<source.bytes.count),
      lineOrigins: source.lineStarts.map { source.location(at: $0) })
    let checked = checkProgram(
      [UnitSource(origin: .block(0), code: code, expectsError: false)],
      library: registry.library, path: path
    )
    guard !checked.diagnostics.hasErrors else {
      return CommandResult(diagnostics: checked.diagnostics, sources: [source])
    }
    let executed = execute(
      checked.program, registry: registry,
      options: ExecutionOptions(
        path: path, limits: environment.limits, isCancelled: environment.isCancelled,
        elapsedSeconds: environment.elapsedSeconds, dataFolders: environment.dataFolders))
    var result = CommandResult(
      diagnostics: checked.diagnostics + executed.diagnostics, sources: [source])
    let artifacts = executed.blocks[0]?.artifacts ?? executed.unfinished
    result.output = artifacts.map(\.transcript).joined()
    if !executed.withoutData.isEmpty {
      result.diagnostics.append(
        Diagnostic(
          "missing-data", "the file needs a data set that is not here, so nothing was run",
          path: path,
          hint: "`deconv-book data list` says which, `deconv-book data fetch` downloads it"))
    }
    guard let figures else { return result }
    var count = 0
    for case .figure(let figure) in artifacts {
      count += 1
      do {
        try figures.write(figure.png, to: "figure-\(count).png")
      } catch {
        result.diagnostics.append(error.diagnostic)
      }
    }
    return result
  }

  // MARK: Shared

  /// What to say where data was missing: how many blocks, and what to do.
  private static func withoutDataNote(_ chapters: [ExecutedChapter]) -> String {
    let count = chapters.reduce(0) { count, chapter in
      count + chapter.withoutData.filter { if case .block = $0 { true } else { false } }.count
    }
    guard count > 0 else { return "" }
    return "; \(count) \(count == 1 ? "block stands" : "blocks stand") as recorded, because "
      + "a data set is not here: `deconv-book data list` says which"
  }

  /// The labels that selectors name in a chapter; none where one of them means all of it.
  private static func labels(_ selectors: [Selector], of chapter: ExecutedChapter) -> Set<String> {
    let labels = selectors.filter { $0.matches(chapter.source.source) }.map(\.label)
    return labels.contains(nil) ? [] : Set(labels.compactMap { $0 })
  }

  /// The drift of one chapter; with labels, of these blocks alone.
  private static func verified(_ chapter: ExecutedChapter, labels: Set<String> = [])
    -> [Diagnostic]
  {
    let source = chapter.source.source
    let found = verify(
      chapter: source.chapter, outcome: chapter.outcome, resultFiles: source.resultFiles,
      stem: source.stem, interruption: interruption(of: chapter), sha256: sha256)
    let all = found.diagnostics + found.unverified
    if labels.isEmpty { return all }
    let places = source.chapter.blocks.filter { labels.contains($0.options.label?.value ?? "") }
      .map { $0.span.start.offset...($0.region?.span ?? $0.span).end.offset }
    return all.filter { diagnostic in
      diagnostic.span.map { span in places.contains { $0.contains(span.start.offset) } } ?? false
    }
  }

  /// What a run did not reach because it had failed before.
  private static func interruption(of chapter: ExecutedChapter) -> InterruptedRun? {
    guard let failed = chapter.failed else { return nil }
    let parsed = chapter.chapter
    let withoutData = chapter.withoutData
    var interruption = InterruptedRun(
      blocks: Set(
        parsed.blocks.indices.filter {
          chapter.outcome.blocks[$0] == nil && !withoutData.contains(.block($0))
        }),
      values: Set(
        parsed.values.indices.filter {
          chapter.outcome.values[$0] == nil && !withoutData.contains(.value($0))
        }), place: "")
    switch failed {
    case .block(let index):
      interruption.failedBlock = index
      interruption.place =
        parsed.blocks[index].options.label.map { "`\($0.value)`" }
        ?? "the block on line \(parsed.blocks[index].span.start.line)"
    case .value(let index):
      interruption.failedValue = index
      interruption.place = "the value on line \(parsed.values[index].span.start.line)"
    }
    return interruption
  }

  private static func orphans(in book: BookFolder) -> [Diagnostic] {
    book.orphanedResults.map {
      Diagnostic(
        "unused-results", "these results belong to no chapter",
        path: "\(BookFolder.resultsPath)/\($0)", hint: "`deconv-book accept` removes them",
        kind: .drift)
    }
  }

  /// Writes a chapter's recorded results: result files first, the chapter last, so that a kill in
  /// between leaves a book that `accept` completes.
  private static func record(
    _ chapter: ExecutedChapter, selection: AcceptSelection, files: FileTree
  ) throws -> Bool {
    let source = chapter.source.source
    let acceptance = BookVerify.accept(
      chapter: source.chapter, outcome: chapter.outcome, selection: selection,
      resultFiles: source.resultFiles, stem: source.stem, sha256: sha256)
    guard acceptance.isChanged else { return false }
    guard try files.read(source.path) == source.chapter.source.bytes else {
      throw FileAccessError(
        path: source.path, attempt: "record results in",
        reason: "it was changed while its code ran; run `deconv-book accept` again")
    }
    let folder = "\(BookFolder.resultsPath)/\(source.stem)"
    for file in acceptance.writes { try files.write(file.bytes, to: "\(folder)/\(file.name)") }
    if acceptance.chapterBytes != source.chapter.source.bytes {
      try files.write(acceptance.chapterBytes, to: source.path)
    }
    for name in acceptance.deletions { try files.remove("\(folder)/\(name)") }
    return true
  }
}

extension Diagnostic {
  /// The diagnostic as an error where it says that a result was not verified.
  fileprivate var failingUnverified: Diagnostic {
    guard kind == .unverified else { return self }
    var diagnostic = self
    diagnostic.severity = .error
    diagnostic.hint =
      "`deconv-book data list` says which data is not here; --allow-unverified"
      + " makes this a note"
    return diagnostic
  }
}
