/// Convolves pixels into positions: the reference that every faster kernel equals in every bit.
///
/// Each output element starts at +0, meets its input elements in the input's own row-major order
/// (channel, row, column: that is kernel row by kernel row) by fused multiply-add, and gets its
/// bias last, +0 where there is none. Padding is not read. That last addition makes −0 into +0, so
/// a kernel that multiplies padding by finite weights gets the same bits.
///
/// - Parameters:
///   - geometry: Shapes and movement.
///   - pixels: The input, `geometry.pixelCount` elements.
///   - weights: The kernels, `geometry.weightCount` elements.
///   - bias: One number for each output channel, or none.
///   - positions: The output, `geometry.positionCount` elements; need not be initialised.
/// - Complexity: O(`positionCount` · `pixelChannelsPerGroup` · kernel size) multiply-adds.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func convolve<Scalar: KernelScalar>(
  _ geometry: ConvGeometry, pixels: UnsafeBufferPointer<Scalar>,
  weights: UnsafeBufferPointer<Scalar>, bias: UnsafeBufferPointer<Scalar>?,
  into positions: UnsafeMutableBufferPointer<Scalar>
) {
  let (rows, columns) = (geometry.rows, geometry.columns)
  let depth = geometry.pixelChannelsPerGroup
  let plane = rows.pixels * columns.pixels
  let kernelPlane = rows.kernel * columns.kernel
  var output = 0
  for image in 0..<geometry.batch {
    for channel in 0..<geometry.positionChannels {
      let group = channel / geometry.positionChannelsPerGroup
      let firstPlane = (image * geometry.pixelChannels + group * depth) * plane
      let firstKernel = channel * depth * kernelPlane
      let last = bias?[channel] ?? 0
      for row in 0..<rows.positions {
        let rowTaps = rows.taps(position: row)
        let top = row * rows.stride - rows.paddingStart
        for column in 0..<columns.positions {
          let columnTaps = columns.taps(position: column)
          let left = column * columns.stride - columns.paddingStart
          var sum: Scalar = 0
          for inner in 0..<depth {
            for rowTap in rowTaps {
              let y = top + rowTap * rows.dilation
              let line = firstPlane + inner * plane + y * columns.pixels + left
              let kernelLine = firstKernel + inner * kernelPlane + rowTap * columns.kernel
              for columnTap in columnTaps {
                sum = sum.addingProduct(
                  pixels[line + columnTap * columns.dilation], weights[kernelLine + columnTap])
              }
            }
          }
          positions[output] = sum + last
          output += 1
        }
      }
    }
  }
}

/// Lays the pixels under each position of the kernel into a column.
///
/// The columns have the shape `[batch, pixelChannels · kernel rows · kernel columns, positions]`,
/// padding is written as zero; a convolution without groups is the product of the weights, one row
/// for each output channel, with each image's columns.
///
/// - Parameters:
///   - geometry: Shapes and movement.
///   - pixels: The input, `geometry.pixelCount` elements.
///   - columnBuffer: The output; need not be initialised.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func unfold<Scalar: KernelScalar>(
  _ geometry: ConvGeometry, pixels: UnsafeBufferPointer<Scalar>,
  into columnBuffer: UnsafeMutableBufferPointer<Scalar>
) {
  let (rows, columns) = (geometry.rows, geometry.columns)
  let plane = rows.pixels * columns.pixels
  var output = 0
  for imageAndChannel in 0..<geometry.batch * geometry.pixelChannels {
    for rowTap in 0..<rows.kernel {
      for columnTap in 0..<columns.kernel {
        for row in 0..<rows.positions {
          let y = rows.pixel(position: row, tap: rowTap)
          for column in 0..<columns.positions {
            let x = columns.pixel(position: column, tap: columnTap)
            if let x, let y {
              columnBuffer[output] = pixels[imageAndChannel * plane + y * columns.pixels + x]
            } else {
              columnBuffer[output] = 0
            }
            output += 1
          }
        }
      }
    }
  }
}
