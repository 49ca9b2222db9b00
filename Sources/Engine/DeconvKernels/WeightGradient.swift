/// How sums over a batch are accumulated: in slices of images, and in lanes within a slice.
///
/// Lane `l` of a slice starts at +0 and takes the terms of the slice's images `l`, `l + 16`, … in
/// their order, each image's terms in row-major order of its positions. Then lane `l` gets lane
/// `l + 8`, `l + 4`, `l + 2` and `l + 1`. The total starts at +0 and gets the slices in order. So a
/// vector of sixteen lanes, or of fewer in several steps, works on sixteen images at once, slices
/// can be given to threads, and neither changes a bit.
package enum BatchSum {
  /// The virtual lanes of a slice.
  package static let lanes = 16

  /// The images of a slice.
  package static let sliceImages = 32

  /// Adds the lanes of a slice to one number.
  static func total<Scalar: KernelScalar>(_ lanes: inout [Scalar]) -> Scalar {
    var half = Self.lanes / 2
    while half >= 1 {
      for lane in 0..<half { lanes[lane] += lanes[lane + half] }
      half /= 2
    }
    return lanes[0]
  }

  /// The sum of a batch's terms.
  ///
  /// - Parameters:
  ///   - batch: The number of images.
  ///   - lanes: Space for ``lanes`` numbers.
  ///   - accumulate: Adds the terms of an image to a lane.
  /// - Returns: The sum.
  static func sum<Scalar: KernelScalar>(
    batch: Int, lanes: inout [Scalar], _ accumulate: (_ image: Int, _ lane: inout Scalar) -> Void
  ) -> Scalar {
    var sum: Scalar = 0
    for first in stride(from: 0, to: batch, by: sliceImages) {
      for lane in 0..<Self.lanes { lanes[lane] = 0 }
      for image in first..<min(first + sliceImages, batch) {
        accumulate(image, &lanes[(image - first) % Self.lanes])
      }
      sum += total(&lanes)
    }
    return sum
  }
}

/// The gradient of a convolution, and of its transpose, with respect to the kernels.
///
/// Each weight gets the products of its pixels and positions by fused multiply-add, as
/// ``BatchSum`` says; padding is not read. The two directions share it: in a convolution the
/// positions are the gradient of its output, in a transposed convolution the pixels are.
///
/// - Parameters:
///   - geometry: Shapes and movement.
///   - pixels: `geometry.pixelCount` elements.
///   - positions: `geometry.positionCount` elements.
///   - weights: The gradient, `geometry.weightCount` elements; need not be initialised.
/// - Complexity: O(`positionCount` · `pixelChannelsPerGroup` · kernel size) multiply-adds.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func accumulateWeightGradient<Scalar: KernelScalar>(
  _ geometry: ConvGeometry, pixels: UnsafeBufferPointer<Scalar>,
  positions: UnsafeBufferPointer<Scalar>, into weights: UnsafeMutableBufferPointer<Scalar>
) {
  let (rows, columns) = (geometry.rows, geometry.columns)
  var lanes = Array(repeating: Scalar(0), count: BatchSum.lanes)
  var weight = 0
  for channel in 0..<geometry.positionChannels {
    let group = channel / geometry.positionChannelsPerGroup
    for inner in 0..<geometry.pixelChannelsPerGroup {
      let pixelChannel = group * geometry.pixelChannelsPerGroup + inner
      for rowTap in 0..<rows.kernel {
        for columnTap in 0..<columns.kernel {
          weights[weight] = BatchSum.sum(batch: geometry.batch, lanes: &lanes) { image, lane in
            let source = (image * geometry.pixelChannels + pixelChannel) * rows.pixels
            let target = (image * geometry.positionChannels + channel) * rows.positions
            for row in 0..<rows.positions {
              guard let y = rows.pixel(position: row, tap: rowTap) else { continue }
              for column in 0..<columns.positions {
                guard let x = columns.pixel(position: column, tap: columnTap) else { continue }
                lane = lane.addingProduct(
                  pixels[(source + y) * columns.pixels + x],
                  positions[(target + row) * columns.positions + column])
              }
            }
          }
          weight += 1
        }
      }
    }
  }
}

/// The sum of each channel over batch and positions: the gradient of a bias.
///
/// Terms are added as ``BatchSum`` says.
///
/// - Parameters:
///   - values: `[batch, channels, plane]`.
///   - sums: One number for each channel; need not be initialised.
///   - batch: The number of images.
///   - channels: The number of channels.
///   - plane: The elements of one channel of one image.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func sumChannels<Scalar: KernelScalar>(
  _ values: UnsafeBufferPointer<Scalar>, into sums: UnsafeMutableBufferPointer<Scalar>, batch: Int,
  channels: Int, plane: Int
) {
  var lanes = Array(repeating: Scalar(0), count: BatchSum.lanes)
  for channel in 0..<channels {
    sums[channel] = BatchSum.sum(batch: batch, lanes: &lanes) { image, lane in
      let start = (image * channels + channel) * plane
      for index in start..<start + plane { lane += values[index] }
    }
  }
}
