import DeconvLessons
import Testing

/// The lines as text, and the value behind them.
private func checkDerivation(
  _ name: String, _ term: Term, decimals: Int = 4, lines: [String], value: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let derivation = try Lessons.derivation(name, term, decimals: decimals)
  let found = derivation.lines.map {
    [$0.left, $0.relation, $0.right].filter { !$0.isEmpty }.joined(separator: " ")
  }
  #expect(found == lines, sourceLocation: sourceLocation)
  #expect(derivation.value == value, sourceLocation: sourceLocation)
}

private func expectError(
  _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(LessonError) -> Derivation
) {
  do {
    let derivation = try body()
    Issue.record("no error: \(derivation.lines)", sourceLocation: sourceLocation)
  } catch {
    #expect(error.description == message, sourceLocation: sourceLocation)
  }
}

@Suite struct DerivationTests {
  let i = symbol("i", 4)
  let k = symbol("k", 3)
  let s = symbol("s", 2)
  let p = symbol("p", 1)
  let d = symbol("d", 1)

  @Test func forwardSizeReadsAsATeacherWritesIt() throws {
    try checkDerivation(
      "o", floor((i + 2 * p - k) / s) + 1,
      lines: [
        "o = \\left\\lfloor \\frac{i + 2p - k}{s} \\right\\rfloor + 1",
        "= \\left\\lfloor \\frac{4 + 2 \\cdot 1 - 3}{2} \\right\\rfloor + 1",
        "= \\left\\lfloor \\frac{3}{2} \\right\\rfloor + 1",
        "= 1 + 1",
        "= 2",
      ], value: 2)
  }

  @Test func transposedSizeFoldsLevelByLevel() throws {
    try checkDerivation(
      "o", (i - 1) * s - 2 * p + d * (k - 1) + 1,
      lines: [
        "o = (i - 1)s - 2p + d(k - 1) + 1",
        "= (4 - 1) \\cdot 2 - 2 \\cdot 1 + 1 \\cdot (3 - 1) + 1",
        "= 3 \\cdot 2 - 2 + 1 \\cdot 2 + 1",
        "= 6 - 2 + 2 + 1",
        "= 7",
      ], value: 7)
  }

  @Test func ceilingRoundsUpAndWholeQuotientsStay() throws {
    try checkDerivation(
      "m", ceil(k / s),
      lines: [
        "m = \\left\\lceil \\frac{k}{s} \\right\\rceil",
        "= \\left\\lceil \\frac{3}{2} \\right\\rceil", "= 2",
      ], value: 2)
    try checkDerivation(
      "m", ceil(k / 3),
      lines: [
        "m = \\left\\lceil \\frac{k}{3} \\right\\rceil",
        "= \\left\\lceil \\frac{3}{3} \\right\\rceil", "= 1",
      ], value: 1)
  }

  @Test func roundingOfNegativeFractionsIsMathematical() throws {
    #expect(try Lessons.derivation("a", floor(Term(-3) / 2), decimals: 4).value == -2)
    #expect(try Lessons.derivation("a", ceil(Term(-3) / 2), decimals: 4).value == -1)
    #expect(try Lessons.derivation("a", floor(Term(3) / Term(-2)), decimals: 4).value == -2)
    #expect(try Lessons.derivation("a", floor(Term(-2.5)), decimals: 4).value == -3)
  }

  @Test func fractionsAreExactAndInLowestTerms() throws {
    try checkDerivation(
      "q", symbol("a", 1) / 6 + symbol("b", 1) / 3,
      lines: [
        "q = \\frac{a}{6} + \\frac{b}{3}", "= \\frac{1}{6} + \\frac{1}{3}", "= \\frac{1}{2}",
      ], value: 0.5)
    try checkDerivation(
      "q", symbol("a", 2) / -4, lines: ["q = \\frac{a}{-4}", "= \\frac{2}{-4}", "= -\\frac{1}{2}"],
      value: -0.5)
  }

  @Test func negativeNumbersStandInParentheses() throws {
    try checkDerivation(
      "z", -symbol("a", -2) - (3 - i) * symbol("\\alpha", 5) * k,
      lines: [
        "z = -a - (3 - i)\\alpha k",
        "= -(-2) - (3 - 4) \\cdot 5 \\cdot 3",
        "= 2 - (-1) \\cdot 5 \\cdot 3",
        "= 17",
      ], value: 17)
  }

