import Testing

@testable import Deconv

struct LayerNormalizationTests {
  @Test func trainingUsesTheBatchAndMovesTheRunningStatistics() throws {
    var layer = BatchNorm1d(2)
    // Channel 0 has mean 2, variance 1 and unbiased variance 2; channel 1 has 10, 4 and 8.
    let x: Tensor = [[1, 8], [3, 12]]
    let y = try layer.trainingForward(x)
    #expect(y == batchNorm(x, weight: layer.weight, bias: layer.bias))
    for (found, wanted) in zip(y.scalars, [-1, -1, 1, 1] as [Float]) {
      #expect((found - wanted).magnitude < 1e-4)
    }
    // PyTorch: 0.9 · old + 0.1 · new, with the unbiased variance.
    #expect(layer.runningMean == [0.2, 1])
    #expect(layer.runningVariance == Tensor([1.1, 1.7]))
    #expect(layer.batchCount == 1)
  }

  @Test func afterTrainingTheRunningStatisticsCountAndStay() throws {
    var layer = BatchNorm2d(3, epsilon: 1e-3, momentum: 0.5)
    _ = try layer.trainingForward(Tensor.random(4, 3, 5, 5, seed: 1))
    layer.weight = [1, 2, 3]
    layer.bias = [-1, 0, 1]
    let before = layer.state
    let x = Tensor.random(2, 3, 4, 4, seed: 2)
    #expect(
      layer(x)
        == batchNorm(
          x, mean: layer.runningMean, variance: layer.runningVariance, weight: [1, 2, 3],
          bias: [-1, 0, 1], epsilon: 1e-3))
    #expect(layer.state == before)
  }

  @Test func theStateHasPyTorchsNamesInItsOrder() {
    #expect(
      BatchNorm2d(3).state.entries.map(\.name)
        == ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"])
    #expect(
      BatchNorm2d(3, affine: false).state.entries.map(\.name)
        == ["running_mean", "running_var", "num_batches_tracked"])
    #expect(BatchNorm2d(3).parameterCount == 6)
    var layer = BatchNorm1d(1)
    layer.state = LayerState([
      .init("weight", .parameter([2])), .init("bias", .parameter([3])),
      .init("running_mean", .buffer([4])), .init("running_var", .buffer([5])),
      .init("num_batches_tracked", .counter(6)),
    ])
    #expect(layer.weight == [2])
    #expect(layer.bias == [3])
    #expect(layer.runningMean == [4])
    #expect(layer.runningVariance == [5])
    #expect(layer.batchCount == 6)
  }

  @Test func gradientsFlowThroughTheStatisticsOfTheBatchButNotIntoTheRunningOnes() throws {
    let layer = BatchNorm1d(2)
    let x = Tensor.random(4, 2, 3, seed: 1)
    let weights = Tensor.random(4, 2, 3, seed: 2)
    let parameters = layer.state.parameters
    let found = try gradients(
      of: { p in
        var watched = layer
        watched.state.parameters = [p[1], p[2]]
        let y = try watched.trainingForward(p[0])
        #expect(watched.runningMean.place == nil)
        return y
      }, at: [x] + parameters, upstream: weights)
    let expected = gradients(
      of: { batchNorm($0[0], weight: $0[1], bias: $0[2]) }, at: [x] + parameters,
      upstream: weights)
    #expect(found == expected)
  }

  @Test func whatDoesNotFitNamesTheLayerAndTheFix() {
    func message(_ layer: some Layer, _ x: Tensor) -> String? {
      var layer = layer
      let evaluated = #expect(throws: TensorError.self) { try layer.forward(x) }
      let before = layer.state
      let trained = #expect(throws: TensorError.self) { try layer.trainingForward(x) }
      #expect(trained == evaluated)
      #expect(layer.state == before)
      return evaluated?.description
    }
    #expect(
      message(BatchNorm2d(3), Tensor.zeros(2, 4, 5, 5)) == """
        BatchNorm2d(3): the layer takes 3 channels, the input has 4 (shape [2, 4, 5, 5]): use \
        BatchNorm2d(4) here, or let the layer before make 3 channels
        """)
    #expect(
      message(BatchNorm2d(3), Tensor.zeros(2, 3)) == """
        BatchNorm2d(3): batchNorm: the input must be [N, 3, H, W], it has the shape [2, 3]
        """)
    #expect(
      message(BatchNorm1d(3), Tensor.zeros(2, 3, 1, 1)) == """
        BatchNorm1d(3): batchNorm: the input must be [N, 3, L] or [N, 3], it has the shape \
        [2, 3, 1, 1]
        """)
  }

  @Test func aBatchOfOneElementCannotBeNormalised() {
    var layer = BatchNorm1d(2)
    let before = layer.state
    let error = #expect(throws: TensorError.self) {
      try layer.trainingForward(Tensor.zeros(1, 2))
    }
    #expect(error?.description.hasPrefix("BatchNorm1d(2): ") == true)
    #expect(layer.state == before)
  }

  @Test func impossibleSettingsAreRefused() {
    func message(_ channels: Int, _ epsilon: Float, _ momentum: Float) -> String? {
      #expect(throws: TensorError.self) {
        try Checked.batchNorm2dLayer(channels, epsilon: epsilon, momentum: momentum)
      }?.description
    }
    #expect(
      message(0, 1e-5, 0.1)
        == "BatchNorm2d: the number of channels is 0, it must be between 1 and 268435456")
    #expect(
      message(1, -1, 0.1) == "BatchNorm2d: the epsilon is -1.0, it must be between 0 and 1")
    #expect(
      message(1, 1e-5, .nan) == "BatchNorm2d: the momentum is nan, it must be between 0 and 1")
  }

  @Test func aNormalisationIsWrittenAsOneCallsIt() {
    #expect(BatchNorm2d(64).description == "BatchNorm2d(64)")
    #expect(
      BatchNorm1d(4, epsilon: 0.5, momentum: 1, affine: false).description
        == "BatchNorm1d(4, epsilon: 0.5, momentum: 1.0, affine: false)")
  }
}
