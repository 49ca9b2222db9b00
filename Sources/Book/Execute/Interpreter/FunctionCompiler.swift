import BookModel

/// Turns the checked code of one function, or of the chapter itself, into Swift closures.
///
/// Slots, builtins and jump targets are resolved here, once; what is left for run time is calls of
/// closures.
final class FunctionCompiler {
  let registry: Registry
  let runtime: Runtime
  /// For each slot: whether it holds a ``SharedVariable``.
  let isShared: [Bool]
  /// The loops and switches around the statement that is being compiled.
  var targets: [JumpTarget] = []
  private var targetCount = 0
  private var nesting = 0
  private(set) var deepestNesting = 0
  /// The expressions of the statement that is being compiled.
  var expressionCount = 0

  struct JumpTarget {
    let number: Int
    let label: String?
    let isLoop: Bool
  }

  init(registry: Registry, runtime: Runtime, isShared: [Bool]) {
    self.registry = registry
    self.runtime = runtime
    self.isShared = isShared
  }

  /// Counts how deeply the compiled closures will nest.
  func nested<Result>(_ body: () -> Result) -> Result {
    nesting += 1
    deepestNesting = max(deepestNesting, nesting)
    defer { nesting -= 1 }
    return body()
  }

  /// Compiles code, and tells how many steps it takes once, whatever its calls take beside: one,
  /// and one more for each four expressions.
  func measured<Result>(_ body: () -> Result) -> (Result, steps: Int) {
    let outer = expressionCount
    expressionCount = 0
    defer { expressionCount = outer }
    let result = body()
    return (result, 1 + expressionCount / 4)
  }

  /// Compiles the body of a loop or switch, which `break` and `continue` may leave.
  func withTarget<Result>(label: String?, isLoop: Bool, _ body: (Int) -> Result) -> Result {
    targetCount += 1
    targets.append(JumpTarget(number: targetCount, label: label, isLoop: isLoop))
    defer { targets.removeLast() }
    return body(targetCount)
  }

  /// What takes a value apart into the slots of a pattern; each variable is declared anew.
  func binder(_ pattern: Pattern) -> (Machine, Value) throws -> Void {
    switch pattern {
    case .wildcard: return { _, _ in }
    case .variable(let slot):
      if isShared[slot] { return { try $0.declareShared($1, slot) } }
      return { $0.store($1, slot) }
    case .tuple(let parts):
      let binders = parts.map(binder)
      return { machine, value in
        guard case .tuple(let elements, _) = value, elements.count == binders.count else {
          throw Value.mismatch(expected: "a tuple of \(binders.count) values")
        }
        for (bind, element) in zip(binders, elements) { try bind(machine, element) }
      }
    }
  }

  /// Compiles a function that is made in this one's frame; `siblings` are the slots of the
  /// functions that are declared together with it.
  func function(_ body: FunctionBody, siblings: [Int] = []) -> CompiledFunction {
    var isShared = body.frame.isBoxed
    let captures = body.captures.map { capture -> CompiledFunction.Capture in
      if let index = siblings.firstIndex(of: capture.outer) {
        return .sibling(index: index, inner: capture.inner, isShared: isShared[capture.inner])
      }
      isShared[capture.inner] = true
      return .variable(outer: capture.outer, inner: capture.inner)
    }
    let compiler = FunctionCompiler(registry: registry, runtime: runtime, isShared: isShared)
    let (code, steps) = compiler.measured { compiler.functionBody(body) }
    return CompiledFunction(
      frameSize: isShared.count, parameters: body.parameters.map(compiler.binder),
      captures: captures, nesting: compiler.deepestNesting + 4, steps: steps, body: code)
  }

  private func functionBody(_ body: FunctionBody) -> Code {
    // A body of one expression needs no statement around it.
    if body.statements.count == 1 {
      switch body.statements[0].kind {
      case .returnValue(let value?): return expression(value)
      case .evaluate(let value) where body.type.result != .void: return expression(value)
      default: break
      }
    }
    let action = block(body.statements)
    return { machine in
      guard try action(machine) == .returned else { return .void }
      defer { machine.returned = .void }
      return machine.returned
    }
  }
}
