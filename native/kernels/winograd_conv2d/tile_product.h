// The product of the transformed inputs of some tiles and a panel of weights, at one point.
//
// A panel is [depth][kVectors * kLanes]. Each step of the depth loads kVectors vectors of it and broadcasts one float a
// tile; the sums of up to 6 tiles x 2 vectors fill 16 registers, 12 x 2 fill 32, 12 x 1 do for a narrow panel.
//
// Weights that are met once for each block of tiles come from far away, and there are as many as nine times those of a
// direct convolution. So while a panel is in use the one behind it is fetched, spread evenly over all tiles of the
// block: without that 256 channels of 14x14 pixels took 1.4 times as long.
//
// Numerical contract: a sum is over the depth in its order, whatever the number of tiles.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/tiles.h"

namespace convolt {
namespace {

constexpr int kPanelVectors = 2;
constexpr int kPanelLanes = kPanelVectors * kLanes;

struct TileProduct {
  const float* inputs;  // of the first tile
  int64_t input_row;    // from one tile to the next
  const float* panel;
  int64_t depth;
  float* products;
  int64_t product_row;
  const float* next;  // what is fetched meanwhile: at each step of the depth one address,
  int64_t next_step;  // so far behind the one before
};

template <int kTiles, int kVectors>
void multiply_tiles(const TileProduct& p) {
  // Three tiles share a pointer: p, p + stride and p + 2 * stride are addresses the hardware forms by itself.
  constexpr int kGroups = (kTiles + 2) / 3;
  const int64_t row = p.input_row;
  const float* inputs[kGroups];
  CONVOLT_UNROLL
  for (int group = 0; group < kGroups; ++group) inputs[group] = p.inputs + 3 * group * row;
  const float *panel = p.panel, *next = p.next;

  Vec sums[kTiles][kVectors];
  CONVOLT_UNROLL
  for (int tile = 0; tile < kTiles; ++tile) {
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) sums[tile][v] = zero();
  }
  for (int64_t k = 0; k < p.depth; ++k) {
    Vec weights[kVectors];
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) weights[v] = load(panel + v * kLanes);
    CONVOLT_PREFETCH(next);
    next += p.next_step;
    CONVOLT_UNROLL
    for (int tile = 0; tile < kTiles; ++tile) {
      const Vec x = broadcast(inputs[tile / 3][tile % 3 * row]);
      CONVOLT_UNROLL
      for (int v = 0; v < kVectors; ++v) sums[tile][v] = fma(x, weights[v], sums[tile][v]);
    }
    CONVOLT_UNROLL
    for (int group = 0; group < kGroups; ++group) ++inputs[group];
    panel += kVectors * kLanes;
  }
  float* products = p.products;
  CONVOLT_UNROLL
  for (int tile = 0; tile < kTiles; ++tile, products += p.product_row) {
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) store(products + v * kLanes, sums[tile][v]);
  }
}

/// multiply_tiles by panels that are so many vectors wide.
template <int kVectors>
struct TileProducts {
  using Function = void (*)(const TileProduct&);
  static constexpr int kMost = kVectors == kPanelVectors && kRegisters < 32 ? 6 : 12;
  template <int kTiles>
  static void multiply(const TileProduct& p) {
    multiply_tiles<kTiles, kVectors>(p);
  }
};

}  // namespace
}  // namespace convolt
