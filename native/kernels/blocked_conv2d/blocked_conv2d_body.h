// Direct convolution in the blocked layout, as a matrix product of the weights and what each tap of the window sees,
// read from the image where it lies.
//
// Layout: images are [blocks][height][width][kLanes], so the channels of a block at a pixel are one vector. Weights are
// panels of two vectors of output channels (one, for a last panel), [tap][input block][lane][vector][kLanes]: they are
// read from end to end.
//
// Algorithm: a tile is up to kTilePixels neighbouring pixels, counted through the plane row by row, by a panel's output
// channels, all its sums in registers. For every tap and input block it loads the panel's vectors for each of the
// block's lanes and broadcasts one float of each pixel. One pointer a pixel walks from block to block; where a tap sees
// the padding it points at zeros and stands still. So borders cost nothing inside, pixels of a tile may lie in several
// rows, and no pixel is wasted on small planes. A plane's pixels are shared out evenly among its tiles. Windows of one tap
// and stride 1 have tiles that need none of this (pointwise_strip.h), in the same order of operations.
//
// The depth (taps by input blocks) is cut into blocks whose panel stays in the L1 cache, 24 KB of 32, while all tiles of
// a block of pixels pass over it (measured: 8 and 16 KB are slower by 8 and 3 %); what those see of the image stays in L2
// from panel to panel. The sums of the blocks meet in the output.
//
// Why these sizes: see kernels/gemm/panel_product.h: 6 x 2 of 16 registers, 12 x 2 of 32, 12 x 1 in a narrow panel.
//
// A scale of the input's channels is applied to a panel's weights, in a copy that stays in the L1 cache with them: they are
// few next to the pixels that they meet.
//
// A plane of one pixel is a product of the weights and a vector, which waits for the weights: a tile of one pixel with
// kChains sums for each output, as one would wait for itself.
//
// Numerical contract: an element is the sum over blocks of the depth, in order, of the sum over the block's products, in
// order, or on a plane of one pixel in kChains interleaved sums. Blocks depend on the depth alone. So its bits do not
// depend on how the output is cut into calls. A scaled weight is rounded. Bias, then the residual, are added to the first
// block's sum, so that the residual may lie where the output does; the activation is applied to the last.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/blocked_conv2d/pointwise_strip.h"

namespace convolt {
namespace {

constexpr int kChains = 4;
/// Input blocks of a depth block at the most. CPUs with 16 lanes have an L1 cache of 48 KB.
constexpr int64_t kDepthBlocks = (kLanes > 8 ? 256 : 384) / kLanes;
/// What the pixels of a block may read of the image in one depth block.
constexpr int64_t kPixelBlockFloats = 48 * 1024;

alignas(64) constexpr float kZeros[kLanes] = {};

struct Tile {
  const BlockedConv2dParams* layer;
  int64_t row, column;  // of the first pixel
  int64_t tap, block;   // the depth begins at this input block of this tap
  int64_t depth;        // in input blocks
  const float* panel;
  TileOutput output;
};

/// The input's corner that each pixel of a tile sees.
template <int kPixels>
struct Corners {
  int64_t y[kPixels], x[kPixels];
  bool interior;  // no tap of any pixel sees the padding
};

template <int kPixels>
CONVOLT_INLINE Corners<kPixels> find_corners(const Window2d& w, int64_t row, int64_t column) {
  const int64_t last_y = w.height - (w.kernel_height - 1) * w.dilation_y;
  const int64_t last_x = w.width - (w.kernel_width - 1) * w.dilation_x;
  Corners<kPixels> corners;
  corners.interior = true;
  CONVOLT_UNROLL
  for (int k = 0; k < kPixels; ++k) {
    const int64_t y = row * w.stride_y - w.pad_top, x = column * w.stride_x - w.pad_left;
    corners.y[k] = y;
    corners.x[k] = x;
    corners.interior &= y >= 0 && y < last_y && x >= 0 && x < last_x;
    const bool wraps = ++column == w.output_width;
    column = wraps ? 0 : column;
    row += wraps;
  }
  return corners;
}

/// What one tap sees at each pixel of a tile: a pointer, and how far it is to the next input block.
template <int kPixels>
struct Views {
  const float* from[kPixels];
  int64_t step[kPixels];
};

/// What tap `tap` sees from input block `block` on.
template <int kPixels>
CONVOLT_INLINE Views<kPixels> look(const BlockedConv2dParams& p, const Corners<kPixels>& corners, int64_t tap,
                                   int64_t block) {
  const Window2d& w = p.window;
  const int64_t plane = w.height * w.width * kLanes;
  const int64_t down = tap / w.kernel_width * w.dilation_y, right = tap % w.kernel_width * w.dilation_x;
  const float* base = p.input + block * plane;
  Views<kPixels> views;
  CONVOLT_UNROLL
  for (int k = 0; k < kPixels; ++k) {
    const int64_t y = corners.y[k] + down, x = corners.x[k] + right;
    const bool inside = corners.interior || (y >= 0 && y < w.height && x >= 0 && x < w.width);
    views.from[k] = inside ? base + (y * w.width + x) * kLanes : kZeros;
    views.step[k] = inside ? plane : 0;
  }
  return views;
}

/// Calls multiply(views, panel) for every input block of a tile's depth, in order, with what its pixels see of it and the
/// panel's weights for it.
template <int kPixels, int kVectors, class Multiply>
CONVOLT_INLINE void walk_depth(const Tile& t, const Multiply& multiply) {
  const BlockedConv2dParams& p = *t.layer;
  const Corners<kPixels> corners = find_corners<kPixels>(p.window, t.row, t.column);
  const float* panel = t.panel;
  int64_t block = t.block, rest = t.depth;
  for (int64_t tap = t.tap; rest > 0; ++tap, block = 0) {
    const int64_t blocks = min(rest, p.input_blocks - block);
    rest -= blocks;
    auto views = look(p, corners, tap, block);
    for (int64_t b = 0; b < blocks; ++b) {
      multiply(views, panel);
      CONVOLT_UNROLL
      for (int k = 0; k < kPixels; ++k) views.from[k] += views.step[k];
      panel += kLanes * kVectors * kLanes;
    }
  }
}

/// Tiles of a panel of kVectors vectors.
template <int kVectors>
struct BlockedConv2dTiles {
  static constexpr int kMost = kTilePixels<kVectors>;
  using Function = void (*)(const Tile&);

