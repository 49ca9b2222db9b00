import Deconv

extension OperationCases {
  /// Matrix products of all ranks, and over no terms.
  static let products: [OperationCase] =
    [([3, 4], [4, 2]), ([4], [4, 2]), ([3, 4], [4]), ([4], [4]), ([2, 0], [0, 3])].map {
      OperationCase(
        MatrixProductOperation(), inputs: [OperationInput($0), OperationInput($1)],
        large: $0 == [3, 4] ? [OperationInput([256, 784]), OperationInput([784, 128])] : [])
    }

  /// Convolutions and transposed convolutions, and the matrices of convolutions.
  static let convolutions: [OperationCase] =
    movements.flatMap { movement in
      [movement.operationCase(isTransposed: false), movement.operationCase(isTransposed: true)]
    } + layers + matrices

  /// The ways in which kernels move: every setting alone, and some together.
  private static let movements: [Movement] = [
    // One axis.
    Movement([6], kernel: [3]),
    Movement([7], kernel: [3], stride: .every(2), padding: .every(1), extra: .every(1), batch: 3),
    Movement([7], kernel: [2], stride: .every(3), hasBias: false),
    Movement([8], kernel: [3], dilation: .each([2]), padding: .each([2])),
    Movement([7], kernel: [2], stride: .every(2), rule: .same),
    Movement([5], kernel: [2], stride: .every(3), rule: .valid),
    Movement([6], kernel: [3], rule: .ends(start: 2, end: 0)),
    Movement([5], kernel: [2], groups: 2),
    // Two axes.
    Movement([4, 5], kernel: [3, 2]),
    Movement([5, 4], kernel: [3, 3], stride: .every(2), padding: .every(1), batch: 3),
    Movement(
      [4, 4], kernel: [3, 3], stride: .every(2), padding: .every(1), extra: .every(1), batch: 3),
    Movement([4, 5], kernel: [2, 3], stride: .each([1, 2]), padding: .each([0, 1])),
    Movement([5, 5], kernel: [2, 2], stride: .every(3), extra: .each([2, 1]), hasBias: false),
    Movement([5, 6], kernel: [2, 3], dilation: .each([3, 2]), padding: .each([1, 2])),
    Movement(
      [6, 5], kernel: [3, 2], stride: .every(2), dilation: .every(2), padding: .every(2),
      extra: .each([1, 0])),
    Movement([3, 4], kernel: [2, 2], groups: 2, batch: 3),
    Movement([3, 3], kernel: [2, 2], stride: .every(2), padding: .every(1), groups: 3, depth: 1),
    Movement([4, 5], kernel: [3, 3], stride: .every(2), rule: .same),
    Movement([5, 4], kernel: [2, 4], stride: .each([2, 3]), rule: .same, batch: 3),
    Movement([4, 4], kernel: [2, 2], dilation: .every(2), rule: .same),
    Movement([3, 3], kernel: [1, 2], stride: .every(3), rule: .valid),
    Movement([4, 4], kernel: [2, 2], rule: .ends(start: 0, end: 1)),
    Movement(
      [4, 3], kernel: [3, 2], stride: .every(2), rule: .ends(top: 2, bottom: 0, left: 0, right: 1)),
    Movement([2, 3], kernel: [1, 1], batch: 3),
  ]

  /// The layers of the autoencoder, and inputs without batch or channels.
  private static let layers: [OperationCase] = {
    let halving = ConvolutionSettings(stride: .every(2), padding: .every(1))
    let doubling = ConvolutionSettings(
      stride: .every(2), padding: .every(1), outputPadding: .every(1))
    let down = ConvolutionOperation(axes: 2, isTransposed: false, settings: halving)
    let up = ConvolutionOperation(axes: 2, isTransposed: true, settings: doubling)
    return [
      OperationCase(
        down, "first layer",
        inputs: [[1, 1, 4, 4], [3, 1, 3, 3], [3]].map { OperationInput($0) },
        large: [[128, 1, 28, 28], [32, 1, 3, 3], [32]].map { OperationInput($0) }),
      OperationCase(
        down, "second layer",
        inputs: [[1, 3, 4, 4], [2, 3, 3, 3], [2]].map { OperationInput($0) },
        large: [[128, 32, 14, 14], [64, 32, 3, 3], [64]].map { OperationInput($0) }),
      OperationCase(
        up, "third layer", inputs: [[1, 2, 2, 2], [2, 3, 3, 3], [3]].map { OperationInput($0) },
        large: [[128, 64, 7, 7], [64, 32, 3, 3], [32]].map { OperationInput($0) }),
      OperationCase(
        up, "fourth layer", inputs: [[1, 3, 2, 2], [3, 1, 3, 3], [1]].map { OperationInput($0) },
        large: [[128, 32, 14, 14], [32, 1, 3, 3], [1]].map { OperationInput($0) }),
      OperationCase(
        down, "no batch", inputs: [[2, 4, 4], [3, 2, 3, 3], [3]].map { OperationInput($0) }),
      OperationCase(
        up, "no batch", inputs: [[2, 2, 2], [2, 3, 3, 3]].map { OperationInput($0) }),
      OperationCase(
        down, "no channels", inputs: [[4, 4], [3, 3], [1]].map { OperationInput($0) }),
      OperationCase(up, "no channels", inputs: [[2, 2], [3, 3]].map { OperationInput($0) }),
    ]
  }()

