internal import CDeconvKernels

/// The instructions that a build of the kernels uses.
///
/// All give the same bits.
package enum InstructionSet: String, CaseIterable, Sendable {
  /// The reference kernels: what every processor has.
  case scalar
  /// Eight numbers at once, with fused multiply-add (x86-64-v3).
  case avx2
  /// Sixteen numbers at once (x86-64-v4).
  case avx512
  /// Four numbers at once, on arm64.
  case neon

  /// The ones that this processor and its system have, the fastest last.
  package static let available: [InstructionSet] = {
    #if arch(x86_64)
      let features = deconv_processor()
      return [.scalar] + (features & 1 != 0 ? [.avx2] : []) + (features & 2 != 0 ? [.avx512] : [])
    #elseif arch(arm64)
      return [.scalar, .neon]
    #else
      return [.scalar]
    #endif
  }()
}
