/// The largest element under a kernel that slides over images, as PyTorch's `MaxPool2d`: see
/// ``maxPool2d(_:kernel:stride:padding:dilation:)``.
///
/// For the places of the largest elements, which ``maxUnpool2d(_:_:kernel:stride:padding:outputSize:)``
/// needs, call ``maxPool2dWithIndices(_:kernel:stride:padding:dilation:)`` instead.
public struct MaxPool2d: StatelessLayer, SizedLayer {
  private let settings: PoolingSettings

  /// Makes the layer.
  ///
  /// - Parameters:
  ///   - kernel: The size of the kernel, for both axes or for each.
  ///   - stride: The step of the kernel; its size where it is left out.
  ///   - padding: The places at both ends that count for nothing, at most half of the kernel.
  ///   - dilation: The distance of two places under the kernel.
  /// - Precondition: Kernel, stride and dilation are at least 1, and the padding fits the kernel.
  public init(
    kernel: some PerAxis, stride: (some PerAxis)? = Int?.none, padding: some PerAxis = 0,
    dilation: some PerAxis = 1
  ) {
    let settings = PoolingSettings(
      kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues,
      dilation: dilation.axisValues)
    self = orTrap { () throws(TensorError) in try Checked.maxPool2dLayer(settings) }
  }

  fileprivate init(checked settings: PoolingSettings) throws(TensorError) {
    try settings.check(axes: 2, operation: "MaxPool2d")
    self.settings = settings
  }

  /// The layer as one writes it.
  public var description: String { "MaxPool2d(\(settings.text))" }

  /// Computes the output.
  ///
  /// - Parameter x: Images.
  /// - Returns: Smaller images.
  /// - Throws: ``TensorError`` if the input or a setting does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in try Checked.maxPool2d(x, settings) }
  }

  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try located { () throws(TensorError) in try operation.outputShape(input) }
  }

  func work(input: [Int], output: [Int]) -> (multiplyAdds: Int, reads: Int) {
    (0, operation.reads(output: output))
  }

  private var operation: MaxPoolOperation { MaxPoolOperation(axes: 2, settings) }
}

/// The mean of the elements under a kernel that slides over images, as PyTorch's `AvgPool2d`: see
/// ``avgPool2d(_:kernel:stride:padding:countIncludePad:)``.
public struct AvgPool2d: StatelessLayer, SizedLayer {
  private let settings: PoolingSettings
  private let countIncludePad: Bool

  /// Makes the layer.
  ///
  /// - Parameters:
  ///   - kernel: The size of the kernel, for both axes or for each.
  ///   - stride: The step of the kernel; its size where it is left out.
  ///   - padding: The zeros at both ends, at most half of the kernel.
  ///   - countIncludePad: Whether the zeros count as elements.
  /// - Precondition: Kernel and stride are at least 1, and the padding fits the kernel.
  public init(
    kernel: some PerAxis, stride: (some PerAxis)? = Int?.none, padding: some PerAxis = 0,
    countIncludePad: Bool = true
  ) {
    let settings = PoolingSettings(
      kernel: kernel.axisValues, stride: stride?.axisValues, padding: padding.axisValues)
    self = orTrap { () throws(TensorError) in
      try Checked.avgPool2dLayer(settings, countIncludePad: countIncludePad)
    }
  }

  fileprivate init(
    checked settings: PoolingSettings, countIncludePad: Bool
  ) throws(TensorError) {
    try settings.check(axes: 2, operation: "AvgPool2d")
    self.settings = settings
    self.countIncludePad = countIncludePad
  }

  /// The layer as one writes it.
  public var description: String {
    "AvgPool2d(\(settings.text)\(countIncludePad ? "" : ", countIncludePad: false"))"
  }

  /// Computes the output.
  ///
  /// - Parameter x: Images.
  /// - Returns: Smaller images.
  /// - Throws: ``TensorError`` if the input or a setting does not fit.
  public func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in
      try Checked.avgPool2d(x, settings, countIncludePad: countIncludePad)
    }
  }

  func outputShape(_ input: [Int]) throws(TensorError) -> [Int] {
    try located { () throws(TensorError) in try operation.outputShape(input) }
  }

  func work(input: [Int], output: [Int]) -> (multiplyAdds: Int, reads: Int) {
    (0, operation.reads(output: output))
  }

  private var operation: AveragePoolOperation { AveragePoolOperation(axes: 2, settings) }
}

extension Checked {
  /// A layer: see ``MaxPool2d``.
  package static func maxPool2dLayer(_ settings: PoolingSettings) throws(TensorError) -> MaxPool2d {
    try MaxPool2d(checked: settings)
  }

  /// A layer: see ``AvgPool2d``.
  package static func avgPool2dLayer(
    _ settings: PoolingSettings, countIncludePad: Bool = true
  ) throws(TensorError) -> AvgPool2d {
    try AvgPool2d(checked: settings, countIncludePad: countIncludePad)
  }
}
