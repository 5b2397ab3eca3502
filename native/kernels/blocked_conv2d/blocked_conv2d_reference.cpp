#include "kernels/activation/activation.h"
#include "kernels/blocked_conv2d/blocked_conv2d.h"

namespace convolt {
namespace {

/// The sum over all taps and inputs for one output element.
double weighted_sum(const BlockedConv2dParams& p, int64_t channel, int64_t pixel) {
  const Window2d& w = p.window;
  const int64_t blocks = (p.output_channels + p.block - 1) / p.block;
  const int64_t first = channel / p.block / kPanelBlocks * kPanelBlocks;
  const int64_t lanes = (blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks) * p.block;
  const int64_t depth = w.kernel_height * w.kernel_width * p.input_blocks * p.block;
  const float* weight = p.weight + first * p.block * depth + (channel - first * p.block);
  double sum = 0.0;
  for (int64_t i = 0; i < w.kernel_height; ++i) {
    for (int64_t j = 0; j < w.kernel_width; ++j) {
      const int64_t y = pixel / w.output_width * w.stride_y - w.pad_top + i * w.dilation_y;
      const int64_t x = pixel % w.output_width * w.stride_x - w.pad_left + j * w.dilation_x;
      const bool inside = y >= 0 && y < w.height && x >= 0 && x < w.width;
      for (int64_t c = 0; c < p.input_blocks * p.block; ++c, weight += lanes) {
        if (!inside) continue;
        const int64_t plane = c / p.block * w.height * w.width;
        const double scale = p.scale == nullptr ? 1.0 : p.scale[c];
        sum += scale * *weight * p.input[(plane + y * w.width + x) * p.block + c % p.block];
      }
    }
  }
  return sum;
}

}  // namespace

void blocked_conv2d_reference(const BlockedConv2dParams& p) {
  const int64_t plane = p.window.output_height * p.window.output_width;
  const int64_t panel_lanes = kPanelBlocks * p.block;
  const int64_t lanes = (p.output_channels + p.block - 1) / p.block * p.block;
  const int64_t end = p.panels.end * panel_lanes < lanes ? p.panels.end * panel_lanes : lanes;
  for (int64_t channel = p.panels.begin * panel_lanes; channel < end; ++channel) {
    for (int64_t pixel = p.pixels.begin; pixel < p.pixels.end; ++pixel) {
      const int64_t at = (channel / p.block * plane + pixel) * p.block + channel % p.block;
      double sum = weighted_sum(p, channel, pixel);
      if (p.bias != nullptr && channel < p.output_channels) sum += p.bias[channel];
      if (p.residual != nullptr) sum += p.residual[at];
      p.output[at] = static_cast<float>(activation_value(p.activation, sum));
    }
  }
}

}  // namespace convolt
