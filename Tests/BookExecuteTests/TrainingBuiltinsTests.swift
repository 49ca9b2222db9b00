import BookExecute
import Synchronization
import Testing

@Suite struct TrainingBuiltinsTests {
  @Test func aLessonTrainsShowsSavesAndCompares() {
    let run = ChapterRun(
      """
      let data = garments(count: 30, seed: 1)
      print(data)
      let firsts = data.classNames.indices.map { data.indices(ofClass: $0)[0] }
      imageGrid(data.images(firsts).reshaped(10, 28, 28), columns: 5, captions: data.classNames)
      """,
      """
      let model = Autoencoder(channels: [1, 2, 3], seed: 0)
      print(model)
      print(model.parameterCount, multiplyAdds(model, input: [1, 1, 28, 28]))
      table(
        ["layer", "output"],
        model.outputShapes(input: [1, 1, 28, 28]).map { ["\\($0.path) \\($0.layer)", "\\($0.shape)"] })
      """,
      """
      let parts = data.split(validation: 10, seed: 0)
      let result = train(
        model, on: parts.train, epochs: 2, batchSize: 8, optimizer: .adam, learningRate: 0.003,
        validation: parts.validation)
      table(
        ["epoch", "training", "validation", "PSNR"],
        result.history.epochs.map {
          ["\\($0.epoch)", fixed($0.trainLoss, 3), fixed($0.validationLoss, 3), fixed($0.psnr, 2)]
        })
      curves(
        [
          curve("training", result.history.epochs.map { $0.trainLoss }, from: 1),
          curve("validation", result.history.epochs.map { $0.validationLoss }, from: 1),
        ], xAxis: "epoch", yAxis: "mean squared error")
      """,
      """
      let saved = checkpoint(result.best)
      var fresh = Autoencoder(channels: [1, 2, 3], seed: 99)
      print(saved.byteCount, fresh.state == result.best.state)
      try fresh.load(saved)
      print(fresh.state == result.best.state)
      print(saved)
      """,
      """
      let x = parts.validation.images([0, 1, 2])
      let y = fresh(x)
      print(x.shape, y.shape, psnr(x, y, range: 2) > 0)
      imageGrid(
        rows: [x.reshaped(3, 28, 28), y.reshaped(3, 28, 28), (x - y).abs().reshaped(3, 28, 28)],
        rowLabels: ["original", "reconstruction", "error"])
      kernels(model.parameter("encoder.0.weight"), title: "before")
      kernels(fresh.parameter("encoder.0.weight"), title: "after")
      for activation in model.encoder.activations(x) { print(activation.shape) }
      let ratios = data.classNames.indices.map {
        evaluate(fresh, on: data.subset(data.indices(ofClass: $0))).psnr
      }
      bars(ratios, names: data.classNames, axis: "dB")
      """)
    #expect(run.failure == nil)
    #expect(
      run.outputs == [
        """
        garments: 30 images of 28 × 28 pixels, 10 classes
        [imageGrid]

        """,
        """
        Autoencoder(
          (encoder): Sequential(
            (0): Conv2d(1, 2, kernel: 3, stride: 2, padding: 1)
            (1): ReLU()
            (2): Conv2d(2, 3, kernel: 3, stride: 2, padding: 1)
            (3): ReLU()
          )
          (decoder): Sequential(
            (0): ConvTranspose2d(3, 2, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
            (1): ReLU()
            (2): ConvTranspose2d(2, 1, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
            (3): Tanh()
          )
        )
        152 12348
        [table of 8 rows]

        """,
        "[table of 2 rows]\n[curves]\n",
        """
        1240 false
        true
        encoder.0.weight  F32 [2, 1, 3, 3]
        encoder.0.bias  F32 [2]
        encoder.2.weight  F32 [3, 2, 3, 3]
        encoder.2.bias  F32 [3]
        decoder.0.weight  F32 [3, 2, 3, 3]
        decoder.0.bias  F32 [2]
        decoder.2.weight  F32 [2, 1, 3, 3]
        decoder.2.bias  F32 [1]

        """,
        """
        [3, 1, 28, 28] [3, 1, 28, 28] true
        [imageGrid]
        [kernels]
        [kernels]
        [3, 2, 14, 14]
        [3, 2, 14, 14]
        [3, 3, 7, 7]
        [3, 3, 7, 7]
        [bars]

        """,
      ])
  }

  /// A model that learns something at once, and images for it.
  private static let setting = """
    let data = garments(count: 12, seed: 2)
    let model = Autoencoder(channels: [1, 1, 1], seed: 0)
    """

  @Test func trainingReturnsNewModelsAndLeavesTheGivenOne() {
    let run = ChapterRun(
      Self.setting,
      """
      let before = model.state
      let result = train(model, on: data, epochs: 3, batchSize: 4, optimizer: .sgd, momentum: 0.5)
      print(model.state == before, result.model.state == before)
      print(result.history.epochs.map { $0.epoch }, result.history.last?.epoch ?? 0)
      let hasty = train(model, on: data, epochs: 2, batchSize: 4, learningRate: 0.3)
      let best = hasty.history.best!
      print(best.epoch, evaluate(hasty.best, on: data).loss == best.validationLoss)
      print(evaluate(hasty.model, on: data).loss == hasty.history.last!.validationLoss)
      print(evaluate(result.best, on: data, batchSize: 5).losses.count)
      let same = train(model, on: data, epochs: 3, batchSize: 4, optimizer: .sgd, momentum: 0.5)
      print(same.history == result.history, same.model.state == result.model.state)
      let other = train(model, on: data, epochs: 3, batchSize: 4, optimizer: .sgd, seed: Int.min)
      print(other.history == result.history)
      print(train(model, on: data, epochs: 0).history.csv == "epoch,train_mse,validation_mse,psnr\\n")
      print(result.history.json.hasPrefix("{"))
      """)
    #expect(run.failure == nil)
    #expect(
      run.output == """
        true false
        [1, 2, 3] 3
        1 true
        true
        12
        true true
        false
        true
        true

        """)
  }

  @Test func everyOptimizerAndModelCanBeTrained() {
    let run = ChapterRun(
      Self.setting,
      """
      for optimizer in [TrainingSettings.OptimizerKind.adam, .adamW, .sgd] {
        let result = train(model, on: data, epochs: 1, optimizer: optimizer, weightDecay: 0.1)
        print(result.history.epochs.count)
      }
      let colour = BatchNormAutoencoder(channels: [1, 2, 2], seed: 1)
      print(train(colour, on: data, epochs: 1, batchSize: 6).model.state == colour.state)
      print(colour(data.images([0])).shape, colour.encoder.parameterCount)
      print(checkpoint(colour).byteCount > 0, colour.parameter("encoder.1.running_mean"))
      """)
    #expect(run.failure == nil)
    #expect(run.output == "1\n1\n1\nfalse\n[1, 1, 28, 28] 66\ntrue [0, 0]\n")
  }

  @Test(arguments: [
    ("train(model, on: data, epochs: -1)", "train: the number of epochs is -1, it must be"),
    ("train(model, on: data, batchSize: 0)", "train: the batch size is 0, it must be at least 1"),
    ("train(model, on: data, batchSize: Int.min)", "train: the batch size is -92233"),
    ("train(model, on: data, learningRate: -1)", "train: the learning rate is -1.0, it must be"),
    ("train(model, on: data, learningRate: 0.0 / 0.0)", "train: the learning rate is "),
    ("train(model, on: data, weightDecay: -1)", "train: the weight decay is -1.0"),
    ("train(model, on: data, momentum: 0.5)", "train: the momentum is 0.5, it must be 0 for adam"),
    ("train(model, on: data.prefix(0))", "train: there are no images to train with"),
    (
      "train(model, on: data, validation: data.prefix(0))",
      "train: there are no images to validate with"
    ),
    ("evaluate(model, on: data.prefix(0))", "train: there are no images to validate with"),
    ("evaluate(model, on: data, batchSize: -1)", "train: the batch size is -1"),
    ("Autoencoder(channels: [1], seed: 0)", "Autoencoder: the number of channels is 1, it must"),
    ("Autoencoder(channels: [1, -2, 3], seed: 0)", "Conv2d: the number of output channels is -2"),
    ("BatchNormAutoencoder(channels: [], seed: 0)", "BatchNormAutoencoder: "),
    ("model.parameter(\"no\")", "parameter: `name` must be one of encoder.0.weight, "),
    ("model(Tensor.ones(1, 2, 28, 28))", "encoder.0, Conv2d(1, 1, kernel: 3"),
    ("model.encoder.activations([1])", "0, Conv2d(1, 1, kernel: 3, stride: 2, padding: 1)"),
    ("model.outputShapes(input: [-1])", "[-1] is no shape"),
    ("multiplyAdds(model, input: [1])", "encoder.0"),
  ])
  func whatCannotBeTrainedIsSaidAtItsPlace(code: String, message: String) {
    let run = ChapterRun(Self.setting, "let result = \(code)")
    #expect(run.failure?.hasPrefix("1:14: \(message)") == true, "\(run.failure ?? "it runs")")
  }

  @Test func aMissingOutputPaddingIsNamed() {
    let run = ChapterRun(
      Self.setting, "let bad = Autoencoder(channels: [1, 1, 1], outputPadding: [0, 1], seed: 0)",
      "let result = train(bad, on: data)")
    #expect(
      run.failure
        == """
        1:14: the output of the model has the shape [1, 1, 26, 26], the target [1, 1, 28, 28]: give \
        decoder.0, ConvTranspose2d(1, 1, kernel: 3, stride: 2, padding: 1) outputPadding: 1 (7 → 14 \
        instead of 13)
        """)
  }

  @Test func aCheckpointOfAnotherModelIsRefusedAndChangesNothing() {
    let run = ChapterRun(
      """
      let saved = checkpoint(Autoencoder(channels: [1, 1, 1], seed: 0))
      var model = Autoencoder(channels: [1, 2, 1], seed: 0)
      let before = model.state
      _ = try? model.load(saved)
      print(model.state == before)
      """, "try model.load(saved)")
    #expect(run.output == "true\n")
    let start =
      "1:1: 'encoder.0.weight': expected F32 of shape [2, 1, 3, 3], found F32 of shape [1, 1, 3, 3]; "
    #expect(run.failure?.hasPrefix(start) == true)
  }

  @Test(arguments: [
    "let a = train(model, on: data, epochs: Int.max)",
    "let a = train(model, on: data, epochs: 100)",
    "for _ in 0..<1000 { print(evaluate(model, on: data).psnr) }",
  ])
  func trainingHasALimitOfItsOwn(code: String) {
    let run = ChapterRun(
      Self.setting, code,
      limits: ExecutionLimits(trainingMultiplyAdds: 10_000_000))
    #expect(run.diagnosticID == "limit-training")
  }

  @Test func aBatchNeedsRoomForItsActivations() {
    let run = ChapterRun(
      "let data = garments(count: 100)", "let model = Autoencoder(seed: 0)",
      "let result = train(model, on: data, epochs: 1, batchSize: 100)",
      limits: ExecutionLimits(memoryBytes: 1 << 23))
    #expect(run.diagnosticID == "limit-memory")
  }

  @Test func aCancelledTrainingEndsBetweenTwoSteps() {
    // Asked after each step, and true once: what swallowed it would go on with the next block.
    let questions = Mutex(0)
    let run = ChapterRun(
      Self.setting, "print(1)",
      "let result = train(model, on: data, epochs: 100, batchSize: 4)", "print(2)"
    ) {
      questions.withLock { count in
        count += 1
        return count == 50
      }
    }
    #expect(run.diagnosticID == "cancelled")
    #expect(run.output == "1\n")
  }
}

