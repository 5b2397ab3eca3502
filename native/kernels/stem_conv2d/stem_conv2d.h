// A network's first convolution, of one sample: from a plain image of few channels to a blocked one
// (kernels/blocked_conv2d/blocked_conv2d.h). output = activation(weight * input + bias + residual).
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window2d.h"

namespace convolt {

struct StemConv2dParams {
  const float* input;     // [input_channels][height][width]
  const float* weight;    // as stem_conv2d_weight leaves it
  const float* bias;      // [output_channels], or null
  const float* residual;  // as output, which it may be, or null
  float* output;          // [ceil(output_channels / block)][output_height][output_width][block]
  int64_t block;          // the instruction set's own number of lanes
  int64_t input_channels, output_channels;
  Window2d window;
  Activation activation;
  Range rows;        // of the output, what this call computes
  // [input_channels][kernel_height][what a row of outputs sees: (output_width - 1) * stride_x +
  // (kernel_width - 1) * dilation_x + 1]
  float* workspace;
};

using StemConv2dKernel = void (*)(const StemConv2dParams&);

void stem_conv2d_reference(const StemConv2dParams&);
void stem_conv2d_scalar(const StemConv2dParams&);
void stem_conv2d_sse2(const StemConv2dParams&);
void stem_conv2d_avx2(const StemConv2dParams&);
void stem_conv2d_avx512(const StemConv2dParams&);
void stem_conv2d_neon(const StemConv2dParams&);

/// Packs weights as [panel][input channel][tap][block of the panel][lane], the last panel of an odd number of blocks with
/// one block only. Outputs past the last get zeros.
struct StemConv2dWeightParams {
  const float* weight;  // [output_channels][depth]
  float* packed;
  int64_t block;
  int64_t output_channels, depth;  // depth: input channels by taps
  Range panels;                    // what this call packs
};

using StemConv2dWeightKernel = void (*)(const StemConv2dWeightParams&);

void stem_conv2d_weight_reference(const StemConv2dWeightParams&);

}  // namespace convolt
