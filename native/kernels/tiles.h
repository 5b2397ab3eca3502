// How a kernel cuts what it computes into register tiles: rows of a matrix, pixels of an image.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include <stdint.h>

#include "simd/inline.h"

namespace convolt {
namespace {

CONVOLT_INLINE int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }
CONVOLT_INLINE int64_t min(int64_t a, int64_t b) { return a < b ? a : b; }

/// Family::multiply<height>, 1 <= height <= kMost.
template <class Family, int kMost = Family::kMost>
typename Family::Function choose_tile(int64_t height) {
  if constexpr (kMost > 1) {
    if (height < kMost) return choose_tile<Family, kMost - 1>(height);
  }
  return Family::template multiply<kMost>;
}

/// Something shared out among tiles: the first `taller` of them have a height of `least` + 1.
template <class Function>
struct Tiling {
  int64_t tiles, least, taller;
  Function low, tall;
};

/// `count` shared out evenly among as few tiles as can be, so that none is too short to hide the latency of a
/// multiply-add (64 rows are 4 x 11 + 2 x 10, not 5 x 12 + 4).
template <class Family>
Tiling<typename Family::Function> share_out(int64_t count) {
  const int64_t tiles = ceil_div(count, Family::kMost), least = count / tiles;
  return {tiles, least, count % tiles, choose_tile<Family>(least), choose_tile<Family>(least + 1)};
}

}  // namespace
}  // namespace convolt
