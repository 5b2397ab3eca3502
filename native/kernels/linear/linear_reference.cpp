#include "kernels/linear/linear.h"

#include "kernels/activation/activation.h"

namespace convolt {

void linear_reference(const LinearParams& p) {
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    for (int64_t column = p.columns.begin; column < p.columns.end; ++column) {
      double sum = p.bias == nullptr ? 0.0 : p.bias[column];
      for (int64_t i = 0; i < p.inputs; ++i) {
        sum += static_cast<double>(p.x[row * p.inputs + i]) * p.weight[column * p.inputs + i];
      }
      const int64_t at = row * p.outputs + column;
      if (p.residual != nullptr) sum += p.residual[at];
      p.y[at] = static_cast<float>(activation_value(p.activation, sum));
    }
  }
}

}  // namespace convolt
