package import BookModel

/// How a command ends, as the shell sees it.
package enum ExitStatus: Int32, Sendable {
  case success = 0
  /// An embedded result is not what the code computes.
  case drift = 1
  /// A chapter, a configuration or a data file is wrong.
  case invalid = 2
  /// Nothing drifted, but some results were not verified.
  case unverified = 3
  /// The disk or the network failed.
  case inputOutput = 74
  case interrupted = 130
}

/// What a command found and did.
package struct CommandResult: Sendable {
  package var diagnostics: [Diagnostic]
  /// The files that diagnostics point into, by path.
  package var sources: [String: SourceText]
  /// What to say at the end when all went well.
  package var summary: String
  /// What the command prints as its result, such as a program's text.
  package var output: String

  package init(
    diagnostics: [Diagnostic] = [], sources: [SourceText] = [], summary: String = "",
    output: String = ""
  ) {
    self.diagnostics = diagnostics
    self.sources = Dictionary(sources.map { ($0.path, $0) }) { first, _ in first }
    self.summary = summary
    self.output = output
  }

  /// 2 outranks 1, 1 outranks 3.
  package var exitStatus: ExitStatus {
    let errors = diagnostics.filter { $0.severity == .error }
    if errors.contains(where: { $0.id == "cancelled" }) { return .interrupted }
    if errors.contains(where: { $0.kind == .invalid }) { return .invalid }
    if errors.contains(where: { $0.kind == .drift }) { return .drift }
    if errors.contains(where: { $0.kind == .unverified }) { return .unverified }
    return .success
  }
}

/// `CHAPTER` or `CHAPTER#label` on the command line: which results a command is about.
package struct Selector: Hashable, Sendable {
  /// The chapter's stem, file name, path, or number.
  package var chapter: String
  package var label: String?

  package init(_ argument: String) {
    let parts = argument.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    chapter = String(parts.first ?? "")
    label = parts.count > 1 ? String(parts[1]) : nil
  }

  func matches(_ chapter: BookChapter) -> Bool {
    [chapter.stem, chapter.stem + ".md", chapter.path].contains(self.chapter)
      || (Int(self.chapter) != nil && Int(self.chapter) == chapter.number)
  }
}
