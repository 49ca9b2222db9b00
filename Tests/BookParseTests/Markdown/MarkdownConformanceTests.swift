import BookModel
import BookParse
import CDeconvCMark
import Foundation
import Testing

/// An example of the CommonMark specification 0.30.
private struct SpecificationExample: Decodable {
  var example: Int
  var section: String
  var markdown: String
  var html: String

  static func all() throws -> [Self] {
    let url = try #require(
      Bundle.module.url(
        forResource: "commonmark-0.30", withExtension: "json", subdirectory: "Resources"))
    return try JSONDecoder().decode([Self].self, from: Data(contentsOf: url))
  }
}

/// The document as cmark itself writes it, HTML left out.
func htmlByCMark(_ bytes: [UInt8]) -> String {
  let html = bytes.withUnsafeBytes { buffer in
    cmark_markdown_to_html(
      buffer.bindMemory(to: CChar.self).baseAddress, buffer.count, CMARK_OPT_SAFE)
  }
  guard let html else { return "" }
  defer { free(html) }
  return String(cString: html)
}

@Suite struct MarkdownConformanceTests {
  @Test func everyExampleWithoutHTMLOrExtensionsReadsAsCMarkReadsIt() throws {
    var compared = 0
    var excluded: [String: Int] = [:]
    for example in try SpecificationExample.all() {
      let bytes = Array(example.markdown.utf8)
      let expected = htmlByCMark(bytes)
      if expected.contains("<!-- raw HTML omitted -->") {
        excluded["html", default: 0] += 1
        continue
      }
      let (chapter, diagnostics) = parseChapter(SourceText(path: "spec.md", bytes: bytes))
      if !diagnostics.isEmpty {
        excluded[diagnostics[0].id, default: 0] += 1
        continue
      }
      let writer = MarkdownHTMLWriter(chapter)
      if writer.extensionCount > 0 {
        excluded["extension", default: 0] += 1
        continue
      }
      compared += 1
      #expect(writer.html == expected, "example \(example.example), \(example.section)")
    }
    #expect(compared == 569)
    #expect(excluded == ["html": 71, "open-fence": 6, "extension": 2, "refused-link": 4])
  }
}
