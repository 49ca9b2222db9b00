import OperationCases
import Testing

@testable import Deconv

/// Every gradient of every operation, against central differences in double precision.
@Suite struct GradientCheckTests {
  /// Half the distance of the two points of a central difference.
  ///
  /// Its error is about `h² · f‴ / 6` from the third derivative and `2⁻⁵³ · |f| / h` from rounding:
  /// 10⁻¹⁰ and 10⁻¹¹ for functions near 1.
  static let h = 1e-5

  /// The largest difference of a gradient from its central difference, relative to the latter where
  /// it is above 1.
  static let tolerance = 1e-7

  @Test(arguments: OperationCases.all)
  func backwardIsTheSlopeOfForward(_ operationCase: OperationCase) throws {
    let operation = operationCase.operation
    let inputs = try operationCase.matrices()
    let pass = try backwardPass(operation, inputs)
    let gradients = try operation.backward(pass)
    #expect(gradients.count == inputs.count)
    for (index, input) in operationCase.inputs.enumerated() where input.isDifferentiable {
      let gradient = try #require(gradients[index])
      #expect(gradient.shape == input.shape)
      for element in 0..<inputs[index].count {
        let slope = try slope(operation, inputs, pass.gradient, input: index, element)
        let error = (gradient.scalars[element] - slope).magnitude
        #expect(
          error <= Self.tolerance * max(1, slope.magnitude),
          "input \(index), element \(element): \(gradient.scalars[element]), not \(slope)")
      }
    }
  }

  @Test(arguments: OperationCases.all)
  func singleAndDoublePrecisionAgree(_ operationCase: OperationCase) throws {
    let operation = operationCase.operation
    let single = try operation.backward(backwardPass(operation, operationCase.tensors()))
    let double = try operation.backward(backwardPass(operation, operationCase.matrices()))
    for (single, double) in zip(single, double) {
      guard let single, let double else {
        #expect(single == nil && double == nil)
        continue
      }
      #expect(single.shape == double.shape)
      #expect(relativeDifference(single, double) <= 4 * operationCase.bound)
    }
  }

  /// What else is wanted does not change a gradient.
  @Test(arguments: OperationCases.all.filter { $0.inputs.count > 1 })
  func aGradientIsTheSameWhenItAloneIsWanted(_ operationCase: OperationCase) throws {
    let operation = operationCase.operation
    let all = try backwardPass(operation, operationCase.tensors())
    let gradients = try operation.backward(all)
    for index in gradients.indices {
      let alone = BackwardPass(
        inputs: all.inputs, output: all.output, gradient: all.gradient,
        isWanted: gradients.indices.map { $0 == index })
      #expect(try operation.backward(alone)[index] == gradients[index])
    }
  }

  @Test(arguments: OperationCases.all)
  func theTapeCarriesTheGradientBack(_ operationCase: OperationCase) throws {
    let operation = operationCase.operation
    let pass = try backwardPass(operation, operationCase.tensors())
    let tape = Tape()
    let watched = pass.inputs.map(tape.watch)
    let output = try apply(operation, to: watched)
    let found = try tape.gradients(of: output, upstream: pass.gradient, at: watched)
    for (index, gradient) in try operation.backward(pass).enumerated() {
      #expect(found[index] == gradient ?? pass.inputs[index].zeros)
    }
  }

  /// The tape's call of an operation that is known only at run time.
  private func apply(
    _ operation: some Deconv.Operation, to inputs: [Tensor]
  ) throws -> Tensor {
    try Tape.apply(operation, to: inputs)
  }

  /// What arrives at an operation that has computed its output, with a random gradient.
  private func backwardPass<A: RealArray>(
    _ operation: any Deconv.Operation, _ inputs: [A]
  ) throws -> BackwardPass<A> {
    let output = try operation.forward(inputs)
    let upstream = try OperationInput(output.shape).matrix(seed: 99)
    let gradient = A(shape: output.shape, scalars: upstream.scalars.map { A.Scalar($0) })
    return BackwardPass(
      inputs: inputs, output: output, gradient: gradient, isWanted: inputs.map { _ in true })
  }

  /// The central difference of the output's product with the upstream gradient.
  private func slope(
    _ operation: any Deconv.Operation, _ inputs: [Matrix], _ upstream: Matrix, input: Int,
    _ element: Int
  ) throws -> Double {
    func value(_ step: Double) throws -> (step: Double, outputs: Matrix) {
      var moved = inputs
      let start = moved[input].scalars[element]
      moved[input].scalars[element] = start + step
      return (moved[input].scalars[element] - start, try operation.forward(moved))
    }
    let (above, below) = (try value(Self.h), try value(-Self.h))
    var sum = 0.0
    for ((high, low), weight) in zip(
      zip(above.outputs.scalars, below.outputs.scalars), upstream.scalars)
    {
      sum += (high - low) * weight
    }
    return sum / (above.step - below.step)
  }
}
