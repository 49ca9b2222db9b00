import ArgumentParser
import DeconvKernels

/// How the engine is to compute, by the command line and the environment: no result depends on it.
///
/// `DECONV_THREADS` and `DECONV_ISA` are for tests, which compare the bits; `--threads` counts
/// before the variable. What is nil is left to the engine.
struct ComputeSettings: Equatable {
  var threads: Int?
  var instructionSet: InstructionSet?

  /// Reads the settings; an empty variable counts as none.
  init(environment: [String: String], threads: Int?) throws {
    func value(_ name: String) -> String? {
      environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
    self.threads = threads
    if threads == nil, let text = value("DECONV_THREADS") {
      guard let number = Int(text) else {
        throw ValidationError("DECONV_THREADS must be a number, it is '\(text)'")
      }
      self.threads = number
    }
    if let number = self.threads, !(1...Compute.maximumThreads ~= number) {
      let name = threads == nil ? "DECONV_THREADS" : "--threads"
      throw ValidationError(
        "\(name) must lie between 1 and \(Compute.maximumThreads), it is \(number)")
    }
    if let text = value("DECONV_ISA") {
      guard let set = InstructionSet(rawValue: text) else {
        let names = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("DECONV_ISA must be one of \(names), it is '\(text)'")
      }
      instructionSet = set
    }
  }

  /// Makes the engine compute so; it fails where the machine lacks the instruction set.
  func apply() throws {
    do {
      if let instructionSet { try Compute.use(instructionSet) }
      if let threads { try Compute.use(threads: threads) }
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

/// Applies the settings of the command line and the environment to the engine.
func configureCompute(environment: [String: String], threads: Int? = nil) throws {
  try ComputeSettings(environment: environment, threads: threads).apply()
}
