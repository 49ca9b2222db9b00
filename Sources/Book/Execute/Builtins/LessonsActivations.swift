import DeconvLessons

// Functions of each element: of tensors, and of single numbers.

extension RegistryPart {
  static let elementBuiltins = activations + elementwise + scalarFunctions

  /// An operation whose result has the shape of its only input.
  static func shapePreserving(
    _ declaration: String, of owner: String? = nil, _ documentation: String,
    _ body: @escaping @Sendable (Tensor) throws -> Tensor
  ) -> Builtin {
    let running: @Sendable (Runtime, Tensor) throws -> Tensor = { runtime, x in
      try runtime.chargeElements(x)
      return try body(x)
    }
    guard let owner else { return .function(declaration, documentation, running: running) }
    return .member(of: owner, declaration, documentation, running: running)
  }

  /// The same with a number that is a setting.
  private static func shapePreserving<Setting: ValueConvertible>(
    _ declaration: String, _ documentation: String,
    _ body: @escaping @Sendable (Tensor, Setting) throws -> Tensor
  ) -> Builtin {
    .function(
      declaration, documentation,
      running: { (runtime: Runtime, x: Tensor, setting: Setting) in
        try runtime.chargeElements(x)
        return try body(x, setting)
      })
  }

  private static let activations: [Builtin] = [
    shapePreserving(
      "func relu(_ x: Tensor) -> Tensor", "The elements, with 0 in the place of negative ones."
    ) { try Checked.relu($0) },
    shapePreserving(
      "func leakyReLU(_ x: Tensor, negativeSlope: Float = 0.01) -> Tensor",
      "The elements, the negative ones times a small number."
    ) { (x, slope: Float) in try Checked.leakyReLU(x, negativeSlope: slope) },
    shapePreserving(
      "func elu(_ x: Tensor, alpha: Float = 1) -> Tensor",
      "The elements, with α (eˣ − 1) in the place of negative ones."
    ) { (x, alpha: Float) in try Checked.elu(x, alpha: alpha) },
    shapePreserving(
      "func sigmoid(_ x: Tensor) -> Tensor", "1 / (1 + e⁻ˣ) of each element: between 0 and 1."
    ) { try Checked.sigmoid($0) },
    shapePreserving(
      "func tanh(_ x: Tensor) -> Tensor",
      "The hyperbolic tangent of each element: between -1 and 1."
    ) { try Checked.tanh($0) },
    shapePreserving(
      "func softplus(_ x: Tensor) -> Tensor", "log(1 + eˣ) of each element: a smooth `relu`."
    ) { try Checked.softplus($0) },
    shapePreserving(
      "func softmax(_ x: Tensor, axis: Int) -> Tensor",
      "Along an axis: powers of e, divided by their sum."
    ) { (x, axis: Int) in try Checked.softmax(x, axis: axis) },
    shapePreserving(
      "func logSoftmax(_ x: Tensor, axis: Int) -> Tensor", "The logarithm of `softmax`."
    ) { (x, axis: Int) in try Checked.logSoftmax(x, axis: axis) },
  ]

  private static let elementwise: [Builtin] = [
    shapePreserving("func sqrt(_ x: Tensor) -> Tensor", "The square root of each element.") {
      try Checked.sqrt($0)
    },
    shapePreserving("func square(_ x: Tensor) -> Tensor", "Each element times itself.") {
      try Checked.square($0)
    },
    shapePreserving("func exp(_ x: Tensor) -> Tensor", "e to the power of each element.") {
      try Checked.exp($0)
    },
    shapePreserving("func log(_ x: Tensor) -> Tensor", "The natural logarithm of each element.") {
      try Checked.log($0)
    },
    shapePreserving(
      "func pow(_ x: Tensor, _ exponent: Float) -> Tensor", "Each element to the same power."
    ) { (x, exponent: Float) in try Checked.pow(x, exponent) },
    .function(
      "func maximum(_ a: Tensor, _ b: Tensor) -> Tensor",
      "The larger of two elements at the same place, with broadcasting.",
      running: { (runtime: Runtime, a: Tensor, b: Tensor) in
        try runtime.reserveBroadcast(a.shape, b.shape)
        return try Checked.maximum(a, b)
      }),
    .function(
      "func minimum(_ a: Tensor, _ b: Tensor) -> Tensor",
      "The smaller of two elements at the same place, with broadcasting.",
      running: { (runtime: Runtime, a: Tensor, b: Tensor) in
        try runtime.reserveBroadcast(a.shape, b.shape)
        return try Checked.minimum(a, b)
      }),
    .member(
      of: "Tensor", "func clamped(min: Float = -.infinity, max: Float = .infinity) -> Tensor",
      "The elements, none below or above a bound.",
      running: { (runtime: Runtime, x: Tensor, min: Float, max: Float) in
        try runtime.chargeElements(x)
        return try Checked.clamped(x, min: min, max: max)
      }),
  ]

  private static let scalarFunctions: [Builtin] =
    scalars("exp", "e to the power of a number.", DeconvLessons.exp, DeconvLessons.exp)
    + scalars("log", "The natural logarithm.", DeconvLessons.log, DeconvLessons.log)
    + scalars("tanh", "The hyperbolic tangent.", DeconvLessons.tanh, DeconvLessons.tanh)
    + scalars("sigmoid", "1 / (1 + e⁻ˣ).", DeconvLessons.sigmoid, DeconvLessons.sigmoid)
    + scalars("sin", "The sine of an angle in radians.", DeconvLessons.sin, DeconvLessons.sin)
    + scalars("cos", "The cosine of an angle in radians.", DeconvLessons.cos, DeconvLessons.cos)
    + [
      .function("func pow(_ x: Float, _ y: Float) -> Float", "A number to a power.") {
        (x: Float, y: Float) in pow(x, y)
      },
      .function("func pow(_ x: Double, _ y: Double) -> Double", "A number to a power.") {
        (x: Double, y: Double) in pow(x, y)
      },
    ]

  /// A function of a number, in single and in double precision.
  private static func scalars(
    _ name: String, _ documentation: String, _ single: @escaping @Sendable (Float) -> Float,
    _ double: @escaping @Sendable (Double) -> Double
  ) -> [Builtin] {
    [
      .function("func \(name)(_ x: Float) -> Float", documentation) { (x: Float) in single(x) },
      .function("func \(name)(_ x: Double) -> Double", documentation) { (x: Double) in double(x) },
    ]
  }
}
