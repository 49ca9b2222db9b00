/// The kernels over arrays: they allocate the output and hand out no pointer.
///
/// Everything above this module calls these.
package enum ArrayKernels {
  /// Convolves pixels into positions: see ``convolve(_:pixels:weights:bias:into:)``.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - pixels: The input, `geometry.pixelCount` elements.
  ///   - weights: The kernels, `geometry.weightCount` elements.
  ///   - bias: One number for each output channel, or none.
  /// - Returns: The output, `geometry.positionCount` elements.
  package static func convolve<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, pixels: [Scalar], weights: [Scalar], bias: [Scalar]? = nil
  ) -> [Scalar] {
    precondition(
      pixels.count == geometry.pixelCount && weights.count == geometry.weightCount
        && bias?.count ?? geometry.positionChannels == geometry.positionChannels,
      "the arrays must have the sizes of the geometry")
    return filled(geometry.positionCount) { output in
      pixels.withUnsafeBufferPointer { pixels in
        weights.withUnsafeBufferPointer { weights in
          withBuffer(bias) { bias in
            let isDone = vectorized(output) { kernels, output in
              kernels.convolve(
                geometry, pixels: floats(pixels), weights: floats(weights),
                bias: bias.map(floats), into: output)
            }
            if !isDone {
              DeconvKernels.convolve(
                geometry, pixels: pixels, weights: weights, bias: bias, into: output)
            }
          }
        }
      }
    }
  }

  /// Convolves positions into pixels: see ``TransposedConvolution``.
  ///
  /// - Parameters:
  ///   - form: The way to compute it, as in `TransposedConvolution.scatter`.
  ///   - geometry: Shapes and movement.
  ///   - positions: The input, `geometry.positionCount` elements.
  ///   - weights: The kernels, `geometry.weightCount` elements.
  ///   - bias: One number for each output channel, or none.
  /// - Returns: The output, `geometry.pixelCount` elements.
  package static func convolveTransposed<Scalar: KernelScalar>(
    by form: TransposedConvolution.Form<Scalar>, _ geometry: ConvGeometry, positions: [Scalar],
    weights: [Scalar], bias: [Scalar]? = nil
  ) -> [Scalar] {
    precondition(
      positions.count == geometry.positionCount && weights.count == geometry.weightCount
        && bias?.count ?? geometry.pixelChannels == geometry.pixelChannels,
      "the arrays must have the sizes of the geometry")
    return filled(geometry.pixelCount) { output in
      positions.withUnsafeBufferPointer { positions in
        weights.withUnsafeBufferPointer { weights in
          withBuffer(bias) { bias in form(geometry, positions, weights, bias, output) }
        }
      }
    }
  }

  /// Convolves positions into pixels, in the way that is fastest here; all give the same bits.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - positions: The input, `geometry.positionCount` elements.
  ///   - weights: The kernels, `geometry.weightCount` elements.
  ///   - bias: One number for each output channel, or none.
  /// - Returns: The output, `geometry.pixelCount` elements.
  package static func convolveTransposed<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, positions: [Scalar], weights: [Scalar], bias: [Scalar]? = nil
  ) -> [Scalar] {
    convolveTransposed(
      by: { geometry, positions, weights, bias, output in
        let isDone = vectorized(output) { kernels, output in
          kernels.convolveTransposed(
            geometry, positions: floats(positions), weights: floats(weights),
            bias: bias.map(floats), into: output)
        }
        if !isDone {
          TransposedConvolution.polyphase(
            geometry, positions: positions, weights: weights, bias: bias, into: output)
        }
      }, geometry, positions: positions, weights: weights, bias: bias)
  }

  /// The gradient of the kernels: see
  /// ``accumulateWeightGradient(_:pixels:positions:into:)``.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - pixels: The input of the convolution, or the gradient of a transposed one's output.
  ///   - positions: The gradient of the convolution's output, or the input of a transposed one.
  /// - Returns: The gradient, `geometry.weightCount` elements.
  package static func weightGradient<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, pixels: [Scalar], positions: [Scalar]
  ) -> [Scalar] {
    precondition(
      pixels.count == geometry.pixelCount && positions.count == geometry.positionCount,
      "the arrays must have the sizes of the geometry")
    return filled(geometry.weightCount) { output in
      pixels.withUnsafeBufferPointer { pixels in
        positions.withUnsafeBufferPointer { positions in
          let isDone = vectorized(output) { kernels, output in
            kernels.weightGradient(
              geometry, pixels: floats(pixels), positions: floats(positions), into: output)
          }
          if !isDone {
            accumulateWeightGradient(
              geometry, pixels: pixels, positions: positions, into: output)
          }
        }
      }
    }
  }

  /// The sum of each channel: see ``sumChannels(_:into:batch:channels:plane:)``.
  ///
  /// - Parameters:
  ///   - values: `[batch, channels, plane]`.
  ///   - batch: The number of images.
  ///   - channels: The number of channels.
  /// - Returns: One number for each channel.
  package static func channelSums<Scalar: KernelScalar>(
    _ values: [Scalar], batch: Int, channels: Int
  ) -> [Scalar] {
    let plane = batch * channels == 0 ? 0 : values.count / (batch * channels)
    precondition(
      values.count == batch * channels * plane, "the array must have the size of its axes")
    return filled(channels) { output in
      values.withUnsafeBufferPointer { values in
        let isDone = vectorized(output) { kernels, output in
          kernels.channelSums(
            floats(values), into: output, batch: batch, channels: channels, plane: plane)
        }
        if !isDone {
          sumChannels(values, into: output, batch: batch, channels: channels, plane: plane)
        }
      }
    }
  }

  /// Lays the pixels under each position into a column: see ``unfold(_:pixels:into:)``.
  ///
  /// - Parameters:
  ///   - geometry: Shapes and movement.
  ///   - pixels: The input, `geometry.pixelCount` elements.
  ///   - count: The elements of the columns, which the caller has bounded.
  /// - Returns: The columns.
  package static func unfold<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, pixels: [Scalar], count: Int
  ) -> [Scalar] {
    precondition(
      pixels.count == geometry.pixelCount && count == geometry.columnCount,
      "the arrays must have the sizes of the geometry")
    return filled(count) { output in
      pixels.withUnsafeBufferPointer { pixels in
        DeconvKernels.unfold(geometry, pixels: pixels, into: output)
      }
    }
  }

  /// Multiplies two matrices: see ``multiply(_:_:into:rows:inner:columns:)``.
  ///
  /// - Parameters:
  ///   - left: The left matrix, `rows · inner` elements.
  ///   - right: The right matrix, `inner · columns` elements.
  ///   - rows: The rows of the left matrix.
  ///   - inner: The columns of the left matrix and rows of the right one.
  ///   - columns: The columns of the right matrix.
  /// - Returns: The product, `rows · columns` elements.
  package static func multiply<Scalar: KernelScalar>(
    _ left: [Scalar], _ right: [Scalar], rows: Int, inner: Int, columns: Int
  ) -> [Scalar] {
    precondition(
      left.count == rows * inner && right.count == inner * columns,
      "the arrays must have the sizes of the matrices")
    return filled(rows * columns) { output in
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          let isDone = vectorized(output) { kernels, output in
            kernels.multiply(
              floats(left), floats(right), into: output, rows: rows, inner: inner,
              columns: columns)
          }
          if !isDone {
            DeconvKernels.multiply(
              left, right, into: output, rows: rows, inner: inner, columns: columns)
          }
        }
      }
    }
  }

  /// Lets the vector kernels of the chosen instruction set fill a buffer of Floats.
  ///
  /// - Parameters:
  ///   - output: The buffer.
  ///   - fill: Fills it, or returns false where the reference kernel is the better one.
  /// - Returns: Whether the buffer was filled; else the reference kernel has to.
  private static func vectorized<Scalar: KernelScalar>(
    _ output: UnsafeMutableBufferPointer<Scalar>,
    _ fill: (VectorKernels, UnsafeMutablePointer<Float>) -> Bool
  ) -> Bool {
    let set = Compute.instructionSet
    let isDone =
      if Scalar.self == Float.self, let kernels = VectorKernels.of(set),
        let start = output.baseAddress
      {
        fill(kernels, UnsafeMutableRawPointer(start).assumingMemoryBound(to: Float.self))
      } else {
        false
      }
    Compute.countCall(of: isDone ? set : .scalar)
    return isDone
  }

  /// The buffer as Floats, which it holds.
  private static func floats<Scalar: KernelScalar>(
    _ buffer: UnsafeBufferPointer<Scalar>
  ) -> UnsafeBufferPointer<Float> {
    UnsafeRawBufferPointer(buffer).assumingMemoryBound(to: Float.self)
  }

  /// An array that a kernel fills: kernels write every element and read none.
  private static func filled<Scalar: KernelScalar>(
    _ count: Int, _ fill: (UnsafeMutableBufferPointer<Scalar>) -> Void
  ) -> [Scalar] {
    [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    }
  }

  private static func withBuffer<Scalar: KernelScalar>(
    _ array: [Scalar]?, _ body: (UnsafeBufferPointer<Scalar>?) -> Void
  ) {
    if let array {
      array.withUnsafeBufferPointer(body)
    } else {
      body(nil)
    }
  }
}
