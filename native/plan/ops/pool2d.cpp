#include "kernels/pool2d/pool2d.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class Pool2d final : public Op {
 public:
  /// `params` without the pointers and the rows, which each task fills in.
  Pool2d(const Pool2dParams& params, const TensorView& x, const TensorView& y)
      : params_(params), x_(samples_of(x)), y_(samples_of(y)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t inputs_per_row = params_.vertical.kernel * params_.horizontal.input;
    const int64_t floats = std::max(inputs_per_row, params_.horizontal.output);
    const int64_t rows_per_sample = y_.elements / params_.horizontal.output;
    parallel_sample_ranges(pool, y_.count, rows_per_sample, floats, [&](int64_t sample, Range rows) {
      Pool2dParams params = params_;
      params.x = inputs[0].as<float>() + sample * x_.stride;
      params.y = outputs[0].as<float>() + sample * y_.stride;
      params.rows = rows;
      kernels().pool2d(params);
    });
  }

 private:
  const Pool2dParams params_;
  const Samples x_, y_;
};

Pool2dParams decode(const char* op, const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  const Planes x = planes_of(op, inputs, outputs);
  const Planes y = planes_of(outputs[0]);
  const std::vector<int64_t> kernel = extents(attributes, "kernelSize", 2, 1);
  const std::vector<int64_t> stride = extents(attributes, "stride", 2, 1);
  const std::vector<int64_t> padding = extents(attributes, "padding", 4, 0);  // top, left, bottom, right

  Pool2dParams params{};
  params.vertical = {x.height, y.height, kernel[0], stride[0], padding[0], padding[2], 1};
  params.horizontal = {x.width, y.width, kernel[1], stride[1], padding[1], padding[3], 1};
  for (const PoolAxis& axis : {params.vertical, params.horizontal}) {
    require(axis.output - 1 <= (axis.input + axis.padding_before) / axis.stride,
            [&] {
              return std::string(op) + ": output " + to_string(outputs[0]) + " has more windows than input " +
                     to_string(inputs[0]) + " has room for";
            });
  }
  return params;
}

}  // namespace

std::unique_ptr<Op> prepare_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  Pool2dParams params = decode("maxPool2d", attributes, inputs, outputs);
  const std::vector<int64_t> dilation = extents(attributes, "dilation", 2, 1);
  params.function = PoolFunction::kMax;
  params.vertical.dilation = dilation[0];
  params.horizontal.dilation = dilation[1];
  return std::make_unique<Pool2d>(params, inputs[0], outputs[0]);
}

std::unique_ptr<Op> prepare_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  Pool2dParams params = decode("avgPool2d", attributes, inputs, outputs);
  params.function = PoolFunction::kAverage;
  params.count_include_pad = attributes.flag("countIncludePad");
  params.divisor_override = attributes.integer("divisorOverride");
  return std::make_unique<Pool2d>(params, inputs[0], outputs[0]);
}

}  // namespace convolt
