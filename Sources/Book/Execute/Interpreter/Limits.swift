package import BookModel

/// What keeps a stranger's chapter harmless: the most that one run may use of anything.
package struct ExecutionLimits: Sendable, Hashable {
  /// Statements, turns of loops and calls; large values cost steps by their size.
  package var steps: Int
  /// The work of training and evaluating models, which is counted apart from steps: multiply-adds
  /// of all calls together.
  package var trainingMultiplyAdds: Int
  /// The memory that all values hold at one time, as the interpreter estimates it.
  package var memoryBytes: Int
  /// Printed text and shown results of all blocks together.
  package var outputBytes: Int
  /// Calls inside calls.
  package var callDepth: Int
  /// The last guard: time, as `ExecutionOptions.elapsedSeconds` tells it.
  package var seconds: Double

  package init(
    steps: Int = 300_000_000, trainingMultiplyAdds: Int = 12_000_000_000_000,
    memoryBytes: Int = 1 << 30, outputBytes: Int = 32 << 20, callDepth: Int = 10_000,
    seconds: Double = 3600
  ) {
    self.steps = steps
    self.trainingMultiplyAdds = trainingMultiplyAdds
    self.memoryBytes = memoryBytes
    self.outputBytes = outputBytes
    self.callDepth = callDepth
    self.seconds = seconds
  }
}

/// How a program is run.
package struct ExecutionOptions: Sendable {
  package var limits: ExecutionLimits
  /// The chapter as diagnostics name it.
  package var path: String
  /// The units that must fail; their message is their result.
  package var expectedToFail: Set<ProgramUnit.Origin>
  /// Asked every few thousand steps; true ends the run.
  package var isCancelled: @Sendable () -> Bool
  /// The time since the run began.
  ///
  /// The library reads no clock itself.
  package var elapsedSeconds: @Sendable () -> Double
  /// Where the data sets lie, by name; what needs another one is not run.
  package var dataFolders: [String: String]

  package init(
    path: String, limits: ExecutionLimits = ExecutionLimits(),
    expectedToFail: Set<ProgramUnit.Origin> = [],
    isCancelled: @escaping @Sendable () -> Bool = { false },
    elapsedSeconds: @escaping @Sendable () -> Double = { 0 },
    dataFolders: [String: String] = [:]
  ) {
    self.path = path
    self.limits = limits
    self.expectedToFail = expectedToFail
    self.isCancelled = isCancelled
    self.elapsedSeconds = elapsedSeconds
    self.dataFolders = dataFolders
  }
}

/// What a run yielded.
package struct ExecutionResult: Sendable {
  /// By block index; a block without an entry was not run.
  package var blocks: [Int: BlockOutcome]
  /// By the value's index in the chapter.
  package var values: [Int: String]
  /// The units that were not run, because a data set that they need is not there.
  package var withoutData: Set<ProgramUnit.Origin> = []
  /// The unit that failed and so ended the run; those behind it were not run.
  package var failed: ProgramUnit.Origin?
  /// What the block that ended the run had printed and shown before it failed.
  package var unfinished: [Artifact] = []
  package var diagnostics: [Diagnostic]

  package init(
    blocks: [Int: BlockOutcome] = [:], values: [Int: String] = [:],
    diagnostics: [Diagnostic] = []
  ) {
    self.blocks = blocks
    self.values = values
    self.diagnostics = diagnostics
  }
}
