import ArgumentParser
import BookPipeline

struct Tangle: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the blocks as a Swift package that imports DeconvLessons.",
    discussion: """
      The package prints what the chapters print: `swift run --package-path DIR` and compare with \
      DIR/expected.txt.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("The folder for the package.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("Where the package deconv-book lies.", valueName: "dir"))
  var package = "."

  @Flag(help: "Run nothing: expect the text that is recorded.")
  var frozen = false

  func run() throws {
    try shared.perform { [shared, output, package, frozen] environment in
      Command.tangle(
        root: shared.book, output: output, packagePath: package, isFrozen: frozen,
        environment: environment)
    }
  }
}
