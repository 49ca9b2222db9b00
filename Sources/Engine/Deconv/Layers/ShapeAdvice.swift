import DeconvKernels

/// What would give a model's output the shape of its target.
public enum ShapeAdvice: Hashable, Sendable, CustomStringConvertible {
  /// Another output padding of a transposed convolution.
  public struct Change: Hashable, Sendable {
    /// The path of the layer, as `decoder.0`.
    public var path: String
    /// The layer as it is.
    public var layer: String
    /// The output padding that it needs, one for each axis.
    public var outputPadding: [Int]
    /// The sizes of its input along the axes.
    public var input: [Int]
    /// The sizes of its output along the axes, with the new output padding.
    public var output: [Int]
    /// The sizes of its output along the axes, as the layer is.
    public var outputBefore: [Int]
  }

  /// Other output paddings of some layers, and no other setting.
  case outputPadding([Change])
  /// No output paddings are enough: the sizes that led to the output.
  case sizes(input: [Int], [LayerShape])

  /// The advice as a clause.
  public var description: String {
    switch self {
    case .outputPadding(let changes):
      changes.map { change in
        "give \(change.path.isEmpty ? "" : "\(change.path), ")\(change.layer) outputPadding: "
          + "\(Self.text(change.outputPadding)) (\(Self.text(change.input)) → "
          + "\(Self.text(change.output)) instead of \(Self.text(change.outputBefore)))"
      }
      .joined(separator: ", and ")
    case .sizes(let input, let steps):
      "no output paddings are enough, so compare the sizes: \(input)"
        + steps.map { " → \($0.path.isEmpty ? "" : "\($0.path) ")\($0.shape)" }.joined()
    }
  }

  private static func text(_ sizes: [Int]) -> String {
    sizes.allSatisfy { $0 == sizes[0] } ? "\(sizes[0])" : "\(sizes)"
  }
}

/// The shape of what a layer inside of a model makes.
public struct LayerShape: Hashable, Sendable {
  /// The path of the layer, as `decoder.0`; empty if it is the model itself.
  public var path: String
  /// The layer as one writes it.
  public var layer: String
  /// The shape of its output.
  public var shape: [Int]
}

extension Layer {
  /// The shapes of the outputs of all layers inside of this one, in the order of their work.
  ///
  /// - Parameter input: The shape of the input.
  /// - Returns: One shape for each layer that is made of no others.
  /// - Precondition: The input fits the layers.
  /// - Complexity: Convolutions are not computed, only their sizes are.
  public func outputShapes(input: [Int]) -> [LayerShape] {
    orTrap { () throws(TensorError) in try Checked.outputShapes(of: self, input: input) }
  }
}

extension Checked {
  /// The shapes of the outputs of all layers: see ``Layer/outputShapes(input:)``.
  package static func outputShapes(
    of layer: some Layer, input: [Int]
  ) throws(TensorError) -> [LayerShape] {
    try LayerChain(layer).shapes(input: input)
  }

  /// Refuses a model whose output does not have the shape of its target, with what would help.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - input: The shape of an input.
  ///   - target: The shape that the output must have.
  /// - Throws: ``TensorError`` if a layer does not fit, or the output has another shape.
  package static func checkOutput(
    of model: some Layer, input: [Int], target: [Int]
  ) throws(TensorError) {
    let chain = LayerChain(model)
    let shapes = try chain.shapes(input: input)
    let output = shapes.last?.shape ?? input
    guard output != target else { return }
    let advice =
      chain.outputPaddings(input: input, target: target).map(ShapeAdvice.outputPadding)
      ?? .sizes(input: input, shapes)
    throw .modelOutput(found: output, expected: target, advice)
  }
}

/// A layer whose output has the shape of its input.
protocol ShapePreserving: Layer {}

/// The layers of a model that are made of no others, one after another.
private struct LayerChain {
  private var links: [LayerPart] = []

  init(_ layer: any Layer) {
    append(layer, path: "")
  }

  private mutating func append(_ layer: any Layer, path: String) {
    let parts = layer.parts
    if parts.isEmpty { links.append(LayerPart(path, layer)) }
    for part in parts {
      append(part.layer, path: path.isEmpty ? part.name : "\(path).\(part.name)")
    }
  }

