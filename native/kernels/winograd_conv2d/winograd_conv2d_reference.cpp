#include "kernels/winograd_conv2d/winograd_conv2d.h"

#include "kernels/activation/activation.h"
#include "kernels/winograd_conv2d/points.h"

namespace convolt {
namespace {

constexpr int kMax = kMaxWinogradPoints;

/// A^T and B^T of points.h in one direction.
struct Matrices {
  int tile, points;
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

Matrices matrices(const WinogradAxis& axis) {
  Matrices m{};
  m.tile = static_cast<int>(axis.tile);
  m.points = static_cast<int>(axis.tile + axis.taps - 1);
  const int count = m.points - 1;
  const double* finite = kWinogradPoints[count / 2];
  for (int i = 0; i <= count; ++i) expand(finite, count, i, m.input[i]);
  for (int i = 0; i < count; ++i) {
    double power = 1.0;
    for (int row = 0; row < m.tile; ++row, power *= finite[i]) m.output[row][i] = power;
  }
  m.output[m.tile - 1][count] = 1.0;
  return m;
}

/// result = left * x * right^T, for a left matrix of `rows` by `points` and a right one of `columns` by `right_points`.
void transform(const double (&left)[kMax][kMax], int rows, int points, const double (&right)[kMax][kMax], int columns,
               int right_points, const double (&x)[kMax][kMax], double (&result)[kMax][kMax]) {
  double half[kMax][kMax] = {};
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < right_points; ++j) {
      for (int k = 0; k < points; ++k) half[i][j] += left[i][k] * x[k][j];
    }
  }
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      result[i][j] = 0.0;
      for (int k = 0; k < right_points; ++k) result[i][j] += half[i][k] * right[j][k];
    }
  }
}

/// Adds one channel's products to the sums of a tile whose window starts at (y, x) of the image.
void add_channel(const WinogradConv2dParams& p, const Matrices& rows, const Matrices& columns, const float* image,
                 int64_t y, int64_t x, const float* weight, int64_t weight_stride, double (&sums)[kMax][kMax]) {
  double d[kMax][kMax], v[kMax][kMax];
  for (int i = 0; i < rows.points; ++i) {
    for (int j = 0; j < columns.points; ++j) {
      const bool inside = y + i >= 0 && y + i < p.height && x + j >= 0 && x + j < p.width;
      d[i][j] = inside ? image[((y + i) * p.width + x + j) * p.block] : 0.0;
    }
  }
  transform(rows.input, rows.points, rows.points, columns.input, columns.points, columns.points, d, v);
  for (int i = 0; i < rows.points; ++i) {
    for (int j = 0; j < columns.points; ++j) sums[i][j] += v[i][j] * weight[(i * columns.points + j) * weight_stride];
  }
}

}  // namespace

void winograd_conv2d_reference(const WinogradConv2dParams& p) {
  const Matrices rows = matrices(p.size.rows), columns = matrices(p.size.columns);
  const int64_t block = p.block, plane = p.height * p.width * block;
  const int64_t input_blocks = (p.input_channels + block - 1) / block;
  const int64_t output_blocks = (p.output_channels + block - 1) / block;
  const int64_t output_plane = p.output_height * p.output_width * block;
  const int64_t tile_columns = (p.output_width + columns.tile - 1) / columns.tile;
  const int64_t tile_rows = (p.output_height + rows.tile - 1) / rows.tile;
  const int64_t depth = input_blocks * block, weight_stride = output_blocks * block * depth;
  const int64_t end = 2 * p.panels.end < output_blocks ? 2 * p.panels.end : output_blocks;
  for (int64_t tile = p.tiles.begin; tile < p.tiles.end; ++tile) {
    const int64_t sample = tile / (tile_rows * tile_columns);
    const int64_t top = tile / tile_columns % tile_rows * rows.tile, left = tile % tile_columns * columns.tile;
    for (int64_t k = 2 * p.panels.begin * block; k < end * block; ++k) {
      const int64_t panel = k / (2 * block);
      const int64_t lanes = 2 * panel + 1 < output_blocks ? 2 * block : block;
      double sums[kMax][kMax] = {}, outputs[kMax][kMax];
      for (int64_t c = 0; c < p.input_channels; ++c) {
        const float* image = p.input + sample * p.input_stride + c / block * plane + c % block;
        const float* weight = p.weight + panel * 2 * block * depth + c * lanes + k % (2 * block);
        add_channel(p, rows, columns, image, top - p.pad_top, left - p.pad_left, weight, weight_stride, sums);
      }
      transform(rows.output, rows.tile, rows.points, columns.output, columns.tile, columns.points, sums, outputs);
      for (int64_t y = top; y < top + rows.tile && y < p.output_height; ++y) {
        for (int64_t x = left; x < left + columns.tile && x < p.output_width; ++x) {
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
