import Testing

@testable import BookRender

@Suite struct HTMLTests {
  private func checkText(
    _ nodes: HTMLNode..., html: String, _ place: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(HTMLFormatter.text(nodes) == html, sourceLocation: place)
  }

  @Test func textAndAttributesAreEscaped() {
    checkText(.text("a < b && \"c\" > d"), html: "a &lt; b &amp;&amp; \"c\" &gt; d")
    checkText(
      .element(.span, .title("\"><script>alert(1)</script>\n&amp;"), text: "x"),
      html: "<span title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#10;&amp;amp;\">x</span>"
    )
  }

  @Test func controlCharactersCannotStand() {
    checkText(.text("a\u{0}\u{1B}[31m\tb\r\nc"), html: "a\u{FFFD}\u{FFFD}[31m\tb&#13;\nc")
  }

  @Test func blocksStartOnLinesOfTheirOwnAndInlinesDoNot() {
    checkText(
      .element(
        .ul, [],
        [
          .element(.li, [], [.text("a "), .element(.em, text: "b")]), .element(.li, text: "c"),
        ]),
      html: "<ul>\n<li>a <em>b</em></li>\n<li>c</li></ul>")
  }

  @Test func nothingIsAddedInsidePreformattedTextAndFormulas() {
    checkText(
      .element(.pre, [], [.element(.code, text: "\n  x\n")]),
      html: "<pre><code>\n  x\n</code></pre>")
    checkText(
      .math(.math, [.math(.mfrac, [.math(.mi, text: "a"), .math(.mn, text: "2")])]),
      html: "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>")
  }

  @Test func voidElementsHaveNoEndTag() {
    checkText(
      .void(.img, [.src(PageURL(path: "a.png")), .alt("")]), .void(.br, []),
      html: "<img src=\"a.png\" alt=\"\"><br>")
  }

  @Test func everyElementIsWritten() {
    for tag in HTMLTag.allCases {
      checkText(.element(tag, [], []), html: "<\(tag.rawValue)></\(tag.rawValue)>")
    }
    for tag in MathTag.allCases {
      checkText(.math(tag), html: "<\(tag.rawValue)></\(tag.rawValue)>")
    }
    for tag in VoidTag.allCases { checkText(.void(tag, []), html: "<\(tag.rawValue)>") }
  }

  @Test func anAttributeWithoutValueIsItsName() {
    checkText(
      .void(.input, [.type("checkbox"), .disabled]), html: "<input type=\"checkbox\" disabled>")
  }

  @Test func aPageStartsWithItsDocumentType() {
    let bytes = HTMLFormatter.page(.element(.html, [.lang("en")], []))
    #expect(
      String(decoding: bytes, as: UTF8.self) == "<!DOCTYPE html>\n<html lang=\"en\"></html>\n")
  }
}

@Suite struct PageURLTests {
  @Test(arguments: [
    ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
    ("HTTP://example.org", "HTTP://example.org"), ("mailto:a@example.org", "mailto:a@example.org"),
    ("images/a b.png", "images/a%20b.png"), ("a?x=\"<y>\"", "a?x=%22%3Cy%3E%22"),
    ("#part", "#part"), ("a/b:c", "a/b:c"), ("ü.png", "%C3%BC.png"), ("", ""),
  ])
  func addressesOfTheWebAndOfTheBookAreAccepted(authored: String, text: String) {
    #expect(PageURL(authored: authored)?.text == text)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\u{1}javascript:x",
    "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//example.org/x", "/etc/passwd",
    "\\\\example.org", "ftp://example.org", " javascript:x", ":x",
  ])
  func everythingElseIsRefused(authored: String) {
    #expect(PageURL(authored: authored) == nil)
  }

  @Test func aPathIsEncodedSoThatItStaysAPath() {
    #expect(PageURL(path: "a:b?c#d/e.html", fragment: "x y").text == "a%3Ab%3Fc%23d/e.html#x%20y")
  }

  @Test func onlyAddressesOfTheWebAreExternal() {
    #expect(PageURL(authored: "https://example.org")?.isExternal == true)
    #expect(PageURL(authored: "httpd.md")?.isExternal == false)
  }
}
