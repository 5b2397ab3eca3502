// Ranges of the pixels of a blocked image, block by block.
//
// Include after simd/vec_<isa>.h.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {
namespace {

/// Calls body(block, pixels) for the pieces of `range`, of the pixels of all blocks, that lie within one block.
template <class Body>
CONVOLT_INLINE void visit_blocks(Range range, int64_t pixels, const Body& body) {
  for (int64_t i = range.begin; i < range.end;) {
    const int64_t block = i / pixels, first = block * pixels;
    const int64_t end = range.end < first + pixels ? range.end : first + pixels;
    body(block, Range{i - first, end - first});
    i = end;
  }
}

/// How many of a block's lanes have a channel.
CONVOLT_INLINE int lanes_of(int64_t block, int64_t channels) {
  const int64_t rest = channels - block * kLanes;
  return static_cast<int>(rest < kLanes ? rest : kLanes);
}

}  // namespace
}  // namespace convolt
