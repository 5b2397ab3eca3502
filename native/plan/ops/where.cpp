// where: y = condition ? a : b with broadcasting; bool condition, one dtype for the others, any strides.
#include "kernels/where/where.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

class Where final : public Op {
 public:
  Where(const TensorView& y, const TensorView& condition, const TensorView& a, const TensorView& b)
      : nest_({y, condition, a, b}), size_(element_size(y.dtype)) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const auto* condition = inputs[0].as<uint8_t>();
    const auto *a = inputs[1].as<const char>(), *b = inputs[2].as<const char>();
    auto* y = outputs[0].as<char>();
    nest_.for_each_tile(pool, [&](const LoopNest::Tile& tile) {
      for (int64_t row = 0; row < tile.rows; ++row) {
        const auto start = [&](int operand) { return tile.offsets[operand] + row * nest_.row_stride(operand); };
        kernels().where({size_, condition + start(1), a + start(2) * size_, b + start(3) * size_, y + start(0) * size_,
                         tile.columns, nest_.column_stride(1), nest_.column_stride(2), nest_.column_stride(3),
                         nest_.column_stride(0)});
      }
    });
  }

 private:
  const LoopNest nest_;
  const int64_t size_;
};

}  // namespace

std::unique_ptr<Op> prepare_where(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 3 && outputs.size() == 1, "where takes three inputs and one output");
  require(inputs[0].dtype == DType::kBool, "where: the condition must be bool");
  require(inputs[1].dtype == outputs[0].dtype && inputs[2].dtype == outputs[0].dtype,
          "where: both operands must have the output's dtype");
  return std::make_unique<Where>(outputs[0], inputs[0], inputs[1], inputs[2]);
}

}  // namespace convolt
