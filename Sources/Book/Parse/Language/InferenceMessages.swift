import BookModel

/// "1 argument", "2 arguments".
func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

extension Inference {
  /// A type for people: what is unknown is shown as what it would become.
  func describe(_ type: InferredType) -> String { shown(type).description }

  private func shown(_ type: InferredType) -> ValueType {
    switch state.resolved(type) {
    case .mistaken: return .parameter("_")
    case .nominal(let name, let arguments): return .nominal(name, arguments.map(shown))
    case .tuple(let elements):
      return .tuple(elements.map { .init(label: $0.label, type: shown($0.type)) })
    case .function(let parameters, let result, let canThrow):
      return .function(
        .init(parameters: parameters.map(shown), result: shown(result), canThrow: canThrow))
    case .unknown(let index):
      switch state.unknowns[index].role {
      case .general: return .parameter("_")
      case .integer: return .int
      case .float: return .double
      case .string: return .string
      case .none: return .parameter("nil")
      case .implicitMember: return .parameter("a member without its type")
      case .closure(let closure):
        return .function(
          .init(
            parameters: closure.parameterTypes.map { $0 ?? .parameter("_") },
            result: closure.resultType ?? .parameter("_"), canThrow: closure.canThrow))
      case .array(let literals):
        guard let first = literals.first, case .array(let nodes) = first.kind else {
          return .array(.parameter("_"))
        }
        let elements = nodes.map { shown($0.type) }
        let widest =
          elements.contains(.double) && !elements.contains(.string) ? .double : elements.first
        return .array(widest ?? .parameter("_"))
      }
    }
  }

  func reportConversion(
    from: InferredType, to: InferredType, range: Range<Int>, purpose: String
  ) {
    if state.resolved(from).isMistaken || state.resolved(to).isMistaken { return }
    let found = describe(from)
    let wanted = describe(to)
    if found == "nil" {
      checker.report(
        "type-mismatch", "`nil` cannot be a `\(wanted)`", range,
        hint: "`\(wanted)?` can be nil; this type cannot")
      return
    }
    if let offense = state.offense {
      state.offense = nil
      if case .unknown = state.resolved(from) {
        report(offense, wanted)
        return
      }
    }
    let role = purpose.isEmpty ? "" : "\(purpose) "
    checker.report(
      "type-mismatch",
      "cannot convert value of type `\(found)` to \(role)type `\(wanted)`", range,
      hint: conversionHint(from: found, to: wanted))
  }

  private func report(_ offense: InferenceState.Offense, _ wanted: String) {
    if let element = offense.wanted {
      let found = describe(offense.node.type)
      checker.report(
        "type-mismatch",
        "cannot convert value of type `\(found)` to element type `\(describe(element))`",
        offense.node.range, hint: conversionHint(from: found, to: describe(element)))
      return
    }
    checker.report(
      "type-mismatch", "a literal of type `\(wanted)` holds number literals only",
      offense.node.range, hint: "write `\(wanted)([…])` to make one from computed values")
  }

  func conversionHint(from: String, to: String) -> String? {
    let numbers: Set = ["Int", "Double", "Float"]
    if from == to + "?" {
      return "it may be nil: write `!` where it cannot be, or `?? value` for a default"
    }
    if numbers.contains(from), numbers.contains(to) {
      return to == "Int"
        ? "write `Int(x)`, which drops the fraction"
        : "Swift converts no numbers by itself: write `\(to)(x)`"
    }
    if numbers.contains(from), to == "String" { return "write `\"\\(x)\"`" }
    return nil
  }

  func reportRequirement(_ type: InferredType, _ protocolName: String, range: Range<Int>) {
    checker.report(
      "missing-conformance",
      "`\(describe(type))` does not conform to `\(protocolName)`, which is required here", range,
      hint: conformingTypes(protocolName))
  }

