import BookModel
import DeconvLessons
import Testing

@testable import BookExecute

/// The registry with a run to call it in.
private struct Caller {
  let registry = Registry.standard
  let runtime: Runtime

  init(limits: ExecutionLimits = ExecutionLimits()) {
    runtime = Runtime(options: ExecutionOptions(path: "chapter.md", limits: limits))
  }

  /// Calls the builtin whose declaration begins so; nil stands for an omitted argument, and so
  /// do arguments missing at the end.
  func call(_ start: String, of owner: String? = nil, _ arguments: Value?...) throws -> Value {
    try call(start, of: owner, arguments)
  }

  private func call(_ start: String, of owner: String?, _ arguments: [Value?]) throws -> Value {
    let id = try #require(
      registry.builtins.firstIndex {
        $0.declaration.owner == owner && $0.declaration.text.hasPrefix(start)
      }, "no declaration begins with \(start)")
    let signature = registry.signatures[id]
    let baseCount = [.method, .property, .subscriptGetter].contains(signature.kind) ? 1 : 0
    var values: [Value] = []
    for index in 0..<(baseCount + signature.parameters.count) {
      if index < arguments.count, let argument = arguments[index] {
        values.append(argument)
      } else {
        let value = try registry.defaultValue(
          of: id, parameter: index - baseCount, runtime: runtime)
        values.append(try #require(value, "parameter \(index) has no default"))
      }
    }
    return try registry.builtins[id].call(values, runtime)
  }

  func call<Result: ValueConvertible>(
    as type: Result.Type, _ start: String, of owner: String? = nil, _ arguments: Value?...
  ) throws -> Result {
    try Result(value: call(start, of: owner, arguments))
  }

  func show(_ value: Value, _ typeName: String) throws -> [Artifact] {
    let show = try #require(registry.shown[typeName])
    return try show(value)
  }
}

private func expectFailure(
  _ message: String, sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ body: () throws -> Value
) {
  do {
    let value = try body()
    Issue.record("no failure: \(value.text)", sourceLocation: sourceLocation)
  } catch {
    #expect("\(error)" == message, sourceLocation: sourceLocation)
  }
}

private let image: Tensor = [[3, 3, 2, 1], [0, 0, 1, 3], [3, 1, 2, 0], [3, 2, 1, 2]]
private let kernel: Tensor = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]

@Suite struct LessonsRegistryTests {
  @Test func declarationsAndBindingsAgree() {
    #expect(Registry.standard.problems == [])
  }

  @Test func everyEntryIsDocumentedByASentence() {
    for builtin in RegistryPart.lessons.builtins {
      let documentation = builtin.declaration.documentation
      #expect(
        [".", "`", "…", "⌋", "⌉"].contains(String(documentation.suffix(1)))
          && documentation.count > 10, "\(builtin.declaration.text)")
    }
  }

  @Test func noDeclarationStandsTwice() {
    var seen: Set<String> = []
    for builtin in Registry.standard.builtins {
      let declaration = (builtin.declaration.owner ?? "") + " " + builtin.declaration.text
      #expect(seen.insert(declaration).inserted, "\(declaration)")
    }
  }

  @Test func everyTypeThatIsShownIsShowable() {
    #expect(
      Registry.standard.library.shownTypes == [
        "Tensor", "Matrix", "Counts", "Figure", "Table", "Derivation", "Explorer",
      ])
  }
}

@Suite struct LessonsBuiltinsTests {
  private let caller = Caller()

  // MARK: Tensors

  @Test func convolutionsComputeWithPerAxisSettings() throws {
    let y = try caller.call(as: Tensor.self, "func conv2d", image.asValue, kernel.asValue)
    #expect(y == [[12, 8], [14, 18]])
    let strided = try caller.call(
      "func conv2d", image.asValue, kernel.asValue, nil, [2, 1].asValue, [1, 0].asValue)
    #expect(try Tensor(value: strided) == conv2d(image, kernel, stride: [2, 1], padding: [1, 0]))
  }

