#include "kernels/nonzero/nonzero.h"

namespace convolt {

void nonzero_reference(const NonzeroParams& p) {
  int64_t row = 0;
  for (int64_t i = 0; i < p.count && row < p.rows; ++i) {
    if (p.x[i] == 0) continue;
    int64_t rest = i;
    for (int64_t d = p.rank - 1; d >= 0; rest /= p.shape[d--]) p.y[row * p.rank + d] = rest % p.shape[d];
    ++row;
  }
  // Where there were fewer than was said.
  for (int64_t i = row * p.rank; i < p.rows * p.rank; ++i) p.y[i] = 0;
}

}  // namespace convolt
