import DeconvKernels

/// A rule for the numbers with which the training of a tensor begins.
///
/// Names, formulas and the counting of "fans" are those of PyTorch's `torch.nn.init`. A weight of
/// shape `[a, b, …]` has the fan `b · kernel elements` on the input's side and
/// `a · kernel elements` on the output's; for a transposed convolution, whose weight is
/// `[in, out / groups, …]`, PyTorch counts in the same way, and so does this.
///
/// ```swift
/// layer.weight = Initializer.kaimingNormal().tensor(layer.weight.shape, seed: 1)
/// ```
public enum Initializer: Hashable, Sendable {
  /// The side of a layer whose number of terms sets the scale.
  public enum Fan: String, Hashable, Sendable {
    /// The terms of one output: keeps the size of what flows forward.
    case input
    /// The outputs of one input: keeps the size of the gradients.
    case output
  }

  /// What follows the layer, for Kaiming's rules.
  public enum Nonlinearity: Hashable, Sendable {
    /// Nothing, or a sigmoid: the gain is 1.
    case linear
    /// A ReLU: the gain is √2.
    case relu
    /// A leaky ReLU: the gain is √(2 / (1 + slope²)).
    case leakyReLU(negativeSlope: Double)
    /// A hyperbolic tangent: the gain is 5/3.
    case tanh

    var gain: Double {
      switch self {
      case .linear: 1
      case .relu: 2.0.squareRoot()
      case .leakyReLU(let slope): (2 / (1 + slope * slope)).squareRoot()
      case .tanh: 5 / 3
      }
    }
  }

  /// The same number everywhere.
  case constant(Float)
  /// Uniform in the half-open range.
  case uniform(from: Float, to: Float)
  /// Normal.
  case normal(mean: Float = 0, deviation: Float = 1)
  /// PyTorch's default for convolutions and linear layers: uniform within ±1/√fan.
  ///
  /// It is Kaiming's uniform rule for a leaky ReLU of slope √5, with the fan of the input's side.
  case standard
  /// Glorot and Bengio's rule (AISTATS 2010): uniform within ±gain · √(6 / (sum of both fans)).
  case xavierUniform(gain: Double = 1)
  /// Glorot and Bengio's rule: normal, of the deviation gain · √(2 / (sum of both fans)).
  case xavierNormal(gain: Double = 1)
  /// He, Zhang, Ren and Sun's rule (ICCV 2015): uniform within ±gain · √(3 / fan).
  case kaimingUniform(Nonlinearity = .relu, fan: Fan = .input)
  /// He, Zhang, Ren and Sun's rule: normal, of the deviation gain / √fan.
  case kaimingNormal(Nonlinearity = .relu, fan: Fan = .input)
  /// A transposed convolution that interpolates linearly: channel `i` goes to channel `i`.
  ///
  /// With kernel `2s`, stride `s` and padding `s / 2` it enlarges by `s`. The kernel is the product,
  /// over the axes, of `1 − |tap − centre| / ⌈kernel / 2⌉` (Long, Shelhamer and Darrell, "Fully
  /// convolutional networks", CVPR 2015). Where the weight has fewer channels out than in, channel
  /// `i` goes to `i` modulo their number.
  case bilinear
  /// A convolution that copies: channel `i` goes to channel `i` by the middle of the kernel.
  case identity
  /// A convolution whose pixel shuffle begins as nearest-neighbour enlargement of a smaller one.
  ///
  /// Aitken et al., "Checkerboard artifact free sub-pixel convolution" (arXiv:1707.02937): the
  /// `scale²` output channels that the shuffle interleaves are equal.
  indirect case icnr(scale: Int, Initializer = .standard)

  /// The number 0 everywhere.
  public static let zeros = Initializer.constant(0)

  /// The number 1 everywhere.
  public static let ones = Initializer.constant(1)

