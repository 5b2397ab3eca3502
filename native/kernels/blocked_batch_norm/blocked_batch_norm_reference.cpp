#include "kernels/activation/activation.h"
#include "kernels/blocked_batch_norm/blocked_batch_norm.h"

namespace convolt {

void blocked_batch_norm_reference(const BlockedBatchNormParams& p) {
  for (int64_t i = p.range.begin; i < p.range.end; ++i) {
    for (int64_t lane = 0; lane < p.block; ++lane) {
      const int64_t channel = i / p.pixels * p.block + lane, at = i * p.block + lane;
      const double scale = channel < p.channels ? p.scale[channel] : 0.0;
      const double shift = channel < p.channels ? p.shift[channel] : 0.0;
      p.y[at] = static_cast<float>(activation_value(p.activation, p.x[at] * scale + shift));
    }
  }
}

}  // namespace convolt
