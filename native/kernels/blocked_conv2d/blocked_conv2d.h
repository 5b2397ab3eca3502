// Convolution of one sample in the blocked layout: output = activation(weight * scale * input + bias + residual).
//
// A blocked image is [blocks][height][width][block]: channel k is lane k % block of block k / block. Lanes past the last
// channel are finite; the weights that meet them are zero.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window2d.h"

namespace convolt {

/// Blocks of output channels that a tile computes together, which share a panel of the weights.
constexpr int64_t kPanelBlocks = 2;

struct BlockedConv2dParams {
  const float* input;     // [input_blocks][height][width][block]
  const float* weight;    // as pack_blocked_conv2d_weight leaves it
  const float* bias;      // [output_channels], or null
  const float* residual;  // as output, which it may be, or null
  const float* scale;     // [input_blocks][block], one factor for each channel of the input, or null
  float* output;          // [ceil(output_channels / block)][output_height][output_width][block]
  int64_t block;          // the instruction set's own number of lanes
  int64_t input_blocks, output_channels;
  Window2d window;
  Activation activation;
  Range panels;  // what this call computes: these panels of the output's channels of
  Range pixels;  // these pixels of its plane, counted row by row
};

using BlockedConv2dKernel = void (*)(const BlockedConv2dParams&);

void blocked_conv2d_reference(const BlockedConv2dParams&);
void blocked_conv2d_scalar(const BlockedConv2dParams&);
void blocked_conv2d_sse2(const BlockedConv2dParams&);
void blocked_conv2d_avx2(const BlockedConv2dParams&);
void blocked_conv2d_avx512(const BlockedConv2dParams&);
void blocked_conv2d_neon(const BlockedConv2dParams&);

/// Packs weights as [panel][tap][input block][lane of the input][block of the panel][lane of the output], the last panel
/// of an odd number of blocks with one block only. The input's blocks begin at a channel that may lie outside the group:
/// such channels, and outputs past the last, get zeros.
struct BlockedConv2dWeightParams {
  const float* weight;  // [output channels][group_inputs][taps]: of the whole layer
  float* packed;        // of `outputs`, from their first panel on
  int64_t block;
  int64_t group_inputs, group_outputs, taps;
  Range outputs;       // channels; their input is
  int64_t first_input;  // the channel at which the first of
  int64_t input_blocks;
  Range panels;  // what this call packs
};

using BlockedConv2dWeightKernel = void (*)(const BlockedConv2dWeightParams&);

void blocked_conv2d_weight_reference(const BlockedConv2dWeightParams&);

}  // namespace convolt
