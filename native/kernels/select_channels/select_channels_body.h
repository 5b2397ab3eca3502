// Layout: blocks of kLanes channels, a vector a pixel.
//
// Algorithm: a pixel of the output is merged from the vectors of the blocks that its channels come from, by a permutation
// of lanes for each: one where channels stay in whole blocks, two in a channel shuffle, at most kLanes. Up to kMerged of
// them are taken in one pass over the pixels, so that their maps stay in registers; those beyond are merged into what the
// passes before have stored.
//
// Contract: copies, so bits stay.
// Include after simd/vec_<isa>.h.
#pragma once

#include "kernels/blocked_layout/visit_blocks.h"
#include "kernels/select_channels/select_channels.h"

namespace convolt {
namespace {

constexpr int64_t kMerged = 4;

/// Merges pixels of kSources blocks into those at y, or into zeros if these sources are the first.
template <int kSources>
CONVOLT_INLINE void merge_sources(const SelectChannelsParams& p, const LaneSource* sources, bool first, Range pixels,
                                  float* y) {
  const float* x[kSources];
  LaneMap maps[kSources];
  CONVOLT_UNROLL
  for (int s = 0; s < kSources; ++s) {
    const LaneSource& source = sources[s];
    x[s] = p.inputs[source.input] + p.sample * p.input_strides[source.input] + source.block * p.pixels * kLanes;
    maps[s] = lane_map(source.lanes);
  }
  for (int64_t i = pixels.begin * kLanes; i < pixels.end * kLanes; i += kLanes) {
    Vec merged = first ? zero() : load(y + i);
    CONVOLT_UNROLL
    for (int s = 0; s < kSources; ++s) merged = merge_lanes(merged, x[s] + i, maps[s]);
    store(y + i, merged);
  }
}

CONVOLT_INLINE void select_channels_body(const SelectChannelsParams& p) {
  visit_blocks(p.range, p.pixels, [&p](int64_t block, Range pixels) {
    float* y = p.y + block * p.pixels * kLanes;
    const int64_t begin = p.starts[block], end = p.starts[block + 1];
    for (int64_t s = begin; s < end; s += kMerged) {
      const LaneSource* sources = p.sources + s;
      switch (end - s) {
        case 1:
          merge_sources<1>(p, sources, s == begin, pixels, y);
          break;
        case 2:
          merge_sources<2>(p, sources, s == begin, pixels, y);
          break;
        case 3:
          merge_sources<3>(p, sources, s == begin, pixels, y);
          break;
        default:
          merge_sources<kMerged>(p, sources, s == begin, pixels, y);
      }
    }
  });
}

}  // namespace
}  // namespace convolt
