#include "kernels/activation/activation.h"
#include "kernels/blocked_depthwise_conv2d/blocked_depthwise_conv2d.h"

namespace convolt {

void blocked_depthwise_conv2d_reference(const BlockedDepthwiseConv2dParams& p) {
  const Window2d& w = p.window;
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    const int64_t block = row / w.output_height, top = row % w.output_height * w.stride_y - w.pad_top;
    for (int64_t i = 0; i < w.output_width * p.block; ++i) {
      const int64_t left = i / p.block * w.stride_x - w.pad_left, lane = i % p.block;
      const int64_t channel = block * p.block + lane;
      double sum = p.bias != nullptr && channel < p.channels ? p.bias[channel] : 0.0;
      for (int64_t tap = 0; tap < w.kernel_height * w.kernel_width; ++tap) {
        const int64_t y = top + tap / w.kernel_width * w.dilation_y, x = left + tap % w.kernel_width * w.dilation_x;
        if (y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
        const float weight = p.weight[(block * w.kernel_height * w.kernel_width + tap) * p.block + lane];
        sum += static_cast<double>(weight) * p.input[((block * w.height + y) * w.width + x) * p.block + lane];
      }
      const int64_t at = row * w.output_width * p.block + i;
      if (p.residual != nullptr) sum += p.residual[at];
      p.output[at] = static_cast<float>(activation_value(p.activation, sum));
    }
  }
}

}  // namespace convolt
