import DeconvKernels
import Testing

/// Every kernel gives the bits of its definition, with every instruction set and any number of
/// threads.
///
/// The choice is the process's: these tests run one after the other. Other suites may run beside
/// them; they compute the same bits with every choice.
@Suite(.serialized) struct VectorKernelTests {
  private let threadCounts = [1, 2, 3, 8]

  @Test func everyKernelHasTheBitsOfItsDefinition() throws {
    try keepingChoices {
      var random = TestRandom(seed: 11)
      for number in 0..<320 {
        let geometry = try Self.geometry(&random)
        let numbers = Numbers(geometry, hasSpecials: number % 4 == 0, &random)
        let expected = numbers.definitions(geometry)
        for (index, set) in InstructionSet.available.enumerated() {
          let threads = threadCounts[(number + index) % threadCounts.count]
          try check(geometry, numbers, expected, set, threads)
        }
      }
    }
  }

  /// Sixteen images side by side, and sixteen columns of one image: both must meet every edge.
  @Test(arguments: [1, 2, 7, 8, 15, 16, 17, 33, 64, 70])
  func everyBatchHasTheBitsOfItsDefinition(batch: Int) throws {
    try keepingChoices {
      var random = TestRandom(seed: UInt64(batch))
      let rows = try AxisGeometry.transposed(
        input: 2, kernel: 3, stride: 2, paddingStart: 1, paddingEnd: 1, outputPadding: 1)
      for input in batch < 9 ? [1, 5, 18] : [1, 4] {
        let columns = try AxisGeometry.transposed(
          input: input, kernel: 4, stride: 2, paddingStart: 1, paddingEnd: 0)
        let geometry = try ConvGeometry(
          batch: batch, pixelChannels: 5, positionChannels: 9, rows: rows, columns: columns)
        let numbers = Numbers(geometry, hasSpecials: false, &random)
        let expected = numbers.definitions(geometry)
        for set in InstructionSet.available {
          for threads in threadCounts { try check(geometry, numbers, expected, set, threads) }
        }
      }
    }
  }

  /// Planes of more rows than a thread takes at once, in both orders of lanes.
  @Test(arguments: [
    (batch: 33, channels: 1, positionChannels: 3, rows: 13, columns: 11),
    (batch: 18, channels: 5, positionChannels: 4, rows: 12, columns: 12),
    (batch: 16, channels: 2, positionChannels: 1, rows: 61, columns: 40),
    (batch: 1, channels: 1, positionChannels: 16, rows: 131, columns: 60),
  ])
  func largePlanesHaveTheBitsOfTheirDefinition(
    batch: Int, channels: Int, positionChannels: Int, rows: Int, columns: Int
  ) throws {
    try keepingChoices {
      var random = TestRandom(seed: 8)
      let geometry = try ConvGeometry(
        batch: batch, pixelChannels: channels, positionChannels: positionChannels,
        rows: .convolution(input: rows, kernel: 3, paddingStart: 1, paddingEnd: 1),
        columns: .convolution(input: columns, kernel: 2, stride: 2, paddingEnd: 1))
      let numbers = Numbers(geometry, hasSpecials: false, &random)
      let expected = numbers.definitions(geometry)
      for set in InstructionSet.available { try check(geometry, numbers, expected, set, 3) }
    }
  }

  @Test(arguments: InstructionSet.available)
  func theInstructionSetThatWasAskedForRuns(set: InstructionSet) throws {
    try keepingChoices {
      try Compute.use(set)
      let axis = try AxisGeometry.convolution(
        input: 12, kernel: 3, stride: 2, paddingStart: 1, paddingEnd: 1)
      for batch in [1, 16] {
        let geometry = try ConvGeometry(
          batch: batch, pixelChannels: 8, positionChannels: 8, rows: axis, columns: axis)
        var random = TestRandom(seed: 5)
        let numbers = Numbers(geometry, hasSpecials: false, &random)
        Compute.resetCounts()
        _ = ArrayKernels.convolve(geometry, pixels: numbers.pixels, weights: numbers.weights)
        _ = ArrayKernels.convolveTransposed(
          geometry, positions: numbers.positions, weights: numbers.weights)
        _ = ArrayKernels.weightGradient(
          geometry, pixels: numbers.pixels, positions: numbers.positions)
        #expect(Compute.calls(of: set) >= 3, "batch \(batch)")
      }
    }
  }

  @Test func matrixProductsHaveTheBitsOfTheirDefinition() throws {
    try keepingChoices {
      var random = TestRandom(seed: 6)
      for (rows, inner, columns) in [(1, 1, 1), (3, 40, 33), (17, 9, 16), (64, 50, 1), (9, 300, 7)]
      {
        let left = random.scalars(rows * inner, Float.self)
        let right = random.scalars(inner * columns, Float.self)
        var expected: [Float] = []
        for row in 0..<rows {
          for column in 0..<columns {
            var sum: Float = 0
            for index in 0..<inner {
              sum = sum.addingProduct(left[row * inner + index], right[index * columns + column])
            }
            expected.append(sum + 0)
          }
        }
        for set in InstructionSet.available {
          try Compute.use(set)
          let product = ArrayKernels.multiply(
            left, right, rows: rows, inner: inner, columns: columns)
          #expect(bits(product) == bits(expected), "\(set) \(rows)·\(inner)·\(columns)")
        }
      }
    }
  }

