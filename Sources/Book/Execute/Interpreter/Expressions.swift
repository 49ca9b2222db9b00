import BookModel

extension FunctionCompiler {
  func expression(_ expression: Expression) -> Code {
    expressionCount += 1
    return nested { unnested(expression) }
  }

  private func unnested(_ expression: Expression) -> Code {
    let span = expression.span
    switch expression.kind {
    case .integer(let number): return constant(.int(number))
    case .double(let number): return constant(.double(number))
    case .float(let number): return constant(.float(number))
    case .bool(let truth): return constant(.bool(truth))
    case .none: return constant(.absent)
    case .string(let text): return counted(.string(text))
    case .interpolation(let segments): return interpolation(segments)
    case .variable(let slot): return variable(slot, span)
    case .array(let elements): return array(elements)
    case .tuple(let elements): return tuple(elements, type: expression.type)
    case .tupleElement(let tuple, let index): return tupleElement(self.expression(tuple), index)
    case .builtin(let id, let arguments): return call(id, arguments, span)
    case .mutating(let place, let id, let arguments):
      return mutatingCall(place, id, arguments, span)
    case .call(let callee, let arguments): return call(callee, arguments, span)
    case .closure(let body): return closure(body)
    case .builtinReference(let id): return reference(id, span)
    case .conditional(let condition, let then, let otherwise):
      let isTrue = self.condition([.isTrue(condition)])
      let (then, otherwise) = (self.expression(then), self.expression(otherwise))
      return { try isTrue($0) ? try then($0) : try otherwise($0) }
    case .statementExpression(let statement): return valueStatement(statement)
    case .and(let a, let b):
      let (a, b) = (condition([.isTrue(a)]), condition([.isTrue(b)]))
      return { .bool(try a($0) && b($0)) }
    case .or(let a, let b):
      let (a, b) = (condition([.isTrue(a)]), condition([.isTrue(b)]))
      return { .bool(try a($0) || b($0)) }
    case .some(let wrapped):
      let code = self.expression(wrapped)
      return { .present(try code($0)) }
    case .forceUnwrap(let optional): return forceUnwrap(self.expression(optional), span)
    case .coalesce(let optional, let other):
      return coalesce(optional, other, type: expression.type)
    case .optionalChain(let base, let slot, let body):
      return optionalChain(base, slot: slot, body, type: expression.type)
    case .tryOptional(let value): return tryOptional(value, type: expression.type)
    }
  }

  private func constant(_ value: Value) -> Code { { _ in value } }

  /// A value of the chapter's text whose memory counts once, however often it is evaluated.
  func counted(_ value: Value) -> Code {
    { machine in
      try machine.runtime.adopt(value)
      return value
    }
  }

  private func variable(_ slot: Int, _ span: SourceSpan) -> Code {
    if isShared[slot] {
      return { machine in
        do { return try machine.loadShared(slot) } catch {
          throw RuntimeFailure(error, at: span, isThrowing: false)
        }
      }
    }
    return { machine in
      do { return try machine.load(slot) } catch {
        throw RuntimeFailure(error, at: span, isThrowing: false)
      }
    }
  }

  private func interpolation(_ segments: [Expression.Segment]) -> Code {
    let parts = segments.map { segment -> (Machine) throws -> String in
      switch segment {
      case .text(let text): return { _ in text }
      case .value(let value):
        let code = expression(value)
        return { try $0.runtime.text(of: code($0)) }
      }
    }
    return { machine in
      var text = ""
      for part in parts {
        let more = try part(machine)
        try machine.runtime.reserve(bytes: text.utf8.count + more.utf8.count)
        text += more
      }
      let value = Value.string(text)
      try machine.runtime.adopt(value)
      return value
    }
  }

