// Depthwise convolution in the blocked layout: output = activation(weight * input + bias + residual), channel by channel.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window2d.h"

namespace convolt {

struct BlockedDepthwiseConv2dParams {
  const float* input;     // [blocks][height][width][block]
  const float* weight;    // [blocks][kernel_height][kernel_width][block], zeros in lanes without a channel
  const float* bias;      // [channels], or null
  const float* residual;  // as output, which it may be, or null
  float* output;          // [blocks][output_height][output_width][block]
  int64_t channels;
  int64_t block;
  Window2d window;
  Activation activation;
  Range rows;  // output rows of all blocks, numbered through
};

using BlockedDepthwiseConv2dKernel = void (*)(const BlockedDepthwiseConv2dParams&);

void blocked_depthwise_conv2d_reference(const BlockedDepthwiseConv2dParams&);
void blocked_depthwise_conv2d_scalar(const BlockedDepthwiseConv2dParams&);
void blocked_depthwise_conv2d_sse2(const BlockedDepthwiseConv2dParams&);
void blocked_depthwise_conv2d_avx2(const BlockedDepthwiseConv2dParams&);
void blocked_depthwise_conv2d_avx512(const BlockedDepthwiseConv2dParams&);
void blocked_depthwise_conv2d_neon(const BlockedDepthwiseConv2dParams&);

}  // namespace convolt