  /// A tensor that begins so.
  ///
  /// Uniform numbers are `low + (high − low) · u` with the `u` of ``Tensor/random(_:seed:)``, in
  /// single precision, symmetric ranges `(2u − 1) · bound`; normal ones are
  /// ``Tensor/randomNormal(_:seed:)``'s. A layer with the same seed begins its weight with the
  /// same numbers.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - seed: Chooses the numbers.
  /// - Returns: The tensor.
  /// - Precondition: The rule can be applied to the shape.
  public func tensor(_ shape: [Int], seed: Int = 0) -> Tensor {
    orTrap { () throws(TensorError) in
      try Checked.initial(self, shape: shape, InitialNumbers(seed: seed, parameter: 0))
    }
  }
}

/// Where the numbers of one trained tensor come from.
///
/// The layer's seed and the number of the tensor within the layer (0 for the weight, 1 for the
/// bias) choose the stream of the generator.
package struct InitialNumbers: Sendable {
  /// "LAYER" in ASCII and three zero bytes, far away from streams that are counted from 0.
  private static let parameters: UInt64 = 0x4C41_5945_5200_0000
  /// "SEEDS" in ASCII and three zero bytes.
  private static let seeds: UInt64 = 0x5345_4544_5300_0000

  let generator: Philox

  package init(seed: Int, parameter: Int) {
    generator = Philox(seed: seed, stream: Self.parameters ^ UInt64(parameter))
  }

  /// The seed of one of the layers that share a seed: see ``layerSeed(_:_:)``.
  static func layerSeed(_ seed: Int, _ layer: Int) -> Int {
    let words = Philox(seed: seed, stream: seeds).block(UInt64(bitPattern: Int64(layer)))
    return Int(Int64(bitPattern: UInt64(words[1]) << 32 | UInt64(words[0])))
  }
}

/// A seed for one of several layers that begin from one seed.
///
/// Two layers with the same seed begin with the same numbers, scaled. Models give layer `n` this
/// seed, where `n` counts the layers that are trained; so does whoever builds a ``Sequential``:
///
/// ```swift
/// let model = Sequential(
///   Conv2d(1, 8, kernel: 3, seed: layerSeed(7, 0)), ReLU(),
///   Conv2d(8, 1, kernel: 3, seed: layerSeed(7, 1)))
/// ```
///
/// - Parameters:
///   - seed: The seed of the model.
///   - layer: The number of the layer.
/// - Returns: The layer's seed: words 0 (low) and 1 (high) of block `layer` in a stream of the
///   generator that nothing else uses.
public func layerSeed(_ seed: Int, _ layer: Int) -> Int {
  InitialNumbers.layerSeed(seed, layer)
}

extension Checked {
  /// The first value of a tensor: see ``Initializer/tensor(_:seed:)``.
  package static func initial(
    _ rule: Initializer, shape: [Int], _ numbers: InitialNumbers
  ) throws(TensorError) -> Tensor {
    let count = try Shape.count(shape, operation: "Initializer")
    switch rule {
    case .constant(let value):
      return Tensor(shape: shape, scalars: Array(repeating: value, count: count))
    case .uniform(let low, let high):
      let uniform = numbers.generator.uniform(count)
      return Tensor(shape: shape, scalars: uniform.map { low + (high - low) * $0 })
    case .normal(let mean, let deviation):
      let normal = numbers.generator.normal(count)
      return Tensor(shape: shape, scalars: normal.map { mean + deviation * $0 })
    case .standard:
      return symmetric(
        shape, count, bound: 1 / Double(try fans(shape).input).squareRoot(), numbers)
    case .xavierUniform(let gain):
      let fans = try fans(shape)
      let deviation = gain * (2 / Double(fans.input + fans.output)).squareRoot()
      return symmetric(shape, count, bound: 3.0.squareRoot() * deviation, numbers)
    case .xavierNormal(let gain):
      let fans = try fans(shape)
      let deviation = gain * (2 / Double(fans.input + fans.output)).squareRoot()
      return try initial(.normal(deviation: Float(deviation)), shape: shape, numbers)
    case .kaimingUniform(let nonlinearity, let side):
      let deviation = nonlinearity.gain / Double(try fan(shape, side)).squareRoot()
      return symmetric(shape, count, bound: 3.0.squareRoot() * deviation, numbers)
    case .kaimingNormal(let nonlinearity, let side):
      let deviation = nonlinearity.gain / Double(try fan(shape, side)).squareRoot()
      return try initial(.normal(deviation: Float(deviation)), shape: shape, numbers)
    case .bilinear: return try bilinear(shape)
    case .identity: return try identity(shape)
    case .icnr(let scale, let rule): return try icnr(shape, scale: scale, rule, numbers)
    }
  }