  /// ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩ = ⟨gradient, w⟩: exact, because the numbers are small integers.
  @Test func convolutionTransposeAndGradientAreAdjoint() throws {
    try keepingChoices {
      var random = TestRandom(seed: 7)
      for _ in 0..<60 {
        let geometry = try Self.geometry(&random)
        let x = integers(geometry.pixelCount, &random)
        let y = integers(geometry.positionCount, &random)
        let w = integers(geometry.weightCount, &random)
        for set in InstructionSet.available {
          try Compute.use(set)
          let forward = dot(ArrayKernels.convolve(geometry, pixels: x, weights: w), y)
          let back = ArrayKernels.convolveTransposed(geometry, positions: y, weights: w)
          let gradient = ArrayKernels.weightGradient(geometry, pixels: x, positions: y)
          #expect(forward == dot(x, back), "\(set) \(geometry)")
          #expect(forward == dot(gradient, w), "\(set) \(geometry)")
        }
      }
    }
  }

  private func check(
    _ geometry: ConvGeometry, _ numbers: Numbers, _ expected: [String: [UInt32]],
    _ set: InstructionSet, _ threads: Int
  ) throws {
    try Compute.use(set)
    try Compute.use(threads: threads)
    for (name, bits) in numbers.kernels(geometry) {
      // Compared before: thousands of numbers tell a reader nothing.
      let isEqual = bits == expected[name]
      #expect(isEqual, "\(name) with \(set) and \(threads) threads, \(geometry)")
    }
  }

  /// Runs a test and puts back the instruction set and threads that it changes.
  private func keepingChoices(_ body: () throws -> Void) throws {
    let (set, threads) = (Compute.instructionSet, Compute.threads)
    let result = Result(catching: body)
    try Compute.use(set)
    try Compute.use(threads: threads)
    try result.get()
  }

  /// A random geometry of any movement, with few enough terms for the definition.
  private static func geometry(_ random: inout TestRandom) throws -> ConvGeometry {
    let batches = [1, 1, 2, 7, 8, 15, 16, 17, 33, 64, 70]
    while true {
      let groups = [1, 1, 2, 3][random.integer(in: 0...3)]
      let batch = batches[random.integer(in: 0...batches.count - 1)]
      let size = batch < 8 ? 36 : 6
      let geometry = try ConvGeometry(
        batch: batch, pixelChannels: groups * random.integer(in: 1...9),
        positionChannels: groups * random.integer(in: 1...11), groups: groups,
        rows: random.integer(in: 0...3) == 0 ? .single : axis(&random, upTo: 6),
        columns: axis(&random, upTo: size))
      let work = geometry.weightCount * geometry.rows.positions * geometry.columns.positions
      if work * batch < 25_000 { return geometry }
    }
  }

  private static func axis(_ random: inout TestRandom, upTo size: Int) -> AxisGeometry {
    while true {
      let axis = try? AxisGeometry.transposed(
        input: random.integer(in: 1...size), kernel: random.integer(in: 1...5),
        stride: random.integer(in: 1...3), paddingStart: random.integer(in: 0...3),
        paddingEnd: random.integer(in: 0...3), outputPadding: random.integer(in: 0...2),
        dilation: random.integer(in: 1...3))
      if let axis { return axis }
    }
  }

  private func integers(_ count: Int, _ random: inout TestRandom) -> [Float] {
    (0..<count).map { _ in Float(random.integer(in: -3...3)) }
  }

  private func dot(_ left: [Float], _ right: [Float]) -> Float {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// The bits, with one NaN.
private func bits(_ values: [Float]) -> [UInt32] {
  values.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
}

/// Inputs for every kernel of a geometry.
private struct Numbers {
  let pixels: [Float]
  let positions: [Float]
  let weights: [Float]
  let pixelBias: [Float]?
  let positionBias: [Float]?

  init(_ geometry: ConvGeometry, hasSpecials: Bool, _ random: inout TestRandom) {
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { _ in
        hasSpecials && random.integer(in: 0...40) == 0
          ? Self.specials[random.integer(in: 0...Self.specials.count - 1)]
          : random.scalar(Float.self)
      }
    }
    pixels = numbers(geometry.pixelCount)
    positions = numbers(geometry.positionCount)
    weights = numbers(geometry.weightCount)
    let hasBias = random.integer(in: 0...1) == 0
    pixelBias = hasBias ? numbers(geometry.pixelChannels) : nil
    positionBias = hasBias ? numbers(geometry.positionChannels) : nil
  }

  /// Zeros, infinities, and products that underflow and overflow.
  private static let specials: [Float] = [
    0, -0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1e-30,
    -1e-30, 3e38,
  ]

  /// The bits of every kernel in use.
  func kernels(_ geometry: ConvGeometry) -> [String: [UInt32]] {
    [
      "convolve": bits(
        ArrayKernels.convolve(geometry, pixels: pixels, weights: weights, bias: positionBias)),
      "convolveTransposed": bits(
        ArrayKernels.convolveTransposed(
          geometry, positions: positions, weights: weights, bias: pixelBias)),
      "weightGradient": bits(
        ArrayKernels.weightGradient(geometry, pixels: pixels, positions: positions)),
      "channelSums": bits(
        ArrayKernels.channelSums(
          positions, batch: geometry.batch, channels: geometry.positionChannels)),
    ]
  }

  /// The bits of every definition.
  func definitions(_ geometry: ConvGeometry) -> [String: [UInt32]] {
    [
      "convolve": bits(Definition.convolve(geometry, pixels, weights, positionBias)),
      "convolveTransposed": bits(
        Definition.convolveTransposed(geometry, positions, weights, pixelBias)),
      "weightGradient": bits(Definition.weightGradient(geometry, pixels, positions)),
      "channelSums": bits(
        Definition.channelSums(
          positions, batch: geometry.batch, channels: geometry.positionChannels)),
    ]
  }
}
