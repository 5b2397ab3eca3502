#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/pool2d/pool2d.h"

namespace convolt {
namespace {

int64_t window_start(const PoolAxis& axis, int64_t i) { return i * axis.stride - axis.padding_before; }

/// The window's length inside the padded image.
int64_t padded_length(const PoolAxis& axis, int64_t i) {
  const int64_t start = window_start(axis, i);
  return std::min(start + axis.kernel, axis.input + axis.padding_after) - start;
}

float pool(const Pool2dParams& params, const float* plane, int64_t row, int64_t column) {
  double sum = 0.0;
  float largest = -std::numeric_limits<float>::infinity();
  int64_t count = 0;
  for (int64_t ky = 0; ky < params.vertical.kernel; ++ky) {
    for (int64_t kx = 0; kx < params.horizontal.kernel; ++kx) {
      const int64_t iy = window_start(params.vertical, row) + ky * params.vertical.dilation;
      const int64_t ix = window_start(params.horizontal, column) + kx * params.horizontal.dilation;
      if (iy < 0 || iy >= params.vertical.input || ix < 0 || ix >= params.horizontal.input) continue;
      const float value = plane[iy * params.horizontal.input + ix];
      if (value > largest || std::isnan(value)) largest = value;
      sum += value;
      ++count;
    }
  }
  if (params.function == PoolFunction::kMax) return largest;
  if (count == 0) return 0.0f;
  if (params.divisor_override != 0) count = params.divisor_override;
  else if (params.count_include_pad) count = padded_length(params.vertical, row) * padded_length(params.horizontal, column);
  return static_cast<float>(sum / static_cast<double>(count));
}

}  // namespace

void pool2d_reference(const Pool2dParams& params) {
  for (int64_t index = params.rows.begin; index < params.rows.end; ++index) {
    const int64_t plane = index / params.vertical.output;
    const int64_t row = index % params.vertical.output;
    const float* x = params.x + plane * params.vertical.input * params.horizontal.input;
    float* y = params.y + index * params.horizontal.output;
    for (int64_t column = 0; column < params.horizontal.output; ++column) y[column] = pool(params, x, row, column);
  }
}

}  // namespace convolt
