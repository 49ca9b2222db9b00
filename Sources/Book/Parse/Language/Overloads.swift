import BookModel

/// Why a declaration does not fit an application.
enum ApplicationFailure {
  case argument(Int, from: InferredType, to: InferredType)
  case result(InferredType, wanted: InferredType)
  case requirement(InferredType, protocolName: String)
  case base(InferredType)
}

/// The declarations that an application may mean, in a state of knowledge.
enum CandidateSearch {
  /// The base, or the wanted type, is not known yet.
  case waiting
  /// Something about it is wrong that was reported already.
  case mistaken
  case found([MatchedCandidate], base: InferredType?)
  /// There is nothing of that name.
  case noSuchName(of: InferredType)
  /// There is, with other arguments.
  case noMatch([Candidate])
}

extension InferenceState {
  /// The candidates of an application whose labels fit.
  func candidates(of application: Application) -> CandidateSearch {
    switch application.callee {
    case .overloads(let candidates):
      return matched(candidates, key: "", base: application.owner, application)
    case .reference(let candidates):
      guard case .function = resolved(application.result) else {
        return resolved(application.result).isMistaken ? .mistaken : .waiting
      }
      let all = candidates.map { MatchedCandidate(candidate: $0, fillings: []) }
      return .found(all, base: application.owner)
    case .value(let callee):
      return resolved(callee.type).isMistaken ? .mistaken : .waiting
    case .implicitMember:
      let type = resolved(application.result)
      if type.isMistaken { return .mistaken }
      guard let name = type.nominalName else { return protocolMembers(of: type, application) }
      let found = index.staticMembers[name]?[application.name] ?? []
      let fitting = found.filter { isCalled($0) == (application.arguments != nil) }
      if fitting.isEmpty { return .noSuchName(of: type) }
      return matched(fitting.map { .builtin($0) }, key: name, base: type, application)
    case .member(let base):
      return members(of: resolved(base.type), application)
    }
  }

  /// The members that an extension of a protocol gives to whatever must conform to it: `.same` as
  /// `some ConvolutionPadding`.
  private func protocolMembers(
    of type: InferredType, _ application: Application
  ) -> CandidateSearch {
    guard case .unknown(let unknown) = type else { return .waiting }
    for requirement in requirements {
      guard case .unknown(unknown) = resolved(requirement.type) else { continue }
      guard let members = index.protocolMembers[requirement.protocolName] else { continue }
      let found = members[application.name] ?? []
      let fitting = found.filter { isCalled($0) == (application.arguments != nil) }
      if fitting.isEmpty { return .noSuchName(of: .nominal(requirement.protocolName, [])) }
      return matched(
        fitting.map { .builtin($0) }, key: requirement.protocolName, base: nil, application)
    }
    return .waiting
  }

  private func isCalled(_ signature: Signature) -> Bool {
    switch signature.kind {
    case .property, .staticProperty, .enumCase: false
    default: true
    }
  }

  private func members(of type: InferredType, _ application: Application) -> CandidateSearch {
    switch type {
    case .unknown: return .waiting
    case .mistaken: return .mistaken
    case .function: return .noSuchName(of: type)
    case .tuple(let elements):
      let position =
        Int(application.name) ?? elements.firstIndex { $0.label == application.name } ?? -1
      guard elements.indices.contains(position), application.arguments == nil else {
        return .noSuchName(of: type)
      }
      let candidate = MatchedCandidate(candidate: .tupleElement(position), fillings: [])
      return .found([candidate], base: type)
    case .nominal(let name, _):
      let all = index.members[name]?[application.name] ?? []
      let fitting = all.filter { isCalled($0) == (application.arguments != nil) }
      if fitting.isEmpty { return .noSuchName(of: type) }
      return matched(fitting.map { .builtin($0) }, key: name, base: type, application)
    }
  }

