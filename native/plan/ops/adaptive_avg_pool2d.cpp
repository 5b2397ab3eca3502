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
  AdaptiveAvgPool2d(const TensorView& x, const TensorView& y)
      : x_(planes_of(x)), y_(planes_of(y)), x_samples_(samples_of(x)), y_samples_(samples_of(y)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t window_height = (x_.height + y_.height - 1) / y_.height;
    const int64_t floats = std::max(window_height * x_.width, y_.width);
    parallel_sample_ranges(pool, y_samples_.count, y_samples_.elements / y_.width, floats,
                           [&](int64_t sample, Range rows) {
                             kernels().adaptive_avg_pool2d({inputs[0].as<float>() + sample * x_samples_.stride,
                                                            outputs[0].as<float>() + sample * y_samples_.stride, rows,
                                                            x_.height, x_.width, y_.height, y_.width});
                           });
  }

 private:
  const Planes x_, y_;
  const Samples x_samples_, y_samples_;
};

}  // namespace

std::unique_ptr<Op> prepare_adaptive_avg_pool2d(const Attributes&, const TensorViews& inputs,
                                                const TensorViews& outputs) {
  planes_of("adaptiveAvgPool2d", inputs, outputs);
  return std::make_unique<AdaptiveAvgPool2d>(inputs[0], outputs[0]);
}

}  // namespace convolt
