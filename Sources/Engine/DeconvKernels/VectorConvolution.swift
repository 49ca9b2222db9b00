internal import CDeconvKernels

extension VectorKernels {
  /// Fewer multiply-adds than this are left to the reference kernel.
  private static let smallestWork = 2_000

  /// Convolves pixels into positions as ``convolve(_:pixels:weights:bias:into:)`` does.
  ///
  /// - Returns: Whether it did; else the reference kernel is the better one.
  func convolve(
    _ geometry: ConvGeometry, pixels: UnsafeBufferPointer<Float>,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?,
    into positions: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard
      Self.isWorthwhile(
        geometry, outputs: geometry.positionCount, geometry.pixelChannelsPerGroup),
      let plan = GatherPlan.convolution(geometry, width: chunkChannels),
      let pixels = pixels.baseAddress, let weights = weights.baseAddress
    else { return false }
    gather(plan, input: pixels, weights: weights, bias: bias?.baseAddress, into: positions)
    return true
  }

  /// Convolves positions into pixels as ``TransposedConvolution`` does.
  ///
  /// - Returns: Whether it did; else a reference kernel is the better one.
  func convolveTransposed(
    _ geometry: ConvGeometry, positions: UnsafeBufferPointer<Float>,
    weights: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?,
    into pixels: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard
      Self.isWorthwhile(
        geometry, outputs: geometry.pixelCount, geometry.positionChannelsPerGroup),
      let plan = GatherPlan.transposed(geometry, width: chunkChannels),
      let positions = positions.baseAddress, let weights = weights.baseAddress
    else { return false }
    gather(plan, input: positions, weights: weights, bias: bias?.baseAddress, into: pixels)
    return true
  }

  /// Multiplies two matrices as ``multiply(_:_:into:rows:inner:columns:)`` does: the convolution of
  /// a row of pixels with kernels of one tap.
  ///
  /// - Returns: Whether it did; else the reference kernel is the better one.
  func multiply(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>,
    into product: UnsafeMutablePointer<Float>, rows: Int, inner: Int, columns: Int
  ) -> Bool {
    guard let axis = try? AxisGeometry.convolution(input: columns, kernel: 1),
      let geometry = try? ConvGeometry(
        pixelChannels: inner, positionChannels: rows, rows: .single, columns: axis)
    else { return false }
    return convolve(geometry, pixels: right, weights: left, bias: nil, into: product)
  }

  private static func isWorthwhile(_ geometry: ConvGeometry, outputs: Int, _ depth: Int) -> Bool {
    var work = outputs
    for factor in [depth, geometry.rows.kernel, geometry.columns.kernel]
    where work < smallestWork { work *= factor }
    return work >= smallestWork
  }

  /// With as many blocks, a block is the work of one thread; with fewer, threads share them.
  private static let manyBlocks = 8

  /// The output channels that a thread computes at once.
  private var chunkChannels: Int { wideChannels * 2 }

  private func gather(
    _ plan: GatherPlan, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
  ) {
    let kernels = PackedKernels(plan, wideChannels: wideChannels, chunkChannels: chunkChannels)
    let packedWeights = ScratchMemory(kernels.count)
    let packedBias = ScratchMemory(kernels.biasCount)
    Compute.parallelFor(kernels.chunks.count) { chunk in
      pack(
        plan, kernels.chunks[chunk], weights, bias, into: packedWeights.floats, packedBias.floats)
    }
    let (chunkCount, bandCount) = (kernels.chunks.count, plan.bands.count)
    let blockLength = plan.blockLength
    func compute(_ block: Int, _ piece: Int, _ packed: UnsafePointer<Float>) {
      let (band, chunk) = piece.quotientAndRemainder(dividingBy: chunkCount)
      self.compute(
        plan, plan.bands[band], kernels.chunks[chunk], block: block, input: packed,
        weights: packedWeights.floats, bias: packedBias.floats, into: output)
    }
    let parts = PackingParts(plan)
    if plan.blocks >= Self.manyBlocks {
      // A block stays in the cache of the thread that packs it.
      Compute.parallelFor(plan.blocks) { block in
        let packed = ScratchMemory(blockLength)
        for part in 0..<parts.count { pack(plan, parts, block, part, input, into: packed.floats) }
        for piece in 0..<bandCount * chunkCount { compute(block, piece, packed.floats) }
      }
    } else {
      let packed = ScratchMemory(plan.blocks * blockLength)
      Compute.parallelFor(plan.blocks * parts.count) { piece in
        let (block, part) = piece.quotientAndRemainder(dividingBy: parts.count)
        pack(plan, parts, block, part, input, into: packed.floats + block * blockLength)
      }
      Compute.parallelFor(plan.blocks * bandCount * chunkCount) { piece in
        let (block, piece) = piece.quotientAndRemainder(dividingBy: bandCount * chunkCount)
        compute(block, piece, packed.floats + block * blockLength)
      }
    }
  }

  /// Packs a part of a block of the input.
  private func pack(
    _ plan: GatherPlan, _ parts: PackingParts, _ block: Int, _ part: Int,
    _ input: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    let channels = plan.groups * plan.inputChannels
    let imageStep = channels * plan.inputRows * plan.inputColumns
    let source = input + block * plan.blockImages * imageStep
    let range = part * parts.size..<min((part + 1) * parts.size, parts.units)
    switch plan.order {
    case .images:
      packImages(
        source + range.lowerBound, imageStep, min(16, plan.batch - block * 16), range.count,
        target + range.lowerBound * 16)
    case .columns:
      partLines(
        source + range.lowerBound * plan.inputColumns, range.count, plan.inputColumns,
        plan.inputStep, target + range.lowerBound * plan.lineLength)
    }
  }