  private func matched(
    _ candidates: [Candidate], key: String, base: InferredType?, _ application: Application
  ) -> CandidateSearch {
    if let known = application.matches[key] {
      return known.isEmpty ? .noMatch(candidates) : .found(known, base: base)
    }
    let found = candidates.compactMap { candidate -> MatchedCandidate? in
      guard
        let fillings = try? match(application.arguments ?? [], to: candidate.parameters)
      else { return nil }
      return MatchedCandidate(candidate: candidate, fillings: fillings)
    }
    application.matches[key] = found
    return found.isEmpty ? .noMatch(candidates) : .found(found, base: base)
  }
}

extension Candidate {
  /// The parameters, as a declaration of the registry would have them.
  var parameters: [Signature.Parameter] {
    switch self {
    case .builtin(let signature): return signature.parameters
    case .tupleElement: return []
    case .function(let variable, let labels):
      guard case .function(let types, _, _) = variable.type else {
        return labels.map { Signature.Parameter(label: $0, name: $0 ?? "_", type: .void) }
      }
      return zip(labels, types).map { label, type in
        Signature.Parameter(
          label: label, name: label ?? "_", type: type.valueType ?? .parameter("_"))
      }
    }
  }
}

extension InferredType {
  /// The type for the program; nil while it holds unknowns.
  var valueType: ValueType? {
    switch self {
    case .unknown, .mistaken: return nil
    case .nominal(let name, let arguments):
      let types = arguments.compactMap(\.valueType)
      return types.count == arguments.count ? .nominal(name, types) : nil
    case .tuple(let elements):
      var types: [ValueType.TupleElement] = []
      for element in elements {
        guard let type = element.type.valueType else { return nil }
        types.append(.init(label: element.label, type: type))
      }
      return .tuple(types)
    case .function(let parameters, let result, let canThrow):
      let types = parameters.compactMap(\.valueType)
      guard types.count == parameters.count, let result = result.valueType else { return nil }
      return .function(.init(parameters: types, result: result, canThrow: canThrow))
    }
  }
}

// Trying a candidate.
extension InferenceState {
  /// A cheap test that a candidate cannot fit; it looks at the outermost names alone.
  func excludes(_ matched: MatchedCandidate, _ application: Application) -> Bool {
    guard let signature = matched.candidate.signature else { return false }
    if case .reference = application.callee { return false }
    if case .nominal(let name, _) = signature.result,
      case .nominal(let wanted, _) = resolved(application.result), name != wanted
    {
      return true
    }
    guard let arguments = application.arguments else { return false }
    for (parameter, filling) in zip(signature.parameters, matched.fillings) {
      switch filling {
      case .omitted: break
      case .argument(let index):
        if !mayConvert(arguments[index].node.type, to: parameter.type) { return true }
      case .variadic(let indices):
        for index in indices
        where !mayConvert(arguments[index].node.type, to: parameter.type) {
          return true
        }
      }
    }
    return false
  }

  private func mayConvert(_ from: InferredType, to type: ValueType) -> Bool {
    switch (resolved(from), type) {
    case (.mistaken, _), (_, .parameter), (_, .nominal("Any", _)): return true
    case (.nominal, .nominal(let name, _)) where name.hasPrefix("any "): return true
    case (.nominal("Optional", let a), .nominal("Optional", let b)):
      return mayConvert(a[0], to: b[0])
    case (.unknown(let index), .nominal("Optional", let arguments)):
      if case .none = unknowns[index].role { return true }
      return mayConvert(from, to: arguments[0])
    case (_, .nominal("Optional", let arguments)): return mayConvert(from, to: arguments[0])
    case (.nominal(let a, let first), .nominal(let b, let second)):
      return a == b && zip(first, second).allSatisfy { mayEqual($0, $1) }
    case (.unknown(let unknown), .nominal(let name, _)):
      switch unknowns[unknown].role {
      case .general, .implicitMember: return true
      case .integer: return index.accepts("integerLiteral", name)
      case .float: return index.accepts("floatLiteral", name)
      case .string: return index.accepts("stringLiteral", name)
      case .array: return name == "Array" || index.literals[name]?["arrayLiteral"] != nil
      case .none, .closure: return false
      }
    case (.unknown(let unknown), .function(let function)):
      switch unknowns[unknown].role {
      case .general: return true
      case .closure(let closure):
        return function.parameters.count == closure.parameterNames.count
          || function.parameters.count == 1
      default: return false
      }
    case (.unknown(let unknown), .tuple):
      if case .general = unknowns[unknown].role { return true }
      return false
    case (.tuple(let a), .tuple(let b)): return a.count == b.count
    case (.function(let a, _, _), .function(let b)): return a.count == b.parameters.count
    default: return false
    }
  }

