/// Layers one after another, as PyTorch's `Sequential`: each gets the output of the one before.
///
/// The names in the ``state`` are the layers' places, as `0.weight` and `2.bias`. An error names
/// the place and the layer.
///
/// ```swift
/// let encoder = Sequential(
///   Conv2d(1, 32, kernel: 3, stride: 2, padding: 1, seed: 0), ReLU(),
///   Conv2d(32, 64, kernel: 3, stride: 2, padding: 1, seed: 1), ReLU())
/// ```
public struct Sequential: Layer {
  /// The layers in order.
  public var layers: [any Layer]

  /// Joins layers.
  ///
  /// - Parameter layers: The layers in order.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// Joins layers.
  ///
  /// - Parameter layers: The layers in order.
  public init(_ layers: any Layer...) {
    self.layers = layers
  }

  /// The layers under their places: `0`, `1`, ….
  public var parts: [LayerPart] {
    layers.enumerated().map { LayerPart("\($0.offset)", $0.element) }
  }

  /// Computes the outputs one after another as they are used after training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output of the last layer; the input if there is none.
  /// - Throws: ``TensorError`` with the place of the layer whose input does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    var x = x
    for (index, layer) in layers.enumerated() {
      x = try TensorError.inside("\(index)") { () throws(TensorError) in try layer.forward(x) }
    }
    return x
  }

  /// Computes the outputs one after another as they are used during training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output of the last layer; the input if there is none.
  /// - Throws: ``TensorError`` with the place of the layer whose input does not fit.
  public mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    var x = x
    for index in layers.indices {
      x = try TensorError.inside("\(index)") { () throws(TensorError) in
        try layers[index].trainingForward(x)
      }
    }
    return x
  }

  /// The outputs of all layers in order, as one looks at them: the last is that of the whole.
  ///
  /// - Parameter x: The input.
  /// - Returns: One tensor for each layer.
  /// - Precondition: The input fits the layers.
  public func activations(_ x: Tensor) -> [Tensor] {
    orTrap { () throws(TensorError) in try checkedActivations(x) }
  }

  /// The outputs of all layers in order: see ``activations(_:)``.
  package func checkedActivations(_ x: Tensor) throws(TensorError) -> [Tensor] {
    var outputs: [Tensor] = []
    for (index, layer) in layers.enumerated() {
      let input = outputs.last ?? x
      outputs.append(
        try TensorError.inside("\(index)") { () throws(TensorError) in try layer.forward(input) })
    }
    return outputs
  }

  /// The tensors of all layers, with the layers' places before their names.
  public var state: LayerState {
    get { LayerState(parts: parts.map { ($0.name, $0.layer.state) }) }
    set {
      for index in layers.indices { layers[index].state = newValue.part("\(index)") }
    }
  }

  /// The layers, one a line, as PyTorch prints them.
  public var description: String { Self.description("Sequential", parts) }

  /// A container and its parts as PyTorch prints them.
  static func description(_ name: String, _ parts: [LayerPart]) -> String {
    guard !parts.isEmpty else { return "\(name)()" }
    let lines = parts.map { part in
      let text = "(\(part.name)): \(part.layer.description)"
      return text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "  \($0)" }.joined(separator: "\n")
    }
    return "\(name)(\n\(lines.joined(separator: "\n"))\n)"
  }
}
