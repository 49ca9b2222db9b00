/// The shapes and movements of a two-dimensional convolution and of its transpose.
///
/// A one-dimensional operation is a two-dimensional one whose rows are ``AxisGeometry/single``.
/// Buffers are dense and row-major:
///
/// - pixels `[batch, pixelChannels, rows.pixels, columns.pixels]`
/// - positions `[batch, positionChannels, rows.positions, columns.positions]`
/// - weights `[positionChannels, pixelChannels / groups, rows.kernel, columns.kernel]`
///
/// The layout of the weights is PyTorch's for both directions: `[out, in / groups, …]` for the
/// convolution that reads pixels, `[in, out / groups, …]` for its transpose.
package struct ConvGeometry: Hashable, Sendable {
  package let batch: Int
  package let pixelChannels: Int
  package let positionChannels: Int
  package let groups: Int
  package let rows: AxisGeometry
  package let columns: AxisGeometry

  /// The elements of the buffer that a convolution reads and its transpose writes.
  package let pixelCount: Int
  /// The elements of the buffer that a convolution writes and its transpose reads.
  package let positionCount: Int
  /// The elements of the kernels.
  package let weightCount: Int
  /// The elements of the zero-inserted and padded input of a transposed convolution.
  package let stuffedCount: Int

  /// Joins two axes with batch, channels and groups.
  ///
  /// - Parameters:
  ///   - batch: The number of images, at least 1.
  ///   - pixelChannels: The channels on the side that a convolution reads, at least 1.
  ///   - positionChannels: The channels on the side that a convolution writes, at least 1.
  ///   - groups: The number of independent groups of channels.
  ///   - rows: The vertical movement.
  ///   - columns: The horizontal movement.
  /// - Throws: ``GeometryError`` if the groups do not divide the channels, or a buffer would have
  ///   more elements than an integer counts.
  package init(
    batch: Int = 1, pixelChannels: Int = 1, positionChannels: Int = 1, groups: Int = 1,
    rows: AxisGeometry, columns: AxisGeometry
  ) throws(GeometryError) {
    for channels in [pixelChannels, positionChannels] {
      guard groups >= 1, channels >= groups, channels % groups == 0 else {
        throw .groups(channels: channels, groups: groups)
      }
    }
    self.batch = batch
    self.pixelChannels = pixelChannels
    self.positionChannels = positionChannels
    self.groups = groups
    self.rows = rows
    self.columns = columns
    pixelCount = try Self.product(batch, pixelChannels, rows.pixels, columns.pixels)
    positionCount = try Self.product(batch, positionChannels, rows.positions, columns.positions)
    weightCount = try Self.product(
      positionChannels, pixelChannels / groups, rows.kernel, columns.kernel)
    stuffedCount = try Self.product(
      batch, positionChannels, rows.stuffed.pixels, columns.stuffed.pixels)
  }

  /// The channels of one group on the side that a convolution reads.
  package var pixelChannelsPerGroup: Int { pixelChannels / groups }

  /// The channels of one group on the side that a convolution writes.
  package var positionChannelsPerGroup: Int { positionChannels / groups }

  /// The elements of the columns into which a convolution unfolds its input, or nil where an
  /// integer does not count them.
  package var columnCount: Int? {
    try? Self.product(
      batch, pixelChannels, rows.kernel, columns.kernel, rows.positions, columns.positions)
  }

  /// The shape of the zero-inserted and padded input of a transposed convolution.
  package var stuffedShape: [Int] {
    [batch, positionChannels, rows.stuffed.pixels, columns.stuffed.pixels]
  }

  /// The convolution of stride 1 that equals the transposed one: see ``AxisGeometry``.
  var stuffed: ConvGeometry {
    ConvGeometry(stuffing: self)
  }

  private init(stuffing geometry: ConvGeometry) {
    batch = geometry.batch
    pixelChannels = geometry.positionChannels
    positionChannels = geometry.pixelChannels
    groups = geometry.groups
    rows = geometry.rows.stuffed
    columns = geometry.columns.stuffed
    pixelCount = geometry.stuffedCount
    positionCount = geometry.pixelCount
    weightCount = geometry.weightCount
    // This geometry is not stuffed again.
    stuffedCount = 0
  }

  private static func product(_ factors: Int...) throws(GeometryError) -> Int {
    var result = 1
    for factor in factors {
      let (product, overflows) = result.multipliedReportingOverflow(by: factor)
      if overflows { throw .tooLarge }
      result = product
    }
    return result
  }
}
