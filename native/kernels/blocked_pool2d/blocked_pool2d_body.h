// Layout: [block][height][width][kLanes]. A window is a rectangle of vectors; the part of it that lies inside the image is
// worked out once for a row of outputs and once for each column, but for those in the middle, where the window lies inside
// and the loops over two or three columns are unrolled. Nothing else is read.
//
// Numerical contract: a sum is that of kSums interleaved ones, over the columns of each row in turn, so its bits depend on
// the window alone.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "kernels/blocked_pool2d/blocked_pool2d.h"
#include "kernels/tiles.h"

namespace convolt {
namespace {

/// A single sum of a large window would wait for itself.
constexpr int kSums = 4;

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

/// The positions whose whole window lies inside the image.
CONVOLT_INLINE Range inside_of(const PoolAxis& axis) {
  const int64_t reach = (axis.kernel - 1) * axis.dilation;
  const int64_t begin = min((axis.padding_before + axis.stride - 1) / axis.stride, axis.output);
  const int64_t last = axis.input - 1 - reach + axis.padding_before;  // where the last of them starts, at the most
  const int64_t end = last < 0 ? begin : min(last / axis.stride + 1, axis.output);
  return {begin, end < begin ? begin : end};
}

/// `rows` by `columns` vectors: what a window sees.
struct View {
  const float* x;
  int64_t rows, row_step;
  int64_t columns, step;
};

/// The largest of a window, or a NaN. kColumns: how many columns there are, where that is known.
template <int kColumns>
CONVOLT_INLINE Vec largest_of(const View& view) {
  const int64_t columns = kColumns > 0 ? kColumns : view.columns;
  const float* x = view.x;
  Vec largest = broadcast(-INFINITY);
  for (int64_t i = 0; i < view.rows; ++i, x += view.row_step) {
    for (int64_t j = 0; j < columns; ++j) largest = maximum(largest, load(x + j * view.step));
  }
  return largest;
}

template <int kColumns>
CONVOLT_INLINE Vec sum_of(const View& view) {
  const int64_t columns = kColumns > 0 ? kColumns : view.columns;
  const float* x = view.x;
  Vec sums[kSums];
  CONVOLT_UNROLL
  for (int s = 0; s < kSums; ++s) sums[s] = zero();
  for (int64_t i = 0; i < view.rows; ++i, x += view.row_step) {
    int64_t j = 0;
    for (; j + kSums <= columns; j += kSums) {
      CONVOLT_UNROLL
      for (int s = 0; s < kSums; ++s) sums[s] = add(sums[s], load(x + (j + s) * kLanes));
    }
    for (; j < columns; ++j) sums[0] = add(sums[0], load(x + j * kLanes));
  }
  return add(add(sums[0], sums[1]), add(sums[2], sums[3]));
}

template <PoolFunction kFunction, int kColumns>
CONVOLT_INLINE Vec value_of(const View& view, Vec count) {
  return kFunction == PoolFunction::kMax ? largest_of<kColumns>(view) : div(sum_of<kColumns>(view), count);
}

/// What a sum over `rows` and `columns` is divided by.
CONVOLT_INLINE Vec divisor_of(const Pool2dParams& p, const Span& rows, const Span& columns) {
  const int64_t seen = rows.count * columns.count;
  const int64_t count = seen == 0                 ? 1
                        : p.divisor_override != 0 ? p.divisor_override
                        : p.count_include_pad     ? rows.padded * columns.padded
                                                  : seen;
  return broadcast(static_cast<float>(count));
}

/// A row of outputs: those whose window lies inside the image all see as much.
template <PoolFunction kFunction, int kColumns>
CONVOLT_INLINE void pool_row(const Pool2dParams& p, const float* plane, const Span& rows, Range inside, float* y) {
  const PoolAxis& axis = p.horizontal;
  const int64_t line = axis.input * kLanes;
  const auto view_of = [&](const Span& columns) {
    const bool empty = rows.count == 0 || columns.count == 0;
    return View{empty ? plane : plane + rows.first * line + columns.first * kLanes,
                empty ? 0 : rows.count,
                p.vertical.dilation * line,
                columns.count,
                axis.dilation * kLanes};
  };
  const auto pool = [&](int64_t column) {
    const Span columns = span_of(axis, column);
    store(y + column * kLanes, value_of<kFunction, 0>(view_of(columns), divisor_of(p, rows, columns)));
  };
  for (int64_t column = 0; column < inside.begin; ++column) pool(column);
  if (inside.begin < inside.end) {
    const Span columns = span_of(axis, inside.begin);
    const Vec divisor = divisor_of(p, rows, columns);
    View view = view_of(columns);
    for (int64_t column = inside.begin; column < inside.end; ++column, view.x += axis.stride * kLanes) {
      store(y + column * kLanes, value_of<kFunction, kColumns>(view, divisor));
    }
  }
  for (int64_t column = inside.end; column < axis.output; ++column) pool(column);
}

template <PoolFunction kFunction, int kColumns>
CONVOLT_INLINE void pool_rows(const Pool2dParams& p) {
  const Range inside = inside_of(p.horizontal);
  const int64_t plane = p.vertical.input * p.horizontal.input * kLanes;
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    pool_row<kFunction, kColumns>(p, p.x + row / p.vertical.output * plane, span_of(p.vertical, row % p.vertical.output),
                                  inside, p.y + row * p.horizontal.output * kLanes);
  }
}

template <PoolFunction kFunction>
CONVOLT_INLINE void pool(const Pool2dParams& p) {
  switch (p.horizontal.kernel) {
    case 2:
      return pool_rows<kFunction, 2>(p);
    case 3:
      return pool_rows<kFunction, 3>(p);
    default:
      return pool_rows<kFunction, 0>(p);
  }
}

CONVOLT_INLINE void blocked_pool2d_body(const BlockedPool2dParams& params) {
  const Pool2dParams& p = params.pool;
  p.function == PoolFunction::kMax ? pool<PoolFunction::kMax>(p) : pool<PoolFunction::kAverage>(p);
}

}  // namespace
}  // namespace convolt
