package import BookModel

/// What a comparison of a chapter's records with a run of it has found.
package struct Verification: Sendable {
  /// Drift, and results that cannot be recorded; empty when all that is recorded is computed.
  package var diagnostics: [Diagnostic]
  /// One note for each result that was not compared, because its block was not run.
  package var unverified: [Diagnostic]
  /// The figures whose numbers are no longer what is recorded, for a report with pictures.
  package var figureDrifts: [FigureDrift]
}

/// A run that ended early: what failed, and the blocks and values that it did not reach.
package struct InterruptedRun: Sendable, Hashable {
  /// The block that failed; nil where a value did.
  package var failedBlock: Int?
  /// The value that failed; nil where a block did.
  package var failedValue: Int?
  /// By block index.
  package var blocks: Set<Int>
  /// By value index.
  package var values: Set<Int>
  /// Where the run ended, as `fig-a` or `the block on line 7`.
  package var place: String

  package init(
    failedBlock: Int? = nil, failedValue: Int? = nil, blocks: Set<Int>, values: Set<Int>,
    place: String
  ) {
    self.failedBlock = failedBlock
    self.failedValue = failedValue
    self.blocks = blocks
    self.values = values
    self.place = place
  }
}

/// A figure as recorded and as computed.
package struct FigureDrift: Sendable {
  package var label: String
  /// The name of the recorded picture in the results folder.
  package var pictureName: String
  package var recorded: FigureArtifact
  package var computed: FigureArtifact
}

/// Compares the results recorded in a chapter with what a run of it yielded.
///
/// - Parameters:
///   - chapter: The chapter as parsed.
///   - outcome: What its blocks and values yielded; nil entries were not run.
///   - resultFiles: The files in `results/STEM/`, by name.
///   - stem: The chapter's file name without its ending.
///   - interruption: Where the run ended early, if it did, and what it did not reach.
///   - sha256: SHA-256 as lowercase hexadecimal digits.
/// - Returns: What does not agree, and what was not compared.
package func verify(
  chapter: Chapter, outcome: ChapterOutcome, resultFiles: [String: [UInt8]], stem: String,
  interruption: InterruptedRun? = nil, sha256: @escaping ([UInt8]) -> String
) -> Verification {
  let records = ChapterRecords(
    chapter: chapter, outcome: outcome, resultFiles: resultFiles, stem: stem, sha256: sha256)
  var verifier = Verifier(records: records, interruption: interruption)
  for index in chapter.blocks.indices { verifier.checkBlock(index) }
  for index in chapter.values.indices { verifier.checkValue(index) }
  verifier.sortByPlace()
  verifier.checkUnusedFiles()
  return verifier.result
}

private struct Verifier {
  let records: ChapterRecords
  let interruption: InterruptedRun?
  var result = Verification(diagnostics: [], unverified: [], figureDrifts: [])
  private var referencedFiles: Set<String> = []

  private var chapter: Chapter { records.chapter }

  init(records: ChapterRecords, interruption: InterruptedRun?) {
    self.records = records
    self.interruption = interruption
  }

  // MARK: Blocks

  mutating func checkBlock(_ index: Int) {
    let block = chapter.blocks[index]
    if let region = block.region { referencedFiles.formUnion(records.referencedFiles(region)) }
    if let region = block.region, records.isKept(block) {
      checkSoundness(of: region, in: block)
      return
    }
    switch records.expectation(ofBlock: index) {
    case .nothing:
      guard let region = block.region else { return }
      drift(
        "unexpected-result",
        "the block shows nothing, but a result is recorded for `\(region.label)`",
        at: lineSpan(0, of: region, in: block),
        hint: "run `deconv-book accept \(records.stem)#\(region.label)` to remove it")
    case .unknown: checkUnrun(index)
    case .unlabelled(let outcome): reportMissingLabel(block, outcome)
    case .result(let expected):
      referencedFiles.formUnion(expected.content.files.map(\.name))
      checkResult(expected, in: block)
    }
  }

  private mutating func reportMissingLabel(_ block: CodeBlock, _ outcome: BlockOutcome) {
    let prefix =
      switch outcome.artifacts.last {
      case .figure, .explorer: "fig"
      case .table: "tbl"
      default: "lst"
      }
    result.diagnostics.append(
      Diagnostic(
        "missing-label", "the block shows a result, but has no label to record it under",
        path: chapter.source.path, span: chapter.source.span(firstLine(of: block)),
        hint: "write `//| label: \(prefix)-NAME` as the first line of the block"))
  }

  private func firstLine(of block: CodeBlock) -> Range<Int> {
    let start = block.span.start
    return start.offset..<max(start.offset, lineEnd(start.line))
  }

