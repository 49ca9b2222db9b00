// Where the target processor may lack fused multiply-add, the compiler calls `fma` and `fmaf`.
// They live in the system's mathematics library, which nothing else here would link. Unlike the
// rest of that library they are exact: one rounding, the same bits everywhere.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The numbers that the reference kernels compute with.
///
/// Training and lessons run in `Float`; gradient checks and condition numbers need `Double`.
package protocol KernelScalar: BinaryFloatingPoint, Sendable {}

extension Float: KernelScalar {}
extension Double: KernelScalar {}
