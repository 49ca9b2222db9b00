package import BookExecute
package import BookModel
package import BookParse
package import BookRender
import BookVerify
import Crypto

/// A chapter whose code is checked and can run.
package struct CheckedChapter: Sendable {
  package var source: BookChapter
  package var program: CheckedProgram
}

/// A chapter with what its code yielded, or with what is recorded of it.
package struct ExecutedChapter: Sendable {
  package var source: CheckedChapter
  /// What the run yielded; nil where nothing was run.
  package var outcome: ChapterOutcome
  /// What the page shows: what the run yielded, and what is recorded where data is missing.
  package var shown: ChapterOutcome
  /// The units that were not run, because a data set that they need is not there.
  package var withoutData: Set<ProgramUnit.Origin>
  /// The unit whose failure ended the run; nil where the run came to its end.
  package var failed: ProgramUnit.Origin?

  init(
    source: CheckedChapter, outcome: ChapterOutcome, shown: ChapterOutcome? = nil,
    withoutData: Set<ProgramUnit.Origin> = [], failed: ProgramUnit.Origin? = nil
  ) {
    self.source = source
    self.outcome = outcome
    self.shown = shown ?? outcome
    self.withoutData = withoutData
    self.failed = failed
  }

  package var chapter: Chapter { source.source.chapter }
}

/// Limits and callbacks of one run: what the command line and the process lend to the pipeline.
package struct RunEnvironment: Sendable {
  package var limits: ExecutionLimits
  /// Seconds since the program started; the libraries read no clock.
  package var elapsedSeconds: @Sendable () -> Double
  package var isCancelled: @Sendable () -> Bool
  /// Called with a line for people: which chapter runs, what was written.
  package var progress: @Sendable (String) -> Void
  /// Where the data sets lie, by name.
  package var dataFolders: [String: String]

  package init(
    limits: ExecutionLimits, elapsedSeconds: @escaping @Sendable () -> Double,
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (String) -> Void,
    dataFolders: [String: String] = [:]
  ) {
    self.limits = limits
    self.elapsedSeconds = elapsedSeconds
    self.isCancelled = isCancelled
    self.progress = progress
    self.dataFolders = dataFolders
  }
}

/// The digest that closes a recorded result: SHA-256, in hexadecimal.
@Sendable package func sha256(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let digest = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: digest, as: UTF8.self)
}