  template <int kPixels>
  static void multiply(const Tile& t) {
    Vec sums[kPixels][kVectors];
    clear(sums);
    walk_depth<kPixels, kVectors>(t, [&sums](const Views<kPixels>& views, const float* panel) {
      multiply_block([&views](int k, int lane) { return views.from[k][lane]; }, panel, sums);
    });
    finish_tile<kPixels, kVectors>(t.output, sums);
  }

  /// The one tile of a plane of one pixel.
  static void multiply_pixel(const Tile& t) {
    Vec chains[kChains][kVectors];
    clear(chains);
    walk_depth<1, kVectors>(t, [&chains](const Views<1>& views, const float* panel) {
      CONVOLT_UNROLL
      for (int lane = 0; lane < kLanes; ++lane) {
        const Vec x = broadcast(views.from[0][lane]);
        CONVOLT_UNROLL
        for (int v = 0; v < kVectors; ++v) {
          Vec& sum = chains[lane % kChains][v];
          sum = fma(x, load(panel + (lane * kVectors + v) * kLanes), sum);
        }
      }
    });
    Vec sums[1][kVectors];
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) sums[0][v] = add(add(chains[0][v], chains[1][v]), add(chains[2][v], chains[3][v]));
    finish_tile<1, kVectors>(t.output, sums);
  }
};

/// Moves a pixel `count` pixels on.
CONVOLT_INLINE void advance(int64_t& row, int64_t& column, int64_t count, int64_t width) {
  column += count;
  if (column >= width) {
    row += column / width;
    column %= width;
  }
}

/// All tiles of `pixels` in one panel. `tile` has what they share; its output is that of the plane's first pixel.
template <int kVectors>
void multiply_panel(Tile tile, Range pixels) {
  using Tiles = BlockedConv2dTiles<kVectors>;
  const Window2d& w = tile.layer->window;
  const auto tiling = share_out<Tiles>(pixels.end - pixels.begin);
  const bool alone = w.output_height * w.output_width == 1;
  tile.row = pixels.begin / w.output_width;
  tile.column = pixels.begin % w.output_width;
  advance(tile.output, pixels.begin);
  int64_t stored = 0;  // pixels that wait for their curve
  for (int64_t i = 0; i < tiling.tiles; ++i) {
    const bool taller = i < tiling.taller;
    (alone ? Tiles::multiply_pixel : taller ? tiling.tall : tiling.low)(tile);
    const int64_t count = tiling.least + (taller ? 1 : 0);
    advance(tile.row, tile.column, count, w.output_width);
    advance(tile.output, count);
    stored += count;
    if (stored >= kCurvePixels || i + 1 == tiling.tiles) {
      TileOutput waiting = tile.output;
      advance(waiting, -stored);
      apply_curve(waiting, kVectors, stored);
      stored = 0;
    }
  }
}

/// Every output pixel sees the input's pixel at its place, and nothing else. Planes of one pixel have a tile of their own.
CONVOLT_INLINE bool is_pointwise(const Window2d& w) {
  return w.kernel_height == 1 && w.kernel_width == 1 && w.stride_y == 1 && w.stride_x == 1 &&
         w.output_height == w.height && w.output_width == w.width && w.height * w.width > 1;
}

/// A panel of the weights for one depth block.
struct PanelWeights {
  alignas(64) float lanes[kDepthBlocks * kLanes * kPanelBlocks * kLanes];
};

/// The weights that lie `vectors` vectors wide from `weight` on, for `blocks` input blocks, the first of them number `block`
/// of the depth, times the scale of their input channels.
CONVOLT_INLINE const float* scale_panel(const BlockedConv2dParams& p, const float* weight, int64_t vectors, int64_t block,
                                        int64_t blocks, PanelWeights& scaled) {
  float* to = scaled.lanes;
  for (int64_t end = block + blocks; block < end; ++block) {
    const float* scale = p.scale + block % p.input_blocks * kLanes;
    for (int lane = 0; lane < kLanes; ++lane) {
      const Vec factor = broadcast(scale[lane]);
      for (int64_t v = 0; v < vectors; ++v, weight += kLanes, to += kLanes) store(to, mul(load(weight), factor));
    }
  }
  return scaled.lanes;
}

CONVOLT_INLINE void blocked_conv2d_body(const BlockedConv2dParams& p) {
  const Window2d& w = p.window;
  const int64_t plane = w.output_height * w.output_width * kLanes;
  const int64_t output_blocks = ceil_div(p.output_channels, kLanes);
  const int64_t depth = w.kernel_height * w.kernel_width * p.input_blocks;
  const int64_t depth_block = ceil_div(depth, ceil_div(depth, kDepthBlocks));
  const int64_t pixels = p.pixels.end - p.pixels.begin;
  const int64_t pixel_floats = min(depth_block, p.input_blocks) * kLanes;
  const int64_t pixel_blocks = ceil_div(pixels * pixel_floats, kPixelBlockFloats);
  const Ending ending = ending_of(p.activation);
  const bool pointwise = is_pointwise(w);
  PanelWeights scaled;

  for (int64_t i = 0; i < pixel_blocks; ++i) {
    const Range range = {p.pixels.begin + pixels * i / pixel_blocks, p.pixels.begin + pixels * (i + 1) / pixel_blocks};
    for (int64_t begin = 0; begin < depth; begin += depth_block) {
      const int64_t end = min(begin + depth_block, depth);
      const bool starts = begin == 0, ends = end == depth;
      for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
        const int64_t first = panel * kPanelBlocks;
        const bool wide = output_blocks - first >= kPanelBlocks;
        PanelBias bias;
        const TileOutput output{p.output + first * plane,
                                p.residual == nullptr || !starts ? nullptr : p.residual + first * plane,
                                plane,
                                starts ? panel_bias(p.bias, p.output_channels, panel, bias) : nullptr,
                                ends && ending.bounds,
                                ending.low,
                                ending.high,
                                ends && ending.curve ? &p.activation : nullptr};
        const int64_t vectors = wide ? kPanelBlocks : 1;
        const float* weight = p.weight + (first * depth + begin * vectors) * kLanes * kLanes;
        if (p.scale != nullptr) weight = scale_panel(p, weight, vectors, begin, end - begin, scaled);
        if (pointwise) {
          Strip strip{p.input + begin * plane, plane, end - begin, weight, output};
          advance(strip, range.begin);
          const int64_t count = range.end - range.begin;
          wide ? multiply_strip<kPanelBlocks>(strip, count) : multiply_strip<1>(strip, count);
        } else {
          const Tile tile{&p, 0, 0, begin / p.input_blocks, begin % p.input_blocks, end - begin, weight, output};
          wide ? multiply_panel<kPanelBlocks>(tile, range) : multiply_panel<1>(tile, range);
        }
      }
    }
  }
}

}  // namespace
}  // namespace convolt