  private func array(_ elements: [Expression]) -> Code {
    let codes = elements.map(expression)
    return { machine in
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(machine)) }
      let value = Value.array(values)
      try machine.runtime.adopt(value)
      return value
    }
  }

  private func tuple(_ elements: [Expression], type: ValueType) -> Code {
    if elements.isEmpty { return constant(.void) }
    let codes = elements.map(expression)
    var labels: [String?] = []
    if case .tuple(let parts) = type, parts.contains(where: { $0.label != nil }) {
      labels = parts.map(\.label)
    }
    return { [labels] machine in
      var values: [Value] = []
      values.reserveCapacity(codes.count)
      for code in codes { values.append(try code(machine)) }
      return .tuple(values, labels: labels)
    }
  }

  private func tupleElement(_ code: @escaping Code, _ index: Int) -> Code {
    { machine in
      guard case .tuple(let elements, _) = try code(machine), elements.indices.contains(index)
      else { throw Value.mismatch(expected: "a tuple") }
      return elements[index]
    }
  }
}

// Optionals.
extension FunctionCompiler {
  static let foundNil = BuiltinFailure(
    "Unexpectedly found nil while unwrapping an Optional value",
    hint: "use `if let` or `??` where a value may be missing")

  private func forceUnwrap(_ code: @escaping Code, _ span: SourceSpan) -> Code {
    { machine in
      guard case .present(let wrapped) = try code(machine) else {
        throw RuntimeFailure(Self.foundNil, at: span, isThrowing: false)
      }
      return wrapped
    }
  }

  private func coalesce(_ optional: Expression, _ other: Expression, type: ValueType) -> Code {
    let (code, otherwise) = (expression(optional), expression(other))
    // `a ?? b` of two optionals is an optional: what `a` holds stays wrapped.
    let staysWrapped = type == optional.type
    return { machine in
      let value = try code(machine)
      guard case .present(let wrapped) = value else { return try otherwise(machine) }
      return staysWrapped ? value : wrapped
    }
  }

  private func optionalChain(
    _ base: Expression, slot: Int, _ body: Expression, type: ValueType
  ) -> Code {
    let (base, code) = (expression(base), expression(body))
    let bind = binder(.variable(slot: slot))
    // Swift flattens: a chain that ends in an optional is not wrapped twice.
    let isFlat = type == body.type
    return { machine in
      guard case .present(let wrapped) = try base(machine) else { return .absent }
      try bind(machine, wrapped)
      let value = try code(machine)
      return isFlat ? value : .present(value)
    }
  }

  private func tryOptional(_ value: Expression, type: ValueType) -> Code {
    let code = expression(value)
    let isFlat = type == value.type
    return { machine in
      do {
        let value = try code(machine)
        return isFlat ? value : .present(value)
      } catch let failure as RuntimeFailure where failure.cause == .thrown {
        return .absent
      }
    }
  }
}

// `if` and `switch` as expressions.
extension FunctionCompiler {
  private func valueStatement(_ statement: Statement) -> Code {
    switch statement.kind {
    case .conditional(let conditions, let then, let otherwise):
      let isTrue = condition(conditions)
      let (then, otherwise) = (valueBlock(then), valueBlock(otherwise))
      return { try isTrue($0) ? try then($0) : try otherwise($0) }
    case .switchOver(let subject, let cases, _):
      let code = expression(subject)
      let branches = cases.map { (test: caseTest($0), value: valueBlock($0.body)) }
      return { machine in
        let subject = try code(machine)
        for branch in branches where try branch.test(machine, subject) {
          return try branch.value(machine)
        }
        throw Value.mismatch(expected: "a case of the switch")
      }
    case .evaluate(let value): return expression(value)
    default:
      let action = self.statement(statement)
      return { machine in
        _ = try action(machine)
        return .void
      }
    }
  }

  /// A branch: statements, the last of which yields the value.
  private func valueBlock(_ statements: [Statement]) -> Code {
    guard let last = statements.last else { return constant(.void) }
    let value = nested { valueStatement(last) }
    if statements.count == 1 { return value }
    let before = block(Array(statements.dropLast()))
    return { machine in
      _ = try before(machine)
      return try value(machine)
    }
  }
}
