/// Operators on elements.
///
/// Two operands are aligned at their last axes; an axis of size 1, or one that is missing, is
/// repeated to fit the other.
extension Tensor {
  /// The sums of elements, with broadcasting.
  ///
  /// - Parameters:
  ///   - left: The first operand.
  ///   - right: The second operand.
  /// - Returns: The sums.
  /// - Precondition: The shapes can be broadcast together.
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.add(left, right) }
  }

  /// The differences of elements, with broadcasting.
  ///
  /// - Parameters:
  ///   - left: The first operand.
  ///   - right: The second operand.
  /// - Returns: The differences.
  /// - Precondition: The shapes can be broadcast together.
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.subtract(left, right) }
  }

  /// The products of elements, with broadcasting; see matmul(_:_:) for the other product.
  ///
  /// - Parameters:
  ///   - left: The first operand.
  ///   - right: The second operand.
  /// - Returns: The products.
  /// - Precondition: The shapes can be broadcast together.
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.multiply(left, right) }
  }

  /// The quotients of elements, with broadcasting.
  ///
  /// - Parameters:
  ///   - left: The first operand.
  ///   - right: The second operand.
  /// - Returns: The quotients.
  /// - Precondition: The shapes can be broadcast together.
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.divide(left, right) }
  }

  /// Adds a number to each element.
  public static func + (left: Tensor, right: Float) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.add, left, right) }
  }

  /// Adds each element to a number.
  public static func + (left: Float, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.add, left, right) }
  }

  /// Subtracts a number from each element.
  public static func - (left: Tensor, right: Float) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.subtract, left, right) }
  }

  /// Subtracts each element from a number.
  public static func - (left: Float, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.subtract, left, right) }
  }

  /// Multiplies each element by a number.
  public static func * (left: Tensor, right: Float) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.multiply, left, right) }
  }

  /// Multiplies a number by each element.
  public static func * (left: Float, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.multiply, left, right) }
  }

  /// Divides each element by a number.
  public static func / (left: Tensor, right: Float) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.divide, left, right) }
  }

  /// Divides a number by each element.
  public static func / (left: Float, right: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.arithmetic(.divide, left, right) }
  }

  /// The elements with the opposite sign.
  public static prefix func - (operand: Tensor) -> Tensor {
    orTrap { () throws(TensorError) in try Checked.negative(operand) }
  }
}
