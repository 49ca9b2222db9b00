import BookExecute
import BookModel
import Testing

/// Layers whose numbers a chapter sets, and rules for first numbers.
@Suite struct ParameterBuiltinsTests {
  @Test func theWeightsOfALayerAreSetAndChangedInPlace() {
    let run = ChapterRun(
      """
      var layer = Conv2d(1, 1, kernel: 2, seed: 0)
      let first = layer
      layer.weight = Tensor.ones(1, 1, 2, 2)
      layer.bias = [1]
      layer.weight[0, 0, 0, 1] = 5
      print(layer.weight, layer.bias!, layer(Tensor.ones(1, 1, 2, 2)))
      print(first.weight == layer.weight, Conv1d(1, 1, kernel: 1, bias: false, seed: 0).bias == nil)
      var norm = BatchNorm2d(1)
      norm.weight = [3]
      print(norm.weight!, norm.bias!, norm.runningMean, norm.runningVariance)
      print(try norm.trainingForward(Tensor([[[[1, 3]]]])), norm.runningMean, norm.runningVariance)
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        [[[[1, 5], [1, 1]]]] [1] [[[[9]]]]
        false true
        [3] [0] [0] [1]
        [[[[-3.0, 3.0]]]] [0.2] [1.1]

        """)
  }

  @Test func theNumbersOfAModelAreSetByNameAndAllAtOnce() {
    let run = ChapterRun(
      """
      var model = Sequential(Conv2d(1, 1, kernel: 1, seed: 0), ReLU(), Linear(2, 1, seed: 1))
      model.setParameter("0.weight", to: [[[[2]]]])
      print(model.parameter("0.weight"), model.parameters.count)
      model.parameters = model.parameters.map { 0 * $0 + 1 }
      print(model.state.parameterNames, model.parameters)
      var other = Autoencoder(channels: [1, 1, 1], seed: 3)
      other.setParameter("encoder.0.bias", to: [7])
      print(other.encoder.parameter("0.bias"))
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        [[[[2]]]] 4
        ["0.weight", "0.bias", "2.weight", "2.bias"] [[[[[1]]]], [1], [[1, 1]], [1]]
        [7]

        """)
  }

  @Test(arguments: [
    (
      "layer.weight = [1]",
      "setParameter: `weight` must be of the shape [1, 1, 2, 2], found [1]"
    ),
    (
      "layer.bias = nil",
      "a layer with a bias keeps one: to have no effect it may be zeros"
    ),
    (
      "layer.setParameter(\"weights\", to: [1])",
      "parameter: `name` must be one of weight, bias, found 'weights'"
    ),
    (
      "layer.parameters = []",
      "parameters: `tensors` must be 2, one for each trained tensor, found 0"
    ),
    (
      "layer.parameters = [[1], [1]]",
      "parameters: `weight` must be of the shape [1, 1, 2, 2], found [1]"
    ),
    (
      "print(Initializer.icnr(scale: 2, .icnr(scale: 2)))",
      "icnr: the rule of the small weight must not be an icnr itself"
    ),
  ])
  func whatDoesNotFitIsRefused(code: String, message: String) {
    let run = ChapterRun("var layer = Conv2d(1, 1, kernel: 2, seed: 0)", code)
    #expect(run.failure?.hasSuffix(": " + message) == true, "\(run.failure ?? "no failure")")
  }

  @Test(arguments: [
    ("Initializer.zeros.tensor([2])", "[0, 0]"),
    ("Initializer.ones.tensor([1, 1])", "[[1]]"),
    ("Initializer.constant(2).tensor([1])", "[2]"),
    ("Initializer.identity.tensor([1, 1, 3])", "[[[0, 1, 0]]]"),
    ("Initializer.bilinear.tensor([1, 1, 4])", "[[[0.25, 0.75, 0.75, 0.25]]]"),
    ("Initializer.icnr(scale: 2, .ones).tensor([4, 1])", "[[1], [1], [1], [1]]"),
    ("Initializer.uniform(from: 3, to: 3).tensor([1])", "[3]"),
    ("Initializer.normal(deviation: 0).tensor([1], seed: 5)", "[0]"),
    ("Initializer.standard.tensor([1, 4], seed: 1).abs().max() <= 0.5", "true"),
    ("Initializer.xavierUniform()", "xavierUniform(gain: 1.0)"),
    ("Initializer.xavierNormal(gain: 2)", "xavierNormal(gain: 2.0)"),
    ("Initializer.kaimingUniform()", "kaimingUniform(relu, fan: input)"),
    ("Initializer.kaimingNormal(.tanh, fan: .output)", "kaimingNormal(tanh, fan: output)"),
    (
      "Initializer.kaimingNormal(.leakyReLU(negativeSlope: 0.5))",
      "kaimingNormal(leakyReLU(negativeSlope: 0.5), fan: input)"
    ),
    ("Initializer.kaimingUniform(.linear) == .kaimingUniform()", "false"),
    ("layerSeed(1, 2) == layerSeed(1, 3)", "false"),
    ("Tensor.randomNormal(2, 3, seed: 1).shape", "[2, 3]"),
  ])
  func rulesMakeTensors(code: String, text: String) {
    let run = ChapterRun("print(\(code))")
    #expect(run.failure == nil)
    #expect(run.output == text + "\n")
  }
}
