// Layout: (outer, size, inner), without gaps; a column is the `size` floats that lie `inner` apart.
//
// Algorithm: three passes over a column: the largest element, the sum of exp(x - largest), the results. With
// inner == 1 a column is a run of memory and the lanes share it; otherwise kLanes neighbouring columns go side by side,
// one a lane.
//
// Numerical contract: exp and log of simd/math.h; sums are float32, with inner == 1 kLanes of them side by side. A NaN
// or +inf, or nothing but -inf, in a column makes all of it NaN. A column's bits depend on nothing but the column.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/softmax/softmax.h"
#include "simd/math.h"

namespace convolt {
namespace {

/// The result for x, of whose column the largest element and the sum of the exponentials are known.
CONVOLT_INLINE Vec softmax_of(SoftmaxFunction function, Vec x, Vec largest, Vec sum, Vec log_sum) {
  const Vec shifted = sub(x, largest);
  return function == SoftmaxFunction::kSoftmax ? div(exp(shifted), sum) : sub(shifted, log_sum);
}

/// One column of adjacent floats.
CONVOLT_INLINE void softmax_run(SoftmaxFunction function, const float* x, float* y, int64_t size) {
  const int64_t full = size - size % kLanes;
  const int rest = static_cast<int>(size - full);
  const Mask valid = first_lanes(rest);

  Vec largest = broadcast(-INFINITY);
  for (int64_t k = 0; k < full; k += kLanes) largest = maximum(largest, load(x + k));
  if (rest > 0) largest = maximum(largest, select(valid, load_partial(x + full, rest), largest));
  largest = broadcast(reduce_max(largest));

  Vec sum = zero();
  for (int64_t k = 0; k < full; k += kLanes) sum = add(sum, exp(sub(load(x + k), largest)));
  if (rest > 0) sum = add(sum, select(valid, exp(sub(load_partial(x + full, rest), largest)), zero()));
  sum = broadcast(reduce_add(sum));

  const Vec log_sum = log(sum);
  for (int64_t k = 0; k < full; k += kLanes) {
    store(y + k, softmax_of(function, load(x + k), largest, sum, log_sum));
  }
  if (rest > 0) {
    store_partial(y + full, softmax_of(function, load_partial(x + full, rest), largest, sum, log_sum), rest);
  }
}

/// `count` <= kLanes neighbouring columns.
CONVOLT_INLINE void softmax_columns(SoftmaxFunction function, const float* x, float* y, int64_t size, int64_t inner,
                                    int count) {
  Vec largest = broadcast(-INFINITY);
  for (int64_t k = 0; k < size; ++k) largest = maximum(largest, load_partial(x + k * inner, count));
  Vec sum = zero();
  for (int64_t k = 0; k < size; ++k) sum = add(sum, exp(sub(load_partial(x + k * inner, count), largest)));
  const Vec log_sum = log(sum);
  for (int64_t k = 0; k < size; ++k) {
    const Vec result = softmax_of(function, load_partial(x + k * inner, count), largest, sum, log_sum);
    store_partial(y + k * inner, result, count);
  }
}

CONVOLT_INLINE void softmax_body(const SoftmaxParams& params) {
  for (int64_t column = params.columns.begin; column < params.columns.end;) {
    const int64_t outer = column / params.inner;
    const int64_t offset = column + outer * (params.size - 1) * params.inner;
    const float* x = params.x + offset;
    float* y = params.y + offset;
    if (params.inner == 1) {
      softmax_run(params.function, x, y, params.size);
      ++column;
      continue;
    }
    const int64_t next_outer = (outer + 1) * params.inner;
    int64_t count = (next_outer < params.columns.end ? next_outer : params.columns.end) - column;
    if (count > kLanes) count = kLanes;
    softmax_columns(params.function, x, y, params.size, params.inner, static_cast<int>(count));
    column += count;
  }
}

}  // namespace
}  // namespace convolt
