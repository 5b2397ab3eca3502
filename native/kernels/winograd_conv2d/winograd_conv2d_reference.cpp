#include "kernels/winograd_conv2d/winograd_conv2d.h"

#include "kernels/activation/activation.h"
#include "kernels/winograd_conv2d/points.h"

namespace convolt {
namespace {

constexpr int kMax = kMaxWinogradPoints;

/// A^T and B^T of points.h, the latter with kMax columns.
struct Matrices {
  int points;
  double output[kMax][kMax], input[kMax][kMax];
};

/// The coefficients of prod (x - x_j) over all finite points but number `without`, lowest first.
void expand(const double* finite, int count, int without, double* coefficients) {
  coefficients[0] = 1.0;
  for (int j = 0, degree = 0; j < count; ++j) {
    if (j == without) continue;
    ++degree;
    coefficients[degree] = 0.0;
    for (int i = degree; i > 0; --i) coefficients[i] = coefficients[i - 1] - finite[j] * coefficients[i];
    coefficients[0] *= -finite[j];
  }
}

Matrices matrices(int64_t tile) {
  const double* finite = tile == 2 ? kWinogradPoints2 : kWinogradPoints4;
  const int count = static_cast<int>(tile) + 1;
  Matrices m{};
  m.points = count + 1;
  for (int i = 0; i <= count; ++i) expand(finite, count, i, m.input[i]);
  for (int i = 0; i < count; ++i) {
    double power = 1.0;
    for (int row = 0; row < tile; ++row, power *= finite[i]) m.output[row][i] = power;
  }
  m.output[tile - 1][count] = 1.0;
  return m;
}

/// result = left * x * left^T, for `rows` x `points` left.
void transform(const double (&left)[kMax][kMax], int rows, int points, const double (&x)[kMax][kMax],
               double (&result)[kMax][kMax]) {
  double half[kMax][kMax] = {};
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < points; ++j) {
      for (int k = 0; k < points; ++k) half[i][j] += left[i][k] * x[k][j];
    }
  }
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < rows; ++j) {
      result[i][j] = 0.0;
      for (int k = 0; k < points; ++k) result[i][j] += half[i][k] * left[j][k];
    }
  }
}

/// Adds one channel's products to the sums of a tile whose window starts at (y, x) of the image.
void add_channel(const WinogradConv2dParams& p, const Matrices& m, const float* image, int64_t y, int64_t x,
                 const float* weight, int64_t weight_stride, double (&sums)[kMax][kMax]) {
  double d[kMax][kMax], v[kMax][kMax];
  for (int i = 0; i < m.points; ++i) {
    for (int j = 0; j < m.points; ++j) {
      const bool inside = y + i >= 0 && y + i < p.height && x + j >= 0 && x + j < p.width;
      d[i][j] = inside ? image[((y + i) * p.width + x + j) * p.block] : 0.0;
    }
  }
  transform(m.input, m.points, m.points, d, v);
  for (int i = 0; i < m.points; ++i) {
    for (int j = 0; j < m.points; ++j) sums[i][j] += v[i][j] * weight[(i * m.points + j) * weight_stride];
  }
}

}  // namespace

void winograd_conv2d_reference(const WinogradConv2dParams& p) {
  const Matrices m = matrices(p.tile);
  const int64_t block = p.block, plane = p.height * p.width * block;
  const int64_t input_blocks = (p.input_channels + block - 1) / block;
  const int64_t output_blocks = (p.output_channels + block - 1) / block;
  const int64_t output_plane = p.output_height * p.output_width * block;
  const int64_t tile_columns = (p.output_width + p.tile - 1) / p.tile;
  const int64_t tile_rows = (p.output_height + p.tile - 1) / p.tile;
  const int64_t depth = input_blocks * block, weight_stride = output_blocks * block * depth;
  const int64_t end = 2 * p.panels.end < output_blocks ? 2 * p.panels.end : output_blocks;
  for (int64_t tile = p.tiles.begin; tile < p.tiles.end; ++tile) {
    const int64_t sample = tile / (tile_rows * tile_columns);
    const int64_t top = tile / tile_columns % tile_rows * p.tile, left = tile % tile_columns * p.tile;
    for (int64_t k = 2 * p.panels.begin * block; k < end * block; ++k) {
      const int64_t panel = k / (2 * block);
      const int64_t lanes = 2 * panel + 1 < output_blocks ? 2 * block : block;
      double sums[kMax][kMax] = {}, outputs[kMax][kMax];
      for (int64_t c = 0; c < p.input_channels; ++c) {
        const float* image = p.input + sample * p.input_stride + c / block * plane + c % block;
        const float* weight = p.weight + panel * 2 * block * depth + c * lanes + k % (2 * block);
        add_channel(p, m, image, top - p.pad_top, left - p.pad_left, weight, weight_stride, sums);
      }
      transform(m.output, static_cast<int>(p.tile), m.points, sums, outputs);
      for (int64_t y = top; y < top + p.tile && y < p.output_height; ++y) {
        for (int64_t x = left; x < left + p.tile && x < p.output_width; ++x) {
          const int64_t at = k / block * output_plane + (y * p.output_width + x) * block + k % block;
          double sum = outputs[y - top][x - left];
          if (p.bias != nullptr && k < p.output_channels) sum += p.bias[k];
          if (p.residual != nullptr) sum += p.residual[sample * output_blocks * output_plane + at];
          p.output[sample * p.output_stride + at] = static_cast<float>(activation_value(p.activation, sum));
        }
      }
    }
  }
}

}  // namespace convolt
