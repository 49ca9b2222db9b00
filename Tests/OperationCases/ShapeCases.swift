import Deconv

extension OperationCases {
  /// What puts elements elsewhere.
  static let shapes: [OperationCase] = rearrangements + margins + insertions + unfoldings

  private static let rearrangements: [OperationCase] =
    [([2, 6], [3, 4]), ([2, 3], [-1]), ([2, 3, 4], [4, -1]), ([], [1]), ([1, 1], [])].map {
      OperationCase(ReshapeOperation(shape: $1), inputs: [OperationInput($0)])
    }
    + [[], [3], [2, 3], [2, 3, 4], [2, 1, 3, 2]].map {
      OperationCase(
        TransposeOperation(), inputs: [OperationInput($0)],
        large: $0 == [2, 3] ? [OperationInput([1024, 784])] : [])
    }
    + [([3], 1), ([3, 2], 0), ([3, 2, 2], 2)].map {
      OperationCase(RowOperation($1), inputs: [OperationInput($0)])
    }
    + [([4], 0, 1, 3), ([3, 4], 0, 0, 2), ([3, 4], 1, 1, 4), ([2, 3, 2], 1, 1, 1)].map {
      OperationCase(SliceOperation(axis: $1, from: $2, to: $3), inputs: [OperationInput($0)])
    }
    + [[], [4], [2, 3], [2, 2, 3]].map {
      OperationCase(FlipOperation(), inputs: [OperationInput($0)])
    }
    + [([[2], [3]], 0), ([[2, 3], [2, 1], [2, 2]], 1), ([[1, 2, 2], [2, 2, 2]], 0)].map {
      OperationCase(ConcatenationOperation(axis: $1), inputs: $0.map { OperationInput($0) })
    }

  private static let margins: [OperationCase] =
    [
      ([3], Margins(top: 0, left: 1, bottom: 0, right: 2)),
      ([3, 4], Margins(top: 1, left: 0, bottom: 1, right: 1)),
      ([2, 3, 4], Margins(top: 0, left: 2, bottom: 1, right: 1)),
      ([1, 2, 3, 3], Margins(top: 1, left: 1, bottom: 1, right: 1)),
    ].flatMap { shape, margins in
      [
        OperationCase(PaddingOperation(margins, value: 0.5), inputs: [OperationInput(shape)]),
        OperationCase(CroppingOperation(margins), inputs: [OperationInput(shape)]),
      ]
    }

  private static let insertions: [OperationCase] =
    [
      ([4], AxisValues.every(3)), ([3, 2], .every(2)), ([2, 3, 2], .each([1, 3])),
      ([1, 2, 2, 3], .each([2, 1])),
    ].map {
      OperationCase(ZeroInsertionOperation(stride: $1), inputs: [OperationInput($0)])
    }

  private static let unfoldings: [OperationCase] =
    [
      ([4, 5], .every(2), ConvolutionSettings()),
      ([2, 5, 4], .each([3, 2]), ConvolutionSettings(stride: .each([2, 1]), padding: .every(1))),
      ([3, 1, 5, 5], .every(2), ConvolutionSettings(stride: .every(2), dilation: .every(2))),
      ([1, 2, 4, 5], .every(3), ConvolutionSettings(stride: .every(2), padding: .same)),
    ].map { (shape: [Int], kernel: AxisValues, settings: ConvolutionSettings) in
      OperationCase(
        UnfoldingOperation(kernel: kernel, settings: settings), inputs: [OperationInput(shape)],
        large: shape.count == 4 ? [OperationInput([16, 32, 28, 28])] : [])
    }
}
