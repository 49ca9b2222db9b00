/// The tensors of a layer by name: what a checkpoint holds and an optimiser changes.
public struct LayerState: Equatable, Sendable {
  /// A value of a layer.
  public enum Value: Equatable, Sendable {
    /// A tensor that is trained.
    case parameter(Tensor)
    /// A tensor that is observed and stored, but not trained, as a running mean.
    case buffer(Tensor)
    /// A stored number, as batch normalisation's `num_batches_tracked`.
    case counter(Int)
  }

  /// A value under its name.
  public struct Entry: Equatable, Sendable {
    /// The name, as `encoder.0.weight`.
    public var name: String
    /// The value.
    public var value: Value

    /// Joins a name and a value.
    ///
    /// - Parameters:
    ///   - name: The name, as `encoder.0.weight`.
    ///   - value: The value.
    public init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// The values in the order of the layers.
  public var entries: [Entry]

  /// Collects values.
  ///
  /// - Parameter entries: The values in the order of the layers.
  public init(_ entries: [Entry] = []) {
    self.entries = entries
  }

  /// Joins the states of parts: each name gets the part's name and a dot before it.
  ///
  /// - Parameter parts: The names and states in the order of the layers.
  public init(parts: [(name: String, state: LayerState)]) {
    entries = parts.flatMap { name, state in
      state.entries.map { Entry("\(name).\($0.name)", $0.value) }
    }
  }

  /// The state of a part: the values whose names begin with the part's name and a dot, without it.
  ///
  /// - Parameter name: The name of the part.
  /// - Returns: The state; empty if there is no such part.
  public func part(_ name: String) -> LayerState {
    let prefix = "\(name)."
    return LayerState(
      entries.filter { $0.name.hasPrefix(prefix) }
        .map { Entry(String($0.name.dropFirst(prefix.count)), $0.value) })
  }

  /// The value of a name, or nil if there is none.
  ///
  /// - Parameter name: The name, as `encoder.0.weight`.
  public subscript(name: String) -> Value? {
    entries.first { $0.name == name }?.value
  }

  /// The tensors that are trained, in the order of the layers.
  ///
  /// A new value has as many tensors, of the same shapes in the same order.
  public var parameters: [Tensor] {
    get {
      entries.compactMap { if case .parameter(let tensor) = $0.value { tensor } else { nil } }
    }
    set {
      precondition(newValue.count == parameters.count, "one tensor for each parameter")
      var rest = newValue[...]
      for (index, entry) in entries.enumerated() {
        guard case .parameter = entry.value, let tensor = rest.popFirst() else { continue }
        entries[index].value = .parameter(tensor)
      }
    }
  }

  /// The names of the tensors that are trained, in the order of the layers.
  public var parameterNames: [String] {
    entries.compactMap { if case .parameter = $0.value { $0.name } else { nil } }
  }

  /// The number of trained numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }
}
