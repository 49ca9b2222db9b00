import ArgumentParser
import BookPipeline

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run everything afresh; fail when a record is not what its code computes.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: "What to check: CHAPTER or CHAPTER#label. Everything when nothing is named.")
  var results: [String] = []

  func run() throws {
    try shared.perform { [shared, results] environment in
      Command.check(
        root: shared.book, selectors: results.map(Selector.init), environment: environment)
    }
  }
}
