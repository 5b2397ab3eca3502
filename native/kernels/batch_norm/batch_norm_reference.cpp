#include "kernels/batch_norm/batch_norm.h"

namespace convolt {

void batch_norm_reference(const BatchNormParams& params) {
  for (int64_t plane = params.planes.begin; plane < params.planes.end; ++plane) {
    const int64_t channel = plane % params.channels;
    for (int64_t i = plane * params.inner; i < (plane + 1) * params.inner; ++i) {
      params.y[i] = params.x[i] * params.scale[channel] + params.shift[channel];
    }
  }
}

}  // namespace convolt
