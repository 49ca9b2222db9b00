import BookModel

/// The arguments of a call, taken one after another as the types that a closure states.
private struct ArgumentReader {
  let values: [Value]
  var position = 0

  init(_ values: [Value]) { self.values = values }

  mutating func next<T: ValueConvertible>(_ type: T.Type = T.self) throws -> T {
    guard position < values.count else {
      throw Value.mismatch(expected: "\(T.valueType), and the argument is missing,")
    }
    defer { position += 1 }
    return try T(value: values[position])
  }
}

extension Builtin.BoundTypes {
  fileprivate init<each A: ValueConvertible>(
    _ types: repeat (each A).Type, result: ValueType
  ) {
    var parameters: [ValueType] = []
    repeat parameters.append((each A).valueType)
    self.init(parameters: parameters, result: result)
  }
}

// Each of these comes with a result and without one. A closure of one or two values has a way of
// its own: the operators are called most of all.
extension Builtin {
  /// A free function or an operator.
  package static func function<each A: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> R
  ) -> Builtin {
    bind(declaration, of: nil, documentation, body)
  }

  /// A free function without a result.
  package static func function<each A: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> Void
  ) -> Builtin {
    bindVoid(declaration, of: nil, documentation, body)
  }

  /// A function that prints, or takes memory in proportion to a number that the chapter chooses.
  package static func function<each A: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    running body: @escaping @Sendable (Runtime, repeat each A) throws -> R
  ) -> Builtin {
    bindRunning(declaration, of: nil, documentation, body)
  }

  /// A function that prints, without a result.
  package static func function<each A: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    running body: @escaping @Sendable (Runtime, repeat each A) throws -> Void
  ) -> Builtin {
    bindRunningVoid(declaration, of: nil, documentation, body)
  }

  /// A member of a type: a method or property (the closure takes the base first), an initializer,
  /// a static member or a literal.
  package static func member<each A: ValueConvertible, R: ValueConvertible>(
    of owner: String, _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> R
  ) -> Builtin {
    bind(declaration, of: owner, documentation, body)
  }

  /// A member without a result.
  package static func member<each A: ValueConvertible>(
    of owner: String, _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> Void
  ) -> Builtin {
    bindVoid(declaration, of: owner, documentation, body)
  }

  /// A member that calls back or prints, without a result.
  package static func member<each A: ValueConvertible>(
    of owner: String, _ declaration: String, _ documentation: String,
    running body: @escaping @Sendable (Runtime, repeat each A) throws -> Void
  ) -> Builtin {
    bindRunningVoid(declaration, of: owner, documentation, body)
  }

  /// A member that prints, or takes memory in proportion to a number that the chapter chooses.
  package static func member<each A: ValueConvertible, R: ValueConvertible>(
    of owner: String, _ declaration: String, _ documentation: String,
    running body: @escaping @Sendable (Runtime, repeat each A) throws -> R
  ) -> Builtin {
    bindRunning(declaration, of: owner, documentation, body)
  }

  /// A case of an enumeration: `case nearest`.
  package static func enumCase<Owner: NativeValue & Sendable>(
    _ name: String, _ documentation: String, _ value: Owner
  ) -> Builtin {
    Builtin(
      "case \(name)", of: Owner.typeName, documentation,
      implementation: .general { _, _ in .native(value) },
      bound: .init(parameters: [], result: Owner.valueType))
  }
}

