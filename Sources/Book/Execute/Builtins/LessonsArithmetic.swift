import DeconvLessons

// The operators on elements, with broadcasting and with a number on either side.

extension RegistryPart {
  static func arithmetic<A: ShapedArray & NativeValue>(of type: A.Type, scalar: String)
    -> [Builtin] where A.Scalar: ValueConvertible & FloatingPoint
  {
    let name = A.typeName
    let operations: [ElementOperation<A>] = [
      ElementOperation("+", "sums", Checked.add) { $0 + $1 },
      ElementOperation("-", "differences", Checked.subtract) { $0 - $1 },
      ElementOperation("*", "products", Checked.multiply) { $0 * $1 },
      ElementOperation("/", "quotients", Checked.divide) { $0 / $1 },
    ]
    let binary = operations.flatMap { operation in
      [
        Builtin.function(
          "func \(operation.symbol) (left: \(name), right: \(name)) -> \(name)",
          "The \(operation.noun) of elements; axes of size 1, or missing ones, are repeated.",
          running: { (runtime: Runtime, left: A, right: A) in
            try runtime.reserveBroadcast(left.shape, right.shape)
            return try operation.arrays(left, right)
          }),
        .function(
          "func \(operation.symbol) (left: \(name), right: \(scalar)) -> \(name)",
          "The \(operation.noun) of each element and a number."
        ) { (left: A, right: A.Scalar) in
          A(shape: left.shape, scalars: left.scalars.map { operation.scalars($0, right) })
        },
        .function(
          "func \(operation.symbol) (left: \(scalar), right: \(name)) -> \(name)",
          "The \(operation.noun) of a number and each element."
        ) { (left: A.Scalar, right: A) in
          A(shape: right.shape, scalars: right.scalars.map { operation.scalars(left, $0) })
        },
      ]
    }
    return binary + [
      .function("prefix func - (operand: \(name)) -> \(name)", "The elements with the other sign.")
      {
        (x: A) in A(shape: x.shape, scalars: x.scalars.map { -$0 })
      }
    ]
  }
}

/// An operator between two arrays, and between two of their elements.
private struct ElementOperation<A: ShapedArray>: Sendable {
  let symbol: String
  let noun: String
  let arrays: @Sendable (A, A) throws -> A
  let scalars: @Sendable (A.Scalar, A.Scalar) -> A.Scalar

  init(
    _ symbol: String, _ noun: String, _ arrays: @escaping @Sendable (A, A) throws -> A,
    _ scalars: @escaping @Sendable (A.Scalar, A.Scalar) -> A.Scalar
  ) {
    self.symbol = symbol
    self.noun = noun
    self.arrays = arrays
    self.scalars = scalars
  }
}
