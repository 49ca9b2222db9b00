import Testing

@testable import Deconv

struct OptimizerTests {
  private let start: [Float] = [0.5, -1.25, 2, -0.03125, 3.5]

  /// The gradient of `Reference/optimizers.py`: exact in single precision, and of both signs.
  private func gradient(_ step: Int) -> Tensor {
    Tensor((0..<5).map { Double((7 * $0 + 5 * step) % 11 - 5) / 8 })
  }

  /// Ten steps with those gradients.
  private func tenSteps(_ optimizer: some Optimizer) throws -> [Float] {
    var optimizer = optimizer
    var parameters = [Tensor(shape: [5], scalars: start)]
    for step in 0..<10 { try optimizer.step(&parameters, [gradient(step)]) }
    return parameters[0].scalars
  }

  /// The parameters that PyTorch 2.13 has after them, from `Reference/optimizers.py`.
  static let references: [(any Optimizer, [Float])] = [
    (
      SGD(learningRate: 0.1),
      [0.512499988079071, -1.287500023841858, 2.049999952316284, -0.03125, 3.450000047683716]
    ),
    (
      SGD(learningRate: 0.1, momentum: 0.9),
      [
        0.4595913589000702, -1.190124273300171, 2.308040142059326, -0.44996243715286255,
        3.359797477722168,
      ]
    ),
    (
      SGD(learningRate: 0.1, momentum: 0.9, dampening: 0.5, weightDecay: 0.01),
      [
        0.6690943241119385, -1.2715665102005005, 2.186444044113159, -0.4395745098590851,
        3.3059351444244385,
      ]
    ),
    (
      SGD(learningRate: 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true),
      [
        0.4502031207084656, -1.17868173122406, 2.2296128273010254, -0.3944070637226105,
        3.159898519515991,
      ]
    ),
    (
      Adam(learningRate: 0.01),
      [
        0.5087816119194031, -1.249443531036377, 2.0244028568267822, -0.06685546785593033,
        3.4898788928985596,
      ]
    ),
    (
      Adam(learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-3, weightDecay: 0.1),
      [
        0.4961135685443878, -1.227712869644165, 1.9772840738296509, -0.0588727705180645,
        3.431044101715088,
      ]
    ),
    (
      AdamW(learningRate: 0.01, weightDecay: 0.1),
      [
        0.5036926865577698, -1.2369970083236694, 2.004361867904663, -0.06629732251167297,
        3.4550771713256836,
      ]
    ),
  ]

  @Test(arguments: 0..<references.count)
  func tenStepsAreThoseOfPyTorch(reference: Int) throws {
    let (optimizer, expected) = Self.references[reference]
    for (found, wanted) in zip(try tenSteps(optimizer), expected) {
      #expect((found - wanted).magnitude <= 1e-6, "\(optimizer)")
    }
  }

  @Test func gradientDescentOnAParabolaShrinksByAConstantFactor() throws {
    // f = p² / 2 · 4, so p ← (1 − 4 · lr) p; exact for powers of two.
    var optimizer = SGD(learningRate: 0.125)
    var parameters: [Tensor] = [[1, -3]]
    for _ in 0..<5 { try optimizer.step(&parameters, [parameters[0] * 4]) }
    #expect(parameters == [[0.03125, -0.09375]])
  }

  @Test func momentumOnAConstantGradientAddsAGeometricSeries() throws {
    var optimizer = SGD(learningRate: 1, momentum: 0.5)
    var parameters: [Tensor] = [[0]]
    // Steps 1, 1.5, 1.75: sum 4.25.
    for _ in 0..<3 { try optimizer.step(&parameters, [[1]]) }
    #expect(parameters == [[-4.25]])
  }

  @Test func dampeningSparesTheFirstStep() throws {
    var optimizer = SGD(learningRate: 1, momentum: 0.5, dampening: 1)
    var parameters: [Tensor] = [[0]]
    // The buffer is 1, then only halved: 1 + 0.5 + 0.25.
    for _ in 0..<3 { try optimizer.step(&parameters, [[1]]) }
    #expect(parameters == [[-1.75]])
  }

  @Test func adamsFirstStepIsTheLearningRateAgainstTheSign() throws {
    for scale: Float in [1e-4, 1, 1e4] {
      var optimizer = Adam(learningRate: 0.5)
      var parameters: [Tensor] = [[1, 1, 1]]
      try optimizer.step(&parameters, [Tensor([2, -3, 0]) * scale])
      for (found, wanted) in zip(parameters[0].scalars, [0.5, 1.5, 1] as [Float]) {
        #expect((found - wanted).magnitude < 1e-4)
      }
    }
  }

  @Test func adamWTakesItsDecayOffTheParameterAndAdamPutsItIntoTheGradient() throws {
    var (plain, decoupled) = ([Tensor([2.0])], [Tensor([2.0])])
    var adam = Adam(learningRate: 0.25, weightDecay: 0.5)
    var adamW = AdamW(learningRate: 0.25, weightDecay: 0.5)
    try adam.step(&plain, [[0]])
    try adamW.step(&decoupled, [[0]])
    #expect((plain[0][0] - 1.75).magnitude < 1e-6)
    #expect(decoupled == [[1.75]])
    try adamW.step(&decoupled, [[0]])
    #expect(decoupled == [[1.53125]])
  }

