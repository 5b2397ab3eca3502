#include "kernels/gemm/gemm.h"

namespace convolt {

void gemm_reference(const GemmParams& p) {
  for (int64_t row = 0; row < p.rows; ++row) {
    for (int64_t column = 0; column < p.columns; ++column) {
      double sum = 0.0;
      for (int64_t k = 0; k < p.depth; ++k) {
        sum += static_cast<double>(p.a[row * p.a_row_stride + k * p.a_depth_stride]) *
               p.b[k * p.b_depth_stride + column * p.b_column_stride];
      }
      p.c[row * p.c_row_stride + column] = static_cast<float>(sum);
    }
  }
}

}  // namespace convolt
