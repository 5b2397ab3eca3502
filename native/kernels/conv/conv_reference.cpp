#include "kernels/conv/conv.h"

#include "kernels/activation/activation.h"

namespace convolt {

void conv_reference(const ConvParams& p) {
  const Window3d& v = p.window;
  const Window2d& w = v.plane;
  const int64_t output_plane = w.output_height * w.output_width;
  const int64_t taps = v.kernel_depth * w.kernel_height * w.kernel_width;
  for (int64_t channel = p.output_channels.begin; channel < p.output_channels.end; ++channel) {
    for (int64_t pixel = p.pixels.begin; pixel < p.pixels.end; ++pixel) {
      double sum = p.bias == nullptr ? 0.0 : p.bias[channel];
      const float* weight = p.weight + channel * p.input_channels * taps;
      for (int64_t c = 0; c < p.input_channels; ++c) {
        for (int64_t tap = 0; tap < taps; ++tap, ++weight) {
          const int64_t d = tap / w.kernel_width / w.kernel_height;
          const int64_t i = tap / w.kernel_width % w.kernel_height;
          const int64_t j = tap % w.kernel_width;
          const int64_t z = pixel / output_plane * v.stride_z - v.pad_front + d * v.dilation_z;
          const int64_t y = pixel / w.output_width % w.output_height * w.stride_y - w.pad_top + i * w.dilation_y;
          const int64_t x = pixel % w.output_width * w.stride_x - w.pad_left + j * w.dilation_x;
          if (z < 0 || z >= v.depth || y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
          sum += static_cast<double>(*weight) * p.input[((c * v.depth + z) * w.height + y) * w.width + x];
        }
      }
      const int64_t at = channel * v.output_depth * output_plane + pixel;
      if (p.residual != nullptr) sum += p.residual[at];
      p.output[at] = static_cast<float>(activation_value(p.activation, sum));
    }
  }
}

}  // namespace convolt
