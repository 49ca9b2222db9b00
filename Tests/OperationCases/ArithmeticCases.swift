import Deconv

extension OperationCases {
  /// Operators on elements.
  static let arithmetic: [OperationCase] = operators + operatorsWithNumbers + extremes

  private static let operators: [OperationCase] = ArithmeticOperator.allCases.flatMap { symbol in
    broadcasts.map { left, right in
      OperationCase(
        ArithmeticOperation(symbol),
        inputs: [OperationInput(left), OperationInput(right, .positive)],
        large: left == right && left.count == 2
          ? [OperationInput(activations), OperationInput(activations, .positive)] : [])
    }
  }

  private static let operatorsWithNumbers: [OperationCase] = ArithmeticOperator.allCases.flatMap {
    symbol in
    [ScalarArithmeticOperation.Side.left, .right].map { side in
      OperationCase(
        ScalarArithmeticOperation(symbol, 1.5, on: side),
        inputs: [OperationInput([3, 4], .positive)],
        large: [OperationInput(activations, .positive)])
    }
  }

  private static let extremes: [OperationCase] = [true, false].flatMap { isMaximum in
    broadcasts.map { left, right in
      OperationCase(
        ExtremumOperation(isMaximum: isMaximum),
        inputs: [
          OperationInput(left, .stepped(offset: 0)), OperationInput(right, .stepped(offset: 0.5)),
        ])
    }
  }

  /// Equal shapes, axes of size 1, missing axes on both sides, rank 0, no elements.
  private static let broadcasts: [(left: [Int], right: [Int])] = [
    ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 1], [2, 3]), ([2, 1], [1, 3]),
    ([2, 3, 2, 2], [3, 1, 1]), ([3, 2, 2], [3, 2, 2]), ([], [2, 2]), ([2, 2], []), ([], []),
    ([2, 0], [1]),
  ]

  /// The shape of a batch's activations in the autoencoder.
  private static let activations = [128, 32, 14, 14]

  /// Functions of one element.
  static let elementwise: [OperationCase] = functions.flatMap { operation, rule in
    [[3, 4], [], [0, 2]].map { shape in
      OperationCase(
        operation, inputs: [OperationInput(shape, rule)],
        large: shape == [3, 4] ? [OperationInput(activations, rule)] : [])
    }
  }

  private static let functions: [(any Deconv.Operation, OperationInput.Elements)] = [
    (NegationOperation(), .uniform),
    (MagnitudeOperation(), .away(from: [0])),
    (SquareRootOperation(), .positive),
    (SquareOperation(), .uniform),
    (ExponentialOperation(), .uniform),
    (LogarithmOperation(), .positive),
    (PowerOperation(2.5), .positive),
    (PowerOperation(-1), .positive),
    (PowerOperation(3), .uniform),
    (PowerOperation(1), .uniform),
    (PowerOperation(0), .uniform),
    (ClampOperation(min: -0.25, max: 0.5), .away(from: [-0.25, 0.5])),
    (ClampOperation(min: 0.25, max: .infinity), .away(from: [0.25])),
    (ClampOperation(min: -.infinity, max: 0), .away(from: [0])),
  ]

  /// Sums and means.
  static let reductions: [OperationCase] = axisReductions + totals

  private static let axisReductions: [OperationCase] = [false, true].flatMap { isMean in
    [false, true].flatMap { keepsAxis in
      [([4], 0), ([3, 4], 0), ([3, 4], 1), ([2, 3, 4], 1), ([2, 1, 2, 3], 3)].map { shape, axis in
        OperationCase(
          AxisReductionOperation(axis: axis, keepsAxis: keepsAxis, isMean: isMean),
          inputs: [OperationInput(shape)], large: axis == 3 ? [OperationInput(activations)] : [])
      }
    }
  }

  private static let totals: [OperationCase] = [[3, 7], [], [0, 2]].map { shape in
    OperationCase(
      TotalOperation(), inputs: [OperationInput(shape)],
      large: shape == [3, 7] ? [OperationInput(activations)] : [])
  }
}
