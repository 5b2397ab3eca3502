#include "kernels/max_unpool/max_unpool.h"

#include <algorithm>

namespace convolt {

void max_unpool(const MaxUnpoolParams& params) {
  for (int64_t plane = params.planes.begin; plane < params.planes.end; ++plane) {
    const float* x = params.x + plane * params.inputs;
    const int64_t* indices = params.indices + plane * params.inputs;
    float* y = params.y + plane * params.outputs;
    std::fill_n(y, params.outputs, 0.0f);
    for (int64_t i = 0; i < params.inputs; ++i) {
      if (indices[i] >= 0 && indices[i] < params.outputs) y[indices[i]] = x[i];
    }
  }
}

}  // namespace convolt
