import BookModel
import BookVerify
import DeconvFigures

/// A chapter, its results folder and the outcome of a run, as a test states them.
struct Fixture {
  var text: String
  var files: [String: [UInt8]] = [:]
  var blocks: [BlockOutcome?] = []
  var values: [String?] = []

  static let stem = "07-overlap"

  var chapter: Chapter { readChapter(text) }
  var outcome: ChapterOutcome { ChapterOutcome(blocks: blocks, values: values) }

  func verification() -> Verification {
    verify(
      chapter: chapter, outcome: outcome, resultFiles: files, stem: Self.stem, sha256: testHash)
  }

  func acceptance(_ selection: AcceptSelection = .all) -> Acceptance {
    accept(
      chapter: chapter, outcome: outcome, selection: selection, resultFiles: files,
      stem: Self.stem, sha256: testHash)
  }

  /// The fixture as it stands after `accept`.
  func accepted(_ selection: AcceptSelection = .all) -> Fixture {
    let acceptance = acceptance(selection)
    var result = self
    result.text = String(decoding: acceptance.chapterBytes, as: UTF8.self)
    for file in acceptance.writes { result.files[file.name] = file.bytes }
    for name in acceptance.deletions { result.files[name] = nil }
    return result
  }

  /// The ids of what `verify` finds, in order.
  var ids: [String] { verification().diagnostics.map(\.id) }
}

/// FNV-1a: a digest that is easy to compute and changes with any byte.
func testHash(_ bytes: [UInt8]) -> String {
  let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  return String(hash, radix: 16)
}

/// The digest that a region with this outcome ends in.
func testDigest(_ outcome: BlockOutcome) -> String { digest(of: outcome, sha256: testHash) }

func outcome(_ artifacts: Artifact..., error: String? = nil) -> BlockOutcome {
  BlockOutcome(artifacts: artifacts, errorMessage: error)
}

/// A picture of one colour.
func png(width: Int = 2, height: Int = 1, gray: UInt8 = 200) throws -> [UInt8] {
  let bytes = [UInt8](repeating: gray, count: width * height * 3)
  guard let bitmap = Bitmap(width: width, height: height, bytes: bytes) else {
    throw PNGError.tooLarge(width: width, height: height)
  }
  return try PNG.encode(bitmap)
}

/// The same pixels in other bytes: a text chunk behind the header changes nothing that is shown.
func recompressed(_ png: [UInt8]) -> [UInt8] {
  let chunk: [UInt8] = [
    0, 0, 0, 3, 0x74, 0x45, 0x58, 0x74, 0x61, 0x00, 0x62, 0xdc, 0x49, 0xa2, 0x3b,
  ]
  return Array(png[..<33]) + chunk + Array(png[33...])
}

func littleEndian(_ values: [Float]) -> [UInt8] {
  values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
  }
}

/// A heat map of single-precision numbers.
func heatmap(
  _ values: [Float], shape: [Int]? = nil, gray: UInt8 = 200, title: String = "Counts"
) throws -> FigureArtifact {
  FigureArtifact(
    kind: "heatmap", parameters: [.init(name: "title", value: title)],
    data: [
      DataArray(
        name: "values", shape: shape ?? [values.count], scalarType: "F32",
        bytes: littleEndian(values))
    ],
    png: try png(gray: gray), displayWidth: 1, displayHeight: 1,
    alternativeText: "Heat map of \(values.count) numbers.")
}

/// An explorer with one slider and a frame for each value.
func explorer(_ values: [Float], grays: [UInt8]? = nil) throws -> ExplorerArtifact {
  ExplorerArtifact(
    sliders: [.init(name: "stride", values: values.map { "\($0)" }, initial: 1)],
    frames: try values.enumerated().map { index, value in
      .init(figure: try heatmap([value], gray: grays?[index] ?? 200), note: "stride \(value)")
    })
}

// MARK: Reading a chapter

/// Reads the chapters that these tests write: fences with options, regions, and values in prose.
func readChapter(_ text: String) -> Chapter {
  var reader = TestChapterReader(
    source: SourceText(path: "chapters/07-overlap.md", bytes: Array(text.utf8)))
  return reader.read()
}

private struct TestChapterReader {
  let source: SourceText
  var number = 1
  var blocks: [CodeBlock] = []
  var values: [ProseValue] = []

  init(source: SourceText) { self.source = source }

