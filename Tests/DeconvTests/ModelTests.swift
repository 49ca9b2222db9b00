import Testing

@testable import Deconv

struct ModelTests {
  @Test func theAutoencoderHasPyTorchsNamesShapesAndCount() {
    let model = Autoencoder(seed: 0)
    let state = model.state
    #expect(
      state.entries.map(\.name) == [
        "encoder.0.weight", "encoder.0.bias", "encoder.2.weight", "encoder.2.bias",
        "decoder.0.weight", "decoder.0.bias", "decoder.2.weight", "decoder.2.bias",
      ])
    #expect(
      state.parameters.map(\.shape) == [
        [32, 1, 3, 3], [32], [64, 32, 3, 3], [64], [64, 32, 3, 3], [32], [32, 1, 3, 3], [1],
      ])
    #expect(model.parameterCount == 37_569)
    #expect(
      model.description == """
        Autoencoder(
          (encoder): Sequential(
            (0): Conv2d(1, 32, kernel: 3, stride: 2, padding: 1)
            (1): ReLU()
            (2): Conv2d(32, 64, kernel: 3, stride: 2, padding: 1)
            (3): ReLU()
          )
          (decoder): Sequential(
            (0): ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
            (1): ReLU()
            (2): ConvTranspose2d(32, 1, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
            (3): Tanh()
          )
        )
        """)
  }

  @Test func theAutoencoderMakesPicturesOfTheSizeItWasGiven() {
    let model = Autoencoder(channels: [2, 4, 3], seed: 0)
    let x = Tensor.random(3, 2, 28, 20, seed: 1)
    let code = model.encoder(x)
    #expect(code.shape == [3, 3, 7, 5])
    #expect(model.decoder(code) == model(x))
    #expect(model(x).shape == x.shape)
    #expect(
      model.outputShapes(input: [3, 2, 28, 20]).map(\.path) == [
        "encoder.0", "encoder.1", "encoder.2", "encoder.3", "decoder.0", "decoder.1", "decoder.2",
        "decoder.3",
      ])
    #expect(
      model.outputShapes(input: [3, 2, 28, 20]).map(\.shape)
        == (model.encoder.activations(x) + model.decoder.activations(code)).map(\.shape))
  }

  @Test func aModelBeginsByItsSeedAlone() {
    #expect(Autoencoder(seed: 3).state == Autoencoder(seed: 3).state)
    #expect(Autoencoder(seed: 3).state != Autoencoder(seed: 4).state)
    // The two weights of the same shape begin differently.
    let state = Autoencoder(seed: 3).state
    #expect(state["encoder.2.weight"] != state["decoder.0.weight"])
  }

  @Test func anErrorInsideOfAModelNamesThePathTheLayerAndTheFix() {
    let error = #expect(throws: TensorError.self) {
      try Autoencoder(seed: 0).forward(Tensor.zeros(1, 3, 28, 28))
    }
    #expect(
      error?.description == """
        encoder.0, Conv2d(1, 32, kernel: 3, stride: 2, padding: 1): the layer takes 1 channel, the \
        input has 3 (shape [1, 3, 28, 28]): use Conv2d(3, 32, kernel: 3, stride: 2, padding: 1) \
        here, or let the layer before make 1 channel
        """)
  }

  /// The message of a model whose output does not have the shape of its target.
  private func message(
    _ model: some Layer, _ input: [Int], _ target: [Int]
  ) -> String? {
    #expect(throws: TensorError.self) {
      try Checked.checkOutput(of: model, input: input, target: target)
    }?.description
  }

  @Test func thePrintedBaselineIsToldWhichOutputPaddingIsMissing() {
    // With output padding at the last layer alone: 28 → 14 → 7 → 13 → 26.
    #expect(
      message(Autoencoder(outputPadding: [0, 1], seed: 0), [1, 1, 28, 28], [1, 1, 28, 28]) == """
        the output of the model has the shape [1, 1, 26, 26], the target [1, 1, 28, 28]: give \
        decoder.0, ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1) outputPadding: 1 (7 → \
        14 instead of 13)
        """)
  }

  @Test func everyMissingOutputPaddingIsNamedForEachAxis() {
    #expect(
      message(Autoencoder(outputPadding: [0, 0], seed: 0), [1, 1, 28, 28], [1, 1, 28, 28]) == """
        the output of the model has the shape [1, 1, 25, 25], the target [1, 1, 28, 28]: give \
        decoder.0, ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1) outputPadding: 1 (7 → \
        14 instead of 13), and give decoder.2, ConvTranspose2d(32, 1, kernel: 3, stride: 2, padding: \
        1) outputPadding: 1 (14 → 28 instead of 27)
        """)
    // 25 rows and 26 columns: the rows need no output padding at the end, the columns one.
    #expect(
      message(Autoencoder(seed: 0), [1, 1, 25, 26], [1, 1, 25, 26]) == """
        the output of the model has the shape [1, 1, 28, 28], the target [1, 1, 25, 26]: give \
        decoder.0, ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1, outputPadding: 1) \
        outputPadding: 0 (7 → 13 instead of 14), and give decoder.2, ConvTranspose2d(32, 1, kernel: \
        3, stride: 2, padding: 1, outputPadding: 1) outputPadding: [0, 1] (13 → [25, 26] instead of \
        26)
        """)
  }

  @Test func whereNoOutputPaddingHelpsTheSizesAreListed() {
    #expect(
      message(Autoencoder(seed: 0), [1, 1, 28, 28], [1, 1, 32, 32]) == """
        the output of the model has the shape [1, 1, 28, 28], the target [1, 1, 32, 32]: no output \
        paddings are enough, so compare the sizes: [1, 1, 28, 28] → encoder.0 [1, 32, 14, 14] → \
        encoder.1 [1, 32, 14, 14] → encoder.2 [1, 64, 7, 7] → encoder.3 [1, 64, 7, 7] → decoder.0 \
        [1, 32, 14, 14] → decoder.1 [1, 32, 14, 14] → decoder.2 [1, 1, 28, 28] → decoder.3 [1, 1, \
        28, 28]
        """)
  }

  @Test func adviceIsFoundAroundLayersOfOtherKinds() {
    // 9 → 4 (pool) → 7 of 8; then flattened: any layer may follow.
    let model = Sequential(
      MaxPool2d(kernel: 2), ConvTranspose2d(1, 1, kernel: 3, stride: 2, padding: 1, seed: 0),
      Upsample(scale: 2), Flatten())
    #expect(
      message(model, [1, 1, 9, 9], [1, 256]) == """
        the output of the model has the shape [1, 196], the target [1, 256]: give 1, \
        ConvTranspose2d(1, 1, kernel: 3, stride: 2, padding: 1) outputPadding: 1 (4 → 8 instead of 7)
        """)
    #expect(
      message(ConvTranspose1d(1, 1, kernel: 3, stride: 3, seed: 0), [1, 1, 2], [1, 1, 8]) == """
        the output of the model has the shape [1, 1, 6], the target [1, 1, 8]: give \
        ConvTranspose1d(1, 1, kernel: 3, stride: 3) outputPadding: 2 (2 → 8 instead of 6)
        """)
  }

  @Test func aModelThatFitsPassesAndOneThatCannotRunSaysWhere() throws {
    try Checked.checkOutput(
      of: Autoencoder(seed: 0), input: [9, 1, 28, 28], target: [9, 1, 28, 28])
    #expect(
      message(Autoencoder(seed: 0), [1, 2, 28, 28], [1, 2, 28, 28])?.hasPrefix("encoder.0, ")
        == true)
    #expect(
      message(Sequential(Conv2d(1, 1, kernel: 3, seed: 0), Linear(9, 2, seed: 0)), [1, 7, 7], [2])?
        .hasPrefix("1, Linear(9, 2): the layer takes 9 features, the input has 5") == true)
  }

  @Test func aShapeThatIsNoneIsRefused() {
    #expect(
      message(Tanh(), [1, -1], [1, 1]) == "[1, -1] is no shape: every size must be at least 0")
  }

  @Test func aSearchWithTooManyWaysEnds() {
    let layers = (0..<12).map { ConvTranspose1d(1, 1, kernel: 5, stride: 4, bias: false, seed: $0) }
    #expect(
      message(Sequential(layers), [1, 1, 1], [1, 1, 2])?.contains("compare the sizes") == true)
  }

  @Test func impossibleModelsAreRefused() {
    #expect(throws: TensorError.self) { try Checked.autoencoder(channels: [1, 2], seed: 0) }
    #expect(throws: TensorError.self) { try Checked.autoencoder(outputPadding: [1], seed: 0) }
    #expect(throws: TensorError.self) { try Checked.autoencoder(outputPadding: [1, 2], seed: 0) }
    #expect(throws: TensorError.self) { try Checked.batchNormAutoencoder(channels: [3], seed: 0) }
    #expect(throws: TensorError.self) { try Checked.uNetDecoderBlock(1, skip: 1, 1, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.uNetDecoderBlock(4, skip: .max, 1, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.uNetDecoderBlock(4, skip: 0, 1, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.fcnHead(4, classes: 2, scale: 0, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.dcganGenerator(doublings: 9, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.dcganGenerator(features: .max, seed: 0) }
  }

  @Test func theBatchNormAutoencoderHasTheCountsOfTheReferenceChapter() {
    let model = BatchNormAutoencoder(seed: 0)
    #expect(model.parameterCount == 1_030_723)
    let shapes = model.outputShapes(input: [2, 3, 224, 224])
    #expect(shapes.first { $0.path == "encoder.8" }?.shape == [2, 256, 28, 28])
    #expect(shapes.last?.shape == [2, 3, 224, 224])
    #expect(
      model.state.entries.map(\.name).filter { $0.hasPrefix("decoder.4") } == [
        "decoder.4.weight", "decoder.4.bias", "decoder.4.running_mean", "decoder.4.running_var",
        "decoder.4.num_batches_tracked",
      ])
    // The biases before a normalisation, which it takes off again.
    let biases = ["encoder.0", "encoder.3", "encoder.6", "decoder.0", "decoder.3"].map {
      model.state.part($0)["bias"]
    }
    let count = biases.reduce(0) { sum, bias in
      if case .parameter(let tensor) = bias { sum + tensor.count } else { sum }
    }
    #expect(count == 640)
  }

  @Test func aSmallBatchNormAutoencoderTrainsAndEvaluatesDifferently() throws {
    var model = BatchNormAutoencoder(channels: [1, 4, 2], seed: 0)
    let x = Tensor.random(2, 1, 8, 8, seed: 1)
    let before = model(x)
    let trained = try model.trainingForward(x)
    #expect(trained.shape == x.shape)
    #expect(trained != before)
    #expect(model(x) != before)
    #expect(model.state["encoder.1.num_batches_tracked"] == .counter(1))
  }

  @Test func theUNetBlockHasTheCountsOfTheReferenceChapter() {
    let block = UNetDecoderBlock(128, skip: 64, 64, seed: 0)
    #expect(block.state.parameterCount == 242_112)
    #expect(block.state.entries.count == 16)
    #expect(block.state.entries.first?.name == "up.weight")
    #expect(block.state.entries.last?.name == "conv.4.num_batches_tracked")
    #expect(block.description.hasPrefix("UNetDecoderBlock(\n  (up): ConvTranspose2d(128, 64, "))
  }

  @Test func aUNetBlockJoinsEvenSizesWithoutARepair() throws {
    let block = UNetDecoderBlock(4, skip: 3, 2, repair: .none, seed: 0)
    let (x, skip) = (Tensor.random(2, 4, 5, 6, seed: 1), Tensor.random(2, 3, 10, 12, seed: 2))
    let y = block(x, skip: skip)
    #expect(y.shape == [2, 2, 10, 12])
    #expect(y == block.conv(concatenated([block.up(x), skip], axis: 1)))
  }

  @Test func theFourRepairsOfOddSizesAreWhatTheySay() throws {
    let x = Tensor.random(1, 4, 5, 6, seed: 1)
    let skip = Tensor.random(1, 3, 11, 12, seed: 2)
    var block = UNetDecoderBlock(4, skip: 3, 2, repair: .resize(.nearest), seed: 0)
    func joined(_ up: Tensor, _ skip: Tensor) -> Tensor {
      block.conv(concatenated([up, skip], axis: 1))
    }
    let up = block.up(x)
    #expect(up.shape == [1, 2, 10, 12])
    #expect(
      block(x, skip: skip) == joined(upsample(up, size: [11, 12], mode: .nearest), skip))
    block.repair = .resize(.bilinear)
    #expect(
      block(x, skip: skip) == joined(upsample(up, size: [11, 12], mode: .bilinear), skip))
    block.repair = .outputPadding
    let padded = convTranspose2d(
      x, block.up.weight, bias: block.up.bias, stride: 2, padding: 1, outputPadding: [1, 0])
    #expect(block(x, skip: skip) == joined(padded, skip))
    block.repair = .pad
    #expect(
      block(x, skip: skip) == joined(up.padded(top: 0, left: 0, bottom: 1, right: 0), skip))
    block.repair = .crop
    let cropped = skip.cropped(top: 0, left: 0, bottom: 1, right: 0)
    #expect(block(x, skip: skip) == joined(up, cropped))
    #expect(block(x, skip: skip).shape == [1, 2, 10, 12])
    block.repair = .none
    let error = #expect(throws: TensorError.self) { try block.forward(x, skip: skip) }
    #expect(
      error?.description == """
        UNetDecoderBlock: the shapes [1, 2, 10, 12] and [1, 3, 11, 12] do not fit: the doubled \
        input and the skip connection must have the same height and width: choose a repair of \
        sizes: .outputPadding, .resize(.nearest), .pad or .crop
        """)
  }

  @Test func repairsReachFurtherThanOnePixelAndBothWays() throws {
    let x = Tensor.random(1, 4, 5, 5, seed: 1)
    var block = UNetDecoderBlock(4, skip: 1, 2, repair: .pad, seed: 0)
    // 10 × 10 meets 13 × 8: three rows are missing, two columns too many.
    let skip = Tensor.random(1, 1, 13, 8, seed: 2)
    let up = block.up(x)
    let fitted = up.padded(top: 1, left: 0, bottom: 2, right: 0)
      .cropped(top: 0, left: 1, bottom: 0, right: 1)
    #expect(block(x, skip: skip) == block.conv(concatenated([fitted, skip], axis: 1)))
    block.repair = .crop
    #expect(block(x, skip: skip).shape == [1, 2, 10, 8])
    block.repair = .outputPadding
    let error = #expect(throws: TensorError.self) { try block.forward(x, skip: skip) }
    #expect(
      error?.description.hasSuffix(
        "no output padding of ConvTranspose2d(4, 2, kernel: 4, stride: 2, padding: 1) is enough, "
          + "choose another repair") == true)
  }

  @Test func aUNetBlockNamesThePartThatDoesNotFit() throws {
    let block = UNetDecoderBlock(4, skip: 3, 2, repair: .outputPadding, seed: 0)
    func message(_ x: Tensor, _ skip: Tensor) -> String {
      #expect(throws: TensorError.self) { try block.forward(x, skip: skip) }?.description ?? ""
    }
    #expect(message(.zeros(1, 5, 4, 4), .zeros(1, 3, 8, 8)).hasPrefix("up, ConvTranspose2d(4, 2, "))
    #expect(message(.zeros(1, 4, 4, 4), .zeros(1, 2, 8, 8)).hasPrefix("conv.0, Conv2d(5, 2, "))
    #expect(message(.zeros(4, 4, 4), .zeros(1, 2, 8, 8)).contains("the input must be [N, C, H, W]"))
    #expect(message(.zeros(1, 4, 4, 4), .zeros(8, 8)).contains("the skip connection must be"))
    #expect(message(.zeros(2, 4, 4, 4), .zeros(1, 3, 8, 8)).hasPrefix("concatenated: "))
  }

  @Test func gradientsOfAUNetBlockReachBothInputs() throws {
    var block = UNetDecoderBlock(4, skip: 3, 2, repair: .pad, seed: 0)
    let inputs = [Tensor.random(2, 4, 2, 3, seed: 1), Tensor.random(2, 3, 5, 6, seed: 2)]
    let weights = Tensor.random(2, 2, 5, 6, seed: 3)
    let found = try gradients(
      of: { try block.trainingForward($0[0], skip: $0[1]) }, at: inputs, upstream: weights)
    #expect(found.map(\.shape) == inputs.map(\.shape))
    #expect(found.allSatisfy { $0.scalars.contains { $0 != 0 } })
  }

  @Test func theFCNHeadEnlargesByExactlyItsScaleAndBeginsBilinear() {
    #expect(
      Sequential.fcnHead(512, classes: 21, seed: 0).outputShapes(input: [1, 512, 10, 15]).last?
        .shape
        == [1, 21, 320, 480])
    for scale in 1...5 {
      let head = Sequential.fcnHead(3, classes: 2, scale: scale, seed: 0)
      #expect(head(Tensor.zeros(1, 3, 4, 3)).shape == [1, 2, 4 * scale, 3 * scale])
    }
    let head = Sequential.fcnHead(3, classes: 2, scale: 2, seed: 0)
    #expect(head.state.entries.map(\.name) == ["0.weight", "0.bias", "1.weight"])
    #expect(head.state["1.weight"] == .parameter(Initializer.bilinear.tensor([2, 2, 4, 4])))
  }

  @Test func theDCGANGeneratorHasTheShapesAndCountsOfThePaper() {
    let model = Sequential.dcganGenerator(seed: 0)
    #expect(model.parameterCount == 3_576_704)
    #expect(
      model.outputShapes(input: [1, 100, 1, 1]).filter { $0.layer.hasPrefix("Conv") }.map(\.shape)
        == [
          [1, 512, 4, 4], [1, 256, 8, 8], [1, 128, 16, 16], [1, 64, 32, 32], [1, 3, 64, 64],
        ])
    let small = Sequential.dcganGenerator(
      latent: 5, features: 4, channels: 1, doublings: 2, seed: 0)
    #expect(small(Tensor.randomNormal(2, 5, 1, 1, seed: 0)).shape == [2, 1, 16, 16])
  }
}
