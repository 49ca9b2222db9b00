import BookExecute
import BookModel
import Testing

@Suite struct RunTimeErrorTests {
  @Test(arguments: [
    ("+", Int.max, 1, "arithmetic overflow: 9223372036854775807 + 1 does not fit into an Int"),
    ("*", Int.min, -1, "arithmetic overflow: -9223372036854775808 * -1 does not fit into an Int"),
    ("/", Int.min, -1, "arithmetic overflow: -9223372036854775808 / -1 does not fit into an Int"),
    ("/", 1, 0, "Division by zero"),
    ("%", 1, 0, "Division by zero in remainder operation"),
  ])
  func arithmeticThatSwiftTrapsOnIsLocated(symbol: String, a: Int, b: Int, message: String) {
    #expect(run(print(infix(int(a), symbol, int(b), column: 7))) == "7: run-time-error: \(message)")
  }

  @Test func anIndexOutOfRangeIsLocatedForReadingAndWriting() {
    let read = call(
      "subscript(index: Int) -> Element { get set }", of: "Array<Element>",
      .expression(array(int(1))), .expression(int(1)), column: 3)
    #expect(run(print(read)) == "3: run-time-error: Index out of range: 1 is not in 0..<1")
    #expect(
      run(
        declare(0, array(int(1))), assign(place(0, index(int(-1)), column: 5), int(0)))
        == "5: run-time-error: Index out of range: -1 is not in 0..<1")
  }

  @Test func rangesUpsideDownAndTooLongAreErrors() {
    #expect(
      run(print(range(int(3), int(2), column: 4)))
        == "4: run-time-error: Range requires lowerBound <= upperBound: found 3..<2")
    #expect(
      run(forIn(0, range(int(.min), int(.max))))
        == "1: run-time-error: the range \(Int.min)..<\(Int.max) has more elements than an Int can "
        + "count"
    )
  }

  @Test func afterAFailureNothingElseIsRun() {
    let program = Program(
      frame: FrameLayout(isBoxed: []),
      units: [
        ProgramUnit(origin: .block(0), statements: [print(text("a"))]),
        ProgramUnit(origin: .block(1), statements: [print(infix(int(1), "/", int(0), column: 2))]),
        ProgramUnit(origin: .block(2), statements: [print(text("c"))]),
      ])
    let result = execute(program, registry: .language, options: ExecutionOptions(path: "a.md"))
    #expect(result.blocks.keys.sorted() == [0])
    #expect(
      result.diagnostics == [
        Diagnostic("run-time-error", "Division by zero", path: "a.md", span: at(2))
      ])
  }

  @Test func anExpectedFailureIsTheBlocksResultAndTheRunGoesOn() {
    let program = Program(
      frame: FrameLayout(isBoxed: [false, true]),
      units: [
        ProgramUnit(
          origin: .block(0),
          statements: [print(text("a")), declare(0, infix(int(1), "/", int(0)))]),
        ProgramUnit(origin: .block(1), statements: [print(text("b"))]),
      ])
    let options = ExecutionOptions(path: "a.md", expectedToFail: [.block(0)])
    let result = execute(program, registry: .language, options: options)
    #expect(
      result.blocks == [
        0: BlockOutcome(artifacts: [.text("a\n")], errorMessage: "Division by zero"),
        1: BlockOutcome(artifacts: [.text("b\n")]),
      ])
    #expect(result.diagnostics.isEmpty)
  }

  @Test func anExpectedFailureThatDoesNotComeIsAnError() {
    let program = Program(
      frame: FrameLayout(isBoxed: []),
      units: [ProgramUnit(origin: .block(0), statements: [print(text("a"))])])
    let options = ExecutionOptions(path: "a.md", expectedToFail: [.block(0)])
    let result = execute(program, registry: .language, options: options)
    #expect(result.diagnostics.map(\.id) == ["missing-error"])
  }

  @Test func aVariableWithoutAValueIsAnError() {
    #expect(
      run(statement(.declare(.variable(slot: 0), nil)), print(variable(0)))
        == "1: no-value: the variable is read before it has a value, or while it is being changed")
  }

  @Test func aClosureMustNotReadTheArrayThatIsBeingSorted() {
    let order = function(
      [.int, .int], result: .bool, captures: [(outer: 0, inner: 2)], boxed: [false, false, true],
      statement(.declare(.wildcard, variable(2))), returning(truth(true)))
    let sort = Expression(
      .mutating(
        place(0),
        id: builtin(
          "mutating func sort(by areInIncreasingOrder: (Element, Element) throws -> Bool) rethrows",
          of: "Array<Element>"), [.expression(closure(order))]), type: .void, span: at(1))
    #expect(
      run(boxed: [true], declare(0, array(int(2), int(1))), statement(.evaluate(sort)))
        == "1: no-value: the variable is read before it has a value, or while it is being changed")
  }

  @Test func tryMakesNilOfAThrownErrorOnly() {
    let registry = Registry([
      .language,
      RegistryPart(builtins: [
        .function("func read() throws -> Int", "Fails.") { () throws -> Int in
          throw BuiltinFailure("no such file")
        }
      ]),
    ])
    func attempt(_ value: Expression) -> Expression {
      Expression(.tryOptional(value), type: .optional(.int), span: at(1))
    }
    let read = call("func read() throws -> Int", column: 6, in: registry)
    #expect(run(registry: registry, print(attempt(read))) == "nil\n")
    #expect(run(registry: registry, print(read)) == "6: run-time-error: no such file")
    #expect(
      run(registry: registry, print(attempt(infix(int(1), "/", int(0), column: 4))))
        == "4: run-time-error: Division by zero")
  }
}
