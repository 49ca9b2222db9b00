import BookModel
import BookParse
import Testing

@Suite struct MessageTests {
  @Test func numbersAreNotConvertedByThemselves() {
    check(
      "let n = 2; let x = 2.5; let y = ❶n * x",
      expects: [
        """
        ❶ operator `*` cannot be applied to operands of type `Int` and `Double`
        `Int` never becomes `Double` by itself: write `Double(n)`
        """
      ])
    check(
      "let a: Int = ❶2.5",
      expects: [
        """
        ❶ cannot convert value of type `Double` to specified type `Int`
        write `Int(x)`, which drops the fraction
        """
      ])
    check(
      #"print(❶1 + "b")"#,
      expects: [
        #"""
        ❶ operator `+` cannot be applied to operands of type `Int` and `String`
        put the value into the string: `"\(x)"`
        """#
      ])
    check("let a = ❶9223372036854775808", expects: ["❶ this number does not fit into `Int`"])
  }

  @Test func elementsOfLiteralsArePointedAt() {
    check(
      #"let a = [1, ❶"a"]"#,
      expects: [
        "❶ cannot convert value of type `String` to element type `Int`"
      ])
    check(
      "let a: [Int] = [1, ❶2.5]",
      expects: [
        "❶ cannot convert value of type `Double` to element type `Int`"
      ])
    check(
      "let x: Float = 2; let t: Tensor = [1, ❶x]",
      expects: [
        """
        ❶ a literal of type `Tensor` holds number literals only
        write `Tensor([…])` to make one from computed values
        """
      ])
  }

  @Test func callsSayWhatTheDeclarationIs() {
    check(
      "let t = Tensor.zeros(1); let y = conv2d(t, t, ❶strde: 2)",
      expects: [
        "❶ `conv2d` has no parameter labelled `strde`; did you mean `stride`?"
      ])
    check(
      "let t = Tensor.zeros(1); let y = conv2d(t, t, padding: 1, ❶stride: 2)",
      expects: [
        "❶ `stride:` stands in the wrong place in the call of `conv2d`"
      ])
    check(
      "let t = Tensor.zeros(1); let y = conv2d(t, t, ❶2)",
      expects: [
        "❶ `conv2d` takes no further argument here"
      ])
    check(
      "let y = ❶relu()",
      expects: [
        """
        ❶ missing argument for parameter `x` of `relu`
        it is declared as `func relu(_ x: Tensor) -> Tensor`
        """
      ])
    check(
      "let t = Tensor.zeros(1); let y = ❶conv2d(t, t, stride: 1.5)",
      expects: [
        """
        ❶ `Double` does not conform to `PerAxis`, which is required here
        these do: `Int`, `[Int]`
        """
      ])
    check(
      #"let y = relu(❶"a")"#,
      expects: [
        "❶ cannot convert value of type `String` to expected argument type `Tensor`"
      ])
  }

  @Test func membersAreSuggested() {
    check(
      "let t = Tensor.zeros(1); let s = t.❶shap",
      expects: [
        "❶ `Tensor` has no member `shap`\ndid you mean `shape`?"
      ])
    check(
      "let t = upsample(Tensor.zeros(1), scale: 2, mode: .❶neerest)",
      expects: [
        "❶ `Mode` has no member `neerest`\ndid you mean `nearest`?"
      ])
    check(
      "let t = Tensor.❶zeroes(2)",
      expects: [
        "❶ type `Tensor` has no member `zeroes`\ndid you mean `zeros`?"
      ])
    check("let a = [1].❶count()", expects: ["❶ `count` of `[Int]` is a property: it is not called"])
    check(
      "let a = [1].first.❶description",
      expects: [
        """
        ❶ the value is optional: `Int?` has no member `description`
        write `?.description`, or unwrap it with `!` or `if let`
        """
      ])
  }

  @Test func whatCannotBeToldIsAskedFor() {
    check("let a = ❶[]", expects: ["❶ the type of this cannot be told here\nwrite the type"])
    check(
      "let f = { ❶x in x }",
      expects: [
        "❶ the type of the closure's parameter `x` is not known here"
      ])
    check("let f = .❶nearest", expects: ["❶ the type of `nearest` cannot be told here"])
  }

  @Test func mistakesDoNotCascade() {
    check(
      """
      let a = ❶foo(1)
      let b = a + 1
      print(b.count, ❷bar)
      let t = Tensor.zeros(a)
      for x in b { print(x + a) }
      """,
      expects: ["❶ cannot find `foo` in scope", "❷ cannot find `bar` in scope"])
  }

  @Test(arguments: [
    ("❶class A { }", "classes are"), ("❶struct A { }", "structures are"),
    ("❶import Foundation", "imports are"), ("❶do { print(1) }", "`do` and `catch` are"),
    ("let a = ❶[1: 2]", "dictionaries are"), (#"let a = ❶\Int.max"#, "key paths are"),
    ("func f(_ a: ❶inout Int) { }", "`inout` is"), ("❶defer { print(1) }", "`defer` is"),
    ("let a = ❶1 as Double", "casts with `as` are"), ("❶lazy var a = 1", "`lazy` is"),
    ("❶@MainActor func f() { }", "attributes are"),
    ("func f❶<T>(_ a: T) { }", "generic functions are"),
    ("let a = ❶await f()", "concurrency is"), ("❶exit(1)", "`exit` is"),
    ("func f(_ a: Int ❶= 1) { }", "default values of parameters are"),
  ])
  func whatIsOutsideTheLanguageIsRefusedByName(source: String, what: String) {
    check(source, expects: ["❶ \(what) not part of the chapter language"])
  }

  @Test func syntaxErrorsHaveTheirPlace() {
    check("let a = (1 + 2❶", expects: ["❶ expected ')' to end tuple"])
    check("let a = 1 +❶", expects: ["❶ expected expression after operator"])
  }

  @Test func placesAreThoseOfTheFile() {
    let code = CodeText(
      text: "let a = 1\nlet b = c",
      lineOrigins: [
        .init(offset: 102, line: 7, column: 3), .init(offset: 114, line: 8, column: 3),
      ])
    let checked = checkProgram(
      [UnitSource(origin: .block(0), code: code)], library: TestLibrary.library, path: "test.md")
    let start = checked.diagnostics.first?.span?.start
    #expect(start == .init(offset: 122, line: 8, column: 11))
  }
}
