import Deconv

extension OperationCases {
  /// What networks are made of beside convolutions.
  static let network: [OperationCase] =
    activations + pooling + unpooling + resizing + normalizing + dense + losses

  /// The input of the activations in the training of the autoencoder.
  private static let hidden = [128, 32, 14, 14]

  private static let activations: [OperationCase] =
    ([
      .relu, .leakyReLU(negativeSlope: 0.01), .leakyReLU(negativeSlope: 0.25), .elu(alpha: 1),
      .elu(alpha: 0.5), .sigmoid, .tanh, .softplus,
    ] as [ActivationOperation.Function])
    .flatMap { function in
      [[7], [2, 3, 2, 3]].map { shape in
        OperationCase(
          ActivationOperation(function), inputs: [OperationInput(shape, .away(from: [0]))],
          large: shape.count == 4 ? [OperationInput(hidden)] : [])
      }
    }
    + [([5], 0), ([3, 4], 0), ([3, 4], 1), ([2, 3, 2, 2], 1), ([2, 1, 2], 1)].flatMap {
      shape, axis in
      [false, true].map { isLogarithmic in
        OperationCase(
          SoftmaxOperation(axis: axis, isLogarithmic: isLogarithmic),
          inputs: [OperationInput(shape)],
          large: shape.count == 4 ? [OperationInput([16, 10, 28, 28])] : [])
      }
    }

  /// Windows over one axis and over two: size, stride, padding, dilation, and inputs.
  private static let windows: [(axes: Int, settings: PoolingSettings, shape: [Int])] = [
    (1, PoolingSettings(kernel: .every(2)), [7]),
    (1, PoolingSettings(kernel: .every(3), stride: .every(1), padding: .every(1)), [2, 6]),
    (1, PoolingSettings(kernel: .every(3), stride: .every(2), padding: .every(1)), [2, 2, 7]),
    (2, PoolingSettings(kernel: .every(2)), [4, 4]),
    (2, PoolingSettings(kernel: .every(2)), [2, 2, 4, 6]),
    (2, PoolingSettings(kernel: .every(2)), [1, 2, 5, 7]),
    (2, PoolingSettings(kernel: .every(3), stride: .every(2), padding: .every(1)), [2, 2, 5, 6]),
    (2, PoolingSettings(kernel: .every(3), stride: .every(1)), [3, 4, 5]),
    (2, PoolingSettings(kernel: .each([1, 3]), stride: .each([3, 1])), [1, 1, 7, 4]),
    (
      2, PoolingSettings(kernel: .each([2, 3]), stride: .each([1, 2]), padding: .each([1, 0])),
      [2, 1, 4, 7]
    ),
    (2, PoolingSettings(kernel: .every(2), stride: .every(3)), [1, 2, 6, 7]),
  ]

  private static let dilatedWindows: [(axes: Int, settings: PoolingSettings, shape: [Int])] = [
    (1, PoolingSettings(kernel: .every(3), stride: .every(1), dilation: .every(2)), [2, 8]),
    (
      2,
      PoolingSettings(
        kernel: .each([2, 3]), stride: .every(2), padding: .each([0, 2]), dilation: .each([3, 2])),
      [2, 1, 7, 6]
    ),
  ]

  private static let pooling: [OperationCase] =
    (windows + dilatedWindows).map { axes, settings, shape in
      OperationCase(
        MaxPoolOperation(axes: axes, settings), inputs: [OperationInput(shape, .distinct)],
        large: shape == [2, 2, 4, 6] ? [OperationInput(hidden, .distinct)] : [])
    }
    + windows.flatMap { axes, settings, shape in
      [true, false].map { countIncludePad in
        OperationCase(
          AveragePoolOperation(axes: axes, settings, countIncludePad: countIncludePad),
          inputs: [OperationInput(shape)],
          large: countIncludePad && shape == [2, 2, 4, 6] ? [OperationInput(hidden)] : [])
      }
    }

  /// Indices as a pooling gives them, with two alike in the last case.
  private static let unpooling: [OperationCase] = [
    OperationCase(
      MaxUnpoolOperation(axes: 1, [1, 2, 5], PoolingSettings(kernel: .every(2))),
      inputs: [OperationInput([3])]),
    OperationCase(
      MaxUnpoolOperation(
        axes: 1, [[0, 4], [2, 3]], PoolingSettings(kernel: .every(2)), outputSize: .every(5)),
      inputs: [OperationInput([2, 2])]),
    OperationCase(
      MaxUnpoolOperation(axes: 2, [[5, 6], [8, 15]], PoolingSettings(kernel: .every(2))),
      inputs: [OperationInput([2, 2])]),
    OperationCase(
      MaxUnpoolOperation(
        axes: 2, [[[[0, 1, 5]]], [[[7, 8, 12]]]], PoolingSettings(kernel: .each([3, 2])),
        outputSize: .each([2, 7])),
      inputs: [OperationInput([2, 1, 1, 3])]),
    OperationCase(
      MaxUnpoolOperation(
        axes: 2, [[[4, 4], [4, 8]]],
        PoolingSettings(kernel: .every(3), stride: .every(2), padding: .every(1))),
      "one element under three windows", inputs: [OperationInput([1, 2, 2])]),
  ]

