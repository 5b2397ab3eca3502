// Layout: plain planes on one side, on the other blocks of kLanes channels, a vector a pixel.
//
// Algorithm: squares of kLanes channels by kLanes pixels are transposed in registers, so that both sides are read and
// written by whole vectors; the last pixels of a range by partial ones.
//
// Contract: copies, so bits stay.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/blocked_layout/blocked_layout.h"
#include "kernels/blocked_layout/visit_blocks.h"

namespace convolt {
namespace {

CONVOLT_INLINE void to_blocked_body(const ToBlockedParams& p) {
  visit_blocks(p.range, p.pixels, [&](int64_t block, Range pixels) {
    const int channels = lanes_of(block, p.channels);
    const float* from = p.x + block * kLanes * p.pixels;
    float* to = p.y + block * p.pixels * kLanes;
    Vec square[kLanes];
    int64_t pixel = pixels.begin;
    for (; pixel + kLanes <= pixels.end; pixel += kLanes) {
      CONVOLT_UNROLL
      for (int i = 0; i < kLanes; ++i) square[i] = i < channels ? load(from + i * p.pixels + pixel) : zero();
      transpose(square);
      CONVOLT_UNROLL
      for (int i = 0; i < kLanes; ++i) store(to + (pixel + i) * kLanes, square[i]);
    }
    const int rest = static_cast<int>(pixels.end - pixel);
    if (rest == 0) return;
    CONVOLT_UNROLL
    for (int i = 0; i < kLanes; ++i) {
      square[i] = i < channels ? load_partial(from + i * p.pixels + pixel, rest) : zero();
    }
    transpose(square);
    CONVOLT_UNROLL
    for (int i = 0; i < kLanes; ++i) {
      if (i < rest) store(to + (pixel + i) * kLanes, square[i]);
    }
  });
}

CONVOLT_INLINE void from_blocked_body(const FromBlockedParams& p) {
  visit_blocks(p.range, p.pixels, [&](int64_t block, Range pixels) {
    const int channels = lanes_of(block, p.channels);
    const float* from = p.x + block * p.pixels * kLanes;
    float* to = p.y + block * kLanes * p.pixels;
    Vec square[kLanes];
    for (int64_t pixel = pixels.begin; pixel < pixels.end; pixel += kLanes) {
      const int64_t left = pixels.end - pixel;
      const int count = static_cast<int>(left < kLanes ? left : kLanes);
      CONVOLT_UNROLL
      for (int i = 0; i < kLanes; ++i) square[i] = i < count ? load(from + (pixel + i) * kLanes) : zero();
      transpose(square);
      CONVOLT_UNROLL
      for (int i = 0; i < kLanes; ++i) {
        if (i < channels) store_partial(to + i * p.pixels + pixel, square[i], count);
      }
    }
  });
}

}  // namespace
}  // namespace convolt
