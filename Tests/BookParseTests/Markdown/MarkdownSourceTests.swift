import BookModel
import BookParse
import Testing

@Suite struct MarkdownSourceTests {
  /// Reads bytes, and shows each diagnostic as `line:column id`.
  private func faults(_ bytes: [UInt8]) -> [String] {
    readSource(path: "chapter.md", bytes: bytes).diagnostics.map {
      "\($0.span?.start.line ?? 0):\($0.span?.start.column ?? 0) \($0.id)"
    }
  }

  @Test func takesPlainUTF8() {
    #expect(faults(Array("é\r\n\u{10FFFF}\u{FEFF}\t".utf8)) == [])
  }

  @Test func refusesAnEmptyFile() {
    #expect(faults([]) == ["1:1 empty-file"])
    #expect(faults(Array(" \r\n\t".utf8)) == ["1:1 empty-file"])
  }

  @Test func refusesAByteOrderMark() {
    #expect(faults([0xEF, 0xBB, 0xBF, 0x61]) == ["1:1 byte-order-mark"])
  }

  @Test func refusesNullCharacters() {
    #expect(faults(Array("a\nb\0".utf8)) == ["2:2 null-character"])
  }

  @Test(arguments: [
    [0x80], [0xC0, 0xAF], [0xC3], [0xC3, 0x41], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82],
    [0xFF],
  ])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) {
    #expect(faults(Array("a\né".utf8) + bytes + Array("b".utf8)) == ["2:3 not-utf8"])
    #expect(faults(Array("a\né".utf8) + bytes) == ["2:3 not-utf8"])
  }

  @Test func saysWhichByteAndWhatToDo() {
    let (source, diagnostics) = readSource(path: "chapter.md", bytes: [0x61, 0xFF])
    #expect(
      diagnostics.map { $0.rendered(source: source) }.first?.hasPrefix(
        "chapter.md:1:2: error: The file is not UTF-8: the byte 0xFF cannot stand here.") == true)
    #expect(diagnostics.first?.hint == "Save the file as UTF-8.")
  }

  @Test func doesNotParseWhatItCannotRead() {
    let source = SourceText(path: "chapter.md", bytes: [0x61, 0x00])
    let (chapter, diagnostics) = parseChapter(source)
    #expect(chapter.body.isEmpty)
    #expect(diagnostics.map(\.id) == ["null-character"])
  }

  @Test func doesNotParseAChapterThatIsTooLarge() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: (4 << 20) + 1)
    let (chapter, diagnostics) = parseChapter(SourceText(path: "chapter.md", bytes: bytes))
    #expect(chapter.body.isEmpty)
    #expect(diagnostics.map(\.id) == ["chapter-too-large"])
  }
}
