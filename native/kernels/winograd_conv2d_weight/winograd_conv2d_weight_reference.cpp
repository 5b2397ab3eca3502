// The matrix G is that of kernels/winograd_conv2d/points.h. This runs once for each layer, so there are no other
// variants.
#include "kernels/winograd_conv2d/points.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"

namespace convolt {
namespace {

constexpr int kTaps = 3;

struct Transform {
  int points;
  double g[kMaxWinogradPoints][kTaps];
};

Transform transform_for(int64_t tile) {
  const double* finite = tile == 2 ? kWinogradPoints2 : kWinogradPoints4;
  const int count = static_cast<int>(tile) + 1;
  Transform transform{};
  transform.points = count + 1;
  for (int i = 0; i < count; ++i) {
    double divisor = 1.0;
    for (int j = 0; j < count; ++j) {
      if (j != i) divisor *= finite[i] - finite[j];
    }
    double power = 1.0;
    for (int tap = 0; tap < kTaps; ++tap, power *= finite[i]) transform.g[i][tap] = power / divisor;
  }
  transform.g[count][kTaps - 1] = 1.0;
  return transform;
}

/// packed[(i * points + j) * stride] = (G w G^T)[i][j]
void transform_window(const Transform& t, const float* window, float* packed, int64_t stride) {
  for (int i = 0; i < t.points; ++i) {
    double half[kTaps];
    for (int tap = 0; tap < kTaps; ++tap) {
      half[tap] = t.g[i][0] * window[tap] + t.g[i][1] * window[kTaps + tap] + t.g[i][2] * window[2 * kTaps + tap];
    }
    for (int j = 0; j < t.points; ++j) {
      *packed = static_cast<float>(half[0] * t.g[j][0] + half[1] * t.g[j][1] + half[2] * t.g[j][2]);
      packed += stride;
    }
  }
}

}  // namespace

void winograd_conv2d_weight(const WinogradConv2dWeightParams& p) {
  const Transform transform = transform_for(p.tile);
  const int64_t output_blocks = (p.output_channels + p.block - 1) / p.block;
  const int64_t depth = (p.input_channels + p.block - 1) / p.block * p.block;
  const int64_t point_stride = output_blocks * p.block * depth;
  const float zeros[kTaps * kTaps] = {};
  for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
    const int64_t first = panel * 2 * p.block;
    const int64_t lanes = 2 * panel + 1 < output_blocks ? 2 * p.block : p.block;
    float* packed = p.packed + first * depth;
    for (int64_t c = 0; c < depth; ++c) {
      for (int64_t k = first; k < first + lanes; ++k, ++packed) {
        const bool real = c < p.input_channels && k < p.output_channels;
        const float* window = real ? p.weight + (k * p.input_channels + c) * kTaps * kTaps : zeros;
        transform_window(transform, window, packed, point_stride);
      }
    }
  }
}

}  // namespace convolt