  /// Packs the kernels and the bias of a chunk.
  private func pack(
    _ plan: GatherPlan, _ chunk: PackedKernels.Chunk, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, into packed: UnsafeMutablePointer<Float>,
    _ packedBias: UnsafeMutablePointer<Float>
  ) {
    for tile in chunk.tiles {
      let first =
        chunk.group * plan.outputChannels * plan.inputChannels * plan.kernelPlane
        + tile.channel * plan.weightOutputStep
      packWeights(
        weights + first, plan.weightOutputStep, plan.weightInputStep, plan.inputChannels,
        plan.kernelPlane, tile.channels, tile.width, packed + tile.weights)
      for channel in 0..<tile.width {
        let number = chunk.group * plan.outputChannels + tile.channel + channel
        packedBias[tile.bias + channel] = channel < tile.channels ? bias?[number] ?? 0 : 0
      }
    }
  }

  /// Computes a chunk of channels in a band of rows of a block, and takes the lanes apart.
  private func compute(
    _ plan: GatherPlan, _ band: GatherPlan.Band, _ chunk: PackedKernels.Chunk, block: Int,
    input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>
  ) {
    let plane = band.vectors * GatherPlan.lanes
    let width = chunk.tiles.reduce(0) { $0 + $1.width }
    let scratch = ScratchMemory(width * plane)
    var target = scratch.floats
    band.runs.withUnsafeBufferPointer { runs in
      plan.taps.withUnsafeBufferPointer { taps in
        guard let runStart = runs.baseAddress, let tapStart = taps.baseAddress else { return }
        for tile in chunk.tiles {
          var call = DeconvGather(
            input: input + chunk.group * plan.inputChannels * plan.channelLength,
            weights: weights + tile.weights, bias: bias + tile.bias, output: target,
            runs: runStart, taps: tapStart,
            run_count: runs.count, depth: plan.inputChannels, input_plane: plan.channelLength,
            weight_plane: plan.kernelPlane * tile.width, output_plane: plane)
          if tile.width == 1 { gatherSingle(&call) } else { gatherWide(&call) }
          target += tile.width * plane
        }
      }
    }
    let channels = chunk.tiles.reduce(0) { $0 + $1.channels }
    let outputPlane = plan.outputRows * plan.outputColumns
    let imageStep = plan.groups * plan.outputChannels * outputPlane
    let firstChannel = chunk.group * plan.outputChannels + chunk.tiles[0].channel
    let first =
      output + block * plan.blockImages * imageStep + firstChannel * outputPlane
      + band.rows.lowerBound * plan.outputColumns
    switch plan.order {
    case .columns:
      band.strips.withUnsafeBufferPointer { strips in
        guard let start = strips.baseAddress else { return }
        scatter(scratch.floats, plane, start, strips.count, channels, first, outputPlane)
      }
    case .images:
      let images = min(16, plan.batch - block * 16)
      if band.vectors == outputPlane {
        // The channels of an image follow each other on both sides.
        unpackImages(scratch.floats, first, imageStep, images, channels * outputPlane)
      } else {
        for channel in 0..<channels {
          unpackImages(
            scratch.floats + channel * plane, first + channel * outputPlane, imageStep, images,
            band.vectors)
        }
      }
    }
  }
}

/// How the packing of a block of the input is cut.
private struct PackingParts {
  /// What is cut: elements where lanes are images, lines where they are columns.
  let units: Int
  /// The units of a part, and the parts.
  let size: Int
  let count: Int

  init(_ plan: GatherPlan) {
    let lines = plan.groups * plan.inputChannels * plan.inputRows
    switch plan.order {
    case .images:
      units = lines * plan.inputColumns
      size = 4096
    case .columns:
      units = lines
      size = max(1, 65_536 / plan.inputColumns)
    }
    count = (units + size - 1) / size
  }
}

/// The kernels of all output channels, cut into the chunks that a thread computes at once.
private struct PackedKernels {
  struct Tile {
    /// The first channel in its group, the channels, and those that the kernel computes.
    var channel: Int
    var channels: Int
    var width: Int
    /// Where the packed weights and biases lie.
    var weights: Int
    var bias: Int
  }

  struct Chunk {
    var group: Int
    var tiles: [Tile]
  }

  private(set) var chunks: [Chunk] = []
  private(set) var count = 0
  private(set) var biasCount = 0

  init(_ plan: GatherPlan, wideChannels: Int, chunkChannels: Int) {
    for group in 0..<plan.groups {
      for first in stride(from: 0, to: plan.outputChannels, by: chunkChannels) {
        let end = min(first + chunkChannels, plan.outputChannels)
        var chunk = Chunk(group: group, tiles: [])
        var channel = first
        while channel < end {
          // A wide tile with fewer than half of its channels would cost more than single ones.
          let left = end - channel
          let width = left * 2 > wideChannels ? wideChannels : 1
          let channels = min(left, width)
          chunk.tiles.append(
            Tile(
              channel: channel, channels: channels, width: width, weights: count, bias: biasCount))
          count += plan.inputChannels * plan.kernelPlane * width
          biasCount += width
          channel += channels
        }
        chunks.append(chunk)
      }
    }
  }
}

/// Memory for the time of a call, aligned to vectors.
final class ScratchMemory {
  let floats: UnsafeMutablePointer<Float>

  init(_ count: Int) {
    floats = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: count)
  }

  deinit { UnsafeMutableRawPointer(floats).deallocate() }
}
