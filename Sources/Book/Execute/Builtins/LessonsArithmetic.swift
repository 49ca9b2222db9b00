import DeconvLessons

// The operators on elements, with broadcasting and with a number on either side.

extension RegistryPart {
  /// The operators of tensors; they stay on a tape.
  static let tensorArithmetic = arithmetic(
    scalar: "Float",
    arrays: { (symbol: ArithmeticOperator, left: Tensor, right: Tensor) in
      try Checked.arithmetic(symbol, left, right)
    },
    right: { try Checked.arithmetic($0, $1, $2) }, left: { try Checked.arithmetic($0, $1, $2) },
    negative: Checked.negative)

  /// The operators of matrices in double precision.
  static let matrixArithmetic = arithmetic(
    scalar: "Double",
    arrays: { (symbol: ArithmeticOperator, left: Matrix, right: Matrix) in
      try Checked.arithmetic(symbol, left, right)
    },
    right: { symbol, left, right in
      Matrix(shape: left.shape, scalars: left.scalars.map { symbol.applied($0, right) })
    },
    left: { symbol, left, right in
      Matrix(shape: right.shape, scalars: right.scalars.map { symbol.applied(left, $0) })
    },
    negative: { Matrix(shape: $0.shape, scalars: $0.scalars.map { -$0 }) })

  private static func arithmetic<A: ShapedArray & NativeValue>(
    scalar: String, arrays: @escaping @Sendable (ArithmeticOperator, A, A) throws -> A,
    right: @escaping @Sendable (ArithmeticOperator, A, A.Scalar) throws -> A,
    left: @escaping @Sendable (ArithmeticOperator, A.Scalar, A) throws -> A,
    negative: @escaping @Sendable (A) throws -> A
  ) -> [Builtin] where A.Scalar: ValueConvertible {
    let name = A.typeName
    let binary = ArithmeticOperator.allCases.flatMap { symbol in
      [
        Builtin.function(
          "func \(symbol.rawValue) (left: \(name), right: \(name)) -> \(name)",
          "The \(symbol.noun) of elements; axes of size 1, or missing ones, are repeated.",
          running: { (runtime: Runtime, a: A, b: A) in
            try runtime.reserveBroadcast(a.shape, b.shape)
            return try arrays(symbol, a, b)
          }),
        .function(
          "func \(symbol.rawValue) (left: \(name), right: \(scalar)) -> \(name)",
          "The \(symbol.noun) of each element and a number.",
          running: { (runtime: Runtime, a: A, number: A.Scalar) in
            try runtime.reserveElements(a.shape)
            return try right(symbol, a, number)
          }),
        .function(
          "func \(symbol.rawValue) (left: \(scalar), right: \(name)) -> \(name)",
          "The \(symbol.noun) of a number and each element.",
          running: { (runtime: Runtime, number: A.Scalar, a: A) in
            try runtime.reserveElements(a.shape)
            return try left(symbol, number, a)
          }),
      ]
    }
    return binary + [
      .function(
        "prefix func - (operand: \(name)) -> \(name)", "The elements with the other sign.",
        running: { (runtime: Runtime, a: A) in
          try runtime.reserveElements(a.shape)
          return try negative(a)
        })
    ]
  }
}

extension ArithmeticOperator {
  /// What the operator makes.
  fileprivate var noun: String {
    switch self {
    case .add: "sums"
    case .subtract: "differences"
    case .multiply: "products"
    case .divide: "quotients"
    }
  }

  fileprivate func applied(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    }
  }
}
