package import BookModel

/// A file beside a chapter that holds a part of a recorded result.
package struct ResultFile: Hashable, Sendable {
  /// The name within the chapter's results folder.
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// What `accept` writes for a block: the Markdown between its region's comments, and the files.
package struct RecordedContent: Hashable, Sendable {
  /// The lines between the two comments, joined by `\n`.
  package var markdown: String
  package var files: [ResultFile]

  package init(markdown: String, files: [ResultFile]) {
    self.markdown = markdown
    self.files = files
  }
}

/// Writes a block's results as they stand in a chapter.
///
/// | result | Markdown | files |
/// |---|---|---|
/// | text | a `text` fence | |
/// | table | a table | |
/// | derivation | an aligned display | |
/// | figure | an image | the picture; kind, parameters and numbers as safetensors |
/// | explorer | a comment that names its data, the first frame's image | all frames, likewise |
/// | error message | a comment and a `text` fence | |
///
/// A blank line stands around each. `parseRecorded` gives the same outcome back.
package func recordedContent(
  of outcome: BlockOutcome, label: String, chapterStem: String
) -> RecordedContent {
  let names = ResultNames(stem: chapterStem, label: label)
  var lines = [""]
  var files: [ResultFile] = []
  var pictures = 0
  for artifact in outcome.artifacts {
    switch artifact {
    case .text(let text): lines += RecordedText.lines(text)
    case .table(let table): lines += RecordedTable.lines(table)
    case .derivation(let derivation): lines += RecordedDerivation.lines(derivation)
    case .figure(let figure):
      pictures += 1
      let base = names.base(pictures)
      lines.append(names.image(base + ".png", alternative: figure.alternativeText))
      files.append(ResultFile(name: base + ".png", bytes: figure.png))
      files.append(ResultFile(name: base + ".safetensors", bytes: encodedFigure(figure)))
    case .explorer(let explorer):
      pictures += 1
      let base = names.base(pictures)
      lines += names.explorerLines(explorer, base: base)
      for (index, frame) in explorer.frames.enumerated() {
        files.append(ResultFile(name: names.frame(index, of: base), bytes: frame.figure.png))
      }
      files.append(ResultFile(name: base + ".safetensors", bytes: encodedExplorer(explorer)))
    }
    lines.append("")
  }
  if let message = outcome.errorMessage {
    lines += [RecordedMarker.error] + RecordedText.lines(message + "\n") + [""]
  }
  return RecordedContent(markdown: lines.joined(separator: "\n"), files: files)
}

/// Reads a recorded result back; nil, with what is wrong, if it is not what `recordedContent`
/// writes, or if a file that it needs is missing or damaged.
package func parseRecorded(
  _ content: String, files: [String: [UInt8]], label: String, chapterStem: String
) -> (outcome: BlockOutcome?, faults: [RecordFault]) {
  var parser = RecordedParser(
    reader: LineReader(content.feedLines), files: files,
    names: ResultNames(stem: chapterStem, label: label))
  return parser.parse()
}

/// Why a recorded result cannot be read.
package struct RecordFault: Hashable, Sendable {
  package enum Reason: String, Sendable {
    case malformed = "malformed-result"
    case missingFile = "missing-result-file"
    case damagedFile = "damaged-result-file"
  }

  package var reason: Reason
  package var message: String
  /// The line of the content, from 0.
  package var line: Int
}

/// The comments between the parts of a recorded result.
enum RecordedMarker {
  static let error = "<!-- deconv:error -->"
  static let explorerStart = "<!-- deconv:explorer "
}

/// The names of a block's result files, and how the chapter refers to them.
struct ResultNames {
  var stem: String
  var label: String

  /// The name without its ending: `LABEL`, then `LABEL.2`, which no other block's label can be.
  func base(_ ordinal: Int) -> String { ordinal == 1 ? label : "\(label).\(ordinal)" }

  func frame(_ index: Int, of base: String) -> String { "\(base).frame-\(index + 1).png" }

  /// The file as a link from the chapter; a character that would end a link or a comment is
  /// percent-escaped.
  func link(_ file: String) -> String {
    let kept = "-._~"
    let path = [stem, file].map { PercentText.encoded($0, keeping: kept) }
    return "results/\(path[0])/\(path[1])".replacingDoubleHyphens
  }

  func image(_ file: String, alternative: String) -> String {
    let text = MarkdownText.escaped(alternative.withoutControlCharacters)
    return "![\(text)](\(link(file)))"
  }

  func explorerLines(_ explorer: ExplorerArtifact, base: String) -> [String] {
    let comment = "\(RecordedMarker.explorerStart)\(link(base + ".safetensors")) -->"
    guard let initial = explorer.shownFrame else { return [comment] }
    let alternative = explorer.frames[initial].figure.alternativeText
    return [comment, image(frame(initial, of: base), alternative: alternative)]
  }
}

extension ExplorerArtifact {
  /// The index of the frame that stands in the chapter; nil if the sliders point at none.
  var shownFrame: Int? {
    guard sliders.allSatisfy({ $0.values.indices.contains($0.initial) }),
      sliders.reduce(1, { min($0 * $1.values.count, frames.count + 1) }) == frames.count
    else { return frames.indices.first }
    return initialFrame
  }
}

extension String {
  /// `--` may not stand in a comment.
  fileprivate var replacingDoubleHyphens: String {
    var result = ""
    for scalar in unicodeScalars {
      if scalar == "-", result.unicodeScalars.last == "-" {
        result += "%2D"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
