import BookModel

/// Reads what stands in a region, part by part.
struct RecordedParser {
  var reader: LineReader
  let files: [String: [UInt8]]
  let names: ResultNames
  private var faults: [RecordFault] = []
  private var pictures = 0

  init(reader: LineReader, files: [String: [UInt8]], names: ResultNames) {
    self.reader = reader
    self.files = files
    self.names = names
  }

  mutating func parse() -> (outcome: BlockOutcome?, faults: [RecordFault]) {
    var outcome = BlockOutcome(artifacts: [])
    reader.skipBlankLines()
    while let line = reader.next, faults.isEmpty || faults.last?.reason != .malformed {
      if outcome.errorMessage != nil {
        fault(.malformed, "nothing may follow the error message of a block", at: reader.index)
      } else if reader.take(RecordedMarker.error) {
        outcome.errorMessage = errorMessage()
      } else if let artifact = artifact(beginningWith: line) {
        outcome.artifacts.append(artifact)
      }
      reader.skipBlankLines()
    }
    return (faults.isEmpty ? outcome : nil, faults)
  }

  private mutating func artifact(beginningWith line: String) -> Artifact? {
    let start = reader.index
    if RecordedText.begins(line) {
      return orFault("a text fence", start) { RecordedText.read(&$0).map(Artifact.text) }
    }
    if RecordedTable.begins(line) {
      return orFault("a table", start) { RecordedTable.read(&$0).map(Artifact.table) }
    }
    if RecordedDerivation.begins(line) {
      return orFault("a derivation", start) {
        RecordedDerivation.read(&$0).map(Artifact.derivation)
      }
    }
    if line.utf8.starts(with: "![".utf8) { return figure(start) }
    if line.utf8.starts(with: RecordedMarker.explorerStart.utf8) { return explorer(start) }
    fault(
      .malformed, "expected a part of a recorded result, found `\(line.shortened)`", at: start)
    return nil
  }

  private mutating func orFault(
    _ what: String, _ start: Int, _ read: (inout LineReader) -> Artifact?
  ) -> Artifact? {
    if let artifact = read(&reader) { return artifact }
    fault(.malformed, "\(what) of a recorded result is not as the tool writes it", at: start)
    return nil
  }

  private mutating func errorMessage() -> String? {
    let start = reader.index
    guard let text = RecordedText.read(&reader), text.utf8.last == UInt8(ascii: "\n") else {
      fault(.malformed, "the recorded error message is not as the tool writes it", at: start)
      return nil
    }
    return String(decoding: text.utf8.dropLast(), as: UTF8.self)
  }

  private mutating func figure(_ start: Int) -> Artifact? {
    pictures += 1
    let base = names.base(pictures)
    guard takeImage(base + ".png", at: start) else { return nil }
    let picture = file(base + ".png", start)
    guard let record = record(base, start), let picture else { return nil }
    guard case .figure(var figure) = record else {
      fault(.damagedFile, "`\(base).safetensors` holds an explorer, not a figure", at: start)
      return nil
    }
    figure.png = picture
    return .figure(figure)
  }

  private mutating func explorer(_ start: Int) -> Artifact? {
    pictures += 1
    let base = names.base(pictures)
    let expected = names.link(base + ".safetensors")
    guard reader.take("\(RecordedMarker.explorerStart)\(expected) -->") else {
      fault(.malformed, "expected an explorer at `\(expected)`", at: start)
      return nil
    }
    guard let record = record(base, start) else {
      // The image belongs to the explorer, not to a figure of its own.
      if let line = reader.next, line.utf8.starts(with: "![".utf8) { _ = reader.take() }
      return nil
    }
    guard case .explorer(var explorer) = record else {
      fault(.damagedFile, "`\(base).safetensors` holds a figure, not an explorer", at: start)
      return nil
    }
    if let shown = explorer.shownFrame, !takeImage(names.frame(shown, of: base), at: start) {
      return nil
    }
    let faultCount = faults.count
    for index in explorer.frames.indices {
      if let picture = file(names.frame(index, of: base), start) {
        explorer.frames[index].figure.png = picture
      }
    }
    return faults.count == faultCount ? .explorer(explorer) : nil
  }

  /// The link decides; the alternative text is read from the data.
  private mutating func takeImage(_ file: String, at start: Int) -> Bool {
    let ending = "](\(names.link(file)))"
    guard let line = reader.take(), line.utf8.starts(with: "![".utf8),
      line.utf8.count >= ending.utf8.count,
      line.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    else {
      fault(.malformed, "expected an image that shows `\(names.link(file))`", at: start)
      return false
    }
    return true
  }

  private mutating func file(_ name: String, _ line: Int) -> [UInt8]? {
    if let bytes = files[name] { return bytes }
    fault(.missingFile, "the recorded file `\(names.link(name))` is missing", at: line)
    return nil
  }

  private mutating func record(_ base: String, _ line: Int) -> FigureRecord? {
    let name = base + ".safetensors"
    guard let bytes = file(name, line) else { return nil }
    do {
      return try decodedRecord(bytes)
    } catch {
      fault(.damagedFile, "`\(names.link(name))` cannot be read: \(error)", at: line)
      return nil
    }
  }

  private mutating func fault(_ reason: RecordFault.Reason, _ message: String, at line: Int) {
    faults.append(RecordFault(reason: reason, message: message, line: line))
  }
}

extension String {
  /// The beginning of a line, for a message.
  var shortened: String { count > 60 ? prefix(60) + "…" : self }
}
