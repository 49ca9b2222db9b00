import BookModel

/// A chapter with its results folder, and what a run of it yielded: what `verify` and `accept`
/// work from.
struct ChapterRecords {
  let chapter: Chapter
  let outcome: ChapterOutcome
  let resultFiles: [String: [UInt8]]
  let stem: String
  let sha256: ([UInt8]) -> String

  /// What should be recorded of a block.
  enum Expectation {
    /// The block shows nothing.
    case nothing
    /// The block was not run.
    case unknown
    /// The block shows something, but has no label to record it under.
    case unlabelled(BlockOutcome)
    case result(ExpectedResult)
  }

  func expectation(ofBlock index: Int) -> Expectation {
    let block = chapter.blocks[index]
    guard block.options.eval, block.options.output else { return .nothing }
    guard index < outcome.blocks.count, let found = outcome.blocks[index] else { return .unknown }
    if found.artifacts.isEmpty, found.errorMessage == nil { return .nothing }
    guard let label = block.options.label?.value else { return .unlabelled(found) }
    return .result(
      ExpectedResult(
        label: label, outcome: found,
        content: recordedContent(of: found, label: label, chapterStem: stem),
        digest: digest(of: found, sha256: sha256)))
  }

  /// The text of a value as a chapter can hold it, on one line; nil where it was not computed.
  func text(ofValue index: Int) -> String? {
    guard index < outcome.values.count, let text = outcome.values[index] else { return nil }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": if previous != "\r" { result.append(" ") }
      case "\r": result.append(" ")
      case "\0": result.append("\u{fffd}")
      default: result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// A record that is shown as it is, whatever the run yields.
  func isKept(_ block: CodeBlock) -> Bool {
    block.options.volatile && block.options.eval && block.options.output && block.region != nil
  }

  /// What a region records, or why it cannot be read.
  func recorded(_ region: RecordedRegion) -> (outcome: BlockOutcome?, faults: [RecordFault]) {
    parseRecorded(
      region.content, files: resultFiles, label: region.label, chapterStem: stem)
  }

  /// Whether a record can be read, digest and text being its own.
  func isSound(_ region: RecordedRegion) -> Bool {
    guard let outcome = recorded(region).outcome else { return false }
    let content = recordedContent(of: outcome, label: region.label, chapterStem: stem)
    return content.markdown.hasSameBytes(as: region.content)
      && digest(of: outcome, sha256: sha256) == region.digest
      && content.files.allSatisfy { file in
        !file.name.hasSuffix(".png")
          || comparePictures(recorded: file.bytes, computed: file.bytes) == .same
      }
  }

  /// The result files that a region refers to, as far as it can be read.
  func referencedFiles(_ region: RecordedRegion) -> Set<String> {
    let names = ResultNames(stem: stem, label: region.label)
    if let outcome = recorded(region).outcome { return names.files(of: outcome) }
    // The names that could belong to the label, where the text has their link.
    return Set(
      resultFiles.keys.filter { file in
        names.owns(file) && names.linksThatKeep(file).contains(where: region.content.containsBytes)
      })
  }
}

/// What the code computes, as it should be recorded.
struct ExpectedResult {
  var label: String
  var outcome: BlockOutcome
  var content: RecordedContent
  var digest: String

  /// The lines of the region, without a container's prefix.
  var regionLines: [String] {
    ["<!-- deconv:result \(label) -->"] + content.markdown.feedLines
      + ["<!-- deconv:end sha256=\(digest) -->"]
  }
}

extension ResultNames {
  /// The files that a result needs.
  func files(of outcome: BlockOutcome) -> Set<String> {
    var files: Set<String> = []
    for (base, artifact) in pictured(outcome) {
      files.insert(base + ".safetensors")
      switch artifact {
      case .explorer(let explorer):
        files.formUnion(explorer.frames.indices.map { frame($0, of: base) })
      default: files.insert(base + ".png")
      }
    }
    return files
  }

  /// The results that have files, with their files' name.
  func pictured(_ outcome: BlockOutcome) -> [(base: String, artifact: Artifact)] {
    var result: [(String, Artifact)] = []
    for artifact in outcome.artifacts {
      switch artifact {
      case .figure, .explorer: result.append((base(result.count + 1), artifact))
      case .text, .table, .derivation: break
      }
    }
    return result
  }

  /// Whether a file is one of this label's: the name up to its first dot is the label.
  func owns(_ file: String) -> Bool { file.utf8.starts(with: "\(label).".utf8) }

  /// The links in a chapter that need a file: its own, its picture's, or its explorer's.
  func linksThatKeep(_ file: String) -> [String] {
    var links = [link(file)]
    if file.hasSuffix(".safetensors") {
      links.append(link(file.dropLast(".safetensors".count) + ".png"))
    } else if let frame = file.utf8.lastIndex(of: UInt8(ascii: ".")).map({ file[..<$0] }),
      let dot = frame.lastIndex(of: "."), frame[dot...].hasPrefix(".frame-")
    {
      links.append(link(frame[..<dot] + ".safetensors"))
    }
    return links
  }
}
