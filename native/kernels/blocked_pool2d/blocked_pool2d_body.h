// Layout: [block][height][width][kLanes]. A window is a rectangle of vectors; the part of it that lies inside the image is
// worked out once, for its rows and for its columns, and nothing else is read.
//
// Numerical contract: a sum is that of kSums interleaved ones, over the columns of each row in turn, so its bits depend on
// the window alone.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "kernels/blocked_pool2d/blocked_pool2d.h"

namespace convolt {
namespace {

/// A single sum of a large window would wait for itself.
constexpr int kSums = 4;

CONVOLT_INLINE int64_t min(int64_t a, int64_t b) { return a < b ? a : b; }

/// The part of a window in one direction that lies inside the image: `count` positions from `first` on, a dilation apart.
struct Span {
  int64_t first, count;
  int64_t padded;  // positions inside the padded image
};

CONVOLT_INLINE Span span_of(const PoolAxis& axis, int64_t i) {
  const int64_t start = i * axis.stride - axis.padding_before;
  const int64_t skipped = start < 0 ? (axis.dilation - 1 - start) / axis.dilation : 0;
  const int64_t first = start + skipped * axis.dilation;
  const int64_t room = first < axis.input ? (axis.input - 1 - first) / axis.dilation + 1 : 0;
  const int64_t count = min(room, axis.kernel - skipped);
  return {first, count < 0 ? 0 : count, min(start + axis.kernel, axis.input + axis.padding_after) - start};
}

/// The largest of `rows` by `columns` vectors, or a NaN.
CONVOLT_INLINE Vec largest_of(const float* x, int64_t rows, int64_t row_step, int64_t columns, int64_t step) {
  Vec largest = broadcast(-INFINITY);
  for (int64_t i = 0; i < rows; ++i, x += row_step) {
    for (int64_t j = 0; j < columns; ++j) largest = maximum(largest, load(x + j * step));
  }
  return largest;
}

CONVOLT_INLINE Vec sum_of(const float* x, int64_t rows, int64_t row_step, int64_t columns) {
  Vec sums[kSums];
  CONVOLT_UNROLL
  for (int s = 0; s < kSums; ++s) sums[s] = zero();
  for (int64_t i = 0; i < rows; ++i, x += row_step) {
    int64_t j = 0;
    for (; j + kSums <= columns; j += kSums) {
      CONVOLT_UNROLL
      for (int s = 0; s < kSums; ++s) sums[s] = add(sums[s], load(x + (j + s) * kLanes));
    }
    for (; j < columns; ++j) sums[0] = add(sums[0], load(x + j * kLanes));
  }
  return add(add(sums[0], sums[1]), add(sums[2], sums[3]));
}

CONVOLT_INLINE void blocked_pool2d_body(const BlockedPool2dParams& params) {
  const Pool2dParams& p = params.pool;
  const int64_t line = p.horizontal.input * kLanes;
  for (int64_t index = p.rows.begin; index < p.rows.end; ++index) {
    const Span rows = span_of(p.vertical, index % p.vertical.output);
    const float* plane = p.x + index / p.vertical.output * p.vertical.input * line;
    float* y = p.y + index * p.horizontal.output * kLanes;
    for (int64_t column = 0; column < p.horizontal.output; ++column, y += kLanes) {
      const Span columns = span_of(p.horizontal, column);
      const bool empty = rows.count == 0 || columns.count == 0;
      const float* x = empty ? plane : plane + rows.first * line + columns.first * kLanes;
      if (p.function == PoolFunction::kMax) {
        store(y, largest_of(x, empty ? 0 : rows.count, p.vertical.dilation * line, columns.count,
                            p.horizontal.dilation * kLanes));
      } else {
        const int64_t count = empty                     ? 1
                              : p.divisor_override != 0 ? p.divisor_override
                              : p.count_include_pad     ? rows.padded * columns.padded
                                                        : rows.count * columns.count;
        store(y, div(sum_of(x, empty ? 0 : rows.count, line, columns.count), broadcast(static_cast<float>(count))));
      }
    }
  }
}

}  // namespace
}  // namespace convolt
