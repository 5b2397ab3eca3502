// y = f(x * scale[channel] + shift[channel]) over a blocked image: batch normalisation whose statistics were folded into
// one scale and one shift for each channel, and the activation behind it. Lanes without a channel become f(0).
#pragma once

#include <stdint.h>

#include "core/pod/activation.h"
#include "core/pod/range.h"

namespace convolt {

struct BlockedBatchNormParams {
  const float* x;  // [blocks][pixels][block]
  float* y;        // the same; may be x
  const float* scale;
  const float* shift;
  int64_t channels;
  int64_t pixels;
  int64_t block;
  Activation activation;
  Range range;  // of the pixels of all blocks, numbered through
};

using BlockedBatchNormKernel = void (*)(const BlockedBatchNormParams&);

void blocked_batch_norm_reference(const BlockedBatchNormParams&);
void blocked_batch_norm_scalar(const BlockedBatchNormParams&);
void blocked_batch_norm_sse2(const BlockedBatchNormParams&);
void blocked_batch_norm_avx2(const BlockedBatchNormParams&);
void blocked_batch_norm_avx512(const BlockedBatchNormParams&);
void blocked_batch_norm_neon(const BlockedBatchNormParams&);

}  // namespace convolt
