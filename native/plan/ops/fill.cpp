// fill: every element of the output becomes `value`, converted to its dtype as copy does.
#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

class Fill final : public Op {
 public:
  Fill(const TensorView& output, double value) : nest_({output}), value_(value) {}

  void run(const TensorViews&, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const TensorView& y = outputs[0];
    const int64_t size = element_size(y.dtype);
    nest_.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
      kernels().copy({DType::kFloat64, y.dtype, &value_, y.as<char>() + tile.offsets[0] * size, tile.rows, tile.columns,
                      0, 0, nest_.row_stride(0), nest_.column_stride(0)});
    });
  }

 private:
  const LoopNest nest_;
  const double value_;
};

}  // namespace

std::unique_ptr<Op> prepare_fill(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.empty() && outputs.size() == 1, "fill takes no input and one output");
  return std::make_unique<Fill>(outputs[0], attributes.number("value"));
}

}  // namespace convolt
