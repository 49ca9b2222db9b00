import BookModel

/// What is known of the unknown types of one statement.
///
/// A value type: a search tries a candidate on a copy and throws the copy away when it does not
/// fit.
struct InferenceState {
  /// What kind of expression an unknown is the type of, and so what it may become.
  enum Role {
    case general
    case integer, float, string
    case array([Node])
    case none
    case closure(ClosureNode)
    case implicitMember
  }

  struct Unknown {
    var binding: InferredType?
    var role: Role
    /// How many literals of each kind wait for this type; the score counts them.
    var integerCount = 0
    var floatCount = 0
  }

  /// `from` is used where `to` is wanted, and one of them is not known well enough to tell.
  struct Conversion {
    var from: InferredType
    var to: InferredType
    var range: Range<Int>
  }

  /// What holds between the types of the parts of `??`, `!`, `?` and `try?`.
  enum Relation {
    case coalesce(left: InferredType, right: InferredType, result: InferredType, Range<Int>)
    /// `optional` wraps `result`.
    case unwrap(optional: InferredType, result: InferredType, Range<Int>)
    /// `result` is `body` made optional, but never optional twice.
    case flatten(body: InferredType, result: InferredType, Range<Int>)
  }

  struct Requirement {
    var type: InferredType
    var protocolName: String
    var range: Range<Int>
  }

  struct Offense {
    var node: Node
    /// The element's type; nil where only literals may stand.
    var wanted: InferredType?
  }

  /// How far a solution is from what Swift prefers; smaller is better.
  struct Score: Comparable {
    var nonDefaultLiterals = 0
    var promotions = 0

    static func < (a: Score, b: Score) -> Bool {
      (a.nonDefaultLiterals, a.promotions) < (b.nonDefaultLiterals, b.promotions)
    }
  }

  let index: LibraryIndex
  var unknowns: [Unknown] = []
  /// How often something became known: what failed before need not be tried again until then.
  var bindingCount = 0
  var conversions: [Conversion] = []
  var requirements: [Requirement] = []
  var relations: [Relation] = []
  /// The ids of the applications that are not decided, in the order of their making.
  var pending: [Int] = []
  var choices: [Int: Choice] = [:]
  var score = Score()
  /// The part of an array literal that keeps it from becoming an array or a tensor, for messages.
  var offense: Offense?

  init(index: LibraryIndex) { self.index = index }

  mutating func makeUnknown(_ role: Role = .general) -> InferredType {
    var unknown = Unknown(binding: nil, role: role)
    switch role {
    case .integer: unknown.integerCount = 1
    case .float: unknown.floatCount = 1
    default: break
    }
    unknowns.append(unknown)
    return .unknown(unknowns.count - 1)
  }

  /// The type as far as its outermost part is known.
  func resolved(_ type: InferredType) -> InferredType {
    var type = type
    while case .unknown(let index) = type, let binding = unknowns[index].binding { type = binding }
    return type
  }

  /// The type with everything filled in that is known.
  func deeplyResolved(_ type: InferredType) -> InferredType {
    switch resolved(type) {
    case .nominal(let name, let arguments):
      return .nominal(name, arguments.map(deeplyResolved))
    case .tuple(let elements):
      return .tuple(elements.map { ($0.label, deeplyResolved($0.type)) })
    case .function(let parameters, let result, let canThrow):
      return .function(
        parameters.map(deeplyResolved), deeplyResolved(result), canThrow: canThrow)
    case let other: return other
    }
  }

  /// The unknowns that a type still holds.
  func openUnknowns(in type: InferredType) -> [Int] {
    switch resolved(type) {
    case .unknown(let index): return [index]
    case .nominal(_, let arguments): return arguments.flatMap(openUnknowns)
    case .tuple(let elements): return elements.flatMap { openUnknowns(in: $0.type) }
    case .function(let parameters, let result, _):
      return parameters.flatMap(openUnknowns) + openUnknowns(in: result)
    case .mistaken: return []
    }
  }

  private func occurs(_ index: Int, in type: InferredType) -> Bool {
    openUnknowns(in: type).contains(index)
  }
}

// Equality of types.
extension InferenceState {
  mutating func unify(_ a: InferredType, _ b: InferredType) -> Bool {
    switch (resolved(a), resolved(b)) {
    case (.mistaken, _), (_, .mistaken):
      return true
    case (.unknown(let first), .unknown(let second)):
      return first == second || merge(first, second)
    case (.unknown(let index), let type), (let type, .unknown(let index)):
      return bind(index, to: type)
    case (.nominal(let firstName, let first), .nominal(let secondName, let second)):
      guard firstName == secondName, first.count == second.count else { return false }
      for (a, b) in zip(first, second) where !unify(a, b) { return false }
      return true
    case (.tuple(let first), .tuple(let second)):
      guard first.count == second.count else { return false }
      for (a, b) in zip(first, second) where a.label != b.label || !unify(a.type, b.type) {
        return false
      }
      return true
    case (.function(let first, let result, let canThrow), .function(let second, let other, let t)):
      guard first.count == second.count, canThrow == t else { return false }
      for (a, b) in zip(first, second) where !unify(a, b) { return false }
      return unify(result, other)
    default:
      return false
    }
  }

