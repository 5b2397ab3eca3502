// copy: the input's elements, converted to the output's dtype, broadcast to its shape; any strides on both sides.
#include "kernels/copy/copy.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

class Copy final : public Op {
 public:
  Copy(const TensorView& output, const TensorView& input) : nest_({output, input}) { nest_.bring_to_rows(1); }

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const TensorView &x = inputs[0], &y = outputs[0];
    const auto* x_bytes = x.as<const char>();
    auto* y_bytes = y.as<char>();
    const int64_t x_size = element_size(x.dtype), y_size = element_size(y.dtype);
    nest_.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
      kernels().copy({x.dtype, y.dtype, x_bytes + tile.offsets[1] * x_size, y_bytes + tile.offsets[0] * y_size,
                      tile.rows, tile.columns, nest_.row_stride(1), nest_.column_stride(1), nest_.row_stride(0),
                      nest_.column_stride(0)});
    });
  }

 private:
  LoopNest nest_;
};

}  // namespace

std::unique_ptr<Op> prepare_copy(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 1, "copy takes one input and one output");
  return std::make_unique<Copy>(outputs[0], inputs[0]);
}

}  // namespace convolt
