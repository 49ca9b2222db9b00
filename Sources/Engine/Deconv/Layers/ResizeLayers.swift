import DeconvKernels

/// Enlarges images without weights, as PyTorch's `Upsample`: see ``upsample(_:scale:mode:)``.
public struct Upsample: StatelessLayer, SizedLayer {
  private let scale: AxisValues
  private let mode: UpsampleMode

  /// Makes the layer.
  ///
  /// - Parameters:
  ///   - scale: The factor, for both axes or for each.
  ///   - mode: How the new elements are made.
  /// - Precondition: The factor is at least 1.
  public init(scale: some PerAxis, mode: UpsampleMode = .nearest) {
    self = orTrap { () throws(TensorError) in
      try Checked.upsampleLayer(scale: scale.axisValues, mode: mode)
    }
  }

  fileprivate init(checked scale: AxisValues, mode: UpsampleMode) throws(TensorError) {
    for factor in try scale.values(2, operation: "Upsample", argument: "scale") {
      try Checked.checkFactor(factor, operation: "Upsample", argument: "scale")
    }
    self.scale = scale
    self.mode = mode
  }

  /// The layer as one writes it.
  public var description: String {
    let name =
      switch mode {
      case .nearest: ".nearest"
      case .bilinear: ".bilinear"
      default: ".bilinear(alignCorners: true)"
      }
    return "Upsample(scale: \(scale), mode: \(name))"
  }

  /// Enlarges images.
  ///
  /// - Parameter x: Images.
  /// - Returns: Larger images.
  /// - Throws: ``TensorError`` if the input or the factor does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in try Checked.upsample(x, .scale(scale), mode: mode) }
  }

  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try located { () throws(TensorError) in
      try ResizeOperation(axes: 2, .scale(scale), mode).outputShape(input)
    }
  }
}

/// Moves channels into space, as PyTorch's `PixelShuffle`: see ``pixelShuffle(_:_:)``.
public struct PixelShuffle: StatelessLayer {
  private let factor: Int

  /// Makes the layer.
  ///
  /// - Parameter factor: How many times larger the images become.
  /// - Precondition: The factor is at least 1.
  public init(_ factor: Int) {
    self = orTrap { () throws(TensorError) in try Checked.pixelShuffleLayer(factor) }
  }

  fileprivate init(checked factor: Int) throws(TensorError) {
    try Checked.checkFactor(factor, operation: "PixelShuffle", argument: "factor")
    self.factor = factor
  }

  /// The layer as one writes it.
  public var description: String { "PixelShuffle(\(factor))" }

  /// Moves channels into space.
  ///
  /// - Parameter x: Images whose number of channels is a multiple of the squared factor.
  /// - Returns: Larger images with fewer channels.
  /// - Throws: ``TensorError`` if the input or the factor does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in try Checked.pixelShuffle(x, factor) }
  }
}

extension Checked {
  /// A layer: see ``Upsample``.
  package static func upsampleLayer(
    scale: AxisValues, mode: UpsampleMode = .nearest
  ) throws(TensorError) -> Upsample {
    try Upsample(checked: scale, mode: mode)
  }

  /// A layer: see ``PixelShuffle``.
  package static func pixelShuffleLayer(_ factor: Int) throws(TensorError) -> PixelShuffle {
    try PixelShuffle(checked: factor)
  }

  fileprivate static func checkFactor(
    _ factor: Int, operation: String, argument: String
  ) throws(TensorError) {
    guard 1...AxisGeometry.maximumArgument ~= factor else {
      throw .argument(
        operation: operation, argument: argument, value: factor,
        expected: "between 1 and \(AxisGeometry.maximumArgument)")
    }
  }
}
