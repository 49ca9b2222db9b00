import ArgumentParser
import BookPipeline
import Foundation
import Synchronization

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "Download, verify and list the data sets.",
    discussion: """
      A data set lies in the folder that --data-dir names, else in the one that \
      \(DataFolder.variable) names, else in the cache folder. The folder holds one of the set's \
      name, such as fashion-mnist/, or the set's files themselves.
      """,
    subcommands: [Fetch.self, Verify.self, List.self], defaultSubcommand: List.self)

  /// The options that all data commands share.
  struct Options: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "dir"))
    var dataDir: String?

    @Option(help: "How the result is printed: text or json.")
    var format = ResultFormat.text

    func validate() throws {
      if dataDir == "" { throw ValidationError("--data-dir must name a folder") }
    }

    /// The folder that counts, by this command line and the environment.
    func folder() throws -> DataFolder {
      do {
        return try DataFolder.resolve(
          option: dataDir, environment: ProcessInfo.processInfo.environment)
      } catch {
        throw ValidationError("\(error)")
      }
    }

    /// Prints the report and ends the process where it is not of success.
    func finish(
      _ report: DataReport, filesAsText: Bool = false, quiet: Bool = false
    ) throws {
      switch format {
      case .json: try StandardOutput.write(try report.json() + "\n")
      case .text:
        for line in report.renderedDiagnostics { printError(line) }
        if report.exit == .success, !quiet { printError(report.summary) }
        if filesAsText {
          let lines = report.files.map { "\($0.path): \($0.state.rawValue)\n" }
          try StandardOutput.show(lines.joined())
        }
      }
      if report.exit != .success { throw ExitCode(report.exit.rawValue) }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The known data sets, their files, and where they are.")

    @OptionGroup var options: Options

    func run() throws {
      let list = DataList(folder: try options.folder())
      let text = options.format == .json ? try DataReport.json(list) : list.text
      try StandardOutput.show(text + "\n")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the size, MD5 and SHA-256 of a data set's files.",
      discussion: "Exits with 0 when all are right, with 2 when one is missing or wrong.")

    @OptionGroup var options: Options

    @Argument(help: "The data set.")
    var dataSet = KnownDataSet.fashionMNIST

    func run() throws {
      let files = dataSet.files
      guard !files.isEmpty else { return try options.finish(embeddedReport(dataSet)) }
      let place = options.dataDir.map { " --data-dir \(quotedForShell($0))" } ?? ""
      let work = DataVerify(
        dataSet: dataSet, files: files,
        folder: try options.folder().folder(of: dataSet.rawValue, files: files.map(\.name)),
        fetchCommand: "deconv-book data fetch \(dataSet.rawValue)\(place)")
      try options.finish(work.run(), filesAsText: true)
    }
  }

  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Download a data set, and verify it.",
      discussion: """
        What an interrupted download left is kept, and the next one goes on from there. A file \
        takes its name only when its size, MD5 and SHA-256 are right. Exits with 2 when an address \
        sends a wrong file or one stands in its place, with 74 when the network or the disk fails.
        """)

    @OptionGroup var options: Options

    @Argument(help: "The data set.")
    var dataSet = KnownDataSet.fashionMNIST

    @Option(
      name: .customLong("mirror"), parsing: .singleValue,
      help: ArgumentHelp(
        "An http or https folder that has the files; tried before the known ones. Repeatable.",
        valueName: "url"))
    var mirrors: [MirrorAddress] = []

    @Option(help: ArgumentHelp("The longest wait for a server's answer.", valueName: "seconds"))
    var connectTimeout = TransferLimits().connectSeconds

    @Option(help: ArgumentHelp("The longest silence within a file.", valueName: "seconds"))
    var stallTimeout = TransferLimits().stallSeconds

    @Flag(help: "Replace files that stand under the set's names and are not its files.")
    var force = false

    @Flag(help: "Say nothing while all goes well.")
    var quiet = false

    func validate() throws {
      for (name, seconds) in [("connect", connectTimeout), ("stall", stallTimeout)]
      where !(0.1...86_400 ~= seconds) {
        throw ValidationError("--\(name)-timeout must lie between 0.1 and 86400 seconds")
      }
    }

    func run() throws {
      let files = dataSet.files
      guard !files.isEmpty else { return try options.finish(embeddedReport(dataSet), quiet: quiet) }
      catchInterrupts()
      let start = ContinuousClock.now
      let quiet = quiet
      let work = DataFetch(
        dataSet: dataSet, files: files,
        folder: try options.folder().folder(of: dataSet.rawValue, files: files.map(\.name)),
        downloader: Downloader(
          addresses: mirrors.map(\.address) + dataSet.addresses,
          limits: TransferLimits(connectSeconds: connectTimeout, stallSeconds: stallTimeout),
          replacesWrongFiles: force, isCancelled: { interrupted.load(ordering: .relaxed) }),
        write: { text in
          if !quiet { writeError(text) }
        },
        isTerminal: isatty(STDERR_FILENO) == 1,
        now: { (ContinuousClock.now - start) / .seconds(1) })
      try options.finish(work.run(), quiet: quiet)
    }
  }
}

/// An address of `--mirror`: a folder on the network, ending in a slash.
struct MirrorAddress: ExpressibleByArgument {
  var address: String

  init?(argument: String) {
    guard let parts = URLComponents(string: argument),
      ["http", "https"].contains(parts.scheme?.lowercased()), parts.host?.isEmpty == false,
      parts.user == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    address = argument.hasSuffix("/") ? argument : argument + "/"
  }
}

/// What there is to say of a data set that needs no files.
private func embeddedReport(_ dataSet: KnownDataSet) -> DataReport {
  DataReport(
    dataSet: dataSet,
    summary: "\(dataSet.rawValue) is drawn by the program: there is nothing to download or verify")
}

/// A word as a shell reads it back.
private func quotedForShell(_ word: String) -> String {
  let plain = word.utf8.allSatisfy {
    (0x2B...0x3A).contains($0) || (0x40...0x5A).contains($0) || (0x61...0x7A).contains($0)
      || $0 == 0x5F || $0 == 0x3D
  }
  return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
