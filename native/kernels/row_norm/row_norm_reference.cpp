#include <math.h>

#include "kernels/row_norm/row_norm.h"

namespace convolt {

void row_norm_reference(const RowNormParams& p) {
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    const float* x = p.x + row * p.length;
    float* y = p.y + row * p.length;
    const auto count = static_cast<double>(p.length);
    double sum = 0.0, squares = 0.0;
    for (int64_t i = 0; i < p.length; ++i) sum += static_cast<double>(x[i]);
    const double mean = sum / count;
    for (int64_t i = 0; i < p.length; ++i) {
      const double difference = static_cast<double>(x[i]) - mean;
      squares += difference * difference;
    }
    const double scale = 1.0 / ::sqrt(squares / count + static_cast<double>(p.eps));
    const int64_t first = row % p.groups * (p.length / p.inner);
    for (int64_t i = 0; i < p.length; ++i) {
      const int64_t w = first + i / p.inner;
      const double weight = p.weight != nullptr ? static_cast<double>(p.weight[w]) : 1.0;
      const double bias = p.bias != nullptr ? static_cast<double>(p.bias[w]) : 0.0;
      y[i] = static_cast<float>((static_cast<double>(x[i]) - mean) * scale * weight + bias);
    }
  }
}

}  // namespace convolt
