import BookModel
import SwiftSyntax

/// Infers the types of one statement's expressions together, as Swift does.
///
/// What is certain is decided first, over and over; then closures whose parameters are known are
/// read; only what is then still open is searched, and the best solution must be the only best.
final class Inference {
  let checker: Checker
  var state: InferenceState
  private(set) var applications: [Application] = []
  private(set) var closures: [ClosureNode] = []
  /// The parameters of closures, whose types may wait for the end of the statement.
  private(set) var localVariables: [Variable] = []

  /// How many diagnostics there were before this statement.
  private let diagnosticsBefore: Int

  /// Whether something was reported about this statement.
  var hasErrors: Bool { checker.diagnostics.count > diagnosticsBefore }

  init(_ checker: Checker) {
    self.checker = checker
    self.diagnosticsBefore = checker.diagnostics.count
    self.state = InferenceState(index: checker.index)
  }

  // Making the parts.

  func makeApplication(
    _ callee: Application.Callee, owner: InferredType? = nil, name: String, nameRange: Range<Int>,
    arguments: [ArgumentNode]?, result: InferredType? = nil, range: Range<Int>
  ) -> Node {
    let application = Application(
      id: applications.count, callee: callee, owner: owner, name: name, nameRange: nameRange,
      arguments: arguments, result: result ?? state.makeUnknown(), range: range)
    applications.append(application)
    state.pending.append(application.id)
    return Node(.application(application), type: application.result, range: range)
  }

  func add(_ closure: ClosureNode) { closures.append(closure) }

  func makeVariable(
    _ name: String, type: InferredType, in context: FunctionContext
  ) -> Variable {
    let variable = Variable(
      name, type: type, isMutable: false, in: context, unit: checker.unitIndex)
    localVariables.append(variable)
    return variable
  }

  /// Says that a node is used as a value of a type; reports it when it cannot be.
  func require(_ node: Node, _ type: InferredType, as purpose: String) {
    settle()
    if !state.convert(node.type, to: type, range: node.range) {
      reportConversion(from: node.type, to: type, range: node.range, purpose: purpose)
    }
  }

  // Solving.

  /// Decides all types.
  ///
  /// Afterwards every node has a whole type, or an error was reported.
  func solve() {
    // Each step decides something, so their number is bounded; the bound is there all the same.
    var stepsLeft = 1000
    repeat {
      settle()
      stepsLeft -= 1
    } while stepsLeft + 8 * state.unknowns.count > 0 && advance()
    finish()
  }

  private func advance() -> Bool {
    openExpressionClosure() || defaultBases() || openStatementClosure() || searchNextComponent()
      || forceRelations() || defaultClosures() || defaultLiterals()
  }

  /// Decides what has one possibility left, until nothing of the kind remains.
  func settle() {
    var progress = true
    while progress {
      progress = false
      let conversions = state.settleConversions()
      let relations = state.settleRelations()
      progress = conversions.progress || relations.progress
      if let failure = conversions.failure {
        reportConversion(
          from: failure.from, to: failure.to, range: failure.range, purpose: "")
      }
      if let failure = relations.failure { report(failure) }
      if let failure = state.settleRequirements() {
        progress = true
        reportRequirement(failure.type, failure.protocolName, range: failure.range)
      }
      for id in state.pending where decide(applications[id]) { progress = true }
    }
  }

  /// Decides an application when it can; true when it is done with.
  private func decide(_ application: Application) -> Bool {
    if application.undecidedAt == state.bindingCount { return false }
    if case .value(let callee) = application.callee { return decideCall(of: callee, application) }
    switch state.candidates(of: application) {
    case .waiting:
      return false
    case .mistaken:
      giveUp(application)
    case .noSuchName(let type):
      reportMissingMember(application, of: type)
      giveUp(application)
    case .noMatch(let candidates):
      reportArguments(application, candidates)
      giveUp(application)
    case .found(let all, let base):
      let viable = viableCandidates(all, application, base: base)
      if viable.count > 1 {
        // With an argument that is an error already, nothing can be told, and nothing is said.
        let arguments = application.arguments ?? []
        if arguments.contains(where: { state.resolved($0.node.type).isMistaken }) {
          giveUp(application)
          return true
        }
        application.undecidedAt = state.bindingCount
        return false
      }
      if let only = viable.first, state.apply(only, to: application, base: base) == nil {
        remove(application)
      } else {
        reportMismatch(application, all, base: base)
        giveUp(application)
      }
    }
    return true
  }