  private static func symmetric(
    _ shape: [Int], _ count: Int, bound: Double, _ numbers: InitialNumbers
  ) -> Tensor {
    let bound = Float(bound)
    return Tensor(
      shape: shape, scalars: numbers.generator.uniform(count).map { (2 * $0 - 1) * bound })
  }

  private static func fan(
    _ shape: [Int], _ side: Initializer.Fan
  ) throws(TensorError) -> Int {
    let fans = try fans(shape)
    return side == .input ? fans.input : fans.output
  }

  private static func fans(_ shape: [Int]) throws(TensorError) -> (input: Int, output: Int) {
    guard shape.count >= 2, shape.allSatisfy({ $0 > 0 }) else { throw notAWeight(shape) }
    let kernel = shape[2...].reduce(1, *)
    return (shape[1] * kernel, shape[0] * kernel)
  }

  private static func notAWeight(_ shape: [Int]) -> TensorError {
    .rank(
      operation: "Initializer", argument: "tensor", shape: shape,
      expected: "a weight with two axes of channels first and no empty axis")
  }

  private static func bilinear(_ shape: [Int]) throws(TensorError) -> Tensor {
    guard shape.count >= 3, shape[1] > 0, shape[0] % shape[1] == 0 else {
      throw .rank(
        operation: "Initializer.bilinear", argument: "tensor", shape: shape,
        expected: "the weight of a transposed convolution, [in, out, kernel…], whose channels in "
          + "are a multiple of those out")
    }
    return diagonal(shape) { place in
      var product: Float = 1
      for (tap, size) in zip(place, shape[2...]) {
        // Twice all distances, so that the centre of an even kernel is an integer.
        let reach = 2 * ((size + 1) / 2)
        let centre = size % 2 == 1 ? reach - 2 : reach - 1
        product *= Float(reach - Int((2 * tap - centre).magnitude)) / Float(reach)
      }
      return product
    }
  }

  private static func identity(_ shape: [Int]) throws(TensorError) -> Tensor {
    guard shape.count >= 2, shape[1] > 0 else { throw notAWeight(shape) }
    return diagonal(shape) { place in
      zip(place, shape[2...]).allSatisfy { $0 == $1 / 2 } ? 1 : 0
    }
  }

  /// Fills the kernels from channel `i` to channel `i`; in groups the second axis counts within one.
  private static func diagonal(_ shape: [Int], _ tap: ([Int]) -> Float) -> Tensor {
    let spatial = shape[2...]
    let size = spatial.reduce(1, *)
    let kernel: [Float] = (0..<size).map { index in
      var rest = index
      var place: [Int] = []
      for size in spatial.reversed() {
        place.insert(rest % size, at: 0)
        rest /= size
      }
      return tap(place)
    }
    var scalars: [Float] = []
    scalars.reserveCapacity(shape[0] * shape[1] * size)
    for row in 0..<shape[0] {
      for column in 0..<shape[1] {
        scalars += row % shape[1] == column ? kernel : Array(repeating: 0, count: size)
      }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  private static func icnr(
    _ shape: [Int], scale: Int, _ rule: Initializer, _ numbers: InitialNumbers
  ) throws(TensorError) -> Tensor {
    let channels = shape.first ?? 0
    // With this bound the square does not overflow.
    guard 1...Shape.maximumCount ~= scale, channels % (scale * scale) == 0 else {
      throw .argument(
        operation: "Initializer.icnr", argument: "scale", value: scale,
        expected: "at least 1, and its square a divisor of the weight's first axis "
          + "(shape \(shape))")
    }
    let square = scale * scale
    let small = try initial(rule, shape: [channels / square] + shape.dropFirst(), numbers)
    let size = shape.dropFirst().reduce(1, *)
    var scalars: [Float] = []
    scalars.reserveCapacity(channels * size)
    for channel in 0..<channels {
      let start = channel / square * size
      scalars += small.scalars[start..<start + size]
    }
    return Tensor(shape: shape, scalars: scalars)
  }
}
