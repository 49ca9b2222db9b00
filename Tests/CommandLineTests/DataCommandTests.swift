import Foundation
import Testing

@testable import deconv_book

/// `deconv-book data` as a shell sees it; nothing here needs the internet.
@Suite struct DataCommandTests {
  private let scene: DownloadScene

  init() throws { scene = try DownloadScene() }

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> DataTool {
    let tool = try DataTool(["data"] + arguments, environment: environment, folder: scene.folder)
    tool.process.waitUntilExit()
    return tool
  }

  @Test(arguments: [
    ["fetch", "mnist"], ["fetch", "--mirror", "ftp://host/"], ["fetch", "--mirror", "http://"],
    ["fetch", "--mirror", "http://host/?a"], ["fetch", "--mirror", "http://me:secret@host/"],
    ["fetch", "--connect-timeout", "0"], ["fetch", "--stall-timeout", "nan"],
    ["verify", "--data-dir", ""], ["verify"], ["list", "--format", "xml"],
  ])
  func wrongCommandLineIs64(arguments: [String]) throws {
    #expect(try run(arguments).status == 64)
  }

  @Test func verifyOfAnEmptyFolderIs2AndNamesTheCommandToRun() throws {
    let folder = scene.folder + "/it's"
    let result = try run(["verify", "--data-dir", folder])
    #expect(result.status == 2)
    #expect(
      result.output.hasPrefix("\(folder)/fashion-mnist/train-images-idx3-ubyte.gz: missing\n"))
    let command = "deconv-book data fetch fashion-mnist --data-dir '\(scene.folder)/it'\\''s'"
    #expect(result.errors.components(separatedBy: "  hint: run: \(command)\n").count == 5)
  }

  @Test func listInJSONNamesFilesAndFolder() throws {
    let result = try run(
      ["list", "--format", "json"], environment: ["DECONV_BOOK_DATA": scene.folder])
    #expect(result.status == 0)
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(list["source"] as? String == "environment")
    let sets = try #require(list["dataSets"] as? [[String: Any]])
    #expect(sets.map { $0["name"] as? String } == ["fashion-mnist", "garments"])
    #expect(sets.first?["folder"] as? String == scene.folder + "/fashion-mnist")
    let files = try #require(sets.first?["files"] as? [[String: Any]])
    #expect(files.map { $0["byteCount"] as? Int } == [26_421_880, 29_515, 4_422_102, 5148])
    #expect(files.allSatisfy { $0["state"] as? String == "missing" })
  }

  @Test(arguments: ["fetch", "verify"])
  func garmentsNeedNothing(command: String) throws {
    let result = try run([command, "garments"])
    #expect(result.status == 0)
    #expect(
      result.errors == "garments is drawn by the program: there is nothing to download or verify\n")
  }

  @Test func interruptKeepsThePartAndExitsWith130() throws {
    let server = try DownloadServer { _ in
      DownloadServer.Reply(headers: ["Content-Length": "26421880"], body: Data(count: 100))
        .cut(after: 100, hangs: true)
    }
    let tool = try DataTool(
      ["data", "fetch", "--data-dir", scene.folder, "--mirror", server.address],
      environment: [:], folder: scene.folder)
    let part = scene.folder + "/fashion-mnist/train-images-idx3-ubyte.gz.part"
    while tool.process.isRunning, FileManager.default.contents(atPath: part)?.count != 100 {
      Thread.sleep(forTimeInterval: 0.02)
    }
    kill(tool.process.processIdentifier, SIGINT)
    tool.process.waitUntilExit()
    #expect(tool.status == 130)
    #expect(FileManager.default.contents(atPath: part) == Data(count: 100))
    #expect(
      tool.errors.hasSuffix(
        "  hint: 100 bytes are kept in \(part); the same command goes on from there\n"))
    #expect(server.requests.map(\.path) == ["/train-images-idx3-ubyte.gz"])
  }

  @Test func aSecondFetchGoesOnFromThePart() throws {
    let server = try DownloadServer { _ in .silence }
    let folder = scene.folder + "/fashion-mnist"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let part = folder + "/train-images-idx3-ubyte.gz.part"
    try Data(count: 100).write(to: URL(fileURLWithPath: part))
    let tool = try DataTool(
      ["data", "fetch", "--data-dir", scene.folder, "--mirror", server.address],
      environment: [:], folder: scene.folder)
    while tool.process.isRunning, server.requests.isEmpty { Thread.sleep(forTimeInterval: 0.02) }
    kill(tool.process.processIdentifier, SIGKILL)
    tool.process.waitUntilExit()
    #expect(server.requests.first?.headers["range"] == "bytes=100-")
    #expect(FileManager.default.contents(atPath: part) == Data(count: 100))
  }

  private static let realFolder = ProcessInfo.processInfo.environment["DECONV_BOOK_DATA"]

  @Test(.enabled(if: realFolder != nil, "DECONV_BOOK_DATA names no folder"))
  func realFilesHaveTheSizesAndDigestsOfTheTable() throws {
    let folder = try #require(Self.realFolder)
    for command in ["verify", "fetch"] {
      let result = try run([command, "--data-dir", folder])
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}

/// The built binary at work, in an environment of its own.
private final class DataTool {
  let process = Process()
  private let outputPath: String
  private let errorPath: String

  init(_ arguments: [String], environment: [String: String], folder: String) throws {
    let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
    let products = bundle.prefix(upTo: try #require(bundle.range(of: ".xctest")).lowerBound)
    process.executableURL = URL(fileURLWithPath: String(products)).deletingLastPathComponent()
      .appending(path: "deconv-book")
    process.arguments = arguments
    process.environment = environment
    let id = UUID().uuidString
    outputPath = "\(folder)/\(id).out"
    errorPath = "\(folder)/\(id).err"
    process.standardOutput = try Self.handle(outputPath)
    process.standardError = try Self.handle(errorPath)
    // Threads of the test's pool block signals, and a child would inherit that.
    var interrupt = sigset_t()
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    var inherited = sigset_t()
    pthread_sigmask(SIG_UNBLOCK, &interrupt, &inherited)
    defer { pthread_sigmask(SIG_SETMASK, &inherited, nil) }
    try process.run()
  }

  private static func handle(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(fileURLWithPath: path))
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  var status: Int32 { process.terminationStatus }
  var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
  var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }
}
