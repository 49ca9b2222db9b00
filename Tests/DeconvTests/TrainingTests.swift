import Testing

@testable import Deconv

/// A network small enough that a step takes no time: one feature map of half the size.
func tinyModel(seed: Int = 0) -> Sequential {
  Sequential(
    Conv2d(1, 1, kernel: 2, stride: 2, seed: seed),
    ConvTranspose2d(1, 1, kernel: 2, stride: 2, seed: seed + 1), Tanh())
}

/// Images of 4 × 4 pixels in a pattern that depends on the seed.
func tinyImages(_ count: Int, seed: Int = 0, name: String = "tiny") -> ImageDataset {
  let numbers = Philox(seed: seed, stream: 77).uniform(count * 16)
  return ImageDataset(
    name: name, rows: 4, columns: 4, pixels: numbers.map { UInt8($0 * 255) },
    labels: Array(repeating: 0, count: count), classNames: ["all"])
}

/// A training of seven images by threes: three steps an epoch, the last with one image.
func tinyTrainer(
  _ settings: TrainingSettings = .init(epochs: 3, batchSize: 3, learningRate: 0.01),
  seed: Int = 0
) throws -> Trainer<Sequential> {
  try Trainer(
    tinyModel(seed: seed), train: tinyImages(7), validation: tinyImages(5, seed: 1),
    settings: settings)
}

/// The bits of all tensors.
func bits(_ model: some Layer) -> [[UInt32]] {
  model.state.entries.map { entry in
    switch entry.value {
    case .parameter(let tensor), .buffer(let tensor): tensor.scalars.map(\.bitPattern)
    case .counter(let count): [UInt32(count)]
    }
  }
}

@Suite struct TrainingTests {
  @Test func stepGoesThroughTheShuffledOrderAndLowersTheLoss() throws {
    var trainer = try tinyTrainer()
    var reports: [StepReport] = []
    while let report = try trainer.step() { reports.append(report) }
    #expect(reports.map(\.step) == Array(1...9))
    #expect(reports.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
    #expect(reports.map(\.stepInEpoch) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(reports.map(\.imageCount) == [3, 3, 1, 3, 3, 1, 3, 3, 1])
    #expect(reports.map { $0.record != nil } == [false, false, true].repeated(3))
    #expect(trainer.history.epochs == reports.compactMap(\.record))
    #expect(trainer.isFinished)
    #expect(try trainer.step() == nil)
    let losses = trainer.history.epochs.map(\.trainLoss)
    #expect(losses[2] < losses[0])
  }

  /// The first step by hand, from the library's parts.
  @Test func firstStepIsTheGradientStepOfTheFirstImages() throws {
    let settings = TrainingSettings(epochs: 1, batchSize: 3, optimizer: .sgd, learningRate: 0.5)
    var trainer = try tinyTrainer(settings)
    let order = shuffledIndices(count: 7, seed: 0, epoch: 0)
    let images = tinyImages(7).images(order[..<3])
    let model = tinyModel()
    let parameters = model.state.parameters
    let gradients = try gradients(
      of: { watched throws(TensorError) in
        var model = model
        model.state.parameters = watched
        return try Checked.mseLoss(try model.forward(images), images)
      }, at: parameters)
    let report = try trainer.step()
    #expect(report?.loss == (try Checked.mseLoss(try model.forward(images), images)).scalars[0])
    for (index, parameter) in parameters.enumerated() {
      let expected = zip(parameter.scalars, gradients[index].scalars).map { $0 - 0.5 * $1 }
      #expect(trainer.model.state.parameters[index].scalars == expected)
    }
  }

  @Test func withoutShufflingTheImagesComeInTheirOrder() throws {
    let settings = TrainingSettings(
      epochs: 1, batchSize: 3, learningRate: 0.01, seed: 5, shuffles: false)
    var trainer = try tinyTrainer(settings)
    let images = tinyImages(7).images(0..<3)
    let loss = try Checked.mseLoss(try tinyModel().forward(images), images)
    #expect(try trainer.step()?.loss == loss.scalars[0])
  }

  @Test func anEpochIsTheMeanOverImagesAndTheValidationSetWhole() throws {
    var trainer = try tinyTrainer(.init(epochs: 1, batchSize: 3, learningRate: 0.01))
    var sum = 0.0
    while let report = try trainer.step() { sum += Double(report.loss) * Double(report.imageCount) }
    let record = try #require(trainer.history.last)
    #expect(record.trainLoss == sum / 7)
    let whole = evaluate(trainer.model, on: tinyImages(5, seed: 1), batchSize: 5)
    #expect(record.validationLoss == whole.loss)
    #expect(record.psnr == whole.psnr)
  }

  @Test func bestIsTheEpochOfTheLowestValidationLossAndOfEqualOnesTheEarliest() throws {
    // A rate so large that the loss rises: the first epoch stays the best.
    var trainer = try tinyTrainer(
      .init(epochs: 4, batchSize: 3, optimizer: .sgd, learningRate: 3))
    var best = bits(trainer.best)
    while let report = try trainer.step() {
      if report.isBest { best = bits(trainer.model) }
      #expect(bits(trainer.best) == best)
    }
    let losses = trainer.history.epochs.map(\.validationLoss)
    #expect(trainer.history.best?.validationLoss == losses.min())
    let equal = TrainingHistory(
      [2, 1, 1, 3].enumerated().map {
        EpochRecord(epoch: $0.offset + 1, trainLoss: 0, validationLoss: $0.element, psnr: 0)
      })
    #expect(equal.best?.epoch == 2)
    #expect(TrainingHistory().best == nil)
  }

