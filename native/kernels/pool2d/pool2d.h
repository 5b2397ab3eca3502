// Max and average pooling: a window slides over planes of (height, width) float32.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

enum class PoolFunction : uint8_t {
  kMax,      // the largest element inside the image, NaN if any is; -inf where there is none
  kAverage,  // the sum of the elements inside the image, divided as below; 0 where there is none
};

/// One direction, vertical or horizontal. Window i covers input positions i * stride - padding_before + k * dilation.
struct PoolAxis {
  int64_t input;
  int64_t output;
  int64_t kernel;
  int64_t stride;
  int64_t padding_before;
  int64_t padding_after;
  int64_t dilation;  // 1 for averages
};

struct Pool2dParams {
  PoolFunction function;
  const float* x;  // planes of (vertical.input, horizontal.input)
  float* y;        // planes of (vertical.output, horizontal.output)
  Range rows;      // output rows of all planes, numbered through
  PoolAxis vertical;
  PoolAxis horizontal;
  bool count_include_pad;    // average: divide by the window's size inside the padded image, not inside the image
  int64_t divisor_override;  // average: divide by this; 0 for no override
};

using Pool2dKernel = void (*)(const Pool2dParams&);

void pool2d_reference(const Pool2dParams&);
void pool2d_scalar(const Pool2dParams&);
void pool2d_sse2(const Pool2dParams&);
void pool2d_avx2(const Pool2dParams&);
void pool2d_avx512(const Pool2dParams&);
void pool2d_neon(const Pool2dParams&);

}  // namespace convolt