  private mutating func checkUnrun(_ index: Int) {
    let block = chapter.blocks[index]
    if let region = block.region { checkSoundness(of: region, in: block) }
    guard let label = block.region?.label ?? block.options.label?.value else { return }
    // The failure itself has been reported.
    if let interruption, interruption.failedBlock == index { return }
    if let interruption, interruption.blocks.contains(index) {
      reportUnreached(
        "the block of `\(label)`", interruption, at: chapter.source.span(firstLine(of: block)))
      return
    }
    result.unverified.append(
      Diagnostic(
        "not-verified", "the result of `\(label)` was not verified: its block was not run",
        path: chapter.source.path, span: chapter.source.span(firstLine(of: block)),
        severity: .note, kind: .unverified))
  }

  /// The error that ended the run is reported for itself; this says how far it reaches.
  private mutating func reportUnreached(
    _ what: String, _ interruption: InterruptedRun, at span: SourceSpan
  ) {
    result.diagnostics.append(
      Diagnostic(
        "not-run", "\(what) was not run, because the run ended in \(interruption.place)",
        path: chapter.source.path, span: span, severity: .note))
  }

  /// Checks a record against itself: that it can be read, and that its digest is its own.
  private mutating func checkSoundness(of region: RecordedRegion, in block: CodeBlock) {
    let hint =
      "restore it from version control, or run `deconv-book accept \(records.stem)#\(region.label)`"
    let (outcome, faults) = records.recorded(region)
    for fault in faults {
      drift(
        fault.reason.rawValue, fault.message, at: lineSpan(fault.line + 1, of: region, in: block),
        hint: hint)
    }
    guard let outcome else { return }
    let content = recordedContent(of: outcome, label: region.label, chapterStem: records.stem)
    let isSame = content.markdown.hasSameBytes(as: region.content)
    if !isSame || digest(of: outcome, sha256: records.sha256) != region.digest {
      let line = isSame ? 0 : firstDifference(region.content, content.markdown) + 1
      drift(
        "edited-result",
        "the recorded result of `\(region.label)` was edited: its digest stands for another",
        at: lineSpan(line, of: region, in: block), hint: hint)
    }
    for file in content.files where file.name.hasSuffix(".png") {
      if case .unreadable(let reason) = comparePictures(recorded: file.bytes, computed: file.bytes)
      {
        drift(
          RecordFault.Reason.damagedFile.rawValue,
          "the recorded picture `\(filePath(file.name))` cannot be read: \(reason)",
          at: lineSpan(0, of: region, in: block), hint: hint)
      }
    }
  }

  private mutating func checkResult(_ expected: ExpectedResult, in block: CodeBlock) {
    guard let region = block.region else {
      drift(
        "unrecorded-result", "`\(expected.label)` has no recorded result",
        at: chapter.source.span(firstLine(of: block)),
        hint: "run `deconv-book accept \(records.stem)#\(expected.label)` to record it",
        details: expected.content.markdown.feedLines.dropFirst().dropLast()
          .prefix(400).map { "+" + $0 }.joined(separator: "\n"))
      return
    }
    let isDigestSame = region.digest == expected.digest
    let isContentSame = region.content.hasSameBytes(as: expected.content.markdown)
    if !region.label.hasSameBytes(as: expected.label) {
      drift(
        "result-drift",
        "the block is labelled `\(expected.label)`, its recorded result `\(region.label)`",
        at: lineSpan(0, of: region, in: block), hint: acceptHint(expected.label))
    } else if !isContentSame {
      reportText(expected, region, block, isDigestSame: isDigestSame)
    }
    let isFilesSame = checkFiles(expected, region, block)
    if isContentSame, isFilesSame, !isDigestSame {
      let last = region.span.end.line - region.span.start.line
      drift(
        "altered-digest",
        "the digest of `\(expected.label)` was altered: its result is what the code computes",
        at: lineSpan(last, of: region, in: block), hint: acceptHint(expected.label))
    }
  }

  private mutating func reportText(
    _ expected: ExpectedResult, _ region: RecordedRegion, _ block: CodeBlock, isDigestSame: Bool
  ) {
    let line = firstDifference(region.content, expected.content.markdown)
    let span = lineSpan(line + 1, of: region, in: block)
    let firstLine = region.span.start.line + 1
    let place = "\(chapter.source.path):\(span.start.line)"
    drift(
      isDigestSame ? "edited-result" : "result-drift",
      isDigestSame
        ? "the recorded result of `\(expected.label)` was edited: its digest stands for another"
        : "the recorded result of `\(expected.label)` is not what the code computes",
      at: span, hint: acceptHint(expected.label),
      details: unifiedDiff(
        DiffSide(
          name: "\(place) (recorded)", lines: region.content.feedLines, firstLine: firstLine),
        DiffSide(
          name: "\(place) (computed)", lines: expected.content.markdown.feedLines,
          firstLine: firstLine)))
  }