  @Test func noEpochsLeaveTheModelAsItIs() throws {
    var trainer = try tinyTrainer(.init(epochs: 0))
    #expect(try trainer.step() == nil)
    #expect(bits(trainer.model) == bits(tinyModel()))
    #expect(bits(trainer.best) == bits(tinyModel()))
    #expect(trainer.history.epochs == [])
  }

  @Test func lossThatIsNotFiniteStopsAndChangesNothing() throws {
    var model = tinyModel()
    model.state.parameters = model.state.parameters.map {
      Tensor(shape: $0.shape, scalars: Array(repeating: .nan, count: $0.count))
    }
    var trainer = try Trainer(
      model, train: tinyImages(7), validation: tinyImages(5),
      settings: .init(epochs: 2, batchSize: 3))
    let error = #expect(throws: TrainingError.self) { try trainer.step() }
    #expect(
      error?.description
        == "train: the training loss is nan at step 1, in epoch 1: the training diverged with "
        + "the learning rate 0.001; try a smaller one (a tenth), or look at the initial weights")
    #expect(trainer.stepCount == 0)
  }

  @Test func weightThatOverflowsStopsAndChangesNothing() throws {
    var trainer = try tinyTrainer(
      .init(epochs: 2, batchSize: 3, optimizer: .sgd, learningRate: 1e39))
    let before = trainer.encoded()
    let error = #expect(throws: TrainingError.self) { try trainer.step() }
    #expect(error?.description.contains(" at step 1, in epoch 1: the training diverged") == true)
    #expect(trainer.encoded() == before)
  }

  @Test(arguments: [
    (TrainingSettings(epochs: -1), "the number of epochs is -1, it must be at least 0"),
    (TrainingSettings(batchSize: 0), "the batch size is 0, it must be at least 1"),
    (TrainingSettings(learningRate: 0), "the learning rate is 0.0, it must be above 0"),
    (TrainingSettings(learningRate: .nan), "the learning rate is nan, it must be above 0"),
    (TrainingSettings(weightDecay: -1), "the weight decay is -1.0, it must be at least 0"),
    (
      TrainingSettings(optimizer: .sgd, momentum: 1),
      "the momentum is 1.0, it must be at least 0 and below 1"
    ),
    (
      TrainingSettings(momentum: 0.9),
      "the momentum is 0.9, it must be 0 for adam, which has its own moments: use sgd"
    ),
  ])
  func impossibleSettingIsRefused(settings: TrainingSettings, message: String) {
    let error = #expect(throws: TrainingError.self) { try tinyTrainer(settings) }
    #expect(error?.description == "train: " + message)
  }

  @Test func noImagesAndWrongShapesAreRefusedBeforeTheFirstStep() {
    let empty = #expect(throws: TrainingError.self) {
      try Trainer(tinyModel(), train: tinyImages(0), validation: tinyImages(1))
    }
    #expect(
      empty?.description == "train: there are no images to train with: tiny is empty")
    let shape = #expect(throws: TrainingError.self) {
      try Trainer(
        Autoencoder(outputPadding: [0, 0], seed: 0), train: garments(count: 1),
        validation: garments(count: 1))
    }
    #expect(
      shape?.description.hasPrefix(
        "the output of the model has the shape [1, 1, 25, 25], the target [1, 1, 28, 28]") == true)
    #expect(shape?.description.contains("outputPadding: 1") == true)
  }

  @Test func trainIsTheTrainerInOneCall() throws {
    var trainer = try tinyTrainer()
    while try trainer.step() != nil {}
    var steps = 0
    let result = train(
      tinyModel(), on: tinyImages(7), epochs: 3, batchSize: 3, learningRate: 0.01,
      validation: tinyImages(5, seed: 1), afterStep: { _ in steps += 1 })
    #expect(bits(result.model) == bits(trainer.model))
    #expect(bits(result.best) == bits(trainer.best))
    #expect(result.history == trainer.history)
    #expect(steps == 9)
    let unseen = train(tinyModel(), on: tinyImages(7), epochs: 1, batchSize: 3)
    #expect(
      unseen.history.last?.validationLoss == evaluate(unseen.model, on: tinyImages(7)).loss)
  }

  @Test func evaluationDoesNotDependOnTheBatch() {
    let one = evaluate(tinyModel(), on: tinyImages(7), batchSize: 1)
    for batchSize in [2, 3, 7, 100] {
      #expect(evaluate(tinyModel(), on: tinyImages(7), batchSize: batchSize) == one)
    }
    #expect(one.losses.count == 7)
  }

  @Test func ratioIsThatOfTheMeanErrorWithTheRangeTwo() {
    let result = EvaluationResult(losses: [0.04, 0.0004, 0])
    #expect(result.loss == (0.04 + 0.0004) / 3)
    #expect(abs(EvaluationResult.psnr(0.04) - 20) < 1e-12)
    #expect(abs(EvaluationResult.psnr(0.0004) - 40) < 1e-12)
    #expect(EvaluationResult.psnr(0) == .infinity)
    #expect(result.psnr == EvaluationResult.psnr(result.loss))
  }
}

extension Array {
  fileprivate func repeated(_ count: Int) -> [Element] {
    Array(repeatElement(self, count: count).joined())
  }
}
