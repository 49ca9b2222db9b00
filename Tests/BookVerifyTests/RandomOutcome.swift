import BookModel

/// SplitMix64: random outcomes that are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Outcomes of all kinds, made of what is hard to write down.
struct RandomOutcome {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  private static let pieces = [
    "a", "B", "7", "-", "`", "```", "|", "\\", "\n", "\r", "\r\n", "-->", "<!-- deconv:error -->",
    "<!-- deconv:end sha256=0 -->", "<!-- deconv:result x -->", "é", "e\u{301}", "\u{301}", "\0",
    "\u{7f}", "\u{1b}[1m", " ", "  ", "\t", "$$", "$", "&", "&#32;", "<br>", "_", "*", "[", "](",
    ")", "🙂", "%", "%0A", "\u{2028}", "\u{85}", "\u{feff}", "~~~", "```text", "\\begin{aligned}",
    "\\end{aligned}", "\\\\", " \\\\", "| --- |", "![", "<!--", "--", ">", "#", "=", ",", ";",
  ]

  mutating func text() -> String {
    (0..<Int.random(in: 0...6, using: &generator)).map { _ in
      Self.pieces.randomElement(using: &generator) ?? ""
    }.joined()
  }

  mutating func texts(_ range: ClosedRange<Int>) -> [String] {
    (0..<Int.random(in: range, using: &generator)).map { _ in text() }
  }

  mutating func figure() throws -> FigureArtifact {
    let arrays = (0..<Int.random(in: 0...3, using: &generator)).map { _ in array() }
    return FigureArtifact(
      kind: text(), parameters: texts(0...3).map { .init(name: $0, value: text()) }, data: arrays,
      png: try png(gray: .random(in: 0...255, using: &generator)),
      displayWidth: .random(in: 0...700, using: &generator),
      displayHeight: .random(in: 0...700, using: &generator), alternativeText: text())
  }

  private mutating func array() -> DataArray {
    let types = ["F32": 4, "F64": 8, "I64": 8, "U8": 1].sorted { $0.key < $1.key }
    let (type, size) = types[Int.random(in: 0..<4, using: &generator)]
    let shape = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      Int.random(in: 0...3, using: &generator)
    }
    let count = shape.reduce(size, *)
    return DataArray(
      name: Bool.random(using: &generator) ? "values" : text(), shape: shape, scalarType: type,
      bytes: (0..<count).map { _ in .random(in: 0...255, using: &generator) })
  }

  mutating func explorer() throws -> ExplorerArtifact {
    let sliders = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
      let values = texts(1...3)
      return ExplorerArtifact.Slider(
        name: text(), values: values,
        initial: .random(in: 0..<values.count, using: &generator))
    }
    let count = sliders.reduce(1) { $0 * $1.values.count }
    return ExplorerArtifact(
      sliders: sliders,
      frames: try (0..<count).map { _ in .init(figure: try figure(), note: text()) })
  }

  mutating func artifact() throws -> Artifact {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0...2: .text(text())
    case 3...4: .table(TableArtifact(header: texts(0...3), rows: (0..<2).map { _ in texts(0...3) }))
    case 5...6:
      .derivation(
        DerivationArtifact(
          lines: texts(0...3).map { .init(left: $0, relation: text(), right: text()) }))
    case 7...8: .figure(try figure())
    default: .explorer(try explorer())
    }
  }

  mutating func outcome() throws -> BlockOutcome {
    BlockOutcome(
      artifacts: try (0..<Int.random(in: 1...3, using: &generator)).map { _ in try artifact() },
      errorMessage: Int.random(in: 0..<4, using: &generator) == 0 ? text() : nil)
  }
}
