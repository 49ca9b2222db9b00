/// Enlarges images without weights, as PyTorch's `Upsample`: see ``upsample(_:scale:mode:)``.
public struct Upsample: StatelessLayer {
  private let scale: AxisValues
  private let mode: UpsampleMode

  /// Makes the layer.
  ///
  /// - Parameters:
  ///   - scale: The factor, for both axes or for each.
  ///   - mode: How the new elements are made.
  public init(scale: some PerAxis, mode: UpsampleMode = .nearest) {
    self.scale = scale.axisValues
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
}

/// Moves channels into space, as PyTorch's `PixelShuffle`: see ``pixelShuffle(_:_:)``.
public struct PixelShuffle: StatelessLayer {
  private let factor: Int

  /// Makes the layer.
  ///
  /// - Parameter factor: How many times larger the images become.
  public init(_ factor: Int) {
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
