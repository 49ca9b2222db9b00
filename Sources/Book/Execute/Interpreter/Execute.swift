package import BookModel

/// Runs a checked program: its units in order, in one frame.
///
/// After a failure that was not expected the units behind it are not run, and neither are units that
/// need a data set which is not there. The run takes place on a
/// thread with a stack that is large enough for the deepest calls the limits allow.
package func execute(
  _ program: Program, registry: Registry, options: ExecutionOptions
) -> ExecutionResult {
  withLargeStack {
    let run = ProgramRun(program, registry: registry, options: options)
    return run.result()
  }
}

/// One run of a program.
private final class ProgramRun {
  private let program: Program
  private let options: ExecutionOptions
  private let registry: Registry
  private let runtime: Runtime
  private let machine: Machine
  private let compiler: FunctionCompiler
  private var outcome = ExecutionResult()

  init(_ program: Program, registry: Registry, options: ExecutionOptions) {
    self.program = program
    self.registry = registry
    self.options = options
    runtime = Runtime(options: options)
    machine = Machine(registry: registry, runtime: runtime)
    compiler = FunctionCompiler(
      registry: registry, runtime: runtime, isShared: program.frame.isBoxed)
  }

  func result() -> ExecutionResult {
    machine.stack = Array(repeating: .vacant, count: program.frame.isBoxed.count)
    let missing = registry.builtins.indices.filter { index in
      registry.builtins[index].dataSet.map { options.dataFolders[$0] == nil } ?? false
    }
    outcome.withoutData = unitsNeeding(Set(missing), in: program)
    for unit in program.units where !outcome.withoutData.contains(unit.origin) {
      guard run(unit) else { break }
    }
    releaseVariables()
    return outcome
  }

  /// Whether the units behind this one are to be run.
  private func run(_ unit: ProgramUnit) -> Bool {
    let mustFail = options.expectedToFail.contains(unit.origin)
    do {
      switch unit.origin {
      case .value(let index):
        outcome.values[index] = try text(of: unit)
      case .block(let index):
        _ = try compiler.block(unit.statements)(machine)
        outcome.blocks[index] = BlockOutcome(artifacts: runtime.takeArtifacts())
      }
      if mustFail { outcome.diagnostics.append(missingFailure(of: unit)) }
      return true
    } catch {
      machine.unwind(frameSize: program.frame.isBoxed.count)
      return record(error, of: unit, mustFail: mustFail)
    }
  }

  /// The text of a value in prose.
  private func text(of unit: ProgramUnit) throws -> String {
    guard unit.statements.count == 1, case .show(let value) = unit.statements[0].kind else {
      throw BuiltinFailure("a value in prose is one expression")
    }
    let text = try runtime.text(of: compiler.expression(value)(machine))
    try runtime.print(text)
    _ = runtime.takeArtifacts()
    return text
  }

  private func record(_ error: any Error, of unit: ProgramUnit, mustFail: Bool) -> Bool {
    let artifacts = runtime.takeArtifacts()
    let failure = RuntimeFailure(
      error, at: unit.statements.first?.span ?? Self.start, isThrowing: false)
    if mustFail, failure.cause == .trap || failure.cause == .thrown,
      case .block(let index) = unit.origin
    {
      outcome.blocks[index] = BlockOutcome(artifacts: artifacts, errorMessage: failure.message)
      return true
    }
    outcome.failed = unit.origin
    outcome.unfinished = artifacts
    outcome.diagnostics.append(
      Diagnostic(
        failure.id, failure.message, path: options.path, span: failure.span, hint: failure.hint))
    return false
  }

  private func missingFailure(of unit: ProgramUnit) -> Diagnostic {
    Diagnostic(
      "missing-error", "the block is marked `error: true`, but it runs without an error",
      path: options.path, span: unit.statements.first?.span,
      hint: "remove the option, or write code that fails")
  }

  /// Breaks the circles of closures that hold the variables they are stored in.
  private func releaseVariables() {
    for case .variable(let variable) in machine.stack { variable.value = .vacant }
    machine.stack = []
  }

  private static let start = SourceSpan(
    SourceLocation(offset: 0, line: 1, column: 1), SourceLocation(offset: 0, line: 1, column: 1))
}