  private func mayEqual(_ a: InferredType, _ b: ValueType) -> Bool {
    guard case .nominal(let first, let arguments) = resolved(a),
      case .nominal(let second, let others) = b
    else { return true }
    return first == second && zip(arguments, others).allSatisfy { mayEqual($0, $1) }
  }

  /// Makes a candidate the meaning of an application, as far as types go.
  mutating func apply(
    _ matched: MatchedCandidate, to application: Application, base: InferredType?
  ) -> ApplicationFailure? {
    var parameterTypes: [InferredType]
    var result: InferredType
    switch matched.candidate {
    case .tupleElement(let position):
      guard case .tuple(let elements)? = base else { return .base(.mistaken) }
      parameterTypes = []
      result = elements[position].type
    case .function(let variable, _):
      guard case .function(let types, let type, _) = variable.type else { return nil }
      parameterTypes = types
      result = type
    case .builtin(let signature):
      var substitution: [String: InferredType] = [:]
      for generic in signature.generics {
        let type = makeUnknown()
        substitution[generic.name] = type
        for name in generic.constraints {
          requirements.append(
            Requirement(type: type, protocolName: name, range: application.range))
        }
      }
      if let base, let owner = signature.owner,
        !unify(base, InferredType(owner, substitution))
      {
        return .base(base)
      }
      parameterTypes = signature.parameters.map { InferredType($0.type, substitution) }
      result = InferredType(signature.result, substitution)
    }
    if case .reference = application.callee {
      return applyReference(matched, to: application, parameterTypes, result)
    }
    if let failure = convertArguments(matched, of: application, to: parameterTypes) {
      return failure
    }
    if !unify(application.result, result) {
      return .result(result, wanted: application.result)
    }
    if let requirement = settleRequirements() {
      return .requirement(requirement.type, protocolName: requirement.protocolName)
    }
    choices[application.id] = Choice(
      candidate: matched.candidate, fillings: matched.fillings, parameterTypes: parameterTypes)
    return nil
  }

  private mutating func applyReference(
    _ matched: MatchedCandidate, to application: Application, _ parameters: [InferredType],
    _ result: InferredType
  ) -> ApplicationFailure? {
    guard case .function(_, _, let canThrow) = resolved(application.result) else {
      return .result(result, wanted: application.result)
    }
    let throwing = matched.candidate.signature?.canThrow ?? false
    let type = InferredType.function(parameters, result, canThrow: canThrow || throwing)
    if !unify(application.result, type) { return .result(type, wanted: application.result) }
    if let requirement = settleRequirements() {
      return .requirement(requirement.type, protocolName: requirement.protocolName)
    }
    choices[application.id] = Choice(
      candidate: matched.candidate, fillings: [], parameterTypes: parameters)
    return nil
  }

  private mutating func convertArguments(
    _ matched: MatchedCandidate, of application: Application, to parameters: [InferredType]
  ) -> ApplicationFailure? {
    let arguments = application.arguments ?? []
    for (parameter, filling) in zip(parameters, matched.fillings) {
      let indices: [Int]
      switch filling {
      case .omitted: indices = []
      case .argument(let index): indices = [index]
      case .variadic(let all): indices = all
      }
      for index in indices {
        let node = arguments[index].node
        if !convert(node.type, to: parameter, range: node.range) {
          return .argument(index, from: node.type, to: parameter)
        }
      }
    }
    return nil
  }
}
