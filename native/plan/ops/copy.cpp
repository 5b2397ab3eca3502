// copy: the input's elements, converted to the output's dtype, broadcast to its shape; any strides on both sides.
#include "core/error.h"
#include "plan/ops.h"
#include "plan/strided_copy.h"

namespace convolt {
namespace {

class Copy final : public Op {
 public:
  Copy(const TensorView& output, const TensorView& input) : copy_(output, input) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    copy_.run(inputs[0].data, outputs[0].data, pool);
  }

 private:
  const StridedCopy copy_;
};

}  // namespace

std::unique_ptr<Op> prepare_copy(const Attributes&, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && inputs[0].present() && outputs.size() == 1, "copy takes one input and one output");
  return std::make_unique<Copy>(outputs[0], inputs[0]);
}

}  // namespace convolt
