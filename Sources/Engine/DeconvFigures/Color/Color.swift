/// An sRGB colour with an opacity.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8
  /// 255 hides what lies beneath, 0 shows it unchanged.
  package var alpha: UInt8

  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// The colour written as `0xRRGGBB`.
  package init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  package func opacity(_ alpha: UInt8) -> Color {
    Color(red, green, blue, alpha: alpha)
  }

  /// The colour `part / whole` of the way to another, in exact integers.
  package func mixed(with other: Color, part: Int, of whole: Int) -> Color {
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8((Int(from) * (whole - part) + Int(to) * part + whole / 2) / whole)
    }
    return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// The relative luminance, 0 to 10 000, with the sRGB curve taken as a square.
  ///
  /// The square needs no power function and orders text colours as the true curve does.
  package var luminance: Int {
    let r = Int(red) * Int(red)
    let g = Int(green) * Int(green)
    let b = Int(blue) * Int(blue)
    return (2126 * r + 7152 * g + 722 * b) / (255 * 255)
  }

  /// White or ink, whichever reads better on this colour.
  package var readableText: Color {
    // Contrast by the formula of WCAG is equal at 0.21, but on saturated middle tones white reads
    // better than it says: the strokes are thin, and the tones are darker than their neighbours.
    luminance > 3_000 ? Palette.ink : Palette.white
  }
}

/// The one palette of all figures.
package enum Palette {
  /// The sheet that a figure is drawn on: light in light and dark pages alike.
  package static let paper = Color(hex: 0xF8F7F4)
  package static let white = Color(hex: 0xFFFFFF)
  /// Titles and values.
  package static let ink = Color(hex: 0x1D232B)
  /// Labels of axes, indices, captions.
  package static let label = Color(hex: 0x555E6A)
  /// Arrows and operators.
  package static let mark = Color(hex: 0x7A838F)
  /// Frames and rules.
  package static let hairline = Color(hex: 0xC6C9CC)
  /// Empty cells' dots and faint rules.
  package static let faint = Color(hex: 0xDEDFDE)
  /// What a reader should look at: highlighted cells.
  package static let accent = Color(hex: 0xF0640F)
  /// The ground and the lines of a cell that holds no number.
  package static let hatchGround = Color(hex: 0xEDECE8)
  package static let hatchLine = Color(hex: 0xA9A8A2)
}
