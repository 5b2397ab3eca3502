// y = x * scale[channel] + shift[channel] over (samples, channels, inner) float32: batch normalisation with the
// statistics of training, which its op folds into one scale and one shift for each channel.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct BatchNormParams {
  const float* x;
  float* y;  // may be x
  const float* scale;
  const float* shift;
  int64_t channels;
  int64_t inner;  // elements of one channel of one sample
  Range planes;   // channels of all samples, numbered through
};

using BatchNormKernel = void (*)(const BatchNormParams&);

void batch_norm_reference(const BatchNormParams&);
void batch_norm_scalar(const BatchNormParams&);
void batch_norm_sse2(const BatchNormParams&);
void batch_norm_avx2(const BatchNormParams&);
void batch_norm_avx512(const BatchNormParams&);
void batch_norm_neon(const BatchNormParams&);

}  // namespace convolt
