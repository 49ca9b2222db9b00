import Foundation
import Testing

private let green = """
  # One

  ```swift
  //| label: lst-one
  print(1 + 1)
  ```

  """

/// The built binary as a shell sees it: what it prints, and how it exits.
@Suite struct CommandLineTests {
  @Test func helpNamesEveryCommand() throws {
    let result = try Tool().run("--help")
    #expect(result.status == 0)
    for command in [
      "build", "check", "accept", "run", "tangle", "train", "reconstruct", "data",
    ] {
      #expect(result.output.contains("  \(command) "))
    }
  }

  @Test(arguments: [
    ["--bogus"], ["chekc"], ["check", "--max-steps", "0"], ["check", "--format", "xml"], ["run"],
  ])
  func wrongCommandLineIs64(arguments: [String]) throws {
    #expect(try Tool().run(arguments).status == 64)
  }

  @Test func acceptThenCheckIsZeroAndAChangeIsOneAndAMistakeIsTwo() throws {
    let tool = try Tool(chapter: green)
    #expect(try tool.run("check", "--book", tool.folder.path).status == 1)
    #expect(try tool.run("accept", "--book", tool.folder.path).status == 0)
    #expect(try tool.run("build", "--book", tool.folder.path).status == 0)
    #expect(try tool.run("check", "--book", tool.folder.path).status == 0)

    let recorded = try tool.chapterText()
    try tool.write(chapter: recorded.replacing("1 + 1", with: "1 + 2"))
    let drifted = try tool.run("check", "--book", tool.folder.path)
    #expect(drifted.status == 1)
    #expect(drifted.errors.contains("chapters/01-one.md:"))
    #expect(drifted.errors.contains("-2\n+3"))

    try tool.write(chapter: recorded.replacing("1 + 1", with: "1 +"))
    #expect(try tool.run("check", "--book", tool.folder.path).status == 2)
    #expect(try tool.run("build", "--book", tool.folder.path).status == 2)
  }

  @Test func acceptIsRefusedInCIUnlessForced() throws {
    let tool = try Tool(chapter: green)
    let refused = try tool.run("accept", "--book", tool.folder.path, environment: ["CI": "true"])
    #expect(refused.status == 64)
    #expect(try tool.chapterText() == green)
    let forced = try tool.run(
      "accept", "--force", "--book", tool.folder.path, environment: ["CI": "true"])
    #expect(forced.status == 0)
    #expect(try tool.chapterText() != green)
  }

  @Test func driftIsAnAnnotationOnGitHubAndAnObjectInJSON() throws {
    let tool = try Tool(chapter: green)
    let github = try tool.run(
      "check", "--book", tool.folder.path, environment: ["GITHUB_ACTIONS": "true"])
    #expect(github.output.hasPrefix("::error file=chapters/01-one.md,line=3,col=1::"))
    let json = try tool.run("check", "--format", "json", "--book", tool.folder.path)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(report["status"] as? Int == 1)
    #expect((report["diagnostics"] as? [[String: Any]])?.first?["line"] as? Int == 3)
  }

  @Test func runPrintsTheTextAndWritesFiguresWhereAllowed() throws {
    let tool = try Tool()
    let file = tool.folder.appending(path: "a.swift")
    try "print(\"text\")\nheatmap(Counts([[1, 2]]))\n".write(
      to: file, atomically: true, encoding: .utf8)
    let figures = tool.folder.appending(path: "figures")
    let result = try tool.run("run", file.path, "--allow-write", figures.path)
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("text\nfigure heatmap 1×2 "))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: figures.path) == ["figure-1.png"])
  }

  @Test(arguments: ["a", "-", "."])
  func runOfWhatIsNoFileIsToldInWords(path: String) throws {
    let result = try Tool().run("run", path)
    #expect(result.status == 2)
    #expect(result.errors.contains("error: cannot read \(path)"))
  }

  @Test func runPrintsWhatCameBeforeAFailure() throws {
    let tool = try Tool()
    let file = tool.folder.appending(path: "a.swift")
    try "print(\"before\")\nlet a: [Int] = []\nprint(a[0])\n".write(
      to: file, atomically: true, encoding: .utf8)
    let result = try tool.run("run", file.path)
    #expect(result.status == 2)
    #expect(result.output == "before\n")
    #expect(result.errors.contains("a.swift:3:7: error: Index out of range"))
  }

  @Test func runTellsThatADataSetIsMissing() throws {
    let tool = try Tool()
    let file = tool.folder.appending(path: "a.swift")
    try "let data = try fashionMNIST()\nprint(data.test.count)\n".write(
      to: file, atomically: true, encoding: .utf8)
    let result = try tool.run("run", file.path, "--data-dir", tool.folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("error: the file needs a data set that is not here"))
  }

  @Test func runTellsAMistakeAtItsPlace() throws {
    let tool = try Tool()
    let file = tool.folder.appending(path: "a.swift")
    try "let x = 1\nprint(y)\n".write(to: file, atomically: true, encoding: .utf8)
    let result = try tool.run("run", file.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("a.swift:2:7: error: "))
    #expect(result.output == "")
  }
}

/// The binary, and a folder for one test.
private final class Tool {
  struct Result {
    var status: Int32
    var output: String
    var errors: String
  }

  let folder: URL

  init(chapter: String? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tool-" + UUID().uuidString)
    let chapters = folder.appending(path: "chapters")
    try FileManager.default.createDirectory(at: chapters, withIntermediateDirectories: true)
    try "title: Test\n".write(
      to: chapters.appending(path: "book.yml"), atomically: true, encoding: .utf8)
    if let chapter { try write(chapter: chapter) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private var chapterURL: URL { folder.appending(path: "chapters/01-one.md") }

  func write(chapter: String) throws {
    try chapter.write(to: chapterURL, atomically: true, encoding: .utf8)
  }

  func chapterText() throws -> String { try String(contentsOf: chapterURL, encoding: .utf8) }

  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  /// Runs the binary that was built beside the tests, in an environment of its own.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = try Self.binary()
    process.arguments = arguments
    process.environment = environment
    let outputFile = folder.appending(path: "stdout")
    let errorFile = folder.appending(path: "stderr")
    for file in [outputFile, errorFile] {
      try Data().write(to: file)
    }
    process.standardOutput = try FileHandle(forWritingTo: outputFile)
    process.standardError = try FileHandle(forWritingTo: errorFile)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOf: outputFile, encoding: .utf8),
      errors: try String(contentsOf: errorFile, encoding: .utf8))
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
