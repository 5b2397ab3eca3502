// Layout: the input is NCHW, the output blocked. Weights are panels of two vectors of output channels (one, for a last
// panel), [channel][tap][vector][kLanes].
//
// Algorithm: what a row of outputs sees is copied to the workspace first, with zeros for the padding, so that all its
// tiles are alike. A tile is up to kTilePixels pixels of the row by a panel's output channels, as in
// kernels/blocked_conv2d/blocked_conv2d_body.h. For every channel and tap it loads the panel's vectors and broadcasts
// one float of each pixel: the depth is short, so all weights and the copy stay in the nearest caches. The copy takes a
// few hundredths of the time, and a loop runs from tile to tile without deciding anything.
//
// Numerical contract: an element is the sum of its products, by channel and tap, in order; then bias, residual and
// activation follow. Its bits do not depend on how the output is cut into calls.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/blocked_conv2d/tile_output.h"
#include "kernels/stem_conv2d/stem_conv2d.h"

namespace convolt {
namespace {

/// A row of outputs by a panel. At tap (i, j) of a channel, its first pixel sees
/// seen[(channel * kernel_height + i) * seen_width + j * dilation], and the next `stride` further.
struct StemRow {
  const float* seen;
  int64_t seen_rows, seen_width;
  int64_t kernel_width, dilation, stride;
  const float* panel;
  TileOutput output;
};

/// Tiles of a panel of kVectors vectors.
template <int kVectors>
struct StemTiles {
  static constexpr int kMost = kTilePixels<kVectors>;
  using Function = void (*)(const StemRow&, int64_t tiles);

  /// The first `tiles` tiles of a row.
  template <int kPixels>
  static void multiply(const StemRow& stem_row, int64_t tiles) {
    // Three pixels share a pointer: p, p + stride and p + 2 * stride are addresses the hardware forms by itself.
    constexpr int kGroups = (kPixels + 2) / 3;
    const StemRow t = stem_row;
    const float* seen = t.seen;
    TileOutput output = t.output;
    for (int64_t tile = 0; tile < tiles; ++tile) {
      Vec sums[kPixels][kVectors];
      clear(sums);
      const float *row = seen, *panel = t.panel;
      for (int64_t i = 0; i < t.seen_rows; ++i) {
        const float* from[kGroups];
        CONVOLT_UNROLL
        for (int group = 0; group < kGroups; ++group) from[group] = row + 3 * group * t.stride;
        for (int64_t j = 0; j < t.kernel_width; ++j) {
          Vec weight[kVectors];
          CONVOLT_UNROLL
          for (int v = 0; v < kVectors; ++v) weight[v] = load(panel + v * kLanes);
          CONVOLT_UNROLL
          for (int k = 0; k < kPixels; ++k) {
            const Vec x = broadcast(from[k / 3][k % 3 * t.stride]);
            CONVOLT_UNROLL
            for (int v = 0; v < kVectors; ++v) sums[k][v] = fma(x, weight[v], sums[k][v]);
          }
          CONVOLT_UNROLL
          for (int group = 0; group < kGroups; ++group) from[group] += t.dilation;
          panel += kVectors * kLanes;
        }
        row += t.seen_width;
      }
      finish_tile<kPixels, kVectors>(output, sums);
      seen += kPixels * t.stride;
      advance(output, kPixels);
    }
  }
};

/// All tiles of a row in one panel.
template <int kVectors>
void multiply_row(StemRow row, int64_t pixels) {
  const auto tiling = share_out<StemTiles<kVectors>>(pixels);
  const int64_t high = tiling.taller * (tiling.least + 1);
  tiling.tall(row, tiling.taller);
  row.seen += high * row.stride;
  advance(row.output, high);
  tiling.low(row, tiling.tiles - tiling.taller);
}

/// Copies floats; the two lie apart.
CONVOLT_INLINE void copy_floats(const float* from, float* to, int64_t count) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store(to + i, load(from + i));
  for (; i < count; ++i) to[i] = from[i];
}

/// Fills the workspace with what a row of outputs sees, from the image's row `y` on.
CONVOLT_INLINE void copy_seen(const StemConv2dParams& p, int64_t y, int64_t seen_width) {
  const Window2d& w = p.window;
  // Of the columns that are seen, those inside the image.
  const int64_t begin = min(w.pad_left, seen_width), end = min(w.pad_left + w.width, seen_width);
  float* to = p.workspace;
  for (int64_t c = 0; c < p.input_channels; ++c) {
    for (int64_t i = 0; i < w.kernel_height; ++i, to += seen_width) {
      const int64_t row = y + i * w.dilation_y;
      const bool inside = row >= 0 && row < w.height;
      for (int64_t x = 0; x < (inside ? begin : seen_width); ++x) to[x] = 0.0f;
      if (!inside) continue;
      copy_floats(p.input + (c * w.height + row) * w.width, to + begin, end - begin);
      for (int64_t x = end; x < seen_width; ++x) to[x] = 0.0f;
    }
  }
}

CONVOLT_INLINE void stem_conv2d_body(const StemConv2dParams& p) {
  const Window2d& w = p.window;
  const int64_t plane = w.output_height * w.output_width * kLanes;
  const int64_t output_blocks = ceil_div(p.output_channels, kLanes), panels = ceil_div(output_blocks, kPanelBlocks);
  const int64_t seen_rows = p.input_channels * w.kernel_height, depth = seen_rows * w.kernel_width;
  const int64_t seen_width = (w.output_width - 1) * w.stride_x + (w.kernel_width - 1) * w.dilation_x + 1;
  const Ending ending = ending_of(p.activation);

  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    copy_seen(p, row * w.stride_y - w.pad_top, seen_width);
    const int64_t first_pixel = row * w.output_width * kLanes;
    for (int64_t panel = 0; panel < panels; ++panel) {
      const int64_t first = panel * kPanelBlocks, at = first * plane + first_pixel;
      PanelBias bias;
      const TileOutput output{p.output + at,
                              p.residual == nullptr ? nullptr : p.residual + at,
                              plane,
                              panel_bias(p.bias, p.output_channels, panel, bias),
                              ending.bounds,
                              ending.low,
                              ending.high,
                              nullptr};
      const StemRow tiles{p.workspace, seen_rows, seen_width, w.kernel_width, w.dilation_x, w.stride_x,
                          p.weight + first * kLanes * depth, output};
      const bool wide = output_blocks - first >= kPanelBlocks;
      wide ? multiply_row<kPanelBlocks>(tiles, w.output_width) : multiply_row<1>(tiles, w.output_width);
    }
    if (ending.curve) {
      float* output = p.output + first_pixel;
      activate_rows(p.activation, output, output, output_blocks, w.output_width * kLanes, plane);
    }
  }
}

}  // namespace
}  // namespace convolt
