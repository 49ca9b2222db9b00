import BookModel

extension ChapterRenderer {
  /// The widest figure whose labels a telephone can show by shrinking it; wider ones scroll.
  private static let greatestShrunkWidth = 480

  /// An image of the page, whose file is written with it.
  mutating func image(
    _ figure: FigureArtifact, name: String, alternative: String?, isLazy: Bool = true
  ) -> HTMLNode {
    let path = "figures/\(input.slug)/\(name).png"
    files.append(OutputFile(path: path, bytes: figure.png))
    var attributes: [HTMLAttribute] = [
      .src(PageURL(path: path)), .alt(alternative ?? figure.alternativeText),
      .width(figure.displayWidth), .height(figure.displayHeight),
    ]
    if isLazy { attributes.append(.loading("lazy")) }
    let isWide = figure.displayWidth > Self.greatestShrunkWidth
    return .element(.div, [.class(isWide ? "paper wide" : "paper")], [.void(.img, attributes)])
  }

  static func panel(_ image: HTMLNode, letter: String?) -> HTMLNode {
    var content = [image]
    if let letter { content.append(.element(.p, .class("letter"), text: "(\(letter))")) }
    return .element(.div, [.class("panel")], content)
  }

  /// The letters of the figures of a block: a, b, … z, aa, ab and so on.
  static func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let rest = index / letters.count
    return (rest > 0 ? letter(rest - 1) : "") + String(letters[index % letters.count])
  }

  /// The frame of the first positions, and all frames for the script, inert until one is chosen.
  ///
  /// Every picture and every word was computed when the book was built.
  mutating func render(
    _ explorer: ExplorerArtifact, name: String, block: CodeBlock
  ) -> HTMLNode {
    let combinations = explorer.sliders.reduce(1) { total, slider in
      total.multipliedReportingOverflow(by: slider.values.count).partialValue
    }
    guard combinations == explorer.frames.count,
      explorer.sliders.allSatisfy({ $0.values.indices.contains($0.initial) }),
      explorer.frames.indices.contains(explorer.initialFrame)
    else {
      report(
        "invalid-explorer",
        "the explorer has \(explorer.frames.count) frames for \(combinations) combinations of "
          + "slider positions", at: block.span)
      return .element(.div, [.class("explorer")], [])
    }
    let frames = explorer.frames.enumerated().map { index, frame in
      let path = FigureNames.frame(index, of: explorer, name: name)
      return [
        image(frame.figure, name: path, alternative: nil, isLazy: false),
        HTMLNode.element(.p, .class("note"), text: frame.note),
      ]
    }
    let shown = frames[explorer.initialFrame]
    let positions = explorer.sliders.map { "\($0.name) \($0.values[$0.initial])" }
    let stage = HTMLNode.element(.div, [.class("stage")], [shown[0]])
    let note = HTMLNode.element(
      .p, [.class("note"), .aria(.live, "polite")],
      [.text(explorer.frames[explorer.initialFrame].note)])
    let still = HTMLNode.element(
      .p, .class("still"), text: "Shown for " + Self.list(positions) + ".")
    let controls = HTMLNode.element(
      .div, [.class("controls")], explorer.sliders.map { slider($0) })
    let names = "Explorer: " + Self.list(explorer.sliders.map(\.name))
    return .element(
      .div,
      [
        .class("explorer"), .data(.action, "explore"), .role("group"),
        .aria(.label, block.options.figureAlternative?.value ?? names),
      ],
      [controls, note, stage, still] + frames.map { .element(.template, [], $0) })
  }

  private mutating func slider(_ slider: ExplorerArtifact.Slider) -> HTMLNode {
    sliderCount += 1
    let id = "_slider-\(sliderCount)"
    let value = slider.values[slider.initial]
    let input = HTMLNode.void(
      .input,
      [
        .type("range"), .id(id), .min(0), .max(slider.values.count - 1), .step(1),
        .value(slider.initial), .aria(.valuetext, value),
      ])
    let ticks = HTMLNode.element(
      .ol, [.class(slider.values.count > 9 ? "ticks crowded" : "ticks"), .aria(.hidden, "true")],
      slider.values.map { .element(.li, text: $0) })
    return .element(
      .div, [.class("control")],
      [
        .element(.label, .for(id), text: slider.name),
        // The slider itself says its value; the note says what came of it.
        .element(.output, .for(id), .aria(.live, "off"), text: value),
        .element(.div, [.class("track")], [input, ticks]),
      ])
  }
}

/// The file names of a block's figures: the label, with a number behind it where the block shows
/// several, and the block's place where it has no label.
struct FigureNames {
  private let names: [Int: String]

  init(block: CodeBlock, index: Int, artifacts: [Artifact]) {
    let stem = block.options.label.map { Self.fileName($0.value) } ?? "block-\(index + 1)"
    let drawn = artifacts.indices.filter { artifacts[$0].isShown(as: .figure) }
    var names: [Int: String] = [:]
    for (number, position) in drawn.enumerated() {
      names[position] = drawn.count == 1 ? stem : "\(stem)-\(number + 1)"
    }
    self.names = names
  }

  subscript(position: Int) -> String { names[position] ?? "" }

  /// The name of an explorer's frame; all have as many digits as the last.
  static func frame(_ index: Int, of explorer: ExplorerArtifact, name: String) -> String {
    let digits = "\(max(0, explorer.frames.count - 1))".count
    return "\(name)/" + String(repeating: "0", count: digits - "\(index)".count) + "\(index)"
  }

  /// A label as a file name: what could lead elsewhere is written as `~` and two digits.
  private static func fileName(_ label: String) -> String {
    let digits = Array("0123456789abcdef")
    return label.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        TeXLexer.isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
        || scalar == "_"
      return isPlain
        ? String(Character(scalar)) : "~\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }
}
