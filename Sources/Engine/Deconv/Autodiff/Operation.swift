package import DeconvKernels

/// An array of real numbers: a ``Tensor``, or a ``Matrix`` where double precision is needed.
///
/// Operations are written once over both. Training and lessons run them on tensors; the tests of
/// gradients run the same code on matrices, where central differences are exact enough to compare.
package protocol RealArray: ShapedArray where Scalar: KernelScalar {}

extension Tensor: RealArray {}
extension Matrix: RealArray {}

/// A differentiable operation: what it computes, and beside it how gradients flow back.
///
/// An operation is a value that holds its settings (stride, padding, axis, …); its inputs are
/// arrays. Both directions are pure functions. Every conforming type is in the registry of
/// operations, which feeds the checks of values, gradients and speed.
///
/// Loops over elements want `@specialized(where A == Tensor)`: the tape calls through an
/// existential.
package protocol Operation: Sendable {
  /// The name of the function that a reader calls, as `conv2d`: errors and the tape show it.
  var name: String { get }

  /// The settings that are not their usual values, as `stride: 2`: for the tape's listing.
  var settingsText: String { get }

  /// Computes the output.
  ///
  /// - Parameter inputs: The inputs, in the order of the function's parameters.
  /// - Returns: The output.
  /// - Throws: ``TensorError`` if the inputs do not fit the operation.
  func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A

  /// Carries the gradient of the output back to the inputs.
  ///
  /// - Parameter pass: What is known when the gradient arrives.
  /// - Returns: For each input its gradient, with the shape of the input, or nil where it is not
  ///   wanted.
  /// - Throws: ``TensorError`` if the gradient cannot be computed.
  func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?]

  /// The products that the forward direction adds up; 0 for an operation that is no sum of products.
  ///
  /// - Parameters:
  ///   - inputs: The shapes of the inputs, which fit the operation.
  ///   - output: The shape of the output.
  /// - Returns: The number of multiply-adds.
  func multiplyAdds(inputs: [[Int]], output: [Int]) -> Int
}

extension Operation {
  package var settingsText: String { "" }

  package func multiplyAdds(inputs: [[Int]], output: [Int]) -> Int { 0 }
}

/// What an operation is given to carry a gradient back.
package struct BackwardPass<A: RealArray> {
  /// The inputs of the forward direction.
  package let inputs: [A]
  /// The output that it computed.
  package let output: A
  /// The gradient with respect to the output, with its shape.
  package let gradient: A
  /// For each input whether its gradient is wanted.
  package let isWanted: [Bool]

  package init(inputs: [A], output: A, gradient: A, isWanted: [Bool]) {
    self.inputs = inputs
    self.output = output
    self.gradient = gradient
    self.isWanted = isWanted
  }

  /// The gradient of an input if it is wanted, otherwise nil.
  package func wanted(
    _ input: Int, _ gradient: () throws(TensorError) -> A
  ) throws(TensorError) -> A? {
    isWanted[input] ? try gradient() : nil
  }
}
