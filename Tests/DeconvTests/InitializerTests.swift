import Testing

@testable import Deconv

struct InitializerTests {
  /// Checks that numbers fill the range within ±bound and do not leave it.
  private func expectUniform(
    _ tensor: Tensor, bound: Float, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let largest = tensor.scalars.map { $0.magnitude }.max() ?? 0
    #expect(largest <= bound, sourceLocation: sourceLocation)
    #expect(largest > 0.99 * bound, sourceLocation: sourceLocation)
    #expect(
      tensor.mean().magnitude < 0.03 * bound, sourceLocation: sourceLocation)
  }

  /// Checks the mean and the deviation of normal numbers.
  private func expectNormal(
    _ tensor: Tensor, mean: Double = 0, deviation: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let numbers = tensor.scalars.map { Double($0) }
    var (sum, squares, cubes) = (0.0, 0.0, 0.0)
    for number in numbers {
      let z = (number - mean) / deviation
      sum += z
      squares += z * z
      cubes += z * z * z
    }
    let count = Double(numbers.count)
    #expect((sum / count).magnitude < 0.03, sourceLocation: sourceLocation)
    #expect((squares / count - 1).magnitude < 0.05, sourceLocation: sourceLocation)
    #expect((cubes / count).magnitude < 0.1, sourceLocation: sourceLocation)
  }

  @Test func aConvolutionBeginsUniformWithinOneOverTheRootOfItsFan() {
    // PyTorch: 1 / sqrt(16 · 3 · 3) = 1/12 for both.
    let layer = Conv2d(16, 64, kernel: 3, seed: 7)
    expectUniform(layer.weight, bound: 1 / 12)
    #expect(layer.bias?.scalars.allSatisfy { $0.magnitude <= 1 / 12 } == true)
    #expect(layer.weight == Initializer.standard.tensor([64, 16, 3, 3], seed: 7))
  }

  @Test func aTransposedConvolutionCountsTheFanOfItsSecondAxisAsPyTorchDoes() {
    // weight.shape[1] is 64, though an output has the terms of 16 channels.
    expectUniform(ConvTranspose2d(16, 64, kernel: 2, seed: 7).weight, bound: 1 / 16)
    expectUniform(
      ConvTranspose2d(32, 64, kernel: 4, groups: 4, seed: 7).weight, bound: 1 / 16)
  }

  @Test func aLinearLayerBeginsUniformWithinOneOverTheRootOfItsFeatures() {
    let layer = Linear(64, 100, seed: 1)
    expectUniform(layer.weight, bound: 0.125)
    #expect(layer.bias?.shape == [100])
  }

  @Test func weightBiasSeedsAndSubseedsAreStreamsOfTheirOwn() throws {
    let layer = Conv2d(1, 9, kernel: 3, seed: 1)
    #expect(try #require(layer.bias).scalars != Array(layer.weight.scalars.prefix(9)))
    #expect(Conv2d(1, 9, kernel: 3, seed: 1).state == layer.state)
    #expect(Conv2d(1, 9, kernel: 3, seed: 2).weight != layer.weight)
    let seeds = (0..<100).map { layerSeed(5, $0) } + (0..<100).map { layerSeed(6, $0) }
    #expect(Set(seeds).count == 200)
    #expect(layerSeed(5, 0) == seeds[0])
  }

  @Test func xaviersRulesHaveThePublishedScales() {
    // Fans 16 · 9 and 48 · 9: bound √(6 / 576), deviation √(2 / 576).
    let shape = [48, 16, 3, 3]
    expectUniform(Initializer.xavierUniform().tensor(shape), bound: (6.0 / 576).squareRoot())
    expectUniform(
      Initializer.xavierUniform(gain: 2).tensor(shape), bound: 2 * (6.0 / 576).squareRoot())
    expectNormal(Initializer.xavierNormal().tensor(shape), deviation: (2.0 / 576).squareRoot())
  }

  @Test func kaimingsRulesHaveThePublishedScales() {
    let shape = [48, 16, 3, 3]
    expectUniform(Initializer.kaimingUniform().tensor(shape), bound: (6.0 / 144).squareRoot())
    expectUniform(
      Initializer.kaimingUniform(.linear, fan: .output).tensor(shape),
      bound: (3.0 / 432).squareRoot())
    expectUniform(
      Initializer.kaimingUniform(.leakyReLU(negativeSlope: 5.0.squareRoot())).tensor(shape),
      bound: 1 / 12)
    expectNormal(
      Initializer.kaimingNormal(.tanh).tensor(shape), deviation: 5.0 / 3 / 12)
    expectNormal(
      Initializer.kaimingNormal(fan: .output).tensor(shape), deviation: (2.0 / 432).squareRoot())
  }

  @Test func uniformAndNormalNumbersFollowTheirArguments() {
    let uniform = Initializer.uniform(from: -1, to: 3).tensor([4000], seed: 1)
    #expect(uniform.min() >= -1 && uniform.max() < 3)
    #expect((uniform.mean() - 1).magnitude < 0.05)
    expectNormal(
      Initializer.normal(mean: 5, deviation: 2).tensor([9000], seed: 2), mean: 5, deviation: 2)
    #expect(Initializer.zeros.tensor([2]) == Tensor.zeros(2))
    #expect(Initializer.ones.tensor([2]) == Tensor.ones(2))
    #expect(Initializer.constant(0.5).tensor([1, 2]) == [[0.5, 0.5]])
  }

  @Test func normalNumbersAreBoxAndMullersOfTheWords() {
    // Words of block 0: cosine and sine of one angle, so the squares add to −2 ln u.
    let normal = Tensor.randomNormal(7, seed: 3)
    #expect(normal.scalars == Array(Tensor.randomNormal(9, seed: 3).scalars.prefix(7)))
    let block = Philox(seed: 3).block(0)
    for pair in 0..<2 {
      let (a, b) = (Double(normal.scalars[2 * pair]), Double(normal.scalars[2 * pair + 1]))
      let u = (Double(block[2 * pair]) + 1) * 0x1p-32
      #expect((a * a + b * b + 2 * Deconv.log(u)).magnitude < 1e-6)
      let angle = 2 * Double.pi * Double(block[2 * pair + 1]) * 0x1p-32
      #expect((b / a - Deconv.sin(angle) / Deconv.cos(angle)).magnitude < 1e-5)
    }
    expectNormal(Tensor.randomNormal(20_000, seed: 4), deviation: 1)
  }

  @Test func theBilinearKernelIsThatOfTheBooks() {
    // d2l.ai, "Transposed convolution", kernel 4: ¼, ¾, ¾, ¼ along each axis.
    let weight = Initializer.bilinear.tensor([2, 2, 4, 4])
    let line: [Float] = [0.25, 0.75, 0.75, 0.25]
    let kernel = line.flatMap { row in line.map { row * $0 } }
    let none = [Float](repeating: 0, count: 16)
    #expect(weight.scalars == kernel + none + none + kernel)
    #expect(Initializer.bilinear.tensor([1, 1, 3]).scalars == [0.5, 1, 0.5])
    #expect(Initializer.bilinear.tensor([1, 1, 5]).scalars.map { $0 * 3 } == [1, 2, 3, 2, 1])
    // In groups: one kernel for each channel.
    #expect(Initializer.bilinear.tensor([2, 1, 4]).scalars == line + line)
  }

  @Test func aBilinearTransposedConvolutionEnlargesLinearlyAwayFromTheEdges() {
    var layer = ConvTranspose2d(1, 1, kernel: 4, stride: 2, padding: 1, bias: false, seed: 0)
    layer.weight = Initializer.bilinear.tensor(layer.weight.shape)
    let x = Tensor.random(1, 1, 5, 6, seed: 1)
    let inside = layer(x).cropped(1)
    let expected = upsample(x, scale: 2, mode: .bilinear).cropped(1)
    for (found, wanted) in zip(inside.scalars, expected.scalars) {
      #expect((found - wanted).magnitude < 1e-6)
    }
  }

  @Test func anIdentityConvolutionCopies() {
    var layer = Conv2d(3, 3, kernel: 5, padding: 2, bias: false, seed: 0)
    layer.weight = Initializer.identity.tensor(layer.weight.shape)
    let x = Tensor.random(1, 3, 4, 4, seed: 1)
    #expect(layer(x) == x)
    #expect(Initializer.identity.tensor([2, 2]) == [[1, 0], [0, 1]])
  }

  @Test func icnrBeginsThePixelShuffleAsNearestNeighboursOfASmallerConvolution() {
    let weight = Initializer.icnr(scale: 2, .xavierNormal()).tensor([8, 3, 3, 3], seed: 5)
    let small = Initializer.xavierNormal().tensor([2, 3, 3, 3], seed: 5)
    let x = Tensor.random(1, 3, 6, 6, seed: 1)
    #expect(
      pixelShuffle(conv2d(x, weight), 2) == upsample(conv2d(x, small), scale: 2, mode: .nearest))
  }

  @Test func aRuleThatCannotBeAppliedToAShapeSaysWhy() {
    func message(_ rule: Initializer, _ shape: [Int]) -> String? {
      #expect(throws: TensorError.self) {
        try Checked.initial(rule, shape: shape, InitialNumbers(seed: 0, parameter: 0))
      }?.description
    }
    #expect(
      message(.standard, [3]) == """
        Initializer: the tensor must be a weight with two axes of channels first and no empty \
        axis, it has the shape [3]
        """)
    #expect(
      message(.bilinear, [3, 2, 4]) == """
        Initializer.bilinear: the tensor must be the weight of a transposed convolution, \
        [in, out, kernel…], whose channels in are a multiple of those out, it has the shape \
        [3, 2, 4]
        """)
    #expect(
      message(.icnr(scale: 2), [6, 1, 3, 3]) == """
        Initializer.icnr: the scale is 2, it must be at least 1, and its square a divisor of the \
        weight's first axis (shape [6, 1, 3, 3])
        """)
    #expect(message(.icnr(scale: .max), [4, 1, 3, 3])?.hasPrefix("Initializer.icnr") == true)
    #expect(message(.zeros, [-1]) == "[-1] is no shape: every size must be at least 0")
    #expect(message(.kaimingUniform(), [2, 0, 3])?.hasPrefix("Initializer: ") == true)
  }
}
