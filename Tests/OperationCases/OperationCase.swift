package import Deconv

/// One use of an operation: with certain settings, on inputs of certain shapes.
///
/// The checks of values and gradients run it on its inputs; the benchmarks run it on its large
/// ones.
package struct OperationCase: Sendable, CustomStringConvertible {
  /// The operation with its settings.
  package let operation: any Deconv.Operation
  /// What tells the case from the others of the operation.
  package let label: String
  /// The inputs of the checks: small, since a gradient check computes the output twice for each of
  /// their elements.
  package let inputs: [OperationInput]
  /// The inputs of the benchmarks; empty where the case is not worth measuring.
  package let large: [OperationInput]
  /// Chooses the elements of the inputs.
  package let seed: Int
  /// The largest difference between the outputs in single and in double precision, relative to the
  /// largest magnitude in the output, or to 1 where that is less.
  package let bound: Double
  /// Computes the output in another way that must give the same bits.
  package let reference: (@Sendable ([Tensor]) throws -> Tensor)?

  /// Describes a case.
  ///
  /// - Parameters:
  ///   - operation: The operation with its settings.
  ///   - label: What tells the case from the others; the operation's settings are shown before it.
  ///   - inputs: The inputs of the checks.
  ///   - large: The inputs of the benchmarks, if the case is to be measured.
  ///   - seed: Chooses the elements of the inputs.
  ///   - bound: The largest relative difference of single from double precision.
  ///   - reference: Computes the output in another way that must give the same bits.
  package init(
    _ operation: any Deconv.Operation, _ label: String = "", inputs: [OperationInput],
    large: [OperationInput] = [], seed: Int = 1, bound: Double = 1e-6,
    reference: (@Sendable ([Tensor]) throws -> Tensor)? = nil
  ) {
    self.operation = operation
    self.label = label
    self.inputs = inputs
    self.large = large
    self.seed = seed
    self.bound = bound
    self.reference = reference
  }

  /// The name of the operation's type: every type of the engine must have a case.
  package var typeName: String { "\(type(of: operation))" }

  /// The operation, its settings, the label, and the shapes.
  package var description: String {
    let words = [operation.settingsText, label].filter { !$0.isEmpty }
    let shapes = inputs.map { "\($0.shape)" }.joined(separator: " ")
    return "\(operation.name)(\(words.joined(separator: "; "))) on \(shapes)"
  }

  /// The inputs of the checks in single precision.
  package func tensors() throws -> [Tensor] {
    try matrices().map { Tensor($0) }
  }

  /// The inputs of the checks in double precision: the same numbers, since floats can hold them.
  package func matrices() throws -> [Matrix] {
    try inputs.enumerated().map { index, input in try input.matrix(seed: seed * 16 + index) }
  }

  /// The inputs of the benchmarks.
  package func largeTensors() throws -> [Tensor] {
    try large.enumerated().map { index, input in
      Tensor(try input.matrix(seed: seed * 16 + index))
    }
  }
}

/// The operations of the engine, in all the ways in which they are checked.
///
/// One registry, three uses: values (single against double precision, and against another way to
/// compute the same bits), gradients (against central differences), and speed. A type of operation
/// that is missing here fails a test.
package enum OperationCases {
  /// Every case.
  package static let all: [OperationCase] =
    arithmetic + elementwise + reductions + shapes + products + convolutions + network
}
