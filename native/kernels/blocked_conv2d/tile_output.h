// How the sums of a tile of pixels by a panel of output channels end up in a blocked image.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/activation/functions.h"
#include "kernels/blocked_conv2d/blocked_conv2d.h"
#include "kernels/tiles.h"

namespace convolt {
namespace {

/// The most pixels of a tile that is so many vectors wide.
template <int kVectors>
constexpr int kTilePixels = kVectors == kPanelBlocks && kRegisters < 32 ? 6 : 12;

template <int kPixels, int kVectors>
CONVOLT_INLINE void clear(Vec (&sums)[kPixels][kVectors]) {
  CONVOLT_UNROLL
  for (int k = 0; k < kPixels; ++k) {
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) sums[k][v] = zero();
  }
}

struct TileOutput {
  float* output;          // of the tile's first pixel
  const float* residual;  // where output's elements have theirs, or null
  int64_t step;           // floats from one block to the next, in both
  const float* bias;      // of the panel's lanes; null if the sums are added to the output
  bool bounds;            // keeps the sums within low and high
  float low, high;
  const Activation* curve;  // what the sums get once they are stored (apply_curve), or null
};

/// Pixels to which a curve is applied at a time, at least: they lie in the L1 cache still, and are enough for the
/// vectors to overlap, whose latency is long.
constexpr int64_t kCurvePixels = 48;

/// Moves on by so many pixels.
CONVOLT_INLINE void advance(TileOutput& t, int64_t pixels) {
  t.output += pixels * kLanes;
  if (t.residual != nullptr) t.residual += pixels * kLanes;
}

/// All but the curve. `sums` are changed. What the tile gets is decided once, not for every vector, and its description
/// is copied, as a store to the output might have changed it.
template <int kPixels, int kVectors>
CONVOLT_INLINE void finish_tile(const TileOutput& tile, Vec (&sums)[kPixels][kVectors]) {
  const TileOutput t = tile;
  CONVOLT_UNROLL
  for (int v = 0; v < kVectors; ++v) {
    if (t.bias != nullptr) {
      const Vec bias = load(t.bias + v * kLanes);
      CONVOLT_UNROLL
      for (int k = 0; k < kPixels; ++k) sums[k][v] = add(sums[k][v], bias);
    } else {
      CONVOLT_UNROLL
      for (int k = 0; k < kPixels; ++k) sums[k][v] = add(sums[k][v], load(t.output + v * t.step + k * kLanes));
    }
  }
  if (t.residual != nullptr) {
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) {
      CONVOLT_UNROLL
      for (int k = 0; k < kPixels; ++k) sums[k][v] = add(sums[k][v], load(t.residual + v * t.step + k * kLanes));
    }
  }
  if (t.bounds) {
    const Vec low = broadcast(t.low), high = broadcast(t.high);
    CONVOLT_UNROLL
    for (int v = 0; v < kVectors; ++v) {
      CONVOLT_UNROLL
      for (int k = 0; k < kPixels; ++k) sums[k][v] = clamp(sums[k][v], low, high);
    }
  }
  CONVOLT_UNROLL
  for (int v = 0; v < kVectors; ++v) {
    CONVOLT_UNROLL
    for (int k = 0; k < kPixels; ++k) store(t.output + v * t.step + k * kLanes, sums[k][v]);
  }
}

/// Ends a run of tiles that begins at `tile`.
CONVOLT_INLINE void apply_curve(const TileOutput& tile, int64_t vectors, int64_t pixels) {
  if (tile.curve != nullptr) activate_rows(*tile.curve, tile.output, tile.output, vectors, pixels * kLanes, tile.step);
}

struct PanelBias {
  float lanes[kPanelBlocks * kLanes];
};

/// The bias of a panel's lanes: where it lies, or where some have none, a copy with zeros.
CONVOLT_INLINE const float* panel_bias(const float* bias, int64_t channels, int64_t panel, PanelBias& copy) {
  const int64_t first = panel * kPanelBlocks * kLanes;
  if (bias != nullptr && first + kPanelBlocks * kLanes <= channels) return bias + first;
  for (int64_t i = 0; i < kPanelBlocks * kLanes; ++i) {
    copy.lanes[i] = bias != nullptr && first + i < channels ? bias[first + i] : 0.0f;
  }
  return copy.lanes;
}

}  // namespace
}  // namespace convolt
