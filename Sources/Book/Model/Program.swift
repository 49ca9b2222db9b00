/// A chapter's code, checked: every name resolved, every type known, nothing left to guess.
///
/// All units share one frame. The interpreter runs the units in order; a unit's values stay in the
/// frame for the units behind it.
package struct Program: Sendable {
  package var frame: FrameLayout
  package var units: [ProgramUnit]

  package init(frame: FrameLayout, units: [ProgramUnit]) {
    self.frame = frame
    self.units = units
  }
}

/// The statements of one block, or of one value in prose.
package struct ProgramUnit: Sendable {
  package enum Origin: Hashable, Sendable {
    /// An index into `Chapter.blocks`.
    case block(Int)
    /// An index into `Chapter.values`; its one statement is a `.show`.
    case value(Int)
  }

  package var origin: Origin
  package var statements: [Statement]

  package init(origin: Origin, statements: [Statement]) {
    self.origin = origin
    self.statements = statements
  }
}

/// The variables of a function: how many, and which of them closures share.
package struct FrameLayout: Sendable, Hashable {
  /// For each slot: whether a closure captures it.
  ///
  /// Such a variable lives in a box that is made when its declaration runs, so that each turn of a
  /// loop has its own.
  package var isBoxed: [Bool]

  package init(isBoxed: [Bool]) { self.isBoxed = isBoxed }
}

/// The body of a function or closure.
package struct FunctionBody: Sendable {
  package struct Capture: Sendable, Hashable {
    /// The slot in the frame where the function is made.
    package var outer: Int
    /// The slot in the function's own frame.
    package var inner: Int

    package init(outer: Int, inner: Int) {
      self.outer = outer
      self.inner = inner
    }
  }

  /// The name for messages; nil for a closure.
  package var name: String?
  package var parameters: [Pattern]
  package var captures: [Capture]
  package var frame: FrameLayout
  package var statements: [Statement]
  package var type: ValueType.FunctionType

  package init(
    name: String?, parameters: [Pattern], captures: [Capture], frame: FrameLayout,
    statements: [Statement], type: ValueType.FunctionType
  ) {
    self.name = name
    self.parameters = parameters
    self.captures = captures
    self.frame = frame
    self.statements = statements
    self.type = type
  }
}

/// What a value is taken apart into: a variable, nothing, or the parts of a tuple.
package indirect enum Pattern: Sendable, Hashable {
  case variable(slot: Int)
  case wildcard
  case tuple([Pattern])
}

package struct Statement: Sendable {
  package indirect enum Kind: Sendable {
    /// `let`, `var`; without a value the variable is assigned later.
    case declare(Pattern, Expression?)
    case assign(Place, Expression)
    /// `place op= value` through the infix operator with this registry index.
    case update(Place, operatorID: Int, Expression)
    /// `_ = value`, or a value that may be left unused.
    case evaluate(Expression)
    /// A top-level expression whose value is shown.
    case show(Expression)
    /// `else if` is an `if` alone in `otherwise`.
    case conditional([Condition], then: [Statement], otherwise: [Statement])
    case guardElse([Condition], otherwise: [Statement])
    case forIn(Pattern, Expression, filter: Expression?, body: [Statement], label: String?)
    case whileLoop([Condition], body: [Statement], label: String?)
    case repeatWhile(body: [Statement], Expression, label: String?)
    case switchOver(Expression, [SwitchCase], label: String?)
    case breakLoop(label: String?)
    case continueLoop(label: String?)
    case returnValue(Expression?)
    /// Local functions that may call each other: all boxes are made before the first body.
    case functions([(slot: Int, body: FunctionBody)])
  }

  package var kind: Kind
  package var span: SourceSpan

  package init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

package enum Condition: Sendable {
  case isTrue(Expression)
  /// `if let pattern = optional`.
  case binding(Pattern, Expression)
}

package struct SwitchCase: Sendable {
  package enum Label: Sendable {
    /// Equal to the value, by the `==` or `~=` with this registry index.
    case equals(Expression, operatorID: Int)
    /// Inside the range.
    case contains(Expression, operatorID: Int)
    case binding(Pattern)
    case otherwise
  }

  package var labels: [Label]
  package var filter: Expression?
  package var body: [Statement]

  package init(labels: [Label], filter: Expression?, body: [Statement]) {
    self.labels = labels
    self.filter = filter
    self.body = body
  }
}

/// Something that can be assigned to: a variable, or a part of one.
package struct Place: Sendable {
  package enum Step: Sendable {
    /// `base[arguments]` through the subscript with this registry index.
    case subscripted(id: Int, [Argument])
    /// A settable property.
    case property(id: Int)
    case tupleElement(Int)
    /// `optional!`.
    case unwrap
  }

  package var slot: Int
  package var steps: [Step]
  package var type: ValueType
  package var span: SourceSpan

  package init(slot: Int, steps: [Step], type: ValueType, span: SourceSpan) {
    self.slot = slot
    self.steps = steps
    self.type = type
    self.span = span
  }
}

/// An argument of a builtin, in the order of its parameters.
package enum Argument: Sendable {
  case expression(Expression)
  /// The values of a variadic parameter.
  case variadic([Expression])
  /// The parameter's declared default.
  case omitted
}

/// An expression with its type.
package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    case integer(Int)
    case double(Double)
    case float(Float)
    case bool(Bool)
    case string(String)
    case interpolation([Segment])
    case variable(slot: Int)
    case array([Expression])
    case tuple([Expression])
    case tupleElement(Expression, Int)
    /// A call of a builtin, member or operator; a member's base is the first argument.
    case builtin(id: Int, [Argument])
    /// A mutating method on a place.
    case mutating(Place, id: Int, [Argument])
    /// A call of a function value.
    case call(Expression, [Expression])
    case closure(FunctionBody)
    /// A builtin used as a value: `map(relu)`, `reduce(0, +)`.
    case builtinReference(id: Int)
    case conditional(Expression, Expression, Expression)
    /// `if` and `switch` as expressions: the branches end in the value.
    case statementExpression(Statement)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case none
    /// A value where an optional is wanted.
    case some(Expression)
    case forceUnwrap(Expression)
    case coalesce(Expression, Expression)
    /// `base?.member`: `body` reads the unwrapped base from `slot`; nil when the base is.
    case optionalChain(base: Expression, slot: Int, body: Expression)
    case tryOptional(Expression)
  }

  package enum Segment: Sendable {
    case text(String)
    case value(Expression)
  }

  package var kind: Kind
  package var type: ValueType
  package var span: SourceSpan

  package init(_ kind: Kind, type: ValueType, span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }
}
