// Averages over a grid of windows that divide each (height, width) plane of float32 as evenly as whole elements allow:
// output i of n covers input elements floor(i * size / n) up to, not including, ceil((i + 1) * size / n).
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct AdaptiveAvgPool2dParams {
  const float* x;  // planes of (input_height, input_width)
  float* y;        // planes of (output_height, output_width)
  Range rows;      // output rows of all planes, numbered through
  int64_t input_height;
  int64_t input_width;
  int64_t output_height;
  int64_t output_width;
};

using AdaptiveAvgPool2dKernel = void (*)(const AdaptiveAvgPool2dParams&);

void adaptive_avg_pool2d_reference(const AdaptiveAvgPool2dParams&);
void adaptive_avg_pool2d_scalar(const AdaptiveAvgPool2dParams&);
void adaptive_avg_pool2d_sse2(const AdaptiveAvgPool2dParams&);
void adaptive_avg_pool2d_avx2(const AdaptiveAvgPool2dParams&);
void adaptive_avg_pool2d_avx512(const AdaptiveAvgPool2dParams&);
void adaptive_avg_pool2d_neon(const AdaptiveAvgPool2dParams&);

}  // namespace convolt
