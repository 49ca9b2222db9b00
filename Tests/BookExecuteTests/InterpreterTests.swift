import BookExecute
import BookModel
import Testing

@Suite struct InterpreterTests {
  @Test func statementsRunInOrderAndPrintedTextIsOneArtifact() {
    let program = Program(
      frame: FrameLayout(isBoxed: [false]),
      units: [
        ProgramUnit(
          origin: .block(0),
          statements: [declare(0, int(2)), print(variable(0)), print(text("b"), truth(true))])
      ])
    let result = execute(program, registry: .language, options: ExecutionOptions(path: "a.md"))
    #expect(result.blocks[0] == BlockOutcome(artifacts: [.text("2\nb true\n")]))
    #expect(result.diagnostics.isEmpty)
  }

  @Test func variablesOfABlockStayForTheNext() {
    let program = Program(
      frame: FrameLayout(isBoxed: [false]),
      units: [
        ProgramUnit(origin: .block(0), statements: [declare(0, int(20))]),
        ProgramUnit(origin: .block(1), statements: [add(int(1), to: place(0))]),
        ProgramUnit(origin: .value(0), statements: [statement(.show(variable(0)))]),
      ])
    let result = execute(program, registry: .language, options: ExecutionOptions(path: "a.md"))
    #expect(result.blocks[0] == BlockOutcome(artifacts: []))
    #expect(result.values == [0: "21"])
  }

