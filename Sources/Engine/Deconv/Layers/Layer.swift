/// A part of a network: it turns one tensor into another and may hold tensors that are trained.
///
/// Layers are values. A copy is independent, so the layer before a training stays what it was.
/// Names, settings and layouts are PyTorch's, and so are the names in its ``state``.
///
/// ```swift
/// let layer = Conv2d(1, 32, kernel: 3, stride: 2, padding: 1, seed: 0)
/// let y = layer(x)
/// ```
///
/// A layer of one's own that is made of others names each of them in three places:
///
/// ```swift
/// func forward(_ x: Tensor) throws(TensorError) -> Tensor {
///   try TensorError.inside("head") { () throws(TensorError) in try head.forward(x) }
/// }
/// var state: LayerState {
///   get { LayerState(parts: [("head", head.state)]) }
///   set { head.state = newValue.part("head") }
/// }
/// var parts: [LayerPart] { [LayerPart("head", head)] }
/// ```
public protocol Layer: Sendable, CustomStringConvertible {
  /// Computes the output as it is used after training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output; on the tape of the input and of the trained tensors, if they are on
  ///   one.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  func forward(_ x: Tensor) throws(TensorError) -> Tensor

  /// Computes the output as it is used during training, and updates what the layer observes.
  ///
  /// A batch normalisation uses the statistics of the batch here and updates the running ones; for
  /// most layers this is ``forward(_:)``.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor

  /// All tensors of the layer under PyTorch's names, in PyTorch's order.
  ///
  /// A new value has the same names, kinds and shapes in the same order.
  var state: LayerState { get set }

  /// The layers inside of this one, if it does nothing but apply them one after another.
  ///
  /// Empty for a layer that is made of no others, or whose parts do not form a chain.
  var parts: [LayerPart] { get }
}

/// A layer under the name that it has inside of another.
public struct LayerPart: Sendable {
  /// The name, as `encoder` or `0`.
  public var name: String
  /// The layer.
  public var layer: any Layer

  /// Joins a name and a layer.
  ///
  /// - Parameters:
  ///   - name: The name, as `encoder` or `0`.
  ///   - layer: The layer.
  public init(_ name: String, _ layer: any Layer) {
    self.name = name
    self.layer = layer
  }
}

extension Layer {
  /// Computes the output as it is used after training.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Precondition: The input fits the layer.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try forward(x) }
  }

  /// Computes the output as ``forward(_:)`` does.
  ///
  /// - Parameter x: The input.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the input does not fit the layer.
  public mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    try forward(x)
  }

  /// No layers: this one is made of no others.
  public var parts: [LayerPart] { [] }

  /// The number of trained numbers.
  public var parameterCount: Int { state.parameterCount }

  /// Names this layer in the error of what it does.
  func located<Value>(_ body: () throws(TensorError) -> Value) throws(TensorError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .layer(path: "", layer: description, error)
    }
  }
}

/// A layer without tensors of its own, as an activation.
public protocol StatelessLayer: Layer {}

extension StatelessLayer {
  /// No tensors.
  public var state: LayerState {
    get { LayerState() }
    set { precondition(newValue.entries.isEmpty, "a layer without tensors takes none") }
  }
}

extension TensorError {
  /// Names a part of a layer in the error of what the part does.
  ///
  /// Nested parts make a path, as `decoder.2`.
  ///
  /// - Parameters:
  ///   - part: The name of the part, as in the layer's ``Layer/parts``.
  ///   - body: What the part does.
  /// - Returns: What the body returns.
  /// - Throws: The body's error, with the name.
  public static func inside<Value>(
    _ part: String, _ body: () throws(TensorError) -> Value
  ) throws(TensorError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      guard case .layer(let path, let layer, let cause) = error else {
        throw .layer(path: part, layer: "", error)
      }
      throw .layer(path: path.isEmpty ? part : "\(part).\(path)", layer: layer, cause)
    }
  }
}
