// Tensors of images as planes: (…, height, width), where only the last two dimensions matter to the op.
#pragma once

#include <cstdint>
#include <string>

#include "core/attributes.h"
#include "core/error.h"
#include "core/tensor_view.h"

namespace convolt {

/// The largest size, stride or padding of one direction: products of two stay inside int64.
constexpr int64_t kMaxExtent = INT32_MAX;

struct Planes {
  int64_t count;  // of planes
  int64_t height;
  int64_t width;
};

/// A list attribute of `count` integers from `least` to kMaxExtent.
inline std::vector<int64_t> extents(const Attributes& attributes, const char* name, size_t count, int64_t least) {
  std::vector<int64_t> values = attributes.integers(name);
  const std::string where = std::string("attribute '") + name + "'";
  require(values.size() == count, [&] { return where + " must have " + std::to_string(count) + " elements"; });
  for (int64_t value : values) {
    require(value >= least && value <= kMaxExtent, [&] { return where + " is out of range"; });
  }
  return values;
}

/// Positions of a window of `kernel` taps on `size` elements with `padding` around them.
inline int64_t positions(int64_t size, int64_t kernel, int64_t padding, int64_t stride, int64_t dilation) {
  const int64_t room = size + padding - dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / stride + 1;
}

/// A tensor of one dimension is a single row, one of none a single element.
inline Planes planes_of(const TensorView& view) {
  Planes planes{1, 1, 1};
  if (view.rank >= 1) planes.width = view.shape[view.rank - 1];
  if (view.rank >= 2) planes.height = view.shape[view.rank - 2];
  for (int d = 0; d < view.rank - 2; ++d) planes.count *= view.shape[d];
  return planes;
}

/// Checks that an op has one float32 input and one float32 output with as many planes; returns the input's.
inline Planes planes_of(const char* op, const TensorViews& inputs, const TensorViews& outputs) {
  const std::string where(op);
  require(inputs.size() == 1 && outputs.size() == 1, [&] { return where + " takes one input and one output"; });
  require(inputs[0].dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32,
          [&] { return where + " takes float32"; });
  const Planes x = planes_of(inputs[0]);
  const Planes y = planes_of(outputs[0]);
  require(inputs[0].rank == outputs[0].rank && x.count == y.count,
          [&] { return where + ": output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  for (int64_t extent : {x.height, x.width, y.height, y.width}) {
    require(extent >= 1 && extent <= kMaxExtent,
            [&] { return where + ": heights and widths must be from 1 to 2147483647"; });
  }
  return x;
}

}  // namespace convolt
