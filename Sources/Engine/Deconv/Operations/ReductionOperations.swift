/// The sums, or the means, along one axis.
///
/// Input: the array. Each starts at +0 in double precision, gets its terms in the order of the
/// axis, is divided by their number for a mean, and rounded once.
package struct AxisReductionOperation: Operation {
  let axis: Int
  /// Whether the axis stays, with the size 1.
  let keepsAxis: Bool
  let isMean: Bool

  /// Describes the operation.
  ///
  /// - Parameters:
  ///   - axis: The axis, from 0.
  ///   - keepsAxis: Whether the axis stays, with the size 1.
  ///   - isMean: Whether the sum is divided by the number of its terms.
  package init(axis: Int, keepsAxis: Bool, isMean: Bool) {
    self.axis = axis
    self.keepsAxis = keepsAxis
    self.isMean = isMean
  }

  package var name: String { isMean ? "mean" : "sum" }

  package var settingsText: String { "axis: \(axis)" + (keepsAxis ? ", keepingAxis: true" : "") }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (outer, size, inner) = try Shape.split(inputs[0].shape, axis: axis, operation: name)
    guard size > 0 || !isMean else { throw .empty(operation: name, shape: inputs[0].shape) }
    let scalars = inputs[0].scalars
    var sums = [Double](repeating: 0, count: outer * inner)
    var element = 0
    for block in 0..<outer {
      for _ in 0..<size {
        for place in block * inner..<(block + 1) * inner {
          sums[place] += Double(scalars[element])
          element += 1
        }
      }
    }
    var shape = inputs[0].shape
    if keepsAxis { shape[axis] = 1 } else { shape.remove(at: axis) }
    let divisor = isMean ? Double(size) : 1
    return A(shape: shape, scalars: sums.map { A.Scalar($0 / divisor) })
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let shape = pass.inputs[0].shape
    let (outer, size, inner) = try Shape.split(shape, axis: axis, operation: name)
    let divisor: A.Scalar = isMean ? A.Scalar(size) : 1
    let parts = pass.gradient.scalars.map { $0 / divisor }
    var result: [A.Scalar] = []
    result.reserveCapacity(outer * size * inner)
    for block in 0..<outer {
      for _ in 0..<size {
        for place in block * inner..<(block + 1) * inner { result.append(parts[place]) }
      }
    }
    return [A(shape: shape, scalars: result)]
  }
}

/// The sum of all elements as an array of rank 0, added as ``ShapedArray/sum()`` says.
///
/// Input: the array. Every element gets the gradient.
package struct TotalOperation: Operation {
  /// Describes the operation.
  package init() {}

  package var name: String { "total" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    A(shape: [], scalars: [try Checked.sum(inputs[0])])
  }

  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let x = pass.inputs[0]
    return [A(shape: x.shape, scalars: Array(repeating: pass.gradient.scalars[0], count: x.count))]
  }
}
