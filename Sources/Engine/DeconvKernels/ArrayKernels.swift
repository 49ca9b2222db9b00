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
            DeconvKernels.convolve(
              geometry, pixels: pixels, weights: weights, bias: bias, into: output)
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
          DeconvKernels.multiply(
            left, right, into: output, rows: rows, inner: inner, columns: columns)
        }
      }
    }
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
