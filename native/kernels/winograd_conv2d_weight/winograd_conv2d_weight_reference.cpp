// The matrix G is that of kernels/winograd_conv2d/points.h. This runs once for each layer, so there are no other
// variants.
#include "kernels/winograd_conv2d/points.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"

namespace convolt {
namespace {

constexpr int kMaxTaps = kMaxWinogradPoints;

struct Transform {
  int points, taps;
  double g[kMaxWinogradPoints][kMaxTaps];
};

Transform transform_for(const WinogradAxis& axis) {
  Transform transform{};
  transform.taps = static_cast<int>(axis.taps);
  transform.points = static_cast<int>(axis.tile + axis.taps - 1);
  const int count = transform.points - 1;
  const double* finite = kWinogradPoints[count / 2];
  for (int i = 0; i < count; ++i) {
    double divisor = 1.0;
    for (int j = 0; j < count; ++j) {
      if (j != i) divisor *= finite[i] - finite[j];
    }
    double power = 1.0;
    for (int tap = 0; tap < transform.taps; ++tap, power *= finite[i]) transform.g[i][tap] = power / divisor;
  }
  transform.g[count][transform.taps - 1] = 1.0;
  return transform;
}

/// packed[(i * points + j) * stride] = (G w H^T)[i][j], for the matrices G of the rows and H of the columns.
void transform_window(const Transform& rows, const Transform& columns, const float* window, float* packed,
                      int64_t stride) {
  for (int i = 0; i < rows.points; ++i) {
    double half[kMaxTaps] = {};
    for (int row = 0; row < rows.taps; ++row) {
      for (int tap = 0; tap < columns.taps; ++tap) half[tap] += rows.g[i][row] * window[row * columns.taps + tap];
    }
    for (int j = 0; j < columns.points; ++j, packed += stride) {
      double sum = 0.0;
      for (int tap = 0; tap < columns.taps; ++tap) sum += half[tap] * columns.g[j][tap];
      *packed = static_cast<float>(sum);
    }
  }
}

}  // namespace

void winograd_conv2d_weight(const WinogradConv2dWeightParams& p) {
  const Transform rows = transform_for(p.size.rows), columns = transform_for(p.size.columns);
  const int64_t taps = p.size.rows.taps * p.size.columns.taps;
  const int64_t output_blocks = (p.output_channels + p.block - 1) / p.block;
  const int64_t depth = (p.input_channels + p.block - 1) / p.block * p.block;
  const int64_t point_stride = output_blocks * p.block * depth;
  const float zeros[kMaxTaps * kMaxTaps] = {};
  for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
    const int64_t first = panel * 2 * p.block;
    const int64_t lanes = 2 * panel + 1 < output_blocks ? 2 * p.block : p.block;
    float* packed = p.packed + first * depth;
    for (int64_t c = 0; c < depth; ++c) {
      for (int64_t k = first; k < first + lanes; ++k, ++packed) {
        const bool real = c < p.input_channels && k < p.output_channels;
        const float* window = real ? p.weight + (k * p.input_channels + c) * taps : zeros;
        transform_window(rows, columns, window, packed, point_stride);
      }
    }
  }
}

}  // namespace convolt
