extension TransposedConvolution {
  /// Computes one small dense convolution for each phase of the stride and interleaves them.
  ///
  /// The pixels with the same remainder modulo the stride are reached by the same taps. Those taps
  /// form a small kernel, which slides over the input without gaps.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - positions: The input.
  ///   - weights: The kernels.
  ///   - bias: One number for each output channel, or none.
  ///   - pixels: The output.
  /// - Complexity: O(`positionCount` · `pixelChannelsPerGroup` · kernel size) multiply-adds, as
  ///   ``scatter(_:positions:weights:bias:into:)``, and no element of the output is touched twice.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func polyphase<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, positions: UnsafeBufferPointer<Scalar>,
    weights: UnsafeBufferPointer<Scalar>, bias: UnsafeBufferPointer<Scalar>?,
    into pixels: UnsafeMutableBufferPointer<Scalar>
  ) {
    for rowPhase in geometry.rows.phases {
      for columnPhase in geometry.columns.phases {
        interleave(
          rowPhase, columnPhase, geometry, positions: positions, weights: weights, bias: bias,
          into: pixels)
      }
    }
  }

  /// Convolves the input with the taps of one phase and writes its pixels.
  private static func interleave<Scalar: KernelScalar>(
    _ rowPhase: AxisGeometry.Phase, _ columnPhase: AxisGeometry.Phase, _ geometry: ConvGeometry,
    positions: UnsafeBufferPointer<Scalar>, weights: UnsafeBufferPointer<Scalar>,
    bias: UnsafeBufferPointer<Scalar>?, into pixels: UnsafeMutableBufferPointer<Scalar>
  ) {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let depth = geometry.positionChannelsPerGroup
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.pixelChannels {
        let (group, inner) = channel.quotientAndRemainder(
          dividingBy: geometry.pixelChannelsPerGroup)
        let target = (image * geometry.pixelChannels + channel) * rows.pixels
        for row in 0..<rowPhase.count {
          let line = (target + rowPhase.firstPixel + row * rows.stride) * columns.pixels
          for column in 0..<columnPhase.count {
            var sum: Scalar = 0
            for inputChannel in group * depth..<(group + 1) * depth {
              let plane = (image * geometry.positionChannels + inputChannel) * rows.positions
              let kernel =
                (inputChannel * geometry.pixelChannelsPerGroup + inner) * rows.kernel
              for rowTap in rowPhase.taps {
                let y = rowTap.offset + row
                guard 0 <= y, y < rows.positions else { continue }
                for columnTap in columnPhase.taps {
                  let x = columnTap.offset + column
                  guard 0 <= x, x < columns.positions else { continue }
                  sum = sum.addingProduct(
                    positions[(plane + y) * columns.positions + x],
                    weights[(kernel + rowTap.tap) * columns.kernel + columnTap.tap])
                }
              }
            }
            pixels[line + columnPhase.firstPixel + column * columns.stride] =
              sum + (bias?[channel] ?? 0)
          }
        }
      }
    }
  }
}

extension AxisGeometry {
  /// The pixels `firstPixel`, `firstPixel + stride`, … and the taps that reach them.
  struct Phase {
    let firstPixel: Int
    let count: Int
    /// The taps in the order of the positions under them.
    ///
    /// At pixel number `n` of the phase the position is `offset + n`.
    let taps: [(tap: Int, offset: Int)]
  }

  /// The phases that have pixels, at most one for each remainder modulo the stride.
  var phases: [Phase] {
    (0..<min(stride, pixels)).map { first in
      let taps = (0..<kernel).reversed().compactMap { tap -> (tap: Int, offset: Int)? in
        let distance = first + paddingStart - tap * dilation
        return distance % stride == 0 ? (tap, distance / stride) : nil
      }
      return Phase(firstPixel: first, count: (pixels - 1 - first) / stride + 1, taps: taps)
    }
  }
}
