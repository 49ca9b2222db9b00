import Testing

@testable import Deconv

@Suite struct LinearTests {
  @Test func itIsThatOfPyTorch() throws {
    try expectPyTorch(
      { p throws(TensorError) in try Checked.linear(p[0], p[1], bias: p[2]) },
      at: ramp(2, 2, 3), ramp(2, 3) + 0.5, [1, -1],
      gives: [
        5.4570312, -6.7890625, -2.3828125, 3.7578125, -0.72265625, 0.3046875, 4.1875, -4.1484375,
      ],
      gradients: [
        [
          1.1132812, -1.296875, -0.95703125, 1.0273438, -0.5234375, 0.67578125, 0.94140625, 0.25,
          2.3085938, 1.1054688, -1.2265625, -0.80859375,
        ], [5.546875, -3.625, 3.203125, 3.9140625, -4.3984375, 3.2890625], [-3.75, -1],
      ])
  }

  @Test func aVectorIsARow() {
    #expect(linear([1, 2], [[3, 4], [5, 6], [7, 8]]) == [11, 17, 23])
    #expect(linear([[1, 2]], [[3, 4]], bias: [0.5]) == [[11.5]])
    #expect(linear(.zeros(0, 2), [[3, 4]]) == .zeros(0, 1))
  }

  @Test func itHasTheBitsOfTheMatrixProduct() {
    let (x, w) = (Tensor.random(7, 19, seed: 1), Tensor.random(5, 19, seed: 2))
    #expect(linear(x, w) == matmul(x, w.T))
  }

  @Test func shapesThatDoNotFitAreExplained() {
    expectFailure(
      "linear: the shapes [4, 2] and [5, 3] do not fit: the last size of the input must be the "
        + "number of input features, the last of the weight [out, in]"
    ) { () throws(TensorError) in try Checked.linear(.zeros(4, 2), .zeros(5, 3)) }
    expectFailure("linear: the weight must be [out, in], it has the shape [3]") {
      () throws(TensorError) in try Checked.linear(.zeros(4, 3), .zeros(3))
    }
    expectFailure(
      "linear: the bias must have one number for each output channel (shape [5]), it has the "
        + "shape [3]"
    ) { () throws(TensorError) in try Checked.linear(.zeros(4, 3), .zeros(5, 3), bias: .zeros(3)) }
    expectFailure("linear: an array of the shape [0, 3] has no elements") {
      () throws(TensorError) in try Checked.linear(.zeros(4, 3), .zeros(0, 3))
    }
    #expect(throws: TensorError.self) {
      try Checked.linear(Tensor(shape: [], scalars: [1]), .zeros(1, 1))
    }
  }
}
