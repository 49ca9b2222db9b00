/// The numbers that the reference kernels compute with.
///
/// Training and lessons run in `Float`; gradient checks and condition numbers need `Double`.
package protocol KernelScalar: BinaryFloatingPoint, Sendable {}

extension Float: KernelScalar {}
extension Double: KernelScalar {}
