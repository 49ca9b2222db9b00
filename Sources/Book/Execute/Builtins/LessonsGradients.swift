import DeconvLessons

// Gradients of the chapter's own functions.

extension RegistryPart {
  static let gradientBuiltins: [Builtin] = [
    .function(
      """
      func gradient(of function: (Tensor) -> Tensor, at x: Tensor, upstream: Tensor? = nil) \
      -> Tensor
      """,
      """
      How much each element of `x` moves the sum of the function's results, each weighted by its \
      number in `upstream`.
      """,
      running: { (runtime: Runtime, function: Callable, x: Tensor, upstream: Tensor?) in
        try runtime.gradients(at: [x], upstream: upstream) { try function($0[0]) }[0]
      }),
    .function(
      """
      func gradients(of function: ([Tensor]) -> Tensor, at tensors: [Tensor], \
      upstream: Tensor? = nil) -> [Tensor]
      """,
      "The gradients of a function of several tensors, one for each.",
      running: { (runtime: Runtime, function: Callable, tensors: [Tensor], upstream: Tensor?) in
        try runtime.gradients(at: tensors, upstream: upstream) { try function($0) }
      }),
    .function(
      "func tape(of function: (Tensor) -> Tensor, at x: Tensor) -> String",
      "The steps of a function, one a line, as `gradient` records them and reads them backwards.",
      running: { (runtime: Runtime, function: Callable, x: Tensor) in
        try runtime.recording([x]) { tape, watched in
          let _: Tensor = try function(watched[0])
          try runtime.charge(
            steps: saturatingProduct([tape.steps.count, Runtime.stepsPerOperation]))
          return tape.description
        }
      }),
  ]
}

extension Runtime {
  /// Runs the chapter's code on watched tensors; what the tape keeps counts as memory in use.
  fileprivate func recording<Result>(
    _ tensors: [Tensor], _ body: (Tape, [Tensor]) throws -> Result
  ) throws -> Result {
    let tape = Tape()
    defer { tape.finish() }
    let memory = TapeMemory(tape)
    return try whileHolding({ memory.byteCount }) { try body(tape, tensors.map(tape.watch)) }
  }

  /// The gradients of the chapter's function, each weighted by its number in `upstream`.
  func gradients(
    at tensors: [Tensor], upstream: Tensor?, of function: ([Tensor]) throws -> Tensor
  ) throws -> [Tensor] {
    try recording(tensors) { tape, watched in
      let result = try function(watched)
      try chargeBackward(tape)
      return try Checked.gradients(on: tape, of: result, upstream: upstream, at: watched)
    }
  }
}

/// How much memory a tape keeps; each step is looked at once.
private final class TapeMemory {
  private let tape: Tape
  private var stepCount = 0
  private var elements = 0

  init(_ tape: Tape) { self.tape = tape }

  var byteCount: Int {
    let steps = tape.steps
    for step in steps.dropFirst(stepCount) { elements += step.output.count }
    stepCount = steps.count
    // The step itself takes some memory as well.
    return elements * 4 + stepCount * 256
  }
}
