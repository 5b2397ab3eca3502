// Layout: input and output are planes of rows, without gaps.
//
// Algorithm: one output row at a time. The window rows that lie inside the image are known for the whole row. Of its
// columns, those whose window hangs over an edge are computed one by one; the others, kLanes at a time: neighbouring
// outputs of a window with stride 1 read neighbouring inputs, and with stride 2 every other one of 2 * kLanes inputs,
// of which the even lanes serve one window column and the odd lanes the next. Rows of the window are combined first,
// so the lanes are separated once for each pair of columns. Other strides are computed one by one.
//
// Numerical contract: sums are float32. How an output is computed depends on the sizes and its place in the plane.
// Include after simd/vec_<isa>.h.
#pragma once

#include <math.h>

#include "kernels/pool2d/pool2d.h"

namespace convolt {
namespace {

struct Max {
  CONVOLT_INLINE float identity() { return -INFINITY; }
  CONVOLT_INLINE Vec combine(Vec a, Vec b) { return maximum(a, b); }
  CONVOLT_INLINE float combine(float a, float b) { return b > a || b != b ? b : a; }
  CONVOLT_INLINE Vec finish(Vec largest, float) { return largest; }
  CONVOLT_INLINE float finish(float largest, float) { return largest; }
};

struct Average {
  CONVOLT_INLINE float identity() { return 0.0f; }
  CONVOLT_INLINE Vec combine(Vec a, Vec b) { return add(a, b); }
  CONVOLT_INLINE float combine(float a, float b) { return a + b; }
  CONVOLT_INLINE Vec finish(Vec sum, float divisor) { return div(sum, broadcast(divisor)); }
  CONVOLT_INLINE float finish(float sum, float divisor) { return sum / divisor; }
};

/// One window in one direction: where it starts, and which of its elements lie inside the image.
struct Span {
  int64_t start;
  Range inside;
};

CONVOLT_INLINE Span span_of(const PoolAxis& axis, int64_t i) {
  const int64_t start = i * axis.stride - axis.padding_before;
  const int64_t first = start < 0 ? (-start + axis.dilation - 1) / axis.dilation : 0;
  int64_t end = start < axis.input ? (axis.input - 1 - start) / axis.dilation + 1 : 0;
  if (end > axis.kernel) end = axis.kernel;
  return {start, {first, end > first ? end : first}};
}

/// How many elements of a window an average counts in one direction.
CONVOLT_INLINE int64_t counted(const PoolAxis& axis, const Span& span, bool count_include_pad) {
  if (!count_include_pad) return span.inside.end - span.inside.begin;
  const int64_t length = axis.input + axis.padding_after - span.start;
  return length < axis.kernel ? length : axis.kernel;
}

/// What the sum of a window is divided by.
CONVOLT_INLINE float divisor_of(const Pool2dParams& params, const Span& vertical, const Span& horizontal) {
  if (params.divisor_override != 0) return static_cast<float>(params.divisor_override);
  const int64_t count = counted(params.vertical, vertical, params.count_include_pad) *
                        counted(params.horizontal, horizontal, params.count_include_pad);
  return count > 0 ? static_cast<float>(count) : 1.0f;  // a window outside the image: 0 / 1
}

/// The window rows inside the image, for one row of outputs.
struct WindowRows {
  const float* first;
  int64_t count;
  int64_t step;
};

/// Combines, row by row, the `count` <= kLanes inputs at `offset` from each row's start.
template <class Reduction, bool partial>
CONVOLT_INLINE Vec combine_rows(const WindowRows& rows, int64_t offset, int count) {
  Vec result = broadcast(Reduction::identity());
  const float* p = rows.first + offset;
  for (int64_t row = 0; row < rows.count; ++row, p += rows.step) {
    result = Reduction::combine(result, partial ? load_partial(p, count) : load(p));
  }
  return result;
}

/// `count` outputs of a window with stride 1, the first of which starts at input column `start`.
template <class Reduction, bool partial>
CONVOLT_INLINE Vec stride_1(const WindowRows& rows, const PoolAxis& axis, int64_t start, int count) {
  Vec result = broadcast(Reduction::identity());
  for (int64_t k = 0; k < axis.kernel; ++k) {
    const Vec column = combine_rows<Reduction, partial>(rows, start + k * axis.dilation, count);
    result = Reduction::combine(result, column);
  }
  return result;
}

/// The same for stride 2, dilation 1 and a kernel of at least 2. The last column of an odd kernel is loaded as the odd
/// lanes from one column before it, so that nothing is read behind the last window.
template <class Reduction, bool partial>
CONVOLT_INLINE Vec stride_2(const WindowRows& rows, const PoolAxis& axis, int64_t start, int count) {
  const int low = 2 * count < kLanes ? 2 * count : kLanes;
  const int high = 2 * count - low;
  Vec result = broadcast(Reduction::identity());
  for (int64_t k = 0; k < axis.kernel; k += 2) {
    const bool last = k + 1 == axis.kernel;
    const int64_t offset = start + (last ? k - 1 : k);
    const Vec lo = combine_rows<Reduction, partial>(rows, offset, low);
    const Vec hi = combine_rows<Reduction, partial>(rows, offset + kLanes, high);
    if (!last) result = Reduction::combine(result, even_lanes(lo, hi));
    result = Reduction::combine(result, odd_lanes(lo, hi));
  }
  return result;
}

template <class Reduction>
CONVOLT_INLINE float one(const WindowRows& rows, const PoolAxis& axis, const Span& span) {
  float result = Reduction::identity();
  for (int64_t row = 0; row < rows.count; ++row) {
    const float* p = rows.first + row * rows.step + span.start;
    for (int64_t k = span.inside.begin; k < span.inside.end; ++k) {
      result = Reduction::combine(result, p[k * axis.dilation]);
    }
  }
  return result;
}

/// The columns whose windows lie inside the image from side to side.
CONVOLT_INLINE Range interior(const PoolAxis& axis) {
  const int64_t room = axis.input - 1 - (axis.kernel - 1) * axis.dilation + axis.padding_before;
  int64_t begin = (axis.padding_before + axis.stride - 1) / axis.stride;
  int64_t end = room < 0 ? 0 : room / axis.stride + 1;
  if (begin > axis.output) begin = axis.output;
  if (end > axis.output) end = axis.output;
  return {begin, end > begin ? end : begin};
}

template <class Reduction>
CONVOLT_INLINE void pool_row(const Pool2dParams& params, const float* plane, int64_t row, float* y) {
  const PoolAxis& axis = params.horizontal;
  const Span vertical = span_of(params.vertical, row);
  WindowRows rows = {plane, vertical.inside.end - vertical.inside.begin, params.vertical.dilation * axis.input};
  if (rows.count > 0) rows.first += vertical.start * axis.input + vertical.inside.begin * rows.step;

  const auto one_by_one = [&](int64_t begin, int64_t end) {
    for (int64_t column = begin; column < end; ++column) {
      const Span horizontal = span_of(axis, column);
      const float divisor = divisor_of(params, vertical, horizontal);
      y[column] = Reduction::finish(one<Reduction>(rows, axis, horizontal), divisor);
    }
  };
  const bool by_ones = axis.stride == 1;
  const bool by_twos = axis.stride == 2 && axis.dilation == 1 && axis.kernel > 1;
  const Range inner = interior(axis);
  if (!(by_ones || by_twos) || inner.begin == inner.end) return one_by_one(0, axis.output);

  one_by_one(0, inner.begin);
  const float divisor = divisor_of(params, vertical, span_of(axis, inner.begin));
  int64_t column = inner.begin;
  int64_t start = column * axis.stride - axis.padding_before;
  for (; column + kLanes <= inner.end; column += kLanes, start += kLanes * axis.stride) {
    const Vec result = by_ones ? stride_1<Reduction, false>(rows, axis, start, kLanes)
                               : stride_2<Reduction, false>(rows, axis, start, kLanes);
    store(y + column, Reduction::finish(result, divisor));
  }
  const int rest = static_cast<int>(inner.end - column);
  if (rest > 0) {
    const Vec result = by_ones ? stride_1<Reduction, true>(rows, axis, start, rest)
                               : stride_2<Reduction, true>(rows, axis, start, rest);
    store_partial(y + column, Reduction::finish(result, divisor), rest);
  }
  one_by_one(inner.end, axis.output);
}

template <class Reduction>
CONVOLT_INLINE void pool_rows(const Pool2dParams& params) {
  for (int64_t index = params.rows.begin; index < params.rows.end; ++index) {
    const int64_t plane = index / params.vertical.output;
    const float* x = params.x + plane * params.vertical.input * params.horizontal.input;
    pool_row<Reduction>(params, x, index - plane * params.vertical.output, params.y + index * params.horizontal.output);
  }
}

CONVOLT_INLINE void pool2d_body(const Pool2dParams& params) {
  switch (params.function) {
    case PoolFunction::kMax:
      return pool_rows<Max>(params);
    case PoolFunction::kAverage:
      return pool_rows<Average>(params);
  }
}

}  // namespace
}  // namespace convolt
