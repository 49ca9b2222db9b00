import BookModel

/// What a loop does after a turn.
private enum AfterTurn {
  case goOn
  case stop(Flow)
}

extension Flow {
  /// What this end of a turn means for the loop with the given number.
  fileprivate func afterTurn(of loop: Int) -> AfterTurn {
    switch self {
    case .next: return .goOn
    case .again(let number) where number == loop: return .goOn
    case .leave(let number) where number == loop: return .stop(.next)
    default: return .stop(self)
    }
  }
}

extension FunctionCompiler {
  func forIn(
    _ pattern: Pattern, _ sequence: Expression, filter: Expression?, body: [Statement],
    label: String?
  ) -> Action {
    let code = expression(sequence)
    let bind = binder(pattern)
    let (filter, steps) = measured { filter.map { condition([.isTrue($0)]) } }
    return withTarget(label: label, isLoop: true) { number in
      let body = block(body)
      let turn = { (machine: Machine, element: Value) throws -> AfterTurn in
        try machine.runtime.charge(steps: steps)
        try bind(machine, element)
        if let filter, try !filter(machine) { return .goOn }
        return try body(machine).afterTurn(of: number)
      }
      return { machine in
        let sequence = try code(machine)
        if case .array(let box) = sequence {
          for element in box.elements {
            if case .stop(let flow) = try turn(machine, element) { return flow }
          }
          return .next
        }
        for number in try sequence.integers {
          if case .stop(let flow) = try turn(machine, .int(number)) { return flow }
        }
        return .next
      }
    }
  }

  func whileLoop(_ conditions: [Condition], body: [Statement], label: String?) -> Action {
    let (isTrue, steps) = measured { condition(conditions) }
    return withTarget(label: label, isLoop: true) { number in
      let body = block(body)
      return { machine in
        while try isTrue(machine) {
          try machine.runtime.charge(steps: steps)
          if case .stop(let flow) = try body(machine).afterTurn(of: number) { return flow }
        }
        return .next
      }
    }
  }

  func repeatWhile(body: [Statement], _ condition: Expression, label: String?) -> Action {
    let (isTrue, steps) = measured { self.condition([.isTrue(condition)]) }
    return withTarget(label: label, isLoop: true) { number in
      let body = block(body)
      return { machine in
        repeat {
          try machine.runtime.charge(steps: steps)
          if case .stop(let flow) = try body(machine).afterTurn(of: number) { return flow }
        } while try isTrue(machine)
        return .next
      }
    }
  }

  /// The first case whose label fits is run; the checker has seen to it that one does.
  func switchOver(_ subject: Expression, _ cases: [SwitchCase], label: String?) -> Action {
    let code = expression(subject)
    return withTarget(label: label, isLoop: false) { number in
      let branches = cases.map { (test: caseTest($0), body: block($0.body)) }
      return { machine in
        let subject = try code(machine)
        for branch in branches where try branch.test(machine, subject) {
          let flow = try branch.body(machine)
          return flow == .leave(number) ? .next : flow
        }
        return .next
      }
    }
  }

  func caseTest(_ switchCase: SwitchCase) -> (Machine, Value) throws -> Bool {
    let labels = switchCase.labels.map { label in nested { labelTest(label) } }
    let filter = switchCase.filter.map { condition([.isTrue($0)]) }
    return { machine, subject in
      for label in labels where try label(machine, subject) {
        guard let filter else { return true }
        if try filter(machine) { return true }
      }
      return false
    }
  }

  private func labelTest(_ label: SwitchCase.Label) -> (Machine, Value) throws -> Bool {
    switch label {
    case .otherwise: return { _, _ in true }
    case .binding(let pattern):
      let bind = binder(pattern)
      return { machine, subject in
        try bind(machine, subject)
        return true
      }
    case .equals(let pattern, let id), .contains(let pattern, let id):
      let code = expression(pattern)
      let builtin = registry.builtins[id]
      return { machine, subject in
        try Bool(value: builtin.call([code(machine), subject], machine.runtime))
      }
    }
  }

  func jump(to label: String?, isContinue: Bool) -> Action {
    let target = targets.last { target in
      if let label { return target.label == label }
      return target.isLoop || !isContinue
    }
    // The checker refuses a jump without a target.
    guard let number = target?.number else { return { _ in .next } }
    let flow: Flow = isContinue ? .again(number) : .leave(number)
    return { _ in flow }
  }
}

extension Value {
  /// The integers of a range.
  var integers: Range<Int> {
    get throws {
      let range: Range<Int>
      switch self {
      case .range: range = try Range(value: self)
      case .closedRange:
        let closed = try ClosedRange<Int>(value: self)
        guard closed.upperBound < Int.max else {
          throw BuiltinFailure("a range up to Int.max cannot be walked through")
        }
        range = Range(closed)
      default: throw Value.mismatch(expected: "a sequence")
      }
      guard !range.upperBound.subtractingReportingOverflow(range.lowerBound).overflow else {
        throw BuiltinFailure("the range \(range) has more elements than an Int can count")
      }
      return range
    }
  }
}