/// The stages between the folder and the page, each a function of what the one before returned.
package enum Stage {
  /// Checks the code of a chapter as a whole, before anything runs.
  package static func check(_ chapter: BookChapter, library: Library) -> (
    CheckedChapter, [Diagnostic]
  ) {
    let program = checkProgram(units(of: chapter.chapter), library: library, path: chapter.path)
    return (CheckedChapter(source: chapter, program: program), program.diagnostics)
  }

  /// Runs a checked chapter.
  package static func execute(
    _ chapter: CheckedChapter, registry: Registry, environment: RunEnvironment
  ) -> (ExecutedChapter, [Diagnostic]) {
    let blocks = chapter.source.chapter.blocks
    let start = environment.elapsedSeconds()
    let expecting = Set(
      blocks.indices.filter { blocks[$0].options.error }.map { ProgramUnit.Origin.block($0) })
    let result = BookExecute.execute(
      chapter.program.program, registry: registry,
      options: ExecutionOptions(
        path: chapter.source.path,
        limits: environment.limits.lowered(to: chapter.source.settings.limits),
        expectedToFail: expecting.subtracting(chapter.program.expectedErrors.keys),
        isCancelled: environment.isCancelled,
        elapsedSeconds: { environment.elapsedSeconds() - start },
        dataFolders: environment.dataFolders))
    var outcome = ChapterOutcome(
      blocks: Array(repeating: nil, count: blocks.count),
      values: Array(repeating: nil, count: chapter.source.chapter.values.count))
    for (origin, diagnostic) in chapter.program.expectedErrors {
      guard case .block(let index) = origin else { continue }
      outcome.blocks[index] = BlockOutcome(artifacts: [], errorMessage: diagnostic.message)
    }
    for (index, block) in result.blocks { outcome.blocks[index] = block }
    for (index, text) in result.values { outcome.values[index] = text }
    let executed = ExecutedChapter(
      source: chapter, outcome: outcome,
      shown: shown(outcome, of: chapter, recalling: result.withoutData),
      withoutData: result.withoutData, failed: result.failed)
    return (executed, result.diagnostics)
  }

  /// An outcome with what is recorded of the units that could not be run.
  private static func shown(
    _ outcome: ChapterOutcome, of chapter: CheckedChapter,
    recalling missing: Set<ProgramUnit.Origin>
  ) -> ChapterOutcome {
    guard !missing.isEmpty else { return outcome }
    let recorded = recall(chapter).0.outcome
    var shown = outcome
    for origin in missing {
      switch origin {
      case .block(let index): shown.blocks[index] = recorded.blocks[index]
      case .value(let index): shown.values[index] = recorded.values[index]
      }
    }
    return shown
  }

  /// Reads what is recorded of a chapter, in place of running it.
  package static func recall(_ chapter: CheckedChapter) -> (ExecutedChapter, [Diagnostic]) {
    let (outcome, diagnostics) = recordedOutcome(
      chapter: chapter.source.chapter, resultFiles: chapter.source.resultFiles,
      stem: chapter.source.stem)
    return (ExecutedChapter(source: chapter, outcome: outcome), diagnostics)
  }

  /// Renders all pages, and adds the files that the chapters show or link.
  package static func render(_ book: BookFolder, _ chapters: [ExecutedChapter]) -> (
    files: [OutputFile], diagnostics: [Diagnostic]
  ) {
    func input(_ executed: ExecutedChapter) -> ChapterInput {
      let source = executed.source.source
      return ChapterInput(
        chapter: source.chapter, outcome: executed.shown, title: source.settings.title,
        description: source.settings.description, number: source.number, slug: source.stem,
        highlights: source.highlights, tangledSwift: tangled(executed.source))
    }
    var (files, diagnostics) = renderBook(
      BookInput(
        info: book.configuration.info,
        chapters: chapters.filter { !$0.source.source.isFrontPage }.map(input),
        bibliography: book.bibliography,
        frontPage: chapters.first { $0.source.source.isFrontPage }.map(input),
        inventory: book.inventory))
    var paths = Set(files.map(\.path))
    for chapter in book.chapters {
      for file in chapter.linkedFiles where !files.contains(file) {
        if paths.insert(file.path).inserted {
          files.append(file)
        } else {
          diagnostics.append(
            Diagnostic(
              "taken-path", "the book itself has a file \(file.path)", path: chapter.path,
              hint: "give the linked file another name"))
        }
      }
    }
    return (files, diagnostics)
  }

  /// The units of a chapter in the order in which they run: a value runs after the blocks above it.
  private static func units(of chapter: Chapter) -> [UnitSource] {
    var units: [UnitSource] = []
    var nextValue = 0
    for index in 0...chapter.blocks.count {
      while nextValue < chapter.values.count, chapter.values[nextValue].blocksBefore <= index {
        units.append(
          UnitSource(
            origin: .value(nextValue), code: chapter.values[nextValue].code, expectsError: false))
        nextValue += 1
      }
      guard index < chapter.blocks.count else { break }
      let block = chapter.blocks[index]
      guard block.options.eval else { continue }
      units.append(
        UnitSource(
          origin: .block(index), code: block.code, expectsError: block.options.error))
    }
    return units
  }
}

extension ExecutionLimits {
  /// These limits, each lowered to the setting where there is a lower one.
  func lowered(to settings: LimitSettings) -> ExecutionLimits {
    var limits = self
    if let steps = settings.steps { limits.steps = min(limits.steps, steps) }
    if let megabytes = settings.memoryMegabytes {
      limits.memoryBytes = min(limits.memoryBytes, product(megabytes, 1 << 20))
    }
    if let kilobytes = settings.outputKilobytes {
      limits.outputBytes = min(limits.outputBytes, product(kilobytes, 1 << 10))
    }
    if let depth = settings.recursionDepth { limits.callDepth = min(limits.callDepth, depth) }
    if let gigamacs = settings.trainingGigamacs {
      limits.trainingMultiplyAdds = min(
        limits.trainingMultiplyAdds, product(gigamacs, 1_000_000_000))
    }
    if let seconds = settings.seconds { limits.seconds = min(limits.seconds, Double(seconds)) }
    return limits
  }

  /// So many units; more than an `Int` holds is as good as no limit.
  private func product(_ count: Int, _ unit: Int) -> Int {
    let (product, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? Int.max : product
  }
}