  func shapes(input: [Int]) throws(TensorError) -> [LayerShape] {
    _ = try Shape.count(input, operation: "outputShapes")
    var shape = input
    var shapes: [LayerShape] = []
    for link in links {
      shape = try Self.outputShape(link, shape)
      shapes.append(
        LayerShape(path: link.name, layer: link.layer.description, shape: shape))
    }
    return shapes
  }

  private static func outputShape(_ link: LayerPart, _ input: [Int]) throws(TensorError) -> [Int] {
    func output() throws(TensorError) -> [Int] {
      switch link.layer {
      case let layer as any ConvolutionLayer: try layer.core.outputShape(input)
      case is any ShapePreserving: input
      case let layer as any SizedLayer: try layer.outputShape(input)
      default: try link.layer.forward(Checked.full(shape: input, value: 0)).shape
      }
    }
    return link.name.isEmpty ? try output() : try TensorError.inside(link.name, output)
  }

  /// The fewest layers whose output padding must change for the output to have a shape, the first
  /// such in order, or nil if there are none or too many ways to try.
  func outputPaddings(input: [Int], target: [Int]) -> [ShapeAdvice.Change]? {
    let choices = links.indices.compactMap { index in
      (links[index].layer as? any ConvolutionLayer).flatMap { layer in
        layer.core.otherOutputPaddings.map { (index: index, values: $0) }
      }
    }
    var attempts = 4096
    for count in 0..<choices.count {
      var chain = self
      if let changed = chain.search(choices[...], count + 1, input, target, &attempts) {
        return changes(to: changed, input: input)
      }
    }
    return nil
  }

  private typealias Choice = (index: Int, values: [[Int]])

  /// Changes `count` of the choices in every way, and returns the first chain that fits.
  private mutating func search(
    _ choices: ArraySlice<Choice>, _ count: Int, _ input: [Int], _ target: [Int],
    _ attempts: inout Int
  ) -> LayerChain? {
    guard count > 0 else {
      attempts -= 1
      return (try? shapes(input: input))?.last?.shape == target ? self : nil
    }
    for (place, choice) in zip(choices.indices, choices) {
      guard case var layer as any ConvolutionLayer = links[choice.index].layer else { continue }
      let old = links[choice.index]
      for value in choice.values where attempts > 0 {
        layer.core.settings.outputPadding = .each(value)
        links[choice.index].layer = layer
        let rest = choices[(place + 1)...]
        if let found = search(rest, count - 1, input, target, &attempts) { return found }
      }
      links[choice.index] = old
    }
    return nil
  }

  /// The layers of another chain with another output padding, and what it does to their outputs.
  private func changes(to chain: LayerChain, input: [Int]) -> [ShapeAdvice.Change]? {
    guard let shapes = try? chain.shapes(input: input) else { return nil }
    var changes: [ShapeAdvice.Change] = []
    for (index, link) in links.enumerated() {
      guard let old = (link.layer as? any ConvolutionLayer)?.core,
        let new = (chain.links[index].layer as? any ConvolutionLayer)?.core,
        old.settings != new.settings, case .each(let value) = new.settings.outputPadding
      else { continue }
      let before = index == 0 ? input : shapes[index - 1].shape
      guard let outputBefore = try? old.outputShape(before) else { return nil }
      changes.append(
        ShapeAdvice.Change(
          path: link.name, layer: old.description, outputPadding: value,
          input: before.suffix(old.axes), output: shapes[index].shape.suffix(old.axes),
          outputBefore: outputBefore.suffix(old.axes)))
    }
    return changes
  }
}

extension ConvolutionCore {
  /// The output paddings that the layer could have instead of its own, the smallest first.
  ///
  /// Nil for a convolution, which has none, and where there are too many to try.
  fileprivate var otherOutputPaddings: [[Int]]? {
    guard isTransposed,
      let current = try? settings.outputPadding.values(
        axes, operation: description, argument: "output padding"),
      let stride = try? settings.stride.values(
        axes, operation: description, argument: "stride"),
      let dilation = try? settings.dilation.values(
        axes, operation: description, argument: "dilation")
    else { return nil }
    let limits = zip(stride, dilation).map { max($0, $1) }
    guard limits.allSatisfy({ $0 <= 64 }) else { return nil }
    let all = limits.reduce([[]]) { values, limit in
      values.flatMap { value in (0..<limit).map { value + [$0] } }
    }
    return all.filter { $0 != current }
  }
}
