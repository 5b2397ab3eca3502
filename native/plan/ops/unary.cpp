// abs, exp, … : y[i] = f(x[i]), output dtype as the input's.
#include "kernels/unary/unary.h"

#include "dispatch/kernel_table.h"
#include "plan/element_runs.h"
#include "plan/ops.h"

namespace convolt {
namespace {

template <class T>
class Unary final : public Op {
 public:
  Unary(UnaryKernel<T> kernel, UnaryFunction function, const TensorView& x, const TensorView& y)
      : kernel_(kernel), function_(function), runs_(x, y) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    runs_.for_each(pool, inputs[0].as<T>(), outputs[0].as<T>(), [&](const T* x, T* y, int64_t count) {
      kernel_({function_, x, y, count});
    });
  }

 private:
  const UnaryKernel<T> kernel_;
  const UnaryFunction function_;
  const ElementRuns runs_;
};

}  // namespace

std::unique_ptr<Op> prepare_unary(UnaryFunction function, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "one input and one output");
  const TensorView &x = inputs[0], &y = outputs[0];
  switch (x.dtype) {
    case DType::kFloat32:
      return std::make_unique<Unary<float>>(kernels().unary, function, x, y);
    case DType::kFloat64:
      return std::make_unique<Unary<double>>(kernels().unary_float64, function, x, y);
    case DType::kInt64:
      return std::make_unique<Unary<int64_t>>(kernels().unary_int64, function, x, y);
    default:
      refuse_dtype(x);
  }
}

}  // namespace convolt
