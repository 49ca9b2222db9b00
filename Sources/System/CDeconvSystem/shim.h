// Calls that Swift's own modules do not show: the atomic exchange of two folders.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

/// Exchanges two paths atomically. Returns 0, or the error number (ENOSYS where there is no such call).
static inline int deconv_exchange(const char *first, const char *second) {
#if defined(__linux__)
  return syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2 /* RENAME_EXCHANGE */) == 0
             ? 0 : errno;
#elif defined(__APPLE__)
  return renamex_np(first, second, 2 /* RENAME_SWAP */) == 0 ? 0 : errno;
#else
  return ENOSYS;
#endif
}