  private func conformingTypes(_ protocolName: String) -> String? {
    let types = checker.index.library.conformances
      .filter { $0.conformedProtocol == protocolName }.map { conformance -> String in
        var text = conformance.type.description
        for case .equals(let parameter, let type) in conformance.requirements {
          text = text.replacing(parameter, with: type.description)
        }
        return "`\(text)`"
      }
    if types.isEmpty || types.count > 8 { return nil }
    return "these do: \(types.joined(separator: ", "))"
  }

  func report(_ relation: InferenceState.Relation) {
    switch relation {
    case .coalesce(let left, let right, let result, let range):
      silence(result)
      if let wrapped = state.resolved(left).wrapped {
        reportConversion(from: right, to: wrapped, range: range, purpose: "")
        return
      }
      checker.report(
        "type-mismatch", "the left side of `??` is a `\(describe(left))`, which cannot be nil",
        range, hint: "leave `??` and its right side out")
    case .unwrap(let optional, let result, let range):
      silence(result)
      checker.report(
        "type-mismatch",
        "this unwraps an optional, but the value is a `\(describe(optional))`, which cannot be nil",
        range)
    case .flatten(let body, let result, let range):
      silence(result)
      reportConversion(from: .optional(body), to: result, range: range, purpose: "")
    }
  }

  func reportMissingMember(_ application: Application, of type: InferredType) {
    let name = application.name
    let owner = describe(type)
    guard let nominal = type.nominalName else {
      checker.report(
        "unknown-member", "a value of type `\(owner)` has no member `\(name)`",
        application.nameRange)
      return
    }
    let isImplicit = if case .implicitMember = application.callee { true } else { false }
    let members = checker.index.members[nominal] ?? [:]
    let statics = checker.index.staticMembers[nominal] ?? [:]
    let own = isImplicit ? statics : members
    if let found = own[name]?.first {
      let isProperty =
        found.kind == .property || found.kind == .staticProperty
        || found.kind == .enumCase
      checker.report(
        "wrong-use",
        isProperty
          ? "`\(name)` of `\(owner)` is a property: it is not called"
          : "`\(name)` of `\(owner)` is a method: it has to be called",
        application.nameRange, hint: "it is declared as `\(found.declaration)`")
      return
    }
    if nominal == "Optional", let wrapped = state.resolved(type).wrapped,
      case .nominal(let inner, _) = shown(wrapped),
      checker.index.members[inner]?[name] != nil
    {
      checker.report(
        "optional-member", "the value is optional: `\(owner)` has no member `\(name)`",
        application.nameRange, hint: "write `?.\(name)`, or unwrap it with `!` or `if let`")
      return
    }
    if name == "subscript" {
      checker.report(
        "unknown-member", "a value of type `\(owner)` has no subscripts", application.range)
      return
    }
    let names = own.keys.filter { $0 != "subscript" && $0 != "init" }.sorted()
    var hint = nearestName(to: name, among: names).map { "did you mean `\($0)`?" }
    if hint == nil, statics[name] != nil { hint = "write `\(nominal).\(name)`" }
    if hint == nil, isImplicit, !names.isEmpty, names.count <= 12 {
      hint = "it has \(names.map { "`.\($0)`" }.joined(separator: ", "))"
    }
    checker.report(
      "unknown-member", "`\(owner)` has no member `\(name)`", application.nameRange, hint: hint)
  }

  /// The labels of no candidate fit.
  func reportArguments(_ application: Application, _ candidates: [Candidate]) {
    let arguments = application.arguments ?? []
    guard let candidate = nearestCandidate(candidates, arguments) else { return }
    let hint = "it is declared as `\(declaration(of: candidate, application))`"
    let name = shownName(application)
    do throws(MatchFailure) {
      _ = try match(arguments, to: candidate.parameters)
    } catch {
      switch error {
      case .missing(let parameter):
        checker.report(
          "missing-argument",
          "missing argument for parameter `\(parameter.label ?? parameter.name)` of \(name)",
          application.range, hint: hint)
      case .wrongLabel(let position, let expected):
        reportLabel(arguments, position, expected, candidate, name: name, hint: hint)
      case .unexpected(let position):
        let argument = arguments[position]
        if argument.label != nil {
          reportLabel(arguments, position, nil, candidate, name: name, hint: hint)
        } else {
          checker.report(
            "extra-argument",
            argument.isTrailing
              ? "\(name) takes no closure here" : "\(name) takes no further argument here",
            argument.node.range, hint: hint)
        }
      }
    }
  }

