// layerNorm, groupNorm and instanceNorm: each row of the input has its own mean and variance.
#include "kernels/row_norm/row_norm.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/ops.h"
#include "plan/split.h"

namespace convolt {
namespace {

// Inputs: x, weight or none, bias or none.
enum Input { kX, kWeight, kBias, kInputCount };

class RowNorm final : public Op {
 public:
  RowNorm(int64_t rows, int64_t length, int64_t inner, int64_t groups, float eps)
      : rows_(rows), length_(length), inner_(inner), groups_(groups), eps_(eps) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const float* weight = inputs[kWeight].present() ? inputs[kWeight].as<float>() : nullptr;
    const float* bias = inputs[kBias].present() ? inputs[kBias].as<float>() : nullptr;
    parallel_ranges(pool, rows_, length_, [&](Range rows) {
      kernels().row_norm(
          {inputs[kX].as<float>(), outputs[0].as<float>(), weight, bias, length_, inner_, groups_, eps_, rows});
    });
  }

 private:
  const int64_t rows_;
  const int64_t length_;
  const int64_t inner_;
  const int64_t groups_;
  const float eps_;
};

}  // namespace

std::unique_ptr<Op> prepare_row_norm(const Attributes& attributes, const TensorViews& inputs,
                                     const TensorViews& outputs) {
  require(inputs.size() == kInputCount && outputs.size() == 1, "rowNorm takes three inputs and one output");
  const TensorView& x = inputs[kX];
  require(x.present() && x.dtype == DType::kFloat32 && outputs[0].dtype == DType::kFloat32, "rowNorm takes float32");
  const int64_t count = x.numel();
  require(count == outputs[0].numel(),
          [&] { return "rowNorm: output " + to_string(outputs[0]) + " does not fit input " + to_string(x); });
  const int64_t length = attributes.integer("length");
  const int64_t inner = attributes.integer("inner");
  const int64_t groups = attributes.integer("groups");
  require(length >= 1 && inner >= 1 && groups >= 1 && length % inner == 0 && count % length == 0,
          [&] { return "rowNorm: rows do not fit input " + to_string(x); });
  for (int i : {kWeight, kBias}) {
    if (!inputs[i].present()) continue;
    const int64_t weights = inputs[i].numel();
    const bool fits = weights % groups == 0 && weights / groups == length / inner;
    require(inputs[i].dtype == DType::kFloat32 && (fits || count == 0),
            [&] { return "rowNorm: " + to_string(inputs[i]) + " does not fit the rows of input " + to_string(x); });
  }
  const auto eps = static_cast<float>(attributes.number("eps"));
  return std::make_unique<RowNorm>(count / length, length, inner, groups, eps);
}

}  // namespace convolt
