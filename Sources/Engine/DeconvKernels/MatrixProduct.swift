/// Multiplies two dense row-major matrices.
///
/// Each element of the product starts at +0, adds its terms in the order of the inner index by
/// fused multiply-add, and adds +0 last, as ``convolve(_:pixels:weights:bias:into:)`` does: the
/// product with the matrix of a convolution has the bits of the convolution.
///
/// - Parameters:
///   - left: The left matrix, `rows · inner` elements.
///   - right: The right matrix, `inner · columns` elements.
///   - product: The product, `rows · columns` elements; need not be initialised.
///   - rows: The rows of the left matrix.
///   - inner: The columns of the left matrix and rows of the right one.
///   - columns: The columns of the right matrix.
/// - Complexity: O(`rows` · `inner` · `columns`) multiply-adds.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func multiply<Scalar: KernelScalar>(
  _ left: UnsafeBufferPointer<Scalar>, _ right: UnsafeBufferPointer<Scalar>,
  into product: UnsafeMutableBufferPointer<Scalar>, rows: Int, inner: Int, columns: Int
) {
  product.update(repeating: 0)
  for row in 0..<rows {
    // The inner index outside the columns: each element still meets its terms in order, and the
    // right matrix is read along its rows.
    for index in 0..<inner {
      let factor = left[row * inner + index]
      for column in 0..<columns {
        let target = row * columns + column
        product[target] = product[target].addingProduct(factor, right[index * columns + column])
      }
    }
  }
  for index in product.indices { product[index] += 0 }
}