  private static let matrices: [OperationCase] = [
    OperationCase(
      ConvolutionMatrixOperation(
        input: .every(5), settings: ConvolutionSettings(stride: .every(2), padding: .every(1))),
      inputs: [OperationInput([3])]),
    OperationCase(
      ConvolutionMatrixOperation(
        input: .each([3, 4]), settings: ConvolutionSettings(dilation: .each([1, 2]))),
      inputs: [OperationInput([2, 2])]),
    OperationCase(
      ConvolutionMatrixOperation(
        input: .every(4), settings: ConvolutionSettings(stride: .every(2), padding: .same)),
      inputs: [OperationInput([3, 3])]),
  ]
}

/// How a kernel moves over an input of some spatial size, as a convolution and as a transposed one.
private struct Movement {
  let input: [Int]
  let kernel: [Int]
  let settings: ConvolutionSettings
  /// The setting that only the transposed convolution has.
  let extra: AxisValues
  /// The input channels of one group; there is one output channel more.
  let depth: Int
  let batch: Int
  let hasBias: Bool

  init(
    _ input: [Int], kernel: [Int], stride: AxisValues = .every(1), dilation: AxisValues = .every(1),
    padding: AxisValues = .every(0), rule: Padding? = nil, extra: AxisValues = .every(0),
    groups: Int = 1, depth: Int = 2, batch: Int = 1, hasBias: Bool = true
  ) {
    self.input = input
    self.kernel = kernel
    settings = ConvolutionSettings(
      stride: stride, padding: rule ?? padding.convolutionPadding, dilation: dilation,
      groups: groups)
    self.extra = extra
    self.depth = depth
    self.batch = batch
    self.hasBias = hasBias
  }

  func operationCase(isTransposed: Bool) -> OperationCase {
    var settings = settings
    if isTransposed { settings.outputPadding = extra }
    let (inputs, outputs) = (depth * settings.groups, (depth + 1) * settings.groups)
    let weight = isTransposed ? [inputs, depth + 1] : [outputs, depth]
    let shapes =
      [[batch, inputs] + input, weight + kernel] + (hasBias ? [[outputs]] : [])
    return OperationCase(
      ConvolutionOperation(axes: input.count, isTransposed: isTransposed, settings: settings),
      inputs: shapes.map { OperationInput($0) },
      reference: isTransposed
        ? transposedReference(settings) : input.count == 2 ? convolutionReference(settings) : nil)
  }

  /// Every other algorithm of a transposed convolution, which must agree among themselves.
  private func transposedReference(
    _ settings: ConvolutionSettings
  ) -> @Sendable ([Tensor]) throws -> Tensor {
    { [axes = input.count] inputs in
      let outputs = try [.scatter, .zeroInsertion, .polyphase].map {
        (algorithm: TransposedConvolutionAlgorithm) in
        try ConvolutionOperation(
          axes: axes, isTransposed: true, settings: settings, algorithm: algorithm
        ).forward(inputs)
      }
      guard outputs.allSatisfy({ $0 == outputs[0] }) else { throw Disagreement() }
      return outputs[0]
    }
  }

  /// The product of the weights with the unfolded input, for each image and group.
  private func convolutionReference(
    _ settings: ConvolutionSettings
  ) -> @Sendable ([Tensor]) throws -> Tensor {
    { [depth, kernel] inputs in
      let groups = settings.groups
      var images: [Tensor] = []
      for image in 0..<inputs[0].shape[0] {
        var channels: [Tensor] = []
        for group in 0..<groups {
          let x = try Checked.slice(
            Checked.row(inputs[0], image), axis: 0, from: group * depth, to: (group + 1) * depth)
          let columns = try Checked.unfold(x, kernel: .each(kernel), settings)
          let rows = try Checked.slice(
            inputs[1], axis: 0, from: group * (depth + 1), to: (group + 1) * (depth + 1))
          channels.append(
            try Checked.matmul(Checked.reshaped(rows, [depth + 1, -1]), columns))
        }
        images.append(try Checked.concatenated(channels))
      }
      let outputs = (depth + 1) * groups
      var result = try Checked.reshaped(
        Checked.concatenated(images), [inputs[0].shape[0], outputs, -1])
      if inputs.count > 2 {
        result = try Checked.add(result, Checked.reshaped(inputs[2], [outputs, 1]))
      }
      return result
    }
  }

  /// Two algorithms that give different bits.
  private struct Disagreement: Error {}
}
