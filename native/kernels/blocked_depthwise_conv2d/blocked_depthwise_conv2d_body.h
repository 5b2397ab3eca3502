// Layout: images and weights in blocks of kLanes channels; a vector is a pixel of a block, or a tap of its window.
//
// Algorithm: direct. A tile is up to kMostPixels neighbouring outputs of a row. Of the windows of mobile networks (3, 5
// or 7 wide, stride 1 or 2, no dilation) one row of weights is held in registers at a time; each pixel of the image row
// is loaded once and added to all outputs that see it. Where windows may reach over the left or the right border, the
// pixels outside are skipped one by one. Other windows load weight and pixel for each product; those over a border are
// computed one output at a time. Taps above and below the image are skipped for the whole row.
//
// Why this size: eight sums hide the latency of multiply-adds; with seven weights they fill 16 registers. On the small
// images of a network's end most tiles touch a border, so that outputs there share weights and pixels, too.
//
// Numerical contract: an output is the bias plus its taps inside the image, in row-major order of the window, then the
// residual, whatever the tile and the range of rows.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/functions.h"
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d.h"
#include "kernels/tiles.h"

namespace convolt {
namespace {

constexpr int kMostPixels = 8;

/// Floats in the L1 cache to which a curve is applied at a time; rows may be a few vectors short.
constexpr int64_t kCurveFloats = 2048;

/// One row of outputs.
struct OutputRow {
  const float* input;   // the image row under the window's first row inside the image
  const float* weight;  // that row of the window
  int64_t taps_high;    // rows of the window inside the image
  int64_t input_step;   // floats from one of these rows of the image to the next
  const float* residual;
  float* output;
  Vec bias;
};

template <int kPixels>
CONVOLT_INLINE void finish_tile(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t column,
                                Vec (&sums)[kPixels]) {
  if (row.residual != nullptr) {
    CONVOLT_UNROLL
    for (int i = 0; i < kPixels; ++i) sums[i] = add(sums[i], load(row.residual + (column + i) * kLanes));
  }
  const Ending ending = ending_of(p.activation);
  if (ending.bounds) {
    const Vec low = broadcast(ending.low), high = broadcast(ending.high);
    CONVOLT_UNROLL
    for (int i = 0; i < kPixels; ++i) sums[i] = clamp(sums[i], low, high);
  }
  CONVOLT_UNROLL
  for (int i = 0; i < kPixels; ++i) store(row.output + (column + i) * kLanes, sums[i]);
}

/// kWidth and kStride: the window's, without dilation; kWidth 0: any window, between the left and the right border.
/// kBorder: whether windows may reach over it.
template <int kWidth, int kStride, int kPixels, bool kBorder>
CONVOLT_INLINE void tile(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t column) {
  const Window2d& w = p.window;
  Vec sums[kPixels];
  CONVOLT_UNROLL
  for (int i = 0; i < kPixels; ++i) sums[i] = row.bias;
  const int64_t left = column * w.stride_x - w.pad_left;
  [[maybe_unused]] const uint64_t width = static_cast<uint64_t>(w.width);
  const float* input = kBorder ? row.input : row.input + left * kLanes;
  const int64_t first = kBorder ? left : 0;  // pointers stay inside the image
  const float* weight = row.weight;
  for (int64_t line = 0; line < row.taps_high; ++line, input += row.input_step) {
    if constexpr (kWidth > 0) {
      Vec weights[kWidth];
      CONVOLT_UNROLL
      for (int j = 0; j < kWidth; ++j) weights[j] = load(weight + j * kLanes);
      CONVOLT_UNROLL
      for (int x = 0; x < (kPixels - 1) * kStride + kWidth; ++x) {
        // One comparison: negative numbers are large ones without a sign.
        if (kBorder && static_cast<uint64_t>(first + x) >= width) continue;
        const Vec pixel = load(input + (first + x) * kLanes);
        CONVOLT_UNROLL
        for (int i = 0; i < kPixels; ++i) {
          const int j = x - i * kStride;
          if (j >= 0 && j < kWidth) sums[i] = fma(weights[j], pixel, sums[i]);
        }
      }
      weight += kWidth * kLanes;
    } else {
      for (int64_t j = 0; j < w.kernel_width; ++j, weight += kLanes) {
        const Vec tap = load(weight);
        CONVOLT_UNROLL
        for (int i = 0; i < kPixels; ++i) {
          sums[i] = fma(tap, load(input + (first + j * w.dilation_x + i * w.stride_x) * kLanes), sums[i]);
        }
      }
    }
  }
  finish_tile(p, row, column, sums);
}

/// An output whose window may reach over the left or right border.
CONVOLT_INLINE void border_pixel(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t column) {
  const Window2d& w = p.window;
  const int64_t left = column * w.stride_x - w.pad_left;
  const int64_t begin = left < 0 ? ceil_div(-left, w.dilation_x) : 0;
  const int64_t end = left < w.width ? min(ceil_div(w.width - left, w.dilation_x), w.kernel_width) : 0;
  Vec sums[1] = {row.bias};
  for (int64_t line = 0; line < row.taps_high; ++line) {
    for (int64_t j = begin; j < end; ++j) {
      const float* pixel = row.input + line * row.input_step + (left + j * w.dilation_x) * kLanes;
      sums[0] = fma(load(row.weight + (line * w.kernel_width + j) * kLanes), load(pixel), sums[0]);
    }
  }
  finish_tile(p, row, column, sums);
}

/// The `count` outputs at the end of a row, at most kPixels.
template <int kWidth, int kStride, int kPixels>
CONVOLT_INLINE void last_tile(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t column,
                              int64_t count) {
  if (count == kPixels) return tile<kWidth, kStride, kPixels, true>(p, row, column);
  if constexpr (kPixels > 1) last_tile<kWidth, kStride, kPixels - 1>(p, row, column, count);
}

/// One row of outputs, of which those in [begin, end) have windows between the left and the right border.
template <int kWidth, int kStride>
void depthwise_row(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t begin, int64_t end) {
  const int64_t width = p.window.output_width;
  int64_t column = 0;
  for (; column + kMostPixels <= width; column += kMostPixels) {
    if (column >= begin && column + kMostPixels <= end) {
      tile<kWidth, kStride, kMostPixels, false>(p, row, column);
    } else {
      tile<kWidth, kStride, kMostPixels, true>(p, row, column);
    }
  }
  last_tile<kWidth, kStride, kMostPixels - 1>(p, row, column, width - column);
}

/// The same for any window.
void any_depthwise_row(const BlockedDepthwiseConv2dParams& p, const OutputRow& row, int64_t begin, int64_t end) {
  int64_t column = 0;
  for (; column < begin; ++column) border_pixel(p, row, column);
  for (; column + kMostPixels <= end; column += kMostPixels) tile<0, 0, kMostPixels, false>(p, row, column);
  for (; column < end; ++column) tile<0, 0, 1, false>(p, row, column);
  for (; column < p.window.output_width; ++column) border_pixel(p, row, column);
}

using RowFunction = void (*)(const BlockedDepthwiseConv2dParams&, const OutputRow&, int64_t, int64_t);

CONVOLT_INLINE RowFunction row_function(const Window2d& w) {
  if (w.dilation_x != 1 || w.stride_x > 2) return any_depthwise_row;
  if (w.kernel_width == 3) return w.stride_x == 1 ? depthwise_row<3, 1> : depthwise_row<3, 2>;
  if (w.kernel_width == 5) return w.stride_x == 1 ? depthwise_row<5, 1> : depthwise_row<5, 2>;
  if (w.kernel_width == 7) return w.stride_x == 1 ? depthwise_row<7, 1> : depthwise_row<7, 2>;
  return any_depthwise_row;
}

CONVOLT_INLINE void blocked_depthwise_conv2d_body(const BlockedDepthwiseConv2dParams& p) {
  const Window2d& w = p.window;
  const RowFunction compute = row_function(w);
  const int64_t begin = min(ceil_div(w.pad_left, w.stride_x), w.output_width);
  const int64_t room = w.width + w.pad_left - ((w.kernel_width - 1) * w.dilation_x + 1);
  int64_t end = room < 0 ? 0 : min(room / w.stride_x + 1, w.output_width);
  if (end < begin) end = begin;
  const int64_t floats = w.output_width * kLanes;
  const bool curve = ending_of(p.activation).curve;
  int64_t finished = p.rows.begin;
  for (int64_t index = p.rows.begin; index < p.rows.end; ++index) {
    const int64_t block = index / w.output_height;
    const int64_t top = index % w.output_height * w.stride_y - w.pad_top;
    const int64_t first = top < 0 ? ceil_div(-top, w.dilation_y) : 0;
    const int64_t last = top < w.height ? min(ceil_div(w.height - top, w.dilation_y), w.kernel_height) : 0;
    const int64_t taps_high = last > first ? last - first : 0;
    // Where no row is inside the image, the pointers stay at the start of the block.
    const int64_t line = taps_high > 0 ? top + first * w.dilation_y : 0, tap = taps_high > 0 ? first : 0;
    const int64_t channel = block * kLanes, channels = min(p.channels - channel, kLanes);
    compute(p,
            {p.input + (block * w.height + line) * w.width * kLanes,
             p.weight + (block * w.kernel_height + tap) * w.kernel_width * kLanes, taps_high,
             w.dilation_y * w.width * kLanes, p.residual == nullptr ? nullptr : p.residual + index * floats,
             p.output + index * floats,
             p.bias == nullptr ? zero() : load_partial(p.bias + channel, static_cast<int>(channels))},
            begin, end);
    const int64_t computed = index + 1;
    if (curve && ((computed - finished) * floats >= kCurveFloats || computed == p.rows.end)) {
      float* output = p.output + finished * floats;
      activate_rows(p.activation, output, output, 1, (computed - finished) * floats, 0);
      finished = computed;
    }
  }
}

}  // namespace
}  // namespace convolt
