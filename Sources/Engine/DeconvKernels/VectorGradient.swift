internal import CDeconvKernels

extension VectorKernels {
  /// The gradient of the kernels, as
  /// ``accumulateWeightGradient(_:pixels:positions:into:)`` computes it.
  ///
  /// - Returns: Whether it did; else the reference kernel is the better one.
  func weightGradient(
    _ geometry: ConvGeometry, pixels: UnsafeBufferPointer<Float>,
    positions: UnsafeBufferPointer<Float>, into weights: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let pixels = pixels.baseAddress, let positions = positions.baseAddress else {
      return false
    }
    let blocks = (geometry.batch + BatchSum.lanes - 1) / BatchSum.lanes
    let slices = (geometry.batch + BatchSum.sliceImages - 1) / BatchSum.sliceImages
    let pixelLength = geometry.pixelCount / geometry.batch
    let positionLength = geometry.positionCount / geometry.batch
    // Few images with few channels are not worth the packing.
    let termsOfPosition = geometry.batch * (geometry.weightCount / geometry.positionChannels)
    guard
      termsOfPosition * positionLength
        >= max(
          2_000, blocks * BatchSum.lanes * (pixelLength + positionLength) / 3)
    else { return false }
    let packedPixels = ScratchMemory(blocks * pixelLength * BatchSum.lanes)
    let packedPositions = ScratchMemory(blocks * positionLength * BatchSum.lanes)
    pack(
      [(pixels, pixelLength, packedPixels), (positions, positionLength, packedPositions)],
      batch: geometry.batch)

    let sums = ScratchMemory(slices * geometry.weightCount)
    let sides = GradientSides(
      geometry, pixels: packedPixels.floats, positions: packedPositions.floats)
    let windows = Self.windows(geometry, pixelsFirst: sides.pixelsFirst)
    let chunks = (sides.second.channels + sides.chunk - 1) / sides.chunk
    let segments = (0..<slices).map { slice in
      Self.segments(geometry, blocks: min(2, blocks - slice * 2))
    }
    Compute.parallelFor(slices * geometry.groups * chunks) { piece in
      let (sliceAndGroup, chunk) = piece.quotientAndRemainder(dividingBy: chunks)
      let (slice, group) = sliceAndGroup.quotientAndRemainder(dividingBy: geometry.groups)
      let firstBlock = slice * 2
      let scratch = ScratchMemory(windows.count * windowScratch)
      windows.withUnsafeBufferPointer { windows in
        segments[slice].withUnsafeBufferPointer { segments in
          guard let window = windows.baseAddress, let segment = segments.baseAddress else { return }
          var call = DeconvGradient(
            first: sides.first.group(group).block(firstBlock),
            second: sides.second.group(group).block(firstBlock).part(chunk, of: sides.chunk),
            windows: window, window_count: windows.count, segments: segment,
            segment_count: segments.count, scratch: scratch.floats,
            sums: sums.floats + slice * geometry.weightCount
              + group * (geometry.weightCount / geometry.groups)
              + chunk * sides.chunk * sides.second.sum_step)
          sliceGradient(&call)
        }
      }
    }
    let pieceWeights = 16_384
    Compute.parallelFor((geometry.weightCount + pieceWeights - 1) / pieceWeights) { piece in
      let first = piece * pieceWeights
      addSlices(
        sums.floats + first, slices, geometry.weightCount,
        min(pieceWeights, geometry.weightCount - first), weights + first)
    }
    return true
  }

  /// The sum of each channel, as ``sumChannels(_:into:batch:channels:plane:)`` computes it.
  ///
  /// - Returns: Whether it did; else the reference kernel is the better one.
  func channelSums(
    _ values: UnsafeBufferPointer<Float>, into sums: UnsafeMutablePointer<Float>, batch: Int,
    channels: Int, plane: Int
  ) -> Bool {
    guard batch >= 4, let values = values.baseAddress else { return false }
    let imageStep = channels * plane
    Compute.parallelFor(channels) { channel in
      let block = plane * BatchSum.lanes
      let packed = ScratchMemory(2 * block)
      var sum: Float = 0
      for slice in stride(from: 0, to: batch, by: BatchSum.sliceImages) {
        let blocks = min(2, (batch - slice + BatchSum.lanes - 1) / BatchSum.lanes)
        for number in 0..<blocks {
          let image = slice + number * BatchSum.lanes
          packImages(
            values + image * imageStep + channel * plane, imageStep,
            min(BatchSum.lanes, batch - image), plane, packed.floats + number * block)
        }
        sum += sliceSum(packed.floats, plane, block, blocks)
      }
      sums[channel] = sum
    }
    return true
  }

