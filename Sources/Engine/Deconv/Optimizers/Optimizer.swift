/// A rule that changes parameters by their gradients.
///
/// Optimisers are values: a copy goes on by itself. Formulas and their order are those of PyTorch's
/// single-tensor implementations. Each element is computed in single precision, without fused
/// multiply-add, from coefficients that are computed in double precision and rounded once.
///
/// ```swift
/// var optimizer = Adam(learningRate: 1e-3)
/// try optimizer.step(&parameters, gradients)
/// ```
public protocol Optimizer: Sendable, CustomStringConvertible {
  /// The size of a step.
  var learningRate: Double { get set }

  /// What the optimiser remembers from the steps so far, to be stored beside the parameters.
  ///
  /// The counter `step`, and then, unless no step has been made, a buffer for each kind of memory
  /// and each parameter, as `exp_avg.0`: PyTorch's name and the parameter's place.
  ///
  /// A new value has the same names, kinds and shapes in the same order as the state of
  /// ``begun(for:)``.
  var state: LayerState { get set }

  /// The optimiser with zeros in its state where it remembers nothing yet.
  ///
  /// It makes the same steps; a checkpoint is read into its state.
  ///
  /// - Parameter parameters: The parameters in their order.
  /// - Returns: The optimiser.
  func begun(for parameters: [Tensor]) -> Self

  /// Changes the parameters by one step.
  ///
  /// The parameters leave their tape: they are new numbers.
  ///
  /// - Parameters:
  ///   - parameters: The parameters, the same ones in the same order at every step.
  ///   - gradients: For each parameter its gradient.
  /// - Throws: ``TensorError`` if a shape does not fit; then nothing has changed.
  mutating func step(_ parameters: inout [Tensor], _ gradients: [Tensor]) throws(TensorError)
}

/// What an optimiser remembers from the steps so far.
struct OptimizerMemory: Equatable, Sendable {
  /// The names of what is remembered for each parameter, as PyTorch has them.
  let names: [String]
  private(set) var stepCount = 0
  /// For each name the tensors in the order of the parameters; without tensors before the first
  /// step.
  private(set) var moments: [[Tensor]]

  init(_ names: [String]) {
    self.names = names
    moments = names.map { _ in [] }
  }

  /// The same, with zeros where nothing is remembered yet.
  func begun(for parameters: [Tensor]) -> OptimizerMemory {
    var memory = self
    for index in moments.indices where moments[index].isEmpty {
      memory.moments[index] = parameters.map(\.zeros)
    }
    return memory
  }

  var state: LayerState {
    get {
      LayerState(
        [.init("step", .counter(stepCount))]
          + zip(names, moments).flatMap { name, tensors in
            tensors.enumerated().map { .init("\(name).\($0.offset)", .buffer($0.element)) }
          })
    }
    set {
      var tensors: [Tensor] = []
      for entry in newValue.entries {
        switch entry.value {
        case .counter(let count): stepCount = count
        case .buffer(let tensor), .parameter(let tensor): tensors.append(tensor)
        }
      }
      guard !names.isEmpty else { return }
      let count = tensors.count / names.count
      moments = names.indices.map { Array(tensors[$0 * count..<($0 + 1) * count]) }
    }
  }

  /// Checks a step's arguments, counts the step, and hands out the moments, so that they are not
  /// shared while they change.
  mutating func begin(
    _ optimizer: String, _ parameters: [Tensor], _ gradients: [Tensor]
  ) throws(TensorError) -> [[Tensor]] {
    var next = begun(for: parameters)
    for (name, tensors) in [("gradient", gradients)] + Array(zip(names, next.moments)) {
      guard tensors.count == parameters.count else {
        throw .argument(
          operation: optimizer, argument: "number of tensors for the \(name)",
          value: tensors.count, expected: "\(parameters.count), one for each parameter")
      }
      for (tensor, parameter) in zip(tensors, parameters) where tensor.shape != parameter.shape {
        throw .shapes(
          operation: optimizer, left: tensor.shape, right: parameter.shape,
          rule: "the \(name) must have the shape of its parameter")
      }
    }
    guard 0..<Int.max ~= stepCount else {
      throw .argument(
        operation: optimizer, argument: "number of steps", value: stepCount,
        expected: "at least 0, and less than \(Int.max)")
    }
    let moments = next.moments
    next.stepCount += 1
    next.moments = names.map { _ in [] }
    self = next
    return moments
  }

  /// Takes the moments back.
  mutating func end(_ moments: [[Tensor]]) {
    self.moments = moments
  }
}

extension Optimizer {
  /// Refuses a setting outside of its range; NaN is in none.
  static func check(
    _ setting: String, _ value: Double, in range: some RangeExpression<Double>,
    _ expected: String
  ) throws(TensorError) {
    guard value.isFinite, range.contains(value) else {
      throw .setting(
        operation: "\(Self.self)", setting: setting, value: value, expected: expected)
    }
  }
}
