#include "kernels/blocked_layout/blocked_layout.h"

namespace convolt {

void to_blocked_reference(const ToBlockedParams& p) {
  for (int64_t i = p.range.begin; i < p.range.end; ++i) {
    for (int64_t lane = 0; lane < p.block; ++lane) {
      const int64_t channel = i / p.pixels * p.block + lane;
      p.y[i * p.block + lane] = channel < p.channels ? p.x[channel * p.pixels + i % p.pixels] : 0.0f;
    }
  }
}

void from_blocked_reference(const FromBlockedParams& p) {
  for (int64_t i = p.range.begin; i < p.range.end; ++i) {
    for (int64_t lane = 0; lane < p.block; ++lane) {
      const int64_t channel = i / p.pixels * p.block + lane;
      if (channel < p.channels) p.y[channel * p.pixels + i % p.pixels] = p.x[i * p.block + lane];
    }
  }
}

}  // namespace convolt