  /// Puts the images of some buffers side by side.
  private func pack(
    _ buffers: [(from: UnsafePointer<Float>, length: Int, to: ScratchMemory)], batch: Int
  ) {
    let pieceLength = 4096
    let blocks = (batch + BatchSum.lanes - 1) / BatchSum.lanes
    let parts = buffers.map { ($0.length + pieceLength - 1) / pieceLength }
    let ends = parts.indices.map { parts[...$0].reduce(0, +) * blocks }
    Compute.parallelFor(ends.last ?? 0) { piece in
      guard let number = ends.firstIndex(where: { piece < $0 }) else { return }
      let buffer = buffers[number]
      let (block, part) = (piece - (number == 0 ? 0 : ends[number - 1])).quotientAndRemainder(
        dividingBy: parts[number])
      let image = block * BatchSum.lanes
      let first = part * pieceLength
      packImages(
        buffer.from + image * buffer.length + first, buffer.length,
        min(BatchSum.lanes, batch - image), min(pieceLength, buffer.length - first),
        buffer.to.floats + (block * buffer.length + first) * BatchSum.lanes)
    }
  }

  /// The parts of a slice: positions that stay in the cache for all taps.
  private static func segments(_ geometry: ConvGeometry, blocks: Int) -> [DeconvSegment] {
    let positionsOfSegment = 64
    let rows = geometry.rows.positions
    let columns = geometry.columns.positions
    if rows * columns * blocks <= positionsOfSegment {
      return [DeconvSegment(first_block: 0, end_block: blocks, first_row: 0, end_row: rows)]
    }
    let step = max(1, positionsOfSegment / columns)
    return (0..<blocks).flatMap { block in
      stride(from: 0, to: rows, by: step).map { row in
        DeconvSegment(
          first_block: block, end_block: block + 1, first_row: row, end_row: min(row + step, rows))
      }
    }
  }

  /// Where each tap lies on a pixel.
  private static func windows(_ geometry: ConvGeometry, pixelsFirst: Bool) -> [DeconvWindow] {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let lanes = BatchSum.lanes
    return (0..<rows.kernel * columns.kernel).map { tap in
      let (rowTap, columnTap) = tap.quotientAndRemainder(dividingBy: columns.kernel)
      let (y, x) = (rows.positions(tap: rowTap), columns.positions(tap: columnTap))
      let top = rows.pixel(position: y.lowerBound, tap: rowTap) ?? 0
      let left = columns.pixel(position: x.lowerBound, tap: columnTap) ?? 0
      let pixel = (
        start: (top * columns.pixels + left) * lanes,
        rowStep: rows.stride * columns.pixels * lanes, columnStep: columns.stride * lanes
      )
      let position = (
        start: (y.lowerBound * columns.positions + x.lowerBound) * lanes,
        rowStep: columns.positions * lanes, columnStep: lanes
      )
      let (first, second) = pixelsFirst ? (pixel, position) : (position, pixel)
      return DeconvWindow(
        weight: tap, top: y.lowerBound, rows: x.isEmpty ? 0 : y.count, columns: x.count,
        first: first.start,
        first_row_step: first.rowStep, first_column_step: first.columnStep,
        second: second.start, second_row_step: second.rowStep,
        second_column_step: second.columnStep)
    }
  }
}

/// The two sides of a gradient; the one with fewer channels is the first.
private struct GradientSides {
  let pixelsFirst: Bool
  let first: DeconvSide
  let second: DeconvSide
  /// The channels of the second side that a thread takes at once.
  let chunk = 24

  init(
    _ geometry: ConvGeometry, pixels: UnsafePointer<Float>, positions: UnsafePointer<Float>
  ) {
    let kernelPlane = geometry.rows.kernel * geometry.columns.kernel
    let pixelPlane = geometry.rows.pixels * geometry.columns.pixels * BatchSum.lanes
    let positionPlane = geometry.rows.positions * geometry.columns.positions * BatchSum.lanes
    let pixelSide = DeconvSide(
      values: pixels, channels: geometry.pixelChannelsPerGroup, plane: pixelPlane,
      block: geometry.pixelChannels * pixelPlane, sum_step: kernelPlane)
    let positionSide = DeconvSide(
      values: positions, channels: geometry.positionChannelsPerGroup, plane: positionPlane,
      block: geometry.positionChannels * positionPlane,
      sum_step: geometry.pixelChannelsPerGroup * kernelPlane)
    pixelsFirst = pixelSide.channels <= positionSide.channels
    (first, second) = pixelsFirst ? (pixelSide, positionSide) : (positionSide, pixelSide)
  }
}

extension DeconvSide {
  /// The side of one group of channels.
  fileprivate func group(_ group: Int) -> DeconvSide {
    var side = self
    side.values += group * channels * plane
    return side
  }

  /// The side from a block of images on.
  fileprivate func block(_ number: Int) -> DeconvSide {
    var side = self
    side.values += number * block
    return side
  }

  /// Some of the channels.
  fileprivate func part(_ chunk: Int, of size: Int) -> DeconvSide {
    var side = self
    side.values += chunk * size * plane
    side.channels = min(size, channels - chunk * size)
    return side
  }
}
