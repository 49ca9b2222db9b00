import BookModel

/// How many candidates one search may try before it is refused.
private let maximumSearchSteps = 4000

extension Inference {
  private struct Solution {
    var state: InferenceState
    var isBetterThanOthers = true
  }

  private final class Search {
    let component: Set<Int>
    let unknowns: Set<Int>
    var best: [InferenceState] = []
    var steps = 0

    init(component: Set<Int>, unknowns: Set<Int>) {
      self.component = component
      self.unknowns = unknowns
    }
  }

  /// Searches the meanings of one group of applications that depend on each other.
  func searchNextComponent() -> Bool {
    guard let first = state.pending.first(where: { isReady(applications[$0]) }) else {
      return false
    }
    let search = component(of: first)
    explore(state, search)
    if search.steps > maximumSearchSteps {
      checker.report(
        "code-too-complex", "this expression has too many possible meanings to check",
        applications[first].range, hint: "divide it with `let`, and write the types")
      for id in search.component { giveUp(applications[id]) }
      return true
    }
    guard let best = onlyBest(of: search) else {
      reportSearch(applications[first], solutions: search.best, component: search.component)
      for id in search.component { giveUp(applications[id]) }
      return true
    }
    state = best
    return true
  }

  private func isReady(_ application: Application) -> Bool {
    if case .found = state.candidates(of: application) { return true }
    return false
  }

  private func unknowns(of application: Application) -> [Int] {
    var types = [application.result]
    types += (application.arguments ?? []).map(\.node.type)
    switch application.callee {
    case .member(let base), .value(let base): types.append(base.type)
    default: break
    }
    if let owner = application.owner { types.append(owner) }
    return types.flatMap { state.openUnknowns(in: $0) } + elementUnknowns(of: types)
  }

  /// The unknowns of an array literal's elements, which its own type does not hold yet.
  private func elementUnknowns(of types: [InferredType]) -> [Int] {
    types.flatMap { type -> [Int] in
      guard case .unknown(let index) = state.resolved(type),
        case .array(let literals) = state.unknowns[index].role
      else { return [] }
      let elements = literals.flatMap { literal -> [InferredType] in
        if case .array(let nodes) = literal.kind { nodes.map(\.type) } else { [] }
      }
      return elements.flatMap { state.openUnknowns(in: $0) } + elementUnknowns(of: elements)
    }
  }

  /// The applications that share unknowns with the first, directly or through others.
  private func component(of first: Int) -> Search {
    var groups: [(id: Int?, unknowns: [Int])] = state.pending.map {
      ($0, unknowns(of: applications[$0]))
    }
    groups += state.conversions.map {
      (nil, state.openUnknowns(in: $0.from) + state.openUnknowns(in: $0.to))
    }
    groups += state.relations.map { relation in
      switch relation {
      case .coalesce(let left, let right, let result, _):
        (nil, [left, right, result].flatMap { state.openUnknowns(in: $0) })
      case .unwrap(let a, let b, _), .flatten(let a, let b, _):
        (nil, [a, b].flatMap { state.openUnknowns(in: $0) })
      }
    }
    var component: Set<Int> = [first]
    var reached = Set(unknowns(of: applications[first]))
    var grew = true
    while grew {
      grew = false
      groups.removeAll { group in
        let isNear = group.id == first || group.unknowns.contains(where: reached.contains)
        if isNear {
          reached.formUnion(group.unknowns)
          if let id = group.id { component.insert(id) }
          grew = true
        }
        return isNear
      }
    }
    return Search(component: component, unknowns: reached)
  }

  private func explore(_ start: InferenceState, _ search: Search) {
    var state = start
    guard search.steps <= maximumSearchSteps, propagate(&state, search) else { return }
    if let best = search.best.first, best.score < state.score { return }
    guard let (application, viable, base) = nextChoice(in: state, search) else {
      if defaultLiterals(of: &state, search) {
        explore(state, search)
      } else {
        record(state, search)
      }
      return
    }
    for candidate in viable {
      search.steps += 1
      var branch = state
      guard branch.apply(candidate, to: application, base: base) == nil else { continue }
      branch.pending.removeAll { $0 == application.id }
      explore(branch, search)
    }
  }

