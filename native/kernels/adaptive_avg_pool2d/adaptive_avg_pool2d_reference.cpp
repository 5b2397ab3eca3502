#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d.h"

namespace convolt {
namespace {

int64_t window_begin(int64_t i, int64_t input, int64_t output) { return i * input / output; }
int64_t window_end(int64_t i, int64_t input, int64_t output) { return ((i + 1) * input + output - 1) / output; }

}  // namespace

void adaptive_avg_pool2d_reference(const AdaptiveAvgPool2dParams& params) {
  for (int64_t index = params.rows.begin; index < params.rows.end; ++index) {
    const int64_t row = index % params.output_height;
    const float* plane = params.x + index / params.output_height * params.input_height * params.input_width;
    const int64_t top = window_begin(row, params.input_height, params.output_height);
    const int64_t bottom = window_end(row, params.input_height, params.output_height);
    for (int64_t column = 0; column < params.output_width; ++column) {
      const int64_t left = window_begin(column, params.input_width, params.output_width);
      const int64_t right = window_end(column, params.input_width, params.output_width);
      double sum = 0.0;
      for (int64_t y = top; y < bottom; ++y) {
        for (int64_t x = left; x < right; ++x) sum += plane[y * params.input_width + x];
      }
      const auto count = static_cast<double>((bottom - top) * (right - left));
      params.y[index * params.output_width + column] = static_cast<float>(sum / count);
    }
  }
}

}  // namespace convolt
