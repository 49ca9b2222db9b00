import Testing

@testable import Deconv

struct LayerTests {
  let x = Tensor.random(2, 3, 9, 8, seed: 5)

  @Test func aConvolutionLayerComputesTheConvolutionWithItsSettingsWeightAndBias() throws {
    let layer = Conv2d(
      3, 6, kernel: [3, 2], stride: [2, 1], padding: 1, dilation: [1, 2], groups: 3, seed: 1)
    let bias = try #require(layer.bias)
    #expect(layer.weight.shape == [6, 1, 3, 2])
    #expect(bias.shape == [6])
    #expect(
      layer(x)
        == conv2d(
          x, layer.weight, bias: bias, stride: [2, 1], padding: 1, dilation: [1, 2], groups: 3))
  }

  @Test func aTransposedConvolutionLayerComputesTheTransposedConvolutionWithItsSettings() throws {
    let layer = ConvTranspose2d(
      3, 4, kernel: 3, stride: 2, padding: [1, 0], outputPadding: [1, 0], bias: false, seed: 1)
    #expect(layer.bias == nil)
    #expect(layer.weight.shape == [3, 4, 3, 3])
    #expect(
      layer(x)
        == convTranspose2d(x, layer.weight, stride: 2, padding: [1, 0], outputPadding: [1, 0]))
    #expect(layer(x).shape == [2, 4, 18, 17])
  }

  @Test func layersOverSignalsDoTheSameAlongOneAxis() throws {
    let signal = Tensor.random(2, 3, 7, seed: 5)
    let down = Conv1d(3, 2, kernel: 3, stride: 2, padding: .same, seed: 1)
    let up = ConvTranspose1d(2, 3, kernel: 4, stride: 2, padding: 1, seed: 2)
    let code = down(signal)
    #expect(code == conv1d(signal, down.weight, bias: down.bias, stride: 2, padding: .same))
    #expect(up(code) == convTranspose1d(code, up.weight, bias: up.bias, stride: 2, padding: 1))
    #expect(up(code).shape == [2, 3, 8])
  }

  @Test func aLayerIsWrittenAsOneCallsIt() {
    #expect(
      Conv2d(1, 32, kernel: 3, stride: 2, padding: 1, seed: 0).description
        == "Conv2d(1, 32, kernel: 3, stride: 2, padding: 1)")
    #expect(
      Conv1d(4, 2, kernel: 5, padding: .same, dilation: 2, groups: 2, bias: false, seed: 0)
        .description
        == "Conv1d(4, 2, kernel: 5, padding: .same, dilation: 2, groups: 2, bias: false)")
    #expect(
      ConvTranspose2d(64, 32, kernel: [3, 4], stride: 2, outputPadding: [1, 0], seed: 0)
        .description == "ConvTranspose2d(64, 32, kernel: [3, 4], stride: 2, outputPadding: [1, 0])")
    #expect(LeakyReLU(negativeSlope: 0.2).description == "LeakyReLU(negativeSlope: 0.2)")
    #expect(MaxPool2d(kernel: 2).description == "MaxPool2d(kernel: 2)")
    #expect(Unflatten(64, 7, 7).description == "Unflatten(64, 7, 7)")
    #expect(
      Sequential(Sequential(Tanh()), Sequential()).description == """
        Sequential(
          (0): Sequential(
            (0): Tanh()
          )
          (1): Sequential()
        )
        """)
  }

  @Test(arguments: [
    (0, 4, 3, 1, "Conv2d: the number of input channels is 0, it must be between 1 and 1073741824"),
    (
      4, -1, 3, 1,
      "Conv2d: the number of output channels is -1, it must be between 1 and 1073741824"
    ),
    (4, 4, 0, 1, "Conv2d: the kernel along the height is 0, it must be between 1 and 1073741824"),
    (4, 4, 3, 0, "Conv2d: the number of groups is 0, it must be between 1 and 1073741824"),
    (
      4, 6, 3, 4,
      "Conv2d: 6 channels do not divide into 4 groups: use a number of groups that divides the "
        + "channels of input and output"
    ),
    (
      1 << 20, 1 << 20, 3, 1,
      "Conv2d: the shape [1048576, 1048576, 3, 3] has more than 268435456 elements, the "
        + "most that an array may have: use smaller sizes"
    ),
  ])
  func impossibleSettingsAreRefusedWithTheSettingAndWhatItMustBe(
    input: Int, output: Int, kernel: Int, groups: Int, message: String
  ) {
    let error = #expect(throws: TensorError.self) {
      try Checked.conv2dLayer(
        input, output, kernel: .every(kernel), ConvolutionSettings(groups: groups), seed: 0)
    }
    #expect(error?.description == message)
  }

  @Test func everyKindOfConvolutionLayerChecksItsOwnSettings() {
    #expect(throws: TensorError.self) {
      try Checked.conv1dLayer(1, 1, kernel: .each([3, 3]), seed: 0)
    }
    let error = #expect(throws: TensorError.self) {
      try Checked.convTranspose2dLayer(
        1, 1, kernel: .every(3), ConvolutionSettings(stride: .every(2), outputPadding: .every(2)),
        seed: 0)
    }
    #expect(
      error?.description
        == "ConvTranspose2d: the output padding along the height is 2, it must be less than the "
        + "larger of stride (2) and dilation (1)")
    #expect(throws: TensorError.self) {
      try Checked.convTranspose1dLayer(
        1, 1, kernel: .every(3), ConvolutionSettings(stride: .every(0)), seed: 0)
    }
  }

  @Test func anInputWithOtherChannelsNamesTheLayerBothNumbersAndTheLayerThatWouldFit() {
    let decoder = Sequential(
      ReLU(), ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1, seed: 0))
    let error = #expect(throws: TensorError.self) {
      try TensorError.inside("decoder") { () throws(TensorError) in
        try decoder.forward(Tensor.zeros(2, 16, 7, 7))
      }
    }
    #expect(
      error?.description == """
        decoder.1, ConvTranspose2d(64, 32, kernel: 3, stride: 2, padding: 1): the layer takes 64 \
        channels, the input has 16 (shape [2, 16, 7, 7]): use ConvTranspose2d(16, 32, kernel: 3, \
        stride: 2, padding: 1) here, or let the layer before make 64 channels
        """)
  }

  @Test func anInputThatIsTooSmallOrHasTooFewAxesNamesTheLayer() {
    let layer = Conv2d(1, 1, kernel: 5, seed: 0)
    let small = #expect(throws: TensorError.self) { try layer.forward(Tensor.zeros(1, 1, 3, 9)) }
    #expect(
      small?.description == """
        Conv2d(1, 1, kernel: 5): conv2d: the kernel spans 5 elements along the height (kernel 5, \
        dilation 1), the padded input has 3 (input 3, padding 0 in all): use a larger input or \
        padding, or a smaller kernel or dilation
        """)
    let flat = #expect(throws: TensorError.self) { try layer.forward(Tensor.zeros(9)) }
    #expect(
      flat?.description == """
        Conv2d(1, 1, kernel: 5): Conv2d: the input must be [N, 1, H, W] or [1, H, W], it has the \
        shape [9]
        """)
  }

  @Test func aWeightOrBiasOfAnotherShapeIsRefused() {
    var layer = Conv2d(1, 2, kernel: 3, seed: 0)
    let weight = #expect(throws: TensorError.self) {
      try layer.core.setWeight(Tensor.zeros(2, 1, 3, 2))
    }
    #expect(
      weight?.description == """
        Conv2d(1, 2, kernel: 3): the weight has the shape [2, 1, 3, 3], the new one has the shape \
        [2, 1, 3, 2]: give it the same shape, or make another layer
        """)
    let bias = #expect(throws: TensorError.self) { try layer.core.setBias(nil) }
    #expect(
      bias?.description == """
        Conv2d(1, 2, kernel: 3): the bias has the shape [2], the new one is nil: give it the same \
        shape, or make another layer
        """)
    layer.weight = Tensor.ones(2, 1, 3, 3)
    layer.bias = Tensor([0.5, -1])
    #expect(layer(Tensor.ones(1, 3, 3)).scalars == [9.5, 8])
  }

  @Test func aLayerIsAValueWhatIsChangedInACopyIsNotChangedInTheOriginal() {
    let layer = Conv2d(1, 2, kernel: 3, seed: 0)
    var copy = layer
    copy.weight = Tensor.zeros(2, 1, 3, 3)
    #expect(layer.weight != copy.weight)
  }

  @Test func aSequenceNamesItsPartsByTheirPlacesAndTakesBackTheStateThatItGave() {
    let model = Sequential(
      Conv2d(1, 2, kernel: 3, seed: 1), ReLU(),
      Sequential(Conv2d(2, 1, kernel: 1, bias: false, seed: 2)))
    let state = model.state
    #expect(state.entries.map(\.name) == ["0.weight", "0.bias", "2.0.weight"])
    #expect(state.parameterCount == 18 + 2 + 2)
    #expect(model.parameterCount == 22)
    #expect(state.parameterNames == ["0.weight", "0.bias", "2.0.weight"])
    var other = Sequential(
      Conv2d(1, 2, kernel: 3, seed: 3), ReLU(),
      Sequential(Conv2d(2, 1, kernel: 1, bias: false, seed: 4)))
    #expect(other.state != state)
    other.state = state
    #expect(other.state == state)
    #expect(other(Tensor.ones(1, 5, 5)) == model(Tensor.ones(1, 5, 5)))
  }

  @Test func part1OfAStateIsNotTakenForPart10() {
    let state = LayerState(parts: [
      ("1", LayerState([.init("a", .counter(1))])), ("10", LayerState([.init("a", .counter(2))])),
    ])
    #expect(state.part("1").entries == [.init("a", .counter(1))])
    #expect(state["10.a"] == .counter(2))
    #expect(state["a"] == nil)
  }

  @Test func gradientsFlowToTheInputAndToAllParametersThatAreOnTheTape() {
    var model = Sequential(
      Conv2d(1, 2, kernel: 3, seed: 1), Tanh(), ConvTranspose2d(2, 1, kernel: 3, seed: 2))
    let x = Tensor.random(1, 1, 5, 5, seed: 3)
    let parameters = model.state.parameters
    let found = gradients(
      of: { watched in
        model.state.parameters = watched
        return model(x)
      }, at: parameters)
    let first = parameters[0], second = parameters[2]
    let expected = gradients(
      of: { p in
        convTranspose2d(tanh(conv2d(x, p[0], bias: p[1])), p[2], bias: p[3])
      }, at: [first, parameters[1], second, parameters[3]])
    #expect(found == expected)
    #expect(found.allSatisfy { $0 != Tensor(shape: $0.shape, scalars: $0.scalars.map { _ in 0 }) })
  }

  @Test func theActivationsAreTheOutputsOfAllLayersTheLastThatOfTheWhole() {
    let model = Sequential(Conv2d(3, 2, kernel: 3, seed: 1), ReLU())
    let outputs = model.activations(x)
    #expect(outputs.count == 2)
    #expect(outputs[1] == model(x))
    #expect(outputs[1] == relu(outputs[0]))
  }

  @Test func flattenAndUnflattenAreEachOthersInverseAndNameThemselvesInErrors() {
    let flat = Flatten()(x)
    #expect(flat.shape == [2, 216])
    #expect(Unflatten(3, 9, 8)(flat) == x)
    let error = #expect(throws: TensorError.self) { try Unflatten(3, 9).forward(flat) }
    #expect(error?.description.hasPrefix("Unflatten(3, 9): ") == true)
    #expect(throws: TensorError.self) { try Unflatten(3, 9).forward(x) }
    #expect(throws: TensorError.self) { try Flatten().forward(Tensor(1)) }
  }

  @Test func poolingLayersComputeWhatTheFunctionsDo() {
    #expect(
      MaxPool2d(kernel: 3, stride: 2, padding: 1)(x)
        == maxPool2d(x, kernel: 3, stride: 2, padding: 1))
    #expect(AvgPool2d(kernel: 2)(x) == avgPool2d(x, kernel: 2))
    let error = #expect(throws: TensorError.self) {
      try MaxPool2d(kernel: 9).forward(Tensor.zeros(1, 4, 4))
    }
    #expect(error?.description.hasPrefix("MaxPool2d(kernel: 9): ") == true)
  }

  @Test func activationLayersComputeWhatTheFunctionsDo() {
    let x = x - 0.5
    #expect(ReLU()(x) == relu(x))
    #expect(LeakyReLU(negativeSlope: 0.2)(x) == leakyReLU(x, negativeSlope: 0.2))
    #expect(Tanh()(x) == tanh(x))
    #expect(Sigmoid()(x) == sigmoid(x))
    #expect(Identity()(x) == x)
  }

  @Test func aLinearLayerComputesTheProductWithItsWeightAndBias() throws {
    var layer = Linear(3, 2, seed: 1)
    let x = Tensor.random(4, 3, seed: 2)
    #expect(layer(x) == linear(x, layer.weight, bias: layer.bias))
    layer.weight = [[1, 2, 3], [4, 5, 6]]
    layer.bias = [10, 20]
    #expect(layer([1, 0, -1]) == [8, 18])
    #expect(layer.state.entries.map(\.name) == ["weight", "bias"])
    #expect(layer.description == "Linear(3, 2)")
    let plain = Linear(3, 2, bias: false, seed: 1)
    #expect(plain.description == "Linear(3, 2, bias: false)")
    #expect(plain.state.entries.map(\.name) == ["weight"])
    let error = #expect(throws: TensorError.self) { try layer.forward(Tensor.zeros(4, 5)) }
    #expect(
      error?.description == """
        Linear(3, 2): the layer takes 3 features, the input has 5 (shape [4, 5]): use Linear(5, 2) \
        here, or let the layer before make 3 features
        """)
    #expect(throws: TensorError.self) { try layer.forward(Tensor(1)) }
    #expect(throws: TensorError.self) { try Checked.linearLayer(0, 1, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.linearLayer(1, .max, seed: 0) }
    #expect(throws: TensorError.self) { try Checked.linearLayer(1 << 20, 1 << 20, seed: 0) }
  }

  @Test func resizingLayersComputeWhatTheFunctionsDo() {
    #expect(Upsample(scale: 2)(x) == upsample(x, scale: 2))
    #expect(
      Upsample(scale: [1, 3], mode: .bilinear)(x) == upsample(x, scale: [1, 3], mode: .bilinear))
    #expect(
      Upsample(scale: 2, mode: .bilinear(alignCorners: true)).description
        == "Upsample(scale: 2, mode: .bilinear(alignCorners: true))")
    #expect(Upsample(scale: 2).description == "Upsample(scale: 2, mode: .nearest)")
    let channels = Tensor.random(1, 8, 2, 3, seed: 1)
    #expect(PixelShuffle(2)(channels) == pixelShuffle(channels, 2))
    let shuffle = #expect(throws: TensorError.self) { try PixelShuffle(2).forward(x) }
    #expect(shuffle?.description.hasPrefix("PixelShuffle(2): pixelShuffle: ") == true)
    let scale = #expect(throws: TensorError.self) { try Checked.upsampleLayer(scale: .every(0)) }
    #expect(
      scale?.description == "Upsample: the scale is 0, it must be between 1 and 1073741824")
  }

  @Test func trainingReachesTheLayersInsideOfASequence() throws {
    var model = Sequential(Sequential(BatchNorm2d(3)), Tanh())
    let y = try model.trainingForward(x)
    #expect(y == tanh(batchNorm(x)))
    #expect(model.state["0.0.num_batches_tracked"] == .counter(1))
    let error = #expect(throws: TensorError.self) {
      try model.trainingForward(Tensor.zeros(1, 2, 3, 3))
    }
    #expect(error?.description.hasPrefix("0.0, BatchNorm2d(3): the layer takes 3 channels") == true)
  }
}
