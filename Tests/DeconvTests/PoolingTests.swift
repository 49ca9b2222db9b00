import Testing

@testable import Deconv

@Suite struct PoolingTests {
  let image = ramp(1, 2, 4, 5)
  let wide = PoolingSettings(kernel: .every(3), stride: .every(2), padding: .every(1))

  @Test func maxPoolingIsThatOfPyTorch() throws {
    try expectPyTorch(
      { x throws(TensorError) in try Checked.maxPool2d(x[0], wide) }, at: image,
      gives: [
        1.5625, 0.9375, 0.9375, 1.5625, 1.75, 1.9375, 0.25, 0.875, 1.5, 1.6875, 1.875, 1.875,
      ],
      gradients: [
        [
          0, 0, 0, -1.9375, 0, -1.9375, 0, 0, 0, 0, 0, 0, 0.75, 0, 0, 0, 0, 0, 0, 1.4375, -1.875, 0,
          -1.1875, 0, -0.5, 0, 0, 0, 0, 0, 0, 0.1875, 0, 0, 0, 0, 0, 0, 2.4375, 0,
        ]
      ])
    let dilated = PoolingSettings(
      kernel: .each([2, 3]), stride: .every(1), padding: .each([0, 1]), dilation: .each([2, 1]))
    try expectPyTorch(
      { x throws(TensorError) in try Checked.maxPool2d(x[0], dilated) }, at: image,
      gives: [
        1.125, 1.75, 1.75, 1.75, 0.9375, 1.5625, 1.5625, 1.3125, 1.9375, 1.9375, 1.6875, 1.6875,
        1.6875, 1.5, 1.5, 1.25, 1.25, 1.875, 1.875, 1.875,
      ],
      gradients: [
        [
          0, 0, 0, 0.75, 0, -0.4375, 0, 0, 0, 0, -2, 0, -1.875, 0, 0, 0, 0, -1.1875, 0, -0.3125, 0,
          0, 0, 0, -1.4375, 0, 0, 0, 0, 0, 0, 0.6875, 0, 0, 0, 0, 1.3125, 0, -0.875, 0,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.maxPool1d(x[0], wide) }, at: ramp(2, 7),
      gives: [0.3125, 0.9375, 1.5625, 1.5625, 0.5, 1.125, 1.75, 1.75],
      gradients: [[0, -2, 0, -1.3125, 0, -0.5625, 0, 0, 0.75, 0, 1.4375, 0, -3.0625, 0]])
  }

  @Test func indicesAreThoseOfPyTorch() {
    let (values, indices) = maxPool2dWithIndices(image, kernel: 3, stride: 2, padding: 1)
    #expect(values == maxPool2d(image, kernel: 3, stride: 2, padding: 1))
    #expect(indices == [[[[5, 3, 3], [5, 12, 19]], [[0, 2, 4], [11, 18, 18]]]])
    #expect(
      maxPool1dWithIndices(ramp(2, 7), kernel: 3, stride: 2, padding: 1).indices
        == [[1, 3, 5, 5], [1, 3, 5, 5]])
  }

  @Test func theFirstOfEqualElementsWinsAndTheLastNaN() {
    let infinity = Float.infinity
    let x = Tensor(
      shape: [4, 4],
      scalars: [
        1, 1, .nan, 2, 1, 1, .nan, 3, -0.0, 0, -infinity, -infinity, 0, -0.0, -infinity, -infinity,
      ])
    let (values, indices) = maxPool2dWithIndices(x, kernel: 2)
    #expect(indices == [[0, 6], [8, 10]])
    #expect(values[0, 0] == 1)
    #expect(values[0, 1].isNaN)
    #expect(values[1, 0].bitPattern == Float(-0.0).bitPattern)
    #expect(values[1, 1] == -infinity)
  }

  @Test func theValuesBesideIndicesCarryAGradient() {
    let x = ramp(4, 4)
    let found = gradient(of: { maxPool2dWithIndices($0, kernel: 2).values }, at: x)
    #expect(found == gradient(of: { maxPool2d($0, kernel: 2) }, at: x))
    #expect(found.sum() == 4)
  }

