// A strip of neighbouring pixels of a convolution whose window is one tap of stride 1, by a panel of output channels.
//
// The pixels of a tile lie side by side, so one pointer sees them all, and a loop runs from tile to tile. What is set up
// for a tile of blocked_conv2d_body.h, pointers of their own for its pixels above all, takes longer than the products of
// the few channels that the first layers of mobile networks expand.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/blocked_conv2d/tile_output.h"

namespace convolt {
namespace {

struct Strip {
  const float* input;  // the first pixel in the first block of the depth
  int64_t input_step;  // floats from one input block to the next
  int64_t depth;       // in input blocks
  const float* panel;
  TileOutput output;  // of the first pixel
};

/// Adds the products of an input block: of its lanes at each pixel, `input(pixel, lane)`, and the panel's weights for it.
template <int kPixels, int kVectors, class Input>
CONVOLT_INLINE void multiply_block(const Input& input, const float* panel, Vec (&sums)[kPixels][kVectors]) {
  CONVOLT_UNROLL
  for (int lane = 0; lane < kLanes; ++lane) {
    Vec weight[kVectors];
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) weight[v] = load(panel + (lane * kVectors + v) * kLanes);
    CONVOLT_UNROLL
    for (int k = 0; k < kPixels; ++k) {
      const Vec x = broadcast(input(k, lane));
      CONVOLT_UNROLL
      for (int v = 0; v < kVectors; ++v) sums[k][v] = fma(x, weight[v], sums[k][v]);
    }
  }
}

/// Tiles of a panel of kVectors vectors.
template <int kVectors>
struct StripTiles {
  static constexpr int kMost = kTilePixels<kVectors>;
  using Function = void (*)(const Strip&, int64_t tiles);

  /// The first `tiles` tiles of a strip.
  template <int kPixels>
  static void multiply(const Strip& strip, int64_t tiles) {
    const Strip s = strip;
    const float* input = s.input;
    TileOutput output = s.output;
    for (int64_t tile = 0; tile < tiles; ++tile) {
      Vec sums[kPixels][kVectors];
      clear(sums);
      const float *from = input, *panel = s.panel;
      for (int64_t b = 0; b < s.depth; ++b) {
        multiply_block([from](int k, int lane) { return from[k * kLanes + lane]; }, panel, sums);
        from += s.input_step;
        panel += kLanes * kVectors * kLanes;
      }
      finish_tile<kPixels, kVectors>(output, sums);
      input += kPixels * kLanes;
      advance(output, kPixels);
    }
  }
};

/// Moves on by so many pixels.
CONVOLT_INLINE void advance(Strip& strip, int64_t pixels) {
  strip.input += pixels * kLanes;
  advance(strip.output, pixels);
}

/// A strip of `pixels` pixels.
template <int kVectors>
void multiply_strip(Strip strip, int64_t pixels) {
  using Tiles = StripTiles<kVectors>;
  const auto tiling = share_out<Tiles>(pixels);
  const auto run = [&](typename Tiles::Function multiply, int64_t tiles, int64_t height) {
    const int64_t most = ceil_div(kCurvePixels, height);
    while (tiles > 0) {
      const int64_t count = min(tiles, most);
      multiply(strip, count);
      apply_curve(strip.output, kVectors, count * height);
      advance(strip, count * height);
      tiles -= count;
    }
  };
  run(tiling.tall, tiling.taller, tiling.least + 1);
  run(tiling.low, tiling.tiles - tiling.taller, tiling.least);
}

}  // namespace
}  // namespace convolt
