import ArgumentParser
import BookModel
import BookPipeline
import Foundation

/// The command line: flags, terminal, clock, environment and exit codes live here and nowhere below.
@main
struct DeconvBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deconv-book",
    abstract: "Builds, checks and records a book whose every number is computed.",
    discussion: """
      Chapters are Markdown files in chapters/ with blocks of Swift that run on a built-in engine. \
      `build` writes the pages into output/; `check` runs everything afresh and fails when a result \
      that stands in a chapter is not what its code computes; `accept` records new results.

      Exit codes: 0 nothing drifted, 1 drift, 2 a chapter or a file is wrong, 3 some results were \
      not verified, 64 the command line is wrong, 74 reading or writing failed (standard output \
      too), 130 interrupted by SIGINT, SIGTERM or SIGHUP.
      """,
    subcommands: [
      Build.self, Check.self, Accept.self, Run.self, Tangle.self, Train.self,
      Reconstruct.self, DataCommand.self,
    ])

  static func main() {
    prepareStandardStreams()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(error)
    }
  }

  /// Ends the process as an error says; help is such an error too.
  private static func end(_ error: any Error) -> Never {
    let status = exitCode(for: error)
    let message = fullMessage(for: error)
    switch error {
    case let failure as StandardOutput.Failure: end(failure)
    case _ where message.isEmpty: break
    case _ where status.isSuccess:
      do {
        try StandardOutput.write(message + "\n")
      } catch {
        end(error)
      }
    default: printError(message)
    }
    Foundation.exit(status.rawValue)
  }

  private static func end(_ failure: StandardOutput.Failure) -> Never {
    printError(failure.diagnostic.rendered(source: nil))
    Foundation.exit(ExitStatus.inputOutput.rawValue)
  }
}
