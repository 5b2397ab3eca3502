// Layout: NCHW. The weights of one output channel are a row of A, over k = (input channel, tap); B[k][pixel] is what tap
// k of the window sees at an output pixel, the im2col matrix, which is never stored: its panels are packed straight from
// the image (kernels/gemm/panel_product.h, which has the algorithm, the tile sizes and the numerical contract).
//
// Packing: a panel's pixels are a few runs, each in one output row, and the pixels of a run that see the padding through
// a given tap are the same in every channel. So for each tap and run the borders are worked out once, and then a loop
// over the channels only loads and stores, along the image's rows.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/conv2d/conv2d.h"
#include "kernels/gemm/panel_product.h"

namespace convolt {
namespace {

/// One tap's rows of a panel, for the channels whose row lies in the depth block: `channels` pairs of a source plane and
/// a panel row, each a step after the one before.
struct TapRows {
  int64_t channels;
  int64_t source_step, panel_step;
};

CONVOLT_INLINE void zero_run(const TapRows& rows, float* panel, int count) {
  for (int64_t c = 0; c < rows.channels; ++c, panel += rows.panel_step) {
    for (int i = 0; i < count; i += kLanes) {
      store_partial(panel + i, zero(), static_cast<int>(min(kLanes, count - i)));
    }
  }
}

CONVOLT_INLINE void copy_run(const TapRows& rows, const float* source, float* panel, int count) {
  for (int64_t c = 0; c < rows.channels; ++c, source += rows.source_step, panel += rows.panel_step) {
    for (int i = 0; i < count; i += kLanes) {
      const int lanes = static_cast<int>(min(kLanes, count - i));
      store_lanes(panel + i, load_lanes(source + i, lanes), lanes);
    }
  }
}

CONVOLT_INLINE void copy_strided_run(const TapRows& rows, const float* source, int64_t stride, float* panel, int count) {
  for (int64_t c = 0; c < rows.channels; ++c, source += rows.source_step, panel += rows.panel_step) {
    for (int i = 0; i < count; ++i) panel[i] = source[i * stride];
  }
}

/// Writes what tap (i, j) sees from the pixels (y, x), (y, x + 1), …, `count` of them, for all of `rows`. `source` is the
/// plane of the first channel.
CONVOLT_INLINE void pack_run(const Window2d& w, const TapRows& rows, int64_t i, int64_t j, int64_t y, int64_t x,
                             const float* source, float* panel, int count) {
  const int64_t source_y = y * w.stride_y - w.pad_top + i * w.dilation_y;
  const int64_t source_x = x * w.stride_x - w.pad_left + j * w.dilation_x;
  if (source_y < 0 || source_y >= w.height) return zero_run(rows, panel, count);
  const int64_t before = source_x < 0 ? ceil_div(-source_x, w.stride_x) : 0;
  const int64_t until = source_x < w.width ? ceil_div(w.width - source_x, w.stride_x) : 0;
  const int begin = static_cast<int>(min(before, count));
  const int end = static_cast<int>(min(until, count));
  if (begin >= end) return zero_run(rows, panel, count);
  if (begin > 0) zero_run(rows, panel, begin);
  source += source_y * w.width + source_x + begin * w.stride_x;
  if (w.stride_x == 1) {
    copy_run(rows, source, panel + begin, end - begin);
  } else {
    copy_strided_run(rows, source, w.stride_x, panel + begin, end - begin);
  }
  if (end < count) zero_run(rows, panel + end, count - end);
}

/// The rows `depth` of the panel of `pixels` output pixels from `pixel` on.
CONVOLT_INLINE void pack_panel(const Conv2dParams& p, Range depth, int64_t pixel, int pixels, int lanes, float* panel) {
  const Window2d& w = p.window;
  const int64_t taps = w.kernel_height * w.kernel_width;
  const int64_t first_y = pixel / w.output_width, first_x = pixel % w.output_width;
  for (int64_t tap = 0; tap < taps; ++tap) {
    // Row k of the panel is channel k / taps seen through tap k % taps.
    const int64_t first_channel = depth.begin > tap ? ceil_div(depth.begin - tap, taps) : 0;
    const int64_t end_channel = depth.end > tap ? ceil_div(depth.end - tap, taps) : 0;
    const TapRows rows = {end_channel - first_channel, w.height * w.width, taps * lanes};
    if (rows.channels <= 0) continue;
    const float* source = p.input + first_channel * rows.source_step;
    float* target = panel + (first_channel * taps + tap - depth.begin) * lanes;
    int64_t y = first_y, x = first_x;
    for (int done = 0; done < pixels; ++y, x = 0) {
      const int count = static_cast<int>(min(pixels - done, w.output_width - x));
      pack_run(w, rows, tap / w.kernel_width, tap % w.kernel_width, y, x, source, target + done, count);
      done += count;
    }
    if (pixels < lanes) zero_run(rows, target + pixels, lanes - pixels);
  }
}

CONVOLT_INLINE void conv2d_body(const Conv2dParams& p) {
  const Window2d& w = p.window;
  const int64_t depth = p.input_channels * w.kernel_height * w.kernel_width;
  const int64_t plane = w.output_height * w.output_width;
  const int64_t channel = p.output_channels.begin;
  const auto pack = [&p](Range rows, int64_t column, int columns, int lanes, float* panel) {
    pack_panel(p, rows, p.pixels.begin + column, columns, lanes, panel);
  };
  multiply_panels({p.weight + channel * depth, depth, 1, p.output + channel * plane + p.pixels.begin, plane,
                   p.output_channels.end - channel, p.pixels.end - p.pixels.begin, depth,
                   p.bias == nullptr ? nullptr : p.bias + channel, p.activation, p.workspace},
                  pack);
}

}  // namespace
}  // namespace convolt
