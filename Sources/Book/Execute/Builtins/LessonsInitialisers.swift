import DeconvLessons

// The rules for first numbers.

extension RegistryPart {
  static let initializerTypes = ["Initializer", "Initializer.Fan", "Initializer.Nonlinearity"]
  static let initializerConformances = initializerTypes.map { "\($0): Equatable" }

  static let initializerBuiltins = constantRules + scaledRules + patterns + fans + drawing

  private static func rule(
    _ name: String, _ documentation: String, _ rule: Initializer
  ) -> Builtin {
    .member(of: "Initializer", "static var \(name): Initializer", documentation) { rule }
  }

  private static let constantRules: [Builtin] = [
    rule("zeros", "The number 0 everywhere.", .zeros),
    rule("ones", "The number 1 everywhere.", .ones),
    .member(
      of: "Initializer", "static func constant(_ value: Float) -> Initializer",
      "The same number everywhere."
    ) { (value: Float) in Initializer.constant(value) },
    .member(
      of: "Initializer", "static func uniform(from: Float, to: Float) -> Initializer",
      "Uniform random numbers of a range."
    ) { (low: Float, high: Float) in Initializer.uniform(from: low, to: high) },
    .member(
      of: "Initializer",
      "static func normal(mean: Float = 0, deviation: Float = 1) -> Initializer",
      "Normal random numbers."
    ) { (mean: Float, deviation: Float) in Initializer.normal(mean: mean, deviation: deviation) },
  ]

  private static let scaledRules: [Builtin] = [
    rule("standard", "PyTorch's default: uniform within ±1/√fan.", .standard),
    .member(
      of: "Initializer", "static func xavierUniform(gain: Double = 1) -> Initializer",
      "Glorot and Bengio's rule: uniform, by both fans."
    ) { (gain: Double) in Initializer.xavierUniform(gain: gain) },
    .member(
      of: "Initializer", "static func xavierNormal(gain: Double = 1) -> Initializer",
      "Glorot and Bengio's rule: normal, by both fans."
    ) { (gain: Double) in Initializer.xavierNormal(gain: gain) },
    .member(
      of: "Initializer",
      """
      static func kaimingUniform(_ next: Initializer.Nonlinearity = .relu, \
      fan: Initializer.Fan = .input) -> Initializer
      """, "He's rule: uniform, by one fan and what follows the layer."
    ) { (next: Initializer.Nonlinearity, fan: Initializer.Fan) in
      Initializer.kaimingUniform(next, fan: fan)
    },
    .member(
      of: "Initializer",
      """
      static func kaimingNormal(_ next: Initializer.Nonlinearity = .relu, \
      fan: Initializer.Fan = .input) -> Initializer
      """, "He's rule: normal, by one fan and what follows the layer."
    ) { (next: Initializer.Nonlinearity, fan: Initializer.Fan) in
      Initializer.kaimingNormal(next, fan: fan)
    },
  ]

  private static let patterns: [Builtin] = [
    rule(
      "bilinear", "A transposed convolution that interpolates: channel i goes to channel i.",
      .bilinear),
    rule("identity", "A convolution that copies: channel i goes to channel i.", .identity),
    .member(
      of: "Initializer",
      "static func icnr(scale: Int, _ rule: Initializer = .standard) -> Initializer",
      "A convolution whose pixel shuffle begins as nearest-neighbour enlargement."
    ) { (scale: Int, rule: Initializer) in
      // Rules inside of rules inside of … would take stack when they are used and given up.
      if case .icnr = rule {
        throw BuiltinFailure("icnr: the rule of the small weight must not be an icnr itself")
      }
      return Initializer.icnr(scale: scale, rule)
    },
  ]

  private static let fans: [Builtin] = [
    choice("input", "The terms of one output.", Initializer.Fan.input),
    choice("output", "The outputs of one input.", Initializer.Fan.output),
    choice(
      "linear", "Nothing follows, or a sigmoid: the gain is 1.", Initializer.Nonlinearity.linear),
    choice("relu", "A ReLU follows: the gain is √2.", Initializer.Nonlinearity.relu),
    choice("tanh", "A tanh follows: the gain is 5/3.", Initializer.Nonlinearity.tanh),
    .member(
      of: "Initializer.Nonlinearity",
      "static func leakyReLU(negativeSlope: Double) -> Initializer.Nonlinearity",
      "A leaky ReLU follows: the gain is √(2 / (1 + slope²))."
    ) { (slope: Double) in Initializer.Nonlinearity.leakyReLU(negativeSlope: slope) },
  ]

  /// A case of an enumeration inside of a type.
  static func choice<Owner: NativeValue & Sendable>(
    _ name: String, _ documentation: String, _ value: Owner
  ) -> Builtin {
    .member(
      of: Owner.typeName, "static var \(name): \(Owner.typeName)", documentation
    ) { value }
  }

  private static let drawing: [Builtin] = [
    .member(
      of: "Initializer", "func tensor(_ shape: [Int], seed: Int = 0) -> Tensor",
      "A tensor that begins so: `Initializer.bilinear.tensor([1, 1, 4, 4])`.",
      running: { (runtime: Runtime, rule: Initializer, shape: [Int], seed: Int) in
        try runtime.reserveElements(shape)
        return try Checked.initial(
          rule, shape: shape, InitialNumbers(seed: seed, parameter: 0))
      }),
    .member(of: "Initializer", "var description: String", "The rule as one writes it.") {
      (rule: Initializer) in rule.description
    },
    .function(
      "func layerSeed(_ seed: Int, _ layer: Int) -> Int",
      "A seed for one of several layers that begin from one seed."
    ) { (seed: Int, layer: Int) in layerSeed(seed, layer) },
    .member(
      of: "Tensor", "static func randomNormal(_ shape: Int..., seed: Int) -> Tensor",
      "Random numbers, normal with mean 0 and deviation 1: the same on every machine.",
      running: { (runtime: Runtime, shape: [Int], seed: Int) in
        try runtime.reserveElements(shape)
        // Each number takes a logarithm, a root and a cosine.
        try runtime.charge(multiplyAdds: saturatingProduct(shape + [64]))
        return try Checked.randomNormal(shape: shape, seed: seed)
      }),
  ]
}

extension Initializer: NativeValue {
  package static let typeName = "Initializer"
}

extension Initializer.Fan: NativeValue {
  package static let typeName = "Initializer.Fan"
}

extension Initializer.Nonlinearity: NativeValue {
  package static let typeName = "Initializer.Nonlinearity"
}
