// nms: which of the boxes of one list, sorted by falling scores, non-maximum suppression keeps.
#include "kernels/nms/nms.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"

namespace convolt {
namespace {

class Nms final : public Op {
 public:
  explicit Nms(double threshold) : threshold_(threshold) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool&) const override {
    kernels().nms({inputs[0].as<float>(), inputs[0].shape[0], threshold_, outputs[0].as<uint8_t>()});
  }

 private:
  const double threshold_;
};

}  // namespace

std::unique_ptr<Op> prepare_nms(const Attributes& attributes, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "nms takes boxes and one output");
  require(inputs[0].dtype == DType::kFloat32 && outputs[0].dtype == DType::kBool, "nms: float32 gives bool");
  require(inputs[0].rank == 2 && inputs[0].shape[1] == 4,
          [&] { return "nms takes rows of 4 numbers, received " + to_string(inputs[0]); });
  require(outputs[0].rank == 1 && outputs[0].shape[0] == inputs[0].shape[0],
          [&] { return "output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  return std::make_unique<Nms>(attributes.number("threshold"));
}

}  // namespace convolt
