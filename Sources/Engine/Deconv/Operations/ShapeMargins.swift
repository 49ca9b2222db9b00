/// Widths at the four sides of the last two axes of a tensor.
package struct Margins: Hashable, Sendable {
  package var top: Int
  package var left: Int
  package var bottom: Int
  package var right: Int

  /// Names the four widths.
  package init(top: Int, left: Int, bottom: Int, right: Int) {
    self.top = top
    self.left = left
    self.bottom = bottom
    self.right = right
  }

  /// The widths that are not 0, in the words of a call.
  fileprivate var text: String {
    [("top", top), ("left", left), ("bottom", bottom), ("right", right)]
      .filter { $0.1 != 0 }.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
  }
}

/// A margin of equal numbers on the sides of the last two axes.
///
/// Input: the array; one of rank 1 has only a left and a right side. The gradient is cropped.
package struct PaddingOperation: Operation {
  let margins: Margins
  let value: Float

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - margins: The widths of the margin.
  ///   - value: The numbers of the margin.
  package init(_ margins: Margins, value: Float = 0) {
    self.margins = margins
    self.value = value
  }

  package var name: String { "padded" }

  package var settingsText: String {
    [margins.text, value == 0 ? "" : "value: \(value)"].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let plane = try Plane(inputs[0].shape, margins, operation: name)
    return try plane.padded(inputs[0], with: A.Scalar(value), operation: name)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let plane = try Plane(pass.gradient.shape, margins, operation: name)
    return [try plane.cropped(pass.gradient, operation: name)]
  }
}

/// The last two axes without a margin.
///
/// Input: the array; one of rank 1 has only a left and a right side. The gradient is padded with
/// zeros.
package struct CroppingOperation: Operation {
  let margins: Margins

  /// Describes the operation.
  ///
  /// - Parameter margins: The widths of the margin.
  package init(_ margins: Margins) {
    self.margins = margins
  }

  package var name: String { "cropped" }

  package var settingsText: String { margins.text }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let plane = try Plane(inputs[0].shape, margins, operation: name)
    return try plane.cropped(inputs[0], operation: name)
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let plane = try Plane(pass.gradient.shape, margins, operation: name)
    return [try plane.padded(pass.gradient, with: 0, operation: name)]
  }
}

/// The last two axes of an array that gets or loses margins there.
private struct Plane {
  let planes: Int
  let rows: Int
  let columns: Int
  let margins: Margins

  init(_ shape: [Int], _ margins: Margins, operation: String) throws(TensorError) {
    guard shape.count >= 1 else {
      throw .rank(
        operation: operation, argument: "tensor", shape: shape, expected: "of rank 1 at least")
    }
    let sides = [
      ("top margin", margins.top), ("left margin", margins.left),
      ("bottom margin", margins.bottom), ("right margin", margins.right),
    ]
    for (side, width) in sides {
      let isMissing = shape.count == 1 && (side == "top margin" || side == "bottom margin")
      guard 0...(isMissing ? 0 : Shape.maximumCount) ~= width else {
        throw .argument(
          operation: operation, argument: side, value: width,
          expected: isMissing
            ? "0 for a tensor of rank 1" : "between 0 and \(Shape.maximumCount)")
      }
    }
    columns = shape[shape.count - 1]
    rows = shape.count == 1 ? 1 : shape[shape.count - 2]
    planes = shape.dropLast(2).reduce(1, *)
    self.margins = margins
  }

  func padded<A: RealArray>(
    _ array: A, with value: A.Scalar, operation: String
  ) throws(TensorError) -> A {
    let shape = try self.shape(of: array, growing: 1, operation: operation)
    let count = try Shape.count(shape, operation: operation)
    let scalars = array.scalars
    var result = Array(repeating: value, count: count)
    let width = shape[array.rank - 1]
    let height = array.rank == 1 ? 1 : shape[array.rank - 2]
    for line in 0..<planes * rows {
      let (image, row) = line.quotientAndRemainder(dividingBy: rows)
      let start = (image * height + margins.top + row) * width + margins.left
      let source = line * columns
      result.replaceSubrange(
        start..<start + columns, with: scalars[source..<source + columns])
    }
    return A(shape: shape, scalars: result)
  }

  func cropped<A: RealArray>(_ array: A, operation: String) throws(TensorError) -> A {
    let shape = try self.shape(of: array, growing: -1, operation: operation)
    let scalars = array.scalars
    var result: [A.Scalar] = []
    result.reserveCapacity(try Shape.count(shape, operation: operation))
    for image in 0..<planes {
      for row in margins.top..<rows - margins.bottom {
        let start = (image * rows + row) * columns
        result += scalars[start + margins.left..<start + columns - margins.right]
      }
    }
    return A(shape: shape, scalars: result)
  }

  private func shape<A: RealArray>(
    of array: A, growing sign: Int, operation: String
  ) throws(TensorError) -> [Int] {
    var shape = array.shape
    shape[array.rank - 1] += sign * (margins.left + margins.right)
    if array.rank > 1 { shape[array.rank - 2] += sign * (margins.top + margins.bottom) }
    for (axis, size) in shape.enumerated() where size < 0 {
      let isColumn = axis == array.rank - 1
      throw .range(
        operation: operation, from: isColumn ? margins.left : margins.top,
        to: array.shape[axis] - (isColumn ? margins.right : margins.bottom), axis: axis,
        shape: array.shape)
    }
    return shape
  }
}
