/// Four ways to compute a transposed convolution, with equal bits.
///
/// Each output element starts at +0, meets its input elements in the input's own row-major order
/// (channel, row, column: that is tap by tap of the kernel turned by 180°) by fused multiply-add,
/// and gets its bias last, +0 where there is none. That is the order of
/// ``convolve(_:pixels:weights:bias:into:)`` too, so the product with a transposed convolution
/// matrix and the convolution of a zero-inserted input have these bits as well.
///
/// The zero-insertion form also multiplies weights by inserted zeros. For finite weights that adds
/// ±0 to a sum, which changes nothing but the sign of a zero, and the last addition makes every
/// zero +0. Where a weight is infinite or NaN that form gives NaN, the others do not.
///
/// All take the same buffers: `positions` is the input of `geometry.positionCount` elements,
/// `weights` has `geometry.weightCount`, `bias` one number for each output channel, and `pixels`
/// is the output of `geometry.pixelCount` elements, which need not be initialised.
package enum TransposedConvolution {
  /// One of the four ways: from geometry, positions, weights and bias to pixels.
  package typealias Form<Scalar: KernelScalar> = (
    ConvGeometry, UnsafeBufferPointer<Scalar>, UnsafeBufferPointer<Scalar>,
    UnsafeBufferPointer<Scalar>?, UnsafeMutableBufferPointer<Scalar>
  ) -> Void

  /// Stamps the kernel, scaled by each input element, onto the output.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - positions: The input.
  ///   - weights: The kernels.
  ///   - bias: One number for each output channel, or none.
  ///   - pixels: The output.
  /// - Complexity: O(`positionCount` · `pixelChannelsPerGroup` · kernel size) multiply-adds.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func scatter<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, positions: UnsafeBufferPointer<Scalar>,
    weights: UnsafeBufferPointer<Scalar>, bias: UnsafeBufferPointer<Scalar>?,
    into pixels: UnsafeMutableBufferPointer<Scalar>
  ) {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let depth = geometry.pixelChannelsPerGroup
    let plane = rows.pixels * columns.pixels
    pixels.update(repeating: 0)
    var input = 0
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.positionChannels {
        let group = channel / geometry.positionChannelsPerGroup
        let firstPlane = (image * geometry.pixelChannels + group * depth) * plane
        for row in 0..<rows.positions {
          let rowTaps = rows.taps(position: row)
          let top = row * rows.stride - rows.paddingStart
          for column in 0..<columns.positions {
            let columnTaps = columns.taps(position: column)
            let left = column * columns.stride - columns.paddingStart
            for outputChannel in 0..<depth {
              let target = firstPlane + outputChannel * plane
              let kernel = (channel * depth + outputChannel) * rows.kernel
              for rowTap in rowTaps {
                let line = target + (top + rowTap * rows.dilation) * columns.pixels + left
                let kernelLine = (kernel + rowTap) * columns.kernel
                for columnTap in columnTaps {
                  let pixel = line + columnTap * columns.dilation
                  pixels[pixel] = pixels[pixel].addingProduct(
                    positions[input], weights[kernelLine + columnTap])
                }
              }
            }
            input += 1
          }
        }
      }
    }
    add(bias, to: pixels, geometry)
  }

  /// Collects, for each output element, the input elements whose stamp reaches it.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - positions: The input.
  ///   - weights: The kernels.
  ///   - bias: One number for each output channel, or none.
  ///   - pixels: The output.
  /// - Complexity: O(`pixelCount` · `positionChannelsPerGroup` · kernel size) steps; the
  ///   multiply-adds are those of ``scatter(_:positions:weights:bias:into:)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func gather<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, positions: UnsafeBufferPointer<Scalar>,
    weights: UnsafeBufferPointer<Scalar>, bias: UnsafeBufferPointer<Scalar>?,
    into pixels: UnsafeMutableBufferPointer<Scalar>
  ) {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let depth = geometry.positionChannelsPerGroup
    let plane = rows.positions * columns.positions
    let kernelPlane = rows.kernel * columns.kernel
    var output = 0
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.pixelChannels {
        let (group, inner) = channel.quotientAndRemainder(
          dividingBy: geometry.pixelChannelsPerGroup)
        for row in 0..<rows.pixels {
          for column in 0..<columns.pixels {
            var sum: Scalar = 0
            for inputChannel in group * depth..<(group + 1) * depth {
              let source = (image * geometry.positionChannels + inputChannel) * plane
              let kernel = (inputChannel * geometry.pixelChannelsPerGroup + inner) * kernelPlane
              // From the last tap to the first, so that the positions come in order.
              for rowTap in (0..<rows.kernel).reversed() {
                guard let y = rows.position(pixel: row, tap: rowTap) else { continue }
                for columnTap in (0..<columns.kernel).reversed() {
                  guard let x = columns.position(pixel: column, tap: columnTap) else { continue }
                  sum = sum.addingProduct(
                    positions[source + y * columns.positions + x],
                    weights[kernel + rowTap * columns.kernel + columnTap])
                }
              }
            }
            pixels[output] = sum + (bias?[channel] ?? 0)
            output += 1
          }
        }
      }
    }
  }

  /// Puts zeros between the input elements and convolves with the kernel turned by 180°.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - positions: The input.
  ///   - weights: The kernels.
  ///   - bias: One number for each output channel, or none.
  ///   - pixels: The output.
  /// - Precondition: Memory for `geometry.stuffedCount` numbers.
  /// - Complexity: O(`pixelCount` · `positionChannelsPerGroup` · kernel size) multiply-adds, most
  ///   of them by an inserted zero where the stride is large.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package static func zeroInsertion<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, positions: UnsafeBufferPointer<Scalar>,
    weights: UnsafeBufferPointer<Scalar>, bias: UnsafeBufferPointer<Scalar>?,
    into pixels: UnsafeMutableBufferPointer<Scalar>
  ) {
    let dense = geometry.stuffed
    let stuffed = stuff(positions, geometry)
    let turned = turn(weights, geometry)
    stuffed.withUnsafeBufferPointer { stuffed in
      turned.withUnsafeBufferPointer { turned in
        convolve(dense, pixels: stuffed, weights: turned, bias: bias, into: pixels)
      }
    }
  }

  private static func add<Scalar: KernelScalar>(
    _ bias: UnsafeBufferPointer<Scalar>?, to pixels: UnsafeMutableBufferPointer<Scalar>,
    _ geometry: ConvGeometry
  ) {
    let plane = geometry.rows.pixels * geometry.columns.pixels
    for index in pixels.indices {
      pixels[index] += bias?[index / plane % geometry.pixelChannels] ?? 0
    }
  }

  /// The input with zeros between its elements and around them, as the stuffed geometry reads it.
  private static func stuff<Scalar: KernelScalar>(
    _ positions: UnsafeBufferPointer<Scalar>, _ geometry: ConvGeometry
  ) -> [Scalar] {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let (stuffedRows, stuffedColumns) = (rows.stuffed.pixels, columns.stuffed.pixels)
    var stuffed = Array(repeating: Scalar(0), count: geometry.stuffedCount)
    var input = 0
    for imageAndChannel in 0..<geometry.batch * geometry.positionChannels {
      for row in 0..<rows.positions {
        let y = rows.stuffedPixel(position: row)
        for column in 0..<columns.positions {
          let x = columns.stuffedPixel(position: column)
          if let y, let x {
            stuffed[(imageAndChannel * stuffedRows + y) * stuffedColumns + x] = positions[input]
          }
          input += 1
        }
      }
    }
    return stuffed
  }

  /// The kernels turned by 180°, with input and output channels exchanged.
  private static func turn<Scalar: KernelScalar>(
    _ weights: UnsafeBufferPointer<Scalar>, _ geometry: ConvGeometry
  ) -> [Scalar] {
    let kernelPlane = geometry.rows.kernel * geometry.columns.kernel
    let inner = geometry.pixelChannelsPerGroup
    let outer = geometry.positionChannelsPerGroup
    var turned: [Scalar] = []
    turned.reserveCapacity(weights.count)
    for channel in 0..<geometry.pixelChannels {
      let (group, offset) = channel.quotientAndRemainder(dividingBy: inner)
      for other in group * outer..<(group + 1) * outer {
        let kernel = (other * inner + offset) * kernelPlane
        for tap in (0..<kernelPlane).reversed() { turned.append(weights[kernel + tap]) }
      }
    }
    return turned
  }
}
