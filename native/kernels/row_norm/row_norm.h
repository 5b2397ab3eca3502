// y = (x - mean) / sqrt(variance + eps) * weight + bias over rows of float32, each with its own mean and variance: layer,
// group and instance normalisation, which differ in what a row is and in how far a weight reaches.
#pragma once

#include <stdint.h>

#include "core/pod/range.h"

namespace convolt {

struct RowNormParams {
  const float* x;
  float* y;             // may be x
  const float* weight;  // or none
  const float* bias;    // or none
  int64_t length;       // elements of a row
  int64_t inner;        // consecutive elements that share a weight; divides length
  int64_t groups;       // row r begins at weight r % groups * length / inner
  float eps;
  Range rows;
};

using RowNormKernel = void (*)(const RowNormParams&);

void row_norm_reference(const RowNormParams&);
void row_norm_scalar(const RowNormParams&);
void row_norm_sse2(const RowNormParams&);
void row_norm_avx2(const RowNormParams&);
void row_norm_avx512(const RowNormParams&);
void row_norm_neon(const RowNormParams&);

}  // namespace convolt
