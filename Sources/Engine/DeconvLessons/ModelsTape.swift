public import Deconv

/// The tape of a function: the steps that it takes from a tensor, as reverse-mode differentiation
/// writes them down.
///
/// One line a step, with the steps that it used and the shape of its output; ``gradient(of:at:upstream:)``
/// reads them from the last to the first.
///
/// ```swift
/// print(tape(of: { x in relu(conv2d(x, w)).total() }, at: x))
/// ```
///
/// - Parameters:
///   - function: Computes a tensor from a tensor by operations on tensors.
///   - x: Where the function is followed.
/// - Returns: The lines.
/// - Throws: What the function throws.
public func tape<Failure: Error>(
  of function: (Tensor) throws(Failure) -> Tensor, at x: Tensor
) throws(Failure) -> String {
  let tape = Tape()
  defer { tape.finish() }
  _ = try function(tape.watch(x))
  return tape.description
}
