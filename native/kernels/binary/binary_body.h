// Layout: rows of runs of floats, each operand contiguous, one value, or strided within a run.
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

/// `run_a` and `run_b` take where a row of the operand starts, and return what loads `count` elements from its i-th on.
template <class RunA, class RunB, class Function>
CONVOLT_INLINE void zip(const BinaryParams<float>& p, RunA run_a, RunB run_b, Function function) {
  for (int64_t row = 0; row < p.rows; ++row) {
    const auto a = run_a(p.a + row * p.a_row_stride);
    const auto b = run_b(p.b + row * p.b_row_stride);
    float* y = p.y + row * p.y_row_stride;
    int64_t i = 0;
    for (; i + kLanes <= p.count; i += kLanes) store(y + i, function(a(i, kLanes), b(i, kLanes)));
    const int rest = static_cast<int>(p.count - i);
    if (rest > 0) store_partial(y + i, function(a(i, rest), b(i, rest)), rest);
  }
}

template <class Function>
CONVOLT_INLINE void zip(const BinaryParams<float>& p, Function function) {
  const auto contiguous = [](const float* run) {
    return [run](int64_t i, int count) { return load_first(run + i, count); };
  };
  const auto one_value = [](const float* run) { return [v = broadcast(*run)](int64_t, int) { return v; }; };
  const auto strided = [](int64_t stride) {
    return [stride](const float* run) {
      return [run, stride](int64_t i, int count) { return gather(run + i * stride, stride, count); };
    };
  };
  if (p.a_stride == 1 && p.b_stride == 1) return zip(p, contiguous, contiguous, function);
  if (p.a_stride == 1 && p.b_stride == 0) return zip(p, contiguous, one_value, function);
  if (p.a_stride == 0 && p.b_stride == 1) return zip(p, one_value, contiguous, function);
  zip(p, strided(p.a_stride), strided(p.b_stride), function);
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
