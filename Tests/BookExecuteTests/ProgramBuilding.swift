import BookExecute
import BookModel
import Testing

// Small typed programs, written by hand: what the checker would give.

/// A span that a test can recognize: column `n` of line 1.
func at(_ column: Int) -> SourceSpan {
  let start = SourceLocation(offset: column - 1, line: 1, column: column)
  return SourceSpan(start, SourceLocation(offset: column, line: 1, column: column + 1))
}

func int(_ number: Int) -> Expression { Expression(.integer(number), type: .int, span: at(1)) }
func double(_ number: Double) -> Expression {
  Expression(.double(number), type: .double, span: at(1))
}
func text(_ text: String) -> Expression { Expression(.string(text), type: .string, span: at(1)) }
func truth(_ truth: Bool) -> Expression { Expression(.bool(truth), type: .bool, span: at(1)) }

func variable(_ slot: Int, _ type: ValueType = .int) -> Expression {
  Expression(.variable(slot: slot), type: type, span: at(1))
}

func array(_ elements: Expression...) -> Expression {
  Expression(.array(elements), type: .array(elements.first?.type ?? .int), span: at(1))
}

func tuple(_ elements: Expression..., labels: [String?] = []) -> Expression {
  let parts = elements.enumerated().map { index, element in
    ValueType.TupleElement(label: index < labels.count ? labels[index] : nil, type: element.type)
  }
  return Expression(.tuple(elements), type: .tuple(parts), span: at(1))
}

/// The registry index of a declaration, as written.
func builtin(
  _ declaration: String, of owner: String? = nil, in registry: Registry = .language,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> Int {
  let index = registry.builtins.firstIndex {
    $0.declaration.text == declaration && $0.declaration.owner == owner
  }
  guard let index else {
    Issue.record("no builtin is declared \(declaration)", sourceLocation: sourceLocation)
    return 0
  }
  return index
}

/// A call of a builtin; `column` is where it stands.
func call(
  _ declaration: String, of owner: String? = nil, _ arguments: Argument..., type: ValueType = .int,
  column: Int = 1, in registry: Registry = .language
) -> Expression {
  Expression(
    .builtin(id: builtin(declaration, of: owner, in: registry), arguments), type: type,
    span: at(column))
}

/// `a op b` between integers.
func infix(
  _ a: Expression, _ symbol: String, _ b: Expression, column: Int = 1
) -> Expression {
  let comparisons = ["==", "!=", "<", ">", "<=", ">="]
  if comparisons.contains(symbol) {
    let constraint = ["==", "!="].contains(symbol) ? "Equatable" : "Comparable"
    return call(
      "func \(symbol) <T: \(constraint)>(a: T, b: T) -> Bool", .expression(a), .expression(b),
      type: .bool, column: column)
  }
  return call(
    "func \(symbol) (a: Int, b: Int) -> Int", .expression(a), .expression(b), column: column)
}

func range(_ lower: Expression, _ upper: Expression, column: Int = 1) -> Expression {
  call(
    "func ..< <Bound: Comparable>(minimum: Bound, maximum: Bound) -> Range<Bound>",
    .expression(lower), .expression(upper), type: .range(.int), column: column)
}

func statement(_ kind: Statement.Kind, column: Int = 1) -> Statement { Statement(kind, at(column)) }

func declare(_ slot: Int, _ value: Expression) -> Statement {
  statement(.declare(.variable(slot: slot), value))
}

func print(_ values: Expression...) -> Statement {
  let declaration =
    "func print(_ items: Any..., separator: String = \" \", terminator: String = \"\\n\")"
  return statement(
    .evaluate(call(declaration, .variadic(values), .omitted, .omitted, type: .void)))
}

func place(_ slot: Int, _ steps: Place.Step..., column: Int = 1) -> Place {
  Place(slot: slot, steps: steps, type: .int, span: at(column))
}

/// `[index]` of an array, as a step of a place.
func index(_ value: Expression) -> Place.Step {
  .subscripted(
    id: builtin("subscript(index: Int) -> Element { get set }", of: "Array<Element>"),
    [.expression(value)])
}

func assign(_ place: Place, _ value: Expression) -> Statement { statement(.assign(place, value)) }

func add(_ value: Expression, to place: Place) -> Statement {
  statement(
    .update(place, operatorID: builtin("func + (a: Int, b: Int) -> Int"), value))
}

func append(_ value: Expression, to place: Place) -> Statement {
  statement(
    .evaluate(
      Expression(
        .mutating(
          place,
          id: builtin("mutating func append(_ newElement: Element)", of: "Array<Element>"),
          [.expression(value)]), type: .void, span: at(1))))
}

func forIn(
  _ slot: Int, _ sequence: Expression, label: String? = nil, _ body: Statement...
) -> Statement {
  statement(.forIn(.variable(slot: slot), sequence, filter: nil, body: body, label: label))
}

func ifTrue(
  _ condition: Expression, _ then: [Statement], otherwise: [Statement] = []
) -> Statement {
  statement(.conditional([.isTrue(condition)], then: then, otherwise: otherwise))
}

func returning(_ value: Expression) -> Statement { statement(.returnValue(value)) }

func function(
  _ parameters: [ValueType] = [], result: ValueType = .int,
  captures: [(outer: Int, inner: Int)] = [],
  boxed: [Bool], _ statements: Statement...
) -> FunctionBody {
  FunctionBody(
    name: nil, parameters: parameters.indices.map { .variable(slot: $0) },
    captures: captures.map { .init(outer: $0.outer, inner: $0.inner) },
    frame: FrameLayout(isBoxed: boxed), statements: statements,
    type: .init(parameters: parameters, result: result))
}

func closure(_ body: FunctionBody) -> Expression {
  Expression(.closure(body), type: .function(body.type), span: at(1))
}

func invoke(_ function: Expression, _ arguments: Expression..., column: Int = 1) -> Expression {
  Expression(.call(function, arguments), type: .int, span: at(column))
}

/// Runs one block and returns what it printed, or the message it ended with.
func run(
  boxed: [Bool] = Array(repeating: false, count: 8), limits: ExecutionLimits = ExecutionLimits(),
  registry: Registry = .language, _ statements: Statement...
) -> String {
  let program = Program(
    frame: FrameLayout(isBoxed: boxed),
    units: [ProgramUnit(origin: .block(0), statements: statements)])
  let result = execute(
    program, registry: registry, options: ExecutionOptions(path: "a.md", limits: limits))
  if let diagnostic = result.diagnostics.first {
    return "\(diagnostic.span?.start.column ?? 0): \(diagnostic.id): \(diagnostic.message)"
  }
  return result.blocks[0]?.artifacts.map { artifact in
    if case .text(let text) = artifact { return text }
    return "\(artifact)"
  }.joined() ?? "not run"
}
