import DeconvFormats
import DeconvLessons
import Testing

private func expectError<Result>(
  _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(LessonError) -> Result
) {
  do {
    let result = try body()
    Issue.record("no error: \(result)", sourceLocation: sourceLocation)
  } catch {
    #expect(error.description == message, sourceLocation: sourceLocation)
  }
}

@Suite struct ShowTests {
  @Test func arraysAreShownAsTheyPrint() {
    #expect(Tensor([[12, 8], [14, 18]]).transcript == "[[12, 8], [14, 18]]")
    #expect(Counts([1, 2, 1]).transcript == "[1, 2, 1]")
    #expect(Matrix([[0.5, 1]]).transcript == "[[0.5, 1.0]]")
  }

  @Test func printingAndShowingGiveTheSameText() {
    let shown: [any Showable] = [
      Tensor([[1, 2]]), heatmap(Counts([1, 2])), table(["a"], [["1"]]), derivation("o", 1),
    ]
    for value in shown { #expect("\(value)" == value.transcript) }
    #expect("\(symbol("i", 4) * 2 - symbol("k", 3))" == "i \\cdot 2 - k")
  }

  @Test func figureLineChangesWithAnyBitOfItsDataAndAnyParameter() {
    let line = heatmap(Tensor([[1, 2]])).transcript
    #expect(line.hasPrefix("figure heatmap 1×2 "))
    #expect(line == heatmap(Tensor([[1, 2]])).transcript)
    #expect(line != heatmap(Tensor([[1, 2.0000002]])).transcript)
    #expect(line != heatmap(Tensor([[1, 2]]), title: "x").transcript)
    #expect(line != heatmap(Matrix([[1, 2]])).transcript)
  }

  @Test func digestIsFNV1a() {
    var empty = Fingerprint()
    #expect(empty.text == "cbf29ce484222325")
    empty.add(0)
    // Eight zero bytes: the offset basis times the prime to the eighth power.
    let prime: UInt64 = 0x0000_0100_0000_01b3
    let expected = (0..<8).reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, _ in hash &* prime }
    #expect(empty.text == String(expected, radix: 16))
  }

  @Test func partsOfADigestDoNotRunIntoEachOther() {
    var one = Fingerprint()
    one.add("ab")
    one.add("c")
    var other = Fingerprint()
    other.add("a")
    other.add("bc")
    #expect(one.text != other.text)
  }

  @Test func tablesAndDerivationsAreShownInFull() {
    #expect(table(["k", "s"], [["3", "2"], ["4", "1"]]).transcript == "k | s\n3 | 2\n4 | 1")
    #expect(
      derivation("o", symbol("i", 4) - 1).transcript == "o = i - 1\n= 4 - 1\n= 3")
  }

  @Test func explorersShowTheirSlidersAndEveryFrame() {
    let explorer = explore(slider("k", 2...3, initial: 3)) { k in
      frame(heatmap(overlapCounts(kernel: k, stride: 1, input: 2)), "k = \(k)")
    }
    let frames = explorer.frames.map { "  \($0.figure.transcript) \($0.note)" }
    #expect(
      explorer.transcript == (["explorer k 2 (3)"] + frames).joined(separator: "\n"))
  }

  @Test func explorerRunsTheLastSliderFastest() {
    var seen: [[Int]] = []
    let explorer = explore(
      slider("a", 0...1, initial: 0), slider("b", 5...6, initial: 5),
      slider("c", 1...2, initial: 1)
    ) { a, b, c in
      seen.append([a, b, c])
      return frame(heatmap(Counts([a, b, c])))
    }
    #expect(
      seen == [
        [0, 5, 1], [0, 5, 2], [0, 6, 1], [0, 6, 2], [1, 5, 1], [1, 5, 2], [1, 6, 1], [1, 6, 2],
      ])
    #expect(explorer.frames.count == 8)
  }

  @Test func explorerMistakesAreSentences() {
    expectError("slider: `initial` must be in 1...3, found 4") { () throws(LessonError) in
      try Lessons.slider("k", 1...3, initial: 4)
    }
    expectError("slider: `name` must be a text, found none") { () throws(LessonError) in
      try Lessons.slider("", 1...3, initial: 1)
    }
    let (k, s) = (slider("k", 1...15, initial: 1), slider("s", 1...14, initial: 1))
    let tooMany = "explore: more than 200 frames; compute a smaller case"
    expectError(tooMany) { () throws(LessonError) in try Lessons.positions(of: [k, s]) }
    let huge = slider("n", Int.min...Int.max, initial: 0)
    expectError(tooMany) { () throws(LessonError) in try Lessons.positions(of: [huge]) }
    expectError("explore: `slider` must be named differently from the others, found \"k\", \"k\"") {
      () throws(LessonError) in try Lessons.positions(of: [k, k])
    }
  }

  @Test func tableMistakesAreSentences() {
    expectError("table: row 1 has 1 cells, the header has 2") { () throws(LessonError) in
      try Lessons.table(["a", "b"], [["1", "2"], ["3"]])
    }
    expectError("table: `header` must be one text for each column, found none") {
      () throws(LessonError) in try Lessons.table([], [])
    }
    expectError("table: more than 10000 cells; compute a smaller case") {
      () throws(LessonError) in
      try Lessons.table(["a"], Array(repeating: ["1"], count: 10_001))
    }
  }

  @Test func expectationsFailWithTheirMessage() throws {
    try Lessons.expect(true, "one is one")
    expectError("expectation failed: one is two") { () throws(LessonError) in
      try Lessons.expect(false, "one is two")
    }
  }
}
