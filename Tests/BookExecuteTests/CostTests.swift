import BookExecute
import Testing

/// Work that no loop of the chapter does is charged all the same, before it is done.
@Suite struct CostTests {
  private static let limits = ExecutionLimits(
    steps: 200_000, trainingMultiplyAdds: 1_000_000_000, memoryBytes: 1 << 26)

  /// Each of these would run for hours if only its statements were counted.
  @Test(arguments: [
    "while true { _ = conv2d([[[[1]]]], [[[[1]]]]) }",
    "let x = Tensor.ones(1, 1); while true { _ = matmul(x, x) }",
    "while true { _ = Autoencoder(channels: [1, 1, 1], seed: 0) }",
    "while true { _ = checkpoint(Conv2d(1, 1, kernel: 1, seed: 0)) }",
    "while true { _ = heatmap(Tensor.zeros(8, 8)) }",
    "while true { _ = fixed(1.0 / 3, 1074) }",
    "let x = Tensor.zeros(2000, 2000); while true { _ = tanh(x) }",
    "let x = Tensor.zeros(2000, 2000); while x == x {}",
    "let x = Tensor.zeros(100, 100); while true { _ = \"\\(x)\" }",
    "let x = Tensor.zeros(100, 100); while true { _ = x.description }",
    "let x = Tensor.zeros(1, 1, 900, 900); _ = maxPool2d(x, kernel: 400, stride: 1)",
    "let m = MaxPool2d(kernel: 400, stride: 1); _ = m(Tensor.zeros(1, 1, 900, 900))",
    "let m = AvgPool2d(kernel: 400, stride: 1); _ = m(Tensor.zeros(1, 1, 900, 900))",
    "let s = String(repeating: \"a\", count: 1 << 20); while true { _ = s.count }",
    "let s = String(repeating: \"a\", count: 1 << 20); while true { _ = s + \"b\" }",
    "let s = String(repeating: \"a\", count: 1 << 20); while s == s {}",
    "let a = Array(repeating: 1, count: 100_000); while true { var b = a; b[0] = 2 }",
    """
    let a = Array(repeating: String(repeating: "a", count: 10_000), count: 100)
    while true { _ = a.sorted() }
    """,
    """
    _ = gradient(of: { x in
      var y = x
      while y.count == 2 { y = y + x }
      return y
    }, at: Tensor([1, 2]))
    """,
  ])
  func endlessWorkOfBuiltinsRunsIntoTheLimitOfSteps(code: String) {
    #expect(ChapterRun(code, limits: Self.limits).diagnosticID == "limit-steps")
  }

  @Test(arguments: ["print(d)", "_ = \"\\(d)\"", "_ = d.description", "print(d == d)"])
  func anArrayThatHoldsAnotherManyTimesTakesItsTimeAndMemory(code: String) {
    let run = ChapterRun(
      """
      let a = Array(repeating: 1, count: 1000)
      let b = Array(repeating: a, count: 1000)
      let c = Array(repeating: b, count: 1000)
      let d = Array(repeating: c, count: 1000)
      """, code, limits: Self.limits)
    #expect(run.diagnosticID == "limit-steps")
  }

  @Test func aTapeIsChargedWhereItIsReadBackwards() {
    // 600 lines of a tape; backwards they cost as much again.
    let tape = """
      var y = x
      for _ in 0..<600 { y = y + x }
      """
    let limits = ExecutionLimits(steps: 30_000)
    let forwards = ChapterRun("let x = Tensor([1, 2])", tape, limits: limits)
    #expect(forwards.failure == nil)
    let gradient = ChapterRun(
      "_ = gradient(of: { x in\n\(tape)\nreturn y }, at: Tensor([1, 2]))", limits: limits)
    #expect(gradient.diagnosticID == "limit-steps")
  }

  @Test func smallTrainingsAndManyStepsAreCharged() {
    let limits = ExecutionLimits(steps: 200_000)
    let setting = """
      let data = garments(count: 4, seed: 0)
      let model = Conv2d(1, 1, kernel: 1, seed: 0)
      """
    #expect(
      ChapterRun(
        setting, "while true { _ = train(model, on: data, epochs: 1) }", limits: limits
      ).diagnosticID == "limit-steps")
    #expect(
      ChapterRun(
        setting, "_ = train(model, on: data, epochs: 1000, batchSize: 1)", limits: limits
      ).diagnosticID == "limit-steps")
    #expect(
      ChapterRun(
        setting, "while true { _ = evaluate(Identity(), on: data) }", limits: limits
      ).diagnosticID == "limit-steps")
  }

  @Test func largeWindowsCountInATrainingAsTheirElements() {
    let run = ChapterRun(
      """
      let data = garments(count: 4, seed: 0)
      let pool = MaxPool2d(kernel: 27, stride: 1, padding: 13)
      _ = train(Sequential(pool, Conv2d(1, 1, kernel: 1, seed: 0)), on: data, epochs: 100)
      """, limits: Self.limits)
    #expect(run.diagnosticID == "limit-training")
  }

  @Test func nestedSequencesAreChargedForEachLevel() {
    func steps(_ code: String) -> ChapterRun {
      ChapterRun(
        "var m = Sequential(Conv2d(1, 1, kernel: 1, seed: 0))",
        "for i in 0..<100 { m = \(code) }", "let x = Tensor.zeros(1, 1, 1, 1)",
        "for _ in 0..<60 { _ = m(x) }", limits: ExecutionLimits(steps: 1_200_000))
    }
    #expect(steps("Sequential(Conv2d(1, 1, kernel: 1, seed: i))").failure == nil)
    #expect(
      steps("Sequential(m, Conv2d(1, 1, kernel: 1, seed: i))").diagnosticID == "limit-steps")
  }

  @Test func aLongExpressionTakesMoreStepsThanAShortOne() {
    let sum = Array(repeating: "(x & 1)", count: 12).joined(separator: " | ")
    let limits = ExecutionLimits(steps: 4000)
    func loop(_ value: String) -> ChapterRun {
      ChapterRun("var x = 1\nfor _ in 0..<1000 { x = \(value) }", limits: limits)
    }
    #expect(loop("x & 1").failure == nil)
    #expect(loop(sum).diagnosticID == "limit-steps")
  }

  @Test func aCopyThatIsChangedCountsAsMemory() {
    let run = ChapterRun(
      "let a = Array(repeating: 1, count: 100_000)",
      "var all = [a]", "for i in 0..<100 { var b = a; b[0] = i; all.append(b) }",
      limits: ExecutionLimits(memoryBytes: 1 << 26))
    #expect(run.diagnosticID == "limit-memory")
  }
}
