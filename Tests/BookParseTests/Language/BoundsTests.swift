import BookModel
import BookParse
import Testing

@Suite struct BoundsTests {
  private func firstError(_ source: String) -> String? {
    let file = SourceText(path: "test.md", bytes: Array(source.utf8))
    let code = CodeText(text: source, lineOrigins: file.lineStarts.map { file.location(at: $0) })
    let checked = checkProgram(
      [UnitSource(origin: .block(0), code: code)], library: TestLibrary.library, path: "test.md")
    #expect(checked.diagnostics.allSatisfy { $0.span != nil })
    _ = highlight(source)
    return checked.diagnostics.first?.id
  }

  @Test func deepBracketsAreRefusedBeforeTheyAreParsed() {
    #expect(firstError(String(repeating: "[", count: 28)) == "code-too-deep")
    #expect(firstError(String(repeating: "(", count: 100_000)) == "code-too-long")
    #expect(firstError(String(repeating: "(", count: 50_000)) == "code-too-deep")
    #expect(firstError(String(repeating: "{", count: 13)) == "code-too-deep")
    #expect(firstError(String(repeating: #""\("#, count: 5)) == "code-too-deep")
    #expect(firstError(#"let a = "\n"; [[[[[[[[[[[[[["#) == "code-too-deep")
    #expect(firstError(#"let a = #"\("# + "\"#; [[[[[[[[[[[[[[") == "code-too-deep")
  }

  @Test func longChainsAreRefusedBeforeTheyAreParsed() {
    let sum = Array(repeating: "1", count: 10_001)
    #expect(firstError("let a = " + sum.joined(separator: " + ")) == "code-too-complex")
    #expect(firstError("let a = " + sum.joined(separator: "\n  + ")) == "code-too-complex")
    #expect(firstError("let a = " + sum.joined(separator: " +\n  ")) == "code-too-complex")
    #expect(firstError("let a = x" + String(repeating: ".y", count: 5000)) == "code-too-complex")
    #expect(firstError("let a = x" + String(repeating: "\n.y", count: 5000)) == "code-too-complex")
    #expect(firstError("let a = " + String(repeating: "!", count: 5000)) == "code-too-complex")
    #expect(firstError("let a = " + String(repeating: "try ", count: 5000)) == "code-too-complex")
    #expect(firstError(String(repeating: "try\n", count: 5000)) == "code-too-complex")
    #expect(firstError("let a: Int" + String(repeating: "?", count: 5000)) == "code-too-complex")
    #expect(firstError("let a = f" + String(repeating: "()", count: 5000)) == "code-too-complex")
    let chain = Array(repeating: "if true { }", count: 3000).joined(separator: " else ")
    #expect(firstError(chain) == "code-too-complex")
    #expect(firstError(chain.replacing(" else ", with: "\nelse\n")) == "code-too-complex")
    #expect(firstError(String(repeating: "a ? b : ", count: 3000)) == "code-too-complex")
  }

  @Test func quotesAndSlashesHideNothing() {
    #expect(firstError(String(repeating: "\"", count: 50_000)) != nil)
    #expect(firstError("let a = /\"/ + [[[[[[[[[[[[[[[[[[[[[[[[[[[[ + /\"/") != nil)
    #expect(firstError("let a = #/\"/# + [[[[[[[[[[[[[[[[[[[[[[[[[[[[") == "unsupported-syntax")
    #expect(firstError("let `\"` = [[[[[[[[[[[[[[[[[[[[[[[[[[[[") == "unsupported-syntax")
    #expect(firstError("let a = 1 + 2 + /\"/") == "unsupported-syntax")
    #expect(firstError("let a = try? /\"/") == "unsupported-syntax")
    #expect(firstError("let a = 4/2 / 2 +\n(1)/[3][0]! / 1") != "unsupported-syntax")
    #expect(firstError("#if a\n") == "unsupported-syntax")
    #expect(firstError("/* [[[[[[[[[[[[[[[[[[[[[[[[[[[[ */ let a = 1 // [[[[[[[[[[[[[[[[[") == nil)
    #expect(firstError("/*") == "syntax")
    #expect(firstError("let a = \"\"\"\n[[[[[[[[[[[[[[[[[[[\n\"\"\"") == nil)
  }

  @Test func longProgramsOfShortStatementsPass() {
    #expect(firstError(String(repeating: "print(1)\n", count: 2000)) == nil)
    let rows = Array(repeating: "[1, 2, 3]", count: 500).joined(separator: ",\n")
    #expect(firstError("let a = [\n\(rows)\n]") == nil)
    let deep = String(repeating: "[", count: 12) + "1" + String(repeating: "]", count: 12)
    let all = Array(repeating: deep, count: 100).joined(separator: "\n")
    #expect(firstError(all) == "code-too-complex")
  }

  @Test func searchesEnd() {
    let sum = Array(repeating: "1", count: 150).joined(separator: " + ")
    #expect(firstError("let a = \(sum)") == nil)
    #expect(firstError("let a = \(sum) + 0.5") == nil)
    #expect(firstError("let a = \(sum) + \"x\"") != nil)
    let pairs = Array(repeating: "1 + 0.5", count: 80).joined(separator: ", ")
    #expect(firstError("print(\(pairs))") == nil)
    let groups = Array(repeating: "(1 + 2 * 0.5)", count: 40).joined(separator: " * ")
    #expect(firstError("let a: Float = \(groups)") == nil)
  }
}