  // MARK: Files

  /// Compares the files of a result; true if all hold what the code computes.
  private mutating func checkFiles(
    _ expected: ExpectedResult, _ region: RecordedRegion, _ block: CodeBlock
  ) -> Bool {
    let names = ResultNames(stem: records.stem, label: expected.label)
    let lines = region.content.feedLines
    var isSame = true
    for (base, artifact) in names.pictured(expected.outcome) {
      // What the region does not refer to is missing there, and said with the text.
      let links = [names.link(base + ".png"), names.link(base + ".safetensors")]
      guard
        let line = lines.firstIndex(where: { line in links.contains(where: line.containsBytes) })
      else { continue }
      var comparison = FileComparison(files: records.resultFiles, names: names, base: base)
      comparison.compare(artifact)
      for finding in comparison.findings {
        isSame = false
        drift(
          finding.id, finding.message, at: lineSpan(line + 1, of: region, in: block),
          hint: acceptHint(expected.label),
          details: finding.details.isEmpty ? nil : finding.details.joined(separator: "\n"))
      }
      result.figureDrifts += comparison.drifts
    }
    return isSame
  }

  mutating func checkUnusedFiles() {
    for name in records.resultFiles.keys.sorted() where !referencedFiles.contains(name) {
      result.diagnostics.append(
        Diagnostic(
          "unused-result-file", "nothing in \(chapter.source.path) refers to this recorded file",
          path: filePath(name),
          hint: "run `deconv-book accept \(records.stem)` to delete it", kind: .drift))
    }
  }

  /// The path of a result file as people see it, beside the chapter's.
  private func filePath(_ name: String) -> String {
    let folder = chapter.source.path.utf8.lastIndex(of: UInt8(ascii: "/"))
      .map { String(chapter.source.path[...$0]) }
    return "\(folder ?? "")results/\(records.stem)/\(name)"
  }

  // MARK: Values

  mutating func checkValue(_ index: Int) {
    let value = chapter.values[index]
    let code = value.code.text.shortened
    guard let computed = records.text(ofValue: index) else {
      if let interruption, interruption.failedValue == index { return }
      if let interruption, interruption.values.contains(index) {
        reportUnreached("the value `\(code)`", interruption, at: value.span)
        return
      }
      result.unverified.append(
        Diagnostic(
          "not-verified", "the value `\(code)` was not verified: it was not computed",
          path: chapter.source.path, span: value.span, severity: .note, kind: .unverified))
      return
    }
    let hint = "run `deconv-book accept \(records.stem)` to record it"
    guard let recorded = value.recorded else {
      drift(
        "unrecorded-value", "the value `\(code)` has no recorded text; it is `\(computed)`",
        at: value.span, hint: hint)
      return
    }
    if !recorded.hasSameBytes(as: computed) {
      drift(
        "value-drift",
        "the value `\(code)` is recorded as `\(recorded)`, computed as `\(computed)`",
        at: value.span, hint: hint)
    }
  }

  // MARK: Places

  /// What is found at one place stays in the order in which it was found.
  mutating func sortByPlace() {
    let ordered = result.diagnostics.enumerated().sorted { a, b in
      (a.element.span?.start.offset ?? .max, a.offset)
        < (b.element.span?.start.offset ?? .max, b.offset)
    }
    result.diagnostics = ordered.map(\.element)
  }

  private func acceptHint(_ label: String) -> String {
    "if the change is meant, run `deconv-book accept \(records.stem)#\(label)`"
  }

  private mutating func drift(
    _ id: String, _ message: String, at span: SourceSpan, hint: String, details: String? = nil
  ) {
    result.diagnostics.append(
      Diagnostic(
        id, message, path: chapter.source.path, span: span, hint: hint, details: details,
        kind: .drift))
  }

  /// A line of a region, counted from its opening comment, without the container's prefix; the
  /// closing comment where the region has fewer lines.
  private func lineSpan(
    _ line: Int, of region: RecordedRegion, in block: CodeBlock
  ) -> SourceSpan {
    let number = min(region.span.start.line + line, region.span.end.line)
    let text = chapter.source.line(number)
    let prefix = block.linePrefix.utf8
    let skipped = text.starts(with: prefix) ? prefix.count : 0
    return chapter.source.span(text.startIndex + skipped..<text.endIndex)
  }

  private func lineEnd(_ number: Int) -> Int { chapter.source.line(number).endIndex }

  /// The first line, from 0, that two contents do not share.
  private func firstDifference(_ recorded: String, _ computed: String) -> Int {
    let (old, new) = (recorded.feedLines, computed.feedLines)
    return zip(old, new).enumerated().first { !$1.0.hasSameBytes(as: $1.1) }?.offset
      ?? min(old.count, new.count)
  }
}
