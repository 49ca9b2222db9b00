import Testing

@testable import DeconvFigures

@Suite struct StrokeFontTests {
  private static let ascii = (0x21...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) }
  private static let beyond = Array("×·−–—…→←↑↓≤≥≠≈±∞°¹²³ᵀ⌊⌋⌈⌉√∑αβλμπσω‘’“”")

  private func drawn(_ text: String, size: Double = 12) -> Bitmap {
    var canvas = Canvas(width: 30, height: 24)
    canvas.text(text, at: Point(5, 18), size: size, Palette.ink)
    return canvas.bitmap
  }

  @Test func everyPrintableCharacterIsInTheFontOnce() {
    for character in Self.ascii + Self.beyond + [" ", "\u{A0}"] {
      #expect(StrokeFont.glyphs[character] != nil, "\(character) is missing")
    }
    #expect(StrokeFont.glyphs.count == StrokeGlyphs.all.count)
  }

  @Test func everyCharacterDrawsSomethingOfItsOwn() {
    let blank = drawn(" ")
    let box = drawn("é")
    #expect(blank != box)
    var seen: [Bitmap: Character] = [:]
    for character in Self.ascii + Self.beyond {
      let bitmap = drawn(String(character))
      #expect(bitmap != blank, "\(character) draws nothing")
      #expect(bitmap != box, "\(character) draws the box of missing characters")
      if let other = seen[bitmap] {
        Issue.record("\(character) looks like \(other)")
      }
      seen[bitmap] = character
    }
  }

  @Test(arguments: ["é", "漢", "👩‍👩‍👧", "\u{0}", "\n", "\u{202E}"])
  func anyOtherCharacterDrawsTheBox(text: String) {
    #expect(drawn(text) == drawn("\u{E000}"))
  }

  @Test func everyGlyphStaysWithinItsAdvanceAndTheLine() {
    for (character, glyph) in StrokeFont.glyphs {
      #expect(glyph.advance > 0)
      for point in glyph.path.lines.joined() {
        #expect((0...glyph.advance).contains(point.x), "\(character) at \(point)")
        #expect((-4.3...16.2).contains(point.y), "\(character) at \(point)")
      }
    }
  }

  @Test func everyNumberOfAGlyphIsUsed() {
    // A command with a number too few would swallow the next; each source must come out even.
    for (character, source) in StrokeGlyphs.all {
      var needed = 0
      for word in source.drop(while: { $0 != "|" }).dropFirst().split(separator: " ") {
        switch word.first {
        case "M", "L", "v", "h", ".":
          #expect(needed == 0, "\(character): \(word)")
          needed = 2
        case "Q": needed = 4
        case "C": needed = 6
        default: break
        }
        needed -= 1
      }
      #expect(needed == 0, "\(character)")
    }
  }

  @Test func digitsAndTheirSignsHaveOneWidth() {
    let widths = "0123456789+−=<>×".map { StrokeFont.width(of: String($0), size: 10) }
    #expect(Set(widths).count == 1)
  }

  @Test func widthGrowsWithSizeAndIsTheSumOfTheCharacters() {
    let parts = StrokeFont.width(of: "Str", size: 10) + StrokeFont.width(of: "ide", size: 10)
    #expect(abs(StrokeFont.width(of: "Stride", size: 10) - parts) < 1e-9)
    #expect(
      abs(StrokeFont.width(of: "Stride", size: 20) - 2 * StrokeFont.width(of: "Stride", size: 10))
        < 1e-9)
    #expect(StrokeFont.width(of: "", size: 10) == 0)
  }

  @Test func aTextThatIsTooWideEndsInAnEllipsisAndFits() {
    let text = "a title that is far too long"
    let fitted = StrokeFont.fitted(text, size: 9, width: 60)
    #expect(fitted.hasSuffix("…"))
    #expect(StrokeFont.width(of: fitted, size: 9) <= 60)
    #expect(StrokeFont.fitted("short", size: 9, width: 60) == "short")
    #expect(StrokeFont.fitted(text, size: 9, width: 0) == "…")
  }

  @Test func smallTextIsDarkEnoughToRead() {
    // The darkest pixel of a level and of an upright stroke at the smallest size in use.
    for text in ["−", "l"] {
      let darkest = drawn(text, size: 7.5).bytes.min() ?? 255
      #expect(darkest < 90, "\(text): \(darkest)")
    }
  }

  @Test func alignmentMovesTheTextByItsWidth() {
    func left(_ align: TextAlignment) -> Int? {
      var canvas = Canvas(width: 40, height: 12)
      canvas.text("HH", at: Point(20, 10), size: 10, Palette.ink, align: align)
      let bitmap = canvas.bitmap
      return (0..<80).first { x in
        (0..<24).contains { bitmap.color(x: x, y: $0) != Palette.paper }
      }
    }
    let width = Int((StrokeFont.width(of: "HH", size: 10) * 2).rounded())
    let start = left(.left) ?? 0
    #expect(abs(start - (left(.right) ?? 0) - width) <= 1)
    #expect(abs(start - (left(.center) ?? 0) - width / 2) <= 1)
  }
}
