import DeconvKernels
import Testing

@Suite struct TransposedConvolutionTests {
  @Test func fourAlgorithmsGiveTheSameBitsInSinglePrecision() throws {
    try sweep(Float.self, cases: 500, seed: 1)
  }

  @Test func fourAlgorithmsGiveTheSameBitsInDoublePrecision() throws {
    try sweep(Double.self, cases: 100, seed: 2)
  }

  /// ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩: exact, because the numbers are small integers.
  @Test func convolutionAndItsTransposeAreAdjoint() throws {
    var random = TestRandom(seed: 3)
    for _ in 0..<150 {
      let geometry = try Self.geometry(&random)
      let x = integers(geometry.pixelCount, &random)
      let y = integers(geometry.positionCount, &random)
      let w = integers(geometry.weightCount, &random)
      let forward = ArrayKernels.convolve(geometry, pixels: x, weights: w)
      let back = ArrayKernels.convolveTransposed(
        by: TransposedConvolution.scatter, geometry, positions: y, weights: w)
      #expect(dot(forward, y) == dot(x, back), "\(geometry)")
    }
  }

  @Test func convolutionEqualsItsDefinition() throws {
    var random = TestRandom(seed: 4)
    for _ in 0..<150 {
      let geometry = try Self.geometry(&random)
      let x = random.scalars(geometry.pixelCount, Float.self)
      let w = random.scalars(geometry.weightCount, Float.self)
      let b = random.scalars(geometry.positionChannels, Float.self)
      let expected = Self.convolutionByDefinition(geometry, x, w, b)
      #expect(
        bits(ArrayKernels.convolve(geometry, pixels: x, weights: w, bias: b)) == bits(expected),
        "\(geometry)")
    }
  }

  /// A tiny product rounds to −0; only the last addition makes the algorithms agree on its sign.
  @Test func zerosHaveNoSign() throws {
    let axis = try AxisGeometry.transposed(input: 2, kernel: 3, stride: 2)
    let geometry = try ConvGeometry(rows: .single, columns: axis)
    let positions: [Float] = [-.leastNonzeroMagnitude, 0]
    let weights: [Float] = [0.25, 0.25, 1]
    for (name, algorithm) in Self.algorithms(Float.self) {
      let output = ArrayKernels.convolveTransposed(
        by: algorithm, geometry, positions: positions, weights: weights)
      #expect(output.prefix(2).allSatisfy { $0.bitPattern == 0 }, "\(name)")
    }
  }

  @Test func infiniteInputsReachTheSameOutputs() throws {
    let axis = try AxisGeometry.transposed(input: 3, kernel: 2, stride: 2)
    let geometry = try ConvGeometry(rows: axis, columns: axis)
    let positions: [Float] = [1, .infinity, 2, 3, 4, 5, 6, 7, 8]
    let outputs = Self.algorithms(Float.self).map {
      bits(
        ArrayKernels.convolveTransposed(
          by: $0.1, geometry, positions: positions, weights: [1, 2, 3, 4]))
    }
    #expect(Set(outputs).count == 1)
  }

  @Test func aStrideBeyondTheOutputCostsNothing() throws {
    let axis = try AxisGeometry.transposed(input: 1, kernel: 2, stride: 1 << 30)
    let geometry = try ConvGeometry(rows: axis, columns: axis)
    for (name, algorithm) in Self.algorithms(Float.self) {
      #expect(
        ArrayKernels.convolveTransposed(
          by: algorithm, geometry, positions: [2], weights: [1, 2, 3, 4]) == [2, 4, 6, 8], "\(name)"
      )
    }
  }

  private func sweep<Scalar: KernelScalar>(
    _ type: Scalar.Type, cases: Int, seed: UInt64
  ) throws {
    var random = TestRandom(seed: seed)
    for _ in 0..<cases {
      let geometry = try Self.geometry(&random)
      let positions = random.scalars(geometry.positionCount, type)
      let weights = random.scalars(geometry.weightCount, type)
      let bias =
        random.integer(in: 0...1) == 0 ? nil : random.scalars(geometry.pixelChannels, type)
      let expected = Self.transposedByDefinition(geometry, positions, weights, bias)
      for (name, algorithm) in Self.algorithms(type) {
        let output = ArrayKernels.convolveTransposed(
          by: algorithm, geometry, positions: positions, weights: weights, bias: bias)
        #expect(bits(output) == bits(expected), "\(name) of \(geometry)")
      }
    }
  }

  private static func algorithms<Scalar: KernelScalar>(
    _: Scalar.Type
  ) -> [(String, TransposedConvolution.Form<Scalar>)] {
    [
      ("scatter", TransposedConvolution.scatter), ("gather", TransposedConvolution.gather),
      ("zeroInsertion", TransposedConvolution.zeroInsertion),
      ("polyphase", TransposedConvolution.polyphase),
    ]
  }

  /// A random geometry; rows and columns have their own sizes and settings.
  private static func geometry(_ random: inout TestRandom) throws -> ConvGeometry {
    let groups = random.integer(in: 1...3)
    return try ConvGeometry(
      batch: random.integer(in: 1...2), pixelChannels: groups * random.integer(in: 1...2),
      positionChannels: groups * random.integer(in: 1...2), groups: groups,
      rows: axis(&random), columns: axis(&random))
  }

  private static func axis(_ random: inout TestRandom) -> AxisGeometry {
    while true {
      let stride = random.integer(in: 1...4)
      let dilation = random.integer(in: 1...3)
      // Paddings beyond kernel − 1 are among them: then the stuffed input is cropped.
      let geometry = try? AxisGeometry.transposed(
        input: random.integer(in: 1...4), kernel: random.integer(in: 1...4), stride: stride,
        paddingStart: random.integer(in: 0...3), paddingEnd: random.integer(in: 0...3),
        outputPadding: random.integer(in: 0...max(stride, dilation) - 1), dilation: dilation)
      if let geometry { return geometry }
    }
  }

  /// Every output element visits every input element in row-major order and asks for the tap.
  private static func transposedByDefinition<Scalar: KernelScalar>(
    _ geometry: ConvGeometry, _ positions: [Scalar], _ weights: [Scalar], _ bias: [Scalar]?
  ) -> [Scalar] {
    let (rows, columns) = (geometry.rows, geometry.columns)
    var output: [Scalar] = []
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.pixelChannels {
        for y in 0..<rows.pixels {
          for x in 0..<columns.pixels {
            var sum: Scalar = 0
            for (index, weight) in pairs(geometry, image: image, pixelChannel: channel, y, x) {
              sum = sum.addingProduct(positions[index], weights[weight])
            }
            output.append(sum + (bias?[channel] ?? 0))
          }
        }
      }
    }
    return output
  }

  /// The input elements that reach a pixel, with their weights, by searching all of them.
  private static func pairs(
    _ geometry: ConvGeometry, image: Int, pixelChannel: Int, _ y: Int, _ x: Int
  ) -> [(Int, Int)] {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let inner = geometry.pixelChannels / geometry.groups
    let outer = geometry.positionChannels / geometry.groups
    var pairs: [(Int, Int)] = []
    for other in 0..<geometry.positionChannels where other / outer == pixelChannel / inner {
      for row in 0..<rows.positions {
        for column in 0..<columns.positions {
          for i in 0..<rows.kernel
          where row * rows.stride - rows.paddingStart + i * rows.dilation == y {
            for j in 0..<columns.kernel
            where column * columns.stride - columns.paddingStart + j * columns.dilation == x {
              let plane = image * geometry.positionChannels + other
              let kernel = other * inner + pixelChannel % inner
              pairs.append(
                (
                  (plane * rows.positions + row) * columns.positions + column,
                  (kernel * rows.kernel + i) * columns.kernel + j
                ))
            }
          }
        }
      }
    }
    return pairs
  }

  /// Sums over the padded input, tap by tap.
  private static func convolutionByDefinition(
    _ geometry: ConvGeometry, _ pixels: [Float], _ weights: [Float], _ bias: [Float]
  ) -> [Float] {
    let (rows, columns) = (geometry.rows, geometry.columns)
    let inner = geometry.pixelChannels / geometry.groups
    var output: [Float] = []
    for image in 0..<geometry.batch {
      for channel in 0..<geometry.positionChannels {
        let first = channel / (geometry.positionChannels / geometry.groups) * inner
        for row in 0..<rows.positions {
          for column in 0..<columns.positions {
            var sum: Float = 0
            for other in 0..<inner {
              for i in 0..<rows.kernel {
                for j in 0..<columns.kernel {
                  let y = row * rows.stride - rows.paddingStart + i * rows.dilation
                  let x = column * columns.stride - columns.paddingStart + j * columns.dilation
                  guard 0..<rows.pixels ~= y, 0..<columns.pixels ~= x else { continue }
                  let plane = image * geometry.pixelChannels + first + other
                  sum = sum.addingProduct(
                    pixels[(plane * rows.pixels + y) * columns.pixels + x],
                    weights[((channel * inner + other) * rows.kernel + i) * columns.kernel + j])
                }
              }
            }
            output.append(sum + bias[channel])
          }
        }
      }
    }
    return output
  }

  private func integers(_ count: Int, _ random: inout TestRandom) -> [Float] {
    (0..<count).map { _ in Float(random.integer(in: -9...9)) }
  }

  private func dot(_ left: [Float], _ right: [Float]) -> Int {
    zip(left, right).reduce(0) { $0 + Int($1.0) * Int($1.1) }
  }

  private func bits<Scalar: KernelScalar>(_ scalars: [Scalar]) -> [UInt64] {
    scalars.map { Double($0).bitPattern }
  }
}
