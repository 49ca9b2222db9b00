import BookModel

extension FunctionCompiler {
  func block(_ statements: [Statement]) -> Action {
    let actions = statements.map { statement in nested { self.statement(statement) } }
    switch actions.count {
    case 0: return { _ in .next }
    case 1: return actions[0]
    default:
      return { machine in
        for action in actions {
          let flow = try action(machine)
          if flow != .next { return flow }
        }
        return .next
      }
    }
  }

  func statement(_ statement: Statement) -> Action {
    let (action, steps) = measured { unlocated(statement) }
    let span = statement.span
    return { machine in
      do {
        try machine.runtime.charge(steps: steps)
        return try action(machine)
      } catch {
        throw RuntimeFailure(error, at: span, isThrowing: false)
      }
    }
  }

  private func unlocated(_ statement: Statement) -> Action {
    switch statement.kind {
    case .declare(let pattern, let value): return declaration(pattern, value)
    case .assign(let place, let value): return assignment(place, value)
    case .update(let place, let id, let value): return update(place, operatorID: id, value)
    case .evaluate(let value):
      let code = expression(value)
      return { machine in
        _ = try code(machine)
        return .next
      }
    case .show(let value): return show(value)
    case .conditional(let conditions, let then, let otherwise):
      let isTrue = condition(conditions)
      let (then, otherwise) = (block(then), block(otherwise))
      return { try isTrue($0) ? try then($0) : try otherwise($0) }
    case .guardElse(let conditions, let otherwise):
      let isTrue = condition(conditions)
      let otherwise = block(otherwise)
      return { try isTrue($0) ? .next : try otherwise($0) }
    case .forIn(let pattern, let sequence, let filter, let body, let label):
      return forIn(pattern, sequence, filter: filter, body: body, label: label)
    case .whileLoop(let conditions, let body, let label):
      return whileLoop(conditions, body: body, label: label)
    case .repeatWhile(let body, let condition, let label):
      return repeatWhile(body: body, condition, label: label)
    case .switchOver(let subject, let cases, let label):
      return switchOver(subject, cases, label: label)
    case .breakLoop(let label): return jump(to: label, isContinue: false)
    case .continueLoop(let label): return jump(to: label, isContinue: true)
    case .returnValue(let value): return returnValue(value)
    case .functions(let functions): return declareFunctions(functions)
    }
  }

  private func declaration(_ pattern: Pattern, _ value: Expression?) -> Action {
    let bind = binder(pattern)
    guard let value else {
      // A turn of a loop must not see the last turn's value.
      return { machine in
        try Self.declareVacant(pattern, bind, machine)
        return .next
      }
    }
    let code = expression(value)
    return { machine in
      try bind(machine, code(machine))
      return .next
    }
  }

  private static func declareVacant(
    _ pattern: Pattern, _ bind: (Machine, Value) throws -> Void, _ machine: Machine
  ) throws {
    func vacancy(_ pattern: Pattern) -> Value {
      guard case .tuple(let parts) = pattern else { return .vacant }
      return .tuple(parts.map(vacancy), labels: [])
    }
    try bind(machine, vacancy(pattern))
  }

  private func returnValue(_ value: Expression?) -> Action {
    guard let value else {
      return { machine in
        machine.returned = .void
        return .returned
      }
    }
    let code = expression(value)
    return { machine in
      machine.returned = try code(machine)
      return .returned
    }
  }

  private func declareFunctions(_ functions: [(slot: Int, body: FunctionBody)]) -> Action {
    let slots = functions.map(\.slot)
    let codes = functions.map { self.function($0.body, siblings: slots) }
    let isShared = self.isShared
    return { machine in
      let group = FunctionGroup(codes, in: machine)
      for (index, slot) in slots.enumerated() {
        let function = Value.function(Closure(group, index: index, machine: machine))
        try machine.runtime.adopt(function)
        if isShared[slot] {
          try machine.declareShared(function, slot)
        } else {
          machine.store(function, slot)
        }
      }
      return .next
    }
  }

  /// A shown value becomes artifacts, by its type; other values become a line of text.
  private func show(_ value: Expression) -> Action {
    let code = expression(value)
    var show: RegistryPart.Show?
    if case .nominal(let name, _) = value.type { show = registry.shown[name] }
    return { machine in
      let value = try code(machine)
      if let show {
        try machine.runtime.charge(reading: value)
        for artifact in try show(value) { try machine.runtime.show(artifact) }
      } else {
        try machine.runtime.print(machine.runtime.text(of: value) + "\n")
      }
      return .next
    }
  }

  /// Whether all conditions hold; `if let` declares its variables on the way.
  func condition(_ conditions: [Condition]) -> (Machine) throws -> Bool {
    let tests = conditions.map { condition in nested { test(condition) } }
    if tests.count == 1 { return tests[0] }
    return { machine in
      for test in tests where try !test(machine) { return false }
      return true
    }
  }

  private func test(_ condition: Condition) -> (Machine) throws -> Bool {
    switch condition {
    case .isTrue(let value):
      let code = expression(value)
      return { try Bool(value: code($0)) }
    case .binding(let pattern, let optional):
      let code = expression(optional)
      let bind = binder(pattern)
      return { machine in
        guard case .present(let wrapped) = try code(machine) else { return false }
        try bind(machine, wrapped)
        return true
      }
    }
  }
}
