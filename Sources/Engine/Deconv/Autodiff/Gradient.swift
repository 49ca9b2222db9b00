/// The gradient of a function at a tensor.
///
/// Where the function yields more than one number, this is the gradient of the sum of all of them,
/// each weighted by its number in `upstream`: the product of `upstream` with the function's
/// Jacobian matrix. So the gradient of a convolution is a transposed convolution of `upstream`.
///
/// ```swift
/// let dx = gradient(of: { x in conv2d(x, w, stride: 2) }, at: x, upstream: dy)
/// ```
///
/// - Parameters:
///   - function: Computes a tensor from a tensor by operations of this library.
///   - x: Where the gradient is taken.
///   - upstream: The weights, with the shape of the function's result; ones where it is left out.
/// - Returns: The gradient, with the shape of `x`.
/// - Throws: What the function throws.
/// - Precondition: The function's result depends on its argument, and `upstream` has its shape.
/// - Complexity: For a convolution about twice the work of the function itself.
public func gradient<Failure: Error>(
  of function: (Tensor) throws(Failure) -> Tensor, at x: Tensor, upstream: Tensor? = nil
) throws(Failure) -> Tensor {
  let tape = Tape()
  defer { tape.finish() }
  let watched = tape.watch(x)
  let result = try function(watched)
  return orTrap { () throws(TensorError) in
    try Checked.gradients(on: tape, of: result, upstream: upstream, at: [watched])[0]
  }
}

/// The gradients of a function of several tensors, for each of them.
///
/// ```swift
/// let gradients = gradients(of: { p in conv2d(x, p[0], bias: p[1]) }, at: [w, b])
/// ```
///
/// - Parameters:
///   - function: Computes a tensor from tensors by operations of this library.
///   - tensors: Where the gradient is taken.
///   - upstream: The weights of the result's elements, with its shape; ones where it is left out.
/// - Returns: One gradient for each tensor, with its shape.
/// - Throws: What the function throws.
/// - Precondition: The function's result depends on an argument, and `upstream` has its shape.
public func gradients<Failure: Error>(
  of function: ([Tensor]) throws(Failure) -> Tensor, at tensors: [Tensor], upstream: Tensor? = nil
) throws(Failure) -> [Tensor] {
  let tape = Tape()
  defer { tape.finish() }
  let watched = tensors.map(tape.watch)
  let result = try function(watched)
  return orTrap { () throws(TensorError) in
    try Checked.gradients(on: tape, of: result, upstream: upstream, at: watched)
  }
}

extension Checked {
  /// The gradients of a result on a tape: see ``Deconv/gradients(of:at:upstream:)``.
  package static func gradients(
    on tape: Tape, of result: Tensor, upstream: Tensor?, at tensors: [Tensor]
  ) throws(TensorError) -> [Tensor] {
    let ones = Tensor(shape: result.shape, scalars: Array(repeating: 1, count: result.count))
    return try tape.gradients(of: result, upstream: upstream ?? ones, at: tensors)
  }
}
