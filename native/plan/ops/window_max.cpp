// maxPoolIndices and adaptiveMaxPool: outputs are the largest elements and their int64 indices.
#include "kernels/window_max/window_max.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/volumes.h"
#include "plan/split.h"

namespace convolt {
namespace {

/// The windows of one direction.
struct Windows {
  std::vector<Range> ranges{{0, 1}};
  int64_t step = 1;
};

class WindowMax final : public Op {
 public:
  WindowMax(const Volumes& x, const Volumes& y, std::array<Windows, 3> windows)
      : x_(x), y_(y), windows_(std::move(windows)) {
    for (const Windows& axis : windows_) {
      int64_t most = 1;
      for (const Range& range : axis.ranges) most = std::max(most, (range.end - range.begin) / axis.step);
      window_floats_ *= static_cast<double>(most);
    }
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t rows = y_.count * y_.size[0] * y_.size[1];
    const double row_floats = std::min(window_floats_ * static_cast<double>(y_.size[2]), 1e9);
    parallel_ranges(pool, rows, static_cast<int64_t>(row_floats), [&](Range range) {
      kernels().window_max({inputs[0].as<float>(), outputs[0].as<float>(), outputs[1].as<int64_t>(), range, axis(0),
                            axis(1), axis(2)});
    });
  }

 private:
  WindowAxis axis(int d) const {
    return {x_.size[d], y_.size[d], windows_[d].step, windows_[d].ranges.data()};
  }

  const Volumes x_, y_;
  const std::array<Windows, 3> windows_;
  double window_floats_ = 1.0;  // of the largest window; its product may be large
};

/// Checks the tensors; returns their volumes.
std::pair<Volumes, Volumes> decode(const char* op, const TensorViews& inputs, const TensorViews& outputs, int dims) {
  const std::string where(op);
  require(inputs.size() == 1 && outputs.size() == 2, [&] { return where + " takes one input and two outputs"; });
  require(inputs[0].dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32,
          [&] { return where + " takes float32"; });
  require(outputs[1].dtype == DType::kInt64, [&] { return where + ": indices must be int64"; });
  const Volumes x = volumes_of(op, inputs[0], dims);
  const Volumes y = volumes_of(op, outputs[0], dims);
  const Volumes indices = volumes_of(op, outputs[1], dims);
  require(x.count == y.count && y.count == indices.count && std::equal(y.size, y.size + 3, indices.size),
          [&] { return where + ": output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  return {x, y};
}

}  // namespace

std::unique_ptr<Op> prepare_max_pool_indices(const Attributes& attributes, const TensorViews& inputs,
                                             const TensorViews& outputs) {
  const size_t dims = attributes.integers("kernelSize").size();
  require(dims >= 1 && dims <= 3, "attribute 'kernelSize' must have one to three elements");
  const std::vector<int64_t> kernel = extents(attributes, "kernelSize", dims, 1);
  const std::vector<int64_t> stride = extents(attributes, "stride", dims, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 2 * dims, 0);  // before each, then behind each
  const std::vector<int64_t> dilation = extents(attributes, "dilation", dims, 1);
  const auto [x, y] = decode("maxPoolIndices", inputs, outputs, static_cast<int>(dims));

  std::array<Windows, 3> windows;
  for (size_t d = 0; d < dims; ++d) {
    const size_t axis = 3 - dims + d;
    Windows& along = windows[axis];
    along.step = dilation[d];
    along.ranges.clear();
    for (int64_t i = 0; i < y.size[axis]; ++i) {
      const int64_t start = i * stride[d] - padding[d];
      // The first of the window's elements that is not in the padding.
      const int64_t skipped = start < 0 ? (-start + dilation[d] - 1) / dilation[d] : 0;
      const int64_t begin = start + skipped * dilation[d];
      const int64_t end = start + (kernel[d] - 1) * dilation[d] + 1;
      along.ranges.push_back({begin, std::max(begin, std::min(end, x.size[axis]))});
    }
  }
  return std::make_unique<WindowMax>(x, y, std::move(windows));
}

std::unique_ptr<Op> prepare_adaptive_max_pool(const Attributes& attributes, const TensorViews& inputs,
                                              const TensorViews& outputs) {
  const auto [x, y] = decode("adaptiveMaxPool", inputs, outputs, spatial_dims(attributes));
  std::array<Windows, 3> windows;
  for (size_t d = 0; d < 3; ++d) {
    const int64_t input = x.size[d], output = y.size[d];
    windows[d].ranges.clear();
    for (int64_t i = 0; i < output; ++i)
      windows[d].ranges.push_back({i * input / output, ((i + 1) * input + output - 1) / output});
  }
  return std::make_unique<WindowMax>(x, y, std::move(windows));
}

}  // namespace convolt