  mutating func read() -> Chapter {
    while number <= source.lineStarts.count {
      let line = text(number)
      let prefix = String(line.prefix { $0 == " " || $0 == ">" })
      if line.dropFirst(prefix.count) == "```swift" {
        readBlock(prefix)
      } else {
        readValues(line)
        number += 1
      }
    }
    return Chapter(source: source, frontMatter: nil, body: [], blocks: blocks, values: values)
  }

  private func text(_ number: Int) -> String {
    String(decoding: source.line(number), as: UTF8.self)
  }

  private func start(_ number: Int) -> Int { source.lineStarts[number - 1] }

  private mutating func readBlock(_ prefix: String) {
    let first = number
    var options = BlockOptions()
    var origins: [SourceLocation] = []
    var code: [String] = []
    number += 1
    while text(number) != prefix + "```" {
      let line = String(text(number).dropFirst(prefix.count))
      if line.hasPrefix("//| ") {
        setOption(&options, line)
      } else {
        code.append(line)
        origins.append(source.location(at: start(number) + prefix.utf8.count))
      }
      number += 1
    }
    let end = source.line(number).endIndex
    number += 1
    blocks.append(
      CodeBlock(
        span: source.span(start(first)..<end), options: options,
        code: CodeText(text: code.joined(separator: "\n"), lineOrigins: origins),
        region: readRegion(prefix), insertionOffset: end, linePrefix: prefix))
  }

  private func setOption(_ options: inout BlockOptions, _ line: String) {
    let words = line.dropFirst(4).split(separator: ": ").map(String.init)
    switch words[0] {
    case "label": options.label = Located(words[1], source.span(0..<0))
    case "eval": options.eval = words[1] == "true"
    case "output": options.output = words[1] == "true"
    case "error": options.error = words[1] == "true"
    case "volatile": options.volatile = words[1] == "true"
    default: break
    }
  }

  private mutating func readRegion(_ prefix: String) -> RecordedRegion? {
    let blank =
      prefix.hasSuffix(" ") ? String(prefix.reversed().drop { $0 == " " }.reversed()) : prefix
    var first = number
    while first <= source.lineStarts.count, [blank, ""].contains(text(first)) { first += 1 }
    let opening = prefix + "<!-- deconv:result "
    guard first <= source.lineStarts.count, text(first).hasPrefix(opening) else { return nil }
    var lines: [String] = []
    var last = first + 1
    let closing = prefix + "<!-- deconv:end sha256="
    while !text(last).hasPrefix(closing) {
      let line = text(last)
      // By bytes: a combining mark would make one character of itself and the prefix's space.
      lines.append(
        line == blank ? "" : String(decoding: line.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      )
      last += 1
    }
    number = last + 1
    return RecordedRegion(
      label: String(text(first).dropFirst(opening.count).dropLast(4)),
      digest: String(text(last).dropFirst(closing.count).dropLast(4)),
      span: source.span(start(first)..<source.line(last).endIndex),
      content: lines.joined(separator: "\n"))
  }

  /// Values with one backtick and no more, recorded or not.
  private mutating func readValues(_ line: String) {
    let parts = line.split(separator: "`", omittingEmptySubsequences: false)
    var offset = start(number)
    for (index, part) in parts.enumerated() {
      defer { offset += part.utf8.count + 1 }
      guard index % 2 == 1 else { continue }
      let isInTable = line.hasPrefix("|")
      if part.hasPrefix("{swift} ") {
        addValue(
          String(part.dropFirst(8)), nil, offset - 1..<offset + part.utf8.count + 1, isInTable)
      } else if index + 1 < parts.count, parts[index + 1].hasPrefix("<!--{swift} "),
        let end = parts[index + 1].range(of: "-->")
      {
        let comment = parts[index + 1][..<end.upperBound]
        let code = String(comment.dropFirst(12).dropLast(3))
        addValue(
          code, String(part).replacing("\\|", with: "|"),
          offset - 1..<offset + part.utf8.count + 1 + comment.utf8.count, isInTable)
      }
    }
  }

  private mutating func addValue(
    _ code: String, _ recorded: String?, _ range: Range<Int>, _ isInTable: Bool
  ) {
    values.append(
      ProseValue(
        span: source.span(range), code: CodeText(text: code, lineOrigins: []), recorded: recorded,
        isInTable: isInTable, blocksBefore: blocks.count))
  }
}

extension Substring {
  fileprivate func range(of needle: String) -> Range<Index>? { firstRange(of: needle) }
}
