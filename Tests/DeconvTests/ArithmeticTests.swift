import Testing

@testable import Deconv

/// The values of operators, functions of elements, and sums along axes.
@Suite struct ArithmeticTests {
  let x: Tensor = [[1, -2, 3], [4, 5, -6]]

  @Test func operatorsTakeNumbersOnBothSides() {
    let y: Tensor = [1, 2, 4]
    #expect(y + 1 == [2, 3, 5])
    #expect(1 + y == [2, 3, 5])
    #expect(y - 1 == [0, 1, 3])
    #expect(1 - y == [0, -1, -3])
    #expect(y * 2 == [2, 4, 8])
    #expect(2 * y == [2, 4, 8])
    #expect(y / 2 == [0.5, 1, 2])
    #expect(2 / y == [2, 1, 0.5])
    #expect(-y == [-1, -2, -4])
  }

  @Test func numbersKeepTheirBits() {
    // 0.1 as a float, not as a double that is rounded after the operation.
    #expect((Tensor([3]) * 0.1)[0] == Float(3) * Float(0.1))
    #expect((0.1 / Tensor([3]))[0] == Float(0.1) / Float(3))
    #expect((Tensor([Float.nan]) + 1)[0].isNaN)
    #expect((Tensor([1]) + .infinity)[0] == .infinity)
    #expect((-Tensor([0]))[0].sign == .minus)
  }

  @Test func functionsOfElements() {
    #expect(sqrt([4, 2, 0]) == Tensor([2, Float(2).squareRoot(), 0]))
    #expect(sqrt([-1] as Tensor)[0].isNaN)
    #expect(square(x) == [[1, 4, 9], [16, 25, 36]])
    #expect(exp([0, 1, -1000]) == Tensor([1, Deconv.exp(Float(1)), 0]))
    #expect(log([1, 0] as Tensor) == Tensor([0, -Float.infinity]))
    #expect(pow([2, -3, 0], 2) == Tensor([4, 9, 0]))
    #expect(pow([4, 0.25], -0.5) == Tensor([0.5, 2]))
    #expect(pow([-1] as Tensor, 0.5)[0].isNaN)
  }

  @Test func intervalsAndExtremes() {
    #expect(x.clamped(min: -1, max: 4) == [[1, -1, 3], [4, 4, -1]])
    #expect(x.clamped(min: 2) == [[2, 2, 3], [4, 5, 2]])
    #expect(x.clamped(max: 2) == [[1, -2, 2], [2, 2, -6]])
    #expect(maximum(x, [0, 0, 4]) == [[1, 0, 4], [4, 5, 4]])
    #expect(minimum(x, [[0], [1]]) == [[0, -2, 0], [1, 1, -6]])
    let undefined = Tensor([Float.nan, 1, Float.nan])
    let other = Tensor([1, Float.nan, Float.nan])
    #expect(maximum(undefined, other).scalars.map(\.isNaN) == [true, true, true])
    #expect(minimum(undefined, other).scalars.map(\.isNaN) == [true, true, true])
    #expect(undefined.clamped(min: 0)[0].isNaN)
  }

  @Test func sumsAndMeansAlongAnAxis() {
    #expect(x.sum(axis: 0) == [5, 3, -3])
    #expect(x.sum(axis: 1) == [2, 3])
    #expect(x.sum(axis: 1, keepingAxis: true) == [[2], [3]])
    #expect(x.mean(axis: 0) == [2.5, 1.5, -1.5])
    #expect(x.mean(axis: 1, keepingAxis: true) == Tensor([[Float(2) / 3], [1]]))
    let cube = Tensor.arange(24).reshaped(2, 3, 4)
    #expect(cube.sum(axis: 1) == [[12, 15, 18, 21], [48, 51, 54, 57]])
    #expect(cube.sum(axis: 0).shape == [3, 4])
    #expect(Tensor.zeros(2, 0).sum(axis: 1) == [0, 0])
  }

  @Test func sumsAreRoundedOnce() {
    let many = Tensor([Float(1 << 24), 1, 1, -Float(1 << 24)])
    #expect(many.sum(axis: 0) == Tensor(shape: [], scalars: [2]))
    #expect(many.total() == Tensor(shape: [], scalars: [many.sum()]))
    let random = Tensor.random(1000, seed: 3)
    #expect(random.total().scalars[0].bitPattern == random.sum().bitPattern)
  }

  @Test func whatDoesNotFitIsRefused() {
    #expect(throws: TensorError.axis(operation: "sum", axis: 2, shape: [2, 3])) {
      try Checked.sum(x, axis: 2)
    }
    #expect(throws: TensorError.empty(operation: "mean", shape: [2, 0])) {
      try Checked.mean(.zeros(2, 0), axis: 1)
    }
    #expect(throws: TensorError.self) { try Checked.maximum(x, [1, 2]) }
  }
}
