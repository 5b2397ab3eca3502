#include <string.h>

#include "kernels/pad/pad.h"

namespace convolt {
namespace {

/// The index of the element that stands at position i of an axis of `size` elements; -1 for the constant.
int64_t source(PadMode mode, int64_t i, int64_t size) {
  if (i >= 0 && i < size) return i;
  switch (mode) {
    case PadMode::kConstant:
      break;
    case PadMode::kReflect:
      return i < 0 ? -i : 2 * (size - 1) - i;
    case PadMode::kReplicate:
      return i < 0 ? 0 : size - 1;
    case PadMode::kCircular:
      return i < 0 ? i + size : i - size;
  }
  return -1;
}

}  // namespace

void pad_reference(const PadParams& params) {
  // The output columns that lie inside the image.
  const int64_t inside_begin = params.left > 0 ? params.left : 0;
  const int64_t image_end = params.left + params.input_width;
  const int64_t inside_end = image_end < params.output_width ? image_end : params.output_width;

  for (int64_t index = params.rows.begin; index < params.rows.end; ++index) {
    const int64_t plane = index / params.output_height;
    const int64_t row = source(params.mode, index % params.output_height - params.top, params.input_height);
    float* y = params.y + index * params.output_width;
    if (row < 0) {
      for (int64_t column = 0; column < params.output_width; ++column) y[column] = params.value;
      continue;
    }
    const float* x = params.x + (plane * params.input_height + row) * params.input_width;
    const auto border = [&](int64_t begin, int64_t end) {
      for (int64_t column = begin; column < end; ++column) {
        const int64_t from = source(params.mode, column - params.left, params.input_width);
        y[column] = from < 0 ? params.value : x[from];
      }
    };
    if (inside_begin >= inside_end) {
      border(0, params.output_width);
      continue;
    }
    border(0, inside_begin);
    const auto inside = static_cast<size_t>(inside_end - inside_begin);
    memcpy(y + inside_begin, x + inside_begin - params.left, inside * sizeof(float));
    border(inside_end, params.output_width);
  }
}

}  // namespace convolt
