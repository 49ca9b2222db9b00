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
  package var outcome: ChapterOutcome
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

  package init(
    limits: ExecutionLimits, elapsedSeconds: @escaping @Sendable () -> Double,
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (String) -> Void
  ) {
    self.limits = limits
    self.elapsedSeconds = elapsedSeconds
    self.isCancelled = isCancelled
    self.progress = progress
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
        elapsedSeconds: { environment.elapsedSeconds() - start }))
    var outcome = ChapterOutcome(
      blocks: Array(repeating: nil, count: blocks.count),
      values: Array(repeating: nil, count: chapter.source.chapter.values.count))
    for (origin, diagnostic) in chapter.program.expectedErrors {
      guard case .block(let index) = origin else { continue }
      outcome.blocks[index] = BlockOutcome(artifacts: [], errorMessage: diagnostic.message)
    }
    for (index, block) in result.blocks { outcome.blocks[index] = block }
    for (index, text) in result.values { outcome.values[index] = text }
    return (ExecutedChapter(source: chapter, outcome: outcome), result.diagnostics)
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
    var (files, diagnostics) = renderBook(
      BookInput(
        info: book.configuration.info,
        chapters: chapters.map { executed in
          let source = executed.source.source
          return ChapterInput(
            chapter: source.chapter, outcome: executed.outcome, title: source.settings.title,
            description: source.settings.description, number: source.number, slug: source.stem,
            highlights: source.highlights, tangledSwift: tangled(executed.source))
        },
        bibliography: book.bibliography))
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
      limits.memoryBytes = min(limits.memoryBytes, bytes(megabytes, unit: 1 << 20))
    }
    if let kilobytes = settings.outputKilobytes {
      limits.outputBytes = min(limits.outputBytes, bytes(kilobytes, unit: 1 << 10))
    }
    if let depth = settings.recursionDepth { limits.callDepth = min(limits.callDepth, depth) }
    if let seconds = settings.seconds { limits.seconds = min(limits.seconds, Double(seconds)) }
    return limits
  }

  /// So many units in bytes; more than an `Int` holds is as good as no limit.
  private func bytes(_ count: Int, unit: Int) -> Int {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow ? Int.max : bytes
  }
}
