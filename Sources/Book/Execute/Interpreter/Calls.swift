import BookModel

extension FunctionCompiler {
  /// A call of a builtin, its failures located at the call.
  func call(_ id: Int, _ arguments: [Argument], _ span: SourceSpan) -> Code {
    let builtin = registry.builtins[id]
    let signature = registry.signatures[id]
    let canThrow = signature.canThrow
    let codes = self.arguments(arguments, of: id)
    let isScalar = signature.result.isScalar
    // Numbers and truths are compared and joined in no time; strings and arrays take theirs.
    let takesScalars = arguments.allSatisfy { $0.isScalar }
    switch (builtin.implementation, codes.count) {
    case (.unary(let body), 1):
      let argument = codes[0]
      return { machine in
        let value = try argument(machine)
        do {
          if !takesScalars { try machine.runtime.charge(reading: value) }
          let result = try body(value)
          if !isScalar { try machine.runtime.adopt(result) }
          return result
        } catch { throw RuntimeFailure(error, at: span, isThrowing: canThrow) }
      }
    case (.binary(let body), 2):
      let (first, second) = (codes[0], codes[1])
      return { machine in
        let (a, b) = (try first(machine), try second(machine))
        do {
          if !takesScalars { try machine.runtime.charge(comparing: a, b) }
          let result = try body(a, b)
          if !isScalar { try machine.runtime.adopt(result) }
          return result
        } catch { throw RuntimeFailure(error, at: span, isThrowing: canThrow) }
      }
    default:
      return { machine in
        var values: [Value] = []
        values.reserveCapacity(codes.count)
        for code in codes { values.append(try code(machine)) }
        do {
          try machine.runtime.charge(calling: builtin, values)
          let result = try builtin.call(values, machine.runtime)
          if !isScalar { try machine.runtime.adopt(result) }
          return result
        } catch { throw RuntimeFailure(error, at: span, isThrowing: canThrow) }
      }
    }
  }

  /// The arguments of a builtin: expressions, variadic ones as one array, omitted ones as declared.
  func arguments(_ arguments: [Argument], of id: Int) -> [Code] {
    let parameters = registry.signatures[id].parameters
    // A member's base stands before the arguments of its parameters.
    let shift = max(0, arguments.count - parameters.count)
    return arguments.enumerated().map { index, argument in
      let parameter = index - shift
      switch argument {
      case .expression(let value):
        let code = expression(value)
        let isAutoclosure =
          parameters.indices.contains(parameter) && parameters[parameter].isAutoclosure
        return isAutoclosure ? Self.autoclosure(code) : code
      case .variadic(let values):
        return expression(
          Expression(
            .array(values), type: .array(values.first?.type ?? .void),
            span: values.first?.span ?? Self.nowhere))
      case .omitted:
        return omitted(parameter, of: id)
      }
    }
  }

  /// A declared default: one value for all calls.
  private func omitted(_ parameter: Int, of id: Int) -> Code {
    do {
      guard let value = try registry.defaultValue(of: id, parameter: parameter, runtime: runtime)
      else { throw BuiltinFailure("the argument \(parameter + 1) has no default") }
      return counted(value)
    } catch {
      return { _ in throw error }
    }
  }

  private static let nowhere = SourceSpan(
    SourceLocation(offset: 0, line: 1, column: 1), SourceLocation(offset: 0, line: 1, column: 1))

  /// An argument that the builtin evaluates, while its call lasts, in the caller's frame.
  private static func autoclosure(_ code: @escaping Code) -> Code {
    { machine in
      let base = machine.base
      return .function(
        SwiftFunction { [unowned machine] _ in
          let active = machine.base
          machine.base = base
          defer { machine.base = active }
          return try code(machine)
        })
    }
  }

  /// A call of a function value.
  func call(_ callee: Expression, _ arguments: [Expression], _ span: SourceSpan) -> Code {
    let calleeCode = expression(callee)
    let codes = arguments.map(expression)
    return { machine in
      guard case .function(let function) = try calleeCode(machine) else {
        throw Value.mismatch(expected: "a function")
      }
      do {
        if let closure = function as? Closure {
          let height = machine.stack.count
          do {
            for code in codes { machine.stack.append(try code(machine)) }
          } catch {
            machine.stack.removeLast(machine.stack.count - height)
            throw error
          }
          return try machine.call(closure, argumentCount: codes.count)
        }
        let result = try function.call(codes.map { try $0(machine) })
        try machine.runtime.adopt(result)
        return result
      } catch {
        throw RuntimeFailure(error, at: span, isThrowing: false)
      }
    }
  }

  func closure(_ body: FunctionBody) -> Code {
    let code = function(body)
    return { machine in
      let closure = Value.function(
        Closure(FunctionGroup([code], in: machine), index: 0, machine: machine))
      try machine.runtime.adopt(closure)
      return closure
    }
  }

  func reference(_ id: Int, _ span: SourceSpan) -> Code {
    let builtin = registry.builtins[id]
    let canThrow = registry.signatures[id].canThrow
    return { machine in
      .function(
        SwiftFunction { [unowned machine] arguments in
          do {
            try machine.runtime.charge(calling: builtin, arguments)
            let result = try builtin.call(arguments, machine.runtime)
            try machine.runtime.adopt(result)
            return result
          } catch { throw RuntimeFailure(error, at: span, isThrowing: canThrow) }
        })
    }
  }
}

extension Argument {
  /// Whether the argument is a value that holds no memory of its own.
  fileprivate var isScalar: Bool {
    guard case .expression(let value) = self else { return false }
    return value.type.isScalar
  }
}

extension ValueType {
  /// Whether values of the type hold no memory of their own.
  fileprivate var isScalar: Bool {
    switch self {
    case .int, .double, .float, .bool, .void: true
    default: false
    }
  }
}
