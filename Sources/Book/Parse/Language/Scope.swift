import BookModel

/// A variable, parameter or local function of a chapter.
final class Variable {
  let name: String
  /// Known when the declaration is checked; for the parameters of a closure that is part of an
  /// expression still being inferred, known at that expression's end.
  var type: InferredType
  let isMutable: Bool
  /// The function whose frame holds the variable, and its slot there.
  let owner: FunctionContext
  let slot: Int
  var isCaptured = false
  /// The argument labels of a local function; nil for anything else.
  var labels: [String?]?
  /// The unit that declares it.
  let unit: Int

  init(
    _ name: String, type: InferredType, isMutable: Bool, in owner: FunctionContext, unit: Int
  ) {
    self.name = name
    self.type = type
    self.isMutable = isMutable
    self.owner = owner
    self.unit = unit
    self.slot = owner.slotCount
    owner.add(self)
  }
}

/// The frame of a function, closure or chapter while it is being laid out.
final class FunctionContext {
  private enum Slot {
    case own(Variable)
    case capture
  }

  let parent: FunctionContext?
  private var slots: [Slot] = []
  private var captured: [ObjectIdentifier: Int] = [:]
  private(set) var captures: [FunctionBody.Capture] = []

  init(parent: FunctionContext?) { self.parent = parent }

  var slotCount: Int { slots.count }

  fileprivate func add(_ variable: Variable) { slots.append(.own(variable)) }

  /// The slot of a variable in this frame; one from outside is captured, by all frames between.
  func slot(of variable: Variable) -> Int {
    if variable.owner === self { return variable.slot }
    if let known = captured[ObjectIdentifier(variable)] { return known }
    variable.isCaptured = true
    let outer = parent?.slot(of: variable) ?? 0
    let inner = slots.count
    slots.append(.capture)
    captured[ObjectIdentifier(variable)] = inner
    captures.append(.init(outer: outer, inner: inner))
    return inner
  }

  /// The layout, to be asked for when all code that could capture is known.
  var layout: FrameLayout {
    FrameLayout(
      isBoxed: slots.map {
        switch $0 {
        case .own(let variable): variable.isCaptured
        case .capture: true
        }
      })
  }
}

/// The names that are visible at a place.
final class Scope {
  let parent: Scope?
  private var names: [String: Variable] = [:]

  init(parent: Scope?) { self.parent = parent }

  func declare(_ variable: Variable) { names[variable.name] = variable }

  func ownVariable(_ name: String) -> Variable? { names[name] }

  func variable(_ name: String) -> Variable? {
    names[name] ?? parent?.variable(name)
  }

  /// All visible names, the innermost scope first, sorted within a scope.
  var visibleNames: [String] { names.keys.sorted() + (parent?.visibleNames ?? []) }
}
