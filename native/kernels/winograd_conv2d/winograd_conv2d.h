// Convolution of blocked images, stride 1, by Winograd's algorithms:
// output = activation(weight * input + bias + residual).
#pragma once

#include "core/pod/activation.h"
#include "core/pod/range.h"
#include "kernels/winograd_conv2d/points.h"

namespace convolt {

/// How transformed tiles lie in a call's workspace: inputs as [point][tile][channel], behind them products as
/// [point][tile][channel of a group of panels]. In floats; multiples of a cache line.
struct WinogradScratch {
  int64_t input_row, input_point;      // from one tile to the next, from one point to the next
  int64_t product_row, product_point;  // the same for products
  int64_t group_panels;                // panels of weights whose products are there at once
};

struct WinogradConv2dParams {
  const float* input;     // [samples][input blocks][height][width][block]
  int64_t input_stride;   // from one sample to the next
  const float* weight;    // by winograd_conv2d_weight
  const float* bias;      // [output_channels], or null
  const float* residual;  // as output, which it may be, but with samples one after the other; or null
  float* output;          // [samples][output blocks][output_height][output_width][block]
  int64_t output_stride;
  int64_t input_channels, output_channels;
  int64_t block;  // channels that lie side by side: the lanes of the variant, 1 or more for the reference
  int64_t height, width;
  int64_t pad_top, pad_left;
  int64_t output_height, output_width;
  WinogradSize size;  // one of kWinogradSizes
  Activation activation;
  Range tiles;   // what this call computes: these tiles, counted row by row, sample by sample, of
  Range panels;  // these pairs of output blocks
  WinogradScratch scratch;
  float* workspace;  // points * (scratch.input_point + scratch.product_point), aligned to a cache line
};

using WinogradConv2dKernel = void (*)(const WinogradConv2dParams&);

void winograd_conv2d_reference(const WinogradConv2dParams&);
void winograd_conv2d_scalar(const WinogradConv2dParams&);
void winograd_conv2d_sse2(const WinogradConv2dParams&);
void winograd_conv2d_avx2(const WinogradConv2dParams&);
void winograd_conv2d_avx512(const WinogradConv2dParams&);
void winograd_conv2d_neon(const WinogradConv2dParams&);

}  // namespace convolt
