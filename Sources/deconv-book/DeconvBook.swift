import ArgumentParser

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
      not verified, 64 the command line is wrong, 74 reading or writing failed, 130 interrupted.
      """,
    subcommands: [
      Build.self, Check.self, Accept.self, Run.self, Tangle.self, Train.self,
      Reconstruct.self, DataCommand.self,
    ])
}
