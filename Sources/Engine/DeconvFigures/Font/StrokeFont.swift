/// A sans serif of even strokes with round ends, drawn for these figures.
///
/// An em is 20 units: capitals and digits stand 14 high, small letters 10, descenders hang 4.2.
/// All digits, and the signs that stand between them, have one width, so columns of numbers align.
package enum StrokeFont {
  /// How strong the strokes are.
  package enum Weight: Sendable {
    case regular
    case bold
  }

  /// A drawn character: how far it moves the pen, and its lines in units, y upwards.
  struct Glyph: Sendable {
    var advance: Double
    var path: Path
  }

  static let unitsPerEm = 20.0
  static let capHeightInUnits = 14.0
  /// Air that every character gets on either side, in units: figures are set small.
  private static let tracking = 0.3

  /// What stands for a character that the font does not have: a crossed box.
  static let missing = glyph("11.5|M2 0 L9.5 0 L9.5 14 L2 14 L2 0 L9.5 14")

  /// Every character that the font has.
  static let glyphs: [Character: Glyph] = {
    var glyphs: [Character: Glyph] = [:]
    for (character, source) in StrokeGlyphs.all {
      glyphs[character] = glyph(source)
    }
    return glyphs
  }()

  /// The width of a text on one line, in points.
  package static func width(of text: String, size: Double) -> Double {
    var units = 0.0
    for character in text { units += (glyphs[character] ?? missing).advance }
    return units * size / unitsPerEm
  }

  /// The height of a capital or a digit, in points.
  package static func capHeight(size: Double) -> Double {
    size * capHeightInUnits / unitsPerEm
  }

  /// The width of a stroke, in points: small sizes are drawn relatively stronger.
  static func strokeWidth(size: Double, weight: Weight) -> Double {
    let regular = 0.28 + 0.058 * size
    return weight == .bold ? regular * 1.42 : regular
  }

  /// The text cut at its end, with an ellipsis, so that it is no wider than a limit.
  package static func fitted(_ text: String, size: Double, width limit: Double) -> String {
    guard width(of: text, size: size) > limit else { return text }
    let ellipsis = width(of: "…", size: size)
    var kept = ""
    var used = ellipsis
    for character in text {
      used += width(of: String(character), size: size)
      if used > limit { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  // MARK: Reading a glyph

  /// Reads a glyph: its advance, a bar, and commands that are each a letter and numbers.
  ///
  /// - `M x y` starts a line, `L x y` goes on straight.
  /// - `v x y` goes on in a quarter of an ellipse that leaves upright and arrives level,
  ///   `h x y` in one that leaves level and arrives upright.
  /// - `Q` and `C` are Bézier curves with one and two control points.
  /// - `. x y` is a dot.
  static func glyph(_ source: String) -> Glyph {
    let parts = source.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let advance = Double(parts[0]) else {
      return Glyph(advance: 0, path: Path())
    }
    var pen = GlyphPen()
    var command: Character = "M"
    var numbers: [Double] = []
    for word in parts[1].split(separator: " ") {
      var word = word
      if let first = word.first, GlyphPen.commands.contains(first) {
        command = first
        word = word.dropFirst()
      }
      if let number = Double(word) { numbers.append(number) }
      if pen.draw(command, numbers) { numbers.removeAll() }
    }
    return Glyph(
      advance: advance + 2 * tracking, path: pen.path.mapped { Point($0.x + tracking, $0.y) })
  }
}

/// Follows the commands of a glyph.
private struct GlyphPen {
  static let commands: Set<Character> = ["M", "L", "v", "h", "Q", "C", "."]
  /// The handle of a quarter of an ellipse, a little longer than a circle's 0.5523: squarer rounds
  /// leave more air inside small letters.
  static let handle = 0.6

  var path = Path()
  private var end = Point(0, 0)

  /// Carries out a command once all its numbers are there; answers whether they were.
  mutating func draw(_ command: Character, _ n: [Double]) -> Bool {
    let needed = command == "C" ? 6 : command == "Q" ? 4 : 2
    guard n.count == needed else { return false }
    let target = Point(n[needed - 2], n[needed - 1])
    let k = Self.handle
    switch command {
    case "M": path.move(to: target)
    case "L": path.line(to: target)
    case "v":
      path.curve(
        Point(end.x, end.y + (target.y - end.y) * k),
        Point(target.x + (end.x - target.x) * (1 - k), target.y), to: target)
    case "h":
      path.curve(
        Point(end.x + (target.x - end.x) * k, end.y),
        Point(target.x, target.y + (end.y - target.y) * (1 - k)), to: target)
    case "Q": path.quadratic(Point(n[0], n[1]), to: target)
    case "C": path.curve(Point(n[0], n[1]), Point(n[2], n[3]), to: target)
    default: dot(at: target)
    }
    end = target
    return true
  }

  private mutating func dot(at center: Point) {
    let radius = 0.45
    path.move(to: Point(center.x - radius, center.y))
    path.line(to: Point(center.x, center.y + radius))
    path.line(to: Point(center.x + radius, center.y))
    path.line(to: Point(center.x, center.y - radius))
    path.line(to: Point(center.x - radius, center.y))
  }
}
