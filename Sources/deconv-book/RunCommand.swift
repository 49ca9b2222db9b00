import ArgumentParser
import BookPipeline

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a file of directives outside a chapter.")

  @OptionGroup var shared: SharedOptions

  @Argument(help: ArgumentHelp("The file to run.", valueName: "file.swift"))
  var file: String

  @Option(
    help: ArgumentHelp("Write the figures that the file shows into this folder.", valueName: "dir"))
  var allowWrite: String?

  func run() throws {
    try shared.perform { [file, allowWrite] environment in
      let slash = file.lastIndex(of: "/")
      let folder = slash.map { file[...$0] } ?? "."
      let name = slash.map { file[$0...].dropFirst() } ?? file[...]
      do throws(FileAccessError) {
        let bytes = try FileTree(root: String(folder)).read(String(name), limit: 1 << 20)
        return Command.run(
          path: file, bytes: bytes, figures: allowWrite.map { FileTree(root: $0) },
          environment: environment)
      } catch {
        return CommandResult(diagnostics: [error.diagnostic])
      }
    }
  }
}
