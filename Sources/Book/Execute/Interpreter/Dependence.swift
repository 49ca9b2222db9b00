import BookModel

/// The units of a program that cannot run without something that is missing.
///
/// A unit needs a builtin when it calls it, itself or through a function of the chapter. Where it
/// cannot run, neither can the units that use a variable which it declares or changes.
///
/// - Parameters:
///   - missing: The registry indices of the builtins that cannot be called.
///   - program: The checked program.
/// - Returns: The units, by origin.
/// - Complexity: O(size of the program) for each function that calls others.
func unitsNeeding(_ missing: Set<Int>, in program: Program) -> Set<ProgramUnit.Origin> {
  guard !missing.isEmpty else { return [] }
  var functions: [Int: Uses] = [:]
  var blocked: Set<ProgramUnit.Origin> = []
  var lostSlots: Set<Int> = []
  for unit in program.units {
    var uses = Uses()
    for statement in unit.statements { uses.add(statement, functions: &functions) }
    uses.follow(functions)
    guard !uses.builtins.isDisjoint(with: missing) || !uses.reads.isDisjoint(with: lostSlots) else {
      continue
    }
    blocked.insert(unit.origin)
    lostSlots.formUnion(uses.declares)
    lostSlots.formUnion(uses.writes)
  }
  return blocked
}

/// What a piece of code uses, in the slots of the frame that it stands in.
private struct Uses {
  var reads: Set<Int> = []
  var writes: Set<Int> = []
  var declares: Set<Int> = []
  var builtins: Set<Int> = []

  /// Adds what the functions do that the code may call.
  mutating func follow(_ functions: [Int: Uses]) {
    var pending = Array(reads)
    var seen = reads
    while let slot = pending.popLast() {
      guard let function = functions[slot] else { continue }
      builtins.formUnion(function.builtins)
      writes.formUnion(function.writes)
      for next in function.reads where seen.insert(next).inserted { pending.append(next) }
    }
    reads = seen
  }

  // MARK: Statements

  /// Adds a statement; a function that it declares is only kept, for whoever calls it.
  mutating func add(_ statement: Statement, functions: inout [Int: Uses]) {
    guard case .functions(let declared) = statement.kind else { return add(statement) }
    for (slot, body) in declared {
      declares.insert(slot)
      var uses = Uses()
      uses.add(body)
      functions[slot] = uses
    }
  }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .declare(let pattern, let value):
      declares.formUnion(pattern.slots)
      if let value { add(value) }
    case .assign(let place, let value): add(place, value)
    case .update(let place, let operatorID, let value):
      builtins.insert(operatorID)
      add(place, value)
    case .evaluate(let value), .show(let value): add(value)
    case .conditional(let conditions, let then, let otherwise):
      add(conditions)
      add(then)
      add(otherwise)
    case .guardElse(let conditions, let otherwise):
      add(conditions)
      add(otherwise)
    case .forIn(let pattern, let sequence, let filter, let body, _):
      declares.formUnion(pattern.slots)
      add(sequence)
      if let filter { add(filter) }
      add(body)
    case .whileLoop(let conditions, let body, _):
      add(conditions)
      add(body)
    case .repeatWhile(let body, let condition, _):
      add(body)
      add(condition)
    case .switchOver(let value, let cases, _):
      add(value)
      for switchCase in cases { add(switchCase) }
    case .breakLoop, .continueLoop: break
    case .returnValue(let value): if let value { add(value) }
    case .functions(let declared):
      for (slot, body) in declared {
        declares.insert(slot)
        add(body)
      }
    }
  }

  private mutating func add(_ conditions: [Condition]) {
    for condition in conditions {
      switch condition {
      case .isTrue(let value): add(value)
      case .binding(let pattern, let value):
        declares.formUnion(pattern.slots)
        add(value)
      }
    }
  }

  private mutating func add(_ switchCase: SwitchCase) {
    for label in switchCase.labels {
      switch label {
      case .equals(let value, let operatorID), .contains(let value, let operatorID):
        builtins.insert(operatorID)
        add(value)
      case .binding(let pattern): declares.formUnion(pattern.slots)
      case .otherwise: break
      }
    }
    if let filter = switchCase.filter { add(filter) }
    add(switchCase.body)
  }

  /// A function's captures are used wherever it is made; what it calls may be called.
  private mutating func add(_ body: FunctionBody) {
    var inner = Uses()
    inner.add(body.statements)
    let outer = Dictionary(
      body.captures.map { ($0.inner, $0.outer) }, uniquingKeysWith: { first, _ in first })
    builtins.formUnion(inner.builtins)
    reads.formUnion(body.captures.map(\.outer))
    writes.formUnion(inner.writes.compactMap { outer[$0] })
  }

  // MARK: Expressions

  private mutating func add(_ place: Place, _ value: Expression) {
    add(place)
    add(value)
  }

  private mutating func add(_ place: Place) {
    reads.insert(place.slot)
    writes.insert(place.slot)
    for step in place.steps {
      switch step {
      case .subscripted(let id, let arguments):
        builtins.insert(id)
        add(arguments)
      case .property(let id): builtins.insert(id)
      case .tupleElement, .unwrap: break
      }
    }
  }

  private mutating func add(_ arguments: [Argument]) {
    for argument in arguments {
      switch argument {
      case .expression(let value): add(value)
      case .variadic(let values): add(values)
      case .omitted: break
      }
    }
  }

  private mutating func add(_ expressions: [Expression]) {
    for expression in expressions { add(expression) }
  }

  private mutating func add(_ expression: Expression) {
    switch expression.kind {
    case .integer, .double, .float, .bool, .string, .none: break
    case .interpolation(let segments):
      for case .value(let value) in segments { add(value) }
    case .variable(let slot): reads.insert(slot)
    case .array(let values), .tuple(let values): add(values)
    case .builtin(let id, let arguments):
      builtins.insert(id)
      add(arguments)
    case .mutating(let place, let id, let arguments):
      builtins.insert(id)
      add(place)
      add(arguments)
    case .call(let function, let arguments):
      add(function)
      add(arguments)
    case .closure(let body): add(body)
    case .builtinReference(let id): builtins.insert(id)
    case .conditional(let condition, let one, let other): add([condition, one, other])
    case .statementExpression(let statement): add(statement)
    case .and(let left, let right), .or(let left, let right), .coalesce(let left, let right):
      add([left, right])
    case .tupleElement(let value, _), .some(let value), .forceUnwrap(let value),
      .tryOptional(let value):
      add(value)
    case .optionalChain(let base, let slot, let body):
      declares.insert(slot)
      add([base, body])
    }
  }
}

extension Pattern {
  fileprivate var slots: [Int] {
    switch self {
    case .variable(let slot): [slot]
    case .wildcard: []
    case .tuple(let parts): parts.flatMap(\.slots)
    }
  }
}