  @Test func averagePoolingIsThatOfPyTorch() throws {
    try expectPyTorch(
      { x throws(TensorError) in try Checked.avgPool2d(x[0], wide) }, at: image,
      gives: [
        -0.027777778, -0.1736111, -0.055555556, 0.1875, -0.027777778, -0.07638889, -0.3611111,
        -0.4513889, 0.055555556, -0.090277776, 0, 0.090277776,
      ],
      gradients: [
        [
          -0.22222222, -0.36805555, -0.14583333, -0.21527778, -0.06944445, -0.21527778, -0.27777776,
          -0.062499993, 0.027777776, 0.090277776, 0.0069444445, 0.09027778, 0.083333336, 0.24305555,
          0.15972222, 0.0069444445, 0.09027778, 0.083333336, 0.24305555, 0.15972222, -0.20833333,
          -0.3402778, -0.13194445, -0.1875, -0.055555556, -0.1875, -0.22222222, -0.034722224,
          0.08333333, 0.11805555, 0.020833334, 0.11805556, 0.097222224, 0.2708333, 0.1736111,
          0.020833334, 0.11805556, 0.097222224, 0.2708333, 0.1736111,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in try Checked.avgPool2d(x[0], wide, countIncludePad: false) },
      at: image,
      gives: [
        -0.0625, -0.26041666, -0.125, 0.28125, -0.027777778, -0.114583336, -0.8125, -0.6770833,
        0.125, -0.13541667, 0, 0.13541667,
      ],
      gradients: [
        [
          -0.5, -0.71875, -0.21875, -0.375, -0.15625, -0.48958334, -0.625, -0.13541666, -0.05208333,
          0.08333333, 0.010416667, 0.09375, 0.083333336, 0.32291666, 0.23958333, 0.010416667,
          0.09375, 0.083333336, 0.32291666, 0.23958333, -0.46875, -0.6666667, -0.19791667,
          -0.3229167, -0.125, -0.4375, -0.5381945, -0.10069445, 0.034722194, 0.13541666, 0.03125,
          0.12847222, 0.097222224, 0.3576389, 0.26041666, 0.03125, 0.12847222, 0.097222224,
          0.3576389, 0.26041666,
        ]
      ])
    try expectPyTorch(
      { x throws(TensorError) in
        try Checked.avgPool1d(x[0], PoolingSettings(kernel: .every(2)))
      }, at: ramp(2, 5),
      gives: [-0.84375, -0.21875, 0.71875, -0.65625],
      gradients: [[-1, -1, -0.65625, -0.65625, 0, -0.3125, -0.3125, 0.03125, 0.03125, 0]])
  }

  @Test func unpoolingIsThatOfPyTorch() throws {
    let half = PoolingSettings(kernel: .every(2))
    try expectPyTorch(
      { x throws(TensorError) in try Checked.maxUnpool2d(x[0], [[[[0, 3], [9, 14]]]], half) },
      at: ramp(1, 1, 2, 2),
      gives: [-2, 0, 0, 0.3125, 0, 0, 0, 0, 0, -1.375, 0, 0, 0, 0, 0.9375, 0],
      gradients: [[-2, 0.0625, 0.1875, -0.375]])
    let (values, indices) = maxPool2dWithIndices(ramp(1, 1, 5, 5), kernel: 2)
    #expect(indices == [[[[5, 3], [10, 12]]]])
    try expectPyTorch(
      { x throws(TensorError) in
        try Checked.maxUnpool2d(x[0], indices, half, outputSize: .every(5))
      }, at: values,
      gives: [
        0, 0, 0, 0.9375, 0, 1.5625, 0, 0, 0, 0, 1.125, 0, 1.75, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      ],
      gradients: [[1.4375, 0.0625, 0.875, -1.75]])
  }

  @Test func unpoolingUndoesPoolingOfSeparateWindows() {
    let x = ramp(2, 3, 4, 2)
    let (values, indices) = maxPool2dWithIndices(x, kernel: 2)
    let back = maxUnpool2d(values, indices, kernel: 2)
    #expect(back.shape == x.shape)
    #expect(zip(back.scalars, x.scalars).allSatisfy { $0 == 0 || $0 == $1 })
    #expect(maxPool2d(back + 2, kernel: 2) == maxPool2d(x, kernel: 2).map { max($0, 0) } + 2)
    let signal = maxPool1dWithIndices([3, 1, 2, 5], kernel: 2)
    #expect(maxUnpool1d(signal.values, signal.indices, kernel: 2) == [3, 0, 0, 5])
  }

  @Test func ofTwoElementsAtOnePlaceTheLastStaysAndHasTheGradient() {
    let indices: Counts = [1, 1]
    #expect(maxUnpool1d([5, 7], indices, kernel: 2) == [0, 7, 0, 0])
    #expect(gradient(of: { maxUnpool1d($0, indices, kernel: 2) }, at: [5, 7]) == [0, 1])
  }

  @Test func theStepIsTheKernelWhereItIsLeftOut() {
    let x = ramp(6, 6)
    #expect(
      maxPool2d(x, kernel: [2, 3]) == maxPool2d(x, kernel: [2, 3], stride: [2, 3]))
    #expect(avgPool2d(x, kernel: 3, stride: 1).shape == [4, 4])
    #expect(avgPool1d(ramp(1, 2, 6), kernel: 2).shape == [1, 2, 3])
  }

  @Test func emptyBatchesStayEmpty() {
    #expect(maxPool2d(.zeros(0, 2, 4, 4), kernel: 2) == .zeros(0, 2, 2, 2))
    #expect(avgPool2d(.zeros(0, 2, 4, 4), kernel: 2) == .zeros(0, 2, 2, 2))
  }

  @Test func impossibleSettingsAreExplained() {
    expectFailure(
      "maxPool2d: the padding is 2, it must be at most 1, half of what the kernel spans"
    ) { () throws(TensorError) in
      try Checked.maxPool2d(image, PoolingSettings(kernel: .every(3), padding: .every(2)))
    }
    expectFailure(
      "maxPool1d: the padding is 1, it must be so small that no window lies in the padding alone"
    ) { () throws(TensorError) in
      try Checked.maxPool1d(
        .zeros(1), PoolingSettings(kernel: .every(2), padding: .every(1), dilation: .every(2)))
    }
    expectFailure(
      "avgPool2d: the kernel spans 5 elements along the height (kernel 5, dilation 1), the padded "
        + "input has 4 (input 4, padding 0 in all): use a larger input or padding, or a smaller "
        + "kernel or dilation"
    ) { () throws(TensorError) in
      try Checked.avgPool2d(image, PoolingSettings(kernel: .every(5)))
    }
    expectFailure(
      "maxPool2d: the input must be [N, C, H, W], [C, H, W] or [H, W], it has the shape [4]"
    ) { () throws(TensorError) in
      try Checked.maxPool2d(.zeros(4), PoolingSettings(kernel: .every(2)))
    }
    expectFailure(
      "maxPool2d: the stride along the height is 0, it must be between 1 and 1073741824"
    ) { () throws(TensorError) in
      try Checked.maxPool2d(image, PoolingSettings(kernel: .every(2), stride: .every(0)))
    }
    #expect(throws: TensorError.self) {
      try Checked.maxPool2d(
        image,
        PoolingSettings(
          kernel: .every(1 << 30), padding: .every(1 << 29), dilation: .every(1 << 30)))
    }
  }

  @Test func indicesThatDoNotFitAreExplained() {
    let half = PoolingSettings(kernel: .every(2))
    expectFailure("maxUnpool1d: the index is 4, it must be between 0 and 3") {
      () throws(TensorError) in try Checked.maxUnpool1d([1, 2], [0, 4], half)
    }
    expectFailure("maxUnpool1d: the index is -1, it must be between 0 and 3") {
      () throws(TensorError) in try Checked.maxUnpool1d([1, 2], [0, -1], half)
    }
    expectFailure(
      "maxUnpool1d: the shapes [2] and [3] do not fit: there must be one index for each element"
    ) { () throws(TensorError) in try Checked.maxUnpool1d([1, 2], [0, 1, 2], half) }
    expectFailure("maxUnpool1d: the output size is 6, it must be between 3 and 5") {
      () throws(TensorError) in
      try Checked.maxUnpool1d([1, 2], [0, 1], half, outputSize: .every(6))
    }
  }
}