  private func reportLabel(
    _ arguments: [ArgumentNode], _ position: Int, _ expected: String?, _ candidate: Candidate,
    name: String, hint: String
  ) {
    let argument = arguments[position]
    let labels = candidate.parameters.compactMap(\.label)
    guard let label = argument.label else {
      checker.report(
        "wrong-label",
        expected.map { "missing label `\($0):` in the call of \(name)" }
          ?? "\(name) takes no argument without a label here", argument.labelRange, hint: hint)
      return
    }
    if labels.contains(label) {
      checker.report(
        "wrong-label", "`\(label):` stands in the wrong place in the call of \(name)",
        argument.labelRange, hint: hint)
      return
    }
    let unused = labels.filter { label in !arguments.contains { $0.label == label } }
    let near = nearestName(to: label, among: unused).map { "; did you mean `\($0)`?" } ?? ""
    checker.report(
      "wrong-label", "\(name) has no parameter labelled `\(label)`\(near)", argument.labelRange,
      hint: hint)
  }

  /// The candidate with the most labels in common, for the message.
  private func nearestCandidate(
    _ candidates: [Candidate], _ arguments: [ArgumentNode]
  ) -> Candidate? {
    func commonLabels(_ candidate: Candidate) -> Int {
      let labels = Set(candidate.parameters.map { $0.label ?? "_" })
      return arguments.count { labels.contains($0.label ?? "_") } * 8
        - abs(candidate.parameters.count - arguments.count)
    }
    return candidates.enumerated().max {
      (commonLabels($0.element), -$0.offset) < (commonLabels($1.element), -$1.offset)
    }?.element
  }

  private func declaration(of candidate: Candidate, _ application: Application) -> String {
    switch candidate {
    case .builtin(let signature): return signature.declaration
    case .tupleElement(let position): return ".\(position)"
    case .function(let variable, let labels):
      let parameters = labels.map { "\($0 ?? "_"):" }.joined()
      return "func \(variable.name)(\(parameters))"
    }
  }

  private func shownName(_ application: Application) -> String {
    if application.name == "init", let owner = application.owner {
      return "`\(describe(owner))`"
    }
    return application.name == "subscript" ? "this subscript" : "`\(application.name)`"
  }

  /// The labels fit, the types do not.
  func reportMismatch(
    _ application: Application, _ candidates: [MatchedCandidate], base: InferredType?
  ) {
    let arguments = application.arguments ?? []
    if arguments.contains(where: { state.resolved($0.node.type).isMistaken }) { return }
    let plausible = candidates.filter { !state.excludes($0, application) }
    let only =
      candidates.count == 1 ? candidates.first : plausible.count == 1 ? plausible.first : nil
    if let only, !isOperator(only.candidate) {
      var copy = state
      if let failure = copy.apply(only, to: application, base: base) {
        report(failure, application, only.candidate, in: copy)
        return
      }
    }
    if let first = candidates.first, isOperator(first.candidate) {
      reportOperator(application, arguments)
      return
    }
    if case .reference = application.callee {
      checker.report(
        "no-overload",
        "no declaration of `\(application.name)` has the type `\(describe(application.result))`",
        application.nameRange, hint: shownDeclarations(candidates))
      return
    }
    let types = arguments.map { ($0.label.map { "\($0): " } ?? "") + describe($0.node.type) }
    checker.report(
      "no-overload",
      "no declaration of \(shownName(application)) takes (\(types.joined(separator: ", ")))",
      application.range, hint: shownDeclarations(candidates))
  }

  private func shownDeclarations(_ candidates: [MatchedCandidate]) -> String? {
    let declarations = candidates.prefix(3).compactMap { $0.candidate.signature?.declaration }
    return declarations.isEmpty
      ? nil : "there is " + declarations.map { "`\($0)`" }.joined(separator: ", ")
  }

