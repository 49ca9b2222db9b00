import DeconvKernels

/// A function of one number, applied to each element.
///
/// Input: x. The derivative at a corner is PyTorch's: that of the side below it.
package struct ActivationOperation: Operation {
  /// The functions.
  package enum Function: Hashable, Sendable {
    case relu
    case leakyReLU(negativeSlope: Float)
    case elu(alpha: Float)
    case sigmoid
    case tanh
    case softplus
  }

  let function: Function

  package init(_ function: Function) {
    self.function = function
  }

  package var name: String {
    switch function {
    case .relu: "relu"
    case .leakyReLU: "leakyReLU"
    case .elu: "elu"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .softplus: "softplus"
    }
  }

  package var settingsText: String {
    switch function {
    case .leakyReLU(let slope) where slope != 0.01: "negativeSlope: \(slope)"
    case .elu(let alpha) where alpha != 1: "alpha: \(alpha)"
    default: ""
    }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func forward<A: RealArray>(_ inputs: [A]) throws(TensorError) -> A {
    let x = inputs[0]
    switch function {
    case .relu: return x.elementwise { $0 <= 0 ? 0 : $0 }
    case .leakyReLU(let slope):
      let slope = A.Scalar(slope)
      return x.elementwise { $0 > 0 ? $0 : $0 * slope }
    case .elu(let alpha):
      let alpha = Double(alpha)
      return x.elementwise { x in
        x > 0 ? x : A.Scalar(alpha * Elementary.exponentialMinusOne(x.doubleValue))
      }
    case .sigmoid: return x.elementwise { A.Scalar.sigmoid($0) }
    case .tanh: return x.elementwise { A.Scalar.tanh($0) }
    case .softplus: return x.elementwise { A.Scalar(Elementary.softplus($0.doubleValue)) }
    }
  }

  @specialized(where A == Tensor)
  @specialized(where A == Matrix)
  package func backward<A: RealArray>(_ pass: BackwardPass<A>) throws(TensorError) -> [A?] {
    let (x, y) = (pass.inputs[0], pass.output)
    switch function {
    case .relu: return [pass.gradient.elementwise(x) { $1 <= 0 ? 0 : $0 }]
    case .leakyReLU(let slope):
      let slope = A.Scalar(slope)
      return [pass.gradient.elementwise(x) { $1 > 0 ? $0 : $0 * slope }]
    case .elu(let alpha):
      let alpha = Double(alpha)
      return [
        pass.gradient.elementwise(x) { gradient, x in
          x > 0 ? gradient : gradient * A.Scalar(alpha * Elementary.exp(x.doubleValue))
        }
      ]
    case .sigmoid: return [pass.gradient.elementwise(y) { $0 * ($1 * (1 - $1)) }]
    case .tanh: return [pass.gradient.elementwise(y) { $0 * (1 - $1 * $1) }]
    case .softplus:
      return [pass.gradient.elementwise(x) { $0 * A.Scalar.sigmoid($1) }]
    }
  }
}

extension RealArray {
  /// Computes each element from one element.
  ///
  /// Inlined, so that the loop becomes one over numbers where its caller is specialised. It reads
  /// one array and writes into another through spans, which ask once whether an array is its
  /// owner's alone: changing elements in place, or appending them, is not turned into vectors.
  @inline(__always)
  func elementwise(_ transform: (Scalar) -> Scalar) -> Self {
    let source = scalars
    var result = [Scalar](repeating: 0, count: source.count)
    let (x, count) = (source.span, source.count)
    var y = result.mutableSpan
    for index in 0..<count { y[index] = transform(x[index]) }
    return Self(shape: shape, scalars: result)
  }

  /// Computes each element from it and the element of another array of the same shape.
  @inline(__always)
  func elementwise(_ other: Self, _ transform: (Scalar, Scalar) -> Scalar) -> Self {
    let (first, second) = (scalars, other.scalars)
    precondition(first.count == second.count, "the arrays must have the same shape")
    var result = [Scalar](repeating: 0, count: first.count)
    let (a, b, count) = (first.span, second.span, first.count)
    var y = result.mutableSpan
    for index in 0..<count { y[index] = transform(a[index], b[index]) }
    return Self(shape: shape, scalars: result)
  }
}

extension Elementary {
  /// eˣ − 1, exact to a few ulp also near 0.
  static func exponentialMinusOne(_ x: Double) -> Double {
    tanh(x / 2) * (exp(x) + 1)
  }

  /// log(1 + x) for x in 0…1, exact to a few ulp also near 0.
  ///
  /// What the sum 1 + x loses is made up by the factor: Kahan's method, in Hewlett-Packard's
  /// "HP-15C Advanced Functions Handbook" (1982) and Goldberg, "What every computer scientist should
  /// know about floating-point arithmetic" (1991), theorem 4.
  static func logarithmOfOnePlus(_ x: Double) -> Double {
    let sum = 1 + x
    return sum == 1 ? x : log(sum) * (x / (sum - 1))
  }

  /// log(1 + eˣ), without overflow.
  static func softplus(_ x: Double) -> Double {
    (x > 0 ? x : 0) + logarithmOfOnePlus(exp(-x.magnitude))
  }
}
