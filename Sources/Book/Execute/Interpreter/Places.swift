import BookModel

/// A place in two halves: first its arguments are evaluated, then it is changed.
///
/// Between the two, Swift evaluates the value to be assigned. While the place is being changed its
/// value is moved out of the variable, so that arrays are changed without being copied.
struct CompiledPlace {
  /// The arguments of each step.
  let arguments: (Machine) throws -> [[Value]]
  let change: (Machine, [[Value]], (inout Value) throws -> Void) throws -> Void
}

/// Changes a part of a value: the steps that lead to it, from a position on.
private typealias Step = (
  inout Value, [Value], Runtime, (inout Value) throws -> Void
) throws -> Void

extension FunctionCompiler {
  func place(_ place: Place) -> CompiledPlace {
    let slot = place.slot
    let steps = place.steps.map { step(to: $0) }
    let codes = place.steps.map { step -> [Code] in
      guard case .subscripted(let id, let arguments) = step else { return [] }
      return self.arguments(arguments, of: id)
    }
    let isShared = self.isShared[slot]
    return CompiledPlace(
      arguments: { machine in
        if codes.isEmpty { return [] }
        return try codes.map { try $0.map { try $0(machine) } }
      },
      change: { machine, arguments, body in
        if isShared {
          // A closure that a mutating method calls finds the variable vacant, and says so.
          let variable = try machine.shared(slot)
          var value = variable.value
          variable.value = .vacant
          defer { variable.value = value }
          try Self.descend(&value, steps[...], arguments, machine.runtime, body)
        } else {
          var value = machine.stack[machine.base + slot]
          machine.stack[machine.base + slot] = .vacant
          defer { machine.stack[machine.base + slot] = value }
          try Self.descend(&value, steps[...], arguments, machine.runtime, body)
        }
      })
  }

  private static func descend(
    _ value: inout Value, _ steps: ArraySlice<Step>, _ arguments: [[Value]], _ runtime: Runtime,
    _ body: (inout Value) throws -> Void
  ) throws {
    guard let step = steps.first else { return try body(&value) }
    try step(&value, arguments[steps.startIndex], runtime) { part in
      try descend(&part, steps.dropFirst(), arguments, runtime, body)
    }
    // What was shared was copied for the change, and counts from here on.
    try runtime.adopt(value)
  }

  private func step(to step: Place.Step) -> Step {
    switch step {
    case .subscripted(let id, _), .property(let id):
      let builtin = registry.builtins[id]
      return { value, arguments, runtime, body in
        guard let modify = builtin.modify else {
          throw BuiltinFailure("\(builtin.declaration.text) cannot be assigned to")
        }
        try modify(&value, arguments, runtime, body)
      }
    case .tupleElement(let index):
      return { value, _, _, body in
        guard case .tuple(var elements, let labels) = value, elements.indices.contains(index)
        else { throw Value.mismatch(expected: "a tuple") }
        value = .vacant
        defer { value = .tuple(elements, labels: labels) }
        try body(&elements[index])
      }
    case .unwrap:
      return { value, _, _, body in
        guard case .present(var wrapped) = value else { throw Self.foundNil }
        value = .vacant
        defer { value = .present(wrapped) }
        try body(&wrapped)
      }
    }
  }
}

extension FunctionCompiler {
  func assignment(_ place: Place, _ value: Expression) -> Action {
    let code = expression(value)
    let slot = place.slot
    if place.steps.isEmpty {
      if isShared[slot] {
        return { machine in
          let value = try code(machine)
          try machine.shared(slot).value = value
          return .next
        }
      }
      return { machine in
        machine.store(try code(machine), slot)
        return .next
      }
    }
    let target = self.place(place)
    return { machine in
      let arguments = try target.arguments(machine)
      let value = try code(machine)
      do { try target.change(machine, arguments) { $0 = value } } catch {
        throw RuntimeFailure(error, at: place.span, isThrowing: false)
      }
      return .next
    }
  }

  /// `place op= value`.
  func update(_ place: Place, operatorID id: Int, _ value: Expression) -> Action {
    let code = expression(value)
    let builtin = registry.builtins[id]
    if place.steps.isEmpty, !isShared[place.slot], builtin.update == nil,
      case .binary(let body) = builtin.implementation
    {
      return variableUpdate(place, body, code)
    }
    let target = self.place(place)
    return { machine in
      let runtime = machine.runtime
      let arguments = try target.arguments(machine)
      let operand = try code(machine)
      do {
        try target.change(machine, arguments) { part in
          if case .vacant = part { throw Machine.unreadable }
          try runtime.charge(calling: builtin, [operand])
          if let update = builtin.update {
            try update(&part, operand, runtime)
            try runtime.recount(part)
          } else if case .binary(let body) = builtin.implementation {
            part = try body(part, operand)
            try runtime.adopt(part)
          } else {
            part = try builtin.call([part, operand], runtime)
            try runtime.adopt(part)
          }
        }
      } catch { throw RuntimeFailure(error, at: place.span, isThrowing: false) }
      return .next
    }
  }

  /// `variable op= value`, on the shortest way.
  private func variableUpdate(
    _ place: Place, _ operation: @escaping (Value, Value) throws -> Value, _ code: @escaping Code
  ) -> Action {
    let slot = place.slot
    return { machine in
      let operand = try code(machine)
      do {
        let value = try operation(machine.load(slot), operand)
        try machine.runtime.adopt(value)
        machine.store(value, slot)
      } catch { throw RuntimeFailure(error, at: place.span, isThrowing: false) }
      return .next
    }
  }

  func mutatingCall(
    _ place: Place, _ id: Int, _ arguments: [Argument], _ span: SourceSpan
  ) -> Code {
    let target = self.place(place)
    let codes = self.arguments(arguments, of: id)
    let builtin = registry.builtins[id]
    let canThrow = registry.signatures[id].canThrow
    return { machine in
      let runtime = machine.runtime
      let placeArguments = try target.arguments(machine)
      let values = try codes.map { try $0(machine) }
      var result = Value.void
      do {
        guard case .mutating(let body) = builtin.implementation else {
          throw BuiltinFailure("\(builtin.declaration.text) changes nothing")
        }
        try target.change(machine, placeArguments) { base in
          if case .vacant = base { throw Machine.unreadable }
          try runtime.charge(calling: builtin, values)
          result = try body(&base, values, runtime)
          try runtime.recount(base)
        }
        try runtime.adopt(result)
      } catch { throw RuntimeFailure(error, at: span, isThrowing: canThrow) }
      return result
    }
  }
}
