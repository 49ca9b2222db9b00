import BookExecute
import BookModel
import BookParse

/// A loaded book whose code is checked: where every command begins.
struct Workspace {
  var book: BookFolder
  var registry: Registry
  var chapters: [CheckedChapter]
  var diagnostics: [Diagnostic]

  var sources: [SourceText] { book.settingsSources + book.chapters.map(\.chapter.source) }

  /// Loads the book and checks all its code; runs nothing.
  init(root: String) {
    let (book, loadDiagnostics) = BookFolder.load(root: root)
    let registry = Registry.standard
    self.book = book
    self.registry = registry
    chapters = []
    diagnostics = loadDiagnostics
    for chapter in book.chapters {
      let (checked, chapterDiagnostics) = Stage.check(chapter, library: registry.library)
      chapters.append(checked)
      diagnostics += chapterDiagnostics
    }
    diagnostics += proseDiagnostics()
  }

  /// What is wrong with references, citations, links and formulas: all that pages would say of the
  /// chapters before their code has run, but for what is already reported at the same place.
  private func proseDiagnostics() -> [Diagnostic] {
    let unrun = chapters.map { chapter in
      let parsed = chapter.source.chapter
      return ExecutedChapter(
        source: chapter,
        outcome: ChapterOutcome(
          blocks: Array(repeating: nil, count: parsed.blocks.count),
          values: Array(repeating: nil, count: parsed.values.count)))
    }
    let broken = Set(chapters.filter(\.source.isBroken).map(\.source.path))
    return Stage.render(book, unrun).diagnostics.filter { found in
      // What a sound chapter refers to may stand in the chapter that could not be read.
      if !broken.isEmpty, let path = found.path, !broken.contains(path),
        ["unresolved-reference", "unresolved-link"].contains(found.id)
      {
        return false
      }
      return !diagnostics.contains { known in
        known.path == found.path && known.span != nil
          && (known.span?.start == found.span?.start
            || (known.id == found.id && known.span?.start.line == found.span?.start.line))
      }
    }
  }

  /// The chapters that the selectors name; all for none.
  mutating func selected(_ selectors: [Selector]) -> Set<String> {
    if selectors.isEmpty { return Set(chapters.map(\.source.stem)) }
    var stems: Set<String> = []
    for selector in selectors {
      let matches = chapters.filter { selector.matches($0.source) }
      stems.formUnion(matches.map(\.source.stem))
      let hint = nearestName(to: selector.chapter, among: chapters.map(\.source.stem))
      if matches.isEmpty {
        diagnostics.append(
          Diagnostic(
            "unknown-chapter", "there is no chapter `\(selector.chapter)`",
            hint: hint.map { "did you mean `\($0)`?" }
              ?? "chapters: \(chapters.map(\.source.stem).joined(separator: ", "))"))
      } else if let label = selector.label,
        !matches.contains(where: { $0.source.chapter.labels.contains(label) })
      {
        let hint = nearestName(to: label, among: matches.flatMap(\.source.chapter.labels))
        diagnostics.append(
          Diagnostic(
            "unknown-label", "`\(selector.chapter)` has no block labelled `\(label)`",
            path: matches[0].source.path, hint: hint.map { "did you mean `\($0)`?" }))
      }
    }
    return stems
  }

  /// Runs the chapters in `stems` and recalls the others from their records.
  mutating func execute(_ stems: Set<String>, environment: RunEnvironment) -> [ExecutedChapter] {
    var executed: [ExecutedChapter] = []
    let toRun = chapters.filter { stems.contains($0.source.stem) }.count
    var started = 0
    var environment = environment
    environment.limits = environment.limits.lowered(to: book.configuration.limits)
    for chapter in chapters {
      let diagnosticsOfChapter: [Diagnostic]
      let result: ExecutedChapter
      if stems.contains(chapter.source.stem) {
        started += 1
        environment.progress("[\(started)/\(toRun)] \(chapter.source.stem)")
        (result, diagnosticsOfChapter) = Stage.execute(
          chapter, registry: registry, environment: environment)
      } else {
        (result, diagnosticsOfChapter) = Stage.recall(chapter)
      }
      executed.append(result)
      diagnostics += diagnosticsOfChapter
      if environment.isCancelled() { break }
    }
    return executed
  }

  func result(_ more: [Diagnostic] = [], summary: String = "", output: String = "") -> CommandResult
  {
    CommandResult(
      diagnostics: diagnostics + more, sources: sources, summary: summary, output: output)
  }
}

extension Registry {
  /// All that a chapter may name; reading the declarations takes a while, so it is done once.
  static let standard = Registry(.standard, reading: makeLibrary)
}

extension Chapter {
  /// The labels of the blocks, in order.
  var labels: [String] { blocks.compactMap { $0.options.label?.value } }
}
