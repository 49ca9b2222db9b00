extension Tensor {
  /// A tensor of zeros.
  ///
  /// - Parameter shape: The sizes of the axes, outermost first.
  /// - Returns: The tensor.
  public static func zeros(_ shape: Int...) -> Tensor { full(shape: shape, value: 0) }

  /// A tensor of ones.
  ///
  /// - Parameter shape: The sizes of the axes, outermost first.
  /// - Returns: The tensor.
  public static func ones(_ shape: Int...) -> Tensor { full(shape: shape, value: 1) }

  /// A tensor whose elements are all equal.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - value: The elements.
  /// - Returns: The tensor.
  public static func full(_ shape: Int..., value: Float) -> Tensor {
    full(shape: shape, value: value)
  }

  /// The numbers 0, 1, … up to `count`, without it.
  ///
  /// - Parameter count: How many numbers.
  /// - Returns: A tensor of rank 1; beyond 2^24 neighbours may round to the same number.
  /// - Precondition: The count is not negative.
  public static func arange(_ count: Int) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arange(count) }
  }

  /// Random numbers, uniform in `[0, 1)`.
  ///
  /// Number `i` of a seed is the same on every machine and for every shape. The generator is
  /// Philox 4×32-10; numbers are multiples of 2^-24.
  ///
  /// - Parameters:
  ///   - shape: The sizes of the axes, outermost first.
  ///   - seed: Chooses the numbers.
  /// - Returns: The tensor.
  public static func random(_ shape: Int..., seed: Int) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.random(shape: shape, seed: seed) }
  }

  private static func full(shape: [Int], value: Float) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.full(shape: shape, value: value) }
  }
}

extension Checked {
  /// A tensor whose elements are all equal: see ``Tensor/full(_:value:)``.
  package static func full(shape: [Int], value: Float) throws(TensorError) -> Tensor {
    let count = try Shape.count(shape, operation: "Tensor")
    return Tensor(shape: shape, scalars: Array(repeating: value, count: count))
  }

  /// The numbers up to a count: see ``Tensor/arange(_:)``.
  package static func arange(_ count: Int) throws(TensorError) -> Tensor {
    let count = try Shape.count([count], operation: "arange")
    return Tensor(shape: [count], scalars: (0..<count).map { Float($0) })
  }

  /// Random numbers in `[0, 1)`: see ``Tensor/random(_:seed:)``.
  package static func random(shape: [Int], seed: Int) throws(TensorError) -> Tensor {
    let count = try Shape.count(shape, operation: "random")
    return Tensor(shape: shape, scalars: Philox(seed: seed).uniform(count))
  }
}
