import Testing

@Suite struct StatementTests {
  @Test func assignmentsChangeVariablesAndTheirParts() {
    #expect(dump("var a = 1; a = 2; a += 3") == "s0 = 1\ns0 := 2\ns0 += 3")
    #expect(
      dump("var a = [[1]]; a[0][0] += 2; a[0].append(3)")
        == "s0 = [[1]]\ns0[0][0] += 2\ndo s0[0].append!(3)")
    #expect(dump("var t = (x: 1, y: 2); t.y = 5") == "s0 = (1, 2)\ns0.1 := 5")
    #expect(dump("var a: [Int]? = [1]; a![0] = 2") == "s0 = some([1])\ns0![0] := 2")
    #expect(
      dump("var a = 1; var b = 2; (a, b) = (b, a)")
        == "s0 = 1\ns1 = 2\n(s2, s3) = (s1, s0)\ns0 := s2\ns1 := s3")
    #expect(dump("var x = 1.0; x *= 2; _ = x") == "s0 = 1.0d\ns0 *= 2.0d\ndo s0")
    check(
      "let a = 1; ❶a = 2",
      expects: [
        "❶ `=` changes `a`, which is a constant\ndeclare it with `var`"
      ])
    check("let a = [1]; ❶a.append(2)", expects: ["❶ `append` changes `a`, which is a constant"])
    check(
      "var t = Tensor.zeros(1); ❶t.shape = [2]",
      expects: [
        "❶ `shape` can be read, not assigned"
      ])
  }

  @Test func loopsWalkThroughArraysAndRanges() {
    #expect(
      dump("for i in 0..<3 where i > 1 { print(i) }")
        == "for s0 in ..<(0, 3) {do print(s0..., -, -)}")
    #expect(
      dump("for (i, x) in [1.5].enumerated() { _ = Double(i) + x }")
        == "for (s0, s1) in enumerated([1.5d]) {do +(init(s0), s1)}")
    check(
      "for x in ❶2.5 { print(x) }",
      expects: [
        "❶ `for` needs an array or a range of integers, not a `Double`"
      ])
    check("a: for i in 0..<3 { while true { if i > 1 { continue a }; break } }")
    check(
      "for i in 0..<3 { break ❶b }; ❷continue",
      expects: [
        "❶ there is no statement labelled `b` around this",
        "❷ `continue` stands outside of a loop",
      ])
  }

  @Test func conditionsBindOptionals() {
    #expect(
      dump("let a = [1].first; if let a { print(a) } else if let b = a { print(b) }")
        == "s0 = first([1])\nif {do print(s1..., -, -)} else {if {do print(s2..., -, -)} else {}}")
    check(
      "let a = 1; if let b = ❶a { print(b) }",
      expects: [
        "❶ `if let` needs an optional, not a `Int`, which cannot be nil"
      ])
    check(
      "if ❶1 { print(2) }",
      expects: [
        "❶ cannot convert value of type `Int` to condition's type `Bool`"
      ])
    check("func f(_ a: Int?) -> Int { guard let a else { return 0 }; return a + 1 }")
    check(
      "for i in [1] { guard i > 0 else ❶{ print(i) } }",
      expects: [
        "❶ the `else` of `guard` must leave the scope"
      ])
  }

  @Test func switchesCoverAllValues() {
    check("let m = Mode.nearest; switch m { case .nearest: print(1); case .bilinear: print(2) }")
    check(
      "let m = Mode.nearest; ❶switch m { case .nearest: print(1) }",
      expects: [
        "❶ this `switch` does not cover every value: `.bilinear` is missing\nadd `default:`"
      ])
    check(
      "switch 3 { case 0: print(0); case 1...4: print(1); case let x where x > 9: print(x); default: break }"
    )
    check(
      #"let s = switch (1, true) { case (0, _): "a"; case (let n, true): "b\(n)"; default: "c" }"#)
    check(
      "switch 2.5 { case ❶\"a\": break; default: break }",
      expects: [
        "❶ cannot convert value of type `String` to the subject's type `Double`"
      ])
    check("switch true { case true: print(1); case false: print(2) }")
  }

  @Test func conditionalsGiveValues() {
    #expect(
      dump("let a = 3; let b = if a > 2 { 1 } else { 2 }")
        == "s0 = 3\ns1 = <if {do 1} else {do 2}>")
    #expect(
      types(
        "let m = Mode.nearest; let x: Double = switch m { case .nearest: 1; case .bilinear: 2 }")
        == ["Mode", "Double"])
    check(
      "let a = if true { 1 } else { ❶2.5 }",
      expects: [
        "❶ this branch gives a `Double`, the first one a `Int`\nwrite the type: `let x: Int = …`"
      ])
    check("let a = ❶if true { 1 }", expects: ["❶ an `if` that gives a value needs an `else`"])
  }

  @Test func functionsCallEachOtherAndThemselves() {
    #expect(
      dump(
        """
        func isEven(_ n: Int) -> Bool { n == 0 ? true : isOdd(n - 1) }
        func isOdd(_ n: Int) -> Bool { n == 0 ? false : isEven(n - 1) }
        let a = isEven(4)
        """)
        == "func s0(s0)[1>1]{return (==(s0, 0) ? true : s1(-(s0, 1)))}; "
        + "func s1(s0)[0>1]{return (==(s0, 0) ? false : s1(-(s0, 1)))}\ns2 = s0(4)")
    check(
      "func f(by n: Int) -> Int { n }; let a = f(by: 2); let b = f(❶of: 2)",
      expects: [
        "❶ `f` has no parameter labelled `of`\nit is declared as `func f(by:)`"
      ])
    check(
      "func f(_ n: Int) -> Int { if n > 0 { return 1 } ❶}",
      expects: [
        "❶ not every way through this function returns a `Int`"
      ])
    check("func f() { return ❶1 }", expects: ["❶ this function returns nothing, not a `Int`"])
    check("❶return", expects: ["❶ `return` stands outside of a function"])
  }

  @Test func closuresShareTheirVariables() {
    let program = statements(
      "var n = 0; let next = { () -> Int in n += 1; return n }; print(next())")
    #expect(program.dumped == "s0 = 0; s1 = ()[0>0]{s0 += 1; return s0}; do print(s1()..., -, -)")
  }

  @Test func throwingCallsAreMarked() {
    check(#"let t = try load("x"); let u = try? load("y"); print(t, u)"#)
    check(
      #"let t = ❶load("x")"#,
      expects: [
        "❶ `load` can throw, but it is not marked with `try`\nwrite `try` before the call"
      ])
    check(
      #"func f() -> Tensor { ❶try load("x") }"#,
      expects: [
        "❶ an error may leave `f`, which is not marked with `throws`"
      ])
    check(
      #"func f() throws -> Tensor { try load("x") }; let t = try f(); let u = ❶f()"#,
      expects: [
        "❶ `f` can throw, but it is not marked with `try`"
      ])
    check(
      #"let ts = try ["a"].map { try load($0) }; let us = ❶["a"].map { try load($0) }"#,
      expects: [
        "❶ `map` can throw, but it is not marked with `try`"
      ])
  }

  @Test func valuesAreShownUsedOrRefused() {
    #expect(dump("Tensor.zeros(1)") == "show zeros(1...)")
    #expect(
      dump("var a = [1]; a.removeLast(); print(a)")
        == "s0 = [1]\ndo s0.removeLast!()\ndo print(s0..., -, -)")
    check("❶[1].count", expects: ["❶ this value of type `Int` is not used"])
    check("func f() { ❶Tensor.zeros(1) }", expects: ["❶ this value of type `Tensor` is not used"])
    check("[1].forEach { ❶$0 + 1 }", expects: ["❶ this value of type `Int` is not used"])
  }

  @Test func namesAreVisibleWhereTheyAreDeclared() {
    check("let a = 1; let ❶a = 2", expects: ["❶ `a` is declared already in this scope"])
    check(
      "let counter = 1; print(❶countr)",
      expects: [
        "❶ cannot find `countr` in scope\ndid you mean `counter`?"
      ])
    check("let a = 1; if true { let a = 2.5; print(a) }; print(a)")
    check("let x: ❶Flot = 1", expects: ["❶ cannot find type `Flot`\ndid you mean `Float`?"])
    check("var ❶x: Int", expects: ["❶ `x` needs a value where it is declared"])
  }
}
