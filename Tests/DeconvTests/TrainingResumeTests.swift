import DeconvFormats
import Testing

@testable import Deconv

@Suite struct TrainingResumeTests {
  @Test(arguments: [
    TrainingSettings(epochs: 3, batchSize: 3, learningRate: 0.01),
    TrainingSettings(epochs: 3, batchSize: 3, optimizer: .adamW, learningRate: 0.01),
    TrainingSettings(
      epochs: 3, batchSize: 3, optimizer: .sgd, learningRate: 0.1, momentum: 0.9, seed: 9),
    TrainingSettings(epochs: 3, batchSize: 7, optimizer: .sgd, learningRate: 0.1, shuffles: false),
  ])
  func resumedFromAnyStepEndsInTheSameBits(settings: TrainingSettings) throws {
    try expectSameEnd(tinyModel(), settings)
  }

  @Test func runningStatisticsAreResumedToo() throws {
    try expectSameEnd(
      Sequential(
        Conv2d(1, 2, kernel: 2, stride: 2, seed: 0), BatchNorm2d(2),
        ConvTranspose2d(2, 1, kernel: 2, stride: 2, seed: 1), Tanh()),
      TrainingSettings(epochs: 3, batchSize: 3, learningRate: 0.01))
  }

  private func expectSameEnd(_ model: Sequential, _ settings: TrainingSettings) throws {
    let (train, validation) = (tinyImages(7), tinyImages(5, seed: 1))
    var whole = try Trainer(model, train: train, validation: validation, settings: settings)
    var states = [whole.encoded()]
    while try whole.step() != nil { states.append(whole.encoded()) }
    for (step, state) in states.enumerated() {
      var resumed = try Trainer(
        resuming: state, model: model, train: train, validation: validation, settings: settings)
      #expect(resumed.stepCount == step)
      #expect(resumed.encoded() == state)
      while try resumed.step() != nil {}
      #expect(bits(resumed.model) == bits(whole.model))
      #expect(bits(resumed.best) == bits(whole.best))
      #expect(resumed.history == whole.history)
      #expect(resumed.encoded() == states.last)
    }
  }

  @Test func moreEpochsGoOnAsIfTheyHadBeenPlanned() throws {
    var short = try tinyTrainer(.init(epochs: 1, batchSize: 3, learningRate: 0.01))
    while try short.step() != nil {}
    var long = try tinyTrainer()
    while try long.step() != nil {}
    var resumed = try resume(short.encoded())
    while try resumed.step() != nil {}
    #expect(resumed.encoded() == long.encoded())
  }

