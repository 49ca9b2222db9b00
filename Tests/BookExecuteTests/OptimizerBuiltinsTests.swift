import BookExecute
import BookModel
import Testing

/// Training steps that a chapter writes itself, and training between two tensors.
@Suite struct OptimizerBuiltinsTests {
  @Test func aTensorIsFittedByStepsOfTheChaptersOwn() {
    let run = ChapterRun(
      """
      let x: Tensor = [[1], [2], [3]]
      let y: Tensor = [[2], [4], [6]]
      var w: Tensor = [[0]]
      var optimizer = SGD(learningRate: 0.1, momentum: 0.5)
      for _ in 0..<60 {
        w = optimizer.update(w, gradient: gradient(of: { w in mseLoss(matmul(x, w), y) }, at: w))
      }
      print(w, optimizer)
      """)
    #expect(run.failure == nil)
    #expect(run.output == "[[2]] SGD(learningRate: 0.1, momentum: 0.5)\n")
  }

  @Test func anOptimizerIsAValueThatRemembersItsSteps() {
    let run = ChapterRun(
      """
      var adam = Adam(learningRate: 0.5)
      adam.learningRate = 0.25
      let before = adam
      let p = adam.update([[1], [2]], gradients: [[4], [-4]])
      var again = before
      print(p, again.update([[1], [2]], gradients: [[4], [-4]]) == p)
      print(adam.update(p, gradients: [[0], [0]]) == again.update(p, gradients: [[4], [-4]]))
      print(adam.learningRate, AdamW(weightDecay: 0.5))
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        [[0.75], [2.25]] true
        false
        0.25 AdamW(learningRate: 0.001, weightDecay: 0.5)

        """)
  }

  @Test func aModelIsFittedByTheGradientsOfItsParameters() {
    let run = ChapterRun(
      """
      let x: Tensor = [[1], [2], [3]]
      var line = Linear(1, 1, seed: 0)
      line.parameters = [[[0]], [0]]
      let slopes = parameterGradients(of: { m in mseLoss(m(x), 2 * x) }, at: line)
      print(slopes)
      var rule = AdamW(learningRate: 0.1, weightDecay: 0)
      line.parameters = rule.update(line.parameters, gradients: slopes)
      print(line.weight, line.bias!)
      """)
    #expect(run.failure == nil)
    #expect(run.output == "[[[-18.6667]], [-8]]\n[[0.1]] [0.1]\n")
  }

  @Test func aModelIsTrainedBetweenTwoTensors() {
    let run = ChapterRun(
      """
      let x: Tensor = [[1], [2], [3], [4]]
      var line = Linear(1, 1, seed: 0)
      line.parameters = [[[0]], [0]]
      let result = train(
        line, from: x, to: 2 * x, epochs: 2, batchSize: 2, optimizer: .sgd, learningRate: 0.125,
        shuffles: false, validationCount: 2)
      print(result.model.parameters, result.history.epochs.count)
      for epoch in result.history.epochs { print(epoch.trainLoss, epoch.validationLoss) }
      print(evaluate(line, from: x, to: 2 * x, batchSize: 3).losses, line.parameters)
      print(evaluate(result.best, from: x, to: 2 * x).loss)
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        [[[1.4375]], [0.8438]] 2
        10.0 3.65625
        0.28125 1.3447265625
        [4.0, 16.0, 36.0, 64.0] [[[0]], [0]]
        0.7119140625

        """)
  }

  @Test(arguments: [
    (
      "train(line, from: [[1]], to: [[1], [2]])",
      "train: the shapes [1, 1] and [2, 1] do not fit: there must be one target for each input "
        + "along the first axis"
    ),
    (
      "train(line, from: [[1], [2]], to: [[1], [2]], validationCount: 2)",
      "train: the number of pairs to validate with is 2, it must be at least 0 and below 2, the "
        + "number of pairs"
    ),
    (
      "evaluate(line, from: [[1]], to: [[1]], batchSize: 0)",
      "train: the batch size is 0, it must be at least 1"
    ),
    ("Adam(beta1: 1)", "Adam: the beta1 is 1.0, it must be at least 0 and below 1"),
  ])
  func whatCannotBeTrainedIsRefused(code: String, message: String) {
    let run = ChapterRun("let line = Linear(1, 1, seed: 0)\nprint(\(code))")
    #expect(run.failure?.hasSuffix(": " + message) == true, "\(run.failure ?? "no failure")")
  }

  @Test(arguments: [
    (
      "train(line, from: Tensor.ones(9, 9), to: Tensor.ones(9, 9), epochs: 1000000000)",
      "limit-training", 1_000_000_000
    ),
    (
      "train(line, from: Tensor.ones(2, 9), to: Tensor.ones(2, 9), epochs: 100000)",
      "limit-steps", 1_000_000_000
    ),
    (
      "evaluate(line, from: Tensor.ones(9000, 9), to: Tensor.ones(9000, 9))", "limit-training",
      800_000
    ),
  ])
  func theWorkIsCountedBeforeItIsDone(code: String, id: String, multiplyAdds: Int) {
    let run = ChapterRun(
      "let line = Linear(9, 9, seed: 0)\nprint(\(code))",
      limits: ExecutionLimits(steps: 1_000_000, trainingMultiplyAdds: multiplyAdds))
    #expect(run.diagnosticID == id)
  }
}
