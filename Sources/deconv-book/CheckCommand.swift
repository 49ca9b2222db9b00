import ArgumentParser
import BookPipeline

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run everything afresh; fail when a record is not what its code computes.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: "What to check: CHAPTER or CHAPTER#label. Everything when nothing is named.")
  var results: [String] = []

  @Flag(help: "Succeed although some results were not verified, because their data is not here.")
  var allowUnverified = false

  func run() throws {
    try shared.perform { [shared, results, allowUnverified] environment in
      Command.check(
        root: shared.book, selectors: results.map(Selector.init),
        allowsUnverified: allowUnverified, environment: environment)
    }
  }
}
