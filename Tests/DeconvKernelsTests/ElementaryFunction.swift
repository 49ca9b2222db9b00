import DeconvKernels
import Foundation
import Testing

/// An elementary function of one number, with what its results are compared with.
struct ElementaryFunction: CustomTestStringConvertible, Sendable {
  var name: String
  /// The bound that the documentation of the function of `Double` states, in ulp.
  var bound: Double
  var double: @Sendable (Double) -> Double
  var float: @Sendable (Float) -> Float
  /// The function of the system's library, less than 1 ulp of `Double` off: exact enough to judge
  /// floats.
  var systemDouble: @Sendable (Double) -> Double

  var testDescription: String { name }

  static let all = [
    ElementaryFunction(
      name: "exp", bound: 0.52, double: Elementary.exp, float: Elementary.exp,
      systemDouble: Foundation.exp),
    ElementaryFunction(
      name: "log", bound: 0.52, double: Elementary.log, float: Elementary.log,
      systemDouble: Foundation.log),
    ElementaryFunction(
      name: "tanh", bound: 0.6, double: Elementary.tanh, float: Elementary.tanh,
      systemDouble: Foundation.tanh),
    ElementaryFunction(
      name: "sigmoid", bound: 0.52, double: Elementary.sigmoid, float: Elementary.sigmoid,
      systemDouble: { x in
        x < 0 ? Foundation.exp(x) / (1 + Foundation.exp(x)) : 1 / (1 + Foundation.exp(-x))
      }),
    ElementaryFunction(
      name: "sin", bound: 0.65, double: Elementary.sin, float: Elementary.sin,
      systemDouble: Foundation.sin),
    ElementaryFunction(
      name: "cos", bound: 0.65, double: Elementary.cos, float: Elementary.cos,
      systemDouble: Foundation.cos),
  ]

  static func named(_ name: some StringProtocol) -> ElementaryFunction? {
    all.first { $0.name == name }
  }
}

/// The bound that the documentation of `pow` states, in ulp.
let powerBound = 0.58

/// The numbers that a sweep of a function runs through.
struct Stretch: Sendable {
  var function: String
  var numbers: ClosedRange<Double>

  static let all: [Stretch] =
    [
      ("exp", [-745.5...709.8, -1...1, -746 ... -707]),
      ("log", [0.5...2, 0.98...1.02, 0.9999...1.0001, 0...1e300]),
      ("tanh", [-21...21, -1...1, 0.24...0.26, -1e-5...1e-5]),
      ("sigmoid", [-50...50, -2...2, -746 ... -40]),
      ("sin", [-10...10, -0.8...0.8, 1000...1050, -1e300...1e300]),
      ("cos", [-10...10, -0.8...0.8, 1000...1050, -1e300...1e300]),
    ].flatMap { name, ranges in ranges.map { Stretch(function: name, numbers: $0) } }
}

extension TestRandom {
  /// A number of a range, with 53 random bits.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    let part = Double(integer(in: 0...(1 << 53 - 1))) * 0x1p-53
    return range.lowerBound + part * (range.upperBound - range.lowerBound)
  }

  /// A positive finite number of any size.
  mutating func positive() -> Double {
    Double(bitPattern: UInt64(integer(in: 1...0x7FEF_FFFF_FFFF_FFFF)))
  }
}

/// Pairs of a base and an exponent whose power is a finite number.
func powerArguments(count: Int, seed: UInt64) -> [(Double, Double)] {
  var random = TestRandom(seed: seed)
  return (0..<count).map { index in
    switch index % 4 {
    case 0: (random.number(in: 0...10), random.number(in: -300...300))
    // Where the logarithm is least exact and the exponent multiplies it most.
    case 1: (random.number(in: 1.0075...1.0079), random.number(in: 70_000...90_000))
    case 2: (random.number(in: 0.9...1.1), random.number(in: -6000...6000))
    default: (random.positive(), random.number(in: -0.95...0.95))
    }
  }
}
