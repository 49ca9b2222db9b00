import ArgumentParser
import BookExecute
import BookModel
import BookPipeline
import Foundation
import Synchronization

/// How diagnostics are printed.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, github

  /// `github` by itself on GitHub's runners, text elsewhere.
  static var automatic: ReportFormat {
    ProcessInfo.processInfo.environment["GITHUB_ACTIONS"] == "true" ? .github : .text
  }
}

/// How a command about data and models prints its result.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The options that all book commands share.
struct SharedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder that holds chapters/ and output/.", valueName: "dir"))
  var book = "."

  @Option(help: "How diagnostics are printed: text, json, or github (annotations).")
  var format: ReportFormat?

  @Option(help: ArgumentHelp("The most steps that a chapter may take.", valueName: "count"))
  var maxSteps: Int?

  @Option(help: ArgumentHelp("The most memory for a chapter's values, in MB.", valueName: "count"))
  var maxMemory: Int?

  @Option(help: ArgumentHelp("The longest that a chapter may run.", valueName: "seconds"))
  var maxSeconds: Double?

  @Option(
    help: ArgumentHelp("The most multiply-adds of training, in billions.", valueName: "count"))
  var maxTraining: Int?

  @Option(
    help: ArgumentHelp(
      "The folder of the data sets. \(DataFolder.variable), else the cache, when none is named.",
      valueName: "dir"))
  var dataDir: String?

  @Flag(help: "Say nothing while all goes well.")
  var quiet = false

  func validate() throws {
    if let maxTraining, maxTraining < 1 || maxTraining > 1_000_000_000 {
      throw ValidationError("--max-training must lie between 1 and 1000000000 (billions)")
    }
    if let maxSteps, maxSteps < 1 { throw ValidationError("--max-steps must be at least 1") }
    if let maxMemory, maxMemory < 1 || maxMemory > 1 << 20 {
      throw ValidationError("--max-memory must lie between 1 and 1048576 (MB)")
    }
    if let maxSeconds, !(maxSeconds > 0) {
      throw ValidationError("--max-seconds must be above zero")
    }
  }

  /// Runs a command on a thread with a large stack, prints what it found, and ends the process.
  func perform(_ command: @escaping @Sendable (RunEnvironment) -> CommandResult) throws {
    try configureCompute(environment: ProcessInfo.processInfo.environment)
    catchInterrupts()
    let environment = environment
    let result = withLargeStack { command(environment) }
    try Report(format: format ?? .automatic, quiet: quiet).print(result)
    if interrupted.load(ordering: .relaxed) { throw ExitCode(ExitStatus.interrupted.rawValue) }
    let status = result.exitStatus
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private var environment: RunEnvironment {
    var limits = ExecutionLimits()
    if let maxSteps { limits.steps = maxSteps }
    if let maxMemory { limits.memoryBytes = maxMemory << 20 }
    if let maxSeconds { limits.seconds = maxSeconds }
    if let maxTraining { limits.trainingMultiplyAdds = maxTraining * 1_000_000_000 }
    let start = ContinuousClock.now
    let quiet = quiet
    return RunEnvironment(
      limits: limits,
      elapsedSeconds: {
        let elapsed = (ContinuousClock.now - start).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
      },
      isCancelled: { interrupted.load(ordering: .relaxed) },
      progress: { line in if !quiet { printError(line) } },
      dataFolders: DataFolder.available(
        option: dataDir, environment: ProcessInfo.processInfo.environment))
  }
}

/// Set by SIGINT, SIGTERM and SIGHUP; running code is asked to stop, and nothing is written.
///
/// A second signal ends the process at once: files are whole at every moment.
let interrupted = Atomic<Bool>(false)

