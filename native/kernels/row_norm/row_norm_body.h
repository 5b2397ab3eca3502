// Layout: rows of `length` floats without gaps; weights lie in the order of the elements that they belong to.
//
// Algorithm: three passes over a row, which is then in cache: the mean; the deviations from it and their squares; the
// result. The second pass also sums the deviations themselves, which are not quite 0, as the mean was rounded, and
// corrects mean and variance by them.
//
// Numerical contract: sums of up to kBlock floats a lane in float, from there on in double, so that long rows lose
// nothing. The order of addition depends on the length of a row only.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "kernels/row_norm/row_norm.h"

namespace convolt {
namespace {

constexpr int64_t kBlock = 64;  // vectors

struct RowSums {
  double deviations;
  double squares;
};

/// Sums x - center and its square. Lanes beyond the end count as center.
CONVOLT_INLINE RowSums sum_row(const float* x, int64_t length, Vec center) {
  RowSums sums{0.0, 0.0};
  for (int64_t begin = 0; begin < length; begin += kBlock * kLanes) {
    const int64_t left = length - begin;
    const int64_t end = left < kBlock * kLanes ? length : begin + kBlock * kLanes;
    Vec deviations = zero(), squares = zero();
    int64_t i = begin;
    for (; i + kLanes <= end; i += kLanes) {
      const Vec d = sub(load(x + i), center);
      deviations = add(deviations, d);
      squares = fma(d, d, squares);
    }
    const int rest = static_cast<int>(end - i);
    if (rest > 0) {
      const Vec d = select(first_lanes(rest), sub(load_partial(x + i, rest), center), zero());
      deviations = add(deviations, d);
      squares = fma(d, d, squares);
    }
    sums.deviations += static_cast<double>(reduce_add(deviations));
    sums.squares += static_cast<double>(reduce_add(squares));
  }
  return sums;
}

/// (x - mean) scale + shift, with one scale and shift for all.
CONVOLT_INLINE void apply_one(const float* x, float* y, int64_t count, Vec mean, Vec scale, Vec shift) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(y + i, fma(sub(load(x + i), mean), scale, shift));
  const int rest = static_cast<int>(count - i);
  if (rest > 0) store_partial(y + i, fma(sub(load_partial(x + i, rest), mean), scale, shift), rest);
}

/// (x - mean) scale weight + bias, with a weight and a bias for each element; either may be missing.
CONVOLT_INLINE void apply_each(const float* x, float* y, int64_t count, Vec mean, Vec scale, const float* weight,
                               const float* bias) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const Vec factor = weight != nullptr ? mul(scale, load(weight + i)) : scale;
    const Vec shift = bias != nullptr ? load(bias + i) : zero();
    store(y + i, fma(sub(load(x + i), mean), factor, shift));
  }
  const int rest = static_cast<int>(count - i);
  if (rest > 0) {
    const Vec factor = weight != nullptr ? mul(scale, load_partial(weight + i, rest)) : scale;
    const Vec shift = bias != nullptr ? load_partial(bias + i, rest) : zero();
    store_partial(y + i, fma(sub(load_partial(x + i, rest), mean), factor, shift), rest);
  }
}

CONVOLT_INLINE void row_norm_body(const RowNormParams& p) {
  const auto count = static_cast<double>(p.length);
  const int64_t weights = p.length / p.inner;
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    const float* x = p.x + row * p.length;
    float* y = p.y + row * p.length;
    const auto rough_mean = static_cast<float>(sum_row(x, p.length, zero()).deviations / count);
    const RowSums sums = sum_row(x, p.length, broadcast(rough_mean));
    const double correction = sums.deviations / count;
    const double variance = sums.squares / count - correction * correction;
    const auto scale = static_cast<float>(1.0 / ::sqrt((variance < 0.0 ? 0.0 : variance) + static_cast<double>(p.eps)));
    const Vec mean = broadcast(static_cast<float>(static_cast<double>(rough_mean) + correction));
    const int64_t first = row % p.groups * weights;
    const float* weight = p.weight != nullptr ? p.weight + first : nullptr;
    const float* bias = p.bias != nullptr ? p.bias + first : nullptr;
    if (p.inner == 1 || (weight == nullptr && bias == nullptr)) {
      apply_each(x, y, p.length, mean, broadcast(scale), weight, bias);
      continue;
    }
    for (int64_t w = 0; w < weights; ++w) {
      const float factor = weight != nullptr ? scale * weight[w] : scale;
      const float shift = bias != nullptr ? bias[w] : 0.0f;
      apply_one(x + w * p.inner, y + w * p.inner, p.inner, mean, broadcast(factor), broadcast(shift));
    }
  }
}

}  // namespace
}  // namespace convolt
