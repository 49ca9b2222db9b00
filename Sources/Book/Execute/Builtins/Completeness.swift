import BookModel

extension Builtin {
  /// Where the closure's types are not those of the declaration, in words; empty where they agree.
  func mismatches(with signature: Signature) -> [String] {
    guard let bound else { return [] }
    var declared = signature.parameters.map { $0.isVariadic ? .array($0.type) : $0.type }
    let hasBase =
      switch signature.kind {
      case .method, .property, .subscriptGetter: true
      default: false
      }
    if hasBase, let owner = signature.owner { declared.insert(owner, at: 0) }
    let text = (signature.owner.map { "\($0): " } ?? "") + signature.declaration
    guard declared.count == bound.parameters.count else {
      return [
        "\(text) declares \(declared.count) values, its closure takes \(bound.parameters.count)"
      ]
    }
    var problems: [String] = []
    for (index, (declared, bound)) in zip(declared, bound.parameters).enumerated()
    where !bound.stands(for: declared) {
      problems.append("\(text): value \(index) is declared \(declared), its closure takes \(bound)")
    }
    if !bound.result.stands(for: signature.result) {
      problems.append("\(text) declares \(signature.result), its closure gives \(bound.result)")
    }
    return problems
  }
}

extension ValueType {
  /// Whether this type of a closure may stand for a declared type: the same, or any.
  fileprivate func stands(for declared: ValueType) -> Bool {
    switch (self, declared) {
    case (.parameter, _): return true
    case (.function, .function): return true
    case (.nominal(let name, let arguments), .nominal(let declaredName, let declaredArguments)):
      return name == declaredName && arguments.count == declaredArguments.count
        && zip(arguments, declaredArguments).allSatisfy { $0.stands(for: $1) }
    default: return self == declared
    }
  }
}