  private mutating func merge(_ first: Int, _ second: Int) -> Bool {
    guard let role = mergedRole(unknowns[first].role, unknowns[second].role) else { return false }
    unknowns[second].role = role
    unknowns[second].integerCount += unknowns[first].integerCount
    unknowns[second].floatCount += unknowns[first].floatCount
    unknowns[first].binding = .unknown(second)
    bindingCount += 1
    return true
  }

  private func mergedRole(_ a: Role, _ b: Role) -> Role? {
    switch (a, b) {
    case (.general, let role), (let role, .general): return role
    case (.integer, .integer): return .integer
    case (.float, .float), (.integer, .float), (.float, .integer): return .float
    case (.string, .string): return .string
    case (.array(let first), .array(let second)): return .array(first + second)
    case (.none, .none): return Role.none
    case (.implicitMember, .implicitMember): return .implicitMember
    default: return nil
    }
  }

  private mutating func bind(_ unknown: Int, to type: InferredType) -> Bool {
    if occurs(unknown, in: type) { return false }
    let state = unknowns[unknown]
    unknowns[unknown].binding = type
    bindingCount += 1
    if accept(type, for: state) { return true }
    unknowns[unknown].binding = nil
    return false
  }

  /// Whether an unknown of a role may become a type; what that costs is added to the score.
  private mutating func accept(_ type: InferredType, for state: Unknown) -> Bool {
    switch state.role {
    case .general: return true
    case .none: return type.wrapped != nil
    case .implicitMember: return type.nominalName != nil
    case .integer, .float:
      guard let name = type.nominalName else { return false }
      let accepted =
        (state.integerCount == 0 || index.accepts("integerLiteral", name))
        && (state.floatCount == 0 || index.accepts("floatLiteral", name))
      if name != "Int" { score.nonDefaultLiterals += state.integerCount }
      if name != "Double" { score.nonDefaultLiterals += state.floatCount }
      return accepted
    case .string:
      guard let name = type.nominalName else { return false }
      if name != "String" { score.nonDefaultLiterals += 1 }
      return index.accepts("stringLiteral", name)
    case .array(let literals): return bind(literals, to: type)
    case .closure(let closure): return bind(closure, to: type)
    }
  }

  private mutating func bind(_ literals: [Node], to type: InferredType) -> Bool {
    if case .nominal("Array", let arguments) = type, let element = arguments.first {
      for literal in literals {
        guard case .array(let nodes) = literal.kind else { return false }
        for node in nodes where !convert(node.type, to: element, range: node.range) {
          if offense == nil { offense = Offense(node: node, wanted: element) }
          return false
        }
      }
      return true
    }
    guard let name = type.nominalName, let signature = index.literals[name]?["arrayLiteral"],
      let scalar = signature.parameters.first?.type
    else { return false }
    score.nonDefaultLiterals += literals.count
    return literals.allSatisfy { bindLeaves(of: $0, to: InferredType(scalar), owner: type) }
  }

  /// An array literal as a tensor: any nesting, and only literals in it, as the element type of
  /// `init(arrayLiteral:)` asks for.
  private mutating func bindLeaves(
    of literal: Node, to scalar: InferredType, owner: InferredType
  ) -> Bool {
    guard case .array(let nodes) = literal.kind else { return false }
    for node in nodes {
      switch node.kind {
      case .array:
        if !unify(node.type, owner) { return false }
      case .integer, .float:
        if !unify(node.type, scalar) { return false }
      default:
        offense = Offense(node: node, wanted: nil)
        return false
      }
    }
    return true
  }

  private mutating func bind(_ closure: ClosureNode, to type: InferredType) -> Bool {
    guard case .function(let parameters, let result, let canThrow) = type else { return false }
    if closure.canThrow, !canThrow { return false }
    let count = closure.parameterNames.count
    if parameters.count == count {
      for (parameter, written) in zip(parameters, closure.parameterTypes) {
        if let written, !unify(parameter, InferredType(written)) { return false }
      }
    } else {
      // A closure may take the parts of one tuple as its parameters.
      guard parameters.count == 1 else { return false }
      switch resolved(parameters[0]) {
      case .tuple(let elements): if elements.count != count { return false }
      case .unknown: break
      default: return false
      }
    }
    if let written = closure.resultType { return unify(result, InferredType(written)) }
    return true
  }
}

