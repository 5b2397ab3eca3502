// For reference kernels only: it is compiled once for each, without any instruction set's flags.
#pragma once

#include <math.h>

namespace convolt {
namespace {

/// coefficients[0] * x^(count - 1) + … + coefficients[count - 1], each step rounded once on any CPU.
template <int count>
float fused_polynomial(float x, const float (&coefficients)[count]) {
  float sum = coefficients[0];
  for (int i = 1; i < count; ++i) sum = ::fmaf(sum, x, coefficients[i]);
  return sum;
}

}  // namespace
}  // namespace convolt
