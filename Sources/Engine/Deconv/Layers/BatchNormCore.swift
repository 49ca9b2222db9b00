/// What the two batch normalisations have in common.
struct BatchNormCore: Sendable {
  /// The number of spatial axes, 1 or 2.
  let axes: Int
  let channels: Int
  let epsilon: Float
  let momentum: Float
  var weight: Tensor?
  var bias: Tensor?
  var runningMean: Tensor
  var runningVariance: Tensor
  var batchCount = 0

  init(
    axes: Int, _ channels: Int, epsilon: Float, momentum: Float, isAffine: Bool
  ) throws(TensorError) {
    let name = "BatchNorm\(axes)d"
    guard 1...Shape.maximumCount ~= channels else {
      throw .argument(
        operation: name, argument: "number of channels", value: channels,
        expected: "between 1 and \(Shape.maximumCount)")
    }
    for (setting, value) in [("epsilon", epsilon), ("momentum", momentum)]
    where !(value >= 0 && value <= 1) {
      throw .setting(
        operation: name, setting: setting, value: Double(value), expected: "between 0 and 1")
    }
    self.axes = axes
    self.channels = channels
    self.epsilon = epsilon
    self.momentum = momentum
    weight = isAffine ? try Checked.full(shape: [channels], value: 1) : nil
    bias = isAffine ? try Checked.full(shape: [channels], value: 0) : nil
    runningMean = try Checked.full(shape: [channels], value: 0)
    runningVariance = try Checked.full(shape: [channels], value: 1)
  }

  var description: String { description(channels: channels) }

  private func description(channels: Int) -> String {
    var text = "BatchNorm\(axes)d(\(channels)"
    if epsilon != 1e-5 { text += ", epsilon: \(epsilon)" }
    if momentum != 0.1 { text += ", momentum: \(momentum)" }
    return text + (weight == nil ? ", affine: false)" : ")")
  }

  func forward(_ x: Tensor) throws(TensorError) -> Tensor {
    try located { () throws(TensorError) in
      try check(x)
      return try Checked.batchNorm(
        x, mean: runningMean, variance: runningVariance, weight: weight, bias: bias,
        epsilon: epsilon)
    }
  }

  mutating func trainingForward(_ x: Tensor) throws(TensorError) -> Tensor {
    let before = self
    let (output, running) = try before.located { () throws(TensorError) in
      try before.check(x)
      let output = try Checked.batchNorm(
        x, weight: before.weight, bias: before.bias, epsilon: before.epsilon)
      // What is observed is not trained: these are new numbers, on no tape.
      let running = try Checked.runningStatistics(
        mean: before.runningMean, variance: before.runningVariance,
        batch: Checked.batchStatistics(x), momentum: before.momentum)
      return (output, running)
    }
    (runningMean, runningVariance) = (running.mean, running.variance)
    batchCount += 1
    return output
  }

  private func located<Value>(
    _ body: () throws(TensorError) -> Value
  ) throws(TensorError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .layer(path: "", layer: description, error)
    }
  }

  private func check(_ x: Tensor) throws(TensorError) {
    let isFeatures = axes == 1 && x.rank == 2
    guard x.rank == axes + 2 || isFeatures else {
      throw .rank(
        operation: "batchNorm", argument: "input", shape: x.shape,
        expected: axes == 1
          ? "[N, \(channels), L] or [N, \(channels)]" : "[N, \(channels), H, W]")
    }
    guard x.shape[1] == channels else {
      throw .layerInput(
        what: "channel", expected: channels, found: x.shape[1], input: x.shape,
        suggestion: description(channels: x.shape[1]))
    }
  }

  var state: LayerState {
    get {
      var entries: [LayerState.Entry] = []
      if let weight { entries.append(.init("weight", .parameter(weight))) }
      if let bias { entries.append(.init("bias", .parameter(bias))) }
      return LayerState(
        entries + [
          .init("running_mean", .buffer(runningMean)),
          .init("running_var", .buffer(runningVariance)),
          .init("num_batches_tracked", .counter(batchCount)),
        ])
    }
    set {
      for entry in newValue.entries {
        switch (entry.name, entry.value) {
        case ("weight", .parameter(let tensor)): weight = tensor
        case ("bias", .parameter(let tensor)): bias = tensor
        case ("running_mean", .buffer(let tensor)): runningMean = tensor
        case ("running_var", .buffer(let tensor)): runningVariance = tensor
        case ("num_batches_tracked", .counter(let count)): batchCount = count
        default: preconditionFailure("a batch normalisation has no '\(entry.name)'")
        }
      }
    }
  }
}
