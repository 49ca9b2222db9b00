import BookModel

// What can be assigned to.
extension Lowering {
  /// The place that a node means; reported where it cannot be changed.
  ///
  /// `verb` says what would
  /// change it: "`append` changes".
  func place(_ node: Node, verb: String) -> Place? {
    let checker = inference.checker
    var steps: [Place.Step] = []
    var current = node
    while true {
      switch current.kind {
      case .variable(let variable):
        guard isChangeable(variable, at: current.range, verb: verb) else { return nil }
        return Place(
          slot: context.slot(of: variable), steps: steps.reversed(),
          type: valueType(node.type, at: node.range), span: checker.span(node.range))
      case .forceUnwrap(let base):
        steps.append(.unwrap)
        current = base
      case .application(let application):
        guard case .member(let base) = application.callee, let choice = application.choice else {
          if !inference.hasErrors { reportNotAPlace(node, verb: verb) }
          return nil
        }
        switch choice.candidate {
        case .tupleElement(let position): steps.append(.tupleElement(position))
        case .builtin(let signature) where signature.isSettable:
          if signature.kind == .subscriptGetter {
            steps.append(.subscripted(id: signature.id, arguments(choice, application)))
          } else {
            steps.append(.property(id: signature.id))
          }
        default:
          reportNotSettable(application)
          return nil
        }
        current = base
      case .invalid: return nil
      default:
        reportNotAPlace(node, verb: verb)
        return nil
      }
    }
  }

  private func reportNotAPlace(_ node: Node, verb: String) {
    inference.checker.report(
      "not-assignable", "\(verb) a variable, and this is only a value", node.range,
      hint: "give it a name first: `var x = …`")
  }

  private func reportNotSettable(_ application: Application) {
    let what = application.name == "subscript" ? "this subscript" : "`\(application.name)`"
    inference.checker.report(
      "not-assignable", "\(what) can be read, not assigned", application.range)
  }

  private func isChangeable(_ variable: Variable, at range: Range<Int>, verb: String) -> Bool {
    let checker = inference.checker
    if variable.type.isMistaken { return true }
    if !variable.isMutable {
      let name = variable.name.isEmpty ? "what stands before `?`" : "`\(variable.name)`"
      checker.report(
        "not-assignable", "\(verb) \(name), which is a constant", range,
        hint: variable.name.isEmpty || variable.name.hasPrefix("$") || variable.labels != nil
          ? nil : "declare it with `var`")
      return false
    }
    if checker.expectsError, variable.unit != checker.unitIndex {
      checker.reportUnexpected(
        "error-block-changes",
        "a block that must fail cannot change `\(variable.name)`, which other blocks see", range,
        hint: "copy it first: `var copy = \(variable.name)`")
      return false
    }
    return true
  }
}