func catchInterrupts() {
  for number in [SIGINT, SIGTERM, SIGHUP] {
    let inherited = signal(number) { _ in
      if interrupted.exchange(true, ordering: .relaxed) {
        _exit(ExitStatus.interrupted.rawValue)
      }
    }
    // A program begins with the default, which is nil, or without a signal: what `nohup` started is
    // to outlive its terminal.
    if number == SIGHUP, inherited != nil { signal(number, SIG_IGN) }
  }
}

/// Prints a command's result: its output on standard output, diagnostics and summary on standard
/// error (for `json` and `github` on standard output, where their readers look).
struct Report {
  let format: ReportFormat
  let quiet: Bool

  func print(_ result: CommandResult) throws {
    let lost = output(result)
    if format == .text {
      for diagnostic in result.diagnostics {
        printError(diagnostic.rendered(source: diagnostic.path.flatMap { result.sources[$0] }))
      }
    }
    if format != .json { printError(closing(result)) }
    if let lost { throw lost }
  }

  /// Prints what belongs on standard output, and gives what went wrong.
  private func output(_ result: CommandResult) -> StandardOutput.Failure? {
    var text = result.output
    switch format {
    case .text: break
    case .github:
      for diagnostic in result.diagnostics {
        text += annotation(diagnostic) + "\n"
        if let details = diagnostic.details { text += details + "\n" }
      }
    case .json: text += json(result) + "\n"
    }
    do throws(StandardOutput.Failure) {
      try StandardOutput.write(text)
      return nil
    } catch {
      return error
    }
  }

  private func closing(_ result: CommandResult) -> String {
    let errors = result.diagnostics.filter { $0.severity == .error }
    func count(_ kind: DiagnosticKind, _ one: String, _ many: String) -> String? {
      let number = errors.filter { $0.kind == kind }.count
      return number == 0 ? nil : "\(number) \(number == 1 ? one : many)"
    }
    let parts = [
      count(.invalid, "error", "errors"), count(.drift, "drifted result", "drifted results"),
      count(.unverified, "result not verified", "results not verified"),
    ].compactMap { $0 }
    if !parts.isEmpty { return parts.joined(separator: ", ") }
    return quiet ? "" : result.summary
  }

  /// A workflow command of GitHub Actions; its syntax wants `%`, line ends and, in properties,
  /// `:` and `,` escaped.
  private func annotation(_ diagnostic: Diagnostic) -> String {
    func escaped(_ text: String, isProperty: Bool = false) -> String {
      var text = text.replacingOccurrences(of: "%", with: "%25")
        .replacingOccurrences(of: "\r", with: "%0D").replacingOccurrences(of: "\n", with: "%0A")
      if isProperty {
        text = text.replacingOccurrences(of: ":", with: "%3A")
          .replacingOccurrences(of: ",", with: "%2C")
      }
      return text
    }
    var properties: [String] = []
    if let path = diagnostic.path { properties.append("file=" + escaped(path, isProperty: true)) }
    if let span = diagnostic.span {
      properties += ["line=\(span.start.line)", "col=\(span.start.column)"]
    }
    let command = diagnostic.severity == .note ? "notice" : diagnostic.severity.rawValue
    let message = [diagnostic.message, diagnostic.hint].compactMap { $0 }.joined(separator: "\n")
    return "::\(command) \(properties.joined(separator: ","))::\(escaped(message))"
  }

  private struct JSONReport: Encodable {
    struct Entry: Encodable {
      var id, severity, kind, message: String
      var path, hint, details: String?
      var line, column: Int?
    }

    var status: Int32
    var summary: String
    var diagnostics: [Entry]
  }

  private func json(_ result: CommandResult) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let report = JSONReport(
      status: result.exitStatus.rawValue, summary: result.summary,
      diagnostics: result.diagnostics.map {
        .init(
          id: $0.id, severity: $0.severity.rawValue, kind: $0.kind.rawValue, message: $0.message,
          path: $0.path, hint: $0.hint, details: $0.details, line: $0.span?.start.line,
          column: $0.span?.start.column)
      })
    return (try? encoder.encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
