// Layout: (outer, input, inner) to (outer, output, inner), both without gaps.
//
// Algorithm: with inner > 1 a line of outputs is a weighted sum of a few input lines, taken a vector at a time. Along the
// last dimension (inner == 1) taps lie anywhere, so outputs are computed one by one, but for kRows rows together: the
// lists are read once, and the rows' sums do not wait for each other. Where an output has many neighbouring taps (a
// photograph made small), its sum runs over vectors of taps instead.
//
// Numerical contract: products are added in the order of the taps, in float32, except along the last dimension with at
// least kLanes neighbouring taps, where each lane has a sum of its own. Which way is taken depends on sizes only.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/resample/resample.h"

namespace convolt {
namespace {

constexpr int kRows = 4;  // enough sums in flight to hide the latency of an addition

template <bool partial>
CONVOLT_INLINE Vec load_some(const float* p, int count) {
  return partial ? load_partial(p, count) : load(p);
}

/// `count` <= kLanes neighbours of the weighted sum of lines.
template <bool partial>
CONVOLT_INLINE void sum_lines(const float* x, float* y, int64_t stride, const int64_t* indices, const float* weights,
                              int64_t taps, int count) {
  Vec sum = zero();
  if (taps > 0) sum = mul(broadcast(weights[0]), load_some<partial>(x + indices[0] * stride, count));
  for (int64_t k = 1; k < taps; ++k)
    sum = fma(broadcast(weights[k]), load_some<partial>(x + indices[k] * stride, count), sum);
  partial ? store_partial(y, sum, count) : store(y, sum);
}

CONVOLT_INLINE void copy_line(const float* x, float* y, int64_t count) {
  int64_t j = 0;
  for (; j + kLanes <= count; j += kLanes) store(y + j, load(x + j));
  const int rest = static_cast<int>(count - j);
  if (rest > 0) store_partial(y + j, load_partial(x + j, rest), rest);
}

CONVOLT_INLINE void resample_lines(const ResampleParams& params) {
  const int64_t inner = params.inner;
  int64_t outer = params.rows.begin / params.output, i = params.rows.begin % params.output;
  for (int64_t line = params.rows.begin; line < params.rows.end; ++line, ++i) {
    if (i == params.output) {
      i = 0;
      ++outer;
    }
    const float* x = params.x + outer * params.input * inner;
    float* y = params.y + line * inner;
    const int64_t* indices = params.indices + i * params.taps;
    if (params.weights == nullptr) {
      copy_line(x + indices[0] * inner, y, inner);
      continue;
    }
    const float* weights = params.weights + i * params.taps;
    const int64_t taps = params.counts[i];
    int64_t j = 0;
    for (; j + kLanes <= inner; j += kLanes) sum_lines<false>(x + j, y + j, inner, indices, weights, taps, kLanes);
    const int rest = static_cast<int>(inner - j);
    if (rest > 0) sum_lines<true>(x + j, y + j, inner, indices, weights, taps, rest);
  }
}

/// `rows` rows of the last dimension, output by output.
template <int rows>
CONVOLT_INLINE void resample_rows(const ResampleParams& params, const float* x, float* y) {
  for (int64_t i = 0; i < params.output; ++i) {
    const int64_t* indices = params.indices + i * params.taps;
    if (params.weights == nullptr) {
      for (int r = 0; r < rows; ++r) y[r * params.output + i] = x[r * params.input + indices[0]];
      continue;
    }
    const float* weights = params.weights + i * params.taps;
    float sums[rows] = {};
    for (int64_t k = 0; k < params.counts[i]; ++k) {
      for (int r = 0; r < rows; ++r) sums[r] += weights[k] * x[r * params.input + indices[k]];
    }
    for (int r = 0; r < rows; ++r) y[r * params.output + i] = sums[r];
  }
}

/// One row of the last dimension, whose outputs have many neighbouring taps.
CONVOLT_INLINE void resample_row_of_runs(const ResampleParams& params, const float* x, float* y) {
  for (int64_t i = 0; i < params.output; ++i) {
    const float* weights = params.weights + i * params.taps;
    const float* run = x + params.indices[i * params.taps];
    const int64_t count = params.counts[i];
    Vec sum = zero();
    int64_t k = 0;
    for (; k + kLanes <= count; k += kLanes) sum = fma(load(weights + k), load(run + k), sum);
    const int rest = static_cast<int>(count - k);
    if (rest > 0) sum = fma(load_partial(weights + k, rest), load_partial(run + k, rest), sum);
    y[i] = reduce_add(sum);
  }
}

CONVOLT_INLINE void resample_body(const ResampleParams& params) {
  if (params.inner > 1) return resample_lines(params);
  const bool runs = params.weights != nullptr && params.consecutive && params.taps >= kLanes;
  int64_t row = params.rows.begin;
  for (; !runs && row + kRows <= params.rows.end; row += kRows)
    resample_rows<kRows>(params, params.x + row * params.input, params.y + row * params.output);
  for (; row < params.rows.end; ++row) {
    const float* x = params.x + row * params.input;
    float* y = params.y + row * params.output;
    runs ? resample_row_of_runs(params, x, y) : resample_rows<1>(params, x, y);
  }
}

}  // namespace
}  // namespace convolt
