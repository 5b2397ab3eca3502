#include "kernels/depthwise_conv2d/depthwise_conv2d.h"

#include "kernels/activation/activation.h"

namespace convolt {

void depthwise_conv2d_reference(const DepthwiseConv2dParams& p) {
  const Window2d& w = p.window;
  for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
    for (int64_t column = 0; column < w.output_width; ++column) {
      double sum = p.bias;
      for (int64_t i = 0; i < w.kernel_height; ++i) {
        for (int64_t j = 0; j < w.kernel_width; ++j) {
          const int64_t y = row * w.stride_y - w.pad_top + i * w.dilation_y;
          const int64_t x = column * w.stride_x - w.pad_left + j * w.dilation_x;
          if (y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
          sum += static_cast<double>(p.weight[i * w.kernel_width + j]) * p.input[y * w.width + x];
        }
      }
      const int64_t at = row * w.output_width + column;
      if (p.residual != nullptr) sum += p.residual[at];
      p.output[at] = static_cast<float>(activation_value(p.activation, sum));
    }
  }
}

}  // namespace convolt