  @Test(arguments: TransposedConvolutionAlgorithm.allCases)
  func transposedConvolutionsTakeAnAlgorithm(algorithm: TransposedConvolutionAlgorithm) throws {
    let x: Tensor = [[[[2, -1], [0, 3]]]]
    let w: Tensor = [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]]]
    let y = try caller.call(
      "func convTranspose2d", x.asValue, w.asValue, nil, .int(2), .int(1), .int(1), nil, nil,
      algorithm.asValue)
    #expect(
      try Tensor(value: y) == convTranspose2d(x, w, stride: 2, padding: 1, outputPadding: 1))
  }

  @Test func literalsAndConstructorsBuildNestedValues() throws {
    let rows: Value = [[1.0, 2.0], [3.0, 4.5]].asValue
    let tensor = try caller.call(as: Tensor.self, "init(arrayLiteral", of: "Tensor", rows)
    #expect(tensor == [[1, 2], [3, 4.5]])
    let mixed: Value = .array([.array([.int(1)]), .array([.float(0.5)])])
    #expect(
      try caller.call(as: Tensor.self, "init(_ values", of: "Tensor", mixed) == [[1], [0.5]])
    #expect(
      try caller.call(as: Counts.self, "init(arrayLiteral", of: "Counts", [1, 2].asValue)
        == [1, 2])
    expectFailure(
      "the rows of a nested list must have equal shapes: one is a list of shape [2], another a "
        + "list of shape [1]"
    ) {
      try caller.call(
        "init(arrayLiteral", of: "Tensor", .array([[1.0, 2.0].asValue, [3.0].asValue]))
    }
  }

  @Test func elementsFillAShapeExactly() throws {
    let elements: Value = [Float(1), 2, 3, 4].asValue
    #expect(
      try caller.call(as: Tensor.self, "init(shape", of: "Tensor", [2, 2].asValue, elements)
        == [[1, 2], [3, 4]])
    expectFailure("Tensor: 4 elements cannot fill the shape [3]") {
      try caller.call("init(shape", of: "Tensor", [3].asValue, elements)
    }
  }

  @Test func elementsAreReadAndWritten() throws {
    #expect(
      try caller.call(as: Float.self, "subscript", of: "Tensor", image.asValue, [1, 3].asValue)
        == 3)
    let id = try #require(
      caller.registry.builtins.firstIndex {
        $0.declaration.owner == "Tensor" && $0.declaration.text.hasPrefix("subscript")
      })
    let modify = try #require(caller.registry.builtins[id].modify)
    var value = Tensor([[1, 2], [3, 4]]).asValue
    try modify(&value, [[1, 0].asValue], caller.runtime) { $0 = .float(9) }
    #expect(try Tensor(value: value) == [[1, 2], [9, 4]])
    expectFailure(
      "subscript: the index 4 is outside of axis 0 of the shape [4, 4]: use 0 to 3"
    ) { try caller.call("subscript", of: "Tensor", image.asValue, [4, 0].asValue) }
  }

  @Test func arithmeticBroadcastsAndTakesNumbersOnEitherSide() throws {
    let x: Tensor = [[1, 2], [3, 4]]
    let row: Tensor = [10, 20]
    #expect(
      try caller.call(
        as: Tensor.self, "func - (left: Tensor, right: Tensor)", x.asValue, row.asValue)
        == [[-9, -18], [-7, -16]])
    #expect(
      try caller.call(
        as: Tensor.self, "func - (left: Float, right: Tensor)", .float(1), row.asValue)
        == [-9, -19])
    #expect(
      try caller.call(
        as: Matrix.self, "func / (left: Matrix, right: Double)", Matrix([[1, 2]]).asValue,
        .double(4)) == [[0.25, 0.5]])
    expectFailure(
      "+: the shapes [2, 2] and [3] do not fit: aligned at their last axes, two sizes must be "
        + "equal or one of them 1"
    ) {
      try caller.call(
        "func + (left: Tensor, right: Tensor)", x.asValue, Tensor([1, 2, 3]).asValue)
    }
  }

  @Test func sizesHaveTheirDefaults() throws {
    #expect(try caller.call("func outputSize", .int(4), .int(3)).text == "2")
    #expect(
      try caller.call("func transposedOutputSize", .int(4), .int(3), .int(2)).text == "9")
    #expect(
      try caller.call("func overlapCounts", .int(3), .int(2), .int(4)).text
        == "[1, 1, 2, 1, 2, 1, 2, 1, 1]")
  }

  @Test func formattingIsTheEngines() throws {
    #expect(try caller.call("func fixed", .double(0.125), .int(2)).text == "0.12")
    #expect(try caller.call("func percent", .float(0.5), .int(0)).text == "50%")
    expectFailure("fixed: the number of decimals is -1, it must be between 0 and 1074") {
      try caller.call("func fixed", .double(1), .int(-1))
    }
  }

  // MARK: Limits

  @Test func hugeResultsAreRefusedBeforeTheyAreMade() {
    let small = Caller(limits: ExecutionLimits(memoryBytes: 1 << 20))
    let column = Tensor.zeros(2000, 1)
    let row = Tensor.zeros(1, 2000)
    let calls: [() throws -> Value] = [
      { try small.call("static func zeros", of: "Tensor", [1000, 1000].asValue) },
      { try small.call("static func arange", of: "Tensor", .int(Int.max)) },
      { try small.call("func * (left: Tensor, right: Tensor)", column.asValue, row.asValue) },
      { try small.call("func padded(_ margin", of: "Tensor", row.asValue, .int(Int.max)) },
      {
        try small.call(
          "func convTranspose2d", row.asValue, Tensor([[1]]).asValue, nil, .int(1000))
      },
    ]
    for call in calls {
      expectFailure(small.memoryMessage) { try call() }
    }
  }

  @Test func workInsideTheEngineCountsAsSteps() throws {
    let hurried = Caller(limits: ExecutionLimits(steps: 1000))
    let x = Tensor.zeros(64, 64)
    _ = try hurried.call("func conv2d", x.asValue, Tensor.zeros(3, 3).asValue)
    #expect(throws: RuntimeFailure.self) {
      try hurried.call("func conv2d", x.asValue, Tensor.zeros(32, 32).asValue)
    }
    #expect(throws: RuntimeFailure.self) {
      try Caller(limits: ExecutionLimits(steps: 1000)).call(
        "func matmul(_ a: Tensor", x.asValue, x.asValue)
    }
  }

  // MARK: Figures and what is shown

  @Test func figuresBecomeArtifactsWithTheSameTranscript() throws {
    let counts = overlapCounts(kernel: 3, stride: 2, input: [3, 3])
    let value = try caller.call("func heatmap", counts.asValue, .string("Overlap"))
    guard case .figure(let figure)? = try caller.show(value, "Figure").first else {
      Issue.record("no figure")
      return
    }
    #expect(figure.kind == "heatmap")
    #expect(figure.data.map(\.shape) == [[7, 7]])
    #expect(figure.data.map(\.scalarType) == ["I64"])
    #expect(figure.parameters.first == .init(name: "title", value: "Overlap"))
    let pixels = try PNG.decode(figure.png)
    #expect(pixels.width == 2 * figure.displayWidth && pixels.height == 2 * figure.displayHeight)
    #expect(
      Artifact.figure(figure).transcript
        == heatmap(counts, title: "Overlap").transcript + "\n")
  }

  @Test func shownValuesAndTheirArtifactsReadAlike() throws {
    let i = symbol("i", 4)
    let derived = derivation("o", (i - 1) * 2 + 3)
    let listed = table(["k", "s"], [["3", "2"], ["4", "2"]])
    let explored = explore(slider("kernel", 2...3, initial: 3), slider("stride", 1...2, initial: 1))
    { kernel, stride in
      frame(heatmap(overlapCounts(kernel: kernel, stride: stride, input: 2)), "k = \(kernel)")
    }
    let shown: [(any NativeValue & Showable, String)] = [
      (image, "Tensor"), (Matrix([[0.5]]), "Matrix"), (Counts([1, 2]), "Counts"),
      (derived, "Derivation"), (listed, "Table"), (explored, "Explorer"),
    ]
    for (value, type) in shown {
      let artifacts = try caller.show(value.asValue, type)
      #expect(artifacts.map(\.transcript).joined() == value.transcript + "\n", "\(type)")
    }
  }

  @Test func explorersCallTheClosureForEveryCombination() throws {
    let body = ExplorerBody()
    let value = try caller.call(
      "func explore(_ first: ExplorerSlider, _ second: ExplorerSlider, _ body",
      slider("a", 1...2, initial: 2).asValue, slider("b", 3...5, initial: 4).asValue,
      .function(body))
    #expect(body.positions == [[1, 3], [1, 4], [1, 5], [2, 3], [2, 4], [2, 5]])
    guard case .explorer(let explorer)? = try caller.show(value, "Explorer").first else {
      Issue.record("no explorer")
      return
    }
    #expect(explorer.sliders.map(\.values) == [["1", "2"], ["3", "4", "5"]])
    #expect(explorer.initialFrame == 4)
    #expect(explorer.frames[4].note == "2 4")
  }

  @Test func aFailureInsideAnExplorerIsTheClosures() {
    let body = ExplorerBody(failsAt: [2])
    expectFailure("not this one") {
      try caller.call(
        "func explore(_ slider", slider("a", 1...3, initial: 1).asValue, .function(body))
    }
    #expect(body.positions == [[1], [2]])
  }

  @Test func figureMistakesAreSentences() {
    expectFailure(
      "heatmap: expected one row or rows and columns (rank 1 or 2, leading axes of size 1 aside), "
        + "found shape [2, 3, 4]; draw a slice of it"
    ) { try caller.call("func heatmap", Tensor.zeros(2, 3, 4).asValue) }
    expectFailure("explore: more than 200 frames; compute a smaller case") {
      try caller.call(
        "func explore(_ slider", slider("a", 0...(Int.max - 1), initial: 1).asValue,
        .function(ExplorerBody()))
    }
  }
}

extension Caller {
  fileprivate var memoryMessage: String {
    "\(runtime.memoryLimitFailure)"
  }
}

extension Runtime {
  /// What a request for more memory than there may be ends with.
  fileprivate var memoryLimitFailure: any Error {
    do {
      try reserve(bytes: Int.max)
      return BuiltinFailure("there is no limit")
    } catch {
      return error
    }
  }
}

/// Stands for a chapter's closure: makes a frame with the positions as its note.
private final class ExplorerBody: FunctionValue {
  private(set) var positions: [[Int]] = []
  private let failsAt: [Int]?

  init(failsAt: [Int]? = nil) {
    self.failsAt = failsAt
    super.init()
  }

  override func call(_ arguments: [Value]) throws -> Value {
    let position = try arguments.map { try Int(value: $0) }
    positions.append(position)
    if position == failsAt { throw BuiltinFailure("not this one") }
    let note = position.map(String.init).joined(separator: " ")
    return frame(heatmap(Counts(position)), note).asValue
  }
}
