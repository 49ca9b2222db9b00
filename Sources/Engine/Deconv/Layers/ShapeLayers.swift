/// Joins all axes but that of the batch, as PyTorch's `Flatten`: `[N, C, H, W]` → `[N, C · H · W]`.
public struct Flatten: StatelessLayer {
  /// Makes the layer.
  public init() {}

  /// The layer as one writes it.
  public var description: String { "Flatten()" }

  /// Joins the axes.
  ///
  /// - Parameter x: A tensor with an axis for the batch first.
  /// - Returns: The same numbers in two axes.
  /// - Throws: ``TensorError`` if the input has no axis.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in
      guard let batch = x.shape.first else {
        throw .rank(operation: "Flatten", argument: "input", shape: x.shape, expected: "[N, …]")
      }
      return try Checked.reshaped(x, [batch, x.shape[1...].reduce(1, *)])
    }
  }
}

/// Divides the second axis into several, as PyTorch's `Unflatten(1, …)`: the inverse of ``Flatten``.
public struct Unflatten: StatelessLayer {
  /// The sizes into which the axis is divided.
  public var sizes: [Int]

  /// Makes the layer.
  ///
  /// - Parameter sizes: The sizes into which the second axis is divided, as `64, 7, 7`.
  /// - Precondition: No size is negative, but one may be -1: it is what is left.
  public init(_ sizes: Int...) {
    self = orTrap { () throws(TensorError) in try Unflatten(sizes: sizes) }
  }

  /// Makes the layer.
  ///
  /// - Parameter sizes: The sizes into which the second axis is divided.
  /// - Throws: ``TensorError`` if a size cannot be one.
  package init(sizes: [Int]) throws(TensorError) {
    for size in sizes where size < -1 {
      throw .argument(
        operation: "Unflatten", argument: "size", value: size,
        expected: "at least 0, or -1 for what is left")
    }
    self.sizes = sizes
  }

  /// The layer as one writes it.
  public var description: String {
    "Unflatten(\(sizes.map(String.init).joined(separator: ", ")))"
  }

  /// Divides the axis.
  ///
  /// - Parameter x: `[N, features]`.
  /// - Returns: The same numbers, `[N]` and then the layer's sizes.
  /// - Throws: ``TensorError`` if the sizes do not have as many elements as the axis.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in
      guard x.rank == 2 else {
        throw .rank(
          operation: "Unflatten", argument: "input", shape: x.shape, expected: "[N, features]")
      }
      return try Checked.reshaped(x, [x.shape[0]] + sizes)
    }
  }
}