  /// The candidates that fit.
  ///
  /// One candidate alone is not tried: applying it will tell.
  private func viableCandidates(
    _ all: [MatchedCandidate], _ application: Application, base: InferredType?
  ) -> [MatchedCandidate] {
    let fitting = all.filter { !state.excludes($0, application) }
    if fitting.count <= 1 {
      guard let only = fitting.first else { return [] }
      var copy = state
      return copy.apply(only, to: application, base: base) == nil ? [only] : []
    }
    return fitting.filter {
      var copy = state
      return copy.apply($0, to: application, base: base) == nil
    }
  }

  private func decideCall(of callee: Node, _ application: Application) -> Bool {
    switch state.resolved(callee.type) {
    case .unknown: return false
    case .mistaken:
      giveUp(application)
    case .function(let parameters, let result, _):
      remove(application)
      let arguments = application.arguments ?? []
      guard arguments.count == parameters.count else {
        checker.report(
          "argument-count",
          "this function takes \(count(parameters.count, "argument")), not \(arguments.count)",
          application.range, hint: "its type is `\(describe(callee.type))`")
        giveUp(application)
        return true
      }
      for (argument, parameter) in zip(arguments, parameters) {
        if let label = argument.label, !argument.isTrailing {
          checker.report(
            "wrong-label", "a function value is called without labels, here is `\(label):`",
            argument.labelRange)
        }
        if !state.convert(argument.node.type, to: parameter, range: argument.node.range) {
          reportConversion(
            from: argument.node.type, to: parameter, range: argument.node.range,
            purpose: "argument")
        }
      }
      if !state.unify(application.result, result) {
        reportConversion(
          from: result, to: application.result, range: application.range, purpose: "")
      }
    case let other:
      checker.report(
        "not-a-function", "cannot call a value of type `\(describe(other))`", application.range)
      giveUp(application)
    }
    return true
  }

  private func remove(_ application: Application) {
    state.pending.removeAll { $0 == application.id }
  }

  /// Leaves an application undecided for good, so that nothing else is reported because of it.
  func giveUp(_ application: Application) {
    remove(application)
    silence(application.result)
    for argument in application.arguments ?? [] {
      if case .closure = argument.node.kind { silence(argument.node.type) }
    }
  }

  func silence(_ type: InferredType) {
    if case .unknown(let index) = state.resolved(type) {
      state.unknowns[index].binding = .mistaken
      state.bindingCount += 1
    }
  }

  // What to do when nothing is certain any more.

  private func openExpressionClosure() -> Bool {
    for closure in closures where !closure.isOpen {
      guard case .expression = closure.body,
        case .function(let parameters, let result, _) = state.resolved(closure.type),
        parameters.allSatisfy({ !hasOpenUnknown($0) })
      else { continue }
      closure.isOpen = true
      ExpressionReader(inference: self, scope: closure.scope, context: closure.context)
        .open(closure, parameters: parameters, result: result)
      return true
    }
    return false
  }

  /// Whether a type holds an unknown that is not merely a literal's.
  private func hasOpenUnknown(_ type: InferredType) -> Bool {
    state.openUnknowns(in: type).contains { state.isOpen(.unknown($0)) }
  }

  /// A literal that a member is asked of has its own type: `[1, 2].max()`.
  private func defaultBases() -> Bool {
    for id in state.pending {
      let base: Node
      switch applications[id].callee {
      case .member(let node), .value(let node): base = node
      default: continue
      }
      if case .unknown(let index) = state.resolved(base.type), bindDefault(index) { return true }
    }
    return false
  }

  @discardableResult
  private func bindDefault(_ index: Int) -> Bool {
    guard state.unknowns[index].binding == nil else { return false }
    let type: InferredType
    if case .array = state.unknowns[index].role {
      type = .array(state.makeUnknown())
    } else if let known = state.defaultType(of: index) {
      type = known
    } else {
      return false
    }
    if !state.unify(.unknown(index), type) {
      reportConversion(from: .unknown(index), to: type, range: rangeOfLiteral(index), purpose: "")
      silence(.unknown(index))
    }
    return true
  }

