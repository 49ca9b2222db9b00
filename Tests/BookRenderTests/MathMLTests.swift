import BookModel
import Testing

@testable import BookRender

@Suite struct MathMLTests {
  /// The MathML between the outer tags.
  private func inner(_ tex: String, isDisplay: Bool = false) -> String {
    let (node, problems) = mathML(tex, isDisplay: isDisplay)
    guard problems.isEmpty, case .math(.math, _, let children) = node else {
      return "problems: \(problems.map(\.message))"
    }
    return HTMLFormatter.text(children)
  }

  @Test func aFormulaCarriesItsTeX() {
    #expect(
      HTMLFormatter.text([mathML("a<b", isDisplay: false).node])
        == "<math alttext=\"a&lt;b\"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>")
    #expect(
      HTMLFormatter.text([mathML("x", isDisplay: true).node])
        == "<math display=\"block\" alttext=\"x\"><mi>x</mi></math>")
  }

  @Test(arguments: [
    ("x", "<mi>x</mi>"),
    ("12.5", "<mn>12.5</mn>"),
    ("1.", "<mn>1</mn><mo lspace=\"0\" rspace=\"0\">.</mo>"),
    ("a - b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
    ("-b", "<mo form=\"prefix\">−</mo><mi>b</mi>"),
    ("a = -b", "<mi>a</mi><mo>=</mo><mo form=\"prefix\">−</mo><mi>b</mi>"),
    ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
    ("x^10", "<msup><mi>x</mi><mn>1</mn></msup><mn>0</mn>"),
    ("x_i^{10}", "<msubsup><mi>x</mi><mi>i</mi><mn>10</mn></msubsup>"),
    ("x'", "<msup><mi>x</mi><mo>′</mo></msup>"),
    ("x''^2", "<msup><mi>x</mi><mrow><mo>″</mo><mn>2</mn></mrow></msup>"),
    ("C^\\top", "<msup><mi>C</mi><mi>⊤</mi></msup>"),
    ("^\\top", "<msup><mrow></mrow><mi>⊤</mi></msup>"),
    ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    (
      "\\dfrac{a}{b}",
      "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>"
    ),
    ("\\sqrt{x}", "<msqrt><mi>x</mi></msqrt>"),
    ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    (
      "\\left\\lfloor x \\right\\rfloor",
      "<mrow><mo form=\"prefix\" stretchy=\"true\">⌊</mo><mi>x</mi>"
        + "<mo form=\"postfix\" stretchy=\"true\">⌋</mo></mrow>"
    ),
    (
      "\\left. x \\right|",
      "<mrow><mi>x</mi><mo form=\"postfix\" stretchy=\"true\">|</mo></mrow>"
    ),
    (
      "\\lceil x \\rceil",
      "<mo form=\"prefix\" stretchy=\"false\">⌈</mo><mi>x</mi>"
        + "<mo form=\"postfix\" stretchy=\"false\">⌉</mo>"
    ),
    ("\\mathbf{x}", "<mi>𝐱</mi>"),
    ("\\mathbb{R}\\mathcal{L}", "<mi>ℝ</mi><mi>ℒ</mi>"),
    ("\\boldsymbol{\\alpha}", "<mi>𝜶</mi>"),
    ("\\mathrm{d}", "<mi mathvariant=\"normal\">d</mi>"),
    ("\\mathrm{MSE}", "<mi>MSE</mi>"),
    ("\\mathsf{A1}", "<mi>𝖠𝟣</mi>"),
    (
      "\\alpha\\Gamma\\nabla",
      "<mi>α</mi><mi mathvariant=\"normal\">Γ</mi><mi mathvariant=\"normal\">∇</mi>"
    ),
    ("\\hat{y}", "<mover accent=\"true\"><mi>y</mi><mo stretchy=\"false\">^</mo></mover>"),
    (
      "\\overline{ab}",
      "<mover accent=\"true\"><mrow><mi>a</mi><mi>b</mi></mrow><mo stretchy=\"true\">‾</mo></mover>"
    ),
    (
      "\\underbrace{x}_{n}",
      "<munder><munder accentunder=\"true\"><mi>x</mi><mo stretchy=\"true\">⏟</mo></munder><mi>n</mi></munder>"
    ),
    ("a \\text{ if } b", "<mi>a</mi><mtext>\u{A0}if\u{A0}</mtext><mi>b</mi>"),
    (
      "2\\log x",
      "<mn>2</mn><mspace width=\"0.1667em\"></mspace><mi>log</mi><mo>\u{2061}</mo>"
        + "<mspace width=\"0.1667em\"></mspace><mi>x</mi>"
    ),
    (
      "\\sin(x)",
      "<mi>sin</mi><mo>\u{2061}</mo><mo form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi><mo form=\"postfix\" stretchy=\"false\">)</mo>"
    ),
    (
      "\\operatorname{rank} C",
      "<mi>rank</mi><mo>\u{2061}</mo><mspace width=\"0.1667em\"></mspace><mi>C</mi>"
    ),
    ("a \\bmod b", "<mi>a</mi><mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo><mi>b</mi>"),
    (
      "a\\,b\\!c\\quad d",
      "<mi>a</mi><mspace width=\"0.1667em\"></mspace><mi>b</mi><mspace width=\"-0.1667em\"></mspace><mi>c</mi><mspace width=\"1em\"></mspace><mi>d</mi>"
    ),
    ("\\not=", "<mo>≠</mo>"),
    (
      "\\{a\\}",
      "<mo form=\"prefix\" stretchy=\"false\">{</mo><mi>a</mi><mo form=\"postfix\" stretchy=\"false\">}</mo>"
    ),
    ("\\big(", "<mo form=\"prefix\" stretchy=\"true\" minsize=\"1.2em\" maxsize=\"1.2em\">(</mo>"),
  ])
  func textStyle(tex: String, html: String) {
    #expect(inner(tex) == html)
  }

  @Test func limitsStandBelowInADisplayAndBesideInALine() {
    #expect(
      inner("\\sum_{i}^n", isDisplay: true)
        == "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>")
    #expect(inner("\\sum_{i}^n") == "<msubsup><mo>∑</mo><mi>i</mi><mi>n</mi></msubsup>")
    #expect(
      inner("\\sum\\limits_i") == "<munder><mo>∑</mo><mi>i</mi></munder>")
    #expect(
      inner("\\int_a^b", isDisplay: true) == "<msubsup><mo>∫</mo><mi>a</mi><mi>b</mi></msubsup>")
    #expect(
      inner("\\frac{\\sum_i x}{2}", isDisplay: true)
        == "<mfrac><mrow><msub><mo>∑</mo><mi>i</mi></msub><mi>x</mi></mrow><mn>2</mn></mfrac>")
    #expect(
      inner("x^{\\sum_i}", isDisplay: true)
        == "<msup><mi>x</mi><msub><mo>∑</mo><mi>i</mi></msub></msup>")
    #expect(
      inner("\\max_i", isDisplay: true)
        == "<munder><mi>max</mi><mi>i</mi></munder><mo>\u{2061}</mo>")
  }

  @Test func matricesAreTablesWithDrawnBrackets() {
    #expect(
      inner("\\begin{bmatrix} 1 & 2 \\\\ 3 & -4 \\end{bmatrix}")
        == "<mtable class=\"matrix bracket\"><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
        + "<mtr><mtd><mn>3</mn></mtd><mtd><mo form=\"prefix\">−</mo><mn>4</mn></mtd></mtr></mtable>"
    )
    #expect(
      inner("\\begin{pmatrix} a \\\\ b \\\\ \\end{pmatrix}^\\top")
        == "<msup><mtable class=\"matrix paren\"><mtr><mtd><mi>a</mi></mtd></mtr>"
        + "<mtr><mtd><mi>b</mi></mtd></mtr></mtable><mi>⊤</mi></msup>")
    #expect(
      inner("\\begin{array}{r|c} a & b \\\\ \\hline c & d \\end{array}")
        == "<mtable class=\"matrix\"><mtr><mtd class=\"right\"><mi>a</mi></mtd>"
        + "<mtd class=\"ruled\"><mi>b</mi></mtd></mtr><mtr class=\"ruled\">"
        + "<mtd class=\"right\"><mi>c</mi></mtd><mtd class=\"ruled\"><mi>d</mi></mtd></mtr></mtable>"
    )
  }

  @Test func casesAndAlignedDisplays() {
    #expect(
      inner("\\begin{cases} 1 & x \\end{cases}")
        == "<mrow><mo form=\"prefix\" stretchy=\"true\">{</mo><mtable class=\"cases\"><mtr>"
        + "<mtd class=\"left\"><mn>1</mn></mtd><mtd class=\"left\"><mi>x</mi></mtd></mtr></mtable></mrow>"
    )
    #expect(
      inner("\\begin{aligned} a &= b \\end{aligned}")
        == "<mtable class=\"aligned\" displaystyle=\"true\"><mtr><mtd class=\"right\"><mi>a</mi></mtd>"
        + "<mtd class=\"left\"><mo>=</mo><mi>b</mi></mtd></mtr></mtable>")
  }

  @Test func aDerivationAlignsItsRelations() {
    let derivation = DerivationArtifact(lines: [
      .init(left: "o", relation: "=", right: "i + 1"), .init(left: "", relation: "=", right: "5"),
    ])
    let (node, problems) = mathML(derivation)
    #expect(problems.isEmpty)
    #expect(
      HTMLFormatter.text([node])
        == "<math display=\"block\" alttext=\"o = i + 1 \\\\  = 5\">"
        + "<mtable class=\"aligned derivation\" displaystyle=\"true\"><mtr>"
        + "<mtd class=\"right\"><mi>o</mi></mtd><mtd class=\"relation\"><mo>=</mo></mtd>"
        + "<mtd class=\"left\"><mi>i</mi><mo>+</mo><mn>1</mn></mtd></mtr><mtr>"
        + "<mtd class=\"right\"></mtd><mtd class=\"relation\"><mo>=</mo></mtd>"
        + "<mtd class=\"left\"><mn>5</mn></mtd></mtr></mtable></math>")
  }

  /// The place of the problem is marked by `❶` in the TeX.
  @Test(
    arguments: [
      ("a + ❶\\fraq{1}{2}", "unknown TeX command \\fraq", "did you mean \\frac?"),
      ("❶\\xyzzyplugh", "unknown TeX command \\xyzzyplugh", nil),
      (
        "x ❶\\tag{1}", "unknown TeX command \\tag",
        "number an equation with {#eq-name} behind its closing $$"
      ),
      (
        "a ❶& b", "& stands outside of a matrix or an aligned display",
        "write \\& for the sign itself"
      ),
      (
        "a ❶\\\\ b", "\\\\ stands outside of a matrix or an aligned display",
        "put the lines between \\begin{aligned} and \\end{aligned}"
      ),
      ("❶{a", "this { is never closed", nil),
      ("a❶}", "this } closes no {", nil),
      ("❶\\left( a", "this \\left has no \\right", nil),
      ("a ❶\\right)", "this \\right has no \\left", nil),
      ("\\left ❶a b", "\\left needs a bracket, a bar or a point, but a follows", nil),
      ("❶\\begin{bmatrix} a", "this \\begin{bmatrix} has no \\end{bmatrix}", nil),
      (
        "\\begin{❶bmatrx} a \\end{bmatrx}", "unknown TeX environment bmatrx",
        "did you mean bmatrix?"
      ),
      ("\\begin{bmatrix} a \\end{❶pmatrix}", "\\begin{bmatrix} is ended by \\end{pmatrix}", nil),
      ("a❶\\end{bmatrix}", "this \\end has no \\begin", nil),
      ("x^2❶^3", "a second superscript on the same base", "put what belongs together in braces"),
      ("\\frac{a}❶", "\\frac needs an argument, but the end of the formula follows", nil),
      ("x^❶", "a script needs an argument, but the end of the formula follows", nil),
      ("50❶%", "% has no meaning inside a formula", "write \\% for the sign itself"),
      ("ü + ❶\\alhpa", "unknown TeX command \\alhpa", "did you mean \\alpha?"),
      (
        "\\text{❶a \\alpha}", "\\text takes plain text, and a command stands in it",
        "end the text before the command"
      ),
    ] as [(String, String, String?)])
  func problemsHaveTheirPlace(marked: String, message: String, hint: String?) throws {
    let parts = marked.split(separator: "❶", omittingEmptySubsequences: false)
    let problem = try #require(mathML(parts.joined(), isDisplay: false).problems.first)
    #expect(problem.message == message)
    #expect(problem.range.lowerBound == parts[0].utf8.count)
    #expect(problem.hint == hint)
  }

  @Test func severalUnknownCommandsAreAllReported() {
    let problems = mathML("\\foozle + \\barzle", isDisplay: false).problems
    #expect(problems.map(\.range) == [0..<7, 10..<17])
  }

  @Test func depthAndSizeAreBounded() {
    let deep = String(repeating: "{", count: 100_000)
    #expect(
      mathML(deep, isDisplay: false).problems.map(\.message) == [
        "the formula has 100000 bytes; a formula may have 20000"
      ])
    let nested = String(repeating: "\\sqrt{", count: 60) + "x" + String(repeating: "}", count: 60)
    #expect(
      mathML(nested, isDisplay: false).problems.map(\.message) == [
        "the formula is nested more than 40 levels deep"
      ])
    for prefix in [
      "\\frac", "\\sqrt", "\\hat", "\\mathbf", "x^", "\\left(", "\\begin{matrix}", "\\not",
    ] {
      let tex = String(repeating: prefix, count: 1_200)
      #expect(mathML(tex, isDisplay: false).problems.count >= 1, "\(prefix)")
    }
    let long = String(repeating: "a+", count: 6_000)
    #expect(
      mathML(long, isDisplay: false).problems.map(\.message) == [
        "the formula has more than 5000 parts"
      ])
  }

  @Test func everyKnownSignIsWritten() {
    for name in TeXVocabulary.symbols.keys.sorted() + TeXVocabulary.functions.keys.sorted() {
      #expect(mathML("\\\(name) x", isDisplay: true).problems.isEmpty, "\(name)")
    }
    for name in TeXVocabulary.environments {
      let columns = name == "array" ? "{lr}" : ""
      let tex = "\\begin{\(name)}\(columns) a & b \\\\ c & d \\end{\(name)}"
      #expect(mathML(tex, isDisplay: true).problems.isEmpty, "\(name)")
    }
  }
}
