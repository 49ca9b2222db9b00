// What the builds of the kernels for each instruction set share: plain descriptions of loops, and
// the question what this processor can do. A Swift struct would be another type in every build.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// One tap of a run. Offsets count floats.
typedef struct {
  /// From the input of the run's output to the input under the tap.
  ptrdiff_t input;
  /// The number of the tap in the kernel.
  ptrdiff_t weight;
} DeconvTap;

/// A rectangle of output vectors that the same taps reach. Steps and starts count floats.
typedef struct {
  ptrdiff_t first_tap, tap_count;
  ptrdiff_t rows, columns;
  ptrdiff_t input, input_row_step, input_column_step;
  ptrdiff_t output, output_row_step, output_column_step;
} DeconvRun;

/// Sums of products of input vectors and weights, for some output channels.
typedef struct {
  const float *input;
  /// Packed `[depth][taps][channels]`.
  const float *weights;
  /// One for each of the channels.
  const float *bias;
  /// `[channels]` planes.
  float *output;
  const DeconvRun *runs;
  const DeconvTap *taps;
  ptrdiff_t run_count;
  /// The input channels.
  ptrdiff_t depth;
  /// The floats from one input channel to the next, in each of the buffers.
  ptrdiff_t input_plane, weight_plane, output_plane;
} DeconvGather;

/// Where the lanes of a row of vectors belong. Offsets count floats.
typedef struct {
  ptrdiff_t rows, lanes;
  ptrdiff_t source, source_row_step;
  ptrdiff_t target, target_row_step, target_step;
} DeconvStrip;

/// The positions at which a tap lies on a pixel, on both sides of a gradient. Offsets count floats.
typedef struct {
  /// The number of the tap in the kernel.
  ptrdiff_t weight;
  /// The first row of positions, and how many rows and columns of them there are.
  ptrdiff_t top, rows, columns;
  ptrdiff_t first, first_row_step, first_column_step;
  ptrdiff_t second, second_row_step, second_column_step;
} DeconvWindow;

/// Some rows of positions of some blocks, few enough to stay in the cache for all taps.
typedef struct {
  ptrdiff_t first_block, end_block;
  ptrdiff_t first_row, end_row;
} DeconvSegment;

/// One of the two buffers whose products make a gradient. Steps count floats.
typedef struct {
  const float *values;
  ptrdiff_t channels;
  /// From one channel, and from one block of sixteen images, to the next.
  ptrdiff_t plane, block;
  /// From one channel's sums to the next's.
  ptrdiff_t sum_step;
} DeconvSide;

/// The gradient of some kernels over one slice of the batch: one or two blocks of images.
typedef struct {
  /// The pixels and the positions; the side of fewer channels is the first.
  DeconvSide first, second;
  const DeconvWindow *windows;
  ptrdiff_t window_count;
  /// The parts of the slice, in their order.
  const DeconvSegment *segments;
  ptrdiff_t segment_count;
  /// Memory for the sums in flight of every window.
  float *scratch;
  float *sums;
} DeconvGradient;

#pragma clang assume_nonnull end

/// What the processor and its operating system can do: bit 0 AVX2 and FMA as in x86-64-v3, bit 1
/// AVX-512 as in x86-64-v4.
static inline int deconv_processor(void) {
#if defined(__x86_64__)
  unsigned eax, ebx, ecx, edx;
#define DECONV_CPUID(leaf, subleaf)                                                               \
  __asm__ volatile("cpuid" : "=a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx) : "a"(leaf), "c"(subleaf))
  DECONV_CPUID(0, 0);
  const unsigned leaves = eax;
  if (leaves < 7) return 0;
  DECONV_CPUID(0x80000000u, 0);
  if (eax < 0x80000001u) return 0;
  // FMA 12, MOVBE 22, OSXSAVE 27, AVX 28, F16C 29.
  const unsigned basic = 1u << 12 | 1u << 22 | 1u << 27 | 1u << 28 | 1u << 29;
  DECONV_CPUID(1, 0);
  if ((ecx & basic) != basic) return 0;
  DECONV_CPUID(0x80000001u, 0);
  // LZCNT.
  if (!(ecx & 1u << 5)) return 0;
  unsigned state, upper;
  __asm__ volatile("xgetbv" : "=a"(state), "=d"(upper) : "c"(0));
  // The system saves xmm and ymm.
  if ((state & 0x6) != 0x6) return 0;
  DECONV_CPUID(7, 0);
  // BMI1 3, AVX2 5, BMI2 8.
  const unsigned v3 = 1u << 3 | 1u << 5 | 1u << 8;
  if ((ebx & v3) != v3) return 0;
  // AVX-512 F 16, DQ 17, CD 28, BW 30, VL 31; the system saves masks and zmm.
  const unsigned v4 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
  return (ebx & v4) == v4 && (state & 0xe6) == 0xe6 ? 3 : 1;
#undef DECONV_CPUID
#else
  return 0;
#endif
}

/// Tells the processor that a thread is waiting for another.
static inline void deconv_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
