/// The alphabets of mathematics.
///
/// Browsers ignore `mathvariant`, so a bold or double-struck letter
/// is written as its own character.
enum MathAlphabet: Equatable {
  case upright, italic, bold, boldItalic, doubleStruck, script, sansSerif, monospace, fraktur

  /// The letter or digit in this alphabet; itself where the alphabet does not have it.
  func mapped(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let exception = exceptions[scalar] { return exception }
    let value = scalar.value
    let base: UInt32?
    switch scalar {
    case "A"..."Z": base = latinStart.map { $0 + value - 0x41 }
    case "a"..."z": base = latinStart.map { $0 + 26 + value - 0x61 }
    case "0"..."9": base = digitStart.map { $0 + value - 0x30 }
    case "Α"..."Ω": base = greekStart.map { $0 + value - 0x391 }
    case "α"..."ω": base = greekStart.map { $0 + 26 + value - 0x3B1 }
    default: base = nil
    }
    return base.flatMap(Unicode.Scalar.init) ?? scalar
  }

  func mapped(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.map(mapped))
    return String(view)
  }

  private var latinStart: UInt32? {
    switch self {
    case .upright: nil
    case .italic: 0x1D434
    case .bold: 0x1D400
    case .boldItalic: 0x1D468
    case .doubleStruck: 0x1D538
    case .script: 0x1D49C
    case .sansSerif: 0x1D5A0
    case .monospace: 0x1D670
    case .fraktur: 0x1D504
    }
  }

  private var digitStart: UInt32? {
    switch self {
    case .bold, .boldItalic: 0x1D7CE
    case .doubleStruck: 0x1D7D8
    case .sansSerif: 0x1D7E2
    case .monospace: 0x1D7F6
    default: nil
    }
  }

  private var greekStart: UInt32? {
    switch self {
    case .italic: 0x1D6E2
    case .bold: 0x1D6A8
    case .boldItalic: 0x1D71C
    default: nil
    }
  }

  /// Letters that Unicode had before it had their alphabet.
  private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
    switch self {
    case .italic: ["h": "ℎ"]
    case .doubleStruck:
      ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
    case .script:
      [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
        "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ]
    case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
    default: [:]
    }
  }
}
