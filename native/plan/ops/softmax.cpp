#include "kernels/softmax/softmax.h"

#include <algorithm>

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

class Softmax final : public Op {
 public:
  Softmax(SoftmaxFunction function, int64_t outer, int64_t size, int64_t inner)
      : function_(function), outer_(outer), size_(size), inner_(inner) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    parallel_ranges(pool, outer_ * inner_, size_, [&](Range columns) {
      kernels().softmax({function_, inputs[0].as<float>(), outputs[0].as<float>(), size_, inner_, columns});
    });
  }

 private:
  const SoftmaxFunction function_;
  const int64_t outer_, size_, inner_;
};

std::unique_ptr<Op> prepare(SoftmaxFunction function, const Attributes& attributes, const TensorViews& inputs,
                            const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "softmax takes one input and one output");
  const TensorView& x = inputs[0];
  require(x.dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32, "softmax takes float32");
  require(x.numel() == outputs[0].numel(),
          [&] { return "softmax: output " + to_string(outputs[0]) + " does not fit input " + to_string(x); });
  const int64_t dim = attributes.integer("dim");
  require(dim >= 0 && dim < std::max(x.rank, 1), "attribute 'dim' is out of range");
  // Sizes beside a zero may have a product that overflows.
  if (x.numel() == 0) return std::make_unique<Softmax>(function, 0, 0, 0);
  int64_t outer = 1, inner = 1;
  for (int d = 0; d < dim; ++d) outer *= x.shape[d];
  for (int d = static_cast<int>(dim) + 1; d < x.rank; ++d) inner *= x.shape[d];
  return std::make_unique<Softmax>(function, outer, x.rank == 0 ? 1 : x.shape[dim], inner);
}

}  // namespace

std::unique_ptr<Op> prepare_softmax(const Attributes& attributes, const TensorViews& inputs,
                                    const TensorViews& outputs) {
  return prepare(SoftmaxFunction::kSoftmax, attributes, inputs, outputs);
}

std::unique_ptr<Op> prepare_log_softmax(const Attributes& attributes, const TensorViews& inputs,
                                        const TensorViews& outputs) {
  return prepare(SoftmaxFunction::kLogSoftmax, attributes, inputs, outputs);
}

}  // namespace convolt
