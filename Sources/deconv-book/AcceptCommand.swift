import ArgumentParser
import BookPipeline
import Foundation

struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record what the code computes, in the chapters.",
    discussion: "Look at the change before you commit it: `git diff chapters/`.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: "What to record: CHAPTER or CHAPTER#label. Everything when nothing is named.")
  var results: [String] = []

  @Flag(help: "Record even where CI=true.")
  var force = false

  func validate() throws {
    if ProcessInfo.processInfo.environment["CI"] == "true", !force {
      throw ValidationError(
        "accept is refused where CI=true: record results at home and commit them, or pass --force")
    }
  }

  func run() throws {
    try shared.perform { [shared, results] environment in
      Command.accept(
        root: shared.book, selectors: results.map(Selector.init), environment: environment)
    }
  }
}
