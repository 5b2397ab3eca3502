// Layout: channels of whole planes (block 1), a vector being kLanes pixels of one channel; or blocks of kLanes channels
// (block kLanes), a vector being one pixel's. Lanes beyond the channels in the last block count for nothing and become 0.
//
// Algorithm: kTile vectors of neighbouring pixels at a time, down all channels, three times: the mean; the deviations
// from it and their squares; the result. The second time the deviations themselves are summed too, which are not quite
// 0, as the mean was rounded, and mean and variance are corrected by them. A tile's channels are in cache after the
// first time. With blocks, the sums of a pixel lie in the lanes of one vector, and are added at the end.
//
// Why four: as many chains of additions hide their latency, and their sums, squares and means fit 16 registers.
//
// Numerical contract: sums of kChunk vectors by themselves, then these, so that many channels lose little. The order of
// addition depends on the number of channels and the layout only.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/channel_norm/channel_norm.h"

namespace convolt {
namespace {

constexpr int kTile = 4;         // vectors
constexpr int64_t kChunk = 64;  // vectors

template <int kCount>
struct TileSums {
  Vec deviations[kCount];
  Vec squares[kCount];
};

/// Sums load(step, v) - center[v] and its square over [0, steps), for each v.
template <int kCount, class Load>
CONVOLT_INLINE void sum_steps(int64_t steps, Load load_vector, const Vec* center, TileSums<kCount>& sums) {
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) sums.deviations[v] = sums.squares[v] = zero();
  for (int64_t begin = 0; begin < steps; begin += kChunk) {
    const int64_t end = steps - begin < kChunk ? steps : begin + kChunk;
    Vec deviations[kCount], squares[kCount];
    CONVOLT_UNROLL
    for (int v = 0; v < kCount; ++v) deviations[v] = squares[v] = zero();
    for (int64_t step = begin; step < end; ++step) {
      CONVOLT_UNROLL
      for (int v = 0; v < kCount; ++v) {
        const Vec d = sub(load_vector(step, v), center[v]);
        deviations[v] = add(deviations[v], d);
        squares[v] = fma(d, d, squares[v]);
      }
    }
    CONVOLT_UNROLL
    for (int v = 0; v < kCount; ++v) {
      sums.deviations[v] = add(sums.deviations[v], deviations[v]);
      sums.squares[v] = add(sums.squares[v], squares[v]);
    }
  }
}

/// kCount vectors of pixels of whole planes.
template <int kCount, class Load, class Store>
CONVOLT_INLINE void normalize_planes(const ChannelNormParams& p, int64_t pixel, Load load_vector, Store store_vector) {
  const Vec count = broadcast(static_cast<float>(p.channels)), eps = broadcast(p.eps);
  const auto load_channel = [&](int64_t channel, int v) {
    return load_vector(p.x + channel * p.plane + pixel + v * kLanes);
  };
  Vec mean[kCount], scale[kCount];
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) mean[v] = zero();
  TileSums<kCount> sums;
  sum_steps<kCount>(p.channels, load_channel, mean, sums);
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) mean[v] = div(sums.deviations[v], count);
  sum_steps<kCount>(p.channels, load_channel, mean, sums);
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) {
    const Vec correction = div(sums.deviations[v], count);
    const Vec variance = sub(div(sums.squares[v], count), mul(correction, correction));
    scale[v] = div(broadcast(1.0f), sqrt(add(maximum(variance, zero()), eps)));
    mean[v] = add(mean[v], correction);
  }
  for (int64_t channel = 0; channel < p.channels; ++channel) {
    const Vec weight = broadcast(p.weight != nullptr ? p.weight[channel] : 1.0f);
    const Vec bias = broadcast(p.bias != nullptr ? p.bias[channel] : 0.0f);
    CONVOLT_UNROLL
    for (int v = 0; v < kCount; ++v) {
      const Vec y = fma(sub(load_channel(channel, v), mean[v]), mul(scale[v], weight), bias);
      store_vector(p.y + channel * p.plane + pixel + v * kLanes, y);
    }
  }
}

