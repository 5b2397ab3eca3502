// Convolution of one sample and one group, NCHW or NCDHW, as im2col and GEMM:
// output = activation(weight * input + bias + residual).
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window3d.h"

namespace convolt {

struct ConvParams {
  const float* input;   // [input_channels][depth][height][width]
  const float* weight;  // [output channels][input_channels][kernel_depth][kernel_height][kernel_width]
  const float* bias;    // [output channels], or null
  const float* residual;  // as output, which it may be, or null
  float* output;          // [output channels][output_depth][output_height][output_width]
  int64_t input_channels;
  Window3d window;
  Activation activation;
  Range output_channels;  // what this call computes: these channels of
  Range pixels;           // these positions of the output volume, counted row by row, plane by plane
  float* workspace;       // kGemmWorkspaceFloats (kernels/gemm/gemm.h), aligned to a cache line
};

using ConvKernel = void (*)(const ConvParams&);

void conv_reference(const ConvParams&);
void conv_scalar(const ConvParams&);
void conv_sse2(const ConvParams&);
void conv_avx2(const ConvParams&);
void conv_avx512(const ConvParams&);
void conv_neon(const ConvParams&);

}  // namespace convolt
