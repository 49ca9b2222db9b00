import DeconvKernels

/// The mean of the squared or absolute differences of two arrays.
///
/// Inputs: the two arrays, of the same shape. Differences are taken in double precision, the
/// gradient of the absolute difference of equal elements is 0.
package struct DifferenceLossOperation: Operation {
  /// What becomes of a difference.
  package enum Measure: Hashable, Sendable {
    case squared
    case absolute
  }

  let measure: Measure

  package init(_ measure: Measure) {
    self.measure = measure
  }

  package var name: String { measure == .squared ? "mseLoss" : "l1Loss" }

  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    A(shape: [], scalars: [A.Scalar(try mean(inputs[0], inputs[1]))])
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (a, b) = (pass.inputs[0], pass.inputs[1])
    let part = pass.gradient.scalars[0].doubleValue / Double(a.count)
    return [
      pass.isWanted[0] ? gradient(a, b, part) : nil,
      pass.isWanted[1] ? gradient(b, a, part) : nil,
    ]
  }

  /// The mean in double precision.
  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  func mean<A: RealArray>(_ a: A, _ b: A) throws(TensorError) -> Double {
    let sizes = try ImageSum.sizes(a.shape, b.shape, operation: name)
    let (a, b) = (a.scalars, b.scalars)
    let total: Double
    switch measure {
    case .squared:
      total = ImageSum.total(images: sizes.images, step: sizes.count, count: sizes.count) { place in
        let difference = a[place].doubleValue - b[place].doubleValue
        return difference * difference
      }
    case .absolute:
      total = ImageSum.total(images: sizes.images, step: sizes.count, count: sizes.count) { place in
        (a[place].doubleValue - b[place].doubleValue).magnitude
      }
    }
    return total / Double(a.count)
  }

  /// The gradient with respect to the first of two arrays.
  @inline(__always)
  private func gradient<A: RealArray>(_ a: A, _ b: A, _ part: Double) -> A {
    switch measure {
    case .squared:
      let factor = A.Scalar(2 * part)
      return a.elementwise(b) { ($0 - $1) * factor }
    case .absolute:
      let part = A.Scalar(part)
      return a.elementwise(b) { $0 > $1 ? part : $0 < $1 ? -part : ($0 - $1) * 0 }
    }
  }
}

/// The mean binary cross-entropy of probabilities, or of the logits that make them.
///
/// Inputs: probabilities or logits, and targets, of the same shape. PyTorch's bounds: logarithms of
/// probabilities are at least −100, their gradient's divisor is at least 10⁻¹².
package struct BinaryCrossEntropyOperation: Operation {
  let ofLogits: Bool

  package init(ofLogits: Bool) {
    self.ofLogits = ofLogits
  }

  package var name: String { ofLogits ? "bceWithLogits" : "bceLoss" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (x, t) = (inputs[0].scalars, inputs[1].scalars)
    let sizes = try ImageSum.sizes(inputs[0].shape, inputs[1].shape, operation: name)
    if !ofLogits, let outside = x.first(where: { !(0 <= $0 && $0 <= 1) }) {
      throw .setting(
        operation: name, setting: "probability", value: outside.doubleValue,
        expected: "between 0 and 1")
    }
    let total = ImageSum.total(
      images: sizes.images, step: sizes.count, count: sizes.count
    ) { place in
      let (x, t) = (x[place].doubleValue, t[place].doubleValue)
      guard ofLogits else { return -(t * Self.log(x) + (1 - t) * Self.logOfRest(x)) }
      return Elementary.softplus(x) - x * t
    }
    return A(shape: [], scalars: [A.Scalar(total / Double(x.count))])
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (x, t) = (pass.inputs[0], pass.inputs[1])
    let part = pass.gradient.scalars[0].doubleValue / Double(x.count)
    let dx =
      pass.isWanted[0]
      ? x.elementwise(t) { x, t in
        let (x, t) = (x.doubleValue, t.doubleValue)
        if ofLogits { return A.Scalar((Elementary.sigmoid(x) - t) * part) }
        return A.Scalar((x - t) / max(x * (1 - x), 1e-12) * part)
      } : nil
    let dt =
      pass.isWanted[1]
      ? x.elementwise { x in
        let x = x.doubleValue
        return A.Scalar((ofLogits ? -x : Self.logOfRest(x) - Self.log(x)) * part)
      } : nil
    return [dx, dt]
  }

  private static func log(_ probability: Double) -> Double {
    max(Elementary.log(probability), -100)
  }

  private static func logOfRest(_ probability: Double) -> Double {
    max(Elementary.logarithmOfOnePlus(-probability), -100)
  }
}

/// The mean cross-entropy of true classes.
///
/// Input: logits. The classes are a setting: they have no gradient.
package struct CrossEntropyOperation: Operation {
  let classes: Counts

  package init(classes: Counts) {
    self.classes = classes
  }

  package var name: String { "crossEntropy" }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let (images, size, places) = try sizes(inputs[0].shape)
    let logits = inputs[0].scalars
    let classes = classes.scalars
    let total = ImageSum.total(images: images, step: places, count: places) { place in
      let start = place / places * size * places + place % places
      let normalizer = SoftmaxNormalizer(
        logits, stride(from: start, to: start + size * places, by: places))
      let logit = logits[start + classes[place] * places].doubleValue
      return Elementary.log(normalizer.sum) - (logit - normalizer.largest)
    }
    return A(shape: [], scalars: [A.Scalar(total / Double(classes.count))])
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (images, size, places) = try sizes(pass.inputs[0].shape)
    let part = pass.gradient.scalars[0].doubleValue / Double(classes.count)
    var result = pass.inputs[0].scalars
    for (place, line) in AxisLines(outer: images, size: size, inner: places).enumerated() {
      let normalizer = SoftmaxNormalizer(result, line)
      for (index, element) in line.enumerated() {
        let probability =
          Elementary.exp(result[element].doubleValue - normalizer.largest) / normalizer.sum
        result[element] = A.Scalar((probability - (index == classes.scalars[place] ? 1 : 0)) * part)
      }
    }
    return [A(shape: pass.inputs[0].shape, scalars: result)]
  }

  private func sizes(_ shape: [Int]) throws(TensorError) -> (images: Int, size: Int, places: Int) {
    let axis = shape.count > 1 ? 1 : 0
    let (images, size, places) = try Shape.split(shape, axis: axis, operation: name)
    guard classes.shape == Array(shape[..<axis]) + shape[(axis + 1)...] else {
      throw .shapes(
        operation: name, left: shape, right: classes.shape,
        rule: "the classes must have the shape of the logits without the axis of the classes, "
          + "axis \(axis)")
    }
    guard images * size * places > 0 else { throw .empty(operation: name, shape: shape) }
    if let outside = classes.scalars.first(where: { !(0..<size).contains($0) }) {
      throw .argument(
        operation: name, argument: "class", value: outside, expected: "between 0 and \(size - 1)")
    }
    return (images, size, places)
  }
}
