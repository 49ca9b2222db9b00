import ArgumentParser
import BookPipeline

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the chapters and write the pages into output/.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: "The chapters to run; the others are shown as recorded. All when none is named.")
  var chapters: [String] = []

  @Flag(help: "Run nothing: render every chapter from its recorded results.")
  var frozen = false

  func run() throws {
    try shared.perform { [shared, chapters, frozen] environment in
      Command.build(
        root: shared.book, selectors: chapters.map(Selector.init), isFrozen: frozen,
        environment: environment)
    }
  }
}
