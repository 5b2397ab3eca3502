// Layout: input and output are planes of rows, without gaps.
//
// Algorithm: each window is summed by itself, its rows a vector at a time into a few independent sums, which are added
// up once a window. A window as wide as the plane (global pooling) is one run of memory, whatever its height.
//
// Numerical contract: sums are float32, kAccumulators * kLanes of them side by side; then one division.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d.h"

namespace convolt {
namespace {

constexpr int kAccumulators = 4;  // additions in flight, enough to hide their latency

/// Adds `count` floats to the sums.
CONVOLT_INLINE void accumulate(const float* x, int64_t count, Vec (&sums)[kAccumulators]) {
  int64_t i = 0;
  for (; i + kAccumulators * kLanes <= count; i += kAccumulators * kLanes) {
    for (int k = 0; k < kAccumulators; ++k) sums[k] = add(sums[k], load(x + i + k * kLanes));
  }
  for (; i + kLanes <= count; i += kLanes) sums[0] = add(sums[0], load(x + i));
  const int rest = static_cast<int>(count - i);
  if (rest > 0) sums[1] = add(sums[1], load_partial(x + i, rest));
}

/// The sum of `rows` rows of `columns` floats, `step` floats apart.
CONVOLT_INLINE float window_sum(const float* x, int64_t rows, int64_t columns, int64_t step) {
  Vec sums[kAccumulators] = {zero(), zero(), zero(), zero()};
  if (columns == step) {
    accumulate(x, rows * columns, sums);
  } else {
    for (int64_t row = 0; row < rows; ++row) accumulate(x + row * step, columns, sums);
  }
  return reduce_add(add(add(sums[0], sums[1]), add(sums[2], sums[3])));
}

/// Output `i` covers [i * input / output, ceil((i + 1) * input / output)).
CONVOLT_INLINE Range window(int64_t i, int64_t input, int64_t output) {
  return {i * input / output, ((i + 1) * input + output - 1) / output};
}

CONVOLT_INLINE void adaptive_avg_pool2d_body(const AdaptiveAvgPool2dParams& params) {
  for (int64_t index = params.rows.begin; index < params.rows.end; ++index) {
    const int64_t plane = index / params.output_height;
    const Range rows = window(index - plane * params.output_height, params.input_height, params.output_height);
    const float* x = params.x + (plane * params.input_height + rows.begin) * params.input_width;
    const int64_t height = rows.end - rows.begin;
    for (int64_t column = 0; column < params.output_width; ++column) {
      const Range columns = window(column, params.input_width, params.output_width);
      const int64_t width = columns.end - columns.begin;
      const float sum = window_sum(x + columns.begin, height, width, params.input_width);
      params.y[index * params.output_width + column] = sum / static_cast<float>(height * width);
    }
  }
}

}  // namespace
}  // namespace convolt
