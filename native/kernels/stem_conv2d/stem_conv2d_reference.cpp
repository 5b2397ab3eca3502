#include "kernels/activation/activation.h"
#include "kernels/blocked_conv2d/blocked_conv2d.h"
#include "kernels/stem_conv2d/stem_conv2d.h"

namespace convolt {
namespace {

/// The sum over all taps and inputs for one output element.
double weighted_sum(const StemConv2dParams& p, int64_t channel, int64_t row, int64_t column) {
  const Window2d& w = p.window;
  const int64_t blocks = (p.output_channels + p.block - 1) / p.block;
  const int64_t first = channel / p.block / kPanelBlocks * kPanelBlocks;
  const int64_t lanes = (blocks - first < kPanelBlocks ? blocks - first : kPanelBlocks) * p.block;
  const int64_t depth = p.input_channels * w.kernel_height * w.kernel_width;
  const float* weight = p.weight + first * p.block * depth + (channel - first * p.block);
  double sum = 0.0;
  for (int64_t c = 0; c < p.input_channels; ++c) {
    for (int64_t i = 0; i < w.kernel_height; ++i) {
      for (int64_t j = 0; j < w.kernel_width; ++j, weight += lanes) {
        const int64_t y = row * w.stride_y - w.pad_top + i * w.dilation_y;
        const int64_t x = column * w.stride_x - w.pad_left + j * w.dilation_x;
        if (y < 0 || y >= w.height || x < 0 || x >= w.width) continue;
        sum += static_cast<double>(*weight) * p.input[(c * w.height + y) * w.width + x];
      }
    }
  }
  return sum;
}

}  // namespace

void stem_conv2d_reference(const StemConv2dParams& p) {
  const Window2d& w = p.window;
  const int64_t lanes = (p.output_channels + p.block - 1) / p.block * p.block;
  for (int64_t channel = 0; channel < lanes; ++channel) {
    for (int64_t row = p.rows.begin; row < p.rows.end; ++row) {
      for (int64_t column = 0; column < w.output_width; ++column) {
        const int64_t pixel = (channel / p.block * w.output_height + row) * w.output_width + column;
        const int64_t at = pixel * p.block + channel % p.block;
        double sum = weighted_sum(p, channel, row, column);
        if (p.bias != nullptr && channel < p.output_channels) sum += p.bias[channel];
        if (p.residual != nullptr) sum += p.residual[at];
        p.output[at] = static_cast<float>(activation_value(p.activation, sum));
      }
    }
  }
}

}  // namespace convolt
