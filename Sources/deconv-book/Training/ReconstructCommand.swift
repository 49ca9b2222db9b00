import ArgumentParser
import Deconv
import Foundation

struct Reconstruct: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send images through a trained autoencoder.",
    discussion: """
      Reads images, writes what the model makes of them, and prints the mean squared error and the \
      peak signal-to-noise ratio of each. Pixels count as numbers in [-1, 1]: a .npy of floats must \
      hold such, bytes and PNGs are normalised; colours become grey by Rec. 601. A .npy has the \
      shape [H, W], [N, H, W] or [N, 1, H, W], and its reconstruction the same.
      """)

  @Option(
    help: ArgumentHelp(
      "The weights, such as best.safetensors of a training.", valueName: "file"))
  var checkpoint: String

  @Option(
    help: ArgumentHelp(
      "The images: a .npy, a .png of 28×28, or an IDX file, packed or not.", valueName: "file"))
  var input: String

  @Option(help: ArgumentHelp("Which images, as in 0-15 or 3,5,8-9; all.", valueName: "list"))
  var indices: ImageSelection?

  @Option(
    help: ArgumentHelp(
      """
      What is made: a .npy of the reconstructions, or a .png of originals and reconstructions.
      """, valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "Draw the encoder's feature maps for the first of the images.", valueName: "file.png"))
  var activations: String?

  @Option(help: ArgumentHelp("The number of threads; as many as cores.", valueName: "count"))
  var threads: Int?

  @Option(help: "How the result is printed: text or json.")
  var format = ResultFormat.text

  func validate() throws {
    guard hasExtension("npy", output) || hasExtension("png", output) else {
      throw ValidationError("--output must end in .npy or .png, it is '\(output)'")
    }
    if let activations, !hasExtension("png", activations) {
      throw ValidationError("--activations must end in .png, it is '\(activations)'")
    }
    if activations == output {
      throw ValidationError("--activations and --output must be two files")
    }
  }

  func run() throws {
    try configureCompute(
      environment: ProcessInfo.processInfo.environment, threads: threads)
    let work = ReconstructionRun(
      checkpoint: checkpoint, input: input, indices: indices, output: output,
      activations: activations)
    try work.run().finish(format)
  }
}

/// Whether a path ends in an extension, in capitals or not.
func hasExtension(_ name: String, _ path: String) -> Bool {
  path.lowercased().hasSuffix("." + name)
}

/// Which images of a file are meant: ranges with both ends, separated by commas.
struct ImageSelection: ExpressibleByArgument, Equatable {
  var ranges: [ClosedRange<Int>]

  init?(argument: String) {
    ranges = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      let numbers = ends.compactMap { text in
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
      }
      guard numbers.count == ends.count, (1...2).contains(numbers.count),
        let first = numbers.first, let last = numbers.last, first <= last
      else { return nil }
      ranges.append(first...last)
    }
  }

  /// The indices, if all are below a count; otherwise the first range that is not.
  func indices(below count: Int) -> Result<[Int], OutOfRange> {
    for range in ranges where range.upperBound >= count {
      return .failure(OutOfRange(range: range))
    }
    return .success(ranges.flatMap { Array($0) })
  }

  struct OutOfRange: Error {
    var range: ClosedRange<Int>
  }
}
