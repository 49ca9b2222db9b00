/// A small generator of repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Makes Markdown at random out of the pieces that give parsers trouble.
enum RandomMarkdown {
  static let commonMark = [
    "*", "**", "_", "__", "`", "``", "```", "~~~", "[", "](", "](/u", ")", "![", "]", "[a]", "[]",
    "<", ">", "\\", "&amp;", "&copy;", "&nope;", "&#42;", "a", "b c", " ", "  ", "\n", "\n", "\n\n",
    "    ", "\t", "- ", "* ", "1. ", "2) ", "> ", ">", "#", "# ", "## ", "---", "===", "***",
    "[a]: /u\n", "[a]: /u \"t\"\n", "[b\nc]: <v w>\n'x'\n", "<http://x.y>", "<m@x.y>", "é", "'",
    "\"",
    "(", "!", ":", "\\\n", "  \n", "\u{E000}", "-", "+", "\n> ", "\n- ", "\n  ", "\n    ", "\n\t",
    "0", "~", ";", "&", "[a][b", "\r\n", "\r",
  ]

  static let ours = [
    "```swift\n", "```\n", "//| label: fig-a\n", "//| echo: maybe\n", "print(1)\n",
    "<!-- deconv:result fig-a -->\n", "<!-- deconv:end sha256=00 -->\n", "`{swift} x`",
    "`9`<!--{swift} x-->", "<!--", "-->", "<!-- c -->", "$", "$x$", "$$", "$$\nx\n$$", "{#eq-a}",
    "{#sec-a}", "@fig-a", "[@k; @l]", "[@k", "[^n]", "[^n]: ", "| a | b |\n", "|---|:-:|\n", "|",
    "\\|", "> [!NOTE] t\n", "> [!NO]\n", "- [ ] ", "- [x] ", "---\n", "<br>", "<a b='", "~~~~\n",
    "\u{E001}", "javascript:", "//x",
  ]

  static func text(
    of pieces: [String], upTo limit: Int, using generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...limit, using: &generator) {
      bytes += pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8
    }
    return bytes
  }
}