  @Test func differencesInsideDifferencesKeepTheirParentheses() throws {
    try checkDerivation(
      "z", i - (k - s), lines: ["z = i - (k - s)", "= 4 - (3 - 2)", "= 4 - 1", "= 3"], value: 3)
  }

  @Test func roundedDecimalsStandBehindAnApproximateSign() throws {
    try checkDerivation(
      "r", 1.0 / symbol("n", 3) + symbol("x", 0.5), decimals: 2,
      lines: [
        "r = \\frac{1}{n} + x", "= \\frac{1}{3} + 0.5", "\\approx 0.83",
      ], value: 1.0 / 3 + 0.5)
    try checkDerivation(
      "r", symbol("x", 0.25) * 2, lines: ["r = x \\cdot 2", "= 0.25 \\cdot 2", "= 0.5"], value: 0.5)
  }

  @Test func aSingleNumberIsOneLine() throws {
    try checkDerivation("n", 7, lines: ["n = 7"], value: 7)
  }

  @Test func sumOfManyTermsIsFlat() throws {
    try checkDerivation(
      "y", sum([i, k * s, -p]),
      lines: ["y = i + ks + (-p)", "= 4 + 3 \\cdot 2 + (-1)", "= 4 + 6 + (-1)", "= 9"],
      value: 9)
    try checkDerivation("y", sum([]), lines: ["y = 0"], value: 0)
  }

  @Test func dotWritesTheProductsOfAWindow() throws {
    let window: Tensor = [[3, 3], [0, -1]]
    let kernel: Tensor = [[0, 1], [2, 0.5]]
    try checkDerivation(
      "y_{0,0}", try Lessons.dot(window, kernel),
      lines: [
        "y_{0,0} = 3 \\cdot 0 + 3 \\cdot 1 + 0 \\cdot 2 + (-1) \\cdot 0.5",
        "= 0 + 3 + 0 + (-0.5)",
        "= 2.5",
      ], value: 2.5)
  }

  @Test func mistakesAreSentences() {
    expectError(
      "derivation: a step divides by zero; put in numbers that leave no zero below the bar"
    ) { () throws(LessonError) in
      try Lessons.derivation("o", i / (s - 2), decimals: 4)
    }
    let overflow =
      "derivation: a number is not finite or too large to compute exactly; put in smaller numbers"
    expectError(overflow) { () throws(LessonError) in
      try Lessons.derivation("o", Term(Int.max) + 1, decimals: 4)
    }
    expectError(overflow) { () throws(LessonError) in
      try Lessons.derivation("o", -Term(Int.min), decimals: 4)
    }
    expectError(overflow) { () throws(LessonError) in
      try Lessons.derivation("o", 1 / Term(Int.min), decimals: 4)
    }
    expectError(overflow) { () throws(LessonError) in
      try Lessons.derivation("o", Term(Double.nan), decimals: 4)
    }
    expectError(overflow) { () throws(LessonError) in
      try Lessons.derivation("o", Term(1e300) * Term(1e300), decimals: 4)
    }
    expectError("derivation: `decimals` must be 0 to 17, found 18") { () throws(LessonError) in
      try Lessons.derivation("o", 1, decimals: 18)
    }
    expectError("dot: the shapes must be equal, found [1, 2] and [2, 1]") {
      () throws(LessonError) in
      try Lessons.derivation("o", try Lessons.dot([[1, 2]], [[1], [2]]), decimals: 4)
    }
  }

  @Test(arguments: ["", "a}", "{a", "a & b", "a \\\\ b", "$x$", "a\n", "x\\"])
  func namesThatWouldBreakTheDisplayAreRefused(name: String) {
    let message =
      "derivation: `symbol` must be a name in TeX, such as k_h or \\alpha, found \"\(name)\""
    expectError(message) { () throws(LessonError) in
      try Lessons.derivation(name, 1, decimals: 4)
    }
    expectError(message) { () throws(LessonError) in
      try Lessons.derivation("o", symbol(name, 1) + 1, decimals: 4)
    }
  }

  @Test func growingWithoutEndIsAnErrorNotACrash() {
    var term = i
    for _ in 0..<100_000 { term = floor(-term) }
    var doubling = i
    for _ in 0..<200 { doubling = doubling + doubling }
    for large in [term, doubling, sum(Array(repeating: i, count: 600))] {
      expectError(
        "derivation: more than 1000 parts of the formula; compute a smaller case"
      ) { () throws(LessonError) in
        try Lessons.derivation("o", large, decimals: 4)
      }
    }
  }
}
