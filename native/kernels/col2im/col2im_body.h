// Layout: col2im.h.
//
// Algorithm: each output row gathers the rows of columns that reach it. One tap's elements lie a stride apart in the
// output row, so with a stride above 1 the row is summed as `stride` rows, one for each remainder, in which they are
// neighbours; at the end these are interleaved. Vectors then only load, add and store along rows.
//
// Numerical contract: bias first, then the taps in order. An element's bits do not depend on which planes a call
// computes, nor on what else `columns` holds.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/col2im/col2im.h"
#include "kernels/tiles.h"

namespace convolt {
namespace {

CONVOLT_INLINE int64_t max(int64_t a, int64_t b) { return a > b ? a : b; }

CONVOLT_INLINE void fill_row(float* row, float value, int64_t count) {
  const Vec v = broadcast(value);
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(row + i, v);
  if (i < count) store_partial(row + i, v, static_cast<int>(count - i));
}

CONVOLT_INLINE void add_row(float* row, const float* source, int64_t count) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(row + i, add(load(row + i), load(source + i)));
  if (i < count) {
    const int rest = static_cast<int>(count - i);
    store_partial(row + i, add(load_partial(row + i, rest), load_partial(source + i, rest)), rest);
  }
}

/// The position whose tap lies at `at`; -1 if there is none.
CONVOLT_INLINE int64_t find_position(int64_t at, int64_t tap, int64_t pad, int64_t dilation, int64_t stride,
                                     int64_t size) {
  const int64_t distance = at + pad - tap * dilation;
  if (distance < 0) return -1;
  if (stride == 1) return distance < size ? distance : -1;
  return distance % stride != 0 || distance / stride >= size ? -1 : distance / stride;
}

/// Adds one row of the grid, as each tap of a kernel row sees it, to the rows of remainders. `source` is that of the
/// first tap; those of the next ones are `tap_step` further on each.
CONVOLT_INLINE void add_taps(const Window2d& w, const float* source, int64_t tap_step, float* rows, int64_t row_length) {
  // Tap j of position q lies at w.stride_x * (q + base) + remainder.
  const int64_t step_base = w.dilation_x / w.stride_x, step_remainder = w.dilation_x % w.stride_x;
  int64_t base = -((w.pad_left + w.stride_x - 1) / w.stride_x);
  int64_t remainder = -w.pad_left - base * w.stride_x;
  for (int64_t j = 0; j < w.kernel_width; ++j, source += tap_step) {
    if (remainder < w.output_width) {
      const int64_t length = (w.output_width - remainder + w.stride_x - 1) / w.stride_x;
      const int64_t begin = max(base, 0), end = min(w.width + base, length);
      if (begin < end) add_row(rows + remainder * row_length + begin, source + (begin - base), end - begin);
    }
    base += step_base;
    remainder += step_remainder;
    if (remainder >= w.stride_x) {
      remainder -= w.stride_x;
      ++base;
    }
  }
}

CONVOLT_INLINE void col2im_body(const Col2imParams& p) {
  const Window3d& v = p.window;
  const Window2d& w = v.plane;
  const int64_t taps = v.kernel_depth * w.kernel_height * w.kernel_width;
  const int64_t plane = w.height * w.width;
  const int64_t tap_step = (p.depths.end - p.depths.begin) * plane;
  const int64_t remainders = min(w.stride_x, w.output_width);
  const int64_t row_length = (w.output_width + w.stride_x - 1) / w.stride_x;
  for (int64_t c = 0; c < p.channels; ++c) {
    const float bias = p.bias == nullptr ? 0.0f : p.bias[c];
    for (int64_t z = p.output_depths.begin; z < p.output_depths.end; ++z) {
      for (int64_t y = 0; y < w.output_height; ++y) {
        float* output = p.output + ((c * v.output_depth + z) * w.output_height + y) * w.output_width;
        float* rows = w.stride_x == 1 ? output : p.workspace;
        fill_row(rows, bias, remainders * row_length);
        for (int64_t d = 0; d < v.kernel_depth; ++d) {
          const int64_t qz = find_position(z, d, v.pad_front, v.dilation_z, v.stride_z, v.depth);
          if (qz < 0) continue;
          for (int64_t i = 0; i < w.kernel_height; ++i) {
            const int64_t qy = find_position(y, i, w.pad_top, w.dilation_y, w.stride_y, w.height);
            if (qy < 0) continue;
            const int64_t tap = c * taps + (d * w.kernel_height + i) * w.kernel_width;
            add_taps(w, p.columns + tap * tap_step + (qz - p.depths.begin) * plane + qy * w.width, tap_step, rows,
                     row_length);
          }
        }
        if (w.stride_x == 1) continue;
        for (int64_t r = 0; r < remainders; ++r) {
          const float* row = rows + r * row_length;
          for (int64_t x = r; x < w.output_width; x += w.stride_x) output[x] = *row++;
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt
