// The multiply-adds that a processor can do, to measure the kernels against.
#pragma once

#if defined(__x86_64__)
#define DECONV_TWELVE(op, r)                                                                      \
  op " %%" r "0,%%" r "0,%%" r "4;" op " %%" r "0,%%" r "0,%%" r "5;"                               \
  op " %%" r "0,%%" r "0,%%" r "6;" op " %%" r "0,%%" r "0,%%" r "7;"                               \
  op " %%" r "0,%%" r "0,%%" r "8;" op " %%" r "0,%%" r "0,%%" r "9;"                               \
  op " %%" r "0,%%" r "0,%%" r "10;" op " %%" r "0,%%" r "0,%%" r "11;"                             \
  op " %%" r "0,%%" r "0,%%" r "12;" op " %%" r "0,%%" r "0,%%" r "13;"                             \
  op " %%" r "0,%%" r "0,%%" r "14;" op " %%" r "0,%%" r "0,%%" r "15;"
#define DECONV_CLOBBERS                                                                           \
  "xmm0", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13",       \
      "xmm14", "xmm15"
#endif

/// Does `12 · rounds` multiply-adds of 16 floats (wide) or of 8, and returns how many floats those
/// were; 0 where this is not known.
static inline double processor_peak_work(long rounds, int wide) {
#if defined(__x86_64__)
  for (long round = 0; round < rounds; round++) {
    if (wide) {
      __asm__ volatile("vxorps %%xmm0,%%xmm0,%%xmm0;" DECONV_TWELVE("vfmadd231ps", "zmm")::
                           : DECONV_CLOBBERS);
    } else {
      __asm__ volatile("vxorps %%xmm0,%%xmm0,%%xmm0;" DECONV_TWELVE("vfmadd231ps", "ymm")::
                           : DECONV_CLOBBERS);
    }
  }
  return 12.0 * (double)rounds * (wide ? 16 : 8);
#else
  return 0;
#endif
}