/// Layers as values of a chapter.
@Suite struct TrainingBuiltinsLayerTests {
  @Test func layersOfDifferentTypesMakeAModelThatCanBeTrained() {
    let run = ChapterRun(
      """
      let data = garments(count: 4)
      let encoder = Sequential(
        Conv2d(1, 2, kernel: 3, stride: 2, padding: 1, seed: 0), BatchNorm2d(2), ReLU(),
        MaxPool2d(kernel: 2))
      let decoder = Sequential([
        Upsample(scale: 2), Conv2d(2, 4, kernel: 3, padding: .same, bias: false, seed: 1),
        PixelShuffle(2), Tanh(),
      ])
      let model = Sequential(encoder, decoder)
      print(model)
      print(model(data.images()).shape, model.parameterCount)
      print(train(model, on: data, epochs: 1).model.state == model.state)
      let dense = Sequential(Flatten(), Linear(4, 2, seed: 1), LeakyReLU(), Unflatten(2, 1))
      print(dense(Tensor.ones(3, 2, 2)).shape, multiplyAdds(dense, input: [3, 2, 2]))
      """,
      """
      let up = ConvTranspose2d(1, 1, kernel: 2, stride: 2, seed: 5)
      let x = Tensor.random(1, 1, 3, 3, seed: 1)
      print(up(x) == convTranspose2d(x, up.weight, bias: up.bias, stride: 2), up)
      print(Conv1d(1, 1, kernel: 3, bias: false, seed: 0).bias == nil)
      print(gradient(of: { x in up(x) }, at: x).shape)
      """)
    #expect(run.failure == nil)
    #expect(
      run.outputs == [
        """
        Sequential(
          (0): Sequential(
            (0): Conv2d(1, 2, kernel: 3, stride: 2, padding: 1)
            (1): BatchNorm2d(2)
            (2): ReLU()
            (3): MaxPool2d(kernel: 2)
          )
          (1): Sequential(
            (0): Upsample(scale: 2, mode: .nearest)
            (1): Conv2d(2, 4, kernel: 3, padding: .same, bias: false)
            (2): PixelShuffle(2)
            (3): Tanh()
          )
        )
        [4, 1, 28, 28] 96
        false
        [3, 2, 1] 24

        """,
        """
        true ConvTranspose2d(1, 1, kernel: 2, stride: 2)
        true
        [1, 1, 3, 3]

        """,
      ])
  }

  @Test(arguments: ["Sequential(s)", "Sequential(s, s)", "Sequential([s, s, s])"])
  func aSequenceCannotGrowWithoutBound(code: String) {
    let run = ChapterRun("var s = Sequential(ReLU())", "for _ in 0..<2000 { s = \(code) }")
    #expect(
      run.failure
        == "1:25: Sequential: more than 250 layers, nested ones included; make a smaller model")
  }

  @Test(arguments: [
    (
      "Sequential(ReLU(), 1)",
      "1:32: cannot convert value of type `Int` to expected argument type `any Layer`"
    ),
    (
      "Sequential([ReLU(), \"Tanh\"])",
      "1:33: cannot convert value of type `String` to element type `any Layer`"
    ),
    (
      "Conv2d(1, 0, kernel: 3, seed: 0)",
      "1:13: Conv2d: the number of output channels is 0, it must be between 1 and 1073741824"
    ),
    (
      "Conv2d(1, 1, kernel: 1 << 40, seed: 0)",
      "1:13: the chapter's values need more than 1073741824 bytes of memory"
    ),
    (
      "Linear(1 << 40, 1 << 40, seed: 0)",
      "1:13: the chapter's values need more than 1073741824 bytes of memory"
    ),
    (
      "PixelShuffle(0)(Tensor.ones(1, 4, 2, 2))",
      "1:13: PixelShuffle: the factor is 0, it must be between 1 and 1073741824"
    ),
    (
      "MaxPool2d(kernel: 3)(Tensor.ones(1, 1, 2, 2))",
      """
      1:13: MaxPool2d(kernel: 3): maxPool2d: the kernel spans 3 elements along the height (kernel 3, \
      dilation 1), the padded input has 2 (input 2, padding 0 in all): use a larger input or \
      padding, or a smaller kernel or dilation
      """
    ),
  ])
  func layersThatCannotBeAreSaidAtTheirPlace(code: String, message: String) {
    let run = ChapterRun("let layer = \(code)")
    #expect(run.failure == message)
  }
}
