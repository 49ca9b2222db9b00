import DeconvKernels
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

@Suite struct ComputeTests {
  @Test(arguments: [0, 1, 2, 7, 1000])
  func everyPieceRunsOnce(pieces: Int) {
    let runs = Mutex([Int](repeating: 0, count: pieces))
    Compute.parallelFor(pieces) { piece in runs.withLock { $0[piece] += 1 } }
    #expect(runs.withLock { $0 } == [Int](repeating: 1, count: pieces))
  }

  /// Each piece waits until all have begun: with fewer threads they never would.
  @Test(arguments: [2, 3, 8])
  func asManyThreadsRunAsWereAskedFor(threads: Int) {
    let begun = Counter()
    let together = Counter()
    Compute.parallelFor(threads, threads: threads) { _ in
      begun.increment()
      var patience = 1_000_000
      while begun.count < threads, patience > 0 {
        sched_yield()
        patience -= 1
      }
      if begun.count == threads { together.increment() }
    }
    #expect(together.count == threads)
    #expect(Compute.threadsThatRan >= threads)
  }

  @Test func piecesMayHavePiecesOfTheirOwn() {
    let count = Counter()
    Compute.parallelFor(5, threads: 3) { _ in
      Compute.parallelFor(7, threads: 3) { _ in count.increment() }
    }
    #expect(count.count == 35)
  }

  @Test func callersOnSeveralThreadsShareTheWorkers() async {
    let count = Counter()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<50 {
            Compute.parallelFor(9, threads: 4) { _ in count.increment() }
          }
        }
      }
    }
    #expect(count.count == 4 * 50 * 9)
  }

  @Test func scalarKernelsAreAlwaysThere() {
    #expect(InstructionSet.available.first == .scalar)
    #expect(InstructionSet.available.contains(Compute.instructionSet))
  }

  @Test func whatTheMachineLacksIsRefused() {
    let missing = InstructionSet.allCases.filter { !InstructionSet.available.contains($0) }
    for set in missing {
      #expect(throws: ComputeError.instructionSetMissing(set)) { try Compute.use(set) }
    }
    // No machine has the instructions of two architectures.
    #expect(!missing.isEmpty)
    let names = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
    #expect(
      "\(ComputeError.instructionSetMissing(.neon))"
        == "the instruction set neon is not available on this machine; it has: \(names)")
  }

  @Test(arguments: [0, -1, 257])
  func threadsOutOfRangeAreRefused(threads: Int) {
    #expect(throws: ComputeError.threadsOutOfRange(threads)) { try Compute.use(threads: threads) }
    #expect(
      "\(ComputeError.threadsOutOfRange(threads))"
        == "the number of threads must be from 1 to 256, not \(threads)")
  }
}

/// Counts on any thread.
private final class Counter: Sendable {
  private let value = Atomic(0)

  var count: Int { value.load(ordering: .sequentiallyConsistent) }

  func increment() { value.add(1, ordering: .sequentiallyConsistent) }
}
