#include "kernels/conv2d/conv2d.h"

namespace convolt {

void conv2d_reference(const Conv2dParams& p) {
  const Window2d& w = p.window;
  for (int64_t channel = p.output_channels.begin; channel < p.output_channels.end; ++channel) {
    for (int64_t pixel = p.pixels.begin; pixel < p.pixels.end; ++pixel) {
      double sum = p.bias == nullptr ? 0.0 : p.bias[channel];
      const float* weight = p.weight + channel * p.input_channels * w.kernel_height * w.kernel_width;
      for (int64_t c = 0; c < p.input_channels; ++c) {
        for (int64_t i = 0; i < w.kernel_height; ++i) {
          for (int64_t j = 0; j < w.kernel_width; ++j, ++weight) {
            const int64_t y = pixel / w.output_width * w.stride_y - w.pad_top + i * w.dilation_y;
            const int64_t x = pixel % w.output_width * w.stride_x - w.pad_left + j * w.dilation_x;
            if (y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
            sum += static_cast<double>(*weight) * p.input[(c * w.height + y) * w.width + x];
          }
        }
      }
      if (p.activation == Activation::kRelu && sum < 0.0) sum = 0.0;
      p.output[channel * w.output_height * w.output_width + pixel] = static_cast<float>(sum);
    }
  }
}

}  // namespace convolt
