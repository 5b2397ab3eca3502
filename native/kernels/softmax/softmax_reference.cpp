#include <cmath>
#include <limits>

#include "kernels/softmax/softmax.h"

namespace convolt {

void softmax_reference(const SoftmaxParams& params) {
  for (int64_t column = params.columns.begin; column < params.columns.end; ++column) {
    const int64_t start = column / params.inner * params.size * params.inner + column % params.inner;
    const float* x = params.x + start;
    float* y = params.y + start;
    double largest = -std::numeric_limits<double>::infinity();
    for (int64_t k = 0; k < params.size; ++k) {
      const double value = x[k * params.inner];
      if (value > largest || std::isnan(value)) largest = value;
    }
    double sum = 0.0;
    for (int64_t k = 0; k < params.size; ++k) sum += std::exp(x[k * params.inner] - largest);
    for (int64_t k = 0; k < params.size; ++k) {
      const double shifted = x[k * params.inner] - largest;
      const bool logarithm = params.function == SoftmaxFunction::kLogSoftmax;
      y[k * params.inner] = static_cast<float>(logarithm ? shifted - std::log(sum) : std::exp(shifted) / sum);
    }
  }
}

}  // namespace convolt
