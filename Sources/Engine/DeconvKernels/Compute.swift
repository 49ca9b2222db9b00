internal import Synchronization

/// What the kernels run on: instruction set and threads.
///
/// Neither changes a bit of any result.
/// Both are chosen once for the process: by default the fastest instructions that the processor
/// has, and as many threads as processors. The command line passes on what DECONV_ISA and
/// DECONV_THREADS say; tests set both.
package enum Compute {
  private struct State {
    var instructionSet = InstructionSet.available.last ?? .scalar
    var threads = processorCount()
    var calls: [InstructionSet: Int] = [:]
  }

  private static let state = Mutex(State())

  /// The largest number of threads that can be asked for.
  package static let maximumThreads = 256

  /// The instruction set in use.
  package static var instructionSet: InstructionSet { state.withLock { $0.instructionSet } }

  /// The threads in use, the caller's among them.
  package static var threads: Int { state.withLock { $0.threads } }

  /// Chooses the instruction set.
  ///
  /// - Parameter set: One of ``InstructionSet/available``.
  /// - Throws: ``ComputeError`` where the processor or its system lacks it.
  package static func use(_ set: InstructionSet) throws(ComputeError) {
    guard InstructionSet.available.contains(set) else { throw .instructionSetMissing(set) }
    state.withLock { $0.instructionSet = set }
  }

  /// Chooses the number of threads; it may be larger than the number of processors.
  ///
  /// - Parameter threads: From 1 to ``maximumThreads``.
  /// - Throws: ``ComputeError`` where the number is out of range.
  package static func use(threads: Int) throws(ComputeError) {
    guard (1...maximumThreads).contains(threads) else { throw .threadsOutOfRange(threads) }
    state.withLock { $0.threads = threads }
  }

  /// How many kernels ran with an instruction set since ``resetCounts()``.
  package static func calls(of set: InstructionSet) -> Int {
    state.withLock { $0.calls[set] ?? 0 }
  }

  /// How many threads took pieces of work since ``resetCounts()``.
  package static var threadsThatRan: Int { ThreadPool.shared.threadsThatRan }

  /// Counts calls and threads from none again.
  package static func resetCounts() {
    state.withLock { $0.calls = [:] }
    ThreadPool.shared.forgetThreads()
  }

  /// Runs the pieces of some work on the engine's threads, and returns when all have ended.
  ///
  /// The number of pieces must depend on the work alone, and each must write to places of its
  /// own: then the number of threads changes no bit. A piece that calls this runs its own pieces
  /// one after the other.
  ///
  /// - Parameters:
  ///   - pieces: The number of pieces.
  ///   - threads: How many threads may work, the caller among them; by default ``threads``.
  ///   - body: The work of a piece, on any thread.
  package static func parallelFor(
    _ pieces: Int, threads: Int? = nil, _ body: (_ piece: Int) -> Void
  ) {
    ThreadPool.shared.run(pieces: pieces, threads: threads ?? Self.threads, body)
  }

  /// Counts a call of a kernel.
  static func countCall(of set: InstructionSet) {
    state.withLock { $0.calls[set, default: 0] += 1 }
  }
}

/// A wish for instructions or threads that cannot be met.
package enum ComputeError: Error, Equatable, CustomStringConvertible {
  case instructionSetMissing(InstructionSet)
  case threadsOutOfRange(Int)

  package var description: String {
    switch self {
    case .instructionSetMissing(let set):
      let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      return """
        the instruction set \(set.rawValue) is not available on this machine; it has: \(available)
        """
    case .threadsOutOfRange(let threads):
      return "the number of threads must be from 1 to \(Compute.maximumThreads), not \(threads)"
    }
  }
}
