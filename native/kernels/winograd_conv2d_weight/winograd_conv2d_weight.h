// Weights, transformed and packed for winograd_conv2d.
#pragma once

#include "core/pod/range.h"
#include "kernels/winograd_conv2d/points.h"

namespace convolt {

struct WinogradConv2dWeightParams {
  const float* weight;  // [output_channels][input_channels][rows.taps][columns.taps]
  float* packed;        // [point][panel][input channel][2 * block], a last panel perhaps [input channel][block];
                        // channels that fill up the last blocks are zeros
  int64_t input_channels, output_channels;
  int64_t block;  // channels that lie side by side in a blocked image
  WinogradSize size;
  Range panels;  // what this call writes: these pairs of output blocks
};

using WinogradConv2dWeightKernel = void (*)(const WinogradConv2dWeightParams&);

/// In double, rounded once.
void winograd_conv2d_weight(const WinogradConv2dWeightParams&);

}  // namespace convolt