// What may stand where another type is wanted.
extension InferenceState {
  /// Notes that a value of type `from` is used as `to`; false when it cannot be.
  mutating func convert(_ from: InferredType, to: InferredType, range: Range<Int>) -> Bool {
    let from = resolved(from)
    let to = resolved(to)
    switch (from, to) {
    case (.mistaken, _), (_, .mistaken), (_, .nominal("Any", _)):
      return true
    case (.nominal("Optional", let a), .nominal("Optional", let b)):
      return a.count == 1 && b.count == 1 && convert(a[0], to: b[0], range: range)
    case (.unknown(let unknown), .nominal("Optional", let arguments)):
      switch unknowns[unknown].role {
      case .none: return unify(from, to)
      case .general:
        conversions.append(Conversion(from: from, to: to, range: range))
        return true
      default:
        score.promotions += 1
        return convert(from, to: arguments[0], range: range)
      }
    case (_, .nominal("Optional", let arguments)):
      score.promotions += 1
      return convert(from, to: arguments[0], range: range)
    case (.unknown(let unknown), _) where to.existentialProtocol != nil:
      guard case .general = unknowns[unknown].role else { return false }
      conversions.append(Conversion(from: from, to: to, range: range))
      return true
    case (.nominal, .nominal) where to.existentialProtocol != nil:
      return unify(from, to) || conforms(from, to: to.existentialProtocol ?? "") == .yes
    case (.tuple(let a), .tuple(let b)):
      guard a.count == b.count else { return false }
      for (a, b) in zip(a, b) {
        if let first = a.label, let second = b.label, first != second { return false }
        if !unify(a.type, b.type) { return false }
      }
      return true
    case (.function(let a, let result, false), .function(let b, let other, true)):
      return unify(
        .function(a, result, canThrow: true), .function(b, other, canThrow: true))
    default:
      return unify(from, to)
    }
  }

  /// Looks again at the conversions that had to wait; the range of one that cannot be, if any.
  mutating func settleConversions() -> (progress: Bool, failure: Conversion?) {
    var progress = false
    let waiting = conversions
    conversions = []
    for (position, conversion) in waiting.enumerated() {
      if case .unknown(let unknown) = resolved(conversion.from),
        case .general = unknowns[unknown].role
      {
        conversions.append(conversion)
        continue
      }
      progress = true
      if !convert(conversion.from, to: conversion.to, range: conversion.range) {
        conversions += waiting[(position + 1)...]
        return (true, conversion)
      }
    }
    return (progress, nil)
  }

  enum Answer { case yes, no, unknown }

  /// Whether a type conforms to a protocol, as far as it is known.
  mutating func conforms(_ type: InferredType, to protocolName: String) -> Answer {
    switch resolved(type) {
    case .mistaken: return .yes
    case .unknown: return .unknown
    case .tuple, .function: return .no
    case .nominal(let name, let arguments):
      var answer = Answer.no
      for conformance in index.conformances(of: name, to: protocolName) {
        switch satisfies(conformance, arguments) {
        case .yes: return .yes
        case .unknown: answer = .unknown
        case .no: break
        }
      }
      return answer
    }
  }

  private mutating func satisfies(
    _ conformance: Conformance, _ arguments: [InferredType]
  ) -> Answer {
    guard case .nominal(_, let parameters) = conformance.type else { return .no }
    var answer = Answer.yes
    for requirement in conformance.requirements {
      let outcome: Answer
      switch requirement {
      case .conforms(let parameter, let name):
        guard let position = parameters.firstIndex(of: .parameter(parameter)) else { return .no }
        outcome = conforms(arguments[position], to: name)
      case .equals(let parameter, let wanted):
        guard let position = parameters.firstIndex(of: .parameter(parameter)) else { return .no }
        outcome = equals(arguments[position], wanted)
      }
      switch outcome {
      case .no: return .no
      case .unknown: answer = .unknown
      case .yes: break
      }
    }
    return answer
  }

  private func equals(_ type: InferredType, _ wanted: ValueType) -> Answer {
    var copy = self
    if !copy.unify(type, InferredType(wanted)) { return .no }
    return openUnknowns(in: type).isEmpty ? .yes : .unknown
  }

  /// Drops the requirements that are met; the first that cannot be, if any.
  mutating func settleRequirements() -> Requirement? {
    let waiting = requirements
    requirements = []
    for requirement in waiting {
      switch conforms(requirement.type, to: requirement.protocolName) {
      case .yes: break
      case .unknown: requirements.append(requirement)
      case .no: return requirement
      }
    }
    return nil
  }

  /// The type that an unknown becomes when nothing else decides.
  func defaultType(of unknown: Int) -> InferredType? {
    switch unknowns[unknown].role {
    case .integer: .int
    case .float: .double
    case .string: .string
    default: nil
    }
  }
}
