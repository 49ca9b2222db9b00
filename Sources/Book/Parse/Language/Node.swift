import BookModel
import SwiftSyntax

/// An expression while its type is being inferred.
final class Node {
  indirect enum Kind {
    /// Something that an error was reported for.
    case invalid
    case integer(IntegerLiteral)
    case float(String)
    case string(String)
    case bool(Bool)
    case none
    case interpolation([InterpolationPart])
    case variable(Variable)
    case array([Node])
    case tuple([Node])
    case application(Application)
    case closure(ClosureNode)
    case conditional(Node, Node, Node)
    case and(Node, Node)
    case or(Node, Node)
    case coalesce(Node, Node)
    case forceUnwrap(Node)
    /// `base?.member`: the variable holds what the base wraps.
    case optionalChain(base: Node, Variable, body: Node)
    case attempt(Node)
    case tryOptional(Node)
  }

  var kind: Kind
  var type: InferredType
  /// UTF-8 offsets in the unit's code.
  let range: Range<Int>

  init(_ kind: Kind, type: InferredType, range: Range<Int>) {
    self.kind = kind
    self.type = type
    self.range = range
  }

  static func invalid(_ range: Range<Int>) -> Node {
    Node(.invalid, type: .mistaken, range: range)
  }
}

enum InterpolationPart {
  case text(String)
  case value(Node)
}

/// An integer as written: its digits without underscores, their base, and a minus sign.
struct IntegerLiteral {
  var digits: String
  var radix: Int
  var isNegative: Bool

  var intValue: Int? { Int((isNegative ? "-" : "") + digits, radix: radix) }

  /// The nearest value of a floating-point type; integers have no literal that overflows these.
  func floatingPoint<Value: BinaryFloatingPoint & LosslessStringConvertible>(
    _: Value.Type
  ) -> Value? {
    let magnitude = radix == 10 ? Value(digits) : UInt64(digits, radix: radix).map { Value($0) }
    return magnitude.map { isNegative ? -$0 : $0 }
  }
}

/// An argument as written.
struct ArgumentNode {
  var label: String?
  var node: Node
  var isTrailing: Bool
  /// Where the label stands, or the argument when it has none.
  var labelRange: Range<Int>
}

/// A use of something that may have several declarations: a call, a member, an operator.
final class Application {
  enum Callee {
    /// Functions, initializers, static members, operators: all of these by one name.
    case overloads([Candidate])
    /// A property, method or subscript of a value, or an element of a tuple.
    case member(Node)
    /// `.nearest`: a static member of the type that the context wants.
    case implicitMember
    /// A call of a function value.
    case value(Node)
    /// A declaration as a value: `map(relu)`.
    case reference([Candidate])
  }

  let id: Int
  let callee: Callee
  /// The type whose initializer or static member is meant, as far as it is written.
  let owner: InferredType?
  let name: String
  let nameRange: Range<Int>
  /// Nil for a property, or anything else that is not called.
  let arguments: [ArgumentNode]?
  let result: InferredType
  let range: Range<Int>
  /// The candidates that the argument labels leave, by the type whose members were searched.
  var matches: [String: [MatchedCandidate]] = [:]
  /// The state of knowledge in which more than one candidate fitted.
  var undecidedAt: Int?
  /// Set when all is solved.
  var choice: Choice?

  init(
    id: Int, callee: Callee, owner: InferredType?, name: String, nameRange: Range<Int>,
    arguments: [ArgumentNode]?, result: InferredType, range: Range<Int>
  ) {
    self.owner = owner
    self.id = id
    self.callee = callee
    self.name = name
    self.nameRange = nameRange
    self.arguments = arguments
    self.result = result
    self.range = range
  }
}

/// One declaration that an application may mean.
enum Candidate {
  case builtin(Signature)
  case function(Variable, labels: [String?])
  case tupleElement(Int)

  var signature: Signature? { if case .builtin(let signature) = self { signature } else { nil } }
}

/// A candidate with its parameters assigned to arguments.
struct MatchedCandidate {
  enum Filling {
    case argument(Int)
    case variadic([Int])
    case omitted
  }

  var candidate: Candidate
  var fillings: [Filling]
}

/// What an application turned out to mean, with its generic parameters filled in.
struct Choice {
  var candidate: Candidate
  var fillings: [MatchedCandidate.Filling]
  var parameterTypes: [InferredType]
}

/// A closure while its type is being inferred.
final class ClosureNode {
  enum Body {
    /// One expression, inferred together with what surrounds the closure.
    case expression(ExprSyntax)
    case statements(CodeBlockItemListSyntax)
  }

  let syntax: ClosureExprSyntax
  let body: Body
  let parameterNames: [(name: String?, range: Range<Int>)]
  /// Types as written in `{ (x: Int) in … }`.
  let parameterTypes: [ValueType?]
  let resultType: ValueType?
  let canThrow: Bool
  /// Where the closure stands.
  let scope: Scope
  let context: FunctionContext
  /// The frame of its body.
  let bodyContext: FunctionContext
  /// The patterns that take the arguments apart, once the body is open.
  var patterns: [BookModel.Pattern] = []
  var isOpen = false
  /// The inferred body: one expression, or checked statements.
  var expression: Node?
  var resultIsDiscarded = false
  var statements: [Statement] = []
  var type: InferredType

  init(
    syntax: ClosureExprSyntax, body: Body, parameterNames: [(name: String?, range: Range<Int>)],
    parameterTypes: [ValueType?], resultType: ValueType?, canThrow: Bool, scope: Scope,
    context: FunctionContext, type: InferredType
  ) {
    self.syntax = syntax
    self.body = body
    self.parameterNames = parameterNames
    self.parameterTypes = parameterTypes
    self.resultType = resultType
    self.canThrow = canThrow
    self.scope = scope
    self.context = context
    self.bodyContext = FunctionContext(parent: context)
    self.type = type
  }
}
