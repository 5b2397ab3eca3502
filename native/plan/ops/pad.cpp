#include "kernels/pad/pad.h"

#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/ops/planes.h"
#include "plan/split.h"

namespace convolt {
namespace {

class Pad final : public Op {
 public:
  /// `params` without the pointers and the rows, which each task fills in.
  Pad(const PadParams& params, int64_t rows) : params_(params), rows_(rows) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    parallel_ranges(pool, rows_, params_.output_width, [&](Range rows) {
      PadParams params = params_;
      params.x = inputs[0].as<float>();
      params.y = outputs[0].as<float>();
      params.rows = rows;
      kernels().pad(params);
    });
  }

 private:
  const PadParams params_;
  const int64_t rows_;
};

PadMode decode_mode(const std::string& mode) {
  if (mode == "constant") return PadMode::kConstant;
  if (mode == "reflect") return PadMode::kReflect;
  if (mode == "replicate") return PadMode::kReplicate;
  require(mode == "circular", [&] { return "pad: unknown mode '" + mode + "'"; });
  return PadMode::kCircular;
}

/// The most elements that may be added on one side of an axis.
int64_t limit(PadMode mode, int64_t size) {
  if (mode == PadMode::kReflect) return size - 1;
  return mode == PadMode::kCircular ? size : kMaxExtent;
}

}  // namespace

std::unique_ptr<Op> prepare_pad(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  const Planes x = planes_of("pad", inputs, outputs);
  const Planes y = planes_of(outputs[0]);
  const PadMode mode = decode_mode(attributes.text("mode"));
  const int64_t least = mode == PadMode::kConstant ? -kMaxExtent : 0;
  const std::vector<int64_t> padding = extents(attributes, "padding", 4, least);  // top, left, bottom, right
  for (int side = 0; side < 4; ++side) {
    const int64_t size = side % 2 == 0 ? x.height : x.width;
    require(padding[side] <= limit(mode, size), "attribute 'padding' is out of range");
  }
  require(y.height == x.height + padding[0] + padding[2] && y.width == x.width + padding[1] + padding[3],
          [&] { return "pad: output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  PadParams params{};
  params.mode = mode;
  params.value = static_cast<float>(attributes.number("value"));
  params.input_height = x.height;
  params.input_width = x.width;
  params.output_height = y.height;
  params.output_width = y.width;
  params.top = padding[0];
  params.left = padding[1];
  return std::make_unique<Pad>(params, y.count * y.height);
}

}  // namespace convolt
