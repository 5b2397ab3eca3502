// y = (x - mean) / sqrt(variance + eps) * weight + bias over the channels of each pixel of one image, each pixel with its
// own mean and variance: layer normalisation of channels-last networks, for images whose channels come first.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct ChannelNormParams {
  const float* x;       // [ceil(channels / block)][plane][block]
  float* y;             // as x, which it may be
  const float* weight;  // [channels], or none
  const float* bias;    // [channels], or none
  int64_t channels;
  int64_t plane;  // pixels of the image
  int64_t block;  // channels side by side: 1, or the lanes of the kernel's vectors
  float eps;
  Range pixels;
};

using ChannelNormKernel = void (*)(const ChannelNormParams&);

void channel_norm_reference(const ChannelNormParams&);
void channel_norm_scalar(const ChannelNormParams&);
void channel_norm_sse2(const ChannelNormParams&);
void channel_norm_avx2(const ChannelNormParams&);
void channel_norm_avx512(const ChannelNormParams&);
void channel_norm_neon(const ChannelNormParams&);

}  // namespace convolt
