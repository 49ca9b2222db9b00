import BookExecute
import BookModel
import BookParse

/// A chapter of blocks, checked and run as the book does.
struct ChapterRun {
  /// What each block printed and drew, one string a block; figures as their kind in brackets.
  private(set) var outputs: [String] = []
  /// The first diagnostic, as `line:column: message` with the line counted in its block.
  private(set) var failure: String?
  private(set) var diagnosticID: String?

  /// What all blocks printed.
  var output: String { outputs.joined() }

  init(
    _ blocks: String..., limits: ExecutionLimits = ExecutionLimits(),
    folders: [String: String] = [:], isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    let registry = Registry.standard
    let units = blocks.enumerated().map { index, code in
      let source = SourceText(path: "test.md", bytes: Array(code.utf8))
      return UnitSource(
        origin: .block(index),
        code: CodeText(
          text: code, lineOrigins: source.lineStarts.map { source.location(at: $0) }),
        expectsError: false)
    }
    let checked = checkProgram(units, library: registry.library, path: "test.md")
    report(checked.diagnostics)
    guard failure == nil else { return }
    let result = execute(
      checked.program, registry: registry,
      options: ExecutionOptions(
        path: "test.md", limits: limits, isCancelled: isCancelled, dataFolders: folders))
    outputs = blocks.indices.map { index in
      (result.blocks[index]?.artifacts ?? []).map { artifact in
        switch artifact {
        case .text(let text): text
        case .figure(let figure): "[\(figure.kind)]\n"
        case .table(let table): "[table of \(table.rows.count) rows]\n"
        default: "[other]\n"
        }
      }
      .joined()
    }
    report(result.diagnostics)
  }

  private mutating func report(_ diagnostics: [Diagnostic]) {
    guard let first = diagnostics.first else { return }
    diagnosticID = first.id
    let place = first.span.map { "\($0.start.line):\($0.start.column): " } ?? ""
    failure = place + first.message
  }
}
