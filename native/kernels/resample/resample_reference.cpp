#include "kernels/resample/resample.h"

namespace convolt {
namespace {

/// Output i of the dimension; its inputs are `stride` apart.
float sample(const ResampleParams& params, const float* x, int64_t stride, int64_t i) {
  const int64_t* indices = params.indices + i * params.taps;
  if (params.weights == nullptr) return x[indices[0] * stride];
  const float* weights = params.weights + i * params.taps;
  double sum = 0.0;
  for (int64_t k = 0; k < params.counts[i]; ++k) sum += static_cast<double>(weights[k]) * x[indices[k] * stride];
  return static_cast<float>(sum);
}

}  // namespace

void resample_reference(const ResampleParams& params) {
  if (params.inner == 1) {
    for (int64_t row = params.rows.begin; row < params.rows.end; ++row) {
      for (int64_t i = 0; i < params.output; ++i)
        params.y[row * params.output + i] = sample(params, params.x + row * params.input, 1, i);
    }
    return;
  }
  for (int64_t line = params.rows.begin; line < params.rows.end; ++line) {
    const float* x = params.x + line / params.output * params.input * params.inner;
    for (int64_t j = 0; j < params.inner; ++j)
      params.y[line * params.inner + j] = sample(params, x + j, params.inner, line % params.output);
  }
}

}  // namespace convolt
