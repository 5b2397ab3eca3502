// Fold: the sums of overlapping blocks of images.
#include "core/error.h"
#include "core/memory.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class Fold final : public Op {
 public:
  /// `window` has the images' height as its depth, and height 1.
  Fold(int64_t planes, const Window3d& window) : planes_(planes), window_(window) {}

  size_t workspace_bytes(int threads) const override {
    return static_cast<size_t>(threads) * worker_floats() * sizeof(float);
  }

  void run(const TensorViews& inputs, const TensorViews& outputs, void* workspace, ThreadPool& pool) const override {
    const int64_t columns = window_.kernel_depth * window_.plane.kernel_width * window_.depth * window_.plane.width;
    const int64_t pixels = window_.output_depth * window_.plane.output_width;
    const int64_t length = std::max<int64_t>(1, kTaskFloats / std::max(columns, pixels));
    pool.parallel_for((planes_ + length - 1) / length, [&](int64_t task, int worker) {
      const int64_t plane = task * length;
      kernels().col2im({inputs[0].as<float>() + plane * columns, nullptr, outputs[0].as<float>() + plane * pixels,
                        std::min(length, planes_ - plane), window_, {0, window_.depth}, {0, window_.output_depth},
                        static_cast<float*>(workspace) + worker * worker_floats()});
    });
  }

 private:
  /// Rounded up to whole cache lines.
  int64_t worker_floats() const {
    const int64_t line = kAlignment / sizeof(float);
    return (col2im_workspace_floats(window_.plane.output_width) + line - 1) / line * line;
  }

  const int64_t planes_;
  const Window3d window_;
};

}  // namespace

std::unique_ptr<Op> prepare_fold(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "fold takes one input and one output");
  const TensorView &x = inputs[0], &y = outputs[0];
  require(x.dtype == DType::kFloat32 && y.dtype == DType::kFloat32, "fold takes float32");
  const auto shapes = [&] { return "fold: output " + to_string(y) + " does not fit input " + to_string(x); };
  require((x.rank == 2 || x.rank == 3) && y.rank == x.rank + 1, shapes);
  const std::vector<int64_t> kernel = extents(attributes, "kernelSize", 2, 1);
  const std::vector<int64_t> stride = extents(attributes, "stride", 2, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 2, 0);
  const std::vector<int64_t> dilation = extents(attributes, "dilation", 2, 1);
  const int64_t *x_size = x.shape + x.rank - 2, *y_size = y.shape + y.rank - 3;
  int64_t blocks[2];
  for (int d = 0; d < 2; ++d) {
    const int64_t size = y_size[d + 1];
    require(size > 0 && size <= kMaxExtent, shapes);
    const int64_t room = size + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1;
    require(room >= 0, shapes);
    blocks[d] = room / stride[d] + 1;
  }
  const int64_t taps = kernel[0] * kernel[1];
  require(y_size[0] > 0 && x_size[0] % taps == 0 && x_size[0] / taps == y_size[0] && x_size[1] % blocks[0] == 0 &&
              x_size[1] / blocks[0] == blocks[1] && (x.rank == 2 || x.shape[0] == y.shape[0]),
          shapes);
  const int64_t planes = (x.rank == 3 ? x.shape[0] : 1) * y_size[0];
  return std::make_unique<Fold>(planes, Window3d{blocks[0], kernel[0], stride[0], padding[0], dilation[0], y_size[1],
                                                 {1, blocks[1], 1, kernel[1], 1, stride[1], 0, padding[1], 1,
                                                  dilation[1], 1, y_size[2]}});
}

}  // namespace convolt
