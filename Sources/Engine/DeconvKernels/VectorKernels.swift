internal import CDeconvKernels

#if arch(x86_64)
  internal import DeconvKernelsAVX2
  internal import DeconvKernelsAVX512
#elseif arch(arm64)
  internal import DeconvKernelsNEON
#endif

/// The entry points of the kernels built for one instruction set.
///
/// The same sources are built once for each (`DeconvKernelTwins`); this is the only place that
/// names the builds.
struct VectorKernels {
  let wideChannels: Int
  let gatherWide: (UnsafePointer<DeconvGather>) -> Void
  let gatherSingle: (UnsafePointer<DeconvGather>) -> Void
  let windowScratch: Int
  let sliceGradient: (UnsafePointer<DeconvGradient>) -> Void
  let addSlices:
    (
      _ sums: UnsafePointer<Float>, _ slices: Int, _ step: Int, _ count: Int,
      _ total: UnsafeMutablePointer<Float>
    ) -> Void
  let sliceSum: (_ values: UnsafePointer<Float>, _ plane: Int, _ block: Int, _ blocks: Int) -> Float
  let packImages:
    (
      _ images: UnsafePointer<Float>, _ imageStep: Int, _ count: Int, _ length: Int,
      _ output: UnsafeMutablePointer<Float>
    ) -> Void
  let unpackImages:
    (
      _ lanes: UnsafePointer<Float>, _ images: UnsafeMutablePointer<Float>, _ imageStep: Int,
      _ count: Int, _ length: Int
    ) -> Void
  let partLines:
    (
      _ lines: UnsafePointer<Float>, _ count: Int, _ length: Int, _ stride: Int,
      _ output: UnsafeMutablePointer<Float>
    ) -> Void
  let scatter:
    (
      _ vectors: UnsafePointer<Float>, _ plane: Int, _ strips: UnsafePointer<DeconvStrip>,
      _ count: Int, _ channels: Int, _ output: UnsafeMutablePointer<Float>, _ outputPlane: Int
    ) -> Void
  let packWeights:
    (
      _ weights: UnsafePointer<Float>, _ channelStep: Int, _ depthStep: Int, _ depth: Int,
      _ taps: Int, _ channels: Int, _ width: Int, _ output: UnsafeMutablePointer<Float>
    ) -> Void

  /// The build for an instruction set, nil where that is the reference kernels.
  static func of(_ set: InstructionSet) -> VectorKernels? {
    switch set {
    case .scalar: return nil
    case .avx2:
      #if arch(x86_64)
        return avx2
      #else
        return nil
      #endif
    case .avx512:
      #if arch(x86_64)
        return avx512
      #else
        return nil
      #endif
    case .neon:
      #if arch(arm64)
        return neon
      #else
        return nil
      #endif
    }
  }

  #if arch(x86_64)
    private static var avx2: VectorKernels {
      VectorKernels(
        wideChannels: DeconvKernelsAVX2.wideChannels,
        gatherWide: DeconvKernelsAVX2.gatherWide, gatherSingle: DeconvKernelsAVX2.gatherSingle,
        windowScratch: DeconvKernelsAVX2.windowScratch,
        sliceGradient: DeconvKernelsAVX2.sliceGradient, addSlices: DeconvKernelsAVX2.addSlices,
        sliceSum: DeconvKernelsAVX2.sliceSum, packImages: DeconvKernelsAVX2.packImages,
        unpackImages: DeconvKernelsAVX2.unpackImages, partLines: DeconvKernelsAVX2.partLines,
        scatter: DeconvKernelsAVX2.scatter, packWeights: DeconvKernelsAVX2.packWeights)
    }

    private static var avx512: VectorKernels {
      VectorKernels(
        wideChannels: DeconvKernelsAVX512.wideChannels,
        gatherWide: DeconvKernelsAVX512.gatherWide, gatherSingle: DeconvKernelsAVX512.gatherSingle,
        windowScratch: DeconvKernelsAVX512.windowScratch,
        sliceGradient: DeconvKernelsAVX512.sliceGradient, addSlices: DeconvKernelsAVX512.addSlices,
        sliceSum: DeconvKernelsAVX512.sliceSum, packImages: DeconvKernelsAVX512.packImages,
        unpackImages: DeconvKernelsAVX512.unpackImages, partLines: DeconvKernelsAVX512.partLines,
        scatter: DeconvKernelsAVX512.scatter, packWeights: DeconvKernelsAVX512.packWeights)
    }
  #elseif arch(arm64)
    private static var neon: VectorKernels {
      VectorKernels(
        wideChannels: DeconvKernelsNEON.wideChannels,
        gatherWide: DeconvKernelsNEON.gatherWide, gatherSingle: DeconvKernelsNEON.gatherSingle,
        windowScratch: DeconvKernelsNEON.windowScratch,
        sliceGradient: DeconvKernelsNEON.sliceGradient, addSlices: DeconvKernelsNEON.addSlices,
        sliceSum: DeconvKernelsNEON.sliceSum, packImages: DeconvKernelsNEON.packImages,
        unpackImages: DeconvKernelsNEON.unpackImages, partLines: DeconvKernelsNEON.partLines,
        scatter: DeconvKernelsNEON.scatter, packWeights: DeconvKernelsNEON.packWeights)
    }
  #endif
}
