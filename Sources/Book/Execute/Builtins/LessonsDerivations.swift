import DeconvLessons

// Formulas computed line by line, tables, and explorers.

extension RegistryPart {
  static let derivationBuiltins = terms + termOperators + derivations

  private static let terms: [Builtin] = [
    .member(
      of: "Term", "init(integerLiteral value: Int)", "A whole number in a formula: `2 * p`."
    ) { (value: Int) in Term(integerLiteral: value) },
    .member(of: "Term", "init(floatLiteral value: Double)", "A decimal number in a formula.") {
      (value: Double) in Term(floatLiteral: value)
    },
    .member(of: "Term", "init(_ value: Int)", "A whole number as a part of a formula.") {
      (value: Int) in Term(value)
    },
    .member(of: "Term", "init(_ value: Double)", "A decimal number as a part of a formula.") {
      (value: Double) in Term(value)
    },
    .member(
      of: "Term", "init(_ value: Float)",
      "A number as a part of a formula, such as an element of a tensor."
    ) { (value: Float) in Term(value) },
    .function(
      "func symbol(_ name: String, _ value: Int) -> Term",
      "A symbol of a formula, its name in TeX, and the whole number that is put in for it."
    ) { (name: String, value: Int) in symbol(name, value) },
    .function(
      "func symbol(_ name: String, _ value: Double) -> Term",
      "A symbol of a formula, its name in TeX, and the decimal number that is put in for it."
    ) { (name: String, value: Double) in symbol(name, value) },
  ]

  private static let termOperators: [Builtin] = [
    .function("func + (a: Term, b: Term) -> Term", "Adds two terms.") { (a: Term, b: Term) in
      a + b
    },
    .function("func - (a: Term, b: Term) -> Term", "Subtracts a term.") { (a: Term, b: Term) in
      a - b
    },
    .function("func * (a: Term, b: Term) -> Term", "Multiplies two terms.") {
      (a: Term, b: Term) in a * b
    },
    .function("func / (a: Term, b: Term) -> Term", "Divides by a term; written as a fraction.") {
      (a: Term, b: Term) in a / b
    },
    .function("prefix func - (a: Term) -> Term", "Changes the sign of a term.") { (a: Term) in
      -a
    },
    .function(
      "func floor(_ term: Term) -> Term",
      "The largest whole number that is not above the term, written ⌊…⌋."
    ) { (term: Term) in floor(term) },
    .function(
      "func ceil(_ term: Term) -> Term",
      "The smallest whole number that is not below the term, written ⌈…⌉."
    ) { (term: Term) in ceil(term) },
    .function(
      "func sum(_ terms: [Term]) -> Term", "The sum of terms, in order; 0 where there is none."
    ) { (terms: [Term]) in sum(terms) },
    .function(
      "func dot(_ a: Tensor, _ b: Tensor) -> Term",
      "The sum of the products of two tensors' elements: what one output of a convolution is."
    ) { (a: Tensor, b: Tensor) in try Lessons.dot(a, b) },
  ]

  private static let derivations: [Builtin] = [
    .function(
      "func derivation(_ name: String, _ term: Term, decimals: Int = 4) -> Derivation",
      """
      Computes a formula line by line: the formula, the numbers put in, each step, the result. \
      Fractions are exact; a line in which a decimal was rounded begins with ≈.
      """
    ) { (name: String, term: Term, decimals: Int) in
      try Lessons.derivation(name, term, decimals: decimals)
    },
    .member(of: "Derivation", "var value: Double", "The result.") { (derivation: Derivation) in
      derivation.value
    },
    .function(
      "func table(_ header: [String], _ rows: [[String]]) -> Table",
      "A table of texts; each row has as many cells as the header."
    ) { (header: [String], rows: [[String]]) in try Lessons.table(header, rows) },
  ]

  static let explorerBuiltins: [Builtin] = [
    .function(
      "func slider(_ name: String, _ range: ClosedRange<Int>, initial: Int) -> ExplorerSlider",
      "A slider of `explore` over whole numbers; `initial` is shown without scripts."
    ) { (name: String, range: ClosedRange<Int>, initial: Int) in
      try Lessons.slider(name, range, initial: initial)
    },
    .function(
      "func frame(_ figure: Figure, _ note: String = \"\") -> ExplorerFrame",
      "A picture of `explore` with a line of text below it."
    ) { (figure: Figure, note: String) in frame(figure, note) },
    .function(
      "func explore(_ slider: ExplorerSlider, _ body: (Int) -> ExplorerFrame) -> Explorer",
      "A figure with a slider: one frame for each position, all computed beforehand."
    ) { (slider: ExplorerSlider, body: Callable) in
      try Lessons.explore([slider]) { try body.frame(at: $0) }
    },
    .function(
      """
      func explore(_ first: ExplorerSlider, _ second: ExplorerSlider, \
      _ body: (Int, Int) -> ExplorerFrame) -> Explorer
      """,
      "A figure with two sliders: one frame for each combination of positions, at most 200."
    ) { (first: ExplorerSlider, second: ExplorerSlider, body: Callable) in
      try Lessons.explore([first, second]) { try body.frame(at: $0) }
    },
    .function(
      """
      func explore(_ first: ExplorerSlider, _ second: ExplorerSlider, _ third: ExplorerSlider, \
      _ body: (Int, Int, Int) -> ExplorerFrame) -> Explorer
      """,
      "A figure with three sliders: one frame for each combination of positions, at most 200."
    ) { (first: ExplorerSlider, second: ExplorerSlider, third: ExplorerSlider, body: Callable) in
      try Lessons.explore([first, second, third]) { try body.frame(at: $0) }
    },
  ]
}

extension Callable {
  /// The frame that the chapter's closure makes of slider positions.
  fileprivate func frame(at positions: [Int]) throws -> ExplorerFrame {
    try ExplorerFrame(value: call(positions.map { .int($0) }))
  }
}
