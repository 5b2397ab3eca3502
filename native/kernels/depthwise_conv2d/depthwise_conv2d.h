// Depthwise convolution, NCHW: each output channel sees one input channel.
// output = activation(weight * input + bias + residual).
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window2d.h"

namespace convolt {

struct DepthwiseConv2dParams {
  const float* input;   // [height][width]: one channel of one sample
  const float* weight;  // [kernel_height][kernel_width]
  float bias;
  const float* residual;  // as output, which it may be, or null
  float* output;          // [output_height][output_width]
  Window2d window;
  Activation activation;
  Range rows;  // of the output, what this call computes
};

using DepthwiseConv2dKernel = void (*)(const DepthwiseConv2dParams&);

void depthwise_conv2d_reference(const DepthwiseConv2dParams&);
void depthwise_conv2d_scalar(const DepthwiseConv2dParams&);
void depthwise_conv2d_sse2(const DepthwiseConv2dParams&);
void depthwise_conv2d_avx2(const DepthwiseConv2dParams&);
void depthwise_conv2d_avx512(const DepthwiseConv2dParams&);
void depthwise_conv2d_neon(const DepthwiseConv2dParams&);

}  // namespace convolt
