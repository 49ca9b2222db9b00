import Foundation
import Testing

/// The built binary in a folder of its own, where it can be stopped in the middle.
final class TrainTool {
  /// How a process ended, and what it printed.
  struct Result {
    /// The exit code; nil where a signal ended the process.
    var status: Int32?
    var output: String
    var errors: String
  }

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "train-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Writes IDX files of images, of 4 × 4 pixels: even a debug build trains with these in no time.
  func writeImages(count: Int, rows: Int = 4, columns: Int = 4, to name: String) throws {
    let target = folder.appending(path: name)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(number >> (24 - 8 * $0) & 255) } }
    var random = TestBytes(seed: 1)
    let images =
      word(0x0803) + word(count) + word(rows) + word(columns)
      + random.bytes(count * rows * columns)
    let labels = word(0x0801) + word(count) + Array(repeating: 0, count: count)
    try Data(images).write(to: target.appending(path: "train-images-idx3-ubyte"))
    try Data(labels).write(to: target.appending(path: "train-labels-idx1-ubyte"))
  }

  /// The files of a folder by name, whole.
  func contents(of name: String) throws -> [String: Data] {
    let folder = folder.appending(path: name)
    var contents: [String: Data] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      contents[file] = try Data(contentsOf: folder.appending(path: file))
    }
    return contents
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Runs the binary to its end, in this folder.
  func run(_ arguments: String...) throws -> Result {
    try run(arguments)
  }

  func run(_ arguments: [String]) throws -> Result {
    try start(arguments).wait()
  }

  /// Runs a line of the shell in this folder, where `$tool` is the binary.
  func shell(_ line: String) throws -> Result {
    try startShell(line).wait()
  }

  func startShell(_ line: String) throws -> Running {
    try Running(
      binary: URL(fileURLWithPath: "/bin/sh"),
      arguments: ["-c", "tool=$1; " + line, "sh", Self.binary().path], folder: folder)
  }

  /// Starts the binary in this folder.
  func start(_ arguments: [String]) throws -> Running {
    try Running(binary: Self.binary(), arguments: arguments, folder: folder)
  }

  /// A process that runs.
  final class Running {
    private let process = Process()
    private let outputFile: URL
    private let errorFile: URL

    fileprivate init(binary: URL, arguments: [String], folder: URL) throws {
      outputFile = folder.appending(path: "stdout-" + UUID().uuidString)
      errorFile = folder.appending(path: "stderr-" + UUID().uuidString)
      for file in [outputFile, errorFile] { try Data().write(to: file) }
      process.executableURL = binary
      process.arguments = arguments
      process.environment = [:]
      process.currentDirectoryURL = folder
      process.standardOutput = try FileHandle(forWritingTo: outputFile)
      process.standardError = try FileHandle(forWritingTo: errorFile)
      try Self.receivingSignals { try process.run() }
    }

    /// A process inherits which signals are blocked, and the threads of tests block all of them;
    /// and that SIGHUP is ignored, where the tests run under `nohup`.
    private static func receivingSignals(_ body: () throws -> Void) rethrows {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGINT)
      sigaddset(&signals, SIGTERM)
      sigaddset(&signals, SIGHUP)
      var inherited = sigset_t()
      pthread_sigmask(SIG_UNBLOCK, &signals, &inherited)
      let hangUp = signal(SIGHUP, SIG_DFL)
      defer {
        signal(SIGHUP, hangUp)
        pthread_sigmask(SIG_SETMASK, &inherited, nil)
      }
      try body()
    }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func wait() throws -> Result {
      process.waitUntilExit()
      let isExit = process.terminationReason == .exit
      defer {
        for file in [outputFile, errorFile] { try? FileManager.default.removeItem(at: file) }
      }
      return Result(
        status: isExit ? process.terminationStatus : nil,
        output: try String(contentsOf: outputFile, encoding: .utf8),
        errors: try String(contentsOf: errorFile, encoding: .utf8))
    }
  }

  private static func binary() throws -> URL {
    let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
    let products = bundle.prefix(upTo: try #require(bundle.range(of: ".xctest")).lowerBound)
    let url = URL(fileURLWithPath: String(products)).deletingLastPathComponent()
      .appending(path: "deconv-book")
    try #require(FileManager.default.isExecutableFile(atPath: url.path), "\(url.path)")
    return url
  }
}

/// Numbers that look random and are the same in every run: splitmix64.
struct TestBytes {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 33) }
  }

  /// A number in 0..<1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}
