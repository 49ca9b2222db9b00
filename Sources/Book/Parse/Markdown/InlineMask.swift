/// A part of a text that is not CommonMark, or that must be found at its exact place: it stands as
/// one letter in what cmark reads, and comes back from it as itself.
struct InlineMask {
  enum Kind {
    /// `$…$`, with the range of the TeX.
    case math(Range<Int>)
    /// `$$…$$`, with the range of the TeX and that of the label in `{#eq-…}`.
    case display(Range<Int>, label: Range<Int>?)
    /// A code span with an expression, with what is recorded of it.
    case value(code: Range<Int>, recorded: Range<Int>?)
    /// `@fig-name`, with the range of the label.
    case reference(Range<Int>)
    /// `[@key; @other]`, with the ranges of the keys.
    case citation([Range<Int>])
    /// `[^name]`, with the range of the name.
    case footnote(Range<Int>)
    /// A character that the masks themselves are written with.
    case character
  }

  var kind: Kind
  var range: Range<Int>

  /// What stands for a mask in the text that cmark reads: a letter to cmark, as far as emphasis is
  /// concerned, and one that no chapter needs. (U+E000, in private use.)
  static let placeholder: [UInt8] = [0xEE, 0x80, 0x80]
}

/// Something wrong inside a text, at a range of it.
struct InlineProblem {
  var id: String
  var message: String
  var hint: String?
  var range: Range<Int>
}

/// The prefixes of labels that can be referred to.
let referencePrefixes = ["fig-", "tbl-", "lst-", "eq-", "sec-"]

extension InlineMask {
  /// The same mask in a text that begins elsewhere.
  func shifted(by distance: Int) -> InlineMask {
    func move(_ range: Range<Int>) -> Range<Int> {
      range.lowerBound + distance..<range.upperBound + distance
    }
    let moved: Kind =
      switch kind {
      case .math(let tex): .math(move(tex))
      case .display(let tex, let label): .display(move(tex), label: label.map(move))
      case .value(let code, let recorded): .value(code: move(code), recorded: recorded.map(move))
      case .reference(let label): .reference(move(label))
      case .citation(let keys): .citation(keys.map(move))
      case .footnote(let name): .footnote(move(name))
      case .character: .character
      }
    return InlineMask(kind: moved, range: move(range))
  }
}
