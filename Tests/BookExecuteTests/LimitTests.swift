import BookExecute
import BookModel
import Synchronization
import Testing

@Suite struct LimitTests {
  @Test func anEndlessLoopRunsIntoTheLimitOfSteps() {
    let loop = statement(.whileLoop([.isTrue(truth(true))], body: [], label: nil))
    #expect(
      run(limits: ExecutionLimits(steps: 10_000), loop)
        == "1: limit-steps: the chapter takes more than 10000 steps")
  }

  @Test func endlessRecursionRunsIntoTheLimitOfDepth() {
    let body = function(
      [.int], captures: [(outer: 0, inner: 1)], boxed: [false, false],
      returning(infix(int(1), "+", invoke(variable(1), variable(0)))))
    #expect(
      run(
        boxed: [true], statement(.functions([(slot: 0, body: body)])),
        print(invoke(variable(0), int(0))))
        == "1: limit-depth: calls are nested more than 10000 deep")
  }

  @Test func deeplyNestedExpressionsInRecursionDoNotOverflowTheStack() {
    var sum = invoke(variable(1), variable(0))
    for _ in 0..<200 { sum = infix(sum, "+", int(1)) }
    let body = function(
      [.int], captures: [(outer: 0, inner: 1)], boxed: [false, false], returning(sum))
    let outcome = run(
      boxed: [true], statement(.functions([(slot: 0, body: body)])),
      print(invoke(variable(0), int(0))))
    #expect(outcome.contains("limit-depth"))
  }

  @Test func anArrayThatGrowsForeverRunsIntoTheLimitOfMemory() {
    #expect(
      run(
        limits: ExecutionLimits(memoryBytes: 1 << 20), declare(0, array(int(0))),
        statement(
          .whileLoop([.isTrue(truth(true))], body: [append(int(1), to: place(0))], label: nil)))
        == "1: limit-memory: the chapter's values need more than 1048576 bytes of memory")
  }

  @Test func copiesOfLargeArraysRunIntoTheLimitOfSteps() {
    let made = call(
      "init(repeating repeatedValue: Element, count: Int)", of: "Array<Element>",
      .expression(int(0)), .expression(int(1000)))
    #expect(
      run(
        limits: ExecutionLimits(steps: 10_000),
        forIn(0, range(int(0), int(100)), declare(1, made)))
        == "1: limit-steps: the chapter takes more than 10000 steps")
  }

  @Test func aHugeArrayIsRefusedBeforeItIsMade() {
    for count in [1 << 40, Int.max] {
      let huge = call(
        "init(repeating repeatedValue: Element, count: Int)", of: "Array<Element>",
        .expression(int(0)), .expression(int(count)), column: 3)
      #expect(
        run(print(huge))
          == "3: limit-memory: the chapter's values need more than 1073741824 bytes of memory")
    }
  }

  @Test func aStringThatDoublesRunsIntoTheLimitOfMemory() {
    let double = statement(
      .update(
        place(0), operatorID: builtin("func + (a: String, b: String) -> String"),
        variable(0, .string)))
    #expect(
      run(
        limits: ExecutionLimits(memoryBytes: 1 << 20), declare(0, text("ab")),
        forIn(1, range(int(0), int(100)), double))
        == "1: limit-memory: the chapter's values need more than 1048576 bytes of memory")
  }

  @Test func memoryThatIsGivenBackDoesNotCount() {
    let made = call(
      "init(repeating repeatedValue: Element, count: Int)", of: "Array<Element>",
      .expression(int(0)), .expression(int(1000)))
    #expect(
      run(
        limits: ExecutionLimits(memoryBytes: 1 << 18), declare(0, made),
        forIn(1, range(int(0), int(1000)), assign(place(0), made)), print(text("done")))
        == "done\n")
  }

  @Test func longOutputRunsIntoItsLimit() {
    #expect(
      run(
        limits: ExecutionLimits(outputBytes: 100),
        forIn(0, range(int(0), int(100)), print(text("0123456789"))))
        == "1: limit-output: the chapter's output is larger than 100 bytes")
  }

  @Test func timeIsTheLastGuard() {
    let seconds = Mutex(0.0)
    let program = Program(
      frame: FrameLayout(isBoxed: []),
      units: [
        ProgramUnit(
          origin: .block(0),
          statements: [statement(.whileLoop([.isTrue(truth(true))], body: [], label: nil))])
      ])
    let options = ExecutionOptions(
      path: "a.md", limits: ExecutionLimits(seconds: 5),
      elapsedSeconds: {
        seconds.withLock { seconds in
          seconds += 1
          return seconds
        }
      })
    let result = execute(program, registry: .language, options: options)
    #expect(result.diagnostics.map(\.id) == ["limit-time"])
    #expect(
      result.diagnostics.map(\.message) == ["the chapter runs for more than 5.0 seconds"])
  }

  @Test func aCancelledRunEndsEvenWhereAFailureIsExpected() {
    let program = Program(
      frame: FrameLayout(isBoxed: []),
      units: [
        ProgramUnit(
          origin: .block(0),
          statements: [statement(.whileLoop([.isTrue(truth(true))], body: [], label: nil))])
      ])
    let options = ExecutionOptions(
      path: "a.md", expectedToFail: [.block(0)], isCancelled: { true })
    let result = execute(program, registry: .language, options: options)
    #expect(result.diagnostics.map(\.id) == ["cancelled"])
    #expect(result.blocks.isEmpty)
  }

  @Test func aLongChainOfClosuresIsReleasedWithoutAStackAsDeep() {
    // var f = { 0 }; for … { let g = f; f = { g() } }
    let link = function(
      captures: [(outer: 1, inner: 0)], boxed: [true], returning(invoke(variable(0))))
    #expect(
      run(
        boxed: [true, true, false], declare(0, closure(function(boxed: [], returning(int(0))))),
        forIn(
          2, range(int(0), int(300_000)), declare(1, variable(0)),
          assign(place(0), closure(link))),
        assign(place(0), closure(function(boxed: [], returning(int(0))))),
        print(text("released"))) == "released\n")
  }
}
