import BookModel

/// What a builtin may ask of the run that calls it: output, and room within the limits.
package final class Runtime {
  let account: MemoryAccount
  let limits: ExecutionLimits
  /// Where the data sets lie, by name.
  let dataFolders: [String: String]
  private let isCancelled: @Sendable () -> Bool
  private let elapsedSeconds: @Sendable () -> Double
  private var steps = 0
  private var trainingMultiplyAdds = 0
  /// The number of steps at which the clock and the cancellation are looked at next.
  private var nextPoll = 0
  private var outputBytes = 0
  /// The memory that builtins hold which are running, beside the values of the chapter.
  private var heldElsewhere: (() -> Int)?
  private var artifacts: [Artifact] = []
  private var printed = ""

  private static let stepsBetweenPolls = 4096

  package init(options: ExecutionOptions) {
    limits = options.limits
    dataFolders = options.dataFolders
    isCancelled = options.isCancelled
    elapsedSeconds = options.elapsedSeconds
    account = MemoryAccount(limit: options.limits.memoryBytes)
  }

  /// Counts work; the work of one call of a builtin may be many steps.
  @inline(__always)
  package func charge(steps count: Int) throws {
    let (sum, overflow) = steps.addingReportingOverflow(count)
    steps = overflow ? Int.max : sum
    if steps >= nextPoll { try poll() }
  }

  /// Counts the work of training or evaluating a model before it is done.
  package func charge(trainingMultiplyAdds count: Int) throws {
    let (sum, overflow) = trainingMultiplyAdds.addingReportingOverflow(count)
    trainingMultiplyAdds = overflow ? Int.max : sum
    guard trainingMultiplyAdds <= limits.trainingMultiplyAdds else {
      throw RuntimeFailure(
        .limit, id: "limit-training",
        "training takes more than \(limits.trainingMultiplyAdds) multiply-adds",
        hint: "train for fewer epochs, on fewer images, or a smaller model")
    }
  }

  /// Ends the run if it was cancelled or takes too long: for work that counts no steps.
  package func poll() throws {
    let next = steps.addingReportingOverflow(Self.stepsBetweenPolls)
    let afterLimit = limits.steps.addingReportingOverflow(1)
    nextPoll = min(
      next.overflow ? Int.max : next.partialValue,
      afterLimit.overflow ? Int.max : afterLimit.partialValue)
    if steps > limits.steps {
      throw RuntimeFailure(
        .limit, id: "limit-steps", "the chapter takes more than \(limits.steps) steps",
        hint: "look for a loop that does not end")
    }
    if isCancelled() {
      throw RuntimeFailure(.cancellation, id: "cancelled", "the run was cancelled")
    }
    if elapsedSeconds() > limits.seconds {
      throw RuntimeFailure(
        .limit, id: "limit-time", "the chapter runs for more than \(limits.seconds) seconds")
    }
  }

  /// Asks for memory before it is taken: fails where the values would hold more than they may.
  package func reserve(bytes: Int) throws {
    let (held, overflow) = bytes.addingReportingOverflow(heldElsewhere?() ?? 0)
    guard !overflow, account.hasRoom(for: held) else { throw memoryFailure() }
    // Large values take time to make and to copy.
    if bytes >= 1024 { try charge(steps: bytes >> 10) }
  }

  /// Asks for an array of `count` values before it is made.
  package func reserveArray(count: Int) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Value>.stride)
    guard !overflow else { throw memoryFailure() }
    try reserve(bytes: bytes)
    // To copy four values takes about as long as a step.
    try charge(steps: count >> 2)
  }

  /// Runs code during which a builtin holds memory that no value of the chapter stands for;
  /// `bytes` tells how much it is, whenever memory is asked for.
  package func whileHolding<Result>(
    _ bytes: @escaping () -> Int, _ body: () throws -> Result
  ) throws -> Result {
    let outer = heldElsewhere
    heldElsewhere = outer.map { outer in { outer() + bytes() } } ?? bytes
    defer { heldElsewhere = outer }
    return try body()
  }

  private func memoryFailure() -> RuntimeFailure {
    RuntimeFailure(
      .limit, id: "limit-memory",
      "the chapter's values need more than \(account.limit) bytes of memory")
  }

  /// Adds printed text to the unit's output.
  package func print(_ text: String) throws {
    try countOutput(text.utf8.count)
    printed += text
  }

  /// Adds a result to the unit's output, behind what was printed before it.
  func show(_ artifact: Artifact) throws {
    if case .text(let text) = artifact { return try print(text) }
    try countOutput(artifact.outputByteCount)
    // To draw and pack two pixels takes about as long as a step.
    try charge(steps: artifact.pixelCount / 2)
    flushText()
    artifacts.append(artifact)
  }

  /// The output since the last call.
  func takeArtifacts() -> [Artifact] {
    flushText()
    defer { artifacts = [] }
    return artifacts
  }

  private func flushText() {
    guard !printed.isEmpty else { return }
    artifacts.append(.text(printed))
    printed = ""
  }

  private func countOutput(_ bytes: Int) throws {
    outputBytes += bytes
    guard outputBytes <= limits.outputBytes else {
      throw RuntimeFailure(
        .limit, id: "limit-output",
        "the chapter's output is larger than \(limits.outputBytes) bytes")
    }
  }
}

extension Artifact {
  /// The size of an artifact as far as the limit of output is concerned.
  fileprivate var outputByteCount: Int {
    switch self {
    case .text(let text): return text.utf8.count
    case .table(let table):
      return (table.rows + [table.header]).joined().reduce(0) { $0 + $1.utf8.count }
    case .derivation(let derivation):
      return derivation.lines.reduce(0) { $0 + $1.left.utf8.count + $1.right.utf8.count }
    case .figure(let figure): return figure.byteCount
    case .explorer(let explorer):
      return explorer.frames.reduce(0) { $0 + $1.figure.byteCount + $1.note.utf8.count }
    }
  }
}

extension Artifact {
  /// The pixels that were drawn for an artifact.
  fileprivate var pixelCount: Int {
    switch self {
    case .text, .table, .derivation: 0
    case .figure(let figure): figure.pixelCount
    case .explorer(let explorer): explorer.frames.reduce(0) { $0 + $1.figure.pixelCount }
    }
  }
}

extension FigureArtifact {
  fileprivate var byteCount: Int { data.reduce(png.count) { $0 + $1.bytes.count } }

  /// Two pixels are drawn to the point, each way.
  fileprivate var pixelCount: Int { 4 * displayWidth * displayHeight }
}
