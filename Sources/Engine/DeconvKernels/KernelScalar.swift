/// The numbers that the reference kernels compute with.
///
/// Training and lessons run in `Float`; gradient checks and condition numbers need `Double`.
package protocol KernelScalar: BinaryFloatingPoint, Sendable {
  /// The exponential function: see ``Elementary/exp(_:)-(Double)``.
  static func exp(_ x: Self) -> Self

  /// The natural logarithm: see ``Elementary/log(_:)-(Double)``.
  static func log(_ x: Self) -> Self

  /// The hyperbolic tangent: see ``Elementary/tanh(_:)-(Double)``.
  static func tanh(_ x: Self) -> Self

  /// The logistic function: see ``Elementary/sigmoid(_:)-(Double)``.
  static func sigmoid(_ x: Self) -> Self
}

extension Float: KernelScalar {
  package static func exp(_ x: Float) -> Float { Elementary.exp(x) }
  package static func log(_ x: Float) -> Float { Elementary.log(x) }
  package static func tanh(_ x: Float) -> Float { Elementary.tanh(x) }
  package static func sigmoid(_ x: Float) -> Float { Elementary.sigmoid(x) }
}

extension Double: KernelScalar {
  package static func exp(_ x: Double) -> Double { Elementary.exp(x) }
  package static func log(_ x: Double) -> Double { Elementary.log(x) }
  package static func tanh(_ x: Double) -> Double { Elementary.tanh(x) }
  package static func sigmoid(_ x: Double) -> Double { Elementary.sigmoid(x) }
}