  private static let resizing: [OperationCase] =
    [UpsampleMode.nearest, .bilinear, .bilinear(alignCorners: true)].flatMap { mode in
      ([
        (1, .scale(.every(2)), [4]), (1, .size(.every(7)), [2, 2, 3]),
        (1, .size(.every(2)), [1, 5]), (2, .scale(.every(2)), [2, 2, 3, 2]),
        (2, .scale(.each([3, 1])), [2, 3]), (2, .size(.each([5, 7])), [1, 2, 3, 4]),
        (2, .size(.each([2, 3])), [2, 5, 7]), (2, .size(.every(1)), [1, 1, 4, 3]),
        (2, .size(.every(3)), [1, 1, 1, 1]),
      ] as [(Int, ResizeOperation.Target, [Int])]).map { axes, target, shape in
        OperationCase(
          ResizeOperation(axes: axes, target, mode), inputs: [OperationInput(shape)],
          large: shape == [2, 2, 3, 2] ? [OperationInput(hidden)] : [])
      }
    }
    + [(1, [1, 2, 2]), (2, [4, 2, 3]), (2, [2, 8, 1, 2]), (3, [1, 9, 2, 1])].map {
      factor, shape in
      OperationCase(
        PixelShuffleOperation(factor: factor, isInverse: false), inputs: [OperationInput(shape)],
        large: shape == [2, 8, 1, 2] ? [OperationInput(hidden)] : [])
    }
    + [(1, [1, 2, 2]), (2, [2, 4, 6]), (2, [2, 1, 4, 2]), (3, [1, 2, 3, 6])].map { factor, shape in
      OperationCase(
        PixelShuffleOperation(factor: factor, isInverse: true), inputs: [OperationInput(shape)],
        large: shape == [2, 1, 4, 2] ? [OperationInput(hidden)] : [])
    }

  private static let normalizing: [OperationCase] =
    [[3, 2], [2, 3, 4], [3, 2, 2, 3], [6, 1, 2, 1]].flatMap { shape in
      let channels = OperationInput([shape[1]])
      let large = shape == [3, 2, 2, 3] ? OperationInput(hidden) : nil
      let wide = OperationInput([hidden[1]])
      return [
        OperationCase(
          BatchNormOperation(epsilon: 1e-5),
          inputs: [
            OperationInput(shape), channels, OperationInput([shape[1]], .positive), channels,
            channels,
          ],
          large: large.map { [$0, wide, OperationInput(wide.shape, .positive), wide, wide] } ?? []),
        OperationCase(
          BatchNormTrainingOperation(epsilon: 1e-3),
          inputs: [OperationInput(shape), channels, channels],
          large: large.map { [$0, wide, wide] } ?? [], bound: 1e-5),
      ]
    }

  private static let dense: [OperationCase] =
    [([3], 2), ([4, 3], 2), ([2, 3, 5], 4), ([17, 2], 1), ([40, 1], 3)].flatMap { shape, features in
      [true, false].map { hasBias in
        let inputs = [
          OperationInput(shape), OperationInput([features, shape[shape.count - 1]]),
          OperationInput([features]),
        ]
        let large = [
          OperationInput([128, 784]), OperationInput([64, 784]), OperationInput([64]),
        ]
        return OperationCase(
          LinearOperation(), inputs: Array(inputs.prefix(hasBias ? 3 : 2)),
          large: hasBias && shape == [4, 3] ? large : [])
      }
    }

  private static let losses: [OperationCase] =
    [[], [3], [2, 3], [5, 1, 2, 3]].flatMap { shape in
      let large = shape.count == 4 ? OperationInput([128, 1, 28, 28]) : nil
      let pair = large.map { [$0, $0] } ?? []
      let (x, t) = (OperationInput(shape), OperationInput(shape))
      let count = shape.reduce(1, *)
      // Not near 0 and 1, where the logarithms are steep.
      let probabilities = (0..<count).map { 0.25 + Double($0 * 5 % 16) / 32 }
      // None equal to another, above and below.
      let (left, right) = (
        (0..<count).map { Double($0 % 3) }, (0..<count).map { Double($0 % 2) + 0.5 }
      )
      return [
        OperationCase(DifferenceLossOperation(.squared), inputs: [x, t], large: pair),
        OperationCase(
          DifferenceLossOperation(.absolute),
          inputs: [OperationInput(shape, .given(left)), OperationInput(shape, .given(right))],
          large: pair),
        OperationCase(BinaryCrossEntropyOperation(ofLogits: true), inputs: [x, t], large: pair),
        OperationCase(
          BinaryCrossEntropyOperation(ofLogits: false),
          inputs: [OperationInput(shape, .given(probabilities)), t]),
      ]
    }
    + [
      ([4], Counts(2)), ([3, 2], [0, 1, 1]), ([2, 3, 2], [[0, 2], [1, 1]]),
      ([5, 2, 1, 2], [[[0, 1]], [[1, 0]], [[1, 1]], [[0, 0]], [[0, 1]]]),
    ].map { shape, classes in
      OperationCase(CrossEntropyOperation(classes: classes), inputs: [OperationInput(shape)])
    }
}
