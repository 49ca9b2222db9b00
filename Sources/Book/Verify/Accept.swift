package import BookModel

/// Which results `accept` records.
package enum AcceptSelection: Sendable, Hashable {
  /// Every result of the chapter and every value in prose.
  case all
  /// The results of the blocks with these labels.
  case labels(Set<String>)
}

/// What to write so that a chapter says what its code computes.
package struct Acceptance: Sendable, Hashable {
  /// The chapter; where nothing is to be recorded, the bytes that it has.
  package var chapterBytes: [UInt8]
  /// Result files that are new or hold something else; to be written before the chapter.
  package var writes: [ResultFile]
  /// Result files that nothing refers to any more; to be deleted after the chapter is written.
  package var deletions: [String]
  package var isChanged: Bool
}

/// Records what a run of a chapter yielded.
///
/// The chapter is edited by byte range, within the tool's own comments alone: a region is replaced,
/// inserted behind its block, or removed. What agrees already, and what was not run, is not
/// touched, so a second `accept` changes nothing. A `volatile` result that can be read stays
/// unless its label is selected. Files that nothing refers to are deleted when all is accepted.
///
/// - Parameters:
///   - chapter: The chapter as parsed.
///   - outcome: What its blocks and values yielded; nil entries were not run.
///   - selection: What to record.
///   - resultFiles: The files in `results/STEM/`, by name.
///   - stem: The chapter's file name without its ending.
///   - sha256: SHA-256 as lowercase hexadecimal digits.
/// - Returns: The chapter's new bytes, and the files to write and to delete.
package func accept(
  chapter: Chapter, outcome: ChapterOutcome, selection: AcceptSelection,
  resultFiles: [String: [UInt8]], stem: String, sha256: @escaping ([UInt8]) -> String
) -> Acceptance {
  let records = ChapterRecords(
    chapter: chapter, outcome: outcome, resultFiles: resultFiles, stem: stem, sha256: sha256)
  var recorder = Recorder(records: records, selection: selection)
  for index in chapter.blocks.indices { recorder.record(block: index) }
  if selection == .all { recorder.recordValues() }
  return recorder.acceptance()
}

private struct Recorder {
  let records: ChapterRecords
  let selection: AcceptSelection
  private var edits: [(range: Range<Int>, bytes: [UInt8])] = []
  private var writes: [ResultFile] = []
  private var referencedFiles: Set<String> = []

  private var source: SourceText { records.chapter.source }

  init(records: ChapterRecords, selection: AcceptSelection) {
    self.records = records
    self.selection = selection
  }

  mutating func record(block index: Int) {
    let block = records.chapter.blocks[index]
    if keepsRecord(of: block) {
      keep(block)
      return
    }
    switch records.expectation(ofBlock: index) {
    case .nothing:
      guard let region = block.region else { return }
      edits.append((fenceEnd(of: block)..<region.span.end.offset, []))
    case .unknown, .unlabelled: keep(block)
    case .result(let expected): record(expected, of: block)
    }
  }

  /// Whether what stands in the chapter stays, whatever was computed.
  private func keepsRecord(of block: CodeBlock) -> Bool {
    switch selection {
    case .labels(let labels):
      let names = [block.options.label?.value, block.region?.label].compactMap { $0 }
      return labels.isDisjoint(with: names)
    case .all:
      guard let region = block.region, records.isKept(block) else { return false }
      return records.isSound(region)
    }
  }

  private mutating func keep(_ block: CodeBlock) {
    if let region = block.region { referencedFiles.formUnion(records.referencedFiles(region)) }
  }

  private mutating func record(_ expected: ExpectedResult, of block: CodeBlock) {
    referencedFiles.formUnion(expected.content.files.map(\.name))
    writes += expected.content.files.filter { file in
      guard let recorded = records.resultFiles[file.name] else { return true }
      return !holdsSame(recorded: recorded, computed: file)
    }
    guard let region = block.region else {
      insert(expected.regionLines, behind: block)
      return
    }
    let isSame =
      region.content.hasSameBytes(as: expected.content.markdown)
      && region.digest == expected.digest && region.label.hasSameBytes(as: expected.label)
    if !isSame {
      let lines = prefixed(expected.regionLines, block)
      edits.append((region.span.bytes, Array(lines.joined(separator: endOfLine).utf8)))
    }
  }

  /// Inserts a region behind a block, with one blank line on either side.
  private mutating func insert(_ lines: [String], behind block: CodeBlock) {
    let offset = fenceEnd(of: block)
    var text = endOfLine
    text += prefixed([""] + lines, block).joined(separator: endOfLine)
    let next = source.location(at: offset).line + 1
    if next <= source.lineStarts.count, !isBlank(source.line(next)) {
      text += endOfLine + prefixed([""], block)[0]
    }
    edits.append((offset..<offset, Array(text.utf8)))
  }

  mutating func recordValues() {
    for (index, value) in records.chapter.values.enumerated() {
      guard let text = records.text(ofValue: index),
        !(value.recorded?.hasSameBytes(as: text) ?? false)
      else { continue }
      let replacement = recordedValue(
        text: text, code: value.code.text, isInTable: value.isInTable)
      edits.append((value.span.bytes, Array(replacement.utf8)))
    }
  }

  mutating func acceptance() -> Acceptance {
    var bytes: [UInt8] = []
    var end = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      bytes += source.bytes[end..<edit.range.lowerBound] + edit.bytes
      end = edit.range.upperBound
    }
    bytes += source.bytes[end...]
    let unused = records.resultFiles.keys.filter { !referencedFiles.contains($0) }.sorted()
    let deletions = selection == .all ? unused : []
    return Acceptance(
      chapterBytes: bytes, writes: writes, deletions: deletions,
      isChanged: bytes != source.bytes || !writes.isEmpty || !deletions.isEmpty)
  }

  // MARK: Text

  /// The end of the fence's last line, before its line end.
  private func fenceEnd(of block: CodeBlock) -> Int { block.insertionOffset }

  /// The chapter's own line end: that of its first line.
  private var endOfLine: String {
    guard source.lineStarts.count > 1 else { return "\n" }
    let end = source.line(1).endIndex
    return String(decoding: source.bytes[end..<source.lineStarts[1]], as: UTF8.self)
  }

  /// Lines behind their container's prefix, of which a blank line keeps no spaces at its end.
  private func prefixed(_ lines: [String], _ block: CodeBlock) -> [String] {
    var prefix = block.linePrefix
    // A quotation's mark would take a space that a line begins with.
    if prefix.utf8.last == UInt8(ascii: ">") { prefix += " " }
    let blank = String(
      decoding: prefix.utf8.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed(),
      as: UTF8.self)
    return lines.map { $0.utf8.isEmpty ? blank : prefix + $0 }
  }

  /// Nothing but spaces and a quotation's marks.
  private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
  }
}

/// Whether a recorded file holds what the code computes: a picture the same pixels, a file of
/// numbers the same figure.
private func holdsSame(recorded: [UInt8], computed file: ResultFile) -> Bool {
  if file.name.utf8.reversed().starts(with: ".png".utf8.reversed()) {
    return comparePictures(recorded: recorded, computed: file.bytes) == .same
  }
  if recorded == file.bytes { return true }
  guard let old = try? decodedRecord(recorded), let new = try? decodedRecord(file.bytes) else {
    return false
  }
  switch (old, new) {
  case (.figure(let old), .figure(let new)):
    return canonicalEncoding(of: old) == canonicalEncoding(of: new)
  case (.explorer(let old), .explorer(let new)):
    return canonicalEncoding(of: old) == canonicalEncoding(of: new)
  default: return false
  }
}
