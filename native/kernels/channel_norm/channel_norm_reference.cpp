#include <math.h>

#include "kernels/channel_norm/channel_norm.h"

namespace convolt {

void channel_norm_reference(const ChannelNormParams& p) {
  const auto count = static_cast<double>(p.channels);
  const int64_t padded = (p.channels + p.block - 1) / p.block * p.block;
  for (int64_t pixel = p.pixels.begin; pixel < p.pixels.end; ++pixel) {
    const auto at = [&](int64_t channel) {
      return (channel / p.block * p.plane + pixel) * p.block + channel % p.block;
    };
    double sum = 0.0, squares = 0.0;
    for (int64_t c = 0; c < p.channels; ++c) sum += static_cast<double>(p.x[at(c)]);
    const double mean = sum / count;
    for (int64_t c = 0; c < p.channels; ++c) {
      const double difference = static_cast<double>(p.x[at(c)]) - mean;
      squares += difference * difference;
    }
    const double scale = 1.0 / ::sqrt(squares / count + static_cast<double>(p.eps));
    for (int64_t c = 0; c < p.channels; ++c) {
      const double weight = p.weight != nullptr ? static_cast<double>(p.weight[c]) : 1.0;
      const double bias = p.bias != nullptr ? static_cast<double>(p.bias[c]) : 0.0;
      p.y[at(c)] = static_cast<float>((static_cast<double>(p.x[at(c)]) - mean) * scale * weight + bias);
    }
    for (int64_t c = p.channels; c < padded; ++c) p.y[at(c)] = 0.0f;
  }
}

}  // namespace convolt
