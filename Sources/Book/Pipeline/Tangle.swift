import BookExecute
import BookModel
import BookParse

/// The Swift package that holds the code of all chapters: its files, by path.
///
/// `lessons` prints what the chapters print, `expected.txt` is what that must be, and
/// `SignatureCalls.swift` calls every builtin of the registry.
func tangledPackage(_ chapters: [ExecutedChapter], library: Library, packagePath: String)
  -> [(path: String, text: String)]
{
  let functions = chapters.map { functionName(of: $0.source.source) }
  let main = """
    import DeconvLessons

    // The folder of Fashion-MNIST, for the chapters that read it.
    try LessonData.$fashionMNIST.withValue(CommandLine.arguments.dropFirst().first) {
    \(functions.map { "  try \($0)()\n" }.joined())}

    """
  var files = [
    ("Package.swift", manifest(packagePath: packagePath)),
    ("Sources/lessons/main.swift", main),
    ("Sources/lessons/SignatureCalls.swift", signatureCalls(of: library)),
    ("expected.txt", chapters.map(expectedText).joined()),
  ]
  for (chapter, function) in zip(chapters, functions) {
    files.append(
      (
        "Sources/lessons/\(function).swift",
        tangled(chapter.source, leavingOut: chapter.withoutData)
      ))
  }
  return files
}

private func manifest(packagePath: String) -> String {
  """
  // swift-tools-version: 6.1
  import PackageDescription

  let package = Package(
    name: "lessons",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "deconv-book", path: "\(packagePath)")],
    targets: [
      .executableTarget(
        name: "lessons",
        dependencies: [.product(name: "DeconvLessons", package: "deconv-book")])
    ]
  )

  """
}

/// What the tangled chapter must print: the marker of each unit, and its results as text.
private func expectedText(of chapter: ExecutedChapter) -> String {
  var text = ""
  for unit in chapter.source.program.program.units
  where !chapter.withoutData.contains(unit.origin) {
    switch unit.origin {
    case .block(let index):
      guard !chapter.chapter.blocks[index].options.error else { continue }
      text += marker(unit.origin, in: chapter.chapter) + "\n"
      text += (chapter.outcome.blocks[index]?.artifacts ?? []).map(\.transcript).joined()
    case .value(let index):
      text += marker(unit.origin, in: chapter.chapter) + "\n"
      text += (chapter.outcome.values[index] ?? "") + "\n"
    }
  }
  return text
}

/// The chapter's code as one Swift function that imports `DeconvLessons` and prints what the
/// chapter prints.
///
/// Shown expressions are wrapped in `show(…)`. Blocks that are not run, or that must fail, are left
/// out: an expected error is proved by the book itself. So are the units in `missing`: the data that
/// they need is not there.
func tangled(
  _ chapter: CheckedChapter, leavingOut missing: Set<ProgramUnit.Origin> = []
) -> String {
  let source = chapter.source
  let name = functionName(of: source)
  var lines = [
    "// The code of \(source.path), in order.", "import DeconvLessons", "",
    "func \(name)() throws {",
  ]
  for unit in chapter.program.program.units where !missing.contains(unit.origin) {
    switch unit.origin {
    case .block(let index):
      let block = source.chapter.blocks[index]
      guard !block.options.error else { continue }
      lines.append("print(\"\(marker(unit.origin, in: source.chapter))\")")
      lines.append(wrappingShown(block.code, unit.statements))
    case .value(let index):
      lines.append("print(\"\(marker(unit.origin, in: source.chapter))\")")
      lines.append("print(\"\\(\(source.chapter.values[index].code.text))\")")
    }
  }
  lines.append("}")
  return lines.joined(separator: "\n") + "\n"
}

/// The line that a tangled chapter prints before each block and value, so that a difference shows
/// where it arose.
func marker(_ origin: ProgramUnit.Origin, in chapter: Chapter) -> String {
  switch origin {
  case .block(let index):
    return "== \(chapter.blocks[index].options.label?.value ?? "block \(index + 1)")"
  case .value(let index): return "== value \(index + 1)"
  }
}

/// `chapter07_overlap`, for `07-overlap`.
func functionName(of chapter: BookChapter) -> String {
  let words = chapter.stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
  return "chapter" + String(words)
}

/// The code with each top-level expression that is shown inside `show(…)`.
private func wrappingShown(_ code: CodeText, _ statements: [Statement]) -> String {
  var bytes = Array(code.text.utf8)
  for statement in statements.reversed() {
    guard case .show = statement.kind,
      let start = code.offset(of: statement.span.start),
      let end = code.offset(of: statement.span.end), start <= end
    else { continue }
    bytes.insert(contentsOf: ")".utf8, at: end)
    bytes.insert(contentsOf: "show(".utf8, at: start)
  }
  return String(decoding: bytes, as: UTF8.self)
}

extension CodeText {
  /// The UTF-8 offset in the code of a place in the file; nil where the place is not the code's.
  fileprivate func offset(of location: SourceLocation) -> Int? {
    guard let line = lineOrigins.firstIndex(where: { $0.line == location.line }) else { return nil }
    var lineStart = 0
    var seen = 0
    for (index, byte) in text.utf8.enumerated() {
      if seen == line { break }
      if byte == UInt8(ascii: "\n") {
        seen += 1
        lineStart = index + 1
      }
    }
    let offset = lineStart + location.column - lineOrigins[line].column
    return (0...text.utf8.count).contains(offset) ? offset : nil
  }
}
