/// The multiply-adds of a model's forward direction: what its convolutions and matrix products add
/// up.
///
/// Additions of biases, activations and poolings are not counted. A step of a training takes about
/// three times as many: once forwards, and once backwards for the inputs and for the weights.
///
/// ```swift
/// print(multiplyAdds(Autoencoder(seed: 0), input: [1, 1, 28, 28]))    // 1919232
/// ```
///
/// - Parameters:
///   - model: The model.
///   - input: The shape of the input, with its batch axis.
/// - Returns: The number of multiply-adds.
/// - Precondition: The input fits the model.
/// - Complexity: Convolutions are not computed, only their sizes are.
public func multiplyAdds(_ model: some Layer, input: [Int]) -> Int {
  orTrap { () throws(TensorError) in
    try Checked.forwardWork(of: model, input: input).multiplyAdds
  }
}

/// What the forward direction of a layer takes, found from sizes.
package struct ForwardWork: Hashable, Sendable {
  /// The products that are added up.
  package private(set) var multiplyAdds = 0
  /// The elements of all layers' outputs.
  package private(set) var elements = 0
  /// The elements that are read to make them, where that is more: under the windows of a pooling.
  package private(set) var reads = 0
  /// The layers that are made of no others.
  package private(set) var layers = 0
  /// The shape of the output.
  package private(set) var output: [Int]

  fileprivate init(input: [Int]) { output = input }

  fileprivate mutating func add(_ layer: any Layer) throws(TensorError) {
    for part in layer.parts {
      try TensorError.inside(part.name) { () throws(TensorError) in try add(part.layer) }
    }
    if layer.parts.isEmpty { try addLeaf(layer) }
  }

  private mutating func addLeaf(_ layer: any Layer) throws(TensorError) {
    layers = layers.saturatingSum(1)
    switch layer {
    case let layer as any ConvolutionLayer:
      let core = layer.core
      let shape = try core.outputShape(output)
      let operation = ConvolutionOperation(
        axes: core.axes, isTransposed: core.isTransposed, settings: core.settings)
      add(operation.multiplyAdds(inputs: [output, core.weight.shape], output: shape), shape)
    case is any ShapePreserving:
      add(0, output)
    case let layer as any SizedLayer:
      let shape = try layer.outputShape(output)
      let work = layer.work(input: output, output: shape)
      reads = reads.saturatingSum(work.reads)
      add(work.multiplyAdds, shape)
    default:
      // The layer's own tensors may be on the tape of a gradient that is being taken.
      var layer = layer
      layer.state = layer.state.detached
      let tape = Tape()
      let result = try layer.forward(tape.watch(Checked.full(shape: output, value: 0)))
      add(tape.multiplyAdds, result.shape)
    }
  }

  /// Adds what one layer takes.
  ///
  /// Its shape has been checked, so its elements, and the products for them, are far from overflow;
  /// sums over many layers stop at the largest integer.
  private mutating func add(_ products: Int, _ shape: [Int]) {
    multiplyAdds = multiplyAdds.saturatingSum(products)
    elements = elements.saturatingSum(shape.reduce(1, *))
    output = shape
  }
}

/// A layer that knows the shape and the work of its output before it computes it.
protocol SizedLayer: Layer {
  /// The shape of the output.
  func outputShape(_ input: [Int]) throws(TensorError) -> [Int]

  /// What making an output takes: products that are added up, and elements that are read.
  func work(input: [Int], output: [Int]) -> (multiplyAdds: Int, reads: Int)
}

extension SizedLayer {
  func work(input: [Int], output: [Int]) -> (multiplyAdds: Int, reads: Int) {
    (0, output.reduce(1, *))
  }
}

extension Checked {
  /// What the forward direction of a layer takes: see ``Deconv/multiplyAdds(_:input:)``.
  package static func forwardWork(
    of layer: some Layer, input: [Int]
  ) throws(TensorError) -> ForwardWork {
    _ = try Shape.count(input, operation: "multiplyAdds")
    var work = ForwardWork(input: input)
    try work.add(layer)
    return work
  }
}

extension ConvolutionOperation {
  /// The shape of the output for an input and a weight of these shapes.
  package func outputShape(_ input: [Int], weight: [Int]) throws(TensorError) -> [Int] {
    try ConvolutionCall(
      name, axes: axes, isTransposed: isTransposed, input: input, weight: weight, bias: nil,
      settings
    ).outputShape
  }
}

extension Tape {
  /// The multiply-adds of the operations on the tape, forwards.
  package var multiplyAdds: Int {
    let steps = steps
    return steps.reduce(0) { sum, step in
      let inputs = step.sources.map { source in
        switch source {
        case .step(let index): steps[index].output.shape
        case .constant(let tensor): tensor.shape
        }
      }
      return sum.saturatingSum(
        step.operation?.multiplyAdds(inputs: inputs, output: step.output.shape) ?? 0)
    }
  }

  /// The elements that the operations on the tape read, forwards, where windows overlap.
  package var reads: Int {
    let steps = steps
    return steps.reduce(0) { sum, step in
      guard let pooling = step.operation as? any WindowOperation else { return sum }
      return sum.saturatingSum(pooling.reads(output: step.output.shape))
    }
  }

  /// The elements of the tensors on the tape.
  package var elements: Int { steps.reduce(0) { $0.saturatingSum($1.output.count) } }
}

extension Int {
  func saturatingSum(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? Int.max : sum
  }
}
