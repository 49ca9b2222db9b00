/// How many bytes the values of a run hold at this moment, and how many they may hold.
package final class MemoryAccount {
  package private(set) var live = 0
  package let limit: Int
  private var discarded: [Value] = []
  private var isDiscarding = false

  package init(limit: Int) { self.limit = limit }

  /// Whether so many more bytes would stay within the limit.
  package func hasRoom(for bytes: Int) -> Bool { bytes <= limit - live }

  fileprivate func add(_ bytes: Int) { live += bytes }

  /// Lets go of a value that may be the head of a long chain of closures, one link after another:
  /// released in one go, a chain of a million links would need a stack as deep.
  fileprivate func discard(_ value: inout Value) {
    discarded.append(value)
    // From here on the list alone holds the value.
    value = .vacant
    guard !isDiscarding else { return }
    isDiscarding = true
    while !discarded.isEmpty {
      let links = discarded
      discarded = []
      withExtendedLifetime(links) {}
    }
    isDiscarding = false
  }
}

/// Heap memory of a value: counted from the moment that a run adopts it to its end.
package class Counted {
  private(set) final var account: MemoryAccount?
  private(set) final var countedBytes = 0

  /// Counts the memory as `bytes` from now on.
  final func count(_ bytes: Int, in account: MemoryAccount) {
    if let owner = self.account {
      owner.add(bytes - countedBytes)
    } else {
      self.account = account
      account.add(bytes)
    }
    countedBytes = bytes
  }

  deinit { account?.add(-countedBytes) }
}

/// A variable that closures share with the function that declares it.
package final class SharedVariable: Counted {
  var value: Value

  init(_ value: Value) { self.value = value }

  deinit {
    guard let account, value.mayHoldFunctions else { return }
    account.discard(&value)
  }
}

extension Value {
  fileprivate var mayHoldFunctions: Bool {
    switch self {
    case .function, .array, .tuple, .present, .native, .variable: true
    default: false
    }
  }
}

// The sizes are estimates: what the values and their storage take on a 64-bit machine.
extension Runtime {
  /// Counts the memory of a value that a builtin or a literal has made.
  @inline(__always)
  func adopt(_ value: Value) throws {
    switch value {
    case .string(let box):
      if box.account == nil { try count(box, as: box.byteCount) }
    case .array, .tuple, .present, .native, .function: try adoptCompound(value)
    default: break
    }
  }

  private func adoptCompound(_ value: Value) throws {
    switch value {
    case .array(let box):
      guard box.account == nil else { return }
      try count(box, as: box.byteCount)
      if let first = box.elements.first, first.isScalar { return }
      for element in box.elements { try adopt(element) }
    case .tuple(let elements, _):
      for element in elements { try adopt(element) }
    case .present(let wrapped): try adopt(wrapped)
    case .native(let box):
      guard box.account == nil else { return }
      try charge(steps: box.payload.creationSteps)
      try count(box, as: box.byteCount)
    case .function(let function):
      if function.account == nil { try count(function, as: 160) }
    default: break
    }
  }

  /// Counts a value's memory anew after it was changed in place.
  func recount(_ value: Value) throws {
    switch value {
    case .string(let box): try count(box, as: box.byteCount)
    case .array(let box): try count(box, as: box.byteCount)
    case .native(let box): try count(box, as: box.byteCount)
    default: break
    }
  }

  func count(_ box: Counted, as bytes: Int) throws {
    guard bytes != box.countedBytes else { return }
    let added = bytes - box.countedBytes
    box.count(bytes, in: account)
    guard added > 0 else { return }
    try reserve(bytes: 0)
    // To fill 64 numbers takes about as long as a step.
    if added >= 256 { try charge(steps: added >> 8) }
  }
}

extension StringBox {
  fileprivate var byteCount: Int { 48 + text.utf8.count }
}

extension NativeBox {
  fileprivate var byteCount: Int { 64 + payload.byteCount }
}

extension ArrayBox {
  /// The elements of an array have one type, so the first stands for all.
  fileprivate var byteCount: Int {
    let each = MemoryLayout<Value>.stride + (elements.first?.inlineByteCount ?? 0)
    return 64 + each * elements.count
  }
}

extension Value {
  var isScalar: Bool {
    switch self {
    case .int, .double, .float, .bool, .void: true
    default: false
    }
  }

  /// What a value takes beside its place in an array, where nothing else counts it.
  fileprivate var inlineByteCount: Int {
    switch self {
    case .tuple(let elements, _):
      elements.reduce(32) { $0 + MemoryLayout<Value>.stride + $1.inlineByteCount }
    case .absent, .present, .range, .closedRange: 64
    default: 0
    }
  }
}
