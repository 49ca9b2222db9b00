import BookModel

/// A compiled expression.
typealias Code = (Machine) throws -> Value

/// A compiled statement.
typealias Action = (Machine) throws -> Flow

/// How a statement ends.
enum Flow: Equatable {
  case next
  /// Leaves the loop or `switch` with this number.
  case leave(Int)
  /// Goes on with the next turn of the loop with this number.
  case again(Int)
  /// Leaves the function; the value is in ``Machine/returned``.
  case returned
}

/// The state of a run: the frames of all active functions on one stack.
///
/// No closure keeps a frame alive: what closures share lives in a ``SharedVariable``, and the slot
/// holds that.
final class Machine {
  let runtime: Runtime
  let registry: Registry
  var stack: [Value] = []
  /// Where the active function's frame begins.
  var base = 0
  var returned = Value.void
  private var depth = 0
  /// The nesting of compiled code that is being run, over all active calls.
  private var nesting = 0

  /// Compiled code nests on the native stack; its size sets the limit: 256 MB, and at most 1.5 KB
  /// a level, measured in debug builds.
  private static let nestingLimit = 160_000

  init(registry: Registry, runtime: Runtime) {
    self.registry = registry
    self.runtime = runtime
  }

  // MARK: Slots

  @inline(__always)
  func load(_ slot: Int) throws -> Value {
    let value = stack[base &+ slot]
    if case .vacant = value { throw Machine.unreadable }
    return value
  }

  @inline(__always)
  func store(_ value: Value, _ slot: Int) { stack[base &+ slot] = value }

  /// The variable in a slot that closures share.
  func shared(_ slot: Int) throws -> SharedVariable {
    guard case .variable(let variable) = stack[base &+ slot] else { throw Machine.unreadable }
    return variable
  }

  func loadShared(_ slot: Int) throws -> Value {
    let value = try shared(slot).value
    if case .vacant = value { throw Machine.unreadable }
    return value
  }

  /// Makes the shared variable of a declaration that runs now.
  func declareShared(_ value: Value, _ slot: Int) throws {
    let variable = SharedVariable(value)
    try runtime.count(variable, as: 96)
    stack[base &+ slot] = .variable(variable)
  }

  static let unreadable = RuntimeFailure(
    id: "no-value", "the variable is read before it has a value, or while it is being changed")

  // MARK: Calls

  /// Calls with the arguments on top of the stack, and takes them off.
  func call(_ closure: Closure, argumentCount: Int) throws -> Value {
    let code = closure.code
    let (callerBase, firstArgument) = (base, stack.count - argumentCount)
    try enterCall(nesting: code.nesting, steps: code.steps)
    defer {
      stack.removeLast(stack.count - firstArgument)
      base = callerBase
      leaveCall(nesting: code.nesting)
    }
    guard code.parameters.count == argumentCount else {
      throw Value.mismatch(expected: "a function of \(argumentCount) parameters")
    }
    base = stack.count
    for _ in 0..<code.frameSize { stack.append(.vacant) }
    try closure.openEnvironment(self)
    for (index, bind) in code.parameters.enumerated() {
      try bind(self, stack[firstArgument + index])
    }
    return try code.body(self)
  }

  private func enterCall(nesting more: Int, steps: Int) throws {
    depth += 1
    nesting += more
    let limit = runtime.limits.callDepth
    if depth > limit || nesting > Self.nestingLimit {
      leaveCall(nesting: more)
      throw RuntimeFailure(
        .limit, id: "limit-depth", "calls are nested more than \(depth) deep",
        hint: "a function that calls itself needs a case in which it does not")
    }
    try runtime.charge(steps: steps)
  }

  private func leaveCall(nesting less: Int) {
    depth -= 1
    nesting -= less
  }

  /// Back to the chapter's own frame, after a unit that failed.
  func unwind(frameSize: Int) {
    stack.removeLast(stack.count - frameSize)
    (base, depth, nesting) = (0, 0, 0)
  }
}
