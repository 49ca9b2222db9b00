/// Sums of all features, each weighted, as PyTorch's `Linear`: see ``linear(_:_:bias:)``.
///
/// **Shapes.** `[…, in]` → `[…, out]`. The weight is `[out, in]`, the bias `[out]`.
///
/// **First values.** Both are uniform within ±1/√in, PyTorch's default, from streams 0 and 1 of the
/// seed.
public struct Linear: SizedLayer {
  private let inputFeatures: Int
  private let outputFeatures: Int
  private var storedWeight: Tensor
  private var storedBias: Tensor?

  /// Makes the layer with its first values.
  ///
  /// - Parameters:
  ///   - inputFeatures: The features that come in.
  ///   - outputFeatures: The features that go out.
  ///   - bias: Whether there is a bias.
  ///   - seed: Chooses the first values; see ``layerSeed(_:_:)``.
  /// - Precondition: Both numbers are at least 1.
  public init(_ inputFeatures: Int, _ outputFeatures: Int, bias: Bool = true, seed: Int) {
    self = orTrap { () throws(TensorError) in
      try Checked.linearLayer(inputFeatures, outputFeatures, bias: bias, seed: seed)
    }
  }

  fileprivate init(
    checked inputFeatures: Int, _ outputFeatures: Int, bias: Bool, seed: Int
  ) throws(TensorError) {
    for (argument, value) in [
      ("number of input features", inputFeatures), ("number of output features", outputFeatures),
    ] where !(1...Shape.maximumCount ~= value) {
      throw .argument(
        operation: "Linear", argument: argument, value: value,
        expected: "between 1 and \(Shape.maximumCount)")
    }
    let shape = [outputFeatures, inputFeatures]
    _ = try Shape.count(shape, operation: "Linear")
    self.inputFeatures = inputFeatures
    self.outputFeatures = outputFeatures
    storedWeight = try Checked.initial(
      .standard, shape: shape, InitialNumbers(seed: seed, parameter: 0))
    storedBias =
      bias ? try Checked.standardBias(outputFeatures, weight: shape, seed: seed) : nil
  }

  /// The weights, `[out, in]`.
  ///
  /// - Precondition: A new value has the same shape.
  public var weight: Tensor {
    get { storedWeight }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: storedWeight, name: "weight", of: description)
      }
      storedWeight = newValue
    }
  }

  /// One number for each output feature, or nil for a layer without a bias.
  ///
  /// - Precondition: A new value has the same shape, and is nil if the old one is.
  public var bias: Tensor? {
    get { storedBias }
    set {
      orTrap { () throws(TensorError) in
        try Checked.sameShape(newValue, as: storedBias, name: "bias", of: description)
      }
      storedBias = newValue
    }
  }

  /// The layer as one writes it, without the seed.
  public var description: String { description(inputFeatures: inputFeatures) }

  private func description(inputFeatures: Int) -> String {
    "Linear(\(inputFeatures), \(outputFeatures)\(storedBias == nil ? ", bias: false" : ""))"
  }

  /// Computes the output: see ``linear(_:_:bias:)``.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in
      try checkFeatures(x.shape)
      return try Checked.linear(x, storedWeight, bias: storedBias)
    }
  }

  private func checkFeatures(_ input: [Int]) throws(TensorError) {
    if let found = input.last, found != inputFeatures {
      throw .layerInput(
        what: "feature", expected: inputFeatures, found: found, input: input,
        suggestion: description(inputFeatures: found))
    }
  }

  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try located { () throws(TensorError) in
      try checkFeatures(input)
      // An input without features is the operation's to refuse.
      guard !input.isEmpty else {
        return try Checked.linear(Checked.full(shape: input, value: 0), storedWeight).shape
      }
      let output = Array(input.dropLast()) + [outputFeatures]
      _ = try Shape.count(output, operation: "linear")
      return output
    }
  }

  func work(input: [Int], output: [Int]) -> (multiplyAdds: Int, reads: Int) {
    let products = output.reduce(inputFeatures) { product, factor in
      let (result, overflows) = product.multipliedReportingOverflow(by: factor)
      return overflows ? Int.max : result
    }
    return (products, 0)
  }

  /// The tensors `weight` and `bias`.
  public var state: LayerState {
    get { LayerState(weight: storedWeight, bias: storedBias) }
    set { newValue.take(weight: &storedWeight, bias: &storedBias) }
  }
}

extension LayerState {
  /// The state of a layer with a weight and perhaps a bias.
  init(weight: Tensor, bias: Tensor?) {
    self.init(
      [.init("weight", .parameter(weight))] + (bias.map { [.init("bias", .parameter($0))] } ?? []))
  }

  /// Puts the tensors of a state with a weight and perhaps a bias into their places.
  func take(weight: inout Tensor, bias: inout Tensor?) {
    let tensors = parameters
    precondition(tensors.count == (bias == nil ? 1 : 2), "a weight, and a bias if there was one")
    weight = tensors[0]
    if bias != nil { bias = tensors[1] }
  }
}

extension Checked {
  /// A layer: see ``Linear``.
  package static func linearLayer(
    _ inputFeatures: Int, _ outputFeatures: Int, bias: Bool = true, seed: Int
  ) throws(TensorError) -> Linear {
    try Linear(checked: inputFeatures, outputFeatures, bias: bias, seed: seed)
  }

  /// Refuses a tensor that is to take the place of one with another shape, or of none.
  static func sameShape(
    _ tensor: Tensor?, as old: Tensor?, name: String, of layer: String
  ) throws(TensorError) {
    guard tensor?.shape == old?.shape else {
      throw .layerParameter(layer: layer, name: name, expected: old?.shape, found: tensor?.shape)
    }
  }
}
