// nonzero: the coordinates of the true elements of a bool tensor, as many as the output has rows.
#include "kernels/nonzero/nonzero.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"

namespace convolt {
namespace {

class Nonzero final : public Op {
 public:
  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool&) const override {
    const TensorView& x = inputs[0];
    kernels().nonzero({x.as<uint8_t>(), x.numel(), x.shape, x.rank, outputs[0].as<int64_t>(), outputs[0].shape[0]});
  }
};

}  // namespace

std::unique_ptr<Op> prepare_nonzero(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "nonzero takes one input and one output");
  require(inputs[0].dtype == DType::kBool && outputs[0].dtype == DType::kInt64, "nonzero: bool gives int64");
  require(outputs[0].rank == 2 && outputs[0].shape[1] == inputs[0].rank,
          [&] { return "output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  return std::make_unique<Nonzero>();
}

}  // namespace convolt
