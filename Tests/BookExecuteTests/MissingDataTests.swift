import BookExecute
import BookModel
import BookParse
import Testing

/// Blocks that need a data set which is not there are left out, and only these.
@Suite struct MissingDataTests {
  /// The language, and a function that reads a data set.
  private static let registry: Registry = {
    var reading: Builtin = .function("func letters() -> Int", "Reads letters.") { 7 }
    reading.dataSet = "letters"
    return Registry([.language, RegistryPart(builtins: [reading])])
  }()

  /// What each block printed, joined by `|`; `-` where it was not run.
  private func run(_ blocks: String..., folders: [String: String] = [:]) -> String {
    let units = blocks.enumerated().map { index, code in
      let source = SourceText(path: "test.md", bytes: Array(code.utf8))
      return UnitSource(
        origin: .block(index),
        code: CodeText(
          text: code, lineOrigins: source.lineStarts.map { source.location(at: $0) }),
        expectsError: false)
    }
    let checked = checkProgram(units, library: Self.registry.library, path: "test.md")
    guard checked.diagnostics.isEmpty else { return "\(checked.diagnostics.map(\.message))" }
    let result = execute(
      checked.program, registry: Self.registry,
      options: ExecutionOptions(path: "test.md", dataFolders: folders))
    guard result.diagnostics.isEmpty else { return "\(result.diagnostics.map(\.message))" }
    return blocks.indices.map { index in
      guard let block = result.blocks[index] else { return "-" }
      return block.artifacts.map { if case .text(let text) = $0 { text } else { "?" } }.joined()
        .replacing("\n", with: "")
    }
    .joined(separator: "|")
  }

  @Test func withTheDataEverythingRuns() {
    #expect(run("print(letters())", "print(2)", folders: ["letters": "/data"]) == "7|2")
  }

  @Test func aBlockThatReadsTheDataIsLeftOut() {
    #expect(run("print(1)", "print(letters())", "print(2)") == "1|-|2")
  }

  @Test func aBlockThatUsesWhatSuchABlockDeclaresIsLeftOut() {
    #expect(run("let count = letters()", "let twice = count * 2", "print(twice)") == "-|-|-")
  }

  @Test func aVariableThatSuchABlockWouldChangeIsLost() {
    #expect(
      run("var sum = 1", "print(sum)", "sum += letters()", "print(sum)", "print(3)")
        == "|1|-|-|3")
  }

  @Test func aFunctionIsLeftOutWhereItIsCalled() {
    #expect(
      run("func read() -> Int { letters() }", "print(1)", "print(read())") == "|1|-")
  }

  @Test func aFunctionThatCallsSuchAFunctionIsLeftOutWhereItIsCalled() {
    #expect(
      run(
        "func read() -> Int { letters() }", "func twice() -> Int { read() * 2 }",
        "print(twice())", "print(4)") == "||-|4")
  }

  @Test func aVariableThatACalledFunctionWouldChangeIsLost() {
    #expect(
      run(
        "var sum = 1", "func add(_ more: Int) { sum += more }", "add(letters())", "print(sum)",
        "add(2)") == "||-|-|-")
  }

  @Test func aClosureThatReadsTheDataIsLeftOutWhereItIsMade() {
    #expect(run("let read = { () -> Int in letters() }", "print(read())") == "-|-")
  }
}
