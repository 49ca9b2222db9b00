import DeconvKernels
import Foundation

/// Measures the kernels, or proves that they give the same bits here as elsewhere.
///
/// `deconv-bench` prints the times of the kernels, `deconv-bench operations` those of all operations;
/// `deconv-bench digest [COUNT]` prints one number for the bits of all kernels over so many
/// geometries, and what really ran; `deconv-bench sets` what this machine has. DECONV_ISA and
/// DECONV_THREADS choose as they do for `deconv-book`.
@main struct Main {
  static func main() {
    do {
      try run()
    } catch {
      FileHandle.standardError.write(Data("deconv-bench: \(error)\n".utf8))
      exit(64)
    }
  }

  private static func run() throws {
    let environment = ProcessInfo.processInfo.environment
    if let name = environment["DECONV_ISA"] {
      guard let set = InstructionSet(rawValue: name) else { throw UsageError.instructionSet(name) }
      try Compute.use(set)
    }
    if let count = environment["DECONV_THREADS"] {
      guard let threads = Int(count) else { throw UsageError.threads(count) }
      try Compute.use(threads: threads)
    }
    switch CommandLine.arguments.dropFirst().first {
    case nil:
      let isChosen = environment["DECONV_ISA"] != nil
      try Benchmark(
        sets: isChosen
          ? [Compute.instructionSet] : InstructionSet.available.filter { $0 != .scalar },
        threadCounts: environment["DECONV_THREADS"] == nil ? [1, 2] : [Compute.threads]
      ).run()
    case "digest":
      let geometries = try CommandLine.arguments.dropFirst(2).first.map { argument in
        guard let count = Int(argument), count > 0 else { throw UsageError.geometries(argument) }
        return count
      }
      let bits = String(try KernelDigest.bits(geometries: geometries ?? 60), radix: 16)
      let (set, threads) = (Compute.instructionSet, Compute.threadsThatRan)
      print("\(bits) \(set) \(Compute.calls(of: set)) kernels \(threads) threads")
    case "operations":
      try OperationBenchmark.run()
    case "sets":
      print(InstructionSet.available.map(\.rawValue).joined(separator: " "))
    case let other?:
      throw UsageError.argument(other)
    }
  }
}

/// A command line or environment that says nothing that this program knows.
private enum UsageError: Error, CustomStringConvertible {
  case instructionSet(String)
  case threads(String)
  case argument(String)
  case geometries(String)

  var description: String {
    switch self {
    case .instructionSet(let name):
      let names = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
      return "DECONV_ISA must be one of \(names), not \(name)"
    case .threads(let count): return "DECONV_THREADS must be a number, not \(count)"
    case .geometries(let count): return "digest takes a number of geometries, not \(count)"
    case .argument(let argument):
      return "the argument is operations, digest or sets, not \(argument)"
    }
  }
}
