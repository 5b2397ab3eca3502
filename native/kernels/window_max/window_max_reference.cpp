#include "kernels/window_max/window_max.h"

#include <cmath>
#include <limits>

namespace convolt {
namespace {

struct Found {
  float value;
  int64_t index;
};

Found search(const WindowMaxParams& params, const float* x, Range depth, Range height, Range width) {
  const int64_t row_floats = params.width.input;
  const int64_t plane_floats = params.height.input * row_floats;
  Found found{-std::numeric_limits<float>::infinity(),
              depth.begin * plane_floats + height.begin * row_floats + width.begin};
  for (int64_t d = depth.begin; d < depth.end; d += params.depth.step) {
    for (int64_t h = height.begin; h < height.end; h += params.height.step) {
      const int64_t row = d * plane_floats + h * row_floats;
      for (int64_t index = row + width.begin; index < row + width.end; index += params.width.step) {
        const float value = x[index];
        if (value > found.value || std::isnan(value)) found = {value, index};
      }
    }
  }
  return found;
}

}  // namespace

void window_max(const WindowMaxParams& params) {
  const int64_t volume_floats = params.depth.input * params.height.input * params.width.input;
  for (int64_t row = params.rows.begin; row < params.rows.end; ++row) {
    const int64_t plane = row / params.height.output;
    const Range height = params.height.windows[row % params.height.output];
    const Range depth = params.depth.windows[plane % params.depth.output];
    const float* x = params.x + plane / params.depth.output * volume_floats;
    for (int64_t column = 0; column < params.width.output; ++column) {
      const Found found = search(params, x, depth, height, params.width.windows[column]);
      params.y[row * params.width.output + column] = found.value;
      params.indices[row * params.width.output + column] = found.index;
    }
  }
}

}  // namespace convolt
