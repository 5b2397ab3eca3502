// abs, exp, … : y[i] = f(x[i]), output dtype as the input's.
#include "kernels/unary/unary.h"

#include "core/error.h"
#include "dispatch/kernel_table.h"
#include "plan/loop_nest.h"
#include "plan/ops.h"

namespace convolt {
namespace {

template <class T>
class Unary final : public Op {
 public:
  Unary(UnaryKernel<T> kernel, UnaryFunction function) : kernel_(kernel), function_(function) {}

  void run(const TensorViews& inputs, const TensorViews& outputs, void*, ThreadPool& pool) const override {
    const T* x = inputs[0].as<T>();
    T* y = outputs[0].as<T>();
    const int64_t count = outputs[0].numel();
    pool.parallel_for((count + kTaskElements - 1) / kTaskElements, [&](int64_t task, int) {
      const int64_t begin = task * kTaskElements;
      kernel_({function_, x + begin, y + begin, std::min(kTaskElements, count - begin)});
    });
  }

 private:
  const UnaryKernel<T> kernel_;
  const UnaryFunction function_;
};

}  // namespace

std::unique_ptr<Op> prepare_unary(UnaryFunction function, const TensorViews& inputs, const TensorViews& outputs) {
  require(inputs.size() == 1 && outputs.size() == 1, "one input and one output");
  require(inputs[0].dtype == outputs[0].dtype && inputs[0].numel() == outputs[0].numel(),
          [&] { return "output " + to_string(outputs[0]) + " does not fit input " + to_string(inputs[0]); });
  switch (inputs[0].dtype) {
    case DType::kFloat32:
      return std::make_unique<Unary<float>>(kernels().unary, function);
    case DType::kFloat64:
      return std::make_unique<Unary<double>>(kernels().unary_float64, function);
    case DType::kInt64:
      return std::make_unique<Unary<int64_t>>(kernels().unary_int64, function);
    default:
      refuse_dtype(inputs[0]);
  }
}

}  // namespace convolt