// What changes its base.
extension Builtin {
  /// A mutating method of an engine's type.
  package static func mutatingMethod<
    Owner: NativeValue, each A: ValueConvertible, R: ValueConvertible
  >(
    of owner: Owner.Type, _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (inout Owner, repeat each A) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, of: Owner.typeName, documentation,
      implementation: .mutating { base, arguments, _ in
        var reader = ArgumentReader(arguments)
        return try base.mutatingNative(Owner.self) { owner in
          try body(&owner, repeat reader.next((each A).self)).asValue
        }
      },
      bound: .init(repeat (each A).self, result: R.valueType))
  }

  /// A mutating method of an engine's type that takes time in proportion to its arguments.
  package static func mutatingMethod<
    Owner: NativeValue, each A: ValueConvertible, R: ValueConvertible
  >(
    of owner: Owner.Type, _ declaration: String, _ documentation: String,
    running body: @escaping @Sendable (Runtime, inout Owner, repeat each A) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, of: Owner.typeName, documentation,
      implementation: .mutating { base, arguments, runtime in
        var reader = ArgumentReader(arguments)
        return try base.mutatingNative(Owner.self) { owner in
          try body(runtime, &owner, repeat reader.next((each A).self)).asValue
        }
      },
      bound: .init(repeat (each A).self, result: R.valueType))
  }

  /// A settable subscript or property of an engine's type; `set` gets the new value first.
  package static func settable<
    Owner: NativeValue, each A: ValueConvertible, R: ValueConvertible
  >(
    of owner: Owner.Type, _ declaration: String, _ documentation: String,
    get: @escaping @Sendable (Owner, repeat each A) throws -> R,
    set: @escaping @Sendable (inout Owner, R, repeat each A) throws -> Void
  ) -> Builtin {
    Builtin(
      declaration, of: Owner.typeName, documentation,
      implementation: .general { arguments, _ in
        var reader = ArgumentReader(arguments)
        let owner = try reader.next(Owner.self)
        return try get(owner, repeat reader.next((each A).self)).asValue
      },
      bound: .init(Owner.self, repeat (each A).self, result: R.valueType),
      modify: { base, arguments, _, body in
        try base.mutatingNative(Owner.self) { owner in
          var reader = ArgumentReader(arguments)
          var part = try get(owner, repeat reader.next((each A).self)).asValue
          try body(&part)
          reader = ArgumentReader(arguments)
          try set(&owner, R(value: part), repeat reader.next((each A).self))
        }
      })
  }
}

extension Builtin {
  private static func bind<each A: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, of owner: String?, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, of: owner, documentation,
      implementation: .general { arguments, _ in
        var reader = ArgumentReader(arguments)
        return try body(repeat reader.next((each A).self)).asValue
      },
      bound: .init(repeat (each A).self, result: R.valueType))
  }

  private static func bindVoid<each A: ValueConvertible>(
    _ declaration: String, of owner: String?, _ documentation: String,
    _ body: @escaping @Sendable (repeat each A) throws -> Void
  ) -> Builtin {
    Builtin(
      declaration, of: owner, documentation,
      implementation: .general { arguments, _ in
        var reader = ArgumentReader(arguments)
        try body(repeat reader.next((each A).self))
        return .void
      },
      bound: .init(repeat (each A).self, result: .void))
  }

  private static func bindRunningVoid<each A: ValueConvertible>(
    _ declaration: String, of owner: String?, _ documentation: String,
    _ body: @escaping @Sendable (Runtime, repeat each A) throws -> Void
  ) -> Builtin {
    Builtin(
      declaration, of: owner, documentation,
      implementation: .general { arguments, runtime in
        var reader = ArgumentReader(arguments)
        try body(runtime, repeat reader.next((each A).self))
        return .void
      },
      bound: .init(repeat (each A).self, result: .void))
  }

  private static func bindRunning<each A: ValueConvertible, R: ValueConvertible>(
    _ declaration: String, of owner: String?, _ documentation: String,
    _ body: @escaping @Sendable (Runtime, repeat each A) throws -> R
  ) -> Builtin {
    Builtin(
      declaration, of: owner, documentation,
      implementation: .general { arguments, runtime in
        var reader = ArgumentReader(arguments)
        return try body(runtime, repeat reader.next((each A).self)).asValue
      },
      bound: .init(repeat (each A).self, result: R.valueType))
  }
}

extension Value {
  /// Changes an engine's value in place: its storage is copied only where it is shared.
  fileprivate mutating func mutatingNative<Owner: NativeValue, Result>(
    _ type: Owner.Type, _ body: (inout Owner) throws -> Result
  ) throws -> Result {
    guard case .native(var box) = self, var owner = box.payload as? Owner else {
      throw Value.mismatch(expected: Owner.typeName)
    }
    self = .vacant
    defer { self = .native(box) }
    if isKnownUniquelyReferenced(&box) {
      // The box gives up its payload, so that `owner` alone holds the buffers.
      box.payload = MovedOut()
      defer { box.payload = owner }
      return try body(&owner)
    }
    let result = try body(&owner)
    box = NativeBox(owner)
    return result
  }
}

/// Stands in a box while its payload is being modified.
private struct MovedOut: NativeValue {
  static let typeName = "Void"
}