  @Test func loopsBreakAndContinueAlsoThroughLabels() {
    let product = infix(variable(0), "*", variable(1))
    #expect(
      run(
        forIn(
          0, range(int(0), int(5)), label: "outer",
          forIn(
            1, range(int(0), int(5)),
            ifTrue(infix(variable(1), "==", int(2)), [statement(.continueLoop(label: "outer"))]),
            ifTrue(infix(variable(0), "==", int(3)), [statement(.breakLoop(label: "outer"))]),
            ifTrue(infix(variable(0), "==", int(1)), [statement(.breakLoop(label: nil))]),
            print(variable(0), variable(1), product)))) == "0 0 0\n0 1 0\n2 0 0\n2 1 2\n")
  }

  @Test func whileLoopsEndAndBreakInASwitchLeavesTheSwitchAlone() {
    let equals = builtin("func ~= <T: Equatable>(pattern: T, value: T) -> Bool")
    #expect(
      run(
        declare(0, int(0)),
        statement(
          .whileLoop(
            [.isTrue(infix(variable(0), "<", int(3)))],
            body: [
              add(int(1), to: place(0)),
              statement(
                .switchOver(
                  variable(0),
                  [
                    SwitchCase(
                      labels: [.equals(int(2), operatorID: equals)], filter: nil,
                      body: [statement(.breakLoop(label: nil)), print(text("never"))]),
                    SwitchCase(
                      labels: [.otherwise], filter: nil, body: [print(variable(0))]),
                  ], label: nil)),
            ], label: nil)),
        print(text("end"))) == "1\n3\nend\n")
  }

  @Test func assignmentToElementsChangesNoCopy() {
    let matrix = array(array(int(1), int(2)), array(int(3), int(4)))
    #expect(
      run(
        declare(0, matrix), declare(1, variable(0)),
        add(int(10), to: place(0, index(int(1)), index(int(0)))),
        append(int(5), to: place(0, index(int(0)))),
        print(variable(0)), print(variable(1))) == "[[1, 2, 5], [13, 4]]\n[[1, 2], [3, 4]]\n")
  }

  @Test func partsOfTuplesAndOptionalsAreAssignedInPlace() {
    let pair = tuple(int(1), array(int(2)), labels: ["a", nil])
    let optional = Expression(.some(int(4)), type: .optional(.int), span: at(1))
    #expect(
      run(
        declare(0, pair), append(int(3), to: place(0, .tupleElement(1))),
        assign(place(0, .tupleElement(0)), int(7)), print(variable(0)),
        declare(1, optional), add(int(1), to: place(1, .unwrap)), print(variable(1)))
        == "(a: 7, [2, 3])\nOptional(5)\n")
  }

  @Test func eachTurnOfALoopHasItsOwnVariableForClosures() {
    let body = function(
      captures: [(outer: 1, inner: 0)], boxed: [false], returning(variable(0)))
    let functions = ValueType.array(.function(body.type))
    #expect(
      run(
        boxed: [false, true, false],
        declare(0, Expression(.array([]), type: functions, span: at(1))),
        forIn(1, range(int(5), int(8)), append(closure(body), to: place(0))),
        forIn(2, variable(0, functions), print(invoke(variable(2)))))
        == "5\n6\n7\n")
  }

  @Test func closuresShareTheVariableThatTheyCapture() {
    let increment = function(
      result: .void, captures: [(outer: 0, inner: 0)], boxed: [true], add(int(1), to: place(0)))
    #expect(
      run(
        boxed: [true, false], declare(0, int(0)), declare(1, closure(increment)),
        statement(.evaluate(invoke(variable(1)))), statement(.evaluate(invoke(variable(1)))),
        print(variable(0))) == "2\n")
  }

  @Test func localFunctionsMayCallEachOther() {
    // isEven(n) = n == 0 || isOdd(n - 1), and the other way round.
    func body(_ base: Bool, other: Int) -> FunctionBody {
      function(
        [.int], result: .bool, captures: [(outer: other, inner: 1)], boxed: [false, false],
        ifTrue(infix(variable(0), "==", int(0)), [returning(truth(base))]),
        returning(invoke(variable(1), infix(variable(0), "-", int(1)))))
    }
    #expect(
      run(
        boxed: [true, true],
        statement(
          .functions([
            (slot: 0, body: body(true, other: 1)), (slot: 1, body: body(false, other: 0)),
          ])),
        print(invoke(variable(0), int(10)), invoke(variable(0), int(7)))) == "true false\n")
  }

  @Test func closuresInsideARecursiveFunctionSeeTheFunction() {
    let inner = function(
      [.int], captures: [(outer: 1, inner: 1)], boxed: [false, false],
      returning(invoke(variable(1), infix(variable(0), "-", int(1)))))
    let outer = function(
      [.int], captures: [(outer: 0, inner: 1)], boxed: [false, true],
      ifTrue(infix(variable(0), "==", int(0)), [returning(int(100))]),
      returning(infix(invoke(closure(inner), variable(0)), "+", int(1))))
    #expect(
      run(
        boxed: [true], statement(.functions([(slot: 0, body: outer)])),
        print(invoke(variable(0), int(3)))) == "103\n")
  }

  @Test func builtinsCallClosuresAndTakeOperatorsAsValues() {
    let square = function([.int], boxed: [false], returning(infix(variable(0), "*", variable(0))))
    let plus = Expression(
      .builtinReference(id: builtin("func + (a: Int, b: Int) -> Int")), type: .int, span: at(1))
    let squares = call(
      "func map<T>(_ transform: (Element) throws -> T) rethrows -> [T]", of: "Array<Element>",
      .expression(array(int(1), int(2), int(3))), .expression(closure(square)))
    #expect(
      run(
        print(squares),
        print(
          call(
            "func reduce<R>(_ initial: R, _ next: (R, Int) throws -> R) rethrows -> R",
            of: "Range<Int>",
            .expression(range(int(1), int(5))), .expression(int(0)), .expression(plus))))
        == "[1, 4, 9]\n10\n")
  }

  @Test func optionalsUnwrapChainAndCoalesceAsInSwift() {
    let some = Expression(.some(int(3)), type: .optional(.int), span: at(1))
    let none = Expression(.none, type: .optional(.int), span: at(1))
    func chain(_ base: Expression) -> Expression {
      Expression(
        .optionalChain(base: base, slot: 0, body: infix(variable(0), "+", int(1))),
        type: .optional(.int), span: at(1))
    }
    func coalesce(_ a: Expression, _ b: Expression, _ type: ValueType) -> Expression {
      Expression(.coalesce(a, b), type: type, span: at(1))
    }
    #expect(
      run(
        print(chain(some), chain(none)),
        print(coalesce(some, int(0), .int), coalesce(none, int(0), .int)),
        print(coalesce(some, none, .optional(.int))),
        statement(
          .conditional(
            [.binding(.variable(slot: 1), some)], then: [print(variable(1))], otherwise: [])),
        print(Expression(.forceUnwrap(none), type: .int, span: at(9))))
        == "9: run-time-error: Unexpectedly found nil while unwrapping an Optional value")
    #expect(run(print(coalesce(some, none, .optional(.int)))) == "Optional(3)\n")
    #expect(run(print(chain(some), chain(none))) == "Optional(4) nil\n")
  }

  @Test func ifAndSwitchYieldValues() {
    let equals = builtin("func ~= <T: Equatable>(pattern: T, value: T) -> Bool")
    let contains = builtin(
      "func ~= <Bound: Comparable>(pattern: Range<Bound>, value: Bound) -> Bool")
    func word(_ number: Int) -> Expression {
      Expression(
        .statementExpression(
          statement(
            .switchOver(
              int(number),
              [
                SwitchCase(
                  labels: [.equals(int(0), operatorID: equals)], filter: nil,
                  body: [statement(.evaluate(text("none")))]),
                SwitchCase(
                  labels: [.contains(range(int(1), int(4)), operatorID: contains)], filter: nil,
                  body: [statement(.evaluate(text("few")))]),
                SwitchCase(
                  labels: [.binding(.variable(slot: 0))],
                  filter: infix(variable(0), ">", int(100)),
                  body: [statement(.evaluate(text("many")))]),
                SwitchCase(
                  labels: [.otherwise], filter: nil, body: [statement(.evaluate(text("some")))]),
              ], label: nil))), type: .string, span: at(1))
    }
    #expect(run(print(word(0), word(3), word(4), word(101))) == "none few some many\n")
  }

  @Test func interpolationShowsValuesAsSwiftDoes() {
    let shown = Expression(
      .interpolation([.text("a="), .value(double(0.1)), .text(" "), .value(array(text("x\n")))]),
      type: .string, span: at(1))
    #expect(run(print(shown)) == "a=0.1 [\"x\\n\"]\n")
  }

  @Test func guardLeavesAndTupleParametersAreTakenApart() {
    var body = function(
      [.tuple([.init(label: nil, type: .int), .init(label: nil, type: .int)])],
      boxed: [false, false],
      statement(
        .guardElse(
          [.isTrue(infix(variable(0), "<", variable(1)))], otherwise: [returning(int(-1))])),
      returning(infix(variable(1), "-", variable(0))))
    body.parameters = [.tuple([.variable(slot: 0), .variable(slot: 1)])]
    #expect(
      run(
        print(
          invoke(closure(body), tuple(int(2), int(5))),
          invoke(closure(body), tuple(int(5), int(2))))) == "3 -1\n")
  }
}
