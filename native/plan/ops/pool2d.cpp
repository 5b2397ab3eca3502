// Max and average pooling of plain images and of blocked ones.
#include "kernels/pool2d/pool2d.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "kernels/blocked_pool2d/blocked_pool2d.h"
#include "plan/ops.h"
#include "plan/ops/blocked.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class Pool2d final : public Op {
 public:
  /// `params` without the pointers and the rows, which each task fills in; `blocked` says how their planes lie.
  Pool2d(const Pool2dParams& params, bool blocked, const TensorView& x, const TensorView& y)
      : params_(params), block_(blocked ? kernels().channel_block : 0), x_(samples_of(x)), y_(samples_of(y)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const int64_t lanes = std::max<int64_t>(1, block_);
    const int64_t inputs_per_row = params_.vertical.kernel * params_.horizontal.input;
    const int64_t floats = std::max(inputs_per_row, params_.horizontal.output) * lanes;
    const int64_t rows_per_sample = y_.elements / (params_.horizontal.output * lanes);
    parallel_sample_ranges(pool, y_.count, rows_per_sample, floats, [&](int64_t sample, Range rows) {
      Pool2dParams params = params_;
      params.x = inputs[0].as<float>() + sample * x_.stride;
      params.y = outputs[0].as<float>() + sample * y_.stride;
      params.rows = rows;
      if (block_ > 0) {
        kernels().blocked_pool2d({params, block_});
      } else {
        kernels().pool2d(params);
      }
    });
  }

 private:
  const Pool2dParams params_;
  const int64_t block_;  // 0: plain planes
  const Samples x_, y_;
};

/// The height and width of blocked images.
Planes blocked_planes_of(const char* op, const TensorView& view) {
  require_blocked(op, view, view.rank == 5 ? view.shape[1] * kernels().channel_block : 0);
  return {view.shape[0] * view.shape[1], view.shape[2], view.shape[3]};
}

/// The planes of both tensors.
std::pair<Planes, Planes> check(const char* op, bool blocked, const TensorViews& inputs, const TensorViews& outputs) {
  if (!blocked) {
    const Planes x = planes_of(op, inputs, outputs);
    return {x, planes_of(outputs[0])};
  }
  require(inputs.size() == 1 && outputs.size() == 1, [&] { return std::string(op) + " takes one input and one output"; });
  const Planes x = blocked_planes_of(op, inputs[0]), y = blocked_planes_of(op, outputs[0]);
  require(inputs[0].shape[0] == outputs[0].shape[0] && inputs[0].shape[1] == outputs[0].shape[1], [&] {
    return std::string(op) + ": output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]);
  });
  return {x, y};
}

Pool2dParams decode(const char* op, bool blocked, const Attributes& attributes, const TensorViews& inputs,
                    const TensorViews& outputs) {
  const auto [x, y] = check(op, blocked, inputs, outputs);
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

std::unique_ptr<Op> prepare_max(const char* op, bool blocked, const Attributes& attributes, const TensorViews& inputs,
                                const TensorViews& outputs) {
  Pool2dParams params = decode(op, blocked, attributes, inputs, outputs);
  const std::vector<int64_t> dilation = extents(attributes, "dilation", 2, 1);
  params.function = PoolFunction::kMax;
  params.vertical.dilation = dilation[0];
  params.horizontal.dilation = dilation[1];
  return std::make_unique<Pool2d>(params, blocked, inputs[0], outputs[0]);
}

std::unique_ptr<Op> prepare_average(const char* op, bool blocked, const Attributes& attributes,
                                    const TensorViews& inputs, const TensorViews& outputs) {
  Pool2dParams params = decode(op, blocked, attributes, inputs, outputs);
  params.function = PoolFunction::kAverage;
  params.count_include_pad = attributes.flag("countIncludePad");
  params.divisor_override = attributes.integer("divisorOverride");
  return std::make_unique<Pool2d>(params, blocked, inputs[0], outputs[0]);
}

}  // namespace

std::unique_ptr<Op> prepare_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  return prepare_max("maxPool2d", false, attributes, inputs, outputs);
}

std::unique_ptr<Op> prepare_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                       const TensorViews& outputs) {
  return prepare_average("avgPool2d", false, attributes, inputs, outputs);
}

std::unique_ptr<Op> prepare_blocked_max_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs) {
  return prepare_max("blockedMaxPool2d", true, attributes, inputs, outputs);
}

std::unique_ptr<Op> prepare_blocked_avg_pool2d(const Attributes& attributes, const TensorViews& inputs,
                                               const TensorViews& outputs) {
  return prepare_average("blockedAvgPool2d", true, attributes, inputs, outputs);
}

}  // namespace convolt