  private func rangeOfLiteral(_ index: Int) -> Range<Int> {
    if case .array(let nodes) = state.unknowns[index].role, let node = nodes.first {
      return node.range
    }
    return checker.statementRange
  }

  private func openStatementClosure() -> Bool {
    for closure in closures where !closure.isOpen {
      guard case .statements(let statements) = closure.body,
        case .function(let parameters, let result, _) = state.resolved(closure.type),
        parameters.allSatisfy({ !hasOpenUnknown($0) })
      else { continue }
      closure.isOpen = true
      // The body is checked statement by statement, with types that are whole.
      for index in parameters.flatMap({ state.openUnknowns(in: $0) }) { bindDefault(index) }
      guard completeLocalVariables(visibleFrom: closure.scope) else {
        checker.report(
          "write-type", "the types around this closure are not known here",
          closure.syntax.trimmedByteRange,
          hint: "write the types of its parameters, or divide the expression with `let`")
        silence(result)
        return true
      }
      ExpressionReader(inference: self, scope: closure.scope, context: closure.context)
        .open(closure, statements, parameters: parameters, result: result)
      return true
    }
    return false
  }

  /// Gives the variables of this statement whole types; false where one is still open.
  private func completeLocalVariables(visibleFrom scope: Scope) -> Bool {
    for variable in localVariables where scope.variable(variable.name) === variable {
      for index in state.openUnknowns(in: variable.type) where !bindDefault(index) {
        return false
      }
      variable.type = state.deeplyResolved(variable.type)
      if !state.openUnknowns(in: variable.type).isEmpty { return false }
    }
    return true
  }

  private func forceRelations() -> Bool {
    let (progress, failure) = state.settleRelations(force: true)
    if let failure { report(failure) }
    return progress
  }

  /// A closure that nothing expects has the type that its own words give it.
  private func defaultClosures() -> Bool {
    for closure in closures where !closure.isOpen {
      if case .unknown = state.resolved(closure.type) {
        if let missing = closure.parameterTypes.firstIndex(of: nil) {
          let parameter = closure.parameterNames[missing]
          checker.report(
            "write-type",
            "the type of the closure's parameter\(parameter.name.map { " `\($0)`" } ?? "") "
              + "is not known here",
            parameter.range, hint: "write the type: `{ (x: Int) in … }`")
          closure.isOpen = true
          silence(closure.type)
          return true
        }
        let parameters = closure.parameterTypes.compactMap { $0.map { InferredType($0) } }
        let result = closure.resultType.map { InferredType($0) } ?? state.makeUnknown()
        return state.unify(
          closure.type, .function(parameters, result, canThrow: closure.canThrow))
      }
      guard case .function(let parameters, _, _) = state.resolved(closure.type) else { continue }
      guard let open = parameters.firstIndex(where: hasOpenUnknown) else { continue }
      let range =
        open < closure.parameterNames.count
        ? closure.parameterNames[open].range : closure.syntax.trimmedByteRange
      checker.report(
        "write-type", "the type of this closure's parameter is not known here", range,
        hint: "write the type: `{ (x: Int) in … }`")
      for parameter in parameters { silence(parameter) }
      return true
    }
    return false
  }

  /// Arrays come first: their elements decide together.
  private func defaultLiterals() -> Bool {
    for index in state.unknowns.indices {
      if case .array = state.unknowns[index].role, bindDefault(index) { return true }
    }
    var progress = false
    for index in state.unknowns.indices where bindDefault(index) { progress = true }
    return progress
  }

  /// Writes the result into the nodes, and reports what stayed open.
  private func finish() {
    var isReported = hasErrors
    for id in state.pending {
      let application = applications[id]
      if !isReported, !isSilent(application) {
        checker.report(
          "write-type", "the type of `\(application.name)` cannot be told here",
          application.nameRange, hint: "write the type")
        isReported = true
      }
    }
    for application in applications {
      guard var choice = state.choices[application.id] else { continue }
      choice.parameterTypes = choice.parameterTypes.map(state.deeplyResolved)
      application.choice = choice
    }
    for variable in localVariables { variable.type = state.deeplyResolved(variable.type) }
  }

  private func isSilent(_ application: Application) -> Bool {
    switch application.callee {
    case .member(let base), .value(let base): state.resolved(base.type).isMistaken
    default: state.resolved(application.result).isMistaken
    }
  }
}
