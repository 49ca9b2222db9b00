import BookModel
import BookParse
import Testing

@Suite struct UnitTests {
  private func checked(_ units: [(ProgramUnit.Origin, String, Bool)]) -> CheckedProgram {
    checkProgram(
      units.map { UnitSource(origin: $0.0, code: MarkedSource($0.1).code, expectsError: $0.2) },
      library: TestLibrary.library, path: "test.md")
  }

  @Test func unitsShareOneScopeInOrder() {
    let result = checked([
      (.block(0), "var n = 1", false), (.value(0), "n + 1", false), (.block(1), "n += 1", false),
      (.value(1), "later", false), (.block(2), "let later = 2", false),
    ])
    #expect(
      result.program.units.map(\.statements.dumped) == [
        "s0 = 1", "show +(s0, 1)", "s0 += 1", "s1 = 2",
      ])
    #expect(result.diagnostics.map(\.message) == ["cannot find `later` in scope"])
  }

  @Test func valuesInProseAreOneReadableExpression() {
    let result = checked([
      (.value(0), "let a = 1", false), (.value(1), "[1].first", false),
      (.value(2), "print(1)", false),
      (.value(3), "1; 2", false), (.value(4), "\"a\" + \"b\"", false), (.value(5), "{ 1 }", false),
    ])
    #expect(
      result.diagnostics.map(\.id) == [
        "not-an-expression", "not-printable", "not-printable", "not-an-expression", "not-printable",
      ])
    #expect(result.program.units.map(\.origin) == [.value(4)])
  }

  @Test func expectedErrorsAreNoDiagnostics() {
    let result = checked([
      (.block(0), "var n = 1", false), (.block(1), "let x: Int = \"a\"", true),
      (.block(2), "let y = n / 0", true), (.block(3), "print(y)", false),
      (.block(4), "n = 2", true), (.block(5), "let z = (1", true),
    ])
    #expect(
      result.expectedErrors[.block(1)]?.message
        == "cannot convert value of type `String` to specified type `Int`")
    #expect(result.expectedErrors[.block(5)]?.id == "syntax")
    #expect(result.program.units.map(\.origin) == [.block(0), .block(2), .block(4)])
    #expect(
      result.diagnostics.map(\.message) == [
        "cannot find `y` in scope",
        "a block that must fail cannot change `n`, which other blocks see",
      ])
  }

  @Test func capturedVariablesAreBoxed() {
    let result = checked([
      (.block(0), "var a = 1; var b = 2; let f = { a += 1 }; b += 1; f()", false)
    ])
    #expect(result.program.frame.isBoxed == [true, false, false])
  }

  @Test func codeIsHighlighted() {
    let code = #"let a = relu(x, scale: 2) // π "s""#
    let found = highlight(code).map { range in
      let text = Array(code.utf8)[range.range]
      return "\(range.highlightClass.rawValue) \(String(decoding: text, as: UTF8.self))"
    }
    #expect(
      found == [
        "keyword let", "call relu", "label scale", "number 2", #"comment // π "s""#,
      ])
    #expect(highlight(String(repeating: "[", count: 100)) == [])
  }

  @Test func declarationsOfTheRegistryAreRead() {
    let (library, diagnostics) = makeLibrary(TestLibrary.declarations)
    #expect(diagnostics.map(\.message) == [])
    #expect(library.signatures.enumerated().allSatisfy { $0.offset == $0.element.id })
    let conv2d = library.signatures.first { $0.name == "conv2d" }
    #expect(
      conv2d?.parameters.map(\.label) == [nil, nil, "bias", "stride", "padding", "outputPadding"])
    #expect(conv2d?.parameters.map { $0.defaultText ?? "" } == ["", "", "nil", "1", "0", "0"])
    #expect(conv2d?.generics.map(\.constraints) == [["PerAxis"], ["PerAxis"], ["PerAxis"]])
    let joined = library.signatures.first { $0.name == "joined" }
    #expect(joined?.owner == .array(.string))
  }

  @Test func brokenDeclarationsAreReportedAndKeepTheirPlace() {
    let (library, diagnostics) = makeLibrary(
      LibraryDeclarations(
        builtins: [
          .init(text: "func a(", documentation: ""),
          .init(text: "func b(_ x: Unknown)", documentation: ""),
          .init(text: "func c() -> Int", documentation: ""),
        ], conformances: ["Missing: P"], types: ["Int"], shownTypes: []))
    #expect(diagnostics.count >= 3)
    #expect(library.signatures.map(\.name) == ["", "", "c"])
  }
}