  @Test(arguments: 0..<references.count)
  func aRunThatTakesUpItsStateAgainEndsInTheSameBits(reference: Int) throws {
    func run<Kind: Optimizer>(_ fresh: Kind) throws {
      var optimizer = fresh
      var parameters = [Tensor(shape: [5], scalars: start)]
      for step in 0..<10 {
        var other = fresh.begun(for: parameters)
        #expect(
          step == 0 || other.state.entries.map(\.name) == optimizer.state.entries.map(\.name))
        if step > 0 { other.state = optimizer.state }
        optimizer = other
        try optimizer.step(&parameters, [gradient(step)])
      }
      #expect(parameters[0].scalars == (try tenSteps(fresh)))
    }
    try run(Self.references[reference].0)
  }

  @Test func theStateHasPyTorchsNamesAndTheStepCount() throws {
    var optimizer = Adam()
    #expect(optimizer.state.entries == [.init("step", .counter(0))])
    var parameters: [Tensor] = [[1, 2], [[3]]]
    try optimizer.step(&parameters, [[1, 1], [[1]]])
    #expect(
      optimizer.state.entries.map(\.name)
        == ["step", "exp_avg.0", "exp_avg.1", "exp_avg_sq.0", "exp_avg_sq.1"])
    #expect(optimizer.state["step"] == .counter(1))
    #expect(optimizer.state["exp_avg.1"] == .buffer([[0.1]]))
    var momentum = SGD(learningRate: 1, momentum: 0.5)
    try momentum.step(&parameters, [[1, 1], [[1]]])
    #expect(
      momentum.state.entries.map(\.name) == ["step", "momentum_buffer.0", "momentum_buffer.1"])
    #expect(SGD(learningRate: 1).begun(for: parameters).state.entries.count == 1)
  }

  @Test func aStepThatDoesNotFitChangesNothingAndSaysWhy() throws {
    var optimizer = Adam()
    var parameters: [Tensor] = [[1, 2]]
    try optimizer.step(&parameters, [[1, 1]])
    let before = (optimizer.state, parameters)
    let shape = #expect(throws: TensorError.self) { try optimizer.step(&parameters, [[1]]) }
    #expect(
      shape?.description == """
        Adam: the shapes [1] and [2] do not fit: the gradient must have the shape of its parameter
        """)
    let count = #expect(throws: TensorError.self) { try optimizer.step(&parameters, []) }
    #expect(
      count?.description == """
        Adam: the number of tensors for the gradient is 0, it must be 1, one for each parameter
        """)
    var others: [Tensor] = [[1, 2, 3]]
    let moment = #expect(throws: TensorError.self) { try optimizer.step(&others, [[1, 1, 1]]) }
    #expect(
      moment?.description == """
        Adam: the shapes [2] and [3] do not fit: the exp_avg must have the shape of its parameter
        """)
    #expect(optimizer.state == before.0)
    #expect(parameters == before.1)
  }

  @Test func impossibleSettingsAreRefusedWithTheirRange() {
    func message(_ make: () throws -> any Optimizer) -> String? {
      #expect(throws: TensorError.self) { _ = try make() }?.description
    }
    #expect(
      message { try Checked.sgd(learningRate: -1) }
        == "SGD: the learning rate is -1.0, it must be at least 0")
    #expect(
      message { try Checked.sgd(learningRate: 1, nesterov: true) }
        == "SGD: the momentum is 0.0, it must be above 0 with Nesterov's rule")
    #expect(
      message { try Checked.sgd(learningRate: 1, momentum: 1, dampening: 0.5, nesterov: true) }
        == "SGD: the dampening is 0.5, it must be 0 with Nesterov's rule")
    #expect(
      message { try Checked.adam(beta1: 1) }
        == "Adam: the beta1 is 1.0, it must be at least 0 and below 1")
    #expect(
      message { try Checked.adamW(weightDecay: .nan) }
        == "AdamW: the weight decay is nan, it must be at least 0")
    #expect(message { try Checked.adam(learningRate: .infinity) } != nil)
    #expect(message { try Checked.sgd(learningRate: 1, dampening: .infinity) } != nil)
    #expect(message { try Checked.adam(epsilon: -1e-8) } != nil)
  }

  @Test func anOptimizerIsWrittenAsOneCallsIt() {
    #expect(
      SGD(learningRate: 0.1, momentum: 0.9, nesterov: true).description
        == "SGD(learningRate: 0.1, momentum: 0.9, nesterov: true)")
    #expect(Adam().description == "Adam(learningRate: 0.001)")
    #expect(
      AdamW(beta1: 0.5).description
        == "AdamW(learningRate: 0.001, beta1: 0.5, weightDecay: 0.01)")
  }

  @Test func aCopyOfAnOptimizerGoesOnByItself() throws {
    var first = Adam()
    var parameters: [Tensor] = [[1]]
    try first.step(&parameters, [[1]])
    var second = first
    try second.step(&parameters, [[1]])
    #expect(first.state["step"] == .counter(1))
    #expect(second.state["step"] == .counter(2))
  }
}
