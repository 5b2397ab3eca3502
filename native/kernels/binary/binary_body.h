// Layout: runs of floats, each operand contiguous, one value, or strided.
// Algorithm: one vector at a time, the last one partial. The layouts that networks have (two runs, a run and one value)
// load vectors straight from memory; in the others a vector is gathered first.
// Contract: every function but pow is correctly rounded; pow is the C library's, lane by lane.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "kernels/binary/binary.h"

namespace convolt {
namespace {

CONVOLT_INLINE Vec load_first(const float* p, int count) { return count == kLanes ? load(p) : load_partial(p, count); }

CONVOLT_INLINE Vec gather(const float* p, int64_t stride, int count) {
  float lanes[kLanes] = {};
  for (int i = 0; i < count; ++i) lanes[i] = p[i * stride];
  return load(lanes);
}

CONVOLT_INLINE Vec pow(Vec a, Vec b) {
  float base[kLanes], exponent[kLanes];
  store(base, a);
  store(exponent, b);
  for (int i = 0; i < kLanes; ++i) base[i] = ::powf(base[i], exponent[i]);
  return load(base);
}

template <class LoadA, class LoadB, class Function>
CONVOLT_INLINE void zip(const BinaryParams<float>& p, LoadA load_a, LoadB load_b, Function function) {
  int64_t i = 0;
  for (; i + kLanes <= p.count; i += kLanes) store(p.y + i, function(load_a(i, kLanes), load_b(i, kLanes)));
  const int rest = static_cast<int>(p.count - i);
  if (rest > 0) store_partial(p.y + i, function(load_a(i, rest), load_b(i, rest)), rest);
}

template <class Function>
CONVOLT_INLINE void zip(const BinaryParams<float>& p, Function function) {
  const auto a_run = [&](int64_t i, int count) { return load_first(p.a + i, count); };
  const auto b_run = [&](int64_t i, int count) { return load_first(p.b + i, count); };
  if (p.a_stride == 1 && p.b_stride == 1) return zip(p, a_run, b_run, function);
  if (p.a_stride == 1 && p.b_stride == 0) {
    const Vec b = broadcast(*p.b);
    return zip(p, a_run, [b](int64_t, int) { return b; }, function);
  }
  if (p.a_stride == 0 && p.b_stride == 1) {
    const Vec a = broadcast(*p.a);
    return zip(p, [a](int64_t, int) { return a; }, b_run, function);
  }
  zip(
      p, [&](int64_t i, int count) { return gather(p.a + i * p.a_stride, p.a_stride, count); },
      [&](int64_t i, int count) { return gather(p.b + i * p.b_stride, p.b_stride, count); }, function);
}

CONVOLT_INLINE void binary_body(const BinaryParams<float>& p) {
  switch (p.function) {
    case BinaryFunction::kAdd:
      return zip(p, [](Vec a, Vec b) { return add(a, b); });
    case BinaryFunction::kDiv:
      return zip(p, [](Vec a, Vec b) { return div(a, b); });
    case BinaryFunction::kMaximum:
      return zip(p, [](Vec a, Vec b) { return maximum(a, b); });
    case BinaryFunction::kMinimum:
      return zip(p, [](Vec a, Vec b) { return minimum(a, b); });
    case BinaryFunction::kMul:
      return zip(p, [](Vec a, Vec b) { return mul(a, b); });
    case BinaryFunction::kPow:
      return zip(p, [](Vec a, Vec b) { return pow(a, b); });
    case BinaryFunction::kSub:
      return zip(p, [](Vec a, Vec b) { return sub(a, b); });
    case BinaryFunction::kFloorDivide:
    case BinaryFunction::kRemainder:
    case BinaryFunction::kTruncDivide:
      return binary_reference(p);  // rare in networks, and not worth vectors
  }
}

}  // namespace
}  // namespace convolt
