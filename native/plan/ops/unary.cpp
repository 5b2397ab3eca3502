#include "kernels/unary/unary.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"

namespace convolt {
namespace {

/// Elements a task: small enough to share among threads, large enough to be worth a hand-over.
constexpr int64_t kBlock = 16384;

class Unary final : public Op {
 public:
  explicit Unary(UnaryFunction function) : function_(function) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const float* x = inputs[0].as<float>();
    float* y = outputs[0].as<float>();
    const int64_t count = outputs[0].numel();
    pool.parallel_for((count + kBlock - 1) / kBlock, [&](int64_t task, int) {
      const int64_t begin = task * kBlock;
      kernels().unary({function_, x + begin, y + begin, std::min(kBlock, count - begin)});
    });
  }

 private:
  const UnaryFunction function_;
};

}  // namespace

std::unique_ptr<Op> prepare_relu(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "relu takes one input and one output");
  require(inputs[0].dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32, "relu takes float32");
  require(inputs[0].numel() == outputs[0].numel(),
          "relu: output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]));
  return std::make_unique<Unary>(UnaryFunction::kRelu);
}

}  // namespace convolt
