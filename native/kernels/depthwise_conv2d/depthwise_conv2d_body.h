// Layout: one plane in, one plane out, rows contiguous.
//
// Algorithm: direct; a vector holds neighbouring pixels of an output row, and each tap adds its weight times a vector of
// input pixels. Where a tap reaches past the left or right border, only the lanes inside are loaded; rows above and below
// the image are skipped. A 3x3 window of stride 1 takes several output rows at once, so that each input vector that is
// loaded serves up to three of them.
//
// Why these sizes: nine weights, the sums of the rows and the three loads of a line fill the registers: four rows of 32
// registers, two of 16.
//
// Numerical contract: a pixel is the bias plus its taps, in row-major order of the window, whatever the range of rows.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/depthwise_conv2d/depthwise_conv2d.h"

namespace convolt {
namespace {

constexpr int kRowsAtOnce = kRegisters == 32 ? 4 : 2;

CONVOLT_INLINE int64_t clamp_lane(int64_t lane) { return lane < 0 ? 0 : lane < kLanes ? lane : kLanes; }

/// Lane i is line[x + i * stride], or zero where that lies outside [0, width).
CONVOLT_INLINE Vec load_pixels(const float* line, int64_t x, int64_t stride, int64_t width) {
  const bool inside = x >= 0 && x + (kLanes - 1) * stride < width;
  if (stride == 1) {
    return inside ? load(line + x)
                  : load_range(line + x, static_cast<int>(clamp_lane(-x)), static_cast<int>(clamp_lane(width - x)));
  }
  if (inside) return stride == 2 ? load_even(line + x) : load_strided(line + x, stride);
  float lanes[kLanes];
  for (int i = 0; i < kLanes; ++i, x += stride) lanes[i] = x >= 0 && x < width ? line[x] : 0.0f;
  return load(lanes);
}

CONVOLT_INLINE void store_pixels(const DepthwiseConv2dParams& p, int64_t row, int64_t column, Vec sum) {
  if (p.activation == Activation::kRelu) sum = maximum(sum, zero());
  float* output = p.output + row * p.window.output_width + column;
  const int64_t rest = p.window.output_width - column;
  if (rest >= kLanes) {
    store(output, sum);
  } else {
    store_partial(output, sum, static_cast<int>(rest));
  }
}

/// Output rows `row` to `row + kRows - 1` of a 3x3 window with stride 1 and dilation 1.
template <int kRows>
CONVOLT_INLINE void depthwise_3x3_rows(const DepthwiseConv2dParams& p, int64_t row) {
  const Window2d& w = p.window;
  Vec weights[3][3];
  CONVOLT_UNROLL
  for (int tap = 0; tap < 9; ++tap) weights[tap / 3][tap % 3] = broadcast(p.weight[tap]);
  for (int64_t column = 0; column < w.output_width; column += kLanes) {
    Vec sums[kRows];
    CONVOLT_UNROLL
    for (int r = 0; r < kRows; ++r) sums[r] = broadcast(p.bias);
    CONVOLT_UNROLL
    for (int line = 0; line < kRows + 2; ++line) {
      const int64_t y = row - w.pad_top + line;
      if (y < 0 || y >= w.height) continue;
      CONVOLT_UNROLL
      for (int j = 0; j < 3; ++j) {
        const Vec pixels = load_pixels(p.input + y * w.width, column - w.pad_left + j, 1, w.width);
        CONVOLT_UNROLL
        for (int r = 0; r < kRows; ++r) {
          const int i = line - r;
          if (i >= 0 && i < 3) sums[r] = fma(weights[i][j], pixels, sums[r]);
        }
      }
    }
    CONVOLT_UNROLL
    for (int r = 0; r < kRows; ++r) store_pixels(p, row + r, column, sums[r]);
  }
}

CONVOLT_INLINE void depthwise_row(const DepthwiseConv2dParams& p, int64_t row) {
  const Window2d& w = p.window;
  for (int64_t column = 0; column < w.output_width; column += kLanes) {
    Vec sum = broadcast(p.bias);
    for (int64_t i = 0; i < w.kernel_height; ++i) {
      const int64_t y = row * w.stride_y - w.pad_top + i * w.dilation_y;
      if (y < 0 || y >= w.height) continue;
      for (int64_t j = 0; j < w.kernel_width; ++j) {
        const int64_t x = column * w.stride_x - w.pad_left + j * w.dilation_x;
        const Vec pixels = load_pixels(p.input + y * w.width, x, w.stride_x, w.width);
        sum = fma(broadcast(p.weight[i * w.kernel_width + j]), pixels, sum);
      }
    }
    store_pixels(p, row, column, sum);
  }
}

CONVOLT_INLINE void depthwise_conv2d_body(const DepthwiseConv2dParams& p) {
  const Window2d& w = p.window;
  const bool is_3x3 = w.kernel_height == 3 && w.kernel_width == 3 && w.stride_y == 1 && w.stride_x == 1 &&
                      w.dilation_y == 1 && w.dilation_x == 1;
  int64_t row = p.rows.begin;
  if (is_3x3) {
    for (; row + kRowsAtOnce <= p.rows.end; row += kRowsAtOnce) depthwise_3x3_rows<kRowsAtOnce>(p, row);
    for (; row < p.rows.end; ++row) depthwise_3x3_rows<1>(p, row);
  } else {
    for (; row < p.rows.end; ++row) depthwise_row(p, row);
  }
}

}  // namespace
}  // namespace convolt
