public import Deconv

// Arrangements of tensors that lessons need; on a tape each is the slices and joins it is made of.

/// What stands beyond the border of a tensor.
public enum Border: String, Hashable, Sendable, CaseIterable {
  /// The elements inside, mirrored at the outermost one: `c b | a b c`.
  case reflect
  /// The outermost element, again and again: `a a | a b c`.
  case replicate
  /// The elements from the other side: `b c | a b c`.
  case circular

  /// The place inside that stands for a place inside or outside of an axis.
  func place(_ index: Int, size: Int) -> Int {
    switch self {
    case .replicate: return Swift.min(Swift.max(index, 0), size - 1)
    case .circular: return ((index % size) + size) % size
    case .reflect:
      guard size > 1 else { return 0 }
      let period = 2 * (size - 1)
      let turned = ((index % period) + period) % period
      return Swift.min(turned, period - turned)
    }
  }
}

extension Tensor {
  /// The parts at some places of an axis, in the order of the places.
  ///
  /// - Parameters:
  ///   - indices: The places; one may come more than once.
  ///   - axis: The axis.
  /// - Returns: A tensor whose axis has as many elements as there are places.
  /// - Precondition: There is such an axis, and it has these places.
  public func gathered(_ indices: [Int], axis: Int) -> Tensor {
    orTrapLesson { try Lessons.gathered(self, indices, axis: axis) }
  }

  /// Every so-many-th part along an axis: one phase of it.
  ///
  /// - Parameters:
  ///   - step: The distance of two parts, at least 1.
  ///   - start: The first place.
  ///   - axis: The axis.
  /// - Returns: The parts at `start`, `start + step`, ….
  /// - Precondition: There is such an axis, and the start is a place of it.
  public func strided(_ step: Int, from start: Int = 0, axis: Int) -> Tensor {
    orTrapLesson { try Lessons.strided(self, step, from: start, axis: axis) }
  }

  /// The tensor with its axes in another order; NumPy's `transpose`, PyTorch's `permute`.
  ///
  /// - Parameter order: For each axis of the result its number in this tensor.
  /// - Returns: The tensor.
  /// - Precondition: The order names every axis once.
  public func permuted(_ order: [Int]) -> Tensor {
    orTrapLesson { try Lessons.permuted(self, order) }
  }

  /// The tensor with a margin on all sides of its last two axes, or of its only one.
  ///
  /// - Parameters:
  ///   - margin: The width, for both axes or for each.
  ///   - border: What stands in the margin.
  /// - Returns: The larger tensor.
  /// - Precondition: The width is at least 0 and the tensor has elements.
  public func padded(_ margin: some PerAxis, border: Border) -> Tensor {
    let margin = margin.axisValues
    return orTrapLesson { try Lessons.padded(self, margin, border: border) }
  }

  /// Where the largest element along an axis stands; of equal ones the first.
  ///
  /// - Parameter axis: The axis, which goes away.
  /// - Returns: The places, from 0.
  /// - Precondition: There is such an axis, and it has elements; no element is NaN.
  public func argmax(axis: Int) -> Counts {
    orTrapLesson { try Lessons.argmax(self, axis: axis) }
  }
}

/// Joins tensors of one shape along a new first axis.
///
/// - Parameter tensors: The tensors; one at least.
/// - Returns: A tensor with one axis more.
/// - Precondition: The shapes are equal.
public func stacked(_ tensors: [Tensor]) -> Tensor {
  orTrapLesson { try Lessons.stacked(tensors) }
}

/// Stops the program where a lesson's function fails, with the sentence of the error.
private func orTrapLesson<Value>(_ body: () throws -> Value) -> Value {
  orTrap { () throws(LessonFailure) in
    do {
      return try body()
    } catch {
      throw LessonFailure(description: "\(error)")
    }
  }
}

/// An error of any kind as its sentence.
private struct LessonFailure: Error, CustomStringConvertible {
  let description: String
}

extension Lessons {
  /// The parts at some places: see ``Deconv/Tensor/gathered(_:axis:)``.
  package static func gathered(
    _ x: Tensor, _ indices: [Int], axis: Int
  ) throws -> Tensor {
    try checkAxis(axis, of: x, "gathered")
    let size = x.shape[axis]
    if let wrong = indices.first(where: { !(0..<size).contains($0) }) {
      throw LessonError.argument(
        "gathered", "indices",
        expected: size == 0 ? "empty: the axis has no places" : "between 0 and \(size - 1)",
        found: "\(wrong)")
    }
    var parts: [Tensor] = []
    var start = 0
    while start < indices.count {
      // Neighbours are taken together.
      var end = start + 1
      while end < indices.count, indices[end] == indices[end - 1] + 1 { end += 1 }
      parts.append(
        try Checked.slice(x, axis: axis, from: indices[start], to: indices[end - 1] + 1))
      start = end
    }
    guard !parts.isEmpty else { return try Checked.slice(x, axis: axis, from: 0, to: 0) }
    return try Checked.concatenated(parts, axis: axis)
  }

  /// Every so-many-th part: see ``Deconv/Tensor/strided(_:from:axis:)``.
  package static func strided(
    _ x: Tensor, _ step: Int, from start: Int, axis: Int
  ) throws -> Tensor {
    try checkAxis(axis, of: x, "strided")
    guard step >= 1 else {
      throw LessonError.argument("strided", "step", expected: "at least 1", found: "\(step)")
    }
    guard (0..<x.shape[axis]).contains(start) else {
      throw LessonError.argument(
        "strided", "start", expected: "a place of the axis of size \(x.shape[axis])",
        found: "\(start)")
    }
    return try gathered(x, Array(stride(from: start, to: x.shape[axis], by: step)), axis: axis)
  }

  /// The axes in another order: see ``Deconv/Tensor/permuted(_:)``.
  package static func permuted(_ x: Tensor, _ order: [Int]) throws -> Tensor {
    guard order.sorted() == Array(0..<x.rank) else {
      throw LessonError.argument(
        "permuted", "order", expected: "every axis of \(x.shape) once, from 0 to \(x.rank - 1)",
        found: "\(order)")
    }
    let shape = order.map { x.shape[$0] }
    guard x.count > 0 else { return try Checked.reshaped(x, shape) }
    // The numbers of the axes of `result`, as they were in `x`.
    var axes = Array(0..<x.rank)
    var result = x
    // The last axis that moves to the front is the first one in the end; those that stand already
    // as they shall need not move.
    let kept = order.indices.reversed().prefix { order[$0] == $0 }.count
    for axis in order.dropLast(kept).reversed() {
      guard let place = axes.firstIndex(of: axis), place > 0 else { continue }
      let rest = result.shape.enumerated().filter { $0.offset != place }.map(\.element)
      result = try stacked(
        (0..<result.shape[place]).map { index in
          try Checked.reshaped(
            Checked.slice(result, axis: place, from: index, to: index + 1), rest)
        })
      axes.insert(axes.remove(at: place), at: 0)
    }
    return result
  }

  /// A margin by a rule: see ``Deconv/Tensor/padded(_:border:)``.
  package static func padded(
    _ x: Tensor, _ margin: AxisValues, border: Border
  ) throws -> Tensor {
    let margins = try Checked.margins(x, margin, "padded")
    guard x.count > 0, x.rank > 0 else {
      throw LessonError.argument(
        "padded", "tensor", expected: "one with elements along an axis", found: "\(x.shape)")
    }
    var result = x
    let widths = [(2, margins.top, margins.bottom), (1, margins.left, margins.right)]
    for (fromEnd, before, after) in widths where x.rank >= fromEnd {
      guard before >= 0, after >= 0 else {
        throw LessonError.argument(
          "padded", "margin", expected: "at least 0", found: "\(Swift.min(before, after))")
      }
      guard before > 0 || after > 0 else { continue }
      let axis = x.rank - fromEnd
      let size = x.shape[axis]
      result = try gathered(
        result, (-before..<size + after).map { border.place($0, size: size) }, axis: axis)
    }
    return result
  }

  /// The places of the largest elements: see ``Deconv/Tensor/argmax(axis:)``.
  package static func argmax(_ x: Tensor, axis: Int) throws -> Counts {
    try checkAxis(axis, of: x, "argmax")
    let size = x.shape[axis]
    guard size > 0 else {
      throw LessonError.argument(
        "argmax", "tensor", expected: "one with elements along the axis", found: "\(x.shape)")
    }
    if x.scalars.contains(where: \.isNaN) {
      throw LessonError.argument("argmax", "tensor", expected: "numbers", found: "nan")
    }
    let inner = x.shape[(axis + 1)...].reduce(1, *)
    var shape = x.shape
    shape.remove(at: axis)
    let scalars = (0..<x.count / size).map { place in
      let first = place / inner * size * inner + place % inner
      var best = 0
      for index in 1..<Swift.max(size, 1)
      where x.scalars[first + index * inner] > x.scalars[first + best * inner] {
        best = index
      }
      return best
    }
    return Counts(shape: shape, scalars: scalars)
  }

  /// Tensors along a new axis: see ``Deconv/stacked(_:)``.
  package static func stacked(_ tensors: [Tensor]) throws -> Tensor {
    try Checked.concatenated(
      tensors.map { tensor in try Checked.reshaped(tensor, [1] + tensor.shape) }, axis: 0)
  }

  private static func checkAxis(_ axis: Int, of x: Tensor, _ function: String) throws {
    guard (0..<x.rank).contains(axis) else {
      throw LessonError.argument(
        function, "axis",
        expected: x.rank == 0 ? "left out: there is no axis" : "between 0 and \(x.rank - 1)",
        found: "\(axis)")
    }
  }
}
