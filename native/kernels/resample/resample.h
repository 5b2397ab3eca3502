// Resampling along one dimension: every output is a weighted sum of a few inputs, or one of them. x is
// (outer, input, inner) float32, y (outer, output, inner).
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct ResampleParams {
  const float* x;
  float* y;
  Range rows;  // inner > 1: lines of `inner` outputs, numbered through outer and output; inner == 1: the outer rows
  int64_t input;
  int64_t output;
  int64_t inner;
  int64_t taps;             // the most that an output has; output i's begin at i * taps in the lists
  const int64_t* counts;    // of each output's taps
  const int64_t* indices;   // of the taps, inside the input
  const float* weights;     // of the taps; null where each output is its one tap
  bool consecutive;         // whether each output's taps are neighbours, in order
};

using ResampleKernel = void (*)(const ResampleParams&);

void resample_reference(const ResampleParams&);
void resample_scalar(const ResampleParams&);
void resample_sse2(const ResampleParams&);
void resample_avx2(const ResampleParams&);
void resample_avx512(const ResampleParams&);
void resample_neon(const ResampleParams&);

}  // namespace convolt