  @Test func anotherTrainingIsRefusedWithAllThatDiffers() throws {
    let state = try tinyTrainer().encoded()
    let error = #expect(throws: TrainingError.self) {
      try resume(
        state,
        .init(
          epochs: 3, batchSize: 4, optimizer: .sgd, learningRate: 0.5, momentum: 0.5, seed: 1,
          shuffles: false))
    }
    #expect(
      error?.description
        == "the saved training is another one: batch size 3, not 4; optimizer adam, not sgd; "
        + "learning rate 0.01, not 0.5; momentum 0.0, not 0.5; seed 0, not 1; shuffles true, not "
        + "false: give what it was begun with, or begin a new one")
  }

  @Test func otherImagesAndOtherWeightsAreRefused() throws {
    let state = try tinyTrainer().encoded()
    let settings = TrainingSettings(epochs: 3, batchSize: 3, learningRate: 0.01)
    let images = #expect(throws: TrainingError.self) {
      try Trainer(
        resuming: state, model: tinyModel(), train: tinyImages(7, seed: 2),
        validation: tinyImages(5, seed: 1), settings: settings)
    }
    #expect(
      images?.description.hasPrefix(
        "the saved training is another one: images to train with 7 images of 4 x 4 of tiny")
        == true)
    let weights = #expect(throws: TrainingError.self) {
      try Trainer(
        resuming: state, model: tinyModel(seed: 3), train: tinyImages(7),
        validation: tinyImages(5, seed: 1), settings: settings)
    }
    #expect(weights?.description.contains("initial weights with the digest") == true)
  }

  @Test func fewerEpochsThanWereBegunAreRefused() throws {
    var trainer = try tinyTrainer()
    for _ in 0..<4 { _ = try trainer.step() }
    let state = trainer.encoded()
    #expect(throws: TrainingError.self) {
      try resume(state, .init(epochs: 1, batchSize: 3, learningRate: 0.01))
    }
    #expect(
      try resume(state, .init(epochs: 2, batchSize: 3, learningRate: 0.01)).stepCount == 4)
  }

  // MARK: - Damage

  /// What is done to the contents of a saved training, and what is said then.
  struct Damage: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var message: String
    var change: @Sendable (inout Safetensors) throws -> Void

    init(
      _ name: String, _ message: String,
      _ change:
        @escaping @Sendable (inout Safetensors) throws
        -> Void
    ) {
      testDescription = name
      self.message = message
      self.change = change
    }
  }

  static let damages: [Damage] = [
    Damage(
      "no format", "the remark 'format' of 'deconv training', found none: this is another file"
    ) { $0.metadata = nil },
    Damage("other format", "the remark 'format' of 'deconv training', found 'pt'") {
      $0.metadata?["format"] = "pt"
    },
    Damage("other version", "version 1, found 2") { $0.metadata?["version"] = "2" },
    Damage("missing remark", "the remark 'seed', found none") { $0.metadata?["seed"] = nil },
    Damage(
      "missing weights",
      "the arrays of the model, found 'model.0.weight': expected F32 of shape [1, 1, 2, 2], found no "
        + "such array"
    ) { $0.arrays.removeAll { $0.name == "model.0.weight" } },
    Damage(
      "other shape",
      "the arrays of the best, found 'best.0.bias': expected F32 of shape [1], found F32 of shape [2]"
    ) {
      try $0.replace("best.0.bias", NumericArray(name: "best.0.bias", shape: [2], floats: [1, 2]))
    },
    Damage(
      "other type",
      "the arrays of the optimizer, found 'optimizer.step': expected I64 of shape [], found F64 of "
        + "shape []"
    ) {
      try $0.replace(
        "optimizer.step", NumericArray(name: "optimizer.step", shape: [], doubles: [1]))
    },
    Damage(
      "NaN", "the arrays of the model, found 'model.0.bias': expected F32 of shape [1], found NaN"
    ) {
      try $0.replace("model.0.bias", NumericArray(name: "model.0.bias", shape: [1], floats: [.nan]))
    },
    Damage(
      "negative counter",
      "the arrays of the optimizer, found 'optimizer.step': expected I64 of shape [], found the "
        + "count -1"
    ) {
      try $0.replace(
        "optimizer.step", NumericArray(name: "optimizer.step", shape: [], integers: [-1]))
    },
    Damage(
      "extra weights",
      "the arrays of the model, found 'model.9.bias': expected no array of this name"
    ) { $0.arrays.append(try NumericArray(name: "model.9.bias", shape: [1], floats: [1])) },
    Damage("extra array", "only arrays of a training, found 'zzz' too") {
      $0.arrays.append(try NumericArray(name: "zzz", shape: [1], floats: [1]))
    },
    Damage(
      "flat history",
      "the array 'history' of F64 with the shape [any, 2], found F64 with the shape [2]"
    ) { try $0.replace("history", NumericArray(name: "history", shape: [2], doubles: [1, 1])) },
    Damage("NaN loss", "losses of at least 0 in 'history', found nan in epoch 1") {
      try $0.replace("history", NumericArray(name: "history", shape: [1, 2], doubles: [1, .nan]))
    },
    Damage("step beyond the epoch", "'steps_in_epoch' in 0..<3, found 3") {
      try $0.replace(
        "steps_in_epoch", NumericArray(name: "steps_in_epoch", shape: [], integers: [3]))
    },
    Damage("sum without a step", "a 'loss_sum' of 0 before a step, found 2.0") {
      try $0.replace(
        "steps_in_epoch", NumericArray(name: "steps_in_epoch", shape: [], integers: [0]))
      try $0.replace("loss_sum", NumericArray(name: "loss_sum", shape: [], doubles: [2]))
    },
    Damage("negative step", "'steps_in_epoch' in 0..<3, found -1") {
      try $0.replace(
        "steps_in_epoch", NumericArray(name: "steps_in_epoch", shape: [], integers: [-1]))
    },
    Damage("NaN sum", "a 'loss_sum' of at least 0, found nan") {
      try $0.replace("loss_sum", NumericArray(name: "loss_sum", shape: [], doubles: [-.nan]))
    },
    Damage("history of other epochs", "the count 7 of all steps in 'optimizer.step', found 1") {
      try $0.replace(
        "history", NumericArray(name: "history", shape: [2, 2], doubles: [1, 2, 3, 4]))
    },
    Damage("absurd count", "the count 1 of all steps in 'optimizer.step', found \(Int.max)") {
      try $0.replace(
        "optimizer.step", NumericArray(name: "optimizer.step", shape: [], integers: [.max]))
    },
    Damage(
      "negative square", "squares of at least 0 in 'optimizer.exp_avg_sq.1', found -1.0"
    ) {
      try $0.replace(
        "optimizer.exp_avg_sq.1",
        NumericArray(name: "optimizer.exp_avg_sq.1", shape: [1], floats: [-1]))
    },
    Damage(
      "moment of another shape",
      "the arrays of the optimizer, found 'optimizer.exp_avg.1': expected F32 of shape [1], found "
        + "F32 of shape [2]"
    ) {
      try $0.replace(
        "optimizer.exp_avg.1",
        NumericArray(name: "optimizer.exp_avg.1", shape: [2], floats: [0, 0]))
    },
    Damage(
      "best of no epoch", "the initial weights as the best before the end of an epoch, found others"
    ) {
      try $0.replace("best.0.bias", NumericArray(name: "best.0.bias", shape: [1], floats: [9]))
    },
  ]

  /// The same for a training that was saved before its first step, and at the end of an epoch.
  @Test func momentsAndWeightsMustBeOfTheMomentOfTheCounters() throws {
    let begun = try tinyTrainer()
    let moment = try forged(
      begun, NumericArray(name: "optimizer.exp_avg.1", shape: [1], floats: [0.5]))
    try expectRefusal(
      moment,
      "a saved training must have zeros in 'optimizer.exp_avg.1' before the first step, found 0.5")
    let weights = try forged(begun, NumericArray(name: "model.0.bias", shape: [1], floats: [9]))
    try expectRefusal(
      weights, "a saved training must have the initial weights as the model before the first step")
    var trainer = begun
    for _ in 0..<3 { _ = try trainer.step() }
    let best = try forged(trainer, NumericArray(name: "best.0.bias", shape: [1], floats: [9]))
    try expectRefusal(
      best,
      "a saved training must have the weights of the model as the best, for its last epoch is the "
        + "best, found others")
  }

  /// The bytes of a training with another array, and the digest of that.
  private func forged(_ trainer: Trainer<Sequential>, _ array: NumericArray) throws -> [UInt8] {
    var file = try Safetensors(decoding: trainer.encoded())
    try file.replace(array.name, array)
    file.metadata?[TrainingArrays.digestName] = nil
    let digest = TrainingArrays.digest(of: file)
    file.metadata?[TrainingArrays.digestName] = digest
    return try file.encoded()
  }

  @Test(arguments: damages)
  func damagedContentsAreRefused(_ damage: Damage) throws {
    var file = try Safetensors(decoding: savedInTheFirstEpoch())
    try damage.change(&file)
    file.metadata?[TrainingArrays.digestName] = nil
    let digest = TrainingArrays.digest(of: file)
    file.metadata?[TrainingArrays.digestName] = digest
    try expectRefusal(file.encoded(), "a saved training must have \(damage.message)")
  }

  @Test func damagedBytesAreRefused() throws {
    let state = try savedInTheFirstEpoch()
    try expectRefusal([], "a saved training must have the form of a whole safetensors file, found")
    try expectRefusal(
      Array(state.dropLast()), "a saved training must have the form of a whole safetensors file")
    try expectRefusal(
      state + [0], "a saved training must have the form of a whole safetensors file, found the last"
    )
    try expectRefusal(
      Array(repeating: 0, count: state.count),
      "a saved training must have the form of a whole safetensors file")
    // Any one flipped bit is found: by the form, or by the digest.
    for index in stride(from: 0, to: state.count, by: 37) {
      var bytes = state
      bytes[index] ^= 1 << UInt8(index % 8)
      #expect(throws: TrainingError.self) { try resume(bytes) }
    }
    var last = state
    last[last.count - 1] ^= 1
    try expectRefusal(last, "a saved training must have contents with the digest")
  }

  private func savedInTheFirstEpoch() throws -> [UInt8] {
    var trainer = try tinyTrainer()
    _ = try trainer.step()
    return trainer.encoded()
  }

  private func expectRefusal(
    _ bytes: [UInt8], _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let error = #expect(throws: TrainingError.self, sourceLocation: sourceLocation) {
      try resume(bytes)
    }
    #expect(error?.description.hasPrefix(message) == true, "\(String(describing: error))")
  }

  @discardableResult
  private func resume(
    _ bytes: [UInt8],
    _ settings: TrainingSettings = .init(epochs: 3, batchSize: 3, learningRate: 0.01)
  ) throws -> Trainer<Sequential> {
    try Trainer(
      resuming: bytes, model: tinyModel(), train: tinyImages(7),
      validation: tinyImages(5, seed: 1), settings: settings)
  }
}

extension Safetensors {
  fileprivate mutating func replace(_ name: String, _ array: NumericArray) throws {
    arrays.removeAll { $0.name == name }
    arrays.append(array)
  }
}
