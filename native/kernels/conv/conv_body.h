// Layout: NCHW or NCDHW (an image is a volume of depth 1). The weights of one output channel are a row of A, over k = (input channel, tap); B[k][pixel] is what
// tap k of the window sees at an output pixel, the im2col matrix, which is never stored: its panels are packed straight
// from the image (kernels/gemm/panel_product.h, which has the algorithm, the tile sizes and the numerical contract).
//
// Packing: a panel's pixels are a few runs, each in one output row, and the pixels of a run that see the padding
// through a given tap are the same in every channel. So for each tap and each vector of a run the borders are worked
// out once, and a loop over the channels only loads and stores, along the image's rows.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/conv/conv.h"
#include "kernels/gemm/panel_product.h"

namespace convolt {
namespace {

CONVOLT_INLINE int clamp(int lane, int lanes) { return lane < 0 ? 0 : lane < lanes ? lane : lanes; }

/// Neighbouring pixels of one output row in a panel: their first one's window starts at (z, y, x) of the volume.
struct Run {
  int64_t z, y, x;
  int first, count;  // columns of the panel
};

/// One tap's rows of a panel, for the channels whose row lies in the depth block: `channels` pairs of a source volume
/// and a panel row, each a step after the one before.
struct TapRows {
  int64_t channels;
  int64_t source_step, panel_step;
};

/// Splits the panel of `pixels` output pixels from `pixel` on into runs, and returns their number.
CONVOLT_INLINE int find_runs(const Window3d& window, int64_t pixel, int pixels, Run* runs) {
  const Window2d& w = window.plane;
  int64_t row = pixel / w.output_width, x = pixel % w.output_width;
  int64_t z = row / w.output_height, y = row % w.output_height;
  int count = 0;
  for (int first = 0; first < pixels; x = 0) {
    const int run = static_cast<int>(min(pixels - first, w.output_width - x));
    runs[count++] = {z * window.stride_z - window.pad_front, y * w.stride_y - w.pad_top, x * w.stride_x - w.pad_left,
                     first, run};
    first += run;
    if (++y == w.output_height) {
      y = 0;
      ++z;
    }
  }
  return count;
}

/// Packs the first `lanes` lanes of what load_one finds in each of `rows`.
template <class Load>
CONVOLT_INLINE void pack_vectors(const TapRows& rows, const float* source, float* panel, int lanes,
                                 const Load& load_one) {
  if (lanes == kLanes) {
    for (int64_t c = 0; c < rows.channels; ++c, source += rows.source_step, panel += rows.panel_step) {
      store(panel, load_one(source));
    }
  } else {
    for (int64_t c = 0; c < rows.channels; ++c, source += rows.source_step, panel += rows.panel_step) {
      store_partial(panel, load_one(source), lanes);
    }
  }
}

/// Packs `lanes` pixels of each of `rows`. Those in [begin, end) are source[i * stride], the others see the padding.
CONVOLT_INLINE void pack_lanes(const TapRows& rows, const float* source, int64_t stride, float* panel, int lanes,
                               int begin, int end) {
  const bool full = begin == 0 && end == kLanes;
  if (begin >= end) return pack_vectors(rows, source, panel, lanes, [](const float*) { return zero(); });
  if (stride == 1 && full) return pack_vectors(rows, source, panel, lanes, [](const float* p) { return load(p); });
  if (stride == 1) {
    return pack_vectors(rows, source, panel, lanes, [=](const float* p) { return load_range(p, begin, end); });
  }
  if (stride == 2 && full) return pack_vectors(rows, source, panel, lanes, [](const float* p) { return load_even(p); });
  if (stride == 2) {
    return pack_vectors(rows, source, panel, lanes, [=](const float* p) { return load_even_range(p, begin, end); });
  }
  for (int64_t c = 0; c < rows.channels; ++c, source += rows.source_step, panel += rows.panel_step) {
    for (int i = 0; i < lanes; ++i) panel[i] = i >= begin && i < end ? source[i * stride] : 0.0f;
  }
}

/// Packs what one tap sees from the pixels of a run. `source` is the first channel's; the first pixel sees its element
/// (z, y, x).
CONVOLT_INLINE void pack_run(const Window3d& window, const TapRows& rows, int64_t z, int64_t y, int64_t x,
                             const float* source, float* panel, int count) {
  const Window2d& w = window.plane;
  int begin = 0, end = 0;  // the pixels that see the image
  if (z >= 0 && z < window.depth && y >= 0 && y < w.height && x < w.width) {
    const bool unit = w.stride_x == 1;
    begin = x >= 0 ? 0 : static_cast<int>(min(unit ? -x : ceil_div(-x, w.stride_x), count));
    end = static_cast<int>(min(unit ? w.width - x : ceil_div(w.width - x, w.stride_x), count));
  }
  source += (z * w.height + y) * w.width + x;
  for (int i = 0; i < count; i += kLanes) {
    const int lanes = static_cast<int>(min(kLanes, count - i));
    pack_lanes(rows, source + i * w.stride_x, w.stride_x, panel + i, lanes, clamp(begin - i, lanes),
               clamp(end - i, lanes));
  }
}

/// The rows `depth` of the panel of `pixels` output pixels from `pixel` on.
CONVOLT_INLINE void pack_panel(const ConvParams& p, Range depth, int64_t pixel, int pixels, int lanes, float* panel) {
  const Window2d& w = p.window.plane;
  const int64_t taps = p.window.kernel_depth * w.kernel_height * w.kernel_width;
  Run runs[kPanelLanes];
  const int run_count = find_runs(p.window, pixel, pixels, runs);
  // Row k of the panel is channel k / taps seen through tap k % taps.
  const Range channels = {depth.begin / taps, depth.end / taps};
  const int64_t skipped = depth.begin % taps, begun = depth.end % taps;
  int64_t d = 0, i = 0, j = 0;
  for (int64_t tap = 0; tap < taps; ++tap) {
    const int64_t first = channels.begin + (tap < skipped ? 1 : 0);
    const int64_t last = channels.end + (tap < begun ? 1 : 0);
    const TapRows rows = {last - first, p.window.depth * w.height * w.width, taps * lanes};
    const float* source = p.input + first * rows.source_step;
    float* target = panel + (first * taps + tap - depth.begin) * lanes;
    for (int r = 0; r < run_count; ++r) {
      const Run& run = runs[r];
      pack_run(p.window, rows, run.z + d * p.window.dilation_z, run.y + i * w.dilation_y, run.x + j * w.dilation_x,
               source, target + run.first, run.count);
    }
    // A last panel may be less than two vectors wide.
    for (int blank = pixels; blank < lanes; blank += kLanes) {
      const int rest = static_cast<int>(min(kLanes, lanes - blank));
      pack_lanes(rows, source, 1, target + blank, rest, 0, 0);
    }
    if (++j == w.kernel_width) {
      j = 0;
      if (++i == w.kernel_height) {
        i = 0;
        ++d;
      }
    }
  }
}

CONVOLT_INLINE void conv_body(const ConvParams& p) {
  const Window2d& w = p.window.plane;
  const int64_t depth = p.input_channels * p.window.kernel_depth * w.kernel_height * w.kernel_width;
  const int64_t volume = p.window.output_depth * w.output_height * w.output_width;
  const int64_t channel = p.output_channels.begin;
  const auto pack = [&p](Range rows, int64_t column, int columns, int lanes, float* panel) {
    pack_panel(p, rows, p.pixels.begin + column, columns, lanes, panel);
  };
  multiply_panels({p.weight + channel * depth, depth, 1, p.output + channel * volume + p.pixels.begin, volume,
                   p.output_channels.end - channel, p.pixels.end - p.pixels.begin, depth,
                   p.bias == nullptr ? nullptr : p.bias + channel,
                   p.residual == nullptr ? nullptr : p.residual + channel * volume + p.pixels.begin, p.activation,
                   p.workspace},
                  pack);
}

}  // namespace
}  // namespace convolt