  private func isOperator(_ candidate: Candidate) -> Bool {
    switch candidate.signature?.kind {
    case .infixOperator?, .prefixOperator?: true
    default: false
    }
  }

  private func report(
    _ failure: ApplicationFailure, _ application: Application, _ candidate: Candidate,
    in copy: InferenceState
  ) {
    let hint = "it is declared as `\(declaration(of: candidate, application))`"
    switch failure {
    case .argument(let index, let from, let to):
      let range = application.arguments?[index].node.range ?? application.range
      if let offense = copy.offense, case .unknown = state.resolved(from) {
        let saved = state
        state = copy
        report(offense, describe(to))
        state = saved
        return
      }
      let saved = state
      let found = describe(from)
      state = copy
      let wanted = describe(to)
      state = saved
      checker.report(
        "type-mismatch",
        "cannot convert value of type `\(found)` to expected argument type `\(wanted)`", range,
        hint: conversionHint(from: found, to: wanted) ?? hint)
    case .result(let type, let wanted):
      let saved = state
      state = copy
      let found = describe(type)
      state = saved
      checker.report(
        "type-mismatch",
        "\(shownName(application)) gives a `\(found)`, but a `\(describe(wanted))` is wanted here",
        application.range, hint: conversionHint(from: found, to: describe(wanted)) ?? hint)
    case .requirement(let type, let name):
      let saved = state
      state = copy
      reportRequirement(type, name, range: application.range)
      state = saved
    case .base(let type):
      checker.report(
        "unknown-member",
        "`\(application.name)` is not available for a value of type `\(describe(type))`",
        application.nameRange, hint: hint)
    }
  }

  private func reportOperator(_ application: Application, _ arguments: [ArgumentNode]) {
    let types = arguments.map { describe($0.node.type) }
    let name = application.name
    var hint: String?
    let numbers: Set = ["Int", "Double", "Float"]
    if types.count == 2, types[0] != types[1] {
      if numbers.isSuperset(of: types) {
        let wide = types.contains("Double") ? "Double" : "Float"
        let narrow = types[0] == wide ? types[1] : types[0]
        hint =
          types.contains("Int")
          ? "`Int` never becomes `\(wide)` by itself: write `\(wide)(n)`"
          : "`\(narrow)` never becomes `\(wide)` by itself: write `\(wide)(x)`"
      } else if types.contains("String") {
        hint = "put the value into the string: `\"\\(x)\"`"
      } else if types.contains(where: { $0.hasSuffix("?") }) {
        hint = "unwrap the optional with `!`, `??` or `if let`"
      }
    }
    if types.count == 2, types[0] == types[1],
      case let result = describe(application.result), result != "_", result != types[0]
    {
      checker.report(
        "type-mismatch",
        "`\(name)` of two `\(types[0])` does not give the `\(result)` that is wanted here",
        application.range, hint: conversionHint(from: types[0], to: result))
      return
    }
    let operands =
      types.count == 1
      ? "an operand of type `\(types[0])`"
      : "operands of type " + types.map { "`\($0)`" }.joined(separator: " and ")
    checker.report(
      "no-overload", "operator `\(name)` cannot be applied to \(operands)",
      application.range, hint: hint)
  }

  /// A search without one best answer.
  func reportSearch(
    _ application: Application, solutions: [InferenceState], component: Set<Int>
  ) {
    if solutions.isEmpty {
      let arguments = application.arguments ?? []
      if case .overloads(let candidates) = application.callee,
        let first = candidates.first, isOperator(first)
      {
        reportOperator(application, arguments)
        return
      }
      checker.report(
        "no-overload",
        "no declaration of \(shownName(application)) fits what this expression needs",
        application.range, hint: "divide the expression with `let`, and write the types")
      return
    }
    checker.report(
      "write-type", "this may mean more than one thing here", application.range,
      hint: "write the type")
  }
}