  private func nextChoice(in state: InferenceState, _ search: Search) -> (
    Application, [MatchedCandidate], base: InferredType?
  )? {
    for id in state.pending where search.component.contains(id) {
      if case .found(let all, let base) = state.candidates(of: applications[id]) {
        let viable = all.filter { !state.excludes($0, applications[id]) }
        return (applications[id], viable, base)
      }
    }
    return nil
  }

  /// Decides what is certain in a branch; false when the branch contradicts itself.
  private func propagate(_ state: inout InferenceState, _ search: Search) -> Bool {
    var progress = true
    while progress {
      let conversions = state.settleConversions()
      let relations = state.settleRelations()
      if conversions.failure != nil || relations.failure != nil { return false }
      if state.settleRequirements() != nil { return false }
      progress = conversions.progress || relations.progress
      for id in state.pending where search.component.contains(id) {
        let application = applications[id]
        switch state.candidates(of: application) {
        case .waiting, .mistaken: continue
        case .noSuchName, .noMatch: return false
        case .found(let all, let base):
          let fitting = all.filter { !state.excludes($0, application) }
          if fitting.count > 1 { continue }
          guard let only = fitting.first,
            state.apply(only, to: application, base: base) == nil
          else { return false }
          search.steps += 1
          state.pending.removeAll { $0 == id }
          progress = true
        }
      }
    }
    return true
  }

  /// Gives the literals of the component their own types, which costs nothing.
  private func defaultLiterals(of state: inout InferenceState, _ search: Search) -> Bool {
    let open = state.unknowns.indices.filter { index in
      state.unknowns[index].binding == nil
        && (search.unknowns.contains(index) || index >= self.state.unknowns.count)
    }
    for index in open {
      if case .array = state.unknowns[index].role {
        let element = state.makeUnknown()
        if state.unify(.unknown(index), .array(element)) { return true }
      }
    }
    for index in open {
      if let type = state.defaultType(of: index), state.unify(.unknown(index), type) {
        return true
      }
    }
    return false
  }

  private func record(_ state: InferenceState, _ search: Search) {
    if let best = search.best.first {
      if best.score < state.score { return }
      if state.score < best.score { search.best = [] }
    }
    if search.best.count < 16 { search.best.append(state) }
  }

  private func onlyBest(of search: Search) -> InferenceState? {
    search.best.first { candidate in
      search.best.allSatisfy { other in
        isPreferred(candidate, to: other, search.component)
      }
    }
  }

  /// Whether every choice of `a` is at least as special as that of `b`.
  ///
  /// The same choices
  /// everywhere are one solution.
  private func isPreferred(
    _ a: InferenceState, to b: InferenceState, _ component: Set<Int>
  ) -> Bool {
    var isBetter = false
    var differs = false
    for id in component {
      guard let first = a.choices[id], let second = b.choices[id] else { continue }
      guard let one = first.candidate.signature, let other = second.candidate.signature,
        one.id != other.id
      else { continue }
      differs = true
      let ranks = (Specificity(first, one), Specificity(second, other))
      if ranks.1 < ranks.0 { return false }
      if ranks.0 < ranks.1 { isBetter = true }
    }
    return isBetter || !differs
  }

  /// How general a declaration is as it is used here; Swift prefers the smaller.
  private struct Specificity: Comparable {
    var key: [Int]

    init(_ choice: Choice, _ signature: Signature) {
      var variadics = 0
      var omitted = 0
      for filling in choice.fillings {
        switch filling {
        case .variadic: variadics += 1
        case .omitted: omitted += 1
        case .argument: break
        }
      }
      key = [
        signature.generics.isEmpty ? 0 : 1, min(variadics, 1), omitted,
        -signature.generics.reduce(0) { $0 + $1.constraints.count },
      ]
    }

    static func < (a: Self, b: Self) -> Bool { a.key.lexicographicallyPrecedes(b.key) }
  }
}
