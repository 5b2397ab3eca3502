// A blocked image whose channels are channels of other blocked images, in any order: what concatenations, slices and
// shuffles of channels come to that do not end at blocks. Lanes without a channel are written as zeros.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

/// Lanes of the widest instruction set.
constexpr int kMostLanes = 16;

/// A block of an input from which a block of the output has channels.
struct LaneSource {
  int64_t input;
  int64_t block;
  int32_t lanes[kMostLanes];  // for each lane of the output the lane of the source, or -1
};

struct SelectChannelsParams {
  const float* const* inputs;    // first samples: [blocks][pixels][block]
  const int64_t* input_strides;  // floats from one sample to the next
  int64_t sample;
  float* y;  // of this sample: [blocks][pixels][block]
  const LaneSource* sources;
  const int64_t* starts;  // sources starts[b] to starts[b + 1] are those of the output's block b
  int64_t pixels;
  int64_t block;
  Range range;  // of the pixels of all blocks of the output, numbered through
};

using SelectChannelsKernel = void (*)(const SelectChannelsParams&);

void select_channels_reference(const SelectChannelsParams&);
void select_channels_scalar(const SelectChannelsParams&);
void select_channels_sse2(const SelectChannelsParams&);
void select_channels_avx2(const SelectChannelsParams&);
void select_channels_avx512(const SelectChannelsParams&);
void select_channels_neon(const SelectChannelsParams&);

}  // namespace convolt
