import Testing

@testable import Deconv

@Suite struct ResizeTests {
  private func check(
    _ target: ResizeOperation.Target, _ mode: UpsampleMode, axes: Int = 2, at x: Tensor,
    gives output: [Float], gradients: [[Float]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectPyTorch(
      { x throws(TensorError) in
        axes == 1
          ? try Checked.upsample1d(x[0], target, mode: mode)
          : try Checked.upsample(x[0], target, mode: mode)
      }, at: x, gives: output, gradients: gradients, sourceLocation: sourceLocation)
  }

  @Test func nearestIsThatOfPyTorch() throws {
    try check(
      .size(.each([5, 7])), .nearest, at: ramp(1, 1, 3, 4),
      gives: [
        -2, -2, 0.3125, 0.3125, -1.375, -1.375, 0.9375, -2, -2, 0.3125, 0.3125, -1.375, -1.375,
        0.9375, -0.75, -0.75, 1.5625, 1.5625, -0.125, -0.125, -1.8125, -0.75, -0.75, 1.5625, 1.5625,
        -0.125, -0.125, -1.8125, 0.5, 0.5, -1.1875, -1.1875, 1.125, 1.125, -0.5625,
      ],
      gradients: [[-5, 0.5, 2, -2.9375, 1.5, 3, -3.5, 0.3125, 3.1875, -2.0625, 0.6875, 1.375]])
    try check(
      .size(.each([2, 3])), .nearest, at: ramp(1, 1, 3, 4),
      gives: [-2, 0.3125, -1.375, -0.75, 1.5625, -0.125],
      gradients: [[-2, -1.3125, -0.625, 0, 0.0625, 0.75, 1.4375, 0, 0, 0, 0, 0]])
  }

  @Test func bilinearIsThatOfPyTorch() throws {
    try check(
      .scale(.every(2)), .bilinear, at: ramp(1, 1, 2, 3),
      gives: [
        -2, -1.421875, -0.265625, -0.109375, -0.953125, -1.375, -1.265625, -0.9375, -0.28125,
        -0.125, -0.46875, -0.640625, 0.203125, 0.03125, -0.3125, -0.15625, 0.5, 0.828125, 0.9375,
        0.515625, -0.328125, -0.171875, 0.984375, 1.5625,
      ],
      gradients: [[-5.96875, -0.8125, 4.34375, -5.09375, 0.0625, 5.21875]])
    try check(
      .size(.each([2, 5])), .bilinear, at: ramp(1, 1, 3, 4),
      gives: [
        -1.6875, -0.06874989, -0.21875, -0.66875005, 0.24999999, 0.1875, -0.29375002, 0.15625,
        0.3062501, -0.875,
      ],
      gradients: [
        [
          -1.7953124, -0.92343754, -0.2015625, 0.5765625, -0.37968746, -0.784375, -0.30312502,
          0.20156251, 0.65625006, -1.4296875, -0.70781255, 0.028125018,
        ]
      ])
    try check(
      .size(.every(7)), .linear, axes: 1, at: ramp(1, 2, 4),
      gives: [
        -2, -1.174107, 0.14732152, -0.53125024, -1.209821, 0.11160752, 0.9375, -0.75, 0.075892985,
        1.3973215, 0.7187498, -0.24553606, -1.2098217, -1.8125,
      ],
      gradients: [
        [-2.888393, -1.0178572, 1.241071, -0.89732105, -1.4955357, 0.4330356, 1.2633929, -2.075893]
      ])
  }

  @Test func alignedCornersAreThoseOfPyTorch() throws {
    try check(
      .scale(.every(2)), .bilinear(alignCorners: true), at: ramp(1, 1, 2, 3),
      gives: [
        -2, -1.075, -0.14999998, -0.02500008, -0.70000005, -1.375, -1.0208333, -0.6291667,
        -0.23749998, -0.11250002, -0.2541667, -0.39583328, -0.04166661, -0.18333332, -0.32500002,
        -0.19999994, 0.19166672, 0.5833334, 0.9375, 0.26250002, -0.41250002, -0.2874999, 0.63750005,
        1.5625,
      ],
      gradients: [[-5.525, -0.95000017, 4.1, -4.775, 0.04999982, 4.8500004]])
    try check(
      .size(.each([2, 5])), .bilinear(alignCorners: true), at: ramp(1, 1, 3, 4),
      gives: [
        -2, -0.265625, -0.53125, -0.796875, 0.9375, 0.5, -0.765625, -0.03125, 0.703125, -0.5625,
      ],
      gradients: [
        [-2.328125, -1.296875, -0.265625, 0.765625, 0, 0, 0, 0, 0.96875, -2, -0.96875, 0.0625]
      ])
    try check(
      .size(.every(7)), .linear(alignCorners: true), axes: 1, at: ramp(1, 2, 4),
      gives: [
        -2, -0.84375, 0.3125, -0.53125, -1.375, -0.21875, 0.9375, -0.75, 0.40625, 1.5625, 0.71875,
        -0.125, -0.96875, -1.8125,
      ],
      gradients: [[-2.65625, -1.25, 1.5, -1.15625, -1.4375, 0.375, 1.125, -1.9375]])
  }

  @Test func aScaleIsASize() {
    let x = ramp(2, 3, 4)
    for mode in [UpsampleMode.nearest, .bilinear, .bilinear(alignCorners: true)] {
      #expect(upsample(x, scale: [3, 2], mode: mode) == upsample(x, size: [9, 8], mode: mode))
      #expect(upsample1d(x, scale: 3, mode: mode) == upsample1d(x, size: 12, mode: mode))
      #expect(upsample(x, scale: 1, mode: mode) == x)
    }
    #expect(upsample([[1, 2]], scale: 2) == [[1, 1, 2, 2], [1, 1, 2, 2]])
    #expect(upsample1d([1, 2], scale: 2) == [1, 1, 2, 2])
  }

  /// PyTorch multiplies by the rounded factor 14/46 and takes element 6 for the 23rd of 46.
  @Test func nearestIsExactWhereAFactorWouldBeRounded() {
    let x = Tensor.arange(14)
    #expect(upsample1d(x, size: 46)[23] == 7)
  }

  @Test func aNeighbourOfWeightZeroIsNotRead() {
    let x = numbers(1, .infinity, 3)
    #expect(upsample1d(x, size: 5, mode: .linear(alignCorners: true))[0] == 1)
    #expect(upsample1d(x, size: 5, mode: .linear(alignCorners: true))[4] == 3)
    #expect(
      upsample(numbers(1, 2, .infinity, 0).reshaped(2, 2), scale: 2, mode: .bilinear)[0, 0] == 1)
  }

