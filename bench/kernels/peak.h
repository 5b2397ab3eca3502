// What this CPU can do at most: multiply-adds of vectors in registers, nothing else.
#pragma once

#include <cstdint>

namespace convolt::bench {

/// Runs `rounds` rounds of multiply-adds and returns the number of floating-point operations done (a multiply-add is
/// two).
using PeakKernel = int64_t (*)(int64_t rounds);

int64_t peak_scalar(int64_t rounds);
int64_t peak_sse2(int64_t rounds);
int64_t peak_avx2(int64_t rounds);
int64_t peak_avx512(int64_t rounds);
int64_t peak_neon(int64_t rounds);

}  // namespace convolt::bench
