// Layout: one plane in, one plane out, rows contiguous.
//
// Algorithm: direct; a vector holds neighbouring pixels of an output row, and each tap adds its weight times a vector
// of input pixels. Where a tap reaches past the left or right border, only the lanes inside are loaded; rows above and
// below the image are skipped. The windows of mobile networks (3x3 and 5x5, stride 1 and 2, no dilation) take several
// output rows at once, so that each vector of input that is loaded serves all rows whose windows hold it.
//
// Why these sizes: the weights of a 3x3 window, the sums of the rows and a load fit the registers: four rows of 32
// registers, two of 16.
//
// Numerical contract: a pixel is the bias plus its taps, in row-major order of the window, then the residual, whatever
// the range of rows.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/functions.h"
#include "kernels/depthwise_conv2d/depthwise_conv2d.h"

namespace convolt {
namespace {

constexpr int kRowsAtOnce = kRegisters == 32 ? 4 : 2;

CONVOLT_INLINE int clamp_lane(int64_t lane) { return static_cast<int>(lane < 0 ? 0 : lane < kLanes ? lane : kLanes); }

CONVOLT_INLINE void store_pixels(const DepthwiseConv2dParams& p, int64_t row, int64_t column, Vec sum) {
  const int64_t at = row * p.window.output_width + column, rest = p.window.output_width - column;
  const int lanes = static_cast<int>(rest < kLanes ? rest : kLanes);
  if (p.residual != nullptr) sum = add(sum, load_partial(p.residual + at, lanes));
  const Ending ending = ending_of(p.activation);
  if (ending.bounds) sum = clamp(sum, broadcast(ending.low), broadcast(ending.high));
  if (lanes == kLanes) {
    store(p.output + at, sum);
  } else {
    store_partial(p.output + at, sum, lanes);
  }
}

/// What store_pixels leaves to be done when whole rows are there.
CONVOLT_INLINE void finish_rows(const DepthwiseConv2dParams& p, int64_t row, int64_t rows) {
  if (!ending_of(p.activation).curve) return;
  float* output = p.output + row * p.window.output_width;
  activate_rows(p.activation, output, output, 1, rows * p.window.output_width, 0);
}

/// A vector of the output rows `row` to `row + kRows - 1`, from column `column` on. kInside: all windows lie between
/// the left and the right border.
template <int kKernel, int kStride, int kRows, bool kInside>
CONVOLT_INLINE void depthwise_tile(const DepthwiseConv2dParams& p, const Vec (&weights)[kKernel][kKernel], int64_t row,
                                   int64_t column) {
  const Window2d& w = p.window;
  const int64_t x = column * kStride - w.pad_left;
  Vec sums[kRows];
  CONVOLT_UNROLL
  for (int r = 0; r < kRows; ++r) sums[r] = broadcast(p.bias);
  CONVOLT_UNROLL
  for (int line = 0; line < (kRows - 1) * kStride + kKernel; ++line) {
    const int64_t y = row * kStride - w.pad_top + line;
    if (y < 0 || y >= w.height) continue;
    CONVOLT_UNROLL
    for (int j = 0; j < kKernel; ++j) {
      const float* from = p.input + y * w.width + x + j;
      Vec pixels;
      if constexpr (kInside) {
        pixels = kStride == 1 ? load(from) : load_even(from);
      } else {
        const int begin = clamp_lane((kStride - 1 - (x + j)) / kStride);
        const int end = clamp_lane((w.width - (x + j) + kStride - 1) / kStride);
        pixels = kStride == 1 ? load_range(from, begin, end) : load_even_range(from, begin, end);
      }
      CONVOLT_UNROLL
      for (int r = 0; r < kRows; ++r) {
        const int i = line - r * kStride;
        if (i >= 0 && i < kKernel) sums[r] = fma(weights[i][j], pixels, sums[r]);
      }
    }
  }
  CONVOLT_UNROLL
  for (int r = 0; r < kRows; ++r) store_pixels(p, row + r, column, sums[r]);
}

/// Output rows from `row` on for a square window without dilation, kRows at once as long as there are so many.
template <int kKernel, int kStride, int kRows>
void depthwise_rows(const DepthwiseConv2dParams& p, int64_t row) {
  const Window2d& w = p.window;
  Vec weights[kKernel][kKernel];
  CONVOLT_UNROLL
  for (int tap = 0; tap < kKernel * kKernel; ++tap) {
    weights[tap / kKernel][tap % kKernel] = broadcast(p.weight[tap]);
  }
  for (; row + kRows <= p.rows.end; row += kRows) {
    for (int64_t column = 0; column < w.output_width; column += kLanes) {
      const int64_t x = column * kStride - w.pad_left;
      if (x >= 0 && x + (kLanes - 1) * kStride + kKernel <= w.width) {
        depthwise_tile<kKernel, kStride, kRows, true>(p, weights, row, column);
      } else {
        depthwise_tile<kKernel, kStride, kRows, false>(p, weights, row, column);
      }
    }
    finish_rows(p, row, kRows);
  }
  if constexpr (kRows > 1) depthwise_rows<kKernel, kStride, kRows / 2>(p, row);
}

/// Lane i is line[x + i * stride], or zero where that lies outside [0, width).
CONVOLT_INLINE Vec load_pixels(const float* line, int64_t x, int64_t stride, int64_t width) {
  if (x >= 0 && x + (kLanes - 1) * stride < width) return load_strided(line + x, stride);
  float lanes[kLanes];
  for (int i = 0; i < kLanes; ++i, x += stride) lanes[i] = x >= 0 && x < width ? line[x] : 0.0f;
  return load(lanes);
}

/// One output row of any window.
void depthwise_row(const DepthwiseConv2dParams& p, int64_t row) {
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
  finish_rows(p, row, 1);
}

CONVOLT_INLINE bool has_window(const Window2d& w, int64_t kernel, int64_t stride) {
  return w.kernel_height == kernel && w.kernel_width == kernel && w.stride_y == stride && w.stride_x == stride &&
         w.dilation_y == 1 && w.dilation_x == 1;
}

CONVOLT_INLINE void depthwise_conv2d_body(const DepthwiseConv2dParams& p) {
  if (has_window(p.window, 3, 1)) return depthwise_rows<3, 1, kRowsAtOnce>(p, p.rows.begin);
  if (has_window(p.window, 3, 2)) return depthwise_rows<3, 2, kRowsAtOnce>(p, p.rows.begin);
  if (has_window(p.window, 5, 1)) return depthwise_rows<5, 1, kRowsAtOnce>(p, p.rows.begin);
  if (has_window(p.window, 5, 2)) return depthwise_rows<5, 2, kRowsAtOnce>(p, p.rows.begin);
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) depthwise_row(p, row);
}

}  // namespace
}  // namespace convolt