  @Test func impossibleSizesAreExplained() {
    expectFailure("upsample: the scale is 0, it must be between 1 and 1073741824") {
      () throws(TensorError) in try Checked.upsample(ramp(2, 2), .scale(.every(0)))
    }
    expectFailure("upsample1d: the size is -1, it must be between 1 and 1073741824") {
      () throws(TensorError) in try Checked.upsample1d(ramp(2), .size(.every(-1)))
    }
    expectFailure(
      "upsample: the shape [1073741824, 1073741824] has more than 268435456 elements, the most "
        + "that an array may have: use smaller sizes"
    ) { () throws(TensorError) in try Checked.upsample(ramp(1, 1), .size(.every(1 << 30))) }
    expectFailure("upsample: an array of the shape [0, 3] has no elements") {
      () throws(TensorError) in try Checked.upsample(.zeros(0, 3), .scale(.every(2)))
    }
    expectFailure(
      "upsample: the scale has 1 value [2], the operation has 2 axes: give one number, or one for "
        + "each axis"
    ) { () throws(TensorError) in try Checked.upsample(ramp(2, 2), .scale(.each([2]))) }
    #expect(throws: TensorError.self) {
      try Checked.upsample(.zeros(1 << 14, 1), .scale(.every(1 << 30)))
    }
  }
}
