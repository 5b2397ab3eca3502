// As many independent sums as registers allow, so that neither latency nor memory limits the rate.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/peak.h"

namespace convolt::bench {
namespace {

CONVOLT_INLINE int64_t peak_body(int64_t rounds) {
  constexpr int kSums = kRegisters == 32 ? 24 : 12;
  static volatile float start = 0.5f, factor = 0.999f;
  [[maybe_unused]] static volatile float result;
  Vec sums[kSums];
  CONVOLT_UNROLL
  for (int i = 0; i < kSums; ++i) sums[i] = broadcast(start + static_cast<float>(i));
  const Vec x = broadcast(factor), y = broadcast(start);
  for (int64_t round = 0; round < rounds; ++round) {
    CONVOLT_UNROLL
    for (int i = 0; i < kSums; ++i) sums[i] = fma(sums[i], x, y);
  }
  Vec total = zero();
  CONVOLT_UNROLL
  for (int i = 0; i < kSums; ++i) total = add(total, sums[i]);
  result = reduce_add(total);
  return rounds * kSums * kLanes * 2;
}

}  // namespace
}  // namespace convolt::bench
