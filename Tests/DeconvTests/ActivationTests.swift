import Testing

@testable import Deconv

/// Distinct multiples of 1/16 in [−2, 2), for up to 64 elements: an input of the network operations.
func ramp(_ shape: Int...) -> Tensor { steps(37, shape) }

/// The same with another step: an upstream gradient of the network operations.
func slopes(_ shape: [Int]) -> Tensor { steps(11, shape) }

private func steps(_ step: Int, _ shape: [Int]) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor(
    shape: shape, scalars: (0..<count).map { Float($0 * step % 64 - 32) / 16 })
}

/// Compares a function's output and its gradients for the upstream gradient `slopes` (1 for rank 0)
/// with those of PyTorch, which rounds in other places.
///
/// Reference/network_operations.py prints the numbers.
func expectPyTorch(
  _ function: ([Tensor]) throws(TensorError) -> Tensor, at inputs: Tensor..., gives output: [Float],
  gradients expected: [[Float]], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try function(inputs)
  expectNear(result.scalars, output, "output", sourceLocation)
  let upstream: Tensor? = result.rank == 0 ? nil : slopes(result.shape)
  let found = try gradients(of: function, at: inputs, upstream: upstream)
  for (index, (found, expected)) in zip(found, expected).enumerated() {
    #expect(found.shape == inputs[index].shape, sourceLocation: sourceLocation)
    expectNear(found.scalars, expected, "gradient \(index)", sourceLocation)
  }
}

private func expectNear(
  _ found: [Float], _ expected: [Float], _ what: String, _ sourceLocation: SourceLocation
) {
  #expect(found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  for (index, (a, b)) in zip(found, expected).enumerated() where a != b {
    #expect(
      (a - b).magnitude <= 1e-6 * max(1, b.magnitude), "\(what), element \(index): \(a), not \(b)",
      sourceLocation: sourceLocation)
  }
}

/// A vector of numbers that a nested literal cannot hold.
func numbers(_ scalars: Float...) -> Tensor { Tensor(shape: [scalars.count], scalars: scalars) }

/// Compares an error's sentence.
func expectFailure(
  _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ operation: () throws(TensorError) -> Tensor
) {
  do throws(TensorError) {
    _ = try operation()
    Issue.record("no error", sourceLocation: sourceLocation)
  } catch {
    #expect(error.description == sentence, sourceLocation: sourceLocation)
  }
}

@Suite struct ActivationTests {
  let x: Tensor = [-20, -3, -0.5, -0.001, 0, 0.001, 0.5, 3, 20]

  @Test func rectifiersAreThoseOfPyTorch() throws {
    try expectPyTorch(
      { x throws(TensorError) in try Checked.relu(x[0]) }, at: x,
      gives: [0, 0, 0, 0, 0, 0.001, 0.5, 3, 2e+01],
      gradients: [[0, 0, 0, 0, 0, 1.4375, -1.875, -1.1875, -0.5]])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.leakyReLU(x[0]) }, at: x,
      gives: [-0.19999999, -0.03, -0.005, -1.0000001e-05, 0, 0.001, 0.5, 3, 2e+01],
      gradients: [
        [-0.02, -0.013125, -0.0062499996, 0.000625, 0.0075, 1.4375, -1.875, -1.1875, -0.5]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.elu(x[0]) }, at: x,
      gives: [-1, -0.95021296, -0.39346933, -0.0009995002, 0, 0.001, 0.5, 3, 2e+01],
      gradients: [
        [
          -4.1223074e-09, -0.065345526, -0.37908167, 0.06243753, 0.75, 1.4375, -1.875, -1.1875,
          -0.5,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.elu(x[0], alpha: 0.5) }, at: x,
      gives: [-0.5, -0.47510648, -0.19673467, -0.0004997501, 0, 0.001, 0.5, 3, 2e+01],
      gradients: [
        [
          -2.0611537e-09, -0.032672763, -0.18954083, 0.031218765, 0.375, 1.4375, -1.875, -1.1875,
          -0.5,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.softplus(x[0]) }, at: x,
      gives: [
        2.0611537e-09, 0.048587352, 0.474077, 0.6926473, 0.6931472, 0.6936473, 0.974077, 3.0485873,
        2e+01,
      ],
      gradients: [
        [
          -4.1223074e-09, -0.062246457, -0.23596291, 0.031234374, 0.375, 0.7191094, -1.1671112,
          -1.1311818, -0.5,
        ]
      ])
  }

