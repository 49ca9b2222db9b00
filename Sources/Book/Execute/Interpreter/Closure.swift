/// A function's code, compiled once however often the function is made.
final class CompiledFunction {
  let frameSize: Int
  /// Each takes one argument apart into the slots of the new frame.
  let parameters: [(Machine, Value) throws -> Void]
  /// Yields the function's result.
  let body: Code
  /// How deeply the compiled code nests on the native stack.
  let nesting: Int
  /// What a call takes, whatever the body's calls take beside.
  let steps: Int
  let captures: [Capture]

  enum Capture {
    /// A variable of the function around.
    case variable(outer: Int, inner: Int)
    /// A function that is declared together with this one, or this one itself.
    case sibling(index: Int, inner: Int, isShared: Bool)
  }

  init(
    frameSize: Int, parameters: [(Machine, Value) throws -> Void], captures: [Capture],
    nesting: Int, steps: Int, body: @escaping Code
  ) {
    self.frameSize = frameSize
    self.parameters = parameters
    self.captures = captures
    self.nesting = nesting
    self.steps = steps
    self.body = body
  }
}

/// Functions that are declared together, with the variables that they share with the outside.
///
/// They do not hold each other as values: a function that captured itself would never be freed.
/// Each call puts its siblings into the new frame instead.
final class FunctionGroup {
  let codes: [CompiledFunction]
  /// For each function, its captured variables with their slots in the new frame.
  let environments: [[(slot: Int, variable: SharedVariable)]]

  /// Takes the captured variables from the active frame.
  init(_ codes: [CompiledFunction], in machine: Machine) {
    self.codes = codes
    environments = codes.map { code in
      code.captures.compactMap { capture in
        guard case .variable(let outer, let inner) = capture else { return nil }
        let value = machine.stack[machine.base + outer]
        if case .variable(let variable) = value { return (inner, variable) }
        // A constant that is not shared: its value is enough.
        return (inner, SharedVariable(value))
      }
    }
  }
}

/// A function of the chapter as a value.
final class Closure: FunctionValue {
  private let group: FunctionGroup
  private let index: Int
  private unowned let machine: Machine

  init(_ group: FunctionGroup, index: Int, machine: Machine) {
    self.group = group
    self.index = index
    self.machine = machine
  }

  var code: CompiledFunction { group.codes[index] }

  /// Puts the captured variables and the siblings into the frame that has just been made.
  func openEnvironment(_ machine: Machine) throws {
    for (slot, variable) in group.environments[index] {
      machine.store(.variable(variable), slot)
    }
    for case .sibling(let index, let inner, let isShared) in code.captures {
      let sibling = Value.function(Closure(group, index: index, machine: machine))
      if isShared {
        try machine.declareShared(sibling, inner)
      } else {
        machine.store(sibling, inner)
      }
    }
  }

  override func call(_ arguments: [Value]) throws -> Value {
    machine.stack.append(contentsOf: arguments)
    return try machine.call(self, argumentCount: arguments.count)
  }
}

/// A function value with a body in Swift: a builtin as a value, as in `map(relu)`.
package final class SwiftFunction: FunctionValue {
  private let body: ([Value]) throws -> Value

  package init(_ body: @escaping ([Value]) throws -> Value) { self.body = body }

  package override func call(_ arguments: [Value]) throws -> Value { try body(arguments) }
}
