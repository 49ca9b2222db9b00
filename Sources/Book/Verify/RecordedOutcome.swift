package import BookModel

/// What a chapter shows according to its records, without running anything.
///
/// A block without a recorded result shows nothing; one whose record cannot be read, and one that
/// is not to be run, has no outcome.
package func recordedOutcome(
  chapter: Chapter, resultFiles: [String: [UInt8]], stem: String
) -> (outcome: ChapterOutcome, diagnostics: [Diagnostic]) {
  var diagnostics: [Diagnostic] = []
  let blocks = chapter.blocks.map { block -> BlockOutcome? in
    guard block.options.eval else { return nil }
    guard let region = block.region else { return BlockOutcome(artifacts: []) }
    let (outcome, faults) = parseRecorded(
      region.content, files: resultFiles, label: region.label, chapterStem: stem)
    for fault in faults {
      let line = chapter.source.line(region.span.start.line + 1 + fault.line)
      diagnostics.append(
        Diagnostic(
          fault.reason.rawValue, fault.message, path: chapter.source.path,
          span: chapter.source.span(line.startIndex..<line.endIndex),
          hint:
            "restore it from version control, or run `deconv-book accept \(stem)#\(region.label)`",
          kind: .drift))
    }
    return outcome
  }
  return (ChapterOutcome(blocks: blocks, values: chapter.values.map(\.recorded)), diagnostics)
}