  @Test func sigmoidalFunctionsAreThoseOfPyTorch() throws {
    try expectPyTorch(
      { x throws(TensorError) in try Checked.sigmoid(x[0]) }, at: x,
      gives: [
        2.0611537e-09, 0.047425874, 0.37754068, 0.49975002, 0.5, 0.50025, 0.62245935, 0.95257413, 1,
      ],
      gradients: [
        [
          -4.1223074e-09, -0.059294365, -0.14687732, 0.015624996, 0.1875, 0.3593749, -0.44063196,
          -0.053647276, -0,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.tanh(x[0]) }, at: x,
      gives: [
        -1, -0.9950548, -0.46211717, -0.0009999997, 0, 0.0009999997, 0.46211717, 0.9950548, 1,
      ],
      gradients: [
        [-0, -0.012949101, -0.49152982, 0.062499937, 0.75, 1.4374986, -1.4745895, -0.011715853, -0]
      ])
  }

  @Test func softmaxIsThatOfPyTorch() throws {
    try expectPyTorch(
      { x throws(TensorError) in try Checked.softmax(x[0], axis: 1) }, at: ramp(2, 3, 2),
      gives: [
        0.1572676, 0.1572676, 0.29381457, 0.29381457, 0.54891783, 0.54891783, 0.1572676, 0.1572676,
        0.29381457, 0.29381457, 0.54891783, 0.54891783,
      ],
      gradients: [
        [
          -0.30093455, -0.30093455, -0.15822475, -0.15822475, 0.45915928, 0.45915928, -0.30093455,
          -0.30093455, -0.15822475, -0.15822475, 0.45915928, 0.45915928,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.logSoftmax(x[0], axis: 1) }, at: ramp(2, 3, 2),
      gives: [
        -1.8498065, -1.8498065, -1.2248065, -1.2248065, -0.5998065, -0.5998065, -1.8498065,
        -1.8498065, -1.2248065, -1.2248065, -0.5998065, -0.5998065,
      ],
      gradients: [
        [
          -1.7051233, -1.3419877, -0.07409774, 0.0074097738, 1.7792209, 1.3345779, -1.6390986,
          -1.2759631, -0.05927819, 0.022229321, 1.6983768, 1.2537338,
        ]
      ])
  }

  @Test func theRectifierKeepsNaNAndMakesZerosPositive() {
    let result = relu(numbers(-1, -0.0, .nan, .infinity, -.infinity))
    #expect(result.scalars[2].isNaN)
    #expect(result.scalars[3] == .infinity)
    for index in [0, 1, 4] { #expect(result.scalars[index].bitPattern == 0) }
    let gradient = gradient(of: { relu($0) }, at: numbers(-0.0, 0, 1))
    #expect(gradient == [0, 0, 1])
  }

  /// eˣ − 1 and log(1 + eˣ) lose nothing where the exponential is near 1 or vanishes.
  @Test func smallNumbersKeepTheirDigits() {
    #expect(elu([-1e-6, -1e-30]) == [-9.999995e-07, -1e-30])
    #expect(softplus([-30, -80, 200]) == [9.357623e-14, 1.8048514e-35, 200])
  }

  @Test func softmaxDoesNotOverflow() {
    #expect(softmax([1000, 1000, -1000], axis: 0) == [0.5, 0.5, 0])
    #expect(logSoftmax([1000, 0], axis: 0) == [0, -1000])
    #expect(softmax(numbers(.nan, 0), axis: 0).scalars.allSatisfy { $0.isNaN })
    #expect(softmax(numbers(-.infinity, -.infinity), axis: 0).scalars.allSatisfy { $0.isNaN })
    #expect(softmax(numbers(-.infinity, 3), axis: 0) == [0, 1])
  }

  @Test func emptyTensorsStayEmpty() {
    #expect(relu(.zeros(0, 3)) == .zeros(0, 3))
    #expect(softmax(.zeros(2, 0, 3), axis: 1) == .zeros(2, 0, 3))
  }

  @Test func settingsAppearOnTheTape() throws {
    let tape = Tape()
    _ = try Checked.softmax(Checked.leakyReLU(tape.watch(x), negativeSlope: 0.2), axis: 0)
    #expect(
      tape.description == """
        %0 = watched  → [9]
        %1 = leakyReLU(%0, negativeSlope: 0.2)  → [9]
        %2 = softmax(%1, axis: 0)  → [9]
        """)
  }

  @Test func anAxisThatIsMissingIsNamed() {
    expectFailure("softmax: there is no axis 2 in the shape [2, 3]: use 0 to 1") {
      () throws(TensorError) in try Checked.softmax(.zeros(2, 3), axis: 2)
    }
  }
}
