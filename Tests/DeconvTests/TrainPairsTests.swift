import Testing

@testable import Deconv

/// Training between two tensors.
@Suite struct TrainPairsTests {
  @Test(arguments: [TrainingSettings.OptimizerKind.adam, .adamW, .sgd])
  func imagesAsTheirOwnTargetsGiveTheBitsOfAnAutoencodersTraining(
    optimizer: TrainingSettings.OptimizerKind
  ) throws {
    let data = garments(count: 10, seed: 1)
    let model = Autoencoder(channels: [1, 2, 2], seed: 4)
    let images = train(
      model, on: data.prefix(7), epochs: 2, batchSize: 3, optimizer: optimizer,
      learningRate: 0.01, seed: 5, validation: data.subset(7..<10))
    let pairs = train(
      model, from: data.images(), to: data.images(), epochs: 2, batchSize: 3,
      optimizer: optimizer, learningRate: 0.01, seed: 5, validationCount: 3)
    #expect(pairs.model.state == images.model.state)
    #expect(pairs.best.state == images.best.state)
    #expect(pairs.history == images.history)
  }

  @Test func targetsMayHaveAnotherShape() {
    let small = Tensor.random(6, 1, 4, 4, seed: 1)
    let result = train(
      Sequential(ConvTranspose2d(1, 1, kernel: 2, stride: 2, seed: 0)), from: small,
      to: upsample(small, scale: 2), epochs: 200, batchSize: 6, optimizer: .sgd,
      learningRate: 0.5)
    #expect(evaluate(result.model, from: small, to: upsample(small, scale: 2)).loss < 1e-4)
  }

  @Test func whatDoesNotFitIsRefused() {
    let model = Sequential(Linear(2, 1, seed: 0))
    let x = Tensor.ones(3, 2)
    #expect(throws: TrainingError.self) {
      try Checked.train(model, from: x, to: Tensor.ones(3, 2), TrainingSettings()) { _ in true }
    }
    #expect(throws: TrainingError.self) {
      try Checked.train(model, from: x, to: Tensor.ones(2, 1), TrainingSettings()) { _ in true }
    }
    #expect(throws: TrainingError.self) {
      try Checked.train(
        model, from: x, to: Tensor.ones(3, 1), validationCount: 3, TrainingSettings()
      ) { _ in true }
    }
    #expect(throws: TrainingError.self) {
      try Checked.evaluate(model, from: Tensor.ones(0, 2), to: Tensor.ones(0, 1))
    }
  }

  @Test func aTrainingThatDivergesSaysSo() {
    let model = Sequential(Linear(1, 1, seed: 0))
    let x = Tensor.full(4, 1, value: 100)
    let error = #expect(throws: TrainingError.self) {
      try Checked.train(
        model, from: x, to: x * 2,
        TrainingSettings(epochs: 50, optimizer: .sgd, learningRate: 100)
      ) { _ in true }
    }
    #expect(error?.description.contains("the training diverged") == true)
  }

  @Test func aTrainingStopsWhereItIsTold() throws {
    var steps = 0
    let result = try Checked.train(
      Sequential(Linear(1, 1, seed: 0)), from: Tensor.ones(6, 1), to: Tensor.ones(6, 1),
      TrainingSettings(epochs: 5, batchSize: 2)
    ) { _ in
      steps += 1
      return steps < 4
    }
    #expect(steps == 4)
    #expect(result.history.epochs.count == 1)
  }
}