CONVOLT_INLINE void normalize_planes(const ChannelNormParams& p) {
  const auto load_whole = [](const float* from) { return load(from); };
  const auto store_whole = [](float* to, Vec y) { store(to, y); };
  int64_t pixel = p.pixels.begin;
  for (; pixel + kTile * kLanes <= p.pixels.end; pixel += kTile * kLanes)
    normalize_planes<kTile>(p, pixel, load_whole, store_whole);
  for (; pixel + kLanes <= p.pixels.end; pixel += kLanes) normalize_planes<1>(p, pixel, load_whole, store_whole);
  const int rest = static_cast<int>(p.pixels.end - pixel);
  if (rest > 0)
    normalize_planes<1>(
        p, pixel, [rest](const float* from) { return load_partial(from, rest); },
        [rest](float* to, Vec y) { store_partial(to, y, rest); });
}

/// kCount pixels of blocks of channels.
template <int kCount>
CONVOLT_INLINE void normalize_blocks(const ChannelNormParams& p, int64_t pixel) {
  const auto count = static_cast<float>(p.channels);
  const int64_t blocks = p.channels / kLanes;  // without the one that ends in padding
  const int rest = static_cast<int>(p.channels % kLanes);
  const int64_t stride = p.plane * kLanes;
  const auto load_block = [&](int64_t block, int v) { return load(p.x + block * stride + (pixel + v) * kLanes); };
  const auto sum = [&](const Vec* center, TileSums<kCount>& sums) {
    sum_steps<kCount>(blocks, load_block, center, sums);
    if (rest == 0) return;
    CONVOLT_UNROLL
    for (int v = 0; v < kCount; ++v) {
      const Vec d = select(first_lanes(rest), sub(load_block(blocks, v), center[v]), zero());
      sums.deviations[v] = add(sums.deviations[v], d);
      sums.squares[v] = fma(d, d, sums.squares[v]);
    }
  };
  Vec mean[kCount], scale[kCount];
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) mean[v] = zero();
  TileSums<kCount> sums;
  sum(mean, sums);
  float rough_means[kCount];
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) {
    rough_means[v] = reduce_add(sums.deviations[v]) / count;
    mean[v] = broadcast(rough_means[v]);
  }
  sum(mean, sums);
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) {
    const float correction = reduce_add(sums.deviations[v]) / count;
    const Vec variance = broadcast(reduce_add(sums.squares[v]) / count - correction * correction);
    scale[v] = div(broadcast(1.0f), sqrt(add(maximum(variance, zero()), broadcast(p.eps))));
    mean[v] = broadcast(rough_means[v] + correction);
  }
  const auto apply = [&](int64_t block, Vec weight, Vec bias) {
    CONVOLT_UNROLL
    for (int v = 0; v < kCount; ++v) {
      const Vec y = fma(sub(load_block(block, v), mean[v]), mul(scale[v], weight), bias);
      store(p.y + block * stride + (pixel + v) * kLanes, y);
    }
  };
  for (int64_t block = 0; block < blocks; ++block)
    apply(block, p.weight != nullptr ? load(p.weight + block * kLanes) : broadcast(1.0f),
          p.bias != nullptr ? load(p.bias + block * kLanes) : zero());
  if (rest == 0) return;
  const Mask real = first_lanes(rest);
  const Vec weight = p.weight != nullptr ? load_partial(p.weight + blocks * kLanes, rest) : broadcast(1.0f);
  const Vec bias = p.bias != nullptr ? load_partial(p.bias + blocks * kLanes, rest) : zero();
  CONVOLT_UNROLL
  for (int v = 0; v < kCount; ++v) {
    const Vec y = fma(sub(load_block(blocks, v), mean[v]), mul(scale[v], weight), bias);
    store(p.y + blocks * stride + (pixel + v) * kLanes, select(real, y, zero()));
  }
}

CONVOLT_INLINE void normalize_blocks(const ChannelNormParams& p) {
  int64_t pixel = p.pixels.begin;
  for (; pixel + kTile <= p.pixels.end; pixel += kTile) normalize_blocks<kTile>(p, pixel);
  for (; pixel < p.pixels.end; ++pixel) normalize_blocks<1>(p, pixel);
}

CONVOLT_INLINE void channel_norm_body(const ChannelNormParams& p) {
  return p.block == 1 ? normalize_planes(p) : normalize_blocks(p);
}

}  // namespace
}  // namespace convolt
