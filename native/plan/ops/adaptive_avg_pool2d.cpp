#include "kernels/adaptive_avg_pool2d/adaptive_avg_pool2d.h"

#include <algorithm>

#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class AdaptiveAvgPool2d final : public Op {
 public:
  AdaptiveAvgPool2d(const Planes& x, const Planes& y) : x_(x), y_(y) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t window_height = (x_.height + y_.height - 1) / y_.height;
    const int64_t floats = std::max(window_height * x_.width, y_.width);
    parallel_ranges(pool, y_.count * y_.height, floats, [&](Range rows) {
      kernels().adaptive_avg_pool2d(
          {inputs[0].as<float>(), outputs[0].as<float>(), rows, x_.height, x_.width, y_.height, y_.width});
    });
  }

 private:
  const Planes x_, y_;
};

}  // namespace

std::unique_ptr<Op> prepare_adaptive_avg_pool2d(const Attributes&, const TensorViews& inputs,
                                                const TensorViews& outputs) {
  const Planes x = planes_of("adaptiveAvgPool2d", inputs, outputs);
  return std::make_unique<AdaptiveAvgPool2d>(x, planes_of(outputs[0]));
}

}  // namespace convolt
