// Layout: the input is NCHW, the output blocked. Weights are panels of two vectors of output channels (one, for a last
// panel), [channel][tap][vector][kLanes].
//
// Algorithm: a tile is up to kTilePixels pixels of one output row by a panel's output channels, as in
// kernels/blocked_conv2d/blocked_conv2d_body.h. For every channel and tap it loads the panel's vectors and broadcasts
// one float of each pixel, straight from the image: the depth is short, so all weights and the rows that a tile sees stay
// in the nearest caches. Taps above and below the image are left out by rows. Tiles that see the padding left or
// right of the image, the first and the last of a row, get what they see copied first, with zeros: [channel][tap][pixel].
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

/// What a tile sees: at tap (i, j) of a channel, its first pixel sees
/// input[channel * channel_stride + i * row_stride + j * tap_stride], and the next pixel_stride further.
struct StemView {
  const float* input;
  int64_t channel_stride, row_stride, tap_stride, pixel_stride;
};

struct StemTile {
  StemView view;
  Range kernel_rows;  // those that see the image
  int64_t channels, kernel_height, kernel_width;
  const float* panel;
  TileOutput output;
};

/// Tiles of a panel of kVectors vectors.
template <int kVectors>
struct StemTiles {
  static constexpr int kMost = kTilePixels<kVectors>;
  using Function = void (*)(const StemTile&);

  template <int kPixels>
  static void multiply(const StemTile& t) {
    // Three pixels share a pointer: p, p + stride and p + 2 * stride are addresses the hardware forms by itself.
    constexpr int kGroups = (kPixels + 2) / 3;
    const int64_t pixel_stride = t.view.pixel_stride;
    Vec sums[kPixels][kVectors];
    clear(sums);
    for (int64_t c = 0; c < t.channels; ++c) {
      for (int64_t i = t.kernel_rows.begin; i < t.kernel_rows.end; ++i) {
        const float* panel = t.panel + (c * t.kernel_height + i) * t.kernel_width * kVectors * kLanes;
        const float* row = t.view.input + c * t.view.channel_stride + i * t.view.row_stride;
        const float* from[kGroups];
        CONVOLT_UNROLL
        for (int group = 0; group < kGroups; ++group) from[group] = row + 3 * group * pixel_stride;
        for (int64_t j = 0; j < t.kernel_width; ++j) {
          Vec weight[kVectors];
          CONVOLT_UNROLL
          for (int v = 0; v < kVectors; ++v) weight[v] = load(panel + v * kLanes);
          CONVOLT_UNROLL
          for (int k = 0; k < kPixels; ++k) {
            const Vec x = broadcast(from[k / 3][k % 3 * pixel_stride]);
            CONVOLT_UNROLL
            for (int v = 0; v < kVectors; ++v) sums[k][v] = fma(x, weight[v], sums[k][v]);
          }
          CONVOLT_UNROLL
          for (int group = 0; group < kGroups; ++group) from[group] += t.view.tap_stride;
          panel += kVectors * kLanes;
        }
      }
    }
    finish_tile<kPixels, kVectors>(t.output, sums);
  }
};

/// The kernel's rows that see the image where its first one sees row `y`.
CONVOLT_INLINE Range kernel_rows(const Window2d& w, int64_t y) {
  Range rows = {0, w.kernel_height};
  while (rows.begin < rows.end && y + rows.begin * w.dilation_y < 0) ++rows.begin;
  while (rows.begin < rows.end && y + (rows.end - 1) * w.dilation_y >= w.height) --rows.end;
  return rows;
}

/// Copies what `pixels` pixels see, the first from (y, x) on, to the workspace; kernel rows outside `rows` are left out.
CONVOLT_INLINE StemView copy_view(const StemConv2dParams& p, Range rows, int64_t y, int64_t x, int64_t pixels) {
  const Window2d& w = p.window;
  const int64_t row_floats = w.kernel_width * pixels, channel_floats = w.kernel_height * row_floats;
  for (int64_t c = 0; c < p.input_channels; ++c) {
    for (int64_t i = rows.begin; i < rows.end; ++i) {
      const float* row = p.input + (c * w.height + y + i * w.dilation_y) * w.width;
      float* copy = p.workspace + c * channel_floats + i * row_floats;
      for (int64_t j = 0; j < w.kernel_width; ++j, copy += pixels) {
        int64_t at = x + j * w.dilation_x;
        for (int64_t k = 0; k < pixels; ++k, at += w.stride_x) copy[k] = at >= 0 && at < w.width ? row[at] : 0.0f;
      }
    }
  }
  return {p.workspace, channel_floats, row_floats, pixels, 1};
}

CONVOLT_INLINE void stem_conv2d_body(const StemConv2dParams& p) {
  static_assert(kTilePixels<1> <= kStemTilePixels && kTilePixels<kPanelBlocks> <= kStemTilePixels, "room for a tile");
  const Window2d& w = p.window;
  const int64_t plane = w.output_height * w.output_width * kLanes;
  const int64_t output_blocks = ceil_div(p.output_channels, kLanes), panels = ceil_div(output_blocks, kPanelBlocks);
  const int64_t depth = p.input_channels * w.kernel_height * w.kernel_width;
  const int64_t reach = (w.kernel_width - 1) * w.dilation_x;
  const auto tiling = share_out<StemTiles<kPanelBlocks>>(w.output_width);
  const Ending ending = ending_of(p.activation);

  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    const int64_t y = row * w.stride_y - w.pad_top;
    const Range rows = kernel_rows(w, y);
    int64_t column = 0;
    for (int64_t i = 0; i < tiling.tiles; ++i) {
      const bool taller = i < tiling.taller;
      const int64_t count = tiling.least + (taller ? 1 : 0);
      const int64_t x = column * w.stride_x - w.pad_left;
      const bool interior = x >= 0 && x + (count - 1) * w.stride_x + reach < w.width;
      const StemView view = interior ? StemView{p.input + y * w.width + x, w.height * w.width, w.dilation_y * w.width,
                                                w.dilation_x, w.stride_x}
                                     : copy_view(p, rows, y, x, count);
      for (int64_t panel = 0; panel < panels; ++panel) {
        const int64_t first = panel * kPanelBlocks;
        const PanelBias bias = panel_bias(p.bias, p.output_channels, panel);
        const int64_t at = first * plane + (row * w.output_width + column) * kLanes;
        const TileOutput output{p.output + at,
                                p.residual == nullptr ? nullptr : p.residual + at,
                                plane,
                                bias.lanes,
                                ending.bounds,
                                ending.low,
                                ending.high,
                                nullptr};
        const StemTile tile{view, rows, p.input_channels, w.kernel_height, w.kernel_width,
                            p.weight + first * kLanes * depth, output};
        if (output_blocks - first >= kPanelBlocks) {
          (taller ? tiling.tall : tiling.low)(tile);
        } else {
          choose_tile<StemTiles<1>>(count)(tile);
        }
      }
      column += count;
    }
    if (ending.curve) {
      float* output = p.output + row * w.output_width * kLanes;
      activate_rows(p.activation, output, output, output_blocks, w.output_width * kLanes, plane);
    }
  }
}

}  // namespace
}  // namespace convolt
