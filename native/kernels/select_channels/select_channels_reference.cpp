#include "kernels/select_channels/select_channels.h"

namespace convolt {

void select_channels_reference(const SelectChannelsParams& p) {
  for (int64_t i = p.range.begin; i < p.range.end; ++i) {
    const int64_t block = i / p.pixels, pixel = i % p.pixels;
    for (int64_t lane = 0; lane < p.block; ++lane) {
      float value = 0.0f;
      for (int64_t s = p.starts[block]; s < p.starts[block + 1]; ++s) {
        const LaneSource& source = p.sources[s];
        if (source.lanes[lane] < 0) continue;
        const float* x = p.inputs[source.input] + p.sample * p.input_strides[source.input];
        value = x[(source.block * p.pixels + pixel) * p.block + source.lanes[lane]];
      }
      p.y[i * p.block + lane] = value;
    }
  }
}

}  // namespace convolt
