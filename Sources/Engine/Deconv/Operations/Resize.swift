import DeconvKernels

/// How elements are made when an array is enlarged or reduced.
public struct UpsampleMode: Hashable, Sendable {
  let interpolates: Bool
  let alignsCorners: Bool

  /// Repeats the element in whose part of the axis the new one begins.
  public static let nearest = UpsampleMode(interpolates: false, alignsCorners: false)

  /// Mixes the four neighbours linearly, where elements are areas: PyTorch's default.
  public static let bilinear = bilinear(alignCorners: false)

  /// Mixes the two neighbours linearly, where elements are intervals: PyTorch's default.
  public static let linear = linear(alignCorners: false)

  /// Mixes the four neighbours linearly.
  ///
  /// - Parameter alignCorners: Whether elements are points, and the first and last of both sides lie
  ///   on each other; otherwise elements are areas, and the outer edges do.
  /// - Returns: The mode.
  public static func bilinear(alignCorners: Bool) -> UpsampleMode {
    UpsampleMode(interpolates: true, alignsCorners: alignCorners)
  }

  /// Mixes the two neighbours linearly: ``bilinear(alignCorners:)`` along one axis.
  ///
  /// - Parameter alignCorners: Whether elements are points, and the first and last of both sides lie
  ///   on each other; otherwise elements are intervals, and the outer edges do.
  /// - Returns: The mode.
  public static func linear(alignCorners: Bool) -> UpsampleMode {
    bilinear(alignCorners: alignCorners)
  }
}

/// Enlarges images by a whole factor; PyTorch's `interpolate`, and `Upsample`.
///
/// As ``upsample(_:size:mode:)`` to `scale` times the size.
///
/// - Parameters:
///   - x: The input, `[N, C, H, W]`; the batch and channel axes may be missing.
///   - scale: The factor, for both axes or for each.
///   - mode: How the new elements are made.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The factor is at least 1.
/// - Complexity: O(size of the output).
public func upsample(
  _ x: Tensor, scale: some PerAxis, mode: UpsampleMode = .nearest
) -> Tensor {
  let target = ResizeOperation.Target.scale(scale.axisValues)
  return orTrap { () throws(TensorError) in try Checked.upsample(x, target, mode: mode) }
}

/// Brings images to a size; PyTorch's `interpolate`, and `Upsample`.
///
/// Along each axis, with `i` elements of input, output element `o` of `n` reads
///
/// - nearest: element floor(o · i / n);
/// - bilinear: around (o + ½) · i / n − ½, or around o · (i − 1) / (n − 1) with aligned corners, the
///   two neighbours, weighted by their nearness; at the edges the nearest alone.
///
/// **Shapes.** `[N, C, H, W]` → `[N, C, H′, W′]`; the batch and channel axes may be missing.
///
/// **Numerics.** The places are computed in integers, without the rounding of PyTorch's, which can
/// choose another neighbour; a weight is one division of integers, rounded once, and the other is
/// 1 minus it. Each row's two elements are multiplied and added, then the two rows; a neighbour of
/// weight 0 is not read. Gradients are added to +0 in row-major order of the output.
///
/// - Parameters:
///   - x: The input.
///   - size: The size of the output, for both axes or for each.
///   - mode: How the new elements are made.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The size is at least 1, and the input is not empty.
/// - Complexity: O(size of the output).
public func upsample(
  _ x: Tensor, size: some PerAxis, mode: UpsampleMode = .nearest
) -> Tensor {
  let target = ResizeOperation.Target.size(size.axisValues)
  return orTrap { () throws(TensorError) in try Checked.upsample(x, target, mode: mode) }
}

/// Enlarges signals by a whole factor; PyTorch's `interpolate`, and `Upsample`.
///
/// As ``upsample(_:size:mode:)`` along one axis.
///
/// - Parameters:
///   - x: The input, `[N, C, L]`; the batch and channel axes may be missing.
///   - scale: The factor.
///   - mode: How the new elements are made.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The factor is at least 1.
/// - Complexity: O(size of the output).
public func upsample1d(
  _ x: Tensor, scale: some PerAxis, mode: UpsampleMode = .nearest
) -> Tensor {
  let target = ResizeOperation.Target.scale(scale.axisValues)
  return orTrap { () throws(TensorError) in try Checked.upsample1d(x, target, mode: mode) }
}

/// Brings signals to a size; PyTorch's `interpolate`, and `Upsample`.
///
/// As ``upsample(_:size:mode:)`` along one axis.
///
/// - Parameters:
///   - x: The input, `[N, C, L]`; the batch and channel axes may be missing.
///   - size: The size of the output.
///   - mode: How the new elements are made.
/// - Returns: The output, with the rank of `x`.
/// - Precondition: The size is at least 1, and the input is not empty.
/// - Complexity: O(size of the output).
public func upsample1d(
  _ x: Tensor, size: some PerAxis, mode: UpsampleMode = .nearest
) -> Tensor {
  let target = ResizeOperation.Target.size(size.axisValues)
  return orTrap { () throws(TensorError) in try Checked.upsample1d(x, target, mode: mode) }
}

extension Checked {
  /// Images in another size: see ``Deconv/upsample(_:size:mode:)``.
  package static func upsample(
    _ x: Tensor, _ target: ResizeOperation.Target, mode: UpsampleMode = .nearest
  ) throws(TensorError) -> Tensor {
    try Tape.apply(ResizeOperation(axes: 2, target, mode), to: [x])
  }

  /// Signals in another size: see ``Deconv/upsample1d(_:size:mode:)``.
  package static func upsample1d(
    _ x: Tensor, _ target: ResizeOperation.Target, mode: UpsampleMode = .nearest
  ) throws(TensorError) -> Tensor {
    try Tape.apply(ResizeOperation(axes: 1, target, mode), to: [x])
  }
}
