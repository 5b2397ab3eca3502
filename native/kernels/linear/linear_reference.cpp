#include "kernels/linear/linear.h"

namespace convolt {

void linear_reference(const LinearParams& p) {
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    for (int64_t column = p.columns.begin; column < p.columns.end; ++column) {
      double sum = p.bias == nullptr ? 0.0 : p.bias[column];
      for (int64_t i = 0; i < p.inputs; ++i) {
        sum += static_cast<double>(p.x[row * p.inputs + i]) * p.weight[column * p.inputs + i];
      }
      if (p.activation == Activation::kRelu && sum < 0.0) sum = 0.0;
      p.y[row * p.outputs + column] = static_cast<float>(sum);
    }
  }
}

}  // namespace convolt
