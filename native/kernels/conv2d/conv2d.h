// Convolution of one sample and one group, NCHW, as im2col and GEMM.
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "core/pod/window2d.h"

namespace convolt {

struct Conv2dParams {
  const float* input;   // [input_channels][height][width]
  const float* weight;  // [output channels][input_channels][kernel_height][kernel_width]
  const float* bias;    // [output channels], or null
  float* output;        // [output channels][output_height][output_width]
  int64_t input_channels;
  Window2d window;
  Activation activation;
  Range output_channels;  // what this call computes: these channels of
  Range pixels;           // these positions of the output plane, counted row by row
  float* workspace;       // kGemmWorkspaceFloats (kernels/gemm/gemm.h), aligned to a cache line
};

using Conv2dKernel = void (*)(const Conv2dParams&);

void conv2d_reference(const Conv2dParams&);
void conv2d_scalar(const Conv2dParams&);
void conv2d_sse2(const Conv2dParams&);
void conv2d_avx2(const Conv2dParams&);
void conv2d_avx512(const Conv2dParams&);
void conv2d_neon(const Conv2dParams&);

}  // namespace convolt
