extension InferenceState {
  enum RelationOutcome {
    case settled, waiting
    case failed(Relation)
  }

  /// Whether a type is not known at all, not even to be that of a literal.
  func isOpen(_ type: InferredType) -> Bool {
    if case .unknown(let index) = resolved(type), case .general = unknowns[index].role {
      return true
    }
    return false
  }

  /// Looks again at the relations that had to wait.
  ///
  /// With `force`, what is unknown counts as not
  /// being optional, which is what Swift prefers.
  mutating func settleRelations(force: Bool = false) -> (progress: Bool, failure: Relation?) {
    var progress = false
    let waiting = relations
    relations = []
    for (position, relation) in waiting.enumerated() {
      switch settle(relation, force: force) {
      case .waiting: relations.append(relation)
      case .settled: progress = true
      case .failed(let relation):
        relations += waiting[(position + 1)...]
        return (true, relation)
      }
    }
    return (progress, nil)
  }

  private mutating func settle(_ relation: Relation, force: Bool) -> RelationOutcome {
    switch relation {
    case .unwrap(let optional, let result, _):
      switch resolved(optional) {
      case .mistaken: return unify(result, .mistaken) ? .settled : .failed(relation)
      case .unknown(let index):
        if case .general = unknowns[index].role { return .waiting }
        return .failed(relation)
      case let type:
        guard let wrapped = type.wrapped, unify(result, wrapped) else { return .failed(relation) }
        return .settled
      }
    case .flatten(let body, let result, _):
      if isOpen(body), !force { return .waiting }
      let type = resolved(body)
      let whole = type.wrapped == nil && !type.isMistaken ? .optional(type) : type
      return unify(result, whole) ? .settled : .failed(relation)
    case .coalesce(let left, let right, let result, let range):
      return settleCoalesce(left, right, result, range, force: force)
    }
  }

  private mutating func settleCoalesce(
    _ left: InferredType, _ right: InferredType, _ result: InferredType, _ range: Range<Int>,
    force: Bool
  ) -> RelationOutcome {
    let relation = Relation.coalesce(left: left, right: right, result: result, range)
    let optional = resolved(left)
    if optional.isMistaken { return unify(result, .mistaken) ? .settled : .failed(relation) }
    if isOpen(optional) { return .waiting }
    guard let wrapped = optional.wrapped else { return .failed(relation) }
    if isOpen(right), !force { return .waiting }
    if resolved(right).wrapped != nil {
      return convert(right, to: optional, range: range) && unify(result, optional)
        ? .settled : .failed(relation)
    }
    return convert(right, to: wrapped, range: range) && unify(result, wrapped)
      ? .settled : .failed(relation)
  }
}
