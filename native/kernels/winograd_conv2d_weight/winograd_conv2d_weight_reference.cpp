// The matrix G is that of kernels/winograd_conv2d/points.h. Packed weights are several times as large as the weights, and their
// points a power of two apart, where all would fall into one set of a cache: so a run of one point's weights is made in
// a local buffer at a time, of windows side by side, and written as whole cache lines. The compiler's own vectors do, as
// this runs once for each layer; so there are no other variants.
#include "kernels/winograd_conv2d/points.h"
#include "kernels/winograd_conv2d_weight/winograd_conv2d_weight.h"

namespace convolt {
namespace {

constexpr int kMaxTaps = kMaxWinogradPoints;
/// Windows that are transformed before their points are written, and at once.
constexpr int kRun = 128, kGroup = 8;

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

/// The taps of windows side by side, and what becomes of them.
struct Run {
  float windows[kMaxTaps * kMaxTaps][kRun] = {};
  float points[kMaxWinogradPoints * kMaxWinogradPoints][kRun];
};

/// sums[lane] = sum of factors[k] * terms[k * stride][lane] over k, in double.
template <class Element>
void combine(const double* factors, const Element* terms, int count, int stride, double* sums) {
  double total[kGroup] = {};
  for (int k = 0; k < count; ++k, terms += stride) {
    for (int lane = 0; lane < kGroup; ++lane) total[lane] += factors[k] * terms[lane];
  }
  for (int lane = 0; lane < kGroup; ++lane) sums[lane] = total[lane];
}

/// points[i * columns.points + j] = (G w H^T)[i][j] of kGroup windows from `first` on, for the matrices G of the rows and
/// H of the columns.
void transform_windows(const Transform& rows, const Transform& columns, Run& run, int first) {
  for (int i = 0; i < rows.points; ++i) {
    double half[kMaxTaps][kGroup];
    for (int tap = 0; tap < columns.taps; ++tap) {
      combine(rows.g[i], run.windows[tap] + first, rows.taps, columns.taps * kRun, half[tap]);
    }
    for (int j = 0; j < columns.points; ++j) {
      double sums[kGroup];
      combine(columns.g[j], half[0], columns.taps, kGroup, sums);
      float* point = run.points[i * columns.points + j] + first;
      for (int lane = 0; lane < kGroup; ++lane) point[lane] = static_cast<float>(sums[lane]);
    }
  }
}

}  // namespace

void winograd_conv2d_weight(const WinogradConv2dWeightParams& p) {
  const Transform rows = transform_for(p.size.rows), columns = transform_for(p.size.columns);
  const int64_t taps = p.size.rows.taps * p.size.columns.taps;
  const int points = rows.points * columns.points;
  const int64_t output_blocks = (p.output_channels + p.block - 1) / p.block;
  const int64_t depth = (p.input_channels + p.block - 1) / p.block * p.block;
  const int64_t point_stride = output_blocks * p.block * depth;
  Run run;
  for (int64_t panel = p.panels.begin; panel < p.panels.end; ++panel) {
    const int64_t first = panel * 2 * p.block;
    const int64_t lanes = 2 * panel + 1 < output_blocks ? 2 * p.block : p.block;
    float* packed = p.packed + first * depth;
    const int64_t channels = kRun / lanes;
    for (int64_t c = 0; c < depth; c += channels) {
      const int64_t end = c + channels < depth ? c + channels : depth;
      for (int64_t lane = 0; lane < lanes; ++lane) {
        const int64_t k = first + lane;
        for (int64_t channel = c; channel < end; ++channel) {
          const bool real = channel < p.input_channels && k < p.output_channels;
          const float* window = p.weight + (k * p.input_channels + channel) * taps;
          float* to = run.windows[0] + (channel - c) * lanes + lane;
          for (int64_t tap = 0; tap < taps; ++tap) to[tap * kRun] = real ? window[tap] : 0.0f;
        }
      }
      const int length = static_cast<int>((end - c) * lanes);
      for (int at = 0; at < length; at += kGroup) transform_windows(rows, columns, run, at);
      for (int point = 0; point < points; ++point) {
        float* to = packed + point * point_stride + c * lanes;
        for (int at = 0; at < length; ++at) to[at] = run.points[point][at];
      }
    }
  }
}

}  // namespace convolt
